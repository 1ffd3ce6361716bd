"""Check and audit every plan of a set: one row a county."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import isnan, nan
from typing import Literal, get_args

from ceheng_model.auditing import Limits, fewest_changes
from ceheng_model.checks import CheckedStatement, check
from ceheng_model.doors import door
from ceheng_model.ensemble import DRAWS, simulate
from ceheng_model.errors import InputError, choice
from ceheng_model.names import choice_names
from ceheng_model.plan_sets import words
from ceheng_model.plan_sets.county_plan import CountyPlan, planned_groups
from ceheng_model.plan_sets.plan_set import PlanSet
from ceheng_model.plan_sets.prose import first_of
from ceheng_model.projection import Projection
from ceheng_model.scenarios import scenario_to_audit
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Group, Keyed, Template, Text, Verdict

Order = Literal["county", "income", "growth", "ratio", "missed", "contradictions", "probability"]
Chosen = Literal["missed", "contradicting", "not_projected"]
_MOST_NAMED = 5
"""Counties that a sentence names."""
_LIMITS = Limits(contradictions=100, corrections=5, solves=2_000, seconds=60.0)
"""What ends the search in one plan: the first set to change is told, and one plan must not hold up the others."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountyReview(Value):
    """Hold the main results of one county's plan."""

    county: CountyPlan
    last_year: int
    incomes: Mapping[str, float]
    """Income of each group in the last year; without the groups of which the plan says too little."""
    growth: Mapping[str, float]
    """Average annual growth of each group from the base year, fractions."""
    ratio: float
    """Ratio of the two groups that the plan compares in the last year; NaN where it compares none."""
    headline: tuple[CheckedStatement, ...]
    """The verdicts on the statements of its text."""
    contradictions: int | None
    """How many groups of statements cannot hold together; None where nothing could be audited."""
    repair: Text
    """The fewest statements to change, and to what; empty where nothing has to be."""
    probability: float = nan
    """Probability that all goals of the text are met; NaN where it was not computed."""
    why_not: Text = NO_TEXT
    """Why the plan, or a group of it, cannot be projected; empty where all of it can."""

    @property
    def missed(self) -> tuple[CheckedStatement, ...]:
        """The goals that are missed by the plan's own numbers."""
        return tuple(one for one in self.headline if one.verdict is Verdict.MISSED)

    @property
    def points_behind(self) -> float:
        """How much faster some group would have to grow for the goal that is farthest off.

        A fraction a year, 0 where no goal is missed. Of a goal that several groups could meet alone by growing faster,
        the least counts; NaN where none could.
        """
        needed = [
            min((more for one in goal.required if (more := one.growth_to_bound - one.present) > 0.0), default=nan)
            for goal in self.missed
        ]
        known = [points for points in needed if not isnan(points)]
        return max(known) if known else nan if self.missed else 0.0

    @property
    def met(self) -> int:
        """How many goals are met or exceeded."""
        return sum(one.holds for one in self.headline)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PlansReview(Shown):
    """Hold one row a county: level, growth, ratio, verdicts, contradictions, first repair, probability."""

    plans: PlanSet
    counties: tuple[CountyReview, ...]

    def __getitem__(self, county: str) -> CountyReview:
        """Return what was found of one county, by its key or name."""
        key = self.plans[county].key
        return next(one for one in self.counties if one.county.key == key)

    def _ipython_key_completions_(self) -> list[str]:
        return [one.county.key for one in self.counties]

    @property
    def behind(self) -> tuple[CountyReview, ...]:
        """The counties that miss a goal, those first that would have to grow faster by most."""
        missing = [one for one in self.counties if one.missed]
        return tuple(sorted(missing, key=lambda one: -one.points_behind if one.points_behind >= 0.0 else 0.0))

    def sorted(self, order: Order, *, group: str | None = None) -> "PlansReview":
        """Return the counties in another order.

        Income and growth are of a group, the last of the set where None.

        >>> from ceheng_model.files import shipped
        >>> from ceheng_model.plan_sets import load_plans
        >>> review = review_plans(load_plans(shipped("plans")), audits=False)
        >>> [one.county.key for one in review.sorted("income", group="rural").counties]
        ['ceheng', 'yunnan', 'zhejiang']
        """
        if order not in get_args(Order):
            raise InputError(choice(Text("次序", "the order"), order, choice_names(get_args(Order))))
        key = self.plans.groups[-1].key if group is None else self.plans.group(group).key
        ranked: dict[str, Callable[[CountyReview], float]] = {
            "county": lambda _: 0.0,
            "income": lambda one: one.incomes.get(key, nan),
            "growth": lambda one: one.growth.get(key, nan),
            "ratio": lambda one: -one.ratio,
            "missed": lambda one: -len(one.missed) if one.headline else nan,
            "contradictions": lambda one: nan if one.contradictions is None else -one.contradictions,
            "probability": lambda one: one.probability,
        }
        of = ranked[order]

        def rank(one: CountyReview) -> tuple[bool, float]:
            value = of(one)
            # what has no figure stands last
            return isnan(value), 0.0 if isnan(value) else value

        return replace(self, counties=tuple(sorted(self.counties, key=rank)))

    def only(self, chosen: Chosen) -> "PlansReview":
        """Return the counties of one sort: ``missed``, ``contradicting`` or ``not_projected``."""
        kept: dict[str, Callable[[CountyReview], bool]] = {
            "missed": lambda one: bool(one.missed),
            "contradicting": lambda one: bool(one.contradictions),
            "not_projected": lambda one: bool(one.why_not),
        }
        if chosen not in kept:
            raise InputError(choice(Text("哪些县", "which counties"), chosen, choice_names(get_args(Chosen))))
        return replace(self, counties=tuple(filter(kept[chosen], self.counties)))

    @property
    def answer(self) -> tuple[Text, ...]:
        """What was found, in a sentence or two."""
        audited = [one.contradictions for one in self.counties if one.contradictions is not None]
        open_ones = sum(bool(one.why_not) for one in self.counties)
        # of plans that nobody audited nothing is said
        contradicting = words.CONTRADICTING.format(count=sum(map(bool, audited))) if audited else NO_TEXT
        first = words.ANSWER.format(
            all=len(self.counties),
            missed=len(self.behind),
            contradicting=contradicting,
            not_projected=words.NOT_PROJECTED.format(count=open_ones) if open_ones else NO_TEXT,
        )
        if not self.behind:
            return (first,)
        return (
            first,
            _FULL.format(sentence=words.BEHIND.format(names=named_first([one.county for one in self.behind]))),
        )

    @property
    def condition(self) -> Text:
        """What the figures are conditional on."""
        return words.CONDITION

    def tables(self) -> tuple[Table, ...]:
        """Return one row a county, and what was not read."""
        return (self._table(), *self.plans.refused_table())

    def _table(self) -> Table:
        groups, last = self._groups(), max((one.last_year for one in self.counties), default=0)
        has_ratio = any(not isnan(one.ratio) for one in self.counties)
        has_chance = any(not isnan(one.probability) for one in self.counties)
        # whoever leaves out the audit wants no empty columns
        audited = any(one.contradictions is not None for one in self.counties)
        has_reasons = any(one.why_not for one in self.counties)
        same = len({one.last_year for one in self.counties}) <= 1
        year = Text(f"{last}年", str(last)) if same else Text("末年", "in the last year")
        columns = (
            Column(key="region", heading=words.COUNTY),
            Column(key="last_year", heading=Text("末年", "last year"), kind="year", shown=not same),
            *(
                Column(
                    key=f"{group.key}_income",
                    heading=words.INCOME_OF.format(year=year, group=group.of_income),
                    kind="yuan",
                    decimals=0,
                )
                for group in groups
            ),
            *(
                Column(
                    key=f"{group.key}_growth",
                    heading=words.GROWTH_OF.format(group=group.of_income),
                    kind="percent",
                    decimals=1,
                )
                for group in groups
            ),
            Column(key="ratio", heading=words.RATIO_IN.format(year=year), kind="ratio", decimals=2, shown=has_ratio),
            Column(key="met", heading=words.MET, kind="year", may_lack=True),
            Column(key="missed", heading=words.MISSED, kind="year", may_lack=True),
            Column(key="not_judged", heading=words.OPEN, kind="year", may_lack=True, shown=False),
            Column(key="goals_missed", heading=words.FIRST_MISSED, shown=False),
            Column(key="points_behind", heading=words.POINTS_BEHIND, kind="points"),
            Column(key="contradictions", heading=words.CONTRADICTIONS, kind="year", may_lack=True, shown=audited),
            Column(key="repair", heading=words.REPAIR, shown=any(one.repair for one in self.counties)),
            Column(key="probability", heading=words.PROBABILITY, kind="probability", shown=has_chance),
            Column(key="why_not", heading=words.WHY_NOT, shown=has_reasons),
        )
        return Table(
            name="counties",
            title=words.REVIEW_TITLE.format(count=len(self.counties)),
            columns=columns,
            rows=tuple(_row(one, groups) for one in self.counties),
            notes=(words.REVIEW_NOTE if audited else words.UNAUDITED_NOTE,),
            drops=("repair", "why_not", "probability", "points_behind"),
        )

    def _groups(self) -> tuple[Group, ...]:
        """Return the groups of which any county has an income, those of the ratio first."""
        return tuple(group for group in self.plans.groups if any(group.key in one.incomes for one in self.counties))


_FULL = Template("{sentence}。", "{sentence}.")


def named_first(counties: Iterable[CountyPlan]) -> Text:
    """Return the names of some counties; of many the first."""
    return first_of((one.label for one in counties), words.AND_MORE, most=_MOST_NAMED)


def _row(one: CountyReview, groups: tuple[Group, ...]) -> tuple[Cell, ...]:
    judged = bool(one.headline)
    open_ones = sum(checked.verdict in (Verdict.NOT_JUDGED, Verdict.UNDECIDABLE) for checked in one.headline)
    return (
        Keyed(one.county.key, one.county.label),
        one.last_year,
        *(one.incomes.get(group.key) for group in groups),
        *(one.growth.get(group.key) for group in groups),
        one.ratio,
        one.met if judged else None,
        len(one.missed) if judged else None,
        open_ones if judged else None,
        Text.join((checked.label for checked in one.missed), zh="；", en="; "),
        one.points_behind if judged else nan,
        one.contradictions,
        one.repair,
        one.probability,
        one.why_not,
    )


@door
def review_plans(
    plans: PlanSet, *, audits: bool = True, probabilities: bool = False, draws: int = DRAWS, seed: int = 0
) -> PlansReview:
    """Check every plan of a set against its own numbers, audit it, and where asked draw its probability.

    A plan that says too little of a group is projected without it, and one that cannot be projected is audited all the
    same; its row says why. `probabilities` gives
    the probability that all goals of a plan's text are met, each county drawn by itself.

    >>> from ceheng_model.files import shipped
    >>> from ceheng_model.plan_sets import load_plans
    >>> review = review_plans(load_plans(shipped("plans")))
    >>> {one.county.key: (len(one.missed), one.contradictions) for one in review.counties}
    {'ceheng': (1, 8), 'yunnan': (0, 0), 'zhejiang': (0, 0)}
    """
    return PlansReview(
        plans=plans,
        counties=tuple(
            _reviewed(county, audits=audits, draws=draws if probabilities else 0, seed=seed)
            for county in plans.counties
        ),
    )


def _reviewed(county: CountyPlan, *, audits: bool, draws: int, seed: int) -> CountyReview:
    planned = planned_groups(county)
    projection = planned.projection
    why_not = Text.join(tuple(dict.fromkeys(planned.reasons.values())), zh="；", en="; ")
    contradictions, repair = _audited(county) if audits else (None, NO_TEXT)
    plan = county.plan
    if projection is None:
        return CountyReview(
            county=county,
            last_year=plan.years[-1],
            incomes={},
            growth={},
            ratio=nan,
            headline=(),
            contradictions=contradictions,
            repair=repair,
            why_not=why_not,
        )
    first, last = 0, plan.years[-1] - plan.base_year
    paths = {key: path for key in plan.group_keys if (path := planned.incomes(key)) is not None}
    incomes = {key: float(path[last]) for key, path in paths.items()}
    growth = {key: float((path[last] / path[first]) ** (1.0 / last) - 1.0) for key, path in paths.items()}
    return CountyReview(
        county=county,
        last_year=plan.years[-1],
        incomes=incomes,
        growth=growth,
        ratio=float(projection.urban_rural_ratio.sel(year=plan.years[-1])) if plan.terms.has_ratio else nan,
        headline=check(projection, share_cases=False).headline,
        contradictions=contradictions,
        repair=repair,
        # of goals of which some cannot be drawn nobody knows how likely all are
        probability=_probability(projection, draws, seed) if draws and not planned.reasons else nan,
        why_not=why_not,
    )


def _audited(county: CountyPlan) -> tuple[int | None, Text]:
    """Return how many contradictions a plan has, and the fewest statements to change."""
    found = fewest_changes(scenario_to_audit(county.dossier), _LIMITS)
    return (found.contradictions if found.items else None), found.first


def _probability(projection: Projection, draws: int, seed: int) -> float:
    try:
        ensemble = simulate(projection.scenario, draws=draws, seed=seed)
    except InputError:
        # nothing says how far growth strays
        return nan
    return float(ensemble.all_together.probability) if ensemble.criteria else nan
