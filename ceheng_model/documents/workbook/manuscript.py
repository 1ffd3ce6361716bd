"""Hold a workbook while it is written: its pages, and where the cells of each sheet stand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ceheng_model.documents.workbook.book import Book, Page
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.vocabulary import Text

Places = TypeVar("Places")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet(Generic[Places]):
    """Describe one sheet: its name, and the function that writes it and returns where its cells stand."""

    name: Text
    write: Callable[[Page, "Manuscript"], Places]
    applies: Callable[[Subject], bool] = lambda _: True
    """Whether there is such a sheet for what is shown."""


@dataclass(slots=True, kw_only=True)
class Manuscript:
    """Hold a workbook while it is written: sheets stand in the order of their tabs, and are written as needed."""

    book: Book
    subject: Subject
    pages: dict[Sheet[Any], Page]
    places: dict[Sheet[Any], Any] = field(default_factory=dict)

    def written(self, sheet: Sheet[Places]) -> Places:
        """Return where the cells of a sheet stand; it is written when another sheet, or the reader, first needs it."""
        if sheet not in self.places:
            self.places[sheet] = sheet.write(self.pages[sheet], self)
        places: Places = self.places[sheet]
        return places
