"""Write a what-if page: one HTML file with a plan, an engine and its controls."""

from ceheng_model.documents.page.page_file import write_page

__all__ = ["write_page"]
