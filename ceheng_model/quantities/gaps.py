"""Changes of the gap between a group's income and a published one, or that of another group of the plan."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from ceheng_model.quantities.changes import LARGEST_YEAR, STATED_CHANGE, change, spans
from ceheng_model.quantities.comparisons import Comparison
from ceheng_model.quantities.forms import Figures, Form, Level, Quotient, Sum, Term, Value, income, of_known
from ceheng_model.quantities.kinds import NeededGrowth
from ceheng_model.quantities.known import PUBLISHED_ROUNDING, PublishedLevel, Setting, require_published
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import TOTAL, Template, Text
from ceheng_model.wording import Better

_RELATIVE_YEARLY = Template("{name}与{other}相对差距年均变动", "{name}, relative gap to {other}, yearly change")
_RELATIVE = Template("{span}{name}与{other}相对差距的变化", "{name}, change of relative gap to {other} {span}")
_ABSOLUTE_YEARLY = Template("{name}与{other}绝对差距年均变动", "{name}, absolute gap to {other}, yearly change")
_ABSOLUTE = Template("{span}{name}与{other}绝对差距的变化", "{name}, change of absolute gap to {other} {span}")
_RELATIVE_YEARLY_SAID = Template(
    "{name}与{other}相对差距年均变动", "the yearly change of the relative gap between {name} and that of {other}"
)
_RELATIVE_SAID = Template(
    "{span}{name}与{other}相对差距的变化", "the change of the relative gap between {name} and that of {other} in {span}"
)
_ABSOLUTE_YEARLY_SAID = Template(
    "{name}与{other}绝对差距年均变动", "the yearly change of the absolute gap between {name} and that of {other}"
)
_ABSOLUTE_SAID = Template(
    "{span}{name}与{other}绝对差距的变化", "the change of the absolute gap between {name} and that of {other} in {span}"
)
_GAPS = Template(
    "相对差距 {first:.3f}→{last:.3f} 倍；绝对差距 {start:,.0f}→{end:,.0f} {unit}",
    "relative gap {first:.3f} to {last:.3f} times; absolute gap {start:,.0f} to {end:,.0f} {unit}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap(Comparison):
    """What a gap changes by: from the year before the first to the last, or the largest change of a year."""

    better: ClassVar[Better] = "down"
    compared_with: ClassVar[tuple[str, ...]] = ("group", "series")
    may_have: ClassVar[tuple[str, ...]] = ("each_year",)
    comparative: ClassVar[Text | None] = Text("缩小", "narrower")
    named_with_words: ClassVar[bool] = True
    telling: ClassVar[int] = 1
    yearly_label: ClassVar[Template]
    span_label: ClassVar[Template]
    yearly_said: ClassVar[Template]
    span_said: ClassVar[Template]

    each_year: bool | None = None
    """Whether the gap of every year is compared with that of the year before; where nothing is said, it is so
    against a published series and not between two groups of the plan."""

    @property
    def is_yearly(self) -> bool:
        """Whether the gap of every year is compared with that of the year before."""
        return not self.compared.in_plan if self.each_year is None else self.each_year

    @property
    def details(self) -> tuple[object, ...]:
        """Whether every year counts."""
        return (self.is_yearly,)

    @property
    def remark(self) -> Text | None:
        """Which year is shown, where there are several."""
        return LARGEST_YEAR if self.is_yearly else None

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        names = {"name": self.income_name(terms), "other": self.compared.average(terms)}
        if self.is_yearly:
            return self.yearly_label.format(**names)
        return self.span_label.format(**names, span=terms.year_label(when or f"{self.since}-{self.last_year}"))

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: the yearly change of the relative gap between two incomes."""
        names = {"name": self.income_in_sentence(terms), "other": self.compared.label(terms)}
        if self.is_yearly:
            return self.yearly_said.format(**names)
        return self.span_said.format(**names, span=terms.year_label(when or f"{self.since}-{self.last_year}"))

    def theirs(self, year: int) -> Sum:
        """Return the income that a group's own is compared with."""
        if self.compared.in_plan:
            return income(self.compared.group, year)
        return of_known(PublishedLevel(against=self.compared, year=year))

    def is_ahead(self, setting: Setting) -> bool:
        """Return whether the group's own income is the higher one in the base year: the gap is then its lead.

        A region that is ahead narrows the gap where the other catches up, not where it pulls away.
        """
        return bool(self.ahead(setting))

    def ahead(self, setting: Setting) -> NDArray[np.bool_]:
        """Return the same for every region of a setting, ``(...)``; not so where there is no income."""
        own = setting.base_levels.sum(axis=-1)[..., setting.group_keys.index(self.group)]
        return np.asarray(own > self.compared_at_first(setting))

    def compared_at_first(self, setting: Setting) -> NDArray[np.float64] | float:
        """Return the other's income of the base year, ``(...)``, or the first that is published."""
        if self.compared.in_plan:
            base = setting.base_levels.sum(axis=-1)
            return np.asarray(base[..., setting.group_keys.index(self.compared.group)])
        assert self.compared.series is not None
        theirs = setting.published_level(self.compared.series, self.compared.group, setting.base_year)
        if theirs is None:
            # what is published begins later
            return PublishedLevel(against=self.compared, year=self.since).value(setting)
        return theirs

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return one form a year, or one over all: the gap less that of an earlier year."""
        if not self.compared.in_plan:
            require_published(self.compared, setting, self.since, self.last_year)
        between = spans(self.since, self.last_year, each_year=self.is_yearly)
        return tuple(self.changed(start, end, setting) for start, end in between)

    @abstractmethod
    def changed(self, start: int, end: int, setting: Setting) -> Form:
        """Return the gap of one year less that of another."""

    def started(self, form: Form) -> int:
        """Return the year from which a form takes the change."""
        return form.year - 1 if self.is_yearly else self.since

    def note(self, setting: Setting, figures: Figures) -> Text | None:
        """Give the relative and the absolute gap at both ends."""
        (start, theirs), (end, until) = (
            (figures.level(Level(self.group, year)), self.theirs(year).at(figures))
            for year in (self.since, self.last_year)
        )
        if self.is_ahead(setting):
            start, theirs, end, until = theirs, start, until, end
        return _GAPS.format(
            first=theirs / start,
            last=until / end,
            start=theirs - start,
            end=until - end,
            unit=setting.terms.income_unit,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeGap(_Gap):
    """The change of another income over a group's own total; of the own over the other where the own is ahead."""

    kind: ClassVar[str] = "relative_gap"
    unit: ClassVar[Kind] = "ratio"
    decimals: ClassVar[int] = 3
    yearly_label: ClassVar[Template] = _RELATIVE_YEARLY
    span_label: ClassVar[Template] = _RELATIVE
    yearly_said: ClassVar[Template] = _RELATIVE_YEARLY_SAID
    span_said: ClassVar[Template] = _RELATIVE_SAID

    def changed(self, start: int, end: int, setting: Setting) -> Form:
        """Return the higher income over the lower one, less what that was."""
        ahead = self.is_ahead(setting)

        def gap(year: int) -> Quotient:
            return self._gap(year, ahead=ahead)

        if self.compared.in_plan:
            return change(start, end, gap, setting)
        before, after = (PublishedLevel(against=self.compared, year=at).value(setting) for at in (start, end))
        # behind, the gap widens where own growth lags: both are turned round, so that the signs agree
        sign = 1.0 if ahead else -1.0
        at_zero = Quotient(
            above=income(self.group, end, factor=sign), below=income(self.group, start), shift=sign * (after / before)
        )
        return Form(year=end, own=gap(end), other=gap(start), at_zero=at_zero, apart=STATED_CHANGE)

    def uncertainty(self, form: Form, figures: Figures) -> Value:
        """Return what rounding of the published levels of both years leaves open."""
        if self.compared.in_plan:
            return 0.0
        years = (self.started(form), form.year)
        before, after = (figures.level(Level(self.group, year)) for year in years)
        if form.own.below.known:
            theirs, until = (figures.known(PublishedLevel(against=self.compared, year=year)) for year in years)
            return PUBLISHED_ROUNDING * (before / theirs**2 + after / until**2)
        return PUBLISHED_ROUNDING / before + PUBLISHED_ROUNDING / after

    def needed_growth(self, aim: Value, setting: Setting, figures: Figures) -> tuple[NeededGrowth, ...]:
        """Return the other's highest growth of any year, which constant growth has to exceed; ahead, its lowest."""
        if self.compared.in_plan or not self.is_yearly:
            return Comparison.needed_growth(self, aim, setting, figures)
        levels = [
            figures.known(PublishedLevel(against=self.compared, year=year))
            for year in range(self.since, self.last_year + 1)
        ]
        if self.is_ahead(setting):
            # the lowest growth is where the year before is the most of the year
            bound = 1.0 / figures.highest([start / end for start, end in pairwise(levels)]) - 1.0
        else:
            bound = figures.highest([end / start - 1.0 for start, end in pairwise(levels)])
        return (NeededGrowth(group=self.group, component=TOTAL, after=self.since, growth=bound),)

    def _gap(self, year: int, *, ahead: bool) -> Quotient:
        own, theirs = income(self.group, year), self.theirs(year)
        return Quotient(above=own, below=theirs) if ahead else Quotient(above=theirs, below=own)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsoluteGap(_Gap):
    """The change of another income less a group's own total; of the own less the other where the own is ahead."""

    kind: ClassVar[str] = "absolute_gap"
    unit: ClassVar[Kind] = "yuan"
    decimals: ClassVar[int] = 1
    yearly_label: ClassVar[Template] = _ABSOLUTE_YEARLY
    span_label: ClassVar[Template] = _ABSOLUTE
    yearly_said: ClassVar[Template] = _ABSOLUTE_YEARLY_SAID
    span_said: ClassVar[Template] = _ABSOLUTE_SAID

    def changed(self, start: int, end: int, setting: Setting) -> Form:
        """Return the higher income less the lower one, less what that was: a sum of incomes."""
        (theirs,), (before,) = self.theirs(end).terms, self.theirs(start).terms
        own, earlier = (Term(level=Level(self.group, year)) for year in (end, start))
        mine, others = (own, earlier), (theirs, before)
        higher, lower = (mine, others) if self.is_ahead(setting) else (others, mine)
        terms = (higher[0], replace(lower[0], factor=-1.0), replace(higher[1], factor=-1.0), lower[1])
        return Form(year=end, own=Quotient(above=Sum(terms)))

    def uncertainty(self, form: Form, figures: Figures) -> Value:
        """Return what rounding of the published levels of both years leaves open."""
        return 0.0 if self.compared.in_plan else 2 * PUBLISHED_ROUNDING
