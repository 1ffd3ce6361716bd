"""Growth of an income: in one year, and on average over several."""

from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.quantities.earlier import earlier_income
from ceheng_model.quantities.forms import Figures, Form, Level, Quotient, Sum, Value, income
from ceheng_model.quantities.kinds import NeededGrowth, Quantity
from ceheng_model.quantities.known import PUBLISHED_ROUNDING, Against, Setting
from ceheng_model.quantities.missing import UndecidableError
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Missing, Need, Template, Text

_CHANGE = Template("{year}{name}增速与上年之差", "{name} growth {year} less that of the year before")
_YEARLY = Template("{span}{name}增速与上年之差", "{name} growth less that of the year before, {span}")
_OF_THE_BASE_YEAR = Missing(what=Text("基年的增速", "growth of the base year"), need=Need.OTHER)
_THREE_PATHS = Missing(
    what=Text(
        "连续三年的路径都未定，须先固定其中两年", "the paths of two years to be fixed: growth beside other growth"
    ),
    need=Need.OTHER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown(Quantity):
    """Growth of an income from some year to the last, a fraction."""

    unit: ClassVar[Kind] = "percent"
    decimals: ClassVar[int] = 2
    fine_decimals: ClassVar[int | None] = 3
    limits: ClassVar[tuple[float, float]] = (-1.0, 1.0)
    may_have: ClassVar[tuple[str, ...]] = ("component",)

    name: ClassVar[Template]
    """What it is called, of which income and when."""
    said: ClassVar[Template]
    """What a sentence calls it."""

    @property
    def since(self) -> int:
        """The year from which it grows: the one before the last, or before the first where it is an average."""
        return (self.first_year if self.spans else self.last_year) - 1

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        own = f"{self.first_year}-{self.last_year}" if self.spans else self.last_year
        return self.name.format(when=terms.year_label(when or own), name=self.income_name(terms))

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: average annual growth of income of rural residents in 2022-2024."""
        own = f"{self.first_year}-{self.last_year}" if self.spans else self.last_year
        return self.said.format(when=terms.year_label(when or own), name=self.income_in_sentence(terms))

    def started(self, setting: Setting) -> Sum:
        """Return the income from which it grows."""
        return income(self.group, self.since, self.component)

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the level over an earlier one."""
        end = income(self.group, self.last_year, self.component)
        years = self.last_year - self.since
        return (Form(year=self.last_year, own=Quotient.growth(self.started(setting), end, years=years)),)

    def needed_growth(self, aim: Value, setting: Setting, figures: Figures) -> tuple[NeededGrowth, ...]:
        """Return the value itself: it is growth."""
        return (NeededGrowth(group=self.group, component=self.component, after=self.since, growth=aim),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth(Grown):
    """Growth of an income in the last year, a fraction."""

    kind: ClassVar[str] = "growth"
    name: ClassVar[Template] = Template("{when}{name}增速", "{name} growth {when}")
    said: ClassVar[Template] = Template("{when}{name}增速", "growth of {name} in {when}")
    target_name: ClassVar[str | None] = "growth"
    target_words: ClassVar[Text] = Text("增速", "growth")
    telling: ClassVar[int] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageAnnualGrowth(Grown):
    """Geometric mean growth of an income from the first year to the last, a fraction."""

    kind: ClassVar[str] = "average_annual_growth"
    name: ClassVar[Template] = Template("{when}{name}年均增速", "{name}, average annual growth {when}")
    said: ClassVar[Template] = Template("{when}{name}年均增速", "average annual growth of {name} in {when}")
    target_name: ClassVar[str | None] = "average_growth"
    target_words: ClassVar[Text] = Text("年均增速", "average annual growth")
    spans: ClassVar[bool] = True
    solved: ClassVar[bool] = True
    may_have: ClassVar[tuple[str, ...]] = ("component", "past")
    telling: ClassVar[int] = 3

    past: Against | None = None
    """The published series that gives the income from which it grows, where that lies before the base year."""

    @property
    def details(self) -> tuple[object, ...]:
        """The series that gives its first income."""
        return (self.past,)

    @property
    def needed_years(self) -> tuple[int, ...]:
        """The last year alone has to be projected: an income before the base year is published, or is lacking."""
        return (self.last_year,)

    def started(self, setting: Setting) -> Sum:
        """Return the income from which it grows: one of the scenario, or a published one."""
        return earlier_income(self, self.since, self.past, setting)

    def uncertainty(self, form: Form, figures: Figures) -> Value:
        """Return what rounding of a published first income leaves open."""
        if not form.known:
            return 0.0
        own = form.own
        high, low = (
            figures.root(own.above.at(figures) / (own.below.at(figures) + sign * PUBLISHED_ROUNDING), own.root)
            for sign in (-1, 1)
        )
        return (high - low) / 2

    def needed_growth(self, aim: Value, setting: Setting, figures: Figures) -> tuple[NeededGrowth, ...]:
        """Return the value itself, or the growth from the base year that gives it."""
        if self.since < setting.base_year:
            return tuple(
                NeededGrowth(
                    group=end.level.group,
                    component=end.level.component,
                    after=setting.base_year,
                    growth=figures.growth(
                        figures.level(Level(self.group, setting.base_year, self.component)),
                        end.value,
                        self.last_year - setting.base_year,
                    ),
                )
                for end in self.needed_levels(aim, setting, figures)
            )
        return (NeededGrowth(group=self.group, component=self.component, after=self.since, growth=aim),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOfGrowth(Quantity):
    """Growth of an income in the last year less that of the year before, or the least such change of a year.

    What 增速不低于上年 speaks of.
    """

    kind: ClassVar[str] = "growth_change"
    unit: ClassVar[Kind] = "points"
    decimals: ClassVar[int] = 2
    may_have: ClassVar[tuple[str, ...]] = ("component", "each_year")
    spans: ClassVar[bool] = True
    telling: ClassVar[int] = 0

    each_year: bool = False
    """Whether growth of every year is compared with that of the year before."""

    @property
    def details(self) -> tuple[object, ...]:
        """Whether every year counts."""
        return (self.each_year,)

    @property
    def remark(self) -> Text | None:
        """Which year is shown, where there are several."""
        return Text("数为历年变化中最小的一年", "the least change of any year") if self.each_year else None

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        if self.each_year:
            return _YEARLY.format(
                span=terms.year_label(when or f"{self.first_year}-{self.last_year}"), name=self.income_name(terms)
            )
        return _CHANGE.format(year=terms.year_label(when or self.last_year), name=self.income_name(terms))

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return growth of a year less that of the year before, for the last year or for every one.

        Growth of the base year is not known, so that the first year is compared with nothing.
        """
        first = setting.base_year + 2
        years = range(max(self.first_year, first), self.last_year + 1) if self.each_year else (self.last_year,)
        if not years or years[0] < first:
            raise UndecidableError(_OF_THE_BASE_YEAR)
        return tuple(
            Form(
                year=year,
                own=self._growth(year),
                other=self._growth(year - 1),
                at_zero=_THREE_PATHS,
                apart=_THREE_PATHS,
            )
            for year in years
        )

    def needed_growth(self, aim: Value, setting: Setting, figures: Figures) -> tuple[NeededGrowth, ...]:
        """Return growth of the year before, for the last year alone."""
        forms = self.forms(setting)
        if len(forms) > 1 or aim:
            return ()
        other = forms[0].other
        assert other is not None
        growth = other.at(figures)
        after = self.last_year - 1
        return (NeededGrowth(group=self.group, component=self.component, after=after, growth=growth),)

    def _growth(self, year: int) -> Quotient:
        start, end = (income(self.group, at, self.component) for at in (year - 1, year))
        return Quotient.growth(start, end, years=1)
