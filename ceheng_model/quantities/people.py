"""What part of a group's people lies above or below an income."""

from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.quantities.curves import LognormalCurve, QuantileCurve
from ceheng_model.quantities.distributions import IncomeDistribution
from ceheng_model.quantities.forms import Figures, Form, Quotient, Sum, Term, Value, income
from ceheng_model.quantities.kinds import NeededLevel, Quantity
from ceheng_model.quantities.known import Setting, no_base
from ceheng_model.quantities.missing import UndecidableError
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import NO_TEXT, Missing, Need, Template, Text
from ceheng_model.wording import Better

_ABOVE = Template("{year}{name}在{line}{unit}以上的人口占比", "{name} {year}, share of people above {line} {unit}")
_BELOW = Template("{year}{name}在{line}{unit}以下的人口占比", "{name} {year}, share of people below {line} {unit}")
_RAISED = Template(
    "{year}{group}升至{line}{unit}以上的占比", "{group} {year}, share of those below {line} {unit} who rise above it"
)
_ASSUMED = Template(
    "收入{distribution}，各人收入与人均值同幅变动，各年不变",
    "incomes {distribution}; everybody's income moves as the mean does, in all years",
)
_WITHOUT_FLOOR = Template(
    "{assumed}；低保线未给出，按{line}{unit}以下全部人口计，占比因此偏低",
    "{assumed}; without the subsistence line all below {line} {unit} count, which makes the share too low",
)
_DISTRIBUTION = Missing(
    what=Text(
        "收入分布（在条目中写明 gini 及其来源）",
        "the distribution of incomes (give gini and its source in the statement)",
    ),
    need=Need.DISTRIBUTION,
)
_OF_EACH = Template(
    "{group}收入的分布（每人的收入），人均值无法判定",
    "the distribution of income among {group}; a mean cannot decide it",
)
_NEARLY_ALL = 0.9995
"""A share of people that is written as 100.0 %."""
_BY_REGION = Missing(what=Text("各地区各自的收入分布", "the distribution of incomes of each region"), need=Need.OTHER)
_UP_TO = Template("到{line}{unit}的收入分位数", "quantiles of incomes up to {line} {unit}")
_NOBODY = Template("基年收入在{line}{unit}以下的人", "people below {line} {unit} in the base year")


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
    """Gini coefficient of the incomes within the group, for a scenario that says nothing of their distribution."""
    gini_source: Text = NO_TEXT

    @property
    def details(self) -> tuple[object, ...]:
        """The income, and how incomes are spread."""
        return (self.threshold, self.gini)

    @property
    def line(self) -> Sum:
        """The income that tells them apart."""
        return Sum((Term(factor=self.threshold),))

    def distribution(self, setting: Setting) -> IncomeDistribution | None:
        """Return how incomes are spread: as the scenario says, else as the statement does."""
        stated = None if self.gini is None else IncomeDistribution(gini=self.gini, source=self.gini_source)
        return setting.distribution(self.group) or stated

    def required_distribution(self, setting: Setting) -> IncomeDistribution:
        """Return it; raise `UndecidableError` where there is none, and for a line above all quantiles."""
        held = self.distribution(setting)
        if held is None:
            raise UndecidableError(_DISTRIBUTION)
        if self.threshold > held.highest:
            raise UndecidableError(Missing(what=self._said(_UP_TO, setting), need=Need.DISTRIBUTION))
        if held.quantiles and setting.base_levels.ndim > 2:
            raise UndecidableError(_BY_REGION)
        return held

    def assumed(self, setting: Setting) -> Text | None:
        """Say how incomes are taken to be spread."""
        held = self.distribution(setting)
        return None if held is None else _ASSUMED.format(distribution=held.words)

    def _said(self, template: Template, setting: Setting) -> Text:
        return template.format(line=f"{self.threshold:.12g}", unit=setting.terms.income_unit)


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
        held, mean = self.required_distribution(setting), income(self.group, self.last_year)
        if held.quantiles:
            steps = QuantileCurve(held.points, line=self.threshold, inverted=True, start=1.0, scale=-1.0)
            own = Quotient(above=mean, below=income(self.group, setting.base_year), curve=steps)
        else:
            own = Quotient(above=mean, below=self.line, curve=LognormalCurve.above(held.spread))
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
        held, mean = self.required_distribution(setting), income(self.group, self.last_year)
        if held.quantiles:
            steps = QuantileCurve(held.points, line=self.threshold, inverted=False)
            own = Quotient(above=income(self.group, setting.base_year), below=mean, curve=steps)
        else:
            own = Quotient(above=self.line, below=mean, curve=LognormalCurve.below(held.spread))
        return (Form(year=self.last_year, own=own),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRaised(_PartOfPeople):
    """Of a group's people below a line in the base year, and above a floor, those above it in the last: a fraction.

    Everybody's income grows as the group's mean, so that it is a monotone function of that growth.
    """

    kind: ClassVar[str] = "share_raised"
    may_have: ClassVar[tuple[str, ...]] = ()
    words_say_all: ClassVar[bool] = True

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _RAISED.format(
            year=terms.year_label(when or self.last_year),
            group=terms.label(self.group),
            line=f"{self.threshold:.12g}",
            unit=terms.income_unit,
        )

    def required_distribution(self, setting: Setting) -> IncomeDistribution:
        """Return how incomes are spread; raise `UndecidableError` where nothing says it, and where nobody is meant."""
        held = self.distribution(setting)
        if held is None:
            label = setting.groups[setting.group_keys.index(self.group)].label
            raise UndecidableError(Missing(what=_OF_EACH.format(group=label), need=Need.DISTRIBUTION))
        if setting.base_levels.ndim > 2:
            raise UndecidableError(_BY_REGION)
        if self.threshold > held.highest:
            raise UndecidableError(Missing(what=self._said(_UP_TO, setting), need=Need.DISTRIBUTION))
        if not held.meant(self.threshold, mean=self._base_mean(setting)) > 0.0:
            raise UndecidableError(Missing(what=self._said(_NOBODY, setting), need=Need.OTHER))
        return held

    def assumed(self, setting: Setting) -> Text | None:
        """Say how incomes are taken to be spread, and who is meant."""
        held = self.distribution(setting)
        if held is None:
            return None
        assumed = _ASSUMED.format(distribution=held.words)
        if held.floor is not None:
            return assumed
        return _WITHOUT_FLOOR.format(assumed=assumed, line=f"{self.threshold:.12g}", unit=setting.terms.income_unit)

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return growth of the mean since the base year, and the curve that makes it a part of people."""
        held = self.required_distribution(setting)
        own = Quotient(
            above=income(self.group, self.last_year),
            below=income(self.group, setting.base_year),
            curve=held.raised(self.threshold, mean=self._base_mean(setting)),
        )
        return (Form(year=self.last_year, own=own),)

    def needed_levels(self, aim: Value, setting: Setting, figures: Figures) -> tuple[NeededLevel, ...]:
        """Return the income with which all who are meant have risen, but for rounding; none without a floor.

        Who has nothing rises by no growth.
        """
        held = self.required_distribution(setting)
        if not held.floor and not (held.quantiles and held.points[0][1] > 0.0):
            return ()
        nearly_all = min(aim, _NEARLY_ALL) if isinstance(aim, float) else aim
        # a bare super() has no class to look for in a dataclass with slots
        return Quantity.needed_levels(self, nearly_all, setting, figures)

    def _base_mean(self, setting: Setting) -> float:
        if self.group in setting.absent_groups:
            raise UndecidableError(no_base(self.group, setting))
        return float(setting.base_levels[setting.group_keys.index(self.group)].sum())
