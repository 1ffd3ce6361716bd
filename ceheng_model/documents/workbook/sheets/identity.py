"""Write a hidden sheet with what is needed to read the workbook back; readers of results need none of it."""

import sys

import tomli_w

from ceheng_model.documents.workbook.book import DASH, Page
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.levers import lever_table
from ceheng_model.vocabulary import Template, Text

_VERSION = Template("由 ceheng-model {version} 写出", "written by ceheng-model {version}")


def write_identity(page: Page, manuscript: Manuscript) -> None:
    """Write by which cells the scenario is known again when it is read back."""
    page.columns([24, 80])
    page.say(0, 0, Text("读回所需的资料，请勿改动", "needed to read the workbook back; leave as it is"), "section")
    rows = _rows(manuscript.subject)
    for row, (label, name, text) in enumerate(rows, start=1):
        page.say(row, 0, label, "label")
        page.say(row, 1, text or DASH, "label")
        page.name_cells(name, (row, 1))
    package = sys.modules[__name__.partition(".")[0]]
    page.say(len(rows) + 1, 0, _VERSION.format(version=package.__version__), "hint")
    page.sheet.hide()
    page.sheet.protect()


SHEET = Sheet(name=Text("标识", "Identity"), write=write_identity)


def _rows(subject: Subject) -> list[tuple[Text, str, str]]:
    """Return the rows: label, name of the cell, what stands in it."""
    scenario = subject.scenario
    levers = tomli_w.dumps({"lever": [lever_table(lever) for lever in scenario.levers]}) if scenario.levers else ""
    return [
        (Text("所基于的情景", "based on"), cell_names.BASED_ON, scenario.based_on or "plan"),
        (subject.terms.kind, cell_names.PLAN, subject.plan.id),
        (Text("地区", "region"), cell_names.REGION, scenario.baseline.region),
        (Text("措施", "measures"), cell_names.LEVERS, levers),
        (Text("格式", "format"), cell_names.IDENTITY, cell_names.FORMAT),
    ]
