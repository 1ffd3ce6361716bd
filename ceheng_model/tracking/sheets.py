"""Open a table of actual figures: CSV as spreadsheets write it, an Excel sheet, or a pandas frame."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ceheng_model.errors import NOTHING, Fault, InputError, raise_faults
from ceheng_model.files import load_workbook, ragged, read_bytes, read_text
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl import Workbook

SHEET = "actuals"
"""Name of the sheet that is read; the first sheet where none has it."""
EXCEL = (".xlsx", ".xlsm")
RISKY = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""

HEADINGS: Mapping[str, Text] = {
    "kind": Text("类别", "kind"),
    "group": Text("人群", "group"),
    "component": Text("收入构成", "component"),
    "indicator": Text("指标编号", "indicator"),
    "year": Text("年份", "year"),
    "quarter": Text("季度", "quarter"),
    "value": Text("数值", "value"),
    "published": Text("公布日期", "published"),
    "source": Text("来源", "source"),
    "note": Text("备注", "note"),
    "region": Text("地区", "region"),
    "about": Text("填写说明", "about"),
}
NEEDED = ("kind", "year", "value", "published", "source")
_FORMULA = "\0"
_GAPS = ("nan", "NaT", "<NA>")
"""What pandas writes where there is nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one row of a table: its number, its cells by column, and how its places are called."""

    name: str
    number: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]
    """Letter of each column in an Excel sheet."""
    form: Literal["csv", "excel", "frame"]

    def place(self, column: str) -> Text:
        """Return the place of one cell for a message."""
        if self.form == "excel" and column in self.letters:
            cell = f"{self.letters[column]}{self.number}"
            return Text(f"{self.name} 单元格 {cell}", f"{self.name} cell {cell}")
        if self.form == "frame":
            return Text(
                f"{self.name}.iloc[{self.number}] {column} 列", f"{self.name}.iloc[{self.number}], column {column}"
            )
        return Text(f"{self.name} 第{self.number}行 {column} 列", f"{self.name} line {self.number}, column {column}")


def lines_of(given: "Path | str | pd.DataFrame") -> tuple[str, list[Line]]:
    """Return the name of a table and its rows; raise `InputError` for what is no such table.

    Headings are the keys or the Chinese names of `HEADINGS`, in any order. Rows without any content are
    passed over.
    """
    if isinstance(given, str | Path):
        path = Path(given)
        excel = path.suffix.lower() in EXCEL
        return str(path), _excel_lines(path) if excel else _csv_lines(path)
    import pandas as pd

    if not isinstance(given, pd.DataFrame):
        raise InputError(_other_type(given))
    records = given.itertuples(index=False, name=None)
    rows = ((position, [_cell(value) for value in record]) for position, record in enumerate(records))
    return "frame", _lines("frame", [str(name) for name in given.columns], rows, form="frame")


def _csv_lines(path: Path) -> list[Line]:
    reader = csv.reader(io.StringIO(read_text(path), newline=""))
    header = next(reader, [])
    return _lines(str(path), header, ((reader.line_num, cells) for cells in reader), form="csv")


def _excel_lines(path: Path) -> list[Line]:
    raw = read_bytes(path)
    stored, typed = (_sheet(_loaded(path, raw, stored=stored)) for stored in (True, False))
    rows = [[_cell(value) for value in row] for row in stored.iter_rows(values_only=True)]
    for row, formulas in zip(rows, typed.iter_rows(values_only=True), strict=False):
        for position, formula in enumerate(formulas):
            # a formula that no spreadsheet has calculated stores no value
            if isinstance(formula, str) and formula.startswith("=") and not row[position]:
                row[position] = f"{_FORMULA}{formula}"
    name = f"{path} [{stored.title}]"
    return _lines(name, rows[0] if rows else [], enumerate(rows[1:], start=2), form="excel")


def _loaded(path: Path, raw: bytes, *, stored: bool) -> "Workbook":
    try:
        return load_workbook(raw, stored=stored)
    except Exception as error:  # openpyxl raises whatever its parsers do
        what, rule = Text("文件", "the file"), Text("为 .xlsx 工作簿", "be an .xlsx workbook")
        way_out = Text("在表格软件中另存为 .xlsx 或 CSV", "save it again as .xlsx or as CSV")
        got = repr(raw[:8]) if raw else NOTHING
        place = Text(str(path), str(path))
        raise InputError(Fault(what=what, rule=rule, got=got, way_out=way_out, place=place)) from error


def _sheet(book: "Workbook") -> Any:
    return book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]


def _lines(name: str, headings: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], *, form: Any) -> list[Line]:
    filled = [heading.strip() for heading in headings]
    while form == "excel" and filled and not filled[-1]:
        filled.pop()
    keys = [_key_of(heading) for heading in filled]
    faults = _header_faults(name, filled, keys)
    letters = {key: _letter(position) for position, key in enumerate(keys)}
    found = []
    for number, cells in rows:
        texts = [cell.strip() for cell in cells]
        if not any(texts):
            continue
        if form == "csv" and len(texts) != len(keys):
            faults.append(ragged(len(keys), len(texts), place=Text(f"{name} 第{number}行", f"{name} line {number}")))
            continue
        found.append(
            Line(name, number, {**dict.fromkeys(HEADINGS, ""), **dict(zip(keys, texts, strict=False))}, letters, form)
        )
    raise_faults([*faults, *(fault for line in found for fault in _formula_faults(line))])
    return found


def _key_of(heading: str) -> str:
    plain = unicodedata.normalize("NFKC", heading).strip()
    return next((key for key, text in HEADINGS.items() if plain.lower() == key or plain == text.zh), plain)


def _header_faults(name: str, headings: Sequence[str], keys: Sequence[str]) -> list[Fault]:
    zh, en = (", ".join(text.in_language(language) for text in HEADINGS.values()) for language in ("zh", "en"))
    way_out, place = Text(f"可用的列：{zh}", f"the columns are: {en}"), Text(name, name)
    faults = [
        Fault(
            what=Text(f"“{HEADINGS[key].zh}”列", f"column {key}"),
            rule=Text("存在", "be there"),
            got=NOTHING,
            way_out=way_out,
            place=place,
        )
        for key in NEEDED
        if key not in keys
    ]
    for position, key in enumerate(keys):
        if key not in HEADINGS or key in keys[:position]:
            what = Text(f"第{position + 1}列的列名", f"the name of column {position + 1}")
            rule = Text("为已知且不重复的列名", "be known and not repeated")
            faults.append(Fault(what=what, rule=rule, got=headings[position], way_out=way_out, place=place))
    return faults


def _formula_faults(line: Line) -> list[Fault]:
    return [
        Fault(
            what=Text("单元格", "the cell"),
            rule=Text("存有公式的计算结果", "hold the result of its formula"),
            got=text.removeprefix(_FORMULA),
            way_out=Text(
                "用表格软件打开并保存一次，或直接写数", "open and save it in a spreadsheet, or write the number"
            ),
            place=line.place(column),
        )
        for column, text in line.cells.items()
        if text.startswith(_FORMULA)
    ]


def _cell(value: Any) -> str:
    """Return a value as a file would write it: nothing for a gap, days as 2023-01-20, whole numbers without a point."""
    if value is None or str(value) in _GAPS:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, Real) and not isinstance(value, Integral):
        number = float(value)
        return f"{number:.0f}" if number.is_integer() else repr(number)
    return str(value)


def _letter(position: int) -> str:
    letters, left = "", position + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def _other_type(given: object) -> Fault:
    return Fault(
        what=Text("实际数", "the actual figures"),
        rule=Text("为文件路径、数据框或 Actuals", "be a path, a frame or Actuals"),
        got=Text.same(type(given).__name__),
        way_out=Text("用 write_template(路径) 写出模板", "write_template(path) writes a template"),
    )
