"""Forecast a past from each of its years in turn, with nothing known but what came before."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.calibration import words
from ceheng_model.calibration.calibration import Calibration
from ceheng_model.calibration.past_forecasts import PastForecast
from ceheng_model.calibration.past_incomes import PastIncome, past_incomes
from ceheng_model.calibration.predictive_draws import DrawSettings, predicted
from ceheng_model.calibration.scores import position, ranked_score
from ceheng_model.doors import door
from ceheng_model.ensemble import DRAWS
from ceheng_model.ensemble.random_streams import Seed, entropy_of, is_whole
from ceheng_model.errors import Fault, raise_faults
from ceheng_model.series import PublishedSeries, load_series
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    import pandas as pd

    from ceheng_model.official import OfficialTable

YEARS_AHEAD = 3
"""Years that forecasts reach where nothing else is said: as many as the plan that ships."""
FEWEST_DRAWS = 100
MOST_AHEAD = 30
"""Years ahead beyond which no series has forecasts to count."""


@door
def calibrate(
    history: "PublishedSeries | pd.DataFrame | OfficialTable | Path | str" = "national",
    *,
    groups: str | Sequence[str] | None = None,
    years_ahead: int = YEARS_AHEAD,
    first_origin: int | None = None,
    totals_only: bool = False,
    estimation_error: bool = True,
    persistence: float = 0.0,
    draws: int = DRAWS,
    seed: Seed = 0,
    terms: Terms | None = None,
) -> Calibration:
    """Forecast the past of each group from year to year, and hold the forecasts against what came.

    At every origin, a year with at least four growth years up to it, mean growth and spread are estimated from those
    years alone, by what `estimate_uncertainty` uses; draws of `predicted` forecast the total one to `years_ahead`
    years on. Each outcome has its position in the draws (PIT, uniform where forecasts are right) and the score of the
    forecast (CRPS, in average annual growth as a fraction; the lower the better), beside those of two simpler ones: the
    last year's growth carried on, and normal draws as if mean and spread were known. Bands of 50, 80 and 90 % count how
    often they covered. Few years bear few conclusions; the result says how few.

    `history` is a `PublishedSeries`, the name of one that ships (``national``, ``fujian``), a file or a frame, or an
    official table, as `load_series` takes them. Where a series has all components of the `terms` (those of the Bureau
    where none are given), the total is the sum of the forecast components, unless `totals_only`. `groups` are those to
    forecast, all that have enough years where none is named.

    Raises `InputError` for unknown groups, levels missing or not above zero, too few years, a first origin without
    enough years before or an outcome after it, `persistence` outside (-1, 1), and `years_ahead` or `draws` that are no
    whole numbers in their bounds (1 to 30; 100 or more).

    >>> result = calibrate("national", groups="rural", draws=2_000)
    >>> [coverage.forecasts for coverage in result.coverage if coverage.nominal == 0.9]
    [5, 4, 3]
    """
    wanted = (groups,) if isinstance(groups, str) else groups
    raise_faults(list(_setting_faults(years_ahead, draws, persistence)))
    settings = DrawSettings(
        estimation_error=estimation_error, persistence=persistence, draws=draws, entropy=entropy_of(seed)
    )
    series = history if isinstance(history, PublishedSeries) else load_series(history, terms=terms)
    pasts, left_out = past_incomes(
        series, groups=wanted, terms=terms, totals_only=totals_only, first_origin=first_origin
    )
    reach = max(past.years[-1] - origin for past in pasts for origin in past.origins(first_origin))
    return Calibration(
        series=series,
        pasts=pasts,
        forecasts=tuple(
            forecast
            for past in pasts
            for origin in past.origins(first_origin)
            for forecast in _forecasts(past, origin, years_ahead, settings)
        ),
        settings=settings,
        left_out=left_out,
        unreached=words.NO_OUTCOME.format(wanted=years_ahead, reach=reach) if years_ahead > reach else None,
    )


def _forecasts(past: PastIncome, origin: int, years_ahead: int, settings: DrawSettings) -> Iterator[PastForecast]:
    here = past.years.index(origin)
    ahead = min(years_ahead, past.years[-1] - origin)
    drawn = predicted(past.levels[:, : here + 1], origin=origin, years_ahead=years_ahead, settings=settings)
    level, outcomes = past.totals[here], past.totals[here + 1 : here + 1 + ahead]
    years = np.arange(1, ahead + 1)
    came = (outcomes / level) ** (1.0 / years) - 1.0
    last_growth = level / past.totals[here - 1] - 1.0
    reached = drawn.growth[:ahead]
    pit, crps = position(reached, came), ranked_score(reached, came)
    known = ranked_score(drawn.known_spread[:ahead], came)
    ends = np.quantile(reached, [0.05, 0.5, 0.95], axis=-1)
    low, median, high = level * (1.0 + ends) ** years
    for h in range(ahead):
        yield PastForecast(
            group=past.key,
            origin=origin,
            years_ahead=h + 1,
            growth_years=here,
            low=float(low[h]),
            median=float(median[h]),
            high=float(high[h]),
            actual=float(outcomes[h]),
            pit=float(pit[h]),
            crps=float(crps[h]),
            # a forecast of one value is as wrong as it is far off
            crps_last_growth=float(abs(came[h] - last_growth)),
            crps_known_spread=float(known[h]),
        )


def _setting_faults(years_ahead: int, draws: int, persistence: float) -> Iterator[Fault]:
    if not is_whole(years_ahead) or not 1 <= years_ahead <= MOST_AHEAD:
        rule = words.WHOLE_BETWEEN.format(low=1, high=MOST_AHEAD)
        yield Fault(what=words.YEARS_AHEAD, rule=rule, got=years_ahead, way_out=Text("例如 3", "for example 3"))
    if not is_whole(draws) or draws < FEWEST_DRAWS:
        rule = words.AT_LEAST.format(count=FEWEST_DRAWS)
        yield Fault(what=words.DRAWS, rule=rule, got=draws, way_out=Text("例如 100000", "for example 100000"))
    if not -1.0 < persistence < 1.0:
        way_out = Text("0 为各年互不相关", "0: years are independent")
        yield Fault(what=words.PERSISTENCE, rule=words.INSIDE, got=persistence, way_out=way_out)
