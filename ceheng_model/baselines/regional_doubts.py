"""Hold the totals of many regions against the nation, the plan's own base and each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.baselines.base_figures import Figure, Given
from ceheng_model.baselines.baseline import MOST_NAMED, Baseline
from ceheng_model.errors import Fault, Remark
from ceheng_model.files import Rows
from ceheng_model.official.tidy_rows import TidyRows
from ceheng_model.plausibility import (
    REFUSED,
    WARNED,
    Confirming,
    Yardstick,
    far,
    nearest,
    outgrows,
    part_doubt,
    refusal,
)
from ceheng_model.terms import URBAN_RURAL
from ceheng_model.vocabulary import NO_TEXT, Group, Template, Text

FEWEST = 5
"""Regions that a median takes to say what is usual; of fewer, one slip moves it."""


@dataclass(frozen=True, kw_only=True)
class RegionalTotals:
    """Hold the totals that are given of regions, with what they are held against."""

    regions: Sequence[str]
    parts: Mapping[tuple[str, str], Given]
    rows: Rows
    own: Baseline
    nation: Mapping[str, Yardstick]
    """What is known of a group in the whole nation, by key."""

    @cached_property
    def totals(self) -> Array:
        """The totals, or sums of components, ``(region, group)``; NaN where there is none."""
        keys = [group.key for group in self.own.groups]
        given = [[self.parts.get((region, key)) for key in keys] for region in self.regions]
        return np.array([[np.nan if part is None else _total(part) for part in row] for row in given])

    def faults(self) -> Iterator[Fault]:
        """Yield the fault of every figure that is far from what is known and that nobody has confirmed."""
        for g, group in enumerate(self.own.groups):
            outside = self._known(g)
            usual = self._median(g)
            far_off = self._apart(g, outside) > REFUSED
            if usual is not None:
                far_off |= self._apart(g, [usual]) > REFUSED
            for at in np.flatnonzero(far_off).tolist():
                part = self.parts[self.regions[at], group.key]
                if not _confirmed(part):
                    yield self._refused(part, group, float(self.totals[at, g]), [*outside, *([usual] if usual else [])])
            yield from self._part_faults(group)

    def warnings(self) -> Iterator[Remark]:
        """Yield one remark a group on totals that are off by half and more, and one on groups that look swapped."""
        swapped = np.zeros(self.totals.shape, dtype=bool)
        for first, second in combinations(range(len(self.own.groups)), 2):
            marked = self._swapped(first, second)
            if marked.any():
                swapped[:, first] |= marked
                swapped[:, second] |= marked
                one, other = self.own.groups[first], self.own.groups[second]
                asked = _URBAN_RURAL if {one.key, other.key} == set(URBAN_RURAL.keys) else _ARE_SWAPPED
                yield self._told(_SWAPPED, marked, first=one.label, second=other.label, asked=asked)
        for g, group in enumerate(self.own.groups):
            yardsticks = [*self._known(g), *([usual] if (usual := self._median(g)) else [])]
            doubtful = (self._apart(g, yardsticks) > WARNED) & ~swapped[:, g]
            positions = np.flatnonzero(doubtful)
            if 0 < positions.size <= MOST_NAMED:
                yield from (self._warned(int(at), g, yardsticks) for at in positions)
            elif positions.size:
                yield self._told(_FAR_OFF, doubtful, group=group.label, others=self._others(group))

    @property
    def _confirming(self) -> Confirming:
        """Where figures can be confirmed: the layout of an official table has no column for it."""
        return "call" if isinstance(self.rows, TidyRows) else "row or call"

    def _known(self, g: int) -> list[Yardstick]:
        """Return what the totals of a group are held against from outside the table."""
        group, level = self.own.groups[g], float(self.own.levels[..., g, :].sum(axis=-1).flat[0])
        known = [self.nation[group.key]] if group.key in self.nation else []
        return [*known, Yardstick(value=level, name=self._own_base(group), unit=self.own.terms.unit)]

    def _others(self, group: Group) -> Text:
        """Return what the totals of a group were held against, in words."""
        return self.own.terms.say(_NATION_TOO if group.key in self.nation else _OWN_AND_MEDIAN)

    def _own_base(self, group: Group) -> Text:
        terms = self.own.terms
        return terms.say(_OWN, group=group.label, year=terms.year_label(self.own.year))

    def _median(self, g: int) -> Yardstick | None:
        """Return the median of a group's totals; None where too few regions give it."""
        there = self.totals[~np.isnan(self.totals[:, g]), g]
        return self._usual(float(np.median(there))) if there.size >= FEWEST else None

    def _usual(self, median: float) -> Yardstick:
        return Yardstick(value=median, name=_MEDIAN, unit=self.own.terms.unit)

    def _apart(self, g: int, yardsticks: Sequence[Yardstick]) -> Array:
        """Return by which factor each total lies apart from the nearest yardstick; NaN where there is none."""
        values = self.totals[:, g]
        factors = [np.maximum(values / known.value, known.value / values) for known in yardsticks]
        return np.asarray(np.min(factors, axis=0))

    def _swapped(self, first: int, second: int) -> NDArray[np.bool_]:
        one, other = self.own.groups[first], self.own.groups[second]
        if other.key == one.part_of or one.key == other.part_of or one.concept != other.concept:
            return np.zeros(len(self.regions), dtype=bool)
        own, others = self._known(first)[:1], self._known(second)[:1]
        return (self._apart(first, others) < self._apart(first, own)) & (
            self._apart(second, own) < self._apart(second, others)
        )

    def _told(self, form: Template, marked: NDArray[np.bool_], **labels: Text) -> Remark:
        """Return one remark on the regions that are marked: how many, and the first of them."""
        named = [self.regions[at] for at in np.flatnonzero(marked).tolist()]
        listed = Text.join(map(Text.same, named[:MOST_NAMED]))
        more = _MORE if len(named) > MOST_NAMED else NO_TEXT
        text = form.format(regions=listed + more, count=len(named), **labels)
        return Remark(text=text, place=None if self.rows.form == "frame" else self.rows.place)

    def _warned(self, at: int, g: int, yardsticks: Sequence[Yardstick]) -> Remark:
        region, group, value = self.regions[at], self.own.groups[g], float(self.totals[at, g])
        known = nearest(value, yardsticks)
        assert known is not None
        what = self._name(region, group)
        place = None if self.rows.form == "frame" else self._place(self.parts[region, group.key])
        return Remark(text=far(what, value, known), place=place)

    def _name(self, region: str, group: Group) -> Text:
        """Return what a total is; the plan's own region goes without its key, which is no name."""
        if region == self.own.region:
            return _OF_OWN.format(group=group.label)
        return _OF.format(region=region, group=group.label)

    def _refused(self, part: Given, group: Group, value: float, yardsticks: Sequence[Yardstick]) -> Fault:
        known = next((one for one in yardsticks if max(value / one.value, one.value / value) > REFUSED), yardsticks[0])
        what = self._name(part.region, group)
        return refusal(what, value, known, place=self._place(part), confirming=self._confirming)

    def _part_faults(self, group: Group) -> Iterator[Fault]:
        given = (part for region in self.regions if (part := self.parts.get((region, group.key))) is not None)
        for part in given:
            whole = _total(part)
            # nearly all are without doubt, and a name and a place for each of very many take time
            doubtful = (figure for figure in part.components if outgrows(figure.amount, whole))
            faults = (self._part_fault(figure, whole, group) for figure in doubtful)
            yield from filter(None, faults)

    def _part_fault(self, figure: Figure, whole: float, group: Group) -> Fault | None:
        return part_doubt(
            _COMPONENT.format(
                region=figure.region, group=group.label, component=self.own.terms.label(figure.words.component)
            ),
            figure.amount,
            whole,
            place=self.rows[figure.position].place("value"),
            confirmed=figure.confirmed,
            confirming=self._confirming,
            unit=self.own.terms.unit,
        )

    def _place(self, part: Given) -> Text:
        figure = part.total or part.components[0]
        return self.rows[figure.position].place("value")


def _total(given: Given) -> float:
    return given.total.amount if given.total else sum(figure.amount for figure in given.components)


def _confirmed(given: Given) -> bool:
    return given.total.confirmed if given.total else all(figure.confirmed for figure in given.components)


_OF = Template("{region} {group}的收入", "income of {region}, {group}")
_OF_OWN = Template("{group}的收入", "income of {group}")
_COMPONENT = Template("{region} {group}的{component}", "{component} of {region}, {group}")
_OWN = Template("{kind}{year}{group}的基数", "the {kind}'s base of {group} {year}")
_NATION_TOO = Template("全国数、{kind}基数和本表中位数", "the nation's, the {kind}'s base and the median of this table")
_OWN_AND_MEDIAN = Template("{kind}基数和本表中位数", "the {kind}'s base and the median of this table")
_MEDIAN = Text("本表各地区的中位数", "the median of this table")
_MORE = Text("等", " and others")
_URBAN_RURAL = Text("城乡是否颠倒？", "are urban and rural swapped?")
_ARE_SWAPPED = Text("两者是否颠倒？", "are they swapped?")
_SWAPPED = Template(
    "{count}个地区（{regions}）{first}与{second}的数各更接近对方的水平，{asked}",
    "in {count} regions ({regions}) the figures of {first} and {second} are each nearer the other's level: {asked}",
)
_FAR_OFF = Template(
    "{group}：{count}个地区（{regions}）的收入与{others}都相差一半以上，请核对",
    "{group}: the incomes of {count} regions ({regions}) differ by half and more from {others}: please check",
)
