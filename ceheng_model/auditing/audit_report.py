"""Hold and show what an audit found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from ceheng_model.auditing.by_bounds import Reach
from ceheng_model.auditing.contradictions import Ended
from ceheng_model.auditing.grouped import lines_of
from ceheng_model.auditing.growth_table_years import GroupYears
from ceheng_model.auditing.implied import Dominated, GroupSplit
from ceheng_model.auditing.items import Item, Unaudited
from ceheng_model.auditing.opening import (
    BY_RANK,
    CORRECTIONS_CUT,
    EDGES,
    EXCEEDED,
    FULL_STOP,
    GIVEN_UP,
    NUMBERED,
    SHARED,
    WHY_ENDED,
    clash_sentence,
    fewest_sentences,
    instead,
    line_sentence,
    new_value,
    readings_sentence,
)
from ceheng_model.auditing.programme import TOLERANCE, Feasibility
from ceheng_model.auditing.proposals import Change, Proposal
from ceheng_model.auditing.read_as import Outcome, ReadAs
from ceheng_model.auditing.readings import Readings
from ceheng_model.auditing.repairs import Move
from ceheng_model.auditing.words import (
    AS_FLOORS,
    CONTRADICTIONS,
    CUT_SHORT,
    FEASIBILITY,
    LEAST_TOTAL,
    MORE_PROPOSALS,
    NO_SPLIT,
    RATES_LEFT,
    READ_AS_PRINTED,
    READ_OTHERWISE,
    all_said,
    bound_figure,
    count_sentence,
    grounds,
    headline,
    interval,
    numbering_sentence,
    reach_sentence,
    said,
)
from ceheng_model.doors import door
from ceheng_model.plan import (
    Count,
    Finding,
    Numbering,
    finding_table,
    firmer_notes,
    force_cell,
    force_column,
    subject_cells,
    subject_columns,
    words_column,
)
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, Column, Figure, Shown, Table, component_column, group_column
from ceheng_model.terms import UNSPLIT
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import Group, Keyed, Missing, Text, strength

_USUAL = Text("按通常读法，各条的读法见末表", "read as usual, see the last table for each statement")
_CHANGED = Text("部分条目另有读法，见末表", "some statements read otherwise, see the last table")


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction(Abridged):
    """Hold statements that cannot hold together, though all but any one of them can."""

    items: tuple[Item, ...]
    moves: tuple[Move, ...]
    """For each statement, the least it must move alone so that the others can hold."""
    sentence: Text
    """Why they clash, with the numbers, for a reader who is no mathematician."""

    @property
    def repairs(self) -> tuple[tuple[Item, Move], ...]:
        """Each statement with its move, the weaker first, equally strong ones in the order of the plan.

        Every repair changes one statement, so that none is larger than another.
        """
        pairs = zip(self.items, self.moves, strict=True)
        return tuple(sorted(pairs, key=lambda pair: strength(pair[0].force)))


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class AuditReport(Shown):
    """Hold which promises of a plan can hold together, and what it would take."""

    scenario: Scenario
    readings: Readings
    """How wordings are read."""
    items: tuple[Item, ...]
    unaudited: tuple[Unaudited, ...]
    feasibility: Feasibility
    """Of all statements that are decided, by programmes or by bounds."""
    decided: Feasibility
    """Of the items alone."""
    reaches: tuple[Reach, ...]
    """What bounds say of statements that are not linear."""
    by_equality: tuple[Item, ...]
    """Items that ask for more than a bound, and can hold together with the others only at that very bound."""
    contradictions: tuple[Contradiction, ...]
    ended: Ended
    """What ended the search for contradictions and for what to change."""
    proposals: tuple[Proposal, ...]
    """The smallest sets of statements to change: the fewest first, then the weaker, then the least moves."""
    total_breach: float
    """Least sum over statements of their largest breach, yuan."""
    repair: tuple[Move, ...]
    """The moves of that least total relaxation."""
    repaired: Feasibility
    """What the audit says of the plan after these moves."""
    outcomes: tuple[Outcome, ...]
    """What the audit finds under other readings of all statements: as values, endpoints as floors, all as floors."""
    at_printed: Mapping[tuple[int, int], float]
    """Where bounds come to lie with the other statements at their printed values, by the number of a proposal among
    those that are told and of the statement."""
    dominated: tuple[Dominated, ...]
    """Statements that others imply, all wordings read as floors."""
    splits: tuple[GroupSplit, ...]
    by_case: tuple[tuple[str, str, Feasibility], ...]
    """Group, share case, and whether the statements on that group alone can hold."""
    years: tuple[GroupYears, ...]
    counts: tuple[Count, ...]
    """Totals that do not equal the sum of their parts."""
    numberings: tuple[Numbering, ...]
    """Annexes whose numbering has gaps or repeats."""
    organisation: tuple[Finding, ...]
    """Departments without a seat where they answer for measures, and annexes without dated reports."""
    solves: int
    """How many linear programmes were solved."""

    def read_as(self, read_as: ReadAs) -> Outcome:
        """Return what the audit finds under one reading of all statements."""
        return next(outcome for outcome in self.outcomes if outcome.read_as is read_as)

    @property
    def as_values(self) -> Feasibility:
        """What the audit says when wordings are read by default: printed numbers and endpoints as values."""
        return self.read_as(ReadAs.VALUES).feasibility

    @property
    def as_floors(self) -> Feasibility:
        """What the audit says when every wording is read as a floor."""
        return self.read_as(ReadAs.FLOORS).feasibility

    @property
    def told_proposals(self) -> tuple[Proposal, ...]:
        """The first proposal, and what it would take instead."""
        return instead(self.proposals)

    @property
    def opening(self) -> tuple[Text, ...]:
        """What was found in a few sentences, without full stops.

        What clashes and through what; the fewest to change; what it would take instead; what other readings give.
        """
        if not self.contradictions:
            return (self.headline,)
        terms = self.scenario.terms
        return (
            clash_sentence([contradiction.items for contradiction in self.contradictions], self.ended, terms),
            *self.fewest,
            self.read_otherwise,
        )

    @property
    def fewest(self) -> tuple[Text, ...]:
        """The fewest statements to change and to what, and what it would take instead; without full stops."""
        return tuple(fewest_sentences(self.told_proposals, self.items, self.at_printed, self.scenario.terms))

    @property
    def read_otherwise(self) -> Text:
        """What other readings of the same statements give; without a full stop."""
        return readings_sentence(self.outcomes, self.scenario.terms)

    @property
    def most_telling(self) -> int:
        """The number of the contradiction that asks most of the first statement to change.

        1 where nothing tells.
        """
        if not self.proposals:
            return 1
        changed = self.items[self.proposals[0].changes[0].item]
        asked = [
            max((move.distance for item, move in one.repairs if item.id == changed.id and move.possible), default=0.0)
            for one in self.contradictions
        ]
        return asked.index(max(asked)) + 1

    @property
    def answer(self) -> tuple[Text, ...]:
        """What clashes and the fewest to change, and what that is conditional on."""
        opening = tuple(FULL_STOP.format(sentence=sentence.at_start()) for sentence in self.opening[:2])
        return (*opening, READ_AS_PRINTED)

    @property
    def lead(self) -> tuple[Text, ...]:
        """What stands before the tables: the opening, and the contradictions by what they share, as sentences."""
        if not self.contradictions:
            return ()
        opening = tuple(FULL_STOP.format(sentence=sentence.at_start()) for sentence in self.opening)
        return (*opening, self.grouped) if len(self.contradictions) > 1 else opening

    @property
    def grouped(self) -> Text:
        """The contradictions by what they share, as one sentence."""
        lines = self.shared
        numbered = [NUMBERED.format(number=number, line=line) for number, line in enumerate(lines, start=1)]
        told = Text.join(numbered if len(lines) > 1 else lines, zh="；", en="; ")
        return FULL_STOP.format(sentence=SHARED.format(lines=told).at_start())

    @property
    def shared(self) -> tuple[Text, ...]:
        """The contradictions by what they share, as few lines as carry them; without full stops."""
        place = {item.id: position for position, item in enumerate(self.items)}
        sets = [frozenset(place[item.id] for item in one.items) for one in self.contradictions]
        return tuple(line_sentence(line, self.items) for line in lines_of(sets))

    @property
    def complete(self) -> bool:
        """Whether every contradiction and every set to change is listed; False when a limit ended the search."""
        return self.ended is Ended.COMPLETE

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What was not given and some statement needs to be audited, each once."""
        return tuple(dict.fromkeys(undecided.missing for undecided in self.unaudited))

    @property
    def headline(self) -> Text:
        """Whether the statements can hold together, and how many are not decided; without a full stop."""
        return headline(self)

    @property
    def is_qualified(self) -> bool:
        """Whether no clash was found among what is decided, but more has to be said than that it can hold."""
        found = self.decided is Feasibility.CONTRADICTS
        return not found and bool(self.unaudited or self.by_equality)

    @property
    def conditions(self) -> tuple[Text, ...]:
        """What it is conditional on: the plan, the base-year figures with their split, how wordings are read."""
        is_usual = not (self.readings.by_kind or self.readings.by_statement or self.readings.tolerance)
        return (Text.join([grounds(self.scenario), _USUAL if is_usual else _CHANGED], zh="；", en="; "),)

    def tables(self) -> tuple[Table, ...]:
        """Return contradictions, repairs, what is implied, the unknown split, the years, and the rest."""
        tables = (
            self.contradiction_table(),
            self.proposal_table(),
            self.repair_table(),
            self._repair(),
            self._dominated(),
            self._splits(),
            self._cases(),
            self._years(),
            self._numbers(),
            finding_table(self.organisation),
            self._unaudited(),
            self._readings(),
        )
        return tuple(table for table in tables if table.rows or table.notes)

    def frame_table(self) -> Table:
        """Return one row a contradiction and statement in it, with the least it must move alone."""
        told = [
            (number, contradiction.sentence, item, move)
            for number, contradiction in enumerate(self.contradictions, start=1)
            for item, move in zip(contradiction.items, contradiction.moves, strict=True)
        ]
        columns = (
            Column(key="contradiction", heading=Text("矛盾", "contradiction"), kind="year"),
            *_move_columns([item for _, _, item, _ in told], ends=False),
            Column(key="why", heading=Text("为什么", "why")),
        )
        rows = tuple(
            (number, item.id, said(item), *_move_cells(item, move, ends=False), why) for number, why, item, move in told
        )
        spoken_of = [subject_cells(item.members[0].quantity, self.scenario.terms) for _, _, item, _ in told]
        title = CONTRADICTIONS.format(count=len(self.contradictions))
        table = Table(name="contradictions", title=title, columns=columns, rows=rows)
        return table.led_by(subject_columns(self.scenario.terms), spoken_of)

    def contradiction_table(self) -> Table:
        """Return one row a contradiction: the statements in it, and why they clash."""
        rows = tuple(
            (number, _ids(contradiction.items), all_said(contradiction.items), contradiction.sentence)
            for number, contradiction in enumerate(self.contradictions, start=1)
        )
        columns = (
            Column(key="number", heading=Text("序号", "number"), kind="year"),
            Column(key="statements", heading=Text("条目", "statements"), shown=False),
            Column(key="words", heading=Text("不能同时成立的条目", "statements that cannot hold together")),
            Column(key="why", heading=Text("为什么", "why")),
        )
        notes = [self.headline]
        if not self.complete:
            notes.append(CUT_SHORT.format(count=len(rows), why=WHY_ENDED[self.ended]))
        notes += [EDGES, EXCEEDED] if rows else []
        title = CONTRADICTIONS.format(count=len(rows))
        return Table(name="contradictions", title=title, columns=columns, rows=rows, notes=tuple(notes))

    def proposal_table(self, *, most: int | None = None) -> Table:
        """Return the smallest sets of statements to change, and how far each must go at least.

        With `most`, the first of them alone.
        """
        shown = self.proposals[:most]
        rows = tuple(
            (number, *self._change_cells(change, at_printed.get(change.item)), FEASIBILITY[proposal.audited])
            for number, proposal in enumerate(shown, start=1)
            for at_printed in (self._at_printed(proposal),)
            for change in proposal.changes
        )
        items = [self.items[change.item] for proposal in shown for change in proposal.changes]
        columns = (
            Column(key="proposal", heading=Text("办法", "proposal"), kind="year"),
            Column(key="statement", heading=Text("条目", "statement"), shown=False),
            Column(key="words", heading=Text("条目", "statement")),
            force_column(item.force for item in items),
            Column(key="becomes", heading=Text("改为", "becomes")),
            Column(key="bound", heading=Text("按区间边界须到", "reaches by the edges"), kind="ratio"),
            Column(
                key="at_printed",
                heading=Text("按列明数值须到", "by the printed values"),
                kind="ratio",
                shown=bool(self.at_printed),
            ),
            Column(key="audited", heading=Text("改后再审", "audited again")),
        )
        notes = [BY_RANK] if rows else []
        if more := len(self.proposals) - len(shown):
            notes.append(MORE_PROPOSALS.format(count=more))
        if rows and not self.complete:
            notes.append(CORRECTIONS_CUT.format(why=WHY_ENDED[self.ended], count=len(self.proposals)))
        title = Text("最少改动：改这些条，其余照旧即能成立", "The fewest to change, so that all the rest can stand")
        return Table(
            name="proposals",
            title=title,
            columns=columns,
            drops=("at_printed", "audited"),
            rows=rows,
            notes=tuple(notes),
        )

    def _change_cells(self, change: Change, at_printed: float | None) -> tuple[Cell, ...]:
        item = self.items[change.item]
        first = (item.id, said(item), force_cell(item.force))
        if change.after is None or change.move is None:
            return *first, GIVEN_UP, None, None
        statement = item.members[0]
        exactly = None if at_printed is None else bound_figure(statement, at_printed)
        value = new_value(change.after, self.scenario.terms)
        return *first, value, bound_figure(statement, change.move.bound), exactly

    def _at_printed(self, proposal: Proposal) -> dict[int, float]:
        """Return where the bounds of a proposal come to lie at printed values; nothing of those that are not told."""
        told = self.told_proposals
        number = told.index(proposal) if proposal in told else None
        return {item: bound for (of, item), bound in self.at_printed.items() if of == number}

    def repair_table(self) -> Table:
        """Return, for each contradiction and statement in it, the least it must move alone."""
        involved = [item for contradiction in self.contradictions for item in contradiction.items]
        ends = any(map(_is_range, involved))
        rows = tuple(
            (number, item.id, said(item), *_move_cells(item, move, ends=ends))
            for number, contradiction in enumerate(self.contradictions, start=1)
            for item, move in contradiction.repairs
        )
        columns = (
            Column(key="contradiction", heading=Text("矛盾", "contradiction"), kind="year"),
            *_move_columns(involved, ends=ends),
        )
        title = Text("单独修复：只改一条，其余成立", "Repairs: move one statement alone, the others hold")
        return Table(name="repairs", title=title, columns=columns, drops=("allowed",), rows=rows)

    def _repair(self) -> Table:
        moved = [(self.items[move.item], move) for move in self.repair]
        ends = any(_is_range(item) for item, _ in moved)
        rows = tuple((item.id, said(item), *_move_cells(item, move, ends=ends)) for item, move in moved)
        title = Text("最小总修复（供参考）", "Least total relaxation (for reference)")
        note = self.scenario.terms.say(LEAST_TOTAL, total=self.total_breach, feasibility=FEASIBILITY[self.repaired])
        columns = _move_columns([item for item, _ in moved], ends=ends)
        return Table(
            name="least_total",
            title=title,
            columns=columns,
            drops=("allowed",),
            rows=rows,
            notes=(note,) if rows else (),
        )

    def _dominated(self) -> Table:
        rows = []
        for redundant in self.dominated:
            item, by = self.items[redundant.item], [self.items[position] for position in redundant.by]
            rows.append((item.id, said(item), force_cell(item.force), _ids(by), all_said(by)))
        columns = (
            Column(key="statement", heading=Text("条目", "statement"), shown=False),
            Column(key="words", heading=Text("多余的条目", "redundant statement")),
            force_column(self.items[redundant.item].force for redundant in self.dominated),
            Column(key="implied_by_ids", heading=Text("依据", "by"), shown=False),
            Column(key="implied_by", heading=Text("由这些条目已可推出", "follows from")),
        )
        title = Text("多余的条目（各条均按下限读）", "Redundant statements (all read as floors)")
        note = AS_FLOORS.format(feasibility=FEASIBILITY[self.as_floors])
        return Table(name="dominated", title=title, columns=columns, drops=("force",), rows=tuple(rows), notes=(note,))

    def _splits(self) -> Table:
        groups = {group.key: group for group in self.scenario.groups}
        rows = tuple(
            row
            for split in self.splits
            if self.scenario.baseline.is_split(split.group)
            for row in self._split_rows(split, groups[split.group])
        )
        notes = tuple(
            NO_SPLIT.format(
                group=groups[split.group].label,
                statements=all_said(self.items[position] for position in split.contradiction),
            )
            for split in self.splits
            if split.contradiction
        )
        columns = (
            group_column(self.scenario.terms),
            component_column(self.scenario.terms),
            Column(key="low", heading=Text("占比下限", "lowest share"), kind="percent", decimals=1),
            Column(key="high", heading=Text("占比上限", "highest share"), kind="percent", decimals=1),
            Column(key="present", heading=Text("所用案例", "case in use"), kind="percent", decimals=1),
        )
        title = Text(
            "基年构成：各人群自身条目能成立的范围", "Split of the base year: where each group's own statements can hold"
        )
        return Table(name="splits", title=title, columns=columns, drops=("present",), rows=rows, notes=notes)

    def _split_rows(self, split: GroupSplit, group: Group) -> list[tuple[Cell, ...]]:
        levels = self.scenario.baseline.levels[self.scenario.group_keys.index(split.group)]
        shares = levels / levels.sum()
        return [
            (group.named, self.scenario.terms.named(share.component), share.low, share.high, float(shares[position]))
            for position, share in enumerate(split.ranges)
        ]

    def _cases(self) -> Table:
        names = {group.key: group for group in self.scenario.groups}
        dossier = self.scenario.require_dossier()
        rows = tuple(
            (names[group].named, Keyed(case, dossier.case_title(names[group], case)), FEASIBILITY[verdict])
            for group, case, verdict in self.by_case
            if case != UNSPLIT.key
        )
        columns = (
            group_column(self.scenario.terms),
            Column(key="share_case", heading=Text("构成案例", "share case")),
            Column(key="verdict", heading=Text("该人群自身条目", "the group's own statements")),
        )
        return Table(name="share_cases", title=Text("各构成案例", "Share cases"), columns=columns, rows=rows)

    def _years(self) -> Table:
        names: dict[str, Group] = {group.key: group for group in self.scenario.groups}
        years = self.years[0].years if self.years else ()
        rows: list[tuple[Cell, ...]] = [
            (names[own.group].named, *own.open_rates, _year(own.first_not_positive), _year(own.first_impossible))
            for own in self.years
        ]
        columns = (
            group_column(self.scenario.terms),
            *(Column(key=str(year), heading=self.scenario.terms.year_label(year), kind="percent") for year in years),
            Column(key="first_not_positive", heading=Text("首次不为正", "first not positive")),
            Column(key="first_impossible", heading=Text("首次不可能", "first impossible")),
        )
        title = Text("逐年：增速表留给未定构成的增速", "Year by year: growth left for the open components")
        return Table(
            name="years",
            title=title,
            columns=columns,
            drops=("first_not_positive",),
            rows=tuple(rows),
            notes=(RATES_LEFT,) if rows else (),
        )

    def _numbers(self) -> Table:
        rows: list[tuple[Cell, ...]] = [(count.total.place, count_sentence(count)) for count in self.counts]
        rows += [(numbering.place, numbering_sentence(numbering)) for numbering in self.numberings]
        columns = (
            Column(key="place", heading=Text("出处", "place")),
            Column(key="finding", heading=Text("发现", "finding")),
        )
        return Table(name="counts", title=Text("数与编号", "Counts and numbering"), columns=columns, rows=tuple(rows))

    def _unaudited(self) -> Table:
        rows = tuple(
            (one.statement.id, one.label, one.statement.words, force_cell(one.statement.firmest), one.missing.what)
            for one in self.unaudited
        )
        columns = (
            Column(key="statement", heading=Text("条目", "statement"), shown=False),
            Column(key="quantity", heading=Text("指标", "quantity")),
            words_column(one.statement.words for one in self.unaudited),
            force_column(one.statement.firmest for one in self.unaudited),
            Column(key="needs", heading=Text("缺", "needs")),
        )
        title = Text("本次不能判定的条目", "Statements this audit cannot decide")
        notes = tuple(reach_sentence(reach) for reach in self.reaches)
        return Table(name="unaudited", title=title, columns=columns, drops=("words", "force"), rows=rows, notes=notes)

    def _readings(self) -> Table:
        rows = tuple(
            (item.id, said(item), force_cell(item.force), _READING[item.reading], interval(item)) for item in self.items
        )
        columns = (
            Column(key="statement", heading=Text("条目", "statement"), shown=False),
            Column(key="words", heading=Text("条目", "statement")),
            force_column(item.force for item in self.items),
            Column(key="reading", heading=Text("读法", "reading")),
            Column(key="allowed", heading=Text("允许的范围", "allowed")),
        )
        note = self.scenario.terms.say(
            READ_OTHERWISE,
            as_values=FEASIBILITY[self.as_values],
            as_floors=FEASIBILITY[self.as_floors],
            tolerance=TOLERANCE,
            solves=self.solves,
        )
        title, told = Text("所用读法", "Readings used"), self.scenario.circumstance_notes()
        firmer = firmer_notes((item.members[0] for item in self.items), self.scenario.terms)
        return Table(
            name="readings", title=title, columns=columns, drops=("force",), rows=rows, notes=(note, *told, *firmer)
        )


_READING = {"value": Text("定值", "value"), "floor": Text("下限", "floor")}
_ENDS = {"low": Text("下限", "lower end"), "high": Text("上限", "upper end")}


def _ids(items: Sequence[Item]) -> str:
    return ", ".join(item.id for item in items)


def _is_range(item: Item) -> bool:
    return len(item.members[0].wording.printed_values) > 1


def _move_columns(items: Sequence[Item], *, ends: bool) -> tuple[Column, ...]:
    """Return the columns of moves; with `ends`, one that says which end of a range moves."""
    return (
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="words", heading=Text("条目", "statement")),
        force_column(item.force for item in items),
        Column(key="allowed", heading=Text("现为", "allowed now")),
        *([Column(key="end", heading=Text("改动的一端", "end"))] if ends else []),
        Column(key="distance", heading=Text("需调整", "move"), kind="ratio"),
        Column(key="bound", heading=Text("调整到", "new bound"), kind="ratio"),
    )


def _move_cells(item: Item, move: Move, *, ends: bool) -> tuple[Cell, ...]:
    quantity = item.members[0].quantity
    shown = _is_range(item) and not isnan(move.distance)
    end = (Keyed(move.side, _ENDS[move.side]) if shown else None,) if ends else ()
    first = (force_cell(item.force), interval(item), *end)
    if isnan(move.distance):
        return *first, None, Text("单独调整不能修复", "cannot be repaired alone")
    distance = move.distance if move.side == "high" else -move.distance
    bound = bound_figure(item.members[0], move.bound)
    moved: Figure = quantity.figure(distance, signed=True, decimals=bound.decimals)
    return *first, moved, bound


def _year(year: int | None) -> str:
    return "–" if year is None else str(year)
