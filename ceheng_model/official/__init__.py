"""Read official tables as they come: exports of the Bureau's site, tables of yearbooks and bulletins."""

from ceheng_model.official.official_figures import LeftOut, OfficialFigure
from ceheng_model.official.official_table import OfficialTable
from ceheng_model.official.table_reader import read_official

__all__ = ["LeftOut", "OfficialFigure", "OfficialTable", "read_official"]
