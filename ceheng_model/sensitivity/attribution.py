"""Share the variance of a quantity over its inputs: Sobol' indices and Shapley effects."""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.ensemble.random_streams import Seed
from ceheng_model.ensemble.settings import chosen_uncertainty
from ceheng_model.errors import Fault, InputError
from ceheng_model.quantities import Quantity
from ceheng_model.scenarios import Scenario
from ceheng_model.sensitivity import words
from ceheng_model.sensitivity.shapley import ShapleyEffects, shapley_effects
from ceheng_model.sensitivity.sobol import SobolIndices, sobol_effects
from ceheng_model.sensitivity.sobol_points import BATCHES, DRAWS, points_of, streams
from ceheng_model.sensitivity.studied_quantity import Subject, subject_of
from ceheng_model.sensitivity.varied_inputs import (
    INPUTS,
    By,
    Input,
    cell_law,
    input_columns,
    inputs_of,
)
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import Template, Text

MORE = 8
"""Draws for Sobol' indices as a multiple of those for Shapley effects: each takes far fewer evaluations."""
MOST_INPUTS = 64
"""Inputs past which the shares would take too long and be too small to tell apart."""

_TITLE = Template("{quantity}：方差的来源", "{quantity}: where its variance comes from")
_EVERY_SUBSET = Text("全部子集", "every subset")
_RANDOM_ORDERS = Text("随机次序", "random orders")
_OR_FEWER = Template("不超过 {most}", "be {most} or fewer")
_DRAWS_WITHOUT = Template("{count} 次没有", "{count} draws without")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class VarianceShares(Shown):
    """Hold the parts of a quantity's variance that its inputs account for, in the order of `inputs`."""

    subject: Subject
    uncertainty: Uncertainty
    by: By
    draws: int
    inputs: tuple[Input, ...]
    sobol: SobolIndices
    """First-order and total indices, the inputs taken as independent of one another."""
    shapley: ShapleyEffects
    """Shapley effects of the inputs as they are correlated."""

    @property
    def standard_deviation(self) -> float:
        """Spread of the quantity, inputs correlated as in the uncertainty."""
        return float(np.sqrt(self.shapley.variance))

    @property
    def independent_standard_deviation(self) -> float:
        """Spread that the quantity would have were the inputs independent of one another."""
        return float(np.sqrt(self.sobol.variance))

    def tables(self) -> tuple[Table, ...]:
        """Return one row an input, the largest Shapley effect first."""
        rows = tuple(self._row(i) for i in np.argsort(-self.shapley.effects, kind="stable"))
        error = Text("标准误", "s.e.")
        columns = (
            *input_columns(self.by, self.subject.scenario.terms),
            Column(key="shapley", heading=Text("沙普利值", "Shapley share"), kind="percent"),
            Column(key="shapley_error", heading=error, kind="percent"),
            Column(key="first_order", heading=Text("一阶指数", "first order"), kind="percent"),
            Column(key="first_order_error", heading=error, kind="percent"),
            Column(key="total_order", heading=Text("全阶指数", "total"), kind="percent"),
            Column(key="total_order_error", heading=error, kind="percent"),
        )
        title = _TITLE.format(quantity=self.subject.label)
        return (
            Table(
                name="variance_shares",
                title=title,
                columns=columns,
                drops=("total_order_error", "first_order_error", "shapley_error", "total_order"),
                rows=rows,
                notes=self._notes(),
            ),
        )

    def _row(self, i: int) -> tuple[Cell, ...]:
        columns: tuple[Array, ...] = (
            self.shapley.effects,
            self.shapley.error,
            self.sobol.first,
            self.sobol.first_error,
            self.sobol.total,
            self.sobol.total_error,
        )
        return (*self.inputs[i].names, *(float(values[i]) for values in columns))

    def _notes(self) -> tuple[Text, ...]:
        if np.isnan(self.shapley.effects).all():
            return (self.subject.known, words.NO_SPREAD)
        return (
            self.subject.known,
            self._spreads(),
            words.INPUTS_THAT_ENTER.format(inputs=INPUTS[self.by]),
            words.SHAPLEY,
            *self._of_scale(),
            words.SAMPLING.format(
                draws=self.draws,
                over=_EVERY_SUBSET if self.shapley.enumerated else _RANDOM_ORDERS,
                more=MORE * self.draws,
                evaluations=self.sobol.evaluations + self.shapley.evaluations,
                batches=BATCHES,
            ),
        )

    def _spreads(self) -> Text:
        spreads = (self.standard_deviation, self.independent_standard_deviation)
        spread, independent = map(self.subject.apart, spreads)
        return words.SPREADS.format(spread=spread, independent=independent)

    def _of_scale(self) -> tuple[Text, ...]:
        """Return that draws have fatter tails than normal ones of this covariance, where a chi-square scales them."""
        uncertainty = self.uncertainty
        freedoms = (uncertainty.estimation_freedom, uncertainty.own_freedom)
        scaled = uncertainty.distribution != "normal" or freedoms != (None, None)
        return (words.SCALED,) if scaled else ()


@door
def variance_shares(
    scenario: Scenario,
    quantity: Quantity | str,
    *,
    uncertainty: Uncertainty | None = None,
    by: By = "component",
    draws: int = DRAWS,
    seed: Seed = None,
) -> VarianceShares:
    """Return how much of a quantity's variance each input accounts for, with standard errors.

    Growth is the scenario's plus normal shocks of the covariance of draws of the uncertainty, which is estimated from
    published series where none is given. The chi-squares that scale common and own shocks are in it by their means;
    their tails move the shares of a nearly linear quantity by nothing. Shapley effects take the inputs as correlated as
    they are and sum to one; first-order and total Sobol' indices take them as independent of one another. Shares go to
    the inputs that enter the quantity; one that does not enter it gets none, also where it is correlated
    with one that does. `draws`, a power of two, is for the Shapley effects; Sobol' indices take 8 times as
    many. NaN where nothing has any spread.
    Raises `InputError` for quantities and options that do not exist, for more than 64 inputs, and where a spread is
    so wide that the quantity is lost.

    >>> from ceheng_model.scenarios import scenario
    >>> shares = variance_shares(scenario("plan"), "ratio", by="group", draws=1024, seed=1)
    >>> round(float(shares.shapley.effects.sum()), 12)
    1.0
    """
    subject = subject_of(scenario, quantity)
    uncertainty = chosen_uncertainty(scenario, uncertainty)
    inputs = inputs_of(subject, by)
    points_of(draws)
    _require_few(len(inputs))
    first, second = streams(seed, 2)

    def function(growth: Array) -> Array:
        values = subject.at(growth)
        if not np.isfinite(values).all():
            raise InputError(_too_wide(subject.label, int(np.count_nonzero(~np.isfinite(values)))))
        return values

    law = cell_law(subject, uncertainty)
    mean = law.centre + law.drift
    blocks = [varied.cells for varied in inputs]
    return VarianceShares(
        subject=subject,
        uncertainty=uncertainty,
        by=by,
        draws=draws,
        inputs=inputs,
        sobol=sobol_effects(
            function, mean=mean, covariance=law.covariance, blocks=blocks, draws=MORE * draws, seed=first
        ),
        shapley=shapley_effects(
            function, mean=mean, covariance=law.covariance, blocks=blocks, draws=draws, seed=second
        ),
    )


def _require_few(count: int) -> None:
    if count > MOST_INPUTS:
        raise InputError(
            Fault(
                what=Text("输入的个数", "the number of inputs"),
                rule=_OR_FEWER.format(most=MOST_INPUTS),
                got=count,
                way_out=Text('用 by="component"、"group" 或 "year"', 'take by="component", "group" or "year"'),
            )
        )


def _too_wide(label: Text, count: int) -> Fault:
    return Fault(
        what=label,
        rule=Text("在每次模拟中都有数值", "have a value in every draw"),
        got=_DRAWS_WITHOUT.format(count=count),
        way_out=Text("减小标准差，见 uncertainty.with_spread", "make the spreads smaller, see uncertainty.with_spread"),
    )
