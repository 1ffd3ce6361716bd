"""Say in words and numbers how a scenario differs from the shipped alternative it is based on."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline
from ceheng_model.levers import Lever
from ceheng_model.plan.circumstance_table import PRICE_RATES, RESIDENTS, CircumstanceKind, kind_label
from ceheng_model.quantities import IncomeDistribution
from ceheng_model.scenarios.changes import GrowthChange
from ceheng_model.scenarios.dossier import Dossier
from ceheng_model.scenarios.folder_circumstances import APPLIED_KINDS, Folder, Surroundings
from ceheng_model.terms import Component, Terms
from ceheng_model.vocabulary import NO_TEXT, Group, Template, Text, label_of

SAME_RATE = 1e-12
"""Growth rates nearer than this give the same figures: open cells closed for one region and for many part by less."""

_FROM = Template(
    "{years}{income}增速由{before}调为{after}", "{income} growing by {after} instead of {before} in {years}"
)
_TO = Template("{years}{income}增速{alike}调为{after}", "{income} growing {alike}by {after} in {years}")
_AT = Template("{years}{income}增速取{after}", "{income} growing by {after} in {years}")
_FASTER = Template("{years}{income}增速提高{points}个百分点", "{income} growing {points} faster in {years}")
_SLOWER = Template("{years}{income}增速降低{points}个百分点", "{income} growing {points} slower in {years}")
_TIMES = Template("{years}{income}增速为原增速的{factor}倍", "growth of {income} in {years} times {factor}")
_MANY = Template("{years}{income}增速取{count}种情形", "growth of {income} in {years} in {count} variants")
_BY_REGION = Template("{years}{income}增速按地区分别取值", "growth of {income} in {years} by region")
_INCOME = Template("{groups}{components}", "{components} of {groups}")
_MEASURE = Template("措施“{title}”{each}增加{amount}", "the measure “{title}” adding {amount} {each}")
_SPLIT = Template("{group}收入构成改按{case}", "the income of {group} split as that of {case}")
_TOTAL = Template("{year}{group}基数改为{amount}", "the base of {group} in {year} set to {amount}")
_REGIONS = Template("基年收入改用{count}个地区的数据", "the base-year incomes of {count} regions")
_REGION = Template("基年收入改用“{region}”的数据", "the base-year incomes of “{region}”")
_OTHER_BASE = Text("改用另一套基年收入", "other base-year incomes")
_HORIZON = Template("预测期延至{year}", "a projection to {year}")
_PRICES = Template("居民消费价格{rates}", "consumer prices rising by {rates}")
_GDP = Template("地区生产总值{rates}", "GDP growing by {rates}")
_POPULATION = Template("{residents}按另给的数", "numbers of {residents} as given")
_BORROWED = Template("{kind}采用{region}数", "{kind} as in {region}")
_DROPPED = Template("不用{plan}所附的{kind}", "without the {kind} that comes with the {plan}")
_EACH_YEAR = Template("每年{verb}{rate}", "{verb}{rate} a year")
_BY_YEAR = Template("{years}{each}{verb}{rates}", "{each}{verb}{rates} in {years}")
_YEARS = Template("{first_year}—{last_year}", "{first_year}–{last_year}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """Name what stands along the last three axes of growth."""

    terms: Terms
    years: tuple[int, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups, in axis order."""
        return self.terms.groups

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the groups."""
        return tuple(group.key for group in self.groups)


def at_first(differences: Sequence[Text]) -> Text:
    """Return the first difference and how many there are in all; nothing where there is none.

    >>> longer = Text("预测期延至2027年", "a projection to 2027")
    >>> both = longer, Text("常住人口按另给的数", "numbers of residents as given")
    >>> at_first(both)
    Text(zh='预测期延至2027年等2项调整', en='a projection to 2027 and 1 more change')
    """
    if len(differences) < 2:
        return differences[0] if differences else NO_TEXT
    more = len(differences) - 1
    return differences[0] + Text(f"等{more + 1}项调整", f" and {more} more change{'s' if more > 1 else ''}")


def change_in_words(change: GrowthChange, axes: Axes) -> Text:
    """Return one change of growth in words, whatever the growth was before.

    >>> from ceheng_model.plan import load_plan
    >>> plan = load_plan()
    >>> slow = GrowthChange(groups=("rural",), components=("wages",), years=(2023, 2024), value=0.12)
    >>> change_in_words(slow, Axes(terms=plan.terms, years=plan.years)).zh
    '2023—2024年农村工资性收入增速均调为12%'
    """
    mask = change.mask(axes.terms, axes.years)
    cells = _named_cells(change, axes)
    value = np.asarray(change.value, dtype=float)
    if value.ndim:
        return _MANY.format(**cells, count=f"{value.size:,}")
    number = float(value)
    if change.how == "set":
        return _TO.format(**cells, after=_rate(number), alike=_alike(int(mask.sum())))
    if change.how == "add":
        form = _SLOWER if number < 0 else _FASTER
        points = _plain(abs(number) * 100)
        unit = "point" if points == "1" else "points"
        return form.format(**cells, points=Text(points, f"{points} {unit}"))
    return _TIMES.format(**cells, factor=_plain(number, 6))


def growth_differences(
    changes: Sequence[GrowthChange], before: Array, after: Array, axes: Axes, *, regions: int = 0
) -> list[Text]:
    """Return how growth differs from what it was before changes, in the order in which they were made.

    `before` and `after` have shape ``(..., group, component, year)``. Points added and factors are said as such
    where no other change touches their cells; all else is said by the rates that come out.
    """
    # growth of which the plan prints nothing has no rate before; a group without a base has none after either
    apart = (np.abs(after - before) > SAME_RATE) | (np.isnan(before) & ~np.isnan(after))
    differs = np.asarray(apart.reshape(-1, *apart.shape[-3:]).any(axis=0), dtype=bool)
    masks = [change.mask(axes.terms, axes.years) for change in changes]
    # the last change of a cell; cells of no change come after all of them
    writer = np.full(differs.shape, len(changes))
    for at, mask in enumerate(masks):
        writer[mask] = at
    said = np.zeros(differs.shape, dtype=bool)
    texts: list[tuple[int, Text]] = []
    for at in _said_as_such(changes, masks, differs):
        said |= masks[at]
        texts.append((at, _as_such(changes[at], axes, regions)))
    pool = differs & ~said
    for at, change in enumerate(changes):
        # a change of several cells is said whole, those that had the rate before included
        if change.how == "set" and (pool & (writer == at)).any():
            pool |= (writer == at) & ~said
    texts += _by_rate(pool, writer, before, after, axes)
    return [text for _, text in sorted(texts, key=lambda pair: pair[0])]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthBlock:
    """Hold growth cells in which several paths come to the same rates, path by path."""

    income: Text
    """Whose growth it is, of which components, as a name goes on: 农村工资性收入."""
    groups: tuple[str, ...]
    components: tuple[str, ...]
    years: tuple[int, ...]
    rates: tuple[float, ...]
    """Of each path; NaN where a path does not go on so far."""


def differing_blocks(paths: Sequence[Array], axes: Axes) -> Iterator[GrowthBlock]:
    """Yield the cells in which growth paths differ, those together in which they differ alike.

    Each path has shape ``(group, component, year)`` and is NaN in years to which it does not go.
    """
    stacked = np.stack(paths)
    differs = np.abs(stacked - stacked[0]) > SAME_RATE
    differs |= np.isnan(stacked) ^ np.isnan(stacked[0])
    alike: dict[tuple[float | None, ...], list[tuple[int, int, int]]] = {}
    for g, c, t in np.argwhere(differs.any(axis=0)).tolist():
        # NaN differs from itself
        rates = [None if math.isnan(rate) else round(rate, 11) for rate in stacked[:, g, c, t].tolist()]
        alike.setdefault(tuple(rates), []).append((g, c, t))
    groups, components = axes.terms.groups, axes.terms.components
    blocks = (block for cells in alike.values() for block in _blocks(cells))
    for block in sorted(blocks):
        at_g, at_c, at_t = (tuple(dict.fromkeys(places)) for places in zip(*block, strict=True))
        of_years = [axes.years[t] for t in at_t]
        cells = _cells([groups[g] for g in at_g], [components[c] for c in at_c], of_years, axes)
        yield GrowthBlock(
            income=cells["income"],
            groups=tuple(groups[g].key for g in at_g),
            components=tuple(components[c].key for c in at_c),
            years=tuple(of_years),
            rates=tuple(stacked[:, *block[0]].tolist()),
        )


def base_differences(baseline: Baseline, dossier: Dossier) -> list[Text]:
    """Return how a baseline differs from the plan's own: other regions or incomes, other share cases."""
    plan = dossier.plan
    texts = []
    if baseline.regions:
        texts.append(_REGIONS.format(count=len(baseline.regions)))
    elif baseline.by_case is not None:
        elsewhere = baseline.region != plan.region
        texts.append(_REGION.format(region=baseline.region) if elsewhere else _OTHER_BASE)
    elif baseline.given_totals:
        year, terms = baseline.terms.year_label(baseline.year), baseline.terms
        texts += [
            _TOTAL.format(year=year, group=terms.label(group), amount=terms.money(_plain(total, 1)))
            for group, total in baseline.given_totals.items()
        ]
    elif not np.array_equal(baseline.levels, dossier.baseline(baseline.shares()).levels):
        texts.append(_OTHER_BASE)
    for g, (group, case) in enumerate(zip(baseline.groups, baseline.cases, strict=True)):
        used = baseline.by_case is None or baseline.by_case[..., g].any()
        if used and case != plan.shares.get(group.key):
            texts.append(_SPLIT.format(group=group.of_income, case=dossier.case_title(group, case)))
    return texts


def lever_differences(levers: Sequence[Lever], terms: Terms) -> list[Text]:
    """Return what measures add, each by its title and amount per head."""
    amounts = [_plain(lever.per_person(lever.first_year), 2) for lever in levers]
    pairs = zip(levers, amounts, strict=True)
    return [
        _MEASURE.format(title=lever.title.in_quotes(), amount=terms.money(amount), each=terms.on_average)
        for lever, amount in pairs
    ]


_SPREAD = Template("{group}的收入{words}", "incomes of {group} {words}")


def circumstance_differences(held: Surroundings, folder: Folder, terms: Terms, *, planned: int) -> list[Text]:
    """Return how horizon, prices, GDP and population differ from the folder's; `planned` is the plan's last year."""
    texts = [_HORIZON.format(year=terms.year_label(folder.years[-1]))] if folder.years[-1] != planned else []
    for kind in APPLIED_KINDS:
        array = held.of(kind)
        whose = folder.whose(kind, array)
        if whose is None:
            dropped = _DROPPED.format(kind=kind_label(kind, terms), plan=terms.kind)
            texts.append(dropped if array is None else _given(kind, array, folder.years, terms))
        elif whose != folder.circumstances.region:
            texts.append(_BORROWED.format(kind=kind_label(kind, terms), region=label_of(whose)))
    return texts


def distribution_differences(held: Mapping[str, IncomeDistribution], terms: Terms) -> list[Text]:
    """Return how the incomes of each group's people are taken to be spread, where the scenario says it itself."""
    return [_SPREAD.format(group=terms.label(group), words=distribution.words) for group, distribution in held.items()]


def _given(kind: CircumstanceKind, array: Array, years: Sequence[int], terms: Terms) -> Text:
    if kind == RESIDENTS:
        return _POPULATION.format(residents=terms.residents)
    form, verb = (_PRICES, Text("上涨", "")) if kind == PRICE_RATES else (_GDP, Text("增长", ""))
    return form.format(rates=_yearly(array, years, terms, verb))


def _said_as_such(
    changes: Sequence[GrowthChange], masks: Sequence[NDArray[np.bool_]], differs: NDArray[np.bool_]
) -> Iterator[int]:
    """Yield the positions of changes that make a difference and whose rates are not what is said of them."""
    touched = np.sum(masks, axis=0) if masks else np.zeros(differs.shape, dtype=int)
    for at, (change, mask) in enumerate(zip(changes, masks, strict=True)):
        alone = change.how != "set" and (touched[mask] == 1).all()
        if (mask & differs).any() and (np.ndim(change.value) or alone):
            yield at


def _as_such(change: GrowthChange, axes: Axes, regions: int) -> Text:
    if regions and np.shape(change.value) == (regions,):
        return _BY_REGION.format(**_named_cells(change, axes))
    return change_in_words(change, axes)


def _by_rate(
    pool: NDArray[np.bool_], writer: NDArray[np.intp], before: Array, after: Array, axes: Axes
) -> Iterator[tuple[int, Text]]:
    """Give cells together that come to the same rate, as blocks of whole groups, components and years."""
    by_rate: dict[tuple[float, ...], list[tuple[int, int, int]]] = {}
    for g, c, t in np.argwhere(pool).tolist():
        by_rate.setdefault(_rates_at(after, (g, c, t)), []).append((g, c, t))
    for rates, cells in by_rate.items():
        for block in _blocks(cells):
            words = _block_in_words(block, rates, before, axes)
            yield min(int(writer[cell]) for cell in block), words


def _block_in_words(block: Sequence[tuple[int, int, int]], rates: tuple[float, ...], before: Array, axes: Axes) -> Text:
    groups, components, years = (tuple(dict.fromkeys(places)) for places in zip(*block, strict=True))
    cells = _cells(
        [axes.terms.groups[g] for g in groups],
        [axes.terms.components[c] for c in components],
        [axes.years[t] for t in years],
        axes,
    )
    if len(rates) > 1:
        return _MANY.format(**cells, count=f"{len(rates):,}")
    origins = {rate for cell in block for rate in _rates_at(before, cell)}
    if any(map(math.isnan, origins)):
        return _AT.format(**cells, after=_rate(rates[0]))
    if len(origins) > 1:
        return _TO.format(**cells, after=_rate(rates[0]), alike=_alike(len(block)))
    was, is_now = _told_apart(origins.pop(), rates[0])
    return _FROM.format(**cells, before=was, after=is_now)


def _rates_at(growth: Array, cell: tuple[int, int, int]) -> tuple[float, ...]:
    """Return the different rates of one cell over the leading axes."""
    # a rate set and the same rate come to by points part in the last digit
    return tuple(np.unique(np.round(growth[(..., *cell)], 11)).tolist())


def _blocks(cells: Sequence[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Return cells as blocks, first years together, then components, then groups."""
    years: dict[tuple[int, int], list[int]] = {}
    for g, c, t in cells:
        years.setdefault((g, c), []).append(t)
    components: dict[tuple[int, tuple[int, ...]], list[int]] = {}
    for (g, c), span in years.items():
        components.setdefault((g, tuple(span)), []).append(c)
    groups: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}
    for (g, span_of), parts in components.items():
        groups.setdefault((tuple(parts), span_of), []).append(g)
    return [[(g, c, t) for g in keys for c in parts for t in span_of] for (parts, span_of), keys in groups.items()]


def _named_cells(change: GrowthChange, axes: Axes) -> dict[str, Text]:
    terms = axes.terms
    groups = [group for group in terms.groups if not change.groups or group.key in change.groups]
    components = [part for part in terms.components if not change.components or part.key in change.components]
    years = [year for year in axes.years if not change.years or year in change.years]
    return _cells(groups, components, years, axes)


def _cells(
    groups: Sequence[Group], components: Sequence[Component], years: Sequence[int], axes: Axes
) -> dict[str, Text]:
    """Return the fields of a template that name cells."""
    all_groups = len(groups) == len(axes.terms.groups) > 1
    of = axes.terms.all_groups if all_groups else Text.join(group.of_income for group in groups)
    whole = len(components) == len(axes.terms.components)
    parts = Text("各项收入", "all income") if whole else Text.join(part.income for part in components)
    return {"income": _INCOME.format(groups=of, components=parts), "years": span_in_words(years, axes.terms)}


def span_in_words(years: Sequence[int], terms: Terms) -> Text:
    """Return years as spans: 2022、2024—2026年."""
    runs = [[year for _, year in run] for _, run in groupby(enumerate(years), lambda pair: pair[1] - pair[0])]
    spans = [_YEARS.format(first_year=run[0], last_year=run[-1]) if len(run) > 1 else Text.same(run[0]) for run in runs]
    return terms.year_label(Text.join(spans))


def _alike(cells: int) -> Text:
    return Text("均", "") if cells > 1 else NO_TEXT


def _yearly(rates: Array, years: Sequence[int], terms: Terms, verb: Text) -> Text:
    """Return yearly rates: one for all years, or each of those that are known."""
    known = ~np.isnan(rates)
    if not known.all():
        rates, years = rates[known], [year for year, there in zip(years, known, strict=True) if there]
    if known.all() and len(set(rates.tolist())) == 1 and len(rates) > 1:
        return _EACH_YEAR.format(verb=verb, rate=_rate(float(rates[0])))
    each = Text("分别", "") if len(rates) > 1 else NO_TEXT
    listed = Text.join(Text.same(_rate(float(rate))) for rate in rates)
    return _BY_YEAR.format(years=span_in_words(years, terms), each=each, verb=verb, rates=listed)


def _told_apart(before: float, after: float) -> tuple[str, str]:
    """Return two rates with as many digits as it takes to tell them apart."""
    for decimals in (2, 4, 8):
        texts = _rate(before, decimals), _rate(after, decimals)
        if texts[0] != texts[1]:
            break
    return texts


def _rate(value: float, decimals: int = 2) -> str:
    return f"{_plain(value * 100, decimals)}%"


def _plain(value: float, decimals: int = 4) -> str:
    """Return a number without zeros at its end.

    >>> _plain(6000.0), _plain(2.50), _plain(-0.00001)
    ('6,000', '2.5', '0')
    """
    text = f"{value:,.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
