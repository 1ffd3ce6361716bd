"""Make one baseline of many regions from a frame or a file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.baselines.model import Baseline, Origins, SourcedValue
from ceheng_model.baselines.region_faults import cell_faults, place_rows, table_faults
from ceheng_model.baselines.region_rows import region_rows
from ceheng_model.baselines.region_sources import case_source, collective, origins
from ceheng_model.errors import Fault, InputError, raise_faults
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    import pandas as pd

NAME = "regions"
"""Region key that stands for all regions together."""


def regional_baseline(given: "pd.DataFrame | Path | str", *, own: Baseline) -> Baseline:
    """Return the baseline of many regions, `levels` of shape ``(region, group, component)`` in yuan.

    `given` is a frame or a CSV file (UTF-8 or GB18030) with the columns region, group, component and
    value_yuan, and if wanted year, share_case, concept, status, source and note: for every region and group
    of `own` the four components, the total, or both. A total alone is split by the share case of `own`.
    Region codes are texts; whole numbers in a frame become texts.

    Raises `InputError` with every fault: columns, unknown words, missing and repeated rows, values that are
    not positive numbers, components that do not add up to their total.
    """
    rows = region_rows(given)
    faults = list(cell_faults(rows, own.groups, own.year))
    placed, repeated = place_rows(rows, own.groups)
    raise_faults([*faults, *repeated, *table_faults(placed, rows)])
    by_case = placed.by_case
    levels = placed.amounts[..., :-1]
    if by_case.any():
        levels = np.where(by_case[..., np.newaxis], _split(placed.amounts[..., -1], own), levels)
    members = origins(placed, rows, levels, own)
    together: dict[str, Any] = collective(members, own.groups)
    return Baseline(
        region=NAME,
        year=own.year,
        groups=own.groups,
        cases=own.cases,
        levels=levels,
        regions=placed.regions,
        by_case=by_case,
        origins=members,
        **together,
    )


def split_anew(regional: Baseline, shares: Mapping[str, str], *, own: Baseline) -> Baseline:
    """Return the same regions, or the one region out of many, with totals split by other share cases.

    `own` holds the chosen cases. Raises `InputError` for a group whose components are given everywhere.
    """
    assert regional.by_case is not None
    keys = [group.key for group in regional.groups]
    raise_faults([_no_split(key, shares[key]) for g, key in enumerate(keys) if _unused(regional, g, key, shares)])
    members: Sequence[Origins | Baseline] = regional.origins or (regional,)
    totals = np.array([[source.value for source in member.sources] for member in members])
    split = _split(totals.reshape(regional.by_case.shape), own)
    levels = np.where(regional.by_case[..., np.newaxis], split, regional.levels)
    first = levels[..., 0].reshape(totals.shape)
    used = regional.by_case.reshape(totals.shape)
    resourced = [_case_sources(member.share_sources, own, used[r], first[r]) for r, member in enumerate(members)]
    changed = replace(regional, cases=own.cases, levels=levels)
    if not regional.origins:
        return replace(changed, share_sources=resourced[0])
    found = tuple(replace(o, share_sources=new) for o, new in zip(regional.origins, resourced, strict=True))
    together: dict[str, Any] = collective(found, regional.groups)
    return replace(changed, origins=found, **together)


def _split(totals: Array, own: Baseline) -> Array:
    if own.levels.ndim > 2:
        what = Text("只给合计的地区", "regions that give only a total")
        rule = Text("有一个构成案例可依", "have one share case to be split by")
        way_out = Text(
            "给出四项构成，或用单一地区的基数", "give the four components, or start from the baseline of one region"
        )
        raise InputError(Fault(what=what, rule=rule, got=own.levels.shape, way_out=way_out))
    shares = own.levels / own.levels.sum(axis=-1, keepdims=True)
    split: Array = totals[..., np.newaxis] * shares
    return split


def _unused(regional: Baseline, g: int, key: str, shares: Mapping[str, str]) -> bool:
    assert regional.by_case is not None
    return key in shares and shares[key] != regional.cases[g] and not regional.by_case[..., g].any()


def _no_split(key: str, case: str) -> Fault:
    return Fault(
        what=Text(f"{key} 的构成案例", f"the share case of {key}"),
        rule=Text("用于只给合计的地区", "be for regions that give only the total"),
        got=case,
        way_out=Text("该人群的四项构成都已给出，不必指定", "the components of this group are all given; leave it out"),
    )


def _case_sources(
    given: Sequence[SourcedValue], own: Baseline, used: NDArray[np.bool_], first: Array
) -> tuple[SourcedValue, ...]:
    return tuple(case_source(own, g, float(first[g])) if used[g] else source for g, source in enumerate(given))
