"""Compose the bulletin on how a plan is carried out as a Word file and an HTML page."""

from ceheng_model.documents.bulletin.bulletin_files import write_bulletin
from ceheng_model.documents.bulletin.bulletin_paper import compose_bulletin

__all__ = ["compose_bulletin", "write_bulletin"]
