"""Pair urban and rural growth that give one urban-rural ratio."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ceheng_model.arithmetic import Array
from ceheng_model.errors import ABOVE_MINUS_ONE, POSITIVE, Fault, InputError, Remark, choice
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Column, Shown, Table
from ceheng_model.vocabulary import Template, Text

_TITLE = Template(
    "{year}年城乡居民收入比为 {ratio:g} 的增速组合", "Growth that gives an urban-rural ratio of {ratio:g} in {year}"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Frontier(Shown):
    """Hold pairs of average annual growth, fractions, that bring the ratio to one value."""

    ratio: float
    year: int
    urban: Array
    rural: Array
    remarks: tuple[Remark, ...] = ()
    """What is to be said of the inputs that it rests on."""

    def tables(self) -> tuple[Table, ...]:
        """Return one row a pair."""
        columns = (
            Column(key="urban_growth", heading=Text("城镇年均增速", "urban growth"), kind="percent", decimals=3),
            Column(key="rural_growth", heading=Text("农村年均增速", "rural growth"), kind="percent", decimals=3),
        )
        rows = tuple(zip(self.urban.tolist(), self.rural.tolist(), strict=True))
        title = _TITLE.format(year=self.year, ratio=self.ratio)
        return (Table(name="frontier", title=title, columns=columns, rows=rows),)


def frontier(scenario: Scenario, ratio: float, *, urban: ArrayLike, year: int | None = None) -> Frontier:
    r"""Return the rural growth that goes with each urban growth so that the ratio is reached.

    :math:`(1 + g_r) = (1 + g_u) (U_0 / R_0 / \rho)^{1/n}` for base-year totals :math:`U_0, R_0` and
    average annual growth over the :math:`n` years up to `year` (the last one where none is named).

    Raises `InputError` for a scenario of many regions or without urban and rural groups, a year that is not
    projected, a ratio that is not above zero and growth at or below -1.

    >>> from ceheng_model.scenarios import scenario
    >>> frontier(scenario("plan"), 2.8, urban=[0.10]).rural.round(5)
    array([0.16149])
    """
    if scenario.baseline.regions:
        scenario.require_single()
    above, below = scenario.terms.compared.keys
    for key in (above, below):
        if key not in scenario.group_keys:
            raise InputError(choice(Text("人群", "the group"), key, scenario.group_keys))
    scenario.require_bases((above, below))
    last = scenario.headline_year if year is None else year
    if last not in scenario.years:
        raise InputError(choice(Text("年份", "the year"), last, scenario.years))
    rates = np.atleast_1d(np.array(urban, dtype=float))
    if not (0.0 < ratio < np.inf):
        rule, way_out = POSITIVE, Text("例如 2.8", "for example 2.8")
        raise InputError(Fault(what=Text("收入比", "the ratio"), rule=rule, got=ratio, way_out=way_out))
    if not (np.isfinite(rates).all() and (rates > -1.0).all()):
        rule, way_out = ABOVE_MINUS_ONE, Text("20% 写作 0.20", "write 20 % as 0.20")
        raise InputError(Fault(what=Text("城镇增速", "urban growth"), rule=rule, got=rates.min(), way_out=way_out))
    base = scenario.baseline.levels.sum(axis=-1)
    start = base[scenario.group_keys.index(above)] / base[scenario.group_keys.index(below)]
    rural = (1.0 + rates) * (start / ratio) ** (1.0 / (last - scenario.baseline.year)) - 1.0
    for array in (rates, rural):
        array.setflags(write=False)
    return Frontier(ratio=float(ratio), year=last, urban=rates, rural=rural, remarks=scenario.remarks)
