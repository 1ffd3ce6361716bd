"""Judge a statement on many regions at once, as far as what it reads of them is the same."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceheng_model.axes import REGION
from ceheng_model.checks.batch_report import BatchStatement
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.quantities import DiffersByRegionError, Numbers, Quantity, SharedAhead, SharedSetting
from ceheng_model.scenarios import Scenario, alike
from ceheng_model.values import read_only

Judge = Callable[[Statement, Projection, Numbers], BatchStatement]
"""Returns the verdicts on a statement along the axes of a projection, with the figures that it is judged by."""
Part = tuple[list[int], BatchStatement]
"""Places of regions, and their verdicts."""


class RegionsJudged:
    """Judge statements on the regions of a projection: those that are alike together, else one by one."""

    def __init__(self, projection: Projection, judge: Judge) -> None:
        """Part the regions into those that are alike."""
        scenario = projection.scenario
        own = scenario.require_dossier().plan.region
        self._projection, self._judge = projection, judge
        self._blocks = [(places, self._at(places)) for places in alike(scenario.baseline, own)]
        self._alone = cache(self._one)
        self._own = own

    def judged(self, statement: Statement) -> BatchStatement:
        """Return the verdicts on a statement along the axes of alternatives, then the regions."""
        parts = [part for places, block in self._blocks for part in self._parts(statement, places, block)]
        first = parts[0][1]
        by_place = sorted(parts, key=lambda part: part[0][0])
        return BatchStatement(
            statement=statement,
            label=first.label,
            axes=self._projection.leading_axes,
            values=_spread([(places, part.values) for places, part in parts]),
            distances=_spread([(places, part.distances) for places, part in parts]),
            verdicts=_spread([(places, part.verdicts) for places, part in parts]),
            missing=tuple(dict.fromkeys(missing for _, part in by_place for missing in part.missing)),
        )

    def _at(self, places: Sequence[int]) -> Projection:
        regions = self._projection.scenario.baseline.regions
        if len(places) == len(regions):
            return self._projection
        return self._projection.at(**{REGION: [regions[at] for at in places]})

    def _one(self, place: int) -> tuple[Projection, Numbers]:
        one = self._projection.at(**{REGION: self._projection.scenario.baseline.regions[place]})
        return one, Numbers(one.scenario, one.values)

    def _parts(self, statement: Statement, places: list[int], block: Projection) -> list[Part]:
        if block.scenario.baseline.regions != (self._own,):
            for together in (self._all_at_once, self._by_side):
                with suppress(DiffersByRegionError):
                    return together(statement, places, block)
        return [([place], _along_regions(self._judge(statement, *self._alone(place)))) for place in places]

    def _all_at_once(self, statement: Statement, places: list[int], block: Projection) -> list[Part]:
        figures = Numbers(SharedSetting(block.scenario), block.values)
        return [(places, self._judge(statement, block, figures))]

    def _by_side(self, statement: Statement, places: list[int], block: Projection) -> list[Part]:
        """Return the verdicts where one group is ahead, and where the other is."""
        parts = []
        for side in _sides(statement.quantity, block.scenario):
            chosen = [places[at] for at in side]
            part = block if len(chosen) == len(places) else self._at(chosen)
            setting = SharedAhead(part.scenario, part.scenario.base_levels[0])
            parts.append((chosen, self._judge(statement, part, Numbers(setting, part.values))))
        return parts


def _along_regions(one: BatchStatement) -> BatchStatement:
    """Return the verdicts of one region along an axis of it alone."""
    values, distances = (array[..., np.newaxis] for array in (one.values, one.distances))
    return replace(one, values=values, distances=distances, verdicts=one.verdicts[..., np.newaxis])


def _spread(parts: Sequence[tuple[list[int], NDArray[Any]]]) -> NDArray[Any]:
    """Return arrays of regions side by side, each at its place."""
    places = [at for some, _ in parts for at in some]
    return read_only(np.concatenate([array for _, array in parts], axis=-1)[..., np.argsort(places)])


def _sides(quantity: Quantity, scenario: Scenario) -> list[list[int]]:
    ahead = getattr(quantity, "ahead", None)
    count = len(scenario.baseline.regions)
    if ahead is None:
        return [list(range(count))]
    is_ahead = ahead(scenario)
    return [side for side in (np.flatnonzero(is_ahead).tolist(), np.flatnonzero(~is_ahead).tolist()) if side]
