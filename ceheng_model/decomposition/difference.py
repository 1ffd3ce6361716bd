"""Split the difference of two scenarios over the assumptions in which they differ."""

from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.decomposition import splits, words
from ceheng_model.decomposition.assumptions import BYS, Assumption, By, differing, mixes, reaches
from ceheng_model.decomposition.comparable import (
    require_comparable,
    require_few,
    require_finite,
    require_same_surroundings,
)
from ceheng_model.decomposition.measure import measure_of
from ceheng_model.doors import door
from ceheng_model.errors import InputError, choice
from ceheng_model.names import choice_names
from ceheng_model.quantities import Quantity
from ceheng_model.quantities import quantity as parse_quantity
from ceheng_model.scenarios import Scenario, distinct_titles
from ceheng_model.tables import Cell, Column, Figure, Shown, Table, column, written
from ceheng_model.values import Value
from ceheng_model.vocabulary import TOTAL, Template, Text

_COLUMNS = (
    Column(key="assumption", heading=Text("假设", "assumption")),
    *(
        Column(key=key, heading=column(key).heading, kind="label", shown=False)
        for key in ("kind", "group", "component")
    ),
    Column(key="year", heading=column("year").heading, kind="year", shown=False, may_lack=True),
    Column(key="first", heading=Text("由", "from")),
    Column(key="second", heading=Text("到", "to")),
    Column(key="effect", heading=Text("影响", "effect"), kind="points"),
    Column(key="share", heading=Text("占差异", "of the difference"), kind="percent", decimals=1),
)
_TITLE = Template(
    "情景差异的来源：{first} → {second}，{label}", "What makes the difference: {first} to {second}, {label}"
)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effect(Value):
    """Hold what one differing assumption does to the quantity."""

    assumption: Assumption
    value: float
    """In the quantity's own unit."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Difference(Shown):
    """Hold the difference of two scenarios in one quantity, second less first, by assumption."""

    first: Scenario
    second: Scenario
    quantity: Quantity
    first_value: float
    second_value: float
    noise: float
    """A difference up to this is rounding."""
    effects: tuple[Effect, ...]
    """The assumptions that move the quantity, the largest effect first."""
    idle: int
    """Assumptions that differ without moving the quantity."""

    @property
    def value(self) -> float:
        """The difference, second less first, in the quantity's own unit."""
        return self.second_value - self.first_value

    @property
    def shares(self) -> tuple[float, ...]:
        """Each effect as a share of the difference, in their order; NaN where there is no difference."""
        values = np.array([effect.value for effect in self.effects])
        return tuple(splits.shares_of(values, self.value, noise=self.noise).tolist())

    def tables(self) -> tuple[Table, ...]:
        """Return one row an assumption with its effect, and the difference as the closing row."""
        shares = self.shares
        rows: list[tuple[Cell, ...]] = [
            (
                *effect.assumption.cells_of_table,
                self._figure(effect.value),
                share,
            )
            for effect, share in zip(self.effects, shares, strict=True)
        ]
        whole = nan if not shares or isnan(shares[0]) else 1.0
        ends = (self._written(value) for value in (self.first_value, self.second_value))
        closing = Text("合计：两情景之差", "all: the difference")
        rows.append((closing, None, None, TOTAL, None, *ends, self._figure(self.value), whole))
        label = self.quantity.label(self.first.terms)
        first, second = distinct_titles((self.first, self.second))
        title = _TITLE.format(first=first, second=second, label=label)
        return (
            Table(
                name="difference",
                title=title,
                columns=_COLUMNS,
                drops=("share",),
                rows=tuple(rows),
                notes=self._notes(),
            ),
        )

    def _notes(self) -> tuple[Text, ...]:
        notes = [words.SHAPLEY]
        if self._figure(self.value).kind == "points":
            notes.append(words.IN_POINTS)
        if self.effects and isnan(self.shares[0]):
            notes.append(words.NO_DIFFERENCE)
        if self.idle:
            notes.append(words.IDLE.format(count=self.idle))
        return tuple(notes)

    def _figure(self, value: float) -> Figure:
        return self.quantity.difference_figure(value)

    def _written(self, value: float) -> Text:
        figure = self.quantity.figure(value)
        return Text(written(figure, "text"), written(figure, "text", "en"))


@door
def explain_difference(
    first: Scenario, second: Scenario, quantity: Quantity | str, *, by: By = "component"
) -> Difference:
    r"""Return the difference of two scenarios in one quantity, split over the assumptions that differ.

    The parts add up exactly. The assumptions are, `by` ``component``, the growth path of every component of every group
    and the base of every group; by ``group``, all growth of a group and its base; by ``year``, all growth of a year and
    the base. Each gets its Shapley value: the change it makes when the first scenario's figures are exchanged for the
    second's, averaged over all orders of exchange; all :math:`2^d` mixes are computed. The effects add up to second
    less first; an assumption that moves nothing gets nothing; exchanging the scenarios changes every sign. Effects of a
    coarser division are not in general sums of those of a finer one.

    `quantity` is written as for `quantities.quantity` or is one itself, the lead of one group's growth over
    another's, over GDP or over a published series included.

    Raises `InputError` for scenarios of many alternatives, with other groups, base years or horizons; for a
    population, prices or GDP that differ where the quantity reads them; for unknown quantities and
    divisions; and for more than 16 assumptions.
    Sources: L. S. Shapley, Contributions to the Theory of Games II (1953) 307-317; A. F. Shorrocks, Journal
    of Economic Inequality 11 (2013) 99-126.

    >>> from ceheng_model.scenarios import scenario
    >>> plan = scenario("plan")
    >>> slower = plan.with_growth("rural", "wages", 0.15).with_growth("urban", "wages", 0.08)
    >>> [round(effect.value, 3) for effect in explain_difference(plan, slower, "ratio").effects]
    [0.169, -0.103]
    """
    if by not in BYS:
        raise InputError(choice(Text("分法", "by"), by, choice_names(BYS)))
    require_comparable(first, second)
    if isinstance(quantity, str):
        quantity = parse_quantity(quantity, first)
    measure = measure_of(quantity, first)
    require_same_surroundings(quantity, measure, second)
    assumptions = differing(first, second, by)
    reaching = [assumption for assumption in assumptions if reaches(assumption, measure)]
    require_few(reaching)
    values = mixes(first, second, reaching, measure)
    require_finite(quantity, first, values)
    noise = measure.noise(values)
    effects = _effects(reaching, values, noise=noise)
    return Difference(
        first=first,
        second=second,
        quantity=quantity,
        first_value=float(values[0]),
        second_value=float(values[-1]),
        noise=noise,
        effects=effects,
        idle=len(assumptions) - len(effects),
    )


def _effects(assumptions: list[Assumption], values: Array, *, noise: float) -> tuple[Effect, ...]:
    count = len(assumptions)
    # all that is left out together stays below the noise
    moving = [i for i in range(count) if count * np.abs(splits.marginals(values, i)).max() > noise]
    if not moving:
        return ()
    parts = splits.closed(splits.shapley_values(values)[moving], float(values[-1] - values[0])).tolist()
    effects = [Effect(assumption=assumptions[i], value=part) for i, part in zip(moving, parts, strict=True)]
    return tuple(sorted(effects, key=lambda effect: -abs(effect.value)))
