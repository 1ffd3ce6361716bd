"""Turn statements and targets into conditions that a block of draws meets or does not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.conditions import Condition, Drawn, DrawnQuotient, Linear, Series
from ceheng_model.ensemble.shocks import workspace
from ceheng_model.plan import Statement
from ceheng_model.quantities import (
    Form,
    KnownAlone,
    Quantity,
    Quotient,
    Sum,
    Target,
    UndecidableError,
)
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import TOTAL, Force, Missing, Template, Text
from ceheng_model.wording import ROUNDOFF, Better

Counts = NDArray[np.int64]
_BOUND = Template("{quantity} {sign} {value:.12g}", "{quantity} {sign} {value:.12g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """Hold what one statement or target asks of a draw: all its conditions."""

    id: str
    label: Text
    quantity: Quantity
    words: str
    statement: Statement | None = None
    target: Target | None = None
    conditions: tuple[Condition, ...]

    @property
    def force(self) -> Force | None:
        """How firmly the plan binds itself to it; None where it does not say, and for a target."""
        return None if self.statement is None else self.statement.firmest

    def reads(self, groups: NDArray[np.bool_]) -> bool:
        """Return whether it reads an income of any of the groups marked, shape ``(group,)``."""
        return any(groups[group] for condition in self.conditions for group in condition.groups)

    def without_conditions(self) -> "Criterion":
        """Return the criterion as one that always holds, for a region in which it cannot be judged."""
        return replace(self, conditions=())

    def at(self, scenario: Scenario) -> "Criterion":
        """Return what the same statement or target asks of a draw of another scenario of the same plan."""
        if self.target is not None:
            return of_target(self.target, scenario)
        assert self.statement is not None
        return replace(self, conditions=_of_statement(self.statement, scenario))

    @property
    def printed(self) -> float:
        """The value that is to be reached: the one printed, of a range the end that is reached first."""
        if self.target is not None:
            return self.target.value
        assert self.statement is not None
        return self.statement.wording.aim

    def judge(self, drawn: Drawn) -> tuple[NDArray[np.bool_], Array]:
        """Return for every draw whether the criterion holds, and its least margin in spreads."""
        draws = drawn.totals.shape[-1:]
        if not self.conditions:
            return np.ones(draws, dtype=bool), np.full(draws, np.inf)
        first, *others = self.conditions
        margins = first.margins(drawn)
        holds = first.holds(margins)
        for condition in others:
            more = condition.margins(drawn)
            holds = holds & condition.holds(more)
            margins = np.minimum(margins, more)
        return np.broadcast_to(holds, draws), np.broadcast_to(margins, draws)

    def scaled(self, drawn: Drawn) -> "Criterion":
        """Return the criterion with the spreads that its ratios have in one block of draws."""
        conditions = []
        for condition in self.conditions:
            values = condition.values(drawn)
            finite = values[np.isfinite(values)]
            spread = float(np.std(finite)) if finite.size else 0.0
            conditions.append(replace(condition, scale=spread if spread > 0.0 else 1.0))
        return replace(self, conditions=tuple(conditions))


def published_of(criteria: Iterable[Criterion]) -> tuple[Series, ...]:  # noqa: ARG001
    """Return the published series of which criteria read drawn totals, in order of first use."""
    return ()


def judge_all(criteria: Sequence[Criterion], drawn: Drawn) -> tuple[Counts, int, Counts]:
    """Count in how many draws each criterion holds, in how many all do, and how often each is the first to fail.

    The first to fail is the one whose year comes first; among those of one year, the one that falls short
    by most spreads.
    """
    draws, count = drawn.totals.shape[-1], len(criteria)
    held = np.zeros(count, dtype=np.int64)
    together = np.ones(draws, dtype=bool)
    # position of the criterion that fails first in each draw; their number stands for none
    first = np.full(draws, count, dtype=np.int16)
    worst = workspace("worst", (draws,))
    by_year = sorted(range(count), key=lambda position: criteria[position].quantity.last_year)
    for _, members in groupby(by_year, key=lambda position: criteria[position].quantity.last_year):
        worst.fill(np.inf)
        none_before = first == count
        for position in members:
            holds, margins = criteria[position].judge(drawn)
            held[position] = np.count_nonzero(holds)
            together &= holds
            worse = none_before & ~holds & (margins < worst)
            np.copyto(worst, margins, where=worse)
            np.copyto(first, position, where=worse)
    fails_first = np.bincount(first, minlength=count + 1)[:count].astype(np.int64)
    return held, int(np.count_nonzero(together)), fails_first


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJudged:
    """Hold a statement that draws cannot be judged by, and what it needs."""

    statement: Statement
    label: Text
    missing: Missing


def of_statements(
    statements: Iterable[Statement], scenario: Scenario
) -> tuple[tuple[Criterion, ...], tuple[NotJudged, ...]]:
    """Return what statements ask of a draw, and those that lack a figure with the reason."""
    judged: list[Criterion] = []
    not_judged: list[NotJudged] = []
    for statement in statements:
        label = statement.label(scenario.terms)
        try:
            conditions = _of_statement(statement, scenario)
        except UndecidableError as error:
            not_judged.append(NotJudged(statement=statement, label=label, missing=error.missing))
            continue
        judged.append(
            Criterion(
                id=statement.id,
                label=label,
                quantity=statement.quantity,
                words=statement.words,
                statement=statement,
                conditions=conditions,
            )
        )
    return tuple(judged), tuple(not_judged)


def of_target(target: Target, scenario: Scenario) -> Criterion:
    """Return what a target asks of a draw: to reach its value, from above for the ratio, else from below."""
    noise = ROUNDOFF * max(1.0, abs(target.value))
    bound = target.value - noise if target.better == "up" else target.value + noise
    (form,) = target.quantity.forms(scenario)
    condition = _condition(form, scenario, bound=bound, better=target.better, closed=True, rooted=True)
    return Criterion(
        id=str(target),
        label=_BOUND.format(
            quantity=target.quantity.label(scenario.terms),
            sign="≥" if target.better == "up" else "≤",
            value=target.value,
        ),
        quantity=target.quantity,
        words="",
        target=target,
        conditions=(condition,),
    )


def _of_statement(statement: Statement, scenario: Scenario) -> tuple[Condition, ...]:
    """Return one condition a form of the quantity: where there is one a year, all years have to hold."""
    quantity, wording = statement.quantity, statement.wording
    if statement.needs is not None:
        raise UndecidableError(statement.needs)
    forms = quantity.forms(scenario)
    bound, closed = wording.accepted
    # on either side of zero, the roots compare as what is under them does
    rooted = not wording.strict
    return tuple(
        _condition(form, scenario, bound=bound, better=wording.better, closed=closed, rooted=rooted) for form in forms
    )


def _condition(
    form: Form, scenario: Scenario, *, bound: float, better: Better, closed: bool, rooted: bool
) -> Condition:
    single = form.single(scenario)
    if single is not None:
        threshold = float(single.threshold(bound, KnownAlone(scenario)))
        return Condition(own=_compiled(single, scenario), threshold=threshold, better=better, closed=closed)
    assert form.other is not None
    own, other = (_compiled(part, scenario, root=part.root if rooted else 1) for part in (form.own, form.other))
    threshold = bound + (form.own.shift - form.other.shift)
    return Condition(own=own, other=other, threshold=threshold, better=better, closed=closed)


def _compiled(quotient: Quotient, scenario: Scenario, *, root: int = 1) -> DrawnQuotient:
    return DrawnQuotient(above=_linear(quotient.above, scenario), below=_linear(quotient.below, scenario), root=root)


def _linear(form: Sum, scenario: Scenario) -> Linear:
    """Return a form with the positions of its incomes on the axes; totals are taken as one term."""
    constant, terms = 0.0, []
    for term in form.terms:
        coefficient = term.coefficient(scenario)
        if term.level is None:
            constant += coefficient
            continue
        level = term.level
        component = None if level.component == TOTAL else scenario.terms.component_keys.index(level.component)
        g, t = scenario.group_keys.index(level.group), level.year - scenario.base_year
        terms.append((coefficient, t, g, component))
    return Linear(constant=constant, terms=tuple(terms))
