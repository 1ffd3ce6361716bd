"""Hold reported figures: of what, for which period, published on which day, and how they were revised."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, Remark
from ceheng_model.quantities.to_quarter import LAST_MONTHS, TO_MONTH
from ceheng_model.rounding import last_unit
from ceheng_model.tables import Cell, Column, Figure, Shown, Table, column
from ceheng_model.terms import Terms
from ceheng_model.tracking.deliverable_states import ReportedState, state_table
from ceheng_model.values import Value
from ceheng_model.vocabulary import BUREAU_KEYS, NO_TEXT, TOTAL, Keyed, Template, Text, label_of

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["income", "indicator"]
KINDS: Mapping[str, Text] = {
    "income": Text("收入", "income"),
    "indicator": Text("指标", "indicator"),
    "deliverable": Text("销号事项", "deliverable"),
}
"""What a row of the table is of: a figure of either kind, or the state of a deliverable."""
QUARTERS = (1, 2, 3, 4)

NOT_A_YEAR = Text(
    "季度收入不含自产自用部分，是另一口径，不能相加或推算为全年数",
    "quarters leave out what households produce and use themselves: they are another concept and never make a year",
)


class Key(NamedTuple):
    """Name one figure, whatever its vintage."""

    kind: str
    group: str
    component: str
    indicator: str
    year: int
    quarter: int
    """1 to 4: from January to the end of that quarter; 0: the year."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reported(Value):
    """Hold one figure as it was published on one day.

    An income is in the plan's unit, an indicator in its own unit. With a `quarter`, an income or a yearly
    indicator is counted from January to the end of that quarter.
    """

    kind: Kind
    group: str = ""
    component: str = ""
    indicator: str = ""
    year: int
    quarter: int | None = None
    value: float
    published: date
    source: str
    note: str = ""
    place: Text = NO_TEXT
    """Where the figure stands in the file, for messages."""
    digit: float | None = None
    """Unit of the last digit that was written, in the unit of the value; None where it is that of the value itself."""
    confirmed: bool = False
    """Whether its owner says that it is right, however far from what was planned."""
    terms: Terms = field(default=Terms(groups=()), repr=False, compare=False)
    """The terms of the plan that it is held against; how it writes years."""
    written: str = ""
    """What stands behind the number in the file, such as ``%`` or ``万亩``; empty where nothing does."""

    @property
    def last_unit(self) -> float:
        """Unit of the last digit."""
        return last_unit(None, self.value) if self.digit is None else self.digit

    @property
    def key(self) -> Key:
        """What the figure is of, and for which period."""
        return Key(self.kind, self.group, self.component, self.indicator, self.year, self.quarter or 0)

    @property
    def named(self) -> Keyed:
        """The component, or the total, as a table cell."""
        return self.terms.named(self.component)

    @property
    def period(self) -> Text:
        """The period in both languages, such as 2023年1-6月 and Jan-Jun 2023."""
        return period_text(self.year, self.quarter, self.terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Hold all vintages of one figure, the first published first."""

    vintages: tuple[Reported, ...]

    @property
    def first(self) -> Reported:
        """The figure as first published."""
        return self.vintages[0]

    @property
    def latest(self) -> Reported:
        """The figure that holds."""
        return self.vintages[-1]

    @property
    def change(self) -> float:
        """The latest figure less the first."""
        return self.latest.value - self.first.value


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Actuals(Shown):
    """Hold reported figures, every vintage of them, in the order in which they were given.

    >>> first, again = (
    ...     Reported(kind="income", group="rural", component="total", year=2022, value=value, published=day, source="x")
    ...     for value, day in ((12100.0, date(2023, 1, 20)), (12150.0, date(2024, 1, 20))))
    >>> actuals = Actuals(name="mine", figures=(first, again))
    >>> actuals.annual("rural", 2022).value, actuals.as_of(date(2023, 6, 1)).annual("rural", 2022).value
    (12150.0, 12100.0)
    """

    name: str
    figures: tuple[Reported, ...] = ()
    deliverables: tuple[ReportedState, ...] = ()
    """States of what the plan says will be made, every report."""
    region: str = ""
    """Whose figures they are, where they are not those of the plan's own region."""
    labels: Mapping[str, Text] = field(default_factory=dict)
    """Names of groups and indicators for readers."""
    remarks: tuple[Remark, ...] = ()
    """What is to be said of the figures: how they were read, what was left out, what is off, what looks swapped."""

    @property
    def latest(self) -> dict[Key, Reported]:
        """The vintage of each figure that was published last."""
        return {revision.latest.key: revision.latest for revision in self._by_key()}

    @property
    def revisions(self) -> tuple[Revision, ...]:
        """The figures that were published more than once, with every vintage."""
        return tuple(revision for revision in self._by_key() if len(revision.vintages) > 1)

    def as_of(self, day: date) -> "Actuals":
        """Return what was published on or before a day."""
        figures = tuple(figure for figure in self.figures if figure.published <= day)
        return replace(self, figures=figures, deliverables=tuple(one for one in self.deliverables if one.day <= day))

    def income(self, group: str, year: int, *, component: str = TOTAL, quarter: int | None = None) -> Reported | None:
        """Return the income of a year, or from January to the end of a quarter; None where not known.

        Of several vintages, that which holds.
        """
        return self.latest.get(Key("income", group, component, "", year, quarter or 0))

    def annual(self, group: str, year: int, *, component: str = TOTAL) -> Reported:
        """Return an annual income; raise `InputError` where it is not reported, quarters or no quarters."""
        figure = self.income(group, year, component=component)
        if figure is not None:
            return figure
        known = [quarter for quarter in QUARTERS if self.income(group, year, component=component, quarter=quarter)]
        listed = Text.join(map(Text.same, known))
        part, whose = label_of(component), self.labels.get(group, label_of(group))
        raise InputError(
            Fault(
                what=_ANNUAL.format(year=_USUAL.year_label(year), group=whose, component=part),
                rule=Text("作为全年数报告", "be reported as an annual figure"),
                got=Text("季度 ", "quarters ") + listed if known else "",
                way_out=NOT_A_YEAR if known else Text("补上全年数", "add the annual figure"),
            )
        )

    def annual_totals(self) -> "pd.DataFrame":
        """Return annual total incomes as a frame with the columns group, year and value."""
        import pandas as pd

        chosen = [figure for figure in self.latest.values() if figure.component == TOTAL and figure.quarter is None]
        rows = sorted((figure.group, figure.year, figure.value) for figure in chosen)
        return pd.DataFrame(rows, columns=["group", "year", "value"])

    def named(self, figure: Reported) -> tuple[Cell, ...]:
        """Return the cells that say what a figure is of: group or indicator, and component."""
        key = figure.group or figure.indicator
        name = Keyed(key, self.labels.get(key, label_of(key)))
        return (name, figure.named if figure.component else None)

    def tables(self) -> tuple[Table, ...]:
        """Return the figures that hold, and the revisions and the states of deliverables where there are any."""
        revisions = (self.revision_table(),) if self.revisions else ()
        return (self.figure_table(), *revisions, *((state_table(self.deliverables),) if self.deliverables else ()))

    def figure_table(self) -> Table:
        """Return one row a figure, in its latest vintage."""
        columns = (
            Column(key="kind", heading=Text("类别", "kind"), kind="label", shown=False),
            *_NAMES,
            Column(key="period", heading=Text("时期", "period")),
            Column(key="year", heading=Text("年份", "year"), kind="year", shown=False),
            Column(key="quarter", heading=Text("季度", "quarter"), kind="year", shown=False, may_lack=True),
            Column(key="value", heading=Text("数值", "value"), kind="yuan"),
            Column(key="published", heading=Text("公布日期", "published"), kind="label", holds="date"),
            Column(key="source", heading=Text("来源", "source")),
            Column(key="note", heading=Text("备注", "note"), shown=False),
        )
        rows = tuple(
            (
                figure.kind,
                *self.named(figure),
                figure.period,
                figure.year,
                figure.quarter,
                value_figure(figure.kind, figure.value),
                figure.published.isoformat(),
                figure.source,
                figure.note,
            )
            for figure in self.latest.values()
        )
        title = Text(f"已报告的数（{len(rows)}个）", f"Reported figures ({len(rows)})")
        return Table(name="figures", title=title, columns=columns, rows=rows, most_shown=60)

    def frame_table(self) -> Table:
        """Return one row a figure that holds, incomes by group and component, all else by indicator."""
        kind, _, _, *others = self.figure_table().columns
        groups = {figure.group for figure in self.figures}
        columns = (
            column("group", among=tuple(key for key in self.labels if key in groups)),
            column("component", among=(*BUREAU_KEYS, TOTAL)),
            replace(kind, among=tuple(KINDS)),
            Column(key="indicator", heading=KINDS["indicator"]),
            *others,
        )
        rows = tuple(
            (figure.group or None, figure.component or None, figure.kind, figure.indicator or None, *row[3:])
            for figure, row in zip(self.latest.values(), self.figure_table().rows, strict=True)
        )
        return replace(self.figure_table(), columns=columns, rows=rows)

    def revision_table(self) -> Table:
        """Return one row a revised figure: as first published, as it holds, and the difference."""
        columns = (
            *_NAMES,
            Column(key="period", heading=Text("时期", "period")),
            Column(key="first", heading=Text("初值", "first"), kind="yuan"),
            Column(key="first_published", heading=Text("初次公布", "published"), kind="label"),
            Column(key="latest", heading=Text("现值", "latest"), kind="yuan"),
            Column(key="latest_published", heading=Text("最近公布", "published"), kind="label"),
            Column(key="revision", heading=Text("修订", "revision"), kind="yuan"),
            Column(key="vintages", heading=Text("公布次数", "vintages"), kind="year"),
        )
        rows = tuple(
            (
                *self.named(revision.latest),
                revision.latest.period,
                value_figure(revision.latest.kind, revision.first.value),
                revision.first.published.isoformat(),
                value_figure(revision.latest.kind, revision.latest.value),
                revision.latest.published.isoformat(),
                value_figure(revision.latest.kind, revision.change, signed=True),
                len(revision.vintages),
            )
            for revision in self.revisions
        )
        note = Text("采用最近公布的数，以前公布的保留", "the latest vintage is used; older ones are kept")
        title = Text("修订过的数", "Revised figures")
        return Table(name="revisions", title=title, columns=columns, rows=rows, notes=(note,))

    def _by_key(self) -> list[Revision]:
        vintages: dict[Key, list[Reported]] = {}
        for figure in self.figures:
            vintages.setdefault(figure.key, []).append(figure)
        return [
            Revision(vintages=tuple(sorted(figures, key=lambda figure: figure.published)))
            for figures in vintages.values()
        ]


_ANNUAL = Template("{year}{group}{component}的全年数", "annual income of {group}, {component}, {year}")
_NAMES = (
    Column(key="of", heading=Text("人群或指标", "group or indicator"), kind="label"),
    column("component"),
)


_USUAL = Terms(groups=())


def period_text(year: int, quarter: int | None, terms: Terms = _USUAL) -> Text:
    """Return a year, or January to the end of a quarter, in both languages.

    >>> period_text(2023, None).zh, period_text(2023, 2).zh, period_text(2023, 2).en
    ('2023年', '2023年1-6月', 'Jan-Jun 2023')
    """
    if quarter is None:
        return terms.year_label(year)
    return TO_MONTH.format(year=terms.year_label(year), month=LAST_MONTHS[quarter])


def period_end(year: int, quarter: int | None) -> date:
    """Return the last day of a year, or of a quarter.

    >>> period_end(2023, 2).isoformat()
    '2023-06-30'
    """
    month = 3 * (quarter or 4)
    return date(year, month, 31 if month in (3, 12) else 30)


def value_figure(kind: str, value: float, *, signed: bool = False) -> Figure:
    """Return a reported value for a table: an income to 0.1, an indicator with the digits it has."""
    if kind == "income":
        return Figure(value, "yuan", 1, signed)
    # twelve digits are what is left of a double after the thousands of money that indicators come to
    decimals = next(digits for digits in range(13) if digits == 12 or abs(value - round(value, digits)) < 1e-12)
    return Figure(value, "count", decimals, signed)
