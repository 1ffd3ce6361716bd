"""Audit two levels together: what the plan above asks of the whole against what every county promises.

The unknowns are the incomes of all counties. A statement of a county is linear in its own incomes; one of the plan
above in the sums over counties weighted by residents, so that both levels are one programme of the audit, and its
contradictions and smallest sets to change are those of the audit.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf, log

import numpy as np
from scipy import sparse

from ceheng_model.arithmetic import Array
from ceheng_model.auditing import Limits, fewest_changes
from ceheng_model.auditing.contradictions import Ended, enumerate_contradictions
from ceheng_model.auditing.items import Item, items
from ceheng_model.auditing.opening import WHY_ENDED
from ceheng_model.auditing.programme import LEAST_LEFT, Feasibility, Firm, Programme, Tally
from ceheng_model.auditing.proposals import scale
from ceheng_model.auditing.readings import readings
from ceheng_model.auditing.repairs import Correction, corrected
from ceheng_model.auditing.rows import Row
from ceheng_model.auditing.widening import least_widening
from ceheng_model.auditing.words import bound_figure
from ceheng_model.plan_sets import words
from ceheng_model.plan_sets.county_plan import CountyPlan
from ceheng_model.plan_sets.plan_set import PlanSet
from ceheng_model.plan_sets.prose import first_of, yuan_in_prose
from ceheng_model.plan_sets.shares import Weighed
from ceheng_model.scenarios import Scenario, scenario_to_audit
from ceheng_model.tables import Cell, Column, Table, written
from ceheng_model.terms import Terms
from ceheng_model.values import Value, read_only
from ceheng_model.vocabulary import NO_TEXT, Text

_MOST_CELLS = 30_000_000
"""Cells of the rows together up to which both levels are weighed as one programme: half a gigabyte with both forms."""
_CORRECTIONS, _CONTRADICTIONS = 8, 30
"""Sets to change, and contradictions, that are listed."""
_SOLVES = 5_000
_MOST_ABOVE = 4
"""Statements of the plan above that are tried together: of twenty that is six thousand programmes."""
_OWN_LIMITS = Limits(contradictions=100, corrections=1, solves=2_000, seconds=30.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Promise(Value):
    """Hold one statement of either level; the plan above has no county."""

    county: CountyPlan | None
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LevelChange(Value):
    """Hold a smallest set of statements to change, and how far each has to move at least."""

    promises: tuple[Promise, ...]
    bounds: tuple[float, ...]
    """Where each comes to lie, in its own unit; none where no move is enough."""
    share: float
    """The least part of its own value by which the one that moves most must move."""

    def is_of(self, *, above: bool) -> bool:
        """Return whether all its statements are those of the plan above, or else all those of counties."""
        return all((promise.county is None) is above for promise in self.promises)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Most(Value):
    """Say how far a statement of the plan above can be met while every county keeps its promises."""

    item: Item
    reach: float
    """The value of the quantity that comes nearest to what is asked."""
    is_most: bool
    """Whether that is the most there can be; else the least."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BetweenLevels(Value):
    """Hold what of both levels cannot hold together, and the fewest statements to change."""

    above: CountyPlan
    terms: Terms
    feasibility: Feasibility | None
    """Of all statements of both levels; None where there are too many counties for one programme."""
    contradictions: tuple[tuple[Promise, ...], ...] = ()
    ended: Ended = Ended.COMPLETE
    reaches: tuple[Most, ...] = ()
    """The statements of the plan above that cannot hold while the counties keep their promises."""
    changes: tuple[LevelChange, ...] = ()
    """The smallest sets: the fewest first, then the least moves."""
    in_step: float = inf
    """By what part all counties would have to raise what they promise so that the plan above can stay; infinite where
    that is not enough or not needed."""
    set_aside: tuple[Promise, ...] = ()
    """Statements of counties that contradict their own plan, and are left out of this audit."""

    @property
    def answer(self) -> tuple[Text, ...]:
        """What was found, in sentences."""
        if self.feasibility is None:
            return (words.TOO_MANY,)
        if self.feasibility is not Feasibility.CONTRADICTS:
            return (words.LEVELS_HOLD,)
        said = [self._reach_sentence(one) for one in self.reaches]
        if self.changes:
            first = self.changes[0]
            said.append(words.FEWEST.format(count=len(first.promises), changes=self._told(first), far=_far(first)))
            # the fewest of one level may ask of one county what no county can do: the way at the other is told as well
            for is_above, form in ((False, words.OR_COUNTIES), (True, words.OR_ABOVE)):
                other = next((one for one in self.changes if one.is_of(above=is_above)), None)
                if other is not None and other is not first:
                    said.append(form.format(count=len(other.promises), changes=self._told(other), far=_far(other)))
        if self.in_step < inf:
            said.append(words.IN_STEP.format(share=f"{self.in_step * 100.0:.1f}%"))
        return tuple(said)

    def tables(self) -> tuple[Table, ...]:
        """Return what clashes and the smallest sets to change."""
        return tuple(table for table in (self._clash_table(), self._change_table()) if table.rows)

    def _clash_table(self) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for number, members in enumerate(self.contradictions, start=1):
            above = [one for one in members if one.county is None]
            below = [one for one in members if one.county is not None]
            labels = dict.fromkeys(one.county.label for one in below if one.county is not None)
            counties = first_of(labels, words.AND_MORE, most=_NAMED)
            rows.append((number, Text.join((_said(one.item) for one in above), zh="；", en="; "), len(below), counties))
        columns = (
            Column(key="number", heading=Text("序号", "number"), kind="year"),
            Column(key="above", heading=words.OF_ABOVE),
            Column(key="count", heading=words.OF_COUNTIES, kind="year"),
            Column(key="counties", heading=Text("哪些县", "which counties")),
        )
        notes = () if self.ended is Ended.COMPLETE else (words.CUT.format(why=WHY_ENDED[self.ended]),)
        return Table(name="between_levels", title=words.CLASHES, columns=columns, rows=tuple(rows), notes=notes)

    def _change_table(self) -> Table:
        rows = tuple(
            (
                number,
                words.ABOVE if promise.county is None else promise.county.label,
                _said(promise.item),
                None if not change.bounds else bound_figure(promise.item.members[0], change.bounds[at]),
            )
            for number, change in enumerate(self.changes, start=1)
            for at, promise in enumerate(change.promises)
        )
        columns = (
            Column(key="number", heading=Text("序号", "number"), kind="year"),
            Column(key="whose", heading=Text("哪一级", "whose")),
            Column(key="statement", heading=Text("条目", "statement")),
            Column(key="to", heading=words.MOVES_TO, kind="ratio", holds="number"),
        )
        return Table(
            name="changes_between", title=words.CHANGES, columns=columns, rows=rows, notes=(words.CHANGE_NOTE,)
        )

    def _reach_sentence(self, one: Most) -> Text:
        statement = one.item.members[0]
        return (words.AT_MOST if one.is_most else words.AT_LEAST).format(
            label=one.item.label,
            reach=self._amount(one.item, one.reach),
            above=self.above.label,
            asked=statement.wording.in_words(self._printed(one.item)),
        )

    def _told(self, change: LevelChange) -> Text:
        said = []
        for at, promise in enumerate(change.promises):
            whose = self.above.label if promise.county is None else promise.county.label
            to = self._amount(promise.item, change.bounds[at]) if change.bounds else Text("–", "–")
            statement = words.SAID.format(label=promise.item.label, printed=self._printed(promise.item))
            said.append(words.CHANGE.format(whose=whose, statement=statement, to=to))
        return Text.join(said, zh="；", en="; ")

    def _amount(self, item: Item, value: float) -> Text:
        statement = item.members[0]
        if statement.quantity.unit == "yuan":
            return self.terms.amount(yuan_in_prose(value))
        return Text.same(written(bound_figure(statement, value), "text"))

    def _printed(self, item: Item) -> Text:
        statement = item.members[0]
        return (
            self.terms.amount(statement.printed_text)
            if statement.quantity.unit == "yuan"
            else Text.same(statement.printed_text)
        )


_NAMED = 4
"""Counties that a row names."""


def _far(change: LevelChange) -> Text:
    """Return what is to be known of a change that asks one county for what it can hardly do."""
    times = [
        bound / promise.item.members[0].wording.printed_values[0]
        for promise, bound in zip(change.promises, change.bounds, strict=False)
        if promise.county is not None and promise.item.members[0].quantity.unit == "yuan"
    ]
    farthest = max(times, key=lambda one: abs(log(one)) if one > 0.0 else inf, default=1.0)
    return NO_TEXT if 1.0 / _FAR <= farthest <= _FAR else words.TOO_FAR.format(times=f"{farthest:.1f}")


_FAR = 1.5
"""So many times its value an income that one county promises is hardly moved to within the years of a plan."""


def _said(item: Item) -> Text:
    return words.SAID.format(label=item.label, printed=item.members[0].printed_text)


def audit_between(plans: PlanSet, weighed: Weighed, whole: Scenario, *, seconds: float) -> BetweenLevels:
    """Return what of the plan above and of the counties' plans cannot hold together.

    `whole` is the sum of the counties as a scenario of the plan above.
    """
    assert plans.above is not None
    joint = _Joint.of(plans, weighed, whole)
    terms = plans.above.plan.terms
    if joint is None:
        return BetweenLevels(above=plans.above, terms=terms, feasibility=None)
    programme, promises = joint.programme(), joint.promises
    weighed_items = [one.item for one in promises]
    answer = programme.ask(range(len(promises)))
    if answer.feasibility is not Feasibility.CONTRADICTS:
        return BetweenLevels(
            above=plans.above, terms=terms, feasibility=answer.feasibility, set_aside=tuple(joint.set_aside)
        )
    limits = Limits(contradictions=_CONTRADICTIONS, corrections=_CORRECTIONS, solves=_SOLVES, seconds=seconds)
    found = enumerate_contradictions(programme, range(len(promises)), limits)
    scales = [scale(one.item, joint.scenarios[at]) for at, one in enumerate(promises)]
    sets = dict.fromkeys([*_fewest_above(programme, promises), *found.corrections])
    moves = [corrected(programme, weighed_items, members, scales) for members in sets]
    ordered = sorted(moves, key=lambda one: (len(one.members), one.share))
    of_counties = frozenset(at for at, one in enumerate(promises) if one.county is not None)
    involved = of_counties & frozenset(at for members in found.contradictions for at in members)
    step = corrected_in_step(programme, weighed_items, involved, scales) if involved else inf
    return BetweenLevels(
        above=plans.above,
        terms=terms,
        feasibility=answer.feasibility,
        contradictions=tuple(tuple(promises[at] for at in sorted(members)) for members in found.contradictions),
        ended=found.ended,
        reaches=tuple(joint.reaches(programme, of_counties)),
        changes=tuple(_change(one, promises) for one in ordered),
        in_step=step,
        set_aside=tuple(joint.set_aside),
    )


def _fewest_above(programme: Programme, promises: Sequence[Promise]) -> Iterator[frozenset[int]]:
    """Yield the fewest statements of the plan above alone whose change makes all else hold; none where none do.

    The search over both levels meets thousands of sets of counties of the same size, and may end before this one.
    """
    everything = frozenset(range(len(promises)))
    above = [at for at, one in enumerate(promises) if one.county is None]
    for size in range(1, min(len(above), _MOST_ABOVE) + 1):
        for members in combinations(above, size):
            if programme.ask(everything - set(members)).feasibility is not Feasibility.CONTRADICTS:
                yield frozenset(members)
                return


def corrected_in_step(
    programme: Programme, weighed: Sequence[Item], members: frozenset[int], scales: Sequence[float]
) -> float:
    """Return the least part of their own values by which statements must all move for the rest to hold."""
    rest = frozenset(range(len(weighed))) - members
    if programme.ask(rest).feasibility is Feasibility.CONTRADICTS:
        # the plan above contradicts itself, which no county can mend
        return inf
    scale_of = {number: scales[member] for member in members for number in programme.rows_of(member)}
    found = least_widening(programme, rest, scale_of, room=programme.room_beside(rest))
    return inf if found is None else found.share


def _change(one: Correction, promises: Sequence[Promise]) -> LevelChange:
    bounds = {move.item: move.bound for move in one.moves}
    return LevelChange(
        promises=tuple(promises[member] for member in one.members),
        bounds=tuple(bounds[member] for member in one.members) if len(bounds) == len(one.members) else (),
        share=one.share,
    )


@dataclass(slots=True, kw_only=True)
class _Joint:
    """Gather the statements of both levels with their rows over the incomes of all counties."""

    promises: list[Promise]
    scenarios: list[Scenario]
    """The scenario of each statement, by which its moves are measured."""
    set_aside: list[Promise]
    lower: Array
    upper: Array

    @classmethod
    def of(cls, plans: PlanSet, weighed: Weighed, whole: Scenario) -> "_Joint | None":
        """Return both levels together; None where the rows would not fit into memory."""
        counted = {county.key for own in weighed.members.values() for county in own}
        counties = [county for county in plans.counties if county.key in counted]
        bases = [scenario_to_audit(county.dossier) for county in counties]
        starts = np.cumsum([0, *(_size(one) for one in bases)]).tolist()
        read = readings(whole.require_dossier().plan)
        of_above, _ = items(whole.require_dossier().plan, whole, read, by_year=False, only=None)
        rows = len(of_above) * 4 + sum(len(county.plan.all_statements) * 2 for county in counties)
        if rows * starts[-1] > _MOST_CELLS:
            return None
        joint = cls(
            promises=[],
            scenarios=[],
            set_aside=[],
            lower=np.zeros(starts[-1]),
            upper=np.full(starts[-1], inf),
        )
        places = {county.key: (base, start) for county, base, start in zip(counties, bases, starts[:-1], strict=True)}
        spread = _Spread(weighed=weighed, places=places, size=starts[-1], whole=whole)
        for item in of_above:
            if (moved := spread.over(item)) is not None:
                joint._add(None, moved, whole)
        # the largest come first: the search meets first those with the most to give
        by_people = sorted(counties, key=lambda one: -sum(_people(one, weighed)))
        for county in by_people:
            base, start = places[county.key]
            joint._add_county(county, base, start, starts[-1])
        return joint

    def _add(self, county: CountyPlan | None, item: Item, scenario: Scenario) -> None:
        self.promises.append(Promise(county=county, item=item))
        self.scenarios.append(scenario)

    def _add_county(self, county: CountyPlan, base: Scenario, start: int, size: int) -> None:
        own = fewest_changes(base, _OWN_LIMITS)
        aside = set(own.proposals[0].correction.members) if own.proposals else set()
        for at, item in enumerate(own.items):
            rows = tuple(_placed(row, start, size) for row in item.rows)
            moved = replace(item, id=f"{county.key}.{item.id}", rows=rows)
            if at in aside:
                self.set_aside.append(Promise(county=county, item=moved))
            else:
                self._add(county, moved, base)
        low, high = _bounds(base)
        self.lower[start : start + low.size], self.upper[start : start + low.size] = low, high

    def programme(self) -> Programme:
        rows = [row for one in self.promises for row in one.item.rows]
        owners = [at for at, one in enumerate(self.promises) for _ in one.item.rows]
        forms = [row.form() for row in rows]
        size = self.lower.size
        matrix = sparse.vstack(
            [sparse.csr_array(np.append(form.ravel(), -1.0)[np.newaxis]) for form, _ in forms], format="csr"
        )
        return Programme(
            rows=tuple(rows),
            owners=np.array(owners, dtype=int),
            matrix=sparse.csr_array(matrix),
            limits=np.array([limit for _, limit in forms]),
            firm=Firm(
                lower=np.append(self.lower, -inf),
                upper=np.append(self.upper, inf),
                matrix=sparse.csr_array((0, size + 1)),
                low=np.zeros(0),
                high=np.zeros(0),
            ),
            shape=(1, 1, size),
            tally=Tally(),
        )

    def reaches(self, programme: Programme, counties: frozenset[int]) -> Iterator[Most]:
        """Yield how far each statement of the plan above can be met beside all that the counties promise."""
        room = programme.room_beside(counties)
        for at, one in enumerate(self.promises):
            if one.county is not None:
                continue
            rows = programme.rows_of(at)
            found = least_widening(programme, counties, dict.fromkeys(rows, 1.0), room=room)
            if found is None or found.share <= 1e-9:
                continue
            for row in rows.values():
                if row.needed(found.levels) > 0.0:
                    value = float(row.ratio.quantity(found.levels))
                    yield Most(item=one.item, reach=value, is_most=row.side == "low")
                    break


def _size(scenario: Scenario) -> int:
    return int(np.prod((*scenario.baseline.levels.shape, len(scenario.years) + 1)))


def _people(county: CountyPlan, weighed: Weighed) -> list[float]:
    return [county.residents(group, weighed.years[0]) or 0.0 for group in weighed.group_keys]


def _bounds(scenario: Scenario) -> tuple[Array, Array]:
    """Return what every income of a county may be: its base as it is, and later a part of that at least."""
    base = np.nan_to_num(scenario.baseline.levels)
    shape = (*base.shape, len(scenario.years) + 1)
    lower, upper = np.zeros(shape), np.full(shape, inf)
    negative = base < 0.0
    lower[..., 0] = upper[..., 0] = base
    lower[..., 1:] = np.where(negative, -inf, LEAST_LEFT * base)[..., np.newaxis]
    upper[..., 1:] = np.where(negative, LEAST_LEFT * base, inf)[..., np.newaxis]
    return lower.ravel(), upper.ravel()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _OwnValue(Value):
    """Give a quantity of one county at the incomes of all."""

    own: Callable[[Array], float]
    start: int
    shape: tuple[int, ...]

    def __call__(self, levels: Array) -> float:
        """Return the quantity at the county's own part of the incomes."""
        size = int(np.prod(self.shape))
        return self.own(levels.ravel()[self.start : self.start + size].reshape(self.shape))


def _placed(row: Row, start: int, size: int) -> Row:
    """Return the row of one county over the incomes of all."""
    shape = row.ratio.numerator.shape

    def wide(form: Array) -> Array:
        array = np.zeros((1, 1, size))
        array[0, 0, start : start + form.size] = form.ravel()
        return read_only(array)

    ratio = replace(row.ratio, numerator=wide(row.ratio.numerator), denominator=wide(row.ratio.denominator))
    value = None if row.value is None else _OwnValue(own=row.value, start=start, shape=shape)
    return replace(row, ratio=ratio, value=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spread:
    """Write rows of the plan above over the incomes of the counties."""

    weighed: Weighed
    places: "dict[str, tuple[Scenario, int]]"
    size: int
    whole: Scenario

    def over(self, item: Item) -> Item | None:
        """Return the statement over counties' incomes; None for one on components or on years that they lack."""
        rows = []
        for row in item.rows:
            above, below = self._wide(row.ratio.numerator), self._wide(row.ratio.denominator)
            if above is None or below is None or row.value is not None:
                return None
            rows.append(replace(row, ratio=replace(row.ratio, numerator=above, denominator=below)))
        return replace(item, rows=tuple(rows))

    def _wide(self, form: Array) -> Array | None:
        array = np.zeros((1, 1, self.size))
        if (form != form[:, :1]).any():
            # of a sum of components that counties split otherwise nothing is known
            return None
        for g, t in zip(*np.nonzero(form[:, 0]), strict=True):
            key, year = self.whole.group_keys[int(g)], self.whole.base_year + int(t)
            if key not in self.weighed.group_keys or year not in self.weighed.years:
                return None
            for county in self.weighed.members[key]:
                base, start = self.places[county.key]
                share = float(self.weighed.share(county, key, year))
                shape = (*base.baseline.levels.shape, len(base.years) + 1)
                own = np.zeros(shape)
                own[base.group_keys.index(key), :, year - base.base_year] = share * form[g, 0, t]
                array[0, 0, start : start + own.size] += own.ravel()
        return read_only(array)
