"""Say in words where the base-year figures of a projection come from."""

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline
from ceheng_model.vocabulary import COMPONENT_AXIS, GROUP_AXIS, LABELS, Text


def provenance(base: Baseline) -> tuple[Text, ...]:
    """Return where totals and splits come from, and what of them is assumed; ranges over many regions."""
    whole = [
        (group.label, LABELS[origin.concept], LABELS[origin.status], total)
        for group, origin, total in zip(base.groups, base.sources, _range_of_totals(base.levels), strict=True)
    ]
    split = [
        (group.label, LABELS[origin.status], case)
        for group, origin, case in zip(base.groups, base.share_sources, base.split_names, strict=True)
    ]
    zh = "；".join(f"{g.zh}{concept.zh}{total}元（{status.zh}）" for g, concept, status, total in whole)
    en = "; ".join(f"{g.en} {total} yuan {concept.en} ({status.en})" for g, concept, status, total in whole)
    zh_split = "；".join(f"{g.zh} {case}（{status.zh}）" for g, status, case in split)
    en_split = "; ".join(f"{g.en} {case} ({status.en})" for g, status, case in split)
    where = _where(base)
    return (
        Text(f"{where.zh}{base.year}年基数：{zh}", f"base {base.year}{where.en}: {en}"),
        Text(f"基数的构成：{zh_split}", f"split of the base: {en_split}"),
        *base.notes(),
    )


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
