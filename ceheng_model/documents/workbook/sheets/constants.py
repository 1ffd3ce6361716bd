"""Write the sheet of the constants and words that formulas use, each in a labelled cell."""

from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.formulas.named_constants import FIRST_ROW, Constants
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.vocabulary import Text


def write_constants(page: Page, manuscript: Manuscript) -> Constants:  # noqa: ARG001 - cells come as they are asked for
    """Write the heading; cells are added as formulas ask for them."""
    page.columns([46, 40])
    page.title(Text("常数与用语", "Constants and words"))
    page.hint(1, words.WHAT_CONSTANTS_ARE, wide=2)
    page.heads(FIRST_ROW - 1, [Text("用于", "used for"), Text("值", "value")])
    page.sheet.freeze_panes(FIRST_ROW, 0)
    return Constants(page=page)


SHEET = Sheet(name=Text("常数", "Constants"), write=write_constants)
