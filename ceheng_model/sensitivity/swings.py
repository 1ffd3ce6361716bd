"""Draw one input at a time by itself: between which values the quantity then lies."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.ensemble.settings import chosen_uncertainty
from ceheng_model.errors import Fault, InputError, between
from ceheng_model.quantities import Quantity
from ceheng_model.scenarios import Scenario
from ceheng_model.sensitivity import words
from ceheng_model.sensitivity.quantile_multiples import multiple_of
from ceheng_model.sensitivity.studied_quantity import Subject, log_slopes, subject_of
from ceheng_model.sensitivity.varied_inputs import (
    INPUTS,
    By,
    CellLaw,
    Input,
    cell_law,
    input_columns,
    inputs_of,
)
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import Template, Text

# each step brings the ends nearer by about the part that the quantity is bent; after three they stand to 1e-6
STEPS = 3
"""How often the growth that gives an end is sought again along the slope found there."""

_TITLE = Template("{quantity}：逐项变动的摆幅", "{quantity}: swings, one input at a time")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Tornado(Shown):
    """Hold the quantiles that the quantity has when one input is drawn by itself.

    All else is as in the scenario. Arrays have one entry an input, in the order of `inputs`, and are read-only.
    """

    subject: Subject
    uncertainty: Uncertainty
    by: By
    probability: float
    """Probability between the two quantiles."""
    multiple: Array
    """By input, the high quantile in standard deviations of the quantity; the low one is its negative."""
    inputs: tuple[Input, ...]
    shock: tuple[Array, ...]
    """By input, the most likely growth of its cells at the high end, less the scenario's, fraction."""
    low: Array
    """The quantity's quantile on the side where the input's growth is low."""
    high: Array
    """The quantity's quantile on the side where the input's growth is high."""

    @property
    def swing(self) -> Array:
        """The quantity at the high end less that at the low one."""
        return self.high - self.low

    def tables(self) -> tuple[Table, ...]:
        """Return the table of swings."""
        return (self.table(),)

    def table(self) -> Table:
        """Return one row an input, the widest swing first."""
        rows = tuple(self._row(i) for i in np.argsort(-np.abs(self.swing), kind="stable"))
        single = self.by in ("component", "cell")
        moved = Text("增速年均偏离（±百分点）", "growth, ± points a year")
        columns = (
            *input_columns(self.by, self.subject.scenario.terms),
            Column(
                key="shock",
                heading=moved,
                kind="points",
                shown=single,
            ),
            Column(key="low", heading=Text("增速低时", "growth low"), kind="ratio"),
            Column(key="high", heading=Text("增速高时", "growth high"), kind="ratio"),
            Column(key="swing", heading=self.subject.headed(Text("摆幅", "swing")), kind="ratio"),
        )
        title = _TITLE.format(quantity=self.subject.label)
        return Table(name="tornado", title=title, columns=columns, drops=("shock",), rows=rows, notes=self._notes())

    def _row(self, i: int) -> tuple[Cell, ...]:
        shocks, figure = self.shock[i], self.subject.figure
        # a mean over components would weigh them all alike, which says nothing
        mean = float(shocks.mean()) if self.by in ("component", "cell") else None
        low, high = float(self.low[i]), float(self.high[i])
        return (
            *self.inputs[i].names,
            mean,
            figure(low),
            figure(high),
            self.subject.quantity.difference_figure(high - low),
        )

    def _notes(self) -> tuple[Text, ...]:
        low, high = (f"{100.0 * end:g}%" for end in ((1.0 - self.probability) / 2.0, (1.0 + self.probability) / 2.0))
        ends = sorted({f"{value:.3f}" for value in (self.multiple.min(), self.multiple.max())})
        multiple = "—".join(ends)
        moved = words.SWINGS.format(inputs=INPUTS[self.by], low=low, high=high, multiple=multiple)
        notes = [self.subject.known, moved, words.SWINGS_CORRELATED]
        factors = 1.0 + self.subject.scenario.growth[self.subject.moving]
        if any(
            (factors[varied.cells] < np.abs(shock)).any() for varied, shock in zip(self.inputs, self.shock, strict=True)
        ):
            notes.append(words.LOST)
        return tuple(notes)


@door
def tornado(
    scenario: Scenario,
    quantity: Quantity | str,
    *,
    uncertainty: Uncertainty | None = None,
    by: By = "component",
    probability: float = 0.8,
) -> Tornado:
    r"""Return between which values a quantity lies when one input at a time is drawn by itself.

    With :math:`c` the slopes of the quantity by the growth of the input's cells and :math:`C` the covariance of
    these cells, over components and years as `simulate` draws them, the quantity has the spread
    :math:`\sigma = \sqrt{c' C c}`. Its quantiles are its values at the most likely growth that lies :math:`q`
    such spreads out, :math:`g \pm q \, C c / \sigma`, with :math:`c` taken there; for a quantity that is linear in
    growth that is exact, and for what bends as incomes of some years do it is right to a few hundredths of the
    swing. :math:`q` is the quantile of the distribution with unit spread; where a chi-square scales the shocks, of a
    year or of the whole path, that of the mixture. All other growth stays: correlation counts inside an input and
    not between inputs, and the swings of several inputs do not add up to the range of all.
    The uncertainty is estimated from published series where none is given.
    Raises `InputError` for quantities, options and probabilities that do not exist.

    >>> from ceheng_model.scenarios import scenario
    >>> tornado(scenario("plan"), "ratio").to_frame().loc[0, ["group", "component"]].tolist()
    ['rural', 'transfer']
    """
    subject = subject_of(scenario, quantity)
    uncertainty = chosen_uncertainty(scenario, uncertainty)
    inputs = inputs_of(subject, by)
    _require_probability(probability)
    law = cell_law(subject, uncertainty)
    ends = [_ends(subject, uncertainty, varied, law, probability) for varied in inputs]
    low, high, multiple = (np.array(values) for values in zip(*(end.values for end in ends), strict=True))
    by_input = tuple(end.shock for end in ends)
    return Tornado(
        subject=subject,
        uncertainty=uncertainty,
        by=by,
        probability=probability,
        multiple=multiple,
        inputs=inputs,
        shock=by_input,
        low=low,
        high=high,
    )


class _Ends(NamedTuple):
    """Hold the low and the high end of one input, the quantile in spreads, and the growth at the high end."""

    values: tuple[float, float, float]
    shock: Array


def _ends(subject: Subject, uncertainty: Uncertainty, varied: Input, law: CellLaw, probability: float) -> _Ends:
    """Return the ends of an input that is drawn by a law."""
    factor = law.factor[varied.cells]
    flat = factor.reshape(len(factor), -1)
    centre = law.centre + law.drift if varied.year is None else law.centre
    still = (centre - subject.scenario.growth[subject.moving])[varied.cells]
    slopes = _slopes(subject, varied, still)
    along = slopes @ flat
    spread = float(np.linalg.norm(along))
    if spread == 0.0:
        value = _value(subject, varied, still)
        return _Ends((value, value, 0.0), still)
    squares = (slopes @ factor.transpose(1, 0, 2)) ** 2
    by_part = np.array([squares[:, ~law.own].sum(axis=-1), squares[:, law.own].sum(axis=-1)])
    multiple = multiple_of(uncertainty, by_part / spread**2, probability)
    # high is where the growth of the input is high on the whole, whichever way that moves the quantity
    sign = 1.0 if float(flat.sum(axis=0) @ along) >= 0.0 else -1.0
    low, high = (_Shocks(subject, varied, flat, still).at(slopes, sign * end) for end in (-multiple, multiple))
    return _Ends((_value(subject, varied, low), _value(subject, varied, high), multiple), high)


class _Shocks(NamedTuple):
    """Hold an input whose cells answer to normals by `factor`, shape ``(cell, normal)``, around `still`."""

    subject: Subject
    varied: Input
    factor: Array
    still: Array

    def at(self, slopes: Array, distance: float) -> Array:
        """Return the most likely shock to the cells that carries the quantity some spreads away."""
        shock = self.still
        for _ in range(STEPS):
            along = slopes @ self.factor
            norm = float(np.linalg.norm(along))
            # where the quantity does not answer there, as with a component that is lost, the last shock stands
            if norm == 0.0:
                break
            shock = self.still + self.factor @ (along * (distance / norm))
            slopes = _slopes(self.subject, self.varied, shock)
        return shock


def _slopes(subject: Subject, varied: Input, shock: Array) -> Array:
    """Return the derivatives of the quantity by the growth of an input's cells, at a shock to them."""
    moved = np.array(subject.scenario.growth[subject.moving])
    moved[varied.cells] += shock
    whole = np.array(subject.scenario.growth)
    whole[subject.moving] = np.maximum(moved, -1.0)
    lost = moved <= -1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        by_logarithm = log_slopes(subject.ratio, subject.scenario.baseline.levels, whole, subject.scenario.added)[
            ..., 1:
        ][subject.moving]
        slopes: Array = np.where(lost, 0.0, by_logarithm / (1.0 + moved))[varied.cells]
    return np.where(np.isfinite(slopes), slopes, 0.0)


def _value(subject: Subject, varied: Input, shock: Array) -> float:
    moved = np.array(subject.scenario.growth[subject.moving])
    moved[varied.cells] += shock
    return float(subject.at(moved))


def _require_probability(probability: float) -> None:
    if not 0.0 < probability < 1.0:
        rule, way_out = between(0, 1), Text("80% 写作 0.8", "write 80 % as 0.8")
        raise InputError(Fault(what=Text("概率", "the probability"), rule=rule, got=probability, way_out=way_out))
