"""Read CSV tables with every fault placed by line and column."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from ceheng_model.errors import NOTHING, Fault, InputError, choice
from ceheng_model.files.disk import read_text
from ceheng_model.vocabulary import Text

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def number(text: str) -> float | None:
    """Return the number a cell holds, or None.

    Full-width digits and signs, thousands separators and a trailing per cent sign are understood.

    >>> number("１２．５％"), number("36,510"), number("−0.03"), number("twelve")
    (0.125, 36510.0, -0.03, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("\N{MINUS SIGN}", "-")
    percent = plain.endswith("%")
    plain = plain.removesuffix("%").strip()
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        return None
    # float("12.5e-2") is exact decimal reading; 12.5 / 100 may differ in the last bit
    value = float(f"{plain}e-2") if percent and "e" not in plain.lower() else float(plain)
    return value if isfinite(value) else None


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one line of a table: its place in the file and its cells."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def place(self, column: str) -> Text:
        """Return the place of one cell for a message."""
        return Text(f"{self.path} 第{self.line}行 {column} 列", f"{self.path} line {self.line}, column {column}")

    def number(self, column: str, faults: list[Fault], *, what: Text, unit: Text) -> float:
        """Return a finite number, or add a fault and return NaN."""
        value = number(self.cells[column])
        if value is None:
            faults.append(
                Fault(
                    what=what,
                    rule=Text("为有限的数", "be a finite number"),
                    got=self.cells[column],
                    way_out=unit,
                    place=self.place(column),
                )
            )
            return float("nan")
        return value

    def year(self, column: str, faults: list[Fault]) -> int:
        """Return a year, or add a fault and return 0."""
        text = unicodedata.normalize("NFKC", self.cells[column]).strip()
        if re.fullmatch(r"(19|20|21)\d\d", text):
            return int(text)
        faults.append(
            Fault(
                what=Text("年份", "the year"),
                rule=Text("为四位数的年份", "be a year of four digits"),
                got=self.cells[column],
                way_out=Text("例如 2022", "for example 2022"),
                place=self.place(column),
            )
        )
        return 0

    def repeated(self, column: str, first_line: int) -> Fault:
        """Return the fault of a row that says again what an earlier line said."""
        return Fault(
            what=Text("本行", "the row"),
            rule=Text("只出现一次", "appear once"),
            got=Text(f"第{first_line}行", f"line {first_line}"),
            way_out=Text("删去重复的一行", "delete one of the two"),
            place=self.place(column),
        )

    def option(self, column: str, options: Sequence[str], faults: list[Fault]) -> str:
        """Return one of the options, or add a fault and return the cell as it came."""
        cell = self.cells[column]
        if cell not in options:
            faults.append(choice(Text(f"{column} 列", column), cell, options).at(self.place(column)))
        return cell


def read_rows(path: Path, columns: Sequence[str], *, optional: Sequence[str] = ()) -> list[Row]:
    """Return the rows of a CSV file that has the `columns`, the `optional` ones if it likes, and no others.

    They may stand in any order; an optional column that is not there has no cells in the rows. Empty
    lines are passed over; spaces around cells are dropped. Raises `InputError` with every missing,
    unknown or doubled column, and every row with too many or too few cells.
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""))
    header = [cell.strip() for cell in next(reader, [])]
    place = Text(f"{path} 第1行", f"{path} line 1")
    faults = header_faults(header, columns, optional=optional, place=place)
    rows: list[Row] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            line = reader.line_num
            faults.append(ragged(len(header), len(cells), place=Text(f"{path} 第{line}行", f"{path} line {line}")))
            continue
        rows.append(Row(path, reader.line_num, dict(zip(header, (c.strip() for c in cells), strict=True))))
    if faults:
        raise InputError(faults)
    return rows


def header_faults(
    header: Sequence[str], columns: Sequence[str], *, optional: Sequence[str], place: Text
) -> list[Fault]:
    """Return the faults of a header: columns that are missing, unknown or there twice."""
    known = (*columns, *optional)
    listed = ", ".join(known)
    way_out = Text(f"应有的列：{listed}", f"the columns are: {listed}")
    faults = [
        Fault(
            what=Text(f"{name} 列", f"column {name}"),
            rule=Text("存在", "be there"),
            got=NOTHING,
            way_out=way_out,
            place=place,
        )
        for name in columns
        if name not in header
    ]
    for position, name in enumerate(header):
        if name not in known or name in header[:position]:
            faults.append(
                Fault(
                    what=Text(f"第{position + 1}列的列名", f"the name of column {position + 1}"),
                    rule=Text("为已知且不重复的列名", "be known and not repeated"),
                    got=name,
                    way_out=way_out,
                    place=place,
                )
            )
    return faults


def ragged(expected: int, came: int, *, place: Text) -> Fault:
    """Return the fault of a row with too many or too few cells."""
    return Fault(
        what=Text("单元格个数", "the number of cells"),
        rule=Text(f"为 {expected}", f"be {expected}"),
        got=came,
        way_out=Text("含逗号的文字请加引号", "put quotes around text that holds a comma"),
        place=place,
    )
