"""Add statements to a plan folder that stands: its comments stay, and nothing is written that does not read back."""

import contextlib
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ceheng_model.doors import door
from ceheng_model.drafting.folder_draft import left_open, statement_lines
from ceheng_model.drafting.promises import Promise
from ceheng_model.errors import GIVEN, NOTHING, Fault, InputError
from ceheng_model.files import text_of, write_whole
from ceheng_model.plan import Plan, load_plan
from ceheng_model.scenarios import load_dossier
from ceheng_model.vocabulary import Text

_CHECKED = "plan.checked.toml"
"""Stands beside ``plan.toml`` while the folder is read with what is added: paths of a plan are relative to its file."""


@door
def add_statements(promises: Sequence[Promise], folder: Path | str) -> Plan:
    """Add statements at the end of ``plan.toml`` and return the plan as it reads back.

    What stands there stays letter by letter. The whole folder is read with them first: nothing is written where it
    has faults. Raises `InputError` for those, `OutputError` where the file cannot be written.
    """
    file = Path(folder) if Path(folder).suffix == ".toml" else Path(folder) / "plan.toml"
    if not promises:
        raise InputError(Fault(what=_WHAT, rule=GIVEN, got=NOTHING, way_out=_LIKE))
    plan = load_plan(file)
    raw = file.read_bytes()
    text = text_of(raw, place=Text.same(file))
    tables = tomllib.loads(text).get("statement", [])
    taken = [str(table["id"]) for table in tables if "id" in table]
    lines = statement_lines(promises, taken=taken, last_year=plan.years[-1])
    grown = f"{text.rstrip()}\n" + "".join(f"{line}\n" for line in lines)
    if b"\r\n" in raw:
        grown = grown.replace("\r\n", "\n").replace("\n", "\r\n")
    _require_read(grown, file)
    write_whole(file, grown)
    return load_plan(file)


def _require_read(text: str, file: Path) -> None:
    """Raise `InputError` where the folder does not read back with this text for its plan."""
    beside = file.with_name(_CHECKED)
    try:
        write_whole(beside, text)
        left_open(load_dossier(beside))
    except InputError as error:
        raise InputError([_as_of(fault, beside, file) for fault in error.faults]) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def _as_of(fault: Fault, beside: Path, file: Path) -> Fault:
    """Return a fault as one of the file that is to be written."""
    if fault.place is None:
        return fault
    place = Text(*(told.replace(str(beside), str(file)) for told in fault.place))
    return replace(fault, place=place)


_WHAT = Text("要补充的内容", "what is to be added")
_LIKE = Text("给出一条或几条", "give one statement or more")
