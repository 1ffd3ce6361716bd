"""The ``ceheng`` command."""

from ceheng_model.cli.commands import app, main

__all__ = ["app", "main"]
