"""Hold the quantity that is studied, as a function of growth, with the growth cells that move it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array, compound
from ceheng_model.errors import Fault, InputError, Remark
from ceheng_model.quantities import Quantity, Ratio, require_quantity
from ceheng_model.quantities import quantity as parse_quantity
from ceheng_model.scenarios import Scenario
from ceheng_model.sensitivity import words
from ceheng_model.tables import Figure, in_prose, written
from ceheng_model.values import Value
from ceheng_model.vocabulary import Template, Text

NEGLIGIBLE = 1e-12
"""A slope this small beside the largest one is rounding: the cell cannot move the quantity."""
_POINTS = Template("{points}个百分点", "{points} points")
GOLDEN = 0.6180339887498949
"""Its multiples never repeat among the fractions: growth without any pattern."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject(Value):
    """Hold one quantity of one scenario."""

    scenario: Scenario
    quantity: Quantity
    ratio: Ratio
    value: float
    """The quantity as the scenario has it."""
    moving: NDArray[np.bool_]
    """Growth cells that can move the quantity at some growth, shape ``(group, component, year)``."""
    base_moving: NDArray[np.bool_]
    """Base levels that can, shape ``(group, component)``."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of the scenario's inputs."""
        return self.scenario.remarks

    @property
    def label(self) -> Text:
        """Name of the quantity in both languages."""
        return self.quantity.label(self.scenario.terms)

    @property
    def known(self) -> Text:
        """Sentence that gives the quantity as the scenario has it."""
        value = in_prose(self.figure(self.value), self.scenario.terms)
        return words.IN_SCENARIO.format(quantity=self.quantity.in_sentence(self.scenario.terms), value=value)

    @property
    def moved_groups(self) -> list[str]:
        """Keys of the groups whose growth can move the quantity."""
        return [key for key, moving in zip(self.scenario.group_keys, self.moving, strict=True) if moving.any()]

    def figure(self, value: float, *, signed: bool = False) -> Figure:
        """Return a value in the quantity's unit."""
        return self.quantity.figure(value, signed=signed)

    def apart(self, value: float) -> Text:
        """Return how far two values lie apart, or how far values stray, with its unit; rates differ by points."""
        figure = self.quantity.difference_figure(value)._replace(signed=False)
        shown = written(figure, "text")
        if figure.kind == "points":
            return _POINTS.format(points=shown)
        return self.scenario.terms.amount(shown) if figure.kind == "yuan" else Text.same(shown)

    def headed(self, heading: Text) -> Text:
        """Return the heading of a column of such distances, with their unit where it is not that of the quantity."""
        in_points = self.quantity.difference_figure(0.0).kind == "points"
        return words.IN_POINTS.format(what=heading) if in_points else heading

    def at(self, growth: Array) -> Array:
        """Return the quantity at growth of the moving cells, ``(..., cell)``, all else as in the scenario.

        A component whose growth lies below -1 is lost, never negative: its level is 0. NaN or infinite
        where that leaves the quantity undefined.
        """
        whole = np.array(np.broadcast_to(self.scenario.growth, (*growth.shape[:-1], *self.moving.shape)))
        whole[..., self.moving] = np.maximum(growth, -1.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.ratio.quantity(compound(self.scenario.baseline.levels, whole, self.scenario.added))


def subject_of(scenario: Scenario, quantity: Quantity | str) -> Subject:
    """Return a quantity of a scenario ready for study.

    Raises `InputError` for scenarios of many alternatives, quantities that do not exist, and quantities
    that have no value or that no growth can move.

    >>> from ceheng_model.scenarios import scenario
    >>> subject = subject_of(scenario("plan"), "rural.wages.growth.2024")
    >>> round(subject.value, 12), subject.moving.sum(axis=-1)[1].tolist()
    (0.2, [1, 0, 0, 0])
    """
    scenario.require_single()
    if isinstance(quantity, str):
        quantity = parse_quantity(quantity, scenario)
    else:
        require_quantity(quantity, scenario)
    ratio, base = quantity.ratio(scenario), scenario.baseline.levels
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(ratio.quantity(compound(base, scenario.growth, scenario.added)))
    # two cells that cancel at one growth do not at growth without any pattern
    order = np.arange(1.0, scenario.growth.size + 1.0).reshape(scenario.growth.shape)
    generic = 0.05 + 0.1 * ((GOLDEN * order) % 1.0)
    slopes = np.abs(log_slopes(ratio, base, generic, scenario.added)) if np.isfinite(value) else np.zeros((1, 1, 1))
    moves = slopes > NEGLIGIBLE * slopes.max()
    if not moves[..., 1:].any():
        raise InputError(_unmoved(quantity.label(scenario.terms), value))
    return Subject(
        scenario=scenario,
        quantity=quantity,
        ratio=ratio,
        value=value,
        moving=moves[..., 1:],
        base_moving=moves[..., 0],
    )


def log_slopes(ratio: Ratio, base: Array, growth: Array, added: Array | None) -> Array:
    r"""Return the derivatives of the quantity by the logarithms of base levels and of growth factors.

    :math:`\partial Q / \partial \ln (1 + g_s) = \sum_{t \ge s} L_t \, \partial Q / \partial L_t`, with
    :math:`L_t` without what levers add, and the sum over all years for the base level. Shape
    ``(group, component, year)``: the base level first, then the growth of each year, in the quantity's unit.
    """
    # a group without a base moves nothing
    base = np.nan_to_num(base)
    grown = compound(base, growth)
    parts = ratio.gradient(grown if added is None else compound(base, growth, added)) * grown
    sums: Array = np.cumsum(parts[..., ::-1], axis=-1)[..., ::-1]
    return sums


def _unmoved(label: Text, value: float) -> Fault:
    return Fault(
        what=label,
        rule=Text("有数值并随增速而变", "have a value and change with growth"),
        got=value,
        way_out=Text("检查基数是否为零，或换一个指标", "see whether its base is zero, or choose another quantity"),
    )
