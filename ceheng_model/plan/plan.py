"""Hold a plan: its groups, years, statements and table of growth rates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError
from ceheng_model.levers import LeverTemplate
from ceheng_model.names import key_of
from ceheng_model.plan.catalogue import Measures
from ceheng_model.plan.counts import Count, Numbering
from ceheng_model.plan.restatements import restatement_table
from ceheng_model.plan.statements import (
    Statement,
    force_cell,
    force_column,
    place_column,
    tidied,
    words_column,
)
from ceheng_model.plan.unfilled import Unfilled
from ceheng_model.quantities import IncomeDistribution, UrbanRuralRatio
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Group, Keyed, Name, Template, Text, is_untranslated

_NO_MEASURES = Measures()
_MEASURES = Template("{kind}的措施", "the {kind}'s measures")
_IN_FOLDER = Template("在{kind}文件夹中", "be in the {kind}'s folder")
_IN_PLAN = Template("在{kind}中", "be in the {kind}")
_RATIO = Text("两个人群的收入比", "the income ratio of two groups")
_RATIO_TARGET = Template("{ratio}的目标", "a target for {ratio}")
_TABLE = Text("增速表", "growth table")
_NOTE = Template("{issuer}，{issued}", "{issuer}, {issued}")
_RANGE = Template("{low}—{high}", "{low} to {high}")

Known = Literal["issued", "reported"]
KNOWN: tuple[Known, ...] = get_args(Known)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Plan(Shown):
    """Hold one plan as typed, sourced data.

    >>> from ceheng_model.plan import load_plan
    >>> plan = load_plan()
    >>> plan.statement("ratio_2024").words
    '城乡居民收入比下降到2.8左右'
    """

    id: str
    folder: Path
    title: Text
    issuer: Text
    issued: date
    region: str
    base_year: int
    years: tuple[int, ...]
    terms: Terms
    """Its groups, components and ratio, with the words for what it counts."""
    baseline_file: Path
    shares: Mapping[str, str]
    """Share case of each group that is used when none is named."""
    series_files: Mapping[str, Path]
    statements: tuple[Statement, ...]
    """Headline statements, in the order of the file."""
    growth: tuple[Statement, ...]
    """One statement a cell of the growth table that is stated; none where the plan prints no table."""
    counts: tuple[Count, ...] = ()
    """Totals that the plan states and whose parts it states elsewhere."""
    levers: tuple[LeverTemplate, ...] = ()
    """Measures that the plan prices, with what a user has to give."""
    numberings: tuple[Numbering, ...] = ()
    """Numbers that its measures carry, annex by annex."""
    measures: Measures = _NO_MEASURES
    """Its measures with their figures and duties; none where ``plan.toml`` names no file."""
    known: Known = "issued"
    """Whether its text was at hand as issued, or its goals are as reports quote them."""
    distributions: Mapping[str, IncomeDistribution] = field(default_factory=dict)
    """How the incomes of people are spread, of each group of which the folder says it."""
    circumstances_file: Path | None = None
    """The table of what surrounds incomes; None where ``plan.toml`` names none."""

    @property
    def is_untranslated(self) -> bool:
        """Whether English readers have some of its statements in nothing but the original.

        >>> from ceheng_model.plan import load_plan
        >>> load_plan().is_untranslated
        False
        """
        again = (one.words for statement in self.statements for one in statement.restated)
        return any(map(is_untranslated, (*(one.words for one in self.all_statements), *again)))

    @property
    def horizon(self) -> int:
        """The last year that a statement is about, which may lie after the plan's own years."""
        judged = (statement.quantity.last_year for statement in self.statements if statement.needs is None)
        return max((self.years[-1], *judged))

    @property
    def years_told(self) -> frozenset[int]:
        """The years that a reader is shown.

        The base year, the plan's own, and later ones that statements are about.
        """
        later = (statement.quantity.last_year for statement in self.statements)
        return frozenset((self.base_year, *self.years, *later))

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups, in axis order."""
        return self.terms.groups

    @property
    def group_keys(self) -> tuple[str, ...]:
        """Keys of the groups, in axis order."""
        return tuple(group.key for group in self.groups)

    @property
    def all_statements(self) -> tuple[Statement, ...]:
        """Headline statements, then the cells of the growth table."""
        return self.statements + self.growth

    def statement(self, id: str) -> Statement:
        """Return a statement by its id; raise `InputError` listing the ids otherwise."""
        for statement in self.all_statements:
            if statement.id == id:
                return statement
        found = key_of(Text(f"{self.terms.kind.zh}条目", "the statement"), id, self.statement_names)
        return next(statement for statement in self.all_statements if statement.id == found)

    @property
    def statement_names(self) -> tuple[Name, ...]:
        """What statements are called: by their keys, and by what they are about."""
        return tuple(Name(statement.id, statement.label(self.terms)) for statement in self.all_statements)

    def require_measures(self) -> Measures:
        """Return the measures and what stands beside them.

        Raises `InputError` where the plan's folder holds nothing.
        """
        held = self.measures
        if not (held.measures or held.indicators or held.duties or held.bodies or held.deliverables):
            way_out = Text("在 plan.toml 的 [measures] 中写明文件", "name the file under [measures] in plan.toml")
            what = self.terms.say(_MEASURES)
            rule = self.terms.say(_IN_FOLDER)
            raise InputError(Fault(what=what, rule=rule, got="", way_out=way_out, place=Text.same(self.folder)))
        return self.measures

    def ratio_target(self) -> Statement:
        """Return the statement that prints a ratio within the plan's years.

        Raises `InputError` when there is none.
        """
        for statement in self.statements:
            quantity = statement.quantity
            within = quantity.last_year <= self.years[-1]
            if isinstance(quantity, UrbanRuralRatio) and statement.wording.printed_values and within:
                return statement
        raise InputError(
            Fault(
                what=_RATIO_TARGET.format(ratio=self.terms.compared.label if self.terms.has_ratio else _RATIO),
                rule=self.terms.say(_IN_PLAN),
                got="",
                way_out=Text("在 plan.toml 中加入该条目", "add such a statement to plan.toml"),
                place=Text.same(self.folder),
            )
        )

    def stated_growth(self, *, lowest: bool = False) -> tuple[Array, NDArray[np.bool_], Array]:
        """Return the growth table as arrays: stated rates, open cells, stated totals.

        Shapes ``(group, component, year)``, the same, and ``(group, year)``; fractions. Open cells,
        which are not stated or for which the plan prints only a sign, are true in the second array and 0 in
        the first; totals without a number are NaN. With `lowest`, every rate is the lowest that its wording accepts.
        """
        shape = (len(self.groups), len(self.terms.components), len(self.years))
        stated, is_open = np.zeros(shape), np.ones(shape, dtype=bool)
        totals = np.full((shape[0], shape[2]), np.nan)
        group_keys = self.group_keys
        for cell in self.growth:
            g, t = group_keys.index(cell.quantity.group), self.years.index(cell.quantity.last_year)
            sign_only = cell.wording.sign_only
            rate = cell.wording.bound if lowest else cell.wording.aim
            if cell.quantity.component == TOTAL:
                totals[g, t] = np.nan if sign_only else rate
            else:
                c = self.terms.component_keys.index(cell.quantity.component)
                is_open[g, c, t] = sign_only
                stated[g, c, t] = 0.0 if sign_only else rate
        return stated, is_open, totals

    def not_stated(self) -> NDArray[np.bool_]:
        """Return the components of which the growth table says nothing, shape ``(group, component, year)``."""
        components = self.terms.component_keys
        silent = np.ones((len(self.groups), len(components), len(self.years)), dtype=bool)
        for quantity in (cell.quantity for cell in self.growth if cell.quantity.component != TOTAL):
            g, t = self.group_keys.index(quantity.group), self.years.index(quantity.last_year)
            silent[g, components.index(quantity.component), t] = False
        return silent

    def unfilled(self) -> tuple[Unfilled, ...]:
        """Return the places that are still to be filled in: words of statements, and where they stand.

        >>> from ceheng_model.plan import load_plan
        >>> load_plan().unfilled()
        ()
        """
        file = self.folder / "plan.toml"
        table = [Unfilled(file=file, entry="growth", key="place", label=_TABLE)]
        places = table if self.growth and not self.growth[0].place else []
        for one in self.statements:
            keys = (key for key, given in (("words", one.words), ("place", one.place)) if not given)
            places += [Unfilled(file=file, entry=one.id, key=key, label=one.label(self.terms)) for key in keys]
        return tuple(places)

    def tables(self) -> tuple[Table, ...]:
        """Return the statements, headline ones first, and where goals are said again."""
        again = [(one.id, one.label(self.terms), one.force, one.restated) for one in self.statements if one.restated]
        return (self._statement_table(), *([restatement_table(again)] if again else []))

    def frame_table(self) -> Table:
        """Return one row a statement, headline ones first, and of what it speaks."""
        return tidied(self._statement_table(), self.all_statements, self.terms, printed="value")

    def _statement_table(self) -> Table:
        columns = (
            Column(key="statement", heading=Text("条目", "statement"), shown=False),
            Column(key="quantity", heading=Text("指标", "quantity")),
            Column(key="type", heading=Text("要求", "type")),
            Column(key="value", heading=Text("数值", "value"), kind="ratio", holds="number"),
            force_column(statement.force for statement in self.all_statements),
            words_column(statement.words for statement in self.all_statements),
            place_column(statement.place for statement in self.all_statements),
            Column(key="note", heading=Text("说明", "note"), shown=False),
        )
        rows: list[tuple[Cell, ...]] = []
        for statement in self.all_statements:
            wording = statement.wording
            wanted = (Keyed(wording.kind, wording.label), _printed(statement))
            said = (force_cell(statement.force), statement.words, statement.place, statement.note or NO_TEXT)
            rows.append((statement.id, statement.label(self.terms), *wanted, *said))
        note = _NOTE.format(issuer=self.issuer, issued=self.issued.isoformat())
        return Table(
            name="plan",
            title=self.title,
            columns=columns,
            drops=("place", "words", "statement", "force"),
            rows=tuple(rows),
            notes=(note,),
        )


def _printed(statement: Statement) -> Cell:
    """Return the printed values of a statement in the unit of its quantity: a number, or the ends of a range."""
    values = [statement.quantity.figure(value) for value in statement.wording.printed_values]
    if len(values) < 2:
        return values[0] if values else None
    low, high = (value.in_language() for value in (values[0], values[-1]))
    return Keyed(str(statement.wording.printed), _RANGE.format(low=low, high=high))
