"""Lay a paper out as numbered lines, tables and pictures in reading order, the same for every writer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from ceheng_model.documents.paper.content import Exhibit, Letterhead, Paper, Paragraph, Picture, Section, Subheading
from ceheng_model.tables import Table
from ceheng_model.vocabulary import NO_TEXT, Language, Template, Text

Role = Literal[
    "title", "subtitle", "addressee", "body", "heading_1", "heading_2", "annexed", "signature", "day", "annex"
]
_ANNEXED = Text("附件：测算明细表和图", "Annex: detailed tables and charts")
RUN = Template("测算标记 {mark}", "run {mark}")
"""The mark as the properties of a file show it."""
_ADDRESSED = Template("{addressee}：", "{addressee}:")
_MARK_DIGITS = 12
"""Digits of a mark: by chance two papers share one in 280 million million."""
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Hold one finished line or paragraph and the part it plays."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableItem:
    """Hold a table with its numbered caption and its notes."""

    caption: str
    table: Table
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureItem:
    """Hold a chart with its numbered caption."""

    caption: str
    picture: Picture


Item = Line | TableItem | PictureItem


def laid_out(paper: Paper, language: Language) -> Iterator[Item]:
    """Yield everything that a reader sees, numbered, in one language.

    Headings are numbered 一、 and （一） in Chinese (GB/T 9704-2012, 7.3.3), 1 and 1.1 in English. Tables of the
    annex come last, behind the line that names it and the signature.
    """
    counted = _Counted(language=language)
    yield from _head(paper, language)
    for paragraph in paper.opening:
        yield Line(role="body", text=paragraph.text.in_language(language))
    for section in paper.sections:
        yield from counted.section(section)
    annex = paper.annex()
    if annex:
        yield Line(role="annexed", text=_ANNEXED.in_language(language))
    yield from _signature(paper.letterhead, language)
    if annex:
        yield Line(role="annex", text=Text("附件", "Annex").in_language(language))
        yield from _Counted(language=language, mark=Text("附", "Annex ")).exhibits(annex)


def _head(paper: Paper, language: Language) -> Iterator[Line]:
    yield Line(role="title", text=paper.title.in_language(language))
    if paper.subtitle is not None:
        yield Line(role="subtitle", text=paper.subtitle.in_language(language))
    if paper.letterhead.addressee:
        addressed = _ADDRESSED.format(addressee=paper.letterhead.addressee)
        yield Line(role="addressee", text=addressed.in_language(language))


def _signature(letterhead: Letterhead, language: Language) -> Iterator[Line]:
    if letterhead.signed:
        yield Line(role="signature", text=letterhead.signed)
    if letterhead.day is not None:
        yield Line(role="day", text=letterhead.dated.in_language(language))


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
            said += [item.caption, *(cell for row in item.table.shown_rows(language) for cell in row), *item.notes]
        else:
            said.append(item.caption)
    return sha256("\0".join([*said, *pictures]).encode(errors="replace")).hexdigest()[:_MARK_DIGITS]


class _Counted:
    """Number sections, tables and pictures as they come; `mark` stands before the words for table and figure."""

    def __init__(self, *, language: Language, mark: Text = NO_TEXT) -> None:
        self.language, self.mark = language, mark
        self.sections = self.tables = self.pictures = 0

    def section(self, section: Section) -> Iterator[Item]:
        self.sections += 1
        heading = section.heading.in_language(self.language)
        mark = f"{numeral(self.sections)}、" if self.language == "zh" else f"{self.sections}  "
        yield Line(role="heading_1", text=f"{mark}{heading}")
        parts = 0
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield Line(role="body", text=block.text.in_language(self.language))
            elif isinstance(block, Subheading):
                parts += 1
                mark = f"（{numeral(parts)}）" if self.language == "zh" else f"{self.sections}.{parts}  "
                yield Line(role="heading_2", text=f"{mark}{block.text.in_language(self.language)}")
            elif not block.supporting:
                yield from self.exhibits([block])

    def exhibits(self, blocks: Iterable[Exhibit | Picture]) -> Iterator[Item]:
        for block in blocks:
            if isinstance(block, Exhibit):
                self.tables += 1
                yield self._table(block.table, f"{self._word(Text('表', 'Table '))}{self.tables}")
            else:
                self.pictures += 1
                mark = f"{self._word(Text('图', 'Figure '))}{self.pictures}"
                yield PictureItem(caption=f"{mark}  {block.caption.in_language(self.language)}", picture=block)

    def _word(self, word: Text) -> str:
        mark = self.mark.in_language(self.language)
        text = word.in_language(self.language)
        return f"{mark}{text.lower() if mark else text}"

    def _table(self, table: Table, mark: str) -> TableItem:
        language = self.language
        lead = Text("注：", "Note: ").in_language(language)
        notes = [note.in_language(language) for note in table.shown_notes]
        return TableItem(
            caption=f"{mark}  {table.title.in_language(language)}",
            table=table,
            notes=tuple(f"{lead}{note}" if i == 0 else note for i, note in enumerate(notes)),
        )
