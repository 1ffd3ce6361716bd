"""Tie reported figures to a plan: its groups by key or name, its indicators, its years."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ceheng_model.errors import NOTHING, Fault, InputError, Remark, choice, raise_faults
from ceheng_model.names import component_names, group_names
from ceheng_model.plan import Plan
from ceheng_model.plausibility import Confirming
from ceheng_model.quantities import without_base
from ceheng_model.scenarios import Scenario
from ceheng_model.tracking.actuals import Reading, group_meant
from ceheng_model.tracking.consistency import figure_faults
from ceheng_model.tracking.deliverable_states import done_before, unknown_deliverables
from ceheng_model.tracking.doubtful_figures import PlannedFigures
from ceheng_model.tracking.reported_figures import Actuals, Reported
from ceheng_model.vocabulary import TOTAL, Template, Text


def resolved(reading: Reading, scenario: Scenario, *, confirm: bool = False) -> Actuals:
    """Return the figures with the plan's own keys; raise `InputError` for what the plan does not have.

    Figures far from what is planned for their year are refused unless they are confirmed, or all of them are by
    `confirm`; what is off by half, or looks swapped, is told in the remarks. The faults of the cells are raised
    together with those of what they say.

    Figures of another region are put on the plan's base: their levels give way to its own base-year level
    grown as theirs grew.
    """
    actuals, plan = reading.actuals, scenario.require_dossier().plan
    strange: list[Fault] = unknown_deliverables(actuals.deliverables, plan.measures.deliverables)
    for figure in reading.unread:
        _placed(figure, scenario, plan, strange)
    figures = tuple(_placed(figure, scenario, plan, strange) for figure in actuals.figures)
    labels = {group.key: group.label for group in scenario.groups}
    labels |= {indicator.id: indicator.counted for indicator in plan.measures.indicators}
    matched = replace(actuals, figures=figures, labels=labels)
    confirming: Confirming = "call" if reading.is_official else "row or call"
    planned = PlannedFigures(scenario=scenario, confirm=confirm, confirming=confirming)
    faults = [
        *reading.faults,
        *strange,
        *figure_faults(figures, scenario.terms.component_keys),
        *_falling_totals(figures, plan),
    ]
    if faults:
        raise InputError([*faults, *_refused(planned, actuals, figures, faults)])
    based = _on_base(matched, scenario) if actuals.region else matched
    doubts = list(planned.doubts(based.figures))
    raise_faults([said for said in doubts if isinstance(said, Fault)])
    early = done_before(actuals.deliverables, plan)
    return replace(based, remarks=(*based.remarks, *(said for said in doubts if isinstance(said, Remark)), *early))


def _refused(
    planned: PlannedFigures, actuals: Actuals, figures: Sequence[Reported], faults: Sequence[Fault]
) -> list[Fault]:
    """Return the faults of figures far from what is planned, beside those that are known: each cause is told once."""
    faulty = {fault.place for fault in faults}
    # what another region reports is held against the plan on its base; sums that are off may be off by a unit
    are_levels = not actuals.region and not figure_faults(figures, planned.scenario.terms.component_keys)
    judged = [
        one for one in figures if one.place and one.place not in faulty and (are_levels or one.kind == "indicator")
    ]
    return [said for said in planned.doubts(judged) if isinstance(said, Fault)]


def _placed(figure: Reported, scenario: Scenario, plan: Plan, faults: list[Fault]) -> Reported:
    years = (scenario.baseline.year, *scenario.years)
    if figure.year not in years:
        faults.append(choice(Text("年份", "the year"), figure.year, years).at(figure.place))
    if figure.kind == "indicator":
        if figure.indicator not in (known := [indicator.id for indicator in plan.measures.indicators]):
            faults.append(choice(Text("指标编号", "the indicator"), figure.indicator, known).at(figure.place))
        return replace(figure, terms=scenario.terms)
    key = group_meant(figure.group, scenario.terms)
    if key not in scenario.group_keys:
        faults.append(choice(Text("人群", "the group"), figure.group, group_names(scenario.terms)).at(figure.place))
    if key in scenario.absent_groups:
        faults.append(without_base(key, scenario).at(figure.place))
    if figure.component not in scenario.terms.items:
        what = Text("收入构成", "the component")
        faults.append(choice(what, figure.component, component_names(scenario.terms)).at(figure.place))
    return replace(figure, group=key, terms=scenario.terms)


def _falling_totals(figures: tuple[Reported, ...], plan: Plan) -> list[Fault]:
    """Return the faults of indicators that the plan adds up over its years and whose reports fall over time."""
    adding = [indicator for indicator in plan.measures.indicators if indicator.counting == "cumulative"]
    faults = []
    latest = Actuals(name="", figures=figures).latest.values()
    for indicator in adding:
        # what there was before the first year belongs to sums that do not say since when they are counted
        running = [
            figure
            for figure in latest
            if figure.indicator == indicator.id and (indicator.needs_start or figure.year in plan.years)
        ]
        running.sort(key=lambda figure: (figure.year, figure.quarter or 4))
        faults += [
            _falling(before, after, _WITH_THE_START if indicator.needs_start else after.terms.say(_SINCE_THE_START))
            for before, after in pairwise(running)
            if after.value < before.value
        ]
    return faults


def _falling(before: Reported, after: Reported, way_out: Text) -> Fault:
    return Fault(
        what=_SUM_UP_TO.format(period=after.period, indicator=after.indicator),
        rule=_NOT_BELOW.format(period=before.period, value=before.value),
        got=after.value,
        way_out=way_out,
        place=after.place,
    )


def _on_base(actuals: Actuals, scenario: Scenario) -> Actuals:
    """Return the figures of another region as the plan's own base grown as they grew; the base-year ones go."""
    base_year, base = scenario.baseline.year, scenario.baseline.levels
    incomes = [figure for figure in actuals.figures if figure.kind == "income"]
    missing: dict[str, list[str]] = {}
    factors = {}
    for group, component in dict.fromkeys((figure.group, figure.component) for figure in incomes):
        start = actuals.income(group, base_year, component=component)
        own = base[scenario.group_keys.index(group)]
        level = own.sum() if component == TOTAL else own[scenario.terms.component_keys.index(component)]
        if start is None or start.value == 0.0:
            missing.setdefault(group, []).append(component)
        else:
            factors[group, component] = float(level) / start.value
    if missing:
        raise InputError(_no_start(actuals, missing, scenario))
    moved = (
        replace(figure, value=figure.value * factors[figure.group, figure.component])
        for figure in incomes
        if figure.year != base_year or figure.quarter is not None
    )
    kept = (figure for figure in actuals.figures if figure.kind == "indicator")
    return replace(actuals, figures=(*moved, *kept))


def _no_start(actuals: Actuals, missing: Mapping[str, Sequence[str]], scenario: Scenario) -> Fault:
    """Return one fault of all incomes of the base year that another region does not give."""
    labels = {group.key: group.label for group in scenario.groups}
    words = {group: Text.join(map(scenario.terms.label, keys), zh="、", en=", ") for group, keys in missing.items()}
    listed = [_OF_GROUP.format(group=labels[group], components=words[group]) for group in missing]
    return Fault(
        what=_START.format(
            region=actuals.region,
            year=scenario.terms.year_label(scenario.baseline.year),
            incomes=Text.join(listed, zh="，", en="; "),
        ),
        rule=Text("作为起点给出", "be given to start from"),
        got=NOTHING,
        way_out=Text(
            "另一地区的数只用其增速：补上该年的数，或改用本地的数",
            "only growth is taken from another region: add the figures of that year, "
            f"or give the {scenario.terms.level.en}'s own",
        ),
        place=Text.same(actuals.name) if actuals.name else None,
    )


_SINCE_THE_START = Template(
    "累计指标填{kind}起始以来的累计数", "give the sum since the {kind} began, not the period's own number"
)
_WITH_THE_START = Text(
    "填期末累计数，含起始前已有的，不填当期数",
    "give the sum by the end of the period with what there was before, not the period's own number",
)
_START = Template("“{region}”{year}的收入（{incomes}）", "income of {region} in {year} ({incomes})")
_OF_GROUP = Template("{group}：{components}", "{group}: {components}")
_SUM_UP_TO = Template("{period} {indicator} 的累计数", "{indicator} up to {period}")
_NOT_BELOW = Template("不小于{period}的 {value:g}", "not be below {value:g}, {period}")
