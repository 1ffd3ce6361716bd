"""Write finished tables to the terminal or to a file, in the format and language asked for."""

from collections.abc import Sequence
from dataclasses import replace

from ceheng_model.cli.options import Source, messages, spoken
from ceheng_model.cli.screen import LENGTH, Page, show
from ceheng_model.cli.statuses import BAD_INPUT, MISSED, standard_output
from ceheng_model.errors import Remark
from ceheng_model.files import Written
from ceheng_model.tables import Table
from ceheng_model.terms import YUAN_WORD
from ceheng_model.vocabulary import NO_TEXT, Template, Text

__all__ = ["BAD_INPUT", "MISSED", "emit", "messages", "say_written"]


def say_written(source: Source, *written: Written, holds: Text = NO_TEXT) -> None:
    """Say where files were written and what they hold, all of them `holds` where they do not say it themselves.

    Of a stream or a device nothing is said.
    """
    for one in written:
        if one.is_file:
            source.say(replace(one, holds=one.holds or holds).sentence)


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
    """Show the answer and one table, or everything where asked; or write all in the form that the options ask for.

    `main` names the table that is always shown, in at most `length` lines with all around it; `background` stands with
    the rest. `hints` on the command's own options stand last, and only where tables are shown. Warnings among the
    `remarks` follow the answer; beside a CSV they go to standard error, and in JSON they have a key of their own.
    """
    form = source.form
    warnings = [remark for remark in remarks if remark.is_warning]
    if form == "csv":
        source.tell(warnings)
    # how an input was read is for readers of tables; what follows from figures stands in their notes
    read = [spoken(remark) for remark in remarks if not remark.is_warning and remark.place]
    said = [warning.sentence if form == "json" else spoken(warning) for warning in warnings]
    is_data = form in ("csv", "json")
    if source.output is None and form == "table":
        page = Page(
            answer=answer,
            lead=(*said, *lead, *read),
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
    # a screen needs no writers of files
    from ceheng_model.cli.table_files import Pages, content, write_tables
    from ceheng_model.tables.sheet_names import short_titles

    pages = Pages(
        tables=tuple(tables),
        lead=(*answer, *lead, *background, *(() if is_data else read)),
        warnings=tuple(said),
        hints=() if is_data else tuple(hints),
        # nothing but files needs it
        money=source.money() if form in ("csv", "xlsx") else YUAN_WORD,
    )
    if source.output is not None:
        say_written(source, *write_tables(pages, source.output, form, source.lang))
        return
    with standard_output():
        print(content(pages, form, source.lang), end="")
    if form == "csv" and len(pages.filled) > 1:
        first, *others = short_titles(pages.filled)
        source.say(_FIRST_ALONE.format(first=first, left=Text.join(others)))


_FIRST_ALONE = Template(
    "此处只有“{first}”；另有{left}，用 -o 文件名.csv 或 .xlsx 一并写出",
    "this is {first} alone; -o NAME.csv or .xlsx writes as well {left}",
)
