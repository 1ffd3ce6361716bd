"""Check a projection against every statement of its plan."""

from collections.abc import Mapping
from math import nan

from ceheng_model.checks.check_report import CheckedStatement, CheckReport, Shares
from ceheng_model.checks.evaluation import evaluate
from ceheng_model.checks.required_growth import required_growth
from ceheng_model.errors import InputError
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import AS_PLANNED
from ceheng_model.scenarios import scenario as shipped_scenario
from ceheng_model.vocabulary import Text, Verdict


def check(projection: Projection, *, share_cases: bool = True) -> CheckReport:
    """Judge every statement of the projection's plan.

    With `share_cases`, the scenario is projected again under every combination of share cases, so
    that the report can say which verdicts owe to the assumed split. Raises `InputError` for a
    scenario without a plan and for many alternatives at once.

    >>> from ceheng_model.scenarios import scenario
    >>> report = check(project(scenario("plan")))
    >>> [checked.statement.id for checked in report.missed]
    ['ratio_2024']
    >>> round(report["ratio_2024"].required[0].growth, 5)
    0.16149
    """
    projection.require_single()
    dossier = projection.scenario.require_dossier()
    checked = tuple(_checked(statement, projection) for statement in dossier.plan.all_statements)
    by_case: list[tuple[Shares, Mapping[str, Verdict]]] = []
    impossible: list[tuple[Shares, Text]] = []
    plan = dossier.plan
    choices = projection.scenario.share_choices() if share_cases else ()
    for shares in choices:
        try:
            other = project(projection.scenario.with_shares(shares))
        except InputError as error:
            impossible.append((shares, error.breach))
            continue
        by_case.append((shares, {s.id: _checked(s, other).verdict for s in plan.all_statements}))
    return CheckReport(
        projection=projection, checked=checked, by_case=tuple(by_case), impossible_cases=tuple(impossible)
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


def _checked(statement: Statement, projection: Projection) -> CheckedStatement:
    evaluated, wording = evaluate(statement, projection), statement.wording
    label = statement.label(projection.scenario.groups)
    if evaluated.missing is not None:
        needs = Text(f"缺：{evaluated.missing.zh}", f"needs {evaluated.missing.en}")
        verdict = Verdict.NOT_JUDGED
        return CheckedStatement(
            statement=statement,
            label=label,
            verdict=verdict,
            value=nan,
            difference=nan,
            margin=nan,
            required=(),
            note=needs,
        )
    value = evaluated.value
    verdict = wording.judge(value, uncertainty=evaluated.uncertainty)
    note = evaluated.note
    if verdict is Verdict.MET and wording.meets_by_rounding(value):
        note = Text("四舍五入后达到", "met after rounding")
    return CheckedStatement(
        statement=statement,
        label=label,
        verdict=verdict,
        value=value,
        difference=wording.difference(value),
        margin=wording.margin(value),
        required=required_growth(statement, evaluated, projection),
        note=note,
    )
