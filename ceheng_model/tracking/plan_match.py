"""Tie reported figures to a plan: its groups by key or name, its indicators, its years."""

from dataclasses import replace
from itertools import pairwise

from ceheng_model.errors import Fault, choice, raise_faults
from ceheng_model.plan import Plan
from ceheng_model.scenarios import Scenario
from ceheng_model.tracking.consistency import figure_faults
from ceheng_model.tracking.reported_figures import Actuals, Reported
from ceheng_model.vocabulary import COMPONENTS, TOTAL, Text


def resolved(actuals: Actuals, scenario: Scenario) -> Actuals:
    """Return the figures with the plan's own keys; raise `InputError` for what the plan does not have.

    Figures of another region are put on the plan's base: their levels give way to its own base-year level
    grown as theirs grew.
    """
    plan = scenario.require_dossier().plan
    faults: list[Fault] = []
    figures = tuple(_placed(one, scenario, plan, faults) for one in actuals.figures)
    raise_faults([*faults, *figure_faults(figures)])
    labels = {group.key: group.label for group in scenario.groups}
    labels |= {one.id: one.counted for one in plan.measures.indicators}
    raise_faults(_falling_totals(figures, plan))
    made = replace(actuals, figures=figures, labels=labels)
    return _on_base(made, scenario) if actuals.region else made


def _placed(one: Reported, scenario: Scenario, plan: Plan, faults: list[Fault]) -> Reported:
    years = (scenario.baseline.year, *scenario.years)
    if one.year not in years:
        faults.append(choice(Text("年份", "the year"), one.year, years).at(one.place))
    if one.kind == "indicator":
        if one.indicator not in (known := [indicator.id for indicator in plan.measures.indicators]):
            faults.append(choice(Text("指标编号", "the indicator"), one.indicator, known).at(one.place))
        return one
    names = {name: group.key for group in scenario.groups for name in (group.key, *group.label)}
    if one.group not in names:
        faults.append(choice(Text("人群", "the group"), one.group, scenario.group_keys).at(one.place))
    return replace(one, group=names.get(one.group, one.group))


def _falling_totals(figures: tuple[Reported, ...], plan: Plan) -> list[Fault]:
    """Return the faults of indicators that the plan adds up over its years and whose reports fall over time."""
    adding = {one.id for one in plan.measures.indicators if one.counting == "cumulative"}
    faults = []
    latest = Actuals(name="", figures=figures).latest.values()
    for id in adding & {one.indicator for one in latest}:
        running = sorted((one for one in latest if one.indicator == id), key=lambda one: (one.year, one.quarter or 4))
        for before, one in pairwise(running):
            if one.value < before.value:
                rule = Text(
                    f"不小于{before.period.zh}的 {before.value:g}", f"not be below {before.value:g}, {before.period.en}"
                )
                way_out = Text(
                    "累计指标填方案起始以来的累计数", "give the sum since the plan began, not the period's own number"
                )
                what = Text(f"{one.period.zh} {id} 的累计数", f"{id} up to {one.period.en}")
                faults.append(Fault(what=what, rule=rule, got=one.value, way_out=way_out, place=one.place))
    return faults


def _on_base(actuals: Actuals, scenario: Scenario) -> Actuals:
    """Return the figures of another region as the plan's own base grown as they grew; the base-year ones go."""
    base_year, base = scenario.baseline.year, scenario.baseline.levels
    incomes = [one for one in actuals.figures if one.kind == "income"]
    faults, factors = [], {}
    for group, component in dict.fromkeys((one.group, one.component) for one in incomes):
        start = actuals.income(group, base_year, component=component)
        own = base[scenario.group_keys.index(group)]
        level = own.sum() if component == TOTAL else own[COMPONENTS.index(component)]
        if start is None or start.value == 0.0:
            what = Text(f"{actuals.region} {base_year}年 {group} {component}", f"{group} {component} {base_year}")
            rule = Text("作为起点给出", f"be given for {actuals.region}")
            way_out = Text("另一地区的数只用其增速，须有基年数", "only growth is taken from another region")
            faults.append(Fault(what=what, rule=rule, got="", way_out=way_out))
        else:
            factors[group, component] = float(level) / start.value
    raise_faults(faults)
    moved = (
        replace(one, value=one.value * factors[one.group, one.component])
        for one in incomes
        if one.year != base_year or one.quarter is not None
    )
    kept = (one for one in actuals.figures if one.kind == "indicator")
    return replace(actuals, figures=(*moved, *kept))
