"""Share what the parts of the sheet of results have in common: the page, the next free row, headings."""

from dataclasses import dataclass

from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.formulas.addresses import Inputs
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.vocabulary import LABELS, Text

BASE_YEAR = 2
"""Column of the base year."""


@dataclass(slots=True)
class Writer:
    """Hold what the parts of the sheet share."""

    page: Page
    subject: Subject
    inputs: Inputs
    row: int = 1

    @property
    def last(self) -> int:
        """Column after the last year."""
        return BASE_YEAR + len(self.subject.years)

    def section(self, title: Text, *more: Text, on_new_page: bool = False) -> None:
        """Write a section's title and its headings: group, component, the years."""
        self.row += 1
        if on_new_page:
            self.page.breaks.append(self.row)
        self.page.say(self.row, 0, title, "section")
        self.row += 1
        self.page.heads(self.row, [LABELS["group"], Text("收入构成", "component")])
        self.page.year_heads(self.row, BASE_YEAR, self.subject.years)
        self.page.heads(self.row, more, self.last)
        self.row += 1

    def label(self, first: Text, second: Text, style: str = "label") -> None:
        """Write the two labels of a row."""
        self.page.say(self.row, 0, first, style)
        self.page.say(self.row, 1, second, style)
