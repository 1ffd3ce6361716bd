"""Gather what a workbook shows: one path with its verdicts, and the scenarios that it can be switched to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.checks import CheckedStatement, CheckReport, check, check_everybody
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.beside import Beside, Closed, distinct_title, growth_faults, scenarios_beside
from ceheng_model.errors import raise_faults
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Dossier, OfOnePlan, Scenario
from ceheng_model.vocabulary import Group, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(OfOnePlan):
    """Hold everything that the sheets are written from."""

    projection: Projection
    title: Text
    """What a reader calls the scenario: looked up once, for what differs from the plan is worked out anew each time."""
    checked: tuple[CheckedStatement, ...]
    everybody: tuple[CheckedStatement, ...]
    """Verdicts on all residents where the plan's words speak of them."""
    beside: tuple[Beside, ...]
    """Scenarios beside the one of the inputs: the one written where it is none that ships, those that ship, those
    given."""
    is_open: NDArray[np.bool_]
    """Cells for which the plan prints only a sign, ``(group, component, year)``."""
    total_growth: Array
    """Growth of the totals that open cells can be closed to, ``(group, year)``."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.projection.scenario

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups, in axis order."""
        return self.scenario.groups

    @property
    def years(self) -> tuple[int, ...]:
        """The base year and the years projected."""
        return self.projection.years

    @property
    def closes(self) -> bool:
        """Whether the plan leaves growth cells open."""
        return bool(self.is_open.any())

    @property
    def prints(self) -> Text:
        """What the plan prints of the cells that it leaves open: a sign, or nothing at all."""
        signs = any(cell.wording.sign_only for cell in self.plan.growth)
        return words.PRINTS_A_SIGN if signs else words.PRINTS_NOTHING

    @property
    def own(self) -> Beside:
        """The scenario of the inputs, a copy of the one written until they are changed."""
        return Beside(
            title=words.OWN_SCENARIO,
            description=words.AS_WRITTEN.format(title=self.title),
            projection=self.projection,
            checked=self.checked,
            closed=Closed(cells=self.is_open, totals=self.total_growth) if self.closes else None,
        )

    @property
    def switchable(self) -> tuple[Beside, ...]:
        """The scenarios that the workbook can be switched to, that of its inputs first."""
        return (self.own, *(beside for beside in self.beside if beside.projection is not None))

    @property
    def headline(self) -> tuple[Statement, ...]:
        """The statements of the plan's text."""
        return self.plan.statements


_LONGEST_CASE = 100
"""Signs of the title of a share case: cells show as many, and spreadsheets look up 255."""


def case_titles(dossier: Dossier, group: Group, taken: set[str] | None = None) -> dict[str, Text]:
    """Return what the share cases of a group are called in the workbook, by key; no two are alike."""
    used, plan = set() if taken is None else taken, dossier.plan
    keys = dossier.baselines.cases(plan.region, group.key, plan.base_year)
    return {key: distinct_title(dossier.case_title(group, key), used, longest=_LONGEST_CASE) for key in keys}


def given_title(title: Text, taken: set[str]) -> Text:
    """Return what a split that a region gives itself is called beside the share cases in `taken`."""
    return distinct_title(title, taken, longest=_LONGEST_CASE)


def printed_columns(statements: Sequence[Statement]) -> list[list[float | None]]:
    """Return the printed values of statements, zero for a sign: the first of each, then the second, as many as occur.

    None where a statement prints fewer.
    """
    values = [statement.wording.printed_values or (0.0,) for statement in statements]
    most = max((len(own) for own in values), default=1)
    return [[own[position] if position < len(own) else None for own in values] for position in range(most)]


def subject_of(analysis: Scenario | Projection | CheckReport, given: Sequence[Scenario] = ()) -> Subject:
    """Return what a workbook shows of an analysis, with the scenarios `given` beside it.

    Raises `InputError` for many paths at once, a scenario without a plan, groups without a base, growth that its
    cells refuse, and a scenario given that differs in more than growth and measures.
    """
    if isinstance(analysis, CheckReport):
        projection = analysis.projection
    elif isinstance(analysis, Projection):
        projection = analysis
    else:
        projection = project(analysis)
    scenario = projection.scenario
    scenario.require_single()
    scenario.require_dossier()
    scenario.require_bases()
    raise_faults(growth_faults(scenario))
    is_open, total_growth = openings(scenario, projection)
    return Subject(
        projection=projection,
        title=scenario.title,
        checked=check(projection, share_cases=False).checked,
        everybody=check_everybody(projection),
        beside=scenarios_beside(projection, given),
        is_open=is_open,
        total_growth=total_growth,
    )


def openings(scenario: Scenario, projection: Projection | None = None) -> tuple[NDArray[np.bool_], Array]:
    """Return the open cells on the scenario's years, and the growth of totals that the plan prints.

    Years after the plan are as its last one; where the plan prints no growth of a total, it is as projected.
    """
    plan = scenario.require_dossier().plan
    _, is_open, totals = plan.stated_growth()
    at = np.minimum(np.arange(len(scenario.years)), len(plan.years) - 1)
    printed = totals[:, at]
    if projection is not None:
        printed = np.where(np.isnan(printed), projection.total_growth.values, printed)
    return is_open[..., at], printed
