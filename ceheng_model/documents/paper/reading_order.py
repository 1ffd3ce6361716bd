"""Lay a paper out as numbered lines, tables and pictures in reading order, the same for every writer."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from types import MappingProxyType
from typing import Literal

from ceheng_model.documents.paper.content import (
    REFERENCE,
    Annex,
    Block,
    Exhibit,
    KeyFigure,
    KeyFigures,
    Letterhead,
    Paper,
    Paragraph,
    Picture,
    Section,
    Subheading,
)
from ceheng_model.documents.paper.line_breaks import NO_BREAK_SPACE, typographic
from ceheng_model.tables import Table
from ceheng_model.vocabulary import NO_TEXT, Language, Template, Text

Role = Literal[
    "title",
    "subtitle",
    "addressee",
    "body",
    "heading_1",
    "heading_2",
    "annexed",
    "signature",
    "day",
    "annex",
    "annex_title",
    "annex_part",
]
LEVELS: Mapping[Role, int] = MappingProxyType({"heading_1": 1, "heading_2": 2, "annex_title": 1})
"""Levels of the lines that a list of contents shows."""
CONTENTS = Text("目录", "Contents")
RUN = Template("测算标记 {mark}", "run {mark}")
"""The mark as the properties of a file show it."""
_ADDRESSED = Template("{addressee}：", "{addressee}:")
_ANNEX = Text("附件", "Annex")
_ANNEXES = Text("附件：", "Annexes: ")
_ONE_ANNEX = Text("附件：", "Annex: ")
_MARK_DIGITS = 12
"""Digits of a mark: by chance two papers share one in 280 million million."""
_DIGITS = "零一二三四五六七八九"
_SIGNS = {True: "✓", False: "✗", None: "—"}
_REFERENCE = re.compile(f"{REFERENCE[0]}(.*?){REFERENCE[1]}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Hold a part of a line: words, or the number of a table or chart that they refer to."""

    text: str
    key: str = ""
    """Key of what the number is of; empty for words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Hold one finished line or paragraph and the part it plays."""

    role: Role
    spans: tuple[Span, ...]
    mark: str = ""
    """Number or word that the line begins with; longer lines begin below what follows it."""

    @property
    def text(self) -> str:
        """The line as it is read."""
        return self.mark + "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Hold the caption of a table or chart: its number within its kind, and its title."""

    lead: str
    """What stands before the number, such as 表 or Figure."""
    number: int
    title: tuple[Span, ...]
    key: str
    """Name under which lines refer to it; empty where none does."""

    @property
    def label(self) -> str:
        """The number as a sentence refers to it."""
        return f"{self.lead}{self.number}"

    @property
    def text(self) -> str:
        """The caption as it is read."""
        return f"{self.label}  {''.join(span.text for span in self.title)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableItem:
    """Hold a table with its numbered caption and its notes."""

    numbered: Caption
    table: Table
    rows: tuple[tuple[str, ...], ...]
    """Headings and cells as they are read."""
    notes: tuple[str, ...]

    @property
    def caption(self) -> str:
        """The caption as it is read."""
        return self.numbered.text


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureItem:
    """Hold a chart with its numbered caption."""

    numbered: Caption
    picture: Picture

    @property
    def caption(self) -> str:
        """The caption as it is read."""
        return self.numbered.text


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFigure:
    """Hold one of the figures side by side as it is read."""

    label: str
    value: str
    target: str
    sign: str
    """Whether the target is met, without colour; empty where there is no target."""
    met: bool | None

    @property
    def signed_target(self) -> str:
        """The target with its sign before it, which no line ends behind; empty where there is none."""
        return f"{self.sign}{NO_BREAK_SPACE}{self.target}" if self.target else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresItem:
    """Hold the figures that stand side by side."""

    figures: tuple[ShownFigure, ...]


Item = Line | TableItem | PictureItem | FiguresItem


def laid_out(paper: Paper, language: Language) -> Iterator[Item]:
    """Yield everything that a reader sees, numbered, in one language.

    Headings are numbered 一、 and （一） in Chinese (GB/T 9704-2012, 7.3.3), 1 and 1.1 in English. Annexes come last,
    behind the lines that name them and the signature, each with a count of its own for tables and charts. Raises
    `KeyError` for a reference to what the paper does not show.
    """
    items = list(_items(paper, language))
    labels = {
        item.numbered.key: item.numbered.label
        for item in items
        if isinstance(item, TableItem | PictureItem) and item.numbered.key
    }
    for item in items:
        yield _resolved(item, labels, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Hold one line of the list of contents."""

    level: int
    text: str
    position: int
    """Position of the heading among the items."""


def contents(items: Sequence[Item]) -> tuple[Entry, ...]:
    """Return the lines of the list of contents; an annex goes by its mark and its title."""
    return tuple(
        Entry(level=LEVELS[item.role], text=_entry(items[i - 1], item), position=i)
        for i, item in enumerate(items)
        if isinstance(item, Line) and item.role in LEVELS
    )


def _entry(before: Item, heading: Line) -> str:
    if heading.role == "annex_title" and isinstance(before, Line):
        return f"{before.text}  {heading.text}"
    return heading.text


def _items(paper: Paper, language: Language) -> Iterator[Item]:
    yield from _head(paper, language)
    counted = _Counted(language=language)
    for block in (*paper.opening, *paper.front):
        yield from counted.block(block)
    for section in paper.sections:
        yield from counted.section(section)
    annexes = paper.annexes
    yield from _named(annexes, language)
    yield from _signature(paper.letterhead, language)
    for number, annex in enumerate(annexes, start=1):
        yield from _annex(annex, number if len(annexes) > 1 else 0, language)


def _line(role: Role, text: str, *, mark: str = "") -> Line:
    return Line(role=role, spans=(Span(text=text),), mark=mark)


def _head(paper: Paper, language: Language) -> Iterator[Line]:
    yield _line("title", paper.title.in_language(language))
    if paper.subtitle is not None:
        yield _line("subtitle", paper.subtitle.in_language(language))
    if paper.letterhead.addressee:
        yield _line("addressee", _ADDRESSED.format(addressee=paper.letterhead.addressee).in_language(language))


def _named(annexes: tuple[Annex, ...], language: Language) -> Iterator[Line]:
    """Yield the lines below the text that name the annexes (GB/T 9704-2012, 7.3.4)."""
    several = len(annexes) > 1
    word = (_ANNEXES if several else _ONE_ANNEX).in_language(language)
    for number, annex in enumerate(annexes, start=1):
        mark = (word if number == 1 else "") + (f"{number}. " if several else "")
        yield _line("annexed", annex.title.in_language(language), mark=mark)


def _signature(letterhead: Letterhead, language: Language) -> Iterator[Line]:
    if letterhead.signed:
        yield _line("signature", letterhead.signed)
    if letterhead.day is not None:
        yield _line("day", letterhead.dated.in_language(language))


def _annex(annex: Annex, number: int, language: Language) -> Iterator[Item]:
    """Yield an annex; the only one of a paper has the number 0, and bears none."""
    word = _ANNEX.in_language(language)
    mark = word if not number else f"{word}{number}" if language == "zh" else f"{word} {number}"
    yield _line("annex", mark)
    yield _line("annex_title", annex.title.in_language(language))
    counted = _Counted(language=language, annex=number)
    for block in annex.blocks:
        yield from counted.block(block)


def _resolved(item: Item, labels: Mapping[str, str], language: Language) -> Item:
    if isinstance(item, Line):
        return replace(item, spans=tuple(_spans(item.spans, labels, language)))
    if isinstance(item, TableItem | PictureItem):
        title = tuple(_spans(item.numbered.title, labels, language))
        return replace(item, numbered=replace(item.numbered, title=title))
    return item


def _spans(spans: Iterable[Span], labels: Mapping[str, str], language: Language) -> Iterator[Span]:
    for span in spans:
        # words and keys take turns
        for position, part in enumerate(_REFERENCE.split(span.text)):
            if position % 2:
                yield Span(text=labels[part], key=part)
            elif part:
                yield Span(text=typographic(part, language))


def numeral(number: int) -> str:
    """Return a whole number from 1 to 99 in Chinese.

    >>> [numeral(number) for number in (3, 10, 12, 20, 21)]
    ['三', '十', '十二', '二十', '二十一']
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def run_mark(paper: Paper, language: Language, pictures: Iterable[str]) -> str:
    """Return the mark of what a paper says, its `pictures` in a sentence each; the files of no other paper bear it."""
    said: list[str] = []
    for item in laid_out(paper, language):
        if isinstance(item, Line):
            said += [item.role, item.text]
        elif isinstance(item, TableItem):
            said += [item.caption, *(cell for row in item.rows for cell in row), *item.notes]
        elif isinstance(item, FiguresItem):
            said += [part for one in item.figures for part in (one.label, one.value, one.sign, one.target)]
        else:
            said.append(item.caption)
    return sha256("\0".join([*said, *pictures]).encode(errors="replace")).hexdigest()[:_MARK_DIGITS]


class _Counted:
    """Number sections, tables and pictures of the text, or of an annex, as they come."""

    def __init__(self, *, language: Language, annex: int | None = None) -> None:
        self.language, self.annex = language, annex
        self.sections = self.parts = self.tables = self.pictures = 0

    def section(self, section: Section) -> Iterator[Item]:
        self.sections += 1
        self.parts = 0
        mark = f"{numeral(self.sections)}、" if self.language == "zh" else f"{self.sections}  "
        yield _line("heading_1", section.heading.in_language(self.language), mark=mark)
        for block in section.blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[Item]:
        if isinstance(block, Paragraph):
            yield _line("body", block.text.in_language(self.language))
        elif isinstance(block, Subheading):
            yield self._part(block)
        elif isinstance(block, KeyFigures):
            yield FiguresItem(figures=tuple(_shown(one, self.language) for one in block.figures))
        elif isinstance(block, Exhibit):
            self.tables += 1
            yield self._table(block)
        else:
            self.pictures += 1
            numbered = self._caption(_FIGURE, self.pictures, block.caption, block.key)
            yield PictureItem(numbered=numbered, picture=block)

    def _part(self, block: Subheading) -> Line:
        self.parts += 1
        text = block.text.in_language(self.language)
        if self.annex is None:
            mark = f"（{numeral(self.parts)}）" if self.language == "zh" else f"{self.sections}.{self.parts}  "
            return _line("heading_2", text, mark=mark)
        mark = f"{numeral(self.parts)}、" if self.language == "zh" else f"A{self.annex or ''}.{self.parts}  "
        return _line("annex_part", text, mark=mark)

    def _caption(self, word: Text, number: int, title: Text, key: str) -> Caption:
        lead = word.in_language(self.language)
        if self.annex is not None:
            lead = f"附{lead}" if self.language == "zh" else f"Annex {lead.lower()}"
            # 附表1-2, Annex table 1.2; an only annex has no number
            lead += f"{self.annex}{_BETWEEN.in_language(self.language)}" if self.annex else ""
        return Caption(
            lead=lead, number=number, title=(Span(text=title.at_start().in_language(self.language)),), key=key
        )

    def _table(self, block: Exhibit) -> TableItem:
        language, table = self.language, block.table
        lead = Text("注：", "Note: ").in_language(language)
        notes = [typographic(note.in_language(language), language) for note in table.shown_notes]
        rows = (tuple(typographic(cell, language) for cell in row) for row in table.shown_rows(language))
        return TableItem(
            numbered=self._caption(_TABLE, self.tables, table.title, block.key),
            table=table,
            rows=tuple(rows),
            notes=tuple(f"{lead}{note}" if i == 0 else note for i, note in enumerate(notes)),
        )


_TABLE, _FIGURE = Text("表", "Table "), Text("图", "Figure ")
_BETWEEN = Text("-", ".")


def _shown(figure: KeyFigure, language: Language) -> ShownFigure:
    return ShownFigure(
        label=typographic(figure.label.in_language(language), language),
        value=typographic(figure.value.in_language(language), language),
        target=typographic(figure.target.in_language(language), language),
        sign="" if figure.target == NO_TEXT else _SIGNS[figure.met],
        met=figure.met,
    )
