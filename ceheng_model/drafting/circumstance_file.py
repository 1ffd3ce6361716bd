"""Write the table of circumstances of a plan's folder."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from ceheng_model.baselines.base_figures import TRANSLATIONS
from ceheng_model.characters import as_text
from ceheng_model.files import Written, write_whole
from ceheng_model.plan.circumstance_table import Circumstance
from ceheng_model.vocabulary import translation_of

CIRCUMSTANCES = "circumstances.csv"
"""Name of the file in a folder that is made here."""
_COLUMNS = ("kind", "region", "group", "year", "value", "status", "source", "url", "note", *TRANSLATIONS)


def write_circumstances(figures: Iterable[Circumstance], path: Path | str) -> Written:
    """Write figures as a table that a plan's folder may name under ``[circumstances]``, whole or not at all.

    Growth is written as fractions, residents and levels as they are. Raises `OutputError` where the file cannot
    be written.
    """
    # the mark lets spreadsheets recognise UTF-8
    return write_whole(Path(path), csv_text(_COLUMNS, _rows(figures)), encoding="utf-8-sig")


def circumstances_text(figures: Iterable[Circumstance]) -> str:
    """Return the table as text."""
    return csv_text(_COLUMNS, _rows(figures))


def csv_text(columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """Return rows under their headings as the text of a CSV file, nothing of it a formula of a spreadsheet."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows(map(as_text, row) for row in rows)
    return stream.getvalue()


def _rows(figures: Iterable[Circumstance]) -> Iterator[tuple[str, ...]]:
    for figure in figures:
        # sixteen digits and more tell any two numbers apart
        value = repr(float(figure.value))
        origin = (figure.status, figure.source, figure.url, figure.note)
        translated = map(translation_of, (figure.source, figure.note))
        yield (figure.kind, figure.region, figure.group, str(figure.year), value, *origin, *translated)
