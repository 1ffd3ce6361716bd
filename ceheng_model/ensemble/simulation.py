"""Simulate: draw growth around a scenario many times, judge every draw."""

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path as FilePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceheng_model.doors import door
from ceheng_model.ensemble.blocks import Layout, PathModel
from ceheng_model.ensemble.criteria import Criterion, NotJudged, of_statements, of_target, published_of
from ceheng_model.ensemble.draw_table import result_columns, result_metadata
from ceheng_model.ensemble.drawn_again import Origin
from ceheng_model.ensemble.ensemble import Ensemble
from ceheng_model.ensemble.ensemble_tables import settings_table
from ceheng_model.ensemble.known_incomes import ConditionedShocks, Known, require_known
from ceheng_model.ensemble.points import Method
from ceheng_model.ensemble.quantiles import EXACT_DRAWS, Execution, Gathered, gather
from ceheng_model.ensemble.random_streams import BLOCK, Seed, entropy_of
from ceheng_model.ensemble.regional_draws import RegionsModel, regional_growth, run_regions
from ceheng_model.ensemble.settings import (
    DRAWS,
    QUANTILES,
    at_year,
    chosen_method,
    chosen_uncertainty,
    layout_of,
    require_settings,
    whole_draws,
)
from ceheng_model.ensemble.under_trend import UnderTrend
from ceheng_model.ensemble.variables import Variables
from ceheng_model.errors import InputError, choice
from ceheng_model.files import ParquetBlocks
from ceheng_model.plan import Statement
from ceheng_model.quantities import AbsoluteGap, RelativeGap, Target
from ceheng_model.quantities import target as parse_target
from ceheng_model.quantities.targets import require_target
from ceheng_model.scenarios import Scenario
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import GROUP_AXIS, Text

# regions of one task share the common shocks that it draws; results are written a task at a time
REGIONS_A_TASK = 16
STATEMENTS = ("headline", "all", "none")


@door
def simulate(
    scenario: Scenario,
    *,
    draws: int = DRAWS,
    seed: Seed = None,
    uncertainty: Uncertainty | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    quantiles: Sequence[float] = QUANTILES,
    components: bool = False,
    statements: str | Sequence[str] = "headline",
    targets: Sequence[Target | str] = (),
    method: Method | None = None,
    as_of: int | None = None,
    known: Known | None = None,
    averaged: Collection[str] = (),
    progress: bool | None = None,
    path: FilePath | str | None = None,
) -> Ensemble:
    r"""Return quantiles and probabilities over many draws of growth around a scenario.

    :math:`L_t = L_{t-1} \max(1 + g_t + e_t, 0)` with :math:`g` the scenario's growth and :math:`e` joint
    shocks as `uncertainty` says; where none is given, it is estimated from the published series that the
    groups follow. Draws are made in blocks, each from a stream of its own spawned from the seed: the same
    seed gives the same result bit for bit on any number of workers, threads, processes or machines of one
    kind, and more draws extend the same sample.

    - `executor`: any ``concurrent.futures.Executor``; without one, `workers` threads (all cores).
    - `statements`: the plan's statements to judge: ``headline``, ``all``, ``none``, or ids.
    - `targets`: further targets, such as ``ratio=2.9``: a ratio is to be reached from above, all else from below.
    - `components`: whether to keep components as well as totals and the ratio.
    - `method`: ``sobol``, points that fill the space of shocks more evenly than chance does, in whole sets of 8,192 to
      which `draws` are rounded up, or ``random``, independent random numbers. By default points for one region and
      random numbers for many.
    - `as_of`: up to which year published levels of the nation and others are known; later ones are drawn jointly with
      the region's own growth, from the same shocks, and what the series did up to then tells part of these. By
      default the year that the scenario says, else its base year: what the plan's authors could see.
    - `known`: incomes that are known after the base year. Every draw meets them, and the others are drawn as what is
      known makes them likely, a year unknown between known ones too. `Ensemble.effective_draws` says how many
      independent draws these are worth.
    - `averaged`: groups whose growth is the average of the series that they follow, up to the last year known: draws
      hold the error of that mean. Growth that equals the average of its series up to the base year needs no such mark.
    - `progress`: a bar on standard error from one second on; by default on a terminal only.
    - `path`: a Parquet file for the results, written region by region, whole or not at all.

    Quantiles are exact up to 2,000,000 draws; past it they come from histograms of 1 yuan and 0.0001 of the
    ratio, and `Ensemble.error_bound` says how far off they may be. A scenario of many regions
    (`Scenario.with_regions`) is drawn under the same common shocks for all of them.

    Raises `InputError` for draws, seeds, quantiles, workers, statements and targets that cannot be, and for
    an uncertainty of other groups.

    >>> from ceheng_model.scenarios import scenario
    >>> ensemble = simulate(scenario("plan"), draws=2_000, seed=1)
    >>> ensemble.draw_count, ensemble["ratio_2024"].probability < 0.001
    (8192, True)
    >>> ensemble.quantiles("total").sel(quantile=0.5, group="rural", year=2024).values.round(-3)
    np.float64(16000.0)
    """
    require_settings(scenario, draws, quantiles)
    method = chosen_method(method, scenario)
    scenario = at_year(scenario, as_of)
    execution = Execution(executor=executor, workers=workers, progress=progress)
    chosen = chosen_uncertainty(scenario, uncertainty)
    require_known(known, scenario)
    regions = scenario.baseline.regions
    criteria, not_judged = _criteria(_with_most_groups(scenario), statements, targets)
    entropy = entropy_of(seed)
    # drawn on threads of its own, which give the same draws as any executor: that one may be closed by then
    again = partial(
        simulate,
        draws=draws,
        method=method,
        seed=entropy,
        uncertainty=chosen,
        quantiles=quantiles,
        statements=statements,
        targets=targets,
        progress=False,
    )
    job = _Job(
        origin=Origin(
            scenario=scenario,
            uncertainty=chosen,
            method=method,
            seed=entropy,
            compared=published_of(criteria),
            known=known,
            averaged=tuple(averaged),
        ),
        draws=whole_draws(draws, method, known=known is not None and bool(known.years)),
        quantile_probabilities=tuple(map(float, quantiles)),
        layout=layout_of(scenario, components=components),
        criteria=criteria,
        not_judged=not_judged,
        under_trend=None if regions or known is not None else UnderTrend(scenario=scenario, again=again),
    )
    if path is None:
        return job.ensemble(list(chain.from_iterable(job.run(execution))))
    settings = settings_table(
        scenario, chosen, draws=job.draws, method=method, seed=entropy, compared=job.origin.compared
    )
    with ParquetBlocks(path, metadata=result_metadata(scenario, settings)) as blocks:
        gathered: list[Gathered] = []
        for batch in job.run(execution):
            blocks.write(job.columns(batch, regions[len(gathered) :][: len(batch)]))
            gathered += batch
    return job.ensemble(gathered)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Job:
    origin: Origin
    draws: int
    quantile_probabilities: tuple[float, ...]
    layout: Layout
    criteria: tuple[Criterion, ...]
    not_judged: tuple[NotJudged, ...]
    under_trend: UnderTrend | None

    def run(self, execution: Execution) -> Iterator[list[Gathered]]:
        """Yield what the draws give: for the one region, or for some regions after the other in their order."""
        if self.origin.scenario.baseline.regions:
            yield from _regions(self, execution)
        else:
            yield [_single(self, execution)]

    def columns(self, gathered: list[Gathered], regions: Sequence[str]) -> dict[str, NDArray[Any]]:
        """Return the long table of some regions."""
        return result_columns(
            gathered,
            regions,
            scenario=self.origin.scenario,
            layout=self.layout,
            criteria=self.criteria,
            quantile_probabilities=self.quantile_probabilities,
        )

    def ensemble(self, gathered: list[Gathered]) -> Ensemble:
        """Return the result, with an axis of regions where there are any."""
        origin = self.origin
        many = bool(origin.scenario.baseline.regions)

        def array(parts: list[Any]) -> NDArray[Any]:
            return np.array(parts if many else parts[0])

        return Ensemble(
            scenario=origin.scenario,
            uncertainty=origin.uncertainty,
            draw_count=self.draws,
            method=origin.method,
            seed=origin.seed,
            origin=origin,
            quantile_probabilities=self.quantile_probabilities,
            exact=self.draws <= EXACT_DRAWS,
            layout=self.layout,
            criteria=self.criteria,
            not_judged=self.not_judged,
            under_trend=self.under_trend,
            quantile_rows=array([region.quantiles for region in gathered]),
            quantile_error_rows=array([region.quantile_errors for region in gathered]),
            mean_rows=array([region.mean for region in gathered]),
            spread_rows=array([region.spread for region in gathered]),
            held=array([region.tally.held for region in gathered]),
            undecided=array([region.tally.undecided for region in gathered]),
            failed_in=array([region.tally.failed_in for region in gathered]),
            together=array([region.tally.together for region in gathered]),
            together_undecided=array([region.tally.together_undecided for region in gathered]),
            at_zero=array([region.tally.at_zero for region in gathered]),
            independent=gathered[0].independent,
            chance_errors=array([region.part_errors for region in gathered]),
            worth=self.worth(),
        )

    def worth(self) -> float:
        """Return the part of its draws that the first block is worth; all of it where nothing is known."""
        if self.origin.known is None:
            return 1.0
        source, _ = self.origin.drawn_from()
        return source.worth(0) / BLOCK if isinstance(source, ConditionedShocks) else 1.0


def _single(job: _Job, execution: Execution) -> Gathered:
    source, path = job.origin.drawn_from()
    return gather(
        PathModel.of(source, path, job.criteria, job.layout), job.draws, job.quantile_probabilities, execution
    )


def _regions(job: _Job, execution: Execution) -> Iterator[list[Gathered]]:
    scenario, seed = job.origin.scenario, job.origin.seed
    bases = scenario.baseline.levels
    growth = regional_growth(scenario)
    compared = published_of(chain.from_iterable(_criteria_by_region(job)))
    variables = Variables.of(scenario, uncertainty=job.origin.uncertainty, compared=compared)
    criteria = [
        tuple(criterion.without_conditions() if criterion.reads(absent) else criterion for criterion in own_criteria)
        for absent, own_criteria in zip(scenario.baseline.absent, _criteria_by_region(job), strict=True)
    ]
    arguments = []
    for first in range(0, len(bases), REGIONS_A_TASK):
        members = slice(first, first + REGIONS_A_TASK)
        model = RegionsModel(
            common=variables.common_shocks(seed),
            own=variables.own_shocks(seed),
            variables=variables,
            bases=bases[members],
            growth=np.array(growth[members]),
            criteria=tuple(criteria[members]),
            layout=job.layout,
            first=first,
        )
        arguments.append((model, job.draws, job.quantile_probabilities))
    waiting: dict[int, list[Gathered]] = {}
    due = 0
    for number, batch in execution.results(run_regions, arguments):
        waiting[number] = batch
        while due in waiting:
            yield waiting.pop(due)
            due += 1


def _with_most_groups(scenario: Scenario) -> Scenario:
    """Return the scenario of one region, of many that of the first that gives most groups."""
    regions = scenario.baseline.regions
    return scenario.at_region(regions[int(scenario.baseline.absent.sum(axis=-1).argmin())]) if regions else scenario


def _criteria_by_region(job: _Job) -> tuple[tuple[Criterion, ...], ...]:
    scenario = job.origin.scenario
    population = scenario.population
    if not job.criteria:
        return ((),) * len(scenario.baseline.regions)
    columns = [_gap_by_region(criterion, scenario) for criterion in job.criteria]
    if population is None or population.ndim == -GROUP_AXIS - 1:
        return tuple(zip(*columns, strict=True))
    regions = map(scenario.at_region, scenario.baseline.regions)
    # no statement of a plan weighs groups by their residents; targets do
    return tuple(
        tuple(
            criterion if criterion.target is None else of_target(criterion.target, region) for criterion in own_criteria
        )
        for own_criteria, region in zip(zip(*columns, strict=True), regions, strict=True)
    )


def _gap_by_region(criterion: Criterion, scenario: Scenario) -> Sequence[Criterion]:
    """Return the criterion of every region: a gap is the lead of whoever is ahead there, which regions differ in."""
    quantity, regions = criterion.quantity, scenario.baseline.regions
    if not isinstance(quantity, AbsoluteGap | RelativeGap):
        return (criterion,) * len(regions)
    usual = quantity.is_ahead(_with_most_groups(scenario))
    absent = np.array([criterion.reads(absent) for absent in scenario.baseline.absent])
    other = (quantity.ahead(scenario) != usual) & ~absent
    turned = criterion.at(scenario.at_region(regions[int(other.argmax())])) if other.any() else criterion
    return [turned if turns else criterion for turns in other]


def _criteria(
    scenario: Scenario, statements: str | Sequence[str], targets: Sequence[Target | str]
) -> tuple[tuple[Criterion, ...], tuple[NotJudged, ...]]:
    judged, not_judged = of_statements(_statements(scenario, statements), scenario)
    parsed = [parse_target(target, scenario) if isinstance(target, str) else target for target in targets]
    for target in parsed:
        require_target(target, scenario)
    return (*judged, *(of_target(target, scenario) for target in parsed)), not_judged


def _statements(scenario: Scenario, statements: str | Sequence[str]) -> Sequence[Statement]:
    plan = scenario.plan
    if not isinstance(statements, str):
        return tuple(scenario.require_dossier().plan.statement(id) for id in statements)
    if statements not in STATEMENTS:
        raise InputError(choice(Text("要判定的条目", "statements"), statements, STATEMENTS))
    return {"headline": plan.statements, "all": plan.all_statements, "none": ()}[statements] if plan else ()
