"""Simulate all counties together: whether the target above is met, and how many counties meet theirs."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from math import inf, isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.ensemble.execution import available_cores, require_workers, run_tasks
from ceheng_model.ensemble.random_streams import Seed, entropy_of
from ceheng_model.errors import COUNT, FINITE_WIDTH, GIVEN, NOTHING, Fault, InputError, between, raise_faults
from ceheng_model.plan import Statement
from ceheng_model.plan_sets import together_words as words
from ceheng_model.plan_sets.allocation import Allocation
from ceheng_model.plan_sets.county_plan import CountyPlan, PlannedGroups, open_groups, planned_groups
from ceheng_model.plan_sets.county_table import unsplit_scenario
from ceheng_model.plan_sets.joint_draws import BLOCK, Goal, JointBlock, JointModel, draw_block
from ceheng_model.plan_sets.left_out import LeftOut, lacking_sentence, left_out_of, left_out_table
from ceheng_model.plan_sets.plan_set import PlanSet
from ceheng_model.plan_sets.prose import first_of, yuan_in_prose
from ceheng_model.plan_sets.words import COUNTY
from ceheng_model.quantities import AverageAnnualGrowth, Income, UrbanRuralRatio
from ceheng_model.tables import Cell, Column, Figure, Shown, Table
from ceheng_model.terms import Terms
from ceheng_model.uncertainty import estimate_uncertainty
from ceheng_model.uncertainty.correlation import semidefinite_factor
from ceheng_model.values import Value, frozen_array, read_only
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Group, Text

DRAWS = 10_240
"""Draws unless told otherwise: ten blocks."""
_QUANTILES = (0.05, 0.5, 0.95)
_MOST_NAMED = 5
"""Counties that a sentence names."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharedSpread(Value):
    """Hold how far a year's growth strays: with the nation, within the province, and county by county.

    Covariances of group totals, ``(group, group)``, fractions squared; each level strays by itself.
    """

    groups: tuple[str, ...]
    nation: Array
    province: Array
    own: Array
    nation_freedom: float | None = None
    """Degrees of freedom of the estimate, above 2: one chi-square a draw stretches the nation's shocks of all years.
    None takes the spread as known exactly."""
    own_freedom: float | None = None
    """The same of the province's shocks and of the counties' own, which one chi-square stretches: they are one
    estimate."""
    source: Text = words.GIVEN_SPREAD
    """Where they come from."""

    def __post_init__(self) -> None:
        """Freeze the covariances; refuse those of other shapes, or that are none."""
        faults = []
        for name in ("nation_freedom", "own_freedom"):
            freedom = getattr(self, name)
            if freedom is not None and not (isfinite(freedom) and freedom > _LEAST_FREEDOM):
                faults.append(Fault(what=Text.same(name), rule=words.FREEDOM, got=freedom, way_out=words.NO_FREEDOM))
        for name in ("nation", "province", "own"):
            matrix = frozen_array(getattr(self, name))
            object.__setattr__(self, name, matrix)
            size = len(self.groups)
            what = Text.same(name)
            if matrix.shape != (size, size):
                rule = words.SQUARE.format(size=size)
                faults.append(Fault(what=what, rule=rule, got=matrix.shape, way_out=words.AS_SQUARE))
            elif not np.isfinite(matrix).all() or np.linalg.eigvalsh(matrix).min() < -1e-12:
                faults.append(Fault(what=what, rule=FINITE_WIDTH, got=words.NO_COVARIANCE, way_out=words.AS_SQUARE))
        raise_faults(faults)
        Value.__post_init__(self)

    @classmethod
    def of(
        cls,
        spreads: Mapping[str, tuple[float, float, float]],
        *,
        correlation: float = 0.0,
    ) -> "SharedSpread":
        """Return the spread of standard deviations by group.

        Of each those of the nation, of the province and of the county itself. Groups go together by one `correlation`
        at every level.

        >>> SharedSpread.of({"rural": (0.01, 0.01, 0.02)}).own.tolist()
        [[0.0004]]
        """
        if not -1.0 <= correlation <= 1.0:
            raise InputError(
                Fault(
                    what=words.CORRELATION,
                    rule=between(-1, 1),
                    got=correlation,
                    way_out=Text("例如 0.5", "for example 0.5"),
                )
            )
        table = np.array(list(spreads.values()), dtype=float).reshape(len(spreads), 3)
        together = np.full((len(spreads), len(spreads)), correlation)
        np.fill_diagonal(together, 1.0)
        nation, province, own = (np.outer(table[:, at], table[:, at]) * together for at in range(3))
        return cls(groups=tuple(spreads), nation=nation, province=province, own=own)


_LEAST_FREEDOM = 2.0
"""With fewer degrees of freedom the spread that an estimate leaves open has no bounds."""


def estimated_spread(groups: Sequence[Group], county: CountyPlan, *, estimation_error: bool = True) -> SharedSpread:
    """Return the spread as published series tell it, with the error of that estimate unless told otherwise.

    That of the nation's growth, and that of a province's less the nation's; of counties no series ships, and each is
    taken to stray from its province as far as the province does from the nation.
    """
    uncertainty = estimate_uncertainty(
        unsplit_scenario(county, [group.key for group in groups]), estimation_error=estimation_error
    )
    with_error = uncertainty.estimation_freedom is not None or uncertainty.own_freedom is not None
    return SharedSpread(
        groups=tuple(group.key for group in groups),
        nation=uncertainty.common_covariance,
        province=uncertainty.own_covariance,
        own=uncertainty.own_covariance,
        nation_freedom=uncertainty.estimation_freedom,
        own_freedom=uncertainty.own_freedom,
        source=words.ESTIMATED.format(error=words.WITH_ERROR if with_error else words.WITHOUT_ERROR),
    )


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PlansEnsemble(Shown):
    """Hold what draws of all counties together give."""

    plans: PlanSet
    spread: SharedSpread
    draw_count: int
    seed: int
    counties: tuple[CountyPlan, ...]
    """Those that are drawn and have goals that can be judged."""
    probabilities: Array
    """That each of them meets all its goals."""
    met_counts: NDArray[np.int64]
    """How many of them meet theirs, draw by draw."""
    above: tuple[Statement, ...]
    """The statements of the plan above, or the target handed down, that are judged on the sum."""
    labels: tuple[Text, ...]
    above_met: NDArray[np.bool_]
    """Which of them are met, ``(statement, draw)``."""
    groups: tuple[Group, ...]
    whole: Array
    """Incomes of the whole in the last year, ``(group, draw)``."""
    ratio: Array
    """Ratio of the two groups that are compared, of the whole, draw by draw; NaN where none are."""
    apart: Array
    """The highest county's income over the lowest's, of the last group."""
    last_year: int
    left_out: tuple[LeftOut, ...] = ()
    """Counties and groups that are not in the whole."""
    by_past: tuple[tuple[CountyPlan, Group], ...] = ()
    """Groups of which a plan gives no growth and that grow as so far."""
    not_judged: Mapping[str, int] = field(default_factory=dict)
    """By county how many goals are not judged because its plan says too little of their group."""

    def at_least(self, counties: int) -> float:
        """Return the probability that at least so many counties meet all their goals."""
        return float(np.count_nonzero(self.met_counts >= counties) / self.draw_count)

    @property
    def by_county(self) -> dict[str, float]:
        """The probability that each county meets all its goals, by key."""
        return {county.key: float(one) for county, one in zip(self.counties, self.probabilities, strict=True)}

    @property
    def above_probabilities(self) -> tuple[float, ...]:
        """The probability of each statement on the whole."""
        return tuple(float(one) for one in self.above_met.mean(axis=1)) if self.above_met.size else ()

    @property
    def all_above(self) -> float:
        """The probability that all statements on the whole are met together."""
        return float(self.above_met.all(axis=0).mean()) if self.above_met.size else float("nan")

    def error(self, probability: float) -> float:
        """Return the standard error of a probability that these draws give."""
        return sqrt(max(probability * (1.0 - probability), 0.0) / self.draw_count)

    @property
    def answer(self) -> tuple[Text, ...]:
        """What was found, in sentences."""
        said = []
        if self.above_met.size:
            said.append(words.ABOVE_MET.format(probability=_shown(self.all_above)))
        half = -(-len(self.counties) // 2)
        if self.counties:
            low, middle, high = np.quantile(self.met_counts, _QUANTILES, method="nearest").tolist()
            said.append(
                words.COUNTIES_MET.format(
                    all=len(self.counties),
                    half=half,
                    probability=_shown(self.at_least(half)),
                    low=low,
                    middle=middle,
                    high=high,
                )
            )
        if not np.isnan(self.ratio).any():
            low, middle, high = (f"{one:.2f}" for one in np.quantile(self.ratio, _QUANTILES).tolist())
            said.append(words.RATIO_WITHIN.format(year=self.last_year, low=low, middle=middle, high=high))
        said += self._lacking_sentences()
        if self.by_past:
            names = [words.COUNTY_GROUP.format(county=one.label, group=group.label) for one, group in self.by_past]
            said.append(words.BY_PAST.format(names=first_of(names, words.AND_MORE, most=_MOST_NAMED)))
        return tuple(said)

    def _lacking_sentences(self) -> Iterator[Text]:
        for group, incomes in zip(self.groups, self.whole, strict=True):
            year = self.plans.counties[0].plan.base_year
            told = lacking_sentence(self.plans, self.left_out, group, year=year, form=words.DRAWN_LACKS)
            if told is not None and incomes.any():
                yield told

    @property
    def condition(self) -> Text:
        """What the probabilities are conditional on."""
        return words.CONDITION.format(draws=f"{self.draw_count:,}", source=self.spread.source)

    def tables(self) -> tuple[Table, ...]:
        """Return one row a county, what becomes of the whole, how many meet their goals, and who is left out."""
        tables = [self._county_table(), self._whole_table(), self._count_table()]
        if self.left_out:
            tables.append(left_out_table(self.plans, self.left_out, words.NOT_IN_WHOLE))
        return (*tables, *self.plans.refused_table())

    def _county_table(self) -> Table:
        columns = (
            Column(key="region", heading=COUNTY),
            Column(key="probability", heading=words.MEETS_ALL, kind="probability"),
            Column(
                key="not_judged",
                heading=words.GOALS_NOT_JUDGED,
                kind="year",
                may_lack=True,
                shown=bool(self.not_judged),
            ),
        )
        rows = tuple(
            (county.named, float(one), self.not_judged.get(county.key))
            for county, one in zip(self.counties, self.probabilities, strict=True)
        )
        title = words.BY_COUNTY.format(count=len(rows))
        notes = (self.condition, words.NOT_JUDGED_NOTE) if self.not_judged else (self.condition,)
        return Table(name="counties", title=title, columns=columns, rows=rows, notes=notes)

    def _whole_table(self) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for group, incomes in zip(self.groups, self.whole, strict=True):
            if incomes.any():
                rows.append(
                    (words.INCOME_OF.format(group=group.label, year=self.last_year), *_quantiles(incomes, "yuan"), None)
                )
        if not np.isnan(self.ratio).any():
            rows.append((words.RATIO_OF.format(year=self.last_year), *_quantiles(self.ratio, "ratio"), None))
        if np.isfinite(self.apart).all():
            rows.append((words.APART_OF.format(group=self.groups[-1].label), *_quantiles(self.apart, "ratio"), None))
        # a target that was handed down is no statement of the plan above
        printed = [words.PRINTED.format(figure=one.printed_text) for one in self.above] or [NO_TEXT] * len(self.labels)
        rows += [
            (words.GOAL.format(label=label, printed=said), None, None, None, chance)
            for label, said, chance in zip(self.labels, printed, self.above_probabilities, strict=True)
        ]
        columns = (
            Column(key="quantity", heading=Text("指标", "quantity")),
            Column(key="q05", heading=Text("5%分位", "5 %"), kind="ratio", holds="number"),
            Column(key="q50", heading=Text("中位", "median"), kind="ratio", holds="number"),
            Column(key="q95", heading=Text("95%分位", "95 %"), kind="ratio", holds="number"),
            Column(
                key="probability",
                heading=Text("达到的概率", "met with probability"),
                kind="probability",
                shown=bool(self.labels),
            ),
        )
        return Table(name="whole", title=words.WHOLE, columns=columns, rows=tuple(rows))

    def _count_table(self) -> Table:
        counts = np.bincount(self.met_counts, minlength=len(self.counties) + 1)
        reached = np.cumsum(counts[::-1])[::-1] / self.draw_count
        rows = tuple((count, float(one)) for count, one in enumerate(reached.tolist()) if count)
        columns = (
            Column(key="counties", heading=words.AT_LEAST_COUNT, kind="year"),
            Column(key="probability", heading=Text("概率", "probability"), kind="probability"),
        )
        return Table(name="at_least", title=words.HOW_MANY, columns=columns, rows=rows, most_shown=24)


def _quantiles(values: Array, kind: str) -> Iterator[Figure]:
    for value in np.quantile(values, _QUANTILES).tolist():
        yield Figure(value, "yuan", 0) if kind == "yuan" else Figure(value, "ratio", 2)


def _shown(probability: float) -> Text:
    from ceheng_model.tables.cells import probability_text

    return probability_text(probability)


@door
def simulate_plans(
    plans: PlanSet,
    *,
    draws: int = DRAWS,
    seed: Seed = 0,
    spread: SharedSpread | None = None,
    estimation_error: bool = True,
    allocation: Allocation | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: bool | None = None,
) -> PlansEnsemble:
    """Draw the incomes of all counties together, around the growth of their plans.

    A year's growth strays by a shock that all share with the nation, one that all of the province share, and one of
    each county's own, as `spread` says; without one it is estimated from published series, and the error of that
    estimate is drawn with the rest unless `estimation_error` is False. Counties are weighted by residents into the
    whole, on which the plan above is judged. With an `allocation` every county's goal is what was
    handed down to it, and that of the whole the target itself; counties without a plan of their own grow as so far.

    Draws are made in blocks of 1,024 on `workers` threads or any `executor`; the same seed gives the same bytes on any
    number of them. Raises `InputError` for draws, seeds and workers that cannot be, and where no county can be drawn.

    >>> import pandas as pd
    >>> from ceheng_model.plan_sets import load_plans
    >>> table = pd.DataFrame({"county": ["示例县01", "示例县02"], "base_year": 2021, "last_year": 2022,
    ...     "rural_base": [10000.0, 12000.0], "rural_target": ["11000", "13200"], "rural_residents": [100, 300]})
    >>> drawn = simulate_plans(load_plans(table), draws=2048)
    >>> drawn.at_least(0), drawn.at_least(1) >= drawn.at_least(2)
    (1.0, True)
    """
    require_workers(executor, workers)
    if draws < 1:
        raise InputError(
            Fault(what=words.THE_DRAWS, rule=COUNT, got=draws, way_out=Text("例如 10240", "for example 10240"))
        )
    entropy = entropy_of(seed)
    prepared = _prepared(plans, allocation)
    found = (
        estimated_spread(prepared.groups, prepared.counties[0], estimation_error=estimation_error)
        if spread is None
        else spread
    )
    model = prepared.model(found, entropy)
    blocks = range(-(-draws // BLOCK))
    arguments = [(model, number, min(BLOCK, draws - number * BLOCK)) for number in blocks]
    threads = available_cores() if workers is None else workers
    done: dict[int, JointBlock] = dict(
        run_tasks(draw_block, arguments, executor=executor, threads=min(threads, len(blocks)), progress=progress)
    )
    ordered = [done[number] for number in blocks]
    judged = [at for at, goals in enumerate(model.goals) if goals]
    met = np.sum([block.county_met for block in ordered], axis=0)
    return PlansEnsemble(
        plans=plans,
        spread=found,
        draw_count=draws,
        seed=entropy,
        counties=tuple(prepared.counties[at] for at in judged),
        probabilities=read_only(np.array(met[judged], dtype=float) / draws),
        met_counts=np.concatenate([block.count_met for block in ordered]),
        above=tuple(prepared.above),
        labels=tuple(prepared.labels),
        above_met=np.concatenate([block.whole_met for block in ordered], axis=1),
        groups=prepared.groups,
        whole=np.concatenate([block.whole for block in ordered], axis=1),
        ratio=np.concatenate([block.ratio for block in ordered]),
        apart=np.concatenate([block.apart for block in ordered]),
        last_year=prepared.years[-1],
        left_out=prepared.left_out,
        by_past=prepared.by_past,
        not_judged=prepared.not_judged,
    )


@dataclass(slots=True, kw_only=True)
class _Prepared:
    """Hold the counties that can be drawn with their paths and goals."""

    groups: tuple[Group, ...]
    counties: list[CountyPlan]
    years: tuple[int, ...]
    base: Array
    growth: Array
    drawn: NDArray[np.bool_]
    shares: Array
    goals: list[tuple[Goal, ...]]
    above: list[Statement]
    labels: list[Text]
    of_whole: list[Goal]
    terms: Terms
    left_out: tuple[LeftOut, ...]
    by_past: tuple[tuple[CountyPlan, Group], ...]
    not_judged: dict[str, int] = field(default_factory=dict)

    def groups_of(self, county: int) -> tuple[str, ...]:
        """Return the groups of which a county's incomes are drawn."""
        return tuple(group.key for group, base in zip(self.groups, self.base[county], strict=True) if base > 0.0)

    @property
    def summed(self) -> tuple[str, ...]:
        """The groups of which anybody is in the whole."""
        return tuple(group.key for g, group in enumerate(self.groups) if self.shares[:, :, g].any())

    def model(self, spread: SharedSpread, entropy: int) -> JointModel:
        keys = [group.key for group in self.groups]
        lacking = [key for key in keys if key not in spread.groups]
        if lacking:
            got = tuple(spread.groups)
            rule = words.HOLDS_GROUPS.format(groups=Text.listed(lacking))
            raise InputError(Fault(what=words.THE_SPREAD, rule=rule, got=got, way_out=words.AS_SQUARE))
        at = [spread.groups.index(key) for key in keys]
        nation, province, own = (
            semidefinite_factor(matrix[np.ix_(at, at)]) for matrix in (spread.nation, spread.province, spread.own)
        )
        compared = self.terms.ratio
        places = None
        if compared is not None and set(compared.keys) <= set(self.summed):
            places = (keys.index(compared.above), keys.index(compared.below))
        return JointModel(
            seed=entropy,
            base=self.base,
            growth=self.growth,
            drawn=self.drawn,
            shares=self.shares,
            nation=nation,
            province=province,
            own=own,
            nation_freedom=spread.nation_freedom,
            own_freedom=spread.own_freedom,
            goals=tuple(self.goals),
            of_whole=tuple(self.of_whole),
            ratio=places,
            apart=len(keys) - 1,
        )


def _prepared(plans: PlanSet, allocation: Allocation | None) -> _Prepared:
    groups = tuple(group for group in plans.groups if group.part_of is None)
    planned = {county.key: planned_groups(county) for county in plans.counties}
    until = None if allocation is None else allocation.year
    reasons = open_groups(planned)
    paths: list[tuple[CountyPlan, dict[str, Array]]] = []
    by_past: list[tuple[CountyPlan, Group]] = []
    for county in plans.counties:
        found = _planned_paths(county, planned[county.key], groups)
        so_far = _past_paths(county, [group for group in groups if group.key not in found], found, until)
        for group in groups:
            if group.key in so_far:
                by_past.append((county, group))
                reasons.pop((county.key, group.key), None)
        if found or so_far:
            paths.append((county, found | so_far))
    if not paths:
        raise InputError(Fault(what=words.DRAWABLE, rule=GIVEN, got=NOTHING, way_out=words.GIVE_PLANS))
    first = min(county.plan.base_year for county, _ in paths)
    last = max(county.plan.base_year + max(map(len, found.values())) - 1 for county, found in paths)
    years = tuple(range(first, last + 1))
    shape = (len(paths), len(years) - 1, len(groups))
    base, growth = np.zeros((len(paths), len(groups))), np.zeros(shape)
    drawn, shares = np.zeros(shape[:2], dtype=bool), np.zeros((len(paths), len(years), len(groups)))
    for at, (county, found) in enumerate(paths):
        start = county.plan.base_year - first
        for g, group in enumerate(groups):
            levels = found.get(group.key)
            if levels is None:
                # an income that nobody knows is in no sum
                continue
            base[at, g] = levels[0]
            growth[at, start : start + levels.size - 1, g] = levels[1:] / levels[:-1] - 1.0
            drawn[at, start : start + levels.size - 1] = True
            for t, year in enumerate(years):
                shares[at, t, g] = county.residents(group.key, year) or 0.0
    people = shares.sum(axis=0)
    shares = np.divide(shares, people, out=np.zeros_like(shares), where=people > 0.0)
    terms = (plans.above or plans.counties[0]).plan.terms
    prepared = _Prepared(
        groups=groups,
        counties=[county for county, _ in paths],
        years=years,
        base=base,
        growth=growth,
        drawn=drawn,
        shares=shares,
        goals=[],
        above=[],
        labels=[],
        of_whole=[],
        terms=terms,
        left_out=tuple(left_out_of(plans, reasons, groups)),
        by_past=tuple(by_past),
    )
    _add_goals(prepared, plans, allocation)
    return prepared


def _planned_paths(county: CountyPlan, planned: PlannedGroups, groups: tuple[Group, ...]) -> dict[str, Array]:
    """Return the incomes that a plan leads to, by group; without the groups that it leaves open."""
    count = county.plan.years[-1] - county.plan.base_year + 1
    known = ((group.key, planned.incomes(group.key)) for group in groups)
    return {key: incomes[:count] for key, incomes in known if incomes is not None}


def _past_paths(
    county: CountyPlan, groups: Sequence[Group], planned: Mapping[str, Array], until: int | None
) -> dict[str, Array]:
    """Return the incomes of groups without a plan by their growth so far, over the years of those that have one."""
    last = county.plan.years[-1] if planned or until is None else until
    span = last - county.plan.base_year
    found: dict[str, Array] = {}
    for group in groups:
        start, rate = county.base(group.key), county.past.get(group.key)
        if start is not None and rate is not None and span > 0:
            found[group.key] = np.array([start * (1.0 + rate) ** year for year in range(span + 1)])
    return found


def _add_goals(prepared: _Prepared, plans: PlanSet, allocation: Allocation | None) -> None:
    if allocation is None:
        _add_stated_goals(prepared, plans)
    else:
        _add_handed_goals(prepared, allocation)


def _add_stated_goals(prepared: _Prepared, plans: PlanSet) -> None:
    keys = tuple(group.key for group in prepared.groups)
    for at, county in enumerate(prepared.counties):
        goals = [_goal(one, keys, prepared.years, county.plan.terms) for one in county.plan.statements]
        asked = [goal for goal in goals if goal is not None]
        # what asks something of a group that is not drawn can be held against nothing
        judged = tuple(goal for goal in asked if goal.groups(keys) <= set(prepared.groups_of(at)))
        prepared.goals.append(judged)
        if len(judged) < len(asked):
            prepared.not_judged[county.key] = len(asked) - len(judged)
    stated = () if plans.above is None else plans.above.plan.statements
    for statement in stated:
        goal = _goal(statement, keys, prepared.years, prepared.terms)
        if goal is not None and goal.groups(keys) <= set(prepared.summed):
            prepared.above.append(statement)
            prepared.labels.append(statement.label(prepared.terms))
            prepared.of_whole.append(goal)


def _add_handed_goals(prepared: _Prepared, allocation: Allocation) -> None:
    keys = [group.key for group in prepared.groups]
    g, last = keys.index(allocation.group.key), prepared.years.index(allocation.year)
    levels = {one.county.key: one.level for one in allocation.counties}
    for at, county in enumerate(prepared.counties):
        level = levels.get(county.key)
        if level is not None and allocation.group.key not in prepared.groups_of(at):
            prepared.not_judged[county.key] = 1
            level = None
        prepared.goals.append(() if level is None else (_level_goal(g, last, level),))
    prepared.labels.append(words.TARGET.format(group=allocation.group.label, wanted=yuan_in_prose(allocation.wanted)))
    prepared.of_whole.append(_level_goal(g, last, allocation.wanted))


def _level_goal(group: int, year: int, level: float) -> Goal:
    return Goal(kind="income", above=group, below=group, first=0, last=year, low=level, high=inf)


def _goal(statement: Statement, keys: Sequence[str], years: tuple[int, ...], terms: Terms) -> Goal | None:
    """Return what a statement asks of totals; None for one that asks something else."""
    quantity = statement.quantity
    if quantity.last_year not in years or quantity.component != TOTAL:
        return None
    bounds = statement.wording.bounds("floor")
    low, high = (-inf if bounds.low is None else bounds.low), (inf if bounds.high is None else bounds.high)
    last = years.index(quantity.last_year)
    if type(quantity) is UrbanRuralRatio and terms.ratio is not None and set(terms.ratio.keys) <= set(keys):
        above, below = (keys.index(key) for key in terms.ratio.keys)
        return Goal(kind="ratio", above=above, below=below, first=0, last=last, low=low, high=high)
    if quantity.group not in keys:
        return None
    g = keys.index(quantity.group)
    if type(quantity) is Income:
        return Goal(kind="income", above=g, below=g, first=0, last=last, low=low, high=high)
    if type(quantity) is AverageAnnualGrowth and quantity.first_year - 1 in years:
        first = years.index(quantity.first_year - 1)
        return Goal(kind="growth", above=g, below=g, first=first, last=last, low=low, high=high)
    return None
