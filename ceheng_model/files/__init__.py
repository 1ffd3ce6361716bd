"""Read tables and TOML from disk with every fault placed, and write files whole or not at all."""

from ceheng_model.files.archive import Limits
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
from ceheng_model.files.excel import EXCEL, area_of
from ceheng_model.files.formats import open_book
from ceheng_model.files.grid import FormattedNumber, Uncalculated
from ceheng_model.files.parquet import Block, ParquetBlocks
from ceheng_model.files.sections import Section, read_toml
from ceheng_model.files.sheet import Book, StoredSheet, letters
from ceheng_model.files.table import FRAME, Row, Rows, read_table
from ceheng_model.files.values import as_text, day_of, number, plain, year_of

__all__ = [
    "EXCEL",
    "FRAME",
    "Block",
    "Book",
    "FormattedNumber",
    "Limits",
    "ParquetBlocks",
    "Row",
    "Rows",
    "Section",
    "StoredSheet",
    "Uncalculated",
    "area_of",
    "as_text",
    "day_of",
    "decoded",
    "letters",
    "make_folder",
    "number",
    "open_book",
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
