"""Draw many regions: one task for some of them, all their draws in it."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.blocks import Layout, Path, PathModel, Source, drawable, run_histograms, run_into
from ceheng_model.ensemble.criteria import Criterion
from ceheng_model.ensemble.quantiles import BATCH, EXACT_DRAWS, Gathered, exact_quantiles, first_slopes, gathered_from
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.sampling_errors import Slopes
from ceheng_model.ensemble.shocks import Shocks
from ceheng_model.ensemble.tallies import Tally, merged_rows
from ceheng_model.ensemble.variables import Variables
from ceheng_model.ensemble.workspaces import workspace
from ceheng_model.scenarios import Scenario
from ceheng_model.scenarios.regional_scenario import growth_at
from ceheng_model.vocabulary import GROUP_AXIS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegionsModel:
    """Hold what draws of several regions are made from: common shocks, and each region's own where it has any."""

    common: Shocks
    own: Shocks | None
    variables: Variables
    bases: Array
    """Shape ``(region, group, component)``."""
    growth: Array
    """Shape ``(region, group, component, year)``."""
    criteria: tuple[tuple[Criterion, ...], ...]
    """Of each region: where populations differ, so do targets on all residents."""
    layout: Layout
    first: int
    """Number of the first region, by which the streams of its own shocks are spawned."""


def region_drawn(scenario: Scenario, variables: Variables, *, seed: int, region: int) -> tuple[Source, Path]:
    """Return the shocks and the path of one of many regions, by its number."""
    source = _RegionShocks(
        common=variables.common_shocks(seed), own=variables.own_shocks(seed), region=region, cached=None
    )
    growth = drawable(growth_at(scenario.growth, region))
    return source, Path.on(scenario.baseline.levels[region], growth, variables)


def regional_growth(scenario: Scenario) -> Array:
    """Return the growth of every region, ``(region, group, component, year)``, so that it can be drawn around."""
    bases = scenario.baseline.levels
    return drawable(np.broadcast_to(scenario.growth, (len(bases), *scenario.growth.shape[GROUP_AXIS:])))


def run_regions(model: RegionsModel, draws: int, probabilities: tuple[float, ...]) -> list[Gathered]:
    """Return what the draws of each region give."""
    blocks = range(-(-draws // BLOCK))
    # the common shocks are the same for every region: kept where they are few enough to hold
    cached = [_Common.of(model.common, number) for number in blocks] if len(blocks) <= BATCH else None
    rows = np.empty((model.layout.rows, draws)) if draws <= EXACT_DRAWS else None
    gathered = []
    for position, (base, growth, criteria) in enumerate(zip(model.bases, model.growth, model.criteria, strict=True)):
        source = _RegionShocks(common=model.common, own=model.own, region=model.first + position, cached=cached)
        path = PathModel.of(source, Path.on(base, growth, model.variables), criteria, model.layout)
        gathered.append(_gather(path, draws, probabilities, rows))
    return gathered


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Common:
    """Hold the common shocks of one block, and by how much each year of its draws is stretched: so are own shocks."""

    shocks: Array
    mixing: Array | None

    @classmethod
    def of(cls, common: Shocks, number: int) -> Self:
        variates = common.variates(number)
        # the shocks stand in a buffer that the next block overwrites; normals serve no more
        return cls(shocks=np.array(common.joined(variates)), mixing=variates.mixing)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _RegionShocks:
    common: Shocks
    own: Shocks | None
    region: int
    cached: list[_Common] | None

    @property
    def independent(self) -> bool:
        """Regions share their shocks, but the draws of a block are independent of each other."""
        return True

    def draw(self, *stream: int) -> Array:
        """Return the common shocks of a block with the region's own on top."""
        (number,) = stream
        common = _Common.of(self.common, number) if self.cached is None else self.cached[number]
        total = workspace("regional", common.shocks.shape)
        total[...] = common.shocks
        if self.own is not None:
            # each region strays by a scale of its own, for one says nothing of another; a bad year is bad for all
            own = replace(self.own.variates(number, self.region), mixing=common.mixing)
            total[:, : self.own.size] += self.own.joined(own)
        return total


def _gather(model: PathModel, draws: int, probabilities: tuple[float, ...], rows: Array | None) -> Gathered:
    blocks = range(-(-draws // BLOCK))
    if rows is not None:
        tally = run_into(model, blocks, rows)
        slopes = Slopes.of(rows[:, :BLOCK], probabilities)
        quantiles = exact_quantiles(rows, probabilities)
    else:
        slopes = first_slopes(model, probabilities)
        merged, tallies = None, []
        for start in range(0, len(blocks), BATCH):
            numbers = blocks[start : start + BATCH]
            batch, part = run_histograms(model, numbers, min(numbers.stop * BLOCK, draws) - numbers.start * BLOCK)
            merged = merged_rows(merged, batch)
            tallies.append(part)
        assert merged is not None
        tally = Tally.total(tallies)
        quantiles = np.stack([histogram.quantiles(probabilities) for histogram in merged], axis=1)
    return gathered_from(model, tally, quantiles, slopes.errors(draws, None))
