"""Write the top of the summary: what the workbook is of, and the choice of the scenario in use."""

from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.plan import unfilled_sentence
from ceheng_model.vocabulary import Text

SWITCH = (2, 1)
"""Row and column of the choice."""
WIDTHS = (34.0, 40.0, 16.0, 16.0, 16.0, 16.0)


def write_switch(page: Page, manuscript: Manuscript) -> str:
    """Write title and choice; return the cell of the choice. The rest follows when every sheet is written."""
    subject, (row, column) = manuscript.subject, SWITCH
    page.columns(WIDTHS)
    page.title(subject.plan.title)
    page.say(row, 0, Text("当前情景（点右侧箭头选择）", "scenario in use (choose from the list)"), "result label")
    page.say(row, column, subject.switchable[0].title, "switch")
    unfilled = unfilled_sentence(subject.dossier.unfilled())
    if unfilled:
        page.say(row + 1, 0, words.UNFILLED.format(sentence=unfilled), "hint")
    rule = {"validate": "list", "source": f"={cell_names.SCENARIO_NAMES}"}
    page.sheet.data_validation(row, column, row, column, rule)
    page.name_cells(cell_names.IN_USE, (row, column))
    return page.pinned(page.at(row, column))


SHEET = Sheet(name=Text("概览", "Summary"), write=write_switch)
