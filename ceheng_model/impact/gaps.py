"""Say how much of the gap to a target a set of measures closes, and which measure how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array, compound
from ceheng_model.decomposition.splits import shapley_values
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError
from ceheng_model.impact.effects import without_levers
from ceheng_model.impact.words import CLOSES, GAP, REACHED_WITHOUT
from ceheng_model.levers import Lever, added_levels
from ceheng_model.quantities import Ratio, Target, require_target
from ceheng_model.quantities.targets import target as parse_target
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, Column, Figure, Shown, Table, written
from ceheng_model.vocabulary import Keyed, Text

MOST_LEVERS = 14
"""Measures whose every subset is weighed: 16,384 paths, and each further measure doubles them."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class GapClosed(Shown):
    """Hold the gap to a target and what measures do to it, exactly additive."""

    scenario: Scenario
    target: Target
    levers: tuple[Lever, ...]
    before: float
    """The quantity without the measures."""
    after: float
    """The quantity with all of them."""
    parts: Array
    """What each measure changes, Shapley value over all orders, shape ``(lever,)``."""

    @property
    def gap(self) -> float:
        """What is missing without the measures, in the quantity's unit; zero or below where nothing is."""
        return self.target.value - self.before if self.target.better == "up" else self.before - self.target.value

    @property
    def closed(self) -> float:
        """Part of the gap that the measures close together; NaN where there is none."""
        done = self.after - self.before if self.target.better == "up" else self.before - self.after
        return done / self.gap if self.gap > 0.0 else float("nan")

    def tables(self) -> tuple[Table, ...]:
        """Return one row a measure, all together last, and the sentence that says what is left."""
        sign = 1.0 if self.target.better == "up" else -1.0
        rows: list[tuple[Cell, ...]] = []
        order = np.argsort(-sign * self.parts, kind="stable")
        for lever, part in [(self.levers[i], float(self.parts[i])) for i in order]:
            rows.append((Keyed(lever.id, lever.title), self._moved(part), self._part_of_gap(sign * part)))
        whole = self.after - self.before
        rows.append((Keyed("all", Text("以上全部", "all together")), self._moved(whole), self.closed))
        columns = (
            Column(key="lever", heading=Text("措施", "measure"), kind="label"),
            Column(key="effect", heading=Text("作用", "effect"), kind="ratio"),
            Column(key="part_of_gap", heading=Text("占缺口", "of the gap"), kind="percent", decimals=1),
        )
        label = self.target.quantity.label(self.scenario.terms)
        title = GAP.format(quantity=label)
        return (Table(name="gap", title=title, columns=columns, rows=tuple(rows), notes=(self.sentence,)),)

    @property
    def sentence(self) -> Text:
        """Say what the measures close and what is left."""
        before, after, value = (
            written(self.target.figure(number), "text") for number in (self.before, self.after, self.target.value)
        )
        label = self.target.quantity.label(self.scenario.terms)
        if self.gap <= 0.0:
            return REACHED_WITHOUT.format(quantity=label, before=before, target=value)
        part = written(self.closed, "percent", decimals=1)
        return CLOSES.format(quantity=label, before=before, after=after, target=value, part=part)

    def _moved(self, value: float) -> Figure:
        return self.target.quantity.difference_figure(value)

    def _part_of_gap(self, done: float) -> float:
        return done / self.gap if self.gap > 0.0 else float("nan")


@door
def gap_to_measures(scenario: Scenario, target: Target | str, levers: Sequence[Lever | str] = ()) -> GapClosed:
    """Return how much of the gap to a target the measures close, split exactly over them.

    Without `levers`, those that the scenario has. What a measure closes is its Shapley value: what it adds,
    averaged over all orders. Raises `InputError` for targets that do not exist, where there are no measures, and
    for more than 14.

    >>> from ceheng_model.scenarios import scenario
    >>> doctors = "village_doctors:recipients=300,residents=120000,first_year=2023"
    >>> result = gap_to_measures(scenario("plan"), "rural.2024=17355", [doctors])
    >>> round(result.closed, 6)
    0.003344
    """
    scenario.require_single()
    bare, chosen = without_levers(scenario, levers)
    if isinstance(target, str):
        target = parse_target(target, bare)
    else:
        require_target(target, bare)
    if len(chosen) > MOST_LEVERS:
        rule = Text(f"不超过 {MOST_LEVERS} 项", f"be at most {MOST_LEVERS}")
        way_out = Text("分批计算", "take some at a time")
        raise InputError(Fault(what=Text("措施", "the measures"), rule=rule, got=len(chosen), way_out=way_out))
    values = _mixes(bare, chosen, target.quantity.ratio(bare))
    parts = shapley_values(values)
    return GapClosed(
        scenario=bare,
        target=target,
        levers=chosen,
        before=float(values[0]),
        after=float(values[-1]),
        parts=parts,
    )


def _mixes(bare: Scenario, levers: Sequence[Lever], ratio: Ratio) -> Array:
    """Return the quantity for every subset of the measures; bit i of a position says whether measure i is there."""
    each = np.array([added_levels([lever], bare.terms, bare.years) for lever in levers])
    chosen = (np.arange(2 ** len(levers))[:, np.newaxis] >> np.arange(len(levers)) & 1).astype(float)
    added = np.tensordot(chosen, each, axes=1)
    if bare.added is not None:
        added = added + bare.added
    return ratio.quantity(compound(bare.baseline.levels, np.broadcast_to(bare.growth, added.shape), added))
