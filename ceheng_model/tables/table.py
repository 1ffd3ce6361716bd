"""Hold finished tables and show them: in the terminal, in notebooks, as CSV and as JSON.

A `Table` keeps raw values; language and number format are chosen when it is shown.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from math import isnan
from typing import TYPE_CHECKING, Any, Literal

from ceheng_model.characters import as_text, printable
from ceheng_model.tables.cells import Cell, Figure, Kind, text_width, written
from ceheng_model.tables.columns import Column
from ceheng_model.tables.fitted import Fitted, fitted, whole
from ceheng_model.tables.frame import frame_for_people, tidy_frame
from ceheng_model.tables.ruled import ruled
from ceheng_model.vocabulary import Keyed, Language, Text, Verdict, told_in

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table as RichTable

WIDTH = 128
"""Columns of plain text: room for the official table in either language."""

GAP = 3
"""Columns between two columns of plain text."""
_MOST_AHEAD = 2
"""Columns in front of those of years that each block repeats."""
_MOST_ROWS, _MOST_LINES = 12, 20
"""Rows and lines of a table that an interactive session shows."""
_WORDS = ("label", "text", "verdict")
_VERDICT_STYLE = {
    Verdict.MET: "green",
    Verdict.EXCEEDED: "green",
    Verdict.MISSED: "bold red",
    Verdict.UNDECIDABLE: "yellow",
    Verdict.NOT_JUDGED: "dim",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Table:
    """Hold one finished table with its notes.

    >>> from ceheng_model.tables.columns import column
    >>> table = Table(name="income", title=Text("收入", "Income"),
    ...               columns=(column("group"), column("year", "year")),
    ...               rows=(("rural", 2024),))
    >>> print(table.to_csv(), end="")
    group,year
    rural,2024
    """

    name: str
    """Identifier of the table in JSON."""
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Text, ...] = ()
    most_shown: int | None = None
    """Rows that text and HTML show, the first and the last; frames, CSV and JSON hold all."""
    is_input: bool = False
    """Whether commands read it again: files hold its keys and every digit, not what people read."""
    drops: tuple[str, ...] = ()
    """Keys of the columns that a narrow screen leaves out, in this order: what matters least comes first."""
    is_matrix: bool = False
    """Whether all columns but the first are alike, as those of years are: a narrow page shows them in blocks."""
    in_all: int | None = None
    """Rows that there are, where the table itself holds only the first and the last of them."""

    def records(self) -> list[dict[str, Any]]:
        """Return one plain dictionary a row: numbers unrounded, both languages of every text."""
        records = []
        for row in self.rows:
            record: dict[str, Any] = {}
            for col, value in zip(self.columns, row, strict=True):
                if isinstance(value, Text):
                    record[f"{col.key}_zh"], record[f"{col.key}_en"] = value
                elif isinstance(value, Keyed):
                    record[col.key] = value.key
                elif isinstance(value, Verdict):
                    record[col.key] = value.value
                else:
                    number = value.value if isinstance(value, Figure) else value
                    record[col.key] = None if isinstance(number, float) and isnan(number) else number
            records.append(record)
        return records

    def to_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return a tidy frame: one row a record, keys in front, numbers unrounded, texts in one language.

        The language set for all where None. With `wide` a table for people: headings, labels for keys, years side by
        side where all else is numbers.
        """
        return (frame_for_people if wide else tidy_frame)(self.columns, self.rows, told_in(language))

    def to_csv(self) -> str:
        """Return the records as CSV text; signs that act are replaced, and formulas bear a quotation mark in front."""
        records = self.records()
        names = list(dict.fromkeys(name for record in records for name in record))
        stream = io.StringIO(newline="")
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _in_csv(value) for key, value in record.items()} for record in records)
        return stream.getvalue()

    @property
    def is_empty(self) -> bool:
        """Whether it has no rows."""
        return not self.rows

    def narrowed(
        self, *, without: Iterable[str] = (), title: Text | None = None, notes: Iterable[Text] | None = None
    ) -> "Table":
        """Return the table with the columns that readers see, less those named, maybe with another title or notes."""
        left_out = set(without)
        kept = [i for i, col in enumerate(self.columns) if col.shown and col.key not in left_out]
        return replace(
            self,
            title=self.title if title is None else title,
            notes=self.notes if notes is None else tuple(notes),
            columns=tuple(self.columns[i] for i in kept),
            rows=tuple(tuple(row[i] for i in kept) for row in self.rows),
        )

    def led_by(self, columns: Sequence[Column], cells: Sequence[tuple[Cell, ...]]) -> "Table":
        """Return the table with further columns in front, `cells` for each row."""
        rows = tuple((*ahead, *row) for ahead, row in zip(cells, self.rows, strict=True))
        return replace(self, columns=(*columns, *self.columns), rows=rows)

    @property
    def shown_notes(self) -> tuple[Text, ...]:
        """The notes, with one on the rows that are left out when the table is shown."""
        left = len(self.rows) - len(self._ends)
        if self.in_all is not None:
            count, shown = self.in_all, len(self._ends)
            said = Text(f"共{count}行，显示首尾{shown}行", f"{count} rows, the first and last {shown} of them shown")
            return (*self.notes, said)
        if not left:
            return self.notes
        return (
            *self.notes,
            Text(f"共{len(self.rows)}行，省去中间{left}行", f"{len(self.rows)} rows, {left} in the middle left out"),
        )

    @property
    def _ends(self) -> tuple[tuple[Cell, ...], ...]:
        most = self.most_shown
        if most is None or len(self.rows) <= most:
            return self.rows
        return self.rows[: most - most // 2] + self.rows[-(most // 2) :]

    def shown_rows(self, language: Language) -> list[list[str]]:
        """Return the headings and then the cells as a reader sees them."""
        shown = [(i, col) for i, col in enumerate(self.columns) if col.shown]
        body = [
            [printable(written(row[i], col.kind, language, decimals=col.decimals), lines=True) for i, col in shown]
            for row in self._ends
        ]
        return [[printable(col.heading.in_language(language), lines=True) for _, col in shown], *body]

    def shown_verdicts(self) -> list[Verdict | None]:
        """Return the verdict of each row that a reader sees; None where a row has none."""
        return [next((cell for cell in row if isinstance(cell, Verdict)), None) for row in self._ends]

    def in_blocks(self, language: Language | None = None, *, width: int = WIDTH) -> "tuple[Table, ...]":
        """Return a table of many years, or a matrix, as several, one below the other, where it is wider than the page.

        Each repeats the labels in front, two at most; the notes stand below the last. Any other table stays one.
        """
        shown = [(i, col) for i, col in enumerate(self.columns) if col.shown]
        cells = self.shown_rows(told_in(language))
        widths = [max(map(text_width, lines)) + GAP for lines in zip(*cells, strict=True)]
        alike = [place for place, (_, col) in enumerate(shown) if col.key.isdigit() or (self.is_matrix and place)]
        ahead = len(shown) - len(alike)
        if not alike or alike[0] != ahead or not 1 <= ahead <= _MOST_AHEAD or sum(widths) < width:
            return (self,)
        room = width - sum(min(one, width // 3) for one in widths[:ahead]) - GAP
        count = -(-sum(widths[ahead:]) // room)
        # blocks of one length, but for the last
        each = -(-len(alike) // int(count))
        starts = range(ahead, len(shown), each)
        return tuple(
            self._part(
                [shown[place][0] for place in (*range(ahead), *range(start, min(start + each, len(shown))))],
                first=start == ahead,
                last=start == starts[-1],
            )
            for start in starts
        )

    def _part(self, kept: Sequence[int], *, first: bool, last: bool) -> "Table":
        return replace(
            self,
            title=self.title if first else Text(f"{self.title.zh}（续）", f"{self.title.en} (continued)"),
            columns=tuple(self.columns[i] for i in kept),
            rows=tuple(tuple(row[i] for i in kept) for row in self.rows),
            notes=self.notes if last else (),
        )

    def in_width(self, language: Language, width: int) -> Fitted:
        """Return which columns fit a screen, in what widths, and which are left out."""
        return fitted([col for col in self.columns if col.shown], self.shown_rows(language), self.drops, width)

    def to_rich(
        self, language: Language | None = None, *, width: int = WIDTH, fit: Fitted | None = None
    ) -> "RichTable":
        """Return the table for a Rich console of a width; where it is too narrow, ranges break over two lines.

        Where it was fitted to a width already, it stands as it fits.
        """
        if fit is not None:
            return self._fitted_rich(fit)
        from rich.text import Text as RichText

        told = told_in(language)
        rich = self._fitted_rich(self._whole_in(told, width))
        # a finished text: nothing in it is taken for markup
        rich.title, rich.title_justify = RichText(printable(self.title.in_language(told))), "left"
        return rich

    def _whole_in(self, language: Language, width: int) -> Fitted:
        return whole([col for col in self.columns if col.shown], self.shown_rows(language), width)

    def _fitted_rich(self, fit: Fitted) -> "RichTable":
        """Return the table as it fits; its lines are broken already, and its title stands above by itself."""
        from rich.table import Table as RichTable
        from rich.text import Text as RichText

        rich = RichTable(box=ruled())
        for col, heading, width in zip(fit.columns, fit.headings, fit.widths, strict=True):
            justify: Literal["left", "right"] = "left" if col.kind in _WORDS else "right"
            rich.add_column(RichText(heading), justify=justify, width=width, no_wrap=True)
        for cells, row in zip(fit.cells, self._ends, strict=True):
            rich.add_row(*(RichText(cell) for cell in cells), style=_row_style(row))
        return rich

    def to_text(self, language: Language | None = None, *, width: int = WIDTH) -> str:
        """Return the table and its notes as plain text."""
        from rich.console import Console
        from rich.text import Text as RichText

        stream, told = io.StringIO(), told_in(language)
        console = Console(file=stream, width=width, color_system=None, legacy_windows=False, force_jupyter=False)
        for position, block in enumerate(self.in_blocks(told, width=width) if self.rows else ()):
            if position:
                console.print()
            # a title may be wider than its table
            console.print(RichText(printable(block.title.in_language(told))))
            fit = block._whole_in(told, width)  # noqa: SLF001 - its own
            # lines longer than the page rather than figures cut
            console.width = max(width, fit.total)
            console.print(block.to_rich(told, fit=fit))
            console.width = width
        if not self.rows:
            # headings without a row say nothing
            console.print(RichText(printable(self.title.in_language(told))), soft_wrap=True)
        for note in self.shown_notes:
            console.print(RichText(printable(note.in_language(told))), soft_wrap=True)
        return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"

    def to_html(self, language: Language | None = None) -> str:
        """Return the table and its notes as HTML, every cell escaped."""
        told = told_in(language)
        headings, *body = self.shown_rows(told)
        styles = [_html_style(col.kind) for col in self.columns if col.shown]
        title = f"<h4>{escape(printable(self.title.in_language(told)))}</h4>"
        head = _html_row("th", headings, styles)
        rows = "\n".join(_html_row("td", cells, styles) for cells in body)
        notes = [f"<p><small>{escape(printable(note.in_language(told)))}</small></p>" for note in self.shown_notes]
        return "\n".join([title, f"<table><thead>{head}</thead><tbody>\n{rows}\n</tbody></table>", *notes])

    def _repr_html_(self) -> str:
        inside = self._at_a_glance().to_html()
        return f'<div style="max-width: 100%; max-height: 36em; overflow: auto">\n{inside}\n</div>'

    def __repr__(self) -> str:
        """Return the table at a glance, as an interactive session shows it."""
        lines = self._at_a_glance().to_text().rstrip("\n").split("\n")
        return "\n".join(lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], "…"])

    def _at_a_glance(self) -> "Table":
        most = _MOST_ROWS if self.most_shown is None else min(self.most_shown, _MOST_ROWS)
        return replace(self, most_shown=most)


def _row_style(row: Sequence[Cell]) -> str:
    verdict = next((cell for cell in row if isinstance(cell, Verdict)), None)
    return _VERDICT_STYLE[verdict] if verdict else ""


def _in_csv(value: object) -> object:
    return as_text(printable(value, lines=True)) if isinstance(value, str) else value


def _html_style(kind: Kind) -> str:
    wrap = "normal" if kind == "text" else "nowrap"
    return f"text-align: {'left' if kind in _WORDS else 'right'}; white-space: {wrap}; padding: 0.2em 0.6em"


def _html_row(tag: str, cells: Sequence[str], styles: Sequence[str]) -> str:
    pairs = zip(cells, styles, strict=True)
    inside = "".join(f'<{tag} style="{style}">{escape(cell)}</{tag}>' for cell, style in pairs)
    return f"<tr>{inside}</tr>"
