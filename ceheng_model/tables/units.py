"""Say once in which unit the numbers of a column are: in its heading where all share one, else behind each number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ceheng_model.tables.cells import Cell, Figure, Kind
from ceheng_model.tables.columns import Column
from ceheng_model.terms import YUAN_WORD
from ceheng_model.vocabulary import LANGUAGES, Language, Template, Text

_POINTS = Text("百分点", "percentage points")
_HEADED = Template("{heading}（{unit}）", "{heading} ({unit})")
_SAID: Mapping[Kind, Mapping[Language, tuple[str, ...]]] = {"points": {"zh": ("百分点",), "en": ("pp", "point")}}
"""Words of a heading that say a unit in other words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Hold the units of one column; a number in per cent bears its sign, and ratios, counts and years have no unit."""

    heading: Text
    behind: Mapping[Kind, Text] = field(default_factory=dict)
    """What stands behind numbers of each kind, where the column holds several."""


def units_of(column: Column, cells: Sequence[Cell], money: Text = YUAN_WORD) -> Units:
    """Return the heading of a column with its unit, or what stands behind its numbers where they differ in unit.

    >>> income = Column(key="income", heading=Text("收入", "income"), kind="yuan")
    >>> units_of(income, [36510.0, 40161.0]).heading.zh
    '收入（元）'
    >>> units_of(income, [36510.0, Figure(0.1, "percent")]).behind["yuan"].zh
    '元'
    """
    kinds = {cell.kind if isinstance(cell, Figure) else column.kind for cell in cells if _is_number(cell)}
    if len(kinds) > 1:
        return Units(heading=column.heading, behind={"yuan": _after(money), "points": Text("个百分点", " pp")})
    unit = _unit(next(iter(kinds), column.kind), money)
    if unit is None:
        return Units(heading=column.heading)
    kind = next(iter(kinds), column.kind)
    headed = _HEADED.format(heading=column.heading, unit=unit)
    told = (
        column.heading.in_language(one) if _is_said(column.heading, kind, unit, one) else headed.in_language(one)
        for one in LANGUAGES
    )
    return Units(heading=Text(*told))


def _unit(kind: Kind, money: Text) -> Text | None:
    return {"yuan": money, "points": _POINTS}.get(kind)


def _after(money: Text) -> Text:
    return Text(money.zh, f" {money.en}")


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, Figure | float | int) and not isinstance(cell, bool)


def _is_said(heading: Text, kind: Kind, unit: Text, language: Language) -> bool:
    words = (unit.in_language(language), *_SAID.get(kind, {}).get(language, ()))
    return any(word in heading.in_language(language) for word in words)
