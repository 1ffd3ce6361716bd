"""Hold what the same statements give under other readings, and where one of them is forced past what it prints."""

from dataclasses import dataclass
from enum import StrEnum

from ceheng_model.auditing.items import Item
from ceheng_model.auditing.programme import Feasibility
from ceheng_model.auditing.proposals import Proposal
from ceheng_model.auditing.repairs import Move
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import Text


class ReadAs(StrEnum):
    """Say how all statements are read."""

    VALUES = "values"
    ENDPOINTS_AS_FLOORS = "endpoints_as_floors"
    FLOORS = "floors"

    @property
    def label(self) -> Text:
        """The reading in both languages."""
        return _LABELS[self]


_LABELS = {
    ReadAs.VALUES: Text("列明数值按定值读", "printed numbers read as values"),
    ReadAs.ENDPOINTS_AS_FLOORS: Text("“达到”按不低于读", "“to reach” read as “at least”"),
    ReadAs.FLOORS: Text("各条均按下限读", "everything read as floors"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Abridged):
    """Hold what the audit finds under one reading of all statements."""

    read_as: ReadAs
    items: tuple[Item, ...]
    feasibility: Feasibility
    contradictions: int
    complete: bool
    """Whether there are no more."""
    first: Proposal | None
    """The first of the smallest sets to change; None where everything can hold."""
    forced: tuple[tuple[Item, Move], ...] = ()
    """Goals that the others leave beyond what they print, each with how far it must go at least."""
