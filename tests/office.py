"""Let LibreOffice recalculate workbooks: a judge that shares no code with the library."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

import openpyxl

from tests.effort import PATIENCE

SOFFICE = shutil.which("soffice")
_AT_ONCE = 4
"""Files that one call converts: patience is for one call."""

# without this item LibreOffice shows the stored values of files that it has not written itself
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
%s
</script:module>
"""
_PROGRAM = """Sub Main
%s
End Sub
Sub Insert(source As String, target As String, title As String, rows As Boolean, before As Long)
Dim options(0) As New com.sun.star.beans.PropertyValue
Dim document, page
options(0).Name = "Hidden"
options(0).Value = True
document = StarDesktop.loadComponentFromURL(source, "_blank", 0, options())
page = document.Sheets.getByName(title)
page.unprotect("")
If rows Then page.Rows.insertByIndex(before, 1) Else page.Columns.insertByIndex(before, 1)
document.calculateAll()
options(0).Name = "FilterName"
options(0).Value = "Calc MS Excel 2007 XML"
document.storeToURL(target, options())
document.close(True)
End Sub
"""

Values = dict[tuple[str, str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Hold a row or a column that is put into a sheet, before the one of a number that counts from 1."""

    sheet: str
    kind: Literal["row", "column"]
    before: int


def profile(folder: Path) -> Path:
    """Make a profile that recalculates every workbook when it is opened."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    return folder / "profile"


def convert(files: Sequence[Path], kind: str, into: Path, profile: Path) -> list[Path]:
    """Convert files, a few in one call of LibreOffice; return what came out."""
    assert SOFFICE is not None
    into.mkdir(exist_ok=True)
    command = [SOFFICE, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind]
    made = []
    for first in range(0, len(files), _AT_ONCE):
        few = files[first : first + _AT_ONCE]
        done = subprocess.run(
            [*command, "--outdir", str(into), *map(str, few)],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        made += [into / f"{file.stem}.{kind}" for file in few]
        assert all(file.is_file() for file in made), done.stderr
    return made


def with_lines(files: Sequence[Path], lines: Sequence[Line], into: Path, profile: Path) -> list[Path]:
    """Lift the protection of a sheet of every file and put a row or column into it; references follow as they do there.

    Every file goes into the folder under the number of its line.
    """
    assert SOFFICE is not None
    into.mkdir(exist_ok=True)
    made = [into / f"{number}.xlsx" for number in range(len(lines))]
    calls = []
    for file, line, target in zip(files, lines, made, strict=True):
        given = (file.as_uri(), target.as_uri(), line.sheet)
        told = ", ".join(f'"{text}"' for text in given)
        calls.append(f"Insert({told}, {line.kind == 'row'}, {line.before - 1})")
    # the first start of a profile writes a module of its own
    convert(files[:1], "csv", into / "first", profile)
    module = profile / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(_MODULE % escape(_PROGRAM % "\n".join(calls)), encoding="utf-8")
    command = [SOFFICE, "--headless", f"-env:UserInstallation={profile.as_uri()}", "macro:///Standard.Module1.Main"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert all(file.is_file() for file in made), done.stderr
    return made


def values(path: Path) -> Values:
    """Return what stands in every cell of a workbook, formulas by their stored values."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def recalculated(files: Sequence[Path], into: Path, profile: Path) -> list[Values]:
    """Return the cells of every workbook after LibreOffice has recalculated it."""
    return [values(file) for file in convert(files, "xlsx", into, profile)]


def differences(mine: Values, theirs: Values, *, relative: float = 1e-9) -> list[str]:
    """Return the cells in which two workbooks differ: numbers by more than a relative amount, all else at all."""
    found = []
    for key in sorted(mine.keys() | theirs.keys()):
        a, b = mine.get(key), theirs.get(key)
        if isinstance(a, int | float) and isinstance(b, int | float):
            # a small difference of two large figures carries their noise
            if abs(a - b) > relative * max(abs(a), abs(b)) + 2e-11:
                found.append(f"{key}: {a!r} {b!r}")
        elif a != b:
            found.append(f"{key}: {a!r} {b!r}")
    return found
