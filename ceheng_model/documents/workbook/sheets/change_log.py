"""Write the log of changes by formulas: every input that differs from the workbook as it was written."""

from collections.abc import Iterator, Sequence

from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import DASH, Page, cell, fixed
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import as_written, assumptions, constants
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.vocabulary import LABELS, TOTAL, Template, Text

_FIRST_ROW = 5
_NUMBER, _INPUT, _CELL, _WAS, _IS, _FOUND = range(6)
_LABEL, _ADDRESS, _BEFORE, _NOW, _RUNNING = range(6, 11)
"""Columns of the list of all inputs, from which the log takes those that differ."""
_RATE = Template("{year}{group}{part}增速", "growth of {part} of {group} {year}")
_OF_YEAR = Template("{year}{what}", "{what} {year}")
_BASE = Template("{group}基数", "base of {group}")
_CASE = Template("{group}构成案例", "share case of {group}")
_RESIDENTS = Template("{group}{people}", "{people} of {group}")

Input = tuple[Text, int, int]
"""What an input is called, its row and its column on the sheet of assumptions."""


def write_place(page: Page, manuscript: Manuscript) -> None:
    """Write the heading, with how many inputs differ; the rows follow when all inputs are written."""
    manuscript.written(constants.SHEET)
    page.columns([6, 46, 12, 24, 24, 8, 46, 12, 24, 24, 8])
    page.sheet.set_column(_FOUND, _RUNNING, 12, None, {"hidden": True})
    page.title(Text("改动记录", "Changes"))
    page.hint(1, words.HOW_THE_LOG_READS, wide=5)
    heads = [Text("序号", "no."), Text("输入项", "input"), Text("单元格", "cell")]
    page.heads(_FIRST_ROW - 1, [*heads, Text("写出时", "as written"), Text("现在", "now")])
    page.sheet.freeze_panes(_FIRST_ROW, 0)


SHEET = Sheet(name=Text("改动记录", "Changes"), write=write_place)


def write_log(manuscript: Manuscript) -> None:
    """Write the list of all inputs, and the log of those that differ."""
    page = manuscript.pages[SHEET]
    inputs = list(_inputs(manuscript.subject, page.book.named))
    last = _FIRST_ROW + len(inputs) - 1
    for number, given in enumerate(inputs, start=1):
        _listed(page, manuscript, number, given)
    _mark(manuscript, inputs)
    for number in range(1, len(inputs) + 1):
        _logged(page, manuscript, number, last)
    page.say(2, 1, Text("改动的输入", "inputs that differ"), "result label")
    page.count(2, 2, f"MAX({fixed(_FIRST_ROW, _RUNNING, last, _RUNNING)})", 0, "result count")
    # the log has a row for every input, of which nearly all stay empty: on paper it is one page
    printed = min(last, _FIRST_ROW + words.CHANGES_ON_PAPER - 1)
    page.prints(rows=(_FIRST_ROW - 1, _FIRST_ROW - 1), wide=_IS + 1, last_row=printed)


def _mark(manuscript: Manuscript, inputs: Sequence[Input]) -> None:
    """Mark the inputs that differ where they stand."""
    page, shift = manuscript.pages[assumptions.SHEET], as_written.shift_of(manuscript, assumptions.SHEET)
    for _, row, column in inputs:
        formula = f"={cell(row, column)}<>{cell(row, column + shift)}"
        rule = {"type": "formula", "criteria": formula, "format": page.book.rule("changed")}
        page.sheet.conditional_format(row, column, row, column, rule)


def _listed(page: Page, manuscript: Manuscript, number: int, given: Input) -> None:
    """Write one input: what it is, where, what it was and is, and how many differ up to it."""
    label, at_row, at_column = given
    row = _FIRST_ROW + number - 1
    page.say(row, _LABEL, label, "label")
    source = manuscript.pages[assumptions.SHEET]
    address = source.block((at_row, at_column), (at_row, at_column)).partition(":")[0]
    # by formula: it follows where rows are put before it
    bare = manuscript.written(constants.SHEET).number(4, Text("地址不带 $ 的写法", "addresses without $"))
    where = f"ADDRESS(ROW({address}),COLUMN({address}),{bare})"
    page.count(row, _ADDRESS, where, cell(at_row, at_column), "label")
    typed = source.typed.get((at_row, at_column))
    dash = _dash(manuscript)
    for column, origin in ((_BEFORE, as_written.copy_of(manuscript, address)), (_NOW, address)):
        page.count(row, column, f"IF(ISBLANK({origin}),{dash},{origin})", DASH if typed is None else typed, "as typed")
    above = f"{page.at(row - 1, _RUNNING)}+" if number > 1 else ""
    differs = f"IF({page.at(row, _BEFORE)}={page.at(row, _NOW)},0,1)"
    page.count(row, _RUNNING, f"{above}{differs}", 0, "plain number")


def _logged(page: Page, manuscript: Manuscript, number: int, last: int) -> None:
    """Write the row of one change: that of the first input up to which so many differ."""
    row = _FIRST_ROW + number - 1
    which = page.put(row, _NUMBER, number, "plain number").rpartition("!")[2]
    running = fixed(_FIRST_ROW, _RUNNING, last, _RUNNING)
    position = page.count(row, _FOUND, f"IFERROR(MATCH(${which},{running},0),0)", 0, "plain number")
    position = page.column_pinned(position)
    for column, source in ((_INPUT, _LABEL), (_CELL, _ADDRESS), (_WAS, _BEFORE), (_IS, _NOW)):
        block = page.rows_block(source, _FIRST_ROW, last)
        formula = f"IF({position}=0,{_dash(manuscript)},INDEX({block},{position}))"
        page.count(row, column, formula, DASH, "label" if column == _INPUT else "as typed")


def _dash(manuscript: Manuscript) -> str:
    return manuscript.written(constants.SHEET).dash


def _inputs(subject: Subject, named: dict[str, str]) -> Iterator[Input]:
    """Yield every input of the sheet of assumptions, in the order of its rows."""
    found = sorted(_named_inputs(subject), key=lambda one: _corner(named[one[0]]))
    for name, labels in found:
        row, column = _corner(named[name])
        for offset, label in enumerate(labels):
            yield label, row, column + offset


def _named_inputs(subject: Subject) -> Iterator[tuple[str, Sequence[Text]]]:
    terms, scenario = subject.terms, subject.scenario
    years, base_years = scenario.years, subject.years
    parts = cell_names.group_parts(scenario.group_keys)

    def yearly(what: Text, over: Sequence[int]) -> list[Text]:
        return [_OF_YEAR.format(year=terms.year_label(year), what=what) for year in over]

    for g, (part, group) in enumerate(zip(parts, subject.groups, strict=True)):
        yield cell_names.of_group("base_total", part), [_BASE.format(group=group.label)]
        yield cell_names.of_group("share_case", part), [_CASE.format(group=group.label)]
        yield cell_names.of_group("every_year", part), [words.EVERY_YEAR.format(group=group.label)]
        rows = [("growth", component.key, component.label) for component in terms.components]
        if subject.is_open[g].any():
            rows.append(("total_growth", "", LABELS[TOTAL]))
        for kind, component, label in rows:
            name = "_".join(filter(None, (kind, part, component)))
            told = [_RATE.format(year=terms.year_label(year), group=group.label, part=label) for year in years]
            yield name, told
        if group.part_of is None:
            people = Text(terms.people.zh, terms.residents.en)
            yield (
                cell_names.of_group("population", part),
                yearly(_RESIDENTS.format(group=group.label, people=people), base_years),
            )
    if subject.closes:
        yield cell_names.CLOSING, [Text("未定构成的处理", "open cells")]
    yield cell_names.PRICES, yearly(Text("居民消费价格涨幅", "consumer price growth"), years)
    yield cell_names.GDP_GROWTH, yearly(Text("地区生产总值增速", "growth of GDP"), years)


def _corner(block: str) -> tuple[int, int]:
    """Return row and column of the first cell of a named block."""
    letters, row = block.rpartition("!")[2].partition(":")[0].removeprefix("$").split("$")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(row) - 1, column - 1
