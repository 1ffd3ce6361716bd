"""Say of each line of a table what its labels tell: the income, the region, the year, and what it is a part of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ceheng_model.official.divisions import Axis, Division
from ceheng_model.official.facets import NOTHING_SAID, Facets, stacked
from ceheng_model.official.names import GROUPS, UNITS, is_part, is_section_head, normalised, said_by, unknown
from ceheng_model.official.periods import period_of
from ceheng_model.vocabulary import Template, Text

_NO_LABEL = Text("该行没有名称", "the line has no label")
_AFTER_UNKNOWN = Template(
    "列在“{name}”之后，不能确定属于哪项收入", "it stands below '{name}', so that it is not certain what it is a part of"
)
_SUB_ITEMS = ("第一产业经营净收入", "第二产业经营净收入", "第三产业经营净收入")
SUMS = ("合计", "总计", "小计", "平均", "总平均", "平均数", "平均值")
"""Labels of lines that are made of other lines."""
_NO_REGION = Template("“{name}”不是地区", "'{name}' is no region")
_UNITS_DIFFER = Text("该行写有两个单位", "the line names two units")
_NO_UNIT = Template("单位“{unit}”不是收入的单位", "'{unit}' is no unit of incomes")
_NO_GROUP = Template("“{name}”不是全体、城镇或农村居民", "'{name}' is neither all, nor urban, nor rural residents")
_NO_PERIOD = Template("“{name}”不是年份或累计季度", "'{name}' is neither a year nor a cumulative quarter")


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """Hold one line of a table with what its labels say."""

    row: int
    facets: Facets
    is_bare: bool = False
    """Whether only the lines above say of which income the label names a part."""


def labelled_lines(division: Division) -> list[LabelledLine]:
    """Return the lines of a table from the top, each with what its labels say."""
    mains = list(_main_facets(division))
    lines = []
    for row, main in zip(division.body, mains, strict=True):
        others = [_facets(axis, division.cell(row, column)) for column, axis in list(division.labels.items())[1:]]
        is_bare = division.axes[0] == "item" and is_part(division.cell(row, division.main))
        facets = stacked([main, *others])
        if any(other.unit not in (None, facets.unit) for other in others):
            facets = replace(facets, left=_UNITS_DIFFER)
        lines.append(LabelledLine(row, facets, is_bare))
    return lines


def _main_facets(division: Division) -> Iterator[Facets]:
    axis = division.axes[0]
    labels = [division.cell(row, division.main) for row in division.body]
    if axis == "item":
        yield from _items(labels)
    else:
        yield from (_facets(axis, label) if normalised(label) else Facets(left=_NO_LABEL) for label in labels)


def _facets(axis: Axis, label: object) -> Facets:
    name = normalised(label)
    if axis == "code" or not name:
        return NOTHING_SAID
    if axis == "region":
        return Facets(left=_NO_REGION.format(name=name)) if name in SUMS else Facets(region=name)
    if axis == "period":
        return period_of(label) or Facets(left=_NO_PERIOD.format(name=name))
    if axis == "unit":
        return Facets(unit=UNITS[name]) if name in UNITS else Facets(left=_NO_UNIT.format(unit=name))
    if axis == "group":
        short = GROUPS.get(name) or GROUPS.get(f"{name}居民")
        return Facets(group=short) if short else Facets(left=_NO_GROUP.format(name=name))
    return said_by(label) or unknown(label)


def _items(labels: Sequence[object]) -> Iterator[Facets]:
    """Yield what each label of an income says, parts under the line that they are parts of."""
    group = section = NOTHING_SAID
    for label in labels:
        said = said_by(label)
        if not normalised(label):
            yield Facets(left=_NO_LABEL)
        elif said is None:
            if not _is_sub_item(label):
                section = Facets(left=_AFTER_UNKNOWN.format(name=normalised(label)))
            yield unknown(label)
        elif is_part(label):
            yield said.under(section).under(group)
        else:
            if is_section_head(label):
                group = Facets(group=said.group) if said.group else group
                section = replace(said, component=None, group=None)
            yield said.under(group)


def _is_sub_item(label: object) -> bool:
    text = str(label).strip()
    return text.startswith(("#", "\uff03", "其中")) or normalised(label) in _SUB_ITEMS
