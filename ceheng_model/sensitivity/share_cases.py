"""Say how much the assumed split of the base into components matters to every headline result."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ceheng_model.checks import check
from ceheng_model.doors import door
from ceheng_model.errors import InputError
from ceheng_model.projection import Projection, project
from ceheng_model.quantities import AverageAnnualGrowth, Income, Quantity, UrbanRuralRatio
from ceheng_model.scenarios import Scenario
from ceheng_model.sensitivity.share_case_table import CaseResult, ShareCaseEffects, Shares
from ceheng_model.vocabulary import Force, Template, Text, Verdict

_OPEN_RATE = Template("{year}{group}未定构成的增速", "{group}: rate of open components {year}")


@door
def share_case_effects(scenario: Scenario) -> ShareCaseEffects:
    """Return how much the assumed split of the base into components matters to every headline result.

    Projects the scenario under every combination of share cases: totals of the last year, average
    annual growth, the urban-rural ratio, every headline statement that can be judged with its verdict,
    and the rate left for the open components. Combinations that cannot be projected are told apart.
    Raises `InputError` for a scenario without a plan and for many alternatives at once.

    >>> from ceheng_model.scenarios import scenario
    >>> effects = share_case_effects(scenario("plan"))
    >>> effects["ratio_2024"].matters, effects["rural.2022.open_rate"].matters
    (False, True)
    """
    scenario.require_single()
    dossier, plan = scenario.require_dossier(), scenario.require_dossier().plan
    cases: list[Shares] = []
    by_case: list[dict[str, _Result]] = []
    impossible: list[tuple[Shares, Text]] = []
    for shares in dossier.baselines.share_choices(plan.region, plan.group_keys, plan.base_year):
        try:
            other = project(scenario.with_shares(shares))
        except InputError as error:
            impossible.append((shares, error.reason))
            continue
        cases.append(shares)
        by_case.append(_results(other))
    results = [_over_cases(name, as_is, by_case) for name, as_is in _results(project(scenario)).items()]
    results.sort(key=lambda result: (not result.verdict_changes, -result.effect))
    return ShareCaseEffects(scenario=scenario, cases=tuple(cases), results=tuple(results), impossible=tuple(impossible))


@dataclass(frozen=True, slots=True)
class _Result:
    label: Text
    quantity: Quantity | None
    value: float
    verdict: Verdict | None = None
    force: Force | None = None


def _results(projection: Projection) -> dict[str, _Result]:
    """Return the headline results of one projection: the judged statements, then what none of them speaks of."""
    scenario = projection.scenario
    results = {
        checked.statement.id: _Result(
            checked.label, checked.statement.quantity, checked.value, checked.verdict, checked.statement.firmest
        )
        for checked in check(projection, share_cases=False).checked
        if checked.statement.headline and checked.verdict is not Verdict.NOT_JUDGED
    }
    spoken = {result.quantity.identity for result in results.values() if result.quantity}
    for name, quantity in _quantities(projection):
        if quantity.identity not in spoken:
            value = float(quantity.ratio(scenario).quantity(projection.values))
            results[name] = _Result(quantity.label(scenario.terms), quantity, value)
    return results | dict(_open_rates(scenario))


def _quantities(projection: Projection) -> Iterator[tuple[str, Quantity]]:
    first, last = projection.years[1], projection.scenario.headline_year
    absent = projection.scenario.absent_groups
    for key in projection.scenario.group_keys:
        if key in absent:
            continue
        yield f"{key}.{last}", Income(group=key, first_year=last, last_year=last)
        yield f"{key}.average_growth", AverageAnnualGrowth(group=key, first_year=first, last_year=last)
    if projection.has_ratio and not absent & set(projection.scenario.terms.compared.keys):
        yield "ratio", UrbanRuralRatio(first_year=last, last_year=last)


def _open_rates(scenario: Scenario) -> Iterator[tuple[str, _Result]]:
    closing, plan = scenario.closing, scenario.require_dossier().plan
    if closing is None:
        return
    # where the table states no component, all grow as the total
    told = ~np.isnan(closing.rates) & ~plan.not_stated().all(axis=1)
    # a shorter horizon keeps how the whole table was closed
    for g, t in np.argwhere(told[:, : len(scenario.years)]):
        group, year = scenario.groups[g], scenario.years[t]
        label = _OPEN_RATE.format(year=scenario.terms.year_label(year), group=group.label)
        yield f"{group.key}.{year}.open_rate", _Result(label, None, float(closing.rates[g, t]))


def _over_cases(name: str, as_is: _Result, by_case: list[dict[str, _Result]]) -> CaseResult:
    values = np.array([results[name].value for results in by_case])
    verdicts = [results[name].verdict for results in by_case]
    return CaseResult(
        name=name,
        label=as_is.label,
        quantity=as_is.quantity,
        assumed=as_is.value,
        values=values,
        verdict=as_is.verdict,
        verdicts=tuple(verdict for verdict in verdicts if verdict is not None),
        force=as_is.force,
    )
