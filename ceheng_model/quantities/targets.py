"""Read quantities and targets as people write them: ``ratio``, ``rural.2024=17355``, ``rural.wages.share=45%``."""

import re
import unicodedata
from dataclasses import dataclass
from math import isfinite

from ceheng_model.errors import Fault, InputError, choice, not_given, raise_faults
from ceheng_model.files import number
from ceheng_model.plan import Quantity
from ceheng_model.plan.statements import QuantityKind
from ceheng_model.quantities.ratios import POPULATION
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Figure
from ceheng_model.vocabulary import COMPONENTS, TOTAL, Text
from ceheng_model.wording import Better

TARGET_KINDS: tuple[QuantityKind, ...] = (
    "income",
    "growth",
    "average_annual_growth",
    "urban_rural_ratio",
    "share",
    "all_residents",
)
"""Quantities that a target can name."""

_NAMES: dict[str, QuantityKind] = {
    "ratio": "urban_rural_ratio",
    "all": "all_residents",
    "growth": "growth",
    "share": "share",
    "average_growth": "average_annual_growth",
}
_RATES = ("growth", "average_annual_growth")
_FORM = re.compile(r"(?P<name>[^=]+?)\s*=\s*(?P<value>.+)")
_EXAMPLES = "ratio=2.8 / rural.2024=17355 / rural.average_growth=16% / rural.wages.share=45%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Hold a quantity and the value it is to reach: a ratio from above, everything else from below."""

    quantity: Quantity
    value: float
    """Yuan, fraction or ratio."""

    @property
    def better(self) -> Better:
        """The side of the value on which the target is reached."""
        return "down" if self.quantity.kind == "urban_rural_ratio" else "up"

    def __str__(self) -> str:
        """Return the target as people write it, such as ``ratio.2024=2.8``."""
        quantity = self.quantity
        word = {kind: name for name, kind in _NAMES.items()}.get(quantity.kind, "")
        component = "" if quantity.component == TOTAL else quantity.component
        parts = [part for part in (quantity.group, component, word, str(quantity.last)) if part]
        return f"{'.'.join(parts)}={self.value:.12g}"

    def figure(self, value: float) -> Figure:
        """Return a value in the target's unit."""
        decimals = {"growth": 3, "average_annual_growth": 3, "urban_rural_ratio": 3}.get(self.quantity.kind)
        return self.quantity.figure(value, decimals=decimals)


def target(text: str, scenario: Scenario) -> Target:
    """Return the target written as ``ratio=2.8``, ``rural.2024=17355``, ``rural.wages.share=45%`` and the like.

    What stands before the sign is a quantity. Raises `InputError` for quantities that do not exist and
    values that cannot be.

    >>> from ceheng_model.scenarios import scenario
    >>> target("rural.average_growth=16%", scenario("plan")).value
    0.16
    """
    match = _FORM.fullmatch(unicodedata.normalize("NFKC", text).strip())
    value = number(match["value"]) if match else None
    if match is None or value is None:
        rule = Text("写作 指标=数值", "have the form QUANTITY=VALUE")
        way_out = Text(f"例如 {_EXAMPLES}", f"for example {_EXAMPLES}")
        raise InputError(Fault(what=Text("目标", "a target"), rule=rule, got=text, way_out=way_out))
    made = Target(quantity=_parsed(match["name"], text, scenario), value=value)
    require_target(made, scenario)
    return made


def quantity(text: str, scenario: Scenario) -> Quantity:
    """Return the quantity written as ``ratio``, ``rural.2024``, ``rural.wages.share`` and the like.

    The name is ``ratio``, ``all`` (income of all residents) or a group, with a component, one of
    ``growth``, ``average_growth`` and ``share``, and a year, in any order; the year is the last one
    where none is named. Average growth runs from the base year. Raises `InputError` for a part that
    is none of these.

    >>> from ceheng_model.scenarios import scenario
    >>> quantity("rural.wages.share", scenario("plan")).last
    2024
    """
    found = _parsed(unicodedata.normalize("NFKC", text).strip(), text, scenario)
    require_quantity(found, scenario)
    return found


def require_quantity(quantity: Quantity, scenario: Scenario) -> None:
    """Raise `InputError` for a quantity that the scenario does not have."""
    raise_faults(_quantity_faults(quantity, scenario))


def require_target(target: Target, scenario: Scenario) -> None:
    """Raise `InputError` for a target that the scenario does not have, or a value that cannot be."""
    raise_faults([*_quantity_faults(target.quantity, scenario), *_value_faults(target)])


def _parsed(name: str, text: str, scenario: Scenario) -> Quantity:
    kind: QuantityKind = "income"
    group, component, year = "", TOTAL, scenario.years[-1]
    for part in (part.strip() for part in name.split(".")):
        if part in scenario.group_keys:
            group = part
        elif part in (*COMPONENTS, TOTAL):
            component = part
        elif part in _NAMES:
            kind = _NAMES[part]
        elif re.fullmatch(r"\d{4}", part):
            year = int(part)
        else:
            options = [*scenario.group_keys, *COMPONENTS, *_NAMES, *map(str, scenario.years)]
            raise InputError(choice(Text(f"“{text}”中的部分", f"a part of '{text}'"), part, options))
    first = scenario.baseline.year + 1 if kind == "average_annual_growth" else year
    return Quantity(kind=kind, group=group, component=component, first=first, last=year)


def _quantity_faults(quantity: Quantity, scenario: Scenario) -> list[Fault]:
    faults: list[Fault] = []
    if quantity.kind not in TARGET_KINDS:
        faults.append(choice(Text("目标的种类", "the kind of a target"), quantity.kind, TARGET_KINDS))
    if quantity.last not in scenario.years:
        faults.append(choice(Text("目标的年份", "the year of a target"), quantity.last, scenario.years))
    if quantity.kind == "average_annual_growth" and quantity.first not in scenario.years:
        faults.append(choice(Text("目标的起始年份", "the first year of a target"), quantity.first, scenario.years))
    if quantity.component not in (*COMPONENTS, TOTAL):
        faults.append(choice(Text("收入构成", "the component"), quantity.component, COMPONENTS))
    if quantity.kind == "urban_rural_ratio":
        faults += [
            choice(Text("人群", "the group"), key, scenario.group_keys)
            for key in ("urban", "rural")
            if key not in scenario.group_keys
        ]
    elif quantity.kind == "all_residents":
        if scenario.population is None:
            way_out = Text("用 scenario.with_population(...)", "use scenario.with_population(...)")
            faults.append(not_given(POPULATION, way_out))
    elif quantity.group not in scenario.group_keys:
        faults.append(choice(Text("目标的人群", "the group of a target"), quantity.group, scenario.group_keys))
    return faults


def _value_faults(target: Target) -> list[Fault]:
    if target.quantity.kind in _RATES:
        low, high = -1.0, 1.0
    elif target.quantity.kind == "share":
        low, high = 0.0, 1.0
    else:
        low, high = 0.0, float("inf")
    if isfinite(target.value) and low < target.value < high:
        return []
    rule = Text(f"在 {low:g} 与 {high:g} 之间", f"lie between {low:g} and {high:g}")
    way_out = Text("收入以元计，20% 写作 0.20", "income in yuan; write 20 % as 0.20")
    return [Fault(what=Text("目标值", "the value of a target"), rule=rule, got=target.value, way_out=way_out)]
