"""Hold further places where a plan says a goal again, which may bind it otherwise than the first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ceheng_model.doors import door
from ceheng_model.files import Section
from ceheng_model.plan.printed_figures import words_fault
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.vocabulary import LABELS, Force, Text


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """Hold the words in which a plan says a goal again, with the place they stand.

    >>> from ceheng_model.plan import load_plan
    >>> again, = load_plan().statement("rural_growth").restated
    >>> again.force.value, again.place.en
    ('binding', 'annex 2, introduction')
    """

    words: str
    place: Text
    force: Force | None = None
    """How firmly the plan binds itself there; None where it does not say."""


def read_restatements(section: Section, values: Sequence[float], *, is_rate: bool) -> tuple[Restatement, ...]:
    """Return the ``restated`` of a statement; words with other figures than its `values` have a fault."""
    return tuple(_restatement(again, values, is_rate=is_rate) for again in section.sections("restated"))


def _restatement(section: Section, values: Sequence[float], *, is_rate: bool) -> Restatement:
    words = section.quoted("words")
    fault = words_fault(words, values, is_rate=is_rate, what=Text.same(f"{section.name}words"))
    if fault is not None:
        section.faults.append(fault.at(section.place))
    named = section.optional("force", lambda key: section.option(key, tuple(Force)))
    again = Restatement(
        words=words,
        place=section.texts("place"),
        force=Force(named) if named in tuple(Force) else None,
    )
    section.finish()
    return again


def restatement_table(said: Iterable[tuple[str, Text, Force | None, Sequence[Restatement]]]) -> Table:
    """Return one row a place where a goal is said again; `said` is id, label and force of statements with theirs."""
    columns = (
        Column(key="statement", heading=Text("条目", "statement")),
        Column(key="quantity", heading=Text("指标", "quantity")),
        Column(key="restated_force", heading=LABELS["force"], among=tuple(Force)),
        Column(
            key="first_force", heading=Text("首次所写属性", "force where first said"), shown=False, among=tuple(Force)
        ),
        Column(key="words", heading=Text("原文", "words")),
        Column(key="place", heading=Text("出处", "place")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (id, label, _cell(again.force), _cell(force), again.words, again.place)
        for id, label, force, restated in said
        for again in restated
    )
    title = Text("附件中重申的目标", "Goals said again")
    return Table(name="restated", title=title, columns=columns, drops=("place",), rows=rows)


def _cell(force: Force | None) -> Cell:
    return None if force is None else force.named
