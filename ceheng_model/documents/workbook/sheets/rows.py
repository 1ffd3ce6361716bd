"""Walk down a sheet that several parts write: the page, what it shows, the next free row."""

from dataclasses import dataclass

from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.formulas.addresses import Inputs
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.vocabulary import LABELS, Text

BASE_YEAR = 2
"""Column of the base year."""
FIRST_YEAR = BASE_YEAR + 1
"""Column of the first year projected."""
LEAST_RATE, MOST_RATE = -0.999999, 0.999999
"""Rates that a cell takes: validation of spreadsheets includes its ends, and -100 % and 100 % are refused."""


@dataclass(slots=True)
class InputRows:
    """Walk down the sheet of assumptions."""

    page: Page
    subject: Subject
    row: int = 4

    def section(self, title: Text, hint: Text | None = None) -> None:
        """Write the title of a section and a hint under it, one row away from what came before."""
        self.row += 1
        self.page.say(self.row, 0, title, "section")
        if hint is not None:
            self.row += 1
            self.page.hint(self.row, hint, wide=10)
        self.row += 1

    def label(self, first: Text, second: Text, style: str = "label") -> None:
        """Write the two labels of a row, and nothing for the base year."""
        self.page.say(self.row, 0, first, style)
        self.page.say(self.row, 1, second, style)
        self.page.blank(self.row, BASE_YEAR, "empty")

    def validate_rates(self) -> None:
        """Let the years of the row take rates only."""
        rule = {"criteria": "between", "minimum": LEAST_RATE, "maximum": MOST_RATE}
        last = FIRST_YEAR + len(self.subject.scenario.years) - 1
        self.validate(FIRST_YEAR, last, rule, words.RATES_ARE_BOUNDED)

    def validate(
        self, first: int, last: int, rule: dict[str, object], message: Text, *, row: int | None = None
    ) -> None:
        """Let some columns of the row, or of another one, take numbers of a range only."""
        at = self.row if row is None else row
        title = Text("请检查", "please check")
        shown = {"error_title": self.page.words(title), "error_message": self.page.words(message)}
        self.page.sheet.data_validation(at, first, at, last, {"validate": "decimal", **rule, **shown})


@dataclass(slots=True)
class ResultRows:
    """Walk down the sheet of the projection."""

    page: Page
    subject: Subject
    inputs: Inputs
    row: int = 1

    @property
    def last(self) -> int:
        """Column after the last year."""
        return BASE_YEAR + len(self.subject.years)

    def section(self, title: Text, *more: Text) -> None:
        """Write a section's title and its headings: group, component, the years."""
        self.row += 1
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
