"""Type what a plan says: which quantity, in which words, read as which interval."""

from dataclasses import dataclass
from typing import Literal

from ceheng_model.tables import Figure, Kind, written
from ceheng_model.vocabulary import LABELS, TOTAL, Group, Missing, Template, Text
from ceheng_model.wording import Wording

QuantityKind = Literal[
    "income",
    "growth",
    "average_annual_growth",
    "urban_rural_ratio",
    "growth_lead",
    "relative_gap",
    "share",
    "all_residents",
    "not_modelled",
]
STATEMENT_KINDS: tuple[QuantityKind, ...] = (
    "income",
    "growth",
    "average_annual_growth",
    "urban_rural_ratio",
    "growth_lead",
    "relative_gap",
    "not_modelled",
)
"""Quantities that a plan file can make statements on."""
RATE_KINDS = ("growth", "average_annual_growth", "growth_lead")
GDP = "gdp"


_UNITS: dict[str, tuple[Kind, int]] = {
    "income": ("yuan", 1),
    "growth": ("percent", 2),
    "average_annual_growth": ("percent", 2),
    "urban_rural_ratio": ("ratio", 3),
    "growth_lead": ("points", 2),
    "relative_gap": ("ratio", 3),
    "share": ("percent", 2),
    "all_residents": ("yuan", 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Name what a quantity is compared with: a group of the plan, GDP, or a group of a published series."""

    group: str
    """Key of a group, or ``gdp``."""
    series: str | None = None
    """Name of the published series the group belongs to."""

    def __str__(self) -> str:
        """Return the form used in plan files, such as ``national.rural``."""
        return f"{self.series}.{self.group}" if self.series else self.group

    @property
    def label(self) -> Text:
        """The name of a published series and the group in it, such as 全国农村常住居民."""
        region, group = (LABELS.get(key, Text.same(key)) for key in (self.series or "", self.group))
        return _IN_SERIES.format(region=region, group=group)


_IN_SERIES = Template("{region}{group}", "{region} {group}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """Name one quantity of a projection.

    - ``income``: level of a group's component or total in year `last`, yuan;
    - ``growth``: growth in year `last`, a fraction;
    - ``average_annual_growth``: geometric mean growth over `first` to `last`, a fraction;
    - ``urban_rural_ratio``: ratio of totals in year `last`;
    - ``growth_lead``: average annual growth of a group's total less that of `against`, a fraction;
    - ``relative_gap``: the largest yearly change of `against` / own total over `first` to `last`;
    - ``share``: a component's share of its group's total in year `last`, a fraction;
    - ``all_residents``: income of all residents in year `last`, weighted by population, yuan;
    - ``not_modelled``: something that incomes per head by component cannot decide.
    """

    kind: QuantityKind
    group: str = ""
    component: str = TOTAL
    first: int
    last: int
    against: Against | None = None

    def figure(self, value: float, *, signed: bool = False, decimals: int | None = None) -> Figure:
        """Return a value of the quantity in its unit, for a table or a sentence."""
        kind, usual = _UNITS.get(self.kind, ("text", 0))
        return Figure(value, kind, usual if decimals is None else decimals, signed)

    def label(self, groups: tuple[Group, ...]) -> Text:
        """Return a short name in both languages."""
        return _LABELLERS[self.kind](self, {group.key: group.label for group in groups})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Hold one thing a plan says, in its own words and with the place they stand."""

    id: str
    quantity: Quantity
    wording: Wording
    words: str
    place: Text
    headline: bool = True
    """Whether the statement stands in the plan's text rather than in its table of growth rates."""
    needs: Missing | None = None
    """What would be needed to judge a statement that the model cannot reach."""

    def label(self, groups: tuple[Group, ...]) -> Text:
        """Return a short name of the quantity in both languages."""
        return self.quantity.label(groups)

    @property
    def printed_figures(self) -> tuple[Figure, ...]:
        """The printed values in the quantity's unit, with the digits that are printed."""
        figures = [self.quantity.figure(value) for value in self.wording.printed_values]
        return tuple(figure._replace(decimals=self._digits(figure)) for figure in figures)

    @property
    def printed_text(self) -> str:
        """The printed values as a reader sees them, such as ``2.8`` or ``8%—10%``; empty for a sign."""
        return "—".join(written(figure, "text") for figure in self.printed_figures)

    def _digits(self, figure: Figure) -> int | None:
        step = self.wording.printed_step * (100.0 if figure.kind in ("percent", "points") else 1.0)
        return len(f"{step:.6f}".rstrip("0").partition(".")[2]) if step else figure.decimals


def _names(quantity: Quantity, labels: dict[str, Text]) -> Text:
    group = labels.get(quantity.group, Text(quantity.group, quantity.group))
    if quantity.component == TOTAL:
        return Text(f"{group.zh}收入", f"{group.en}: income")
    component = LABELS[quantity.component]
    return Text(f"{group.zh}{component.zh}", f"{group.en}: {component.en}")


def _income(quantity: Quantity, labels: dict[str, Text]) -> Text:
    name = _names(quantity, labels)
    return Text(f"{quantity.last}年{name.zh}", f"{name.en} {quantity.last}")


def _growth(quantity: Quantity, labels: dict[str, Text]) -> Text:
    name = _names(quantity, labels)
    return Text(f"{quantity.last}年{name.zh}增速", f"{name.en} growth {quantity.last}")


def _average(quantity: Quantity, labels: dict[str, Text]) -> Text:
    name = _names(quantity, labels)
    span = f"{quantity.first}-{quantity.last}"
    return Text(f"{span}年{name.zh}年均增速", f"{name.en} average annual growth {span}")


def _ratio(quantity: Quantity, _labels: dict[str, Text]) -> Text:
    return Text(f"{quantity.last}年城乡居民收入比", f"urban-rural income ratio {quantity.last}")


def _other(quantity: Quantity, labels: dict[str, Text]) -> Text:
    against = quantity.against
    if against is None:
        return Text("", "")
    if against.group == GDP:
        return Text("经济增长", "economic growth")
    name = labels.get(against.group) or LABELS.get(against.group, Text(against.group, against.group))
    region = LABELS.get(against.series or "", Text(against.series or "", against.series or ""))
    return Text(f"{region.zh}{name.zh}", f"{region.en} {name.en}".strip())


def _lead(quantity: Quantity, labels: dict[str, Text]) -> Text:
    name, other = _names(quantity, labels), _other(quantity, labels)
    return Text(f"{name.zh}增速领先{other.zh}", f"{name.en} growth lead over {other.en}")


def _gap(quantity: Quantity, labels: dict[str, Text]) -> Text:
    name, other = _names(quantity, labels), _other(quantity, labels)
    return Text(f"{name.zh}与{other.zh}相对差距的年变化", f"{name.en}, yearly change of relative gap to {other.en}")


def _share(quantity: Quantity, labels: dict[str, Text]) -> Text:
    name = _names(quantity, labels)
    return Text(f"{quantity.last}年{name.zh}占比", f"{name.en}, share {quantity.last}")


def _all_residents(quantity: Quantity, _labels: dict[str, Text]) -> Text:
    return Text(f"{quantity.last}年全体居民收入", f"all residents: income {quantity.last}")


def _not_modelled(quantity: Quantity, labels: dict[str, Text]) -> Text:
    name = _names(quantity, labels)
    return Text(f"{name.zh}分布", f"{name.en}, distribution")


_LABELLERS = {
    "income": _income,
    "growth": _growth,
    "average_annual_growth": _average,
    "urban_rural_ratio": _ratio,
    "growth_lead": _lead,
    "relative_gap": _gap,
    "share": _share,
    "all_residents": _all_residents,
    "not_modelled": _not_modelled,
}
