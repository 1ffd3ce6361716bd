"""Say which indicators of the plan's measures are ahead and which are behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ceheng_model.plan import Indicator, Plan
from ceheng_model.tracking.indicator_paths import (
    Path,
    aimed_at,
    average_of,
    deadline_of,
    expected_by,
    holds,
    needed_on_average,
    path_to,
    start_of,
)
from ceheng_model.tracking.reported_figures import Actuals, Reported, period_end
from ceheng_model.tracking.words import NO_FIGURE, NO_START, NO_TARGET, NOT_SAID_HOW, YEARS_MISSING
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Text, Verdict

NOISE = 1e-9
"""Part of a value below which a difference is floating-point noise."""


class Pace(StrEnum):
    """Say how an indicator stands."""

    REACHED = "reached"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    MISSED = "missed"
    NOT_DUE = "not_due"
    NOT_JUDGED = "not_judged"
    MISSING = "missing"

    @property
    def label(self) -> Text:
        """The state in both languages."""
        return _PACES[self]

    @property
    def verdict(self) -> Verdict:
        """The verdict by which tables colour it."""
        return _VERDICTS[self]


_PACES: Mapping[Pace, Text] = {
    Pace.REACHED: Text("已达到", "reached"),
    Pace.AHEAD: Text("超前", "ahead"),
    Pace.ON_PACE: Text("正合进度", "on pace"),
    Pace.BEHIND: Text("滞后于序时进度", "behind"),
    Pace.MISSED: Text("未达到", "missed"),
    Pace.NOT_DUE: Text("未到期", "not due yet"),
    Pace.NOT_JUDGED: Text("未判定", "not judged"),
    Pace.MISSING: Text("未报告", "not reported"),
}
_VERDICTS = {
    Pace.REACHED: Verdict.EXCEEDED,
    Pace.AHEAD: Verdict.MET,
    Pace.ON_PACE: Verdict.MET,
    Pace.BEHIND: Verdict.MISSED,
    Pace.MISSED: Verdict.MISSED,
    Pace.NOT_DUE: Verdict.UNDECIDABLE,
    Pace.NOT_JUDGED: Verdict.NOT_JUDGED,
    Pace.MISSING: Verdict.NOT_JUDGED,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Progress(Value):
    """Hold how one indicator stands against what could be expected by now."""

    indicator: Indicator
    pace: Pace
    figure: Reported | None
    """The last figure reported for a year of the plan."""
    value: float | None = None
    """What is judged: the figure, or of growth that is meant on average the mean of the years reported."""
    expected: float | None = None
    """What is to be reached by the end of the reported period, in the indicator's unit; None where nothing is yet."""
    deadline: date
    """Last day of the year, or of the period, to which the plan's figure applies."""
    start: float | None = None
    """What there was before the first year, for a count that is added up."""
    path: Path = ()
    """The years that are left, each with the value by its end on a straight way to the plan's figure."""
    why: Text = NO_TEXT
    """Why it is not judged, or is judged at the end alone."""
    short_before: tuple[Reported, ...] = ()
    """Years before that of the figure in which what has to be met every year was not."""

    @property
    def difference(self) -> float | None:
        """Value less expected; None where there is nothing to compare."""
        return None if self.value is None or self.expected is None else self.value - self.expected


def followed(plan: Plan) -> tuple[Indicator, ...]:
    """Return the indicators that are targets with a figure.

    Those that are statements on income as well are judged by the incomes; growth that is meant on average over years
    is followed all the same, as it may be reported as such.
    """
    targets = (one for one in plan.measures.indicators if one.role == "target" and one.value is not None)
    return tuple(target for target in targets if not target.statement or target.binds == "average")


def progress(plan: Plan, actuals: Actuals) -> tuple[Progress, ...]:
    """Return how each followed indicator stands, and each other one that is reported, in the plan's order.

    - ``each_year``: the plan's figure itself, in every year; of what is added up within the year its quarters' part;
    - ``pro_rata``: the part of the plan's figure that belongs to the time passed, by quarters and in whole units,
      from what there was at the start; where the words do not say since when, and no start is reported, at the end;
    - ``at_end``: the plan's figure at the end of the period; before that, it is not due and the path to it is shown;
    - ``average``: the mean growth of the years, at the end of the period.
    """
    reported: dict[str, list[Reported]] = {}
    for figure in actuals.latest.values():
        if figure.kind == "indicator":
            reported.setdefault(figure.indicator, []).append(figure)
    wanted = {indicator.id for indicator in followed(plan)}
    return tuple(
        _progress(indicator, reported.get(indicator.id, []), plan)
        for indicator in plan.measures.indicators
        if indicator.id in wanted or indicator.id in reported
    )


def _progress(indicator: Indicator, figures: Sequence[Reported], plan: Plan) -> Progress:
    within = [figure for figure in figures if figure.year in plan.years]
    last = max(within, key=lambda figure: (figure.year, figure.quarter or 4), default=None)
    deadline = deadline_of(indicator, last, plan)
    if last is None:
        return Progress(indicator=indicator, pace=Pace.MISSING, figure=None, deadline=deadline)
    if indicator.role != "target" or indicator.value is None:
        why = _no_figure(indicator)
        return Progress(
            indicator=indicator, pace=Pace.NOT_JUDGED, figure=last, value=last.value, deadline=deadline, why=why
        )
    if indicator.binds == "average":
        return _on_average(indicator, within, last, plan, deadline)
    start = start_of(indicator, figures, plan)
    pace, expected, why = _judged(indicator, last, start, plan, deadline)
    is_open = pace in (Pace.NOT_DUE, Pace.BEHIND, Pace.ON_PACE, Pace.AHEAD) and indicator.binds != "each_year"
    return Progress(
        indicator=indicator,
        pace=pace,
        figure=last,
        value=last.value,
        expected=expected,
        deadline=deadline,
        start=start,
        path=path_to(indicator, last, deadline) if is_open else (),
        why=why,
        short_before=_short_before(indicator, within, last),
    )


def _short_before(indicator: Indicator, figures: Sequence[Reported], last: Reported) -> tuple[Reported, ...]:
    """Return the years over before that of the last figure in which what has to be met every year was not."""
    if indicator.binds != "each_year":
        return ()
    over = (one for one in figures if one.quarter in (None, 4) and one.year < last.year)
    latest = {one.year: one for one in sorted(over, key=lambda one: one.quarter is None)}
    return tuple(one for _, one in sorted(latest.items()) if not holds(indicator, one.value))


def _judged(
    indicator: Indicator, last: Reported, start: float | None, plan: Plan, deadline: date
) -> tuple[Pace, float | None, Text]:
    """Return how an indicator stands, what could be expected of it, and why it is not judged where it is not."""
    is_over = period_end(last.year, last.quarter) >= deadline
    is_reached = holds(indicator, last.value)
    expected = expected_by(indicator, last, plan, deadline, start)
    # what is to stay below a sum is safe when the sum is complete, and not before
    if is_reached and (indicator.better == "up" or is_over or indicator.counting == "standing"):
        return Pace.REACHED, expected, NO_TEXT
    if indicator.binds is None:
        return Pace.NOT_JUDGED, None, NOT_SAID_HOW
    if is_over:
        return Pace.MISSED, aimed_at(indicator), NO_TEXT
    if expected is None:
        why = NO_START.format(year=plan.terms.year_label(plan.base_year)) if indicator.needs_start else NO_TEXT
        return Pace.NOT_DUE, None, why
    if last.value == expected == (start or 0.0):
        # the first whole unit falls due later
        return Pace.NOT_DUE, expected, NO_TEXT
    return _pace(indicator, last.value, expected), expected, NO_TEXT


def _on_average(
    indicator: Indicator, figures: Sequence[Reported], last: Reported, plan: Plan, deadline: date
) -> Progress:
    """Return how growth stands that is meant on average over the years up to the deadline."""
    growth = {figure.year: figure.value for figure in figures if figure.quarter is None}
    years = range(indicator.first_year or plan.years[0], deadline.year + 1)
    absent = [year for year in years if year not in growth]
    mean = average_of([growth[year] for year in years if year in growth])
    pace, why, path = Pace.NOT_DUE, NO_TEXT, needed_on_average(indicator, growth, years)
    if not absent and mean is not None:
        pace, path = Pace.REACHED if holds(indicator, mean) else Pace.MISSED, ()
    elif deadline.year not in absent:
        # the last year is known, so that nothing is left to come: a gap before it leaves the mean open
        pace, path = Pace.NOT_JUDGED, ()
        why = YEARS_MISSING.format(years=plan.terms.year_label(Text.join(map(Text.same, absent))))
    return Progress(
        indicator=indicator,
        pace=pace,
        figure=last,
        value=last.value if mean is None else mean,
        expected=aimed_at(indicator) if not absent else None,
        deadline=deadline,
        path=path,
        why=why,
    )


def _pace(indicator: Indicator, value: float, expected: float) -> Pace:
    """Return on which side of what could be expected by now a value lies."""
    ahead = value - expected if indicator.better == "up" else expected - value
    if abs(ahead) <= NOISE * max(abs(expected), 1.0):
        return Pace.ON_PACE
    return Pace.AHEAD if ahead > 0.0 else Pace.BEHIND


def _no_figure(indicator: Indicator) -> Text:
    if indicator.value is None and indicator.against is not None:
        return NO_FIGURE.format(against=indicator.against)
    return NO_TARGET
