"""Pair growth of the two groups that a plan compares, so that their ratio is one value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.errors import ABOVE_MINUS_ONE, POSITIVE, Fault, InputError, Remark, choice
from ceheng_model.names import group_names
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Column, Shown, Table
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

_TITLE = Template("{year}{name}为 {ratio:g} 的增速组合", "Growth that gives {name} of {ratio:g} in {year}")
_AVERAGE = Template("{group}年均增速", "{group} growth")
_GROWTH = Template("{group}增速", "{group} growth")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Frontier(Shown):
    """Hold pairs of average annual growth, fractions, that bring the ratio to one value."""

    terms: Terms
    """The terms of the plan: which two groups it compares, and what it calls them."""
    ratio: float
    year: int
    above: Array
    """Growth of the group whose income is divided."""
    below: Array
    """Growth of the group by whose income it is divided."""
    remarks: tuple[Remark, ...] = ()
    """What is to be said of the inputs that it rests on."""

    def tables(self) -> tuple[Table, ...]:
        """Return one row a pair."""
        columns = tuple(
            Column(
                key=f"{key}_growth",
                heading=_AVERAGE.format(group=self.terms.short(key)),
                kind="percent",
                decimals=3,
            )
            for key in self.terms.compared.keys
        )
        rows = tuple(zip(self.above.tolist(), self.below.tolist(), strict=True))
        name = self.terms.short_ratio.with_article()
        title = _TITLE.format(year=self.terms.year_label(self.year), name=name, ratio=self.ratio)
        return (Table(name="frontier", title=title, columns=columns, rows=rows),)


@door
def frontier(scenario: Scenario, ratio: float, *, growth: ArrayLike, year: int | None = None) -> Frontier:
    r"""Return the growth of the lower group that goes with each `growth` of the upper one, urban as a rule.

    :math:`(1 + g_r) = (1 + g_u) (U_0 / R_0 / \rho)^{1/n}` for base-year totals :math:`U_0, R_0` and
    average annual growth over the :math:`n` years up to `year` (the last one where none is named).

    Raises `InputError` for a scenario of many regions or without the two groups, a year that is not
    projected, a ratio that is not above zero and growth at or below -1.

    >>> from ceheng_model.scenarios import scenario
    >>> frontier(scenario("plan"), 2.8, growth=[0.10]).below.round(5)
    array([0.16149])
    """
    if scenario.baseline.regions:
        scenario.require_single()
    terms = scenario.terms
    for key in terms.compared.keys:
        if key not in scenario.group_keys:
            raise InputError(choice(Text("人群", "the group"), key, group_names(terms)))
    scenario.require_bases(terms.compared.keys)
    last = scenario.headline_year if year is None else year
    if last not in scenario.years:
        raise InputError(choice(Text("年份", "the year"), last, scenario.years))
    rates = np.atleast_1d(np.array(growth, dtype=float))
    if not (0.0 < ratio < np.inf):
        rule, way_out = POSITIVE, Text("例如 2.8", "for example 2.8")
        raise InputError(Fault(what=Text("收入比", "the ratio"), rule=rule, got=ratio, way_out=way_out))
    if not (np.isfinite(rates).all() and (rates > -1.0).all()):
        rule, way_out = ABOVE_MINUS_ONE, Text("20% 写作 0.20", "write 20 % as 0.20")
        what = _GROWTH.format(group=terms.short(terms.compared.above))
        raise InputError(Fault(what=what, rule=rule, got=rates.min(), way_out=way_out))
    base = scenario.baseline.levels.sum(axis=-1)
    above, below = (base[scenario.group_keys.index(key)] for key in terms.compared.keys)
    needed = (1.0 + rates) * (above / below / ratio) ** (1.0 / (last - scenario.baseline.year)) - 1.0
    return Frontier(terms=terms, ratio=float(ratio), year=last, above=rates, below=needed, remarks=scenario.remarks)
