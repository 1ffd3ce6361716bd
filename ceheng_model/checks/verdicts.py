"""Check a projection against every statement of its plan."""

from collections.abc import Mapping
from dataclasses import replace
from math import nan

from ceheng_model.checks.batch_verdicts import check_batch
from ceheng_model.checks.check_report import CheckedStatement, CheckReport, RequiredGrowth, Shares
from ceheng_model.doors import door
from ceheng_model.errors import InputError
from ceheng_model.plan import Plan, Statement
from ceheng_model.projection import Projection, project
from ceheng_model.quantities import AllResidentsLead, Evaluated, Figures, Level, NeededGrowth, Numbers
from ceheng_model.scenarios import AS_PLANNED, Scenario
from ceheng_model.scenarios import scenario as shipped_scenario
from ceheng_model.vocabulary import Template, Text, Verdict

_BY_ROUNDING = Text("四舍五入后达到", "met after rounding")
_BOTH = Template("{first}；{second}", "{first}; {second}")


@door
def check(projection: Projection, *, share_cases: bool = True) -> CheckReport:
    """Judge every statement of the projection's plan.

    With `share_cases`, the scenario is projected again under every combination of share cases, so
    that the report can say which verdicts owe to the assumed split. Raises `InputError` for a
    scenario without a plan.

    Of many alternatives, or regions, it returns a `BatchReport`; `check_batch` says so in its type.

    >>> from ceheng_model.scenarios import scenario
    >>> report = check(project(scenario("plan")))
    >>> [checked.statement.id for checked in report.missed]
    ['ratio_2024']
    >>> round(report["ratio_2024"].required[0].growth, 5)
    0.16149
    """
    if projection.leading_axes:
        # the type is that of one path, which nearly every call has
        return check_batch(projection, share_cases=share_cases)  # type: ignore[return-value]
    scenario, plan = projection.scenario, projection.scenario.require_dossier().plan
    figures = Numbers(scenario, projection.values)
    checked = tuple(_checked(statement, scenario, figures) for statement in plan.all_statements)
    by_case: list[tuple[Shares, Mapping[str, Verdict]]] = []
    impossible: list[tuple[Shares, Text]] = []
    for shares in scenario.share_choices() if share_cases else ():
        try:
            other = project(scenario.with_shares(shares))
        except InputError as error:
            impossible.append((shares, error.reason))
        else:
            by_case.append((shares, _verdicts(plan, other)))
    return CheckReport(
        projection=projection,
        checked=checked,
        everybody=check_everybody(projection) if scenario.population is not None else (),
        by_case=tuple(by_case),
        impossible_cases=tuple(impossible),
    )


def check_as_planned(report: CheckReport) -> CheckReport | None:
    """Return the same checks by the plan's own numbers; None where the plan's table gives no projection.

    >>> from ceheng_model.scenarios import scenario
    >>> slow = check(project(scenario("plan").with_change("rural.wages.2023-2024=12%")), share_cases=False)
    >>> own = check_as_planned(slow)
    >>> [round(one["rural_growth"].value, 4) for one in (slow, own) if one]
    [0.0987, 0.12]
    """
    scenario = report.projection.scenario
    if scenario.is_as_planned:
        return report
    try:
        planned = project(shipped_scenario(AS_PLANNED, plan=scenario.require_dossier()))
    except InputError:
        return None
    return check(planned, share_cases=False)


def check_everybody(projection: Projection) -> tuple[CheckedStatement, ...]:
    """Return the verdicts on all residents where the plan's words speak of them; not judged without the population."""
    scenario = projection.scenario
    figures = Numbers(scenario, projection.values)
    said = statements_of_everybody(scenario.require_dossier().plan)
    return tuple(_checked(statement, scenario, figures) for statement in said)


def statements_of_everybody(plan: Plan) -> list[Statement]:
    """Return what the plan says of all residents and is judged by groups, of all residents; each sentence once."""
    said: dict[tuple[str, str], Statement] = {}
    for statement in plan.statements:
        quantity = statement.quantity
        if statement.everybody:
            of_all = AllResidentsLead(
                first_year=quantity.first_year, last_year=quantity.last_year, against=quantity.against
            )
            id = f"all_residents.{quantity.against}"
            said.setdefault((id, statement.words), replace(statement, id=id, quantity=of_all, note=None))
    return list(said.values())


def _verdicts(plan: Plan, projection: Projection) -> dict[str, Verdict]:
    figures = Numbers(projection.scenario, projection.values)
    return {
        statement.id: _verdict(statement, _evaluated(statement, projection.scenario, figures))
        for statement in plan.all_statements
    }


def _evaluated(statement: Statement, scenario: Scenario, figures: Figures) -> Evaluated:
    if statement.needs is not None:
        return Evaluated(missing=statement.needs)
    return statement.quantity.evaluate(scenario, figures)


def _verdict(statement: Statement, evaluated: Evaluated) -> Verdict:
    if evaluated.missing is not None:
        return Verdict.NOT_JUDGED
    return statement.wording.judge(evaluated.value, uncertainty=evaluated.uncertainty)


def _checked(statement: Statement, scenario: Scenario, figures: Figures) -> CheckedStatement:
    evaluated, wording = _evaluated(statement, scenario, figures), statement.wording
    label, verdict = statement.label(scenario.terms), _verdict(statement, evaluated)
    circular = scenario.baseline.is_derived_from(statement.id)
    if evaluated.missing is not None:
        return CheckedStatement(
            statement=statement,
            label=label,
            verdict=verdict,
            value=nan,
            distance_to_goal=nan,
            required=(),
            missing=evaluated.missing,
            note=evaluated.missing.label,
            circular=circular,
        )
    value = evaluated.value
    note = evaluated.note
    if verdict is Verdict.MET and wording.meets_by_rounding(value):
        note = _BY_ROUNDING
    if evaluated.rests_on is not None:
        note = evaluated.rests_on if note is None else _BOTH.format(first=note, second=evaluated.rests_on)
    return CheckedStatement(
        statement=statement,
        label=label,
        verdict=verdict,
        value=value,
        distance_to_goal=float(wording.distance_to_goal(value)),
        uncertainty=evaluated.uncertainty,
        required=_required_growth(statement, scenario, figures),
        missing=evaluated.without,
        note=note,
        rests_on=evaluated.rests_on,
        circular=circular,
    )


def _required_growth(statement: Statement, scenario: Scenario, figures: Figures) -> tuple[RequiredGrowth, ...]:
    """Return what would meet a statement that has a value: one entry a group that could do it alone."""
    quantity, wording = statement.quantity, statement.wording
    needed = (quantity.needed_growth(aim, scenario, figures) for aim in (wording.aim, wording.bound))
    return tuple(
        RequiredGrowth(
            group=to_value.group,
            component=to_value.component,
            growth=float(to_value.growth),
            growth_to_bound=float(to_bound.growth),
            present=_present(to_value, quantity.last_year, figures),
        )
        for to_value, to_bound in zip(*needed, strict=True)
    )


def _present(needed: NeededGrowth, last: int, figures: Figures) -> float:
    start, end = (figures.level(Level(needed.group, year, needed.component)) for year in (needed.after, last))
    return float(figures.growth(start, end, last - needed.after))
