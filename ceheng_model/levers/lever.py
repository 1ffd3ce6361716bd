"""Hold a policy measure turned into income."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Literal

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.errors import GIVEN, Fault, between, choice, raise_faults
from ceheng_model.names import choice_names, component_names, group_names
from ceheng_model.terms import Terms
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Template, Text

Cost = Literal["income", "investment", "none"]
COSTS: tuple[Cost, ...] = ("income", "investment", "none")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lever(Value):
    r"""Hold what a measure pays to the residents of one group, and from when on.

    In every year from `first_year` to `last_year` (to the end where it is None) the component's level
    per person is higher by

    - a payment: :math:`\mathrm{recipients} \times \mathrm{amount} \times \mathrm{periods} \times
      \mathrm{take\ up} / \mathrm{residents}`;
    - a price for a number of things, such as mu of land: :math:`\mathrm{quantity} \times \mathrm{price} \times
      \mathrm{take\ up} / \mathrm{residents}`;
    - labour's part of an investment: :math:`\mathrm{investment} \times (\mathrm{share} -
      \mathrm{present\ share}) \times \mathrm{take\ up} / \mathrm{residents}`.

    It stands on top of what growth gives: the same nominal amount in every year, never multiplied by the
    growth of its component, so that nothing compounds twice. When it ends, the level falls back to the
    path of growth alone. Raises `InputError` with every fault of the numbers.

    >>> lever = Lever(id="doctors", title=Text("村医", "village doctors"), group="rural", component="wages",
    ...               amount=200, periods=12, recipients=300, residents=120_000, first_year=2023)
    >>> lever.per_person(2023), lever.per_person(2022)
    (6.0, 0.0)
    """

    id: str
    title: Text
    group: str
    component: str
    amount: float = 0.0
    """Money for a recipient and period."""
    periods: float = 1.0
    """Payments a year: 12 months, some days, or 1."""
    recipients: float = 0.0
    """People who are entitled to it in a year."""
    quantity: float = 0.0
    """Things that are paid for in a year, such as mu of land."""
    price: float = 0.0
    """Money for one of them a year."""
    investment: float = 0.0
    """Money a year of which labour gets a part."""
    share: float = 0.0
    """That part, a fraction."""
    present_share: float = 0.0
    """The part that labour gets without the measure."""
    residents: float | Mapping[int, float]
    """People in the group whose income per person is meant; one number, or one a year."""
    take_up: float = 1.0
    """Part of those entitled who get it, 0 to 1."""
    first_year: int
    last_year: int | None = None
    cost: Cost = "income"
    """What it takes of public money: the income it pays, the whole investment, or nothing more."""
    words: str = ""
    """The plan's own words."""
    place: Text = NO_TEXT
    terms: Terms = field(default=Terms(groups=()), repr=False, compare=False)
    """The terms of the plan, in whose unit its money is."""

    def __post_init__(self) -> None:
        """Freeze what was given; refuse numbers that cannot be."""
        Value.__post_init__(self)
        raise_faults(self._faults())

    @property
    def last(self) -> int:
        """The last year in which it is paid; far away where there is no end."""
        return 9999 if self.last_year is None else self.last_year

    @property
    def income(self) -> float:
        """What it pays to the group in a year, in all."""
        payments = self.recipients * self.amount * self.periods + self.quantity * self.price
        return (payments + self.investment * (self.share - self.present_share)) * self.take_up

    @property
    def public_money(self) -> float:
        """What it takes of public money in a year, in all."""
        if self.cost == "income":
            return self.income
        return self.investment if self.cost == "investment" else 0.0

    def residents_in(self, year: int) -> float:
        """Return the people in the group in a year."""
        return float(self.residents[year] if isinstance(self.residents, Mapping) else self.residents)

    def per_person(self, year: int) -> float:
        """Return what it adds to the component's level in a year, per person."""
        if not self.first_year <= year <= self.last:
            return 0.0
        return self.income / self.residents_in(year)

    def crowd_fault(self) -> Fault | None:
        """Return the fault of more recipients than residents: an answer to a question, but no assumption."""
        people = self.residents.values() if isinstance(self.residents, Mapping) else (self.residents,)
        fewest = min(people, default=inf)
        if self.recipients <= fewest:
            return None
        return self._fault("recipients", self.terms.say(_NOT_MORE, count=f"{fewest:,.12g}"), self.recipients)

    def _faults(self) -> list[Fault]:
        not_negative = Text("不小于零且有限", "be zero or more and finite")
        positive = Text("大于零且有限", "be above zero and finite")
        faults = [
            self._fault(name, not_negative, getattr(self, name))
            for name in ("amount", "periods", "recipients", "quantity", "price", "investment")
            if not 0.0 <= getattr(self, name) < inf
        ]
        faults += [
            self._fault(name, between(0, 1), getattr(self, name))
            for name in ("share", "present_share", "take_up")
            if not 0.0 <= getattr(self, name) <= 1.0
        ]
        people = self.residents.values() if isinstance(self.residents, Mapping) else (self.residents,)
        faults += [self._fault("residents", positive, number) for number in people if not 0.0 < number < inf]
        if self.last < self.first_year:
            faults.append(
                self._fault("last_year", Text("不早于 first_year", "not be before first_year"), self.last_year)
            )
        if self.cost not in COSTS:
            faults.append(choice(Text.same("cost"), self.cost, choice_names(COSTS)))
        return faults

    def _fault(self, name: str, rule: Text, got: object) -> Fault:
        way_out = self.terms.say(_IN_UNITS)
        return Fault(what=Text(f"{self.id} 的 {name}", f"{name} of {self.id}"), rule=rule, got=got, way_out=way_out)


_IN_UNITS = Template(
    "金额以{money}计，人数以{recipient}计，20% 写作 0.20",
    "money in {money}, people in {recipient}s; write 20 % as 0.20",
)
_NOT_MORE = Template("不多于{residents} {count}", "be no more than the {residents}, {count}")


def require_levers(levers: Sequence[Lever], terms: Terms, years: Sequence[int], *, regions: bool) -> None:
    """Raise `InputError` for levers that a scenario cannot take."""
    if regions:
        raise_faults([_one_region(lever) for lever in levers])
    raise_faults([fault for lever in levers if (fault := lever.crowd_fault()) is not None])
    added_levels(levers, terms, years)


def added_levels(levers: Sequence[Lever], terms: Terms, years: Sequence[int]) -> Array:
    """Return what levers add to the levels, ``(group, component, year)``, no base year.

    Raises `InputError` for groups and components that do not exist, first years that are not projected and years for
    which residents are not given.
    """
    groups, components = terms.group_keys, terms.component_keys
    added = np.zeros((len(groups), len(components), len(years)))
    faults: list[Fault] = []
    for lever in levers:
        if lever.group not in groups:
            faults.append(
                choice(Text(f"{lever.id} 的人群", f"the group of {lever.id}"), lever.group, group_names(terms))
            )
            continue
        if lever.component not in components:
            what = Text(f"{lever.id} 的收入构成", f"the component of {lever.id}")
            faults.append(choice(what, lever.component, component_names(terms, total=False)))
            continue
        if lever.first_year not in years:
            faults.append(
                choice(Text(f"{lever.id} 的 first_year", f"first_year of {lever.id}"), lever.first_year, years)
            )
            continue
        paid = [year for year in years if lever.first_year <= year <= lever.last]
        if isinstance(lever.residents, Mapping) and (absent := [y for y in paid if y not in lever.residents]):
            faults.append(_no_residents(lever, absent))
            continue
        row = added[groups.index(lever.group), components.index(lever.component)]
        row += [lever.per_person(year) for year in years]
    raise_faults(faults)
    return added


def _one_region(lever: Lever) -> Fault:
    return Fault(
        what=Text(f"措施 {lever.id}", f"the measure {lever.id}"),
        rule=Text("用于一个地区", "be used on one region"),
        got=Text("多个地区", "many regions"),
        way_out=Text("先用 at_region(地区) 取一个地区", "take one region with at_region(region) first"),
    )


_RESIDENTS_OF = Template("{id} 在{years}的{residents}", "the {residents} for {id} in {years}")


def _no_residents(lever: Lever, years: Sequence[int]) -> Fault:
    listed = Text.join(map(Text.same, years))
    return Fault(
        what=lever.terms.say(_RESIDENTS_OF, id=lever.id, years=lever.terms.year_label(listed)),
        rule=GIVEN,
        got="",
        way_out=Text("各年都须给出，或只给一个数", "give every year, or one number for all"),
    )
