"""Estimate how far a region strays from the series that it follows: from a province's past, and from its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.errors import POSITIVE, THERE, Fault, raise_faults
from ceheng_model.scenarios import Scenario
from ceheng_model.series import TOTAL_ITEM, PublishedSeries, load_series
from ceheng_model.terms import Terms
from ceheng_model.uncertainty import words
from ceheng_model.uncertainty.chi_square import spread_interval
from ceheng_model.uncertainty.correlation import correlation_of, scaled_to
from ceheng_model.uncertainty.history import History, Record, shipped_series
from ceheng_model.values import Value
from ceheng_model.vocabulary import Template, Text

if TYPE_CHECKING:
    import pandas as pd

PROVINCE = "fujian"
"""The one province of which a series by component ships."""
FEWEST_YEARS = 3
"""Years of differences below which a limit of years is not kept for the province: two would leave one degree."""
FEWEST_OWN_YEARS = 2
"""Years of differences below which a region's own figures tell no spread."""
PROVINCES = ("省", "自治区", "直辖市")
"""Levels at which another province is no lower bound."""
INTERVAL = 0.9
"""Probability with which an interval holds the true spread."""

_FIGURES = Template(
    "本地历年收入与{series}共有的增速年数", "the growth years that the region's own series shares with {series}"
)
_AT_LEAST = Template("不少于 {count}", "be {count} or more")
_OWN_GROUPS = Text("本地历年收入的人群", "the groups of the region's own series")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnTotal(Value):
    """Say how far the total of one group strays from the series that it follows, and from how much it is known."""

    group: Text
    spread: float
    """Standard deviation of yearly growth, a fraction, with this plan's shares."""
    freedom: float
    """Degrees of freedom behind it."""
    own_years: tuple[int, ...] = ()
    """Growth years of the region's own series; none where it tells nothing of this group."""
    own_spread: float = 0.0
    """What the region's own series alone says."""

    @property
    def interval(self) -> tuple[float, float]:
        """Between what the spread lies with a probability of 90 %, for normal shocks."""
        return spread_interval(self.spread, self.freedom, INTERVAL)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnSpread(Value):
    """Hold the covariance of the region's own shocks and what it rests on."""

    covariance: Array
    """Shape ``(n, n)`` over groups and components, row-major."""
    totals: tuple[OwnTotal, ...]
    """One a group; none where no spread of its own is counted."""
    years: tuple[int, ...]
    """Growth years of the province's differences from the nation; none where they are not used."""
    notes: tuple[Text, ...]

    @property
    def freedom(self) -> float | None:
        """Degrees of freedom of the spread, of several groups the fewest; None where none is counted."""
        return min((total.freedom for total in self.totals), default=None)

    @property
    def spread(self) -> Array:
        """Standard deviations, shape ``(n,)``."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def correlation(self) -> Array:
        """Correlations, shape ``(n, n)``; what does not stray correlates with nothing."""
        return correlation_of(self.covariance)


def plan_shares(scenario: Scenario) -> Array:
    """Return the parts of each group's income in the base year, ``(group, component)``: of many regions the mean.

    A group that no region gives has equal parts.
    """
    levels = scenario.baseline.levels.reshape(-1, len(scenario.groups), len(scenario.terms.components))
    parts = levels / levels.sum(axis=-1, keepdims=True)
    there = np.isfinite(parts).all(axis=-1, keepdims=True)
    count = there.sum(axis=0)
    mean = np.where(there, parts, 0.0).sum(axis=0) / np.maximum(count, 1)
    return np.where(count > 0, mean, 1.0 / levels.shape[-1])


def estimated_own_spread(
    scenario: Scenario,
    past: History,
    own: PublishedSeries | None,
    *,
    wider: float,
    following: float,
    last_year: int | None,
) -> OwnSpread:
    """Return how far the groups stray from the series they follow, on their own.

    Raises `InputError` for a series of the region's own that has none of the groups, or too few years of them.
    """
    if all(record.is_own for record in past.records):
        note = words.NATION_ITSELF if past.records[0].name.startswith("national.") else words.SERIES_ITSELF
        return _nothing(scenario, note)
    shares = plan_shares(scenario)
    province = _province(scenario, past, wider=wider, following=following, last_year=last_year)
    blocks = _blocks(province.covariance, shares)
    spreads = np.sqrt(np.maximum(np.einsum("gc,gcd,gd->g", shares, blocks, shares), 0.0)).tolist()
    totals = [
        OwnTotal(group=group.label, spread=spread, freedom=len(province.years) - 1.0)
        for group, spread in zip(scenario.groups, spreads, strict=True)
    ]
    if own is None:
        return OwnSpread(
            covariance=province.covariance, totals=tuple(totals), years=province.years, notes=province.notes
        )
    pooled = _pooled(scenario, past, own, totals, last_year)
    settled = pooled | _followed(past, pooled, totals)
    return OwnSpread(
        covariance=scaled_to(province.covariance, shares, {g: total.spread for g, total in settled.items()}),
        totals=tuple(settled.get(g, total) for g, total in enumerate(totals)),
        years=province.years,
        notes=(*province.notes, _pooling_note(scenario.terms, list(pooled.values()))),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Province:
    covariance: Array
    years: tuple[int, ...]
    notes: tuple[Text, ...]


def _province(scenario: Scenario, past: History, *, wider: float, following: float, last_year: int | None) -> _Province:
    """Return the covariance of the province's growth less the nation's, carried over to the groups."""
    province, nation = shipped_series(PROVINCE), shipped_series("national")
    years = _years_of(province, nation, last_year)
    none = [0.0] * len(years)
    columns = [
        none if record.is_own else _difference(province, nation, _item(province, record, key, scenario.terms), years)
        for record in past.records
        for key in scenario.terms.component_keys
    ]
    between = np.atleast_2d(np.cov(np.array(columns), ddof=1))
    return _Province(
        covariance=_over_groups(between, past, wider=wider, following=following),
        years=years,
        notes=tuple(_province_notes(scenario, past, province, years, following)),
    )


def _province_notes(
    scenario: Scenario, past: History, province: PublishedSeries, years: tuple[int, ...], following: float
) -> Iterator[Text]:
    terms = scenario.terms
    if scenario.baseline.region == PROVINCE:
        bound = words.OWN_PROVINCE
    elif terms.level.zh in PROVINCES:
        bound = words.ANOTHER_PROVINCE
    else:
        bound = words.LOWER_BOUND.format(region=Text(terms.one_region.zh, terms.level.with_article().en))
    yield words.OWN_FROM_PROVINCE.format(
        span=terms.span_label(years[0], years[-1]), count=len(years), freedom=len(years) - 1, bound=bound
    )
    other = next((record.region for record in past.records if record.region is not None), None)
    if other is not None:
        yield words.BESIDE_ANOTHER.format(whole=other)
    if not all(record.is_own or _is_by_component(province, record, terms) for record in past.records):
        yield words.OWN_TOGETHER
    if together := [scenario.groups[g].label for g in past.sharing]:
        yield words.OWN_APART.format(groups=Text.join(together), following=following)


def _over_groups(between: Array, past: History, *, wider: float, following: float) -> Array:
    """Return the covariance over groups; those that follow another go with that group's own shocks in part.

    Several groups on one series that are not part of one another: the shocks of each go with those of the series in
    part, for two groups that stray from one series stray from one another.
    """
    count = len(between) // len(past.records)
    position, leaders = np.array(past.position), np.array(past.leaders)
    leads = past.leads
    apart = np.array([following if leader in past.sharing else 1.0 for leader in past.leaders])
    shared = np.outer(apart, apart)
    shared[leaders[:, np.newaxis] == leaders] = 1.0
    follows = np.where(leads, 1.0, following)
    shared *= np.outer(follows, follows)
    np.fill_diagonal(shared, 1.0)
    scale = np.where(leads, 1.0, wider)
    cells = (position[:, np.newaxis] * count + np.arange(count)).ravel()
    weights = shared * np.outer(scale, scale)
    covariance: Array = between[np.ix_(cells, cells)] * np.kron(weights, np.ones((count, count)))
    return covariance


def _pooled(
    scenario: Scenario, past: History, own: PublishedSeries, totals: Sequence[OwnTotal], last_year: int | None
) -> dict[int, OwnTotal]:
    """Return the totals that the region's own series tells of, pooled with the province's by degrees of freedom."""
    pooled, faults = {}, []
    known = {key for key, _, _ in own.levels}
    for g, group in enumerate(scenario.groups):
        record = past.records[past.position[g]]
        # the series may name a group by its key, or by that of the series it follows, which only a leader stands for
        keys = [group.key, *([record.key] if past.leaders[g] == g else [])]
        key = next((key for key in keys if key in known), None)
        if key is None:
            continue
        if lost := _not_positive(own, key, group.label, scenario.terms):
            faults += lost
            continue
        differences = _own_differences(own, key, record, scenario.terms, last_year)
        if len(differences) < FEWEST_OWN_YEARS:
            faults.append(_too_few(record, len(differences)))
            continue
        freedom, before = len(differences) - 1.0, totals[g]
        spread = float(np.std(list(differences.values()), ddof=1))
        if not spread < 1.0:
            faults.append(_too_wide(group.label, spread))
            continue
        together = freedom + before.freedom
        variance = (freedom * spread**2 + before.freedom * before.spread**2) / together
        pooled[g] = OwnTotal(
            group=group.label,
            spread=float(np.sqrt(variance)),
            freedom=together,
            own_years=tuple(differences),
            own_spread=spread,
        )
    if not pooled and not faults:
        way_out = words.NAME_GROUPS.format(keys=Text.listed(group.key for group in scenario.groups))
        faults.append(Fault(what=_OWN_GROUPS, rule=THERE, got=tuple(sorted(known)), way_out=way_out))
    # a group of which a single year is printed keeps the province's spread as long as another tells something
    raise_faults([fault for fault in faults if not pooled or fault.way_out != words.MORE_OWN_YEARS])
    return pooled


def _followed(past: History, pooled: Mapping[int, OwnTotal], totals: Sequence[OwnTotal]) -> dict[int, OwnTotal]:
    """Return the totals of the groups that follow a pooled one without figures of their own: as wide as it grew."""
    return {
        g: replace(
            totals[g],
            spread=totals[g].spread * pooled[leader].spread / totals[leader].spread,
            freedom=pooled[leader].freedom,
        )
        for g, leader in enumerate(past.leaders)
        if g not in pooled and leader in pooled and totals[leader].spread > 0.0
    }


def read_own(own: "PublishedSeries | pd.DataFrame | str | None", terms: Terms) -> PublishedSeries | None:
    """Return the series of the region's own that was given, in whatever form."""
    if own is None or isinstance(own, PublishedSeries):
        return own
    return load_series(own, terms=terms)


def _own_differences(
    own: PublishedSeries, key: str, record: Record, terms: Terms, last_year: int | None
) -> dict[int, float]:
    """Return by year the growth of a total of the region's own less that of the series it follows."""
    found = {}
    for year in sorted({year for group, _, year in own.levels if group == key}):
        rates = [_growth(own, key, terms, year), _growth(record.series, record.key, terms, year)]
        if all(rate is not None for rate in rates) and (last_year is None or year <= last_year):
            found[year] = (rates[0] or 0.0) - (rates[1] or 0.0)
    return found


def _growth(series: PublishedSeries, key: str, terms: Terms, year: int) -> float | None:
    """Return the growth of a total, as published or as the sum of its components; None where there is none."""
    levels = [series.level(key, TOTAL_ITEM, when) or _sum(series, key, terms, when) for when in (year - 1, year)]
    return levels[1] / levels[0] - 1.0 if levels[0] and levels[1] else None


def _sum(series: PublishedSeries, key: str, terms: Terms, year: int) -> float | None:
    parts = [series.level(key, component, year) for component in terms.component_keys]
    return None if None in parts else sum(part or 0.0 for part in parts)


def _years_of(province: PublishedSeries, nation: PublishedSeries, last_year: int | None) -> tuple[int, ...]:
    """Return the growth years that both have; up to the last one asked for where enough remain."""
    key, item = _total_of(province)
    years = sorted({year for group, _, year in province.levels if group == key})
    both = [year for year in years if province.growth(key, item, year) and nation.growth(key, item, year)]
    kept = [year for year in both if last_year is None or year <= last_year]
    return tuple(kept if len(kept) >= FEWEST_YEARS else both)


def _total_of(province: PublishedSeries) -> tuple[str, str]:
    """Return the group whose total stands for one of which the province's series tells nothing: the widest spread."""
    nation = shipped_series("national")
    groups = sorted({group for group, _, _ in province.levels})
    spreads = {}
    for group in groups:
        years = sorted({year for key, _, year in province.levels if key == group})[1:]
        spreads[group] = float(np.std(_difference(province, nation, (group, TOTAL_ITEM), years), ddof=1))
    return max(spreads, key=lambda group: spreads[group]), TOTAL_ITEM


def _item(province: PublishedSeries, record: Record, component: str, terms: Terms) -> tuple[str, str]:
    """Return the group and item of the province's series that stand for a component of a record."""
    if record.key not in {group for group, _, _ in province.levels}:
        return _total_of(province)
    item = province.item(record.key, component, is_whole=terms.is_whole(component))
    held = any(key[:2] == (record.key, item) for key in province.levels)
    return record.key, item if held else TOTAL_ITEM


def _is_by_component(province: PublishedSeries, record: Record, terms: Terms) -> bool:
    """Return whether the province's series tells apart what the plan does, with the same group."""
    items = [(key, _item(province, record, key, terms)) for key in terms.component_keys]
    return all(item == (record.key, TOTAL_ITEM if terms.is_whole(key) else key) for key, item in items)


def _difference(
    province: PublishedSeries, nation: PublishedSeries, cell: tuple[str, str], years: Sequence[int]
) -> list[float]:
    rates = [(province.growth(*cell, year), nation.growth(*cell, year)) for year in years]
    return [(one or 0.0) - (other or 0.0) for one, other in rates]


def _blocks(covariance: Array, shares: Array) -> Array:
    """Return the covariance within each group, shape ``(group, component, component)``."""
    groups, count = shares.shape
    within: Array = np.einsum("gcgd->gcd", covariance.reshape(groups, count, groups, count))
    return within


def _nothing(scenario: Scenario, note: Text) -> OwnSpread:
    count = len(scenario.groups) * len(scenario.terms.components)
    return OwnSpread(covariance=np.zeros((count, count)), totals=(), years=(), notes=(note,))


def _pooling_note(terms: Terms, pooled: Sequence[OwnTotal]) -> Text:
    parts = [
        words.POOLED_GROUP.format(
            group=total.group,
            span=terms.span_label(total.own_years[0], total.own_years[-1]),
            count=len(total.own_years),
            own=100 * total.own_spread,
            spread=100 * total.spread,
            freedom=total.freedom,
            low=100 * total.interval[0],
            high=100 * total.interval[1],
        )
        for total in pooled
    ]
    return words.POOLED.format(groups=Text.join(parts, zh="；", en="; "))


def _not_positive(own: PublishedSeries, key: str, label: Text, terms: Terms) -> list[Fault]:
    """Return the faults of totals that are no incomes: growth between them says nothing."""
    faults = []
    for (group, item, year), level in sorted(own.levels.items()):
        if (group, item) == (key, TOTAL_ITEM) and not level > 0.0:
            what = _OWN_LEVEL.format(group=label, year=terms.year_label(year))
            faults.append(Fault(what=what, rule=POSITIVE, got=level, way_out=_CHECK))
    return faults


def _too_wide(label: Text, spread: float) -> Fault:
    what = _OWN_STRAYS.format(group=label)
    return Fault(what=what, rule=_BELOW_ALL, got=f"{100.0 * spread:.4g}", way_out=_CHECK)


_OWN_LEVEL = Template("本地历年收入：{group}{year}的合计", "the region's own total of {group} in {year}")
_OWN_STRAYS = Template(
    "本地历年收入：{group}的增速与所随序列之差的标准差（百分点）",
    "the standard deviation of the region's own growth of {group} less that of its series, in points,",
)
_BELOW_ALL = Text("小于 100", "be below 100")
_CHECK = Text("核对各年的数和单位", "check the figures and units of each year")


def _too_few(record: Record, count: int) -> Fault:
    return Fault(
        what=_FIGURES.format(series=record.label),
        rule=_AT_LEAST.format(count=FEWEST_OWN_YEARS),
        got=count,
        way_out=words.MORE_OWN_YEARS,
    )
