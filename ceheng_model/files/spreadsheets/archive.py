"""Open packed office files that others wrote: refuse what is broken, far too large or declares a document type."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from ceheng_model.errors import Fault, InputError
from ceheng_model.files.text_file import INPUT, read_bytes, unreadable
from ceheng_model.vocabulary import NO_TEXT, Template, Text

MOST_PARTS = 1000
"""Files packed in a workbook."""
OPEN_AND_SAVE = Text(
    "用 Excel、WPS 或 LibreOffice 打开后另存为 .xlsx",
    "open it in Excel, WPS or LibreOffice and save it again as .xlsx",
)

# office programs pack in these two ways; zipfile bounds what it unpacks of no other
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
# what zipfile, zlib, expat and the readers of old workbooks raise on files that are not as they should be
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    struct.error,
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
    MemoryError,
)
_PART = Template("工作簿中的 {part}", "{part} in the workbook")
_WORKBOOK = Text("工作簿文件", "the workbook file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Hold how large a workbook may be, in bytes: the file, and what is packed in it."""

    packed: int
    unpacked: int


TABLE_LIMITS = Limits(packed=50_000_000, unpacked=500_000_000)
"""For tables: every column of 2,800 regions unpacks to about 25 MB, twenty years of them to 500 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Hold a packed office file whose parts are known to be few and to unpack to a modest size."""

    path: Path
    packed: zipfile.ZipFile
    parts: Mapping[str, zipfile.ZipInfo]
    """By name in small letters: names of parts do not tell capitals."""

    def __contains__(self, name: str) -> bool:
        """Return whether there is a part of that name."""
        return name.lower() in self.parts

    def read(self, name: str) -> bytes:
        """Return a part; `KeyError` where there is none."""
        return self.packed.read(self.parts[name.lower()])

    def parse(self, name: str, parser: expat.XMLParserType) -> None:
        """Feed a part to a parser that `xml_parser` made; `KeyError` where there is none."""
        with self.packed.open(self.parts[name.lower()]) as stream:
            try:
                parser.ParseFile(stream)
            except _DocumentTypeError as error:
                raise InputError(_with_document_type(self.path, name)) from error

    def tree(self, name: str) -> Element:
        """Return a small part as a tree whose names have no namespaces; `KeyError` where there is none."""
        builder = TreeBuilder()

        def start(name: str, attributes: dict[str, str]) -> None:
            builder.start(local(name), {local(key): value for key, value in attributes.items()})

        def end(name: str) -> None:
            builder.end(local(name))

        self.parse(name, xml_parser(start, end, builder.data))
        return builder.close()


def local(name: str) -> str:
    """Return the name of an element or attribute without its namespace, which differs in strict files.

    >>> local("http://purl.oclc.org/ooxml/spreadsheetml/main sheet"), local("name")
    ('sheet', 'name')
    """
    return name[name.rfind(" ") + 1 :]


def xml_parser(
    start: Callable[[str, dict[str, str]], None], end: Callable[[str], None], text: Callable[[str], Any]
) -> expat.XMLParserType:
    """Return a parser that calls these for elements and texts, and stops at a document type."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def read_packed(path: Path, limits: Limits, *, what: Text = INPUT) -> bytes:
    """Return the bytes of a workbook; raise `InputError` for what cannot be read or is too large."""
    try:
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise InputError(unreadable(path, error, what=what)) from error
    # what is no ordinary file has no size before it is read
    if size > limits.packed:
        raise InputError(_too_large(path, size, limits.packed))
    raw = read_bytes(path, most=limits.packed, what=what)
    if len(raw) > limits.packed:
        raise InputError(_too_large(path, len(raw), limits.packed))
    return raw


def open_archive(path: Path, raw: bytes, limits: Limits) -> Archive:
    """Return a packed file; raise `InputError` for a broken one and for what unpacks too large."""
    with whole(path):
        packed = zipfile.ZipFile(io.BytesIO(raw))
        parts = packed.infolist()
        # zipfile unpacks no more of a part than its header says
        size = sum(part.file_size for part in parts)
        if size > limits.unpacked or len(parts) > MOST_PARTS:
            raise InputError(_too_large(path, size, limits.unpacked, len(parts)))
        for part in parts:
            if part.compress_type not in _METHODS or part.flag_bits & _ENCRYPTED:
                raise NotImplementedError(f"{part.filename}: compression {part.compress_type}")
        names = {part.filename.replace("\\", "/").lstrip("/").lower(): part for part in parts}
        return Archive(path=path, packed=packed, parts=names)


@contextmanager
def whole(path: Path) -> Iterator[None]:
    """Turn what goes wrong inside the ``with`` block into the `InputError` of a broken workbook."""
    try:
        yield
    except InputError:
        raise
    except BROKEN as error:
        raise InputError(
            Fault(
                what=_WORKBOOK,
                rule=Text("完整", "be whole"),
                got=_BROKEN_BY.format(error=f"{type(error).__name__}: {error}"),
                way_out=OPEN_AND_SAVE,
                place=Text.same(path),
            )
        ) from error


_BROKEN_BY = Template("内容损坏（{error}）", "damaged content ({error})")


class _DocumentTypeError(ValueError):
    """Say that a document type was met."""


def _refuse_document_type(*_: object) -> None:
    raise _DocumentTypeError


def _too_large(path: Path, size: int, most: int, parts: int = 0) -> Fault:
    files = Text(f"，{parts} 个文件", f" in {parts} files") if parts else NO_TEXT
    return Fault(
        what=Text("工作簿的大小", "the size of the workbook"),
        rule=Text(f"不超过 {most / 1e6:.0f} MB", f"be at most {most / 1e6:.0f} MB"),
        got=Text.same(f"{size / 1e6:.0f} MB") + files,
        way_out=Text("只留要读的工作表，另存为 .xlsx", "keep only the sheet that is to be read and save it as .xlsx"),
        place=Text.same(path),
    )


def _with_document_type(path: Path, part: str) -> Fault:
    # entities of a document type can unfold without end, and no workbook has one
    return Fault(
        what=_PART.format(part=part),
        rule=Text("不含文档类型声明", "have no document type"),
        got="<!DOCTYPE",
        way_out=OPEN_AND_SAVE,
        place=Text.same(path),
    )
