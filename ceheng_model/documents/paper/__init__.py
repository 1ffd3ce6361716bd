"""Compose and set official papers: text, tables and pictures as a Word file and an HTML page."""

from ceheng_model.documents.paper.content import Letterhead, Paper
from ceheng_model.documents.paper.page_profile import Profile, load_profile
from ceheng_model.documents.paper.paper_files import (
    FORMATS,
    Format,
    WrittenPaper,
    destination,
    paper_files,
)

__all__ = [
    "FORMATS",
    "Format",
    "Letterhead",
    "Paper",
    "Profile",
    "WrittenPaper",
    "destination",
    "load_profile",
    "paper_files",
]
