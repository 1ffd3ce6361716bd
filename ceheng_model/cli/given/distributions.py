"""Read how the incomes of a group's people are spread, as it is typed."""

from ceheng_model.cli.readings import form_fault, repeated_fault
from ceheng_model.errors import InputError
from ceheng_model.files import money_unit, plain
from ceheng_model.names import group_names, key_of
from ceheng_model.plan.typed_distributions import DISTRIBUTION_EXAMPLES, parse_distribution
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import Text

OPTION = "--distribution-of"
_OF = Text("收入分布的人群", "the group of a distribution")
_EXAMPLES = tuple(f"lifted={example}" for example in DISTRIBUTION_EXAMPLES)


def with_distributions(scenario: Scenario, options: list[str]) -> Scenario:
    """Return a scenario with the distributions that options give; raise `InputError` for what cannot be read."""
    said: set[str] = set()
    unit = money_unit(scenario.terms.unit)
    for option in options:
        group, sign, told = (part.strip() for part in plain(option).partition("="))
        if not sign:
            raise InputError(form_fault(OPTION, option, *_EXAMPLES))
        group = key_of(_OF, group, group_names(scenario.terms))
        if group in said:
            raise InputError(repeated_fault(OPTION, option))
        said.add(group)
        held = parse_distribution(told, what=Text.same(OPTION), examples=_EXAMPLES, unit=unit)
        scenario = scenario.with_distribution(group, held)
    return scenario
