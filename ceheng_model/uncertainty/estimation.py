"""Estimate the uncertainty of growth from published series: spreads, correlations, what follows what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array, growth_rates, shares
from ceheng_model.doors import door
from ceheng_model.errors import Fault, between, raise_faults
from ceheng_model.scenarios import Scenario
from ceheng_model.series import PublishedSeries
from ceheng_model.uncertainty import words
from ceheng_model.uncertainty.correlation import Shrunk, lowest_eigenvalue, nearest_correlation, shrunk_correlation
from ceheng_model.uncertainty.estimate import Estimate, SpreadOfTotals
from ceheng_model.uncertainty.history import FEWEST_YEARS, History, read_history
from ceheng_model.uncertainty.own_spread import OwnSpread, estimated_own_spread, plan_shares, read_own
from ceheng_model.uncertainty.persistence import CONSTANT, PANDEMIC, chosen_persistence, persistence_of
from ceheng_model.uncertainty.reference import Reference
from ceheng_model.uncertainty.uncertainty import Uncertainty
from ceheng_model.vocabulary import NO_TEXT, Text

if TYPE_CHECKING:
    import pandas as pd

WIDER = 1.5
"""Spread of a group that follows another group's series, as a multiple of that group's."""
FOLLOWING = 0.9
"""Correlation of such a group's shocks with those of the group it follows, component by component."""
# far above the rounding of an eigenvalue, far below what the spread of a total would show
LOWEST = 1e-6
"""Lowest eigenvalue that an estimated correlation matrix has."""
FEWEST_DEGREES = 2
"""Degrees of freedom at which the error of a spread has no variance itself."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """Hold what the growth of some series says of how far it strays and what moves together."""

    scale: Array
    """Standard deviations, shape ``(record, component)``."""
    shrunk: Shrunk
    correlation: Array
    """Over all cells, record by record; positive definite."""
    repaired: bool
    """Whether it had to be moved to the nearest matrix that is one."""
    freedom: int
    """Degrees of freedom: growth years less the two of a line."""


@door
def estimate_uncertainty(
    scenario: Scenario,
    *,
    history: "PublishedSeries | pd.DataFrame | str | None" = None,
    first_year: int | None = None,
    last_year: int | None = None,
    wider: float = WIDER,
    following: float = FOLLOWING,
    own: "PublishedSeries | pd.DataFrame | str | None" = None,
    estimation_error: bool = True,
    as_of: int | None = None,
) -> Uncertainty:
    r"""Return the uncertainty of a scenario's growth, estimated from the series that its groups follow.

    Growth of every component is recomputed from published levels and freed of its linear trend over
    the years (least squares). What is left, :math:`e_{kc}` over n growth years, gives

    - standard deviations :math:`\sqrt{\sum_k e_{kc}^2 / (n - 2)}`. They are not shrunk: drawing the
      components' spreads together would change that of the total, which published totals can check;
    - correlations within and between the series, drawn towards one correlation a block by
      `shrunk_correlation`. A component weighs there by its mean share of the total in the year before,
      times its standard deviation, so that the spread of each total, and the correlation of the totals,
      are those of the data. Where the mixture is not positive definite: the nearest matrix that is;
    - :math:`n - 2` degrees of freedom, by which the band holds the error of the spread
      (`estimation_error`); with 4 growth years that error has no bounds and is left out, which the notes say. The
      region's own spread has degrees of freedom of its own, one less than the differences behind it;
    - persistence zero, unless the lag-one correlation of every total excludes it, with and without 2020 and 2021.

    Groups on one series that are not part of one another all get its shocks. A group that is part of
    another one on its series follows that: :math:`z' = \rho z + \sqrt{1 - \rho^2} e`, with `e` of the same
    correlations and :math:`\rho` = `following`, at `wider` times its spread: assumptions, and the notes say so.

    The region's own spread is the sample covariance of a province's growth by component less the nation's
    (Fujian, 2016-2020), which is a lower bound for a county; with a series of the region's `own`, of which totals
    suffice, its variance is pooled by degrees of freedom, total by total. A series that is the region's own
    already has it, and none is added.

    `history` is a `PublishedSeries`, a frame of the same form, or the name of a series that ships
    (``fujian``) or of a file, in place of the series that the plan names; a group without a series
    follows its own key there. One that does not ship is taken as the region's own unless `own` is given.
    `first_year` and `last_year` limit the growth years, labelled by the year they end in, which may end before the
    last one; `as_of`, by default
    that of the scenario or the base year, says up to which of them the totals' spreads are told beside.
    Raises `InputError` for groups without a series, levels that are missing or not above zero, fewer
    than 4 growth years, `following` outside [0, 1] and `wider` not above zero, and for an `own` series with no
    group that has 2 growth years or more in common with what it follows.

    >>> from ceheng_model.scenarios import scenario
    >>> uncertainty = estimate_uncertainty(scenario("plan"))
    >>> uncertainty.standard_deviation[:2].round(3).tolist()
    [[0.016, 0.048, 0.023, 0.01], [0.025, 0.01, 0.022, 0.014]]
    >>> uncertainty.estimation_freedom, uncertainty.own_freedom
    (7.0, 4.0)
    >>> [round(total.spread, 4) for total in uncertainty.estimate.own.totals]
    [0.0039, 0.0057, 0.0056]
    """
    _require_settings(wider, following)
    past = read_history(scenario, history, first_year=first_year, last_year=last_year, with_own=own is not None)
    moments = moments_of(past.levels)
    reference = _reference(past, moments, following)
    of_its_own = estimated_own_spread(
        scenario, past, read_own(own, scenario.terms), wider=wider, following=following, last_year=last_year
    )
    estimate = _estimate(scenario, past, wider, of_its_own, _known_to(scenario) if as_of is None else as_of)
    persistence = chosen_persistence(estimate.persistence)
    freedom = len(past.years) - 2.0
    followed = Text.join(past.records[r].label for r in dict.fromkeys(past.position))
    return Uncertainty(
        groups=scenario.group_keys,
        labels=tuple(group.label for group in scenario.groups),
        components=scenario.terms.components,
        standard_deviation=_common_spread(past, moments, wider),
        correlation=_over_groups(reference),
        persistence=persistence,
        own_spread=of_its_own.spread.reshape(len(scenario.groups), -1),
        own_correlation=of_its_own.correlation if of_its_own.totals else 0.0,
        estimation_freedom=_bounded(freedom) if estimation_error else None,
        own_freedom=_bounded(of_its_own.freedom) if estimation_error else None,
        reference=reference,
        source=(
            words.SOURCE if any(map(scenario.baseline.is_split, scenario.group_keys)) else words.SOURCE_WHOLE
        ).format(series=followed, span=scenario.terms.span_label(past.years[0], past.years[-1])),
        notes=(
            *_method_notes(scenario, past, moments),
            *_following_notes(scenario, past, wider, following),
            words.PERSISTENCE_FOUND.format(persistence=persistence) if persistence else words.PERSISTENCE_ZERO,
            *([] if of_its_own.freedom is None or _bounded(of_its_own.freedom) else [words.NO_OWN_ERROR_IN_BAND]),
        ),
        without_own_spread=NO_TEXT if not of_its_own.totals else words.NO_OWN_SPREAD,
        estimate=estimate,
    )


def _bounded(freedom: float | None) -> float | None:
    """Return degrees of freedom that let the error of a spread into the band; None where it has no bounds."""
    return freedom if freedom is not None and freedom > FEWEST_DEGREES else None


def _known_to(scenario: Scenario) -> int:
    return scenario.base_year if scenario.as_of is None else scenario.as_of


def detrended(growth: Array) -> Array:
    r"""Return what a least-squares line over the years leaves of growth, shape ``(..., year)``.

    >>> detrended(np.array([0.0, 0.0, 3.0, 1.0])).round(12)
    array([-0.1, -0.7,  1.7, -0.9])
    """
    years = np.arange(growth.shape[-1]) - (growth.shape[-1] - 1) / 2.0
    centred = growth - growth.mean(axis=-1, keepdims=True)
    slope = (centred * years).sum(axis=-1, keepdims=True) / (years**2).sum()
    residuals: Array = centred - slope * years
    constant = np.abs(residuals).max(axis=-1, keepdims=True) <= CONSTANT
    return np.where(constant, 0.0, residuals)


def moments_of(levels: Array) -> Moments:
    """Return spreads and correlations of growth, of levels of shape ``(record, component, year)``.

    >>> moments = moments_of(np.array([[[100.0, 110.0, 119.0, 131.0, 141.0]]]))
    >>> moments.freedom, moments.scale.round(4).tolist()
    (2, [[0.013]])
    """
    freedom = levels.shape[-1] - 3
    residuals = detrended(growth_rates(levels))
    scale = np.sqrt((residuals**2).sum(axis=-1) / freedom)
    parts = shares(levels)[..., :-1].mean(axis=-1)
    shrunk = shrunk_correlation(
        residuals.reshape(-1, residuals.shape[-1]).T,
        np.repeat(np.arange(len(levels)), levels.shape[1]),
        (parts * scale).ravel(),
        freedom=freedom,
    )
    repaired = lowest_eigenvalue(shrunk.correlation) < LOWEST
    correlation = nearest_correlation(shrunk.correlation, lowest=LOWEST) if repaired else shrunk.correlation
    return Moments(scale=scale, shrunk=shrunk, correlation=correlation, repaired=repaired, freedom=freedom)


def _common_spread(past: History, moments: Moments, wider: float) -> Array:
    """Return the common spread of each group's components, ``(group, component)``."""
    spread: Array = moments.scale[list(past.position)] * np.where(past.leads, 1.0, wider)[:, np.newaxis]
    return spread


def _reference(past: History, moments: Moments, following: float) -> Reference:
    return Reference(
        names=tuple(record.name for record in past.records),
        standard_deviation=moments.scale,
        correlation=moments.correlation,
        position=np.array(past.position),
        following=np.where(past.leads, 1.0, following),
    )


def _over_groups(reference: Reference) -> Array:
    """Return the correlation over groups: the series' own, times the part that each pair of groups shares."""
    count = reference.standard_deviation.shape[1]
    shared = np.outer(reference.following, reference.following)
    np.fill_diagonal(shared, 1.0)
    cells = (reference.position[:, np.newaxis] * count + np.arange(count)).ravel()
    return reference.correlation[np.ix_(cells, cells)] * np.kron(shared, np.ones((count, count)))


def _estimate(scenario: Scenario, past: History, wider: float, own: OwnSpread, as_of: int) -> Estimate:
    known = past.until(as_of)
    growth = growth_rates(past.totals)
    return Estimate(
        groups=tuple(group.label for group in scenario.groups),
        common=_totals(scenario, past, wider),
        known=None if known is None or known.years == past.years else _totals(scenario, known, wider),
        as_of=as_of,
        own=own,
        persistence=tuple(
            persistence_of(past.records[r].label, past.years, growth[r]) for r in dict.fromkeys(past.position)
        ),
        without_pandemic=_without_pandemic(past, growth),
    )


def _without_pandemic(past: History, growth: Array) -> Array | None:
    """Return by how much the totals' spreads are other without 2020 and 2021, ``(group,)``."""
    calm = np.array([year not in PANDEMIC for year in past.years])
    if calm.all() or np.count_nonzero(calm) < FEWEST_YEARS:
        return None
    every = np.ones(calm.shape, dtype=bool)
    rest, whole = (np.array([_around_line(past.years, used, rates) for rates in growth]) for used in (calm, every))
    # growth on a straight line has no spread, with and without any of its years
    parts: Array = np.divide(rest, whole, out=np.ones(whole.shape), where=whole > CONSTANT)
    of_groups: Array = parts[list(past.position)]
    return of_groups


def _around_line(years: Sequence[int], used: NDArray[np.bool_], rates: Array) -> float:
    """Return the standard deviation around the least-squares line through the years used."""
    at = np.asarray(years, dtype=float)[used]
    around, at = rates[used] - rates[used].mean(), at - at.mean()
    left = around - at * (around @ at) / (at @ at)
    return float(np.sqrt((left**2).sum() / (at.size - 2)))


def _totals(scenario: Scenario, past: History, wider: float) -> SpreadOfTotals:
    """Return how far the totals stray with their series, with the shares of this plan's groups."""
    moments, count = moments_of(past.levels), past.levels.shape[1]
    weights = plan_shares(scenario) * _common_spread(past, moments, wider)
    spreads = []
    for weight, r in zip(weights, past.position, strict=True):
        cells = slice(r * count, (r + 1) * count)
        spreads.append(float(np.sqrt(weight @ moments.correlation[cells, cells] @ weight)))
    return SpreadOfTotals(
        years=past.years, span=scenario.terms.span_label(past.years[0], past.years[-1]), spreads=np.array(spreads)
    )


def _method_notes(scenario: Scenario, past: History, moments: Moments) -> Iterator[Text]:
    years = past.years
    # the relative error of a standard deviation with n degrees of freedom is about 1 / sqrt(2 n)
    doubt = 1.0 / sqrt(2.0 * (len(years) - 2))
    yield words.FROM_YEARS.format(count=len(years), span=scenario.terms.span_label(years[0], years[-1]), doubt=doubt)
    yield words.SHRUNK.format(intensity=moments.shrunk.intensity)
    if moments.repaired:
        yield words.REPAIRED
    if len(years) - 2 <= FEWEST_DEGREES:
        yield words.NO_ERROR_IN_BAND


def _following_notes(scenario: Scenario, past: History, wider: float, following: float) -> list[Text]:
    labels = [group.label for group in scenario.groups]
    return [
        words.FOLLOWING.format(group=labels[g], leader=labels[leader], wider=wider, following=following)
        for g, leader in enumerate(past.leaders)
        if g != leader
    ]


def _require_settings(wider: float, following: float) -> None:
    faults = []
    if not 0.0 < wider < np.inf:
        way_out = Text("1 为同样的波动", "1 gives the same spread")
        rule = Text("大于零且有限", "be above zero and finite")
        faults.append(Fault(what=Text.same("wider"), rule=rule, got=wider, way_out=way_out))
    if not 0.0 <= following <= 1.0:
        way_out = Text("1 为完全跟随", "1 follows wholly")
        faults.append(Fault(what=Text.same("following"), rule=between(0, 1), got=following, way_out=way_out))
    raise_faults(faults)
