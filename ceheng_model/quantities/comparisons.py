"""Comparisons over years: the lead of one growth over another."""

from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.quantities.forms import ONE, Figures, Form, Level, Quotient, Sum, Term, Value, income, of_known
from ceheng_model.quantities.kinds import NeededGrowth, Quantity
from ceheng_model.quantities.known import (
    GDP,
    PUBLISHED_ROUNDING,
    Against,
    GdpFactor,
    PricedShare,
    PriceFactor,
    PublishedLevel,
    ResidentsShare,
    Setting,
    missing_prices,
    require_published,
)
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import TOTAL, Missing, Need, Template, Text

GDP_ROUNDING = 0.0005
"""Half of 0.1 point, to which growth of gross domestic product is published."""

_LEAD = Template("{name}增速高于{other}", "{name} growth minus that of {other}")
_LEAD_SAID = Template("{name}增速高于{other}", "growth of {name} minus that of {other}")
_STARTS_LATE = Missing(
    what=Text(
        "两个人群的增速都未定且不从基年算起，须先固定其中一条路径",
        "one of two unknown paths to be fixed, since the growth compared does not start in the base year",
    ),
    need=Need.OTHER,
)
_STATED_LEAD = Missing(
    what=Text(
        "两个人群增速之差有数值要求，须先固定其中一条路径", "one path to be fixed: a stated lead over unknown growth"
    ),
    need=Need.OTHER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Quantity):
    """What compares a group's total with something else over years."""

    given: ClassVar[tuple[str, ...]] = ("group", "against")
    spans: ClassVar[bool] = True

    @property
    def since(self) -> int:
        """The year before the first one."""
        return self.first_year - 1

    @property
    def compared(self) -> Against:
        """What it is compared with."""
        assert self.against is not None
        return self.against


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthLead(Comparison):
    """Average annual growth of a group's total less that of another group, of GDP or of a published series."""

    kind: ClassVar[str] = "growth_lead"
    unit: ClassVar[Kind] = "points"
    decimals: ClassVar[int] = 2
    limits: ClassVar[tuple[float, float]] = (-1.0, 1.0)
    comparative: ClassVar[Text | None] = Text("更快", "faster")
    telling: ClassVar[int] = 2

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _LEAD.format(name=self.income_name(terms), other=self.compared.label(terms))

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: growth of income of rural residents minus that of urban residents."""
        return _LEAD_SAID.format(name=self.income_in_sentence(terms), other=self.compared.label(terms))

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return own growth less the other's; against GDP, whose growth is real, income at constant prices."""
        against, years = self.compared, self.last_year - self.since
        start, end = (income(self.group, year) for year in (self.since, self.last_year))
        if against.in_plan:
            theirs = [income(against.group, year) for year in (self.since, self.last_year)]
            return (
                Form(
                    year=self.last_year,
                    own=Quotient.growth(start, end, years=years),
                    other=Quotient.growth(*theirs, years=years),
                    at_zero=self._at_zero(setting),
                    apart=_STATED_LEAD,
                ),
            )
        if against.group == GDP:
            start = income(self.group, self.since, known=PriceFactor(start=self.since, end=self.last_year))
            other = Quotient.growth(ONE, of_known(GdpFactor(start=self.since, end=self.last_year)), years=years)
        else:
            require_published(against, setting, self.since, self.last_year)
            theirs = [of_known(PublishedLevel(against=against, year=year)) for year in (self.since, self.last_year)]
            other = Quotient.growth(*theirs, years=years)
        return (Form(year=self.last_year, own=Quotient.growth(start, end, years=years), other=other),)

    def uncertainty(self, form: Form, figures: Figures) -> Value:
        """Return what rounding of published growth, or of both published levels, leaves open."""
        if self.compared.group == GDP:
            return GDP_ROUNDING
        if self.compared.in_plan:
            return 0.0
        since, until = (
            figures.known(PublishedLevel(against=self.compared, year=year)) for year in (self.since, self.last_year)
        )
        high, low = (
            figures.root((until + sign * PUBLISHED_ROUNDING) / (since - sign * PUBLISHED_ROUNDING), form.own.root)
            for sign in (1, -1)
        )
        return (high - low) / 2

    def without(self, setting: Setting) -> Missing | None:
        """Return price growth, where it would make income real beside real GDP."""
        return missing_prices(setting, self.since, self.last_year) if self.compared.group == GDP else None

    def note(self, setting: Setting, figures: Figures) -> Text | None:
        """Say whether real growth is compared, and whether both incomes are of one concept."""
        if self.compared.group == GDP:
            if self.without(setting):
                return Text("名义收入增速与实际经济增速相比", "nominal income against real GDP")
            return Text("实际收入增速与实际经济增速相比", "real income against real GDP")
        concepts = {group.key: group.concept for group in setting.groups}
        if self.compared.in_plan and concepts[self.group] != concepts[self.compared.group]:
            return Text("两者收入口径不同，只比增速", "the two incomes are different concepts; only growth is compared")
        return None

    def needed_growth(self, aim: Value, setting: Setting, figures: Figures) -> tuple[NeededGrowth, ...]:
        """Return the other's growth and the lead aimed at; beside real GDP, with what prices take off."""
        other = self.forms(setting)[0].other
        assert other is not None
        growth = other.at(figures)
        needed = growth + aim if aim else growth
        if self.compared.group == GDP:
            prices = figures.known(PriceFactor(start=self.since, end=self.last_year))
            needed = (1.0 + needed) * figures.root(prices, self.last_year - self.since) - 1.0
        return (NeededGrowth(group=self.group, component=TOTAL, after=self.since, growth=needed),)

    def _at_zero(self, setting: Setting) -> Quotient | Missing:
        if self.since != setting.base_year:
            return _STARTS_LATE
        own, other = (setting.group_keys.index(key) for key in (self.group, self.compared.group))
        base = setting.base_levels.sum(axis=-1)
        # own_T / own_0 over other_T / other_0, with both base totals known
        below = income(self.compared.group, self.last_year, factor=float(base[own] / base[other]))
        return Quotient.growth(below, income(self.group, self.last_year), years=self.last_year - self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllResidentsLead(GrowthLead):
    """Average annual growth of the income of all residents less that of GDP or of a published series.

    What 居民收入增速高于经济增长 speaks of: no plan file names it, as it is judged beside the groups.
    """

    def constrained(self, terms: Terms) -> frozenset[str]:
        """Return every group that is not part of another."""
        return frozenset(group.key for group in terms.groups if group.part_of is None)

    def varied(self, terms: Terms) -> tuple[str, ...]:
        """Return no group: none could do it alone."""
        return ()

    def income_name(self, terms: Terms) -> Text:
        """Return the name of the income of all residents."""
        return _OF_EVERYBODY.format(everybody=terms.everybody)

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return growth of the totals weighted by residents, at constant prices against GDP, less the other's."""
        # whatever stands for a group is compared alike
        some = GrowthLead(
            group=setting.group_keys[0], first_year=self.first_year, last_year=self.last_year, against=self.against
        )
        (form,) = some.written(setting)
        compares_gdp = self.compared.group == GDP
        prices = PriceFactor(start=self.since, end=self.last_year) if compares_gdp else None
        start, end = _weighted(setting, self.since, prices), _weighted(setting, self.last_year, None)
        own = Quotient.growth(start, end, years=self.last_year - self.since)
        return (Form(year=self.last_year, own=own, other=form.other),)

    def needed_growth(self, aim: Value, setting: Setting, figures: Figures) -> tuple[NeededGrowth, ...]:
        """Return nothing: no group could do it alone."""
        return ()


_OF_EVERYBODY = Template("{everybody}收入", "{everybody}: income")


def _weighted(setting: Setting, year: int, prices: PriceFactor | None) -> Sum:
    """Return the totals of the groups that are not part of another, weighted by their residents, at later prices."""
    shares = (ResidentsShare(group=group.key, year=year) for group in setting.groups if group.part_of is None)
    return Sum(
        tuple(
            Term(
                known=share if prices is None else PricedShare(share=share, prices=prices),
                level=Level(share.group, year),
            )
            for share in shares
        )
    )
