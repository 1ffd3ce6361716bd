"""Open Excel workbooks that others wrote: refuse what is none, what is broken and what is far too large."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.errors import NOTHING, Fault, InputError
from ceheng_model.files.grid import Grid, Uncalculated
from ceheng_model.files.text_file import INPUT, unreadable
from ceheng_model.vocabulary import NO_TEXT, Text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell

EXCEL = (".xlsx", ".xlsm")
"""Suffixes of workbooks."""
MOST_PARTS = 1000
"""Files packed in a workbook."""
SAVE_AGAIN = Text("在表格软件中另存为 .xlsx 或 CSV", "save it again as .xlsx or as CSV")

_COMPOUND = b"\xd0\xcf\x11\xe0"
# what zipfile, expat, lxml and openpyxl raise on files that are not as they should be
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    AssertionError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Hold how large a workbook may be, in bytes: the file, and what is packed in it."""

    packed: int
    unpacked: int


TABLE_LIMITS = Limits(packed=50_000_000, unpacked=500_000_000)
"""For tables: every column of 2,800 regions unpacks to about 25 MB, twenty years of them to 500 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedWorkbook:
    """Hold a workbook twice: with its formulas, and with the values that are stored for them."""

    path: Path
    formulas: "Workbook"
    stored: "Workbook"


def open_workbook(
    path: Path, *, what: Text = INPUT, limits: Limits = TABLE_LIMITS, way_out: Text = SAVE_AGAIN
) -> OpenedWorkbook:
    """Read a workbook; raise `InputError` for what is none, for broken files and for files that unpack too large.

    `what` names the file where it cannot be read, `way_out` says what to do where it is no workbook.
    """
    raw = _bytes(path, what, limits)
    if not raw.startswith(b"PK"):
        raise InputError(_no_workbook(path, raw, way_out))
    with _reading(path):
        _require_modest(path, raw, limits, way_out)
    with _reading(path):
        return OpenedWorkbook(path=path, formulas=_loaded(raw, stored=False), stored=_loaded(raw, stored=True))


def open_sheet(path: Path, sheet: str | None = None) -> Grid:
    """Return the rows of one sheet of a workbook, the first where there is none of that name."""
    book = open_workbook(path)
    # a workbook of charts alone has no sheet of cells
    titles = [page.title for page in book.stored.worksheets]
    if not titles:
        return Grid(name=str(path), form="excel", lines=(), rows=())
    wanted = sheet if sheet in titles else titles[0]
    lines, rows = [], []
    pages = zip(book.stored[wanted].iter_rows(), book.formulas[wanted].iter_rows(), strict=True)
    for line, (kept_row, typed_row) in enumerate(pages, start=1):
        cells = [_cell(kept.value, typed) for kept, typed in zip(kept_row, typed_row, strict=True)]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            lines.append(line)
            rows.append(cells)
    return Grid(name=f"{path} [{wanted}]", form="excel", lines=lines, rows=rows)


def _cell(value: object, typed: "Cell | MergedCell") -> object:
    text = value.strip() if isinstance(value, str) else value
    if text is None or text == "":
        formula = formula_of(typed)
        return None if formula is None else Uncalculated(formula)
    return text


def formula_of(cell: "Cell | MergedCell") -> str | None:
    """Return the formula in a cell of a workbook that was read with its formulas, or None."""
    if cell.data_type != "f":
        return None
    # array and table formulas come as objects that hold their text
    return cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", None) or "="


def _loaded(raw: bytes, *, stored: bool) -> "Workbook":
    import openpyxl

    with warnings.catch_warnings():
        # extensions that openpyxl leaves out say nothing about the cells
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(raw), data_only=stored, keep_links=False)


def _bytes(path: Path, what: Text, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_file() and size > limits.packed:
            raise InputError(_too_large(path, size, limits.packed))
        return path.read_bytes()
    except OSError as error:
        raise InputError(unreadable(path, error, what=what)) from error


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except InputError:
        raise
    except _BROKEN as error:
        raise InputError(
            Fault(
                what=Text("工作簿文件", "the workbook file"),
                rule=Text("完整", "be whole"),
                got=f"{type(error).__name__}: {error}",
                way_out=Text(
                    "用 Excel、WPS 或 LibreOffice 打开后另存为 .xlsx",
                    "open it in Excel, WPS or LibreOffice and save it again as .xlsx",
                ),
                place=Text.same(path),
            )
        ) from error


def _require_modest(path: Path, raw: bytes, limits: Limits, way_out: Text) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = packed.infolist()
        # zipfile unpacks no more of a part than its header says
        size = sum(part.file_size for part in parts)
        if size > limits.unpacked or len(parts) > MOST_PARTS:
            raise InputError(_too_large(path, size, limits.unpacked, len(parts)))
        if "xl/workbook.xml" not in {part.filename.lstrip("/") for part in parts}:
            raise InputError(_no_workbook(path, raw, way_out))
        for part in parts:
            # entities of a document type can unfold without end, and no workbook has one
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.read(part).replace(b"\0", b""):
                raise InputError(_with_document_type(path, part.filename))


def _no_workbook(path: Path, raw: bytes, way_out: Text) -> Fault:
    if raw.startswith(_COMPOUND):
        way_out = Text("去掉密码，另存为 .xlsx", "remove the password, or save the .xls as .xlsx")
    return Fault(
        what=Text("文件", "the file"),
        rule=Text("为 .xlsx 工作簿", "be an .xlsx workbook"),
        got=repr(raw[:8]) if raw else NOTHING,
        way_out=way_out,
        place=Text.same(path),
    )


def _too_large(path: Path, size: int, most: int, parts: int = 0) -> Fault:
    files = Text(f"，{parts} 个文件", f" in {parts} files") if parts else NO_TEXT
    return Fault(
        what=Text("工作簿的大小", "the size of the workbook"),
        rule=Text(f"不超过 {most / 1e6:.0f} MB", f"be at most {most / 1e6:.0f} MB"),
        got=Text.same(f"{size / 1e6:.0f} MB") + files,
        way_out=Text("重新写出工作簿，只填输入格", "write the workbook again and fill its inputs only"),
        place=Text.same(path),
    )


def _with_document_type(path: Path, part: str) -> Fault:
    return Fault(
        what=Text(f"工作簿中的 {part}", f"{part} in the workbook"),
        rule=Text("不含文档类型声明", "have no document type"),
        got="<!DOCTYPE",
        way_out=Text(
            "用 Excel、WPS 或 LibreOffice 打开后另存为 .xlsx",
            "open it in Excel, WPS or LibreOffice and save it again as .xlsx",
        ),
        place=Text.same(path),
    )
