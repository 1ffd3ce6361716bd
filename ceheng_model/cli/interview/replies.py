"""Tell an answer from a mistake, and say how an answer is read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ceheng_model.cli.given.circumstances import rates_around, residents_around
from ceheng_model.cli.given.forces import forces_of
from ceheng_model.cli.given.goals import Goals, pairs_of
from ceheng_model.cli.given.incomes import NATIONAL, is_nation, shares_of
from ceheng_model.cli.given.sheet import Sheet, by_year, is_file, is_no, is_yes
from ceheng_model.cli.given.terms import day_in, require_apart, year_in
from ceheng_model.cli.interview.so_far import SoFar
from ceheng_model.drafting import promise
from ceheng_model.drafting.answers import MOST_YEARS, national_doubts, split_faults
from ceheng_model.errors import NOTHING, POSITIVE, THERE, Fault, InputError, Remark, between, choice, raise_faults
from ceheng_model.files import RATE, YUAN, Unread, day_of, plain, read_number
from ceheng_model.plausibility import Yardstick, doubt, likely_cause
from ceheng_model.quantities import QUANTITIES
from ceheng_model.series import load_series
from ceheng_model.terms import BUREAU_COMPONENTS
from ceheng_model.vocabulary import NO_TEXT, Force, Group, Template, Text
from ceheng_model.wording import WORDINGS, Above

LEAST_INCOME, MOST_INCOME = 500.0, 1e6
"""What a head has in a year lies between: a slip from yuan to ten thousands, or to a whole region, goes past them."""
FEWEST_RESIDENTS = 100
"""No group of a county is smaller; fewer are ten thousands whose unit was left out."""
_SHORT = 15
"""Years within which no income grows fivefold."""


class SuspicionError(InputError):
    """Report an answer that looks like a slip; given once more, it is taken."""


def anything(_text: str, _what: Text, _so_far: SoFar) -> Text:
    """Take any text."""
    return NO_TEXT


def a_name(text: str, what: Text, _so_far: SoFar) -> Text:
    """Take a name, or the digits of a region's code; a date or a figure is the answer to another question."""
    is_figure = any(not isinstance(read_number(text, unit), Unread) for unit in (YUAN, RATE))
    if not text.strip().isdigit() and (is_figure or day_of(text) is not None):
        raise SuspicionError(Fault(what=what, rule=_A_NAME, got=text, way_out=_OTHER_QUESTION))
    return NO_TEXT


def a_day(text: str, what: Text, _so_far: SoFar) -> Text:
    """Take a day."""
    return _READ.format(read=day_in(text, what).isoformat())


def a_year(text: str, what: Text, _so_far: SoFar) -> Text:
    """Take a year."""
    year_in(text, what)
    return NO_TEXT


def a_later_year(text: str, what: Text, so_far: SoFar) -> Text:
    """Take a year that a plan with this base year may end in."""
    first, year = so_far.first, year_in(text, what)
    if not first < year <= first + MOST_YEARS:
        way_out = Text(f"晚于基年 {first}", f"it is later than the base year {first}")
        raise InputError(Fault(what=what, rule=between(first + 1, first + MOST_YEARS), got=text, way_out=way_out))
    return NO_TEXT


def some_groups(text: str, what: Text, _so_far: SoFar) -> Text:
    """Take a number of the list, or groups of one's own."""
    if text.strip().isdigit() and plain(text) not in [*"1234"]:
        raise InputError(choice(what, text, "1234"))
    groups = SoFar(sheet=Sheet(answers={"group": text})).groups
    require_apart(groups, what)
    return _READ.format(read=Text.join([group.label for group in groups]))


def some_components(text: str, what: Text, _so_far: SoFar) -> Text:
    """Take components of one's own, or none."""
    declared = SoFar(sheet=Sheet(answers={"component": text})).declared
    require_apart(declared, what)
    return _READ.format(read=Text.join([component.label for component in declared])) if text.strip() else NO_TEXT


def a_table(text: str, what: Text, so_far: SoFar) -> Text:
    """Take the path of an official table that holds the region and the base year, or none."""
    if not text.strip():
        return NO_TEXT
    sheet = so_far.sheet.with_answer("table", text)
    if not is_file(sheet.table):
        raise InputError(Fault(what=what, rule=THERE, got=text, way_out=_TABLE_WAY))
    found = SoFar(sheet=sheet).found
    return Text.join([remark.sentence for remark in found.remarks], zh="\n", en="\n") if found else NO_TEXT


def an_income(text: str, what: Text, _so_far: SoFar) -> Text:
    """Take an income of a head in a year."""
    value = read_number(text, YUAN)
    if isinstance(value, Unread):
        rule, way_out = (value.rule, value.way_out) if value.way_out else (_AMOUNT, _AMOUNT_WAY)
        raise InputError(Fault(what=what, rule=rule, got=text or NOTHING, way_out=way_out))
    if value <= 0.0:
        raise InputError(Fault(what=what, rule=POSITIVE, got=text, way_out=_AMOUNT_WAY))
    if not LEAST_INCOME <= value <= MOST_INCOME:
        rule = between(_yuan(LEAST_INCOME), _yuan(MOST_INCOME))
        raise SuspicionError(Fault(what=what, rule=rule, got=text, way_out=_ONCE_MORE))
    return _READ.format(read=_yuan(value))


def a_split(text: str, what: Text, so_far: SoFar) -> Text:
    """Take shares in per cent, the name of the nation, or none."""
    declared = so_far.declared
    if not text.strip() or (is_nation(text) and declared == BUREAU_COMPONENTS):
        return NO_TEXT
    examples = _SPLITS if declared == BUREAU_COMPONENTS else _SPLITS[:1]
    raise_faults(split_faults(what, shares_of(text, len(declared), what, *examples), declared))
    return NO_TEXT


def an_endpoint(text: str, what: Text, so_far: SoFar, *, group: Group) -> Text:
    """Take incomes that are promised, each for a year of the plan."""
    said = []
    total = so_far.total(group)
    for written, typed in by_year(text):
        year = _year_of_the_plan(written, what, so_far)
        made = promise("income", typed, what=what, group=group.key, year=year).keys
        value = made.get("value", made.get("low"))
        if total is None:
            said.append(_in_year(written, _goal(made)))
            continue
        if so_far.last - so_far.first <= _SHORT:
            _require_near(value, total, text, what)
        rate = (value / total) ** (1.0 / (year - so_far.first)) - 1.0
        said.append(_in_year(written, _goal(made) + _IMPLIED.format(rate=f"{rate:.2%}")))
    return _read(said)


def a_growth(text: str, what: Text, so_far: SoFar, *, group: Group) -> Text:
    """Take average growth, and that of single years."""
    said = []
    total = so_far.total(group)
    for written, typed in by_year(text):
        keys = {"year": _year_of_the_plan(written, what, so_far)} if written else {}
        quantity = "growth" if written else "average_annual_growth"
        made = promise(quantity, typed, what=what, group=group.key, **keys).keys
        reached = NO_TEXT
        if total is not None and not written:
            amount = total * (1.0 + made.get("value", made.get("low"))) ** (so_far.last - so_far.first)
            reached = _REACHED.format(last=so_far.last, amount=_yuan(round(amount)))
        said.append(_in_year(written, _goal(made) + reached))
    return _read(said)


def a_ratio(text: str, what: Text, so_far: SoFar) -> Text:
    """Take ratios, each for a year of the plan."""
    said = []
    for written, typed in by_year(text):
        year = _year_of_the_plan(written, what, so_far)
        keys = {"year": year} if written else {}
        said.append(_in_year(written, _goal(promise("urban_rural_ratio", typed, what=what, **keys).keys)))
    return _read(said)


def a_statement(text: str, what: Text, so_far: SoFar) -> Text:
    """Take a statement by its keys, or none where there are others."""
    if not text.strip():
        return NO_TEXT
    made = Goals(groups=so_far.groups, declared=so_far.declared).said(text, what)
    keys = [group.key for group in so_far.groups]
    if made.group is not None and made.group not in keys:
        raise InputError(choice(Text.same("group"), made.group, keys))
    if made.keys.get("type") not in WORDINGS:
        return NO_TEXT
    year = str(made.keys.get("year", "" if made.keys["quantity"] in _OF_NO_YEAR else so_far.last))
    name, goal = so_far.subject(made.keys), _goal(made.keys)
    return _READ.format(read=_in_year(year, _OF.format(name=name, goal=goal) if goal else name))


def some_forces(text: str, _what: Text, so_far: SoFar) -> Text:
    """Take the force of goals by their numbers."""
    said = []
    for goal, force in forces_of(text, so_far.goals).items():
        for written, typed in by_year(so_far.sheet.get(goal)):
            # what was typed with a force of its own keeps that one
            made = promise(_QUANTITY_OF[goal.partition(".")[0]], force + typed, what=so_far.named(goal))
            said.append(_OF.format(name=so_far.named(goal), goal=_in_year(written, _goal(made.keys))))
    return _read(said)


def some_rates(text: str, what: Text, so_far: SoFar, *, key: str) -> Text:
    """Take a rate for all years, or rates by year, or none."""
    given = Sheet(answers={key: text}).options(key)
    found = list(rates_around("gdp_growth", given, what, range(so_far.first + 1, so_far.last + 1)))
    for year in (one.year for one in found):
        _year_of_the_plan(str(year), what, so_far)
    return _read([_in_year(str(one.year), Text.same(f"{one.value * 100:.12g}%")) for one in found])


def some_residents(text: str, what: Text, so_far: SoFar, *, group: Group) -> Text:
    """Take the number of residents for all years, or by year, or none."""
    given = pairs_of(Sheet(answers={f"population.{group.key}": text}).options("population"), "--population")
    found = list(residents_around(given, range(so_far.first, so_far.last + 1), what))
    for one in found:
        if one.value < FEWEST_RESIDENTS:
            rule = Text(f"不少于 {FEWEST_RESIDENTS}人", f"be {FEWEST_RESIDENTS} or more")
            raise SuspicionError(Fault(what=what, rule=rule, got=text, way_out=_IN_TEN_THOUSANDS))
    return _read([_in_year(str(one.year), _PEOPLE.format(count=f"{one.value:,.12g}")) for one in found])


def yes_or_no(text: str, _what: Text, _so_far: SoFar) -> Text:
    """Take yes or no."""
    if not (is_yes(text) or is_no(text)):
        raise InputError(Fault(what=_ANSWER, rule=_BE_YES_OR_NO, got=text, way_out=YES_OR_NO))
    return NO_TEXT


def a_series(text: str, what: Text, so_far: SoFar) -> Text:
    """Take yes or no; with yes, incomes are held against those of the nation."""
    if not is_nation(text):
        yes_or_no(text, what, so_far)
    if is_no(text):
        return NO_TEXT
    incomes = {group: total for group in so_far.groups if (total := so_far.total(group)) is not None}
    doubts = national_doubts(incomes, so_far.first, load_series())
    refused = [replace(said, way_out=_ONCE_MORE, missing=None) for said in doubts if isinstance(said, Fault)]
    if refused:
        raise SuspicionError(refused)
    return Text.join([said.sentence for said in doubts if isinstance(said, Remark)], zh="\n", en="\n")


def _require_near(value: float, base: float, text: str, what: Text) -> None:
    """Raise `SuspicionError` where an income lies too far from that of the base year."""
    found = doubt(what, value, [Yardstick(value=base, name=_BASE)], confirming="call")
    if isinstance(found, Fault):
        way_out = _CAUSE.format(cause=likely_cause(value, base))
        raise SuspicionError(replace(found, got=text, way_out=way_out, missing=None))


def _year_of_the_plan(written: str, what: Text, so_far: SoFar) -> int:
    """Return the year that a goal is of: the last where none is typed.

    Raises `InputError` for a year before the plan, `SuspicionError` for one behind it: some plans look further.
    """
    year = int(written) if written else so_far.last
    if not so_far.first < year <= so_far.last:
        is_later = so_far.last < year <= so_far.first + MOST_YEARS
        fault = Fault(what=what, rule=between(so_far.first + 1, so_far.last), got=written, way_out=_IN_PLAN)
        raise SuspicionError(replace(fault, way_out=_BEHIND)) if is_later else InputError(fault)
    return year


def _in_year(written: str, goal: Text) -> Text:
    """Return a goal with the year that was typed for it."""
    return _YEAR.format(year=written, goal=goal) if written else goal


def _read(said: Sequence[Text]) -> Text:
    return _READ.format(read=Text.join(said, zh="；", en="; ")) if said else NO_TEXT


def _goal(keys: Mapping[str, Any]) -> Text:
    """Return a goal in words: its wording, its figures and its force."""
    unit = QUANTITIES[keys["quantity"]].unit
    figures = [_figure(keys[name], unit) for name in ("value", "low", "high") if name in keys]
    wording = WORDINGS[keys["type"]]
    if wording is Above and not figures:
        # that one is above the other is said by the name of the quantity
        return NO_TEXT
    goal = wording.in_words(Text.join(figures, zh="—", en=" to ")) if figures else wording.label
    goal = _YEARLY.format(goal=goal) if keys.get("each_year") else goal
    return goal + _FORCED.format(force=Force(keys["force"]).label) if "force" in keys else goal


def _figure(value: float, unit: str) -> Text:
    if unit == "yuan":
        return _yuan(value)
    if unit == "points":
        return _POINTS.format(points=f"{value * 100:.12g}")
    return Text.same(f"{value * 100:.12g}%" if unit == "percent" else f"{value:.12g}")


def _yuan(value: float) -> Text:
    return _YUAN.format(amount=f"{value:,.12g}")


_OF_NO_YEAR = ("average_annual_growth", "average_real_growth", "increment", "growth_lead")
_QUANTITY_OF: Mapping[str, str] = {
    "endpoint": "income",
    "growth": "average_annual_growth",
    "ratio": "urban_rural_ratio",
    "increment": "increment",
    "multiple": "multiple",
}
YES_OR_NO = Text("是/否，回车表示否", "yes or no, Enter: no")
_BE_YES_OR_NO = Text("为是或否", "be yes or no")
_TABLE_WAY = Text("写明文件的路径；没有时直接回车", "type the path of the file; Enter where there is none")
_AMOUNT = Text("为一个数额", "be an amount")
_AMOUNT_WAY = Text("例如 36510元 或 3.65万元", "for example 36510 or 3.65万元")
_ONCE_MORE = Text(
    "核对单位与小数点；核对无误的，原样再输入一次", "check the unit and the point; where it is right, type it once more"
)
_A_NAME = Text("为名称", "be a name")
_OTHER_QUESTION = Text(
    "是否答错了一题？输入 < 可返回；核对无误的，原样再输入一次",
    "does it answer another question? < goes back; where it is right, type it once more",
)
_CAUSE = Template("{cause}？核对无误的，原样再输入一次", "{cause}? Where it is right, type it once more")
_ANSWER = Text("回答", "the answer")
_YEAR = Template("{year}年{goal}", "{year}: {goal}")
_BEHIND = Text("核对年份；核对无误的，原样再输入一次", "check the year; where it is right, type it once more")
_IN_PLAN = Text("写方案期内的年份", "name a year of the plan")
_BASE = Text("基年收入", "the income of the base year")
_OF = Template("{name}{goal}", "{name}: {goal}")
_READ = Template("读作：{read}", "read as: {read}")
_SPLITS = ("35,36,2,27", NATIONAL)
_FORCED = Template("（{force}）", " ({force})")
_PEOPLE = Template("{count}人", "{count}")
_IN_TEN_THOUSANDS = Text(
    "以万计的写 8万人；核对无误的，原样再输入一次", "write 80000 or 8万人; where it is right, type it once more"
)
_YEARLY = Template("逐年{goal}", "{goal} every year")
_POINTS = Template("{points}个百分点", "{points} points")
_YUAN = Template("{amount}元", "{amount} yuan")
_IMPLIED = Template("，合年均增长 {rate}", ", growth of {rate} a year")
_REACHED = Template("，{last}年约 {amount}", ", about {amount} in {last}")
