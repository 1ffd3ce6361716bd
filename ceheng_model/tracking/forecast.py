"""Draw the years that are left given what is known, around each line for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble import Ensemble, Method, Seed, simulate
from ceheng_model.ensemble.fan import quantile_columns
from ceheng_model.ensemble.random_streams import entropy_of
from ceheng_model.ensemble.settings import QUANTILES
from ceheng_model.errors import InputError, no_key
from ceheng_model.quantities import ToQuarter
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, Column, Figure, Kind, Table
from ceheng_model.terms import Terms
from ceheng_model.tracking.known_years import Conditioned
from ceheng_model.tracking.lines import QUOTED, Line, LinePath
from ceheng_model.tracking.target_outlook import State, TargetState
from ceheng_model.uncertainty import Uncertainty, estimate_uncertainty
from ceheng_model.values import Value
from ceheng_model.vocabulary import Keyed, Text

RATIO = "urban_rural_ratio"
"""Key of the ratio among what is drawn."""
DRAWS = 65_536
"""Usual number of draws of each line: eight sets of points, the fewest whose scatter tells the error."""
# a probability of a half is then known to 1.6 points
FEW = 1000
"""Below so many independent draws probabilities are said to be rough."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TargetChance(Value):
    """Hold how probable it is that a target holds under a line, given what is known."""

    target: TargetState
    probability: float
    standard_error: float
    undecided: float = 0.0
    """Part of the draws in which rounding of published figures decides."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Band(Value):
    """Hold the spread of one income or of the ratio in one year that is not known."""

    quantity: Keyed
    year: int
    path: float
    """On the line itself."""
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LineForecast(Value):
    """Hold what draws around one line give."""

    line: Line
    ensemble: Ensemble | None
    """None where nothing is left to be drawn."""
    bands: tuple[Band, ...]
    chances: tuple[TargetChance, ...]
    is_whole: bool = True
    """Whether the line tells every target that can be judged."""

    def __getitem__(self, id: str) -> TargetChance:
        """Return the chance of one target by the id of its statement.

        Raises `InputError`, which is a `KeyError` too, when there is none.
        """
        for chance in self.chances:
            if chance.target.statement.id == id:
                return chance
        raise no_key(Text("条目", "the statement"), id, (chance.target.statement.id for chance in self.chances))

    def _ipython_key_completions_(self) -> list[str]:
        return [chance.target.statement.id for chance in self.chances]

    @property
    def together(self) -> float | None:
        """Probability that all targets hold at once; None where the line does not tell all, or there are none."""
        if not self.is_whole:
            return None
        if self.ensemble is None:
            return float(all(chance.probability == 1.0 for chance in self.chances)) if self.chances else None
        return self.ensemble.all_together.probability if self.ensemble.chances else None

    @property
    def worth(self) -> int | None:
        """How many independent draws the draws are worth."""
        return None if self.ensemble is None else int(self.ensemble.effective_draws)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forecast(Value):
    """Hold what draws of the years that are left give, one ensemble a line; every group is in it."""

    draws: int
    """Of each line."""
    seed: int
    quantile_probabilities: tuple[float, ...]
    lines: Mapping[Line, LineForecast]
    uncertainty: Uncertainty

    def __getitem__(self, id: str) -> TargetChance:
        """Return the chance of one target under the line that the report quotes, by the id of its statement."""
        return self.lines[QUOTED][id]

    def _ipython_key_completions_(self) -> list[str]:
        return [chance.target.statement.id for chance in self.lines[QUOTED].chances]

    @property
    def bands(self) -> tuple[Band, ...]:
        """The spreads under the line that the report quotes."""
        return self.lines[QUOTED].bands

    @property
    def chances(self) -> tuple[TargetChance, ...]:
        """The chances under the line that the report quotes."""
        return self.lines[QUOTED].chances

    @property
    def together(self) -> float | None:
        """Probability that all targets hold at once, under the line that the report quotes."""
        return self.lines[QUOTED].together


def uncertainty_of(scenario: Scenario, given: Uncertainty | None, *, last_year: int) -> Uncertainty | Text:
    """Return the uncertainty given, or estimated from years up to the last; in words why there is none to be had."""
    if given is not None:
        return given
    try:
        return estimate_uncertainty(scenario, last_year=last_year)
    except InputError as error:
        return error.reason


def forecast_of(
    conditioned: Conditioned,
    lines: Sequence[LinePath],
    targets: Sequence[TargetState],
    *,
    uncertainty: Uncertainty,
    draws: int,
    method: Method | None,
    seed: Seed,
    workers: int | None,
) -> Forecast:
    """Return bands of the years left and the probability of every target that is not decided, under each line.

    All groups are drawn at once and every draw meets all that is known. A target whose incomes are all known has the
    probability 0 or 1.
    """
    entropy = entropy_of(seed)
    # what is counted to the end of a quarter is reported or is not: no draw of a year tells it
    judged = [
        target for target in targets if target.is_comparable and not isinstance(target.statement.quantity, ToQuarter)
    ]
    made: dict[Line, LineForecast] = {}
    for path in lines:
        told = [target for target in judged if path.line in target.under]
        ensemble = None
        # a line that has nothing to say of what is not known is not drawn
        if _left(conditioned, path):
            ensemble = simulate(
                path.scenario,
                draws=draws,
                method=method,
                seed=entropy,
                uncertainty=uncertainty,
                workers=workers,
                statements=[target.statement.id for target in told],
                known=conditioned.known,
                # the rate is an average of few years, and may be wrong by as much
                averaged=_averaged(path),
            )
        chances = (_chance(target, ensemble) for target in told)
        made[path.line] = LineForecast(
            line=path.line,
            ensemble=ensemble,
            bands=() if ensemble is None else tuple(_bands(conditioned, path, ensemble)),
            chances=tuple(chance for chance in chances if chance is not None),
            is_whole=len(told) == len(judged),
        )
    drawn = next((one.ensemble.draw_count for one in made.values() if one.ensemble is not None), draws)
    return Forecast(draws=drawn, seed=entropy, quantile_probabilities=QUANTILES, lines=made, uncertainty=uncertainty)


def _averaged(path: LinePath) -> tuple[str, ...]:
    """Return the groups whose rate on a line is the average of their series."""
    if path.line is not Line.TREND:
        return ()
    return tuple(key for key, own in zip(path.scenario.group_keys, path.own, strict=True) if own)


def _left(conditioned: Conditioned, path: LinePath) -> list[str]:
    """Return the groups of which something is left that a line tells."""
    last, until = path.scenario.years[-1], conditioned.until
    known = zip(path.scenario.group_keys, until, strict=True)
    return [group for group, year in known if year < last and path.tells(group, last, until)]


def band_table(forecast: Forecast, terms: Terms, notes: Sequence[Text]) -> Table:
    """Return one row a line, income or ratio, and year that is not known."""
    columns = (
        Column(key="quantity", heading=Text("指标", "quantity"), kind="label"),
        Column(key="year", heading=Text("年份", "year"), kind="year"),
        Column(key="line", heading=Text("其余年份增速", "growth of years left"), kind="label", among=tuple(Line)),
        Column(key="path", heading=Text("如此增长", "on it"), kind="yuan"),
        *quantile_columns(forecast.quantile_probabilities, "yuan"),
    )
    every = [(band, made.line) for made in forecast.lines.values() for band in made.bands]
    # a reader compares lines of one income and year
    order = list(dict.fromkeys((band.quantity.key, band.year) for band, _ in every))
    every.sort(key=lambda pair: order.index((pair[0].quantity.key, pair[0].year)))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            band.quantity,
            band.year,
            Keyed(line, line.short(terms)),
            *(Figure(value, _kind(band)) for value in (band.path, *band.quantiles)),
        )
        for band, line in every
    )
    title = Text("以已知数为条件的分布（分位数）", "Distributions given what is known (quantiles)")
    return Table(
        name="forecast", title=title, columns=columns, drops=("q0.25", "q0.75", "path"), rows=rows, notes=tuple(notes)
    )


def _kind(band: Band) -> Kind:
    return "ratio" if band.quantity.key == RATIO else "yuan"


def _chance(target: TargetState, ensemble: Ensemble | None) -> TargetChance | None:
    """Return the chance of a target; None for a statement that draws cannot be judged by."""
    if target.decided and target.state is not State.NOT_JUDGED:
        return TargetChance(target=target, probability=float(target.state is State.REACHED), standard_error=0.0)
    drawn = () if ensemble is None else ensemble.chances
    chance = next((chance for chance in drawn if chance.id == target.statement.id), None)
    # where rounding decides in every draw, nothing is told by a probability of zero
    if chance is None or chance.undecided == 1.0:
        return None
    return TargetChance(
        target=target,
        probability=chance.probability,
        standard_error=chance.standard_error,
        undecided=chance.undecided,
    )


def _bands(conditioned: Conditioned, path: LinePath, ensemble: Ensemble) -> list[Band]:
    scenario, totals = path.scenario, path.values.sum(axis=1)
    drawn = ensemble.quantiles("total").values
    bands: list[Band] = []
    told = _left(conditioned, path)
    for g, group in enumerate(scenario.groups):
        if group.key in told:
            bands += _by_year(group.named, totals[g], drawn[:, g], conditioned.until[g], scenario)
    known_on = dict(zip(scenario.group_keys, conditioned.until, strict=True))
    if scenario.terms.has_ratio and all(
        key in told or known_on[key] == scenario.years[-1] for key in scenario.terms.compared.keys
    ):
        above, below = (scenario.group_keys.index(key) for key in scenario.terms.compared.keys)
        until = min(conditioned.until[g] for g in (above, below))
        named = Keyed(RATIO, scenario.terms.compared.label)
        bands += _by_year(named, totals[above] / totals[below], ensemble.quantiles("ratio").values, until, scenario)
    return bands


def _by_year(quantity: Keyed, path: Array, drawn: Array, until: int, scenario: Scenario) -> list[Band]:
    return [
        Band(
            quantity=quantity,
            year=year,
            path=float(path[t + 1]),
            quantiles=tuple(float(value) for value in drawn[:, t]),
        )
        for t, year in enumerate(scenario.years)
        if year > until and not np.isnan(path[t + 1])
    ]
