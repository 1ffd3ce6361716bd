"""Say in words what a scenario assumes and where its own growth table cannot hold."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.axes import REGION, Axis
from ceheng_model.levers import Lever
from ceheng_model.scenarios.alternatives import ALTERNATIVES
from ceheng_model.scenarios.closing import Closing
from ceheng_model.tables import written
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import NO_TEXT, Group, Template, Text

_CHANGES = Template("与“{title}”情景相比：{changes}", "compared with the scenario “{title}”: {changes}")
_NAMED = Template("情景“{title}”", "scenario “{title}”")
_LEVER = Template(
    "措施“{title}”：{group}{component}{each}增加{amount}（{years}），按{people}计",
    "measure “{title}”: {amount} {each} more {component} for {group} ({years}), for {people}",
)
_FROM_THEN_ON = Text("起", " on")
_REGION_CALL = Template("用 {call} 取一个地区", "take one region with {call}")
_CALL = Template("用 {call} 取其中一条", "take one with {call}")
_CANNOT_HOLD = Template(
    "{year}{group}：{regions}未定构成的增速须为{rates}，“正增长”与合计增速不能同时成立",
    "{group} {year}: {regions}the open components would have to grow by {rates}, "
    "so positive growth and the printed total cannot both hold",
)
_AFTER = Template(
    "{kind}列有{last}的目标：{first}之后，各项构成按{first}的增速外推，另有改动的除外",
    "the {kind} prints a target for {last}: after {first} every component grows as in {first}, unless it is changed",
)
_IN_REGIONS = Template("{count}个地区中{failing}个的", "in {failing} of {count} regions ")


def named(title: Text) -> Text:
    """Return what a message about a scenario calls it."""
    return _NAMED.format(title=title.in_quotes())


def kept_description(description: Text, based_on: str | None, terms: Terms) -> Text:
    """Return what is left of a description after a change: a shipped one does not hold, one of the user's own stays.

    >>> from ceheng_model.plan import load_plan
    >>> trend, terms = ALTERNATIVES["trend"], load_plan().terms
    >>> kept_description(trend.descriptions(terms)[0], "trend", terms)
    Text(zh='', en='')
    >>> kept_description(Text("工资增长放慢", "slower wages"), "trend", terms).en
    'slower wages'
    """
    is_shipped = based_on is not None and description in ALTERNATIVES[based_on].descriptions(terms)
    return NO_TEXT if is_shipped else description


def changes_note(based_on: str, changes: Sequence[Text], terms: Terms) -> Text:
    """Return everything that differs from a shipped alternative as one note."""
    listed = Text.join(changes, zh="；", en="; ")
    return _CHANGES.format(title=ALTERNATIVES[based_on].titled(terms), changes=listed)


def closing_notes(closing: Closing, terms: Terms, years: Sequence[int]) -> list[Text]:
    """Return what growth follows, and one note for each group and year whose open cells cannot grow as printed.

    Of many regions, a note says how many.
    """
    rates = closing.rates.reshape(-1, *closing.rates.shape[-2:])
    silent = np.zeros(rates.shape[1:], dtype=bool) if closing.silent is None else closing.silent
    breaks = np.asarray(((rates <= 0.0) & ~silent).any(axis=0))[:, : len(years)]
    notes = [closing.followed] if closing.followed else []
    return notes + [
        _cannot_hold(rates[:, g, t], terms.groups[g], terms.year_label(years[t])) for g, t in np.argwhere(breaks)
    ]


def after_the_plan(first: int, last: int, terms: Terms) -> Text:
    """Return how incomes grow after the plan's own years, where it says something of a later one."""
    return terms.say(_AFTER, first=terms.year_label(first), last=terms.year_label(last))


def lever_note(lever: Lever, terms: Terms) -> Text:
    """Return in words what a lever adds to whom, from when on, and on which numbers of the user's."""
    first = lever.first_year
    return _LEVER.format(
        title=lever.title.in_quotes(),
        group=terms.label(lever.group),
        component=terms.label(lever.component),
        amount=terms.money(f"{lever.per_person(lever.first_year):,.2f}"),
        each=terms.each_year,
        years=terms.year_label(first) + _FROM_THEN_ON
        if lever.last_year is None
        else terms.span_label(first, lever.last_year),
        people=terms.counted_recipients(f"{lever.residents_in(first):,.0f}"),
    )


def one_path(subject: str, alternatives: Sequence[Axis], regions: Sequence[str]) -> Text:
    """Return how to come from many paths to one: which call picks it.

    >>> one_path("projection", [Axis("wages", ["low", "high"])], ()).en
    "take one with projection.at(wages='low')"
    """
    if regions and not alternatives:
        return _REGION_CALL.format(call=f'scenario.at_region("{regions[0]}")')
    first = {axis.name: axis.labels[0] for axis in alternatives} | ({REGION: regions[0]} if regions else {})
    if all(name.isidentifier() for name in first):
        labels = ", ".join(f"{name}={label!r}" for name, label in first.items())
    else:
        labels = f"**{first!r}"
    return _CALL.format(call=f"{subject}.at({labels})")


def _cannot_hold(rates: Array, group: Group, year: Text) -> Text:
    failing = rates[rates <= 0.0]
    low, high = (written(float(end), "percent") for end in (failing.min(), failing.max()))
    return _CANNOT_HOLD.format(
        year=year,
        group=group.label,
        regions=_IN_REGIONS.format(count=rates.size, failing=failing.size) if rates.size > 1 else NO_TEXT,
        rates=low if low == high else f"{low} … {high}",
    )
