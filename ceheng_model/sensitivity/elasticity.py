"""Say by how much a quantity answers to growth and to base levels, in closed form."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.quantities import Quantity
from ceheng_model.scenarios import Scenario
from ceheng_model.sensitivity import words
from ceheng_model.sensitivity.studied_quantity import Subject, log_slopes, subject_of
from ceheng_model.tables import Cell, Column, Shown, Table, column, component_column, group_column
from ceheng_model.vocabulary import Template, Text

STEP = 0.01
"""One percentage point of growth, one per cent of a base level."""

ONE_POINT = Text("增加1个百分点的影响", "effect of 1 point more")
_ONE_PERCENT = Text("基数增加1%的影响", "effect of 1 % more")
_BASE = Text("基数", "base")
_BASE_LEVELS = Template("{year}基数", "base levels {year}")
_TITLE = Template("{quantity}对{of}的弹性", "Elasticities of {quantity}: {of}")


class _Row(NamedTuple):
    """Hold what moves, the elasticity and the effect of one step."""

    names: tuple[Cell, ...]
    elasticity: float
    effect: float


@door
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
        scenario = self.subject.scenario
        rows = []
        for g, c, t in np.argwhere(self.subject.moving).tolist():
            names = (
                scenario.groups[g].named,
                scenario.terms.named_components[c],
                scenario.years[t],
                float(scenario.growth[g, c, t]),
            )
            rows.append(_Row(names, self.growth[g, c, t], self.growth_effect[g, c, t]))
        columns = (
            group_column(scenario.terms),
            component_column(scenario.terms),
            column("year", "year"),
            Column(key="growth", heading=Text("增速", "growth"), kind="percent"),
        )
        notes = (self.subject.known, words.ELASTICITY)
        return self._table("growth_elasticities", Text("增速", "growth"), columns, rows, notes=notes)

    def _by_component(self) -> Table:
        scenario, effects = self.subject.scenario, self.growth_effect.sum(axis=-1)
        rows = [
            _Row((scenario.groups[g].named, scenario.terms.named_components[c]), self.growth[g, c].sum(), effects[g, c])
            for g, c in np.argwhere(self.subject.moving.any(axis=-1)).tolist()
        ]
        columns = (group_column(scenario.terms), component_column(scenario.terms))
        return self._table(
            "component_elasticities", Text("各年增速一起", "growth of all years together"), columns, rows
        )

    def _by_base(self) -> Table:
        scenario = self.subject.scenario
        levels = scenario.baseline.levels
        rows = []
        for g, c in np.argwhere(self.subject.base_moving).tolist():
            names = (scenario.groups[g].named, scenario.terms.named_components[c], float(levels[g, c]))
            rows.append(_Row(names, self.base[g, c], self.base_effect[g, c]))
        columns = (
            group_column(scenario.terms),
            component_column(scenario.terms),
            Column(key="base", heading=scenario.terms.in_unit(_BASE), kind="yuan"),
        )
        of = _BASE_LEVELS.format(year=scenario.terms.year_label(scenario.baseline.year))
        return self._table("base_elasticities", of, columns, rows, step=_ONE_PERCENT)

    def _table(
        self,
        name: str,
        of: Text,
        columns: tuple[Column, ...],
        rows: Iterable[_Row],
        *,
        notes: tuple[Text, ...] = (),
        step: Text = ONE_POINT,
    ) -> Table:
        cells = tuple(
            (*row.names, float(row.elasticity), self.subject.quantity.difference_figure(float(row.effect)))
            for row in sorted(rows, key=lambda row: -abs(row.effect))
        )
        answers = (
            Column(key="elasticity", heading=Text("弹性", "elasticity"), kind="ratio"),
            Column(key="effect", heading=self.subject.headed(step), kind="ratio"),
        )
        title = _TITLE.format(quantity=self.subject.label, of=of)
        return Table(
            name=name, title=title, columns=(*columns, *answers), drops=("growth", "base"), rows=cells, notes=notes
        )


@door
def elasticities(scenario: Scenario, quantity: Quantity | str) -> Elasticities:
    r"""Return how a quantity answers to growth and to base levels, in closed form.

    With :math:`L_t` the levels, :math:`\partial Q / \partial \ln (1 + g_s) = \sum_{t \ge s} L_t \,
    \partial Q / \partial L_t`; the elasticity is that over :math:`Q`, NaN where :math:`Q = 0`, and the
    effect of a point is that over :math:`1 + g_s`, times 0.01.
    Raises `InputError` for scenarios of many alternatives and for quantities that do not exist or that
    no growth can move.

    >>> from ceheng_model.scenarios import scenario
    >>> elasticities(scenario("plan"), "ratio").growth[:2, 0, 0].round(3).tolist()
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
    return Elasticities(subject=subject, **arrays)
