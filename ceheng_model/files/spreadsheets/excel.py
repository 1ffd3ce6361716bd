"""Read .xlsx workbooks: the cells that are stored, their number formats, formulas and defined names."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from ceheng_model.errors import Fault, InputError
from ceheng_model.files.spreadsheets.archive import Archive, local, whole, xml_parser
from ceheng_model.files.spreadsheets.number_format import BUILT_IN, GENERAL, formatted
from ceheng_model.files.spreadsheets.sheet import Area, Book, StoredSheet, is_figure
from ceheng_model.vocabulary import Template, Text

EXCEL = (".xlsx", ".xlsm")
"""Suffixes of workbooks that this library reads and writes."""
WORKBOOK = "xl/workbook.xml"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Of a sheet."""

_TRUE = ("1", "true", "on")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")


def open_excel(archive: Archive) -> Book:
    """Return the sheets of an .xlsx workbook; raise `InputError` for a broken one."""
    with whole(archive.path):
        workbook = _Workbook.of(archive)
    shared: list[Sequence[str]] = []

    def texts() -> Sequence[str]:
        # large, and not needed where a sheet is only looked into for its name
        if not shared:
            shared.append(_shared_texts(archive, workbook.shared))
        return shared[0]

    def load(title: str) -> StoredSheet:
        with whole(archive.path):
            return _SheetParser(workbook, texts(), StoredSheet(title=title)).read(archive, workbook.sheets[title])

    def holds_figures(title: str) -> bool:
        with whole(archive.path):
            try:
                parser = _SheetParser(workbook, texts(), StoredSheet(title=title), stops_at_figure=True)
                parser.read(archive, workbook.sheets[title])
            except _FigureFoundError:
                return True
            return False

    return Book(
        path=archive.path,
        titles=tuple(workbook.sheets),
        hidden=workbook.hidden,
        names=workbook.names,
        load=load,
        holds_figures=holds_figures,
    )


def area_of(block: str) -> Area | None:
    """Return the first column and row of a block and the last ones; None for whole rows, whole columns and no block.

    >>> area_of("$B$3:$D$4"), area_of("C5"), area_of("3:4"), area_of("$D:$F")
    ((2, 3, 4, 4), (3, 5, 3, 5), None, None)
    """
    match = _REFERENCE.fullmatch(block)
    if match is None:
        return None
    first_column, first_row = column_of(match[1]), int(match[2])
    last_column, last_row = (column_of(match[3]), int(match[4])) if match[3] else (first_column, first_row)
    is_inside = 1 <= first_row <= last_row <= LAST_ROW and first_column <= last_column <= LAST_COLUMN
    return (first_column, first_row, last_column, last_row) if is_inside else None


def column_of(letters: str) -> int:
    """Return a column from its letters, counted from 1.

    >>> column_of("A"), column_of("AA"), column_of("xfd")
    (1, 27, 16384)
    """
    column = 0
    for letter in letters.upper():
        column = 26 * column + ord(letter) - 64
    return column


@dataclass(frozen=True, slots=True, kw_only=True)
class _Workbook:
    """Hold what the parts of a workbook say about its sheets."""

    sheets: Mapping[str, str]
    """Parts of the sheets of cells, by title."""
    hidden: frozenset[str]
    names: Mapping[str, str]
    formats: Sequence[str]
    """Number formats by the style of a cell."""
    shared: str | None
    is_1904: bool

    @classmethod
    def of(cls, archive: Archive) -> "_Workbook":
        """Read the workbook part and what it leads to."""
        home = _main_part(archive)
        targets = dict(_targets(archive, home))
        top = archive.tree(home)
        sheets: dict[str, str] = {}
        hidden = set()
        for sheet in top.iterfind("sheets/sheet"):
            kind, part = targets.get(sheet.get("id", ""), ("", ""))
            if kind != "worksheet":
                continue
            if part not in archive:
                raise InputError(_missing_part(archive.path, part))
            sheets[sheet.attrib["name"]] = part
            if sheet.get("state", "visible") != "visible":
                hidden.add(sheet.attrib["name"])
        properties = top.find("workbookPr")
        return cls(
            sheets=sheets,
            hidden=frozenset(hidden),
            names=_names(top.iterfind("definedNames/definedName")),
            formats=_formats(archive, _of_kind(targets, "styles")),
            shared=_of_kind(targets, "sharedStrings"),
            is_1904=properties is not None and properties.get("date1904", "0").lower() in _TRUE,
        )


def _names(elements: Iterator[Element]) -> dict[str, str]:
    # names of one sheet alone are no names of the workbook
    return {
        element.attrib["name"]: (element.text or "").strip()
        for element in elements
        if element.get("localSheetId") is None
    }


def _main_part(archive: Archive) -> str:
    if "_rels/.rels" in archive:
        for kind, part in dict(_targets(archive, "")).values():
            if kind == "officeDocument" and part in archive:
                return part
    return WORKBOOK


def _targets(archive: Archive, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield, by its name, the kind and the part of everything that a part leads to."""
    folder = dirname(part)
    relations = join(folder, "_rels", f"{part.rpartition('/')[2]}.rels")
    if relations not in archive:
        return
    for relation in archive.tree(relations).iterfind("Relationship"):
        if relation.get("TargetMode") != "External":
            target = relation.attrib["Target"].replace("\\", "/")
            path = target if target.startswith("/") else join(folder, target)
            kind = relation.get("Type", "").rpartition("/")[2]
            yield relation.attrib["Id"], (kind, normpath(path).lstrip("/"))


def _of_kind(targets: Mapping[str, tuple[str, str]], wanted: str) -> str | None:
    return next((part for kind, part in targets.values() if kind == wanted), None)


def _formats(archive: Archive, part: str | None) -> list[str]:
    if part is None:
        return []
    top = archive.tree(part)
    codes = dict(BUILT_IN)
    for given in top.iterfind("numFmts/numFmt"):
        codes[int(given.attrib["numFmtId"])] = given.attrib["formatCode"]
    return [codes.get(int(style.get("numFmtId", "0")), GENERAL) for style in top.iterfind("cellXfs/xf")]


def _shared_texts(archive: Archive, part: str | None) -> Sequence[str]:
    if part is None:
        return []
    parser = _TextParser()
    archive.parse(part, xml_parser(parser.start, parser.end, parser.text))
    return parser.texts


class _TextParser:
    """Gather the texts that cells share, without the readings that stand above Chinese signs."""

    def __init__(self) -> None:
        """Begin with none."""
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._takes = False
        self._readings = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        """Take note of an element that begins."""
        kind = local(name)
        if kind == "si":
            self._parts = []
        elif kind == "rPh":
            self._readings += 1
        self._takes = kind == "t" and not self._readings

    def end(self, name: str) -> None:
        """Take note of an element that ends."""
        kind = local(name)
        self._takes = False
        if kind == "si":
            self.texts.append(_plain("".join(self._parts)))
        elif kind == "rPh":
            self._readings -= 1

    def text(self, data: str) -> None:
        """Take note of a text."""
        if self._takes:
            self._parts.append(data)


class _FigureFoundError(Exception):
    """Say that a sheet holds a number: no more of it has to be read."""


class _SheetParser:
    """Fill a sheet with the cells that its part stores."""

    def __init__(
        self, workbook: _Workbook, shared: Sequence[str], sheet: StoredSheet, *, stops_at_figure: bool = False
    ) -> None:
        """Begin with an empty sheet."""
        self.sheet = sheet
        self._workbook = workbook
        self._shared = shared
        self._stops_at_figure = stops_at_figure
        self._row = 0
        self._column = 0
        self._in_cell = False
        self._readings = 0
        self._kind = "n"
        self._style = 0
        self._value: str | None = None
        self._formula: str | None = None
        self._parts: list[str] | None = None
        """What stands in the element that is being read, where it is one of those that count."""

    def read(self, archive: Archive, part: str) -> StoredSheet:
        """Return the sheet that a part holds."""
        archive.parse(part, xml_parser(self.start, self.end, self.text))
        return self.sheet

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        kind = name[name.rfind(" ") + 1 :]
        if kind == "c":
            self._begin_cell(attributes)
        elif kind in ("v", "f", "t"):
            if self._in_cell and not self._readings:
                self._parts = []
        elif kind == "row":
            self._begin_row(attributes)
        elif kind == "rPh":
            self._readings += 1
        else:
            self._note(kind, attributes)

    def text(self, data: str) -> None:
        """Take note of a text."""
        if self._parts is not None:
            self._parts.append(data)

    def end(self, name: str) -> None:
        """Take note of an element that ends."""
        kind = name[name.rfind(" ") + 1 :]
        if kind == "rPh":
            self._readings -= 1
        elif self._in_cell:
            if self._parts is not None and kind in ("v", "f", "t"):
                self._keep(kind, "".join(self._parts))
                self._parts = None
            elif kind == "c":
                self._in_cell = False
                self._end_cell()

    def _note(self, kind: str, attributes: Mapping[str, str]) -> None:
        """Take note of what a sheet says of its columns and of its merged cells."""
        if kind == "col":
            if attributes.get("hidden", "0") in _TRUE:
                self.sheet.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif kind == "mergeCell":
            area = area_of(attributes["ref"])
            if area is not None:
                self.sheet.merged.append(area)

    def _keep(self, kind: str, text: str) -> None:
        if kind == "f":
            self._formula = f"={text}"
        else:
            # an inline text comes in runs
            self._value = text if kind == "v" else (self._value or "") + text

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if not 1 <= self._row <= LAST_ROW:
            raise ValueError(f"row {self._row}")
        if attributes.get("hidden", "0") in _TRUE:
            self.sheet.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip("0123456789")
            self._column = column_of(letters)
            if reference[len(letters) :] != str(self._row):
                raise ValueError(f"cell {reference} in row {self._row}")
        if not 1 <= self._column <= LAST_COLUMN:
            raise ValueError(f"column {self._column}")
        self._in_cell = True
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", "0"))
        self._value = self._formula = None

    def _end_cell(self) -> None:
        value: object = None
        if self._value or (self._value is not None and self._kind == "str"):
            value = _READERS[self._kind](self, self._value)
        if self._stops_at_figure:
            if is_figure(value):
                raise _FigureFoundError
        elif value is not None or self._formula is not None:
            self.sheet.put(self._row, self._column, value, self._formula)

    def number(self, text: str) -> object:
        """Return a number with what its format makes of it."""
        body = text.strip()
        if not _NUMBER.fullmatch(body):
            raise ValueError(f"number {text[:20]!r}")
        number = int(body) if body.removeprefix("-").isdecimal() and len(body) < 16 else float(body)
        formats = self._workbook.formats
        # a style that is not there is the plain one
        code = formats[self._style] if self._style < len(formats) else GENERAL
        return number if code == GENERAL else formatted(number, code, is_1904=self._workbook.is_1904)

    def shared_text(self, text: str) -> object:
        """Return one of the texts that cells share."""
        position = int(text)
        if position < 0:
            raise ValueError(f"shared text {position}")
        return self._shared[position]


def _plain(text: str) -> str:
    """Return a text with the signs that workbooks write by their number."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _day(text: str) -> date:
    moment = datetime.fromisoformat(text.removesuffix("Z"))
    return moment if moment.hour or moment.minute or moment.second else moment.date()


_READERS: Mapping[str, Callable[[_SheetParser, str], object]] = {
    "n": _SheetParser.number,
    "s": _SheetParser.shared_text,
    "str": lambda _, text: _plain(text),
    "inlineStr": lambda _, text: _plain(text),
    # a reader of numbers refuses the text of an error, such as #N/A
    "e": lambda _, text: text,
    "b": lambda _, text: text.strip().lower() in _TRUE,
    "d": lambda _, text: _day(text),
}
"""What a cell stores, by its kind."""

_SHEET_PART = Template("工作簿中的 {part}", "{part} in the workbook")


def _missing_part(path: Path, part: str) -> Fault:
    return Fault(
        what=_SHEET_PART.format(part=part or "worksheet"),
        rule=Text("存在", "be there"),
        got=Text("缺少", "no such part"),
        way_out=Text(
            "用 Excel、WPS 或 LibreOffice 打开后另存为 .xlsx",
            "open it in Excel, WPS or LibreOffice and save it again as .xlsx",
        ),
        place=Text.same(path),
    )
