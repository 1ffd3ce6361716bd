"""Turn statements and targets into conditions that a block of draws meets or does not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.conditions import Condition, Drawn, Flags, Positions, Series
from ceheng_model.ensemble.drawn_figures import WrittenQuantity
from ceheng_model.ensemble.linear_conditions import Bound, condition_of
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.plan import Statement
from ceheng_model.quantities import Form, KnownAlone, PublishedLevel, Quantity, Target, UndecidableError
from ceheng_model.scenarios import Scenario
from ceheng_model.values import Abridged, Value
from ceheng_model.vocabulary import Force, Missing, Template, Text
from ceheng_model.wording import ROUNDOFF

Place = tuple[int, int, int | None]
"""Year (0 is the base year), group, component (None for the total)."""
Counts = NDArray[np.int64]
_NOWHERE = np.zeros(0, dtype=np.intp)
_BOUND = Template("{quantity} {sign} {value:.12g}", "{quantity} {sign} {value:.12g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Hold what a criterion is in every draw of a block."""

    holds: Flags
    """Where it holds, whatever rounding of published figures leaves open."""
    undecided: Flags | None
    """Where rounding decides, or there is no value; None where that is nowhere."""
    met: tuple[Flags, ...]
    """By condition, where it is not missed for sure; where the criterion holds or is undecided, none is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Abridged):
    """Hold what one statement or target asks of a draw: all its conditions.

    Linear conditions tell the draws apart that lie clearly on either side. The few others, which rounding of published
    figures decides or in which an income is lost, are evaluated as a check evaluates a projection.
    """

    id: str
    label: Text
    quantity: Quantity
    words: str
    statement: Statement | None = None
    target: Target | None = None
    written: WrittenQuantity
    conditions: tuple[Condition, ...]
    """Where all hold, it holds: one, or one a year."""
    incomes: tuple[Place, ...] = field(init=False, repr=False)
    """Which incomes the conditions read."""
    published: tuple[tuple[int, Series, float], ...] = field(init=False, repr=False)
    """Which published levels, and above what their rounding is allowed for."""

    def __post_init__(self) -> None:
        """Gather what the conditions read, each once: it is looked up in every block."""
        forms = [form for condition in self.conditions for form in condition.forms]
        object.__setattr__(self, "incomes", tuple(dict.fromkeys(term[1:] for form in forms for term in form.terms)))
        levels = dict.fromkeys(term[1:] for form in forms for term in form.published)
        object.__setattr__(self, "published", tuple(levels))

    @property
    def force(self) -> Force | None:
        """How firmly the plan binds itself to it; None where it does not say, and for a target."""
        return None if self.statement is None else self.statement.firmest

    def reads(self, groups: Flags) -> bool:
        """Return whether it reads an income of any of the groups marked, shape ``(group,)``."""
        return any(groups[group] for _, group, _ in self.incomes)

    @property
    def series(self) -> tuple[Series, ...]:
        """The published series of which it reads drawn totals, in order of first use."""
        return tuple(dict.fromkeys(series for _, series, _ in self.published))

    @property
    def dated_years(self) -> tuple[int, ...]:
        """The years that all have to hold, where it speaks of every year; empty where it speaks of one value."""
        if len(self.conditions) < 2:
            return ()
        return tuple(self.written.base_year + condition.year for condition in self.conditions)

    def dated(self, by_year: Array) -> tuple[tuple[int, float], ...]:
        """Return figures by year ``(year,)`` of a criterion of every year with their years; nothing of another."""
        first = self.written.base_year + 1
        return tuple((year, float(by_year[year - first])) for year in self.dated_years)

    def without_conditions(self) -> "Criterion":
        """Return the criterion as one that always holds, for a region in which it cannot be judged."""
        return replace(self, conditions=())

    def at(self, scenario: Scenario) -> "Criterion":
        """Return what the same statement or target asks of a draw of another scenario of the same plan."""
        if self.target is not None:
            return of_target(self.target, scenario)
        assert self.statement is not None
        return _of_statement(self.statement, scenario)

    @property
    def printed(self) -> float:
        """The value that is to be reached: the one printed, of a range the end that is reached first."""
        if self.target is not None:
            return self.target.value
        assert self.statement is not None
        return self.statement.wording.aim

    def judge(self, drawn: Drawn) -> Judgement:
        """Return for every draw whether the criterion holds, is missed or is left open."""
        draws = drawn.totals.shape[-1]
        judged = [condition.judge(drawn) for condition in self.conditions]
        met = tuple(_in_each(holds, draws) for holds, _ in judged)
        at = self._close([doubt for _, doubt in judged if doubt is not None], drawn)
        if not at.size:
            return Judgement(holds=_all(met, draws), undecided=None, met=met)
        held, left_open, met_there = self._judged_closely(drawn, at)
        for part, there in zip(met, met_there, strict=True):
            part[at] = there
        holds, undecided = _all(met, draws).copy(), np.zeros(draws, dtype=bool)
        holds[at], undecided[at] = held, left_open
        return Judgement(holds=holds, undecided=undecided, met=met)

    def _close(self, doubts: Sequence[Flags], drawn: Drawn) -> Positions:
        """Return the draws that are looked at closely: those in doubt, and those in which a figure it reads is lost."""
        draws = drawn.totals.shape[-1]
        in_doubt = np.flatnonzero(_in_each(np.logical_or.reduce(doubts), draws)) if doubts else _NOWHERE
        at = np.arange(draws) if drawn.lost is None else drawn.lost
        if not at.size:
            return in_doubt
        lost = np.zeros(at.size, dtype=bool)
        for place in self.incomes:
            lost |= _at(drawn.path(*place), at) <= 0.0
        # lower than is allowed for
        for year, series, least in self.published:
            lost |= _at(drawn.published_path(year, series), at) <= least
        return np.union1d(in_doubt, at[lost])

    def _judged_closely(self, drawn: Drawn, at: Positions) -> tuple[Flags, Flags, Flags]:
        """Return where it holds in some draws, where that is left open, and what is not missed for sure by condition.

        As in a check, of several years the one farthest from the better side is judged.
        """
        values, half_widths = self.written.evaluate(drawn, at)
        # the value and both ends of what rounding leaves open
        sides = self._meets(np.array([values, values - half_widths, values + half_widths]))
        worst = values.argmax(axis=0) if self.quantity.better == "down" else values.argmin(axis=0)
        each = np.arange(at.size)
        of_worst = sides[:, worst, each]
        undecided = np.isnan(values[worst, each]) | (of_worst[1:] != of_worst[0]).any(axis=0)
        holds = of_worst[0] & ~undecided
        return holds, undecided, sides.any(axis=0) | holds | undecided

    def _meets(self, values: Array) -> Flags:
        if self.target is not None:
            bound = _bound_of(self.target)
            return values >= bound if self.target.better == "up" else values <= bound
        assert self.statement is not None
        return self.statement.wording.holds(values)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """Count the draws of some blocks by what they meet."""

    held_by_block: Counts
    """In how many draws of each block each criterion holds, shape ``(criterion, block)``."""
    undecided: Counts
    """In how many draws it is left open whether each holds, shape ``(criterion,)``."""
    failed_in: Counts
    """In how many draws each criterion of every year first fails in a year, shape ``(criterion, year)``."""
    together_by_block: Counts
    """In how many draws of each block all hold, shape ``(block,)``."""
    together_undecided: int
    """In how many draws none fails and some are left open."""

    @property
    def held(self) -> Counts:
        """In how many draws each criterion holds, shape ``(criterion,)``."""
        return np.asarray(self.held_by_block.sum(axis=1))

    @property
    def together(self) -> int:
        """In how many draws all hold."""
        return int(self.together_by_block.sum())


def judge_all(criteria: Sequence[Criterion], drawn: Drawn) -> Judged:
    """Count in how many draws each criterion holds or is left open, and in which year those of every year fail.

    The draws are those of blocks one after the other, of which the last may be shorter.
    """
    years, _, draws = drawn.totals.shape
    held = np.zeros((len(criteria), -(-draws // BLOCK)), dtype=np.int64)
    undecided = np.zeros(len(criteria), dtype=np.int64)
    failed_in = np.zeros((len(criteria), years), dtype=np.int64)
    together = np.ones(draws, dtype=bool)
    none_fails = together.copy()
    for position, criterion in enumerate(criteria):
        # where an income is lost a threshold may be none, which is then looked at closely
        with np.errstate(divide="ignore", invalid="ignore"):
            judged = criterion.judge(drawn)
        held[position] = _by_block(judged.holds)
        together &= judged.holds
        if judged.undecided is None:
            none_fails &= judged.holds
        else:
            undecided[position] = np.count_nonzero(judged.undecided)
            none_fails &= judged.holds | judged.undecided
        if len(criterion.conditions) > 1:
            _count_failures(criterion.conditions, judged.met, out=failed_in[position])
    together_by_block = np.array(_by_block(together), dtype=np.int64)
    return Judged(
        held_by_block=held,
        undecided=undecided,
        failed_in=failed_in,
        together_by_block=together_by_block,
        together_undecided=int(np.count_nonzero(none_fails)) - int(together_by_block.sum()),
    )


def _by_block(flags: Flags) -> list[int]:
    """Return how many flags of each block are set."""
    return [int(np.count_nonzero(flags[start : start + BLOCK])) for start in range(0, flags.size, BLOCK)]


def published_of(criteria: Iterable[Criterion]) -> tuple[Series, ...]:
    """Return the published series of which criteria read drawn totals, in order of first use."""
    return tuple(dict.fromkeys(series for criterion in criteria for series in criterion.series))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NotJudged(Value):
    """Hold a statement that draws cannot be judged by, and what it needs."""

    statement: Statement
    label: Text
    missing: Missing


def of_statements(
    statements: Iterable[Statement], scenario: Scenario
) -> tuple[tuple[Criterion, ...], tuple[NotJudged, ...]]:
    """Return what statements ask of a draw, and those that lack a figure with the reason.

    Published levels of years after the scenario's `as_of` are drawn; `published_of` names their series.
    """
    judged: list[Criterion] = []
    not_judged: list[NotJudged] = []
    for statement in statements:
        try:
            judged.append(_of_statement(statement, scenario))
        except UndecidableError as error:
            label = statement.label(scenario.terms)
            not_judged.append(NotJudged(statement=statement, label=label, missing=error.missing))
    return tuple(judged), tuple(not_judged)


def of_target(target: Target, scenario: Scenario) -> Criterion:
    """Return what a target asks of a draw: to reach its value, from above for the ratio, else from below."""
    bound = Bound(value=_bound_of(target), better=target.better, closed=True)
    written = WrittenQuantity.of(target.quantity, scenario)
    (form,) = written.forms
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
        written=written,
        conditions=(condition_of(form, scenario, bound),),
    )


def _of_statement(statement: Statement, scenario: Scenario) -> Criterion:
    """Return one condition a form of the quantity: where there is one a year, all years have to hold."""
    quantity, wording = statement.quantity, statement.wording
    if statement.needs is not None:
        raise UndecidableError(statement.needs)
    written = WrittenQuantity.of(quantity, scenario)
    value, closed = wording.accepted
    bound = Bound(value=value, better=wording.better, closed=closed, strict=wording.strict)
    return Criterion(
        id=statement.id,
        label=statement.label(scenario.terms),
        quantity=quantity,
        words=statement.words,
        statement=statement,
        written=written,
        conditions=tuple(
            condition_of(form, scenario, bound, half_width=_half_width(quantity, form, scenario))
            for form in written.forms
        ),
    )


def _half_width(quantity: Quantity, form: Form, scenario: Scenario) -> float:
    """Return the half-width that is the same in every draw; 0 where it follows from published levels."""
    if any(isinstance(known, PublishedLevel) for known in form.known):
        return 0.0
    return float(quantity.uncertainty(form, KnownAlone(scenario)))


def _bound_of(target: Target) -> float:
    noise = ROUNDOFF * max(1.0, abs(target.value))
    return target.value - noise if target.better == "up" else target.value + noise


def _at(values: Array, at: Positions) -> Array:
    """Return values in some draws; those that are the same in all as they are."""
    return values[at] if values.ndim else values


def _in_each(flags: Flags, draws: int) -> Flags:
    """Return flags of every draw, of what is the same in all as well."""
    return flags if flags.ndim else np.full(draws, flags)


def _all(met: Sequence[Flags], draws: int) -> Flags:
    if not met:
        return np.ones(draws, dtype=bool)
    holds, *others = met
    for other in others:
        holds = holds & other
    return holds


def _count_failures(conditions: Sequence[Condition], met: Sequence[Flags], *, out: Counts) -> None:
    """Add to the year of each condition the draws in which it is the first that is missed."""
    before = np.ones(met[0].shape, dtype=bool)
    for condition, holds in sorted(zip(conditions, met, strict=True), key=lambda pair: pair[0].year):
        out[condition.year - 1] += np.count_nonzero(before & ~holds)
        before = before & holds
