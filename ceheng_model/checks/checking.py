"""Check a projection against every statement of its plan."""

from collections.abc import Mapping
from math import nan

from ceheng_model.checks.evaluation import evaluate
from ceheng_model.checks.report import CheckedStatement, CheckReport, Shares
from ceheng_model.checks.requirements import required_growth
from ceheng_model.errors import InputError
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection, project
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
            impossible.append((shares, Text(error.text("zh"), error.text("en"))))
            continue
        by_case.append((shares, {s.id: _checked(s, other).verdict for s in plan.all_statements}))
    return CheckReport(
        projection=projection, checked=checked, by_case=tuple(by_case), impossible_cases=tuple(impossible)
    )


def _checked(statement: Statement, projection: Projection) -> CheckedStatement:
    evaluated, wording = evaluate(statement, projection), statement.wording
    label = statement.label(projection.scenario.groups)
    if evaluated.missing is not None:
        verdict = Verdict.NOT_JUDGED
        return CheckedStatement(
            statement=statement,
            label=label,
            verdict=verdict,
            value=nan,
            difference=nan,
            margin=nan,
            required=(),
            missing=evaluated.missing,
            note=evaluated.missing.label,
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
        missing=evaluated.without,
        note=note,
    )
