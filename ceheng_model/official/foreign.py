"""Know the tables of other publishers by their headings, to say what was found."""

from collections.abc import Mapping

from ceheng_model.errors import Fault
from ceheng_model.files.grid import Grid
from ceheng_model.vocabulary import Template, Text

_PUBLISHERS: Mapping[Text, tuple[frozenset[str], ...]] = {
    Text("世界银行", "the World Bank"): (frozenset({"country name", "country code"}),),
    Text("欧盟统计局", "Eurostat"): (
        frozenset({"geo\\time"}),
        frozenset({"geo\\time_period"}),
        frozenset({"geo", "time_period", "obs_value"}),
    ),
    Text("国际劳工组织", "the ILO"): (
        frozenset({"ref_area.label"}),
        frozenset({"ref_area", "indicator", "obs_value"}),
    ),
    Text("经济合作与发展组织", "the OECD"): (frozenset({"location", "subject"}), frozenset({"ref_area", "measure"})),
    Text("联合国", "the United Nations"): (frozenset({"country or area"}),),
    Text("国际货币基金组织", "the IMF"): (frozenset({"weo country code"}), frozenset({"iso", "weo subject code"})),
}
"""Headings that stand together in the tables of a publisher, in lower case."""
_ROWS = 30
"""Lines in which a heading is looked for."""


def foreign_fault(grid: Grid) -> Fault | None:
    """Return the fault of a table that another publisher made, or None."""
    for row, cells in enumerate(grid.rows[:_ROWS]):
        # Eurostat packs several dimensions into one heading: unit,na_item,geo\time
        words = {
            part.strip().lower()
            for cell in cells
            if isinstance(cell, str)
            for part in (cell, *cell.replace(";", ",").split(","))
        }
        for publisher, signatures in _PUBLISHERS.items():
            if any(signature <= words for signature in signatures):
                heading = Text.listed(cell for cell in cells[:4] if cell is not None)
                return Fault(
                    what=Text("表的版式", "the layout of the table"),
                    rule=Text("为国家统计局、统计年鉴或统计公报的版式", "be that of the NBS, a yearbook or a bulletin"),
                    got=_FOUND.format(publisher=publisher, heading=heading),
                    way_out=Text(
                        "其他机构的收入口径不同，不作转换", "others count incomes differently; they are not converted"
                    ),
                    place=Text.same(f"{grid.name} ") + grid.row_name(grid.lines[row]),
                )
    return None


_FOUND = Template("{publisher}的表，列名 {heading}", "a table of {publisher}, headed {heading}")
