"""Gather what a brief reports on a scenario, each result computed once; what cannot be computed says why."""

from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from ceheng_model.auditing import AuditReport, audit
from ceheng_model.calibration import Calibration, calibrate
from ceheng_model.checks import CheckedStatement, CheckReport, check
from ceheng_model.decomposition import Contributions, contributions
from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.needed_growth import PROBABILITY, Needed, needed_growth
from ceheng_model.documents.brief.recommendations import Recommendation, recommend
from ceheng_model.ensemble import DRAWS, Ensemble, simulate
from ceheng_model.errors import CehengError
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Companion, OfOnePlan, Scenario, companions
from ceheng_model.sensitivity import (
    ProbabilityRanges,
    ShareCaseEffects,
    Tornado,
    VarianceShares,
    probability_ranges,
    share_case_effects,
    tornado,
    variance_shares,
)
from ceheng_model.tracking import TrackingReport
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import NO_TEXT, Text

RANGE_DRAWS = DRAWS
"""Most draws a setting for the ranges of probabilities: those of the brief itself, whose probabilities stand beside."""
SHAPLEY_DRAWS = 1024
"""Draws for the shares of the variance: they then stand to a tenth of a point, as printed."""
SEED = 0
"""Seed of a brief that names none, so that two runs give the same brief."""


_OF_RATIO = "ratio"
"""The alternative that is solved for the ratio of two groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Hold a scenario of the comparison on the same plan and base, or why it cannot be projected."""

    title: Text
    description: Text
    checked: CheckReport | None
    why_not: Text | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Analysis(OfOnePlan):
    """Hold the results that a brief reports on; a `Text` stands for a result that cannot be had, and says why.

    Results that only some lengths tell are computed when they are first asked for.
    """

    projection: Projection
    """Over the plan's own years, where the scenario goes on to a later target."""
    last_year: Contributions
    """Contributions to growth in the last year."""
    whole_span: Contributions
    """Contributions to growth from the base year to the last year."""
    checked: CheckReport
    audited: AuditReport | Text
    ensemble: Ensemble | Text
    needed: tuple[Needed, ...]
    recommended: tuple[Recommendation, ...]
    """What to do: the smallest repair of the plan, and growth that brings missed goals about."""
    tracked: TrackingReport | None = None
    """How the plan is being carried out; None where no actual figures were given."""

    @cached_property
    def ranges(self) -> ProbabilityRanges | Text:
        """How far each probability moves over settings that nobody knows exactly."""
        return self.ensemble if isinstance(self.ensemble, Text) else _ranges(self.ensemble)

    @cached_property
    def variance(self) -> VarianceShares | Text:
        """What the spread of the ratio, or of the first group's income, comes from: it leads the ranking of inputs."""
        return self.ensemble if isinstance(self.ensemble, Text) else _variance(self.projection, self.ensemble)

    @cached_property
    def swings(self) -> Tornado | Text:
        """How far each input by itself moves what is ranked."""
        return self.ensemble if isinstance(self.ensemble, Text) else _swings(self.projection, self.ensemble.uncertainty)

    @cached_property
    def share_cases(self) -> ShareCaseEffects | Text:
        """Which results change with the split of income that is assumed."""
        return _share_cases(self.scenario)

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The shipped alternatives whose figures are not those of the scenario itself."""
        return _alternatives(self.checked.projection)

    @property
    def scenario(self) -> Scenario:
        """The scenario reported on."""
        return self.checked.projection.scenario

    @property
    def answered_year(self) -> int:
        """The year that the answer speaks of: the plan's own last one, though the scenario goes on further."""
        return _answered_year(self.scenario)

    @property
    def short_title(self) -> Text:
        """What tables and charts call the scenario; the subtitle says what a changed one changes."""
        scenario = self.scenario
        return words.THIS_SCENARIO if scenario.changed_from and not scenario.name else scenario.title

    @property
    def compared(self) -> tuple[Alternative, ...]:
        """The scenario reported on, then the alternatives."""
        own = Alternative(title=self.short_title, description=NO_TEXT, checked=self.checked)
        return (own, *self.alternatives)

    def past_forecasts(self) -> Calibration | None:
        """Return how forecasts made at past years of the series behind the spread did; None where there is none."""
        if isinstance(self.ensemble, Text) or self.ensemble.uncertainty.reference is None:
            return None
        uncertainty, reference = self.ensemble.uncertainty, self.ensemble.uncertainty.reference
        name = reference.names[0].partition(".")[0]
        series = self.scenario.require_dossier().series.get(name)
        if series is None:
            return None
        followed = [key for own, _, key in (one.partition(".") for one in reference.names) if own == name]
        try:
            return calibrate(
                # readers know whose it is by the name under which the plan has it
                replace(series, name=name, is_shipped=True),
                groups=followed,
                estimation_error=uncertainty.estimation_freedom is not None,
                persistence=uncertainty.persistence,
                terms=self.terms,
            )
        except CehengError:
            return None

    @property
    def headline(self) -> tuple[CheckedStatement, ...]:
        """The statements of the plan's text, each with its verdict."""
        return self.checked.headline

    @property
    def cells(self) -> tuple[CheckedStatement, ...]:
        """The cells of the growth table, each with its verdict."""
        return self.checked.cells


def analyse(
    scenario: Scenario,
    *,
    seed: int = SEED,
    draws: int = DRAWS,
    uncertainty: Uncertainty | None = None,
    probability: float = PROBABILITY,
    tracked: TrackingReport | None = None,
) -> Analysis:
    """Return what a brief says of a scenario; what only some lengths tell is computed when it is asked for.

    Draws come from `seed`, so that the same scenario gives the same brief; `uncertainty` is estimated from
    published series where none is given; `probability` is the one with which the growth needed is also
    sought; `tracked` is how the plan is being carried out. Results that the plan or its data do not allow are
    replaced by the reason.

    Raises `InputError` for a scenario without a plan and for one of many alternatives or regions.

    >>> from ceheng_model.scenarios import scenario
    >>> analysis = analyse(scenario("plan"), draws=2_000)
    >>> len(analysis.headline), [str(need.target) for need in analysis.needed][-1]
    (16, 'ratio.2024=2.8')
    """
    scenario.require_dossier()
    scenario.require_single()
    scenario.require_bases()
    whole = project(scenario)
    checked = check(whole)
    projection = project(scenario.within_the_plan) if scenario.goes_on else whole
    ensemble = _ensemble(scenario, seed, draws, uncertainty)
    last = projection.years[-1]
    audited = _audited(scenario)
    needed = needed_growth(checked, ensemble, probability=probability)
    return Analysis(
        projection=projection,
        last_year=contributions(projection, year=last),
        whole_span=contributions(projection, year=last, since=projection.years[0]),
        checked=checked,
        audited=audited,
        ensemble=ensemble,
        needed=needed,
        recommended=recommend(checked, audited, needed, ensemble, probability=probability),
        tracked=tracked,
    )


def _audited(scenario: Scenario) -> AuditReport | Text:
    try:
        return audit(scenario)
    except CehengError as error:
        return error.reason


def _ensemble(scenario: Scenario, seed: int, draws: int, uncertainty: Uncertainty | None) -> Ensemble | Text:
    from ceheng_model.uncertainty import estimate_uncertainty

    if uncertainty is None:
        try:
            uncertainty = estimate_uncertainty(scenario)
        except CehengError as error:
            return error.reason
    return simulate(scenario, draws=draws, seed=seed, uncertainty=uncertainty)


def _swings(projection: Projection, uncertainty: Uncertainty) -> Tornado:
    return tornado(projection.scenario, _studied(projection), uncertainty=uncertainty)


def _ranges(ensemble: Ensemble) -> ProbabilityRanges:
    scenario, spread = ensemble.scenario, ensemble.uncertainty
    return probability_ranges(
        scenario, uncertainty=spread, seed=ensemble.seed, draws=min(RANGE_DRAWS, ensemble.draw_count)
    )


def _variance(projection: Projection, ensemble: Ensemble) -> VarianceShares:
    spread, seed = ensemble.uncertainty, ensemble.seed
    return variance_shares(
        projection.scenario, _studied(projection), uncertainty=spread, draws=SHAPLEY_DRAWS, seed=seed
    )


def _studied(projection: Projection) -> str:
    """Return the quantity whose inputs are ranked."""
    scenario = projection.scenario
    subject = "ratio" if projection.has_ratio else scenario.group_keys[0]
    return f"{subject}.{_answered_year(scenario)}"


def _answered_year(scenario: Scenario) -> int:
    return min(scenario.headline_year, scenario.require_dossier().plan.years[-1])


def _share_cases(scenario: Scenario) -> ShareCaseEffects | Text:
    plan = scenario.require_dossier().plan
    if scenario.years[-1] < plan.years[-1]:
        terms = scenario.terms
        ends = (terms.year_label(years[-1]) for years in (scenario.years, plan.years))
        return terms.say(words.TOO_SHORT, **dict(zip(("horizon", "last"), ends, strict=True)))
    return share_case_effects(scenario)


def _alternatives(own: Projection) -> tuple[Alternative, ...]:
    """Return the shipped alternatives, less those that come to the same figures as the scenario itself."""
    # a plan that compares no two groups has no ratio to be solved for: that is no want of data
    shipped = (one for one in companions(own.scenario) if own.has_ratio or one.alternative.name != _OF_RATIO)
    alternatives = map(_alternative, shipped)
    return tuple(
        alternative
        for alternative in alternatives
        if alternative.checked is None or not np.array_equal(alternative.checked.projection.values, own.values)
    )


def _alternative(companion: Companion) -> Alternative:
    shipped = companion.alternative
    named = partial(Alternative, title=shipped.title, description=shipped.description)
    if companion.scenario is None:
        assert companion.error is not None
        return named(checked=None, why_not=companion.error.reason)
    try:
        return named(checked=check(project(companion.scenario), share_cases=False))
    except CehengError as error:
        return named(checked=None, why_not=error.reason)
