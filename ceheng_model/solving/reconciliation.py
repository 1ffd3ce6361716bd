"""Make components add up to stated totals, moving growth as little as possible."""

from collections.abc import Iterable, Mapping
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.errors import POSITIVE, Fault, InputError, choice, raise_faults
from ceheng_model.names import group_names
from ceheng_model.scenarios import Scenario
from ceheng_model.scenarios.changes import growth_change, parse_cells
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Group, Template, Text

# a total with two decimals is known to some 1e-7 of its size
SUM_TOLERANCE = 1e-9
"""Relative difference within which locked components count as adding up to their total."""

_IN_UNIT = Template("以{full_unit}计", "give {full_unit}")
_TOTAL = Template("{year}{group}合计", "the total of {group} {year}")
_NEAREST = Template(
    "{total:,.2f}，锁定的为 {locked}，最近可得 {reached:,.2f}", "{total:,.2f}, locked: {locked}, nearest {reached:,.2f}"
)
_NONE = Text("（无）", "-")


@door
def reconcile(
    scenario: Scenario,
    totals: Mapping[str, Mapping[int, float]],
    *,
    locked: Iterable[str] = (),
    positive: bool = True,
) -> Scenario:
    r"""Return the scenario whose components add to the stated totals, nearest to the given growth.

    Year by year, with :math:`s_c` the components' shares of the year before, the rates minimise
    :math:`\sum_c s_c (g_c - \hat g_c)^2` subject to :math:`\sum_c s_c g_c = G`: least squares weighted
    by share, as Stone, Champernowne and Meade proposed for accounts (Review of Economic Studies 9, 1942).
    The answer adds the same points to every open cell, except those that `positive` holds at zero.

    `totals` gives yuan by group and year; years without a total keep their growth. `locked` names cells
    as ``rural.wages.2023``, whose growth stays as it is, bit for bit. Raises `InputError` for totals and
    cells that do not exist and for locks with which no growth adds up, naming them.

    >>> from ceheng_model.scenarios import scenario
    >>> reconciled = reconcile(scenario("trend"), {"rural": {2022: 12405.12}}, locked=["rural.wages"])
    >>> [round(float(rate), 4) for rate in reconciled.growth[1, :, 0]]
    [0.0957, 0.1118, 0.156, 0.1604]
    """
    scenario.require_single()
    _require_totals(totals, scenario)
    fixed = np.zeros(scenario.growth.shape, dtype=bool)
    for cells in locked:
        fixed |= parse_cells(cells, scenario.terms, scenario.years).mask(scenario.terms, scenario.years)
    growth = np.array(scenario.growth)
    for g, group in enumerate(scenario.groups):
        levels = np.array(scenario.baseline.levels[g])
        for t, year in enumerate(scenario.years):
            total = totals.get(group.key, {}).get(year)
            if total is not None:
                growth[g, :, t] = _year(
                    scenario.terms, levels, growth[g, :, t], fixed[g, :, t], total, group, year, positive=positive
                )
            levels = levels * (1.0 + growth[g, :, t])
    reconciled = scenario
    for g, c, t in np.argwhere(growth != scenario.growth):
        cell = (scenario.group_keys[g], scenario.terms.component_keys[c])
        change = growth_change(*cell, float(growth[g, c, t]), years=scenario.years[t], how="set")
        reconciled = reconciled.with_change(change)
    return reconciled


def _year(
    terms: Terms,
    levels: Array,
    wanted: Array,
    fixed: NDArray[np.bool_],
    total: float,
    group: Group,
    year: int,
    *,
    positive: bool,
) -> Array:
    rates = wanted.copy()
    free = ~fixed & (levels > 0.0)
    left = total - float((levels * (1.0 + wanted))[~free].sum())
    if not free.any():
        if abs(left) > SUM_TOLERANCE * total:
            raise InputError(_impossible(terms, group, year, fixed, total - left, total))
        return rates
    held = np.zeros(rates.shape, dtype=bool)
    while True:
        moving = free & ~held
        room = float(levels[moving].sum())
        if room == 0.0:
            raise InputError(_impossible(terms, group, year, fixed, total - left + float(levels[free].sum()), total))
        open_total = left - float(levels[held].sum())
        shift = (open_total - float((levels * (1.0 + wanted))[moving].sum())) / room
        below = moving & (wanted + shift < 0.0) if positive else moving & (wanted + shift <= -1.0)
        if not positive and below.any():
            raise InputError(_impossible(terms, group, year, fixed, total - left, total))
        if not below.any():
            rates[moving] = wanted[moving] + shift
            rates[held] = 0.0
            return rates
        held |= below


def _require_totals(totals: Mapping[str, Mapping[int, float]], scenario: Scenario) -> None:
    faults: list[Fault] = []
    for group, by_year in totals.items():
        if group not in scenario.group_keys:
            faults.append(choice(Text("合计的人群", "the group of a total"), group, group_names(scenario.terms)))
        for year, total in by_year.items():
            if year not in scenario.years:
                faults.append(choice(Text("合计的年份", "the year of a total"), year, scenario.years))
            if not (isfinite(total) and total > 0.0):
                what = _TOTAL.format(year=scenario.terms.year_label(year), group=group)
                way_out = scenario.terms.say(_IN_UNIT)
                faults.append(Fault(what=what, rule=POSITIVE, got=total, way_out=way_out))
    raise_faults(faults)


def _impossible(terms: Terms, group: Group, year: int, fixed: NDArray[np.bool_], reached: float, total: float) -> Fault:
    keys = terms.component_keys
    names = [f"{group.key}.{component}.{year}" for component, lock in zip(keys, fixed, strict=True) if lock]
    return Fault(
        what=_TOTAL.format(year=terms.year_label(year), group=group.in_message),
        rule=Text("能由各构成相加得到", "be the sum of its components"),
        got=_NEAREST.format(total=total, locked=Text.listed(names) if names else _NONE, reached=reached),
        way_out=Text(
            "解锁其中的构成，或用 positive=False 允许负增长", "unlock some of them, or allow falls with positive=False"
        ),
    )
