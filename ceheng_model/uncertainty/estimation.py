"""Estimate the uncertainty of growth from published series: spreads, correlations, what follows what."""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.arithmetic import Array, growth_rates, shares
from ceheng_model.errors import Fault, between, raise_faults
from ceheng_model.scenarios import Scenario
from ceheng_model.series import PublishedSeries
from ceheng_model.uncertainty import words
from ceheng_model.uncertainty.correlation import Shrunk, lowest_eigenvalue, nearest_correlation, shrunk_correlation
from ceheng_model.uncertainty.history import History, read_history
from ceheng_model.uncertainty.uncertainty import Uncertainty
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    import pandas as pd

WIDER = 1.5
"""Spread of a group that follows another group's series, as a multiple of that group's."""
FOLLOWING = 0.9
"""Correlation of such a group's shocks with those of the group it follows, component by component."""
# far above the rounding of an eigenvalue, far below what the spread of a total would show
LOWEST = 1e-6
"""Lowest eigenvalue that an estimated correlation matrix has."""
# levels in whole yuan move growth by 1e-5 and more; the rounding of growth is 1e-16
CONSTANT = 1e-12
"""Growth that strays from its trend by no more than this is a constant with rounding."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Estimate:
    """Hold what the published series say, one row of spreads a series."""

    scale: Array
    shrunk: Shrunk
    correlation: Array
    repaired: bool


def estimate_uncertainty(
    scenario: Scenario,
    *,
    history: "PublishedSeries | pd.DataFrame | str | None" = None,
    first_year: int | None = None,
    last_year: int | None = None,
    wider: float = WIDER,
    following: float = FOLLOWING,
) -> Uncertainty:
    r"""Return the uncertainty of a scenario's growth, estimated from the series that its groups follow.

    Growth of every component is recomputed from published levels and freed of its linear trend over
    the years (least squares). What is left, :math:`e_{kc}` over n growth years, gives

    - standard deviations :math:`\sqrt{\sum_k e_{kc}^2 / (n - 2)}`. They are not shrunk: drawing the
      components' spreads together would change that of the total, which published totals can check;
    - correlations within and between the series, drawn towards one correlation a block by
      `shrunk_correlation`. A component weighs there by its mean share of the total in the year before,
      times its standard deviation, so that the spread of each total, and the correlation of the totals,
      are those of the data. Where the mixture is not positive definite: the nearest matrix that is.

    Of the groups on one series, the first that is not part of another of them stands for it. The others
    get its shocks as :math:`z' = \rho z + \sqrt{1 - \rho^2} e`, with `e` of the same correlations and
    :math:`\rho` = `following`, at `wider` times its spread: assumptions, and the notes say so.

    `history` is a `PublishedSeries`, a frame of the same form, or the name of a series that ships
    (``fujian``) or of a file, in place of the series that the plan names; a group without a series
    follows its own key there. `first_year` and `last_year` limit the growth years, labelled by the
    year they end in.
    Raises `InputError` for groups without a series, levels that are missing or not above zero, fewer
    than 4 growth years, `following` outside [0, 1] and `wider` not above zero.

    >>> from ceheng_model.scenarios import scenario
    >>> uncertainty = estimate_uncertainty(scenario("plan"))
    >>> uncertainty.standard_deviation[:2].round(3).tolist()
    [[0.016, 0.048, 0.023, 0.01], [0.025, 0.01, 0.022, 0.014]]
    """
    _require_settings(wider, following)
    past = read_history(scenario, history, first_year=first_year, last_year=last_year)
    estimate = _estimate(past)
    position = list(past.position)
    own = np.array([leader == g for g, leader in enumerate(past.leaders)])
    followed = Text.join(record.label for record in past.records)
    return Uncertainty(
        groups=scenario.group_keys,
        labels=tuple(group.label for group in scenario.groups),
        components=scenario.terms.components,
        standard_deviation=estimate.scale[position] * np.where(own, 1.0, wider)[:, np.newaxis],
        correlation=_over_groups(estimate.correlation, position, np.where(own, 1.0, following)),
        source=(
            words.SOURCE if any(map(scenario.baseline.is_split, scenario.group_keys)) else words.SOURCE_WHOLE
        ).format(series=followed, span=scenario.terms.span_label(past.years[0], past.years[-1])),
        notes=(*_method_notes(scenario, past, estimate), *_following_notes(scenario, past, wider, following)),
        without_own_spread=_no_spread_of_its_own(scenario, past),
    )


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


def _estimate(past: History) -> _Estimate:
    freedom = len(past.years) - 2
    residuals = detrended(growth_rates(past.levels))
    scale = np.sqrt((residuals**2).sum(axis=-1) / freedom)
    parts = shares(past.levels)[..., :-1].mean(axis=-1)
    shrunk = shrunk_correlation(
        residuals.reshape(-1, len(past.years)).T,
        np.repeat(np.arange(len(past.records)), past.levels.shape[1]),
        (parts * scale).ravel(),
        freedom=freedom,
    )
    repaired = lowest_eigenvalue(shrunk.correlation) < LOWEST
    correlation = nearest_correlation(shrunk.correlation, lowest=LOWEST) if repaired else shrunk.correlation
    return _Estimate(scale=scale, shrunk=shrunk, correlation=correlation, repaired=repaired)


def _over_groups(correlation: Array, position: list[int], following: Array) -> Array:
    """Return the correlation over groups: the series' own, times the part that each pair of groups shares."""
    count = len(correlation) // (max(position) + 1)
    shared = np.outer(following, following)
    np.fill_diagonal(shared, 1.0)
    cells = (np.array(position)[:, np.newaxis] * count + np.arange(count)).ravel()
    return correlation[np.ix_(cells, cells)] * np.kron(shared, np.ones((count, count)))


def _method_notes(scenario: Scenario, past: History, estimate: _Estimate) -> list[Text]:
    years = past.years
    # the relative error of a standard deviation with n degrees of freedom is about 1 / sqrt(2 n)
    doubt = 1.0 / sqrt(2.0 * (len(years) - 2))
    from_years = words.FROM_YEARS.format(
        count=len(years), span=scenario.terms.span_label(years[0], years[-1]), doubt=doubt
    )
    shrunk = words.SHRUNK.format(intensity=estimate.shrunk.intensity)
    return [from_years, shrunk, *([words.REPAIRED] if estimate.repaired else [])]


def _no_spread_of_its_own(scenario: Scenario, past: History) -> Text:
    other = next((record.region for record in past.records if record.region is not None), None)
    if other is not None:
        return words.NO_OWN_SPREAD_BESIDE.format(whole=other)
    of_nation = any(record.name.startswith("national.") for record in past.records)
    whole = Text("全国", "the nation") if of_nation else Text("所在的更大范围", "what it is part of")
    region = Text(scenario.terms.one_region.zh, scenario.terms.level.with_article().en)
    return words.NO_OWN_SPREAD.format(region=region, whole=whole)


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
