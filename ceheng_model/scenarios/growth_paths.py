"""Fill the growth of a shipped alternative on a baseline, extend it to another horizon, make changes on it."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.axes import Axis
from ceheng_model.baselines import Baseline
from ceheng_model.errors import Fault, InputError, raise_faults
from ceheng_model.plan import Plan
from ceheng_model.scenarios.alternatives import ALTERNATIVES
from ceheng_model.scenarios.changes import GrowthChange
from ceheng_model.scenarios.closing import Paths
from ceheng_model.scenarios.dossier import Dossier
from ceheng_model.scenarios.growth_faults import growth_faults
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Missing, Need, Template, Text

LONGEST = 100
"""Years that are projected at most; a longer horizon is a slip of the pen."""

_NOT_BEFORE = Template("不早于 {year}", "not be before {year}")
_NOT_AFTER = Template("不晚于 {year}", "not be after {year}")
_OF_THE_PLAN = Template("给出{kind}期内或其后的年份", "give a year of the {kind} or after it")
_GROWTH_OF = Template("{groups}的增速", "growth of {groups}")
_PRINTED = Template(
    "在{kind}中列明（年均增速、目标收入或增速表）",
    "be printed in the {kind}: average growth, an income or a growth table",
)
_GIVE_IT = Template(
    "用 scenario(..., {example}) 逐个人群给出，或在 plan.toml 中加入 average_annual_growth 或 income 条目",
    "give it group by group with scenario(..., {example}), "
    "or add a statement on average_annual_growth or income to plan.toml",
)
_AT_MOST = Template("最多预测{count}年", "project {count} years at most")


def filled_paths(
    name: str,
    dossier: Dossier,
    baseline: Baseline,
    *,
    years: Sequence[int],
    changes: Sequence[GrowthChange] = (),
) -> Paths:
    """Return the growth of a shipped alternative over the plan's own years.

    Growth of which the plan prints nothing is NaN where changes give it in all of these years. Raises `InputError`
    where they do not, and where the baseline cannot carry what is there.
    """
    paths = ALTERNATIVES[name].fill(dossier, baseline)
    lacking = np.array([key in paths.lacking for key in dossier.plan.group_keys])[:, np.newaxis, np.newaxis]
    unknown = np.isnan(paths.growth) & lacking
    given = np.zeros((*unknown.shape[-3:-1], len(years)), dtype=bool)
    for change in changes:
        given |= change.mask(dossier.plan.terms, years) & (change.how == "set")
    without = (extended(unknown, len(years)) & ~given).any(axis=(*range(unknown.ndim - 3), -2, -1))
    if without.any():
        keys = [key for key, lacks in zip(dossier.plan.group_keys, without, strict=True) if lacks]
        raise InputError(growth_lacking(dossier.plan, keys))
    known = np.where(unknown, 0.0, paths.growth)
    raise_faults(growth_faults(known, baseline, years=dossier.plan.years, closing=paths.closing))
    return paths


def growth_lacking(plan: Plan, keys: Sequence[str]) -> Fault:
    """Return the fault of a plan that prints nothing which the growth of these groups could follow."""
    what = _GROWTH_OF.format(groups=Text.join(plan.terms.group(key).in_message for key in keys))
    example = f'changes=["{keys[0]}=8%"]'
    return Fault(
        what=what,
        rule=plan.terms.say(_PRINTED),
        got="",
        way_out=_GIVE_IT.format(example=example),
        place=Text.same(plan.folder),
        missing=Missing(what=what, need=Need.GROWTH),
    )


def lacks_growth(error: InputError) -> bool:
    """Return whether nothing stands in the way of a scenario but growth that neither plan nor changes give."""
    return all(fault.missing is not None and fault.missing.need is Need.GROWTH for fault in error.faults)


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


def changed_growth(
    growth: Array, changes: Sequence[GrowthChange], terms: Terms, years: Sequence[int], *, regions: tuple[str, ...] = ()
) -> tuple[Array, tuple[Axis, ...]]:
    """Return growth after changes that are made one after another, and the alternatives that they bring."""
    alternatives: tuple[Axis, ...] = ()
    for change in changes:
        growth, alternatives = change.apply(growth, terms, years, alternatives=alternatives, regions=regions)
    return growth, alternatives
