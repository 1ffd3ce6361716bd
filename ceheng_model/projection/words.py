"""Say in words where the base-year figures of a projection come from."""

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline
from ceheng_model.vocabulary import COMPONENT_AXIS, GROUP_AXIS, LABELS, NO_TEXT, Template, Text

_BASE = Template("{region}{year}基数：{groups}", "base {year}{region}: {groups}")
_GROUP = Template("{group}{concept}{total}（{status}）", "{group} {total} {concept} ({status})")
_SPLITS = Template("基数的构成：{groups}", "split of the base: {groups}")
_SPLIT = Template("{group}按{case}（{status}）", "{group} as {case} ({status})")
_REGIONS = Template("{count}个地区", " of {count} regions")
_REGION = Template("{region} ", " of {region}")


def provenance(base: Baseline, *, own: str) -> tuple[Text, ...]:
    """Return where totals and splits come from, and what of them is assumed; ranges over many regions.

    The plan's `own` region goes without its key.
    """
    splits = [
        _SPLIT.format(group=group.label, case=case, status=LABELS[origin.status])
        for group, origin, case in zip(base.groups, base.share_sources, base.split_titles, strict=True)
        if case and (base.regions or base.is_split(group.key))
    ]
    told = [_SPLITS.format(groups=Text.join(splits, zh="；", en="; "))] if splits else []
    return (totals_note(base, own=own), *told, *base.notes())


def totals_note(base: Baseline, *, own: str) -> Text:
    """Return the totals of the base year with concept and status; ranges over many regions."""
    totals = _range_of_totals(base.levels)
    groups = [
        _GROUP.format(
            group=group.label,
            concept=base.terms.label(origin.concept),
            total=base.terms.amount(total),
            status=LABELS[origin.status],
        )
        for group, origin, total in zip(base.groups, base.sources, totals, strict=True)
        if total
    ]
    return _BASE.format(
        region=_where(base, own), year=base.terms.year_label(base.year), groups=Text.join(groups, zh="；", en="; ")
    )


def _where(base: Baseline, own: str) -> Text:
    if base.regions:
        return _REGIONS.format(count=len(base.regions))
    # the plan's own region goes without saying
    return NO_TEXT if base.by_case is None or base.region == own else _REGION.format(region=base.region)


def _range_of_totals(levels: Array) -> list[str]:
    """Return the total of each group, its range over many regions; nothing for a group that none gives."""
    whole = levels.sum(axis=COMPONENT_AXIS + 1).reshape(-1, levels.shape[GROUP_AXIS + 1])
    ranges = []
    for totals in whole.T:
        there = totals[~np.isnan(totals)]
        ends = dict.fromkeys(f"{end:,.0f}" for end in (there.min(), there.max())) if there.size else ()
        ranges.append("…".join(ends))
    return ranges
