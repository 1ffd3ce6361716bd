"""Read tables and TOML from disk with every fault placed, and write files whole or not at all."""

from ceheng_model.characters import plain
from ceheng_model.files.codes import SHORT, code_of, shortened
from ceheng_model.files.disk.parquet import Block, ParquetBlocks
from ceheng_model.files.disk.part_file import Written, is_stream
from ceheng_model.files.disk.whole_file import make_folder, whole_folder, write_scratch, write_together, write_whole
from ceheng_model.files.disk.zip_file import repacked, zipped
from ceheng_model.files.encodings import ENCODINGS, Encoding, text_of
from ceheng_model.files.formats import (
    NOTHING_ASKED,
    SHEETS,
    Opening,
    is_live_workbook,
    open_book,
    require_file,
    sheets_with,
)
from ceheng_model.files.grid import FormattedNumber, Uncalculated
from ceheng_model.files.heading_row import folded
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
    money_unit,
    number,
    read_number,
    unit_behind,
    without_scale,
)
from ceheng_model.files.rows import Row, Rows
from ceheng_model.files.sections import Section
from ceheng_model.files.settings import read_settings, settings_in
from ceheng_model.files.shipped_files import path_or_named
from ceheng_model.files.spreadsheets.archive import Limits
from ceheng_model.files.spreadsheets.excel import EXCEL, area_of
from ceheng_model.files.spreadsheets.sheet import Book, StoredSheet, letters
from ceheng_model.files.table import FRAME, read_table
from ceheng_model.files.text_file import shipped
from ceheng_model.files.values import CALENDAR, as_text, day_of, split_cells, year_of, years_of

__all__ = [
    "ANY",
    "CALENDAR",
    "COUNT",
    "ENCODINGS",
    "EXCEL",
    "FRAME",
    "NOTHING_ASKED",
    "PERCENT",
    "PLAIN",
    "POINTS",
    "RATE",
    "SHARE",
    "SHEETS",
    "SHORT",
    "TIMES",
    "YUAN",
    "Block",
    "Book",
    "Encoding",
    "FormattedNumber",
    "Limits",
    "Opening",
    "ParquetBlocks",
    "Row",
    "Rows",
    "Section",
    "StoredSheet",
    "Uncalculated",
    "Unit",
    "Unread",
    "Written",
    "area_of",
    "as_text",
    "code_of",
    "day_of",
    "folded",
    "is_live_workbook",
    "is_stream",
    "letters",
    "make_folder",
    "money_unit",
    "number",
    "open_book",
    "path_or_named",
    "plain",
    "read_number",
    "read_settings",
    "read_table",
    "repacked",
    "require_file",
    "settings_in",
    "sheets_with",
    "shipped",
    "shortened",
    "split_cells",
    "text_of",
    "unit_behind",
    "whole_folder",
    "without_scale",
    "write_scratch",
    "write_together",
    "write_whole",
    "year_of",
    "years_of",
    "zipped",
]
