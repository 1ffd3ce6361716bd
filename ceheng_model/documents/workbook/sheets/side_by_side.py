"""Write the scenarios of the library side by side with the one in use, verdicts included."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import nan

from ceheng_model.checks import CheckedStatement
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.beside import Beside
from ceheng_model.documents.workbook.book import DASH, Page, span
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.formulas.addresses import Level, Levels
from ceheng_model.documents.workbook.formulas.named_constants import Constants
from ceheng_model.documents.workbook.formulas.quantity import Cells, Places, average, forms_of, question
from ceheng_model.documents.workbook.formulas.verdict import room, sure_room, verdict_formula
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import constants, projection, scenario_library, targets
from ceheng_model.documents.workbook.sheets.targets import (
    Bounds,
    Judgement,
    kind_of,
    left_open,
    missed_formula,
    room_left,
)
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.quantities import KnownFigure
from ceheng_model.vocabulary import LABELS, TOTAL, Template, Text, Verdict

_INCOME = Template("{year}{group}（{unit}）", "{group} {year} ({unit})")
_AVERAGE = Template("{group}年均增速", "{group}, average growth")
_RATIO = Template("{year}{short_ratio}", "{short_ratio} {year}")
_LEVEL = Template("{year}{group}{component}", "{group} {component} {year}")
_STEP = Template("{label}：分步{number}", "{label}: step {number}")
_HEAD_ROW, _MEANING_ROW = 2, 3
FIRST_PATH = 2
"""Column of the first scenario of the library; the one in use stands before it."""
_NARROWEST, _WIDEST = 40, 64.0
"""Width of the column of quantities; longer names take several lines."""
_HEADS_OF_WORKINGS = (Text("判定过程", "how it is judged"),)


@dataclass(slots=True, kw_only=True)
class Workings:
    """Give rows below the table to what verdicts are worked out from: the same row in the column of every scenario."""

    page: Page
    subject: Subject
    constants: Constants
    own: Levels
    """Levels of the first scenario of the library, whose rows and columns all others have."""
    wide: int
    """Columns of the table."""
    next_row: int
    rows: dict[object, int] = field(default_factory=dict)
    places_row: int = 0

    def row(self, key: object, label: Text) -> int:
        """Return the row of something, a new one where it has none."""
        if key not in self.rows:
            self.rows[key] = self.next_row
            self.page.say(self.next_row, 0, label, "label wrapped")
            self.next_row += 1
        return self.rows[key]


@dataclass(slots=True, kw_only=True)
class LookedUp:
    """Look the levels of one scenario up in the library, each once."""

    workings: Workings
    column: int
    path: Projection

    def at(self, group: str, year: int, component: str = TOTAL) -> str:
        """Return the address of a level."""
        key: Level = (group, component, year)
        workings, page = self.workings, self.workings.page
        terms = workings.subject.terms
        is_new = key not in workings.rows
        label = terms.label(component) if component != TOTAL else LABELS[TOTAL]
        row = workings.row(key, _LEVEL.format(year=terms.year_label(year), group=terms.label(group), component=label))
        address = page.at(row, self.column)
        if (key, self.column) not in workings.rows:
            workings.rows[key, self.column] = row
            page.count(row, self.column, self._formula(key, row, is_new=is_new), self._value(key), "yuan")
        return address

    def _formula(self, key: Level, row: int, *, is_new: bool) -> str:
        page, wide = self.workings.page, self.workings.wide
        own = self.workings.own.cells[key]
        if is_new:
            first = page.pinned(page.at(self.workings.places_row, FIRST_PATH))
            page.count(row, wide, f"ROW({own})-{first}", self._number(own), "plain number")
            page.count(row, wide + 1, f"COLUMN({own})-1", _column_of(own) - 1, "plain number")
        place = page.row_pinned(page.at(self.workings.places_row, self.column))
        number, column = (page.column_pinned(page.at(row, wide + k)) for k in (0, 1))
        return f"INDEX({cell_names.LIBRARY},{place}+{number},{column})"

    def _number(self, own: str) -> float:
        return float(own.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - self.workings.rows["first block"]

    def _value(self, key: Level) -> float:
        group, component, year = key
        g, t = self.path.group_index(group), year - self.path.years[0]
        if component == TOTAL:
            return float(self.path.totals.values[g, t])
        return float(self.path.values[g, self.workings.subject.terms.component_keys.index(component), t])


def _column_of(address: str) -> float:
    column = 0
    for letter in address.rpartition("!")[2].rstrip("0123456789"):
        column = column * 26 + ord(letter) - ord("A") + 1
    return float(column)


@dataclass(slots=True, kw_only=True)
class ColumnSteps:
    """Write the steps of a statement under one scenario below the table; known figures stand beside the targets."""

    workings: Workings
    column: int
    statement: CheckedStatement
    judgement: Judgement
    number: int = 0

    def known(self, known: KnownFigure, formula: str, value: float) -> str:  # noqa: ARG002 - it stands elsewhere
        """Return the address of a known figure beside the targets."""
        return self.workings.page.column_pinned(self.judgement.known[known])

    def cell(self, formula: str, value: float) -> str:
        """Write a step into the next row; return its address."""
        self.number += 1
        label = _STEP.format(label=self.statement.label, number=self.number)
        row = self.workings.row((self.statement.statement.id, self.number), label)
        formula = self.workings.constants.without_numbers(formula)
        return self.workings.page.count(row, self.column, formula, value, "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Hold one column: its scenario, and where its levels stand."""

    column: int
    beside: Beside
    places: Places

    @property
    def is_in_use(self) -> bool:
        """Whether it is the scenario in use, which sheets of their own are about."""
        return self.column < FIRST_PATH


def write_comparison(page: Page, manuscript: Manuscript) -> str:
    """Write the sheet; return the block of verdicts on all scenarios of the library, empty where nothing is judged."""
    subject, found = manuscript.subject, manuscript.written(scenario_library.SHEET)
    own_places, bounds = projection.places_of(manuscript), manuscript.written(targets.SHEET)
    labels = (checked.label for checked in subject.checked if checked.statement.headline)
    others = [beside for beside in subject.beside if beside.projection is None]
    wide = FIRST_PATH + len(subject.switchable) + len(others)
    names = min(_WIDEST, page.label_width(labels, least=_NARROWEST))
    page.columns([names, *[17] * (wide - 1), 9, 9])
    page.title(Text("情景比较", "Scenarios side by side"))
    page.hint(1, words.COLUMNS_FOLLOW, wide=min(wide, 8))
    page.heads(_HEAD_ROW, [Text("指标", "quantity"), Text("当前情景", "in use")])
    page.say(_MEANING_ROW, 0, Text("含义", "meaning"), "label")
    page.count(_MEANING_ROW, 1, found.current, page.words(subject.own.title), "small wrapped")
    results, count = _MEANING_ROW + 1, len(subject.headline)
    verdicts_from = results + 2 * len(subject.groups) + int(subject.projection.has_ratio)
    table = verdicts_from + (2 * count + 4 if count else 1)
    workings = Workings(
        page=page,
        subject=subject,
        constants=manuscript.written(constants.SHEET),
        own=found.levels[0],
        wide=wide,
        # below the verdicts, their count and the values
        next_row=table,
    )
    page.say(workings.next_row - 1, 0, _HEADS_OF_WORKINGS[0], "section")
    _blocks(page, workings, manuscript)
    paths = [Path(column=1, beside=subject.own, places=own_places)]
    for column, beside in enumerate(subject.switchable, start=FIRST_PATH):
        _head(page, column, beside)
        levels = LookedUp(workings=workings, column=column, path=beside.path)
        paths.append(Path(column=column, beside=beside, places=replace(own_places, levels=levels)))
    for column, beside in enumerate(others, start=FIRST_PATH + len(subject.switchable)):
        _head(page, column, beside)
    _results(page, results, subject, paths)
    verdicts = _statements(page, verdicts_from, subject, bounds, (paths, workings))
    page.heads(workings.places_row - 1, [Text("块内行", "row"), Text("列", "column")], wide)
    page.sheet.freeze_panes(_HEAD_ROW + 1, 2)
    # the workings are for the screen
    page.prints(rows=(_HEAD_ROW, _HEAD_ROW), wide=wide, last_row=table - 2)
    return verdicts


SHEET = Sheet(name=Text("情景比较", "Comparison"), write=write_comparison)


def _blocks(page: Page, workings: Workings, manuscript: Manuscript) -> None:
    """Write in which row of the library the block of every scenario begins."""
    found = manuscript.written(scenario_library.SHEET)
    number = workings.row("number", Text("在情景库中的序号", "number in the library"))
    place = workings.row("place", Text("在情景库中的首行", "row of its block in the library"))
    workings.places_row = place
    workings.rows["first block"] = found.starts[0]
    # counted in the headings: a range that holds its own cell is a circle to some programs
    first = page.column_pinned(page.at(_HEAD_ROW, FIRST_PATH))
    for k, start in enumerate(found.starts, start=1):
        column = FIRST_PATH + k - 1
        headings = f"{first}:{page.at(_HEAD_ROW, column).rpartition('!')[2]}"
        address = page.count(number, column, f"COLUMNS({headings})", k, "plain number")
        page.count(place, column, f"INDEX({cell_names.LIBRARY_ROWS},{address})", start, "plain number")


def _head(page: Page, column: int, beside: Beside) -> None:
    page.heads(_HEAD_ROW, [beside.title], column)
    page.say(_MEANING_ROW, column, beside.why_not or beside.description, "small wrapped")


def _results(page: Page, row: int, subject: Subject, paths: Sequence[Path]) -> None:
    terms = subject.terms
    first, last, count = subject.years[0], subject.years[-1], len(subject.scenario.years)
    for g, group in enumerate(subject.groups):
        page.say(row, 0, terms.say(_INCOME, year=terms.year_label(last), group=group.label), "label")
        page.say(row + 1, 0, _AVERAGE.format(group=group.label), "label")
        for path in paths:
            projected, levels, found = path.beside.path, path.places.levels, path.places.constants
            totals, growth = projected.totals.values, projected.average_annual_growth.values
            page.count(row, path.column, levels.at(group.key, last), float(totals[g, -1]), "yuan")
            formula = found.without_numbers(average(levels.at(group.key, last), levels.at(group.key, first), count))
            page.count(row + 1, path.column, formula, float(growth[g]), "percent")
        row += 2
    if subject.projection.has_ratio:
        page.say(row, 0, terms.say(_RATIO, year=terms.year_label(last)), "total label")
        for path in paths:
            formula = "/".join(path.places.levels.at(key, last) for key in terms.compared.keys)
            ratio = float(path.beside.path.urban_rural_ratio.values[-1])
            page.count(row, path.column, formula, ratio, "total ratio")


def _statements(
    page: Page, first: int, subject: Subject, bounds: Bounds, paths_and_workings: tuple[Sequence[Path], Workings]
) -> str:
    """Write verdicts with their count, and below the values that were judged; return the block of verdicts."""
    paths, workings = paths_and_workings
    count = len(subject.headline)
    if not count:
        return ""
    counts = first + count
    values = counts + 3
    page.say(values - 1, 0, Text("各条目的测算值", "values of the statements"), "section")
    for position, own in enumerate(subject.checked[:count]):
        page.say(first + position, 0, own.label, "label wrapped")
        page.say(values + position, 0, own.label, "label wrapped")
        for path in paths:
            checked = path.beside.checked[position]
            _judge((first + position, values + position), path, checked, bounds, workings)
    page.say(counts, 0, Text("未达到的条目", "statements missed"), "total label")
    for path in paths:
        checked_here = path.beside.checked
        missed = sum(item.verdict is Verdict.MISSED and item.statement.headline for item in checked_here)
        block = span(page.at(first, path.column), page.at(counts - 1, path.column))
        page.count(counts, path.column, missed_formula(block, workings.constants), missed, "total count")
    page.colour_verdicts((first, 1), (counts - 1, paths[-1].column))
    return page.block((first, FIRST_PATH), (counts - 1, paths[-1].column))


def _judge(rows: tuple[int, int], path: Path, checked: CheckedStatement, bounds: Bounds, workings: Workings) -> None:
    """Write verdict and value of one statement under one scenario, with what they are worked out from."""
    page, statement, column = workings.page, checked.statement, path.column
    (in_verdicts, in_values), judgement = rows, bounds.rows[checked.statement.id]
    verdict = page.words(checked.verdict.label)
    if not judgement.value:
        page.say(in_verdicts, column, verdict, "centred")
        page.say(in_values, column, DASH, "centred")
        return
    if path.is_in_use:
        # the statements of the path in use are judged on a sheet of their own
        page.count(in_verdicts, column, judgement.verdict, verdict, "centred")
        page.count(in_values, column, judgement.value, checked.value, _style(statement))
        return
    found = workings.constants
    forms = forms_of(statement, path.places)
    assert forms is not None
    steps = ColumnSteps(workings=workings, column=column, statement=checked, judgement=judgement)
    given = page.column_pinned(judgement.given)
    asked = question(
        statement,
        forms,
        Cells(path.places, steps, path.beside.path.scenario, fills_right=True),
        printed=page.column_pinned(judgement.printed),
        given=given if judgement.condition else None,
        path=path.beside.path,
        rounds=not judgement.width,
    )
    value = page.count(in_values, column, asked.value, checked.value, _style(statement))
    formula = judgement.width or left_open(asked, value)
    left = room_left(statement.wording, checked.value)
    side, limit = page.column_pinned(judgement.side), page.column_pinned(judgement.limit)
    known = steps.cell(room(value, side=side, limit=limit, constants=found), left)
    if formula is not None:
        width = nan if checked.verdict is Verdict.NOT_JUDGED else checked.uncertainty
        unsure = page.column_pinned(judgement.width) if judgement.width else steps.cell(formula, width)
        known = steps.cell(sure_room(known, unsure, constants=found), nan if width > abs(left) else left)
    formula = verdict_formula(
        known,
        margin=page.column_pinned(judgement.margin),
        undecided=page.column_pinned(judgement.undecided),
        constants=found,
    )
    page.count(in_verdicts, column, formula, verdict, "centred")


def _style(statement: Statement) -> str:
    kind = kind_of(statement)
    return kind if kind != "text" else "number"
