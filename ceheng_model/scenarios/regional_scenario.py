"""Carry what a scenario holds over to a table of regions, and take one region out of many."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.axes import REGION, picked
from ceheng_model.baselines import Baseline
from ceheng_model.errors import Fault, InputError
from ceheng_model.scenarios.changes import GrowthChange
from ceheng_model.scenarios.closing import Closing
from ceheng_model.vocabulary import GROUP_AXIS, Text


def change_over(change: GrowthChange, before: tuple[str, ...], after: tuple[str, ...]) -> GrowthChange:
    """Return a change on other regions; raise `InputError` for values of other regions than these."""
    if before != after and any(axis.name == REGION for axis in change.axes):
        raise InputError(_of_other_regions(np.shape(change.value)))
    return change


def growth_over(growth: Array, before: tuple[str, ...], after: tuple[str, ...]) -> Array:
    """Return a bare growth array on other regions, under the rules of `change_over`."""
    if growth.ndim > -GROUP_AXIS and not before:
        return np.expand_dims(growth, GROUP_AXIS - 1)
    if growth.ndim > -GROUP_AXIS and growth.shape[GROUP_AXIS - 1] > 1 and before != after:
        raise InputError(_of_other_regions(growth.shape))
    return growth


def population_over(population: Array | None, before: tuple[str, ...], after: tuple[str, ...]) -> Array | None:
    """Return a population that was given for these regions; that of the plan's own region is left behind."""
    if population is not None and before and (population.ndim == 2 or before == after):
        return population
    return None


def growth_at(growth: Array, at: int | list[int]) -> Array:
    """Return the growth of one region, or of some; an axis that is shared by all stays for some."""
    return picked(growth, growth.ndim + GROUP_AXIS - 1, at) if growth.ndim > -GROUP_AXIS else growth


def closing_at(closing: Closing | None, at: int | list[int]) -> Closing | None:
    """Return how the open cells of one region, or of some, were filled."""
    if closing is not None and closing.rates.ndim > 2:
        return replace(closing, rates=closing.rates[at])
    return closing


def population_at(population: Array | None, at: int | list[int]) -> Array | None:
    """Return the residents of one region, or of some."""
    return population[at] if population is not None and population.ndim > 2 else population


def alike(baseline: Baseline, own: str) -> Iterator[list[int]]:
    """Yield the places of regions that lack the same groups, in the order of the first of each.

    The plan's own region, of which its folder knows more, stands alone.
    """
    places: dict[tuple[bool, ...], list[int]] = {}
    for at, (region, absent) in enumerate(zip(baseline.regions, baseline.absent.tolist(), strict=True)):
        places.setdefault((region == own, *absent), []).append(at)
    yield from places.values()


def _of_other_regions(shape: tuple[int, ...]) -> Fault:
    return Fault(
        what=Text("按地区给出的增速", "growth given region by region"),
        rule=Text("属于同一批地区", "belong to the same regions"),
        got=shape,
        way_out=Text("先用 with_regions，再作按地区的改动", "call with_regions first, then change growth by region"),
    )
