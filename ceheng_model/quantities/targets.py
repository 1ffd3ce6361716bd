"""Read quantities and targets as people write them: ``ratio``, ``rural.2024=17355``, ``rural.wages.share=45%``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite

from ceheng_model.doors import door
from ceheng_model.errors import POSITIVE, Fault, InputError, between, choice, raise_faults
from ceheng_model.files import PLAIN, POINTS, SHARE, Unit, Unread, money_unit, plain, read_number, split_cells, years_of
from ceheng_model.names import component_names, group_names, meant, name_fault, names_in
from ceheng_model.quantities.incomes import Income
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import Setting
from ceheng_model.quantities.registry import QUANTITIES
from ceheng_model.tables import Figure
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import BUREAU_KEYS, TOTAL, Name, Template, Text
from ceheng_model.wording import Better

_FORM = re.compile(r"(?P<name>[^=]+?)\s*=\s*(?P<value>.+)")
_SUCH_AS = Template("例如 {examples}", "for example {examples}")
_EXAMPLES = "ratio=2.8 / rural.2024=17355 / rural.average_growth=16% / rural.wages.share=45%"
_IN_UNITS = Template("收入以{unit}计，20% 写作 0.20", "income in {unit}; write 20 % as 0.20")
_HAVE_FORM = Text("写作 指标=数值", "have the form QUANTITY=VALUE")
_UNITS: Mapping[str, Unit] = {"percent": SHARE, "points": POINTS}
_PART_OF = Template("“{text}”中的部分", "a part of '{text}'")


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Hold a quantity and the value it is to reach: a ratio from above, everything else from below."""

    quantity: Quantity
    value: float
    """Yuan, fraction or ratio."""

    @property
    def better(self) -> Better:
        """The side of the value on which the target is reached."""
        return self.quantity.better

    def __str__(self) -> str:
        """Return the target as people write it, such as ``ratio.2024=2.8``."""
        quantity = self.quantity
        component = "" if quantity.component == TOTAL else quantity.component
        parts = [part for part in (quantity.group, component, quantity.target_name, str(quantity.last_year)) if part]
        return f"{'.'.join(parts)}={self.value:.12g}"

    def figure(self, value: float) -> Figure:
        """Return a value in the target's unit."""
        return self.quantity.fine_figure(value)


@door
def target(text: str, setting: Setting) -> Target:
    """Return the target written as ``ratio=2.8``, ``rural.wages.share=45%`` and the like.

    What stands before the sign is a quantity. Raises `InputError` for quantities that do not exist and
    values that cannot be.

    >>> from ceheng_model.scenarios import scenario
    >>> target("rural.average_growth=16%", scenario("plan")).value
    0.16
    """
    match = _FORM.fullmatch(plain(text))
    if match is None:
        raise InputError(_no_target(_HAVE_FORM, text, setting))
    named = _parsed(match["name"], text, setting)
    money = money_unit(setting.terms.unit)
    value = read_number(match["value"], money if named.unit == "yuan" else _UNITS.get(named.unit, PLAIN))
    if isinstance(value, Unread):
        raise InputError(_no_target(value.rule if value.way_out else _HAVE_FORM, text, setting, value.way_out))
    wanted = Target(quantity=named, value=value)
    require_target(wanted, setting)
    return wanted


@door
def quantity(text: str, setting: Setting) -> Quantity:
    """Return the quantity written as ``ratio``, ``rural.2024``, ``rural.wages.share`` and the like.

    The name is ``ratio``, ``all`` (income of all residents) or a group, with a component, one of
    ``growth``, ``average_growth``, ``share``, ``increment`` (a year on average) and ``multiple`` (of
    the base year), and a year, in any order; the year is the plan's last one
    where none is named. Average growth runs from the base year. Raises `InputError` for a part that
    is none of these.

    >>> from ceheng_model.scenarios import scenario
    >>> quantity("rural.wages.share", scenario("plan")).last_year
    2024
    """
    named = _parsed(plain(text), text, setting)
    require_quantity(named, setting)
    return named


def require_quantity(quantity: Quantity, setting: Setting) -> None:
    """Raise `InputError` for a quantity that the scenario does not have."""
    raise_faults(_quantity_faults(quantity, setting))


def require_target(target: Target, setting: Setting) -> None:
    """Raise `InputError` for a target that the scenario does not have, or a value that cannot be."""
    raise_faults([*_quantity_faults(target.quantity, setting), *_value_faults(target, setting)])


def _no_target(rule: Text, text: str, setting: Setting, way_out: Text | None = None) -> Fault:
    return Fault(what=Text("目标", "a target"), rule=rule, got=text, way_out=way_out or _examples(setting))


def _examples(setting: Setting) -> Text:
    """Return targets as people write them, of groups and components that the plan has."""
    terms = setting.terms
    if "rural" in terms.group_keys:
        return _SUCH_AS.format(examples=_EXAMPLES)
    own = {"rural": terms.example_group, BUREAU_KEYS[0]: terms.component_keys[0], "2024": str(setting.years[-1])}
    return _SUCH_AS.format(examples=re.sub("|".join(own), lambda word: own[word[0]], _EXAMPLES))


def _parsed(name: str, text: str, setting: Setting) -> Quantity:
    terms = setting.terms
    kinds = {kind.target_name: kind for kind in QUANTITIES.values() if kind.target_name}
    names = (*group_names(terms), *component_names(terms), *kind_names(terms))
    kind: type[Quantity] = Income
    group, component, year = "", TOTAL, setting.headline_year
    for part in split_cells(name):
        span = years_of(part)
        if span is not None and span[0] == span[1]:
            year = span[0]
            continue
        for found in _meant(part, names, text, setting):
            if found.key in setting.group_keys:
                group = found.key
            elif found.key in terms.items:
                component = found.key
            else:
                kind = kinds[found.key]
    first_year = setting.base_year + 1 if kind.spans else year
    return kind(group=group, component=component, first_year=first_year, last_year=year)


def _meant(part: str, names: Sequence[Name], text: str, setting: Setting) -> tuple[Name, ...]:
    """Return what a part of a quantity means; raise `InputError` where that is not clear."""
    found = meant(part, names)
    together = names_in(part, names) if not found else ()
    if together or len(found) == 1:
        return together or found
    years = (Name(str(year), Text.same(year)) for year in setting.years)
    options = [*(name for name in names if name.key != TOTAL), *years]
    raise InputError(name_fault(_PART_OF.format(text=text), part, options, found))


def kind_names(terms: Terms) -> tuple[Name, ...]:
    """Return what the quantities that a target can name are called, without whose they are.

    >>> [name.key for name in kind_names(Terms(groups=())) if "年均增速" in name.words]
    ['average_growth']
    """
    own = {"ratio": tuple(terms.compared.label), "all": tuple(terms.everybody)}
    kinds = {kind.target_name: kind for kind in QUANTITIES.values() if kind.target_name}
    return tuple(Name(key, kind.target_words, own.get(key, ())) for key, kind in kinds.items())


def _quantity_faults(quantity: Quantity, setting: Setting) -> list[Fault]:
    if quantity.target_name is None:
        named = [kind for kind, other in QUANTITIES.items() if other.target_name is not None]
        return [choice(Text("目标的种类", "the kind of a target"), quantity.kind, named)]
    return quantity.faults(setting)


def _value_faults(target: Target, setting: Setting) -> list[Fault]:
    low, high = target.quantity.limits
    if isfinite(target.value) and low < target.value < high:
        return []
    rule = POSITIVE if (low, high) == (0.0, inf) else between(f"{low:g}", f"{high:g}")
    way_out = _IN_UNITS.format(unit=setting.terms.unit)
    return [Fault(what=Text("目标值", "the value of a target"), rule=rule, got=target.value, way_out=way_out)]
