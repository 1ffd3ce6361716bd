"""Describe the columns of tables: heading, how cells are written, and what a frame holds of them."""

from dataclasses import dataclass
from typing import Literal

from ceheng_model.tables.cells import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import STATUSES, Force, Text, Verdict, label_of

SCENARIO = "scenario"
KEYS = (SCENARIO, "region", "group", "component", "year")
"""Columns that say what a value is of, in the order in which every frame begins with those it has."""

Held = Literal["text", "number", "whole", "flag", "date", "category"]
"""What a frame holds of a column."""

_CLOSED = {"force": tuple(Force), "status": STATUSES}
"""Columns whose keys are the same in every plan, in their order."""
_OF_WHAT = ("scenario", "region", "group", "component")
"""Columns that are categories even where a table does not know all their keys."""
_HELD_BY_KIND: dict[Kind, Held] = {"label": "text", "text": "text", "year": "whole", "verdict": "category"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Describe one column: its key in frames, its heading and how its cells are written."""

    key: str
    heading: Text
    kind: Kind = "text"
    decimals: int | None = None
    """Digits after the point; those usual for the kind where None."""
    shown: bool = True
    """Whether the column appears in text and HTML; frames, CSV and JSON carry every column."""
    among: tuple[str, ...] = ()
    """The keys that cells may be, in their order: the categories of a frame."""
    holds: Held | None = None
    """What a frame holds of it; what is usual for the kind where None."""
    is_toned: bool = False
    """Whether its words bear the colour of the row's verdict on pages that have colours."""
    may_lack: bool = False
    """Whether a whole number may be absent: a frame then holds it as one that can be."""

    @property
    def is_words(self) -> bool:
        """Whether its cells are words, which begin at the left and may break over lines; numbers do neither."""
        return self.kind in ("label", "text", "verdict")

    @property
    def held(self) -> Held:
        """What a frame holds of it: categories in their order, texts, numbers."""
        if self.holds is not None:
            return self.holds
        usual = _HELD_BY_KIND.get(self.kind, "number")
        return "category" if self.categories or (usual == "text" and self.key in _OF_WHAT) else usual

    @property
    def categories(self) -> tuple[str, ...]:
        """The keys that its cells may be, as far as they are known."""
        if self.kind == "verdict":
            return tuple(Verdict)
        return self.among or _CLOSED.get(self.key, ())


def column(key: str, kind: Kind = "label", *, among: tuple[str, ...] = ()) -> Column:
    """Return a column headed by the vocabulary's label of its key."""
    return Column(key=key, heading=label_of(key), kind=kind, among=among)


def group_column(terms: Terms) -> Column:
    """Return the column of groups, in the order of the plan."""
    return column("group", among=terms.group_keys)


def component_column(terms: Terms) -> Column:
    """Return the column of components, in the order of the plan, their total last."""
    return column("component", among=terms.items)
