"""Write finished tables to the terminal or to a file, in the format and language asked for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ceheng_model.characters import printable
from ceheng_model.cli.options import Source, messages, spoken
from ceheng_model.cli.statuses import BAD_INPUT, MISSED, standard_output
from ceheng_model.cli.table_files import Pages, content, write_tables
from ceheng_model.errors import Remark
from ceheng_model.files import Written
from ceheng_model.tables import WIDTH, Table
from ceheng_model.tables.sheet_names import short_titles
from ceheng_model.vocabulary import Template, Text

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
    """Write the tables with what comes before and after them, in the form that the options ask for.

    `hints` on the command's own options stand last, and only where tables are shown. Warnings among the `remarks`
    stand before everything; beside a CSV they go to standard error, and in JSON they have a key of their own.
    """
    form = source.form
    warnings = [remark for remark in remarks if remark.is_warning]
    if form == "csv":
        source.tell(warnings)
    # how an input was read is for readers of tables; what follows from figures stands in their notes
    read = [spoken(remark) for remark in remarks if not remark.is_warning and remark.place]
    said = [warning.sentence if form == "json" else spoken(warning) for warning in warnings]
    is_data = form in ("csv", "json")
    pages = Pages(
        tables=tuple(tables),
        lead=(*lead, *(() if is_data else read)),
        last=tuple(last),
        warnings=tuple(said),
        hints=() if is_data else tuple(hints),
    )
    if source.output is not None:
        say_written(source, *write_tables(pages, source.output, form, source.lang))
        return
    with standard_output():
        if form == "table":
            _print(source, pages.tables, (*pages.warnings, *pages.lead), (*pages.last, *pages.hints))
        else:
            print(content(pages, form, source.lang), end="")
    if form == "csv" and len(pages.filled) > 1:
        first, *others = short_titles(pages.filled)
        source.say(_FIRST_ALONE.format(first=first, left=Text.join(others)))


_FIRST_ALONE = Template(
    "此处只有“{first}”；另有{left}，用 -o 文件名.csv 或 .xlsx 一并写出",
    "this is {first} alone; -o NAME.csv or .xlsx writes as well {left}",
)


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
            console.print(block.to_rich(language))
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
