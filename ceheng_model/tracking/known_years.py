"""Put what is known in place of what was planned: base year, growth of known years."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline, SourcedValue
from ceheng_model.baselines.baseline import ACTUALS
from ceheng_model.ensemble import Known
from ceheng_model.errors import Fault, raise_faults
from ceheng_model.scenarios import Scenario
from ceheng_model.terms import Terms
from ceheng_model.tracking.consistency import TOTAL_OF
from ceheng_model.tracking.reported_figures import Actuals, Reported
from ceheng_model.tracking.words import KNOWN_DESCRIPTION, KNOWN_TITLE, PARTLY_KNOWN
from ceheng_model.values import Value
from ceheng_model.vocabulary import Group, Template, Text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Conditioned(Value):
    """Hold the plan's scenario with the years that are known in place of the planned ones."""

    planned: Scenario
    based: Scenario
    """The same on the base-year incomes that are reported."""
    scenario: Scenario
    """The same with the growth of known years as it was."""
    until: tuple[int, ...]
    """Up to which year each group's annual total is known; the base year where none is."""
    known: Known
    """Every income that is known after the base year."""
    notes: tuple[Text, ...]


def condition(planned: Scenario, actuals: Actuals) -> Conditioned:
    """Return the scenario in which known years are what happened and later ones grow as planned.

    A known total whose components are not all known is met by one factor on those that are not; known
    components are scaled to their total where rounding parts them. A year that is not known between two
    that are is bridged at constant growth. Draws need none of this: they take what is `known`. Raises
    `InputError` where known components leave nothing for the others, and for growth from or to zero.
    """
    notes: list[Text] = []
    faults: list[Fault] = []
    based = _based(planned, actuals, notes, faults)
    raise_faults(faults)
    scenario, until = based, []
    for g in range(len(planned.groups)):
        scenario, last = _group_known(scenario, g, actuals, notes, faults)
        until.append(last)
    raise_faults(faults)
    if scenario is not planned:
        title = planned.title
        description = KNOWN_DESCRIPTION.format(title=title.in_quotes())
        scenario = scenario.with_name(KNOWN_TITLE.format(title=title), description=description)
    return Conditioned(
        planned=planned,
        based=based,
        scenario=scenario,
        until=tuple(until),
        known=_known(based, actuals),
        notes=tuple(notes),
    )


def _based(planned: Scenario, actuals: Actuals, notes: list[Text], faults: list[Fault]) -> Scenario:
    """Return the scenario on the base-year incomes that are reported, its growth unchanged."""
    baseline, year, terms = planned.baseline, planned.baseline.year, planned.terms
    levels, own_split, sources = np.array(baseline.levels), [], list(baseline.sources)
    splits = list(baseline.share_sources)
    for g, group in enumerate(baseline.groups):
        parts = _parts(actuals, group.key, year, terms)
        total = actuals.income(group.key, year)
        own_split.append(len(parts) == len(baseline.terms.components))
        if total is None and not own_split[-1]:
            notes += _notes(group.label, {"some": [year]} if parts else {}, planned.terms)
            continue
        levels[g] = _split(total, parts, levels[g], faults)
        if total is not None:
            sources[g] = _sourced(total, baseline, g)
        if own_split[-1]:
            splits[g] = _sourced(next(iter(parts.values())), baseline, g)
    if np.array_equal(levels, baseline.levels):
        return planned
    changed = replace(
        baseline,
        levels=levels,
        sources=tuple(sources),
        share_sources=tuple(splits),
        by_case=~np.array(own_split),
        given_cases=(ACTUALS,) * len(baseline.groups),
    )
    return replace(planned, baseline=changed)


def _known(based: Scenario, actuals: Actuals) -> Known:
    """Return what is reported of the years after the base year; components known in full are scaled to their total."""
    nothing = Known.nothing(based)
    totals, levels = np.array(nothing.totals), np.array(nothing.levels)
    for g, group in enumerate(based.groups):
        for t, year in enumerate(based.years):
            total, parts = actuals.income(group.key, year), _parts(actuals, group.key, year, based.terms)
            for c, figure in parts.items():
                levels[g, c, t] = figure.value
            if total is not None:
                totals[g, t] = total.value
                if len(parts) == levels.shape[1]:
                    levels[g, :, t] *= total.value / levels[g, :, t].sum()
    return Known(totals=totals, levels=levels)


def _sourced(figure: Reported, baseline: Baseline, g: int) -> SourcedValue:
    concept = baseline.groups[g].concept
    return SourcedValue(value=figure.value, concept=concept, status="published", source=figure.source, note=figure.note)


def _group_known(
    scenario: Scenario, g: int, actuals: Actuals, notes: list[Text], faults: list[Fault]
) -> tuple[Scenario, int]:
    """Return the scenario with a group's known years, and the last of them."""
    group, base_year, terms = scenario.groups[g], scenario.baseline.year, scenario.terms
    added = np.zeros(scenario.growth.shape) if scenario.added is None else scenario.added
    level, last, planned = scenario.baseline.levels[g], base_year, np.array(scenario.growth[g])
    partly: dict[str, list[int]] = {"totals": [], "some": [], "gaps": []}
    for t, year in enumerate(scenario.years):
        parts, total = _parts(actuals, group.key, year, terms), actuals.income(group.key, year)
        if total is None and len(parts) < len(terms.components):
            partly["some"] += [year] if parts else []
            continue
        span = slice(last - base_year, t + 1)
        expected = level * np.prod(1.0 + planned[:, span], axis=1) + added[g, :, t]
        reached = _split(total, parts, expected, faults) - added[g, :, t]
        # of income that is one component the total says all
        partly["totals"] += [year] if terms.has_parts and len(parts) < len(terms.components) else []
        partly["gaps"] += list(range(last + 1, year))
        faults += _growth_faults(
            level, reached, (group, scenario.terms), scenario.terms.year_label(year), _places(total, parts)
        )
        if faults:
            continue
        rates = np.power(reached / level, 1.0 / (year - last)) - 1.0
        for c, rate in enumerate(rates):
            scenario = _with_rate(
                scenario, group.key, terms.component_keys[c], float(rate), tuple(range(last + 1, year + 1))
            )
        level, last = reached, year
    notes += _notes(group.label, partly, scenario.terms)
    return scenario, last


def _with_rate(scenario: Scenario, group: str, component: str, rate: float, years: tuple[int, ...]) -> Scenario:
    if rate < 1.0:
        return scenario.with_growth(group, component, rate, years=years)
    # a rate of 100 % and more is refused as a slip of per cent; here it is what happened
    return scenario.with_growth(group, component, 0.5, years=years).with_growth(
        group, component, rate / 0.5, years=years, how="multiply"
    )


def _parts(actuals: Actuals, group: str, year: int, terms: Terms) -> dict[int, Reported]:
    """Return the known components of an annual income by their position."""
    figures = {c: actuals.income(group, year, component=component) for c, component in enumerate(terms.component_keys)}
    return {c: figure for c, figure in figures.items() if figure is not None}


def _split(total: Reported | None, parts: Mapping[int, Reported], expected: Array, faults: list[Fault]) -> Array:
    """Return components that add up to the total: known ones as they are, the others by one factor."""
    values = {c: figure.value for c, figure in parts.items()}
    if len(values) == len(expected):
        known = np.array([values[c] for c in range(len(expected))])
        return known if total is None else known * (total.value / known.sum())
    assert total is not None
    levels = expected.copy()
    left = [c for c in range(len(expected)) if c not in values]
    rest = total.value - sum(values.values())
    if rest <= 0.0 or expected[left].sum() <= 0.0:
        faults.append(_no_rest(total, rest))
        return levels
    for c, value in values.items():
        levels[c] = value
    levels[left] *= rest / expected[left].sum()
    return levels


def _places(total: Reported | None, parts: Mapping[int, Reported]) -> dict[int, Text]:
    """Return where each known component stands, and under -1 where a component stands that was taken from the total."""
    return {c: figure.place for c, figure in parts.items()} | ({} if total is None else {-1: total.place})


def _growth_faults(
    before: Array, after: Array, of: tuple[Group, Terms], year: Text, places: Mapping[int, Text]
) -> list[Fault]:
    group, terms = of
    return [
        Fault(
            what=_AND_BEFORE.format(year=year, group=group.label, component=terms.components[c].label),
            rule=Text("大于零（扣除措施所加的数）", "be above zero, less what levers add"),
            got=_FROM_TO.format(before=before[c], after=after[c]),
            way_out=Text("由零增长没有增速；只给合计即可", "there is no growth from or to zero; give the total alone"),
            place=places.get(int(c), places.get(-1)) or None,
        )
        # a net income below zero may grow in size, but no rate leads through zero
        for c in np.flatnonzero(before * after <= 0.0)
    ]


def _no_rest(total: Reported, rest: float) -> Fault:
    return Fault(
        what=TOTAL_OF.format(period=total.period, group=total.group),
        rule=Text("大于已知构成之和", "be above the components that are known"),
        got=_LEFT.format(rest=rest),
        way_out=Text("核对合计与构成", "check the total and the components"),
        place=total.place,
    )


def _notes(label: Text, partly: Mapping[str, list[int]], terms: Terms) -> list[Text]:
    return [
        PARTLY_KNOWN[name].format(group=label, years=Text.join(terms.year_label(year) for year in years))
        for name, years in partly.items()
        if years
    ]


_AND_BEFORE = Template("{year}{group}{component}及其前值", "{group}, {component}, {year} and before")
_FROM_TO = Template("{before:g} → {after:g}", "{before:g} to {after:g}")
_LEFT = Template("余 {rest:g}", "{rest:g} left")
