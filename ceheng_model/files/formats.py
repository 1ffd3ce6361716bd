"""Tell from its content which opener a file of tables needs, and what a file is that none of them opens."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ceheng_model.errors import Fault, InputError, Remark, raise_faults
from ceheng_model.files.csv_file import open_csv
from ceheng_model.files.encodings import Encoding
from ceheng_model.files.file_kinds import COMPOUND, ZIP, kind_of
from ceheng_model.files.format_versions import NAME, TEMPLATE, mark_fault
from ceheng_model.files.grid import Grid
from ceheng_model.files.heading_row import find_headings
from ceheng_model.files.spreadsheets.archive import TABLE_LIMITS, Archive, Limits, open_archive, read_packed, whole
from ceheng_model.files.spreadsheets.excel import EXCEL, WORKBOOK, open_excel
from ceheng_model.files.spreadsheets.excel_97 import open_excel_97
from ceheng_model.files.spreadsheets.open_document import CONTENT, locked, open_document
from ceheng_model.files.spreadsheets.sheet import Book, grid_of
from ceheng_model.files.text_file import INPUT
from ceheng_model.vocabulary import Text

SAVE_AGAIN = Text("在表格软件中另存为 .xlsx 或 CSV", "save it again as .xlsx or as CSV")
SHEETS = (*EXCEL, ".xltx", ".xltm", ".xls", ".xlt", ".ods", ".ots")
"""Suffixes of files with sheets that are read."""

# sheets of Excel 2 to 5, which stand in no folder of parts
_OLD_SHEETS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_HEAD = 4096
"""Bytes at the beginning that tell files apart."""

_PACKED: Sequence[tuple[str, Text]] = (
    ("xl/workbook.bin", Text("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)")),
    ("word/document.xml", Text("Word 文档", "a Word document")),
    ("ppt/presentation.xml", Text("演示文稿", "a presentation")),
    ("index/document.iwa", Text("Numbers 或 Pages 文件", "a file of Numbers or Pages")),
)
_OTHER, _EMPTY = Text("其他文件", "another file"), Text("空文件", "an empty file")
_NAMED = {
    ".et": Text("WPS 表格文件（.et）", "a spreadsheet of WPS (.et)"),
    ".ett": Text("WPS 表格模板（.ett）", "a template of WPS (.ett)"),
    ".wps": Text("WPS 文字文件（.wps）", "a document of WPS (.wps)"),
    ".numbers": Text("Numbers 文件", "a file of Numbers"),
}
_STREAMS: Sequence[tuple[str, Text]] = (
    ("WordDocument", Text("Word 文档（.doc）", "a Word document (.doc)")),
    ("PowerPoint Document", Text("演示文稿（.ppt）", "a presentation (.ppt)")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Say what a person asks for of a file of tables, and which sheet is looked for where nobody asks."""

    sheet: str | None = None
    """Of a workbook; else the `usual_sheet` is read, else the first that a reader sees."""
    usual_sheet: str | None = None
    encoding: Encoding | None = None
    """Of a file of text; only Big5 has to be named."""
    fills_merged: bool = False
    """Whether what cells merged over several rows hold counts in each of these rows."""


NOTHING_ASKED = Opening()


def open_grid(path: Path, opening: Opening = NOTHING_ASKED) -> Grid:
    """Return the rows of a CSV file or of one sheet of a workbook (.xlsx, .xls, .ods).

    What a file is, its content says; its name only where the content does not. Raises `InputError` for what is no
    table, with what it is, and for a sheet that is not there.
    """
    head = _head(path)
    if not is_packed(path, head):
        _require_table(path, head)
        if opening.sheet is not None:
            raise InputError(_no_sheets(Text.same(path), opening.sheet))
        return _as_named(path, open_csv(path, encoding=opening.encoding))
    if opening.encoding is not None:
        raise InputError(_no_text(Text.same(path), opening.encoding))
    book = open_book(path)
    _require_current(book)
    return grid_of(book, opening.sheet, opening.usual_sheet, fills_merged=opening.fills_merged)


def open_book(path: Path, *, what: Text = INPUT, limits: Limits = TABLE_LIMITS, way_out: Text = SAVE_AGAIN) -> Book:
    """Return the sheets of a workbook; raise `InputError` for what is none, for broken files and for huge ones.

    `what` names the file where it cannot be read, `way_out` says what to do where it is no workbook.
    """
    raw = read_packed(path, limits, what=what)
    if raw.startswith(ZIP):
        return _of_archive(open_archive(path, raw, limits), way_out)
    if _is_old(raw):
        return _of_compound(path, raw, way_out)
    raise InputError(no_workbook(path, kind_of(raw) or (_OTHER if raw else _EMPTY), way_out))


def sheets_with(path: Path, columns: Collection[str], names: Mapping[str, Text]) -> tuple[str, ...]:
    """Return the sheets that a reader sees in which one row names all of the columns; none of what is no workbook.

    Raises `InputError` for broken and for huge workbooks.
    """
    if not is_packed(path, _head(path)):
        return ()
    book = open_book(path)
    seen = (title for title in book.titles if title not in book.hidden)
    return tuple(title for title in seen if _names_all(grid_of(book, title), columns, names))


def _names_all(grid: Grid, columns: Collection[str], names: Mapping[str, Text]) -> bool:
    return set(columns) <= set(find_headings(grid, columns, names).keys)


def is_packed(path: Path, head: bytes) -> bool:
    """Return whether a file is one of those with sheets, by its first bytes; by its name where it has none."""
    return head.startswith(ZIP) or _is_old(head) if head else path.suffix.lower() in SHEETS


def is_live_workbook(path: Path) -> bool:
    """Return whether a file bears the mark of a live workbook, which holds a scenario and no table."""
    if not is_packed(path, _head(path)):
        return False
    mark = open_book(path).names.get(NAME)
    return mark is not None and not _is_template(mark)


def _is_template(mark: str) -> bool:
    # a template bears its mark in the name itself, the workbook with the formulas in a cell
    return '"' in mark


def no_workbook(path: Path, kind: Text, way_out: Text) -> Fault:
    """Return the fault of a file that is no workbook, with what it is."""
    return Fault(
        what=Text("文件", "the file"),
        rule=Text("为 .xlsx、.xls 或 .ods 工作簿", "be a workbook (.xlsx, .xls or .ods)"),
        got=kind,
        way_out=way_out,
        place=Text.same(path),
    )


def _head(path: Path) -> bytes:
    try:
        # what can be read only once, such as a pipe, is left to the reader of text
        if not path.is_file():
            return b""
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except (OSError, ValueError):
        return b""


def _is_old(raw: bytes) -> bool:
    return raw.startswith((COMPOUND, *_OLD_SHEETS))


def _of_archive(archive: Archive, way_out: Text) -> Book:
    if CONTENT in archive and WORKBOOK not in archive:
        with whole(archive.path):
            kind = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in archive else "spreadsheet"
        if "spreadsheet" in kind:
            return open_document(archive)
        raise InputError(no_workbook(archive.path, Text(f"其他文档（{kind}）", f"another document ({kind})"), way_out))
    for part, named in _PACKED:
        if part in archive:
            raise InputError(no_workbook(archive.path, named, way_out))
    if WORKBOOK not in archive and "[Content_Types].xml" not in archive:
        raise InputError(no_workbook(archive.path, Text("压缩文件（zip）", "an archive (zip)"), way_out))
    return open_excel(archive)


def _of_compound(path: Path, raw: bytes, way_out: Text) -> Book:
    suffix = path.suffix.lower()
    if suffix in _NAMED:
        raise InputError(no_workbook(path, _NAMED[suffix], way_out))
    if _names_stream(raw, "EncryptedPackage"):
        raise InputError(locked(path))
    for stream, kind in _STREAMS:
        if _names_stream(raw, stream):
            raise InputError(no_workbook(path, kind, way_out))
    return open_excel_97(path, raw)


def _names_stream(raw: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in raw


def _require_table(path: Path, head: bytes) -> None:
    """Raise `InputError` for a file of which the first bytes say that it is no text with a table."""
    kind = kind_of(head) or _NAMED.get(path.suffix.lower())
    if kind is not None:
        raise InputError(_no_table(path, kind))


def _no_table(path: Path, kind: Text) -> Fault:
    return Fault(
        what=Text("文件", "the file"),
        rule=Text("为 CSV 或工作簿（.xlsx、.xls、.ods）", "be CSV or a workbook (.xlsx, .xls, .ods)"),
        got=kind,
        way_out=Text(
            "用 Excel 或 WPS 打开，另存为 .xlsx（Excel 工作簿）",
            "open it in Excel or WPS and save it as .xlsx (Excel workbook)",
        ),
        place=Text.same(path),
    )


def _require_current(book: Book) -> None:
    """Raise `InputError` for a template of another version, and for a workbook of ours that is no table."""
    mark = book.names.get(NAME)
    if mark is None:
        return
    place = Text.same(book.path)
    fault = mark_fault(mark.strip('="'), TEMPLATE, place) if _is_template(mark) else _formulas(place)
    if fault is not None:
        raise InputError(fault)


def _formulas(place: Text) -> Fault:
    return Fault(
        what=Text("文件", "the file"),
        rule=Text("为数据表", "be a table"),
        got=Text("本程序写出的可自动重算的工作簿", "a live workbook that this program wrote"),
        way_out=Text("把它作为情景读入", "read it as a scenario"),
        place=place,
    )


def require_file(place: Text, opening: Opening) -> None:
    """Raise `InputError` where a sheet or an encoding is asked for of what is no file."""
    faults = [] if opening.sheet is None else [_no_sheets(place, opening.sheet)]
    raise_faults(faults if opening.encoding is None else [*faults, _no_text(place, opening.encoding)])


def _no_text(place: Text, encoding: str) -> Fault:
    return Fault(
        what=Text("编码", "the encoding"),
        rule=Text("只对文本文件指定", "be asked for in text files only"),
        got=encoding,
        way_out=Text("所给的不是文本文件，不必指定", "what is given is no text file: leave it out"),
        place=place,
    )


def _no_sheets(place: Text, sheet: str) -> Fault:
    return Fault(
        what=Text("工作表", "the sheet"),
        rule=Text("只对工作簿指定", "be asked for in workbooks only"),
        got=sheet,
        way_out=Text("所给的不是工作簿，不必指定", "what is given is no workbook: leave it out"),
        place=place,
    )


def _as_named(path: Path, grid: Grid) -> Grid:
    """Return the rows of a text file; where its name says that it is a workbook, with a remark."""
    if path.suffix.lower() not in SHEETS:
        return grid
    text = Text(
        f"文件名以 {path.suffix} 结尾，内容是文本，按 CSV 读入",
        f"the name ends in {path.suffix}, the content is text: read as CSV",
    )
    remark = Remark(text=text, place=Text.same(path), is_warning=False)
    return replace(grid, remarks=(*grid.remarks, remark))
