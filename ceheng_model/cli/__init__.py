"""The ``ceheng`` command."""

# importing the modules adds their commands, in the order in which --help lists them
from ceheng_model.cli import commands, founding, measuring, paying, reasoning, spread
from ceheng_model.cli.entry import app, main

__all__ = ["app", "commands", "founding", "main", "measuring", "paying", "reasoning", "spread"]
