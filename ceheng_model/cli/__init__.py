"""The ``ceheng`` command."""

# importing the modules adds their commands, in the order in which --help lists them
from ceheng_model.cli import (
    commands,
    drawing,
    founding,
    measuring,
    opening,
    papers_brief,
    paying,
    reasoning,
    spread,
    tabulating,
    tracking_command,
)
from ceheng_model.cli.entry import app, main

__all__ = [
    "app",
    "commands",
    "drawing",
    "founding",
    "main",
    "measuring",
    "opening",
    "papers_brief",
    "paying",
    "reasoning",
    "spread",
    "tabulating",
    "tracking_command",
]
