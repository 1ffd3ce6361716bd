"""Check many alternatives, or regions, at once against every statement of their plan."""

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.axes import Axis
from ceheng_model.checks.across_regions import check_across, incomes_of, lacks
from ceheng_model.checks.batch_report import VERDICTS, BatchReport, BatchStatement, with_case
from ceheng_model.checks.regional_verdicts import RegionsJudged
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection, project
from ceheng_model.quantities import Numbers, Quantity, RegionalRatio, UndecidableError
from ceheng_model.scenarios import Scenario
from ceheng_model.values import read_only
from ceheng_model.vocabulary import COMPONENT_AXIS, Missing, Text, Verdict
from ceheng_model.wording import Wording

_MISSED, _UNDECIDABLE, _NOT_JUDGED = (
    VERDICTS.index(verdict) for verdict in (Verdict.MISSED, Verdict.UNDECIDABLE, Verdict.NOT_JUDGED)
)
# by the side of the interval on which a quantity lies: short of it, in it, beyond it
_BY_SIDE = np.array([VERDICTS.index(verdict) for verdict in (Verdict.MISSED, Verdict.MET, Verdict.EXCEEDED)], np.int8)


@door
def check_batch(projection: Projection, *, share_cases: bool = False) -> BatchReport:
    """Judge every statement of the plan on every path of a projection: alternatives, regions or both.

    Each path has the verdicts that `check` gives of it alone; statements that compare regions have one verdict for
    all regions of an alternative. With `share_cases` the scenario is projected again under every combination of share
    cases, so that the report can say where the assumed split decides. Raises `InputError` for a scenario without a
    plan.

    >>> import numpy as np
    >>> from ceheng_model.scenarios import scenario
    >>> many = project(scenario("plan").with_growth("rural", None, np.linspace(0.10, 0.20, 101)))
    >>> report = check_batch(many)
    >>> report["ratio_2024"].count(Verdict.MISSED), report["rural_income_2024"].holds.sum().item()
    (55, 81)
    """
    scenario = projection.scenario
    scenario.require_dossier()
    if not scenario.baseline.regions and scenario.baseline.levels.ndim > -COMPONENT_AXIS:
        raise InputError(_unnamed_bases(scenario))
    checked = _checked(projection)
    single = scenario.baseline.regions and not scenario.alternatives
    across = check_across(projection) if single else None
    report = BatchReport(projection=projection, checked=checked, across=across)
    return _with_cases(report) if share_cases else report


def _checked(projection: Projection) -> tuple[BatchStatement, ...]:
    scenario = projection.scenario
    plan, regions = scenario.require_dossier().plan, scenario.baseline.regions
    if not regions:
        figures = Numbers(scenario, projection.values)
        return tuple(_judged(statement, projection, figures) for statement in plan.all_statements)
    judged = RegionsJudged(projection, _judged)
    return tuple(
        _judged_across(statement, statement.quantity, projection)
        if isinstance(statement.quantity, RegionalRatio)
        else judged.judged(statement)
        for statement in plan.all_statements
    )


def _judged(statement: Statement, projection: Projection, figures: Numbers) -> BatchStatement:
    scenario, axes = projection.scenario, projection.leading_axes
    if statement.needs is not None:
        return _not_judged(statement, scenario, axes, statement.needs)
    try:
        values, half_widths = _evaluated(statement.quantity, figures, tuple(map(len, axes)))
    except UndecidableError as error:
        return _not_judged(statement, scenario, axes, error.missing)
    return _with_verdicts(statement, scenario, axes, values, half_widths)


def _with_verdicts(
    statement: Statement, scenario: Scenario, axes: tuple[Axis, ...], values: Array, half_widths: Array
) -> BatchStatement:
    wording = statement.wording
    return BatchStatement(
        statement=statement,
        label=statement.label(scenario.terms),
        axes=axes,
        values=read_only(values),
        distances=read_only(np.asarray(wording.distance_to_goal(values))),
        verdicts=read_only(_verdicts(wording, values, half_widths)),
    )


def _not_judged(statement: Statement, scenario: Scenario, axes: tuple[Axis, ...], missing: Missing) -> BatchStatement:
    shape = tuple(map(len, axes))
    return BatchStatement(
        statement=statement,
        label=statement.label(scenario.terms),
        axes=axes,
        values=read_only(np.full(shape, np.nan)),
        distances=read_only(np.full(shape, np.nan)),
        verdicts=read_only(np.full(shape, _NOT_JUDGED, dtype=np.int8)),
        missing=(missing,),
    )


def _evaluated(quantity: Quantity, figures: Numbers, shape: tuple[int, ...]) -> tuple[Array, Array]:
    """Return a quantity on every path and the half-width that rounding leaves open, of several years the worst one."""
    forms = quantity.forms(figures.setting)
    # an income of zero leaves a ratio without end, or none at all
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.array([np.broadcast_to(form.at(figures), shape) for form in forms])
        half_widths = np.array([np.broadcast_to(quantity.uncertainty(form, figures), shape) for form in forms])
    if len(forms) == 1:
        return np.asarray(values[0]), np.asarray(half_widths[0])
    worst = values.argmax(axis=0) if quantity.better == "down" else values.argmin(axis=0)
    at = worst[np.newaxis]
    chosen, widths = (np.take_along_axis(array, at, axis=0)[0] for array in (values, half_widths))
    return np.asarray(chosen), np.asarray(widths)


def _verdicts(wording: Wording, values: Array, half_widths: Array) -> NDArray[np.int8]:
    side = wording.side(values)
    doubtful = np.isnan(values)
    if half_widths.any():
        for end in (values - half_widths, values + half_widths):
            doubtful = doubtful | ((wording.side(end) >= 0) != (side >= 0))
    return np.asarray(np.where(doubtful, np.int8(_UNDECIDABLE), _BY_SIDE[side + 1]))


def _judged_across(statement: Statement, quantity: RegionalRatio, projection: Projection) -> BatchStatement:
    """Return the verdicts on a statement that compares regions, one an alternative."""
    scenario = projection.scenario
    missing = lacks(quantity, projection)
    if missing is not None:
        return _not_judged(statement, scenario, scenario.alternatives, missing)
    incomes = incomes_of(quantity, projection)
    values = np.asarray(np.nanmax(incomes, axis=-1) / np.nanmin(incomes, axis=-1))
    return _with_verdicts(statement, scenario, scenario.alternatives, values, np.zeros(values.shape))


def _with_cases(report: BatchReport) -> BatchReport:
    """Return the report with where verdicts change over the share cases; those that cannot be are left out."""
    scenario = report.projection.scenario
    found: list[tuple[BatchStatement, ...]] = []
    for shares in scenario.share_choices():
        try:
            other = project(scenario.with_shares(shares))
        except InputError:
            continue
        if other.scenario.alternatives == scenario.alternatives:
            found.append(_checked(other))
    checked = tuple(
        with_case(
            one, np.any([case[at].verdicts != found[0][at].verdicts for case in found], axis=0) if found else None
        )
        for at, one in enumerate(report.checked)
    )
    return BatchReport(projection=report.projection, checked=checked, across=report.across)


def _unnamed_bases(scenario: Scenario) -> Fault:
    return Fault(
        what=Text("基数的前导轴", "the leading axes of the base"),
        rule=Text("为有名称的地区", "be named regions"),
        got=scenario.baseline.levels.shape,
        way_out=Text("用 scenario.with_regions(...)", "use scenario.with_regions(...)"),
    )
