"""Find what cannot be among reported figures: twice the same, quarters that are no running totals, sums that differ."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from ceheng_model.errors import Fault
from ceheng_model.rounding import HALF_A_FEN, rounding_room
from ceheng_model.terms import Terms, parts_words
from ceheng_model.tracking.reported_figures import NOT_A_YEAR, QUARTERS, Key, Reported, period_end, period_text
from ceheng_model.vocabulary import TOTAL, Template, Text

SAME = 0.5
"""Half a unit: within it two figures rounded to whole units are the same."""

Vintages = dict[Key, list[Reported]]


def period_faults(kind: str, year: int, quarter: int | None, published: date, place: Text, terms: Terms) -> list[Fault]:
    """Return the fault of a figure published before its period; an income is known only once the period is over."""
    begun = date(year, 3 * quarter - 2, 1) if quarter else date(year, 1, 1)
    ended = period_end(year, quarter)
    is_indicator = kind == "indicator"
    if published > ended or (is_indicator and published >= begun):
        return []
    rule = _NOT_BEFORE.format(day=begun) if is_indicator else _AFTER.format(day=ended)
    return [
        Fault(
            what=Text("“公布日期”", "published"),
            rule=rule,
            got=published.isoformat(),
            way_out=_IS_FOR.format(period=period_text(year, quarter, terms)),
            place=place,
        )
    ]


def figure_faults(figures: Sequence[Reported], components: Sequence[str]) -> list[Fault]:
    """Return what is wrong with the figures taken together; `components` are the keys of all that make a total."""
    by_key: Vintages = {}
    faults = []
    days: dict[tuple[Key, date], Reported] = {}
    for figure in figures:
        key = figure.key
        first = days.setdefault((key, figure.published), figure)
        if first is not figure:
            faults.append(_twice(figure, first))
        else:
            by_key.setdefault(key, []).append(figure)
    latest = {key: max(vintages, key=lambda figure: figure.published) for key, vintages in by_key.items()}
    years = dict.fromkeys((key.group, key.component, key.year) for key in latest if key.kind == "income")
    for group, component, year in years:
        running = [latest.get(Key("income", group, component, "", year, quarter)) for quarter in (*QUARTERS, 0)]
        faults += _quarter_faults(running) if component == TOTAL else []
    return faults + _sum_faults(by_key, components)


def _quarter_faults(running: Sequence[Reported | None]) -> list[Fault]:
    """Return the faults of one year's totals: the four quarters, then the year."""
    quarters, annual = [figure for figure in running[:-1] if figure is not None], running[-1]
    faults = [_falling(before, after) for before, after in pairwise(quarters) if after.value <= before.value]
    if annual is not None and len(quarters) == len(QUARTERS):
        added = sum(figure.value for figure in quarters)
        if abs(added - annual.value) <= SAME:
            faults.append(
                Fault(
                    what=_ANNUAL_INCOME.format(period=annual.period),
                    rule=Text("为调查得出的全年数", "be the annual figure of the survey"),
                    got=_SUM_OF_QUARTERS.format(value=annual.value),
                    way_out=NOT_A_YEAR,
                    place=annual.place,
                )
            )
    return faults


def _falling(before: Reported, after: Reported) -> Fault:
    return Fault(
        what=_RUNNING_INCOME.format(period=after.period),
        rule=_ABOVE.format(period=before.period, value=before.value),
        got=after.value,
        way_out=Text("季度数为1月起的累计数，不是单季数", "give the figure from January on, not the quarter alone"),
        place=after.place,
    )


def _sum_faults(by_key: Vintages, components: Sequence[str]) -> list[Fault]:
    """Compare components with their total where all of them were published on one day."""
    faults = []
    totals = (total for key, vintages in by_key.items() if key.component == TOTAL for total in vintages)
    for total in totals:
        parts = [
            part
            for component in components
            for part in by_key.get(total.key._replace(component=component), [])
            if part.published == total.published
        ]
        if len(parts) < len(components):
            continue
        added, room = sum(part.value for part in parts), _room(total, parts)
        if abs(added - total.value) > room:
            faults.append(_not_adding_up(total, added, room, len(components)))
    return faults


def _room(total: Reported, parts: Sequence[Reported]) -> float:
    """Return how far components may miss their total: half a unit of the last digit of each of the figures."""
    return max(HALF_A_FEN, rounding_room(figure.last_unit for figure in (total, *parts)))


def _not_adding_up(total: Reported, added: float, room: float, count: int) -> Fault:
    return Fault(
        what=TOTAL_OF.format(period=total.period, group=total.group),
        rule=_AGREE.format(added=added, parts=parts_words(count)),
        got=total.value,
        way_out=total.terms.say(_ROUNDING, most=room),
        place=total.place,
    )


def _twice(figure: Reported, first: Reported) -> Fault:
    return Fault(
        what=Text("同一个数在同一天公布的值", "a figure of one day"),
        rule=Text("只出现一次", "stand once"),
        got=first.place,
        way_out=Text("修订的数请写修订公布的日期", "give a revised figure the day of its revision"),
        place=figure.place,
    )


TOTAL_OF = Template("{period} {group} 合计", "the total of {group} {period}")
"""What messages call the total of a group."""
_NOT_BEFORE = Template("不早于 {day}", "not be before {day}")
_AFTER = Template("晚于 {day}", "be after {day}")
_IS_FOR = Template("该数为{period}的，核对年份与日期", "the figure is for {period}: check year and day")
_ABOVE = Template("大于{period}的 {value:g}", "be above {value:g}, {period}")
_RUNNING_INCOME = Template("{period}累计收入", "income of {period}")
_ANNUAL_INCOME = Template("{period}收入", "income of {period}")
_SUM_OF_QUARTERS = Template("{value:g}，恰为四个季度之和", "{value:g}, the sum of the four quarters")
_AGREE = Template("与{parts}构成之和 {added:g} 一致", "agree with its {parts}, {added:g} together")
_ROUNDING = Template("相差不应超过 {most:.4g} {unit}（四舍五入）", "rounding explains {most:.4g} {unit} at most")
