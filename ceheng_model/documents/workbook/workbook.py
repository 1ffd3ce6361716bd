"""Write a finished analysis as a live workbook."""

from collections.abc import Sequence
from datetime import datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any

from ceheng_model.checks import CheckReport
from ceheng_model.documents.document_language import require_language
from ceheng_model.documents.workbook.book import new_book
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import constants, switch
from ceheng_model.documents.workbook.sheets.as_written import write_copies
from ceheng_model.documents.workbook.sheets.change_log import write_log
from ceheng_model.documents.workbook.sheets.checks import write_every_check
from ceheng_model.documents.workbook.sheets.headline import write_headline
from ceheng_model.documents.workbook.sheets.results_in_view import write_results
from ceheng_model.documents.workbook.shown_scenario import Subject, subject_of
from ceheng_model.doors import door
from ceheng_model.files import Written, write_whole
from ceheng_model.projection import Projection
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import Language

SHEETS = (
    "switch",
    "guide",
    "assumptions",
    "projection",
    "seven_columns",
    "targets",
    "side_by_side",
    "what_if_map",
    "native_charts",
    "checks",
    "change_log",
    "scenario_library",
    "constants",
    "identity",
)
"""Sheets in the order of their tabs; each is the `SHEET` of the module of its name."""


@door
def write_workbook(
    analysis: Scenario | Projection | CheckReport,
    path: Path | str,
    *,
    beside: Sequence[Scenario] = (),
    language: Language | None = None,
) -> Written:
    """Write a scenario with all that follows from it as an Excel workbook of live formulas; say where.

    The coloured cells of the sheet of assumptions are inputs; levels, totals, growth, the ratio, the official
    seven columns, every verdict, the comparison of scenarios, the what-if map and the native charts are formulas
    over them, with the values that the library computes stored in every cell. One cell chooses the scenario that
    all sheets show: the inputs, one of the shipped alternatives, or one of those given `beside`. Nothing is
    written if it cannot be written whole; two runs give the same bytes.

    Raises `InputError` for many paths at once, a scenario without a plan, growth of 100 % and more, a scenario
    beside it that differs in more than growth and measures, and an unknown language, `OutputError` for a path that
    cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from ceheng_model.scenarios import scenario
    >>> from ceheng_model.documents.workbook.reading.read_workbook import read_workbook
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "plan.xlsx"
    ...     written = write_workbook(scenario("plan"), file)
    ...     read_workbook(file).title.en
    'plan'
    """
    told = require_language(language)
    return write_whole(Path(path), workbook_bytes(subject_of(analysis, beside), language=told))


def workbook_bytes(subject: Subject, *, language: Language) -> bytes:
    """Return the workbook as bytes."""
    plan = subject.plan
    book = new_book(
        language=language,
        title=plan.title.in_language(language),
        subject=subject.title.in_language(language),
        terms=subject.terms,
        # the day of the plan, not of the run: the same inputs give the same bytes
        created=datetime.combine(plan.issued, time()),
    )
    sheets = [sheet for sheet in _sheets() if sheet.applies(subject)]
    pages = {sheet: book.page(sheet.name) for sheet in sheets}
    manuscript = Manuscript(book=book, subject=subject, pages=pages)
    for sheet in sheets:
        manuscript.written(sheet)
    # they follow from sheets that follow from the inputs beside them
    write_results(manuscript)
    write_headline(manuscript)
    write_copies(manuscript)
    write_log(manuscript)
    write_every_check(manuscript)
    manuscript.written(constants.SHEET).finish()
    pages[switch.SHEET].sheet.activate()
    return book.close()


def _sheets() -> list[Sheet[Any]]:
    room = f"{__package__}.sheets"
    return [import_module(f"{room}.{name}").SHEET for name in SHEETS]
