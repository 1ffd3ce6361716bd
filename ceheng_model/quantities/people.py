"""What part of a group's people lies above or below an income."""

from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.quantities.forms import Figures, Form, Quotient, Sum, Term, income
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import Setting
from ceheng_model.quantities.lognormal import Curve
from ceheng_model.quantities.missing import UndecidableError
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import NO_TEXT, Missing, Need, Template, Text
from ceheng_model.wording import Better

_ABOVE = Template("{year}{name}在{line}{unit}以上的人口占比", "{name} {year}, share of people above {line} {unit}")
_BELOW = Template("{year}{name}在{line}{unit}以下的人口占比", "{name} {year}, share of people below {line} {unit}")
_ASSUMED = Template(
    "收入按对数正态分布推算，基尼系数{gini}（{source}），各年不变",
    "incomes taken as lognormal with a Gini coefficient of {gini} ({source}), the same in all years",
)
_DISTRIBUTION = Missing(
    what=Text(
        "收入分布（在条目中写明 gini 及其来源）",
        "the distribution of incomes (give gini and its source in the statement)",
    ),
    need=Need.OTHER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PartOfPeople(Quantity):
    """A part of a group's people in the last year, told by an income."""

    unit: ClassVar[Kind] = "percent"
    decimals: ClassVar[int] = 2
    limits: ClassVar[tuple[float, float]] = (0.0, 1.0)
    given: ClassVar[tuple[str, ...]] = ("group", "threshold")
    may_have: ClassVar[tuple[str, ...]] = ("gini", "gini_source")

    threshold: float
    """The income that tells them apart, yuan."""
    gini: float | None = None
    """Gini coefficient of the incomes within the group; without one it is not judged."""
    gini_source: Text = NO_TEXT

    @property
    def details(self) -> tuple[object, ...]:
        """The income, and how incomes are spread."""
        return (self.threshold, self.gini)

    @property
    def remark(self) -> Text | None:
        """How incomes are taken to be spread."""
        if self.gini is None:
            return None
        return _ASSUMED.format(gini=f"{self.gini:g}", source=self.gini_source)

    @property
    def line(self) -> Sum:
        """The income that tells them apart."""
        return Sum((Term(factor=self.threshold),))

    def required_gini(self) -> float:
        """Return the Gini coefficient; raise `UndecidableError` where none is given."""
        if self.gini is None:
            raise UndecidableError(_DISTRIBUTION)
        return self.gini

    def note(self, setting: Setting, figures: Figures) -> Text | None:
        """Say how incomes are taken to be spread."""
        return self.remark


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareAbove(_PartOfPeople):
    """The part of a group's people whose income lies above a line in the last year, a fraction."""

    kind: ClassVar[str] = "share_above"

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        line = f"{self.threshold:.12g}"
        return _ABOVE.format(
            year=terms.year_label(when or self.last_year),
            name=self.income_name(terms),
            line=line,
            unit=terms.income_unit,
        )

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the mean over the line, and the curve that makes it a part of people."""
        curve = Curve.above(self.required_gini())
        own = Quotient(above=income(self.group, self.last_year), below=self.line, curve=curve)
        return (Form(year=self.last_year, own=own),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareBelow(_PartOfPeople):
    """The part of a group's people whose income lies below a line in the last year, a fraction."""

    kind: ClassVar[str] = "share_below"
    better: ClassVar[Better] = "down"

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        line = f"{self.threshold:.12g}"
        return _BELOW.format(
            year=terms.year_label(when or self.last_year),
            name=self.income_name(terms),
            line=line,
            unit=terms.income_unit,
        )

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the line over the mean, and the curve that makes it a part of people."""
        curve = Curve.below(self.required_gini())
        own = Quotient(above=self.line, below=income(self.group, self.last_year), curve=curve)
        return (Form(year=self.last_year, own=own),)
