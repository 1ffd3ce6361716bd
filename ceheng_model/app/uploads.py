"""Read a scenario, an edited workbook or a table of actual figures that the page sends; of its name only the ending."""

from pathlib import Path

from ceheng_model.app import words
from ceheng_model.app.bodies import Sent
from ceheng_model.documents.workbook import read_workbook
from ceheng_model.errors import Fault, InputError, choice
from ceheng_model.files import read_settings, write_scratch
from ceheng_model.scenarios import Dossier, Scenario, read_scenario
from ceheng_model.tracking import TrackingReport, track

TEXTS = ("toml", "json")
"""Endings of scenario files."""
WORKBOOKS = ("xlsx", "xlsm")
"""Endings of workbooks that the library writes and a planner edits."""
TABLES = ("csv", "txt", "tsv", "xlsx", "xlsm", "xls", "ods")
"""Endings of tables of actual figures, official tables among them."""
_STEM = "received"
_FEW_DRAWS = 16
"""Draws of a report of which no probability is shown."""


def scratch(folder: Path, sent: Sent, endings: tuple[str, ...]) -> Path:
    """Return where a file that was sent stands now; raise `InputError` for an ending that is not read."""
    if sent.ending not in endings:
        raise InputError(choice(words.ENDING, sent.ending, [f".{one}" for one in endings]))
    file = folder / f"{_STEM}.{sent.ending}"
    write_scratch(file, sent.content)
    return file


def scenario_from(text: str, dossier: Dossier, folder: Path) -> Scenario:
    """Return the scenario of a page; raise `InputError` with every fault of it."""
    return scenario_in(folder, Sent(ending="json", content=text.encode(errors="replace")), dossier)


def scenario_in(folder: Path, sent: Sent, dossier: Dossier) -> Scenario:
    """Return the scenario that a scenario file or an edited workbook holds; raise `InputError` with every fault.

    A file that says no name of its own gives none: what it is called here nobody chose.
    """
    file = scratch(folder, sent, (*TEXTS, *WORKBOOKS))
    if sent.ending in TEXTS:
        made = read_scenario(file, plan=dossier)
        return made if "name" in read_settings(file) else made.with_name("")
    made = read_workbook(file, plan=dossier)
    if made.baseline.by_case is not None:
        # that of another region, or split by shares of its own: the page has no field for either
        fault = Fault(what=words.ON_THE_PAGE, rule=words.OWN_BASE, got=words.OF_ANOTHER_PLACE, way_out=words.PUT_BACK)
        raise InputError(fault)
    return made.with_name("") if made.name.zh == _STEM else made


def report_on(scenario: Scenario, sent: Sent, folder: Path) -> TrackingReport:
    """Return how a plan is being carried out by the actual figures of a table; raise `InputError` with every fault."""
    return track(
        scenario,
        scratch(folder, sent, TABLES),
        published=sent.published,
        region=sent.region,
        confirm=sent.confirm,
        draws=_FEW_DRAWS,
        seed=0,
    )
