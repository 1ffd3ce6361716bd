"""Write a live workbook whose results are formulas over its inputs, and read the edited inputs back."""

from ceheng_model.documents.workbook.reading import read_workbook
from ceheng_model.documents.workbook.writing import write_workbook

__all__ = ["read_workbook", "write_workbook"]
