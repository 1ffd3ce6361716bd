"""Write a live workbook whose results are formulas over its inputs, and read the edited inputs back."""

from ceheng_model.documents.workbook.reading.read_workbook import read_workbook
from ceheng_model.documents.workbook.workbook import write_workbook

__all__ = ["read_workbook", "write_workbook"]
