"""Find what cannot be among reported figures: twice the same, quarters that are no running totals, sums that differ."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from ceheng_model.errors import Fault
from ceheng_model.tracking.reported_figures import NOT_A_YEAR, QUARTERS, Key, Reported, period_end
from ceheng_model.vocabulary import COMPONENTS, TOTAL, Text

ADDING_UP = 2.5
"""Yuan by which four components, each rounded to a yuan, may differ from a total that is rounded too."""
SAME = 0.5
"""Yuan within which two figures rounded to a yuan are the same."""

Vintages = dict[Key, list[Reported]]


def period_faults(one: Reported, place: Text) -> list[Fault]:
    """Return the fault of a figure published before its period; an income is known only once the period is over."""
    begun = date(one.year, 3 * (one.quarter or 1) - 2, 1) if one.quarter else date(one.year, 1, 1)
    ended = period_end(one.year, one.quarter)
    if one.published > ended or (one.kind == "indicator" and one.published >= begun):
        return []
    first = begun if one.kind == "indicator" else ended
    rule = (
        Text(f"不早于 {first}", f"not be before {first}")
        if one.kind == "indicator"
        else Text(f"晚于 {first}", f"be after {first}")
    )
    way_out = Text(f"该数为{one.period.zh}的，核对年份与日期", f"the figure is for {one.period.en}: check year and day")
    what = Text("“公布日期”", "published")
    return [Fault(what=what, rule=rule, got=one.published.isoformat(), way_out=way_out, place=place)]


def figure_faults(figures: Sequence[Reported]) -> list[Fault]:
    """Return what is wrong with the figures taken together."""
    by_key: Vintages = {}
    faults = []
    days: dict[tuple[Key, date], Reported] = {}
    for one in figures:
        first = days.setdefault((one.key, one.published), one)
        if first is not one:
            faults.append(_twice(one, first))
        else:
            by_key.setdefault(one.key, []).append(one)
    latest = {key: max(some, key=lambda one: one.published) for key, some in by_key.items()}
    years = dict.fromkeys((key.group, key.component, key.year) for key in latest if key.kind == "income")
    for group, component, year in years:
        running = [latest.get(Key("income", group, component, "", year, quarter)) for quarter in (*QUARTERS, 0)]
        faults += _quarter_faults(running) if component == TOTAL else []
    return faults + _sum_faults(by_key)


def _quarter_faults(running: Sequence[Reported | None]) -> list[Fault]:
    """Return the faults of one year's totals: the four quarters, then the year."""
    quarters, annual = [one for one in running[:-1] if one is not None], running[-1]
    faults = []
    for before, one in pairwise(quarters):
        if one.value <= before.value:
            rule = Text(f"大于{before.period.zh}的 {before.value:g}", f"be above {before.value:g}, {before.period.en}")
            way_out = Text(
                "季度数为1月起的累计数，不是单季数", "give the figure from January on, not the quarter alone"
            )
            what = Text(f"{one.period.zh}累计收入", f"income of {one.period.en}")
            faults.append(Fault(what=what, rule=rule, got=one.value, way_out=way_out, place=one.place))
    if annual is not None and len(quarters) == len(QUARTERS):
        added = sum(one.value for one in quarters)
        if abs(added - annual.value) <= SAME:
            rule = Text("为调查得出的全年数", "be the annual figure of the survey")
            got = Text(f"{annual.value:g}，恰为四个季度之和", f"{annual.value:g}, the sum of the four quarters")
            what = Text(f"{annual.period.zh}收入", f"income of {annual.period.en}")
            faults.append(Fault(what=what, rule=rule, got=got, way_out=NOT_A_YEAR, place=annual.place))
    return faults


def _sum_faults(by_key: Vintages) -> list[Fault]:
    """Compare components with their total where all five were published on one day."""
    faults = []
    for key, totals in by_key.items():
        if key.component != TOTAL:
            continue
        for total in totals:
            parts = [
                one.value
                for component in COMPONENTS
                for one in by_key.get(key._replace(component=component), [])
                if one.published == total.published
            ]
            if len(parts) == len(COMPONENTS) and abs(sum(parts) - total.value) > ADDING_UP:
                rule = Text(
                    f"与四项构成之和 {sum(parts):g} 一致", f"agree with its components, {sum(parts):g} together"
                )
                way_out = Text(
                    f"相差不应超过 {ADDING_UP:g} 元（四舍五入）", f"rounding explains {ADDING_UP:g} yuan at most"
                )
                what = Text(f"{total.period.zh} {total.group} 合计", f"the total of {total.group} {total.period.en}")
                faults.append(Fault(what=what, rule=rule, got=total.value, way_out=way_out, place=total.place))
    return faults


def _twice(one: Reported, first: Reported) -> Fault:
    return Fault(
        what=Text("同一个数在同一天公布的值", "a figure of one day"),
        rule=Text("只出现一次", "stand once"),
        got=first.place,
        way_out=Text("修订的数请写修订公布的日期", "give a revised figure the day of its revision"),
        place=one.place,
    )
