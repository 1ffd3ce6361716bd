"""Take the figures of a table that one layout claims, and account for every number in it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ceheng_model.errors import NOTHING, Fault, InputError, Remark, raise_faults
from ceheng_model.files.grid import Grid
from ceheng_model.files.number_reader import Unread
from ceheng_model.official.captions import Caption, caption_of
from ceheng_model.official.divisions import Division, divided
from ceheng_model.official.facets import FACET_NAMES, NOTHING_SAID, Facets, Unit
from ceheng_model.official.foreign import foreign_fault
from ceheng_model.official.label_lines import LabelledLine, labelled_lines
from ceheng_model.official.layouts import LAYOUTS, Layout
from ceheng_model.official.neighbours import growth_faults, growth_remarks, unit_faults
from ceheng_model.official.official_figures import LeftOut, OfficialFigure
from ceheng_model.official.printed_numbers import amount, is_gap, is_number, is_number_like, unreadable
from ceheng_model.official.stated import Stated
from ceheng_model.official.sums import loose_parts, sum_faults, sum_remarks
from ceheng_model.rounding import last_unit
from ceheng_model.vocabulary import NO_TEXT, Missing, Need, Template, Text

_ROWS_SHOWN = 3
_JOINT_SURVEY = 2013
"""First year of the joint survey of town and country; rural incomes published for earlier years were net incomes."""
_MONEY: tuple[Unit, ...] = ("yuan", "ten_thousand_yuan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Hold what was recognised in one table."""

    layout: Layout
    caption: Caption
    figures: tuple[OfficialFigure, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[Remark, ...]


def recognised(grid: Grid, stated: Stated) -> Recognition:
    """Return what a table holds; raise `InputError` for what is not recognised with certainty."""
    if (fault := foreign_fault(grid)) is not None:
        raise InputError(fault)
    division = divided(grid)
    if division is None:
        raise InputError(_no_heading(grid))
    caption = caption_of(division)
    layout = _claiming(division, caption)
    taking = _Taking(division=division, caption=caption, layout=layout, stated=stated)
    taking.take()
    raise_faults(taking.all_faults())
    raise_faults(
        [fault for faults in (_repeated, sum_faults, unit_faults, growth_faults) for fault in faults(taking.figures)]
    )
    unproved = dict.fromkeys(loose_parts(taking.figures))
    figures = tuple(figure for figure in taking.figures if figure not in unproved)
    left_out = (
        *taking.left_out,
        *(LeftOut(place=figure.place, printed=figure.printed, reason=_LOOSE) for figure in unproved),
    )
    if not figures:
        raise InputError(_nothing_taken(division, left_out))
    return Recognition(
        layout=layout,
        caption=caption,
        figures=figures,
        left_out=left_out,
        remarks=(
            *grid.remarks,
            *taking.remarks(),
            *sum_remarks(figures),
            *growth_remarks(figures),
            *_old_rural(figures),
        ),
    )


def speaks_of_incomes(grid: Grid) -> bool:
    """Return whether headings or labels of a table speak of incomes as official tables do, recognised or not."""
    division = divided(grid)
    if division is None:
        return False
    # columns of a tidy table are headed by no group, year or income
    if _known(division.columns.values()):
        return True
    return any(line.facets.component or line.facets.concept for line in labelled_lines(division))


def _known(heads: Iterable[Facets]) -> bool:
    return any(head.left is None for head in heads)


def _claiming(division: Division, caption: Caption) -> Layout:
    reasons = {layout: layout.why_not(division, caption) for layout in LAYOUTS}
    claims = [layout for layout, reason in reasons.items() if reason is None]
    if len(claims) == 1:
        return claims[0]
    why = Text.join((reason for reason in dict.fromkeys(reasons.values()) if reason), zh="；", en="; ")
    raise InputError(_not_recognised(division.line(division.heads[-1]), _heading_text(division), why))


@dataclass(slots=True, kw_only=True)
class _Taking:
    """Go through the cells of a table: take, leave out with the reason, or find a fault."""

    division: Division
    caption: Caption
    layout: Layout
    stated: Stated
    figures: list[OfficialFigure] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unsaid: dict[str, list[Text]] = field(default_factory=dict)
    """Places of the numbers of which a facet is said nowhere."""
    own_units: dict[Unit, Text] = field(default_factory=dict)
    """Units of money that lines and columns name, each with the first place."""
    _units_taken: set[Unit] = field(default_factory=set)
    title: Facets = NOTHING_SAID
    """What the caption says of numbers that their lines and columns leave open."""

    def take(self) -> None:
        """Go through all lines; what stands above and below may hold no numbers."""
        division = self.division
        for row in (*division.above, *division.below):
            self._require_words(row)
        lines = labelled_lines(division)
        said = [*(line.facets for line in lines), *division.columns.values()]
        self.title = self.caption.facets
        if any(facets.group for facets in said):
            # a line above the first group of a table may have lost its own
            self.title = replace(self.title, group=None)
        for line in lines:
            for column, head in division.columns.items():
                cell = division.cell(line.row, column)
                if is_number_like(cell) or (cell is not None and not is_gap(cell) and head.left is None):
                    self._cell(line, column, head, cell)
                elif is_gap(cell):
                    self._leave(line.row, column, cell, _GAP)

    def all_faults(self) -> list[Fault]:
        """Return the faults of cells, and one for each facet that is said nowhere."""
        others = self.caption.other_units
        asked = (_asked(name, places, others if name == "unit" else ()) for name, places in self.unsaid.items())
        return [*self.faults, *asked, *self._ignored()]

    def remarks(self) -> list[Remark]:
        """Return a warning where lines or columns name another unit than the table as a whole."""
        whole = [unit for unit in self.caption.units if unit in _MONEY]
        others = [(unit, place) for unit, place in self.own_units.items() if whole and unit not in whole]
        return [
            Remark(text=_NEAREST.format(own=_UNIT_NAMES[unit], whole=_UNIT_NAMES[whole[0]]), place=place)
            for unit, place in others
        ]

    def _ignored(self) -> Iterator[Fault]:
        """Yield the fault of a unit that a person states and the table contradicts wherever there is one."""
        stated = self.stated.facets.unit
        table = self.own_units or {unit: self.division.grid.place for unit in self.caption.units if unit in _MONEY}
        if stated is not None and table and not self.unsaid and stated not in self._units_taken:
            unit, place = next(iter(table.items()))
            yield _contradiction("unit", _UNIT_NAMES[unit].zh, _UNIT_NAMES[stated].zh, place)

    def _cell(self, line: LabelledLine, column: int, head: Facets, cell: object) -> None:
        facets, place = self._facets(line, head), self.division.place(line.row, column)
        if facets.left is not None:
            self._leave(line.row, column, cell, facets.left)
        elif (clash := self._clash(line.facets, head)) is not None:
            self.faults.append(_contradiction(*clash, place))
        elif facets.component is None:
            self._leave(line.row, column, cell, _NO_INCOME)
        elif lacking := _lacking(facets):
            self.unsaid.setdefault(lacking, []).append(place)
        else:
            if facets.unit in _MONEY:
                self._units_taken.add(facets.unit)
                if facets.unit in (line.facets.unit, head.unit):
                    self.own_units.setdefault(facets.unit, place)
            self._number(facets, cell, line, column)

    def _number(self, facets: Facets, cell: object, line: LabelledLine, column: int) -> None:
        assert facets.unit is not None
        place, value = self.division.place(line.row, column), amount(cell, facets.unit)
        if isinstance(value, Unread):
            self.faults.append(unreadable(cell, value, place))
            return
        named = replace(facets, measure=facets.measure or "level")
        self.figures.append(
            OfficialFigure.of(
                named,
                value,
                place,
                basis=self._basis(named),
                step=last_unit(cell, value),
                printed=str(cell),
                is_bare=line.is_bare,
            )
        )

    def _basis(self, facets: Facets) -> str | None:
        return self.layout.basis(facets) if facets.measure in ("growth", "median_growth") else None

    def _facets(self, line: LabelledLine, head: Facets) -> Facets:
        """Return what is said of a cell: by its line and its column, then by the title, then by the person."""
        # a column of growth counts in its own unit, whatever its line says
        own = head.under(line.facets) if head.measure is not None else line.facets.under(head)
        facets = own.under(self.title)
        if facets.unit is None and not self._lost_unit(facets):
            facets = replace(facets, unit=self._unit(facets))
        return facets.under(replace(self.stated.facets, unit=None))

    def _unit(self, facets: Facets) -> Unit | None:
        if facets.measure in ("growth", "median_growth"):
            return "percent" if "percent" in self.caption.units else None
        named = [unit for unit in self.caption.units if unit in _MONEY]
        # 亿元 beside another unit is that of whole economies, not of persons
        others = self.caption.other_units - ({"亿元"} if named else set())
        if len(named) == 1 and not others:
            return named[0]
        stated = self.stated.facets.unit
        return stated if stated in named or not (named or others) else None

    def _lost_unit(self, facets: Facets) -> bool:
        """Return whether an amount lacks the unit that a column of units gives to other lines."""
        columns = [column for column, axis in self.division.labels.items() if axis == "unit"]
        is_growth = facets.measure in ("growth", "median_growth")
        return not is_growth and any(
            self.division.cell(row, column) is not None for column in columns for row in self.division.body
        )

    def _clash(self, line: Facets, head: Facets) -> tuple[str, object, object] | None:
        """Return on what line, column, title and person contradict each other; the nearest names region and year."""
        is_money = line.unit in _MONEY and head.unit in _MONEY
        line = replace(line, unit=None) if head.measure is not None and not is_money else line
        own = line.under(head)
        title = replace(self.caption.facets, unit=None, component=None, measure=None, region=None, year=None)
        # a title that speaks of all residents heads their groups, too
        title = replace(title, group=None) if title.group == "all" else title
        said = own.under(title)
        person = replace(self.stated.facets, unit=None, year=None)
        return line.against(head) or replace(own, unit=None).against(title) or said.against(person)

    def _leave(self, row: int, column: int, cell: object, reason: Text) -> None:
        self.left_out.append(LeftOut(place=self.division.place(row, column), printed=str(cell), reason=reason))

    def _require_words(self, row: int) -> None:
        for column, cell in enumerate(self.division.grid.rows[row]):
            if is_number(cell):
                self.faults.append(_stray(cell, self.division.place(row, column)))


def _lacking(facets: Facets) -> str | None:
    """Return the facet without which a number cannot be taken and that is said nowhere, or None."""
    for name in ("group", "year", "concept", "unit"):
        if getattr(facets, name) is None:
            return name
    is_growth = facets.measure in ("growth", "median_growth")
    if is_growth != (facets.unit == "percent"):
        return "unit" if is_growth else "measure"
    if facets.quarter and facets.quarter > 1 and not facets.is_cumulative:
        return "is_cumulative"
    if facets.is_cumulative and facets.quarter is None:
        return "quarter"
    return None


def _repeated(figures: Sequence[OfficialFigure]) -> Iterator[Fault]:
    first: dict[tuple[object, ...], OfficialFigure] = {}
    for figure in figures:
        earlier = first.setdefault(figure.key, figure)
        if earlier is not figure:
            yield Fault(
                what=figure.name,
                rule=Text("只出现一次", "appear once"),
                got=earlier.place,
                way_out=Text(
                    "看两处是否漏了人群或项目的名称",
                    "see whether the name of a group or an item is lost at one of them",
                ),
                place=figure.place,
            )


def _old_rural(figures: Sequence[OfficialFigure]) -> list[Remark]:
    """Return a warning where rural figures from before the joint survey are called disposable income."""
    old = [f for f in figures if f.group == "rural" and f.year < _JOINT_SURVEY and f.concept == "disposable_income"]
    return [Remark(text=_OLD_RURAL, place=old[0].place)] if old else []


def _asked(name: str, places: Sequence[Text], found: Collection[str] = ()) -> Fault:
    what = FACET_NAMES[name]
    count = len(places)
    more = _MORE.format(count=count) if count > 1 else NO_TEXT
    return Fault(
        what=what,
        rule=Text("在表中写明", "be said in the table"),
        got="、".join(sorted(found)) or NOTHING,
        way_out=_WAYS[name],
        place=places[0] + more,
        missing=Missing(what=what, need=Need.TABLE) if name in _STATED else None,
    )


def _contradiction(name: str, one: object, other: object, place: Text) -> Fault:
    return Fault(
        what=FACET_NAMES[name],
        rule=Text("说法一致", "be said alike"),
        got=f"{one} / {other}",
        way_out=Text("核对该行、该列和表题", "compare the line, the column and the title"),
        place=place,
    )


def _stray(cell: object, place: Text) -> Fault:
    return Fault(
        what=Text("表外的数", "a number outside the table"),
        rule=Text("有行名和列名", "have a label and a heading"),
        got=cell,
        way_out=Text("删去，或补上名称", "delete it, or name it"),
        place=place,
    )


def _no_heading(grid: Grid) -> Fault:
    rows = [Text.listed(cell for cell in cells[:6] if cell is not None) for cells in grid.rows[:_ROWS_SHOWN]]
    found = Text.join(rows, zh="；", en=" | ")
    return _not_recognised(grid.place, found or NOTHING, _NO_STUB)


def _not_recognised(place: Text, found: object, why: Text) -> Fault:
    return Fault(
        what=Text("表的版式", "the layout of the table"),
        rule=Text(
            "为国家统计局导出表、年鉴表、公报表、分地区表或历年表", "be an NBS export, a yearbook or bulletin table"
        ),
        got=found,
        way_out=why,
        place=place,
    )


def _heading_text(division: Division) -> tuple[str, ...]:
    return tuple(division.texts(division.heads))[:6]


def _nothing_taken(division: Division, left_out: Sequence[LeftOut]) -> Fault:
    reasons = list(dict.fromkeys(left.reason for left in left_out))[:_ROWS_SHOWN]
    return Fault(
        what=Text("表中的收入", "the incomes of the table"),
        rule=Text("至少有一项可以识别", "be recognised, at least one of them"),
        got=Text.join(reasons, zh="；", en="; ") if reasons else NOTHING,
        way_out=Text(
            "指标须为居民人均可支配收入及其四项构成，名称与国家统计局一致",
            "items are per capita disposable income and its four components, named as the NBS names them",
        ),
        place=division.grid.place,
    )


_UNIT_NAMES: dict[Unit, Text] = {
    "yuan": Text("元", "yuan"),
    "ten_thousand_yuan": Text("万元", "ten thousand yuan"),
    "percent": Text.same("%"),
}
_NEAREST = Template(
    "全表的单位为{whole}，此处注明{own}，按{own}读入，请核对",
    "the table as a whole is in {whole}, this place says {own} and is read as such: please check",
)
_OLD_RURAL = Text(
    "2013年以前公布的农村居民收入是人均纯收入，口径不同：核对是否为可支配收入",
    "rural incomes published for years before 2013 are net incomes, another concept: is this disposable income?",
)
_GAP = Text("无数据", "no figure")
_LOOSE = Text(
    "合计与四项不齐，不能核对它是哪项收入的构成",
    "total and components are not all there, so that it cannot be proved of which income it is a part",
)
_NO_INCOME = Text("未写明是哪项收入", "it is not said which income it is")
_NO_STUB = Text(
    "列名一行须以 指标、项目、地区 或 年份 开头",
    "the heading begins with 指标, 项目, 地区 or 年份 (item, region or year)",
)
_MORE = Template(" 等{count}处", ", {count} places in all")
_STATED = ("group", "year", "concept", "unit")
"""What a person may say of a table."""
_WAYS = {
    "group": Text("给出 group：all、urban 或 rural", "give group: all, urban or rural"),
    "year": Text("给出 year，例如 2023", "give year, such as 2023"),
    "concept": Text("给出 concept：disposable_income 或 net_income", "give concept: disposable_income or net_income"),
    "unit": Text("给出 unit：元 或 万元", "give unit: 元 (yuan) or 万元 (ten thousand yuan)"),
    "measure": Text("百分数须写明是增速", "say of per cent that it is growth"),
    "is_cumulative": Text("写明“累计”，或改用上半年、前三季度", "say 累计 (cumulative), or write 上半年, 前三季度"),
    "quarter": Text("累计值须写明季度", "say the quarter of a cumulative figure"),
}
