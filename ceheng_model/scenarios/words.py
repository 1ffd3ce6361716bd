"""Say in words what a scenario assumes and where its own growth table cannot hold."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.levers import Lever
from ceheng_model.scenarios.alternatives import ALTERNATIVES, Closing
from ceheng_model.tables import written
from ceheng_model.vocabulary import LABELS, NO_TEXT, Group, Template, Text

_CHANGES = Template("与“{title}”情景相比：{changes}", "compared with the scenario “{title}”: {changes}")


def kept_description(description: Text, based_on: str | None) -> Text:
    """Return what is left of a description after a change: a shipped one does not hold, one of the user's own stays.

    >>> kept_description(ALTERNATIVES["trend"].description, "trend")
    Text(zh='', en='')
    >>> kept_description(Text("工资增长放慢", "slower wages"), "trend").en
    'slower wages'
    """
    is_shipped = based_on is not None and description == ALTERNATIVES[based_on].description
    return NO_TEXT if is_shipped else description


def changes_note(based_on: str, changes: Sequence[Text]) -> Text:
    """Return everything that differs from a shipped alternative as one note."""
    listed = Text.join(changes, zh="；", en="; ")
    return _CHANGES.format(title=ALTERNATIVES[based_on].title, changes=listed)


def closing_notes(closing: Closing, groups: Sequence[Group], years: Sequence[int]) -> list[Text]:
    """Return one note for each group and year whose open cells cannot grow; of many regions, how many."""
    rates = closing.rates.reshape(-1, *closing.rates.shape[-2:])
    return [_cannot_hold(rates[:, g, t], groups[g], years[t]) for g, t in np.argwhere((rates <= 0.0).any(axis=0))]


def lever_note(lever: Lever, groups: Sequence[Group]) -> Text:
    """Return in words what a lever adds to whom, from when on, and on which numbers of the user's."""
    label = next(group.label for group in groups if group.key == lever.group)
    part, per = LABELS[lever.component], f"{lever.per_person(lever.first_year):,.2f}"
    until = f"-{lever.last_year}" if lever.last_year is not None else ""
    people = f"{lever.residents_in(lever.first_year):,.0f}"
    return Text(
        f"措施 {lever.title.zh}：{label.zh}{part.zh}每人每年增加{per}元（{lever.first_year}{until or '年起'}），"
        f"按使用者给定的常住人口{people}人",
        f"measure {lever.title.en}: {per} yuan a person and year more {part.en} for {label.en} "
        f"({lever.first_year}{until or ' on'}), with {people} residents as given by the user",
    )


def one_path(regions: Sequence[str]) -> Text:
    """Return how to come from many paths to one."""
    if regions:
        call = f'scenario.at_region("{regions[0]}")'
        return Text(f"用 {call} 取一个地区", f"take one region with {call}")
    return Text("先选定其中一条", "take one of its alternatives")


def _cannot_hold(rates: "np.ndarray[tuple[int], np.dtype[np.float64]]", group: Group, year: int) -> Text:
    failing = rates[rates <= 0.0]
    low, high = (written(float(end), "percent") for end in (failing.min(), failing.max()))
    span = low if low == high else f"{low} … {high}"
    of_many = rates.size > 1
    where = Text(f"{rates.size}个地区中{failing.size}个的", f"in {failing.size} of {rates.size} regions ")
    zh, en = (where.zh, where.en) if of_many else ("", "")
    return Text(
        f"{year}年{group.label.zh}：{zh}未定构成的增速须为{span}，“正增长”与合计增速不能同时成立",
        f"{group.label.en} {year}: {en}the open components would have to grow by {span}, "
        "so positive growth and the printed total cannot both hold",
    )
