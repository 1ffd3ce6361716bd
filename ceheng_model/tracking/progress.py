"""Say which indicators of the plan's measures are ahead and which are behind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ceheng_model.plan import Indicator, Plan
from ceheng_model.plan.measures import COUNTINGS
from ceheng_model.tables import Column, Figure, Table
from ceheng_model.tracking.reported_figures import Actuals, Reported, period_end, value_figure
from ceheng_model.tracking.words import HOW_INDICATORS_STAND, NO_FIGURE, NOT_REPORTED
from ceheng_model.vocabulary import NO_TEXT, Keyed, Text, Verdict
from ceheng_model.wording import WORDINGS, AtLeast, Wording

_DIGITS = re.compile(r"\d+(?:\.(\d+))?\s*([万亿%％]?)$")
_UNITS = {"": 1.0, "万": 1e4, "亿": 1e8, "%": 0.01, "％": 0.01}
NOISE = 1e-9
"""Part of a value below which a difference is floating-point noise."""


class Pace(StrEnum):
    """Say how an indicator stands."""

    REACHED = "reached"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    NOT_DUE = "not_due"
    NOT_JUDGED = "not_judged"
    MISSING = "missing"

    @property
    def label(self) -> Text:
        """The state in both languages."""
        return _PACES[self]


_PACES: Mapping[Pace, Text] = {
    Pace.REACHED: Text("已达到", "reached"),
    Pace.AHEAD: Text("超前", "ahead"),
    Pace.ON_PACE: Text("正合进度", "on pace"),
    Pace.BEHIND: Text("落后", "behind"),
    Pace.NOT_DUE: Text("未到期", "not due yet"),
    Pace.NOT_JUDGED: Text("未判定", "not judged"),
    Pace.MISSING: Text("未报告", "not reported"),
}
_COLOURS = {
    Pace.REACHED: Verdict.EXCEEDED,
    Pace.AHEAD: Verdict.MET,
    Pace.ON_PACE: Verdict.MET,
    Pace.BEHIND: Verdict.MISSED,
    Pace.NOT_DUE: Verdict.UNDECIDABLE,
    Pace.NOT_JUDGED: Verdict.NOT_JUDGED,
    Pace.MISSING: Verdict.NOT_JUDGED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Hold how one indicator stands against what could be expected by now."""

    indicator: Indicator
    pace: Pace
    figure: Reported | None
    expected: float | None
    """What the plan's figure amounts to by the end of the reported period, in the indicator's unit."""
    deadline: date
    """Last day of the year, or of the period, to which the plan's figure applies."""
    why: Text
    """Why it is not judged, or empty."""

    @property
    def difference(self) -> float | None:
        """Reported less expected; None where there is nothing to compare."""
        return None if self.figure is None or self.expected is None else self.figure.value - self.expected


def followed(plan: Plan) -> tuple[Indicator, ...]:
    """Return the indicators that are targets with a figure and are not statements on income."""
    targets = (indicator for indicator in plan.measures.indicators if indicator.role == "target")
    return tuple(target for target in targets if target.value is not None and not target.statement)


def progress(plan: Plan, actuals: Actuals) -> tuple[Progress, ...]:
    """Return how each followed indicator stands, and each other one that is reported, in the plan's order.

    - ``cumulative``: the plan's figure times the part of its period that has passed, by quarters, against
      the sum since the plan began;
    - ``yearly``: the year's figure; for a part of the year, its quarters' share of it, shares excepted;
    - ``standing``: the plan's figure itself; below it before its deadline, the indicator is not due yet.
    """
    reported: dict[str, list[Reported]] = {}
    for figure in actuals.latest.values():
        if figure.kind == "indicator":
            reported.setdefault(figure.indicator, []).append(figure)
    wanted = {indicator.id for indicator in followed(plan)}
    rows = []
    for indicator in plan.measures.indicators:
        figures = reported.get(indicator.id, [])
        if indicator.id in wanted or figures:
            last = max(figures, key=lambda figure: (figure.year, figure.quarter or 4), default=None)
            rows.append(_progress(indicator, last, plan))
    return tuple(rows)


def progress_table(rows: tuple[Progress, ...], *, all_rows: bool = False) -> Table:
    """Return one row a reported indicator, those behind first; with `all_rows`, those not reported as well."""
    order = list(Pace)
    order.insert(0, order.pop(order.index(Pace.BEHIND)))
    chosen = sorted((row for row in rows if all_rows or row.figure is not None), key=lambda row: order.index(row.pace))
    columns = (
        Column(key="indicator", heading=Text("指标编号", "indicator"), kind="label"),
        Column(key="counted", heading=Text("内容", "what is counted")),
        Column(key="target", heading=Text("目标", "target")),
        Column(key="counting", heading=Text("计法", "counted"), kind="label"),
        Column(key="period", heading=Text("报告期", "period")),
        Column(key="value", heading=Text("报告数", "reported"), kind="yuan"),
        Column(key="expected", heading=Text("应达到", "expected"), kind="yuan"),
        Column(key="deadline", heading=Text("期限", "deadline"), kind="label", shown=False),
        Column(key="difference", heading=Text("差额", "difference"), shown=False),
        Column(key="pace", heading=Text("进度", "pace"), kind="label"),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
        Column(key="why", heading=Text("说明", "why"), shown=False),
    )
    cells = tuple(
        (
            row.indicator.id,
            row.indicator.counted,
            row.indicator.figure,
            Keyed(row.indicator.counting, COUNTINGS[row.indicator.counting]),
            row.figure.period if row.figure else NO_TEXT,
            _shown(row, None if row.figure is None else row.figure.value),
            _shown(row, row.expected),
            row.deadline.isoformat(),
            row.difference,
            Keyed(row.pace, row.pace.label),
            _COLOURS[row.pace],
            row.why,
        )
        for row in chosen
    )
    title = Text("指标进度（落后的在前）", "Indicators (those behind first)")
    return Table(name="progress", title=title, columns=columns, rows=cells, notes=_notes(rows))


def _progress(indicator: Indicator, last: Reported | None, plan: Plan) -> Progress:
    deadline = _deadline(indicator, last, plan)
    expected = None if last is None else _expected(indicator, last, plan, deadline)
    pace, why = _judged(indicator, last, expected, deadline)
    return Progress(indicator=indicator, pace=pace, figure=last, expected=expected, deadline=deadline, why=why)


def _judged(indicator: Indicator, last: Reported | None, expected: float | None, deadline: date) -> tuple[Pace, Text]:
    """Return how an indicator stands, and why it is not judged where it is not."""
    if last is None:
        return Pace.MISSING, NO_TEXT
    if indicator.role != "target" or indicator.value is None:
        return Pace.NOT_JUDGED, _no_figure(indicator)
    is_reached = _holds(indicator, last.value)
    if is_reached and (indicator.better == "up" or _is_over(last, deadline)):
        return Pace.REACHED, NO_TEXT
    if expected is None:
        return Pace.NOT_JUDGED, Text("原文未写是每年还是合计", "the text does not say whether a year's number or a sum")
    if indicator.counting == "standing":
        if is_reached:
            return Pace.REACHED, NO_TEXT
        if last.published < deadline and _has_deadline(indicator):
            return Pace.NOT_DUE, NO_TEXT
    return _pace(indicator, last.value, expected), NO_TEXT


def _pace(indicator: Indicator, value: float, expected: float) -> Pace:
    """Return on which side of what could be expected by now a value lies."""
    ahead = value - expected if indicator.better == "up" else expected - value
    if abs(ahead) <= NOISE * max(abs(expected), 1.0):
        return Pace.ON_PACE
    return Pace.AHEAD if ahead > 0.0 else Pace.BEHIND


def _expected(indicator: Indicator, last: Reported, plan: Plan, deadline: date) -> float | None:
    """Return what the plan's figure amounts to by the end of a reported period; None where that is not said."""
    if indicator.value is None or indicator.counting == "unstated":
        return None
    wording = _wording(indicator)
    aim = wording.aim if wording.given else indicator.value
    if indicator.counting == "cumulative":
        first = indicator.first_year or plan.years[0]
        whole = 4 * (deadline.year - first) + (deadline.month + 2) // 3
        passed = 4 * (last.year - first) + (last.quarter or 4)
        return aim * min(max(passed, 0) / whole, 1.0)
    if indicator.counting == "yearly" and last.quarter is not None and not indicator.is_share:
        return aim * last.quarter / 4.0
    return aim


def _deadline(indicator: Indicator, last: Reported | None, plan: Plan) -> date:
    if indicator.deadline is not None:
        return indicator.deadline
    if indicator.counting == "yearly" and indicator.last_year is None and last is not None:
        return period_end(last.year, None)
    return period_end(indicator.last_year or plan.years[-1], None)


def _has_deadline(indicator: Indicator) -> bool:
    return indicator.deadline is not None or indicator.last_year is not None


def _is_over(last: Reported, deadline: date) -> bool:
    return period_end(last.year, last.quarter) >= deadline


def _holds(indicator: Indicator, value: float) -> bool:
    """Return whether a value meets the plan's words, rounded as the plan's figure is printed."""
    assert indicator.value is not None
    wording = _wording(indicator)
    # what asks for more than a figure asks for a difference above zero; relative, as noise grows with the figure
    over = (value - indicator.value) / max(abs(indicator.value), 1.0)
    return bool(wording.holds(over if wording.strict else value))


def _wording(indicator: Indicator) -> Wording:
    """Return the wording of an indicator's type; a bare figure, or all of them, is to be reached."""
    kind = WORDINGS.get(indicator.type, AtLeast)
    ends = [end for end in (indicator.value, indicator.value_high) if end is not None]
    numbers = dict(zip(kind.given, ends, strict=False))
    if kind.given:
        numbers["precision"] = _precision(indicator.printed)
    return kind.from_numbers(numbers, better="down" if indicator.better == "down" else "up")


def _precision(printed: str) -> float:
    """Return the unit of the last printed digit; 0 where the figure is a word.

    >>> _precision("14.8万"), _precision("70%"), _precision("575"), _precision("全")
    (1000.0, 0.01, 1.0, 0.0)
    """
    match = _DIGITS.search(printed)
    if match is None:
        return 0.0
    unit = _UNITS[match[2]]
    return round(float(unit / 10 ** len(match[1] or "")), 12)


def _no_figure(indicator: Indicator) -> Text:
    if indicator.value is None and indicator.against is not None:
        return NO_FIGURE.format(against=indicator.against)
    return Text("不是目标", "it is no target")


def _shown(progress: Progress, value: float | None) -> Figure | None:
    if value is None:
        return None
    return Figure(value, "percent", 1) if progress.indicator.is_share else value_figure("indicator", value)


def _notes(rows: tuple[Progress, ...]) -> tuple[Text, ...]:
    missing = sum(row.pace is Pace.MISSING for row in rows)
    if not missing:
        return (HOW_INDICATORS_STAND,)
    return (HOW_INDICATORS_STAND, NOT_REPORTED.format(count=missing))
