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
from ceheng_model.tables.columns import KEYS, SCENARIO, Column, column, component_column, group_column
from ceheng_model.tables.fitted import Fitted
from ceheng_model.tables.frame import Frame, frame_over, grid_for_people
from ceheng_model.tables.line_breaks import wrapped
from ceheng_model.tables.prose import in_prose
from ceheng_model.tables.shown import Shown, if_growth_holds
from ceheng_model.tables.table import WIDTH, Table

__all__ = [
    "DASH",
    "KEYS",
    "NEARLY_ALWAYS",
    "NEARLY_NEVER",
    "SCENARIO",
    "WIDTH",
    "Cell",
    "Column",
    "Figure",
    "Fitted",
    "Frame",
    "Kind",
    "Shown",
    "Table",
    "column",
    "component_column",
    "frame_over",
    "grid_for_people",
    "group_column",
    "if_growth_holds",
    "in_prose",
    "is_wide",
    "one_or_range",
    "probability_text",
    "text_width",
    "wrapped",
    "written",
]
