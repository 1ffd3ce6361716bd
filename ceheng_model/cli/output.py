"""Write finished tables to the terminal or to a file, in the format and language asked for."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer

from ceheng_model.cli.missing import in_own_words
from ceheng_model.cli.options import Source
from ceheng_model.errors import CehengError
from ceheng_model.files import write_whole
from ceheng_model.tables import WIDTH, Table
from ceheng_model.vocabulary import Text

MISSED = 1
BAD_INPUT = 2
NARROWEST = 124
"""Columns below which tables are not squeezed: the terminal wraps long lines instead."""


@contextmanager
def messages(source: Source) -> Iterator[None]:
    """Show a raised error in the reader's language and end with the status for bad input."""
    try:
        yield
    except CehengError as error:
        print(in_own_words(error).text(source.lang), file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from error


def emit(
    source: Source,
    tables: Sequence[Table],
    *,
    lead: Sequence[Text] = (),
    last: Sequence[Text] = (),
    hints: Sequence[Text] = (),
) -> None:
    """Write the tables with what comes before and after them; the main table alone as CSV.

    `hints` on the command's own options stand last, and only where tables are shown.
    """
    if source.format == "table":
        last = (*last, *hints)
    if source.format == "table" and source.output is None:
        _print(source, tables, lead, last)
        return
    content = _content(source, tables, lead, last)
    if source.output is None:
        print(content, end="")
    else:
        # a byte order mark lets spreadsheets recognise UTF-8
        encoding = "utf-8-sig" if source.format == "csv" else "utf-8"
        write_whole(source.output, content, encoding=encoding)
    if source.format == "csv" and len(tables) > 1:
        left = ", ".join(table.name for table in tables[1:])
        note = Text(
            f"CSV 只含 {tables[0].name}；{left} 请用 --format json",
            f"CSV holds {tables[0].name}; for {left} use --format json",
        )
        print(note.in_language(source.lang), file=sys.stderr)


def _content(source: Source, tables: Sequence[Table], lead: Sequence[Text], last: Sequence[Text]) -> str:
    language = source.lang
    if source.format == "csv":
        return tables[0].to_csv()
    if source.format == "json":
        notes = {table.name: [note.in_language(language) for note in table.notes] for table in tables if table.notes}
        content = {
            "summary": [text.in_language(language) for text in (*lead, *last)],
            **{table.name: table.records() for table in tables},
            "notes": notes,
        }
        return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if source.format == "table":
        before, after = ([text.in_language(language) + "\n" for text in texts] for texts in (lead, last))
        return "\n".join([*before, *(table.to_text(language) for table in tables), *after])
    raise AssertionError(source.format)


def _print(source: Source, tables: Sequence[Table], lead: Sequence[Text], last: Sequence[Text]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.width = max(console.width, NARROWEST) if console.is_terminal else WIDTH
    language = source.lang
    for text in lead:
        console.print(text.in_language(language), markup=False, style="bold", soft_wrap=True)
    for table in tables:
        console.print()
        console.print(table.to_rich(language))
        for note in table.shown_notes:
            console.print(note.in_language(language), markup=False, style="dim", soft_wrap=True)
    if last:
        console.print()
    for text in last:
        console.print(text.in_language(language), markup=False, style="bold", soft_wrap=True)
