"""Read and write how the incomes of a group's people are spread, as a plan's folder or a scenario file says it."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from ceheng_model.errors import Fault, InputError
from ceheng_model.files import Section
from ceheng_model.quantities import IncomeDistribution
from ceheng_model.vocabulary import NO_TEXT, Name, Text

KEY = "distribution"
_PAIRS = Text("为 [比例, 收入] 的列表", "be a list of [part, income]")
_LIKE = Text("例如 [[0.1, 5200], [0.5, 9800]]", "for example [[0.1, 5200], [0.5, 9800]]")
_STAND_INS = {"gini": 0.5, "sigma": 0.5, "floor": 0.0}
_STAND_IN = IncomeDistribution(gini=0.5)


def read_distributions(top: Section, groups: tuple[str | Name, ...]) -> dict[str, IncomeDistribution]:
    """Return the distribution of each group that has one; faults go to those of the section."""
    section = top.optional(KEY, top.section)
    if section is None:
        return {}
    held = section.present(groups, lambda group: _read(section.section(group)))
    section.finish()
    return held


def _read(section: Section) -> IncomeDistribution:
    numbers = section.present(tuple(_STAND_INS), lambda key: _number(section, key))
    quantiles = section.optional("quantiles", lambda key: _pairs(section, key)) or ()
    source = section.optional("source", lambda key: _source(section, key)) or NO_TEXT
    section.finish()
    try:
        return IncomeDistribution(quantiles=quantiles, source=source, **numbers)
    except InputError as error:
        section.faults.extend(_placed(fault, section) for fault in error.faults)
        return _STAND_IN


def _number(section: Section, key: str) -> float:
    """Return a number; for one that cannot be read, whose fault is told, one that is right."""
    value = section.number(key)
    return value if isfinite(value) else _STAND_INS[key]


def _placed(fault: Fault, section: Section) -> Fault:
    return fault.at(section.place)


def _pairs(section: Section, key: str) -> tuple[tuple[float, float], ...]:
    listed = section.raw(key)
    if isinstance(listed, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(type(number) in (int, float) for number in pair)
        for pair in listed
    ):
        return tuple((float(part), float(income)) for part, income in listed)
    section.fault(key, _PAIRS, str(listed), _LIKE)
    return ((1.0, 1.0),)


def _source(section: Section, key: str) -> Text:
    return section.texts(key) if isinstance(section.table[key], dict) else Text.same(section.text(key))


def distribution_tables(held: Mapping[str, IncomeDistribution]) -> dict[str, Any]:
    """Return distributions as a file writes them."""
    return {group: _written(distribution) for group, distribution in held.items()}


def _written(held: IncomeDistribution) -> dict[str, Any]:
    numbers = {"gini": held.gini, "sigma": held.sigma, "floor": held.floor}
    table: dict[str, Any] = {key: number for key, number in numbers.items() if number is not None}
    if held.quantiles:
        table["quantiles"] = [list(pair) for pair in held.quantiles]
    if held.source:
        zh, en = held.source
        table["source"] = zh if zh == en else {"zh": zh, "en": en}
    return table
