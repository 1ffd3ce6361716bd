"""Hold a paper as text, tables and pictures, without saying how it is set."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from ceheng_model.documents.paper.figures import day_in_words
from ceheng_model.doors import door
from ceheng_model.tables import Shown, Table
from ceheng_model.vocabulary import NO_TEXT, Language, Text

if TYPE_CHECKING:
    from ceheng_model.charts import Axes


class Draw(Protocol):
    """Draw one finished chart, as the functions of `ceheng_model.charts` do once they have their numbers."""

    def __call__(self, *, language: Language, size: str) -> "Axes":
        """Return the axes drawn on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Hold one paragraph."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Subheading:
    """Head a part of a section; writers number it."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """Show a table with its title as caption and its notes below; writers number it."""

    table: Table
    key: str = ""
    """Name under which the text refers to the table; empty where nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Show a chart; writers draw and number it."""

    caption: Text
    draw: Draw
    key: str = ""
    """Name under which the text refers to the chart; empty where nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """Hold one figure of the first page with the target that it is measured by."""

    label: Text
    """What it is, such as the ratio of 2024."""
    value: Text
    """The figure with its unit."""
    target: Text
    """The target and how far the figure is from it; empty where there is none."""
    met: bool | None
    """Whether the target is met; None where there is none, or where rounding decides it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    """Show up to four figures side by side, each with its target and a sign beside the colour."""

    figures: tuple[KeyFigure, ...]


Block = Paragraph | Subheading | Exhibit | Picture | KeyFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """Hold one annex with a title of its own; its tables and charts are numbered within it."""

    title: Text
    blocks: tuple[Block, ...]

    def texts(self) -> Iterator[Text]:
        """Yield the title, paragraphs and captions: everything that is no table."""
        yield self.title
        yield from _texts(self.blocks)


def refer(key: str) -> Text:
    """Return what stands in a sentence for the number of the table or chart of this key; writers resolve it.

    >>> refer("verdicts").zh == refer("verdicts").en
    True
    """
    return Text.same(f"{REFERENCE[0]}{key}{REFERENCE[1]}")


REFERENCE = ("\ufdd0", "\ufdd1")
"""What stands round the key of a reference: Unicode keeps both for use inside a program, and no file shows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Hold one numbered section."""

    heading: Text
    blocks: tuple[Block, ...]

    def texts(self) -> Iterator[Text]:
        """Yield the heading, paragraphs and captions: everything that is no table."""
        yield self.heading
        yield from _texts(self.blocks)


def _texts(blocks: Iterable[Block]) -> Iterator[Text]:
    for block in blocks:
        if isinstance(block, Paragraph | Subheading):
            yield block.text
        elif isinstance(block, Picture):
            yield block.caption
        elif isinstance(block, KeyFigures):
            for figure in block.figures:
                yield from (figure.label, figure.value, figure.target)


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Say to whom a paper goes, who signs it and on which day; what is left out is not printed.

    >>> Letterhead(signed="县发展和改革局", day=date(2022, 12, 1)).dated.zh
    '2022年12月1日'
    """

    addressee: str = ""
    signed: str = ""
    day: date | None = None

    @property
    def dated(self) -> Text:
        """The day as it is written below a signature."""
        return NO_TEXT if self.day is None else day_in_words(self.day)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Paper(Shown):
    """Hold a whole paper; its tables are those it shows, in their order."""

    title: Text
    subtitle: Text | None
    opening: tuple[Paragraph, ...]
    """Paragraphs before the first section: what the paper is about, and what it finds."""
    sections: tuple[Section, ...]
    letterhead: Letterhead = Letterhead()
    front: tuple[Block, ...] = ()
    """What else stands before the first section, below the opening: key figures, a chart, more paragraphs."""
    annexes: tuple[Annex, ...] = ()
    """Annexes behind the signature, each on a page of its own; the text names them."""
    has_contents: bool = False
    """Whether a list of the headings with their pages stands below the title."""
    one_page: bool = False
    """Whether type and charts are set smaller, so that all of it stands on one page."""

    def blocks(self) -> Iterator[Block]:
        """Yield every block, the opening first and the annexes last."""
        yield from self.opening
        yield from self.front
        for section in self.sections:
            yield from section.blocks
        for annex in self.annexes:
            yield from annex.blocks

    def tables(self) -> tuple[Table, ...]:
        """Return the tables that the paper shows, those of the annexes last."""
        return tuple(block.table for block in self._shown() if isinstance(block, Exhibit))

    def pictures(self) -> tuple[Picture, ...]:
        """Return the charts that the paper shows, those of the annexes last."""
        return tuple(block for block in self._shown() if isinstance(block, Picture))

    def _shown(self) -> Iterator[Exhibit | Picture]:
        for block in self.blocks():
            if isinstance(block, Exhibit | Picture):
                yield block

    def texts(self) -> tuple[Text, ...]:
        """Return titles, headings, paragraphs and captions: everything that is no table."""
        heads = [self.title] if self.subtitle is None else [self.title, self.subtitle]
        before = (*heads, *_texts(self.opening), *_texts(self.front))
        sections = (text for section in self.sections for text in section.texts())
        return (*before, *sections, *(text for annex in self.annexes for text in annex.texts()))
