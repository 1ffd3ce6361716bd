"""Show how the indicators of the plan's measures stand."""

from collections.abc import Iterator, Sequence

from ceheng_model.plan import Count, Plan, binding_cell, binding_column, force_cell, force_column
from ceheng_model.plan.measures import COUNTINGS
from ceheng_model.tables import Cell, Column, Figure, Table
from ceheng_model.tracking.progress import Pace, Progress
from ceheng_model.tracking.reported_figures import value_figure
from ceheng_model.tracking.words import (
    HOW_INDICATORS_STAND,
    IN_PARTS,
    NOT_REPORTED,
    PATH_OF,
    SHORT_BEFORE,
    STEP,
    WHY,
)
from ceheng_model.vocabulary import NO_TEXT, Keyed, Text

_SHORT = (Pace.BEHIND, Pace.MISSED)
_ORDER = (*_SHORT, *(pace for pace in Pace if pace not in _SHORT))


def progress_table(rows: Sequence[Progress], plan: Plan, *, all_rows: bool = False) -> Table:
    """Return one row a reported indicator, those behind first; with `all_rows`, those not reported as well."""
    chosen = sorted((row for row in rows if all_rows or row.figure is not None), key=lambda row: _ORDER.index(row.pace))
    years = sorted({year for row in chosen for year, _ in row.path})
    columns = (
        Column(key="indicator", heading=Text("指标编号", "indicator"), kind="label", shown=False),
        Column(key="counted", heading=Text("内容", "what is counted")),
        Column(key="target", heading=Text("目标", "target")),
        force_column(row.indicator.force for row in chosen),
        Column(key="counting", heading=Text("计法", "counted"), kind="label", shown=False),
        binding_column(row.indicator.binds for row in chosen),
        Column(key="period", heading=Text("报告期", "period")),
        Column(key="value", heading=Text("报告数", "reported"), kind="count"),
        Column(key="expected", heading=Text("应达到", "expected"), kind="count"),
        Column(key="deadline", heading=Text("期限", "deadline"), kind="label", shown=False),
        Column(key="start", heading=Text("起始数", "start"), kind="count", shown=False),
        Column(key="difference", heading=Text("差额", "difference"), shown=False),
        Column(key="pace", heading=Text("进度", "pace"), kind="label"),
        Column(key="path", heading=Text("其后路径", "path from there")),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
        Column(key="why", heading=Text("说明", "why"), shown=False),
        *(_path_column(year, plan) for year in years),
    )
    cells = tuple((*_row(row, plan), *map(dict(row.path).get, years)) for row in chosen)
    title = Text("指标进度（滞后的在前）", "Indicators (those behind first)")
    told = (*_reasons(chosen), *_short_before(chosen, plan), *_totals(chosen, plan), *_missing(rows))
    notes = (HOW_INDICATORS_STAND, *told)
    return Table(name="progress", title=title, columns=columns, rows=cells, notes=notes)


def _row(row: Progress, plan: Plan) -> tuple[Cell, ...]:
    indicator = row.indicator
    return (
        indicator.id,
        indicator.counted,
        indicator.goal,
        force_cell(indicator.force),
        Keyed(indicator.counting, COUNTINGS[indicator.counting]),
        binding_cell(indicator.binds),
        row.figure.period if row.figure else NO_TEXT,
        _shown(row, row.value),
        _shown(row, row.expected),
        row.deadline.isoformat(),
        _shown(row, row.start),
        row.difference,
        Keyed(row.pace, row.pace.label),
        _path(row, plan),
        row.pace.verdict,
        row.why,
    )


def _path_column(year: int, plan: Plan) -> Column:
    """Return the column of the number that a year of the path has, for whoever computes with it."""
    heading = PATH_OF.format(year=plan.terms.year_label(year))
    return Column(key=f"path_{year}", heading=heading, kind="ratio", shown=False)


def _path(row: Progress, plan: Plan) -> Text:
    """Return the years that are left with what each is to reach, in words."""
    steps = (
        STEP.format(year=plan.terms.year_label(year), value=row.indicator.written(_rounded(row, value)))
        for year, value in row.path
    )
    return Text.join(steps, zh="；", en="; ")


def _shown(row: Progress, value: float | None) -> Figure | None:
    if value is None:
        return None
    rounded = _rounded(row, value)
    return Figure(rounded, "percent", 1) if row.indicator.is_share else value_figure("indicator", rounded)


def _rounded(row: Progress, value: float) -> float:
    """Return a value with the digits that a reader is shown; one that was reported with all it has."""
    if row.figure is not None and value == row.figure.value:
        return value
    return round(value, 3 if row.indicator.is_share else 2)


def _reasons(rows: Sequence[Progress]) -> Iterator[Text]:
    """Yield why indicators are not judged, or at the end alone, those with one reason together."""
    by_reason: dict[Text, list[Text]] = {}
    for row in rows:
        if row.why:
            by_reason.setdefault(row.why, []).append(row.indicator.counted)
    for why, counted in by_reason.items():
        yield WHY.format(counted=Text.join(counted), why=why)


def _short_before(rows: Sequence[Progress], plan: Plan) -> Iterator[Text]:
    """Yield what was to be met every year and was not in a year before the one that is shown."""
    for row in rows:
        if row.short_before:
            years = (
                STEP.format(year=plan.terms.year_label(figure.year), value=row.indicator.written(figure.value))
                for figure in row.short_before
            )
            listed = Text.join(years, zh="、", en="; ")
            yield SHORT_BEFORE.format(counted=row.indicator.counted, goal=row.indicator.goal, years=listed)


def _totals(rows: Sequence[Progress], plan: Plan) -> Iterator[Text]:
    """Yield of each total that is shown how its parts differ from it, so that it is not taken from them."""
    shown = {row.indicator.id for row in rows}
    for total in plan.measures.totals:
        own = {indicator.id for indicator in plan.measures.indicators_of(total.id)}
        if not total.adds_up and shown & {*own, *(part.indicator for part in total.parts)}:
            yield _in_parts(total)


def _in_parts(total: Count) -> Text:
    parts = Text.join((part.place for part in total.parts), zh="、", en="; ")
    told = IN_PARTS.format(
        counted=total.label,
        total=f"{total.total.value:,.12g}",
        parts=parts,
        whole=f"{total.sum_of_parts:,.12g}",
    )
    return Text.join([told, *total.repeats()], zh="；", en="; ")


def _missing(rows: Sequence[Progress]) -> Iterator[Text]:
    missing = sum(row.pace is Pace.MISSING for row in rows)
    if missing:
        yield NOT_REPORTED.format(count=missing)
