"""Read tables and TOML from disk with every fault placed, and write files whole or not at all."""

from ceheng_model.files.archive import repacked, zipped
from ceheng_model.files.excel import EXCEL, Limits, OpenedWorkbook, formula_of, open_workbook
from ceheng_model.files.parquet import Block, ParquetBlocks
from ceheng_model.files.part_file import Written
from ceheng_model.files.sections import Section, read_toml
from ceheng_model.files.table import FRAME, Row, Rows, read_table
from ceheng_model.files.text_file import decoded, read_text, shipped
from ceheng_model.files.values import as_text, day_of, number, plain, year_of
from ceheng_model.files.whole_file import make_folder, whole_folder, write_scratch, write_together, write_whole

__all__ = [
    "EXCEL",
    "FRAME",
    "Block",
    "Limits",
    "OpenedWorkbook",
    "ParquetBlocks",
    "Row",
    "Rows",
    "Section",
    "Written",
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
    "write_scratch",
    "write_together",
    "write_whole",
    "year_of",
    "zipped",
]
