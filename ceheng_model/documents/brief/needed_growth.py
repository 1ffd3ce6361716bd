"""Find the growth that each target of a plan takes: to reach it just, and to reach it with a probability."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

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
MOST_DRAWS = 100_000
"""Draws that a probability is sought with at most: all are held in memory while solving."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Needed:
    """Hold the common growth of one group, over all years and components, that a target of the plan takes."""

    checked: CheckedStatement
    target: Target
    group: Group
    just: Solution | Text
    """What just reaches the printed value; why not where no growth does."""
    solve_likely: Callable[[], Solution | Text]
    """Solves for what reaches it with the probability asked for: the shortest brief does without."""
    probability: float

    @cached_property
    def likely(self) -> Solution | Text:
        """What reaches it with the probability asked for; why not where that cannot be had."""
        return self.solve_likely()

    @property
    def missed(self) -> bool:
        """Whether the target is missed as things stand."""
        return self.checked.verdict is Verdict.MISSED


def needed_growth(checked: CheckReport, ensemble: Ensemble | Text, *, probability: float) -> tuple[Needed, ...]:
    """Return the growth that each printed target takes: of its own group, for the ratio of either group."""
    if not 0.0 < probability < 1.0:
        raise InputError(
            Fault(
                what=Text("概率", "the probability"),
                rule=between(0, 1),
                got=probability,
                way_out=Text("80% 写作 0.80", "write 80 % as 0.80"),
            )
        )
    scenario = checked.projection.scenario
    varied = _Varied(scenario=scenario, ensemble=ensemble, probability=probability)
    groups = {group.key: group for group in scenario.groups}
    return tuple(
        varied.needed(statement, target, groups[key])
        for statement, target in _targets(checked)
        for key in target.quantity.varied(scenario.terms)
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Varied:
    """Hold what is varied to reach targets, and the draws that say how surely they are reached."""

    scenario: Scenario
    ensemble: Ensemble | Text
    probability: float

    def needed(self, checked: CheckedStatement, target: Target, group: Group) -> Needed:
        return Needed(
            checked=checked,
            target=target,
            group=group,
            just=self._just(target, group),
            solve_likely=partial(self._likely, target, group),
            probability=self.probability,
        )

    def _just(self, target: Target, group: Group) -> Solution | Text:
        try:
            return required_growth(self.scenario, target, vary=group.key)
        except CehengError as error:
            return error.reason

    def _likely(self, target: Target, group: Group) -> Solution | Text:
        if isinstance(self.ensemble, Text):
            return self.ensemble
        try:
            return required_growth(
                self.scenario,
                target,
                vary=group.key,
                probability=self.probability,
                draws=min(self.ensemble.draw_count, MOST_DRAWS),
                seed=self.ensemble.seed,
                uncertainty=self.ensemble.uncertainty,
            )
        except CehengError as error:
            return error.reason


def _targets(report: CheckReport) -> Iterator[tuple[CheckedStatement, Target]]:
    for checked in report.headline:
        statement = checked.statement
        if checked.verdict is not Verdict.NOT_JUDGED and _is_printed(statement):
            target = Target(quantity=statement.quantity, value=statement.wording.aim)
            if target.better == statement.wording.better:
                yield checked, target


def _is_printed(statement: Statement) -> bool:
    return statement.quantity.solved and bool(statement.wording.printed_values)
