"""Check what is assumed about the world around incomes: prices, GDP, population, year by year."""

from collections.abc import Mapping, Sequence

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.plan import require_rate
from ceheng_model.vocabulary import Group, Text

ByYear = float | Sequence[float] | Mapping[int, float]


def rates_by_year(growth: ByYear, years: tuple[int, ...], what: Text) -> Array:
    """Return one rate a year from one rate for all, a sequence, or a mapping by year.

    Raises `InputError` for years that are missing or not projected and for rates that cannot be.
    """
    faults: list[Fault] = []
    if isinstance(growth, Mapping):
        values = [growth.get(year, float("nan")) for year in years]
        faults += [choice(Text("年份", "the year"), year, years) for year in growth if year not in years]
    elif isinstance(growth, Sequence):
        values = list(growth)
    else:
        values = [growth] * len(years)
    if len(values) != len(years):
        rule = Text(f"每年一个，共 {len(years)} 个", f"be one a year, {len(years)} in all")
        way_out = Text("按年份逐一给出", "give one for each year")
        raise InputError(Fault(what=what, rule=rule, got=len(values), way_out=way_out))
    for year, value in zip(years, values, strict=True):
        named = Text(f"{year}年{what.zh}", f"{what.en} {year}")
        if np.isfinite(value):
            faults += require_rate(named, float(value))
        else:
            rule, way_out = Text("给出", "be given"), Text("各年都须给出", "give every year")
            faults.append(Fault(what=named, rule=rule, got=value, way_out=way_out))
    raise_faults(faults)
    return np.array(values, dtype=float)


def population_by_year(
    population: Mapping[str, float | Mapping[int, float]], groups: Sequence[Group], years: Sequence[int]
) -> Array:
    """Return residents by group and year, shape ``(group, year)``; 0 for groups inside another.

    Raises `InputError` for groups and years that are missing, unknown or not positive.
    """
    array = np.zeros((len(groups), len(years)))
    wanted = [group.key for group in groups if group.part_of is None]
    what = Text("人口的人群", "the group of a population")
    faults = [choice(what, key, wanted) for key in population if key not in wanted]
    for g, group in enumerate(groups):
        if group.part_of is not None:
            continue
        given = population.get(group.key, {})
        if isinstance(given, Mapping):
            faults += [
                choice(Text("人口的年份", "the year of a population"), y, years) for y in given if y not in years
            ]
        for t, year in enumerate(years):
            array[g, t] = given.get(year, 0.0) if isinstance(given, Mapping) else given
            if not 0.0 < array[g, t] < np.inf:
                named = Text(f"{year}年{group.label.zh}人口", f"the population of {group.key} {year}")
                rule, way_out = (
                    Text("大于零", "be above zero"),
                    Text("各年都须给出，含基年", "give every year from the base year on"),
                )
                faults.append(Fault(what=named, rule=rule, got=array[g, t], way_out=way_out))
    raise_faults(faults)
    return array
