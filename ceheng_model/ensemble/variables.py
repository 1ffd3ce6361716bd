"""Say what is drawn with a scenario: its own growth, the series it is compared with, and what is known of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble import words
from ceheng_model.ensemble.joint_paths import (
    JointPaths,
    Prior,
    beside,
    decay_factor,
    loading_of,
    mean_part,
    mean_square,
    year_factor,
)
from ceheng_model.ensemble.recurrence import recurrence_of
from ceheng_model.ensemble.shocks import Shocks
from ceheng_model.scenarios import Dossier, Scenario
from ceheng_model.scenarios.known_levels import levels_known
from ceheng_model.series import PublishedSeries
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.uncertainty.history import leaders_of
from ceheng_model.uncertainty.series_spread import FEWEST_YEARS, SeriesSpread, spread_between
from ceheng_model.vocabulary import Text, series_label

SAME = 1e-12
"""Growth nearer than this to a rate of a series is that rate: both are computed from levels of five digits."""

Compared = tuple[tuple[str, str], ...]
"""Groups of series whose levels are drawn, each as the names of the series and the group."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CentreLevels:
    """Hold the path that levels of compared series are drawn around."""

    series: Compared
    base: Array
    """Levels of the base year, shape ``(series,)``."""
    growth: Array
    """Shape ``(series, year)``."""


NOTHING_COMPARED = CentreLevels(series=(), base=np.zeros(0), growth=np.zeros((0, 0)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Variables:
    """Hold the joint law of everything that is drawn with one scenario, or with several under the same shocks."""

    paths: JointPaths
    uncertainty: Uncertainty
    years: int
    cells: int
    """Cells of one scenario; those of further ones follow, then the compared series."""
    compared: CentreLevels

    @classmethod
    def of(
        cls,
        *scenarios: Scenario,
        uncertainty: Uncertainty,
        compared: Compared = (),
        averaged: Collection[str] = (),
    ) -> "Variables":
        """Return what is drawn with scenarios that share groups, years and what is known.

        A scenario without `as_of` is taken as known up to its base year. Growth of `averaged` groups is the average of
        the series that they follow, up to the last year known.
        """
        first = known_to_base(scenarios[0])
        law = _Law(scenario=first, uncertainty=uncertainty, compared=compared, averaged=frozenset(averaged))
        alike = [law.marks(scenario) for scenario in scenarios]
        if all(np.array_equal(mark, alike[0]) for mark in alike[1:]):
            alike = alike[:1]
        return cls(
            paths=law.paths(alike),
            uncertainty=uncertainty,
            years=len(first.years),
            cells=uncertainty.standard_deviation.size,
            compared=law.centre(),
        )

    @property
    def squares(self) -> tuple[float, float]:
        """Means of the squared scales of common and own shocks."""
        return mean_square(self.uncertainty.estimation_freedom), mean_square(self.uncertainty.own_freedom)

    @property
    def own_scaled(self) -> bool:
        """Whether the region's own shocks have another scale than the common ones, so that they are drawn apart."""
        freedoms = (self.uncertainty.estimation_freedom, self.uncertainty.own_freedom)
        return bool(self.paths.own.any()) and freedoms != (None, None)

    def shocks(self, entropy: int) -> Shocks:
        """Return how the shocks of one region are drawn."""
        if not self.own_scaled:
            return self._drawn(entropy, self.paths.covariance)
        common, own = self._drawn(entropy, self.paths.common), self._own_factor(self.paths.shift.shape[1])
        recurrence = common.recurrence
        if recurrence is not None:
            recurrence = replace(recurrence, own=own.loading, persistence=self.uncertainty.persistence)
        return replace(
            common,
            factor=beside(common.factor, own.over_years, self.years),
            recurrence=recurrence,
            own=own.loading.shape[1],
            own_freedom=self.uncertainty.own_freedom,
        )

    def common_shocks(self, entropy: int) -> Shocks:
        """Return how the shocks that many regions share are drawn."""
        return self._drawn(entropy, self.paths.common)

    def own_shocks(self, entropy: int) -> Shocks | None:
        """Return how shocks of a region's own are drawn, of cells alone; None where there are none.

        The chi-squares of single years are those of the common shocks.
        """
        if not self.paths.own.any():
            return None
        return Shocks(
            entropy=entropy,
            years=self.years,
            size=self.cells,
            factor=self._own_factor(self.cells).over_years,
            shift=np.zeros((self.years, self.cells)),
            freedom=self.uncertainty.own_freedom,
        )

    def _own_factor(self, size: int) -> "_OwnFactor":
        loading = loading_of(self.paths.own[0, :size, 0, :size])
        over_years: Array = np.kron(decay_factor(self.uncertainty.persistence, self.years), loading).astype(float)
        return _OwnFactor(loading, over_years)

    def _drawn(self, entropy: int, covariance: Array) -> Shocks:
        uncertainty, factor = self.uncertainty, year_factor(covariance)
        is_student = uncertainty.distribution == "student_t"
        return Shocks(
            entropy=entropy,
            years=self.years,
            size=self.paths.shift.shape[1],
            factor=factor,
            recurrence=recurrence_of(factor, self.years),
            shift=self.paths.shift,
            freedom=uncertainty.estimation_freedom,
            degrees_of_freedom=uncertainty.degrees_of_freedom if is_student else None,
            cells=self.cells,
        )

    def around(self, growth: Array, *, number: int = 0) -> Array:
        """Return the growth to draw around so that the mean path of a scenario stays, ``(group, component, year)``.

        `number` is that of the scenario among those drawn together.
        """
        return self._moved(growth.reshape(self.cells, self.years), self.start(number)).reshape(growth.shape)

    def start(self, number: int) -> int:
        """Return where the cells of a numbered scenario begin: where all are of one law, they share their shocks."""
        start = number * self.cells
        return start if start + self.cells + self._series <= self.paths.shift.shape[1] else 0

    def around_compared(self) -> CentreLevels:
        """Return the path to draw compared levels around so that their mean stays."""
        start = self.paths.shift.shape[1] - self._series
        return replace(self.compared, growth=self._moved(self.compared.growth, start))

    @property
    def _series(self) -> int:
        return len(self.compared.series)

    def _moved(self, growth: Array, start: int) -> Array:
        rows = slice(start, start + len(growth))
        paths = JointPaths(
            common=self.paths.common[:, rows, :, rows],
            own=self.paths.own[:, rows, :, rows],
            shift=self.paths.shift[:, rows],
        )
        square, own_square = self.squares
        return paths.centre(growth, square=square, own_square=own_square)


class _OwnFactor(NamedTuple):
    """Hold what the region's own shocks take of the normals of a year, and of those of all years."""

    loading: Array
    over_years: Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class YearlyLaw:
    """Hold what the joint law of a scenario known up to its base year is made of, year by year.

    Variables are the cells, then the compared series. Whatever growth a scenario takes, its law follows from these:
    the error of a mean counts where growth is that mean.
    """

    common: Array
    """Covariance of a year's common shocks, ``(variable, variable)``."""
    means: Array
    """Covariance of the errors of means, ``(variable, variable)``; zero where no estimate may be wrong."""
    own: Array
    """Covariance of a year's shocks of the region's own, ``(cell, cell)``."""
    trends: Array
    """Average growth of the series that each cell follows, ``(group, component)``; NaN where none is known."""
    grown_on: NDArray[np.bool_]
    """Which compared levels are grown on at an average, ``(year, series)``."""
    centre: CentreLevels


def yearly_law(scenario: Scenario, uncertainty: Uncertainty, compared: Compared) -> YearlyLaw:
    """Return what the joint law of a scenario is made of, known up to its base year."""
    law = _Law(
        scenario=scenario.with_as_of(scenario.base_year),
        uncertainty=uncertainty,
        compared=compared,
        averaged=frozenset(),
    )
    cells, years = uncertainty.standard_deviation.size, len(scenario.years)
    size = cells + len(compared)
    prior = law.prior(np.zeros((years, cells), dtype=bool), 1)
    everywhere = replace(prior, estimated=np.full(prior.estimated.shape, uncertainty.estimation_freedom is not None))
    return YearlyLaw(
        common=prior.common[:size, :size],
        means=everywhere.of_means()[0, :size, 0, :size],
        own=uncertainty.own_covariance,
        trends=law.trends(),
        grown_on=prior.estimated[:, cells:size],
        centre=law.centre(),
    )


def compared_notes(scenario: Scenario, uncertainty: Uncertainty, compared: Compared) -> tuple[Text, ...]:
    """Say of which compared series the shocks are another's, and which stay where they are."""
    return _Law(scenario=known_to_base(scenario), uncertainty=uncertainty, compared=compared).notes()


def known_to_base(scenario: Scenario) -> Scenario:
    """Return a scenario that says up to which year series are known: its own year, else its base year."""
    return scenario if scenario.as_of is not None else scenario.with_as_of(scenario.base_year)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Record:
    """Hold one published series, bare: where its components stand and which years are behind their means."""

    series: PublishedSeries
    group: str
    items: tuple[str, ...]

    def growth(self, item: str, year: int) -> float:
        found = self.series.growth(self.group, item, year)
        return np.nan if found is None else found

    def trend(self, item: str, base_year: int) -> tuple[float, float]:
        """Return the average growth up to the base year and over how many years; NaN and none where not known."""
        first = self.series.first_year(self.group, item, default=base_year)
        if first >= base_year:
            return np.nan, np.inf
        rate = self.series.average_growth(self.group, item, first_year=first, last_year=base_year)
        return (np.nan, np.inf) if rate is None else (rate, float(base_year - first))

    def shares(self, last_year: int) -> Array | None:
        """Return the components' parts of their sum in the last year known with all of them; None where none is."""
        years = {year for group, _, year in self.series.levels if group == self.group and year <= last_year}
        for year in sorted(years, reverse=True):
            levels = [self.series.level(self.group, item, year) for item in self.items]
            if all(level is not None and level >= 0.0 for level in levels) and any(levels):
                parts = np.array(levels, dtype=float)
                return np.asarray(parts / parts.sum())
        return None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Law:
    """Gather, for scenarios of one plan, what the joint law is made from."""

    scenario: Scenario
    uncertainty: Uncertainty
    compared: Compared
    averaged: frozenset[str] = frozenset()
    """Groups whose growth is the average of their series up to `as_of`."""

    @property
    def as_of(self) -> int:
        assert self.scenario.as_of is not None
        return self.scenario.as_of

    @property
    def dossier(self) -> Dossier | None:
        return self.scenario.dossier

    def paths(self, marks: Sequence[NDArray[np.bool_]]) -> JointPaths:
        """Return the joint law; `marks` say of each scenario whose growth is a mean, and whose the outturn."""
        years, series, times = len(self.scenario.years), len(self.compared), len(marks)
        cells = self.uncertainty.standard_deviation.size
        certain, grown_on = self._levels_known()
        means, settled = (np.concatenate([mark[:, which] for mark in marks], axis=1) for which in (0, 1))
        none = np.zeros((years, series), dtype=bool)
        return JointPaths.of(
            self.prior(means | settled, times),
            self._observed(),
            certain=np.concatenate([np.zeros(means.shape, dtype=bool), certain], axis=1),
            settled=np.concatenate([settled, none], axis=1),
            centred=np.concatenate([np.zeros(times * cells, dtype=bool), grown_on.any(axis=0)]),
        ).with_error(self._error_of_averages(times, series, self._counts()[0]))

    def prior(self, estimated_cells: NDArray[np.bool_], times: int) -> Prior:
        """Return the law before anything is known of its years; growth of some cells, ``(year, cell)``, is a mean."""
        uncertainty, series = self.uncertainty, len(self.compared)
        cells = uncertainty.standard_deviation.size
        weights, observed = self._weights(), self._observed()
        own = np.zeros((times * cells + series, times * cells + series))
        own[: times * cells, : times * cells] = np.tile(uncertainty.own_covariance, (times, times))
        estimated = np.concatenate([estimated_cells, self._levels_known()[1], ~np.isnan(observed)], axis=1)
        if uncertainty.estimation_freedom is None:
            estimated = np.zeros(estimated.shape, dtype=bool)
        cell_counts, reference_counts = self._counts()
        counts = np.concatenate([np.tile(cell_counts, times), self._series_counts(observed), reference_counts])
        return Prior(
            years=len(self.scenario.years),
            common=self._with_own_of_series(self._common(weights, times), first=times * cells),
            own=own,
            persistence=uncertainty.persistence,
            counts=counts,
            estimated=estimated,
            leading=self._leading(times, len(counts)),
        )

    def _leading(self, times: int, count: int) -> NDArray[np.intp]:
        """Return whose mean each variable shares: a group that is part of one on its series, that one's."""
        parts, leading = self.uncertainty.standard_deviation.shape[1], np.arange(count)
        names = [group.series or "" for group in self.scenario.groups]
        leaders = np.array(leaders_of(self.scenario.groups, names))
        cells = (leaders[:, np.newaxis] * parts + np.arange(parts)).ravel()
        leading[: times * cells.size] = (np.arange(times)[:, np.newaxis] * cells.size + cells).ravel()
        return leading

    def _averaged_cells(self) -> NDArray[np.bool_]:
        """Return which cells are of groups whose growth is the average up to the last year known, ``(cell,)``."""
        of_groups = np.array([group.key in self.averaged for group in self.scenario.groups])
        return np.repeat(of_groups, self.uncertainty.standard_deviation.shape[1])

    def _error_of_averages(self, times: int, series: int, counts: Array) -> Array:
        """Return the covariance of the errors of averages up to the last year known, in the years after it.

        It goes with nothing of the years known: that a region strayed there from its series says nothing of the mean.
        """
        scenario, cells = self.scenario, np.tile(self._averaged_cells(), times)
        size = cells.size + series
        error = np.zeros((size, size))
        if cells.any() and self.uncertainty.estimation_freedom is not None:
            known = np.tile(counts, times) + max(self.as_of - scenario.base_year, 0)
            leading = self._leading(times, cells.size)
            of_series = np.tile(self.uncertainty.common_covariance, (times, times))[np.ix_(leading, leading)]
            common = of_series * np.outer(cells, cells)
            error[: cells.size, : cells.size] = common * mean_part(np.maximum.outer(known, known), 0.0)
        later = (np.array(scenario.years) > self.as_of).astype(float)
        over: Array = later[:, np.newaxis, np.newaxis, np.newaxis] * later[:, np.newaxis] * error[:, np.newaxis, :]
        return over

    def centre(self) -> CentreLevels:
        """Return the levels that compared series have where nothing strays."""
        scenario = self.scenario
        levels = np.array(
            [
                [
                    np.nan if (level := scenario.published_level(*pair, year)) is None else level
                    for year in (scenario.base_year, *scenario.years)
                ]
                for pair in self.compared
            ]
        ).reshape(len(self.compared), len(scenario.years) + 1)
        # years without a level are read by nothing: the next known one stands in for them
        for row in levels:
            for t in range(len(row) - 2, -1, -1):
                row[t] = row[t + 1] if np.isnan(row[t]) else row[t]
            row[np.isnan(row)] = 1.0
        return CentreLevels(series=self.compared, base=levels[:, 0], growth=levels[:, 1:] / levels[:, :-1] - 1.0)

    def marks(self, scenario: Scenario) -> NDArray[np.bool_]:
        """Return whose growth is the average of its series, and whose its outturn, ``(year, 2, cell)``."""
        shape = self.uncertainty.standard_deviation.shape
        growth = scenario.growth.reshape(-1, *shape, len(scenario.years))
        marks = np.zeros((len(scenario.years), 2, *shape), dtype=bool)
        means = np.asarray((np.abs(growth - self.trends()[..., np.newaxis]) <= SAME).all(axis=0))
        marks[:, 0] = np.moveaxis(means, -1, 0)
        for g, record in enumerate(self._records_of_groups()):
            for t, year in enumerate(scenario.years):
                if record is None or year > self.as_of:
                    continue
                outturn = np.array([record.growth(item, year) for item in record.items])
                marks[t, 1, g] = (np.abs(growth[..., t][:, g] - outturn) <= SAME).all(axis=0)
        return marks.reshape(len(scenario.years), 2, shape[0] * shape[1])

    def trends(self) -> Array:
        """Return the average growth that each cell's series had up to the base year, ``(group, component)``, or NaN."""
        trends = np.full(self.uncertainty.standard_deviation.shape, np.nan)
        # only where an estimate may be wrong does it matter which growth is one
        for g, own in enumerate(self._followed() if self.uncertainty.estimation_freedom is not None else ()):
            if own is not None:
                trends[g] = [own.trend(item, self.scenario.base_year)[0] for item in own.items]
        return trends

    def notes(self) -> tuple[Text, ...]:
        notes, names = [], self._names()
        for series, group in self.compared:
            label = series_label(series, group)
            at = self._place(series, group)
            if at is None or self._shares(series, group, at) is None:
                notes.append(words.NOT_DRAWN.format(series=label))
            elif names[at] != f"{series}.{group}":
                other = series_label(*_split(names[at]))
                notes.append(words.DRAWN_AS.format(series=label, other=other, own=self._own_words(series, group)))
        return tuple(notes)

    def _own_words(self, series: str, group: str) -> Text:
        """Say what a compared total strays by alone, or that too few years tell it."""
        own = self._own_of_series(series, group)
        assert own is not None
        if own.spread is None:
            return words.SERIES_ALONE_UNKNOWN.format(count=len(own.years), fewest=FEWEST_YEARS)
        span = self.scenario.terms.span_label(own.years[0], own.years[-1])
        return words.SERIES_ALONE.format(spread=100.0 * own.spread, span=span, count=len(own.years))

    def _own_of_series(self, series: str, group: str) -> SeriesSpread | None:
        """Return how far a compared total strays by itself from the record whose shocks it takes; None for a record's.

        It is told by the growth years from which the spread is estimated.
        """
        at, names = self._place(series, group), self._names()
        if at is None or names[at] == f"{series}.{group}":
            return None
        own, other = self._record(series, group), self._references()[at]
        if own is None or other is None:
            return SeriesSpread(spread=None, years=())
        estimate = self.uncertainty.estimate
        years = (None, None) if estimate is None else (estimate.common.years[0], estimate.common.years[-1])
        return spread_between(own.series, group, other.series, other.group, first_year=years[0], last_year=years[1])

    def _with_own_of_series(self, common: Array, *, first: int) -> Array:
        """Return a covariance of common shocks with what each compared total, from position `first` on, strays alone.

        All regions see the same path of a compared total, and its average has the error of its own shocks, too: what
        it strays by alone therefore counts among the common shocks, independent of all others.
        """
        for position, (series, group) in enumerate(self.compared, start=first):
            own = self._own_of_series(series, group)
            if own is not None and own.spread is not None and common[position, position] > 0.0:
                common[position, position] += own.spread**2
        return common

    def _names(self) -> tuple[str, ...]:
        reference = self.uncertainty.reference
        # where nothing common strays, neither do the series behind it
        return () if reference is None or not self.uncertainty.standard_deviation.any() else reference.names

    def _record(self, series: str, group: str) -> _Record | None:
        if self.dossier is None or series not in self.dossier.series:
            return None
        published, terms = self.dossier.series[series], self.scenario.terms
        items = (published.item(group, key, is_whole=terms.is_whole(key)) for key in terms.component_keys)
        return _Record(series=published, group=group, items=tuple(items))

    def _followed(self) -> list[_Record | None]:
        """Return the series that the plan names for each group, from which its average growth is taken."""
        return [None if group.series is None else self._record(*_split(group.series)) for group in self.scenario.groups]

    def _references(self) -> list[_Record | None]:
        return [self._record(*_split(name)) for name in self._names()]

    def _records_of_groups(self) -> list[_Record | None]:
        """Return the record whose shocks each group follows."""
        reference, records = self.uncertainty.reference, self._references()
        if reference is None or not records:
            return [None] * len(self.scenario.groups)
        return [records[at] for at in reference.position.tolist()]

    def _observed(self) -> Array:
        """Return by how much the reference strayed from its average up to the base year, ``(year, r)``, or NaN."""
        scenario, parts = self.scenario, self.uncertainty.standard_deviation.shape[1]
        observed = np.full((len(scenario.years), len(self._names()), parts), np.nan)
        for r, record in enumerate(self._references()):
            for c, item in enumerate(() if record is None else record.items):
                assert record is not None
                trend, _ = record.trend(item, scenario.base_year)
                for t, year in enumerate(scenario.years):
                    if year <= self.as_of:
                        observed[t, r, c] = record.growth(item, year) - trend
        return observed.reshape(len(scenario.years), len(self._names()) * parts)

    def _counts(self) -> tuple[Array, Array]:
        """Return over how many growth years the average of each cell's series, and of each reference cell, is taken."""
        base_year, parts = self.scenario.base_year, self.uncertainty.standard_deviation.shape[1]
        return tuple(  # type: ignore[return-value]
            np.array(
                [
                    np.inf if record is None else record.trend(record.items[c], base_year)[1]
                    for record in records
                    for c in range(parts)
                ]
            )
            for records in (self._followed(), self._references())
        )

    def _series_counts(self, observed: Array) -> Array:
        """Return over how many growth years the average of each compared total is taken before what was observed."""
        counts = []
        for name, group in self.compared:
            assert self.dossier is not None
            known = levels_known(
                self.dossier.series[name],
                group,
                as_of=self.as_of,
                circumstances=self.dossier.circumstances,
                name=name,
            )
            last = max(known, default=0)
            before = self.scenario.base_year
            if not np.isnan(observed).all() and known and min(known) < before:
                last = min(last, before)
            counts.append(float(last - min(known)) if known and last > min(known) else np.inf)
        return np.array(counts)

    def _levels_known(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which compared levels are known, and which are grown on at an average, ``(year, series)`` each."""
        scenario = self.scenario
        shape = (len(scenario.years), len(self.compared))
        certain, grown_on = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        for s, pair in enumerate(self.compared):
            for t, year in enumerate(scenario.years):
                grown_on[t, s] = scenario.level_rule(*pair, year) is not None
                certain[t, s] = year <= self.as_of and not grown_on[t, s]
        return certain, grown_on

    def _place(self, series: str, group: str) -> int | None:
        """Return which record's shocks a compared total takes: its own, else the first of the same group."""
        names = self._names()
        own = f"{series}.{group}"
        if own in names:
            return names.index(own)
        return next((at for at, name in enumerate(names) if _split(name)[1] == group), None)

    def _shares(self, series: str, group: str, at: int) -> Array | None:
        """Return the parts of a record's components in its total: its own, else those of the compared series."""
        for record in (self._references()[at], self._record(series, group)):
            parts = None if record is None else record.shares(self.as_of)
            if parts is not None:
                return parts
        return None

    def _weights(self) -> Array:
        """Return by how much each reference cell moves each compared total, ``(series, r)``."""
        parts = self.uncertainty.standard_deviation.shape[1]
        weights = np.zeros((len(self.compared), len(self._names()), parts))
        for s, pair in enumerate(self.compared):
            at = self._place(*pair)
            shares = None if at is None else self._shares(*pair, at)
            if at is not None and shares is not None:
                weights[s, at] = shares
        return weights.reshape(len(self.compared), len(self._names()) * parts)

    def _common(self, weights: Array, times: int) -> Array:
        """Return the covariance of a year's common shocks: cells, compared totals, reference cells."""
        uncertainty, reference = self.uncertainty, self.uncertainty.reference
        cells = np.tile(uncertainty.common_covariance, (times, times))
        if reference is None or not self._names():
            zero = np.zeros((len(cells), len(weights)))
            return np.block([[cells, zero], [zero.T, np.zeros((len(weights), len(weights)))]])
        behind = reference.covariance
        cross = np.tile(reference.covariance_with(uncertainty.standard_deviation), (times, 1))
        # the totals and the reference are both linear in the reference
        linear = np.concatenate([weights, np.eye(len(behind))])
        return np.block([[cells, cross @ linear.T], [linear @ cross.T, linear @ behind @ linear.T]])


def _split(name: str) -> tuple[str, str]:
    series, _, group = name.partition(".")
    return series, group
