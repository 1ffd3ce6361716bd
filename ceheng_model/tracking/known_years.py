"""Put what is known in place of what was planned: base year, growth of known years, the shock carried on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline, SourcedValue
from ceheng_model.ensemble import Known
from ceheng_model.errors import Fault, raise_faults
from ceheng_model.projection import project
from ceheng_model.scenarios import Scenario
from ceheng_model.tracking.reported_figures import Actuals, Reported
from ceheng_model.vocabulary import COMPONENTS, LABELS, Template, Text

ACTUALS = "actuals"
"""Name of a split into components that was reported."""
_NAME = Template("{title}（已知年份为实际数）", "{title} (known years as they were)")
_DESCRIPTION = Template(
    "已知年份为实际数，其余按“{title}”情景", "known years as they were, the others as in the scenario “{title}”"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Conditioned:
    """Hold the plan's scenario with the years that are known in place of the planned ones."""

    planned: Scenario
    scenario: Scenario
    until: tuple[int, ...]
    """Up to which year each group's annual total is known; the base year where none is."""
    notes: tuple[Text, ...]

    def known(self, until: int) -> Known | None:
        """Return what a forecast that begins after a year takes as known: nothing is drawn up to then.

        The shock is growth in that year less planned growth; zero for groups that are not known so far.
        """
        base_year = self.scenario.baseline.year
        if until == base_year:
            return None
        t = until - base_year - 1
        return Known(until=until, shock=self.scenario.growth[:, :, t] - self.planned.growth[:, :, t])


def condition(planned: Scenario, actuals: Actuals) -> Conditioned:
    """Return the scenario in which known years are what happened and later ones grow as planned.

    A known total whose components are not all known is met by one factor on those that are not; known
    components are scaled to their total where rounding parts them. A year that is not known between two
    that are is bridged at constant growth. Raises `InputError` where known components leave nothing for the
    others, and for growth from or to zero.
    """
    notes: list[Text] = []
    faults: list[Fault] = []
    based = _based(planned, actuals, notes, faults)
    raise_faults(faults)
    made, until = based, []
    for g in range(len(planned.groups)):
        made, last = _group_known(made, g, actuals, notes, faults)
        until.append(last)
    raise_faults(faults)
    if made is not planned:
        title = planned.title
        made = made.with_name(_NAME.format(title=title), description=_DESCRIPTION.format(title=title.in_quotes()))
    return Conditioned(planned=planned, scenario=made, until=tuple(until), notes=tuple(notes))


def known_levels(conditioned: Conditioned) -> Array:
    """Return the levels with what is known, years after it grown as the plan's totals; ``(group, component, year)``.

    A group's components all grow at the planned rate of its total after its last known year, so that the
    total does, whatever has become of its composition.
    """
    levels = np.array(project(conditioned.scenario).values)
    totals = project(conditioned.planned).values.sum(axis=1)
    base_year = conditioned.scenario.baseline.year
    for g, until in enumerate(conditioned.until):
        t = until - base_year
        growth = totals[g, t + 1 :] / totals[g, t]
        levels[g, :, t + 1 :] = levels[g, :, t, np.newaxis] * growth
    return levels


def _based(planned: Scenario, actuals: Actuals, notes: list[Text], faults: list[Fault]) -> Scenario:
    """Return the scenario on the base-year incomes that are reported, its growth unchanged."""
    baseline, year = planned.baseline, planned.baseline.year
    levels, own_split, sources = np.array(baseline.levels), [], list(baseline.sources)
    splits = list(baseline.share_sources)
    for g, group in enumerate(baseline.groups):
        parts = _parts(actuals, group.key, year)
        total = actuals.income(group.key, year)
        own_split.append(len(parts) == len(COMPONENTS))
        if total is None and not own_split[-1]:
            notes += _notes(group.label, {"some": [year]} if parts else {})
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


def _sourced(one: Reported, baseline: Baseline, g: int) -> SourcedValue:
    concept = baseline.groups[g].concept
    return SourcedValue(value=one.value, concept=concept, status="published", source=one.source, note=one.note)


def _group_known(
    made: Scenario, g: int, actuals: Actuals, notes: list[Text], faults: list[Fault]
) -> tuple[Scenario, int]:
    """Return the scenario with a group's known years, and the last of them."""
    group, base_year = made.groups[g], made.baseline.year
    added = np.zeros(made.growth.shape) if made.added is None else made.added
    level, last, planned = made.baseline.levels[g], base_year, np.array(made.growth[g])
    partly: dict[str, list[int]] = {"totals": [], "some": [], "gaps": []}
    for t, year in enumerate(made.years):
        parts, total = _parts(actuals, group.key, year), actuals.income(group.key, year)
        if total is None and len(parts) < len(COMPONENTS):
            partly["some"] += [year] if parts else []
            continue
        span = slice(last - base_year, t + 1)
        expected = level * np.prod(1.0 + planned[:, span], axis=1) + added[g, :, t]
        reached = _split(total, parts, expected, faults) - added[g, :, t]
        partly["totals"] += [year] if len(parts) < len(COMPONENTS) else []
        partly["gaps"] += list(range(last + 1, year))
        faults += _growth_faults(level, reached, group.label, year)
        if faults:
            continue
        rates = np.power(reached / level, 1.0 / (year - last)) - 1.0
        for c, rate in enumerate(rates):
            made = _with_rate(made, group.key, COMPONENTS[c], float(rate), tuple(range(last + 1, year + 1)))
        level, last = reached, year
    notes += _notes(group.label, partly)
    return made, last


def _with_rate(made: Scenario, group: str, component: str, rate: float, years: tuple[int, ...]) -> Scenario:
    if rate < 1.0:
        return made.with_growth(group, component, rate, years=years)
    # a rate of 100 % and more is refused as a slip of per cent; here it is what happened
    return made.with_growth(group, component, 0.5, years=years).with_growth(
        group, component, rate / 0.5, years=years, how="multiply"
    )


def _parts(actuals: Actuals, group: str, year: int) -> dict[int, Reported]:
    """Return the known components of an annual income by their position."""
    found = {c: actuals.income(group, year, component=component) for c, component in enumerate(COMPONENTS)}
    return {c: one for c, one in found.items() if one is not None}


def _split(total: Reported | None, parts: Mapping[int, Reported], expected: Array, faults: list[Fault]) -> Array:
    """Return four components that add up to the total: known ones as they are, the others by one factor."""
    values = {c: one.value for c, one in parts.items()}
    if len(values) == len(COMPONENTS):
        known = np.array([values[c] for c in range(len(COMPONENTS))])
        return known if total is None else known * (total.value / known.sum())
    assert total is not None
    levels = expected.copy()
    left = [c for c in range(len(COMPONENTS)) if c not in values]
    rest = total.value - sum(values.values())
    if rest <= 0.0 or expected[left].sum() <= 0.0:
        faults.append(_no_rest(total, rest))
        return levels
    for c, value in values.items():
        levels[c] = value
    levels[left] *= rest / expected[left].sum()
    return levels


def _growth_faults(before: Array, after: Array, label: Text, year: int) -> list[Fault]:
    faults = []
    for c in np.flatnonzero((before <= 0.0) | (after <= 0.0)):
        part = LABELS[COMPONENTS[c]]
        what = Text(f"{year}年{label.zh}{part.zh}及其前值", f"{label.en}, {part.en}, {year} and before")
        rule = Text("大于零（扣除措施所加的数）", "be above zero, less what levers add")
        way_out = Text("由零增长没有增速；只给合计即可", "there is no growth from or to zero; give the total alone")
        got = Text(f"{before[c]:g} → {after[c]:g}", f"{before[c]:g} to {after[c]:g}")
        faults.append(Fault(what=what, rule=rule, got=got, way_out=way_out))
    return faults


def _no_rest(total: Reported, rest: float) -> Fault:
    return Fault(
        what=Text(f"{total.period.zh} {total.group} 合计", f"the total of {total.group} {total.period.en}"),
        rule=Text("大于已知构成之和", "be above the components that are known"),
        got=Text(f"余 {rest:g}", f"{rest:g} left"),
        way_out=Text("核对合计与构成", "check the total and the components"),
        place=total.place,
    )


def _notes(label: Text, partly: Mapping[str, list[int]]) -> list[Text]:
    told = {
        "totals": Text(
            "构成未全部公布，未知的构成按计划增速乘同一系数，使合计等于公布数",
            "not all components are "
            "known: the others grow as planned times one factor, so that the published total is met",
        ),
        "some": Text(
            "只有部分构成、没有合计，不作为已知年份", "some components without a total: the year is not taken as known"
        ),
        "gaps": Text(
            "未公布，在前后已知年份之间按不变增速连接，不计距离",
            "not reported: bridged at constant growth between the years that are known, and no distance is given",
        ),
    }
    return [
        Text(
            f"{label.zh}{'、'.join(f'{year}年' for year in years)}：{told[name].zh}",
            f"{label.en} {', '.join(map(str, years))}: {told[name].en}",
        )
        for name, years in partly.items()
        if years
    ]
