"""Follow what the text of a plan prints where its growth table gives no total: average growth, an income to reach."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.errors import Fault, raise_faults
from ceheng_model.plan import Plan, Statement
from ceheng_model.quantities import AverageAnnualGrowth, Growth, Income, Quantity
from ceheng_model.scenarios.dossier import Dossier
from ceheng_model.scenarios.followed_together import JUST_ABOVE, Together, beyond
from ceheng_model.tables import written
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Template, Text

_BY_AVERAGE = Template(
    "{group}合计按列明的年均增速{end}每年增长{rate}{despite}",
    "the total of {group} grows by the printed average{end}, {rate} a year{despite}",
)
_BY_INCOME = Template(
    "{group}合计每年增长{rate}，在{year}达到列明的{level}{end}",
    "the total of {group} grows by {rate} a year, to the printed {level} in {year}{end}",
)
_DESPITE = Template(
    "（与列明的{year}收入不一致，以年均增速为准）", ", which does not lead to the income printed for {year}"
)
_ENDS = {"up": Text("（区间取低端）", " (the lower end of its range)")}
_ENDS["down"] = Text("（区间取高端）", " (the upper end of its range)")
_WITHOUT_TOTALS = Template(
    "{kind}未列各年合计增速之处，{groups}；未写明的构成取同一增速",
    "where the {kind} prints no yearly total, {groups}; components that are not stated grow alike",
)
_WITH_TOTALS = Text(
    "增速表未写明的构成取同一增速，使合计增速等于表中数值",
    "components that the growth table does not state share the rate that gives the printed total",
)
_TOTAL_GROWTH = Template("{year}{group}合计增速", "total growth of {group} {year}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Hold the growth of totals by year, and in words what it follows where the growth table has no number."""

    totals: Array
    """Shape ``(group, year)``, fractions; NaN only where every component has a number."""
    terms: Terms
    by_group: Mapping[str, tuple[Text, ...]]
    components: bool
    """Whether the table leaves components without a word."""
    lacking: tuple[str, ...] = ()
    """Keys of the groups of which nothing is printed that growth could follow; their totals are NaN throughout."""

    def sentence(self, *, without: Collection[str] = ()) -> Text:
        """Return the rule in one sentence, leaving groups out that follow another; empty where the table says all."""
        told = [text for key, texts in self.by_group.items() if key not in without for text in texts]
        if told:
            return self.terms.say(_WITHOUT_TOTALS, groups=Text.join(told, zh="，", en=", "))
        return _WITH_TOTALS if self.components and not self.by_group else NO_TEXT


def followed_growth(dossier: Dossier, *, lowest: bool = False) -> Followed:
    """Return the growth of every total: as the table prints it, else what the text asks for, alike in its years.

    The text's average growth is followed, or the income to reach from the plan's own base. Where both are printed
    the average is, unless it misses an income whose own growth agrees with the words on it. Years that the table prints
    count towards either; a year outside both grows as the nearest one. Of a range the end that is reached first is
    taken; with `lowest`, the lowest value that each wording accepts. A group of which nothing is printed follows what
    is printed of the groups together, or is lacking where that is nothing either. Raises `InputError` where the table
    prints the total of some years of a group, and nothing says how it grows in the others.
    """
    plan = dossier.plan
    _, is_open, totals = plan.stated_growth(lowest=lowest)
    wanted = np.isnan(totals) & is_open.any(axis=1)
    bases = dossier.baseline().levels.sum(axis=-1)
    by_group: dict[str, tuple[Text, ...]] = {}
    for g, group in enumerate(plan.groups):
        if wanted[g].any():
            course = _Course(plan=plan, rates=totals[g].copy(), base=float(bases[g]), lowest=lowest)
            by_group[group.key] = course.follow(group.key, group.label)
            totals[g] = np.where(wanted[g], course.rates, totals[g])
    missing = tuple(group.key for g, group in enumerate(plan.groups) if (np.isnan(totals[g]) & wanted[g]).all())
    if missing:
        by_group |= Together(dossier=dossier, totals=totals, missing=missing, lowest=lowest).follow()
    gaps = {group.key: np.isnan(totals[g]) & wanted[g] for g, group in enumerate(plan.groups)}
    in_table = {cell.quantity.group for cell in plan.growth}
    raise_faults([_gap_fault(plan, key, gap) for key, gap in gaps.items() if gap.any() and key in in_table])
    return Followed(
        totals=totals,
        terms=plan.terms,
        by_group=by_group,
        components=bool(plan.not_stated().any()),
        lacking=tuple(key for key, gap in gaps.items() if gap.any()),
    )


@dataclass(slots=True, kw_only=True)
class _Course:
    """Fill the growth of one group's total, statement by statement."""

    plan: Plan
    rates: Array
    base: float
    lowest: bool
    told: list[Text] = field(default_factory=list)

    def follow(self, key: str, label: Text) -> tuple[Text, ...]:
        """Fill the rates from all that is printed of a group, and return in words what they follow."""
        averages = sorted(_printed(self.plan, key, Growth, AverageAnnualGrowth), key=_length)
        incomes = sorted(_printed(self.plan, key, Income), key=lambda income: income.quantity.last_year)
        # what is printed of the plan's own years goes before what is printed of later ones
        for later in (False, True):
            for average in (one for one in averages if self._is_later(one) is later):
                beside = [income for income in incomes if _same_years(average, income, self.plan)]
                self._follow_average(average, beside, label)
            for income in (one for one in incomes if self._is_later(one) is later):
                self._follow_income(income, label)
        if self.told:
            self._carry()
        return tuple(self.told)

    def _is_later(self, statement: Statement) -> bool:
        return statement.quantity.last_year > self.plan.years[-1]

    def _follow_average(self, average: Statement, beside: Sequence[Statement], label: Text) -> None:
        """Follow an average, unless both it and an income of the same years hold only on the way to the income."""
        if any(self._leads(income, average) for income in beside):
            return
        first, last = _since(average), average.quantity.last_year
        rate = self._share(first, last, (1.0 + self._aim(average)) ** (last - first))
        if rate is not None:
            differs = any(income.wording.side(self._reached(average)) != 0 for income in beside)
            despite = _DESPITE.format(year=self.plan.terms.year_label(last)) if differs else NO_TEXT
            shown = written(rate, "percent")
            self.told.append(_BY_AVERAGE.format(group=label, end=_end(average), rate=shown, despite=despite))

    def _follow_income(self, income: Statement, label: Text) -> None:
        year, level = income.quantity.last_year, self._aim(income)
        rate = self._share(self.plan.base_year, year, level / self.base)
        if rate is not None:
            told = _BY_INCOME.format(
                group=label,
                year=self.plan.terms.year_label(year),
                end=_end(income),
                rate=written(rate, "percent"),
                level=self.plan.terms.amount(income.printed_text),
            )
            self.told.append(told)

    def _share(self, since: int, last: int, factor: float) -> float | None:
        """Give the years after `since` that have no rate the one with which all grow by a factor; return it.

        Years after the plan grow as its last one.
        """
        years = slice(since - self.plan.base_year, last - self.plan.base_year)
        free = np.isnan(self.rates[years])
        after = max(0, last - self.plan.years[-1])
        goes_on = bool(np.isnan(self.rates[-1]))
        rest = factor / prod(1.0 + self.rates[years][~free])
        if not goes_on:
            rest /= (1.0 + float(self.rates[-1])) ** after
        if not free.any() or not rest > 0.0:
            return None
        rate = float(rest ** (1.0 / (int(free.sum()) + after * goes_on)) - 1.0)
        self.rates[years] = np.where(free, rate, self.rates[years])
        return rate

    def _carry(self) -> None:
        """Give years that nothing is printed of the rate of the year before, the first ones that of the year after."""
        for years in (range(1, len(self.rates)), range(len(self.rates) - 2, -1, -1)):
            step = -1 if years.step > 0 else 1
            for t in years:
                if np.isnan(self.rates[t]):
                    self.rates[t] = self.rates[t + step]

    def _reached(self, average: Statement) -> float:
        """Return the income to which an average over all years up to its last leads."""
        years = average.quantity.last_year - self.plan.base_year
        return float(self.base * (1.0 + average.wording.aim) ** years)

    def _leads(self, income: Statement, average: Statement) -> bool:
        """Return whether an average misses an income to which growth is as the words on it are usually read."""
        if income.wording.holds(self._reached(average)):
            return False
        needed = (income.wording.aim / self.base) ** (1.0 / (income.quantity.last_year - self.plan.base_year)) - 1.0
        bounds = average.wording.bounds(average.wording.usual_reading)
        return (bounds.low is None or needed >= bounds.low) and (bounds.high is None or needed <= bounds.high)

    def _aim(self, statement: Statement) -> float:
        wording = statement.wording
        aim = min(wording.bound, wording.aim) if self.lowest else wording.aim
        return aim + beyond(statement)


def _printed(plan: Plan, group: str, *kinds: type[Quantity]) -> Iterator[Statement]:
    """Yield the statements of the text that print a value for a group's total; an income has to be above zero."""
    for statement in plan.statements:
        quantity = statement.quantity
        if isinstance(quantity, kinds) and (quantity.group, quantity.component) == (group, TOTAL):
            values = statement.wording.printed_values
            if values and (values[0] > 0.0 or not isinstance(quantity, Income)):
                yield statement


def _since(average: Statement) -> int:
    since = average.quantity.since
    assert since is not None, "growth is since some year"
    return since


def _length(average: Statement) -> int:
    """Return over how many years an average runs: what is printed of few years goes first."""
    return average.quantity.last_year - _since(average)


def _same_years(average: Statement, income: Statement, plan: Plan) -> bool:
    """Return whether an average runs from the base year to the year of an income."""
    return (_since(average), average.quantity.last_year) == (plan.base_year, income.quantity.last_year)


def _end(statement: Statement) -> Text:
    wording = statement.wording
    if beyond(statement):
        return JUST_ABOVE
    return _ENDS[wording.better] if len(wording.printed_values) > 1 else NO_TEXT


def _gap_fault(plan: Plan, key: str, gap: NDArray[np.bool_]) -> Fault:
    """Return the fault of a group whose table has some yearly totals: its first without one."""
    year, group = plan.terms.year_label(plan.years[int(np.argmax(gap))]), plan.terms.group(key).in_message
    return Fault(
        what=_TOTAL_GROWTH.format(year=year, group=group),
        rule=Text("有数值，才能推算未定的构成", "be a number, so that the open components can be found"),
        got="",
        way_out=Text("改用 components 或 trend 情景", "use the scenario components or trend"),
        place=Text.same(plan.folder),
    )
