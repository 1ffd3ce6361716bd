"""Write finished tables to the terminal or to a file, in the format and language asked for."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ceheng_model.characters import escaped, printable
from ceheng_model.cli.options import Source, messages, spoken
from ceheng_model.cli.statuses import BAD_INPUT, MISSED, standard_output
from ceheng_model.errors import Remark
from ceheng_model.files import Written, write_whole
from ceheng_model.tables import WIDTH, Table
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["BAD_INPUT", "MISSED", "emit", "messages", "say_written"]

NARROWEST = 124
"""Columns below which tables are not squeezed: the terminal wraps long lines instead."""


def say_written(source: Source, *written: Written) -> None:
    """Say where files were written; of a stream or a device nothing."""
    for one in written:
        if one.is_file:
            source.say(one.sentence)


def emit(
    source: Source,
    tables: Sequence[Table],
    *,
    lead: Sequence[Text] = (),
    last: Sequence[Text] = (),
    hints: Sequence[Text] = (),
    remarks: Sequence[Remark] = (),
) -> None:
    """Write the tables with what comes before and after them; the main table alone as CSV.

    `hints` on the command's own options stand last, and only where tables are shown. Warnings among the `remarks`
    stand before everything; beside a CSV they go to standard error, and in JSON they have a key of their own.
    """
    warnings = [remark for remark in remarks if remark.is_warning]
    if source.format == "csv":
        source.tell(warnings)
    # how an input was read is for readers of tables; what follows from figures stands in their notes
    read = [remark for remark in remarks if not remark.is_warning and remark.place]
    if source.format == "table":
        lead, last = (*map(spoken, warnings), *lead, *map(spoken, read)), (*last, *hints)
    if source.format == "table" and source.output is None:
        with standard_output():
            _print(source, tables, lead, last)
        return
    content = _content(source, tables, lead, last, [warning.sentence for warning in warnings])
    if source.output is None:
        with standard_output():
            print(content, end="")
    else:
        # a byte order mark lets spreadsheets recognise UTF-8
        encoding = "utf-8-sig" if source.format == "csv" else "utf-8"
        say_written(source, write_whole(source.output, content, encoding=encoding))
    if source.format == "csv" and len(tables) > 1:
        left = ", ".join(table.name for table in tables[1:])
        note = Text(
            f"CSV 只含 {tables[0].name}；{left} 请用 --format json",
            f"CSV holds {tables[0].name}; for {left} use --format json",
        )
        source.say(note)


def _content(
    source: Source, tables: Sequence[Table], lead: Sequence[Text], last: Sequence[Text], warnings: Sequence[Text]
) -> str:
    language = source.lang
    if source.format == "csv":
        return tables[0].to_csv()
    if source.format == "json":
        notes = {table.name: [note.in_language(language) for note in table.notes] for table in tables if table.notes}
        content = {
            "summary": [text.in_language(language) for text in (*lead, *last)],
            "warnings": [warning.in_language(language) for warning in warnings],
            **{table.name: table.records() for table in tables},
            "notes": notes,
        }
        return escaped(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"
    if source.format == "table":
        before, after = ([printable(text.in_language(language)) + "\n" for text in texts] for texts in (lead, last))
        return "\n".join([*before, *(table.to_text(language) for table in tables), *after])
    raise AssertionError(source.format)


def _print(source: Source, tables: Sequence[Table], lead: Sequence[Text], last: Sequence[Text]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.width = max(console.width, NARROWEST) if console.is_terminal else WIDTH
    language = source.lang
    for text in lead:
        _line(console, text.in_language(language), "bold")
    for table in tables:
        # headings without a row say nothing
        for block in table.in_blocks(language, width=console.width) if table.rows else ():
            console.print()
            console.print(block.to_rich(language, width=console.width))
        if not table.rows:
            console.print()
            _line(console, table.title.in_language(language), "")
        for note in (note for note in table.shown_notes if note not in lead):
            _line(console, note.in_language(language), "dim")
    if last:
        console.print()
    for text in last:
        _line(console, text.in_language(language), "bold")


def _line(console: "Console", text: str, style: str) -> None:
    from rich.text import Text as RichText

    # a finished text: nothing in it is taken for markup or the name of a picture sign
    console.print(RichText(printable(text)), style=style, soft_wrap=True)
