"""Check what is given about the world around incomes: prices, GDP, population, year by year."""

from collections.abc import Mapping, Sequence
from math import nan
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.axes import Axis, Named, read_values, year_meant
from ceheng_model.errors import GIVEN, NOTHING, POSITIVE, Fault, InputError, choice, raise_faults
from ceheng_model.names import find_key, group_names
from ceheng_model.plan import require_rate
from ceheng_model.plan.circumstance_table import GDP_RATES, KINDS, PRICE_RATES
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Group, Template, Text

if TYPE_CHECKING:
    import pandas as pd

ByYear: TypeAlias = "float | Sequence[float] | Mapping[int, float] | pd.Series[Any] | Named | Array"
YEAR = "year"
PerRegion = float | Sequence[float] | Array
Population = Mapping[str, PerRegion | Mapping[int, PerRegion]]
"""Residents by group, and by year where they change; each a number, or an array of one a region."""
_UP_TO = Template("到{year}的{what}", "{what} up to {year}")
_IN_YEAR = Template("{year}{what}", "{what} {year}")
_ONE_A_YEAR = Template("每年一个，共 {count} 个", "be one a year, {count} in all")
_ONE_UNIT = Template("以万{recipient}或{recipient}计，各地区单位一致", "count {recipient}s in one unit for all groups")
_ONE_A_REGION = Template("每个地区一个，共 {count} 个", "be one a region, {count} in all")
_SHAPED = Template("形状为 {shapes}", "have the shape {shapes}")
_ONE_PATH_EACH = Text(
    "各情形同用一组；要比较几组，每组一个情景："
    "compare_scenarios(scenario.with_prices(0.01), scenario.with_prices(0.02))",
    "all alternatives share one path of it; to compare several, make a scenario of each: "
    "compare_scenarios(scenario.with_prices(0.01), scenario.with_prices(0.02))",
)
_ONE_NUMBER = Text(
    "给出一个数，各情形同用；要比较几组人口，每组一个情景：compare_scenarios(scenario, scenario.with_population(...))",
    "give one number, which all alternatives share; to compare several populations, make a scenario of each: "
    "compare_scenarios(scenario, scenario.with_population(...))",
)
_ONE_PLACE = Text("为一个数", "be one number")
_POPULATION = Template("{year}{group}{population}", "{population} of {group} {year}")


def rates_by_year(
    growth: ByYear, years: tuple[int, ...], what: Text, terms: Terms, *, known: Array | None = None
) -> Array:
    """Return one rate a year from one rate for all, a sequence, or a mapping by year.

    Of years that a mapping does not name the rates that are `known` hold, NaN where not even they are; without such
    rates every year has to be there. Raises `InputError` for years that are missing or not projected and for rates
    that cannot be.
    """
    faults: list[Fault] = []
    growth = _plain_rates(growth, what, years)
    if isinstance(growth, Mapping):
        usual = [nan] * len(years) if known is None else known.tolist()
        values = [growth.get(year, rate) for year, rate in zip(years, usual, strict=True)]
        faults += [choice(Text("年份", "the year"), year, years) for year in growth if year not in years]
    elif isinstance(growth, Sequence):
        values = list(growth)
    else:
        values = [growth] * len(years)
    if len(values) != len(years):
        rule = _ONE_A_YEAR.format(count=len(years))
        way_out = Text("按年份逐一给出", "give one for each year")
        raise InputError(Fault(what=what, rule=rule, got=len(values), way_out=way_out))
    for year, value in zip(years, values, strict=True):
        rate_name = _IN_YEAR.format(year=terms.year_label(year), what=what)
        if np.isfinite(value):
            faults += require_rate(rate_name, float(value))
        elif known is None or not isinstance(growth, Mapping) or year in growth:
            got = value if not isinstance(growth, Mapping) or year in growth else NOTHING
            way_out = Text("各年都须给出", "give every year")
            faults.append(Fault(what=rate_name, rule=GIVEN, got=got, way_out=way_out))
    raise_faults(faults)
    return np.array(values, dtype=float)


def _plain_rates(growth: ByYear, what: Text, years: Sequence[int]) -> float | Sequence[float] | Mapping[int, float]:
    """Return rates as a number, a list or a mapping by year; raise `InputError` for those of alternatives."""
    if isinstance(growth, Mapping | Sequence | int | float):
        return growth
    array, axes = read_values(growth, naming=lambda labels: _meant(labels, years))
    if [axis.name for axis in axes] == [YEAR]:
        return dict(zip(Axis(YEAR, [*map(year_meant, axes[0].labels)]).labels, array.tolist(), strict=True))
    # labels that only number what they stand at are none
    counted = array.shape == (len(years),) and isinstance(axes[0].labels if axes else range(0), range)
    if array.ndim > 1 or (axes and not counted):
        got = tuple(axis.name for axis in axes) or array.shape
        rule = _ONE_A_YEAR.format(count=len(years))
        raise InputError(Fault(what=what, rule=rule, got=got, way_out=_ONE_PATH_EACH))
    rates: float | list[float] = array.tolist()
    return rates


def _meant(labels: Sequence[Any], years: Sequence[int]) -> str | None:
    """Return that labels without a name are years where they look like it; all others are of alternatives."""
    read = [] if isinstance(labels, range) else [*map(year_meant, labels)]
    if not all(isinstance(label, int | float) for label in read):
        return None
    return YEAR if any(label in years for label in read) else None


def surroundings_faults(
    *, prices: Array | None, gdp: Array | None, population: Array | None, groups: int, regions: int, years: int
) -> list[Fault]:
    """Return the faults of arrays that have other shapes than a scenario of so many groups, regions and years holds."""
    faults = []
    for what, rates in ((KINDS[PRICE_RATES], prices), (KINDS[GDP_RATES], gdp)):
        if rates is not None and rates.shape != (years,):
            rule = _ONE_A_YEAR.format(count=years)
            faults.append(Fault(what=what, rule=rule, got=rates.shape, way_out=_ONE_PATH_EACH))
    shapes = [(groups, years + 1), *([(regions, groups, years + 1)] if regions else [])]
    if population is not None and population.shape not in shapes:
        rule = _SHAPED.format(shapes=Text.join((Text.same(str(shape)) for shape in shapes), zh="或", en=" or "))
        faults.append(Fault(what=KINDS["population"], rule=rule, got=population.shape, way_out=_ONE_NUMBER))
    return faults


def within(array: Array | None, years: Sequence[int], known_until: int, *, what: Text, terms: Terms) -> Array | None:
    """Return numbers that are given up to a year, cut to fewer years; raise `InputError` for more years than that."""
    if array is None or array.shape[-1] >= len(years):
        return array if array is None else array[..., : len(years)]
    raise InputError(
        Fault(
            what=_UP_TO.format(what=what, year=terms.year_label(years[-1])),
            rule=GIVEN,
            got=known_until,
            way_out=Text("先定末年，再给出各年的数", "set the horizon first, then give every year"),
        )
    )


def population_by_year(population: Population, terms: Terms, years: Sequence[int], *, regions: int = 0) -> Array:
    """Return residents by group and year, shape ``(group, year)``; 0 for groups inside another.

    Where a number is an array of one a region, the shape is ``(region, group, year)``. Raises `InputError`
    for groups and years that are missing, unknown or not positive.
    """
    groups = terms.groups
    wanted = [group.key for group in groups if group.part_of is None]
    what = Text("人口的人群", "the group of a population")
    faults: list[Fault] = []
    names = [name for name in group_names(terms) if name.key in wanted]
    population = {find_key(what, key, names, faults) or key: residents for key, residents in population.items()}
    cells: dict[tuple[int, int], Any] = {}
    for g, group in enumerate(groups):
        if group.part_of is not None:
            continue
        residents = population.get(group.key, {})
        if isinstance(residents, Mapping):
            what = Text("人口的年份", "the year of a population")
            faults += [choice(what, year, years) for year in residents if year not in years]
        if isinstance(residents, Mapping) and (lacking := [year for year in years if year not in residents]):
            faults.append(_no_population(group, lacking, terms))
        for t, year in enumerate(years):
            value = residents.get(year, NOTHING) if isinstance(residents, Mapping) else residents
            if value is NOTHING:
                continue
            name = _population_of(group, year, terms)
            if fault := _population_fault(name, value, regions, terms):
                faults.append(fault)
            else:
                cells[g, t] = np.asarray(value, dtype=float)
    raise_faults(faults)
    leading = np.broadcast_shapes(*(cell.shape for cell in cells.values()))
    array = np.zeros((*leading, len(groups), len(years)))
    for (g, t), cell in cells.items():
        array[..., g, t] = cell
    return array


def _no_population(group: Group, years: Sequence[int], terms: Terms) -> Fault:
    """Return the fault of a group whose residents are not given in some years."""
    what = _population_of(group, Text.join(map(Text.same, years)), terms)
    way_out = Text("各年都须给出，含基年", "give every year from the base year on")
    return Fault(what=what, rule=GIVEN, got=NOTHING, way_out=way_out)


def _population_of(group: Group, year: int | Text, terms: Terms) -> Text:
    population = Text("人口", "the population") if terms.counts_people else terms.population
    return _POPULATION.format(year=terms.year_label(year), group=group.in_message, population=population)


def _population_fault(what: Text, value: Any, regions: int, terms: Terms) -> Fault | None:
    numbers = np.asarray(value, dtype=float)
    if numbers.ndim and not regions:
        return Fault(what=what, rule=_ONE_PLACE, got=numbers.shape, way_out=_ONE_NUMBER)
    if numbers.ndim and numbers.shape != (regions,):
        rule = _ONE_A_REGION.format(count=regions)
        way_out = Text("给出一个数，或每个地区一个", "give one number, or one for each region")
        return Fault(what=what, rule=rule, got=numbers.shape, way_out=way_out)
    wrong = numbers[~((numbers > 0.0) & (numbers < np.inf))]
    if wrong.size:
        way_out = terms.say(_ONE_UNIT)
        return Fault(what=what, rule=POSITIVE, got=float(wrong.flat[0]), way_out=way_out)
    return None
