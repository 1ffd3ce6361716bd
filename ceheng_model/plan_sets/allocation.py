"""Hand a target of the plan above down: what every county must reach, by which rule, and what that asks of it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, inf, isfinite, isnan, nan
from pathlib import Path
from typing import get_args

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.drafting import Answers, promise, write_plan_folder
from ceheng_model.drafting.circumstance_file import csv_text
from ceheng_model.errors import (
    ABOVE_MINUS_ONE,
    GIVEN,
    NOT_NEGATIVE,
    NOTHING,
    POSITIVE,
    Fault,
    InputError,
    OutputError,
    choice,
    raise_faults,
)
from ceheng_model.files import Written, whole_folder, write_scratch, write_whole
from ceheng_model.files.disk.whole_file import unwritable
from ceheng_model.names import choice_names
from ceheng_model.plan.circumstance_table import RESIDENTS
from ceheng_model.plan_sets import allocation_words as words
from ceheng_model.plan_sets.county_plan import CountyPlan, planned_groups
from ceheng_model.plan_sets.county_table import HEADINGS
from ceheng_model.plan_sets.handed_target import wanted_target
from ceheng_model.plan_sets.plan_set import PlanSet
from ceheng_model.plan_sets.prose import first_of, yuan_in_prose
from ceheng_model.plan_sets.split_rules import CONVERGENCE, Problem, Rule, raised_together, split
from ceheng_model.plan_sets.words import COUNTY
from ceheng_model.quantities import Target
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.terms import BUREAU_COMPONENTS
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Group, Keyed, Language, Text, told_in

ByCounty = Mapping[str, float]
_NAMED = 5
_UNFIT = re.compile(r"[\s\\/:*?\"<>|.]+")
"""What no folder's name may hold on some system."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountyTarget(Value):
    """Hold what one county must reach, beside its past and its own promise."""

    county: CountyPlan
    share: float
    """Its part of the residents."""
    base: float
    level: float
    """The income it must reach, yuan."""
    growth: float
    """How fast it must grow a year on average, a fraction."""
    past: float
    """How fast it grew so far; NaN where that is not known."""
    own: float
    """The income that its own plan leads to; NaN where it leads to none."""
    own_growth: float
    bound: str
    """Which bound decides: ``floor``, ``ceiling``, ``locked``; empty where none does."""
    probability: float = nan
    """That it reaches the level; NaN where nobody drew it."""

    @property
    def above_past(self) -> float:
        """By how much faster it must grow than so far, a fraction."""
        return self.growth - self.past

    @property
    def above_own(self) -> float:
        """By how much faster it must grow than it promises, a fraction."""
        return self.growth - self.own_growth


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stopped(Value):
    """Say which bounds stop a target from being met, and how close one gets."""

    reached: float
    """The weighted income with every county at the bound, yuan."""
    bounds: tuple[str, ...]
    """Keys of the counties whose bounds stop it, the weightiest first."""
    upward: bool
    """Whether the target lies above what the ceilings leave; else below what the floors leave."""
    together: float
    """By how many points a year all these bounds would have to move, a fraction; infinite where that does not do."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Allocation(Shown):
    """Hold a target split over counties, so that the weighted sum meets it."""

    plans: PlanSet
    group: Group
    year: int
    rule: Rule
    wanted: float
    """The income that the whole is to reach, yuan."""
    reached: float
    """The weighted sum of what the counties must reach."""
    counties: tuple[CountyTarget, ...]
    stopped: Stopped | None = None
    """What stops it where no split within the bounds meets the target; the counties then stand at their bounds."""
    convergence: float = CONVERGENCE
    left_out: tuple[tuple[CountyPlan, Text], ...] = ()

    def __getitem__(self, county: str) -> CountyTarget:
        """Return what one county must reach, by its key or name."""
        key = self.plans[county].key
        for one in self.counties:
            if one.county.key == key:
                return one
        raise InputError(choice(Text("县", "the county"), county, [one.county.key for one in self.counties]))

    def _ipython_key_completions_(self) -> list[str]:
        return [one.county.key for one in self.counties]

    @property
    def answer(self) -> tuple[Text, ...]:
        """What is asked of whom, or what stops it, in sentences."""
        head = words.HANDED_DOWN.format(
            year=self.year,
            group=self.group.label,
            wanted=yuan_in_prose(self.wanted),
            count=len(self.counties),
            rule=words.RULES[self.rule],
        )
        without = tuple(self._left_out_sentence())
        if self.stopped is not None:
            return (head, *self._stopped_sentences(self.stopped), *without)
        rates = sorted(self.counties, key=lambda one: one.growth)
        low, high = rates[0], rates[-1]
        alike = _percent(low.growth) == _percent(high.growth)
        said = [
            head,
            words.ALL_ALIKE.format(rate=_percent(low.growth))
            if alike
            else words.BETWEEN.format(
                low=_percent(low.growth), lowest=low.county.label, high=_percent(high.growth), highest=high.county.label
            ),
        ]
        faster = [one for one in self.counties if one.above_own > _NO_MORE]
        if faster:
            most = max(faster, key=lambda one: one.above_own)
            said.append(
                words.ABOVE_OWN.format(
                    count=len(faster), most=most.county.label, points=f"{most.above_own * 100.0:.2f}"
                )
            )
        return (*said, *without)

    def _left_out_sentence(self) -> Iterator[Text]:
        parts = [words.WITHOUT.format(county=county.label, reason=why) for county, why in self.left_out]
        if parts:
            yield words.NOT_HANDED.format(names=first_of(parts, words.AND_MORE, most=_NAMED))

    @property
    def condition(self) -> Text:
        """What the split rests on."""
        return words.RESTS_ON

    def _stopped_sentences(self, stopped: Stopped) -> Iterator[Text]:
        names = [self.plans[key].label for key in stopped.bounds]
        yield (words.TOO_HIGH if stopped.upward else words.TOO_LOW).format(
            reached=yuan_in_prose(stopped.reached),
            apart=yuan_in_prose(abs(self.wanted - stopped.reached)),
            names=first_of(names, words.AND_MORE, most=_NAMED),
        )
        if isfinite(stopped.together):
            template = words.RAISE_TOGETHER if stopped.upward else words.LOWER_TOGETHER
            yield template.format(points=f"{stopped.together * 100.0:.2f}")

    def tables(self) -> tuple[Table, ...]:
        """Return one row a county, and who is left out."""
        return (self._table(), *self._left_out_table(), *self.plans.refused_table())

    def _table(self) -> Table:
        # a column that says nothing of any county takes the room of those that do
        has_past, has_own, has_chance = (
            any(not isnan(getattr(one, name)) for one in self.counties) for name in ("past", "own", "probability")
        )
        columns = (
            Column(key="region", heading=COUNTY),
            Column(key="share", heading=words.SHARE, kind="percent", decimals=1),
            Column(key="base", heading=words.BASE, kind="yuan", decimals=0),
            Column(key="target", heading=words.TARGET.format(year=self.year), kind="yuan", decimals=0),
            Column(key="growth", heading=words.GROWTH, kind="percent"),
            Column(key="above_past", heading=words.OVER_PAST, kind="points", shown=has_past),
            Column(key="own_income", heading=words.OWN, kind="yuan", decimals=0, shown=has_own),
            Column(key="above_own", heading=words.OVER_OWN, kind="points", shown=has_own),
            Column(key="probability", heading=words.PROBABILITY, kind="probability", shown=has_chance),
            Column(key="bound", heading=words.BOUND, shown=any(one.bound for one in self.counties)),
        )
        rows: list[tuple[Cell, ...]] = [
            (
                one.county.named,
                one.share,
                one.base,
                one.level,
                one.growth,
                one.above_past,
                one.own,
                one.above_own,
                one.probability,
                Keyed(one.bound, words.BOUNDS[one.bound]) if one.bound else NO_TEXT,
            )
            for one in self.counties
        ]
        title = words.TITLE.format(
            group=self.group.label, year=self.year, wanted=yuan_in_prose(self.wanted), rule=words.RULES[self.rule]
        )
        note = words.NOTE.format(reached=yuan_in_prose(self.reached))
        return Table(
            name="targets",
            title=title,
            columns=columns,
            rows=tuple(rows),
            notes=(note,),
            drops=("share", "bound", "own_income", "above_past"),
        )

    def _left_out_table(self) -> tuple[Table, ...]:
        if not self.left_out:
            return ()
        columns = (Column(key="region", heading=COUNTY), Column(key="reason", heading=Text("原因", "reason")))
        rows = tuple((county.named, reason) for county, reason in self.left_out)
        return (Table(name="left_out", title=words.LEFT_OUT, columns=columns, rows=rows),)

    def with_probabilities(self, by_county: Mapping[str, float]) -> "Allocation":
        """Return the same with the probability that each county reaches its target, by key.

        `simulate_plans` with this allocation draws them, as `PlansEnsemble.by_county`.
        """
        counties = tuple(replace(one, probability=by_county.get(one.county.key, nan)) for one in self.counties)
        return replace(self, counties=counties)

    def printed(self, county: CountyTarget) -> int:
        """Return a county's target in whole yuan, not below what it must reach."""
        # what rounding left of a whole number is none
        return ceil(county.level - 1e-6)

    def write_table(self, path: Path | str, *, language: Language | None = None) -> Written:
        """Write the targets as a table to send out, one row a county, which `load_plans` reads again.

        Targets are whole yuan, none below what the county must reach; headings and names stand in `language`. Raises
        `OutputError` where it cannot be written, and for a group of which such a table has no columns.
        """
        key, told = self.group.key, told_in(language)
        if f"{key}_target" not in HEADINGS:
            raise OutputError(
                Fault(what=words.SENT_TABLE, rule=words.URBAN_OR_RURAL, got=self.group.label, way_out=words.AS_FOLDERS)
            )
        columns = ("county", "code", "base_year", "last_year", f"{key}_base", f"{key}_target", f"{key}_residents")
        rows = (
            (
                one.county.label.in_language(told),
                one.county.key,
                str(one.county.plan.base_year),
                str(self.year),
                f"{one.base:.12g}",
                f"{self.printed(one)}元",
                f"{one.county.residents(key, self.year) or 0.0:.12g}",
            )
            for one in self.counties
        )
        headings = tuple(HEADINGS[column].in_language(told) for column in columns)
        return write_whole(Path(path), csv_text(headings, rows), encoding="utf-8-sig")

    def write_folders(self, folder: Path | str) -> tuple[str, ...]:
        """Write a plan folder for every county with its target; return their names.

        ``plans.toml`` beside them names the plan above. The folder appears complete or not at all. Raises
        `OutputError` where it exists and holds files, or cannot be written.
        """
        place = Path(folder)
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise OutputError(Fault(what=words.FOLDER, rule=words.FREE, got=str(place), way_out=words.OTHER_NAME))
        names = []
        try:
            with whole_folder(place) as draft:
                for number, one in enumerate(self.counties, start=1):
                    name = f"{number:04d}-{_UNFIT.sub('_', one.county.label.zh)}"
                    write_plan_folder(self._answers(one), draft / name, confirm=True)
                    names.append(name)
                above = self.plans.above
                line = "" if above is None else f"above = {_quoted(str(above.plan.folder.resolve()))}\n"
                write_scratch(draft / "plans.toml", line.encode())
        except OSError as error:
            raise OutputError(unwritable(place, error).fault) from error
        return tuple(names)

    def _answers(self, one: CountyTarget) -> Answers:
        plan, key = one.county.plan, self.group.key
        group = next(group for group in plan.groups if group.key == key)
        # a group of which nothing is asked would leave a plan that cannot be projected, and so in no sum
        groups = (Group(key=key, label=group.label, concept=group.concept, short=group.short),)
        figures = tuple(
            figure
            for figure in one.county.dossier.circumstances.figures
            if figure.kind == RESIDENTS and figure.group == key
        )
        goal = promise("income", f"{self.printed(one)}元", what=words.FOLDER, group=key, year=self.year)
        return Answers(
            region=one.county.key,
            title=words.PLAN_TITLE.format(county=one.county.label, year=self.year),
            issuer=self.plans.above.label if self.plans.above is not None else one.county.label,
            issued=plan.issued,
            base_year=plan.base_year,
            last_year=max(self.year, plan.base_year + 1),
            groups=groups,
            base={key: one.base},
            statements=(goal,),
            declared=BUREAU_COMPONENTS,
            circumstances=figures,
        )


_NO_MORE = 5e-5
"""Growth, a fraction, by which a county is told to be asked more than it promises: half of what is printed."""


@door
def allocate(
    plans: PlanSet,
    target: Target | str | None = None,
    *,
    rule: Rule = "equal",
    floor: float | ByCounty = 0.0,
    ceiling: float | ByCounty | None = None,
    locked: Collection[str] = (),
    convergence: float = CONVERGENCE,
) -> Allocation:
    """Split a target over the counties by a rule, so that their weighted incomes meet it exactly.

    `target` is ``rural=18000``, ``rural.average_growth=8%`` or the id of a statement of the plan above; its first
    income where None. Rules: ``equal`` growth; ``catch_up``, growth falls by `convergence` for each unit of the
    logarithm of the level; ``past``, growth in proportion to that so far; ``least_change`` to what the counties' own
    plans lead to; ``least_burden``, the least that the county with the lowest income is asked above its growth so far,
    then the least that any other is. `floor` and `ceiling` are average growth of every county, or by county; `locked`
    counties keep what they promise.

    Where no split within the bounds meets the target, `Allocation.stopped` says which stop it and how close one gets.
    Raises `InputError` for targets, rules, counties and bounds that cannot be, and for what a rule needs and lacks.

    >>> import pandas as pd
    >>> from ceheng_model.plan_sets import load_plans
    >>> table = pd.DataFrame({"county": ["示例县01", "示例县02"], "base_year": 2021, "last_year": 2022,
    ...     "rural_base": [10000.0, 12000.0], "rural_residents": [100, 300]})
    >>> allocation = allocate(load_plans(table), "rural=12650")
    >>> [round(one.level, 6) for one in allocation.counties]
    [11000.0, 13200.0]
    """
    if rule not in get_args(Rule):
        raise InputError(choice(Text("分解规则", "the rule"), rule, choice_names(get_args(Rule))))
    group, year, wanted_of = wanted_target(plans, target)
    members, left_out = _members(plans, group.key, year)
    problem = _problem(members, group.key, year, wanted_of, floor, ceiling, locked, rule, convergence)
    bound_names = _bounds_of(members, locked)
    stopped, levels = _stopped(problem, members, locked), None
    if stopped is None:
        levels = split(problem, rule, convergence=convergence).levels
    else:
        levels = problem.high if stopped.upward else problem.low
    return Allocation(
        plans=plans,
        group=group,
        year=year,
        rule=rule,
        wanted=problem.wanted,
        reached=float(problem.total(levels)),
        counties=tuple(_county_targets(members, group.key, problem, levels, bound_names)),
        stopped=stopped,
        convergence=convergence,
        left_out=tuple(left_out),
    )


def _members(plans: PlanSet, group: str, year: int) -> tuple[list[CountyPlan], list[tuple[CountyPlan, Text]]]:
    members, left_out = [], []
    for county in plans.counties:
        if group not in county.plan.group_keys:
            left_out.append((county, words.NO_SUCH_GROUP))
        elif county.residents(group, year) is None:
            left_out.append((county, words.NO_RESIDENTS))
        elif county.plan.base_year >= year:
            left_out.append((county, words.BASE_TOO_LATE))
        else:
            members.append(county)
    if not members:
        raise InputError(Fault(what=words.MEMBERS, rule=GIVEN, got=NOTHING, way_out=words.GIVE_RESIDENTS))
    return members, left_out


def _problem(
    members: list[CountyPlan],
    group: str,
    year: int,
    wanted: float | tuple[float, ...],
    floor: float | ByCounty,
    ceiling: float | ByCounty | None,
    locked: Collection[str],
    rule: Rule,
    convergence: float,
) -> Problem:
    people = [Fraction(county.residents(group, year) or 0.0) for county in members]
    base = np.array([county.base(group) for county in members], dtype=float)
    spans = np.array([float(year - county.plan.base_year) for county in members])
    past = np.array([county.past.get(group, nan) for county in members])
    wants_own = rule == "least_change" or bool(locked)
    own = np.array([_own(county, group, year) for county in members])
    faults = list(_number_faults(floor, ceiling, convergence))
    faults += list(_name_faults(members, floor, ceiling, locked))
    raise_faults(faults)
    low = base * (1.0 + _rates(members, floor, 0.0)) ** spans
    high = base * (1.0 + _rates(members, inf if ceiling is None else ceiling, inf)) ** spans
    kept = np.array([_is_one_of(county, locked) for county in members])
    if wants_own:
        lacking = isnan_of(own) & (kept | (rule == "least_change"))
        faults += _lack(members, lacking, words.OWN_PROMISE, GIVEN, words.GIVE_OWN)
    if rule == "past":
        faults += _lack(members, isnan_of(past) & ~kept, words.PAST, POSITIVE, words.GIVE_PAST)
        slow = (past <= 0.0) & ~kept
        faults += [_slow(county, rate) for county, rate, one in zip(members, past.tolist(), slow, strict=True) if one]
    if rule == "least_burden":
        # no burden can be weighed where nobody knows what a county does of itself
        unknown = ~(past > -1.0) & ~kept
        faults += _lack(members, unknown, words.PAST, GIVEN, words.GIVE_ANY_PAST)
    faults += [
        Fault(
            what=words.FLOOR_OF.format(county=county.label),
            rule=words.NOT_ABOVE,
            got=f"{least:,.1f}",
            way_out=words.LOWER_FLOOR,
        )
        for county, least, most, one in zip(members, low.tolist(), high.tolist(), kept, strict=True)
        if least > most and not one
    ]
    raise_faults(faults)
    low, high = np.where(kept, own, low), np.where(kept, own, high)
    # a county that keeps its plan needs no past, and must not spoil the sum by having none
    past = np.where(kept & np.isnan(past), 0.0, past)
    everybody = sum(people)
    shares = tuple(one / everybody for one in people)
    if isinstance(wanted, tuple):
        if len(set(spans.tolist())) > 1:
            raise InputError(
                Fault(
                    what=words.BASE_YEARS, rule=words.ONE_BASE, got=len(set(spans.tolist())), way_out=words.GIVE_LEVEL
                )
            )
        start = sum((share * Fraction(float(level)) for share, level in zip(shares, base, strict=True)), Fraction(0))
        level = float(start * (1 + Fraction(wanted[0])) ** round(float(spans.max())))
    else:
        level = wanted
        _require_unit(level, float(np.array([float(one) for one in shares]) @ base))
    return Problem(shares=shares, base=base, spans=spans, low=low, high=high, wanted=level, past=past, own=own)


def _require_unit(wanted: float, base: float) -> None:
    """Raise `InputError` for a target that is written in another unit than the counties' incomes."""
    if not base / _FAR < wanted < base * _FAR:
        rule = words.IN_YUAN.format(base=f"{base:,.0f}")
        raise InputError(Fault(what=words.THE_TARGET, rule=rule, got=wanted, way_out=words.WRITE_YUAN))


_FAR = 50.0
"""An income so many times above or below the counties' bases is in another unit: the next ones are ten thousands."""


def isnan_of(values: Array) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return where there is no number."""
    return np.asarray(np.isnan(values))


def _own(county: CountyPlan, group: str, year: int) -> float:
    """Return the income that a county's own plan leads to; NaN where it leads to none."""
    if not county.plan.statements and not county.plan.growth:
        return nan
    planned = planned_groups(county)
    incomes = planned.incomes(group)
    return nan if incomes is None or year not in planned.years else float(incomes[planned.years.index(year)])


def _rates(members: list[CountyPlan], given: float | ByCounty, usual: float) -> Array:
    if not isinstance(given, Mapping):
        return np.full(len(members), float(given))
    named = [next((rate for name, rate in given.items() if name in _names(county)), usual) for county in members]
    return np.array(named, dtype=float)


def _names(county: CountyPlan) -> tuple[str, ...]:
    return (county.key, *county.label)


def _is_one_of(county: CountyPlan, names: Collection[str]) -> bool:
    return any(name in names for name in _names(county))


def _number_faults(floor: float | ByCounty, ceiling: float | ByCounty | None, convergence: float) -> Iterator[Fault]:
    for what, given in ((words.FLOOR, floor), (words.CEILING, ceiling)):
        for rate in given.values() if isinstance(given, Mapping) else () if given is None else (given,):
            if not (isfinite(rate) and rate > -1.0):
                yield Fault(what=what, rule=ABOVE_MINUS_ONE, got=rate, way_out=words.AS_RATE)
            elif rate >= 1.0:
                yield Fault(what=what, rule=words.BELOW_ONE, got=rate, way_out=words.AS_RATE)
    if not (isfinite(convergence) and convergence >= 0.0):
        yield Fault(
            what=words.CONVERGENCE, rule=NOT_NEGATIVE, got=convergence, way_out=Text("例如 0.02", "for example 0.02")
        )


def _name_faults(
    members: list[CountyPlan], floor: float | ByCounty, ceiling: float | ByCounty | None, locked: Collection[str]
) -> Iterator[Fault]:
    known = {name for county in members for name in _names(county)}
    for what, names in ((words.FLOOR, floor), (words.CEILING, ceiling), (words.LOCKED, locked)):
        if isinstance(names, Mapping | Collection):
            for name in names:
                if name not in known:
                    yield choice(what, name, [county.key for county in members])


def _lack(members: list[CountyPlan], lacking: Iterable[bool], what: Text, rule: Text, way_out: Text) -> Iterator[Fault]:
    """Yield the one fault of all counties that lack the same."""
    names = [county.label for county, lacks in zip(members, lacking, strict=True) if lacks]
    if names:
        listed = first_of(names, words.AND_MORE, most=_NAMED)
        yield Fault(what=words.OF_COUNTY.format(county=listed, what=what), rule=rule, got=NOTHING, way_out=way_out)


def _slow(county: CountyPlan, rate: float) -> Fault:
    what = words.OF_COUNTY.format(county=county.label, what=words.PAST)
    return Fault(what=what, rule=POSITIVE, got=rate, way_out=words.GIVE_PAST)


def _bounds_of(members: list[CountyPlan], locked: Collection[str]) -> list[bool]:
    return [_is_one_of(county, locked) for county in members]


def _stopped(problem: Problem, members: list[CountyPlan], locked: Collection[str]) -> Stopped | None:
    """Return what keeps the counties from the target; None where some split within the bounds meets it."""
    kept = np.array(_bounds_of(members, locked))
    most, wanted = problem.most, Fraction(problem.wanted)
    if problem.least <= wanted and (most is None or wanted <= most):
        return None
    upward = most is not None and wanted > most
    levels = problem.high if upward else problem.low
    rates = (levels / problem.base) ** (1.0 / problem.spans) - 1.0
    order = np.argsort(-problem.weights, kind="stable").tolist()
    return Stopped(
        reached=float(problem.total(levels)),
        bounds=tuple(members[at].key for at in order),
        upward=upward,
        together=raised_together(problem, rates, ~kept, upward=upward),
    )


def _county_targets(
    members: list[CountyPlan], group: str, problem: Problem, levels: Array, locked: list[bool]
) -> Iterator[CountyTarget]:
    for at, county in enumerate(members):
        base, level, span = float(problem.base[at]), float(levels[at]), float(problem.spans[at])
        own = float(problem.own[at])
        bound = "locked" if locked[at] else ""
        if not bound and level >= problem.high[at]:
            bound = "ceiling"
        elif not bound and level <= problem.low[at]:
            bound = "floor"
        yield CountyTarget(
            county=county,
            share=float(problem.shares[at]),
            base=base,
            level=level,
            growth=(level / base) ** (1.0 / span) - 1.0,
            past=county.past.get(group, nan),
            own=own,
            own_growth=(own / base) ** (1.0 / span) - 1.0,
            bound=bound,
        )


def _percent(rate: float) -> str:
    return f"{rate * 100.0:.2f}%"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
