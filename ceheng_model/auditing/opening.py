"""Say first, in a few sentences, what an audit found: what clashes, the fewest to change, what else it would take."""

from collections.abc import Iterator, Mapping, Sequence

from ceheng_model.auditing.contradictions import Ended
from ceheng_model.auditing.grouped import Line, ordered
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.programme import Feasibility
from ceheng_model.auditing.proposals import Change, Proposal
from ceheng_model.auditing.read_as import Outcome, ReadAs
from ceheng_model.auditing.repairs import Move
from ceheng_model.auditing.words import bound_figure, said_with_force
from ceheng_model.plan import Statement
from ceheng_model.tables import written
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import NO_TEXT, Template, Text

_CLASH = Template(
    "《{kind}》有{count}组条目不能同时成立{more}，各组都含{common}{with_others}",
    "the {kind} has {count} groups of statements that cannot hold together{more}, every one of them through "
    "{common}{with_others}",
)
_ONE_CLASH = Template(
    "《{kind}》有1组条目不能同时成立：{common}",
    "the {kind} has one group of statements that cannot hold together: {common}",
)
_CLASH_APART = Template(
    "《{kind}》有{count}组条目不能同时成立{more}，没有哪一条为各组所共有",
    "the {kind} has {count} groups of statements that cannot hold together{more}, none of which is in all of them",
)
_WITH_OTHERS = Template("，与之相抵的是{others}的数值", "; against it stand the figures of {others}")
_MORE = Template("（{why}，可能还有）", " ({why}; there may be more)")
WHY_ENDED = {
    Ended.COUNT: Text("已列满所要的组数", "as many as were asked for"),
    Ended.SOLVES: Text("求解次数已到上限", "the limit of programmes was reached"),
    Ended.TIME: Text("时间已到上限", "the time limit was reached"),
}
_FEWEST = Template("最少须改{count}条：{changes}{audited}", "it takes {count} changes at least: {changes}{audited}")
_FEWEST_ONE = Template("最少须改1条：{changes}{audited}", "it takes one change at least: {changes}{audited}")
_INSTEAD = Template(
    "若不改上述条目，则须改{count}条：{changes}{audited}",
    "if that is to stay, it takes {count} changes: {changes}{audited}",
)
_INSTEAD_ONE = Template(
    "若不改上述条目，则须改1条：{changes}{audited}",
    "if that is to stay, it takes another change: {changes}{audited}",
)
_TEMPLATES = ((_FEWEST_ONE, _FEWEST), (_INSTEAD_ONE, _INSTEAD))
_CHANGED = Template("{statement}改为{value}（{reach}）", "{statement} to {value} ({reach})")
_GIVEN_UP = Template("去掉{statement}", "{statement} given up")
_LOWEST = Template("按区间边界最低{bound}{at_printed}", "{bound} at least by the edges of the intervals{at_printed}")
_HIGHEST = Template("按区间边界最高{bound}{at_printed}", "{bound} at most by the edges of the intervals{at_printed}")
_AT_PRINTED = Template("，按列明数值为{bound}", ", {bound} by the printed values")
_AUDITED = Template("。改后再审：{feasibility}", "; audited again, the statements {feasibility}")
_HOLD = {
    Feasibility.HOLDS: Text("各条能同时成立", "can hold together"),
    Feasibility.EDGE: Text("各条恰在边界上成立", "hold just at the edge"),
    Feasibility.CONTRADICTS: Text("仍不能同时成立", "still cannot hold together"),
}
_READINGS = Template("换一种读法：{readings}", "read otherwise: {readings}")
_READ = Template("{read_as}，{found}", "{read_as}, {found}")
_GROUPS = Template("{count}组矛盾{more}{takes}", "{count} contradictions{more}{takes}")
_ONE_GROUP = Template("1组矛盾{takes}", "one contradiction{takes}")
_OR_MORE = Text("以上", " or more")
_TAKES = Template("，可改{changes}", ", to be resolved by {changes}")
_CHANGED_TO = Template("{statement}为{value}", "{statement} to {value}")
_NONE = Template("没有矛盾{forced}", "no contradiction{forced}")
_FORCED = Template("，但{goals}", ", but {goals}")
_MUST_REACH = Template(
    "{label}须达到{bound}，高于列明的{value}", "{label} must reach {bound}, beyond the printed {value}"
)
_MUST_FALL = Template(
    "{label}须降到{bound}，低于列明的{value}", "{label} must fall to {bound}, beyond the printed {value}"
)
EXCEEDED = Text(
    "逐条检查时，超过列明的终点值算作达到；本审计按定值读时不许超过，换读法可改",
    "a check of single goals counts an endpoint that is exceeded as met; read as a value, the audit does not allow it, "
    "and another reading does",
)
EDGES = Text(
    "矛盾与改动按区间边界计：列明的数值代表一个区间（如2.8左右指2.75以上、不到2.85）；按目标求解则取列明数值本身，两者因而不同",
    "contradictions and changes go by the edges of the intervals that printed numbers stand for (about 2.8: from 2.75 "
    "to below 2.85); solving for a goal aims at the printed number itself, so that the two differ",
)
GIVEN_UP = Text("去掉", "given up")
BY_RANK = Text(
    "先看条数，条数相同的先改约束力弱的，再看改动占自身数值的比例",
    "fewer statements first; of as many, the weaker in force, then those that move least relative to their own value",
)
CORRECTIONS_CUT = Template("{why}，只列出最少的{count}组", "{why}: the {count} smallest sets found are listed")
FULL_STOP = Template("{sentence}。", "{sentence}.")
SHARED = Template("矛盾按共有条目归并：{lines}", "the contradictions by what they share: {lines}")
NUMBERED = Template("（{number}）{line}", "({number}) {line}")
_LINE = Template("{shared}，加上{choices}", "{shared} with {choices}")
_ANY_OF = Template("下列任一项：{alternatives}", "any one of: {alternatives}")
_TOGETHER = Template("（{items}合在一起）", "({items} together)")


def clash_sentence(contradictions: Sequence[Sequence[Item]], ended: Ended, terms: Terms) -> Text:
    """Return what clashes, through what; without a full stop."""
    common = [item for item in contradictions[0] if all(item in other for other in contradictions)]
    more = NO_TEXT if ended is Ended.COMPLETE else _MORE.format(why=WHY_ENDED[ended])
    count = len(contradictions)
    if count == 1 and ended is Ended.COMPLETE:
        return terms.say(_ONE_CLASH, common=_listed(common))
    if not common:
        return terms.say(_CLASH_APART, count=count, more=more)
    groups = {group for items in contradictions for item in items if item not in common for group in item.groups}
    named = [group.label for group in terms.groups if group.key in groups]
    with_others = _WITH_OTHERS.format(others=Text.all_of(named)) if named else NO_TEXT
    return terms.say(_CLASH, count=count, more=more, common=_listed(common), with_others=with_others)


def fewest_sentences(
    proposals: Sequence[Proposal], items: Sequence[Item], at_printed: Mapping[tuple[int, int], float], terms: Terms
) -> Iterator[Text]:
    """Yield the fewest statements to change and to what, and what it would take instead; without full stops.

    `at_printed` gives, by the number of a proposal and of a statement, where its bound lies with the others at their
    printed values.
    """
    for number, (templates, proposal) in enumerate(zip(_TEMPLATES, proposals, strict=False)):
        said = [
            _change(change, items[change.item], at_printed.get((number, change.item)), terms)
            for change in proposal.changes
        ]
        changes = Text.join(said, zh="；", en="; ")
        audited = _AUDITED.format(feasibility=_HOLD[proposal.audited])
        one, several = templates
        if len(said) == 1:
            yield one.format(changes=changes, audited=audited)
        else:
            yield several.format(count=len(said), changes=changes, audited=audited)


def instead(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Return the first proposal and the first beside it that changes nothing of it, or else the next."""
    if len(proposals) < 2:
        return tuple(proposals)
    first, *others = proposals
    own = set(first.correction.members)
    return first, next((other for other in others if own.isdisjoint(other.correction.members)), others[0])


def readings_sentence(outcomes: Sequence[Outcome], terms: Terms) -> Text:
    """Return what the other readings of the same statements give; without a full stop."""
    return _READINGS.format(readings=Text.join((_outcome(one, terms) for one in outcomes), zh="；", en="; "))


def line_sentence(line: Line, items: Sequence[Item]) -> Text:
    """Return a line of contradictions: what they share, and what may stand beside it."""
    places = [[_alternative(part, items) for part in place] for place in ordered(line)]
    shared = Text.all_of(place[0] for place in places if len(place) == 1)
    choices = [_ANY_OF.format(alternatives=Text.join(place, zh="、", en=", ")) for place in places if len(place) > 1]
    if not choices:
        return shared
    return _LINE.format(shared=shared, choices=Text.join(choices, zh="；以及", en="; and "))


def change_in_words(change: Change, item: Item, terms: Terms) -> Text:
    """Return what becomes of a statement in a few words."""
    if change.after is None:
        return _GIVEN_UP.format(statement=said_with_force(item))
    return _CHANGED_TO.format(statement=said_with_force(item), value=new_value(change.after, terms))


def new_value(after: Item, terms: Terms) -> Text:
    """Return what changed words ask for: the value with its digits and unit."""
    first = after.members[0]
    text = Text.same(first.printed_text)
    if first.quantity.unit == "yuan":
        text = terms.amount(first.printed_text)
    return first.wording.in_words(text)


def _change(change: Change, item: Item, at_printed: float | None, terms: Terms) -> Text:
    if change.after is None or change.move is None:
        return _GIVEN_UP.format(statement=said_with_force(item))
    move, statement = change.move, item.members[0]
    bound = _bound(statement, move.bound, terms)
    exactly = bound if at_printed is None else _bound(statement, at_printed, terms)
    # where the two read alike, one is enough
    further = NO_TEXT if exactly == bound else _AT_PRINTED.format(bound=exactly)
    reach = (_LOWEST if move.side == "high" else _HIGHEST).format(bound=bound, at_printed=further)
    return _CHANGED.format(statement=said_with_force(item), value=new_value(change.after, terms), reach=reach)


def _bound(statement: Statement, bound: float, terms: Terms) -> Text:
    text = written(bound_figure(statement, bound), "text")
    return terms.amount(text) if statement.quantity.unit == "yuan" else Text.same(text)


def _outcome(outcome: Outcome, terms: Terms) -> Text:
    if not outcome.contradictions:
        goals = [_forced(item, move, terms) for item, move in outcome.forced]
        forced = _FORCED.format(goals=Text.all_of(goals)) if goals else NO_TEXT
        found = _NONE.format(forced=forced)
    else:
        first = outcome.first
        said = (
            ()
            if first is None
            else tuple(change_in_words(change, outcome.items[change.item], terms) for change in first.changes)
        )
        # what printed numbers as values take has been said before
        is_told = outcome.read_as is ReadAs.VALUES
        takes = _TAKES.format(changes=Text.all_of(said)) if said and not is_told else NO_TEXT
        more = NO_TEXT if outcome.complete else _OR_MORE
        found = _GROUPS.format(count=outcome.contradictions, more=more, takes=takes)
        if outcome.contradictions == 1 and outcome.complete:
            found = _ONE_GROUP.format(takes=takes)
    return _READ.format(read_as=outcome.read_as.label, found=found)


def _forced(item: Item, move: Move, terms: Terms) -> Text:
    statement = item.members[0]
    value = Text.same(statement.printed_text)
    if statement.quantity.unit == "yuan":
        value = terms.amount(statement.printed_text)
    template = _MUST_REACH if move.side == "high" else _MUST_FALL
    return template.format(label=item.in_sentence, bound=_bound(statement, move.bound, terms), value=value)


def _alternative(members: Sequence[int], items: Sequence[Item]) -> Text:
    said = _listed([items[member] for member in members])
    return said if len(members) == 1 else _TOGETHER.format(items=said)


def _listed(items: Sequence[Item]) -> Text:
    return Text.all_of(map(said_with_force, items))
