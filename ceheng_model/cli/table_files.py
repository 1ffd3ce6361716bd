"""Write finished tables into files, in the form that the ending of the file asks for, and say what they hold."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ceheng_model.characters import escaped, printable
from ceheng_model.cli.endings import Format
from ceheng_model.files import Written, is_stream, make_folder, write_together, write_whole
from ceheng_model.tables import Table
from ceheng_model.tables.csv_file import csv_for_people
from ceheng_model.tables.html_page import html_page
from ceheng_model.tables.markdown import markdown
from ceheng_model.tables.sheet_names import file_names, short_titles
from ceheng_model.tables.spreadsheet import spreadsheet
from ceheng_model.terms import YUAN_WORD
from ceheng_model.vocabulary import Language, Template, Text

_BOM_UTF8 = "utf-8-sig"
"""A byte order mark lets spreadsheets recognise UTF-8."""
_NAMED = 4
"""Tables of a file that are named; of more the first ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Hold what a command says: tables, what stands before and after them, and warnings of the input."""

    tables: tuple[Table, ...]
    lead: tuple[Text, ...] = ()
    last: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()
    hints: tuple[Text, ...] = ()
    """What options would add: for the terminal and for text."""
    money: Text = YUAN_WORD
    """The unit of incomes."""

    @property
    def filled(self) -> tuple[Table, ...]:
        """The tables with rows, or with notes that say why there are none."""
        return tuple(table for table in self.tables if table.rows or table.notes) or self.tables[:1]


def content(pages: Pages, form: Format, language: Language) -> str:
    """Return what a pipe gets, or a file that is one text; of several tables CSV holds the first."""
    if form == "csv":
        return csv_for_people(pages.tables[0], language, pages.money)
    if form == "json":
        return _json(pages, language)
    lead = (*pages.warnings, *pages.lead)
    if form == "md":
        return markdown(pages.filled, language, lead=lead, last=pages.last)
    if form == "html":
        title = pages.tables[0].title if pages.tables else _OUTPUT
        return html_page(pages.filled, language, title=title, lead=lead, last=pages.last)
    if form == "table":
        before, after = (
            [printable(text.in_language(language)) + "\n" for text in texts]
            for texts in (lead, (*pages.last, *pages.hints))
        )
        return "\n".join([*before, *(table.to_text(language) for table in pages.tables), *after])
    raise AssertionError(form)


def write_tables(pages: Pages, path: Path, form: Format, language: Language) -> tuple[Written, ...]:
    """Write the tables of a command to a path; return what was written and what it holds."""
    if form == "csv" and not is_stream(path):
        return _write_csv(pages, path, language)
    if form == "xlsx":
        tables = tuple(table for table in pages.filled if table.columns)
        raw = spreadsheet(tables, language, lead=(*pages.warnings, *pages.lead), last=pages.last, money=pages.money)
        return (replace(write_whole(path, raw), holds=_held(tables)),)
    tables = pages.filled
    return (replace(write_whole(path, content(pages, form, language)), holds=_held(tables)),)


def _write_csv(pages: Pages, path: Path, language: Language) -> tuple[Written, ...]:
    """Write the main table where it was asked for, the others into a folder of that name; a bare name is a folder."""
    tables = pages.filled
    if not path.suffix:
        names = file_names(tables, language, ".csv")
        write_together(path, dict(zip(names, (_csv(table, language, pages.money) for table in tables), strict=True)))
        return (Written(path=path, holds=_IN_FOLDER.format(held=_held(tables))),)
    main, *others = tables
    folder = path.with_suffix("")
    names = file_names(others, language, ".csv", first=2)
    contents = {path.name: _csv(main, language, pages.money)}
    if others:
        make_folder(folder)
        texts = (_csv(table, language, pages.money) for table in others)
        contents |= {f"{folder.name}/{name}": text for name, text in zip(names, texts, strict=True)}
    first, *_ = write_together(path.parent, contents)
    written = [replace(first, path=path, holds=_held([main]))]
    if others:
        written.append(Written(path=folder, holds=_IN_FOLDER.format(held=_held(others))))
    return tuple(written)


def _csv(table: Table, language: Language, money: Text) -> bytes:
    return csv_for_people(table, language, money).encode(_BOM_UTF8, errors="replace")


def _json(pages: Pages, language: Language) -> str:
    held = {
        "summary": [text.in_language(language) for text in (*pages.lead, *pages.last)],
        "warnings": [warning.in_language(language) for warning in pages.warnings],
        **{table.name: table.records() for table in pages.tables},
        "notes": {
            table.name: [note.in_language(language) for note in table.notes] for table in pages.tables if table.notes
        },
    }
    return escaped(json.dumps(held, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def _held(tables: Sequence[Table]) -> Text:
    """Return in a few words what a file holds: the title of its table, or how many it has and the first ones."""
    titles = short_titles(tables)
    if len(tables) == 1:
        return _ONE_TABLE.format(title=titles[0], rows=len(tables[0].rows))
    more = _AND_MORE if len(titles) > _NAMED else Text("", "")
    return _TABLES.format(count=len(tables), titles=Text.join(titles[:_NAMED]), more=more)


_OUTPUT = Text("测算结果", "Results")
_ONE_TABLE = Template("{title}（{rows}行）", "{title} ({rows} rows)")
_TABLES = Template("{count}张表（{titles}{more}）", "{count} tables ({titles}{more})")
_AND_MORE = Text("等", " and others")
_IN_FOLDER = Template("文件夹，{held}，每表一个 CSV 文件", "a folder with {held}, each a CSV file")
