"""Say where the figures of many regions come from, region by region and together."""

from collections.abc import Iterable, Sequence
from math import isnan, nan

from ceheng_model.baselines.base_figures import Figure, Given
from ceheng_model.baselines.baseline import GIVEN, MOST_NAMED, Baseline, Origins, SourcedValue
from ceheng_model.vocabulary import STATUSES, Group, Quoted, Status, Template

_AS_CASE = Template("假定：只给合计，按{case}的构成拆分", "assumed: only the total is given, split as that of {case}")


def origins_of(region: Sequence[Given | None], levels: Sequence[Sequence[float]], own: Baseline) -> Origins:
    """Return the sources of one region, from what is given of each group and the levels made of it."""
    totals, splits, names = [], [], []
    for g, (given, group) in enumerate(zip(region, own.groups, strict=True)):
        if given is None:
            totals.append(_absent(group))
            splits.append(_absent(group))
            names.append("")
            continue
        parts, total = given.components, given.total
        amount = total.amount if total else sum(levels[g])
        totals.append(_sourced(group, amount, [total] if total else parts))
        splits.append(_sourced(group, levels[g][0], parts) if parts else case_source(own, g, levels[g][0]))
        names.append(parts[0].words.case or GIVEN if parts else "")
    return Origins(sources=tuple(totals), share_sources=tuple(splits), given_cases=tuple(names))


def _absent(group: Group) -> SourcedValue:
    return SourcedValue(value=nan, concept=group.concept, status=STATUSES[-1], source="", note="")


def case_source(own: Baseline, g: int, level: float) -> SourcedValue:
    """Return the source of a total that is split by a share case of the plan's own baseline."""
    case = own.share_sources[g] if own.share_sources else None
    source = case.source if case else own.cases[g]
    return SourcedValue(
        value=level,
        concept=own.groups[g].concept,
        status="assumed",
        source=source,
        note=Quoted(*_AS_CASE.format(case=own.case_titles[g])),
    )


def collective(members: Sequence[Origins], groups: Sequence[Group]) -> Origins:
    """Return what stands for all regions together: the weakest status, and the sources one after another."""
    return Origins(
        sources=tuple(_together([m.sources[g] for m in members], group) for g, group in enumerate(groups)),
        share_sources=tuple(_together([m.share_sources[g] for m in members], group) for g, group in enumerate(groups)),
        given_cases=tuple(_joined((m.given_cases[g] for m in members), " / ") for g in range(len(groups))),
    )


def _sourced(group: Group, amount: float, figures: Sequence[Figure]) -> SourcedValue:
    return SourcedValue(
        value=amount,
        concept=group.concept,
        status=_weakest([figure.words.status for figure in figures]),
        source=_joined([figure.source for figure in figures], "；"),
        note=_joined([figure.note for figure in figures], "；"),
    )


def _together(values: Sequence[SourcedValue], group: Group) -> SourcedValue:
    # a group that a region does not have says nothing of those that others have
    values = [value for value in values if not isnan(value.value)] or values
    return SourcedValue(
        value=float("nan"),
        concept=group.concept,
        status=_weakest(value.status for value in values),
        source=_joined((value.source for value in values), "；"),
        note="",
    )


def _weakest(statuses: Iterable[str]) -> Status:
    return STATUSES[max(map(STATUSES.index, statuses))]


def _joined(texts: Iterable[str], separator: str) -> Quoted:
    names = [text for text in dict.fromkeys(texts) if text]
    more = [Quoted(f"…（{len(names)}）", f"… ({len(names)})")] if len(names) > MOST_NAMED else []
    return Quoted.join([*names[:MOST_NAMED], *more], zh=separator, en=separator.replace("；", "; "))
