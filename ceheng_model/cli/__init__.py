"""The ``ceheng`` command."""

# importing the modules adds their commands, in the order in which --help lists them
from ceheng_model.cli import (
    app,
    brief,
    charts,
    init,
    levers,
    measures,
    project,
    simulate,
    solve,
    track,
    workbook,
)
from ceheng_model.cli.entry import main, program

__all__ = [
    "app",
    "brief",
    "charts",
    "init",
    "levers",
    "main",
    "measures",
    "program",
    "project",
    "simulate",
    "solve",
    "track",
    "workbook",
]
