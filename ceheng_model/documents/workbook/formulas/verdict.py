"""Write verdicts as formulas over the row of a statement: which side is judged, its limit, the room that is left."""

from dataclasses import dataclass
from typing import Literal

from ceheng_model.documents.workbook.formulas.named_constants import Constants
from ceheng_model.vocabulary import Verdict
from ceheng_model.wording import Wording

Sign = Literal[-1, 0, 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Hold by three signs how a wording is judged."""

    side: Sign
    """1 where more is better, -1 where less is."""
    itself: Sign
    """1 where the value that is asked for meets the words itself, -1 where it does not."""
    beyond: Sign
    """1 where only what lies past the far end exceeds the words, -1 where that end does too, 0 where nothing does."""

    @classmethod
    def of(cls, wording: Wording) -> "Judged":
        """Return how a wording is judged."""
        up = wording.better == "up"
        itself = not wording.is_open if wording.strict or up else wording.closed
        beyond: Sign = 1 if wording.closed or not up else -1
        # nothing goes beyond words that everything past a value meets
        if wording.strict or wording.is_open:
            beyond = 0
        return cls(side=1 if up else -1, itself=1 if itself else -1, beyond=beyond)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Write the formulas of a row from the addresses of its cells."""

    constants: Constants
    side: str
    itself: str
    beyond: str
    low: str
    high: str

    def limit(self) -> str:
        """Return the formula of the value at which the words are just met, with the noise that is allowed for."""
        end = f"IF({self.side}>0,N({self.low}),N({self.high}))"
        return f"{end}-{self.side}*{self.itself}*{self.constants.noise}*MAX(ABS({end}),1)"

    def margin(self, limit: str) -> str:
        """Return the formula of the room from which the words are exceeded; a dash where they never are."""
        end = f"IF({self.side}>0,{self.high},{self.low})"
        far = f"{self.side}*({end}-{limit})"
        noise = f"{self.beyond}*{self.constants.noise}*MAX(ABS({end}),1)"
        return f"IF({self.beyond}=0,{self.constants.dash},{far}+{noise})"


def room(value: str, *, side: str, limit: str, constants: Constants) -> str:
    """Return the formula of how far a value lies past the limit; a dash where there is no value."""
    return f"IF(ISNUMBER({value}),{side}*({value}-{limit}),{constants.dash})"


def sure_room(found: str, unsure: str, *, constants: Constants) -> str:
    """Return the formula of the room, a dash where rounding may change on which side of the limit the value lies."""
    return f"IF(ISNUMBER({found}),IF(N({unsure})>ABS({found}),{constants.dash},{found}),{constants.dash})"


def undecided_formula(given: str, *, constants: Constants) -> str:
    """Return the formula of what is said where there is no sure room: not judged, or undecidable."""
    return f"IF({given}=0,{constants.verdict(Verdict.NOT_JUDGED)},{constants.verdict(Verdict.UNDECIDABLE)})"


def verdict_formula(found: str, *, margin: str, undecided: str, constants: Constants) -> str:
    """Return the formula of a verdict from the sure room, the margin, and what is said where there is none."""
    met, exceeded, missed = (constants.verdict(verdict) for verdict in (Verdict.MET, Verdict.EXCEEDED, Verdict.MISSED))
    # a dash is more than every number: what cannot be exceeded never is
    fine = f"IF({found}>{margin},{exceeded},{met})"
    return f"IF(ISNUMBER({found}),IF({found}<0,{missed},{fine}),{undecided})"


def distance_formula(value: str, *, side: str, aim: str, found: str, constants: Constants) -> str:
    """Return the formula of the distance to the goal, whose printed value stands at `aim`."""
    far = f"{side}*({value}-{aim})"
    return f"IF(ISNUMBER({value}),IF({found}<0,MIN({far},0),MAX({far},0)),{constants.dash})"
