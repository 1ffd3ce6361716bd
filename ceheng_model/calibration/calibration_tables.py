"""Write forecasts of the past as tables: coverage, scores, and the forecasts one by one."""

from collections.abc import Mapping, Sequence

from ceheng_model.calibration import words
from ceheng_model.calibration.past_forecasts import BandCoverage, MeanScore, PastForecast
from ceheng_model.tables import Cell, Column, Kind, Table, column, written
from ceheng_model.vocabulary import Keyed, Template, Text

_AHEAD = Column(key="years_ahead", heading=Text("提前年数", "years ahead"), kind="year")
_FORECASTS = Column(key="forecasts", heading=Text("预测次数", "forecasts"), kind="year")
_SPAN = Template("{low}至{high}", "{low} to {high}")
_IN_UNIT = Template("{name}（{unit}）", "{name} ({unit})")

MOST_FORECASTS = 12
"""Forecasts that a reader sees: one of three groups over nine years has 36, and the two tables before sum them up."""


def coverage_table(
    coverage: Sequence[BandCoverage], named: Mapping[str, Keyed], *, title: Text, notes: tuple[Text, ...]
) -> Table:
    """Return one row a group, years ahead and nominal coverage."""
    columns = (
        column("group", among=tuple(named)),
        _AHEAD,
        _FORECASTS,
        Column(key="nominal", heading=Text("区间", "band"), kind="percent", decimals=0),
        Column(key="covered", heading=Text("覆盖次数", "covered"), kind="year"),
        Column(key="coverage", heading=Text("覆盖率", "coverage"), kind="percent", decimals=0, shown=False),
        *_ends("expected", Text("准确时应有", "if right"), "year"),
        *_ends("interval", Text("覆盖率95%区间", "95 % interval"), "percent"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in coverage:
        low, high = one.interval or (None, None)
        rows.append(
            (
                named[one.group],
                one.years_ahead,
                one.forecasts,
                one.nominal,
                one.covered,
                one.share,
                *one.expected,
                _SPAN.format(low=one.expected[0], high=one.expected[1]),
                low,
                high,
                None if one.interval is None else _SPAN.format(low=_part(one.interval[0]), high=_part(one.interval[1])),
            )
        )
    return Table(name="coverage", title=title, columns=columns, drops=("interval",), rows=tuple(rows), notes=notes)


def score_table(scores: Sequence[MeanScore], named: Mapping[str, Keyed], *, title: Text) -> Table:
    """Return one row a group and years ahead."""
    columns = (
        column("group", among=tuple(named)),
        _AHEAD,
        _FORECASTS,
        Column(key="pit", heading=Text("平均位次", "mean position"), kind="ratio", decimals=2),
        Column(key="crps", heading=Text("得分", "score"), kind="points"),
        Column(key="crps_last_growth", heading=Text("照搬上年增速", "last growth"), kind="points"),
        Column(key="crps_known_spread", heading=Text("视为确知", "as if known"), kind="points"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            named[one.group],
            one.years_ahead,
            one.forecasts,
            one.pit,
            one.crps,
            one.crps_last_growth,
            one.crps_known_spread,
        )
        for one in scores
    )
    return Table(
        name="scores",
        title=title,
        columns=columns,
        drops=("pit", "crps_known_spread"),
        rows=rows,
        notes=(words.PIT, words.CRPS),
    )


def forecast_table(forecasts: Sequence[PastForecast], named: Mapping[str, Keyed], *, title: Text, unit: Text) -> Table:
    """Return one row a forecast."""
    columns = (
        column("group", among=tuple(named)),
        Column(key="origin", heading=Text("起点", "origin"), kind="year"),
        column("year", "year"),
        _hidden("years_ahead"),
        _hidden("growth_years"),
        Column(key="low", heading=Text("90%区间下限", "90 % from"), kind="yuan", decimals=0),
        Column(key="median", heading=Text("中位数", "median"), kind="yuan", decimals=0),
        Column(key="high", heading=Text("上限", "to"), kind="yuan", decimals=0),
        Column(key="actual", heading=_IN_UNIT.format(name=Text("实际", "actual"), unit=unit), kind="yuan", decimals=0),
        Column(key="pit", heading=Text("位次", "position"), kind="ratio", decimals=2),
        Column(key="crps", heading=Text("得分", "score"), kind="points"),
        _hidden("crps_last_growth", "points"),
        _hidden("crps_known_spread", "points"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            named[one.group],
            one.origin,
            one.year,
            one.years_ahead,
            one.growth_years,
            one.low,
            one.median,
            one.high,
            one.actual,
            one.pit,
            one.crps,
            one.crps_last_growth,
            one.crps_known_spread,
        )
        for one in forecasts
    )
    return Table(
        name="forecasts", title=title, columns=columns, drops=("pit", "crps"), rows=rows, most_shown=MOST_FORECASTS
    )


def _ends(key: str, heading: Text, kind: Kind) -> tuple[Column, ...]:
    """Return two columns for whoever computes on, and one in words for whoever reads."""
    ends = (_hidden(f"{key}_{end}", kind) for end in ("low", "high"))
    return (*ends, Column(key=key, heading=heading, kind="label"))


def _hidden(key: str, kind: Kind = "year") -> Column:
    return Column(key=key, heading=Text.same(key), kind=kind, shown=False)


def _part(value: float) -> str:
    return written(value, "percent", decimals=0)
