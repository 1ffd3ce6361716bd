"""Say what a chart finds: on which growth it rests, and how a figure stands to what the plan asks."""

from enum import Enum

from ceheng_model.charts import words
from ceheng_model.charts.drawing.placement import width
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection, project
from ceheng_model.quantities import Numbers
from ceheng_model.scenarios import AS_PLANNED, Scenario, companions
from ceheng_model.vocabulary import Template, Text, Verdict

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


def found(scenario: Scenario, finding: Text) -> Text:
    """Return a finding with the growth that it rests on.

    >>> from ceheng_model.scenarios import scenario
    >>> found(scenario("plan"), Text("收入翻番", "income doubles")).zh
    '按方案增速，收入翻番'
    >>> found(scenario("plan").with_change("rural.wages.2023=12%"), Text("收入翻番", "income doubles")).zh
    '若2023年农村工资性收入增速由20%调为12%，收入翻番'
    """
    return words.FOUND.format(basis=basis(scenario), finding=finding)


def basis(scenario: Scenario) -> Text:
    """Return on which growth a finding rests, as a sentence begins with it.

    A later horizon changes no growth of the plan's own years, and its years go without a word.
    """
    if scenario.goes_on:
        scenario = scenario.within_the_plan
    if scenario.is_as_planned:
        return scenario.terms.say(words.AT_THE_PLANS_GROWTH)
    difference = scenario.difference
    said, template = (scenario.title, words.IN_SCENARIO)
    if difference and not scenario.name:
        said, template = difference, words.WITH_CHANGE
    if max(width(said.zh, 1.0), 0.6 * width(said.en, 1.0)) > _LONGEST:
        return words.IN_THIS_SCENARIO
    quoted = said.in_quotes() if template is words.IN_SCENARIO else said
    return template.format(title=quoted) if template is words.IN_SCENARIO else template.format(difference=quoted)


def plan_beside(projection: Projection) -> Projection | None:
    """Return the plan over the years of a scenario that differs from it; None for the plan itself and without one.

    >>> from ceheng_model.scenarios import scenario
    >>> plan_beside(project(scenario("plan"))) is None
    True
    >>> round(float(plan_beside(project(scenario("trend"))).urban_rural_ratio.values[-1]), 3)
    3.123
    """
    scenario = projection.scenario
    if scenario.is_as_planned or scenario.dossier is None:
        return None
    (companion,) = companions(scenario, [AS_PLANNED])
    return None if companion.scenario is None else project(companion.scenario)
