"""Write the table that is filled in: every income and indicator of the plan, with what belongs there."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from ceheng_model.characters import as_text
from ceheng_model.doors import door
from ceheng_model.errors import InputError, choice
from ceheng_model.files import EXCEL, Written, write_whole
from ceheng_model.names import choice_names
from ceheng_model.scenarios import Dossier, Scenario, scenario
from ceheng_model.terms import Terms
from ceheng_model.tracking.actuals_columns import COLUMNS, HEADINGS
from ceheng_model.tracking.form_book import form_book
from ceheng_model.tracking.form_rows import FormRow, form_rows
from ceheng_model.tracking.reported_figures import KINDS
from ceheng_model.vocabulary import LANGUAGES, Language, Text, language_in_use

FORMS = (".csv", ".xlsx")


@door
def write_template(
    plan: "Scenario | Dossier | Path | str | None", path: Path | str, *, language: Language | None = None
) -> Written:
    """Write the table that `read_actuals` reads, as CSV or Excel by its suffix.

    It is filled in but for the figures. `plan` is a scenario, a plan or its folder, or None for the plan that ships.
    There is a row for every annual income of the plan's groups from the base year on, total and components, for the
    quarterly totals of disposable income, for every indicator and year, and for every document and system that the plan
    says will be made. Rows that stay without a figure are passed over when it is read. The workbook has a sheet for the
    incomes, one for each responsible unit, and one that says how to fill them in; the CSV is one table of them all.
    Two runs give the same bytes.

    Raises `InputError` for another suffix and an unknown language, `OutputError` for a path that cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from ceheng_model.tracking.actuals import read_actuals
    >>> with TemporaryDirectory() as folder:
    ...     written = write_template(None, Path(folder) / "figures.csv")
    ...     len(read_actuals(Path(folder) / "figures.csv").figures)
    0
    """
    file = Path(path)
    if file.suffix.lower() not in FORMS:
        raise InputError(choice(Text("模板的后缀", "the suffix of a template"), file.suffix, FORMS))
    told = language_in_use() if language is None else language
    if told not in LANGUAGES:
        raise InputError(choice(Text("语言", "the language"), told, choice_names(LANGUAGES)))
    start = plan if isinstance(plan, Scenario) else scenario("plan", plan=plan)
    rows = tuple(form_rows(start))
    if file.suffix.lower() in EXCEL:
        return write_whole(file, form_book(start, rows, told))
    return write_whole(file, _csv(rows, start.terms, told), encoding="utf-8-sig")


def _csv(rows: Sequence[FormRow], terms: Terms, language: Language) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([HEADINGS[key].in_language(language) for key in COLUMNS])
    for row in rows:
        cells = _cells(row, terms, language)
        writer.writerow([_safe(cells.get(key, "")) for key in COLUMNS])
    return stream.getvalue()


def _cells(row: FormRow, terms: Terms, language: Language) -> dict[str, str | int]:
    """Return the cells of a row by column: of keys their labels in Chinese, else the keys themselves."""
    cells: dict[str, str | int] = {
        "kind": KINDS[row.kind].in_language(language),
        "indicator": row.indicator,
        "year": row.year or "",
        "quarter": row.quarter or "",
        "about": row.about.in_language(language),
    }
    if row.group:
        cells["group"] = Text(terms.group(row.group).label.zh, row.group).in_language(language)
        cells["component"] = Text(terms.label(row.component).zh, row.component).in_language(language)
    return cells


def _safe(cell: str | int) -> str | int:
    """Return a text that no spreadsheet takes for a formula; reading takes the quote off again."""
    return as_text(cell) if isinstance(cell, str) else cell
