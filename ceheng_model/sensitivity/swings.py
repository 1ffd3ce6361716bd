"""Move one input at a time to the ends of what its uncertainty allows."""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.errors import Fault, InputError, between
from ceheng_model.quantities import Quantity
from ceheng_model.scenarios import Scenario
from ceheng_model.sensitivity import words
from ceheng_model.sensitivity.studied_quantity import Subject, subject_of
from ceheng_model.sensitivity.varied_inputs import (
    INPUTS,
    By,
    Input,
    cell_covariance,
    input_columns,
    inputs_of,
    uncertainty_for,
)
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import Template, Text

_TITLE = Template("{quantity}：逐项变动的摆幅", "{quantity}: swings, one input at a time")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Tornado(Shown):
    """Hold the quantity with each input at its low and at its high quantile, all else as in the scenario.

    Arrays have one entry an input, in the order of `inputs`, and are read-only.
    """

    subject: Subject
    uncertainty: Uncertainty
    by: By
    probability: float
    """Probability between the two quantiles."""
    multiple: float
    """The high quantile in standard deviations; the low one is its negative."""
    inputs: tuple[Input, ...]
    shock: tuple[Array, ...]
    """By input, the distance of each of its cells' high growth from the scenario's, fraction."""
    low: Array
    """The quantity with the input at its low quantile."""
    high: Array
    """The quantity with the input at its high quantile."""

    @property
    def swing(self) -> Array:
        """The quantity at the high quantile less that at the low one."""
        return self.high - self.low

    def tables(self) -> tuple[Table, ...]:
        """Return the table of swings."""
        return (self.table(),)

    def table(self) -> Table:
        """Return one row an input, the widest swing first."""
        rows = tuple(self._row(i) for i in np.argsort(-np.abs(self.swing), kind="stable"))
        single = self.by in ("component", "cell")
        columns = (
            *input_columns(self.by),
            Column(key="shock", heading=Text("增速偏离（±百分点）", "growth, ± points"), kind="points", shown=single),
            Column(key="low", heading=Text("增速低时", "growth low"), kind="ratio"),
            Column(key="high", heading=Text("增速高时", "growth high"), kind="ratio"),
            Column(key="swing", heading=Text("摆幅", "swing"), kind="ratio"),
        )
        title = _TITLE.format(quantity=self.subject.label)
        return Table(name="tornado", title=title, columns=columns, rows=rows, notes=self._notes())

    def _row(self, i: int) -> tuple[Cell, ...]:
        shocks, figure = self.shock[i], self.subject.figure
        same = float(shocks[0]) if np.ptp(shocks) == 0.0 else None
        low, high = float(self.low[i]), float(self.high[i])
        return (*self.inputs[i].names, same, figure(low), figure(high), figure(high - low, signed=True))

    def _notes(self) -> tuple[Text, ...]:
        low, high = (f"{100.0 * end:g}%" for end in ((1.0 - self.probability) / 2.0, (1.0 + self.probability) / 2.0))
        moved = words.SWINGS.format(inputs=INPUTS[self.by], low=low, high=high, multiple=self.multiple)
        notes = [self.subject.known, moved]
        if self.uncertainty.distribution == "student_t" and self.uncertainty.persistence > 0.0:
            notes.append(words.STUDENT_T_OVER_YEARS)
        factors = 1.0 + self.subject.scenario.growth[self.subject.moving]
        if any((factors[varied.cells] < shock).any() for varied, shock in zip(self.inputs, self.shock, strict=True)):
            notes.append(words.LOST)
        return tuple(notes)


def tornado(
    scenario: Scenario,
    quantity: Quantity | str,
    *,
    uncertainty: Uncertainty | None = None,
    by: By = "component",
    probability: float = 0.8,
) -> Tornado:
    r"""Return how far a quantity swings when one input at a time goes to its low and high quantile.

    The growth of every cell of the input becomes :math:`g \pm q \sigma` with :math:`\sigma` the spread of
    yearly growth and :math:`q` the quantile of the distribution scaled to unit spread; for Student's t
    with :math:`\nu` degrees of freedom :math:`q = t_\nu^{-1} \sqrt{(\nu - 2) / \nu}`. The uncertainty is
    estimated from published series where none is given. Correlation plays no part: one input moves,
    the others stay.
    Raises `InputError` for quantities, options and probabilities that do not exist.

    >>> from ceheng_model.scenarios import scenario
    >>> tornado(scenario("plan"), "ratio").to_frame().loc[0, ["group", "component"]].tolist()
    ['rural', 'wages']
    """
    subject = subject_of(scenario, quantity)
    uncertainty = uncertainty_for(scenario, uncertainty)
    inputs = inputs_of(subject, by)
    multiple = _multiple(uncertainty, probability)
    shocks = multiple * np.sqrt(np.diag(cell_covariance(subject, uncertainty)))
    moved = np.zeros((len(inputs), shocks.size))
    for row, varied in zip(moved, inputs, strict=True):
        row[varied.cells] = shocks[varied.cells]
    growth = scenario.growth[subject.moving]
    low, high = subject.at(growth - moved), subject.at(growth + moved)
    by_input = tuple(shocks[varied.cells] for varied in inputs)
    for array in (low, high, *by_input):
        array.setflags(write=False)
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


def _multiple(uncertainty: Uncertainty, probability: float) -> float:
    from scipy.special import ndtri, stdtrit

    if not 0.0 < probability < 1.0:
        rule, way_out = between(0, 1), Text("80% 写作 0.8", "write 80 % as 0.8")
        raise InputError(Fault(what=Text("概率", "the probability"), rule=rule, got=probability, way_out=way_out))
    upper = (1.0 + probability) / 2.0
    if uncertainty.distribution == "normal":
        return float(ndtri(upper))
    freedom = uncertainty.degrees_of_freedom
    return float(stdtrit(freedom, upper) * np.sqrt((freedom - 2.0) / freedom))
