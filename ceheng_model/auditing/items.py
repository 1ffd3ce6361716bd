"""Gather a plan's statements into the items that an audit weighs against one another."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ceheng_model.auditing.readings import Readings
from ceheng_model.auditing.rows import Row, rows_of
from ceheng_model.names import key_of
from ceheng_model.plan import Plan, Statement
from ceheng_model.quantities import UndecidableError
from ceheng_model.scenarios import Scenario
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import Force, Missing, Name, Text
from ceheng_model.wording import Bounds, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Abridged):
    """Hold one statement as a person would tell it: a headline, or a row of the growth table over its years."""

    id: str
    members: tuple[Statement, ...]
    label: Text
    in_sentence: Text
    """What a sentence calls what it is of."""
    bounds: Bounds
    reading: str
    groups: frozenset[str]
    """Groups of the plan, and the economy, that the item constrains."""
    rows: tuple[Row, ...]
    shares_words: bool = False
    """Whether other statements of the plan have the same words, so that they alone do not tell it apart."""

    @property
    def words(self) -> str:
        """The plan's own words."""
        return self.members[0].words

    @property
    def force(self) -> Force | None:
        """How firmly the plan binds itself to it, in the firmest of the places where it says it."""
        return self.members[0].firmest

    @property
    def place(self) -> Text:
        """Where the words stand."""
        return self.members[0].place


@dataclass(frozen=True, slots=True, kw_only=True)
class Unaudited:
    """Hold a statement that the audit cannot decide, and what it needs."""

    statement: Statement
    label: Text
    missing: Missing


def items(
    plan: Plan, scenario: Scenario, readings: Readings, *, by_year: bool, only: Collection[str] | None
) -> tuple[tuple[Item, ...], tuple[Unaudited, ...]]:
    """Return what the audit weighs, and what it cannot; raise `InputError` for unknown statements.

    Growth cells of one group and component that say the same in every year are one item, unless
    `by_year`. `only` names the items to keep.
    """
    decided: dict[str, Item] = {}
    undecided: dict[str, Unaudited] = {}
    said = Counter(statement.words for statement in plan.statements)
    for id, members in _gathered(plan, by_year=by_year).items():
        label = _label(members, plan)
        try:
            rows = _rows(members, readings, scenario)
        except UndecidableError as error:
            undecided[members[0].id] = Unaudited(statement=members[0], label=label, missing=error.missing)
            continue
        decided[id] = Item(
            id=id,
            members=tuple(members),
            label=label,
            in_sentence=members[0].quantity.in_sentence(plan.terms, when=_when(members)),
            bounds=readings.bounds(members[0]),
            reading=readings.of(members[0]),
            groups=members[0].quantity.constrained(plan.terms),
            rows=rows,
            shares_words=said[members[0].words] > 1,
        )
    if only is None:
        return tuple(decided.values()), tuple(undecided.values())
    labels = {id: item.label for id, item in decided.items()} | {id: one.label for id, one in undecided.items()}
    only = _by_key(only, [Name(id, label) for id, label in labels.items()], scenario)
    return (
        tuple(item for id, item in decided.items() if id in only),
        tuple(unaudited for id, unaudited in undecided.items() if id in only),
    )


def reread(item: Item, wording: Wording, readings: Readings, scenario: Scenario) -> Item:
    """Return an item whose statements have other words; raise `UndecidableError` where they are not linear."""
    members = tuple(replace(member, wording=wording) for member in item.members)
    return replace(
        item,
        members=members,
        bounds=readings.bounds(members[0]),
        reading=readings.of(members[0]),
        rows=_rows(members, readings, scenario),
    )


def _rows(members: Sequence[Statement], readings: Readings, scenario: Scenario) -> tuple[Row, ...]:
    return tuple(row for member in members for row in rows_of(member, readings.bounds(member), scenario))


def _by_key(only: Collection[str], names: Sequence[Name], scenario: Scenario) -> frozenset[str]:
    what = Text(f"{scenario.terms.kind.zh}条目", "the statement")
    return frozenset(key_of(what, id, names) for id in only)


def _gathered(plan: Plan, *, by_year: bool) -> dict[str, list[Statement]]:
    gathered: dict[str, list[Statement]] = {statement.id: [statement] for statement in plan.statements}
    rows: dict[tuple[object, ...], list[Statement]] = {}
    for cell in plan.growth:
        quantity = cell.quantity
        key: tuple[object, ...] = (quantity.group, quantity.component, cell.words, cell.wording, cell.force)
        rows.setdefault((*key, quantity.last_year) if by_year else key, []).append(cell)
    for members in rows.values():
        quantity = members[0].quantity
        years = _span([member.quantity.last_year for member in members])
        gathered[f"growth.{quantity.group}.{quantity.component}.{years}"] = members
    return gathered


def _label(members: Sequence[Statement], plan: Plan) -> Text:
    return members[0].quantity.label(plan.terms, when=_when(members))


def _when(members: Sequence[Statement]) -> str:
    return _span([member.quantity.last_year for member in members]) if len(members) > 1 else ""


def _span(years: Sequence[int]) -> str:
    whole = list(years) == list(range(years[0], years[-1] + 1))
    if not whole:
        return ",".join(str(year) for year in years)
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
