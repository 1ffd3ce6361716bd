"""Carry what is known on to the end of the plan along three lines, none of which is more than a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from ceheng_model.arithmetic import Array, average_annual_growth, compound
from ceheng_model.scenarios import Scenario
from ceheng_model.scenarios.known_levels import Trend, levels_known
from ceheng_model.terms import Terms
from ceheng_model.tracking.known_years import Conditioned
from ceheng_model.tracking.words import NOTHING_OF_ITS_OWN, TREND_OF
from ceheng_model.values import Value
from ceheng_model.vocabulary import Group, Template, Text


class Line(StrEnum):
    """Name a line for the years that are left."""

    PLAN = "plan"
    TREND = "trend"
    ACHIEVED = "achieved"

    def label(self, terms: Terms) -> Text:
        """Name the line in both languages, by the plan's own kind."""
        return terms.say(_LABELS[self])

    def short(self, terms: Terms) -> Text:
        """Name the line in the head of a column."""
        return terms.say(_SHORT[self])


_LABELS: Mapping[Line, Template] = {
    Line.PLAN: Template("按{kind}增速继续", "the {kind}'s growth continued"),
    Line.TREND: Template("按公布序列的趋势", "the trend of the published series"),
    Line.ACHIEVED: Template("按已实现的增速", "the growth achieved so far"),
}
_SHORT: Mapping[Line, Template] = {
    Line.PLAN: Template("{kind}增速", "{kind}"),
    Line.TREND: Template("趋势", "trend"),
    Line.ACHIEVED: Template("已实现", "so far"),
}

QUOTED = Line.PLAN
"""The line that a report's leading sentence and the state of targets go by."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinePath(Value):
    """Hold one line: incomes as known and carried on, and the scenario that draws go round."""

    line: Line
    values: Array
    """Known years as they were, later ones on the line, ``(group, component, year)`` from the base year on."""
    scenario: Scenario
    """The line's growth in every year, that before what is known as well, on the base that is reported."""
    own: tuple[bool, ...] = ()
    """Which groups have growth of the line's own; of others it says nothing of years that are not known."""
    notes: tuple[Text, ...] = ()

    def tells(self, group: str, year: int, until: Sequence[int]) -> bool:
        """Return whether it says what a group's income is in a year; `until` is how far each group is known."""
        g = self.scenario.group_keys.index(group)
        return self.own[g] or year <= until[g]


def lines_of(conditioned: Conditioned) -> tuple[LinePath, ...]:
    """Return the lines: of each group's total, all its components alike.

    The plan's growth of the total goes on; or the average growth of the series that the group follows, up to the last
    level known; or the group's own average growth from the base year to its last known year. Of a group without a
    series, or without a known year, such a line tells nothing. A line that has nothing of its own is left out.
    """
    found = (_rates(line, conditioned) for line in Line)
    return tuple(_path(rates, conditioned) for rates in found if any(rates.own))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rates:
    line: Line
    rates: Array
    """Growth of each group's total, ``(group, year)``, without what levers add."""
    own: tuple[bool, ...]
    """Which groups have growth of the line's own."""
    notes: tuple[Text, ...] = ()


def _rates(line: Line, conditioned: Conditioned) -> _Rates:
    planned = conditioned.planned
    totals = compound(planned.baseline.levels, planned.growth).sum(axis=1)
    rates = totals[:, 1:] / totals[:, :-1] - 1.0
    if line is Line.PLAN:
        return _Rates(line=line, rates=rates, own=(True,) * len(rates))
    found, notes = _trends(conditioned) if line is Line.TREND else (_achieved(conditioned), ())
    own = tuple(rate is not None for rate in found)
    for g, rate in enumerate(found):
        if rate is not None:
            rates[g] = rate
    without = [group.label for group, has in zip(planned.groups, own, strict=True) if not has]
    if without:
        said = NOTHING_OF_ITS_OWN[line].format(line=line.label(planned.terms), groups=Text.join(without))
        notes = (*notes, said)
    return _Rates(line=line, rates=rates, own=own, notes=notes)


def _trends(conditioned: Conditioned) -> tuple[list[float | None], tuple[Text, ...]]:
    """Return the average growth of the series of each group as known, and over which years it is taken."""
    scenario = conditioned.planned
    rates: list[float | None] = []
    spans: dict[tuple[int, int], list[Text]] = {}
    for group in scenario.groups:
        trend = _trend(group, scenario)
        rates.append(None if trend is None else trend.rate)
        if trend is not None:
            spans.setdefault((trend.first_year, trend.last_year), []).append(group.label)
    notes = tuple(
        TREND_OF.format(groups=Text.join(groups), span=scenario.terms.span_label(*span))
        for span, groups in spans.items()
    )
    return rates, notes


def _trend(group: Group, scenario: Scenario) -> Trend | None:
    """Return the trend of the series that a group follows, as known; None where it follows none."""
    if group.series is None or scenario.dossier is None:
        return None
    series, key = scenario.dossier.series_of(group)
    as_of = max((year for _, _, year in series.levels), default=0) if scenario.as_of is None else scenario.as_of
    name, _, _ = group.series.partition(".")
    return Trend.of(levels_known(series, key, as_of=as_of, circumstances=scenario.dossier.circumstances, name=name))


def _achieved(conditioned: Conditioned) -> list[float | None]:
    """Return the average growth of each group from the base year to its last known year, None where none is known."""
    scenario, base_year = conditioned.scenario, conditioned.scenario.base_year
    totals = compound(scenario.baseline.levels, scenario.growth).sum(axis=1)
    return [
        None
        if until == base_year
        else float(average_annual_growth(totals[g, 0], totals[g, until - base_year], years=until - base_year))
        for g, until in enumerate(conditioned.until)
    ]


def _path(found: _Rates, conditioned: Conditioned) -> LinePath:
    scenario, based = conditioned.scenario, conditioned.based
    # where a line has no growth of its own the plan's is drawn around, and read by nothing
    label = found.line.label(scenario.terms)
    growth = np.array(scenario.growth)
    # where the plan's own growth is what is continued, known years are drawn around its components as they stand
    centre = (
        np.array(based.growth) if found.line is Line.PLAN else np.repeat(found.rates[:, np.newaxis], growth.shape[1], 1)
    )
    for g, until in enumerate(conditioned.until):
        left = slice(until - scenario.base_year, None)
        growth[g, :, left] = centre[g, :, left] = found.rates[g, left]
    return LinePath(
        line=found.line,
        values=compound(scenario.baseline.levels, growth, scenario.added),
        scenario=replace(based, growth=centre, closing=None).with_name(label, description=label),
        own=found.own,
        notes=found.notes,
    )
