"""Hold what a person says of a table that the table does not say itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ceheng_model.errors import FOUR_DIGITS, Fault, raise_faults
from ceheng_model.files.values import day_of, year_of
from ceheng_model.names import known_name, meant, name_fault
from ceheng_model.official.facets import Facets, Unit
from ceheng_model.official.names import UNITS
from ceheng_model.vocabulary import CONCEPTS, Text

GROUPS = ("all", "urban", "rural")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Hold answers about one table, each None where nothing is stated; raise `InputError` for unknown ones."""

    region: str | None = None
    """The region whose figures are wanted, or to whom they belong where the table does not say it."""
    group: str | None = None
    concept: str | None = None
    unit: str | None = None
    """``元``, ``万元`` or a key of units."""
    year: int | str | None = None
    published: date | str | None = None
    """Day on which the figures were published."""
    facets: Facets = field(init=False)
    day: date | None = field(init=False)

    def __post_init__(self) -> None:
        """Refuse what is no group, concept, unit, year or day."""
        self._take_names()
        raise_faults(list(self._faults()))
        unit: Unit | None = None if self.unit is None else _UNITS[self.unit]
        facets = Facets(
            group=self.group,
            concept=next((concept for concept in CONCEPTS if concept == self.concept), None),
            unit=unit,
            year=None if self.year is None else year_of(self.year),
        )
        object.__setattr__(self, "facets", facets)
        object.__setattr__(self, "day", None if self.published is None else day_of(self.published))

    def _take_names(self) -> None:
        """Keep the keys of a group and a concept that go by other names; what is no name stays, and is refused."""
        for field_name, keys in (("group", GROUPS), ("concept", CONCEPTS)):
            given = getattr(self, field_name)
            found = () if given is None else meant(given, [known_name(key) for key in keys])
            if len(found) == 1:
                object.__setattr__(self, field_name, found[0].key)

    def _faults(self) -> Iterator[Fault]:
        options = (
            (Text("人群", "the group"), self.group, GROUPS),
            (Text("收入口径", "the concept of income"), self.concept, CONCEPTS),
            (Text("单位", "the unit"), self.unit, tuple(_UNITS)),
        )
        for what, given, known in options:
            if given is not None and given not in known:
                names = [known_name(key) for key in known]
                yield name_fault(what, given, names, meant(given, names))
        if self.year is not None and year_of(self.year) is None:
            rule, way_out = FOUR_DIGITS, Text("例如 2023", "for example 2023")
            yield Fault(what=Text("年份", "the year"), rule=rule, got=self.year, way_out=way_out)
        if self.published is not None and day_of(self.published) is None:
            rule, way_out = Text("为日期", "be a date"), Text("例如 2024-01-17", "for example 2024-01-17")
            yield Fault(what=Text("公布日期", "the day of publication"), rule=rule, got=self.published, way_out=way_out)


_UNITS: dict[str, Unit] = {
    **{name: unit for name, unit in UNITS.items() if unit != "percent"},
    "yuan": "yuan",
    "ten_thousand_yuan": "ten_thousand_yuan",
}
