"""Refuse what cannot be split: the difference of scenarios that do not match, incomes that have no logarithm."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.decomposition.assumptions import Assumption
from ceheng_model.decomposition.measure import Measure, measure_of
from ceheng_model.errors import POSITIVE, Fault, InputError, not_given, raise_faults
from ceheng_model.projection import Projection
from ceheng_model.quantities import Quantity, missing_residents
from ceheng_model.quantities import population as without_population
from ceheng_model.quantities.missing import in_years
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import Group, Template, Text

MOST_ASSUMPTIONS = 16
"""Assumptions that are told apart at most: their mixes double with each one, to 65,536."""

_GROUPS = Text("两个情景的人群", "the groups of the two scenarios")
_BASE_YEARS = Text("两个情景的基年", "the base years of the two scenarios")
_YEARS = Text("两个情景的年份", "the years of the two scenarios")
_BOTH = Template("{first}；{second}", "{first} and {second}")
_ONE_PLAN = Template("取同一{kind}的情景", "take scenarios of one {kind}")
_AT_MOST = Template("不多于{most}项", "be {most} at most")
_CONCEPT_OF = Template("{group}的收入口径", "the concept of income of {group}")
_AS_OF = Template("与{group}相同，为{concept}", "be that of {group}, {concept}")
_TOTAL = Template("{year}{group}收入合计", "total income of {group} {year}")


def require_comparable(first: Scenario, second: Scenario) -> None:
    """Raise `InputError` unless two scenarios hold one path each, on the same groups, base year and years."""
    for scenario in (first, second):
        scenario.require_single()
    one_plan = _ONE_PLAN.format(kind=first.terms.kind)
    horizon = Text("用 with_horizon 统一末年", "bring them to one last year with with_horizon")
    sides = (
        (_GROUPS, _listed(first.group_keys), _listed(second.group_keys), one_plan),
        (_BASE_YEARS, first.baseline.year, second.baseline.year, one_plan),
        (_YEARS, _listed(first.years), _listed(second.years), horizon),
    )
    raise_faults(
        [
            _not_same(what, _BOTH.format(first=of_first, second=of_second), way_out)
            for what, of_first, of_second, way_out in sides
            if of_first != of_second
        ]
    )


def require_same_surroundings(quantity: Quantity, first: Measure, scenario: Scenario) -> None:
    """Raise `InputError` where the second scenario gives the quantity another population, prices or GDP."""
    if not first.same_as(measure_of(quantity, scenario)):
        what = Text(
            "该指标所用的人口、物价、地区生产总值和公布数据",
            "the population, prices, GDP and published figures that the quantity reads",
        )
        way_out = Text("给两个情景同样的数", "give both scenarios the same")
        raise InputError(_not_same(what, Text("两个情景不同", "others in the second scenario"), way_out))


def require_few(assumptions: list[Assumption]) -> None:
    """Raise `InputError` for more assumptions than can be told apart."""
    if len(assumptions) > MOST_ASSUMPTIONS:
        raise InputError(
            Fault(
                what=Text("影响该指标的不同假设", "the assumptions that differ and reach the quantity"),
                rule=_AT_MOST.format(most=MOST_ASSUMPTIONS),
                got=len(assumptions),
                way_out=Text('用更粗的分法 by="group" 或 by="year"', 'use a coarser division, by="group" or by="year"'),
            )
        )


def require_finite(quantity: Quantity, scenario: Scenario, values: Array) -> None:
    """Raise `InputError` where the quantity has no value in some mix of the scenarios."""
    if not np.isfinite(values).all():
        raise InputError(
            Fault(
                what=quantity.label(scenario.terms),
                rule=Text("在每种组合中都有值", "have a value in every mix of the two scenarios"),
                got=float(values[~np.isfinite(values)][0]),
                way_out=Text(
                    "分母为零：换一个指标或改正基数",
                    "its denominator is zero; take another quantity or correct the base",
                ),
            )
        )


def require_positive(totals: Array, groups: Sequence[Group], projection: Projection) -> None:
    """Raise `InputError` for every total, ``(..., group, year)``, that is not above zero and has no logarithm.

    Totals that are not there (NaN) have none either, and are absent in what follows.
    """
    raise_faults(
        [
            Fault(
                what=_TOTAL.format(
                    year=projection.scenario.terms.year_label(projection.years[t]), group=groups[g].in_message
                ),
                rule=POSITIVE,
                got=float(totals[(*leading, g, t)]),
                way_out=Text("改正基数：分解须取对数", "correct the base; the split takes logarithms"),
            )
            for *leading, g, t in np.argwhere(totals <= 0.0).tolist()
        ]
    )


def counted_once(projection: Projection) -> list[int]:
    """Return the positions of the groups that are not part of another, of which everybody is in one.

    Raises `InputError` where they count different concepts of income: those are never put together silently.
    """
    scenario = projection.scenario
    chosen = [g for g, group in enumerate(scenario.groups) if group.part_of is None]
    first, *others = (scenario.groups[g] for g in chosen)
    label = scenario.terms.label
    raise_faults(
        [
            Fault(
                what=_CONCEPT_OF.format(group=other.in_message),
                rule=_AS_OF.format(concept=label(first.concept), group=first.in_message),
                got=label(other.concept),
                way_out=Text(
                    "口径不同的收入不合并计算：换用同一口径的收入",
                    "incomes of two concepts are not put together: give incomes of one",
                ),
            )
            for other in others
            if other.concept != first.concept
        ]
    )
    return chosen


def known_population(projection: Projection, *, at_least: int = 1) -> tuple[tuple[int, ...], Array]:
    """Return the years in which everybody is counted, and residents, ``(..., group, year)`` over all years.

    Raises `InputError` where residents are known in fewer years than `at_least`.
    """
    scenario, way_out = (
        projection.scenario,
        Text("用 scenario.with_population(...)", "use scenario.with_population(...)"),
    )
    if scenario.population is None:
        raise InputError(not_given(without_population(scenario.terms), way_out))
    lacking = [year for year in projection.years if missing_residents(scenario, year)]
    known = tuple(year for year in projection.years if year not in lacking)
    if len(known) < at_least:
        raise InputError(not_given(in_years(without_population(scenario.terms), lacking, scenario.terms), way_out))
    return known, scenario.population


def _listed(members: Sequence[str | int]) -> Text:
    return Text.listed(members)


def _not_same(what: Text, got: object, way_out: Text) -> Fault:
    return Fault(what=what, rule=Text("相同", "be the same"), got=got, way_out=way_out)
