"""Hold the figures of a table against each other: one in another unit, or a growth that its levels do not show."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ceheng_model.errors import Fault, Remark
from ceheng_model.official.official_figures import OfficialFigure
from ceheng_model.plausibility import REFUSED, apart
from ceheng_model.vocabulary import TOTAL, Template, Text

MOST_APART = 100.0
"""Times that incomes of one year may be each other: the richest town has thirty times the poorest countryside."""
MOST_YUAN = 1_000_000.0
"""More than anybody's average income in a year, and less than any in ten thousands of yuan taken for yuan."""
FEWEST_YUAN = 30.0
"""Less than any average income in a year that is on record, and more than any in ten thousands of yuan."""
MOST_GROWTH = 0.5
"""Growth of a total in a year, up or down: the steepest inflation brought 40 per cent, and an index is 100 and more."""
MOST_POINTS = 0.02
"""By which a published growth may miss that of the levels: the Bureau counts growth on revised levels."""


def unit_faults(figures: Sequence[OfficialFigure]) -> Iterator[Fault]:
    """Yield a fault for totals so far from others of the table that one of the two is in another unit."""
    totals = [figure for figure in figures if figure.component == TOTAL and figure.measure == "level"]
    by_year: dict[tuple[object, ...], list[OfficialFigure]] = {}
    by_series: dict[tuple[object, ...], list[OfficialFigure]] = {}
    for figure in totals:
        by_year.setdefault((figure.year, figure.quarter), []).append(figure)
        by_series.setdefault((figure.region, figure.group, figure.concept, figure.quarter), []).append(figure)
    # per cent and amounts below zero are told by what stands beside them
    yield from (_beyond(figure) for figure in totals if figure.value > MOST_YUAN or 0.0 < figure.value < FEWEST_YUAN)
    for together in by_year.values():
        low, high = min(together, key=_value), max(together, key=_value)
        if low.value <= 0.0 or apart(low.value, high.value) > MOST_APART:
            yield _far(low, high)
    for series in by_series.values():
        for earlier, later in pairwise(sorted(series, key=lambda figure: figure.year)):
            if apart(earlier.value, later.value) > REFUSED ** (later.year - earlier.year):
                yield _far(later, earlier)


def growth_faults(figures: Sequence[OfficialFigure]) -> Iterator[Fault]:
    """Yield a fault for the growth of a total that no year has seen: an index, or an amount."""
    for figure in figures:
        if figure.is_rate and figure.component == TOTAL and abs(figure.value) > MOST_GROWTH:
            yield Fault(
                what=figure.name,
                rule=Text(f"在正负 {MOST_GROWTH:.0%} 之间", f"lie within {MOST_GROWTH:.0%} of zero"),
                got=f"{figure.value:.12g}",
                way_out=_INDEX,
                place=figure.place,
            )


def growth_remarks(figures: Sequence[OfficialFigure]) -> Iterator[Remark]:
    """Yield one warning where nominal growth is not that of the levels beside it: it may be written as a fraction."""
    levels = {(figure.whole, figure.component): figure.value for figure in figures if figure.measure == "level"}
    missed = []
    for figure in figures:
        region, group, _, quarter, concept = figure.whole
        before = levels.get(((region, group, figure.year - 1, quarter, concept), figure.component))
        level = levels.get((figure.whole, figure.component))
        if figure.measure == "growth" and figure.basis == "nominal" and before and level:
            grown = level / before - 1.0
            # net incomes near zero grow by anything
            if abs(grown - figure.value) > MOST_POINTS and min(before, level) > 0.0:
                missed.append((figure, grown))
    if missed:
        figure, grown = missed[0]
        text = _MISSED.format(count=len(missed), name=figure.name, stated=figure.value, grown=grown)
        yield Remark(text=text, place=figure.place)


def _value(figure: OfficialFigure) -> float:
    return figure.value


def _beyond(figure: OfficialFigure) -> Fault:
    return Fault(
        what=figure.name,
        rule=Text(
            f"在 {FEWEST_YUAN:,.0f} 至 {MOST_YUAN:,.0f} 元之间",
            f"lie between {FEWEST_YUAN:,.0f} and {MOST_YUAN:,.0f} yuan",
        ),
        got=f"{figure.value:.12g}",
        way_out=_CHECK_UNIT,
        place=figure.place,
    )


def _far(figure: OfficialFigure, other: OfficialFigure) -> Fault:
    return Fault(
        what=figure.name,
        rule=_LIKE.format(name=other.name, value=f"{other.value:.12g}"),
        got=f"{figure.value:.12g}",
        way_out=_CHECK_UNIT,
        place=figure.place,
    )


_CHECK_UNIT = Text("核对单位：是元还是万元", "check the unit: is it yuan or ten thousand yuan")
_INDEX = Text(
    "核对是否为指数（上年=100）、增加额或小数点有误",
    "see whether it is an index (last year = 100), an amount, or a slip",
)
_LIKE = Template("与{name}（{value} 元）同一量级", "be of the order of {name} ({value} yuan)")
_MISSED = Template(
    "{count}处公布的增速与水平算出的相差2个百分点以上，请核对是否为百分数；如{name}：{stated:.1%} 与 {grown:.1%}",
    "{count} published rates of growth miss that of the levels by more than 2 points; are they in per cent? such as "
    "{name}: {stated:.1%} and {grown:.1%}",
)
