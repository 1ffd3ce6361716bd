"""The list of sheets: a sheet is one file, written when its tab, or another sheet, needs it."""

import sys
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

import ceheng_model as cm
from ceheng_model.documents.workbook import workbook
from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import projection
from ceheng_model.vocabulary import LANGUAGES, Text

ROOM = Path(workbook.__file__).parent / "sheets"


def test_every_file_that_holds_a_sheet_is_in_the_list() -> None:
    holding = {path.stem for path in ROOM.glob("*.py") if "\nSHEET = " in path.read_text(encoding="utf-8")}
    assert set(workbook.SHEETS) == holding
    assert len(workbook.SHEETS) == len(holding)


def write_double(page: Page, manuscript: Manuscript) -> str:
    """Write twice the rural income of the last year."""
    subject = manuscript.subject
    page.columns([30, 14])
    page.say(0, 0, Text("农村收入的两倍", "twice the rural income"), "title")
    address = manuscript.written(projection.SHEET).levels.at("rural", subject.years[-1])
    level = float(subject.projection.totals.sel(group="rural", year=subject.years[-1]))
    return page.count(1, 0, f"2*{address}", 2.0 * level, "yuan")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_is_one_file_and_one_name(
    first: bool, language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # before the sheets that it needs, or after them: these are written when they are needed
    own = ModuleType("own")
    own.SHEET = Sheet(name=Text("两倍", "Double"), write=write_double)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ceheng_model.documents.workbook.sheets.own", own)
    names = ("own", *workbook.SHEETS) if first else (*workbook.SHEETS, "own")
    monkeypatch.setattr(workbook, "SHEETS", names)
    workbook.write_workbook(cm.scenario("plan"), tmp_path / "own.xlsx", language="en" if language == "en" else "zh")
    tab = "Double" if language == "en" else "两倍"
    formulas = openpyxl.load_workbook(tmp_path / "own.xlsx")
    assert formulas.sheetnames[0 if first else -1] == tab
    assert str(formulas[tab]["A2"].value).startswith("=2*")
    stored = openpyxl.load_workbook(tmp_path / "own.xlsx", data_only=True)
    # the plan prints 15561 yuan
    assert stored[tab]["A2"].value == pytest.approx(2 * 15561, abs=1.0)


def test_a_sheet_that_does_not_apply_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = ModuleType("own")
    sheet = Sheet(name=Text("两倍", "Double"), write=write_double, applies=lambda subject: subject.years[0] > 2021)
    own.SHEET = sheet  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ceheng_model.documents.workbook.sheets.own", own)
    monkeypatch.setattr(workbook, "SHEETS", (*workbook.SHEETS, "own"))
    workbook.write_workbook(cm.scenario("plan"), tmp_path / "own.xlsx")
    # the base year is 2021
    assert "两倍" not in openpyxl.load_workbook(tmp_path / "own.xlsx").sheetnames
