"""Read spreadsheets in the OpenDocument format (.ods)."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isclose

from ceheng_model.errors import Fault, InputError
from ceheng_model.files.grid import FormattedNumber
from ceheng_model.files.spreadsheets.archive import Archive, whole, xml_parser
from ceheng_model.files.spreadsheets.number_format import POWERS
from ceheng_model.files.spreadsheets.sheet import MOST_CELLS, Book, StoredSheet
from ceheng_model.vocabulary import Text

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SHOWN = re.compile(
    r"(?P<before>[^0-9.,]*?)(?P<number>[-+−]?[0-9][0-9,]*(?:\.[0-9]+)?|[-+−]?\.[0-9]+)(?P<after>.*)", re.DOTALL
)
_FRACTION = re.compile(r"-?(?:[0-9]+ +)?[0-9]+ */ *[0-9]+")
_EXPONENT = re.compile(r"[eE][+-]?[0-9]+")
_NO_UNIT = " \u00a0\u3000+-()（）"
_MONEY = ("¥", "￥", "CN¥", "CNY", "RMB")
_HIDDEN = ("collapse", "filter")
_CELLS = ("table-cell", "covered-table-cell")
# texts of notes, pictures and lists of changes stand beside cells, not in them
_BESIDE = ("annotation", "shapes", "frame", "tracked-changes", "custom-shape")


def open_document(archive: Archive) -> Book:
    """Return the sheets of an .ods file; raise `InputError` for a broken one and for one under a password."""
    with whole(archive.path):
        if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
            raise InputError(locked(archive.path))
        parser = _ContentParser()
        archive.parse(CONTENT, xml_parser(parser.start, parser.end, parser.text))
    sheets = {sheet.title: sheet for sheet in parser.sheets}
    return Book(
        path=archive.path,
        titles=tuple(sheets),
        hidden=frozenset(title for title, style in parser.styles.items() if style in parser.hidden_styles),
        names={},
        load=sheets.__getitem__,
        holds_figures=lambda title: sheets[title].holds_figures,
    )


def locked(path: object) -> Fault:
    """Return the fault of a file under a password."""
    return Fault(
        what=Text("文件", "the file"),
        rule=Text("不设密码", "have no password"),
        got=Text("已加密的工作簿", "an encrypted workbook"),
        way_out=Text("用表格软件打开，去掉密码后另存为 .xlsx", "open it, take the password off and save it as .xlsx"),
        place=Text.same(path),
    )


class _ContentParser:
    """Gather the sheets of a document, and the cells that hold anything."""

    def __init__(self) -> None:
        """Begin with none."""
        self.sheets: list[StoredSheet] = []
        self.styles: dict[str, str] = {}
        """Style of each sheet."""
        self.hidden_styles: set[str] = set()
        self._style = ""
        self._row = self._column = 0
        self._rows = self._columns = 1
        """How often the row and the cell stand."""
        self._row_cells: list[tuple[int, int, object, str | None]] = []
        self._cell: Mapping[str, str] | None = None
        self._is_row_hidden = False
        self._beside = 0
        self._paragraphs = 0
        self._parts: list[str] = []
        self._room = MOST_CELLS

    def start(self, name: str, given: dict[str, str]) -> None:
        """Take note of an element that begins."""
        kind = name[name.rfind(" ") + 1 :]
        if self._beside or kind in _BESIDE:
            self._beside += 1
            return
        attributes = {key[key.rfind(" ") + 1 :]: value for key, value in given.items()}
        if kind in _CELLS:
            self._begin_cell(kind, attributes)
        elif kind == "table-row":
            self._begin_row(attributes)
        elif kind == "table-column":
            self._column_run(attributes)
        elif kind == "table":
            self._begin_sheet(attributes)
        elif self._cell is not None:
            self._mark(kind, attributes)
        else:
            self._note_style(kind, attributes)

    def end(self, name: str) -> None:
        """Take note of an element that ends."""
        if self._beside:
            self._beside -= 1
            return
        kind = name[name.rfind(" ") + 1 :]
        if kind in _CELLS:
            self._end_cell()
        elif kind == "table-row":
            self._end_row()
        elif kind == "p":
            self._paragraphs += 1

    def text(self, data: str) -> None:
        """Take note of a text."""
        if self._cell is not None and not self._beside:
            self._parts.append(data)

    def _mark(self, kind: str, attributes: Mapping[str, str]) -> None:
        """Take note of an element that stands for a sign."""
        if kind == "s":
            self._parts.append(" " * min(_count(attributes, "c"), 1000))
        elif kind == "tab":
            self._parts.append("\t")
        elif kind == "line-break" or (kind == "p" and self._paragraphs):
            self._parts.append("\n")

    def _note_style(self, kind: str, attributes: Mapping[str, str]) -> None:
        """Take note of the styles that hide a sheet."""
        if kind == "style":
            self._style = attributes.get("name", "")
        elif kind == "table-properties" and attributes.get("display") == "false":
            self.hidden_styles.add(self._style)

    def _begin_sheet(self, attributes: Mapping[str, str]) -> None:
        title = attributes["name"]
        self.sheets.append(StoredSheet(title=title))
        self.styles[title] = attributes.get("style-name", "")
        self._row = self._column = 0

    def _column_run(self, attributes: Mapping[str, str]) -> None:
        first = self._column + 1
        self._column += _count(attributes, "number-columns-repeated")
        if attributes.get("visibility") in _HIDDEN:
            self.sheets[-1].hidden_columns.append((first, self._column))

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self._rows = _count(attributes, "number-rows-repeated")
        self._column = 0
        self._row_cells = []
        self._is_row_hidden = attributes.get("visibility") in _HIDDEN

    def _begin_cell(self, kind: str, attributes: Mapping[str, str]) -> None:
        self._columns = _count(attributes, "number-columns-repeated")
        self._cell, self._parts, self._paragraphs = attributes, [], 0
        down, across = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if kind == "table-cell" and (down > 1 or across > 1):
            row, column = self._row + 1, self._column + 1
            self.sheets[-1].merged.append((column, row, column + across - 1, row + down - 1))

    def _end_cell(self) -> None:
        assert self._cell is not None
        value, formula = _value(self._cell, "".join(self._parts)), self._cell.get("formula")
        if value is not None or formula is not None:
            written = None if formula is None else f"={formula.partition('=')[2]}"
            self._spend(self._columns)
            self._row_cells += [(self._column + n, 1, value, written) for n in range(1, self._columns + 1)]
        self._column += self._columns
        self._cell = None

    def _end_row(self) -> None:
        if self._row_cells:
            self._spend(self._rows * len(self._row_cells))
            for row in range(self._row + 1, self._row + self._rows + 1):
                for column, _, value, formula in self._row_cells:
                    self.sheets[-1].put(row, column, value, formula)
                if self._is_row_hidden:
                    self.sheets[-1].hidden_rows.add(row)
        self._row += self._rows

    def _spend(self, cells: int) -> None:
        # a single cell may say that it stands a million times
        self._room -= cells
        if self._room < 0:
            raise OverflowError(f"more than {MOST_CELLS} cells")


def _count(attributes: Mapping[str, str], key: str) -> int:
    count = int(attributes.get(key, "1"))
    if count < 1:
        raise ValueError(f"{key} {count}")
    return count


def _value(cell: Mapping[str, str], text: str) -> object:
    kind = cell.get("value-type")
    if kind == "boolean":
        return cell.get("boolean-value") == "true"
    if kind == "date":
        moment = datetime.fromisoformat(cell["date-value"])
        return moment if moment.hour or moment.minute or moment.second else _date(moment)
    if kind in ("float", "percentage", "currency"):
        return _number(cell, kind, text.strip())
    return text or cell.get("string-value")


def _date(moment: datetime) -> date:
    return moment.date()


def _number(cell: Mapping[str, str], kind: str, shown: str) -> object:
    stored = cell["value"]
    if not _NUMBER.fullmatch(stored):
        raise ValueError(f"number {stored[:20]!r}")
    value: int | float = int(stored) if stored.removeprefix("-").isdecimal() and len(stored) < 16 else float(stored)
    if kind == "percentage":
        return FormattedNumber(value=value, unit="%", shown=shown or f"{value * 100:g}%")
    if kind == "currency" and not shown:
        unit = "元" if cell.get("currency", "CNY") in _MONEY else cell["currency"]
        return FormattedNumber(value=value, unit=unit, shown=f"{stored} {unit}")
    return _as_shown(value, shown)


def _as_shown(value: float, shown: str) -> object:
    """Return a number with the unit that a reader sees; the text of a cell says what its format makes of it."""
    if _FRACTION.fullmatch(shown):
        return value
    match = _SHOWN.fullmatch(shown)
    if match is None:
        # nothing, or a text in place of a number
        return FormattedNumber(value=value, unit=shown, shown=shown) if shown.strip(_NO_UNIT) else value
    before, after = match["before"].strip(_NO_UNIT), match["after"].strip(_NO_UNIT).replace("％", "%")
    after = _EXPONENT.sub("", after, count=1) if _EXPONENT.match(after) else after
    if before in _MONEY:
        before, after = "", after if after.endswith("元") else f"{after}元"
    unit = before + after
    if not unit:
        return value
    seen = abs(float(match["number"].replace(",", "").replace("−", "-")))
    if unit == "%" and _is_near(seen, abs(value), match["number"]):
        return FormattedNumber(value=float(Decimal(repr(value)).scaleb(-2)), unit=unit, shown=shown)
    return _unscaled(value, seen, unit, match["number"], shown)


def _unscaled(value: float, seen: float, unit: str, digits: str, shown: str) -> object:
    """Return the number with its unit, or without the word by which its format has made it smaller."""
    if _is_near(seen, abs(value), digits):
        return FormattedNumber(value=value, unit=unit, shown=shown)
    for word, power in sorted(POWERS.items(), key=lambda item: -len(item[0])):
        if unit.startswith(word) and _is_near(seen, abs(value) / 10**power, digits):
            left = unit.removeprefix(word)
            return FormattedNumber(value=value, unit=left, shown=shown) if left else value
    # no unit of anything: whoever asks for a number refuses it
    return FormattedNumber(value=value, unit=shown, shown=shown)


def _is_near(seen: float, value: float, digits: str) -> bool:
    """Return whether a number is shown as it is, to the last digit that is shown."""
    decimals = len(digits.partition(".")[2])
    return isclose(seen, value, rel_tol=1e-9, abs_tol=0.51 * 10**-decimals)
