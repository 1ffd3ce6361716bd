"""Hold targets to the end of a quarter against reported cumulative figures."""

from dataclasses import replace
from datetime import date
from math import nan

from ceheng_model.checks import CheckedStatement
from ceheng_model.quantities import ToQuarter
from ceheng_model.tracking.reported_figures import Actuals, period_end, period_text
from ceheng_model.tracking.target_outlook import State, TargetState
from ceheng_model.vocabulary import Missing, Need, Template, Text, Verdict

_NOT_OVER = Template("{day}才期满", "the end of the period, {day}")
_NOT_REPORTED = Template("{periods}的实际累计数", "the reported figure of {periods}")


def quarter_states(states: tuple[TargetState, ...], actuals: Actuals, as_of: date) -> tuple[TargetState, ...]:
    """Return how targets stand, those to the end of a quarter judged by reported figures alone."""
    return tuple(
        _state(state, quantity, actuals, as_of)
        if isinstance(quantity := state.statement.quantity, ToQuarter)
        else state
        for state in states
    )


def _state(state: TargetState, quantity: ToQuarter, actuals: Actuals, as_of: date) -> TargetState:
    def reported(year: int) -> float | None:
        figure = actuals.income(quantity.group, year, component=quantity.component, quarter=quantity.quarter)
        return None if figure is None else figure.value

    value = quantity.of_reported(reported)
    if value is None:
        missing = _missing(quantity, [year for year in quantity.read_years if reported(year) is None], as_of)
        outlook = replace(state.outlook, missing=missing, note=missing.label)
        under = dict.fromkeys(state.under, outlook)
        return replace(state, state=State.NOT_JUDGED, outlook=outlook, under=under, decided=False, needs=())
    verdict = state.statement.wording.judge(value)
    met = verdict in (Verdict.MET, Verdict.EXCEEDED)
    outlook = _judged(state.outlook, value, verdict)
    return replace(
        state,
        state=State.REACHED if met else State.MISSED,
        outlook=outlook,
        under=dict.fromkeys(state.under, outlook),
        decided=True,
        needs=(),
    )


def _judged(outlook: CheckedStatement, value: float, verdict: Verdict) -> CheckedStatement:
    wording = outlook.statement.wording
    return replace(
        outlook,
        verdict=verdict,
        value=value,
        distance_to_goal=float(wording.distance_to_goal(value)) if wording.printed_values else nan,
        missing=None,
        note=None,
    )


def _missing(quantity: ToQuarter, years: list[int], as_of: date) -> Missing:
    end = period_end(quantity.last_year, quantity.quarter)
    if end >= as_of:
        return Missing(what=_NOT_OVER.format(day=end.isoformat()), need=Need.OTHER)
    periods = Text.join(period_text(year, quantity.quarter) for year in years or quantity.read_years)
    return Missing(what=_NOT_REPORTED.format(periods=periods), need=Need.OTHER)
