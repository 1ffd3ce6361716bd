"""Draw the growth that targets still need in the years left, beside what is planned and what was achieved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import Title, require
from ceheng_model.charts.drawing.outturns import outturn_of
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import width, wrapped
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import FAINT, INK, MET, MISSED, RULE, Size
from ceheng_model.charts.registry import Ingredient, Material, Picture, chart
from ceheng_model.errors import NOTHING, Fault, InputError
from ceheng_model.tables import Cell, Column, Figure, Table
from ceheng_model.tracking import Actuals, Need, Reported, TargetState, TrackingReport, track
from ceheng_model.vocabulary import TOTAL, Language, Template, Text

TITLE = Text("其余年份所需增速", "Growth still needed")
_FINDING = Template(
    "{group}收入其余{years}年须年均增长{needed}，比计划高{more}个百分点",
    "Income of {group} has to grow by {needed} a year in the {years} years left, {more} points above plan",
)
_FINDING_LAST = Template(
    "{group}收入{year}须增长{needed}，比计划高{more}个百分点",
    "Income of {group} has to grow by {needed} in {year}, {more} points above plan",
)
_WITHIN = Template(
    "其余年份按计划增速增长，可达到所列各项目标", "Growth as planned in the years left reaches every target shown"
)
_MORE = Text(
    "其余年份年均增速：实心点为所需（红色高于计划，绿色不高于），空心点为计划，竖线为基年以来已实现；"
    "涉及两个人群的目标，另一人群按计划增速增长",
    "Average annual growth of the years left: solid, needed (red above plan, green not); hollow, planned; bar, "
    "achieved since the base year; of a target of two groups the other grows as planned",
)
_ROW = Template("{target}（{group}）", "{target} ({group})")
_LEFT_OUT = Template("另有{count}项需提高的幅度更小，未画出", "{count} rows that need less more growth are not drawn")
_SENTENCE = Template("所需与计划的年均增速：{rows}。", "Needed and planned growth: {rows}.")
_SAID = Template("{row}{needed}，计划{planned}", "{row} {needed}, planned {planned}")
_AT_END = Template("{needed}（{more}）", "{needed} ({more})")
MOST_ROWS = 9
"""Rows that are drawn, those first that need most beyond the plan."""
_LEADING, _AIR = 1.3, 0.75
"""Distance of lines in sizes of the type, and lines left free between two rows."""
_ROOM = 0.42
"""Part of a picture's width that the names of rows may take before they break into lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Hold one row: a target with the group whose growth could bring it about."""

    target: TargetState
    need: Need
    achieved: float | None
    """Average annual growth since the base year; None where no year after it is known."""

    @property
    def label(self) -> Text:
        if self.need.group.label.zh in self.target.label.zh and self.need.given is None:
            return self.target.label
        return _ROW.format(target=self.target.label, group=self.need.group.label)


def growth_still_needed(
    report: TrackingReport,
    *,
    ax: Axes | None = None,
    title: Title | None = None,
    language: Language | None = None,
    size: Size = "word",
) -> Axes:
    """Draw, for each undecided target, the growth needed in the years left beside what is planned.

    Rows that need most beyond the plan stand first; of more than nine the rest is counted, and `numbers` has all.
    Raises `InputError` for anything but the result of `track`, and where no year is left of which growth is needed.

    >>> import pandas as pd
    >>> from ceheng_model.scenarios import scenario
    >>> frame = pd.DataFrame({
    ...     "kind": "income", "group": ["rural"], "component": "total", "year": 2022,
    ...     "value": [12200.0], "published": "2023-01-20", "source": "county survey team"})
    >>> ax = growth_still_needed(track(scenario("plan"), frame, draws=16, seed=0))
    >>> from ceheng_model.charts.drawing.numbers import alternative_text
    >>> alternative_text(ax, "en").partition(".")[0]
    'Income of rural residents has to grow by 19'
    """
    made = require(report, TrackingReport, "cm.track(plan, actuals)")
    rows = _rows(made)
    if not rows:
        raise InputError(_NONE_LEFT)
    terms = made.planned.terms
    with drawing(ax, terms=terms, language=language, size=size, title=title) as pen:
        names = _names(pen, rows[:MOST_ROWS])
        shown = rows[: len(names)]
        left = _draw(pen, shown, names)
        finding = _finding(pen, rows)
        pen.title(finding, left=left, more=_MORE)
        keys = list(dict.fromkeys(row.need.group.key for row in shown))
        note = _LEFT_OUT.format(count=len(rows) - len(shown)) if len(rows) > len(shown) else None
        pen.footnote(source(made.planned, groups=keys, more=note) if note else source(made.planned, groups=keys))
        pen.keep(_table(rows), _sentence(pen, shown))
    return pen.ax


@chart(growth_still_needed, TITLE)
def _pictures(material: Material) -> Iterator[Picture]:
    report = None
    if material.actual is not None:
        try:
            report = _report(material)
        except InputError:
            # what is wrong with the figures is told when the picture is drawn
            report = None
        if report is not None and not _rows(report):
            return

    def draw(**style: Any) -> Axes:
        return growth_still_needed(report or _report(material), **style)

    yield Picture(name="growth_still_needed", draw=draw, needs=Ingredient.OUTTURN)


def _report(material: Material) -> TrackingReport:
    """Return how the plan stands by the annual incomes given, each published in the month after its year."""
    assert material.actual is not None, "a picture is drawn where there is what it needs"
    scenario = material.scenario.within_the_plan if material.scenario.goes_on else material.scenario
    figures = tuple(
        Reported(
            kind="income",
            group=group,
            component=TOTAL,
            year=year,
            value=value,
            published=date(year + 1, 1, 31),
            source="",
            confirmed=True,
        )
        for group, outturn in outturn_of(material.actual, material.projection).items()
        for year, value in outturn.items()
        if year in (scenario.base_year, *scenario.years)
    )
    # states and needs take no draws, and none is shown
    return track(scenario, Actuals(name="", figures=figures), draws=16, seed=0, confirm=True)


def _rows(report: TrackingReport) -> list[_Row]:
    rows = []
    for target in report.targets:
        if target.needs:
            # of two groups the one that has to grow: the other would have to stay back for it
            need = max(target.needs, key=lambda one: one.growth)
            rows.append(_Row(target=target, need=need, achieved=_achieved(need, report)))
    return sorted(rows, key=lambda row: -row.need.more)


def _achieved(need: Need, report: TrackingReport) -> float | None:
    scenario = report.scenario
    years = need.after - scenario.base_year
    if years < 1:
        return None
    start = float(scenario.baseline.levels[scenario.group_keys.index(need.group.key)].sum())
    return float((need.level / start) ** (1.0 / years) - 1.0)


def _names(pen: Pen, rows: Sequence[_Row]) -> list[str]:
    """Return the names of rows in lines, of as many rows as the picture has room for."""
    size, room = pen.points("small"), _ROOM * pen.sides[0]
    names = [wrapped(pen.words(capital(row.label)), size, room) for row in rows]
    most = max(int(pen.height / (size * _LEADING)), 1)
    while len(names) > 1 and sum(map(_lines, names)) > most:
        names.pop()
    return names


def _lines(name: str) -> float:
    """Return the room of a name in lines, with some air to the next."""
    return name.count("\n") + 1.0 + _AIR


def _draw(pen: Pen, rows: Sequence[_Row], names: Sequence[str]) -> float:
    """Draw the marks with the names of rows at the left; return the room that the names take."""
    size = pen.points("small")
    left = max(width(line, size) for name in names for line in name.split("\n")) + 8.0
    ends = [_AT_END.format(needed=_percent(pen, row.need.growth), more=_points(pen, row.need.more)) for row in rows]
    values = [value for row in rows for value in (row.need.growth, row.need.planned, row.achieved) if value is not None]
    low, high = min(*values, 0.0), max(values)
    # room at the right for the figures of the widest row, in the units of the axis
    text = max(width(pen.words(end), size) for end in ends) + 10.0
    wide, span = max(pen.sides[0] - left - text, 60.0), max(high - low, 1e-3)
    pen.ax.set_xlim(low - 0.05 * span, high + span * (text / wide))
    pen.ax.set_ylim(-sum(map(_lines, names)), 0.0)
    pen.frame()
    pen.ax.set_yticks([])
    pen.values("percent", 0, axis="x", most=5)
    y = 0.0
    for row, name, end in zip(rows, names, ends, strict=True):
        middle, y = y - _lines(name) / 2.0, y - _lines(name)
        _mark(pen, middle, row, end)
        pen.write(0.0, middle, name, ha="right", by=(-8.0, 0.0), grade="small", on=pen.ax.get_yaxis_transform())
    return left


def _mark(pen: Pen, y: float, row: _Row, end: Text) -> None:
    need = row.need
    colour = MISSED if need.more > _SAME else MET
    size = pen.sheet.mark * 1.4
    pen.ax.plot([need.planned, need.growth], [y, y], color=RULE, linewidth=pen.sheet.line * 1.6, zorder=1)
    if row.achieved is not None:
        pen.ax.plot([row.achieved], [y], marker="|", color=FAINT, markersize=size * 1.7, zorder=2)
    pen.ax.plot(
        [need.planned],
        [y],
        marker="o",
        markersize=size,
        markerfacecolor="white",
        markeredgecolor=INK,
        markeredgewidth=pen.sheet.line * 0.6,
        zorder=3,
    )
    pen.ax.plot([need.growth], [y], marker="o", markersize=size * 0.9, color=colour, zorder=4)
    furthest = max(value for value in (need.planned, need.growth, row.achieved) if value is not None)
    pen.write(furthest, y, end, ha="left", by=(size * 0.5 + 4.0, 0.0), grade="small", colour=colour)


_SAME = 5e-6
"""Growth below which a difference is none: it would print as 0.00 points."""


def _percent(pen: Pen, rate: float) -> str:
    return pen.number(Figure(rate, "percent", 1))


def _points(pen: Pen, difference: float) -> Text:
    figure = pen.number(Figure(difference, "points", 1, signed=True))
    return Text(f"{figure}个百分点", f"{figure} points")


def _finding(pen: Pen, rows: Sequence[_Row]) -> Text:
    need = rows[0].need
    if need.more <= _SAME:
        return _WITHIN.format()
    said = {"group": need.group.label, "needed": _percent(pen, need.growth), "more": f"{100.0 * need.more:.1f}"}
    if need.years == 1:
        return pen.say(_FINDING_LAST, year=pen.terms.year_label(need.after + 1), **said)
    return pen.say(_FINDING, years=need.years, **said)


def _sentence(pen: Pen, rows: Sequence[_Row]) -> Text:
    said = (
        _SAID.format(row=row.label, needed=_percent(pen, row.need.growth), planned=_percent(pen, row.need.planned))
        for row in rows
    )
    return _SENTENCE.format(rows=Text.join(said, zh="；", en="; "))


def _table(rows: Sequence[_Row]) -> Table:
    columns = (
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="target", heading=Text("目标", "target")),
        Column(key="group", heading=Text("增长对象", "whose growth"), kind="label"),
        Column(key="achieved", heading=Text("已实现增速", "achieved"), kind="percent"),
        Column(key="planned", heading=Text("计划增速", "planned"), kind="percent"),
        Column(key="needed", heading=Text("所需增速", "needed"), kind="percent"),
        Column(key="more", heading=Text("需提高（百分点）", "more (points)"), kind="points"),
    )
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            row.target.statement.id,
            row.target.label,
            row.need.group.named,
            row.achieved,
            row.need.planned,
            row.need.growth,
            Figure(row.need.more, "points", 2, signed=True),
        )
        for row in rows
    )
    return Table(name="growth_still_needed", title=TITLE, columns=columns, rows=cells)


_NONE_LEFT = Fault(
    what=Text("进度报告", "the report"),
    rule=Text("有尚未到期、可算所需增速的目标", "have targets that are not decided and need growth"),
    got=NOTHING,
    way_out=Text("给出期满以前的报告", "give one of a day before the period is over"),
)
