"""Make one baseline of many regions from a frame or a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.baselines.base_figures import (
    BASELINE_COLUMNS,
    CONFIRMED,
    HEADINGS,
    TRANSLATIONS,
    Allowed,
    Given,
    given_faults,
    is_not_there,
    read_given,
)
from ceheng_model.baselines.baseline import Baseline, Origins, SourcedValue
from ceheng_model.baselines.origins import case_source, collective, origins_of
from ceheng_model.baselines.regional_doubts import RegionalTotals
from ceheng_model.errors import GIVEN, NOTHING, THERE, Fault, InputError, Remark, raise_faults
from ceheng_model.files import SHORT, Encoding, Opening, Rows, read_table, shortened
from ceheng_model.official import OfficialTable
from ceheng_model.official.tidy_rows import regional_rows, rows_of
from ceheng_model.plausibility import Yardstick
from ceheng_model.rounding import meeting, sums_apart
from ceheng_model.vocabulary import NO_TEXT, Template, Text

if TYPE_CHECKING:
    import pandas as pd

NAME = "regions"
"""Region key that stands for all regions together."""
NEEDED = ("region", "group", "component", "value")


def regional_baseline(
    given: "pd.DataFrame | Path | str | OfficialTable",
    *,
    own: Baseline,
    nation: Mapping[str, Yardstick] = MappingProxyType({}),
    confirm: bool = False,
    sheet: str | None = None,
    encoding: Encoding | None = None,
) -> Baseline:
    """Return the baseline of many regions, `levels` of shape ``(region, group, component)``.

    `given` is a frame, a CSV file or a workbook (the `sheet` asked for, else the first) with the columns region,
    group, component and value, and if wanted year, share_case, concept, status, source and note: for every
    region and group of `own` its components, the total, or both. A total alone is split by the share case of
    `own`. Columns and words may be Chinese, groups go by their titles, too. Region codes are texts; whole numbers
    become texts. A file of text in Big5 needs its `encoding`. A group that a region leaves out, or for which it
    writes a dash or nothing, is absent there: its levels are NaN. Components that miss their total by rounding are
    all multiplied by total over sum. A file may be an official table as `read_official` takes it, which may be given
    itself, too: of it the levels of the base year and of the groups of `own` are taken.

    Totals are held against the figure of the `nation` and of `own`, whichever is nearer, and against the table's
    own median: beyond a factor of 5 they are refused, unless the column ``confirmed`` says yes or `confirm` is set;
    beyond 1.5 of all three they are told in `Baseline.remarks`, and so are groups that look swapped.

    Raises `InputError` with every fault: columns, unknown words, missing and repeated rows, totals that are
    not positive numbers, components that do not add up to their total, regions without any group.
    """
    rows = _rows(given, own, Opening(sheet=sheet, encoding=encoding))
    parts = {(part.region, part.group): part for part in read_given(rows, _terms(own, rows))}
    # a region whose figures are all gaps lacks everything
    regions = tuple(dict.fromkeys(filter(None, rows.texts("region"))))
    raise_faults([*rows.faults, *_short_codes(rows, regions), *_faults(parts, regions, own, rows)])
    held = [[parts.get((region, group.key)) for group in own.groups] for region in regions]
    published = np.array([[_levels(part, len(own.terms.components)) for part in region] for region in held])
    totals = np.array([[part.total.amount if part and part.total else np.nan for part in region] for region in held])
    by_case = np.isnan(published[..., 0]) & ~np.isnan(totals)
    figures = RegionalTotals(regions=regions, parts=parts, rows=rows, own=own, nation=nation)
    raise_faults([] if confirm else list(figures.faults()))
    levels = meeting(published, totals)
    if by_case.any():
        levels = np.where(by_case[..., np.newaxis], _split(totals, own), levels)
    members = tuple(origins_of(region, level, own) for region, level in zip(held, levels.tolist(), strict=True))
    together = collective(members, own.groups)
    return Baseline(
        region=NAME,
        year=own.year,
        terms=own.terms,
        cases=own.cases,
        case_titles=own.case_titles,
        levels=levels,
        regions=regions,
        by_case=by_case,
        origins=members,
        published_sums=sums_apart(published, totals),
        noted=(*rows.remarks, *_without_group(levels, own), *figures.warnings()),
        sources=together.sources,
        share_sources=together.share_sources,
        given_cases=together.given_cases,
    )


def _without_group(levels: Array, own: Baseline) -> tuple[Remark, ...]:
    """Return a warning for each group that no region gives: it may have been left out by mistake."""
    there = ~np.isnan(levels[..., 0])
    nowhere = (group for g, group in enumerate(own.groups) if not there[:, g].any())
    return tuple(Remark(text=_NOWHERE.format(group=group.label)) for group in nowhere)


def _rows(given: "pd.DataFrame | Path | str | OfficialTable", own: Baseline, opening: Opening) -> Rows:
    groups = [group.key for group in own.groups]
    rows = rows_of(
        given,
        tidy=_tidy_rows,
        official=lambda table: regional_rows(table, own.year, groups),
        opening=opening,
    )
    if not rows:
        raise InputError(_no_rows(rows))
    return rows


def _terms(own: Baseline, rows: Rows) -> Allowed:
    concepts = {group.key: group.concept for group in own.groups}
    origin = "DataFrame" if rows.form == "frame" else rows.name
    return Allowed(concepts=concepts, titles=_titles(own), year=own.year, origin=origin, terms=own.terms)


_COLUMNS = (*BASELINE_COLUMNS, *TRANSLATIONS, CONFIRMED)


def _tidy_rows(given: "pd.DataFrame | Path | str", opening: Opening) -> Rows:
    try:
        return read_table(
            given,
            NEEDED,
            optional=[name for name in _COLUMNS if name not in NEEDED],
            headings={key: HEADINGS[key] for key in _COLUMNS},
            opening=opening,
            what=Text("各地区的基数", "the baselines of the regions"),
        )
    except InputError as refusal:
        if not isinstance(given, str | Path) or (fault := _wide_table(refusal.faults)) is None:
            raise
        raise InputError(fault) from None


def _wide_table(faults: Sequence[Fault]) -> Fault | None:
    """Return one fault of headings that belong to a table with incomes side by side, or None where there is none.

    A heading that is misspelt makes one column strange and one missing; several of both are another layout.
    """
    missing = [fault for fault in faults if fault.rule == THERE]
    strange = [fault for fault in faults if fault.rule != THERE]
    if len({fault.place for fault in faults}) > 1 or min(len(missing), len(strange)) < 2:
        return None
    return Fault(
        what=Text("列名", "the headings"),
        rule=Text("属于可读的版式之一", "be those of a layout that is read"),
        got=Text.join([Text.same(fault.got) for fault in strange], zh="、", en=", "),
        way_out=_LAYOUTS,
        place=faults[0].place,
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
    changed = replace(regional, cases=own.cases, case_titles=own.case_titles, levels=levels)
    if not regional.origins:
        return replace(changed, share_sources=resourced[0])
    origins = tuple(replace(o, share_sources=new) for o, new in zip(regional.origins, resourced, strict=True))
    together = collective(origins, regional.groups)
    return replace(
        changed,
        origins=origins,
        sources=together.sources,
        share_sources=together.share_sources,
        given_cases=together.given_cases,
    )


def _titles(own: Baseline) -> dict[str, str]:
    """Return the groups by their titles and short names; a name that two of them share names neither."""
    named = [(word, group.key) for group in own.groups for word in {*group.label, *group.of_income}]
    words = [word for word, _ in named]
    return {word: key for word, key in named if words.count(word) == 1}


def _short_codes(rows: Rows, regions: Sequence[str]) -> Iterator[Fault]:
    short = set(shortened(regions))
    for row in rows if short else ():
        region = row.text("region")
        if region in short:
            short.discard(region)
            yield SHORT.fault(Text("地区", "the region"), got=region, way_out=NO_TEXT, place=row.place("region"))


def _levels(given: Given | None, count: int) -> list[float]:
    """Return the components that are given, NaN where they are not."""
    return [figure.amount for figure in given.components] if given and given.components else [np.nan] * count


def _faults(
    parts: Mapping[tuple[str, str], Given], regions: Sequence[str], own: Baseline, rows: Rows
) -> Iterator[Fault]:
    """Yield what is missing and what does not add up, region by region and group by group."""
    cells = zip(rows.texts("region"), rows.column("value"), strict=True)
    # a figure of which it cannot be told what it is of has a fault already
    spoken_of = {region for region, cell in cells if not is_not_there(cell)}
    for region in regions:
        if region not in spoken_of:
            yield _nothing_given(region, rows)
        for group in own.groups:
            given = parts.get((region, group.key))
            if given is None:
                continue
            if len(given.splits) > 1:
                yield _second_split(given, rows)
            else:
                yield from given_faults(given, rows, own.terms, total_needed=False)


_LAYOUTS = Text(
    "每行一个数，列为地区、人群、收入构成、数值；或如官方分地区表，每行一个地区，列名写明年份、人群、收入和单位，"
    "例如“2021年城镇居民人均可支配收入（元）”",
    "one figure a row under region, group, component and value; or, as in official tables, one region a row "
    "under headings that say year, group, income and unit, such as 2021年城镇居民人均可支配收入（元）",
)
_NOWHERE = Template("没有一个地区给出{group}，该人群没有结果", "no region gives {group}: the group has no results")


def _nothing_given(region: str, rows: Rows) -> Fault:
    return Fault(
        what=Text(f"{region} 的基数", f"the base of {region}"),
        rule=GIVEN,
        got=NOTHING,
        way_out=Text("至少给出一个人群的合计或全部构成", "give the total or the components of one group at least"),
        place=None if rows.form == "frame" else rows.place,
    )


def _second_split(given: Given, rows: Rows) -> Fault:
    first, second = list(given.splits)[:2]
    name, there = f"{given.region} {given.group}", first or "''"
    return Fault(
        what=Text(f"{name} 的构成案例", f"the share case of {name}"),
        rule=Text("只有一个", "be one"),
        got=second,
        way_out=Text(f"已有 {there}，只留一种构成", f"{there} is there already; keep one split for a region and group"),
        place=rows[next(iter(given.splits[second].values())).position].place("share_case"),
    )


def _no_rows(rows: Rows) -> Fault:
    return Fault(
        what=Text("各地区的表", "the table of regions"),
        rule=Text("有数据行", "have rows"),
        got=NOTHING,
        way_out=Text("每个地区、人群给出合计或全部构成", "give the total or the components of every region and group"),
        place=None if rows.form == "frame" else rows.place,
    )


def _split(totals: Array, own: Baseline) -> Array:
    if own.levels.ndim > 2:
        what = Text("只给合计的地区", "regions that give only a total")
        rule = Text("有一个构成案例可依", "have one share case to be split by")
        way_out = Text(
            "给出全部构成，或用单一地区的基数", "give the components, or start from the baseline of one region"
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
        way_out=Text("该人群的各项构成都已给出，不必指定", "the components of this group are all given; leave it out"),
    )


def _case_sources(
    given: Sequence[SourcedValue], own: Baseline, used: NDArray[np.bool_], first: Array
) -> tuple[SourcedValue, ...]:
    return tuple(case_source(own, g, float(first[g])) if used[g] else source for g, source in enumerate(given))
