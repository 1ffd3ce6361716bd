"""Make scenarios: a shipped alternative on a plan, and the same again on another baseline or horizon."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline, regional_baseline
from ceheng_model.errors import Fault, InputError, choice
from ceheng_model.scenarios.alternatives import ALTERNATIVES
from ceheng_model.scenarios.changes import GrowthChange
from ceheng_model.scenarios.dossier import Dossier, load_dossier
from ceheng_model.scenarios.model import Scenario
from ceheng_model.vocabulary import GROUP_AXIS, Text

if TYPE_CHECKING:
    import pandas as pd

_LONGEST = 100
"""Years that are projected at most; a longer horizon is a slip of the pen."""


def scenario(
    name: str = "plan", *, plan: Dossier | Path | str | None = None, shares: Mapping[str, str] | None = None
) -> Scenario:
    """Return a shipped alternative on a plan: the one that ships, or the one in a folder.

    Raises `InputError` for an unknown alternative, share case or group, and for bad files.

    >>> scenario("plan").growth.shape
    (3, 4, 3)
    """
    if name not in ALTERNATIVES:
        raise InputError(choice(Text("情景", "the scenario"), name, ALTERNATIVES))
    dossier = plan if isinstance(plan, Dossier) else load_dossier(plan)
    return _filled(name, dossier, dossier.baseline(shares))


def rebuilt(made: Scenario, baseline: Baseline, last_year: int) -> Scenario:
    """Return a scenario by its recipe on another baseline and up to another year, circumstances kept."""
    dossier = made.require_dossier()
    assert made.based_on is not None
    fresh = _filled(made.based_on, dossier, baseline)
    if last_year != fresh.years[-1]:
        fresh = _extended(fresh, last_year)
    for change in made.changes:
        fresh = fresh.with_change(change)
    named = replace(fresh, name=made.name, description=made.description, levers=made.levers)
    count = len(named.years)
    for name, array in _circumstances(made).items():
        # a population has the base year before the others
        wanted = count + 1 if name == "population" else count
        if array.shape[-1] < wanted:
            raise InputError(
                Fault(
                    what=Text(f"{name} 到{last_year}年的数", f"{name} up to {last_year}"),
                    rule=Text("给出", "be given"),
                    got=made.years[-1],
                    way_out=Text("先定末年，再给出各年的数", "set the horizon first, then give every year"),
                )
            )
        named = replace(named, **{name: array[..., :wanted]})  # type: ignore[arg-type]
    return named


def regional(made: Scenario, given: "pd.DataFrame | Path | str") -> Scenario:
    """Return the scenario on the baselines of many regions; see `Scenario.with_regions`."""
    own = made.dossier.baseline(made.baseline.shares()) if made.dossier else made.baseline
    baseline = regional_baseline(given, own=own)
    before = made.baseline.regions
    population = made.population
    if population is not None and not (before and (population.ndim == 2 or before == baseline.regions)):
        population = None
    changes = tuple(_over_regions(change, before, baseline.regions) for change in made.changes)
    moved = replace(made, changes=changes, population=population)
    if made.based_on is not None:
        return rebuilt(moved, baseline, made.years[-1])
    growth = made.growth
    if growth.ndim > -GROUP_AXIS and not before:
        growth = np.expand_dims(growth, GROUP_AXIS - 1)
    elif growth.ndim > -GROUP_AXIS and growth.shape[GROUP_AXIS - 1] > 1 and before != baseline.regions:
        raise InputError(_of_other_regions(growth.shape))
    return replace(moved, baseline=baseline, growth=growth)


def one_region(made: Scenario, region: str) -> Scenario:
    """Return the scenario of one of its regions; see `Scenario.at_region`."""
    baseline = made.baseline.at(region)
    at = made.baseline.regions.index(region)
    growth, closing, population = made.growth, made.closing, made.population
    if growth.ndim > -GROUP_AXIS:
        growth = growth[..., _within(at, growth.shape[GROUP_AXIS - 1]), :, :, :]
    if closing is not None and closing.rates.ndim > 2:
        closing = replace(closing, rates=closing.rates[at])
    if population is not None and population.ndim > 2:
        population = population[at]
    changes = tuple(_at(change, at) for change in made.changes)
    return replace(made, baseline=baseline, growth=growth, closing=closing, population=population, changes=changes)


def _filled(name: str, dossier: Dossier, baseline: Baseline) -> Scenario:
    alternative = ALTERNATIVES[name]
    paths = alternative.fill(dossier, baseline)
    return Scenario(
        name=name,
        description=alternative.description,
        based_on=name,
        dossier=dossier,
        baseline=baseline,
        years=dossier.plan.years,
        growth=paths.growth,
        closing=paths.closing,
    )


def _extended(fresh: Scenario, last_year: int) -> Scenario:
    first = fresh.years[0]
    if last_year < first:
        raise InputError(
            Fault(
                what=Text("末年", "the last year"),
                rule=Text(f"不早于 {first}", f"not be before {first}"),
                got=last_year,
                way_out=Text("给出方案期内或其后的年份", "give a year of the plan or after it"),
            )
        )
    if last_year - first >= _LONGEST:
        raise InputError(
            Fault(
                what=Text("末年", "the last year"),
                rule=Text(f"不晚于 {first + _LONGEST - 1}", f"not be after {first + _LONGEST - 1}"),
                got=last_year,
                way_out=Text(f"最多预测{_LONGEST}年", f"project {_LONGEST} years at most"),
            )
        )
    years = tuple(range(first, last_year + 1))
    source = np.minimum(np.arange(len(years)), len(fresh.years) - 1)
    return replace(fresh, years=years, growth=fresh.growth[..., source])


def _circumstances(made: Scenario) -> dict[str, Array]:
    given = {
        "price_growth": made.price_growth,
        "gdp_growth": made.gdp_growth,
        "population": made.population,
    }
    return {name: array for name, array in given.items() if array is not None}


def _over_regions(change: GrowthChange, before: tuple[str, ...], after: tuple[str, ...]) -> GrowthChange:
    value = np.asarray(change.value)
    if value.ndim == 0 or (before and (before == after or value.shape[-1] == 1)):
        return change
    if before:
        raise InputError(_of_other_regions(value.shape))
    return replace(change, value=value[..., np.newaxis])


def _at(change: GrowthChange, at: int) -> GrowthChange:
    value = np.asarray(change.value)
    if value.ndim == 0:
        return change
    taken = value[..., _within(at, value.shape[-1])]
    return replace(change, value=float(taken) if taken.ndim == 0 else taken)


def _within(at: int, size: int) -> int:
    """Return the position along an axis that is shared by all regions or has one place for each."""
    return 0 if size == 1 else at


def _of_other_regions(shape: tuple[int, ...]) -> Fault:
    return Fault(
        what=Text("按地区给出的增速", "growth given region by region"),
        rule=Text("属于同一批地区", "belong to the same regions"),
        got=shape,
        way_out=Text("先用 with_regions，再作按地区的改动", "call with_regions first, then change growth by region"),
    )
