"""Turn policy measures into yuan per person: what a plan prices, with the numbers that it does not give."""

from ceheng_model.levers.lever import Lever, added_levels, require_levers
from ceheng_model.levers.templates import (
    LeverTemplate,
    lever_table,
    parse_lever,
    read_lever,
    read_templates,
    template_table,
)

__all__ = [
    "Lever",
    "LeverTemplate",
    "added_levels",
    "lever_table",
    "parse_lever",
    "read_lever",
    "read_templates",
    "require_levers",
    "template_table",
]
