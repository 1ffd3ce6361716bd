"""Show an ensemble: bands, probabilities, what was not judged, how it was drawn."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import base_cell, base_column, base_notes
from ceheng_model.ensemble import words
from ceheng_model.ensemble.blocks import Layout
from ceheng_model.ensemble.chances import Chance
from ceheng_model.ensemble.criteria import NotJudged
from ceheng_model.ensemble.fan import quantile_columns
from ceheng_model.ensemble.points import Method
from ceheng_model.ensemble.variables import Compared, compared_notes
from ceheng_model.plan import force_cell, force_column, words_column
from ceheng_model.projection import project
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import (
    NEARLY_NEVER,
    Cell,
    Column,
    Figure,
    Kind,
    Table,
    column,
    component_column,
    group_column,
    probability_text,
)
from ceheng_model.terms import Terms
from ceheng_model.uncertainty import IF_GROWTH_HOLDS, Uncertainty, condition_column
from ceheng_model.vocabulary import Keyed, Text

RATIO = "urban_rural_ratio"
"""What tables call the ratio of two groups."""
_INCOME = Keyed("income", Text("收入", "income"))
MOST_ROWS = 60
"""Rows of bands that text and HTML show; frames hold all."""


def band_table(
    scenario: Scenario,
    layout: Layout,
    statistics: Array,
    *,
    quantile_probabilities: tuple[float, ...],
    notes: Sequence[Text],
    years: Collection[int] | None = None,
) -> Table:
    """Return one row a region, quantity and year: path, mean, standard deviation, quantiles.

    `statistics` are the last three in their order, shape ``(..., statistic, row)``, rows as in the layout.
    """
    regions = region_columns(scenario.baseline.regions)
    columns = (
        *regions,
        Column(key="quantity", heading=Text("指标", "quantity")),
        replace(component_column(scenario.terms), shown=layout.by_component),
        Column(key="year", heading=Text("年份", "year"), kind="year"),
        Column(key="path", heading=Text("情景", "scenario"), kind="yuan"),
        Column(key="mean", heading=Text("均值", "mean"), kind="yuan", shown=False),
        Column(key="standard_deviation", heading=Text("标准差", "s.d."), kind="yuan"),
        *quantile_columns(quantile_probabilities, "yuan"),
    )
    title = Text("不确定范围（分位数）", "How far results may spread (quantiles)")
    rows = tuple(_band_rows(scenario, layout, statistics, years or scenario.years))
    return Table(
        name="bands",
        title=title,
        columns=columns,
        drops=("standard_deviation", "q0.25", "q0.75"),
        rows=rows,
        notes=tuple(notes),
        most_shown=MOST_ROWS,
    )


def region_columns(regions: Sequence[str]) -> list[Column]:
    """Return the column of regions, where there are any."""
    return [column("region", among=tuple(regions))] if regions else []


def by_group(table: Table, terms: Terms) -> Table:
    """Return a table of incomes and ratios with the groups in a column of their own, as frames have it.

    What it calls ``quantity`` is then an income, of the group in its row, or the ratio of two groups.
    """
    at = [col.key for col in table.columns].index("quantity")
    parts = next((i for i, col in enumerate(table.columns) if col.key == "component"), None)
    rows: list[tuple[Cell, ...]] = []
    for row in table.rows:
        of = row[at]
        is_ratio = isinstance(of, Keyed) and of.key == RATIO
        cells = list(row)
        cells[at] = of if is_ratio else _INCOME
        if is_ratio and parts is not None:
            cells[parts] = None
        rows.append((None if is_ratio else of, *cells))
    columns = [replace(col, among=(_INCOME.key, RATIO)) if i == at else col for i, col in enumerate(table.columns)]
    return replace(table, columns=(group_column(terms), *columns), rows=tuple(rows))


def chance_table(
    by_region: Sequence[tuple[Chance, ...]],
    *,
    regions: Sequence[str],
    independent_draws: int | None,
    worst: Chance | None,
    terms: Terms | None,
    condition: Text,
    circular: Collection[str],
    assumed: Sequence[Text],
    under_trend: tuple[Chance, ...] | Text | None,
) -> Table:
    """Return one row a region and criterion with its probability, the last of each region all together.

    `independent_draws` is how many draws there are, where they are independent; `worst` is what is most likely missed,
    where there is one region; `terms` are those of the plan where statements
    of it are among the criteria; `condition` is what all of it is conditional on; `circular` are the statements from
    which a base was computed back; `assumed` says what criteria rest on beside incomes;
    `under_trend` are the same probabilities under the trend, or why there are none.
    """
    rows: list[tuple[Cell, ...]] = []
    trend = {one.id: one.probability for one in under_trend} if isinstance(under_trend, tuple) else {}
    is_circular = [chance.id in circular for chances in by_region for chance in chances]
    # less would be shown as none
    is_left_open = any(chance.undecided >= NEARLY_NEVER for chances in by_region for chance in chances)
    error = max((chance.standard_error for chances in by_region for chance in chances), default=0.0)
    extreme = any(1.0 in (chance.probability, chance.missed) for chances in by_region for chance in chances[:-1])
    for r, chances in enumerate(by_region):
        region = (regions[r],) if regions else ()
        for chance in chances:
            figures = (chance.probability, trend.get(chance.id), chance.standard_error, chance.undecided)
            said = (chance.id, chance.label, chance.words, force_cell(chance.force))
            rows.append((*region, *said, base_cell(circular=chance.id in circular), *figures, condition))
    columns = (
        *region_columns(regions),
        Column(key="criterion", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("指标", "quantity")),
        words_column(() if terms is None else [chance.words for chances in by_region for chance in chances]),
        force_column(chance.force for chances in by_region for chance in chances),
        base_column(is_circular),
        Column(key="probability", heading=Text("达到的概率", "probability"), kind="probability"),
        Column(key="under_trend", heading=Text("按趋势时", "under trend"), kind="probability", shown=bool(trend)),
        Column(key="standard_error", heading=Text("模拟误差", "std. error"), kind="percent", decimals=2, shown=False),
        Column(key="undecided", heading=Text("难以判定", "undecided"), kind="percent", decimals=1, shown=is_left_open),
        condition_column(),
    )
    notes = [
        *condition_notes(condition, under_trend=under_trend, circular=is_circular),
        *assumed,
        *([words.METHOD.format(error=f"{100.0 * error:.2g}")] if error else []),
        *([terms.say(words.EVERYWHERE)] if regions and terms is not None else []),
        *([words.UNDECIDED] if is_left_open else []),
        *([words.WORST.format(label=worst.label, part=probability_text(worst.missed))] if worst is not None else []),
        *([_of_extremes(independent_draws)] if extreme and independent_draws else []),
    ]
    title = Text("达到的概率", "Probability of holding")
    return Table(
        name="probabilities",
        title=title,
        columns=columns,
        drops=("words", "undecided", "base", "force"),
        rows=tuple(rows),
        notes=tuple(notes),
        most_shown=MOST_ROWS,
    )


def condition_notes(
    condition: Text, *, under_trend: tuple[Chance, ...] | Text | None, circular: Sequence[bool]
) -> tuple[Text, ...]:
    """Return the notes on what a table of probabilities is conditional on, and what its columns besides mean."""
    of_trend = () if under_trend is None else (words.UNDER_TREND,)
    if isinstance(under_trend, Text):
        of_trend = (words.NO_TREND.format(why=under_trend),)
    return (condition, *of_trend, *base_notes(circular))


def _of_extremes(draws: int) -> Text:
    # an event of this probability stays out of all draws in one of twenty runs
    most = 1.0 - 0.05 ** (1.0 / draws)
    return words.EXTREME.format(draws=f"{draws:,}", most=f"{100 * most:.2g}%")


def failure_table(by_region: Sequence[tuple[Chance, ...]], *, regions: Sequence[str]) -> Table:
    """Return one row a region, promise of every year and year: the part of the draws in which it first fails then.

    Promises that fail in hardly any draw have no rows.
    """
    rows = tuple(
        (*((regions[r],) if regions else ()), chance.id, chance.label, year, part)
        for r, chances in enumerate(by_region)
        for chance in chances
        if any(part >= NEARLY_NEVER for _, part in chance.fails_in)
        for year, part in chance.fails_in
    )
    columns = (
        *region_columns(regions),
        Column(key="criterion", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("指标", "quantity")),
        Column(key="year", heading=Text("年份", "year"), kind="year"),
        Column(key="fails_in", heading=Text("首次未达到", "first missed then"), kind="percent", decimals=1),
    )
    title = Text("逐年承诺首次未达到的年份", "Promises of every year: the year in which they are first missed")
    return Table(
        name="failures",
        title=title,
        columns=columns,
        rows=rows,
        notes=(words.FIRST_MISSED.format(condition=IF_GROWTH_HOLDS),),
        most_shown=MOST_ROWS,
    )


def not_judged_table(not_judged: Sequence[NotJudged]) -> Table:
    """Return the statements that draws cannot be judged by."""
    columns = (
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("指标", "quantity")),
        force_column(left.statement.firmest for left in not_judged),
        Column(key="why", heading=Text("未判定的原因", "not judged because of")),
    )
    rows = tuple(
        (left.statement.id, left.label, force_cell(left.statement.firmest), left.missing.label) for left in not_judged
    )
    return Table(
        name="not_judged", title=Text("未判定的条目", "Not judged"), columns=columns, drops=("force",), rows=rows
    )


def settings_table(
    scenario: Scenario,
    uncertainty: Uncertainty,
    *,
    draws: int,
    method: Method,
    seed: int,
    compared: Compared = (),
    with_estimate: bool = True,
) -> Table:
    """Return how the draws were made; `compared` are the series whose levels were drawn.

    Without `with_estimate` what the spread was estimated from is left to the tables of the uncertainty itself.
    """
    rows: list[tuple[Cell, ...]] = [
        (Keyed("scenario", Text("情景", "scenario")), scenario.title),
        (Keyed("draws", Text("模拟次数", "draws")), Figure(draws, "count")),
        (Keyed("method", Text("取数方法", "method")), words.METHODS[method]),
        (Keyed("seed", Text("随机种子", "seed")), str(seed)),
        *uncertainty.settings(with_estimate=with_estimate),
    ]
    if scenario.known_until is not None:
        known = Keyed("as_of", Text("公布的收入已知至", "published incomes known up to"))
        rows.insert(1, (known, scenario.terms.year_label(scenario.known_until)))
    columns = (
        Column(key="setting", heading=Text("设置", "setting")),
        Column(key="value", heading=Text("取值", "value")),
    )
    return Table(
        name="settings",
        title=Text("模拟设置", "How it was drawn"),
        columns=columns,
        rows=tuple(rows),
        notes=(*(uncertainty.told if with_estimate else ()), *compared_notes(scenario, uncertainty, compared)),
    )


def _band_rows(
    scenario: Scenario, layout: Layout, statistics: Array, years: Collection[int]
) -> Iterator[tuple[Cell, ...]]:
    projection = project(scenario)
    shape = (len(scenario.baseline.regions) or 1, *statistics.shape[-2:])
    totals, ratios, levels = layout.parts(statistics.reshape(shape))
    paths = projection.values.reshape(-1, *projection.values.shape[-3:])[..., 1:]
    for r in range(shape[0]):
        lead = (scenario.baseline.regions[r],) if scenario.baseline.regions else ()
        for t, year in ((t, year) for t, year in enumerate(scenario.years) if year in years):
            for g, group in enumerate(scenario.groups):
                path = paths[min(r, len(paths) - 1), g, :, t]
                yield (*lead, group.named, "total", year, *_figures("yuan", path.sum(), totals[r, :, g, t]))
                if layout.by_component:
                    for c, component in enumerate(scenario.terms.named_components):
                        yield (*lead, group.named, component, year, *_figures("yuan", path[c], levels[r, :, g, c, t]))
            if layout.ratio is not None:
                above, below = (paths[min(r, len(paths) - 1), g, :, t].sum() for g in layout.ratio)
                named = Keyed(RATIO, scenario.terms.compared.label)
                yield (*lead, named, "total", year, *_figures("ratio", above / below, ratios[r, :, t]))


def _figures(kind: Kind, path: float, statistics: Array) -> list[Figure]:
    return [Figure(float(value), kind) for value in (path, *statistics)]
