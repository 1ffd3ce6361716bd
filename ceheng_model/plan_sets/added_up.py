"""Add up what many counties promise, and hold the plan above against the sum."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ceheng_model.checks import CheckedStatement, check
from ceheng_model.doors import door
from ceheng_model.errors import InputError, choice
from ceheng_model.plan import Statement
from ceheng_model.plan_sets import words
from ceheng_model.plan_sets.between_levels import BetweenLevels, audit_between
from ceheng_model.plan_sets.county_plan import CountyPlan
from ceheng_model.plan_sets.left_out import LeftOut, lacking_sentence, left_out_table
from ceheng_model.plan_sets.plan_set import PlanSet
from ceheng_model.plan_sets.prose import yuan_in_prose
from ceheng_model.plan_sets.shares import Weighed
from ceheng_model.projection import project
from ceheng_model.quantities import AverageAnnualGrowth, Income
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Group, Keyed, Text, Verdict

_SECONDS = 30.0
"""Seconds after which the search for contradictions between the levels ends."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupSum(Value):
    """Hold the income of one group over all counties, weighted by residents, year by year."""

    group: Group
    years: tuple[int, ...]
    """The base year and every year that all counties plan."""
    incomes: tuple[float, ...]
    residents: tuple[float, ...]
    surveyed: float | None = None
    """Income of the base year as the plan above has it from a survey of its own; None where it is not given."""

    @property
    def growth(self) -> float:
        """Average annual growth from the first year to the last, a fraction."""
        return float((self.incomes[-1] / self.incomes[0]) ** (1.0 / (len(self.years) - 1)) - 1.0)

    @property
    def base_apart(self) -> float | None:
        """By how much the weighted income of the base year lies above the surveyed one, a fraction of it."""
        return None if self.surveyed is None else self.incomes[0] / self.surveyed - 1.0


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Carried(Value):
    """Split the distance of the sum from one goal of the plan above over the counties, exactly.

    A county is held against its own base grown as fast as the plan above asks of the whole; what it lies above or below
    that, times its share of the residents, is its part. What the weighted base lies apart from the surveyed one from
    which the plan above counts is a part of its own.
    """

    statement: Statement
    label: Text
    group: str
    year: int
    wanted: float
    """What the goal asks, yuan."""
    reached: float
    """What the counties' promises come to, yuan."""
    of_base: float
    """The part of the distance that is due to another base."""
    parts: Mapping[str, float]
    """The parts of the counties by key, yuan: those below zero carry what is lacking."""

    @property
    def distance(self) -> float:
        """What the sum lies above the goal, yuan; below zero where it falls short."""
        return self.reached - self.wanted


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Copied(Value):
    """Hold a county's statement that says what the plan above says and that its own numbers do not give."""

    county: CountyPlan
    checked: CheckedStatement
    above: Statement


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class AddedUp(Shown):
    """Hold what many counties' promises come to, and how the plan above stands to the sum."""

    plans: PlanSet
    sums: tuple[GroupSum, ...]
    left_out: tuple[LeftOut, ...]
    checked: tuple[CheckedStatement, ...] = ()
    """The verdicts on the statements of the plan above, by the sum of what the counties promise."""
    carried: tuple[Carried, ...] = ()
    copied: tuple[Copied, ...] = ()
    between: BetweenLevels | None = None
    """What of both levels cannot hold together; None where there is no plan above or it has another base year."""
    why_not: Text = NO_TEXT
    """Why the plan above is not held against the sum; empty where it is."""

    def __getitem__(self, group: str) -> GroupSum:
        """Return the sum of one group."""
        for one in self.sums:
            if one.group.key == group:
                return one
        raise InputError(choice(Text("人群", "the group"), group, [one.group.key for one in self.sums]))

    def _ipython_key_completions_(self) -> list[str]:
        return [one.group.key for one in self.sums]

    @property
    def missed(self) -> tuple[CheckedStatement, ...]:
        """The statements of the plan above that the counties' promises do not meet."""
        return tuple(one for one in self.checked if one.verdict is Verdict.MISSED)

    @property
    def answer(self) -> tuple[Text, ...]:
        """What was found, in sentences."""
        said = [_sum_sentence(one) for one in self.sums]
        said += _lacking_sentences(self)
        above = self.plans.above
        if above is not None and self.checked:
            judged = [one for one in self.checked if one.verdict is not Verdict.NOT_JUDGED]
            said.append(words.HELD_AGAINST.format(above=above.label, count=len(judged), missed=len(self.missed)))
        said += [_carried_sentence(one, self.plans) for one in self.carried if one.distance < 0.0]
        if self.between is not None:
            said += self.between.answer
        if self.copied:
            names = Text.join([one.county.label for one in self.copied])
            said.append(words.COPIED_BY.format(count=len(self.copied), names=names))
        if self.why_not:
            said.append(self.why_not)
        return tuple(said)

    @property
    def condition(self) -> Text:
        """What the figures are conditional on."""
        return words.CONDITION

    def tables(self) -> tuple[Table, ...]:
        """Return the sums, the verdicts on the plan above, who carries the difference, and what clashes."""
        tables = [self._sum_table()]
        if self.checked:
            tables.append(self._checked_table())
        tables += [self._carried_table(one) for one in self.carried]
        if self.between is not None:
            tables += self.between.tables()
        if self.copied:
            tables.append(self._copied_table())
        if self.left_out:
            tables.append(left_out_table(self.plans, self.left_out, words.NOT_IN_SUM))
        return (*tables, *self.plans.refused_table())

    def _sum_table(self) -> Table:
        rows = [
            (
                Keyed(one.group.key, one.group.label),
                year,
                income,
                one.surveyed if year == one.years[0] else None,
                residents,
            )
            for one in self.sums
            for year, income, residents in zip(one.years, one.incomes, one.residents, strict=True)
        ]
        is_surveyed = any(one.surveyed is not None for one in self.sums)
        columns = (
            Column(key="group", heading=Text("人群", "group"), among=tuple(one.group.key for one in self.sums)),
            Column(key="year", heading=Text("年份", "year"), kind="year"),
            Column(key="income", heading=words.WEIGHTED, kind="yuan"),
            Column(key="surveyed", heading=words.SURVEYED, kind="yuan", shown=is_surveyed),
            Column(key="residents", heading=Text("人口", "residents"), kind="count"),
        )
        notes = (words.SUM_NOTE, words.SURVEYED_NOTE) if is_surveyed else (words.SUM_NOTE,)
        return Table(name="sums", title=words.SUMS, columns=columns, rows=tuple(rows), notes=notes)

    def _checked_table(self) -> Table:
        rows = tuple(
            (
                one.statement.id,
                one.label,
                Text.same(one.statement.printed_text),
                None if one.verdict is Verdict.NOT_JUDGED else one.figure(one.value),
                one.verdict,
                None if one.verdict is Verdict.NOT_JUDGED else one.distance(one.distance_to_goal),
            )
            for one in self.checked
        )
        columns = (
            Column(key="statement", heading=Text("条目", "statement"), shown=False),
            Column(key="quantity", heading=Text("指标", "quantity")),
            Column(key="printed", heading=Text("列明的数值", "printed")),
            Column(key="value", heading=words.OF_SUM, kind="ratio", holds="number"),
            Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
            Column(
                key="distance_to_goal", heading=Text("距目标差额", "distance to goal"), kind="ratio", holds="number"
            ),
        )
        return Table(name="above", title=words.ABOVE_BY_SUM, columns=columns, rows=rows)

    def _carried_table(self, carried: Carried) -> Table:
        ordered = sorted(carried.parts.items(), key=lambda part: part[1])
        rows: list[tuple[Cell, ...]] = [(self.plans[key].named, part) for key, part in ordered]
        rows.append((Keyed("base", words.OTHER_BASE), carried.of_base))
        rows.append((Keyed("total", words.ALL_PARTS), carried.distance))
        columns = (
            Column(key="region", heading=words.COUNTY),
            Column(key="part", heading=words.PART, kind="yuan", decimals=1),
        )
        title = words.CARRIED.format(
            label=carried.label, wanted=yuan_in_prose(carried.wanted), reached=yuan_in_prose(carried.reached)
        )
        return Table(
            name=f"carried_{carried.statement.id}",
            title=title,
            columns=columns,
            rows=tuple(rows),
            notes=(words.CARRIED_NOTE,),
            most_shown=_MOST_ROWS,
        )

    def _copied_table(self) -> Table:
        rows = tuple(
            (
                one.county.named,
                one.checked.label,
                Text.same(one.above.printed_text),
                one.checked.figure(one.checked.value),
            )
            for one in self.copied
        )
        columns = (
            Column(key="region", heading=words.COUNTY),
            Column(key="quantity", heading=Text("指标", "quantity")),
            Column(key="printed", heading=Text("列明的数值", "printed")),
            Column(key="value", heading=words.BY_OWN, kind="ratio", holds="number"),
        )
        return Table(name="copied", title=words.COPIED, columns=columns, rows=rows)


_MOST_ROWS = 24
"""Counties that a screen shows of a split: those that lack most, and those that add most."""


@door
def add_up(plans: PlanSet, *, audits: bool = True, seconds: float = _SECONDS) -> AddedUp:
    """Add up the incomes that counties promise, by residents, and hold the plan above against the sum.

    Every group is summed over the counties that have it and whose residents are given; `AddedUp.left_out` names the
    others. The plan above is checked against the sum, the distance from each of its goals is split over the counties
    exactly, and with `audits` the statements of both levels are weighed together: what cannot hold, and the fewest to
    change, for at most so many `seconds`. Statements of counties that copy the plan above and that their own numbers
    do not give are found.

    Raises `InputError` where no group can be summed.

    >>> import pandas as pd
    >>> from ceheng_model.plan_sets import load_plans
    >>> table = pd.DataFrame({"county": ["示例县01", "示例县02"], "base_year": 2021, "last_year": 2022,
    ...     "rural_base": [10000.0, 12000.0], "rural_target": ["11000", "13200"], "rural_residents": [100, 300]})
    >>> [round(income, 6) for income in add_up(load_plans(table))["rural"].incomes]
    [11500.0, 12650.0]
    """
    weighed = Weighed.of(plans)
    sums = tuple(_sum(weighed, group) for group in weighed.groups)
    result = AddedUp(plans=plans, sums=sums, left_out=weighed.left_out)
    above = plans.above
    if above is None:
        return result
    copied = tuple(_copied(plans, weighed))
    if above.plan.base_year != weighed.years[0]:
        why = words.OTHER_BASE_YEAR.format(above=above.plan.base_year, county=weighed.years[0])
        return replace(result, copied=copied, why_not=why)
    missing = [group for group in above.plan.groups if group.key not in weighed.group_keys]
    if missing:
        why = words.GROUP_NOT_SUMMED.format(groups=Text.join([group.label for group in missing]))
        if len(missing) == len(above.plan.groups):
            return replace(result, copied=copied, why_not=why)
        result = replace(result, why_not=why)
    projection = project(whole_scenario(above, weighed))
    return replace(
        result,
        checked=check(projection, share_cases=False).headline,
        carried=tuple(_carried(above, weighed)),
        copied=copied,
        between=audit_between(plans, weighed, projection.scenario, seconds=seconds) if audits else None,
    )


def _sum(weighed: Weighed, group: Group) -> GroupSum:
    years = weighed.years
    above = weighed.plans.above
    surveyed = above.base(group.key) if above is not None and above.plan.base_year == years[0] else None
    return GroupSum(
        group=group,
        years=years,
        incomes=tuple(float(weighed.income(group.key, year)) for year in years),
        residents=tuple(float(weighed.residents(group.key, year)) for year in years),
        surveyed=surveyed,
    )


def whole_scenario(above: CountyPlan, weighed: Weighed) -> Scenario:
    """Return what the counties promise together as a scenario of the plan above, on the weighted base."""
    base, years = above.baseline, weighed.years
    growth = np.zeros((*base.levels.shape, len(years) - 1))
    levels = np.array(base.levels)
    people = np.full((len(base.groups), len(years)), np.nan)
    for g, group in enumerate(base.groups):
        if group.part_of is not None:
            people[g] = 0.0
        if group.key not in weighed.group_keys:
            # nothing is known of a group that the counties do not have
            levels[g] = np.nan
            continue
        incomes = [float(weighed.income(group.key, year)) for year in years]
        levels[g] *= incomes[0] / levels[g].sum()
        growth[g] = np.array(incomes[1:]) / np.array(incomes[:-1]) - 1.0
        people[g] = [float(weighed.residents(group.key, year)) for year in years]
    return Scenario(
        name=words.SUM_OF_COUNTIES,
        dossier=above.dossier,
        baseline=replace(base, levels=levels),
        years=years[1:],
        growth=growth,
        population=people,
    )


def _carried(above: CountyPlan, weighed: Weighed) -> Iterator[Carried]:
    """Yield the exact split of every goal that asks an income, or growth from the base year, of one group."""
    for statement in above.plan.statements:
        quantity, aims = statement.quantity, statement.wording.printed_values
        key, year = quantity.group, quantity.last_year
        if key not in weighed.group_keys or year not in weighed.years[1:] or len(aims) != 1:
            continue
        if quantity.component != TOTAL:
            continue
        base, surveyed = weighed.income(key, weighed.years[0], at=year), above.base(key)
        assert surveyed is not None
        if type(quantity) is Income:
            wanted, start = Fraction(aims[0]), Fraction(surveyed)
        elif type(quantity) is AverageAnnualGrowth and quantity.first_year == weighed.years[1]:
            # growth is asked of whatever base there is
            wanted, start = base * (1 + Fraction(aims[0])) ** (year - weighed.years[0]), base
        else:
            continue
        reached = weighed.income(key, year)
        parts = {
            county.key: share * (level - own * wanted / start) for county, share, own, level in weighed.parts(key, year)
        }
        of_base = base * wanted / start - wanted
        assert sum(parts.values()) + of_base == reached - wanted
        yield Carried(
            statement=statement,
            label=statement.label(above.plan.terms),
            group=key,
            year=year,
            wanted=float(wanted),
            reached=float(reached),
            of_base=float(of_base),
            parts={one: float(part) for one, part in parts.items()},
        )


def _copied(plans: PlanSet, weighed: Weighed) -> Iterator[Copied]:
    """Yield the statements of counties that say the same as the plan above and that their own numbers miss."""
    assert plans.above is not None
    said = {_content(one): one for one in plans.above.plan.statements if one.wording.printed_values}
    for county in plans.counties:
        projection = weighed.projections.get(county.key)
        if projection is None or not any(_content(one) in said for one in county.plan.statements):
            continue
        for checked in check(projection, share_cases=False).headline:
            same = said.get(_content(checked.statement))
            if same is not None and checked.verdict is Verdict.MISSED:
                yield Copied(county=county, checked=checked, above=same)


def _content(statement: Statement) -> tuple[object, ...]:
    """Return what a statement asks, whatever its words."""
    quantity = statement.quantity
    of = (quantity.kind, quantity.group, quantity.component, quantity.first_year, quantity.last_year)
    return (*of, statement.wording.printed_values)


def _sum_sentence(one: GroupSum) -> Text:
    return words.SUM_SENTENCE.format(
        group=one.group.label,
        first=one.years[0],
        last=one.years[-1],
        start=f"{one.incomes[0]:,.0f}",
        end=f"{one.incomes[-1]:,.0f}",
        growth=f"{one.growth * 100.0:.1f}%",
    )


def _lacking_sentences(result: AddedUp) -> Iterator[Text]:
    """Yield for every sum the counties that have the group and are not in it."""
    for one in result.sums:
        told = lacking_sentence(result.plans, result.left_out, one.group, year=one.years[0], form=words.SUM_LACKS)
        if told is not None:
            yield told


def _carried_sentence(one: Carried, plans: PlanSet) -> Text:
    lacking = sorted((part, key) for key, part in one.parts.items() if part < 0.0)
    first = Text.join(
        words.CARRIES.format(county=plans[key].label, part=yuan_in_prose(-part)) for part, key in lacking[:_MOST_NAMED]
    )
    by = words.CARRIED_BY.format(first=first) if lacking else Text("", "")
    return words.SHORT_OF.format(
        label=one.label, wanted=yuan_in_prose(one.wanted), short=yuan_in_prose(-one.distance), by=by
    )


_MOST_NAMED = 3
"""Counties that a sentence names."""
