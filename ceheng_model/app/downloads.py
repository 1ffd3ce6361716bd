"""Make the files that need Python: brief, workbook, charts, bulletin, and the form that actual figures go into."""

from datetime import date
from pathlib import Path
from typing import Any

from ceheng_model.app import words
from ceheng_model.app.bodies import file_in, option_in, stated_in
from ceheng_model.app.uploads import report_on
from ceheng_model.documents.brief import write_brief
from ceheng_model.documents.bulletin import write_bulletin
from ceheng_model.documents.paper import Letterhead
from ceheng_model.documents.workbook import write_workbook
from ceheng_model.errors import Fault, InputError
from ceheng_model.files import day_of, write_scratch, zipped
from ceheng_model.scenarios import Scenario
from ceheng_model.tracking import write_template
from ceheng_model.vocabulary import LANGUAGES, Language, Text

_PAPERS = ("docx", "html")
_LENGTHS = ("page", "brief", "full")
_PICTURES = ("png", "svg")
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""What each kind of file is called on the way to the browser."""


def brief_file(scenario: Scenario, asked: dict[str, Any], folder: Path) -> Path:
    """Return the brief of the length and kind asked for; with a table of actual figures, also how far the plan is."""
    file = folder / f"brief.{option_in(asked, 'ending', _PAPERS)}"
    length: Any = option_in(asked, "length", _LENGTHS)
    tracked = report_on(scenario, file_in(asked), folder) if "file" in asked else None
    letterhead = letterhead_in(asked)
    write_brief(scenario, file, language=language_in(asked), length=length, tracked=tracked, letterhead=letterhead)
    return file


def bulletin_file(scenario: Scenario, asked: dict[str, Any], folder: Path) -> Path:
    """Return the bulletin on how the plan is being carried out by the actual figures that were sent.

    Where the day of the last bulletin is given, it says what changed since.
    """
    file = folder / f"bulletin.{option_in(asked, 'ending', _PAPERS)}"
    since, letterhead = day_in(asked, "since", words.LAST_DAY), letterhead_in(asked)
    report = report_on(scenario, file_in(asked), folder)
    write_bulletin(report, file, since=since, language=language_in(asked), letterhead=letterhead)
    return file


def letterhead_in(asked: dict[str, Any]) -> Letterhead:
    """Return to whom a paper goes, who signs it and on which day; raise `InputError` for what is no day."""
    return Letterhead(
        addressee=stated_in(asked, "to") or "",
        signed=stated_in(asked, "signed") or "",
        day=day_in(asked, "day", words.PAPER_DAY),
    )


def day_in(asked: dict[str, Any], key: str, what: Text) -> date | None:
    """Return a day that was typed; None where none was; raise `InputError` for what is no day."""
    came = stated_in(asked, key)
    day = None if came is None else day_of(came)
    if came is not None and day is None:
        raise InputError(Fault(what=what, rule=words.A_DAY, got=came, way_out=words.WRITE_DAY))
    return day


def workbook_file(scenario: Scenario, asked: dict[str, Any], folder: Path) -> Path:
    """Return the live workbook."""
    file = folder / "workbook.xlsx"
    write_workbook(scenario, file, language=language_in(asked))
    return file


def form_file(scenario: Scenario, asked: dict[str, Any], folder: Path) -> Path:
    """Return the form that actual figures are filled into."""
    file = folder / "form.xlsx"
    write_template(scenario, file, language=language_in(asked))
    return file


def charts_file(scenario: Scenario, asked: dict[str, Any], folder: Path) -> Path:
    """Return every chart of the scenario as PNG and SVG, each with its numbers, in one archive."""
    from ceheng_model.charts import Material, pictures
    from ceheng_model.charts.drawing.picture_file import numbers_file, picture_files

    told, material = language_in(asked), Material(scenario=scenario)
    files: dict[str, bytes] = {}
    for picture in pictures(material):
        if picture.of_spread and material.without_spread is not None:
            continue
        ax = picture.draw(language=told)
        drawn = picture_files(ax, _PICTURES)
        files |= {f"{picture.name}.{suffix}": content for suffix, content in drawn.items()}
        files[f"{picture.name}.csv"] = numbers_file(ax)
    file = folder / "charts.zip"
    write_scratch(file, zipped(files))
    return file


def language_in(asked: dict[str, Any]) -> Language:
    """Return the language of the page."""
    came = option_in(asked, "language", LANGUAGES)
    return next(one for one in LANGUAGES if one == came)


MAKERS = {
    "brief": brief_file,
    "bulletin": bulletin_file,
    "workbook": workbook_file,
    "charts": charts_file,
    "form": form_file,
}
"""What makes each file, by the name under which the page asks for it."""
