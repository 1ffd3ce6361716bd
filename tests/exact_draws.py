"""Draws in plain numpy, as the documentation describes them: an oracle that shares no code with the library."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

import ceheng_model as cm
from ceheng_model.vocabulary import BUREAU_KEYS

Array = NDArray[np.float64]

BLOCK = 8192
NATION = Path(__file__).parents[1] / "data" / "nbs_income.csv"


@cache
def national() -> Mapping[tuple[str, str, int], float]:
    """Return the published national incomes by group, item and year."""
    with NATION.open(encoding="utf-8") as file:
        return {(r["group"], r["item"], int(r["year"])): float(r["level_yuan"]) for r in csv.DictReader(file)}


def shocks(
    uncertainty: cm.Uncertainty,
    *,
    years: int,
    draws: int,
    seed: int,
    covariance: Array | None = None,
    region: int | None = None,
) -> Array:
    """Return shocks ``(year, n, draw)``: one stream a block, and of each block the first draws.

    Common and own shocks have a scale each where one of them is estimated; else their covariances add.
    """
    freedoms = (uncertainty.estimation_freedom, uncertainty.own_freedom)
    apart = covariance is None and freedoms != (None, None) and np.any(uncertainty.own_spread)
    whole = uncertainty.common_covariance if apart else uncertainty.covariance
    factor = np.linalg.cholesky(whole if covariance is None else covariance)
    phi = uncertainty.persistence
    blocks = []
    for block in range(-(-draws // BLOCK)):
        stream = (block,) if region is None else (block, region)
        generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy=seed, spawn_key=stream)))
        z = np.einsum("ij,tjd->tid", factor, generator.standard_normal((years, len(factor), BLOCK)))
        scale = scale_of(freedoms[0], generator)
        mixing = np.ones((years, 1, BLOCK))
        if uncertainty.distribution == "student_t":
            freedom = uncertainty.degrees_of_freedom
            mixing = np.sqrt((freedom - 2.0) / generator.chisquare(freedom, (years, 1, BLOCK)))
        made = persisting(z * mixing, phi) * scale
        if apart:
            # own shocks of fewer ranks than cells: normals are those of the pivots, in their order
            loading = pivoted(uncertainty.own_covariance)
            normals = generator.standard_normal((years, loading.shape[1], BLOCK))
            own = np.einsum("ij,tjd->tid", loading, normals)
            made += persisting(own * mixing, phi) * scale_of(freedoms[1], generator)
        blocks.append(made)
    return np.concatenate(blocks, axis=-1)[..., :draws]


def scale_of(freedom: float | None, generator: np.random.Generator) -> Array:
    if freedom is None:
        return np.ones(BLOCK)
    return np.asarray(np.sqrt(freedom / generator.chisquare(freedom, BLOCK)))


def persisting(z: Array, phi: float) -> Array:
    path = [z[0]]
    for now in z[1:]:
        path.append(phi * path[-1] + np.sqrt(1.0 - phi**2) * now)
    return np.array(path)


def pivoted(covariance: Array) -> Array:
    """Return columns whose squares add up to a covariance, one for each variable that those before it leave a rest of."""
    left, columns = np.array(covariance), []
    for j in range(len(left)):
        if left[j, j] > 1e-12 * covariance[j, j]:
            columns.append(np.where(np.arange(len(left)) < j, 0.0, left[:, j] / np.sqrt(left[j, j])))
            left = left - np.outer(columns[-1], columns[-1])
    return np.array(columns).T


def centre(scenario: cm.Scenario, uncertainty: cm.Uncertainty) -> Array:
    """Return the growth that is drawn around, ``(year, group, component)``: years that hang together lift no mean.

    The mean of (f_1 + e_1) (f_2 + e_2) is f_1 f_2 + c_12 = f_1 f_2 (1 + c_12 / f_1 f_2), and so on for every pair.
    """
    growth = np.moveaxis(scenario.growth, -1, 0)
    wider = [
        1.0 if freedom is None else freedom / (freedom - 2.0)
        for freedom in (uncertainty.estimation_freedom, uncertainty.own_freedom)
    ]
    both = wider[0] * uncertainty.common_covariance + wider[1] * uncertainty.own_covariance
    variance = np.diag(both).reshape(growth.shape[1:])
    moved = []
    for t, later in enumerate(growth):
        pairs = [uncertainty.persistence ** (t - s) / (1.0 + growth[s]) for s in range(t)]
        lift = variance / (1.0 + later) * np.sum(pairs, axis=0) if pairs else 0.0
        moved.append((1.0 + later) * np.exp(-lift) - 1.0)
    return np.array(moved)


def factors(scenario: cm.Scenario, drawn: Array, uncertainty: cm.Uncertainty | None = None) -> Array:
    """Return what incomes are multiplied by, shape ``(year, group, component, draw)``, before losses are cut off.

    Where years hang together, `uncertainty` says how.
    """
    growth = np.moveaxis(scenario.growth, -1, 0) if uncertainty is None else centre(scenario, uncertainty)
    return 1.0 + growth[..., np.newaxis] + drawn.reshape(*growth.shape, -1)


def levels(scenario: cm.Scenario, drawn: Array, uncertainty: cm.Uncertainty | None = None) -> Array:
    """Return incomes ``(year, group, component, draw)``, the base year first."""
    path = [
        np.broadcast_to(scenario.baseline.levels[..., np.newaxis], (*scenario.baseline.levels.shape, drawn.shape[-1]))
    ]
    for factor in factors(scenario, drawn, uncertainty):
        path.append(path[-1] * np.maximum(factor, 0.0))
    return np.array(path)


def rows(scenario: cm.Scenario, incomes: Array) -> dict[str, Array]:
    """Return what an ensemble speaks of, draws last: totals, ratio and components without the base year."""
    totals = incomes.sum(axis=2)
    urban, rural = (scenario.group_keys.index(key) for key in ("urban", "rural"))
    return {
        "total": np.moveaxis(totals[1:], 0, 1),
        "ratio": totals[1:, urban] / totals[1:, rural],
        "level": np.moveaxis(incomes[1:], 0, 2),
    }


def quantity(
    q: cm.Quantity, scenario: cm.Scenario, incomes: Array, published: Mapping[tuple[str, int], Array] | None = None
) -> Array:
    """Return a quantity in every draw, shape ``(draw,)``; of several years the one farthest from the better side."""
    values, _ = yearly(q, scenario, incomes, published or {})
    return np.asarray(values.max(axis=0) if q.kind.endswith(("_gap", "_ratio_change")) else values.min(axis=0))


def judged(
    q: cm.Quantity,
    wording: cm.Wording,
    scenario: cm.Scenario,
    incomes: Array,
    published: Mapping[tuple[str, int], Array] | None = None,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return in which draws a statement holds for sure, and in which that is left open."""
    values, halves = yearly(q, scenario, incomes, published or {})
    picked = values.argmax(axis=0) if q.kind.endswith(("_gap", "_ratio_change")) else values.argmin(axis=0)
    at = (picked, np.arange(values.shape[1]))
    value, half = values[at], halves[at]
    with np.errstate(invalid="ignore"):
        ends = [wording.holds(end) for end in (value, value - half, value + half)]
    undecided = np.isnan(value) | (ends[0] != ends[1]) | (ends[0] != ends[2])
    return ends[0] & ~undecided, undecided


def yearly(
    q: cm.Quantity, scenario: cm.Scenario, incomes: Array, published: Mapping[tuple[str, int], Array]
) -> tuple[Array, Array]:
    """Return a quantity and what rounding leaves open of it, both by year (one, or every year) and draw.

    Written from the list of forms in the reference. `published` gives national incomes that are drawn.
    """
    told = _Told(q=q, scenario=scenario, incomes=incomes, published=published)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = [np.broadcast_arrays(value, half, incomes[0, 0, 0])[:2] for value, half in told.by_year()]
    values, halves = zip(*found, strict=True)
    return np.array(values), np.array(halves)


@dataclass(frozen=True, kw_only=True)
class _Told:
    q: Any
    scenario: cm.Scenario
    incomes: Array
    published: Mapping[tuple[str, int], Array]

    @property
    def last(self) -> int:
        year: int = self.q.last_year
        return year

    @property
    def since(self) -> int:
        year: int = self.q.first_year - 1
        return year

    def of(self, group: str, year: int, component: str = "total") -> Array:
        """Return an income of the plan."""
        levels = self.incomes[year - self.scenario.baseline.year, self.scenario.group_keys.index(group)]
        found: Array = levels.sum(axis=0) if component == "total" else levels[BUREAU_KEYS.index(component)]
        return found

    def own(self, year: int) -> Array:
        return self.of(self.q.group, year, self.q.component)

    def nation(self, group: str, year: int) -> Array:
        return np.asarray(self.published.get((group, year), national().get((group, "disposable_income", year))))

    def theirs(self, year: int) -> Array:
        other = self.q.against
        return self.of(other.group, year) if other.series is None else self.nation(other.group, year)

    @property
    def rounded(self) -> float:
        """Half of one yuan where a published income is compared with."""
        return 0.0 if self.q.against.series is None else 0.5

    def prices(self, since: int) -> float:
        growth = self.scenario.price_growth
        first = self.scenario.baseline.year
        return 1.0 if growth is None else float(np.prod(1.0 + growth[since - first : self.last - first]))

    def spans(self) -> list[tuple[int, int]]:
        q = self.q
        each_year = q.is_yearly if q.kind.endswith("_gap") else q.each_year
        return [(y - 1, y) for y in range(self.since + 1, self.last + 1)] if each_year else [(self.since, self.last)]

    def by_year(self) -> list[tuple[Any, Any]]:
        found: list[tuple[Any, Any]] = getattr(self, self.q.kind)()
        return found

    def income(self) -> list[tuple[Any, Any]]:
        return [(self.own(self.last), 0.0)]

    def growth(self) -> list[tuple[Any, Any]]:
        return [(self.own(self.last) / self.own(self.last - 1) - 1.0, 0.0)]

    def average_annual_growth(self) -> list[tuple[Any, Any]]:
        years, end = self.last - self.since, self.own(self.last)
        if self.since >= self.scenario.baseline.year:
            return [((end / self.own(self.since)) ** (1.0 / years) - 1.0, 0.0)]
        start = self.nation(self.q.past.group, self.since)
        low, value, high = ((end / (start + away)) ** (1.0 / years) for away in (0.5, 0.0, -0.5))
        return [(value - 1.0, (high - low) / 2)]

    def real_growth(self) -> list[tuple[Any, Any]]:
        grown = self.own(self.last) / self.own(self.last - 1)
        return [(grown / self.prices(self.last - 1) - 1.0, 0.0)]

    def average_real_growth(self) -> list[tuple[Any, Any]]:
        grown = self.own(self.last) / self.own(self.since) / self.prices(self.since)
        return [(grown ** (1.0 / (self.last - self.since)) - 1.0, 0.0)]

    def growth_change(self) -> list[tuple[Any, Any]]:
        first = max(self.q.first_year, self.scenario.baseline.year + 2) if self.q.each_year else self.last
        grown = {y: self.own(y) / self.own(y - 1) for y in range(first - 1, self.last + 1)}
        return [(grown[y] - grown[y - 1], 0.0) for y in range(first, self.last + 1)]

    def ratio(self, year: int) -> Array:
        return self.of("urban", year) / self.of("rural", year)

    def urban_rural_ratio(self) -> list[tuple[Any, Any]]:
        return [(self.ratio(self.last), 0.0)]

    def urban_rural_ratio_change(self) -> list[tuple[Any, Any]]:
        return [(self.ratio(end) - self.ratio(start), 0.0) for start, end in self.spans()]

    def growth_lead(self) -> list[tuple[Any, Any]]:
        root = 1.0 / (self.last - self.since)
        grown = self.own(self.last) / self.own(self.since)
        if self.q.against.group == "gdp":
            base, gdp = self.scenario.baseline.year, self.scenario.gdp_growth
            assert gdp is not None
            economy = np.prod(1.0 + gdp[self.since - base : self.last - base])
            return [((grown / self.prices(self.since)) ** root - economy**root, 0.0005)]
        start, end = self.theirs(self.since), self.theirs(self.last)
        low, value, high = (((end + away) / (start - away)) ** root for away in (-self.rounded, 0.0, self.rounded))
        return [(grown**root - value, (high - low) / 2)]

    def ahead(self) -> bool:
        base = self.scenario.baseline.year
        return bool((self.of(self.q.group, base) > self.theirs(base)).all())

    def relative_gap(self) -> list[tuple[Any, Any]]:
        found = []
        for start, end in self.spans():
            (x0, p0), (x1, p1) = ((self.own(year), self.theirs(year)) for year in (start, end))
            if self.ahead():
                found.append((x1 / p1 - x0 / p0, self.rounded * (x0 / p0**2 + x1 / p1**2)))
            else:
                found.append((p1 / x1 - p0 / x0, self.rounded / x0 + self.rounded / x1))
        return found

    def absolute_gap(self) -> list[tuple[Any, Any]]:
        sign = 1.0 if self.ahead() else -1.0
        return [
            (sign * (self.own(end) - self.theirs(end) - self.own(start) + self.theirs(start)), 2 * self.rounded)
            for start, end in self.spans()
        ]

    def share(self) -> list[tuple[Any, Any]]:
        return [(self.own(self.last) / self.of(self.q.group, self.last), 0.0)]

    def share_above(self) -> list[tuple[Any, Any]]:
        return [(1.0 - self._below(), 0.0)]

    def share_below(self) -> list[tuple[Any, Any]]:
        return [(self._below(), 0.0)]

    def _below(self) -> Array:
        # a lognormal income of mean m has logarithms of mean ln m - sigma^2 / 2
        sigma = 2.0**0.5 * NormalDist().inv_cdf((1.0 + self.q.gini) / 2.0)
        middle = np.log(self.own(self.last)) - sigma**2 / 2.0
        return np.asarray(norm.cdf((np.log(self.q.threshold) - middle) / sigma))

    def share_raised(self) -> list[tuple[Any, Any]]:
        # of those between floor and line, whoever was above line / rise has risen above the line
        spread, start = self.scenario.distributions[self.q.group], self.own(self.scenario.baseline.year)
        assert spread.gini is not None
        sigma = 2.0**0.5 * NormalDist().inv_cdf((1.0 + spread.gini) / 2.0)

        def below(income: Any) -> Any:
            return norm.cdf((np.log(income) - (np.log(start) - sigma**2 / 2.0)) / sigma)

        with np.errstate(divide="ignore"):
            needed = np.clip(self.q.threshold * start / self.own(self.last), spread.floor, self.q.threshold)
        few, all_meant = below(self.q.threshold), below(self.q.threshold) - below(spread.floor)
        return [((few - below(needed)) / all_meant, 0.0)]

    def all_residents(self) -> list[tuple[Any, Any]]:
        assert self.scenario.population is not None
        people = self.scenario.population[:, self.last - self.scenario.baseline.year]
        parts = people / people.sum()
        return [(sum(p * self.of(g, self.last) for p, g in zip(parts, self.scenario.group_keys, strict=True)), 0.0)]

    def increment(self) -> list[tuple[Any, Any]]:
        rise = self.own(self.last) - self.own(self.since)
        return [(rise if self.q.in_all else rise / (self.last - self.since), 0.0)]

    def multiple(self) -> list[tuple[Any, Any]]:
        year = self.scenario.baseline.year if self.q.base_year is None else self.q.base_year
        if year >= self.scenario.baseline.year:
            return [(self.own(self.last) / self.own(year), 0.0)]
        return [self._over(self.nation(self.q.past.group, year))]

    def relative_level(self) -> list[tuple[Any, Any]]:
        if self.q.against.series is None:
            return [(self.own(self.last) / self.theirs(self.last), 0.0)]
        return [self._over(self.theirs(self.last))]

    def _over(self, published: Array) -> tuple[Any, Any]:
        own = self.own(self.last)
        return own / published, (own / (published - 0.5) - own / (published + 0.5)) / 2
