"""Open CSV files that others wrote, whatever separates them, and refuse what is broken or huge."""

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ceheng_model.errors import Fault, InputError, Remark
from ceheng_model.files.encodings import Encoding, text_of
from ceheng_model.files.grid import Grid
from ceheng_model.files.text_file import unreadable
from ceheng_model.vocabulary import Template, Text

# twenty years of 2,800 regions with fifteen rows each are 840,000 rows, ten columns and 60 MB
MOST_BYTES = 100_000_000
MOST_LINES = 1_048_576
"""What a sheet holds."""
MOST_CELLS = 12_000_000
MOST_COLUMNS = 16_384
"""What a sheet holds."""

SEPARATORS = (",", ";", "\t", "|", "，")
"""What may stand between cells, the usual one first."""
_SAMPLED = 30
"""Records by which the separator is found: more than any title and notes above a heading."""
_TELLING = 4
"""Cells in a row from which on a line of running text does not happen to have as many separators."""
_NAMED_SEPARATOR = re.compile(r'"?sep=(?P<sign>[^"\r\n]|\\t)"?[,;\t|，]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


def open_csv(path: Path, *, encoding: Encoding | None = None) -> Grid:
    """Return the rows of a CSV file; raise `InputError` for what is none, what is broken and what is far too large.

    Cells stand apart by comma, semicolon, tab, bar or full-width comma, whichever gives rows of one length, or by
    what a first line ``sep=;`` says. A row keeps its length as written.
    """
    place = Text.same(path)
    text = text_of(_bytes(path), place=place, encoding=encoding)
    named = _NAMED_SEPARATOR.match(text)
    remarks = []
    if named:
        sign = "\t" if named["sign"] == "\\t" else named["sign"]
        remarks.append(_separator_said(sign, place))
        # the lines that follow keep their numbers
        skipped, text = 1, text[named.end() :]
    else:
        skipped, sign = 0, _separator(text)
    _require_modest(text.count(sign), MOST_CELLS, _CELLS, place)
    lines: list[int] = []
    rows: list[list[str | None]] = []
    widest = 0
    for start, cells in _records(text, sign, path, skipped):
        # a row of separators holds nothing
        if any(cells) and any(map(str.strip, cells)):
            lines.append(start)
            rows.append([cell.strip() or None for cell in cells])
            widest = max(widest, len(cells))
    _require_modest(widest, MOST_COLUMNS, _COLUMNS, place)
    return Grid(name=str(path), form="csv", lines=lines, rows=rows, remarks=remarks)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # what is no regular file has no size before it is read
            _require_modest(os.fstat(file.fileno()).st_size, MOST_BYTES, _BYTES, Text.same(path))
            raw = file.read(MOST_BYTES + 1)
    except InputError:
        # what is far too large, which is a kind of ValueError, too
        raise
    except (OSError, ValueError) as error:
        raise InputError(unreadable(path, error)) from error
    _require_modest(len(raw), MOST_BYTES, _BYTES, Text.same(path))
    # counted before anything is parsed: two million rows are refused at once
    _require_modest(max(raw.count(b"\n"), raw.count(b"\r")), MOST_LINES, _LINES, Text.same(path))
    return raw


def _records(text: str, sign: str, path: Path, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    start = 1
    try:
        for cells in reader:
            if reader.line_num > start and _swallows(cells, sign):
                raise InputError(_open_mark(path, start + skipped, text, start))
            yield start + skipped, cells
            start = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            raise InputError(_long_cell(path, start + skipped, text, start)) from error
        raise InputError(_open_mark(path, start + skipped, text, start)) from error


def _swallows(cells: list[str], sign: str) -> bool:
    """Return whether a cell of several lines holds whole rows, as where two quotation marks stand open."""
    if len(cells) < _TELLING:
        return False
    lines = (line for cell in cells if "\n" in cell or "\r" in cell for line in cell.splitlines()[1:-1])
    return any(line.count(sign) + 1 == len(cells) for line in lines)


def _separator(text: str) -> str:
    """Return the sign that gives most of the first records the same number of cells, two or more."""
    return max(SEPARATORS, key=lambda sign: _evenness(text, sign))


def _evenness(text: str, sign: str) -> tuple[int, int]:
    counts: Counter[int] = Counter()
    try:
        reader = csv.reader(io.StringIO(text[:1_000_000], newline=""), delimiter=sign, strict=True)
        counts.update(len(cells) for cells in islice(reader, _SAMPLED) if len(cells) > 1)
    except csv.Error:
        # what was counted so far tells enough
        pass
    # of two counts that are as frequent the longer rows are the table
    width, often = max(counts.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return often, width


def _separator_said(sign: str, place: Text) -> Remark:
    shown = {"\t": Text("制表符", "tab")}.get(sign, Text.same(sign))
    said = Template(
        "第1行指明分隔符（{sign}），不作为数据", "line 1 names the separator ({sign}) and is no row of the table"
    )
    return Remark(text=said.format(sign=shown), place=place, is_warning=False)


def _require_modest(count: int, most: int, what: Text, place: Text) -> None:
    if count > most:
        raise InputError(
            Fault(
                what=what,
                rule=Template("不超过 {most:,}", "be at most {most:,}").format(most=most),
                got=Template("{count:,}", "{count:,}").format(count=count),
                way_out=Text(
                    "只保留所需的行与列，或拆成几个文件", "keep the rows and columns that are needed, or split the file"
                ),
                place=place,
            )
        )


def _open_mark(path: Path, line: int, text: str, at: int) -> Fault:
    return Fault(
        what=Text("引号", "the quotation mark"),
        rule=Text("成对", "be closed"),
        got=_line(text, at),
        way_out=Text(
            "引号从这一行开始：补上配对的引号或删去它，文字中的引号写两个",
            "it opens in this line: close it or delete it, and write a quotation mark within a text twice",
        ),
        place=Text(f"{path} 第{line}行", f"{path} line {line}"),
    )


def _line(text: str, at: int) -> str:
    return next(islice(io.StringIO(text, newline=""), at - 1, None), "").strip()


def _long_cell(path: Path, line: int, text: str, at: int) -> Fault:
    return Fault(
        what=Text("单元格", "the cell"),
        rule=Text(f"不超过 {csv.field_size_limit():,} 个字符", f"have at most {csv.field_size_limit():,} characters"),
        got=_line(text, at),
        way_out=Text("是否缺引号？缩短文字", "is a quotation mark missing? shorten the text"),
        place=Text(f"{path} 第{line}行", f"{path} line {line}"),
    )


_BYTES = Text("文件字节数", "the size of the file in bytes")
_LINES = Text("文件行数", "the number of lines")
_CELLS = Text("单元格个数", "the number of cells")
_COLUMNS = Text("列数", "the number of columns")
