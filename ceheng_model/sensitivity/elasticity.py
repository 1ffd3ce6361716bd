"""Say by how much a quantity answers to growth and to base levels, in closed form."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.quantities import Quantity
from ceheng_model.scenarios import Scenario
from ceheng_model.sensitivity.studied_quantity import Subject, log_slopes, subject_of
from ceheng_model.tables import Cell, Column, Shown, Table, column
from ceheng_model.vocabulary import COMPONENTS, Text

STEP = 0.01
"""One percentage point of growth, one per cent of a base level."""

ONE_POINT = Text("增加1个百分点的影响", "effect of 1 point more")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Elasticities(Shown):
    r"""Hold how a quantity answers to each growth cell and each base level, all else unchanged.

    Arrays cover all cells, zero where a cell cannot move the quantity, and are read-only.
    """

    subject: Subject
    growth: Array
    r""":math:`\partial \ln |Q| / \partial \ln (1 + g)`, shape ``(group, component, year)``."""
    growth_effect: Array
    r""":math:`0.01 \, \partial Q / \partial g`, same shape, in the quantity's unit."""
    base: Array
    r""":math:`\partial \ln |Q| / \partial \ln L_0`, shape ``(group, component)``."""
    base_effect: Array
    r""":math:`0.01 \, L_0 \, \partial Q / \partial L_0`, same shape, in the quantity's unit."""

    def tables(self) -> tuple[Table, ...]:
        """Return growth cell by cell, growth of all years together, and base levels, each by size of effect."""
        return (self._by_cell(), self._by_component(), self._by_base())

    def _by_cell(self) -> Table:
        scenario, effects = self.subject.scenario, self.growth_effect
        found = [
            (scenario.groups[g].named, COMPONENTS[c], scenario.years[t], scenario.growth[g, c, t],
             self.growth[g, c, t], effects[g, c, t])
            for g, c, t in np.argwhere(self.subject.moving)
        ]  # fmt: skip
        columns = (
            column("group"),
            column("component"),
            column("year", "year"),
            Column(key="growth", heading=Text("增速", "growth"), kind="percent"),
        )
        return self._table("growth_elasticities", Text("增速", "growth"), columns, found, self._notes())

    def _by_component(self) -> Table:
        scenario, effects = self.subject.scenario, self.growth_effect.sum(axis=-1)
        found = [
            (scenario.groups[g].named, COMPONENTS[c], self.growth[g, c].sum(), effects[g, c])
            for g, c in np.argwhere(self.subject.moving.any(axis=-1))
        ]
        columns = (column("group"), column("component"))
        of = Text("各年增速一起", "growth of all years together")
        return self._table("component_elasticities", of, columns, found)

    def _by_base(self) -> Table:
        scenario = self.subject.scenario
        levels = scenario.baseline.levels
        found = [
            (scenario.groups[g].named, COMPONENTS[c], levels[g, c], self.base[g, c], self.base_effect[g, c])
            for g, c in np.argwhere(self.subject.base_moving)
        ]
        columns = (
            column("group"),
            column("component"),
            Column(key="base_yuan", heading=Text("基数（元）", "base (yuan)"), kind="yuan"),
        )
        year = scenario.baseline.year
        of = Text(f"{year}年基数", f"base levels {year}")
        step = Text("基数增加1%的影响", "effect of 1 % more")
        return self._table("base_elasticities", of, columns, found, step=step)

    def _table(
        self,
        name: str,
        of: Text,
        columns: tuple[Column, ...],
        found: Iterable[tuple[Cell | float, ...]],
        notes: tuple[Text, ...] = (),
        step: Text = ONE_POINT,
    ) -> Table:
        rows = sorted(found, key=lambda row: -abs(float(row[-1])))  # type: ignore[arg-type]
        label = self.subject.label
        shown = tuple(
            (*row[:-2], float(row[-2]), self.subject.figure(float(row[-1]), signed=True))  # type: ignore[arg-type]
            for row in rows
        )
        answers = (
            Column(key="elasticity", heading=Text("弹性", "elasticity"), kind="ratio"),
            Column(key="effect", heading=step, kind="ratio"),
        )
        title = Text(f"{label.zh}对{of.zh}的弹性", f"Elasticities of {label.en}: {of.en}")
        return Table(name=name, title=title, columns=(*columns, *answers), rows=shown, notes=notes)

    def _notes(self) -> tuple[Text, ...]:
        return (
            self.subject.known,
            Text(
                "弹性为 d ln|Q| / d ln(1+g)；影响为闭式导数乘以1个百分点，以指标的单位计，没有抽样误差；"
                "只动一格，其余增速不变，未定构成不重新推算",
                "elasticity: d ln|Q| / d ln(1+g); effect: the closed-form derivative times one point, in the "
                "quantity's unit, without sampling error; one cell moves, all other rates stay, open "
                "components are not closed anew",
            ),
        )


def elasticities(scenario: Scenario, quantity: Quantity | str) -> Elasticities:
    r"""Return how a quantity answers to growth and to base levels, in closed form.

    With :math:`L_t` the levels, :math:`\partial Q / \partial \ln (1 + g_s) = \sum_{t \ge s} L_t \,
    \partial Q / \partial L_t`; the elasticity is that over :math:`Q`, NaN where :math:`Q = 0`, and the
    effect of a point is that over :math:`1 + g_s`, times 0.01.
    Raises `InputError` for scenarios of many alternatives and for quantities that do not exist or that
    no growth can move.

    >>> from ceheng_model.scenarios import scenario
    >>> found = elasticities(scenario("plan"), "ratio")
    >>> found.growth[:2, 0, 0].round(3).tolist()
    [0.601, -0.434]
    """
    subject = subject_of(scenario, quantity)
    slopes = log_slopes(subject.ratio, scenario.baseline.levels, scenario.growth, scenario.added)
    slopes = np.where(np.concatenate([subject.base_moving[..., np.newaxis], subject.moving], axis=-1), slopes, 0.0)
    relative = slopes / subject.value if subject.value else np.full(slopes.shape, np.nan)
    arrays = {
        "growth": relative[..., 1:],
        "growth_effect": STEP * slopes[..., 1:] / (1.0 + scenario.growth),
        "base": relative[..., 0],
        "base_effect": STEP * slopes[..., 0],
    }
    for array in arrays.values():
        array.setflags(write=False)
    return Elasticities(subject=subject, **arrays)
