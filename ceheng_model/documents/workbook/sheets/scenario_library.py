"""Write the library of scenarios: blocks of equal shape, of which one cell says which is in use."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array, compound
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.beside import Beside
from ceheng_model.documents.workbook.book import Page, fixed, span
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.formulas.addresses import Inputs, Level, Levels
from ceheng_model.documents.workbook.formulas.named_constants import Constants
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import assumptions, constants, switch
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.vocabulary import LABELS, TOTAL, Text

_LIST_ROW = 3
"""Row of the headings of the list."""
NUMBER = 2
"""Column of the number of a row within its block."""
_RATES = 3
"""Column of the first rate; levels follow the rates, and where there are measures these and the levels with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Say which rows a block has, and in which columns it stands: the same for every scenario."""

    rows: tuple[tuple[int, str, int | None], ...]
    """Group, what the row holds (``rate``, ``total``, ``closing``), component."""
    years: int
    added: tuple[tuple[int, int], ...]
    """Groups and components to which measures of any scenario add."""

    @property
    def height(self) -> int:
        """Rows of a block with its title."""
        return len(self.rows) + 1

    @property
    def stems(self) -> int:
        """Column of the levels of the base year without measures."""
        return _RATES + self.years

    @property
    def added_column(self) -> int:
        """Column of what measures add in the first year."""
        return self.stems + self.years + 1

    @property
    def levels(self) -> int:
        """Column of the levels of the base year."""
        return self.added_column + self.years if self.added else self.stems

    @property
    def wide(self) -> int:
        """Columns in all."""
        return self.levels + self.years + 1

    def number(self, g: int, c: int) -> int:
        """Return the number of a component's row in its block, counted from 1."""
        return self.rows.index((g, "rate", c)) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Hold where the growth in use is looked up, and where each scenario's levels stand."""

    shape: Shape
    position: str
    """Which scenario of the list is in use, counted from 1."""
    offset: str
    """The row before the block in use."""
    current: str
    """The name of the scenario in use."""
    is_own: str
    """1 where it is that of the inputs, else 0."""
    rates: dict[int, str]
    """The column of the library of each year."""
    added: dict[int, str]
    starts: tuple[int, ...]
    """Row of the title of every block, counted from 1."""
    levels: tuple[Levels, ...]
    """Those of every scenario, in the order of the list."""


def write_library(page: Page, manuscript: Manuscript) -> Library:
    """Write the list, the choice in use and a block for every scenario."""
    subject = manuscript.subject
    shape = _shape(subject)
    labels = [group.label for group in subject.groups] + [beside.title for beside in subject.switchable]
    # rates need less room than incomes: a long plan is printed larger
    widths = [9] * shape.years + [11] * (shape.wide - _RATES - shape.years)
    page.columns([page.label_width(labels, least=26), 28, 8, *widths])
    page.title(Text("情景库", "Scenarios"))
    page.hint(1, words.HOW_THE_LIBRARY_READS, wide=min(shape.wide, 12))
    scenarios = subject.switchable
    first = _LIST_ROW + len(scenarios) + 8
    starts = [first + k * shape.height for k in range(len(scenarios))]
    library = _list(page, manuscript, starts)
    _heads(page, first - 2, subject, shape)
    inputs, fixed_words = manuscript.written(assumptions.SHEET).inputs, manuscript.written(constants.SHEET)
    levels = []
    for beside, start in zip(scenarios, starts, strict=True):
        block = _Block(page, subject, shape, start, beside, inputs, fixed_words)
        levels.append(block.write())
    page.sheet.freeze_panes(0, 2)
    # without the title, which tells of checks that come after what is looked up here
    page.name_cells(cell_names.LIBRARY, (0, 1), (page.last_row, page.last_column))
    page.name_cells(cell_names.PATHS, (0, shape.levels), (page.last_row, shape.levels + shape.years))
    page.prints(rows=(first - 2, first - 2), wide=shape.wide)
    return Library(
        shape=shape,
        position=library["position"],
        offset=library["offset"],
        current=library["current"],
        is_own=library["is_own"],
        rates=_columns(page, subject, _RATES, page.last_row),
        added=_columns(page, subject, shape.added_column, page.last_row) if shape.added else {},
        starts=tuple(start + 1 for start in starts),
        levels=tuple(levels),
    )


SHEET = Sheet(name=Text("情景库", "Scenarios"), write=write_library)


def _shape(subject: Subject) -> Shape:
    rows: list[tuple[int, str, int | None]] = []
    for g in range(len(subject.groups)):
        rows += [(g, "rate", c) for c in range(len(subject.terms.components))]
        rows.append((g, "total", None))
        if subject.is_open[g].any():
            rows.append((g, "closing", None))
    return Shape(rows=tuple(rows), years=len(subject.scenario.years), added=tuple(_added_cells(subject)))


def _added_cells(subject: Subject) -> Iterator[tuple[int, int]]:
    paths = [beside.path.scenario.added for beside in subject.switchable]
    given = [added for added in paths if added is not None]
    for g in range(len(subject.groups)):
        for c in range(len(subject.terms.components)):
            if any(added[g, c].any() for added in given):
                yield g, c


def _columns(page: Page, subject: Subject, first: int, last_row: int) -> dict[int, str]:
    return {year: page.column_block(first + t, last_row) for t, year in enumerate(subject.scenario.years)}


def _list(page: Page, manuscript: Manuscript, starts: list[int]) -> dict[str, str]:
    """Write the names with the row before each block, and which is in use; return the cells of the choice."""
    scenarios = manuscript.subject.switchable
    page.heads(_LIST_ROW, [Text("可选的情景", "scenarios to choose from"), Text("所在块的首行", "row of its block")])
    row = _LIST_ROW + 1
    for beside, start in zip(scenarios, starts, strict=True):
        page.say(row, 0, beside.title, "label")
        page.count(row, 1, f"ROW({page.at(start, 0)})", start + 1, "plain number")
        row += 1
    names = fixed(_LIST_ROW + 1, 0, row - 1, 0)
    offsets = fixed(_LIST_ROW + 1, 1, row - 1, 1)
    page.name_cells(cell_names.SCENARIO_NAMES, (_LIST_ROW + 1, 0), (row - 1, 0))
    page.name_cells(cell_names.LIBRARY_ROWS, (_LIST_ROW + 1, 1), (row - 1, 1))
    chosen = manuscript.written(switch.SHEET)
    own = page.words(scenarios[0].title)
    page.say(row, 0, Text("当前情景", "scenario in use"), "total label")
    current = page.count(row, 1, chosen, own, "total label")
    row += 1
    page.say(row, 0, Text("当前情景是第几个", "which it is of the list"), "total label")
    position = page.count(row, 1, f"MATCH({current},{names},0)", 1, "total count")
    row += 1
    page.say(row, 0, Text("当前情景所在块的首行", "row of its block"), "total label")
    offset = page.count(row, 1, f"INDEX({offsets},{position})", starts[0] + 1, "total count")
    row += 1
    page.say(row, 0, Text("当前情景为“自定”（1=是）", "own is in use (1 = yes)"), "total label")
    is_own = page.count(row, 1, f"IF({current}={page.at(_LIST_ROW + 1, 0)},1,0)", 1, "total count")
    return {
        "position": page.pinned(position),
        "offset": page.pinned(offset),
        "current": page.pinned(current),
        "is_own": page.pinned(is_own),
    }


def _heads(page: Page, row: int, subject: Subject, shape: Shape) -> None:
    years = subject.scenario.years
    page.heads(row, [LABELS["group"], LABELS["component"], Text("行号", "row")])
    page.say(row - 1, _RATES, Text("增速", "growth"), "hint")
    page.year_heads(row, _RATES, years)
    without = Text("不含措施", "without measures") if shape.added else Text("收入", "income")
    page.say(row - 1, shape.stems, without, "hint")
    page.year_heads(row, shape.stems, subject.years)
    if shape.added:
        page.say(row - 1, shape.added_column, Text("措施增加", "added by measures"), "hint")
        page.year_heads(row, shape.added_column, years)
        page.say(row - 1, shape.levels, Text("收入", "income"), "hint")
        page.year_heads(row, shape.levels, subject.years)


@dataclass(slots=True)
class _Block:
    """Write the block of one scenario."""

    page: Page
    subject: Subject
    shape: Shape
    start: int
    """Row of its title."""
    beside: Beside
    inputs: Inputs
    constants: Constants

    @property
    def is_own(self) -> bool:
        """Whether it takes the inputs."""
        return self.beside.title == words.OWN_SCENARIO

    def write(self) -> Levels:
        """Write the block; return where its levels stand."""
        page, shape = self.page, self.shape
        page.say(self.start, 0, self.beside.title, "section")
        if self.is_own and self.inputs.closing is not None:
            page.say(self.start, 1, cell_names.TO_TOTAL, "hint")
            word = self.constants.closing(cell_names.TO_TOTAL)
            page.count(self.start, NUMBER, f"IF({self.inputs.closing}={word},1,0)", 0, "plain number")
        scenario = self.beside.path.scenario
        stems = compound(scenario.baseline.levels, scenario.growth)
        for number, (g, kind, c) in enumerate(shape.rows, start=1):
            row = self.start + number
            page.say(row, 0, self.subject.groups[g].label, "label" if kind == "rate" else "total label")
            page.put(row, NUMBER, number, "plain number")
            if kind == "rate":
                assert c is not None
                self._component(row, g, c, stems)
            elif kind == "total":
                self._total(row, g, stems)
            else:
                self._closing(row, g)
        return Levels(cells=self._level_cells())

    def _row(self, g: int, kind: str, c: int | None = None) -> int:
        return self.start + 1 + self.shape.rows.index((g, kind, c))

    def _component(self, row: int, g: int, c: int, stems: Array) -> None:
        page, shape, subject = self.page, self.shape, self.subject
        component, group = subject.terms.component_keys[c], subject.groups[g].key
        page.say(row, 1, subject.terms.components[c].label, "label")
        for t, year in enumerate(subject.scenario.years):
            self._rate(row, (g, c, t), (group, component, year))
        page.count(row, shape.stems, self.inputs.base[group, component], float(stems[g, c, 0]), "yuan")
        for t in range(shape.years):
            formula = f"{page.at(row, shape.stems + t)}*(1+{page.at(row, _RATES + t)})"
            page.count(row, shape.stems + 1 + t, formula, float(stems[g, c, t + 1]), "yuan")
        if shape.added:
            self._with_measures(row, g, c)

    def _rate(self, row: int, place: tuple[int, int, int], level: Level) -> None:
        """Write one rate: by formula from the inputs, from the total, from the year before, or as it was."""
        page, column = self.page, _RATES + place[2]
        g, c, t = place
        scenario, closed = self.beside.path.scenario, self.beside.closed
        rate = float(scenario.growth[place])
        is_closed = closed is not None and bool(closed.cells[place])
        by_total = page.at(self._row(g, "closing"), column) if is_closed else ""
        if self.is_own:
            typed = self.inputs.growth[level]
            if is_closed:
                typed = f"IF({page.pinned(page.at(self.start, NUMBER))}=1,{by_total},{typed})"
            lever = self.inputs.every_year[level[0]]
            page.count(row, column, f"IF(ISNUMBER({lever}),{lever},{typed})", rate, "percent")
        elif is_closed:
            page.count(row, column, by_total, rate, "percent")
        elif closed is not None and t and closed.cells[g, c].any() and self._goes_on(t):
            page.count(row, column, page.at(row, column - 1), rate, "percent")
        else:
            page.put(row, column, rate, "percent")

    def _goes_on(self, t: int) -> bool:
        """Return whether a year lies after the plan, whose last year goes on."""
        return self.subject.scenario.years[t] > self.subject.plan.years[-1]

    def _with_measures(self, row: int, g: int, c: int) -> None:
        page, shape, subject = self.page, self.shape, self.subject
        path = self.beside.path
        added, adds = path.scenario.added, (g, c) in self.shape.added
        page.count(row, shape.levels, page.at(row, shape.stems), float(path.values[g, c, 0]), "yuan")
        for t, year in enumerate(subject.scenario.years):
            column, level = shape.added_column + t, shape.levels + 1 + t
            value = 0.0 if added is None else float(added[g, c, t])
            given = self.inputs.added.get((subject.groups[g].key, subject.terms.component_keys[c], year))
            if not adds:
                page.blank(row, column, "empty")
            elif self.is_own and given is not None:
                page.count(row, column, given, value, "yuan")
            else:
                page.put(row, column, value, "yuan")
            stem = page.at(row, shape.stems + 1 + t)
            formula = f"{stem}+{page.at(row, column)}" if adds else stem
            page.count(row, level, formula, float(path.values[g, c, t + 1]), "yuan")

    def _total(self, row: int, g: int, stems: Array) -> None:
        page, shape = self.page, self.shape
        page.say(row, 1, LABELS[TOTAL], "total label")
        closed = self.beside.closed
        for t, year in enumerate(self.subject.scenario.years):
            if closed is None or not closed.cells[g, :, t].any():
                page.blank(row, _RATES + t, "empty")
            elif self.is_own:
                given = self.inputs.total_growth[self.subject.groups[g].key, year]
                page.count(row, _RATES + t, given, float(closed.totals[g, t]), "total percent")
            else:
                page.put(row, _RATES + t, float(closed.totals[g, t]), "total percent")
        first = row - len(self.subject.terms.components)
        sums = [(shape.stems, stems[g])]
        if shape.added:
            sums.append((shape.levels, self.beside.path.values[g]))
            for t in range(shape.years):
                page.blank(row, shape.added_column + t, "empty")
        for column, values in sums:
            for t in range(shape.years + 1):
                block = span(page.at(first, column + t), page.at(row - 1, column + t))
                page.count(row, column + t, f"SUM({block})", float(values[:, t].sum()), "total yuan")

    def _closing(self, row: int, g: int) -> None:
        """Write the one rate with which open cells give their total its growth."""
        page, shape, closed = self.page, self.shape, self.beside.closed
        page.say(row, 1, Text("未定构成推算增速", "rate that closes to the total"), "total label")
        scenario = self.beside.path.scenario
        levels = compound(scenario.baseline.levels, scenario.growth)
        for t in range(shape.years):
            cells = None if closed is None else closed.cells[g, :, t]
            if closed is None or cells is None or not cells.any():
                page.blank(row, _RATES + t, "empty")
                continue
            rate = _rate_of(levels[g, :, t], scenario.growth[g, :, t], cells, closed.totals[g, t])
            page.count(row, _RATES + t, self._closing_formula(row, g, t, cells), rate, "total percent")

    def _closing_formula(self, row: int, g: int, t: int, cells: NDArray[np.bool_]) -> str:
        page, column = self.page, _RATES + t
        first = self._row(g, "rate", 0)
        before = [page.at(first + c, self.shape.stems + t) for c in range(len(cells))]
        room = "+".join(level for level, is_open in zip(before, cells, strict=True) if is_open)
        stated = [
            f"{level}*{page.at(first + c, column)}"
            for c, (level, is_open) in enumerate(zip(before, cells, strict=True))
            if not is_open
        ]
        gained = f"-{'-'.join(stated)}" if stated else ""
        total = f"{page.at(row - 1, column)}*{page.at(row - 1, self.shape.stems + t)}"
        return f"IF({room}=0,{self.constants.dash},({total}{gained})/({room}))"

    def _level_cells(self) -> dict[Level, str]:
        page, subject = self.page, self.subject
        cells: dict[Level, str] = {}
        for g, group in enumerate(subject.groups):
            rows = [(key, self._row(g, "rate", c)) for c, key in enumerate(subject.terms.component_keys)]
            for key, row in (*rows, (TOTAL, self._row(g, "total"))):
                for t, year in enumerate(subject.years):
                    cells[group.key, key, year] = page.at(row, self.shape.levels + t)
        return cells


def _rate_of(levels: Array, growth: Array, cells: NDArray[np.bool_], total: float) -> float:
    room = float(levels[cells].sum())
    if room == 0.0:
        return float("nan")
    stated = ~cells
    return float((total * levels.sum() - (levels[stated] * growth[stated]).sum()) / room)
