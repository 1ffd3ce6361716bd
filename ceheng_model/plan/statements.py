"""Type what a plan says: which quantity, in which words, read as which interval."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ceheng_model.doors import door
from ceheng_model.plan.restatements import Restatement
from ceheng_model.quantities import Quantity
from ceheng_model.tables import Cell, Column, Figure, Table, column, component_column, group_column, written
from ceheng_model.terms import Terms
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import LABELS, Force, Keyed, Missing, Template, Text, strength
from ceheng_model.wording import Positive, Wording

_WITH_FORCE = Template("{label}（{force}）", "{label} ({force})")
_FIRMER = Template(
    "{place}重申为“{words}”，属性以较强的一处为准：{force}",
    "{place} says it again, “{words}”; the firmer of the two places holds: {force}",
)
_PLAIN = Text("未加限定", "flatly stated")
_WITH_FIGURE = Template("{label}（{figure}）", "{label} ({figure})")
_OF_ONE = Template("· {label}：{note}", "· {label}: {note}")
_QUOTED = Template("“{words}”", "“{words}”")
_STATEMENT = Text("条目", "statement")
_WORDS = Text("原文", "words")
STAND_IN = Positive()
"""Stands for a wording that has faults, until they are raised."""


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Abridged):
    """Hold one thing a plan says, in its own words and with the place they stand."""

    id: str
    quantity: Quantity
    wording: Wording
    words: str
    """The plan's own; empty while they are still to be filled in."""
    place: Text
    """Where they stand; nothing while it is still to be filled in."""
    headline: bool = True
    """Whether the statement stands in the plan's text rather than in its table of growth rates."""
    needs: Missing | None = None
    """What would be needed to judge a statement that the model cannot reach."""
    force: Force | None = None
    """How firmly the plan binds itself to it; None where it does not say."""
    restated: tuple[Restatement, ...] = ()
    """Further places where the plan says it again, perhaps with another force."""
    note: Text | None = None
    """What to mind about how the words are read."""
    everybody: bool = False
    """Whether the words speak of all residents, so that those are judged as well where the population is given."""

    @property
    def firmest(self) -> Force | None:
        """How firmly the plan binds itself to it where it does so most.

        What an annex pledges, the text does not undo.

        >>> from ceheng_model.plan import load_plan
        >>> rural = load_plan().statement("rural_growth")
        >>> rural.force, rural.firmest.value
        (None, 'binding')
        """
        return max((self.force, *(again.force for again in self.restated)), key=strength)

    @property
    def firmer(self) -> Restatement | None:
        """The further place whose force holds; None where the first place is as firm as any."""
        held = self.firmest
        return None if held is self.force else next(again for again in self.restated if again.force is held)

    @property
    def firmer_note(self) -> Text | None:
        """Where else the plan binds itself more firmly, with the words there; None where it does not."""
        again, held = self.firmer, self.firmest
        if again is None:
            return None
        label = _PLAIN if held is None else held.label
        return _FIRMER.format(place=again.place, words=again.words, force=label)

    def label(self, terms: Terms) -> Text:
        """Return a short name of the quantity in both languages."""
        return self.quantity.label(terms)

    def told(self, terms: Terms) -> Text:
        """Return the words in quotation marks; while they are still to be filled in, its name.

        >>> from ceheng_model.plan import load_plan
        >>> from dataclasses import replace
        >>> plan = load_plan()
        >>> replace(plan.statement("ratio_2024"), words="").told(plan.terms).en
        'urban-rural income ratio 2024 (2.8)'
        """
        return _QUOTED.format(words=self.words) if self.words else self.named(terms)

    def named(self, terms: Terms) -> Text:
        """Return the name of the quantity, with its figure while there are no words that say it."""
        label, figure = self.label(terms), self.printed_text
        return label if self.words or not figure else _WITH_FIGURE.format(label=label, figure=figure)

    @property
    def printed_figures(self) -> tuple[Figure, ...]:
        """The printed values in the quantity's unit, with the digits that are printed."""
        figures = [self.quantity.figure(value) for value in self.wording.printed_values]
        return tuple(figure._replace(decimals=self._digits(figure)) for figure in figures)

    @property
    def printed_text(self) -> str:
        """The printed values as a reader sees them, such as ``2.8`` or ``8%—10%``; empty for a sign."""
        return "—".join(written(figure, "text") for figure in self.printed_figures)

    def _digits(self, figure: Figure) -> int | None:
        step = self.wording.printed_step * (100.0 if figure.kind in ("percent", "points") else 1.0)
        return len(f"{step:.6f}".rstrip("0").partition(".")[2]) if step else figure.decimals


def words_column(words: Iterable[str], *, heading: Text = _WORDS) -> Column:
    """Return the column of the words of statements; readers see none where all are still to be filled in."""
    listed = list(words)
    return Column(key="words", heading=heading, shown=any(listed) or not listed)


def place_column(places: Iterable[Text], *, shown: bool = True) -> Column:
    """Return the column of where words stand; readers see none where all are still to be filled in."""
    listed = list(places)
    return Column(key="place", heading=Text("出处", "place"), shown=shown and (any(listed) or not listed))


def subject_columns(terms: Terms) -> tuple[Column, ...]:
    """Return the columns of a frame that say of what a statement speaks: group, component, first and last year."""
    first = Column(key="first_year", heading=Text("起始年", "first year"), kind="year")
    return (group_column(terms), component_column(terms), column("year", "year"), first)


def subject_cells(quantity: Quantity, terms: Terms) -> tuple[Cell, ...]:
    """Return the cells of these columns; a quantity of no single group has no component either."""
    component = quantity.component if quantity.group else None
    whose = (terms.named(key) if key else None for key in (quantity.group, component))
    return (*whose, quantity.last_year, quantity.first_year)


def spoken_of(statements: Sequence[Statement], terms: Terms) -> Table:
    """Return one row a statement: of what it speaks, its id, and the name of its quantity."""
    columns = (
        *subject_columns(terms),
        Column(key="statement", heading=_STATEMENT, kind="label", among=tuple(one.id for one in statements)),
        Column(key="quantity", heading=Text("指标", "quantity")),
    )
    rows = tuple((*subject_cells(one.quantity, terms), one.id, one.label(terms)) for one in statements)
    return Table(name="statements", title=_STATEMENT, columns=columns, rows=rows)


def tidied(table: Table, statements: Sequence[Statement], terms: Terms, *, printed: str) -> Table:
    """Return a table of statements as frames have it: of what each speaks in front, both ends of a range as numbers.

    `printed` is the column of the printed value; that of the upper end follows it.
    """
    at = [col.key for col in table.columns].index(printed)
    lower = replace(table.columns[at], holds="number")
    upper = replace(lower, key=f"{printed}_high", heading=Text("列明值上限", "printed, upper end"))
    rows = []
    for statement, row in zip(statements, table.rows, strict=True):
        ends = statement.wording.printed_values
        low, high = (ends[0] if ends else None), (ends[1] if len(ends) > 1 else None)
        rows.append((*subject_cells(statement.quantity, terms), *row[:at], low, high, *row[at + 1 :]))
    ids = tuple(statement.id for statement in statements)
    told = (*table.columns[:at], lower, upper, *table.columns[at + 1 :])
    named = (replace(col, among=ids) if col.key == "statement" else col for col in told)
    return replace(table, columns=(*subject_columns(terms), *named), rows=tuple(rows))


def firmer_notes(statements: Iterable[Statement], terms: Terms) -> tuple[Text, ...]:
    """Return a line on each statement to which the plan binds itself more firmly in a further place."""
    noted = ((one, one.firmer_note) for one in statements)
    return tuple(_OF_ONE.format(label=one.label(terms), note=note) for one, note in noted if note is not None)


def force_column(forces: Iterable[Force | None]) -> Column:
    """Return the column of the force of statements, which readers see where the plan says it of one of them."""
    return Column(key="force", heading=LABELS["force"], shown=any(force is not None for force in forces))


def with_force(label: Text, force: Force | None) -> Text:
    """Return a name with the force of its statement behind it, where a column would take room that there is not."""
    return label if force is None else _WITH_FORCE.format(label=label, force=force.label)


def force_cell(force: Force | None) -> Keyed | None:
    """Return the force of a statement as a table cell; nothing where the plan does not say it."""
    return None if force is None else force.named
