"""Say what the report that is due next has to contain, and what of it is still missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ceheng_model.plan import Duty, Plan
from ceheng_model.plan.measures import RECURRENCES
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, Column, Table, group_column
from ceheng_model.terms import Terms
from ceheng_model.tracking.progress import followed
from ceheng_model.tracking.reported_figures import Actuals, Reported, period_end, period_text
from ceheng_model.tracking.words import NO_DAY
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Group, Keyed, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport(Abridged):
    """Hold one report or review that is due next, with the indicators that belong to it."""

    duty: Duty
    day: date | None
    """None where the text names no day."""
    indicators: tuple[str, ...]
    missing: tuple[str, ...]
    """Those of them without a figure for the year of the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFigure:
    """Hold one income that the report due next should state."""

    group: Group
    component: Keyed
    """A component or the total."""
    year: int
    quarter: int | None
    figure: Reported | None
    """None where it is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due(Abridged):
    """Hold what is due next: the day, who reports what, and which incomes should be known by then."""

    day: date
    has_day: bool
    """Whether a duty of the plan names the day; else it is the day as of which the plan is followed."""
    reports: tuple[DueReport, ...]
    figures: tuple[DueFigure, ...]

    @property
    def missing(self) -> tuple[DueFigure, ...]:
        """The incomes that are not known."""
        return tuple(figure for figure in self.figures if figure.figure is None)


def due_next(planned: Scenario, actuals: Actuals, as_of: date) -> Due:
    """Return what the plan's duties ask for on the next day that they name, the day itself included.

    Due are the annual incomes, total and components, of every year of the plan that is over before that day; for
    disposable income also the total of the latest quarter that is over, and of the same quarter a year before.
    """
    plan = planned.require_dossier().plan
    duties = plan.measures.duties
    days = {duty.id: day for duty in duties if (day := duty.next_due(as_of)) is not None}
    day = min(days.values(), default=as_of)
    dated = tuple(_report(duty, day, plan, actuals) for duty in duties if days.get(duty.id) == day)
    recurring = ("monthly", "quarterly")
    undated = tuple(
        _report(duty, None, plan, actuals, year=day.year)
        for duty in duties
        if duty.id not in days and duty.recurrence in recurring and not duty.measure
    )
    figures = tuple(_figures(planned, actuals, day))
    return Due(day=day, has_day=bool(days), reports=dated + undated, figures=figures)


def report_table(due: Due, terms: Terms) -> Table:
    """Return one row a duty: when, who, what, to whom, how many indicators, how many of them are missing."""
    columns = (
        Column(key="due", heading=Text("期限", "due"), kind="label"),
        Column(key="duty", heading=Text("职责编号", "duty"), kind="label", shown=False),
        Column(key="who", heading=Text("承担者", "who")),
        Column(key="what", heading=Text("内容", "what")),
        Column(key="to", heading=Text("报送", "to")),
        Column(key="recurrence", heading=Text("周期", "how often"), kind="label"),
        Column(key="indicators", heading=Text("指标", "indicators"), kind="year"),
        Column(key="missing", heading=Text("缺", "missing"), kind="year"),
        Column(key="missing_indicators", heading=Text("缺哪些", "which"), shown=False),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            report.day.isoformat() if report.day else None,
            report.duty.id,
            report.duty.who,
            report.duty.what,
            report.duty.to or NO_TEXT,
            Keyed(report.duty.recurrence, RECURRENCES[report.duty.recurrence]),
            len(report.indicators),
            len(report.missing),
            ";".join(report.missing),
        )
        for report in due.reports
    )
    title = Text(f"下一次报告：{due.day}", f"Due next: {due.day}")
    return Table(
        name="due",
        title=title,
        columns=columns,
        drops=("indicators", "recurrence", "to"),
        rows=rows,
        notes=(terms.say(NO_DAY),),
    )


def figure_table(due: Due, terms: Terms) -> Table:
    """Return one row a group and period: the total, and which of the figures wanted are missing."""
    columns = (
        group_column(terms),
        Column(key="period", heading=Text("时期", "period")),
        Column(key="year", heading=Text("年份", "year"), kind="year", shown=False),
        Column(key="quarter", heading=Text("季度", "quarter"), kind="year", shown=False, may_lack=True),
        Column(key="total", heading=terms.in_unit(terms.label(TOTAL)), kind="yuan"),
        Column(key="published", heading=Text("公布日期", "published"), kind="label", holds="date"),
        Column(key="wanted", heading=Text("应有", "wanted"), kind="year"),
        Column(key="missing", heading=Text("缺", "missing"), kind="year"),
        Column(key="missing_components", heading=Text("缺哪些", "which")),
    )
    by_period: dict[tuple[str, int, int | None], list[DueFigure]] = {}
    for figure in due.figures:
        by_period.setdefault((figure.group.key, figure.year, figure.quarter), []).append(figure)
    rows = tuple(_figure_row(figures, terms) for figures in by_period.values())
    count = len(due.missing)
    title = Text(
        f"{due.day}前应有的收入数（{len(due.figures)}个，缺{count}个）",
        f"Incomes that should be known by {due.day} ({len(due.figures)}, {count} missing)",
    )
    return Table(name="due_figures", title=title, columns=columns, drops=("published",), rows=rows)


def _figure_row(figures: list[DueFigure], terms: Terms) -> tuple[Cell, ...]:
    """Return the row of one group and period, whose first figure is the total."""
    total = figures[0]
    missing = [figure.component.text for figure in figures if figure.figure is None]
    return (
        total.group.named,
        period_text(total.year, total.quarter, terms),
        total.year,
        total.quarter,
        None if total.figure is None else total.figure.value,
        None if total.figure is None else total.figure.published.isoformat(),
        len(figures),
        len(missing),
        Text.join(missing),
    )


def _report(duty: Duty, day: date | None, plan: Plan, actuals: Actuals, *, year: int | None = None) -> DueReport:
    catalogue = plan.measures
    reported_on = {measure.id for measure in catalogue.measures if duty.annex in (None, measure.annex)}
    reported_on |= {total.id for total in catalogue.totals if duty.annex in (None, total.annex)}
    wanted = tuple(indicator.id for indicator in followed(plan) if indicator.of in reported_on)
    # a report that falls due when the plan is over is on its last year
    chosen = min(year or (day.year if day else 0), plan.years[-1])
    reported = (figure for figure in actuals.latest.values() if figure.kind == "indicator")
    known = {figure.indicator for figure in reported if figure.year == chosen}
    return DueReport(duty=duty, day=day, indicators=wanted, missing=tuple(id for id in wanted if id not in known))


def _figures(planned: Scenario, actuals: Actuals, day: date) -> Iterator[DueFigure]:
    base, years = planned.baseline.year, planned.years
    for group in planned.groups:
        for year in (base, *years):
            if period_end(year, None) < day:
                for component in map(planned.terms.named, planned.terms.reported_items):
                    yield _wanted(group, component, year, None, actuals)
        quarter = _last_quarter(day, years)
        if group.concept == "disposable_income" and quarter is not None:
            for year in (quarter[0] - 1, quarter[0]):
                yield _wanted(group, planned.terms.named(TOTAL), year, quarter[1], actuals)


def _last_quarter(day: date, years: tuple[int, ...]) -> tuple[int, int] | None:
    """Return the year and number of the last quarter, the fourth left out, that is over before a day."""
    last = day - timedelta(days=1)
    ended = [(year, q) for year in years for q in (1, 2, 3) if period_end(year, q) <= last]
    return ended[-1] if ended else None


def _wanted(group: Group, component: Keyed, year: int, quarter: int | None, actuals: Actuals) -> DueFigure:
    figure = actuals.income(group.key, year, component=component.key, quarter=quarter)
    return DueFigure(group=group, component=component, year=year, quarter=quarter, figure=figure)
