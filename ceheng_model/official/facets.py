"""Hold what a heading, a label or a title says of the numbers it stands over."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Literal

from ceheng_model.vocabulary import Concept, Template, Text

Measure = Literal["level", "growth", "median", "median_growth"]
"""What a figure measures: an income, its growth on the year before, the median income, the growth of the median."""
Basis = Literal["nominal", "real"]
Unit = Literal["yuan", "ten_thousand_yuan", "percent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Hold what is known of a number; None where nothing is said."""

    region: str | None = None
    """As the table prints it."""
    group: str | None = None
    """``all``, ``urban`` or ``rural``."""
    component: str | None = None
    year: int | None = None
    quarter: int | None = None
    """1 to 4: January to the end of that quarter; 0 where a year is named as a whole."""
    measure: Measure | None = None
    basis: Basis | None = None
    unit: Unit | None = None
    concept: Concept | None = None
    is_cumulative: bool | None = None
    """Whether quarters are said to be counted from January."""
    left: Text | None = None
    """Why numbers are left out, where they are no income by component."""

    def under(self, above: "Facets") -> "Facets":
        """Return these facets with what they leave open taken from those above."""
        gaps = {field.name: getattr(above, field.name) for field in fields(self) if getattr(self, field.name) is None}
        return replace(self, **gaps)

    def against(self, other: "Facets") -> tuple[str, object, object] | None:
        """Return the name of a facet on which two disagree, with what each says; None where they agree."""
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            if field.name != "left" and mine is not None and theirs is not None and mine != theirs:
                return field.name, mine, theirs
        return None


NOTHING_SAID = Facets()


def stacked(layers: Iterable[Facets]) -> Facets:
    """Return several facets as one, the first the nearest."""
    told = NOTHING_SAID
    for layer in layers:
        told = told.under(layer)
    return told


FACET_NAMES = {
    "region": Text("地区", "the region"),
    "group": Text("人群", "the group"),
    "component": Text("收入构成", "the component"),
    "year": Text("年份", "the year"),
    "quarter": Text("季度", "the quarter"),
    "measure": Text("指标", "the measure"),
    "basis": Text("增速口径", "the basis of growth"),
    "unit": Text("单位", "the unit"),
    "concept": Text("收入口径", "the concept of income"),
    "is_cumulative": Text("累计或当季", "whether quarters are cumulative"),
}
"""What readers call a facet."""

NOT_AN_INCOME = Template("“{name}”不是本库识别的收入指标", "'{name}' is none of the incomes that are known")
