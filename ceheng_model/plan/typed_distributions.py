"""Read how the incomes of a group's people are spread, as an option or a cell of a table says it in one line."""

from dataclasses import dataclass
from typing import Any

from ceheng_model.errors import UNREPEATED, Fault, InputError
from ceheng_model.files import PLAIN, SHARE, YUAN, Unit, Unread, plain, read_number
from ceheng_model.quantities import IncomeDistribution
from ceheng_model.vocabulary import Text

DISTRIBUTION_EXAMPLES = ("lognormal:gini=0.35,floor=4000", "quantiles:10%=5000,50%=9800,90%=19000")
_KINDS = ("lognormal", "quantiles")
_DISTRIBUTION = Text("收入分布", "the distribution of incomes")
_ONCE = Text("同一项只给一次", "give each thing once")


def parse_distribution(
    text: str, *, what: Text = _DISTRIBUTION, examples: tuple[str, ...] = DISTRIBUTION_EXAMPLES, unit: Unit = YUAN
) -> IncomeDistribution:
    """Return the distribution written as ``lognormal:gini=0.35,floor=4000``; incomes are of the unit.

    `what` and `examples` are how it is called and what is told of its form where it cannot be read, which raises
    `InputError`.

    >>> parse_distribution("quantiles:10%=5000,50%=9800").quantiles
    ((0.1, 5000.0), (0.5, 9800.0))
    """
    asked = _Asked(text=plain(text).strip(), what=what, examples=examples)
    kind, _, values = (part.strip() for part in asked.text.partition(":"))
    pairs = [tuple(part.strip() for part in value.rpartition("=")) for value in values.split(",") if value.strip()]
    if kind not in _KINDS or not pairs or any(not sign for _, sign, _ in pairs):
        raise asked.form()
    given: dict[str, Any] = {}
    quantiles: list[tuple[float, float]] = []
    for key, _, value in pairs:
        if key in given:
            raise InputError(Fault(what=what, rule=UNREPEATED, got=asked.text, way_out=_ONCE))
        if key == "floor":
            given[key] = asked.number(value, unit)
        elif key == "source":
            given[key] = Text.same(value)
        elif kind == "lognormal" and key in ("gini", "sigma"):
            # a Gini coefficient is often printed in per cent
            given[key] = asked.number(value, SHARE if key == "gini" else PLAIN)
        elif kind == "quantiles":
            quantiles.append((asked.number(key, SHARE), asked.number(value, unit)))
        else:
            raise asked.form()
    return IncomeDistribution(quantiles=tuple(quantiles), **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Hold what is read, with how it is called and what is told of its form."""

    text: str
    what: Text
    examples: tuple[str, ...]

    def form(self) -> InputError:
        """Return that it lacks its form, with examples."""
        listed = " / ".join(self.examples)
        rule, way_out = Text("写作规定的形式", "have its form"), Text(f"例如 {listed}", f"for example {listed}")
        return InputError(Fault(what=self.what, rule=rule, got=self.text, way_out=way_out))

    def number(self, text: str, unit: Unit) -> float:
        """Return a number of a unit; raise `InputError` otherwise."""
        value = read_number(text, unit)
        if not isinstance(value, Unread):
            return value
        if value.way_out is None:
            raise self.form()
        raise InputError(Fault(what=self.what, rule=value.rule, got=text, way_out=value.way_out))
