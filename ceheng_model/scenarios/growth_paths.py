"""Fill the growth of a shipped alternative on a baseline, extend it to another horizon, make changes on it."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline
from ceheng_model.errors import Fault, InputError, raise_faults
from ceheng_model.scenarios.alternatives import ALTERNATIVES
from ceheng_model.scenarios.changes import GrowthChange
from ceheng_model.scenarios.closing import Paths
from ceheng_model.scenarios.dossier import Dossier
from ceheng_model.scenarios.growth_faults import growth_faults
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

LONGEST = 100
"""Years that are projected at most; a longer horizon is a slip of the pen."""

_NOT_BEFORE = Template("不早于 {year}", "not be before {year}")
_NOT_AFTER = Template("不晚于 {year}", "not be after {year}")
_OF_THE_PLAN = Template("给出{kind}期内或其后的年份", "give a year of the {kind} or after it")
_AT_MOST = Template("最多预测{count}年", "project {count} years at most")


def filled_paths(name: str, dossier: Dossier, baseline: Baseline) -> Paths:
    """Return the growth of a shipped alternative over the plan's own years.

    Raises `InputError` where the baseline cannot carry it.
    """
    paths = ALTERNATIVES[name].fill(dossier, baseline)
    raise_faults(growth_faults(paths.growth, baseline, years=dossier.plan.years, closing=paths.closing))
    return paths


def years_up_to(last_year: int, first_year: int, terms: Terms) -> tuple[int, ...]:
    """Return the years of a horizon; raise `InputError` for one that ends before it begins or too far away."""
    if last_year < first_year:
        raise InputError(
            Fault(
                what=Text("末年", "the last year"),
                rule=_NOT_BEFORE.format(year=first_year),
                got=last_year,
                way_out=terms.say(_OF_THE_PLAN),
            )
        )
    if last_year - first_year >= LONGEST:
        raise InputError(
            Fault(
                what=Text("末年", "the last year"),
                rule=_NOT_AFTER.format(year=first_year + LONGEST - 1),
                got=last_year,
                way_out=_AT_MOST.format(count=LONGEST),
            )
        )
    return tuple(range(first_year, last_year + 1))


def extended(growth: Array, count: int) -> Array:
    """Return growth over `count` years: cut, or continued with the growth of its last year.

    >>> extended(np.array([0.1, 0.2]), 4).tolist()
    [0.1, 0.2, 0.2, 0.2]
    """
    return growth[..., np.minimum(np.arange(count), growth.shape[-1] - 1)]


def changed_growth(growth: Array, changes: Sequence[GrowthChange], terms: Terms, years: Sequence[int]) -> Array:
    """Return growth after changes that are made one after another."""
    for change in changes:
        growth = change.apply(growth, terms, years)
    return growth
