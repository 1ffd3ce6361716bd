"""Open workbooks that others wrote: refuse what is no workbook, what is broken and what is far too large."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.errors import NOTHING, Fault, InputError
from ceheng_model.files import load_workbook, unreadable
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_BYTES = 5_000_000
"""Size of a file that is opened."""
MOST_UNPACKED = 12_000_000
"""Size of what is packed in it; a workbook of a three-year plan unpacks to 0.4 MB, one of a hundred years to 4 MB."""
MOST_PARTS = 1000
"""Files packed in it."""

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
class Opened:
    """Hold a workbook twice: with its formulas, and with the values that are stored for them."""

    path: Path
    formulas: "Workbook"
    stored: "Workbook"


def open_workbook(path: Path) -> Opened:
    """Read a workbook; raise `InputError` for what is none, for broken files and for files that unpack too large."""
    raw = _bytes(path)
    if not raw.startswith(b"PK"):
        raise InputError(_no_workbook(path, raw))
    with _reading(path):
        _require_modest(path, raw)
    with _reading(path):
        return Opened(path=path, formulas=load_workbook(raw, stored=False), stored=load_workbook(raw, stored=True))


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_file() and size > MOST_BYTES:
            raise InputError(_too_large(path, size, MOST_BYTES))
        return path.read_bytes()
    except OSError as error:
        raise InputError(unreadable(path, error, what=Text("工作簿", "the workbook"))) from error


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
                place=Text(str(path), str(path)),
            )
        ) from error


def _require_modest(path: Path, raw: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = packed.infolist()
        # zipfile unpacks no more of a part than its header says
        size = sum(part.file_size for part in parts)
        if size > MOST_UNPACKED or len(parts) > MOST_PARTS:
            raise InputError(_too_large(path, size, MOST_UNPACKED, len(parts)))
        if "xl/workbook.xml" not in {part.filename.lstrip("/") for part in parts}:
            raise InputError(_no_workbook(path, raw))
        for part in parts:
            # entities of a document type can unfold without end, and no workbook has one
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.read(part).replace(b"\0", b""):
                raise InputError(_with_document_type(path, part.filename))


def _no_workbook(path: Path, raw: bytes) -> Fault:
    way_out = Text("给出本程序写出的 .xlsx 工作簿", "give an .xlsx workbook that this program wrote")
    if raw.startswith(_COMPOUND):
        way_out = Text("去掉密码，另存为 .xlsx", "remove the password, or save the .xls as .xlsx")
    return Fault(
        what=Text("文件", "the file"),
        rule=Text("为 .xlsx 工作簿", "be an .xlsx workbook"),
        got=repr(raw[:8]) if raw else NOTHING,
        way_out=way_out,
        place=Text(str(path), str(path)),
    )


def _too_large(path: Path, size: int, most: int, parts: int = 0) -> Fault:
    files = Text(f"，{parts} 个文件", f" in {parts} files") if parts else Text("", "")
    return Fault(
        what=Text("工作簿的大小", "the size of the workbook"),
        rule=Text(f"不超过 {most / 1e6:.0f} MB", f"be at most {most / 1e6:.0f} MB"),
        got=Text(f"{size / 1e6:.0f} MB{files.zh}", f"{size / 1e6:.0f} MB{files.en}"),
        way_out=Text("重新写出工作簿，只填输入格", "write the workbook again and fill its inputs only"),
        place=Text(str(path), str(path)),
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
        place=Text(str(path), str(path)),
    )
