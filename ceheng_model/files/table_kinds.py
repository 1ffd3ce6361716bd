"""Recognise what kind of table a row of headings belongs to, by the columns that no table of that kind lacks."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ceheng_model.files.heading_row import folded, unit_of
from ceheng_model.vocabulary import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TableKind:
    """Hold what a kind of table is called and the columns by which it is known."""

    name: Text
    columns: tuple[str, ...]
    """Those that a table of this kind has to have."""
    others: tuple[str, ...] = ()
    """Further columns of which it has to have one to be known by its headings alone."""


REGION, GROUP, YEAR, VALUE = "region", "group", "year", "value"

KINDS: tuple[TableKind, ...] = (
    TableKind(
        name=Text("基数表（一行一个数）", "a baseline, one figure a row"),
        columns=(REGION, GROUP, "component", VALUE),
        others=("share_case", "concept"),
    ),
    TableKind(name=Text("历年收入序列", "a published series"), columns=(YEAR, GROUP, "item", "level")),
    TableKind(
        name=Text("方案的增速表", "the growth table of a plan"),
        columns=(YEAR, GROUP, "component", "words", "type", "value"),
    ),
    TableKind(name=Text("情景表", "a table of scenarios"), columns=("scenario", VALUE), others=("how", "based_on")),
    TableKind(
        name=Text("各县实际数的表", "a table of the counties' actual incomes"),
        columns=("county", GROUP, YEAR, VALUE, "published"),
    ),
    TableKind(
        name=Text("实际数的表", "a table of actual figures"), columns=("kind", YEAR, VALUE, "published", "source")
    ),
    TableKind(name=Text("实际数填报表", "a form for actual figures"), columns=("item", "published", "source")),
    TableKind(
        name=Text("环境数据表（人口、物价等）", "a table of circumstances, such as population and prices"),
        columns=("kind", YEAR, VALUE, "status", "source"),
    ),
    TableKind(
        name=Text("各县的表（一县一行）", "a table with one row a county"),
        columns=("county",),
        others=(
            "urban_base", "rural_base", "urban_target", "rural_target", "urban_growth", "rural_growth",
            "urban_residents", "rural_residents", "urban_past", "rural_past",
        ),
    ),
    TableKind(
        name=Text("措施表", "a table of measures"),
        columns=("id", "annex", "group", "component", "title_zh", "departments"),
    ),
    TableKind(name=Text("指标表", "a table of indicators"), columns=("id", "of", "role", "type", "printed")),
    TableKind(name=Text("任务分工表", "a table of duties"), columns=("id", "who_zh", "what_zh", "recurrence")),
    TableKind(name=Text("部门表", "a table of departments"), columns=("key", "label_zh", "label_en")),
    TableKind(
        name=Text("组织机构表", "a table of an organisation"), columns=("id", "kind", "label_zh", "place_zh", "members")
    ),
    TableKind(
        name=Text("成果表", "a table of deliverables"), columns=("id", "kind", "label_zh", "place_zh", "deadline")
    ),
)  # fmt: skip
"""Every kind of table that is read; of two that fit, the one that has more columns is meant."""

_WORDS: Mapping[str, str] = {
    "地区": REGION,
    "人群": GROUP,
    "年份": YEAR,
    "数值": VALUE,
    "value_yuan": VALUE,
    "level_yuan": "level",
    "收入构成": "component",
    "构成案例": "share_case",
    "口径": "concept",
    "情景": "scenario",
    "改动方式": "how",
    "基于": "based_on",
    "县名": "county",
    "收入": VALUE,
    "公布日期": "published",
    "来源": "source",
    "类别": "kind",
    "性质": "status",
    "内容": "item",
    **{
        f"{zh}{word}": f"{key}_{column}"
        for zh, key in (("城镇", "urban"), ("农村", "rural"))
        for word, column in (
            ("收入", "base"),
            ("目标", "target"),
            ("年均增速", "growth"),
            ("人口", "residents"),
            ("历年增速", "past"),
        )
    },
}
"""Chinese headings of these columns, and those that name a unit."""


def kind_read(columns: Collection[str]) -> TableKind | None:
    """Return the kind of table that a reader takes, by the columns that it needs; None for one of its own."""
    found = [kind for kind in KINDS if set(kind.columns) <= set(columns)]
    return max(found, key=lambda kind: len(kind.columns), default=None)


def kind_of(rows: Iterable[Iterable[str]]) -> TableKind | None:
    """Return the kind whose headings stand in one of some rows; None where they are of no known kind.

    >>> kind = kind_of([["各县情况表"], ["县名", "城镇收入", "农村收入"]])
    >>> None if kind is None else kind.name.en
    'a table with one row a county'
    """
    found = [kind for row in rows for kind in _fitting({_column(cell) for cell in row})]
    return max(found, key=lambda kind: len(kind.columns) + bool(kind.others), default=None)


def _fitting(columns: set[str]) -> list[TableKind]:
    return [
        kind
        for kind in KINDS
        if columns.issuperset(kind.columns) and (not kind.others or not columns.isdisjoint(kind.others))
    ]


def _column(heading: str) -> str:
    word = folded(heading)
    if unit_of(heading):
        word = word.rpartition("(")[0]
    return _WORDS.get(word, word)
