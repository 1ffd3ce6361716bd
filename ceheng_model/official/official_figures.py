"""Hold one figure of an official table, and what was left out."""

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from ceheng_model.official.facets import Basis, Facets, Measure
from ceheng_model.vocabulary import Concept, Template, Text, label_of

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialFigure:
    """Hold one figure as published, with what it is of and where it stands."""

    region: str
    """As the table prints it; empty where it names none."""
    group: str
    component: str
    year: int
    quarter: int | None
    """1 to 4: January to the end of that quarter; None for a year."""
    measure: Measure
    basis: Basis | None
    """Whether growth is nominal or real; None for a level, and where it is not said."""
    value: float
    """Yuan, or a fraction for growth."""
    concept: Concept
    place: Text
    step: Decimal
    """What one unit of the last printed digit comes to."""
    printed: str = ""
    is_bare: bool = False
    """Whether only lines above say of which income it is a part."""

    @classmethod
    def of(
        cls, facets: Facets, value: float, place: Text, *, basis: str | None, step: Decimal, printed: str, is_bare: bool
    ) -> "OfficialFigure":
        """Return the figure of which facets say everything."""
        assert facets.group is not None
        assert facets.component is not None
        assert facets.year is not None
        assert facets.concept is not None
        return cls(
            region=facets.region or "",
            group=facets.group,
            component=facets.component,
            year=facets.year,
            quarter=facets.quarter or None,
            measure=facets.measure or "level",
            basis=cast("Basis | None", basis),
            value=value,
            concept=facets.concept,
            place=place,
            step=step,
            printed=printed,
            is_bare=is_bare,
        )

    @property
    def key(self) -> Key:
        """What the figure is of."""
        return (*self.whole, self.component, self.measure, self.basis)

    @property
    def whole(self) -> Key:
        """What the figure and its total have in common."""
        return (self.region, self.group, self.year, self.quarter, self.concept)

    @property
    def is_rate(self) -> bool:
        """Whether the figure is a growth, not an amount."""
        return self.measure in ("growth", "median_growth")

    @property
    def exact(self) -> Decimal:
        """The value as a decimal, for sums and differences."""
        return Decimal(repr(self.value))

    @property
    def name(self) -> Text:
        """What a message calls it."""
        return _NAME.format(
            region=self.region,
            group=label_of(self.group),
            component=label_of(self.component),
            measure=MEASURE_NAMES[self.measure],
            year=self.year,
            part=Text.same("") if self.quarter is None else _QUARTER.format(quarter=self.quarter),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Hold one number that was not taken, and why."""

    place: Text
    printed: str
    reason: Text


MEASURE_NAMES = {
    "level": Text("", "level"),
    "growth": Text("增速", "growth"),
    "median": Text("中位数", "median"),
    "median_growth": Text("中位数增速", "growth of the median"),
}
_NAME = Template(
    "{region}{group}{year}年{part}{component}{measure}", "{region} {group} {component} {measure} {year}{part}"
)
_QUARTER = Template("1—{quarter}季度", " Q1-Q{quarter}")
