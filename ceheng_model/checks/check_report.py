"""Hold and show the verdicts on every statement of a plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ceheng_model.baselines import base_cell, base_column, base_notes
from ceheng_model.doors import door
from ceheng_model.errors import no_key
from ceheng_model.plan import Statement, force_cell, force_column, tidied, words_column
from ceheng_model.projection import Projection
from ceheng_model.tables import Cell, Column, Figure, Shown, Table, written
from ceheng_model.values import Value
from ceheng_model.vocabulary import DISTANCE, Group, Missing, Template, Text, Verdict
from ceheng_model.wording import ROUNDOFF

Shares = Mapping[str, str]


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RequiredGrowth(Value):
    """Hold the growth of one group that would just meet a statement, all other paths as they are."""

    group: str
    component: str
    growth: float
    """Average annual growth that reaches the printed value, fraction."""
    growth_to_bound: float
    """The same for the lowest value that still rounds to the printed one."""
    present: float
    """Average annual growth as projected."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckedStatement(Value):
    """Hold the verdict on one statement."""

    statement: Statement
    label: Text
    verdict: Verdict
    value: float
    """The quantity as projected; NaN when it was not judged."""
    distance_to_goal: float
    """Distance from the printed value: positive with room, negative where it falls short, 0 where rounding does it."""
    uncertainty: float = 0.0
    """Half-width of the quantity left open by rounding of published figures."""
    required: tuple[RequiredGrowth, ...]
    missing: Missing | None = None
    """What was not given: what a statement that is not judged needs, else what its value does without."""
    note: Text | None = None
    rests_on: Text | None = None
    """The part of the note that says which levels of a series nobody has published."""
    circular: bool = False
    """Whether a base was computed back from the statement, so that its verdict is no independent test."""

    @property
    def holds(self) -> bool:
        """Whether the statement is met or exceeded."""
        return self.verdict in (Verdict.MET, Verdict.EXCEEDED)

    def is_ceiling(self, required: RequiredGrowth) -> bool:
        """Return whether growth may reach that rate at most, as a goal not passed asks for less.

        >>> from ceheng_model.checks.verdicts import check
        >>> from ceheng_model.projection import project
        >>> from ceheng_model.scenarios import scenario
        >>> ratio = check(project(scenario("plan")))["ratio_2024"]
        >>> {one.group: ratio.is_ceiling(one) for one in ratio.required}
        {'rural': False, 'urban': True}
        """
        below = required.growth < required.present - ROUNDOFF
        # one met by rounding alone still lies on the side of those that are missed
        short = self.verdict is Verdict.MISSED or self.distance_to_goal <= 0.0
        return below if short else required.growth > required.present + ROUNDOFF

    def figure(self, value: float, *, signed: bool = False) -> Figure:
        """Return a number in the unit of the statement's quantity."""
        return self.statement.quantity.figure(value, signed=signed)

    def distance(self, value: float) -> Figure:
        """Return a signed distance between two values of the statement's quantity.

        Rates and shares by points.
        """
        return self.statement.quantity.difference_figure(value)

    def distance_in_words(self, value: float) -> Text:
        """Return such a distance with its unit where that is points, for a sentence."""
        figure = self.distance(value)
        shown = figure.in_language()
        return _POINTS.format(value=shown) if figure.kind == "points" else Text.same(shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementNote:
    """Hold a note with the statements that it is about."""

    note: Text
    about: tuple[CheckedStatement, ...]

    @property
    def text(self) -> Text:
        """The statements and then the note, as a line of a list."""
        return _REMARK.format(labels=Text.join(checked.label for checked in self.about), note=self.note)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CheckReport(Shown):
    """Hold the verdicts on every statement of a plan, and what they owe to the assumed shares."""

    projection: Projection
    checked: tuple[CheckedStatement, ...]
    by_case: tuple[tuple[Shares, Mapping[str, Verdict]], ...]
    """Verdicts by statement id for every combination of share cases."""
    everybody: tuple[CheckedStatement, ...] = ()
    """Verdicts on all residents where the plan's words speak of them, groups are judged and the population is given."""
    impossible_cases: tuple[tuple[Shares, Text], ...] = ()
    """Combinations of share cases under which the scenario cannot be projected, and why."""

    def __getitem__(self, id: str) -> CheckedStatement:
        """Return the verdict on one statement by its id; raise `InputError`, a `KeyError` too, when there is none."""
        verdicts = (*self.checked, *self.everybody)
        for checked in verdicts:
            if checked.statement.id == id:
                return checked
        raise no_key(Text("条目", "the statement"), id, (checked.statement.id for checked in verdicts))

    def _ipython_key_completions_(self) -> list[str]:
        return [checked.statement.id for checked in (*self.checked, *self.everybody)]

    @property
    def missed(self) -> tuple[CheckedStatement, ...]:
        """The statements that are missed, headline ones first."""
        return tuple(checked for checked in self.checked if checked.verdict is Verdict.MISSED)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What was not given and some statement needs or does without, each once."""
        return tuple(dict.fromkeys(checked.missing for checked in self.checked if checked.missing is not None))

    def depends_on_case(self) -> dict[str, dict[Verdict, list[Shares]]]:
        """Return the statements whose verdict changes with the share case, and which cases give which.

        The cases name only the groups whose split matters to the statement.
        """
        cases = {
            id: _cases_by_verdict([(shares, verdicts[id]) for shares, verdicts in self.by_case])
            for id in (checked.statement.id for checked in self.checked)
        }
        return {id: by_verdict for id, by_verdict in cases.items() if len(by_verdict) > 1}

    @property
    def headline(self) -> tuple[CheckedStatement, ...]:
        """The statements of the plan's text."""
        return tuple(checked for checked in self.checked if checked.statement.headline)

    @property
    def cells(self) -> tuple[CheckedStatement, ...]:
        """The cells of the growth table."""
        return tuple(checked for checked in self.checked if not checked.statement.headline)

    @property
    def unmet_cells(self) -> tuple[CheckedStatement, ...]:
        """The cells of the growth table that are not met: missed, undecidable or not judged."""
        return tuple(checked for checked in self.cells if not checked.holds)

    @property
    def statement_notes(self) -> tuple[StatementNote, ...]:
        """The notes on headline statements, statements with the same note together."""
        about: dict[Text, list[CheckedStatement]] = {}
        for checked in self.headline:
            if checked.note is not None:
                about.setdefault(checked.note, []).append(checked)
        return tuple(StatementNote(note=note, about=tuple(checked)) for note, checked in about.items())

    @property
    def reading_notes(self) -> tuple[StatementNote, ...]:
        """What the plan's folder says of how the words of headline statements are read, those alike together."""
        about: dict[Text, list[CheckedStatement]] = {}
        for checked in self.headline:
            for said in (checked.statement.note, checked.statement.firmer_note):
                if said is not None:
                    about.setdefault(said, []).append(checked)
        return tuple(StatementNote(note=note, about=tuple(checked)) for note, checked in about.items())

    def tables(self) -> tuple[Table, ...]:
        """Return the headline statements, the growth table, and what depends on the share case.

        The growth table where there is one.
        """
        cells = (self.cell_table(),) if self.cells else ()
        return (self.statement_table(), *cells, *self._case_tables())

    def frame_table(self) -> Table:
        """Return one row a statement, headline statements first, and of what it speaks."""
        chosen = (*self.headline, *self.everybody, *self.cells)
        terms = self.projection.scenario.terms
        table = self._table("statements", terms.say(_TITLE), chosen, ())
        return tidied(table, [one.statement for one in chosen], terms, printed="printed")

    def summary(self) -> tuple[Table, ...]:
        """Return the headline statements and the cells of the growth table that are not met."""
        count, unmet = len(self.cells), self.unmet_cells
        headline = self.statement_table()
        if count:
            note = _CELLS_MET.format(count=count, met=count - len(unmet))
            headline = replace(headline, notes=(*headline.notes, note))
        cells = (self.cell_table(met=False),) if unmet else ()
        return (headline, *cells, *self._case_tables())

    def _case_tables(self) -> tuple[Table, ...]:
        # with a single split there is nothing to tell, unless it cannot hold
        return () if len(self.by_case) == 1 and not self.impossible_cases else (self.case_table(),)

    def statement_table(self) -> Table:
        """Return one row a headline statement, then all residents where they are judged.

        With the notes on them.
        """
        told = self.projection.scenario.circumstance_notes()
        terms = self.projection.scenario.terms
        noted = (*self.statement_notes, *self.reading_notes)
        circular = base_notes(checked.circular for checked in self.headline)
        notes = (*circular, *(note.text for note in noted), *told, terms.say(_MARGIN))
        return self._table("statements", terms.say(_TITLE), (*self.headline, *self.everybody), notes)

    def cell_table(self, *, met: bool = True) -> Table:
        """Return one row a cell of the growth table, with those that are met or without them."""
        return self._table("growth_cells", Text("增速表", "Growth table"), self.cells if met else self.unmet_cells, ())

    def case_table(self, *, counted: bool = True, together: bool = False) -> Table:
        """Return the statements whose verdict depends on the assumed shares.

        A note says how many they are, unless told. With `together` those that have the same verdicts share a row.
        """
        in_words = self.projection.scenario.require_dossier().shares_in_words
        depending = self.depends_on_case()
        forces = {id: self[id].statement.firmest for id in depending}
        alike: dict[tuple[object, ...], list[str]] = {}
        for id, cases in depending.items():
            told = (forces[id], _verdicts_in_words(cases, in_words))
            alike.setdefault(told if together else (*told, id), []).append(id)
        rows = tuple(
            (
                ", ".join(ids),
                Text.join((self[id].label for id in ids), zh="、", en="; "),
                force_cell(forces[ids[0]]),
                _verdicts_in_words(depending[ids[0]], in_words),
            )
            for ids in alike.values()
        )
        columns = (_STATEMENT, _QUANTITY, force_column(forces.values()), _VERDICTS)
        notes = [_OF.format(whole=in_words(shares), part=why) for shares, why in self.impossible_cases]
        if self.by_case and counted:
            notes.append(_changed_note(len(depending), len(self.by_case)))
        title = Text("随构成案例而变的判定", "Verdicts that depend on the share case")
        return Table(name="share_cases", title=title, columns=columns, rows=rows, notes=tuple(notes))

    def _table(self, name: str, title: Text, chosen: Sequence[CheckedStatement], notes: tuple[Text, ...]) -> Table:
        groups = self.projection.scenario.groups
        rows = tuple(_row(checked, groups) for checked in chosen)
        return Table(
            name=name,
            title=title,
            columns=_columns(chosen),
            drops=("words", "required", "base", "force"),
            rows=rows,
            notes=notes,
        )


_POINTS = Template("{value}个百分点", "{value} pp")
_OF = Template("{whole}：{part}", "{whole}: {part}")
_OF_GROUP = Template("{group} {rate}", "{group} {rate}")
AT_MOST = Template("至多{rate}", "at most {rate}")
_REMARK = Template("· {labels}：{note}", "· {labels}: {note}")
_CELLS_MET = Template("增速表{count}格，达到{met}格", "growth table: {met} of {count} cells met")
_NONE_CHANGES = Template(
    "换用全部{count}种构成案例的组合，没有判定改变", "no verdicts change over all {count} combinations of share cases"
)
_SOME_CHANGE = Template(
    "换用全部{count}种构成案例的组合，{changed}条判定改变",
    "{changed} verdicts change over all {count} combinations of share cases",
)
_TITLE = Template("{kind}条目", "Statements of the {kind}")
_MARGIN = Template(
    "距目标差额为测算值与列明值之差，正数为有余，负数为不足，四舍五入后达到的为0；收入以{unit}计，增速、占比等以百分点计；"
    "所需增速为其他路径不变时正好达到列明值的年均增速",
    "distance to goal: distance from the printed value, positive with room, negative where it falls short, "
    "0 where rounding makes up for it; income in {unit}, "
    "rates and shares in percentage points; required growth: average annual growth that just reaches the "
    "printed value, other paths unchanged",
)
_STATEMENT = Column(key="statement", heading=Text("条目", "statement"), shown=False)
_QUANTITY = Column(key="quantity", heading=Text("指标", "quantity"))
_VERDICTS = Column(key="verdicts", heading=Text("各案例下的判定", "verdict by share case"))


def _columns(chosen: Sequence[CheckedStatement]) -> tuple[Column, ...]:
    return (
        _STATEMENT,
        _QUANTITY,
        words_column(one.statement.words for one in chosen),
        Column(key="place", heading=Text("出处", "place"), shown=False),
        Column(key="type", heading=Text("类型", "type"), shown=False),
        force_column(one.statement.firmest for one in chosen),
        Column(key="printed", heading=Text("列明值", "printed"), kind="ratio", shown=False),
        Column(key="value", heading=Text("测算", "projected"), kind="ratio"),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
        base_column(one.circular for one in chosen),
        Column(key="distance_to_goal", heading=DISTANCE, kind="ratio"),
        Column(key="required", heading=Text("所需增速", "required growth")),
        Column(key="required_group", heading=Text("人群", "group"), shown=False),
        Column(key="required_growth", heading=Text("所需增速", "required growth"), kind="percent", shown=False),
        Column(key="required_growth_to_bound", heading=Text("至界限", "to bound"), kind="percent", shown=False),
        Column(key="note", heading=Text("说明", "note"), shown=False),
    )


def _row(checked: CheckedStatement, groups: tuple[Group, ...]) -> tuple[Cell, ...]:
    statement, wording = checked.statement, checked.statement.wording
    first = checked.required[0] if checked.required else None
    return (
        statement.id,
        checked.label,
        statement.words,
        statement.place,
        wording.kind,
        force_cell(statement.firmest),
        wording.printed,
        checked.figure(checked.value),
        checked.verdict,
        base_cell(circular=checked.circular),
        checked.distance(checked.distance_to_goal),
        required_text(checked, groups),
        first.group if first else None,
        first.growth if first else None,
        first.growth_to_bound if first else None,
        Text.join([note for note in (checked.note, statement.note, statement.firmer_note) if note], zh="；", en="; "),
    )


def required_text(checked: CheckedStatement, groups: tuple[Group, ...]) -> Text:
    """Return the required growth in words: one group, or either of two."""
    labels = {group.key: group.label for group in groups}
    rates = {}
    for required in checked.required:
        rate = Text.same(written(required.growth, "percent", decimals=3))
        rates[required.group] = AT_MOST.format(rate=rate) if checked.is_ceiling(required) else rate
    if len(rates) == 1:
        return Text.join(rates.values())
    ways = (_OF_GROUP.format(group=labels[key], rate=rate) for key, rate in rates.items())
    return Text.join(ways, zh=" 或 ", en=" or ")


def _verdicts_in_words(cases: Mapping[Verdict, Sequence[Shares]], in_words: Callable[[Shares], Text]) -> Text:
    parts = (
        _OF.format(whole=verdict.label, part=Text.join(map(in_words, shares), zh="；", en="; "))
        for verdict, shares in cases.items()
    )
    return Text.join(parts, zh="；", en="; ")


def _changed_note(changed: int, count: int) -> Text:
    return _SOME_CHANGE.format(changed=changed, count=count) if changed else _NONE_CHANGES.format(count=count)


def _cases_by_verdict(verdicts: list[tuple[Shares, Verdict]]) -> dict[Verdict, list[Shares]]:
    """Return the cases that give each verdict, by the groups that decide; nothing where all verdicts are alike."""
    if len({verdict for _, verdict in verdicts}) < 2:
        return {}
    groups = _deciding_groups(verdicts)
    cases: dict[Verdict, list[Shares]] = {}
    for shares, verdict in verdicts:
        deciding = {group: shares[group] for group in groups}
        if deciding not in cases.setdefault(verdict, []):
            cases[verdict].append(deciding)
    return cases


def _deciding_groups(verdicts: list[tuple[Shares, Verdict]]) -> list[str]:
    """Return the groups whose share case alone, all others the same, changes a verdict."""
    deciding = []
    for group in verdicts[0][0]:
        others: dict[tuple[str, ...], set[Verdict]] = {}
        for shares, verdict in verdicts:
            others.setdefault(tuple(shares[key] for key in shares if key != group), set()).add(verdict)
        if any(len(differing) > 1 for differing in others.values()):
            deciding.append(group)
    return deciding
