"""Simulate: draw growth around a scenario many times, judge every draw."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceheng_model.ensemble.blocks import Layout, Path, PathModel
from ceheng_model.ensemble.collecting import EXACT_DRAWS, Gathered, Running, gather
from ceheng_model.ensemble.criteria import Criterion, NotJudged, of_statements, of_target
from ceheng_model.ensemble.drawing import Seed, Shocks, entropy_of, is_whole
from ceheng_model.ensemble.model import Ensemble
from ceheng_model.ensemble.regions import RegionsModel, run_regions
from ceheng_model.ensemble.tables import settings_table
from ceheng_model.ensemble.writing import result_columns, result_metadata
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.files import ParquetBlocks
from ceheng_model.quantities import Target
from ceheng_model.quantities import target as parse_target
from ceheng_model.quantities.targets import require_target
from ceheng_model.scenarios import Scenario
from ceheng_model.uncertainty import Uncertainty, estimate_uncertainty
from ceheng_model.vocabulary import COMPONENTS, GROUP_AXIS, Text

DRAWS = 100_000
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_DRAWS = 10**12
REGIONS_A_TASK = 16
STATEMENTS = ("headline", "all", "none")


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
    - `progress`: a bar on standard error from one second on; by default on a terminal only.
    - `path`: a Parquet file for the results, written region by region, whole or not at all.

    Quantiles are exact up to 2,000,000 draws; past it they come from histograms of 1 yuan and 0.0001 of the
    ratio, and `Ensemble.error_bound` says how far off they may be. A scenario of many regions
    (`Scenario.with_regions`) is drawn under the same common shocks for all of them.

    Raises `InputError` for draws, seeds, quantiles, workers, statements and targets that cannot be, and for
    an uncertainty of other groups.

    >>> from ceheng_model.scenarios import scenario
    >>> ensemble = simulate(scenario("plan"), draws=2_000, seed=1)
    >>> ensemble["ratio_2024"].probability
    0.0
    >>> ensemble.quantiles("total").sel(quantile=0.5, group="rural", year=2024).values.round(-3)
    np.float64(16000.0)
    """
    require_settings(scenario, draws, quantiles)
    running = Running(executor=executor, workers=workers, progress=progress)
    chosen = chosen_uncertainty(scenario, uncertainty)
    one = scenario.at_region(scenario.baseline.regions[0]) if scenario.baseline.regions else scenario
    criteria, left = _criteria(one, statements, targets)
    job = _Job(
        scenario=scenario,
        uncertainty=chosen,
        draws=draws,
        seed=entropy_of(seed),
        quantile_levels=tuple(float(level) for level in quantiles),
        layout=layout_of(scenario, components=components),
        criteria=criteria,
        not_judged=left,
    )
    if path is None:
        return job.ensemble([one for some in job.run(running) for one in some])
    with ParquetBlocks(path, metadata=result_metadata(scenario, settings_table(job))) as blocks:
        gathered: list[Gathered] = []
        for some in job.run(running):
            blocks.write(job.columns(some, scenario.baseline.regions[len(gathered) :][: len(some)]))
            gathered += some
    return job.ensemble(gathered)


def shocks_of(uncertainty: Uncertainty, scenario: Scenario, entropy: int, *, part: str = "both") -> Shocks:
    """Return how shocks are drawn: common ones, the region's ``own``, or ``both`` at once."""
    factors = {"both": uncertainty.factor, "common": uncertainty.common_factor, "own": uncertainty.county_factor}
    return Shocks(
        entropy=entropy,
        factor=factors[part],
        years=len(scenario.years),
        persistence=uncertainty.persistence,
        degrees_of_freedom=uncertainty.degrees_of_freedom if uncertainty.distribution == "student_t" else None,
    )


def layout_of(scenario: Scenario, *, components: bool) -> Layout:
    """Return which rows are kept of every draw of a scenario."""
    keys = scenario.group_keys
    both = {"urban", "rural"} <= set(keys)
    return Layout(
        groups=len(keys),
        components=len(COMPONENTS),
        years=len(scenario.years),
        ratio=(keys.index("urban"), keys.index("rural")) if both else None,
        by_component=components,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Job:
    scenario: Scenario
    uncertainty: Uncertainty
    draws: int
    seed: int
    quantile_levels: tuple[float, ...]
    layout: Layout
    criteria: tuple[Criterion, ...]
    not_judged: tuple[NotJudged, ...]

    def run(self, running: Running) -> Iterator[list[Gathered]]:
        """Yield what the draws give: for the one region, or for some regions after the other in their order."""
        if self.scenario.baseline.regions:
            yield from _regions(self, running)
        else:
            yield [_single(self, running)]

    def columns(self, gathered: list[Gathered], regions: Sequence[str]) -> dict[str, NDArray[Any]]:
        """Return the long table of some regions."""
        return result_columns(
            gathered,
            regions,
            scenario=self.scenario,
            layout=self.layout,
            criteria=self.criteria,
            levels=self.quantile_levels,
        )

    def ensemble(self, gathered: list[Gathered]) -> Ensemble:
        """Return the result, with an axis of regions where there are any."""
        many = bool(self.scenario.baseline.regions)

        def array(parts: list[Any]) -> NDArray[Any]:
            return np.array(parts if many else parts[0])

        return Ensemble(
            scenario=self.scenario,
            uncertainty=self.uncertainty,
            draws=self.draws,
            seed=self.seed,
            quantile_levels=self.quantile_levels,
            exact=self.draws <= EXACT_DRAWS,
            layout=self.layout,
            criteria=self.criteria,
            not_judged=self.not_judged,
            quantile_rows=array([one.quantiles for one in gathered]),
            mean_rows=array([one.mean for one in gathered]),
            spread_rows=array([one.spread for one in gathered]),
            held=array([one.tally.held for one in gathered]),
            together=array([one.tally.together for one in gathered]),
            first=array([one.tally.first for one in gathered]),
            at_zero=array([one.tally.at_zero for one in gathered]),
        )


def _single(job: _Job, running: Running) -> Gathered:
    scenario = job.scenario
    shocks = shocks_of(job.uncertainty, scenario, job.seed)
    path = Path(base=scenario.baseline.levels, growth=scenario.growth)
    return gather(PathModel.scaled(shocks, path, job.criteria, job.layout), job.draws, job.quantile_levels, running)


def _regions(job: _Job, running: Running) -> Iterator[list[Gathered]]:
    scenario, uncertainty = job.scenario, job.uncertainty
    bases = scenario.baseline.levels
    growth = np.broadcast_to(scenario.growth, (len(bases), *scenario.growth.shape[GROUP_AXIS:]))
    common = shocks_of(uncertainty, scenario, job.seed, part="common")
    own = shocks_of(uncertainty, scenario, job.seed, part="own") if np.any(uncertainty.county_spread) else None
    arguments = []
    for first in range(0, len(bases), REGIONS_A_TASK):
        some = slice(first, first + REGIONS_A_TASK)
        model = RegionsModel(
            common=common,
            own=own,
            bases=bases[some],
            growth=np.array(growth[some]),
            criteria=job.criteria,
            layout=job.layout,
            first=first,
        )
        arguments.append((model, job.draws, job.quantile_levels))
    waiting: dict[int, list[Gathered]] = {}
    due = 0
    for number, batch in running.results(run_regions, arguments):
        waiting[number] = batch
        while due in waiting:
            yield waiting.pop(due)
            due += 1


def chosen_uncertainty(scenario: Scenario, uncertainty: Uncertainty | None) -> Uncertainty:
    """Return the uncertainty given, or the one estimated; raise `InputError` for one of other groups."""
    chosen = estimate_uncertainty(scenario) if uncertainty is None else uncertainty
    if chosen.groups != scenario.group_keys:
        expected, way_out = (
            ", ".join(scenario.group_keys),
            Text("按情景的人群给出", "give it for the scenario's groups"),
        )
        raise InputError(
            Fault(
                what=Text("不确定性的人群", "the groups of the uncertainty"),
                rule=Text(f"依次为 {expected}", f"be {expected}, in this order"),
                got=", ".join(chosen.groups),
                way_out=way_out,
            )
        )
    return chosen


def _criteria(
    scenario: Scenario, statements: str | Sequence[str], targets: Sequence[Target | str]
) -> tuple[tuple[Criterion, ...], tuple[NotJudged, ...]]:
    plan = scenario.plan
    if isinstance(statements, str):
        if statements not in STATEMENTS:
            raise InputError(choice(Text("要判定的条目", "statements"), statements, STATEMENTS))
        listed = {"headline": plan.statements, "all": plan.all_statements, "none": ()}[statements] if plan else ()
    else:
        listed = tuple(scenario.require_dossier().plan.statement(id) for id in statements)
    judged, left = of_statements(listed, scenario)
    wanted = [parse_target(one, scenario) if isinstance(one, str) else one for one in targets]
    for one in wanted:
        require_target(one, scenario)
    return (*judged, *(of_target(one, scenario) for one in wanted)), left


def require_settings(scenario: Scenario, draws: int, quantiles: Sequence[float]) -> None:
    """Raise `InputError` for draws and quantiles that cannot be, and for many alternatives at once."""
    faults: list[Fault] = []
    if not is_whole(draws) or not 1 <= draws <= MOST_DRAWS:
        rule, way_out = Text("为正整数", "be a whole number from 1 on"), Text("例如 100000", "for example 100000")
        faults.append(Fault(what=Text("抽样次数", "the number of draws"), rule=rule, got=draws, way_out=way_out))
    levels = np.asarray(quantiles, dtype=float)
    if levels.ndim != 1 or not levels.size or not ((levels >= 0) & (levels <= 1)).all() or (np.diff(levels) <= 0).any():
        rule = Text("在 0 与 1 之间且由小到大", "lie between 0 and 1, in rising order")
        way_out = Text("例如 0.05, 0.5, 0.95", "for example 0.05, 0.5, 0.95")
        faults.append(Fault(what=Text("分位数", "the quantiles"), rule=rule, got=quantiles, way_out=way_out))
    raise_faults(faults)
    if not scenario.baseline.regions:
        scenario.require_single()
