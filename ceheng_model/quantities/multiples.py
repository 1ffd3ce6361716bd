"""What an income is beside another level: what it exceeds it by, how many times it is that, which part of it."""

from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.quantities.earlier import earlier_income
from ceheng_model.quantities.forms import Figures, Form, Level, Quotient, Sum, Term, Value, income, of_known
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import PUBLISHED_ROUNDING, Against, PublishedLevel, Setting, require_published
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

_INCREASE = Template("{span}{name}增加额", "{name}, increase {span}")
_YEARLY_INCREASE = Template("{span}{name}年均增加额", "{name}, average yearly increase {span}")
_INCREASE_SAID = Template("{span}{name}增加额", "the increase of {name} in {span}")
_YEARLY_INCREASE_SAID = Template("{span}{name}年均增加额", "the average yearly increase of {name} in {span}")
_MULTIPLE = Template("{year}{name}为{base}的倍数", "{name} {year} as a multiple of {base}")
_MULTIPLE_SAID = Template("{year}{name}为{base}的倍数", "the {year} {name} as a multiple of that of {base}")
_RELATIVE = Template("{year}{name}相当于{other}的比例", "{name} {year} relative to {other}")
_RELATIVE_SAID = Template("{year}{name}相当于{other}的比例", "the {year} {name} relative to that of {other}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Increment(Quantity):
    """What an income rises by from the year before the first to the last: a year on average, or in all."""

    kind: ClassVar[str] = "increment"
    target_name: ClassVar[str | None] = "increment"
    target_words: ClassVar[Text] = Text("年均增加额", "average yearly increment")
    unit: ClassVar[Kind] = "yuan"
    decimals: ClassVar[int] = 1
    may_have: ClassVar[tuple[str, ...]] = ("component", "in_all")
    spans: ClassVar[bool] = True

    in_all: bool = False
    """Whether the whole rise is meant and not that of a year on average."""

    @property
    def since(self) -> int:
        """The year before the first one."""
        return self.first_year - 1

    @property
    def details(self) -> tuple[object, ...]:
        """Whether the whole rise is meant."""
        return (self.in_all,)

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        template = _INCREASE if self.in_all else _YEARLY_INCREASE
        return template.format(
            span=terms.year_label(when or f"{self.first_year}-{self.last_year}"), name=self.income_name(terms)
        )

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: the average yearly increase of income of rural residents in 2022-2024."""
        template = _INCREASE_SAID if self.in_all else _YEARLY_INCREASE_SAID
        span = terms.year_label(when or f"{self.first_year}-{self.last_year}")
        return template.format(span=span, name=self.income_in_sentence(terms))

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the level less an earlier one, over the years where it is an average."""
        end, start = (Level(self.group, year, self.component) for year in (self.last_year, self.since))
        years = 1.0 if self.in_all else float(self.last_year - self.since)
        rise = Sum((Term(level=end), Term(factor=-1.0, level=start)))
        return (Form(year=self.last_year, own=Quotient(above=rise, below=Sum((Term(factor=years),)))),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(Quantity):
    """How many times the income of another year an income is: 翻一番 is two times."""

    kind: ClassVar[str] = "multiple"
    target_name: ClassVar[str | None] = "multiple"
    target_words: ClassVar[Text] = Text("倍数", "multiple of the base year")
    unit: ClassVar[Kind] = "ratio"
    decimals: ClassVar[int] = 3
    may_have: ClassVar[tuple[str, ...]] = ("component", "base_year", "past")

    base_year: int | None = None
    """The other year; the base year of the scenario where none is named."""
    past: Against | None = None
    """The published series that gives its income, where it lies before the base year of the scenario."""

    @property
    def details(self) -> tuple[object, ...]:
        """The other year, and the series that gives its income."""
        return (self.base_year, self.past)

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        base = Text("基年", "the base year") if self.base_year is None else terms.year_label(self.base_year)
        return _MULTIPLE.format(year=terms.year_label(when or self.last_year), name=self.income_name(terms), base=base)

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: the 2024 income of rural residents as a multiple of that of another year."""
        base = Text("基年", "the base year") if self.base_year is None else terms.year_label(self.base_year)
        year = terms.year_label(when or self.last_year)
        return _MULTIPLE_SAID.format(year=year, name=self.income_in_sentence(terms), base=base)

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the level over that of the other year."""
        year = setting.base_year if self.base_year is None else self.base_year
        base = earlier_income(self, year, self.past, setting)
        return (
            Form(
                year=self.last_year,
                own=Quotient(above=income(self.group, self.last_year, self.component), below=base),
            ),
        )

    def uncertainty(self, form: Form, figures: Figures) -> Value:
        """Return what rounding of a published level leaves open."""
        return _of_rounded(form, figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeLevel(Quantity):
    """A group's total over that of a published series, or of another group of the plan, in the last year."""

    kind: ClassVar[str] = "relative_level"
    unit: ClassVar[Kind] = "percent"
    decimals: ClassVar[int] = 2
    given: ClassVar[tuple[str, ...]] = ("group", "against")
    compared_with: ClassVar[tuple[str, ...]] = ("series", "group")

    @classmethod
    def is_rate(cls) -> bool:
        """Return that it is none: it may lie above one."""
        return False

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        assert self.against is not None
        other = self.against.label(terms)
        return _RELATIVE.format(
            year=terms.year_label(when or self.last_year), name=self.income_name(terms), other=other
        )

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: the 2024 income of rural residents relative to that of others."""
        assert self.against is not None
        return _RELATIVE_SAID.format(
            year=terms.year_label(when or self.last_year),
            name=self.income_in_sentence(terms),
            other=self.against.label(terms),
        )

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the total over the other one."""
        against, year = self.against, self.last_year
        assert against is not None
        if against.in_plan:
            theirs = income(against.group, year)
        else:
            require_published(against, setting, year, year)
            theirs = of_known(PublishedLevel(against=against, year=year))
        return (Form(year=year, own=Quotient(above=income(self.group, year), below=theirs)),)

    def uncertainty(self, form: Form, figures: Figures) -> Value:
        """Return what rounding of a published level leaves open."""
        return _of_rounded(form, figures)


def _of_rounded(form: Form, figures: Figures) -> Value:
    """Return how far a quotient may be off whose denominator is a published level; 0 where it is none."""
    if not form.known:
        return 0.0
    above, below = form.own.above.at(figures), form.own.below.at(figures)
    return (above / (below - PUBLISHED_ROUNDING) - above / (below + PUBLISHED_ROUNDING)) / 2
