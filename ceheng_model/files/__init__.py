"""Read tables and TOML from disk with every fault placed, and write files whole or not at all."""

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
from ceheng_model.files.excel import EXCEL, Limits, OpenedWorkbook, formula_of, open_workbook
from ceheng_model.files.grid import FormattedNumber
from ceheng_model.files.parquet import Block, ParquetBlocks
from ceheng_model.files.sections import Section, read_toml
from ceheng_model.files.table import FRAME, Row, Rows, read_table
from ceheng_model.files.values import as_text, day_of, number, plain, year_of

__all__ = [
    "EXCEL",
    "FRAME",
    "Block",
    "FormattedNumber",
    "Limits",
    "OpenedWorkbook",
    "ParquetBlocks",
    "Row",
    "Rows",
    "Section",
    "as_text",
    "day_of",
    "decoded",
    "formula_of",
    "make_folder",
    "number",
    "open_workbook",
    "plain",
    "read_table",
    "read_text",
    "read_toml",
    "repacked",
    "shipped",
    "whole_folder",
    "write_together",
    "write_whole",
    "year_of",
    "zipped",
]
