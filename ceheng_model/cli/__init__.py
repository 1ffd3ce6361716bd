"""The ``ceheng`` command: one file a command, under the command's name."""

from ceheng_model.cli.entry import main, program

__all__ = ["main", "program"]
