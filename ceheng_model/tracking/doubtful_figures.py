"""Hold reported figures against what the plan has for their year: its paths of incomes, its figures of indicators."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from ceheng_model.arithmetic import Array, totals
from ceheng_model.errors import Fault, Remark
from ceheng_model.plan import Indicator
from ceheng_model.plausibility import (
    REFUSED,
    Confirming,
    Yardstick,
    apart,
    are_swapped,
    doubt,
    part_doubt,
    refusal,
    share_doubt,
)
from ceheng_model.projection import project
from ceheng_model.scenarios import Scenario
from ceheng_model.terms import URBAN_RURAL
from ceheng_model.tracking.reported_figures import Key, Reported
from ceheng_model.tracking.unit_words import are_alike, is_part, is_scaled
from ceheng_model.vocabulary import TOTAL, Group, Template, Text

LEAST_PART = 1e-3
"""Part of a planned number below which a count looks as if given in another unit: a quarter of a year is a fourth."""


@dataclass(frozen=True, kw_only=True)
class PlannedFigures:
    """Hold what the plan has for the figures that are reported."""

    scenario: Scenario
    confirm: bool = False
    """Whether all figures are confirmed."""
    confirming: Confirming = "row or call"
    """Where a figure can be confirmed."""

    def doubts(self, figures: Sequence[Reported]) -> Iterator[Fault | Remark]:
        """Yield what is to be said of the figures: refused ones as faults, others as warnings."""
        swapped = set()
        for first, second in self._swaps(figures):
            swapped |= {first.key, second.key}
            yield self._swapped(first, second)
        for figure in figures:
            said = self._income(figure) if figure.kind == "income" else self._indicator(figure)
            if isinstance(said, Fault) or (said is not None and figure.key not in swapped):
                yield said

    @cached_property
    def totals(self) -> Array:
        """The planned totals, ``(group, year)``, the base year first."""
        return totals(project(self.scenario).values)

    def _group(self, key: str) -> Group:
        return self.scenario.groups[self.scenario.group_keys.index(key)]

    def _planned(self, figure: Reported, group: str) -> Yardstick:
        """Return the planned total of a group for a figure's period; for a part of the year, its quarters' share."""
        g, t = self.scenario.group_keys.index(group), figure.year - self.scenario.base_year
        part = 1.0 if figure.quarter is None else figure.quarter / 4.0
        return Yardstick(
            value=float(self.totals[g, t]) * part, name=self.scenario.terms.say(_PATH), unit=self.scenario.terms.unit
        )

    def _income(self, figure: Reported) -> Fault | Remark | None:
        planned = self._planned(figure, figure.group)
        name = _INCOME.format(period=figure.period, group=self._group(figure.group).label)
        confirmed = figure.confirmed or self.confirm
        door, place = self.confirming, figure.place
        if figure.component != TOTAL:
            what = _COMPONENT.format(income=name, component=figure.named.text)
            return part_doubt(
                what, figure.value, planned.value, place=place, confirmed=confirmed, confirming=door, unit=planned.unit
            )
        if figure.quarter is None:
            return doubt(name, figure.value, [planned], place=place, confirmed=confirmed, confirming=door)
        # seasons, and another concept, make a quarter's share of the year rough: only another unit shows
        if confirmed or apart(figure.value, planned.value) <= REFUSED:
            return None
        return refusal(name, figure.value, planned, place=place, confirming=door)

    def _indicator(self, figure: Reported) -> Fault | Remark | None:
        plan = self.scenario.require_dossier().plan
        indicator = plan.measures.indicator(figure.indicator)
        what, place = indicator.counted, figure.place
        if (wrong := _unit_fault(figure, indicator)) is not None:
            return wrong
        if indicator.is_share:
            return share_doubt(what, figure.value, place=place, confirmed=figure.confirmed or self.confirm)
        if not indicator.value or indicator.role != "target" or not figure.value:
            return None
        times = figure.value / indicator.value
        if times > REFUSED or times < LEAST_PART:
            value, planned = (f"{number:,.12g}" for number in (figure.value, indicator.value))
            text = plan.terms.say(_COUNT, counted=what, value=value, planned=planned, unit=indicator.unit)
            return Remark(text=text, place=place)
        return None

    def _swaps(self, figures: Sequence[Reported]) -> Iterator[tuple[Reported, Reported]]:
        """Yield the totals of two groups for one period that are each nearer to the other's path."""
        by_period: dict[Key, dict[str, Reported]] = {}
        for figure in figures:
            if figure.kind == "income" and figure.component == TOTAL:
                by_period.setdefault(figure.key._replace(group=""), {})[figure.group] = figure
        pairs = (pair for groups in by_period.values() for pair in combinations(groups.values(), 2))
        for first, second in pairs:
            if self._nested(first, second):
                continue
            own = self._planned(first, first.group).value, self._planned(second, second.group).value
            if are_swapped(first.value, second.value, own=own):
                yield first, second

    def _nested(self, first: Reported, second: Reported) -> bool:
        one, other = self._group(first.group), self._group(second.group)
        return one.part_of == other.key or other.part_of == one.key or one.concept != other.concept

    def _swapped(self, first: Reported, second: Reported) -> Remark:
        one, other = (self._group(figure.group).label for figure in (first, second))
        texts = {"period": first.period, "first": one, "second": other}
        numbers = {
            "one": self.scenario.terms.amount(f"{first.value:,.0f}"),
            "other": self.scenario.terms.amount(f"{second.value:,.0f}"),
        }
        pair = {first.group, second.group} == set(URBAN_RURAL.keys)
        question = _URBAN_RURAL if pair else _SWAPPED.format(first=one, second=other)
        return Remark(text=_NEARER.format(**texts, **numbers, question=question), place=first.place)


def _unit_fault(figure: Reported, indicator: Indicator) -> Fault | None:
    """Return the fault of a unit that stands behind the number and is not the indicator's."""
    written, own = figure.written.strip(), indicator.unit
    if not (written and own.zh):
        return None
    if is_part(written) if indicator.is_share else are_alike(written, own.zh) and not is_scaled(own.zh):
        return None
    return Fault(
        what=indicator.counted,
        rule=_IN_UNIT.format(unit=own),
        got=_WITH.format(value=f"{figure.value:,.12g}", unit=written),
        way_out=_CHECK.format(unit=own),
        place=figure.place,
    )


_PATH = Template("{kind}测算的同期数", "the {kind}'s figure for that period")
_INCOME = Template("{period}{group}收入", "income of {group}, {period}")
_COMPONENT = Template("{income}中的{component}", "{component} in {income}")
_NEARER = Template(
    "{period}{first}{one}、{second}{other}，各更接近对方的路径，{question}",
    "{period}: {first} {one} and {second} {other} are each nearer the other's path: {question}",
)
_URBAN_RURAL = Text("城乡是否颠倒？", "are urban and rural swapped?")
_SWAPPED = Template("{first}与{second}是否颠倒？", "are {first} and {second} swapped?")
_COUNT = Template(
    "{counted}为{value}，{kind}为{planned}（{unit}），请核对单位",
    "{counted}: {value}, the {kind} has {planned} ({unit}): please check the unit",
)
_CHECK = Template(
    "核对指标编号；换算成以“{unit}”计的数，后面不写单位",
    "check the indicator; write the number in {unit}, with nothing behind it",
)
_IN_UNIT = Template("以“{unit}”计", "be counted in {unit}")
_WITH = Template("{value}，后面写有“{unit}”", "{value}, written with {unit}")
