"""Say what a chart finds: on which growth it rests, and how a figure stands to what the plan asks."""

from collections.abc import Sequence
from enum import Enum

import numpy as np

from ceheng_model.charts import words
from ceheng_model.charts.drawing.placement import width
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection, project
from ceheng_model.quantities import Numbers
from ceheng_model.scenarios import AS_PLANNED, Scenario, companions, distinct_titles
from ceheng_model.vocabulary import Template, Text, Verdict
from ceheng_model.wording import About

_LONGEST = 34.0
"""Width of a title or a change in the size of the type: more of it would be most of a finding."""


class Standing(Enum):
    """Say how a figure stands to a target."""

    MET = words.TARGET_MET
    MET_BY_ROUNDING = words.TARGET_MET_BY_ROUNDING
    EXCEEDED = words.TARGET_EXCEEDED
    """Beyond it, where more is better."""
    UNDERCUT = words.TARGET_UNDERCUT
    """Beyond it, where less is better."""
    TOO_LOW = words.TARGET_ABOVE
    TOO_HIGH = words.TARGET_BELOW
    ON_THE_EDGE = words.TARGET_ON_THE_EDGE

    @property
    def holds(self) -> bool:
        """Whether the target is met or passed."""
        return self in (Standing.MET, Standing.MET_BY_ROUNDING, Standing.EXCEEDED, Standing.UNDERCUT)

    def beside(self, value: Text) -> Text:
        """Return how a figure stands to the target of that value, as the end of a sentence.

        >>> Standing.TOO_HIGH.beside(Text.same("2.8")).zh
        '高于目标2.8'
        """
        template: Template = self.value
        return template.format(value=value)


def beside_target(statement: Statement, stands: Standing, value: Text) -> Text:
    """Return how a figure stands to a target, as the end of a sentence; what meets 左右 meets the value with that word.

    >>> from ceheng_model.plan import load_plan
    >>> beside_target(load_plan().statement("ratio_2024"), Standing.MET, Text.same("2.8")).zh
    '达到目标2.8左右'
    """
    about = stands is Standing.MET and isinstance(statement.wording, About)
    return stands.beside(statement.wording.in_words(value) if about else value)


def standing(statement: Statement, projection: Projection) -> Standing | None:
    """Return how what is projected stands to a statement that prints values; None where it cannot be judged.

    A figure so near to the end of what counts as reached that the next digit after the printed ones would not tell on
    which side it lies stands on the edge.

    >>> from ceheng_model.scenarios import scenario
    >>> plan = project(scenario("plan"))
    >>> standing(plan.scenario.plan.statement("ratio_2024"), plan)
    <Standing.TOO_HIGH: Template(zh='高于目标{value}', en='above the target of {value}')>
    """
    if statement.needs is not None:
        return None
    evaluated = statement.quantity.evaluate(projection.scenario, Numbers(projection.scenario, projection.values))
    if evaluated.missing is not None:
        return None
    return standing_of(evaluated.value, statement, uncertainty=evaluated.uncertainty)


def standing_of(value: float, statement: Statement, *, uncertainty: float = 0.0) -> Standing:
    """Return how a figure of a statement's quantity stands to what is printed."""
    wording = statement.wording
    # half a unit of the digit after the last printed one
    verdict = wording.judge(value, uncertainty=max(uncertainty, wording.printed_step / 20.0))
    if verdict is Verdict.UNDECIDABLE:
        return Standing.ON_THE_EDGE
    if verdict is Verdict.MISSED:
        return Standing.TOO_LOW if value < wording.aim else Standing.TOO_HIGH
    if verdict is Verdict.EXCEEDED:
        return Standing.EXCEEDED if wording.better == "up" else Standing.UNDERCUT
    return Standing.MET_BY_ROUNDING if wording.meets_by_rounding(value) else Standing.MET


def titles_beside(paths: Sequence[Projection]) -> tuple[Text, ...]:
    """Return what paths that are drawn together are called; one horizon of all of them is told by the axis.

    >>> from ceheng_model.scenarios import scenario
    >>> paths = [project(scenario(name).with_horizon(2030)) for name in ("plan", "trend")]
    >>> [title.en for title in titles_beside(paths)]
    ['the plan', 'trend']
    """
    scenarios = [path.scenario for path in paths]
    if len(paths) == 1 or len({scenario.years[-1] for scenario in scenarios}) > 1:
        return distinct_titles(scenarios)
    return distinct_titles([_to_the_plans_end(scenario) for scenario in scenarios])


def _to_the_plans_end(scenario: Scenario) -> Scenario:
    """Return a scenario as far as its plan goes; one that was changed as it is, as a change may lie beyond."""
    if scenario.plan is None or scenario.changes or scenario.levers or scenario.years[-1] <= scenario.plan.horizon:
        return scenario
    return scenario.with_horizon(scenario.plan.horizon)


def found(path: Projection | Scenario, finding: Text) -> Text:
    """Return a finding with the growth that it rests on.

    >>> from ceheng_model.scenarios import scenario
    >>> found(scenario("plan"), Text("收入翻番", "income doubles")).zh
    '按方案增速，收入翻番'
    >>> found(scenario("plan").with_change("rural.wages.2023=12%"), Text("收入翻番", "income doubles")).zh
    '若2023年农村工资性收入增速由20%调为12%，收入翻番'
    """
    return words.FOUND.format(basis=basis(path), finding=finding)


def basis(path: Projection | Scenario) -> Text:
    """Return on which growth a finding rests, as a sentence begins with it.

    A scenario that goes on longer, and grows as the plan does, rests on the plan's growth.
    """
    scenario = path if isinstance(path, Scenario) else path.scenario
    if _is_as_planned(path):
        return scenario.terms.say(words.AT_THE_PLANS_GROWTH)
    difference = scenario.difference
    if difference and not scenario.name:
        return words.IN_THIS_SCENARIO if _is_long(difference) else words.WITH_CHANGE.format(difference=difference)
    return (
        words.IN_THIS_SCENARIO
        if _is_long(scenario.title)
        else words.IN_SCENARIO.format(title=scenario.title.in_quotes())
    )


def _is_long(text: Text) -> bool:
    # a Latin letter is about half as wide as a Chinese sign, and English takes twice as many
    return max(width(text.zh, 1.0), 0.5 * width(text.en, 1.0)) > _LONGEST


def plan_beside(projection: Projection) -> Projection | None:
    """Return the plan over the years of a scenario that differs from it; None for one that does not, or has no plan.

    >>> from ceheng_model.scenarios import scenario
    >>> plan_beside(project(scenario("plan"))) is None
    True
    >>> round(float(plan_beside(project(scenario("trend"))).urban_rural_ratio.values[-1]), 3)
    3.123
    """
    if projection.scenario.is_as_planned:
        return None
    planned = _planned(projection.scenario)
    return None if planned is None or _agree(projection, planned) else planned


def _is_as_planned(path: Projection | Scenario) -> bool:
    scenario = path if isinstance(path, Scenario) else path.scenario
    if scenario.is_as_planned:
        return True
    planned = _planned(scenario)
    return planned is not None and _agree(project(path) if isinstance(path, Scenario) else path, planned)


def _planned(scenario: Scenario) -> Projection | None:
    if scenario.dossier is None:
        return None
    (companion,) = companions(scenario, [AS_PLANNED])
    return None if companion.scenario is None else project(companion.scenario)


def _agree(projection: Projection, planned: Projection) -> bool:
    return np.array_equal(projection.values, planned.values)
