"""Find the growth that each target of a plan takes: to reach it just, and to reach it with a probability."""

from collections.abc import Iterator
from dataclasses import dataclass

from ceheng_model.checks import CheckedStatement, CheckReport
from ceheng_model.ensemble import Ensemble
from ceheng_model.errors import CehengError, Fault, InputError, between
from ceheng_model.plan import Statement
from ceheng_model.quantities import Target
from ceheng_model.scenarios import Scenario
from ceheng_model.solving import Solution, required_growth
from ceheng_model.vocabulary import Group, Text, Verdict

PROBABILITY = 0.8
"""Probability with which targets are also to be reached."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Needed:
    """Hold the common growth of one group, over all years and components, that a target of the plan takes."""

    checked: CheckedStatement
    target: Target
    group: Group
    just: Solution | Text
    """What just reaches the printed value; why not where no growth does."""
    likely: Solution | Text
    """What reaches it with the probability asked for; why not where that cannot be had."""
    probability: float

    @property
    def missed(self) -> bool:
        """Whether the target is missed as things stand."""
        return self.checked.verdict is Verdict.MISSED


def needed_growth(checked: CheckReport, ensemble: Ensemble | Text, *, probability: float) -> tuple[Needed, ...]:
    """Return the growth that each printed target takes: of its own group, for the ratio of either group."""
    if not 0.0 < probability < 1.0:
        rule, way_out = between(0, 1), Text("80% 写作 0.80", "write 80 % as 0.80")
        raise InputError(Fault(what=Text("概率", "the probability"), rule=rule, got=probability, way_out=way_out))
    scenario = checked.projection.scenario
    groups = {group.key: group for group in scenario.groups}
    return tuple(
        Needed(
            checked=one,
            target=target,
            group=groups[key],
            just=_solved(scenario, target, key),
            likely=ensemble if isinstance(ensemble, Text) else _likely(scenario, target, key, ensemble, probability),
            probability=probability,
        )
        for one, target in _targets(checked)
        for key in target.quantity.varied
    )


def _targets(checked: CheckReport) -> Iterator[tuple[CheckedStatement, Target]]:
    for one in checked.checked:
        statement = one.statement
        if statement.headline and one.verdict is not Verdict.NOT_JUDGED and _is_printed(statement):
            target = Target(quantity=statement.quantity, value=statement.wording.aim)
            if target.better == statement.wording.better:
                yield one, target


def _is_printed(statement: Statement) -> bool:
    return statement.quantity.solved and bool(statement.wording.printed_values)


def _solved(scenario: Scenario, target: Target, group: str) -> Solution | Text:
    try:
        return required_growth(scenario, target, vary=group)
    except CehengError as error:
        return Text(error.text("zh"), error.text("en"))


def _likely(scenario: Scenario, target: Target, group: str, ensemble: Ensemble, probability: float) -> Solution | Text:
    try:
        return required_growth(
            scenario,
            target,
            vary=group,
            probability=probability,
            draws=min(ensemble.draws, 100_000),
            seed=ensemble.seed,
            uncertainty=ensemble.uncertainty,
        )
    except CehengError as error:
        return Text(error.text("zh"), error.text("en"))
