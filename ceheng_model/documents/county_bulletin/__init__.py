"""Compose the bulletin on how all counties of a set of plans stand as a Word file and an HTML page."""

from ceheng_model.documents.county_bulletin.county_bulletin_files import write_plans_bulletin
from ceheng_model.documents.county_bulletin.county_bulletin_paper import compose_plans_bulletin

__all__ = ["compose_plans_bulletin", "write_plans_bulletin"]
