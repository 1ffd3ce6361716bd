"""Write a finished analysis as a live workbook."""

from datetime import datetime, time
from pathlib import Path

from ceheng_model.checks import CheckReport
from ceheng_model.documents.workbook.book import Book, Page, new_book
from ceheng_model.documents.workbook.cell_styles import SHEETS
from ceheng_model.documents.workbook.formulas.quantity import Places
from ceheng_model.documents.workbook.sheets.alternatives import write_paths
from ceheng_model.documents.workbook.sheets.assumptions import write_assumptions
from ceheng_model.documents.workbook.sheets.assumptions_page import FIRST_YEAR, RESULT_ROWS
from ceheng_model.documents.workbook.sheets.checks import Bounds, write_checks
from ceheng_model.documents.workbook.sheets.guide import write_about
from ceheng_model.documents.workbook.sheets.native_charts import write_charts
from ceheng_model.documents.workbook.sheets.projection import Projected, write_projection
from ceheng_model.documents.workbook.sheets.seven_columns import write_official
from ceheng_model.documents.workbook.sheets.side_by_side import write_comparison
from ceheng_model.documents.workbook.sheets.what_if_map import write_map
from ceheng_model.documents.workbook.shown_scenario import Subject, require_language, subject_of
from ceheng_model.files import write_whole
from ceheng_model.projection import Projection
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import Language, Text, Verdict


def write_workbook(
    analysis: Scenario | Projection | CheckReport, path: Path | str, *, language: Language = "zh"
) -> None:
    """Write a scenario with all that follows from it as an Excel workbook of live formulas.

    The coloured cells of the sheet of assumptions are inputs; levels, totals, growth, the ratio, the official
    seven columns, every verdict, the comparison with the shipped alternatives, the what-if map and the native
    charts are formulas over them, with the values that the library computes stored in every cell. Nothing is
    written if it cannot be written whole; two runs give the same bytes.

    Raises `InputError` for many paths at once, a scenario without a plan, growth of 100 % and more and an
    unknown language, `OutputError` for a path that cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from ceheng_model.scenarios import scenario
    >>> from ceheng_model.documents.workbook.reading.read_workbook import read_workbook
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "plan.xlsx"
    ...     write_workbook(scenario("plan"), file)
    ...     read_workbook(file).title.en
    'plan'
    """
    require_language(language)
    write_whole(Path(path), workbook_bytes(subject_of(analysis), language=language))


def workbook_bytes(subject: Subject, *, language: Language) -> bytes:
    """Return the workbook as bytes."""
    plan = subject.plan
    book = new_book(
        language=language,
        title=plan.title.in_language(language),
        subject=subject.made.title.in_language(language),
        # the day of the plan, not of the run: the same inputs give the same bytes
        created=datetime.combine(plan.issued, time()),
    )
    pages = _pages(book, subject)
    write_about(pages["about"], subject)
    inputs, result_rows = write_assumptions(pages["assumptions"], subject)
    projected = write_projection(pages["projection"], subject, inputs)
    write_official(pages["official"], subject, projected.levels)
    places = Places.of(
        subject.made,
        levels=projected.levels,
        economy=projected.economy,
        inputs=inputs,
    )
    bounds = write_checks(pages["checks"], subject, places)
    measured = write_paths(pages["paths"], subject, places, bounds)
    write_comparison(pages["scenarios"], subject, projected.levels, bounds, measured)
    if "map" in pages:
        write_map(pages["map"], subject, projected, bounds)
    write_charts(pages["charts"], pages["projection"], subject, projected)
    _results(pages["assumptions"], subject, projected, bounds, result_rows)
    _print(pages, subject)
    pages["assumptions"].sheet.activate()
    return book.close()


def _pages(book: Book, subject: Subject) -> dict[str, Page]:
    left_out = () if subject.projection.has_ratio else ("map",)
    return {key: book.page(name) for key, name in SHEETS.items() if key not in left_out}


def _results(page: Page, subject: Subject, projected: Projected, bounds: Bounds, result_rows: dict[str, int]) -> None:
    """Write what the inputs lead to beside them: ends in the rows that stay in view, growth of totals below."""
    last = subject.years[-1]
    heads, values = RESULT_ROWS
    page.say(heads, 0, Text("结果（随输入变化）", "results (they follow)"), "result label")
    page.say(values, 0, subject.made.name, "result label")
    column = 1
    for g, group in enumerate(subject.groups):
        page.say(heads, column, Text(f"{last}年{group.label.zh}", f"{group.label.en} {last}"), "result label")
        total = float(subject.projection.totals.values[g, -1])
        page.count(values, column, projected.levels.at(group.key, last), total, "result yuan")
        column += 1
        growth = subject.projection.total_growth.values
        for t, year in enumerate(subject.made.years):
            row = result_rows[group.key]
            address = projected.total_growth[group.key, year]
            page.count(row, FIRST_YEAR + t, address, float(growth[g, t]), "total percent")
    if projected.ratio:
        page.say(heads, column, Text(f"{last}年收入比", f"ratio {last}"), "result label")
        ratio = float(subject.projection.urban_rural_ratio.values[-1])
        page.count(values, column, projected.ratio[last], ratio, "result ratio")
        column += 1
    page.say(heads, column, Text("未达到的条目", "statements missed"), "result label")
    missed = sum(one.verdict is Verdict.MISSED and one.statement.headline for one in subject.checked)
    page.count(values, column, bounds.missed, missed, "result count")


def _print(pages: dict[str, Page], subject: Subject) -> None:
    wide = max(10, FIRST_YEAR + len(subject.made.years) + 1)
    pages["assumptions"].prints(rows=None, wide=wide, breaks=pages["assumptions"].breaks)
    pages["projection"].prints(rows=None, wide=3 + len(subject.years), breaks=pages["projection"].breaks)
