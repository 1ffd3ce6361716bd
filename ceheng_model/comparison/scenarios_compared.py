"""Compare scenarios: project and check each of them, and draw them under the same shocks where that is asked for."""

from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial
from typing import TypedDict

from ceheng_model.checks import check
from ceheng_model.comparison.assumptions_apart import differing_assumptions
from ceheng_model.comparison.scenario_comparison import DrawnTogether, ScenarioComparison
from ceheng_model.doors import door
from ceheng_model.ensemble import DRAWS, QUANTILES, Method, Seed, compare, simulate
from ceheng_model.ensemble.random_streams import entropy_of
from ceheng_model.ensemble.settings import chosen_uncertainty
from ceheng_model.errors import NOTHING, Fault, InputError, Remark, raise_faults
from ceheng_model.projection import project
from ceheng_model.scenarios import Scenario, ScenarioTable
from ceheng_model.scenarios.words import named
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import Text

_SCENARIOS = Text("比较的情景", "the scenarios to compare")
_TWO = Text("至少两个", "be two or more")
_NAME_ANOTHER = Text("再给出一个，例如随附的 plan", "name another, such as the shipped plan")
_SAME_PLAN = Text("与第一个情景属于同一方案", "be of the same plan as the first scenario")
_SAME_CELLS = Text(
    "与第一个情景的人群、收入构成和基年相同", "have the groups, components and base year of the first scenario"
)
_ONE_PLAN = Text("分别比较各方案的情景", "compare the scenarios of each plan by themselves")


@door
def compare_scenarios(
    *scenarios: Scenario | ScenarioTable,
    probabilities: bool = False,
    draws: int = DRAWS,
    method: Method | None = None,
    seed: Seed = None,
    uncertainty: Uncertainty | None = None,
    statements: str | Sequence[str] = "headline",
    executor: Executor | None = None,
    workers: int | None = None,
    quantiles: Sequence[float] = QUANTILES,
    progress: bool | None = None,
) -> ScenarioComparison:
    """Return scenarios of one plan side by side, each with its differences from the first.

    Incomes, the ratio and the verdicts on the plan's statements are those of the paths as they stand; nothing is
    drawn. A table of scenarios (`read_scenarios`) stands for all that it holds. Scenarios may end in different years.

    With `probabilities`, growth is drawn around each, from the same seed and as the same `uncertainty` says, that of
    the first scenario where none is given: the probability of each statement, and for every scenario how far it lies
    from the first, draw by draw under the same shocks. The other settings are those of `simulate`, and change nothing
    where nothing is drawn; drawn scenarios end in the same year.

    Raises `InputError` for fewer than two scenarios, for those of other plans, groups or base years, and for
    scenarios of many alternatives or regions.

    >>> from ceheng_model.scenarios import scenario
    >>> plan = scenario("plan")
    >>> compared = compare_scenarios(plan, plan.with_change("rural.wages.2024=12%"), scenario("trend"))
    >>> compared.totals.sel(scenario="trend", group="rural", year=2021).values.round(1)
    np.float64(11076.0)
    >>> apart = compare_scenarios(plan, plan.with_change("rural.wages.2024=12%")).assumptions
    >>> [(one.name.en, one.years, [words.en for words in one.words]) for one in apart]
    [('growth of wages of rural residents', (2024,), ['20.00%', '12.00%'])]
    """
    chosen, parents, remarks = _flat(scenarios)
    _require_comparable(chosen)
    projections = tuple(project(scenario) for scenario in chosen)
    has_plan = chosen[0].dossier is not None
    drawn = None
    if probabilities:
        drawn = _drawn(
            chosen,
            statements=statements if has_plan else "none",
            draws=draws,
            method=method,
            seed=entropy_of(seed),
            uncertainty=chosen_uncertainty(chosen[0], uncertainty),
            execution=_Execution(executor=executor, workers=workers, progress=progress),
            quantiles=quantiles,
        )
    return ScenarioComparison(
        scenarios=chosen,
        projections=projections,
        checks=tuple(check(one, share_cases=False) for one in projections) if has_plan else (),
        assumptions=differing_assumptions(chosen),
        drawn=drawn,
        read=remarks,
        parents=parents,
    )


class _Execution(TypedDict):
    """Say where draws are made."""

    executor: Executor | None
    workers: int | None
    progress: bool | None


def _drawn(
    scenarios: Sequence[Scenario],
    *,
    statements: str | Sequence[str],
    draws: int,
    method: Method | None,
    seed: int,
    uncertainty: Uncertainty,
    execution: _Execution,
    quantiles: Sequence[float],
) -> DrawnTogether:
    """Return draws around each scenario, and of its difference from the first, all from one seed."""
    first, *others = scenarios
    simulated = partial(simulate, draws=draws, method=method, seed=seed, uncertainty=uncertainty, quantiles=quantiles)
    compared = partial(compare, draws=draws, method=method, seed=seed, uncertainty=uncertainty, quantiles=quantiles)
    return DrawnTogether(
        # differences first: they tell at once what cannot be drawn together
        differences=tuple(compared(first, other, **execution) for other in others),
        ensembles=tuple(simulated(scenario, statements=statements, **execution) for scenario in scenarios),
    )


def _flat(
    given: Sequence[Scenario | ScenarioTable],
) -> tuple[tuple[Scenario, ...], tuple[str | None, ...], tuple[Remark, ...]]:
    """Return all scenarios that were given, what each stands on in its table, and what is to be said of the tables."""
    scenarios: list[Scenario] = []
    parents: list[str | None] = []
    remarks: list[Remark] = []
    for one in given:
        if isinstance(one, Scenario):
            scenarios.append(one)
            parents.append(None)
        else:
            scenarios += one.scenarios
            parents += one.parents
            remarks += one.remarks
    if len(scenarios) < 2:
        got = scenarios[0].title if scenarios else NOTHING
        raise InputError(Fault(what=_SCENARIOS, rule=_TWO, got=got, way_out=_NAME_ANOTHER))
    return tuple(scenarios), tuple(parents), tuple(dict.fromkeys(remarks))


def _require_comparable(scenarios: Sequence[Scenario]) -> None:
    first = scenarios[0]
    faults: list[Fault] = []
    for scenario in scenarios:
        try:
            scenario.require_single()
        except InputError as error:
            faults += error.faults
        for rule, asked in ((_SAME_PLAN, _plan_of), (_SAME_CELLS, _cells_of)):
            if asked(scenario) != asked(first):
                got = scenario.terms.kind if scenario.plan is None else scenario.plan.title
                faults.append(Fault(what=named(scenario.title), rule=rule, got=got, way_out=_ONE_PLAN))
                break
    raise_faults(faults)


def _plan_of(scenario: Scenario) -> object:
    """Return what tells the statements of two scenarios apart."""
    return None if scenario.plan is None else scenario.plan.all_statements


def _cells_of(scenario: Scenario) -> object:
    return scenario.group_keys, scenario.terms.component_keys, scenario.base_year
