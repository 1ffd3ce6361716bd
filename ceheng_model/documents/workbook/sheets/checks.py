"""Write the sheet by which the workbook watches itself: every check with the cell that fails, by formula."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import DASH, Page, fixed
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.formulas.named_constants import Constants
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import (
    as_written,
    assumptions,
    constants,
    guide,
    identity,
    projection,
    scenario_library,
    side_by_side,
    switch,
    targets,
)
from ceheng_model.documents.workbook.shown_scenario import case_titles, printed_columns
from ceheng_model.quantities import AbsoluteGap, RelativeGap, UndecidableError
from ceheng_model.vocabulary import TOTAL, Template, Text

_FIRST_ROW = 5
"""Row of the first check."""
_WHAT, _SHEET, _COUNT, _STATE, _ROW, _COLUMN, _CELL, _AT = range(8)
_OF_GROUP = Template("{group}：{what}", "{group}: {what}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Hold where the number of faults stands, and what the titles of all sheets say of them."""

    faults: str
    alert: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Hold one check: a condition that is 1 for every cell at fault."""

    what: Text
    block: str
    condition: str
    """Over the block, or of a single value, with the field ``{x}`` where the name of the block stands."""
    by_cell: bool = True
    """Whether it tells which cell is at fault."""
    was: str = ""
    """The block as it was written; the condition has its name in the field ``{w}``."""
    marks: str = ""
    """A column that is 1 in the rows that count; empty where all do."""
    applies: str = ""
    """What is 0 where the block is not looked at; empty where it always is."""
    applied: float = 1.0
    """What that is as the workbook is written."""
    place: str = ""
    """Where in another block stands what is compared; the condition has it in the field ``{at}``."""
    row_of: str = ""
    """A block of which the row at that place is compared; it is looked up beside the check, as ``{w}``."""
    row: Sequence[float] = ()
    """What stands there as the workbook is written."""


def write_place(page: Page, manuscript: Manuscript) -> Total:
    """Write the heading, and say where the number of faults will stand; the checks follow when all is written."""
    page.columns([52, 16, 10, 10, 8, 8, 12, 10])
    page.add_columns(len(manuscript.subject.years), 10)
    page.title(Text("检查（工作簿自身是否完好）", "Checks (whether the workbook itself is sound)"))
    page.hint(1, words.HOW_SELF_CHECKS_READ, wide=7)
    page.say(2, 0, Text("错误处数", "faults"), "result label")
    page.say(3, 0, Text("各表标题后的提示", "alert behind the title of every sheet"), "result label")
    manuscript.written(constants.SHEET)
    total = Total(faults=page.pinned(page.at(2, 1)), alert=page.pinned(page.at(3, 1)))
    page.name_cells(cell_names.FAULTS, (2, 1))
    page.sheet.freeze_panes(_FIRST_ROW, 1)
    return total


SHEET = Sheet(name=Text("检查", "Checks"), write=write_place)


def write_every_check(manuscript: Manuscript) -> None:
    """Write all checks, their number of faults, and the alert in the title of every sheet."""
    page, found = manuscript.pages[SHEET], manuscript.written(constants.SHEET)
    heads = [
        Text("检查事项", "check"),
        Text("所在表", "sheet"),
        Text("错误数", "faults"),
        Text("状态", "state"),
        Text("行", "row"),
        Text("列", "column"),
        Text("出错的格（最后一处）", "cell at fault (the last)"),
        Text("对照位置、是否启用", "place, in use"),
        Text("对照的数", "compared with"),
    ]
    page.heads(_FIRST_ROW - 1, heads)
    sheets = {page_.block((0, 0), (0, 0)).rpartition("!")[0]: sheet for sheet, page_ in manuscript.pages.items()}
    row = _FIRST_ROW
    kinds = (_of_inputs, _of_gaps, _of_plan, _of_results, _of_sheets)
    for check in chain.from_iterable(kind(manuscript) for kind in kinds):
        _write(page, row, check, sheets[check.block.rpartition("!")[0]].name, found)
        row += 1
    page.name_cells(cell_names.CHECKS, (_FIRST_ROW, _WHAT), (row - 1, _CELL))
    first, last = (_FIRST_ROW, _COUNT), (row - 1, _COUNT)
    page.count(2, 1, f"SUM({fixed(*first, *last)})", 0, "result count")
    _alert(page, found)
    sound = page.words(words.SOUND)
    style = {"type": "cell", "criteria": "!=", "value": f'"{sound}"', "format": page.book.rule("missed")}
    page.sheet.conditional_format(_FIRST_ROW, _STATE, row - 1, _STATE, style)
    page.prints(rows=(_FIRST_ROW - 1, _FIRST_ROW - 1), wide=7)
    _titles(manuscript)


def _write(page: Page, row: int, check: Check, sheet: Text, found: Constants) -> None:
    sound, unsound = (
        found.word(text, Text("检查的状态", "state of a check"), name=name)
        for text, name in ((words.SOUND, "sound"), (words.UNSOUND, "at_fault"))
    )
    name = f"x_{row - _FIRST_ROW + 1}"
    page.book.name_block(name, check.block)
    page.say(row, _WHAT, check.what, "label wrapped")
    page.say(row, _SHEET, sheet, "label")
    at = page.at(row, _AT)
    before = f"w_{row - _FIRST_ROW + 1}"
    if check.was or check.marks:
        page.book.name_block(before, check.was or check.marks)
    if check.row_of:
        page.book.name_block(before, _looked_up(page, row, check))
    condition = check.condition.format(x=name, at=at, w=before)
    factor = f"{at}*" if check.applies else ""
    marks = f"*{before}" if check.marks else ""
    # a formula that cannot be worked out is a fault, too; of -- before a range some programs make nothing
    count = page.count(row, _COUNT, f"IFERROR({factor}SUMPRODUCT(1*({condition}{marks})),1)", 0, "plain number")
    page.count(row, _STATE, f"IF({count}=0,{sound},{unsound})", page.words(words.SOUND), "centred")
    if check.place:
        page.count(row, _AT, check.place, check.applied, "plain number")
    elif check.applies:
        page.count(row, _AT, check.applies.format(x=name), check.applied, "plain number")
    else:
        page.blank(row, _AT, "empty")
    if not check.by_cell:
        for column in (_ROW, _COLUMN):
            page.blank(row, column, "empty")
        page.count(row, _CELL, found.dash, DASH, "centred")
        return
    condition = (
        condition
        if condition.startswith("ISERROR(") and condition.endswith(")") and "-ISBLANK" not in condition
        else f"({condition})"
    )
    last = f"IF({count}=0,0,IFERROR({factor}SUMPRODUCT(MAX({condition}{marks}*ROW({name}))),0))"
    at_row = page.count(row, _ROW, last, 0, "plain number")
    in_row = f"SUMPRODUCT(MAX({condition}*(ROW({name})={at_row})*COLUMN({name})))"
    at_column = page.count(row, _COLUMN, f"IF({at_row}=0,0,{in_row})", 0, "plain number")
    page.count(row, _CELL, f"IF({at_row}*{at_column}=0,{found.dash},ADDRESS({at_row},{at_column}))", DASH, "centred")


def _looked_up(page: Page, row: int, check: Check) -> str:
    """Write what is compared behind the check, a cell each, and return the block."""
    first, place = page.pinned(page.at(_FIRST_ROW - 1, _AT + 1)), page.column_pinned(page.at(row, _AT))
    for column, value in enumerate(check.row, start=_AT + 1):
        # counted in the headings, as cells that are not looked up
        here = page.row_pinned(page.at(_FIRST_ROW - 1, column)).rpartition("!")[2]
        page.count(row, column, f"INDEX({check.row_of},{place},COLUMNS({first}:{here}))", value, "plain number")
    return page.block((row, _AT + 1), (row, _AT + len(check.row)))


def _alert(page: Page, found: Constants) -> None:
    """Write what titles say where there are faults."""
    label = Text("标题后的提示", "alert behind titles")
    before, after = (found.word(text, label) for text in (words.ALERT_BEFORE, words.ALERT_AFTER))
    count = page.at(2, 1)
    page.count(3, 1, f"IF({count}=0,{found.dash},{before}&{count}&{after})", DASH, "label")


def _titles(manuscript: Manuscript) -> None:
    """Let the title of every sheet tell of faults."""
    found, total = manuscript.written(constants.SHEET), manuscript.written(SHEET)
    for page in manuscript.pages.values():
        if not page.heading:
            continue
        title = found.word(Text.same(page.heading), Text("各表的标题", "titles of the sheets"))
        page.count(0, 0, f"IF({total.faults}=0,{title},{title}&{total.alert})", page.heading, "title")
        rule = {"type": "formula", "criteria": f"={cell_names.FAULTS}>0", "format": page.book.rule("missed")}
        page.sheet.conditional_format(0, 0, 0, 0, rule)


def _block(first: str, last: str) -> str:
    """Return the block from the first cell of one named block to the last of another."""
    return f"{first.split(':', maxsplit=1)[0]}:{last.rpartition('!')[2].rpartition(':')[2]}"


def _first_rows(block: str, count: int) -> str:
    """Return so many rows of a named block from its first."""
    corner, _, end = block.partition(":")
    row = int(corner.rpartition("$")[2]) + count - 1
    return f"{corner}:{end.rpartition('$')[0]}${row}"


# a quotient by what is false is in error, and so is one by an error
_RATE = "ISERROR(1/(ABS({x})<1)/ISNUMBER({x}))"
_RATE_OR_EMPTY = "ISERROR(1/(ABS({x})<1)/(1-ISTEXT({x})))"
_POSITIVE = "ISERROR(LN({x})/ISNUMBER({x}))"
_POSITIVE_OR_EMPTY = "({x}<=0)-ISBLANK({x})+ISTEXT({x})"
_IS_FILLED = "IF(COUNTA({x})=0,0,1)"


def _of_inputs(manuscript: Manuscript) -> Iterator[Check]:
    """Yield the checks of what may be typed: numbers where they belong, within their bounds, names that are known."""
    subject, named = manuscript.subject, manuscript.pages[SHEET].book.named
    parts = cell_names.group_parts(subject.scenario.group_keys)
    found = manuscript.written(constants.SHEET)
    yield Check(
        what=words.CHOICE_IS_KNOWN,
        block=named[cell_names.IN_USE],
        condition=f"COUNTIF({cell_names.SCENARIO_NAMES},{{x}})=0",
    )
    for part, group in zip(parts, subject.groups, strict=True):

        def of(what: Text, label: Text = group.label) -> Text:
            return _OF_GROUP.format(group=label, what=what)

        total, case = named[f"base_total_{part}"], named[f"share_case_{part}"]
        yield Check(what=of(words.TOTAL_IS_NUMBER), block=total, condition=_POSITIVE)
        known = f"COUNTIF(case_names_{part},{{x}})=0"
        yield Check(what=of(words.CASE_IS_KNOWN), block=case, condition=known)
        components = subject.terms.component_keys
        last = named.get(f"total_growth_{part}", named[f"growth_{part}_{components[-1]}"])
        rates = _block(named[f"growth_{part}_{components[0]}"], last)
        yield _where_labelled(manuscript, Check(what=of(words.RATES_ARE_RATES), block=rates, condition=_RATE))
        lever = named[f"every_year_{part}"]
        yield Check(what=of(words.EVERY_YEAR_IS_RATE), block=lever, condition=_RATE_OR_EMPTY)
    if cell_names.CLOSING in named:
        condition = f"({{x}}<>{found.closing(cell_names.AS_TYPED)})*({{x}}<>{found.closing(cell_names.TO_TOTAL)})"
        yield Check(what=words.CLOSING_IS_KNOWN, block=named[cell_names.CLOSING], condition=condition)
    yield from _of_circumstances(manuscript)


def _where_labelled(manuscript: Manuscript, check: Check) -> Check:
    """Return a check of those rows of the assumptions that had a label when they were written.

    A row put between them has none: no formula looks at it, and nothing in it is at fault.
    """
    corners = check.block.rpartition("!")[2].split(":")
    first, last = (int(corner.rpartition("$")[2]) - 1 for corner in corners)
    return replace(check, marks=as_written.marks_of(manuscript, first, last))


def _of_circumstances(manuscript: Manuscript) -> Iterator[Check]:
    """Yield the checks of prices, GDP and residents: whole rows or none, unless some years are not known."""
    subject, named = manuscript.subject, manuscript.pages[SHEET].book.named
    scenario = subject.scenario
    for name, what, given in (
        (cell_names.PRICES, words.PRICES_ARE_WHOLE, scenario.price_growth),
        (cell_names.GDP_GROWTH, words.GDP_IS_WHOLE, scenario.gdp_growth),
    ):
        block = named[name]
        partly = given is not None and bool((given != given).any())
        if partly:
            yield Check(what=what, block=block, condition=_RATE_OR_EMPTY)
        else:
            yield Check(what=what, block=block, condition=_RATE, applies=_IS_FILLED, applied=float(given is not None))
    parts = dict(zip(scenario.group_keys, cell_names.group_parts(scenario.group_keys), strict=True))
    rows = [named[f"population_{parts[g.key]}"] for g in subject.groups if g.part_of is None]
    if rows:
        block = _block(rows[0], rows[-1])
        population = scenario.population
        partly = population is not None and bool((population != population).any())
        what = words.RESIDENTS_ARE_WHOLE
        if partly:
            yield Check(what=what, block=block, condition=_POSITIVE_OR_EMPTY)
        else:
            is_filled = float(population is not None)
            whole = Check(what=what, block=block, condition=_POSITIVE, applies=_IS_FILLED, applied=is_filled)
            yield _where_labelled(manuscript, whole)


def _of_plan(manuscript: Manuscript) -> Iterator[Check]:
    """Yield the checks of what is no input: targets, shares and published figures as the plan has them."""
    subject, named = manuscript.subject, manuscript.pages[SHEET].book.named
    parts = cell_names.group_parts(subject.scenario.group_keys)

    def as_before(what: Text, block: str) -> Check:
        return Check(
            what=what, block=block, condition="ISERROR(1/({x}={w}))", was=as_written.copy_of(manuscript, block)
        )

    if subject.plan.all_statements:
        for position in range(len(printed_columns(subject.plan.all_statements))):
            yield as_before(words.TARGETS_AS_PRINTED, named[cell_names.printed(position)])
        yield as_before(words.TOLERANCES_AS_PRINTED, named[cell_names.HALF_WIDTHS])
    tolerance = manuscript.written(constants.SHEET).noise
    sums = manuscript.written(assumptions.SHEET).share_sums
    for part, group in zip(parts, subject.groups, strict=True):
        adds_up = Check(
            what=_OF_GROUP.format(group=group.label, what=words.SHARES_ADD_UP),
            block=sums[group.key],
            condition=f"ISERROR(1/(ABS({{x}}-1)<={tolerance}))",
        )
        yield _where_labelled(manuscript, adds_up)
        cases = len(case_titles(subject.dossier, group))
        # a split that the region gives itself stands in the row after the plan's cases, and is read back as it stands
        given = _first_rows(named[f"case_shares_{part}"], cases)
        yield as_before(_OF_GROUP.format(group=group.label, what=words.SHARES_AS_GIVEN), given)
    page = manuscript.pages[assumptions.SHEET]
    for position in range(1, 1 + sum(name.startswith("published_") for name in named)):
        yield as_before(words.PUBLISHED_AS_GIVEN, named[cell_names.published(position)])
    yield as_before(words.YEARS_AS_WRITTEN, named[cell_names.YEARS])
    labels = page.block((as_written.FIRST_LABEL, 0), (page.last_row, 0))
    yield replace(as_before(words.LABELS_AS_WRITTEN, labels), condition="ISERROR(1/({x}={w}))*ISTEXT({w})")


def _of_results(manuscript: Manuscript) -> Iterator[Check]:
    """Yield the checks of sums that can be had in two ways."""
    subject, inputs = manuscript.subject, manuscript.written(assumptions.SHEET).inputs
    found, projected = manuscript.written(scenario_library.SHEET), manuscript.written(projection.SHEET)
    tolerance = manuscript.written(constants.SHEET).noise
    keys = subject.terms.component_keys
    for g, group in enumerate(subject.groups):
        parts = _block(inputs.base[group.key, keys[0]], inputs.base[group.key, keys[-1]])
        total = inputs.totals[group.key]
        yield Check(
            what=_OF_GROUP.format(group=group.label, what=words.PARTS_ADD_TO_BASE),
            block=parts,
            condition=f"ABS(SUM({{x}})-{total})>{tolerance}*{total}",
            by_cell=False,
        )
        whole = projected.levels.over(group.key, subject.years[0], subject.years[-1], TOTAL)
        number = found.shape.rows.index((g, "total", None)) + 1
        yield Check(
            what=_OF_GROUP.format(group=group.label, what=words.TOTALS_AS_IN_THE_LIBRARY),
            block=whole,
            condition=f"ABS({{x}}-{{w}})>{tolerance}*{{x}}",
            row_of=cell_names.PATHS,
            row=subject.projection.totals.values[g].tolist(),
            place=f"{found.offset}+{number_cell(manuscript, number)}",
            applied=float(found.starts[0] + number),
        )
    verdicts, again = manuscript.written(targets.SHEET).verdicts, manuscript.written(side_by_side.SHEET)
    if verdicts:
        manuscript.book.name_block(cell_names.VERDICTS, again)
        yield Check(
            what=words.VERDICTS_AS_COMPARED,
            block=verdicts,
            condition=f"({cell_names.VERDICTS}<>{{x}})*(COLUMN({cell_names.VERDICTS})={{at}})",
            place=f"COLUMN(INDEX({cell_names.VERDICTS},1,{found.position}))",
            applied=float(side_by_side.FIRST_PATH + 1),
        )


def _of_gaps(manuscript: Manuscript) -> Iterator[Check]:
    """Yield for every gap that the base is above or below the other as it was written: formulas take it from there."""
    subject, inputs = manuscript.subject, manuscript.written(assumptions.SHEET).inputs
    told = set()
    for statement in subject.plan.all_statements:
        gap = statement.quantity
        if not isinstance(gap, RelativeGap | AbsoluteGap):
            continue
        try:
            gap.written(subject.scenario)
            is_ahead = gap.is_ahead(subject.scenario)
        except UndecidableError:
            continue
        own, theirs = inputs.totals[gap.group], _compared_at_first(manuscript, gap)
        if theirs is None or (own, theirs) in told:
            continue
        told.add((own, theirs))
        yield Check(
            what=_OF_GROUP.format(
                group=subject.terms.group(gap.group).label,
                what=words.BASE_KEEPS_ITS_SIDE.format(other=gap.compared.label(subject.terms)),
            ),
            block=own,
            condition=f"1-({own}>{theirs})" if is_ahead else f"1*({own}>{theirs})",
        )


def _compared_at_first(manuscript: Manuscript, gap: RelativeGap | AbsoluteGap) -> str | None:
    """Return the cell of the other's income of the base year, or of the first year that is compared with."""
    subject, inputs = manuscript.subject, manuscript.written(assumptions.SHEET).inputs
    compared, base_year = gap.compared, subject.scenario.base_year
    if compared.series is None:
        return inputs.totals[compared.group]
    is_published = subject.dossier.known_level(compared.series, compared.group, base_year) is not None
    return inputs.published.get(compared, {}).get(base_year if is_published else gap.since)


def number_cell(manuscript: Manuscript, number: int) -> str:
    """Return the cell of the constants that holds the number of a row in its block."""
    label = Text("合计在情景库各块中的行号", "row of a total in the blocks of the library")
    return manuscript.written(constants.SHEET).number(number, label)


def _of_sheets(manuscript: Manuscript) -> Iterator[Check]:
    """Yield for every sheet that no cell is in error, and that no row or column came in or went."""
    found = manuscript.written(constants.SHEET)
    for sheet, page in manuscript.pages.items():
        # these say what is at fault themselves, or hold no formula
        if sheet in (SHEET, constants.SHEET, identity.SHEET) or not page.last_row:
            continue
        # titles, and the sentence of the summary, follow from the checks
        first = switch.SWITCH[0] if sheet is switch.SHEET else 1
        block = page.block((first, 0), (page.last_row, page.last_column))
        name = Text.same(page.name)
        yield Check(what=words.NO_ERROR_IN.format(sheet=name), block=block, condition="ISERROR({x})")
        if sheet is assumptions.SHEET:
            yield _inputs_whole(manuscript, name, block)
        elif sheet is not guide.SHEET:
            # of the guide no formula takes anything: notes may be put into it
            rows, columns = (
                found.number(count, words.SIZE_OF.format(sheet=name))
                for count in (page.last_row - first + 1, page.last_column + 1)
            )
            yield Check(
                what=words.ROWS_AS_WRITTEN.format(sheet=name),
                block=block,
                condition=f"(ROWS({{x}})<>{rows})+(COLUMNS({{x}})<>{columns})",
                by_cell=False,
            )


def _inputs_whole(manuscript: Manuscript, name: Text, block: str) -> Check:
    """Return the check that no row went from the inputs, and no column came or went; rows may come between them."""
    page, found = manuscript.pages[assumptions.SHEET], manuscript.written(constants.SHEET)
    labels = found.number(len(as_written.labelled_rows(manuscript)), words.LABELS_OF.format(sheet=name))
    columns = found.number(page.last_column + 1, words.COLUMNS_OF.format(sheet=name))
    manuscript.book.name_block(cell_names.INPUTS, block)
    return Check(
        what=words.INPUTS_WHOLE.format(sheet=name),
        block=block,
        condition=f"(SUM({{w}})<>{labels})+(COLUMNS({{x}})<>{columns})",
        was=as_written.marks_of(manuscript, as_written.FIRST_LABEL, page.last_row),
        by_cell=False,
    )
