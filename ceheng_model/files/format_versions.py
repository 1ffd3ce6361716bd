"""Know the versions of the formats that this library writes and reads, and say what is of another one."""

from dataclasses import dataclass
from typing import Any

from ceheng_model.errors import Fault
from ceheng_model.files.sections import Section
from ceheng_model.vocabulary import Template, Text

KEY = "format"
"""Key of the version in files of settings."""
NAME = "ceheng_format"
"""Defined name of the format and its version in workbooks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """Hold a format: what it is called, its version, and what to do with a file of an older one."""

    name: str
    """In workbooks, before the version."""
    what: Text
    version: int
    renewal: Text
    """How a file of an older version is made anew."""

    @property
    def mark(self) -> str:
        """What a workbook of this format and version says of itself."""
        return f"{self.name}-{self.version}"


PLAN = FileFormat(
    name="ceheng-plan",
    what=Text("方案文件夹", "the plan folder"),
    version=1,
    renewal=Text("按现行文件说明改写，或重新建立方案文件夹", "revise it by the manual, or make the folder again"),
)
SCENARIO = FileFormat(
    name="ceheng-scenario",
    what=Text("情景文件", "the scenario file"),
    version=1,
    renewal=Text("按现行文件说明改写，或重新保存情景", "revise it by the manual, or save the scenario again"),
)
WORKBOOK = FileFormat(
    name="ceheng-workbook",
    what=Text("工作簿", "the workbook"),
    version=2,
    renewal=Text("重新写出工作簿，再填入改动", "write the workbook again and enter the changes there"),
)
TEMPLATE = FileFormat(
    name="ceheng-template",
    what=Text("实际数的模板", "the template of actual figures"),
    version=1,
    renewal=Text("重新写出模板，再填入数字", "write the template again and enter the figures there"),
)
FORMATS = (PLAN, SCENARIO, WORKBOOK, TEMPLATE)
"""Every format that carries a version."""

_BE = Template("为格式 {version}", "have format {version}")
_NEWER = Template("较新版本写的格式 {came}", "format {came}, written by a newer version")
_OLDER = Template("较早版本的格式 {came}", "format {came} of an older version")
_UPGRADE = Text("请升级 ceheng-model", "upgrade ceheng-model")


def take_format(section: Section, known: FileFormat) -> None:
    """Check the version that a file of settings names; one that names none is of the current version."""
    came = section.optional(KEY, section.raw)
    if came is None:
        return
    fault = _fault(known, came, section.place)
    if fault is not None:
        section.faults.append(fault)


def mark_fault(mark: str, known: FileFormat, place: Text) -> Fault | None:
    """Return the fault of a workbook that bears the mark of another version or another format, or None."""
    name, _, version = mark.rpartition("-")
    if name == known.name and version.isdecimal() and version.isascii() and len(version) < 10:
        return _fault(known, int(version), place)
    other = next((form.what for form in FORMATS if form.name == name and form != known), None)
    what, rule = (
        Text("文件的标识", "the mark of the file"),
        Template("为{what}的标识", "be that of {what}").format(what=known.what),
    )
    way_out = Text("核对是否选错了文件", "see whether it is the right file")
    return Fault(what=what, rule=rule, got=other or mark, way_out=way_out, place=place)


def _fault(known: FileFormat, came: Any, place: Text) -> Fault | None:
    if came == known.version and isinstance(came, int) and not isinstance(came, bool):
        return None
    rule = _BE.format(version=known.version)
    if isinstance(came, bool) or not isinstance(came, int):
        way_out = Text(f"写作 format = {known.version}", f"write format = {known.version}")
        return Fault(
            what=known.what,
            rule=rule,
            got=came if isinstance(came, str) else Text.same(came),
            way_out=way_out,
            place=place,
        )
    is_newer = came > known.version
    got = (_NEWER if is_newer else _OLDER).format(came=came)
    return Fault(what=known.what, rule=rule, got=got, way_out=_UPGRADE if is_newer else known.renewal, place=place)
