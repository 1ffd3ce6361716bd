"""Read tables and TOML from disk with every fault placed, and write files whole or not at all."""

from ceheng_model.files.disk import read_text, shipped, write_whole
from ceheng_model.files.parquet import Block, ParquetBlocks
from ceheng_model.files.rows import Row, header_faults, number, read_rows
from ceheng_model.files.sections import Section, read_toml

__all__ = [
    "Block",
    "ParquetBlocks",
    "Row",
    "Section",
    "header_faults",
    "number",
    "read_rows",
    "read_text",
    "read_toml",
    "shipped",
    "write_whole",
]
