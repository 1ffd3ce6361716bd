"""Share what the parts of the sheet of assumptions have in common: the page, the next free row, validation."""

from dataclasses import dataclass

from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.vocabulary import Text

RESULT_ROWS = (2, 3)
"""Rows of the results that stay in view while inputs are edited."""
FIRST_YEAR = 3
"""Column of the first year projected; the base year stands before it."""


@dataclass(slots=True)
class Sheet:
    """Hold the page, what it shows, and the next free row."""

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

    def validate_rates(self) -> None:
        """Let the years of the row take rates only."""
        rule = {"criteria": "between", "minimum": -0.999999, "maximum": 0.999999}
        message = Text(
            "填大于 -100%、小于 100% 的增速：20% 写作 20% 或 0.2",
            "a rate above -100 % and below 100 %: write 20 % as 20% or 0.2",
        )
        last = FIRST_YEAR + len(self.subject.made.years) - 1
        self.validate(FIRST_YEAR, last, rule, message)

    def validate(self, first: int, last: int, rule: dict[str, object], message: Text) -> None:
        """Let some columns of the row take numbers of a range only."""
        language = self.page.book.language
        title = Text("请检查", "please check").in_language(language)
        told = {"error_title": title, "error_message": message.in_language(language)}
        self.page.sheet.data_validation(self.row, first, self.row, last, {"validate": "decimal", **rule, **told})
