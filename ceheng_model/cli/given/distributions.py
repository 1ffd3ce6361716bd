"""Read how the incomes of a group's people are spread, as it is typed."""

from typing import Any

from ceheng_model.cli.readings import form_fault, number_of, repeated_fault
from ceheng_model.errors import InputError
from ceheng_model.files import PLAIN, SHARE, YUAN, plain
from ceheng_model.names import group_names, key_of
from ceheng_model.quantities import IncomeDistribution
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import Text

OPTION = "--distribution-of"
_OF = Text("收入分布的人群", "the group of a distribution")
_EXAMPLES = ("lifted=lognormal:gini=0.35,floor=4000", "lifted=quantiles:10%=5000,50%=9800,90%=19000")


def with_distributions(scenario: Scenario, options: list[str]) -> Scenario:
    """Return a scenario with the distributions that options give; raise `InputError` for what cannot be read."""
    said: set[str] = set()
    for option in options:
        group, sign, told = (part.strip() for part in plain(option).partition("="))
        if not sign:
            raise _form(option)
        group = key_of(_OF, group, group_names(scenario.terms))
        if group in said:
            raise InputError(repeated_fault(OPTION, option))
        said.add(group)
        scenario = scenario.with_distribution(group, _read(told, option))
    return scenario


def _read(told: str, option: str) -> IncomeDistribution:
    kind, _, values = (part.strip() for part in told.partition(":"))
    pairs = [tuple(part.strip() for part in value.rpartition("=")) for value in values.split(",") if value.strip()]
    if kind not in ("lognormal", "quantiles") or not pairs or any(not sign for _, sign, _ in pairs):
        raise _form(option)
    given: dict[str, Any] = {}
    quantiles: list[tuple[float, float]] = []
    for key, _, value in pairs:
        if key in given:
            raise InputError(repeated_fault(OPTION, option))
        if key == "floor":
            given[key] = number_of(value, YUAN, OPTION, *_EXAMPLES)
        elif key == "source":
            given[key] = Text.same(value)
        elif kind == "lognormal" and key in ("gini", "sigma"):
            # a Gini coefficient is often printed in per cent
            unit = SHARE if key == "gini" else PLAIN
            given[key] = number_of(value, unit, OPTION, *_EXAMPLES)
        elif kind == "quantiles":
            part = number_of(key, SHARE, OPTION, *_EXAMPLES)
            quantiles.append((part, number_of(value, YUAN, OPTION, *_EXAMPLES)))
        else:
            raise _form(option)
    return IncomeDistribution(quantiles=tuple(quantiles), **given)


def _form(option: str) -> InputError:
    return InputError(form_fault(OPTION, option, *_EXAMPLES))
