"""Show finished results as tables: cells in words and figures, and whole tables in every form."""

from ceheng_model.tables.cells import (
    DASH,
    NEARLY_ALWAYS,
    NEARLY_NEVER,
    Cell,
    Figure,
    Kind,
    is_wide,
    one_or_range,
    probability_text,
    text_width,
    written,
)
from ceheng_model.tables.table import WIDTH, Column, Shown, Table, column

__all__ = [
    "DASH",
    "NEARLY_ALWAYS",
    "NEARLY_NEVER",
    "WIDTH",
    "Cell",
    "Column",
    "Figure",
    "Kind",
    "Shown",
    "Table",
    "column",
    "is_wide",
    "one_or_range",
    "probability_text",
    "text_width",
    "written",
]
