"""Read tables and TOML from disk with every fault placed, and write files whole or not at all."""

from ceheng_model.files.codes import SHORT, code_of, shortened
from ceheng_model.files.disk import (
    decoded,
    make_folder,
    read_text,
    repacked,
    shipped,
    whole_folder,
    write_together,
    write_whole,
    zipped,
)
from ceheng_model.files.encodings import ENCODINGS, Encoding
from ceheng_model.files.excel import EXCEL, Limits, OpenedWorkbook, formula_of, open_workbook
from ceheng_model.files.grid import FormattedNumber
from ceheng_model.files.number_reader import (
    ANY,
    COUNT,
    PERCENT,
    PLAIN,
    POINTS,
    RATE,
    SHARE,
    TIMES,
    YUAN,
    Unit,
    Unread,
    number,
    read_number,
    unit_behind,
)
from ceheng_model.files.parquet import Block, ParquetBlocks
from ceheng_model.files.sections import Section, read_toml
from ceheng_model.files.table import FRAME, Row, Rows, read_table
from ceheng_model.files.values import as_text, day_of, plain, year_of

__all__ = [
    "ANY",
    "COUNT",
    "ENCODINGS",
    "EXCEL",
    "FRAME",
    "PERCENT",
    "PLAIN",
    "POINTS",
    "RATE",
    "SHARE",
    "SHORT",
    "TIMES",
    "YUAN",
    "Block",
    "Encoding",
    "FormattedNumber",
    "Limits",
    "OpenedWorkbook",
    "ParquetBlocks",
    "Row",
    "Rows",
    "Section",
    "Unit",
    "Unread",
    "as_text",
    "code_of",
    "day_of",
    "decoded",
    "formula_of",
    "make_folder",
    "number",
    "open_workbook",
    "plain",
    "read_number",
    "read_table",
    "read_text",
    "read_toml",
    "repacked",
    "shipped",
    "shortened",
    "unit_behind",
    "whole_folder",
    "write_together",
    "write_whole",
    "year_of",
    "zipped",
]
