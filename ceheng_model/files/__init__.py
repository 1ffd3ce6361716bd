"""Read tables and TOML from disk with every fault placed, and write files whole or not at all."""

from ceheng_model.files.disk import decoded, read_bytes, read_text, shipped, unreadable, write_whole
from ceheng_model.files.excel import load_workbook
from ceheng_model.files.parquet import Block, ParquetBlocks
from ceheng_model.files.rows import Row, header_faults, number, ragged, read_rows
from ceheng_model.files.sections import Section, read_toml

__all__ = [
    "Block",
    "ParquetBlocks",
    "Row",
    "Section",
    "decoded",
    "header_faults",
    "load_workbook",
    "number",
    "ragged",
    "read_bytes",
    "read_rows",
    "read_text",
    "read_toml",
    "shipped",
    "unreadable",
    "write_whole",
]
