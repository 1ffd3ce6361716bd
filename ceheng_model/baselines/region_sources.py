"""Say where the figures of many regions come from, region by region and together."""

from collections.abc import Iterable, Sequence

from ceheng_model.arithmetic import Array
from ceheng_model.baselines.model import Baseline, Origins, SourcedValue
from ceheng_model.baselines.region_faults import Placed
from ceheng_model.baselines.region_rows import RegionRows
from ceheng_model.vocabulary import STATUSES, Group, Status

GIVEN = "given"
"""Name of a split that a region gives itself and that has no name of its own."""

_MOST_NAMED = 3


def origins(placed: Placed, rows: RegionRows, levels: Array, own: Baseline) -> tuple[Origins, ...]:
    """Return the sources of every region; figures whose status is not given are assumed."""
    found = []
    for r, by_case in enumerate(placed.by_case.tolist()):
        totals, splits, names = [], [], []
        for g, group in enumerate(placed.groups):
            parts, whole = placed.row_of[r, g, :-1].tolist(), int(placed.row_of[r, g, -1])
            amount = float(placed.amounts[r, g, -1]) if whole >= 0 else float(levels[r, g].sum())
            totals.append(_sourced(group, amount, [whole] if whole >= 0 else parts, rows))
            first = float(levels[r, g, 0])
            splits.append(case_source(own, g, first) if by_case[g] else _sourced(group, first, parts, rows))
            names.append("" if by_case[g] else rows.columns["share_case"][parts[0]] or GIVEN)
        found.append(Origins(sources=tuple(totals), share_sources=tuple(splits), given_cases=tuple(names)))
    return tuple(found)


def case_source(own: Baseline, g: int, level: float) -> SourcedValue:
    """Return the source of a total that is split by a share case of the plan's own baseline."""
    case = own.share_sources[g] if own.share_sources else None
    source = case.source if case else own.cases[g]
    return SourcedValue(
        value=level,
        concept=own.groups[g].concept,
        status="assumed",
        source=source,
        note=f"假定：只给合计，按案例 {own.cases[g]} 拆分",
    )


def collective(members: Sequence[Origins], groups: Sequence[Group]) -> dict[str, tuple[object, ...]]:
    """Return what stands for all regions together: the weakest status, and the sources one after another."""
    return {
        "sources": tuple(_together([m.sources[g] for m in members], group) for g, group in enumerate(groups)),
        "share_sources": tuple(
            _together([m.share_sources[g] for m in members], group) for g, group in enumerate(groups)
        ),
        "given_cases": tuple(_joined((m.given_cases[g] for m in members), " / ") for g in range(len(groups))),
    }


def _sourced(group: Group, amount: float, at: Sequence[int], rows: RegionRows) -> SourcedValue:
    columns = rows.columns
    return SourcedValue(
        value=amount,
        concept=group.concept,
        status=_weakest(columns["status"][row] or "assumed" for row in at),
        source=_joined((columns["source"][row] or rows.origin for row in at), "；"),
        note=_joined((columns["note"][row] for row in at), "；"),
    )


def _together(values: Sequence[SourcedValue], group: Group) -> SourcedValue:
    return SourcedValue(
        value=float("nan"),
        concept=group.concept,
        status=_weakest(value.status for value in values),
        source=_joined((value.source for value in values), "；"),
        note="",
    )


def _weakest(statuses: Iterable[str]) -> Status:
    return STATUSES[max(map(STATUSES.index, statuses))]


def _joined(texts: Iterable[str], separator: str) -> str:
    names = [text for text in dict.fromkeys(texts) if text]
    more = [f"…（{len(names)}）"] if len(names) > _MOST_NAMED else []
    return separator.join([*names[:_MOST_NAMED], *more])
