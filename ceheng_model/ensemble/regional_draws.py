"""Draw many regions: one task for some of them, all their draws in it."""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.blocks import Layout, Path, PathModel, run_histograms, run_into
from ceheng_model.ensemble.criteria import Criterion
from ceheng_model.ensemble.quantiles import BATCH, EXACT_DRAWS, Gathered, exact_quantiles
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.shocks import Shocks, workspace
from ceheng_model.ensemble.tallies import Tally, merged_rows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegionsModel:
    """Hold what draws of several regions are made from: common shocks, and each region's own where it has any."""

    common: Shocks
    own: Shocks | None
    bases: Array
    """Shape ``(region, group, component)``."""
    growth: Array
    """Shape ``(region, group, component, year)``."""
    criteria: tuple[tuple[Criterion, ...], ...]
    """Of each region: where populations differ, so do targets on all residents."""
    layout: Layout
    first: int
    """Number of the first region, by which the streams of its own shocks are spawned."""


def run_regions(model: RegionsModel, draws: int, probabilities: tuple[float, ...]) -> list[Gathered]:
    """Return what the draws of each region give."""
    blocks = range(-(-draws // BLOCK))
    # the common shocks are the same for every region: kept where they are few enough to hold
    cached = [np.array(model.common.draw(number)) for number in blocks] if len(blocks) <= BATCH else None
    rows = np.empty((model.layout.rows, draws)) if draws <= EXACT_DRAWS else None
    gathered = []
    for position, (base, growth, criteria) in enumerate(zip(model.bases, model.growth, model.criteria, strict=True)):
        source = _RegionShocks(common=model.common, own=model.own, region=model.first + position, cached=cached)
        path = PathModel.of(source, Path(base=base, growth=growth), criteria, model.layout)
        gathered.append(_gather(path, draws, probabilities, rows))
    return gathered


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _RegionShocks:
    common: Shocks
    own: Shocks | None
    region: int
    cached: list[Array] | None

    def draw(self, number: int) -> Array:
        """Return the common shocks of a block with the region's own on top."""
        total = workspace("regional", (self.common.years, self.common.factor.shape[0], BLOCK))
        total[...] = self.common.draw(number) if self.cached is None else self.cached[number]
        if self.own is not None:
            total += self.own.draw(number, self.region)
        return total


def _gather(model: PathModel, draws: int, probabilities: tuple[float, ...], rows: Array | None) -> Gathered:
    blocks = range(-(-draws // BLOCK))
    if rows is not None:
        tally = run_into(model, blocks, rows)
        quantiles = exact_quantiles(rows, probabilities)
    else:
        merged, tallies = None, []
        for start in range(0, len(blocks), BATCH):
            numbers = blocks[start : start + BATCH]
            batch, part = run_histograms(model, numbers, min(numbers.stop * BLOCK, draws) - numbers.start * BLOCK)
            merged = merged_rows(merged, batch)
            tallies.append(part)
        assert merged is not None
        tally = Tally.total(tallies)
        quantiles = np.stack([histogram.quantiles(probabilities) for histogram in merged], axis=1)
    mean, spread = tally.moments(model.centre)
    return Gathered(mean=mean, spread=spread, quantiles=quantiles, tally=tally)
