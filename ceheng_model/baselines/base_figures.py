"""Read the rows of a table of base-year incomes, and find everything that is wrong with them.

The rules are the same for the baseline file of a plan and for a table of many regions; `Allowed` says where
one of them asks for more than the other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from typing import NamedTuple, cast

from ceheng_model.baselines.baseline import ALL_CASES, Key, SourcedValue
from ceheng_model.characters import simplified
from ceheng_model.errors import NOT_NEGATIVE, NOTHING, POSITIVE, Fault
from ceheng_model.files import (
    FormattedNumber,
    Row,
    Rows,
    Unit,
    Unread,
    code_of,
    money_unit,
    plain,
    read_number,
    year_of,
)
from ceheng_model.names import component_names
from ceheng_model.official.label_lines import SUMS
from ceheng_model.rounding import HALF_A_FEN, last_unit, rounding_room
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import CONCEPTS, LABELS, NO_TEXT, STATUSES, TOTAL, Concept, Status, Template, Text

BASELINE_COLUMNS = (
    "region",
    "group",
    "component",
    "year",
    "share_case",
    "value",
    "concept",
    "status",
    "source",
    "note",
)
CASE_TITLE_COLUMNS = ("case_zh", "case_en")
"""What readers call a share case; a file may leave them out, and its cases then go by their names."""
TRANSLATIONS = ("source_en", "note_en")
"""The source and the note in English; a file may leave them out."""
CONFIRMED = "confirmed"
"""Column in which the owner of a figure far from what is known says that it is right; it may be left out."""
DERIVED_FROM = "derived_from"
"""Column of the statements of the plan from which a total was computed back; it may be left out."""
YES = ("是", "yes", "y", "true", "1", "√")
HEADINGS: Mapping[str, Text] = {
    "region": Text("地区", "region"),
    "group": Text("人群", "group"),
    "component": Text("收入构成", "component"),
    "year": Text("年份", "year"),
    "share_case": Text("构成案例", "share_case"),
    "value": Text("数值", "value"),
    "concept": Text("口径", "concept"),
    "status": Text("性质", "status"),
    "source": Text("来源", "source"),
    "source_en": Text("来源英文", "source in English"),
    "note": Text("备注", "note"),
    "note_en": Text("备注英文", "note in English"),
    "case_zh": Text("案例名称", "case_zh"),
    "case_en": Text("案例英文名称", "case_en"),
    CONFIRMED: Text("核对无误", CONFIRMED),
    DERIVED_FROM: Text("倒推自", DERIVED_FROM),
}
"""What the columns may be called, too."""
_WORD_COLUMNS = ("group", "component", "year", "share_case", "concept", "status", *CASE_TITLE_COLUMNS)
"""What is judged together: the columns of which `Words` are made."""
NOT_THERE = ("", "-", "–", "—", "——", "…", "……", "...", "......", "/")
"""What tables of regions write for a figure that there is none of."""

_WORDS = {word: key for key in (TOTAL, "urban", "rural", "all", *CONCEPTS, *STATUSES) for word in LABELS[key]}
"""What is taken for its key: the total, usual groups, concepts and statuses in either language."""
_NAME = Text("写地区名称或代码", "write the name or the code of the region")
_NO_SUM = Text("为地区，不为合计、平均等行", "be a region, not a line of sums")
_NET_ONLY = Text(
    "只有净收入可为负：方案文件中该构成写 may_be_negative = true",
    "only net income may be negative: write may_be_negative = true for the component in the plan file",
)
_IN_UNIT = Template("以{full_unit}计", "give {full_unit}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Say what a table of base-year incomes has to be."""

    concepts: Mapping[str, Concept] | None = None
    """The groups that may stand in it, with their concepts; any group where None."""
    year: int | None = None
    """The only year that may stand in it, which is also that of rows without one; any year where None."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Groups by what they are called, beside the usual names."""
    terms: Terms = field(default=Terms(groups=()))
    """The terms of the plan, by which figures are read and spoken of."""
    origin: str = ""
    """Source of rows that name none; where empty, every row names its source, case, status and concept."""
    sources_may_wait: bool = False
    """Whether the source of an assumed figure may be left to be filled in."""

    @property
    def words(self) -> dict[str, str]:
        """What is taken for its key: components and concepts as readers call them, beside the usual words."""
        called = {key: self.terms.label(key) for key in (*self.terms.component_keys, *self.terms.concepts)}
        return {**_WORDS, **{word: key for key, label in called.items() for word in label}}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """Hold what a row says in words, less its region and where it comes from; rows that say the same share one."""

    group: str
    component: str
    year: int
    case: str
    """``all`` for a total; may be empty for a component in a table of regions."""
    concept: Concept
    status: Status
    case_title: Text


class Figure(NamedTuple):
    """Hold one row: what it is of, how much, and where it comes from."""

    position: int
    """Of the row in its table."""
    region: str
    words: Words
    amount: float
    """In the plan's unit; NaN where there was no number."""
    source: str
    note: str
    cell: object
    """As it came."""
    confirmed: bool
    """Whether its owner says that it is right, however far from what is known."""
    derived_from: tuple[str, ...] = ()
    """Statements of the plan from which it was computed back."""

    @property
    def unit(self) -> float:
        """Unit of the last digit that was written."""
        return last_unit(shown(self.cell), self.amount)

    @property
    def key(self) -> Key:
        """What the figure is of."""
        words = self.words
        return (self.region, words.group, words.component, words.year, words.case)

    @property
    def value(self) -> SourcedValue:
        """The amount with where it comes from."""
        words = self.words
        return SourcedValue(
            value=self.amount,
            concept=words.concept,
            status=words.status,
            source=self.source,
            note=self.note,
            case_title=words.case_title,
            confirmed=self.confirmed,
            derived_from=self.derived_from,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Hold what is given of one region and group in one year."""

    region: str
    group: str
    year: int
    keys: tuple[str, ...]
    """Keys of all components, in axis order."""
    cases: dict[str, dict[str, Figure]] = field(default_factory=dict)
    """Figures by share case and component; the total stands alone under ``all``."""

    @property
    def total(self) -> Figure | None:
        """The total, or None."""
        whole = self.cases.get(ALL_CASES)
        return None if whole is None else whole[TOTAL]

    @property
    def splits(self) -> dict[str, dict[str, Figure]]:
        """The components, by the name of their split."""
        return {case: parts for case, parts in self.cases.items() if case != ALL_CASES}

    @property
    def components(self) -> list[Figure]:
        """The components of the first split, in the usual order; none where only the total is given."""
        for case, parts in self.cases.items():
            if case != ALL_CASES:
                return [parts[component] for component in self.keys]
        return []


def read_given(rows: Rows, terms: Allowed) -> list[Given]:
    """Return what is given of every region, group and year, in order of appearance.

    Of a row that says again what an earlier one said the first counts; the faults are those of the rows.
    """
    together: dict[tuple[str, str, int], Given] = {}
    for figure in _figures(rows, terms):
        words = figure.words
        key = (figure.region, words.group, words.year)
        given = together.get(key)
        if given is None:
            given = together[key] = Given(
                region=figure.region, group=words.group, year=words.year, keys=terms.terms.component_keys
            )
        parts = given.cases.setdefault(words.case, {})
        earlier = parts.setdefault(words.component, figure)
        if earlier is not figure:
            rows[figure.position].repeated("component", rows[earlier.position])
    return list(together.values())


def given_faults(given: Given, table: Rows, terms: Terms, *, total_needed: bool) -> Iterator[Fault]:
    """Yield what is missing in the splits of a region and group, and what does not add up."""
    total = given.total
    for case, parts in given.splits.items():
        last = table[list(parts.values())[-1].position]
        if missing := [component for component in given.keys if component not in parts]:
            yield Fault(
                what=_PARTS.format(name=_name(last, given.region, given.group, terms, case=case)),
                rule=Text("齐全", "all be there"),
                got=tuple(component for component in given.keys if component in parts),
                way_out=Template("补上：{missing}", "add: {missing}").format(missing=Text.listed(missing)),
                place=last.place("component"),
            )
        elif total is None and total_needed:
            yield Fault(
                what=_TOTAL.format(name=_name(last, given.region, given.group, terms)),
                rule=Text("在文件中", "be in the file"),
                got=NOTHING,
                way_out=Text("补一行 component=total、share_case=all", "add a row: component total, share_case all"),
                place=table.place,
            )
        elif (rule := _broken_sum(parts, total)) is not None:
            yield Fault(
                what=_SUM.format(name=_name(last, given.region, given.group, terms, case=case), parts=terms.parts),
                rule=rule,
                got=f"{_sum(parts):.3f}",
                way_out=terms.say(_CORRECT, room=_room(parts, total)),
                place=table[parts[given.keys[0]].position].place("value"),
            )


def _figures(rows: Rows, terms: Allowed) -> Iterator[Figure]:
    """Yield the figure of every row of which it can be told what it is of."""
    judge = _Judge(rows=rows, terms=terms, unit=money_unit(terms.terms.unit))
    said = zip(*map(rows.texts, _WORD_COLUMNS), strict=True)
    cells = zip(rows.column("region"), rows.column("value"), strict=True)
    origins = zip(
        rows.quoted("source"), rows.quoted("note"), rows.texts(CONFIRMED), rows.texts(DERIVED_FROM), strict=True
    )
    for position, (key, (region, amount), origin) in enumerate(zip(said, cells, origins, strict=True)):
        source, note, yes, back = origin
        if terms.origin and is_not_there(amount):
            continue
        name = judge.region(position, region)
        words = judge.words(position, key)
        number = judge.amount(position, amount)
        may_wait = terms.sources_may_wait and words is not None and words.status == "assumed"
        named_source = source or ("" if may_wait else judge.source(position))
        if name is not None and words is not None:
            told_back = judge.statements(position, words, back)
            yield Figure(position, name, words, number, named_source, note, amount, is_confirmed(yes), told_back)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Judge the cells of rows, and once only what many rows say alike.

    A table of all regions repeats a few words thousands of times. What is without fault is remembered; a fault
    names the place of its own row.
    """

    rows: Rows
    terms: Allowed
    unit: Unit
    known_words: dict[tuple[str, ...], Words | None] = field(default_factory=dict)
    known_regions: set[str] = field(default_factory=set)

    def region(self, position: int, cell: object) -> str | None:
        """Return the name of a region, or None after a fault."""
        # only texts are remembered: 520000.0 equals 520000, but is no code
        if type(cell) is str and cell in self.known_regions:
            return cell
        before = len(self.rows.faults)
        name = _region(self.rows[position])
        if len(self.rows.faults) > before:
            return None
        self.known_regions.add(name)
        return name

    def words(self, position: int, key: tuple[str, ...]) -> Words | None:
        """Return what a row says in words, or None where it cannot be told what the row is of."""
        if key in self.known_words:
            return self.known_words[key]
        before = len(self.rows.faults)
        words = _words(self.rows[position], self.terms)
        if len(self.rows.faults) == before:
            self.known_words[key] = words
        return words

    def amount(self, position: int, cell: object) -> float:
        """Return an amount, NaN where it is none."""
        value = read_number(cell, self.unit)
        if isinstance(value, float) and value > 0.0:
            return value
        return _amount(self.rows[position], value, self.terms)

    def statements(self, position: int, words: Words, cell: str) -> tuple[str, ...]:
        """Return the ids of the statements from which a total was computed back."""
        ids = tuple(dict.fromkeys(_BETWEEN_IDS.sub(" ", cell).split()))
        if ids and (words.component != TOTAL or words.status == "published"):
            what = Text.same(DERIVED_FROM)
            self.rows[position].fault(DERIVED_FROM, _OF_TOTALS, _LEAVE_OUT, what=what, got=cell)
        return ids

    def source(self, position: int) -> str:
        """Return the source of a row that names none."""
        return self.terms.origin or _required(self.rows[position], "source")


def _words(row: Row, terms: Allowed) -> Words | None:
    before = len(row.faults)
    component = row.option("component", component_names(terms.terms), words=terms.words)
    group = _group(row, terms)
    year = row.year("year") if terms.year is None else terms.year
    is_placed = len(row.faults) == before
    case = _case(row, component, terms)
    if terms.year is not None:
        _require_year(row, terms.year, terms.terms)
    words = Words(
        group=group,
        component=component,
        year=year,
        case=case,
        concept=_concept(row, group, terms),
        status=cast("Status", _word(row, "status", STATUSES, "assumed" if terms.origin else None, terms)),
        case_title=Text(*map(row.text, CASE_TITLE_COLUMNS)),
    )
    # a component under the name of all cases belongs to no split
    return words if is_placed and (component == TOTAL) == (case == ALL_CASES) else None


def _group(row: Row, terms: Allowed) -> str:
    if terms.concepts is not None:
        return row.option("group", terms.concepts, words={**terms.words, **terms.titles})
    return _key_of(_required(row, "group"))


def _key_of(text: str) -> str:
    """Return the key that a usual word stands for; of any other the text."""
    return _WORDS.get(simplified(plain(text)), text)


def _region(row: Row) -> str:
    code = code_of(row["region"])
    if isinstance(code, Unread):
        cell = row["region"]
        got = None if cell is None else str(cell)
        row.fault("region", code.rule, code.way_out or _NAME, what=Text("地区", "the region"), got=got)
    elif "".join(code.split()) in SUMS:
        row.fault("region", _NO_SUM, Text("删去该行", "delete the line"), what=Text("地区", "the region"))
    return row.text("region")


def _require_year(row: Row, year: int, terms: Terms) -> None:
    if row.has("year") and year_of(row["year"]) != year:
        rule = Text(f"为{terms.kind.zh}的基年 {year}", f"be {year}, the base year")
        way_out = Text("只留基年的行", "keep the rows of the base year only")
        row.fault("year", rule, way_out, what=Text("年份", "the year"))


def _case(row: Row, component: str, terms: Allowed) -> str:
    case = row.text("share_case") if terms.origin else _required(row, "share_case")
    if case and (component == TOTAL) != (case == ALL_CASES):
        rule = Text("合计行为 all，构成行为案例名", "be 'all' for totals and a case name for components")
        way_out = Text("合计不随构成案例变化", "totals do not depend on the case")
        row.fault("share_case", rule, way_out, what=Text.same("share_case"))
    return ALL_CASES if component == TOTAL else case


def _amount(row: Row, value: float | Unread, terms: Allowed) -> float:
    """Return an amount that is missing, zero or negative.

    Only a component may be zero, and only one that counts costs against receipts below.
    """
    component = terms.words.get(simplified(plain(row.text("component"))), row.text("component"))
    own = next((one for one in terms.terms.components if one.key == component), None)
    name = _name(row, row.text("region"), row.text("group"), terms.terms, component=component)
    if isinstance(value, Unread):
        row.unread("value", value, terms.terms.say(_IN_UNIT), what=_BASE.format(name=name))
        return nan
    if component == TOTAL:
        row.fault("value", POSITIVE, terms.terms.say(_IN_UNIT), what=_BASE.format(name=name), got=value)
    elif own is not None and value < 0.0 and not own.may_be_negative:
        row.fault("value", NOT_NEGATIVE, _NET_ONLY, what=_BASE.format(name=name), got=value)
    return value


def _concept(row: Row, group: str, terms: Allowed) -> Concept:
    own = None if terms.concepts is None else terms.concepts.get(group)
    if own is None and terms.concepts is not None:
        # a group that is not known has a fault of its own
        return CONCEPTS[0]
    concept = _word(row, "concept", tuple(terms.terms.concepts), own if terms.origin else None, terms)
    if own is not None and concept in terms.terms.concepts and concept != own:
        what = Template("{group} 的口径", "the concept of {group}").format(group=group)
        way_out = Text("两种口径不得混用", "two concepts of income are never put together")
        rule = Template("为 {own}", "be {own}").format(own=own)
        row.fault("concept", rule, way_out, what=what)
    return concept


def _word(row: Row, column: str, options: Sequence[str], usual: str | None, terms: Allowed) -> str:
    """Return one of the options; the usual one for an empty cell, where there is a usual one."""
    return usual if usual is not None and not row.has(column) else row.option(column, options, words=terms.words)


def _required(row: Row, column: str) -> str:
    return row.filled(column, way_out=Text("每个数都须注明来源与案例", "every figure says its source and case"))


def _broken_sum(parts: Mapping[str, Figure], total: Figure | None) -> Text | None:
    """Return the rule that the sum of components breaks, or None; a sum that is no number breaks none."""
    if total is None:
        return POSITIVE if _sum(parts) <= 0.0 else None
    whole = total.amount
    apart = abs(_sum(parts) - whole)
    # sums that meet need no look at the digits of very many figures
    return _EQUAL.format(whole=whole) if apart > HALF_A_FEN and apart > _room(parts, total) else None


def _room(parts: Mapping[str, Figure], total: Figure | None) -> float:
    """Return how far components may miss their total."""
    return max(HALF_A_FEN, rounding_room(figure.unit for figure in (*parts.values(), *([total] if total else []))))


def is_not_there(cell: object) -> bool:
    """Return whether a cell says that there is no figure."""
    # most are figures, and none of these begins with a digit
    return cell is None or (isinstance(cell, str) and not cell[:1].isdigit() and plain(cell) in NOT_THERE)


def shown(cell: object) -> object:
    """Return a cell as a reader sees it."""
    return cell.shown if isinstance(cell, FormattedNumber) else cell


def is_confirmed(text: str) -> bool:
    """Return whether a cell of the column `CONFIRMED` says yes."""
    return bool(text) and plain(text).lower() in YES


def _sum(parts: Mapping[str, Figure]) -> float:
    return sum(figure.amount for figure in parts.values())


def _name(row: Row, region: str, group: str, terms: Terms, *, component: str = "", case: str = "") -> Text:
    """Return what a figure is of, as its row says it."""
    year = row.text("year")
    when = terms.year_label(year) if year else NO_TEXT
    part = terms.label(component) if component else NO_TEXT
    parts = (Text.same(region), Text.same(group), part, when, Text.same(case))
    return Text.join(filter(None, parts), zh=" ", en=" ")


_BETWEEN_IDS = re.compile(r"[;；,，、]")
_OF_TOTALS = Text("只写于合计行，且性质不为 published", "stand with totals only, and with none that is published")
_LEAVE_OUT = Text(
    "公布的基数不由目标倒推，删去该格", "what was published is not derived from a goal: leave the cell empty"
)
_BASE = Template("{name} 的基数", "the base of {name}")
_PARTS = Template("{name} 的构成", "the components of {name}")
_TOTAL = Template("{name} 的合计", "the total of {name}")
_EQUAL = Template("等于合计 {whole:g}", "equal the total {whole:g}")
_CORRECT = Template(
    "四舍五入至多相差 {room:.4g} {unit}，请改正构成或合计",
    "rounding explains {room:.4g} {unit} at most: correct the components or the total",
)
_SUM = Template("{name} {parts}之和", "the sum of the {parts} of {name}")
