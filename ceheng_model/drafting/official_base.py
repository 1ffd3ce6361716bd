"""Take the incomes of the base year of a plan from an official table."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ceheng_model.errors import Remark
from ceheng_model.files import Encoding, Opening, require_file
from ceheng_model.official import OfficialTable, read_official
from ceheng_model.official.names import is_same_region
from ceheng_model.official.tidy_rows import HISTORY, as_table, base_levels, history_rows
from ceheng_model.series import SERIES_GROUPS, TOTAL_ITEM
from ceheng_model.vocabulary import BUREAU_KEYS, TOTAL, Group, Template, Text, counted


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedBase:
    """Hold the published incomes of one region in one year, as `Answers` takes them."""

    region: str
    """The region as the table names it; as it was asked for, where the table names none."""
    base: Mapping[str, float]
    """Totals in yuan, by group."""
    components: Mapping[str, tuple[float, ...]]
    """Components in yuan as published, of the groups that have all four."""
    sources: Mapping[str, str]
    history: str
    """The years of the region that the table holds, as the text of a published series; empty of a single year."""
    followed: tuple[str, ...]
    """Groups of which it holds several years."""
    remarks: tuple[Remark, ...]
    """How the table was read."""


def published_base(
    table: "OfficialTable | Path | str",
    *,
    region: str,
    year: int,
    groups: Collection[Group],
    sheet: str | None = None,
    encoding: Encoding | None = None,
) -> PublishedBase:
    """Return the incomes of the groups of a plan in its base year, from an official table or its file.

    Of a workbook the `sheet` asked for is read, else the first that is seen; a text in Big5 needs its `encoding`.
    A table that names regions has to name this one; one that names none is taken as that of the region. Raises
    `InputError` as `read_official` does, for a table without the region or the year, and for incomes of another
    concept than the group's.

    >>> from ceheng_model.drafting import group_of
    >>> from ceheng_model.files import shipped
    >>> from ceheng_model.vocabulary import Text
    >>> rural = group_of("rural", label=Text("农村", "rural"), concept="disposable_income", part_of=None)
    >>> path = shipped("examples", "nbs_annual_export.csv")
    >>> published_base(path, region="全国", year=2021, groups=[rural]).base
    {'rural': 18931.0}
    """
    if isinstance(table, OfficialTable):
        require_file(Text("官方数据表", "the official table"), Opening(sheet=sheet, encoding=encoding))
        own = table
    else:
        own = read_official(table, region=region, sheet=sheet, encoding=encoding)
    levels = base_levels(own, year, {group.key: group.concept for group in groups})
    base = {group: held[TOTAL].value for group, held in levels.items() if TOTAL in held}
    components = {
        group: tuple(held[component].value for component in BUREAU_KEYS)
        for group, held in levels.items()
        if all(component in held for component in BUREAU_KEYS)
    }
    used = sum(map(len, levels.values()))
    history, followed = _history(own, list(levels))
    said = _TAKEN.format(layout=own.layout, year=year, used=counted(used, "figure"))
    return PublishedBase(
        region=_named(own.regions, region),
        base=base,
        components=components,
        sources=dict.fromkeys(base, own.source),
        history=history,
        followed=followed,
        remarks=(Remark(text=said, place=Text.same(own.name), is_warning=False), *own.remarks),
    )


def _named(regions: Sequence[str], asked: str) -> str:
    """Return the fuller name of the region that was asked for: 贵州 and 贵州省 are one."""
    return max([asked, *(name for name in regions if is_same_region(name, asked))], key=len)


def _history(table: OfficialTable, groups: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return the annual figures of a table as a series, and the groups whose income it has in several years."""
    if len(table.regions) > 1:
        return "", ()
    rows = history_rows(table)
    years = Counter(row.text("group") for row in rows if row.text("item") == TOTAL_ITEM and row.has("level"))
    # growth has a spread from two of its years on, which three levels give
    followed = tuple(group for group in groups if group in SERIES_GROUPS and years[group] >= _LEVELS)
    return (as_table(rows, HISTORY).to_csv() if followed else ""), followed


_LEVELS = 3
_TAKEN = Template("识别为“{layout}”，取用{year}年的{used}个数", "recognised as {layout}; taken of {year}: {used}")
