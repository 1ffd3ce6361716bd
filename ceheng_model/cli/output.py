"""Write finished tables to the terminal or to a file, in the format and language asked for."""

import json
from collections.abc import Sequence

from ceheng_model.characters import escaped, printable
from ceheng_model.cli.options import Source, messages, spoken
from ceheng_model.cli.screen import LENGTH, Page, show
from ceheng_model.cli.statuses import BAD_INPUT, MISSED, standard_output
from ceheng_model.errors import Remark
from ceheng_model.files import Written, write_whole
from ceheng_model.tables import Table
from ceheng_model.vocabulary import Text

__all__ = ["BAD_INPUT", "MISSED", "emit", "messages", "say_written"]


def say_written(source: Source, *written: Written) -> None:
    """Say where files were written; of a stream or a device nothing."""
    for one in written:
        if one.is_file:
            source.say(one.sentence)


def emit(
    source: Source,
    tables: Sequence[Table],
    *,
    answer: Sequence[Text] = (),
    lead: Sequence[Text] = (),
    background: Sequence[Text] = (),
    main: str | None = None,
    length: int = LENGTH,
    hints: Sequence[Text] = (),
    remarks: Sequence[Remark] = (),
) -> None:
    """Show the answer and one table, or everything where asked; or write the tables: the main one alone as CSV.

    `main` names the table that is always shown, in at most `length` lines with all around it; `background` stands with
    the rest. `hints` on the command's own options stand last, and only where tables are shown. Warnings among the
    `remarks` follow the answer; beside a CSV they go to standard error, and in JSON they have a key of their own.
    """
    warnings = [remark for remark in remarks if remark.is_warning]
    if source.format == "csv":
        source.tell(warnings)
    # how an input was read is for readers of tables; what follows from figures stands in their notes
    read = [spoken(remark) for remark in remarks if not remark.is_warning and remark.place]
    if source.format == "table" and source.output is None:
        page = Page(
            answer=answer,
            lead=(*map(spoken, warnings), *lead, *read),
            background=background,
            tables=tables,
            main=main,
            last=hints,
            length=length,
            full=source.full,
        )
        with standard_output():
            show(page, source.lang)
        return
    before: tuple[Text, ...] = (*answer, *lead, *background)
    after: tuple[Text, ...] = ()
    if source.format == "table":
        before, after = (*answer, *map(spoken, warnings), *lead, *background, *read), tuple(hints)
    content = _content(source, tables, before, after, [warning.sentence for warning in warnings])
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
