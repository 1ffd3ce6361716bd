"""Hold what every quantity is: what it is of, when, and all that the rest of the package asks of one.

A new quantity is a subclass with its forms and its name, and an entry of `QUANTITIES`.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from math import inf, nan
from typing import ClassVar

import numpy as np

from ceheng_model.doors import door
from ceheng_model.errors import Fault, choice
from ceheng_model.names import component_names, group_names
from ceheng_model.quantities.forms import Figures, Form, Level, Quotient, Value
from ceheng_model.quantities.known import Against, Setting, no_base, resting_on, without_base
from ceheng_model.quantities.missing import UndecidableError, horizon
from ceheng_model.quantities.ratio_of_levels import Ratio
from ceheng_model.tables import Figure, Kind
from ceheng_model.terms import Terms
from ceheng_model.values import Listed
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Missing, Need, Template, Text
from ceheng_model.wording import Better


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """Hold a quantity as projected, or say what is missing."""

    value: float = nan
    uncertainty: float = 0.0
    """Half-width left open by rounding of published figures."""
    missing: Missing | None = None
    """What was not given, so that there is no value."""
    without: Missing | None = None
    """What was not given and the value does without."""
    note: Text | None = None
    rests_on: Text | None = None
    """Levels of a series that nobody has published, in words; None where it reads none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededLevel:
    """Hold the income of one group in the last year with which a quantity has a value, all else as it is."""

    level: Level
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededGrowth:
    """Hold the average annual growth of one income with which a quantity has a value, all else as it is."""

    group: str
    component: str
    after: int
    """The year from which it grows."""
    growth: Value


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Listed, ABC):
    """Name one quantity of a projection."""

    kind: ClassVar[str]
    """The name in plan files."""
    unit: ClassVar[Kind]
    decimals: ClassVar[int]
    """Digits that are usually shown."""
    fine_decimals: ClassVar[int | None] = None
    """Digits of a value that is sought, where more than usual."""
    target_name: ClassVar[str | None] = None
    """The word for it in a target, empty where it needs none; None where no target can name it."""
    target_words: ClassVar[Text] = NO_TEXT
    """What a target may call it in words, without whose it is."""
    better: ClassVar[Better] = "up"
    """The side on which a target is reached."""
    limits: ClassVar[tuple[float, float]] = (0.0, inf)
    """Values between which a target lies."""
    given: ClassVar[tuple[str, ...]] = ("group",)
    """Keys that a plan file gives beside the years: ``group``, ``component``, ``against``, ``needs``."""
    compared_with: ClassVar[tuple[str, ...]] = ("group", "gdp", "series")
    """Sorts of what it may be compared with."""
    compares_groups: ClassVar[bool] = False
    """Whether it is of the two groups that the plan compares."""
    may_have: ClassVar[tuple[str, ...]] = ()
    """Keys that a plan file may give: ``component``, ``past``, ``each_year``, ``in_all``, ``base_year``."""
    spans: ClassVar[bool] = False
    """Whether its first year counts."""
    sized: ClassVar[bool] = False
    """Whether its spread is told relative to its size; else it is a rate or a change."""
    solved: ClassVar[bool] = False
    """Whether a common growth over all years is told as what it takes."""
    comparative: ClassVar[Text | None] = None
    """What a wording that compares asks of it, in a word."""
    named_with_words: ClassVar[bool] = False
    """Whether one sentence of a plan covers several, so that quoted words need its name beside them."""
    words_say_all: ClassVar[bool] = False
    """Whether a value of one stands for words such as 全部, so that no figure in them says it."""
    telling: ClassVar[int] = 3
    """How much it says to a reader that other statements force it: the highest of a clash is told last."""

    group: str = ""
    component: str = TOTAL
    first_year: int
    last_year: int
    against: Against | None = None

    def __init_subclass__(cls) -> None:
        """Let every one ask for the kinds that it takes."""
        door(cls)

    @classmethod
    def is_rate(cls) -> bool:
        """Return whether its values are fractions that a reader sees as per cent."""
        return cls.unit in ("percent", "points")

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two of them the same: the first year only where it counts."""
        first_year = self.first_year if self.spans else self.last_year
        return (self.kind, self.group, self.component, first_year, self.last_year, self.against, *self.details)

    @property
    def details(self) -> tuple[object, ...]:
        """What else tells it apart from others of its kind."""
        return ()

    @property
    def remark(self) -> Text | None:
        """How its value is to be read, where its name does not say it."""
        return None

    @property
    def needed_years(self) -> tuple[int, ...]:
        """Years that have to be projected."""
        return (self.first_year, self.last_year) if self.spans else (self.last_year,)

    @property
    def since(self) -> int | None:
        """The year from which it is measured; None where it is measured in its last year alone."""
        return None

    def constrained(self, terms: Terms) -> frozenset[str]:
        """Return what it holds fast: keys of groups of the plan, and of the economy."""
        other = self.against
        return frozenset({self.group} | ({other.group} if other is not None and other.series is None else set()))

    def varied(self, terms: Terms) -> tuple[str, ...]:
        """Return the groups whose growth could bring it about alone, in the order in which they are told."""
        return (self.group,)

    @abstractmethod
    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages; `when` stands for the last year where there are several."""

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: the short name, in English with article and year.

        `when` is as for `label`.
        Kinds whose short English name is none that a sentence can hold say their own.
        """
        return self.label(terms, when=when)

    @abstractmethod
    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return its forms on a scenario in which its years are projected."""

    def forms(self, setting: Setting) -> tuple[Form, ...]:
        """Return its forms on a scenario: one, or one a year.

        Raises `UndecidableError` for years that are not projected, figures that are not given and groups without a
        base.
        """
        if any(year not in setting.years for year in self.needed_years):
            raise UndecidableError(horizon(self.last_year, setting.terms))
        forms = self.written(setting)
        for known in (known for form in forms for known in form.known):
            # what is not given is told before anything is computed
            known.value(setting)
        for level in (level for form in forms for level in form.levels):
            if level.group in setting.absent_groups:
                raise UndecidableError(no_base(level.group, setting))
        return forms

    def quotient(self, setting: Setting) -> Quotient:
        """Return it as one quotient of linear forms.

        Raises `UndecidableError` where it is none or lacks a figure.
        """
        forms = self.forms(setting)
        if len(forms) > 1:
            raise UndecidableError(_YEARLY)
        single = forms[0].single(setting)
        if single is None:
            raise UndecidableError(forms[0].apart or _YEARLY)
        return single

    def ratio(self, setting: Setting) -> Ratio:
        """Return it as a ratio of linear forms on the axes of a scenario; raise as `quotient` does."""
        return self.quotient(setting).ratio(setting)

    def evaluate(self, setting: Setting, figures: Figures) -> Evaluated:
        """Return its value, or what it lacks; of several years the one farthest from the better side."""
        try:
            forms = self.forms(setting)
        except UndecidableError as error:
            return Evaluated(missing=error.missing)
        # an income of zero leaves a ratio without end, or none at all
        with np.errstate(divide="ignore", invalid="ignore"):
            values = [float(form.at(figures)) for form in forms]
        worst = 0 if len(values) == 1 else int(np.argmax(values) if self.better == "down" else np.argmin(values))
        return Evaluated(
            value=values[worst],
            uncertainty=float(self.uncertainty(forms[worst], figures)),
            without=self.without(setting),
            note=self.note(setting, figures),
            rests_on=resting_on([known for form in forms for known in form.known], setting),
        )

    def uncertainty(self, form: Form, figures: Figures) -> Value:
        """Return the half-width that rounding of published figures leaves open."""
        return 0.0

    def without(self, setting: Setting) -> Missing | None:
        """Return what was not given and its value does without."""
        return None

    def assumed(self, setting: Setting) -> Text | None:
        """Return what its value rests on beside incomes, where that is assumed.

        Told beside probabilities as well.
        """
        return None

    def note(self, setting: Setting, figures: Figures) -> Text | None:
        """Return what to mind about its value."""
        return self.assumed(setting)

    def needed_levels(self, aim: Value, setting: Setting, figures: Figures) -> tuple[NeededLevel, ...]:
        r"""Return, by group that could do it alone, the last year's income that gives the value aimed at.

        With :math:`N = a x + N_0` and :math:`D = b x + D_0` for that income :math:`x`, and the threshold
        :math:`\tau`, it is :math:`(\tau D_0 - N_0) / (a - \tau b)`.
        """
        forms = self.forms(setting)
        if len(forms) > 1:
            return ()
        threshold = _threshold(forms[0], aim, figures)
        own = forms[0].own
        needed = []
        for group in self.varied(setting.terms):
            levels = {level for level in own.levels if (level.group, level.year) == (group, self.last_year)}
            # a component that is read beside its total cannot be moved by itself
            if len(levels) == 1:
                level = levels.pop()
                needed.append(NeededLevel(level=level, value=_solved(own, level, threshold, figures)))
        return tuple(needed)

    def needed_growth(self, aim: Value, setting: Setting, figures: Figures) -> tuple[NeededGrowth, ...]:
        """Return, for each group that could do it alone, the growth that gives the value aimed at."""
        after = setting.base_year if self.since is None else self.since
        needed = []
        for end in self.needed_levels(aim, setting, figures):
            start = replace(end.level, year=after)
            growth = figures.growth(figures.level(start), end.value, self.last_year - after)
            needed.append(NeededGrowth(group=start.group, component=start.component, after=after, growth=growth))
        return tuple(needed)

    def faults(self, setting: Setting) -> list[Fault]:
        """Return the faults of a quantity that a scenario does not have."""
        faults: list[Fault] = []
        if self.last_year not in setting.years:
            faults.append(choice(Text("目标的年份", "the year of a target"), self.last_year, setting.years))
        if self.spans and self.first_year not in setting.years:
            faults.append(choice(Text("目标的起始年份", "the first year of a target"), self.first_year, setting.years))
        terms = setting.terms
        if self.component not in terms.items:
            faults.append(choice(Text("收入构成", "the component"), self.component, component_names(terms)))
        return faults + self.group_faults(setting)

    def group_faults(self, setting: Setting) -> list[Fault]:
        """Return a fault for each group that a scenario does not have."""
        against = self.against
        keys = (self.group, *((against.group,) if against is not None and against.in_plan else ()))
        what = Text("目标的人群", "the group of a target")
        return [
            choice(what, key, group_names(setting.terms))
            if key not in setting.group_keys
            else without_base(key, setting)
            for key in keys
            if key not in setting.group_keys or key in setting.absent_groups
        ]

    def figure(self, value: float, *, signed: bool = False, decimals: int | None = None) -> Figure:
        """Return a value in its unit, for a table or a sentence."""
        return Figure(value, self.unit, self.decimals if decimals is None else decimals, signed)

    def fine_figure(self, value: float, *, signed: bool = False) -> Figure:
        """Return a value that is sought, in its unit and with its finer digits."""
        return self.figure(value, signed=signed, decimals=self.fine_decimals)

    def difference_figure(self, value: float) -> Figure:
        """Return a difference of two values, signed; rates differ by points."""
        figure = self.figure(value, signed=True)
        return figure._replace(kind="points") if figure.kind == "percent" else figure

    def income_in_sentence(self, terms: Terms) -> Text:
        """Return the name of the income that it is of, as a sentence has it: income of rural residents."""
        group = terms.label(self.group)
        if self.component == TOTAL:
            return _TOTAL_SAID.format(group=group)
        return _COMPONENT_SAID.format(group=group, component=terms.income_of(self.component))

    def income_name(self, terms: Terms) -> Text:
        """Return the name of the income that it is of."""
        group = terms.label(self.group)
        if self.component == TOTAL:
            return _TOTAL_OF.format(group=group)
        return _COMPONENT_OF.format(group=group, component=terms.label(self.component))


_TOTAL_OF = Template("{group}收入", "{group}: income")
_COMPONENT_OF = Template("{group}{component}", "{group}: {component}")
_TOTAL_SAID = Template("{group}收入", "income of {group}")
_COMPONENT_SAID = Template("{group}{component}", "{component} of {group}")
_YEARLY = Missing(what=Text("各年的比", "one ratio a year"), need=Need.OTHER)


def _threshold(form: Form, aim: Value, figures: Figures) -> Value:
    """Return what the fraction of a form's own part is where the form has the value aimed at."""
    own, other = form.own, form.other
    if other is None:
        return own.threshold(aim, figures)
    if not aim and (own.root, own.shift) == (other.root, other.shift):
        # at no difference, what is under the roots is the same
        return other.fraction(figures)
    return (own.shift + aim + other.at(figures)) ** own.root


def _solved(own: Quotient, level: Level, threshold: Value, figures: Figures) -> Value:
    (a, above), (b, below) = ([part.at(figures) for part in form.split(level)] for form in (own.above, own.below))
    if not own.above.split(level)[0].terms:
        # with the signs turned, no formula begins with a minus
        return (above - threshold * below) / (threshold * b)
    return (threshold * below - above) / (a - threshold * b)
