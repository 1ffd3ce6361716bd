"""Forecast the years that are left from an ensemble in which the known years are what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble import Ensemble, Seed, simulate
from ceheng_model.ensemble.fan import quantile_columns
from ceheng_model.ensemble.random_streams import entropy_of
from ceheng_model.ensemble.settings import QUANTILES
from ceheng_model.errors import InputError
from ceheng_model.projection import project
from ceheng_model.quantities import ToQuarter
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, Column, Figure, Kind, Table
from ceheng_model.tracking.known_years import Conditioned
from ceheng_model.tracking.target_outlook import State, TargetState, groups_of
from ceheng_model.uncertainty import Uncertainty, estimate_uncertainty
from ceheng_model.vocabulary import Keyed, Text

RATIO = "urban_rural_ratio"
"""Key of the ratio among what is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChance:
    """Hold how probable it is that a target holds, given what is known."""

    target: TargetState
    probability: float
    standard_error: float
    after: int
    """The year after which growth is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Hold the spread of one income or of the ratio in one year that is not known."""

    quantity: Keyed
    year: int
    path: float
    """On the scenario's own growth after the known years."""
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forecast:
    """Hold what draws of the years that are left give; one ensemble for each year after which they begin."""

    draws: int
    seed: int
    ensembles: Mapping[int, Ensemble]
    """By the last known year."""
    quantile_probabilities: tuple[float, ...]
    bands: tuple[Band, ...]
    chances: tuple[TargetChance, ...]
    together: float | None
    """Probability that all targets hold at once; None where groups are not known up to the same year."""
    uncertainty: Uncertainty

    def __getitem__(self, id: str) -> TargetChance:
        """Return the chance of one target by the id of its statement; raise `KeyError` when there is none."""
        for chance in self.chances:
            if chance.target.statement.id == id:
                return chance
        raise KeyError(id)


def uncertainty_of(scenario: Scenario, given: Uncertainty | None) -> Uncertainty | Text:
    """Return the uncertainty given or estimated, or in words why there is none to be had."""
    if given is not None:
        return given
    try:
        return estimate_uncertainty(scenario)
    except InputError as error:
        return error.breach


def forecast_of(
    conditioned: Conditioned,
    targets: Sequence[TargetState],
    *,
    uncertainty: Uncertainty,
    draws: int,
    seed: Seed,
    workers: int | None,
) -> Forecast:
    """Return bands of the years left and the probability of every target that is judged.

    Each quantity is drawn after the last year up to which all its groups are known; a group known further
    keeps its actual growth as the centre of the draws. A target whose incomes are all known has the
    probability 0 or 1.
    """
    scenario, entropy = conditioned.scenario, entropy_of(seed)
    # what is counted to the end of a quarter is reported or is not: no draw of a year tells it
    judged = [
        target
        for target in targets
        if target.state is not State.NOT_JUDGED and not isinstance(target.statement.quantity, ToQuarter)
    ]
    after = {target.statement.id: _after(target, conditioned) for target in judged}
    last = scenario.years[-1]
    of_ratio = [_ratio_after(conditioned)] if _has_ratio(scenario) else []
    begins = sorted({*after.values(), *conditioned.until, *of_ratio})
    ensembles = {
        year: simulate(
            scenario,
            draws=draws,
            seed=entropy,
            uncertainty=uncertainty,
            workers=workers,
            statements=[id for id, first in after.items() if first == year],
            known=conditioned.known(year),
        )
        for year in begins
        if year < last
    }
    chances = [_chance(target, after[target.statement.id], ensembles) for target in judged]
    alone = next(iter(ensembles.values())) if len(ensembles) == 1 and set(after.values()) == set(ensembles) else None
    return Forecast(
        draws=draws,
        seed=entropy,
        ensembles=ensembles,
        quantile_probabilities=QUANTILES,
        bands=tuple(_bands(conditioned, ensembles)),
        chances=tuple(chance for chance in chances if chance is not None),
        together=alone.all_together.probability if alone is not None else None,
        uncertainty=uncertainty,
    )


def band_table(forecast: Forecast, notes: Sequence[Text]) -> Table:
    """Return one row an income or ratio and year that is not known."""
    columns = (
        Column(key="quantity", heading=Text("指标", "quantity"), kind="label"),
        Column(key="year", heading=Text("年份", "year"), kind="year"),
        Column(key="path", heading=Text("按计划增速", "planned growth"), kind="yuan"),
        *quantile_columns(forecast.quantile_probabilities, "yuan"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (band.quantity, band.year, *(Figure(value, _kind(band)) for value in (band.path, *band.quantiles)))
        for band in forecast.bands
    )
    title = Text("以已知数为条件的预测（分位数）", "Forecast given what is known (quantiles)")
    return Table(name="forecast", title=title, columns=columns, rows=rows, notes=tuple(notes))


def _kind(band: Band) -> Kind:
    return "ratio" if band.quantity.key == RATIO else "yuan"


def _after(target: TargetState, conditioned: Conditioned) -> int:
    scenario = conditioned.scenario
    until = dict(zip(scenario.group_keys, conditioned.until, strict=True))
    return min((until[key] for key in groups_of(target.statement, scenario.terms)), default=scenario.baseline.year)


def _chance(target: TargetState, after: int, ensembles: Mapping[int, Ensemble]) -> TargetChance | None:
    """Return the chance of a target; None for a statement that draws cannot be judged by."""
    if after not in ensembles:
        sure = float(target.state is State.REACHED)
        return TargetChance(target=target, probability=sure, standard_error=0.0, after=after)
    drawn = ensembles[after].chances
    chance = next((chance for chance in drawn if chance.id == target.statement.id), None)
    if chance is None:
        return None
    return TargetChance(
        target=target, probability=chance.probability, standard_error=chance.standard_error, after=after
    )


def _bands(conditioned: Conditioned, ensembles: Mapping[int, Ensemble]) -> list[Band]:
    scenario = conditioned.scenario
    projection = project(scenario)
    bands: list[Band] = []
    for g, group in enumerate(scenario.groups):
        until = conditioned.until[g]
        if until in ensembles:
            drawn = ensembles[until].quantiles("total").values[:, g]
            bands += _by_year(group.named, projection.totals.values[g], drawn, until, scenario)
    if _has_ratio(scenario) and (until := _ratio_after(conditioned)) in ensembles:
        drawn = ensembles[until].quantiles("ratio").values
        bands += _by_year(
            Keyed(RATIO, scenario.terms.compared.label), projection.urban_rural_ratio.values, drawn, until, scenario
        )
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
        if year > until
    ]


def _has_ratio(scenario: Scenario) -> bool:
    return scenario.terms.has_ratio


def _ratio_after(conditioned: Conditioned) -> int:
    scenario = conditioned.scenario
    keys = scenario.group_keys
    return min(conditioned.until[keys.index(key)] for key in scenario.terms.compared.keys)
