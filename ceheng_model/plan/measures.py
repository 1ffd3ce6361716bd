"""Hold the measures of a plan, the figures in them, and the duties that recur."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import Literal, NamedTuple

from ceheng_model.doors import door
from ceheng_model.plan.printed_figures import WHOLE
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import NO_TEXT, Force, Template, Text
from ceheng_model.wording import WORDINGS

ALL = "all"
"""Group of a measure that is meant for residents of town and country alike."""

Role = Literal["target", "payment", "ceiling", "condition", "start", "resource"]
ROLES: Mapping[str, Text] = {
    "target": Text("目标", "target"),
    "payment": Text("支付标准", "payment"),
    "ceiling": Text("上限", "ceiling"),
    "condition": Text("条件", "condition"),
    "start": Text("原水平", "before"),
    "resource": Text("投入", "resource"),
}
Counting = Literal["standing", "yearly", "cumulative", "monthly", "daily", "once", "unstated"]
COUNTINGS: Mapping[str, Text] = {
    "standing": Text("时点数", "standing"),
    "yearly": Text("每年", "yearly"),
    "cumulative": Text("累计", "cumulative"),
    "monthly": Text("每月", "monthly"),
    "daily": Text("每天", "daily"),
    "once": Text("一次性", "once"),
    "unstated": Text("未写明", "not stated"),
}
Binding = Literal["each_year", "pro_rata", "at_end", "average"]
BINDINGS: Mapping[str, Text] = {
    "each_year": Text("每年", "every year"),
    "pro_rata": Text("按时间进度", "by time passed"),
    "at_end": Text("期末", "at the end"),
    "average": Text("期间年均", "average of the period"),
}
"""When a target has to be met: 稳定 and 守牢 in every year, 提高到 by the end, 年均 over the period as a whole."""
_USUAL_BINDINGS: Mapping[str, Binding] = {"standing": "at_end", "yearly": "each_year", "cumulative": "pro_rata"}
Recurrence = Literal["monthly", "quarterly", "yearly", "irregular", "as_needed", "unstated"]
RECURRENCES: Mapping[str, Text] = {
    "monthly": Text("每月", "monthly"),
    "quarterly": Text("每季度", "quarterly"),
    "yearly": Text("每年", "yearly"),
    "irregular": Text("不定期", "irregular"),
    "as_needed": Text("根据需要", "as needed"),
    "unstated": Text("未写明", "not stated"),
}
ORGANISATION, TRAINING = "organisation", "training"
OTHER_AIMS: Mapping[str, Text] = {
    ORGANISATION: Text("组织保障", "organisation"),
    TRAINING: Text("劳动力素质", "training"),
}
"""What a measure is for, where its section is about no component: organisation, or training."""


def indicator_types() -> dict[str, Text]:
    """Return the types that a figure of a measure can have, with their labels: wordings, a bare figure, and all."""
    worded = {kind: wording.of_indicators for kind, wording in WORDINGS.items()}
    return {
        "bare": Text("未加限定", "unqualified"),
        **{kind: label for kind, label in worded.items() if label is not None},
        "whole": Text("全部", "all"),
    }


def usual_binding(role: str, counting: str) -> Binding | None:
    """Return when a figure has to be met whose words are not said to bind otherwise; None where that is not known.

    >>> usual_binding("target", "standing"), usual_binding("target", "unstated"), usual_binding("payment", "monthly")
    ('at_end', None, None)
    """
    return _USUAL_BINDINGS.get(counting) if role == "target" else None


class Day(NamedTuple):
    """Hold a day that comes every year."""

    month: int
    day: int

    @property
    def label(self) -> Text:
        """The day in both languages, such as 3月18日 and 18 March."""
        return _DAY.format(month=Text(str(self.month), _MONTHS[self.month - 1]), day=self.day)


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """Hold a department that answers for measures, with the other names under which it is printed."""

    key: str
    label: Text
    also_printed: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which it may be called: key, Chinese label, other printed names."""
        return (self.key, self.label.in_language("zh"), *self.also_printed)


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Abridged):
    """Hold one numbered measure of a plan.

    >>> from ceheng_model.plan import load_plan
    >>> measure = load_plan().measures.measure("rural.6")
    >>> measure.title.zh, measure.component, measure.departments[:2]
    ('提高乡村教师及乡村医生待遇', 'wages', ('education', 'health'))
    """

    id: str
    annex: int
    number: int
    group: str
    """Key of a group of the plan, or `ALL`."""
    component: str
    """Key of a component of the plan, or of `OTHER_AIMS`."""
    title: Text
    departments: tuple[str, ...]
    """Keys of the responsible departments, in the order in which they are printed."""
    and_others: bool
    """Whether the list of departments ends with 等, so that others may belong to it."""
    section: Text
    place: Text
    note: Text | None = None


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Abridged):
    """Hold one figure of a measure or duty, with the plan's own words around it.

    >>> from ceheng_model.plan import load_plan
    >>> rise = load_plan().measures.indicator("rural.6.village_doctors")
    >>> rise.value, rise.unit.en, rise.counting, rise.words
    (200.0, 'yuan per person', 'monthly', '村医每人每月财政定额补助提高200元')
    """

    id: str
    of: str
    """Id of the measure or duty, or of the total that it is."""
    counted: Text
    role: Role
    type: str
    """Key of `indicator_types`."""
    type_words: str
    """The words that make the type, such as 提高到…以上."""
    printed: str
    """The figure as it is printed; empty for a comparison without one."""
    value: float | None
    """The figure as a plain number, a share as a fraction; the lower end of a range; None for a comparison."""
    value_high: float | None
    """The upper end of a range."""
    unit: Text
    counting: Counting
    binds: Binding | None
    """When a target has to be met; None for anything else, and where the words leave it open."""
    better: Literal["up", "down", ""]
    """For targets: the side on which more is an achievement."""
    first_year: int | None
    """First year, where the sentence states one."""
    last_year: int | None
    """Last year or year of the target, where the sentence states one."""
    deadline: date | None
    """Day by which it is due, where the sentence states one."""
    against: Text | None
    """What it is compared with, where no figure is printed."""
    statement: str
    """Id of the plan's statement that says the same, or empty."""
    words: str
    force: Force | None = None
    """How firmly the plan binds itself to it; None where it does not say."""
    note: Text | None = None

    @property
    def needs_start(self) -> bool:
        """Whether it is added up from a day that the words leave open.

        What there was before may then count.
        """
        return self.counting == "cumulative" and self.binds == "pro_rata" and self.first_year is None

    @property
    def is_share(self) -> bool:
        """Whether the figure is a share of something, printed in per cent or as the whole, and not an amount."""
        return self.value is not None and _is_share(self.printed)

    @property
    def figure(self) -> Text:
        """The figure with its unit as a reader sees it, or what it is compared with."""
        if self.value is None:
            return self.against or NO_TEXT
        return self.with_unit(*(end for end in (self.value, self.value_high) if end is not None))

    @property
    def goal(self) -> Text:
        """What has to be met, in the words of its type.

        The figure, or what it is compared with, with 左右 or 不低于.

        >>> from ceheng_model.plan import load_plan
        >>> load_plan().measures.indicator("rural.14.losses").goal
        Text(zh='10%左右', en='about 10%')
        """
        if self.type == "whole":
            return _WHOLE.format(figure=self.figure)
        wording = WORDINGS.get(self.type)
        if wording is None:
            return self.figure
        return wording.in_words(self.figure) if "value" in wording.phrase.fields else _ABOVE.format(value=self.figure)

    def written(self, value: float) -> str:
        """Return a value in the unit of the figure as a reader sees it where the unit is known.

        >>> from ceheng_model.plan import load_plan
        >>> load_plan().measures.indicator("rural.14.processing_rate").written(0.575)
        '57.5%'
        """
        return _plain(value, self.printed)

    def with_unit(self, *values: float) -> Text:
        """Return a value, or both ends of a range, with its unit as a reader sees it.

        >>> from ceheng_model.plan import load_plan
        >>> load_plan().measures.indicator("rural.10.grain_output").with_unit(59_000)
        Text(zh='59,000 吨', en='59,000 tonnes')
        """
        number = Text.same("–".join(map(self.written, values)))
        return number if self.is_share else _WITH_UNIT.format(number=number, unit=self.unit)


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Abridged):
    """Hold what somebody has to do again and again, as needed, or without a rhythm that is stated.

    >>> from ceheng_model.plan import load_plan
    >>> report = load_plan().measures.duty("urban.report")
    >>> report.next_due(date(2023, 6, 19)), report.recurrence
    (datetime.date(2023, 9, 18), 'quarterly')
    """

    id: str
    annex: int | None
    """Number of the annex; None in the main text."""
    measure: str
    """Id of the measure that sets the duty, or empty."""
    place: Text
    who: Text
    what: Text
    to: Text | None
    """Who receives it, where the text says so."""
    recurrence: Recurrence
    days: tuple[Day, ...]
    """Last days on which it is due each year, where the text names any."""
    words: str
    force: Force | None = None
    """How firmly the plan binds whoever has it; None where it does not say."""
    note: Text | None = None

    def due_dates(self, year: int) -> tuple[date, ...]:
        """Return the days of one year on which it is due."""
        return tuple(date(year, *day) for day in self.days if year <= MAXYEAR)

    def next_due(self, day: date) -> date | None:
        """Return the first day on or after `day` on which it is due, or None where the text names no days."""
        coming = (*self.due_dates(day.year), *self.due_dates(day.year + 1))
        return next((due for due in coming if due >= day), None)


_DAY = Template("{month}月{day}日", "{day} {month}")
_ABOVE = Template("超过{value}", "above {value}")
_WHOLE = Template("全部（{figure}）", "all ({figure})")
_WITH_UNIT = Template("{number} {unit}", "{number} {unit}")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _plain(value: float, printed: str) -> str:
    if _is_share(printed):
        return f"{value * 100:g}%"
    return f"{value:,.0f}" if value == round(value) else f"{value:,g}"


def _is_share(printed: str) -> bool:
    return printed.endswith("%") or printed == WHOLE
