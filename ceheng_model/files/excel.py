"""Read Excel workbooks."""

import io
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook


def load_workbook(raw: bytes, *, stored: bool) -> "Workbook":
    """Return a workbook with its formulas, or with the values `stored` for them; raise what openpyxl raises."""
    import openpyxl

    with warnings.catch_warnings():
        # extensions that openpyxl leaves out say nothing about the cells
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(raw), data_only=stored, keep_links=False)
