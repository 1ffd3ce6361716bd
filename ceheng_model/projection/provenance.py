"""Say in words where the base-year figures of a projection come from."""

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline
from ceheng_model.vocabulary import COMPONENT_AXIS, GROUP_AXIS, LABELS, Template, Text

_TOTAL = Template("{group}{concept}{total}元（{status}）", "{group} {total} yuan {concept} ({status})")
_TOTALS = Template("{where}{year}年基数：{totals}", "base {year}{where}: {totals}")
_SPLIT = Template("{group} {case}（{status}）", "{group} {case} ({status})")
_SPLITS = Template("基数的构成：{splits}", "split of the base: {splits}")


def provenance(base: Baseline) -> tuple[Text, ...]:
    """Return where totals and splits come from, and what of them is assumed; ranges over many regions."""
    splits = [
        _SPLIT.format(group=group.label, case=case, status=LABELS[origin.status])
        for group, origin, case in zip(base.groups, base.share_sources, base.split_names, strict=True)
    ]
    return (totals_note(base), _SPLITS.format(splits=Text.join(splits, zh="；", en="; ")), *base.notes())


def totals_note(base: Baseline) -> Text:
    """Return the totals of the base year with concept and status; ranges over many regions."""
    totals = [
        _TOTAL.format(group=group.label, concept=LABELS[origin.concept], total=total, status=LABELS[origin.status])
        for group, origin, total in zip(base.groups, base.sources, _range_of_totals(base.levels), strict=True)
    ]
    return _TOTALS.format(where=_where(base), year=base.year, totals=Text.join(totals, zh="；", en="; "))


def _where(base: Baseline) -> Text:
    if base.regions:
        return Text(f"{len(base.regions)}个地区", f" of {len(base.regions)} regions")
    # the plan's own region goes without saying
    return Text("", "") if base.by_case is None else Text(f"{base.region} ", f" of {base.region}")


def _range_of_totals(levels: Array) -> list[str]:
    whole = levels.sum(axis=COMPONENT_AXIS + 1).reshape(-1, levels.shape[GROUP_AXIS + 1])
    return [
        f"{low:,.0f}" if low == high else f"{low:,.0f}…{high:,.0f}"
        for low, high in zip(whole.min(axis=0), whole.max(axis=0), strict=True)
    ]
