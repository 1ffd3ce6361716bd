"""Say at a glance how a target, an indicator or a deliverable stands: on schedule, behind, not reported, or open."""

from collections.abc import Mapping
from enum import StrEnum

from ceheng_model.tracking.deliverable_states import Standing
from ceheng_model.tracking.progress import Pace
from ceheng_model.tracking.target_outlook import State
from ceheng_model.vocabulary import Keyed, Template, Text, Verdict


class Light(StrEnum):
    """Say how something stands in one of four words, each with a sign that a copy in black and white keeps."""

    ON_SCHEDULE = "on_schedule"
    BEHIND = "behind"
    NOT_REPORTED = "not_reported"
    OPEN = "open"
    """Not due yet, or not judged: nobody is late with it."""

    @property
    def label(self) -> Text:
        """The word in both languages."""
        return _LABELS[self]

    @property
    def verdict(self) -> Verdict:
        """The verdict whose colour it bears: green, red, amber, and grey for what is open."""
        return _VERDICTS[self]

    def signed(self, said: Text | None = None) -> Keyed:
        """Return a cell with the sign in front of the word, or of what is said more exactly.

        >>> Light.BEHIND.signed().text
        Text(zh='▲滞后', en='▲ behind')
        """
        return Keyed(self.value, _SIGNED.format(sign=_SIGNS[self], said=self.label if said is None else said))


_LABELS: Mapping[Light, Text] = {
    Light.ON_SCHEDULE: Text("达到序时进度", "on schedule"),
    Light.BEHIND: Text("滞后", "behind"),
    Light.NOT_REPORTED: Text("未报", "not reported"),
    Light.OPEN: Text("未到期或未判定", "not due or not judged"),
}
_VERDICTS: Mapping[Light, Verdict] = {
    Light.ON_SCHEDULE: Verdict.MET,
    Light.BEHIND: Verdict.MISSED,
    Light.NOT_REPORTED: Verdict.UNDECIDABLE,
    Light.OPEN: Verdict.NOT_JUDGED,
}
_SIGNS: Mapping[Light, str] = {
    Light.ON_SCHEDULE: "●",
    Light.BEHIND: "▲",
    Light.NOT_REPORTED: "○",
    Light.OPEN: "□",
}
_SIGNED = Template("{sign}{said}", "{sign} {said}")
_OF_STATES: Mapping[State, Light] = {
    State.REACHED: Light.ON_SCHEDULE,
    State.ON_TRACK: Light.ON_SCHEDULE,
    State.OFF_TRACK: Light.BEHIND,
    State.MISSED: Light.BEHIND,
    State.NO_ACTUALS: Light.NOT_REPORTED,
    State.NOT_JUDGED: Light.OPEN,
}
_OF_PACES: Mapping[Pace, Light] = {
    Pace.REACHED: Light.ON_SCHEDULE,
    Pace.AHEAD: Light.ON_SCHEDULE,
    Pace.ON_PACE: Light.ON_SCHEDULE,
    Pace.BEHIND: Light.BEHIND,
    Pace.MISSED: Light.BEHIND,
    Pace.NOT_DUE: Light.OPEN,
    Pace.NOT_JUDGED: Light.OPEN,
    Pace.MISSING: Light.NOT_REPORTED,
}


def light_of(shown: State | Pace | Standing) -> Light:
    """Return how a target's state, an indicator's pace or a deliverable's standing looks at a glance.

    >>> light_of(State.MISSED), light_of(Pace.AHEAD)
    (<Light.BEHIND: 'behind'>, <Light.ON_SCHEDULE: 'on_schedule'>)
    """
    if isinstance(shown, State):
        return _OF_STATES[shown]
    if isinstance(shown, Pace):
        return _OF_PACES[shown]
    if shown.is_overdue:
        return Light.BEHIND
    if shown.report is None:
        return Light.NOT_REPORTED
    return Light.ON_SCHEDULE if shown.is_done else Light.OPEN
