"""Write the constants and words that formulas use, each in a labelled cell: no formula holds one inside."""

from dataclasses import dataclass, field

from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.vocabulary import Text

_FIRST_ROW = 3


@dataclass(slots=True, kw_only=True)
class Constants:
    """Give every constant a cell, when a formula first asks for it."""

    page: Page
    cells: dict[tuple[str, str | float], str] = field(default_factory=dict)

    def word(self, text: Text, label: Text) -> str:
        """Return the address of a text; it stands there once."""
        return self._at(self.page.words(text), label)

    def number(self, value: float, label: Text) -> str:
        """Return the address of a number; it stands there once for each thing that it is."""
        return self._at(value, label)

    def finish(self) -> None:
        """Set the page up, once every sheet is written."""
        self.page.prints(rows=(_FIRST_ROW - 1, _FIRST_ROW - 1), wide=2)

    def _at(self, value: str | float, label: Text) -> str:
        key = (self.page.words(label), value)
        if key not in self.cells:
            row = _FIRST_ROW + len(self.cells)
            self.page.say(row, 0, label, "label")
            if isinstance(value, str):
                address = self.page.say(row, 1, value, "label")
            else:
                address = self.page.put(row, 1, value, "number")
            sheet, _, cell = address.rpartition("!")
            column = cell.rstrip("0123456789")
            self.cells[key] = f"{sheet}!${column}${cell.removeprefix(column)}"
        return self.cells[key]


def write_constants(page: Page, manuscript: Manuscript) -> Constants:  # noqa: ARG001 - cells come as they are asked for
    """Write the heading; cells are added as formulas ask for them."""
    page.columns([46, 40])
    page.title(Text("常数与用语", "Constants and words"))
    page.hint(1, words.WHAT_CONSTANTS_ARE, wide=2)
    page.heads(_FIRST_ROW - 1, [Text("用于", "used for"), Text("值", "value")])
    page.sheet.freeze_panes(_FIRST_ROW, 0)
    return Constants(page=page)


SHEET = Sheet(name=Text("常数", "Constants"), write=write_constants)
