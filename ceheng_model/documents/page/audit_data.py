"""Give what the audit finds under either reading: clashes, and the fewest statements to change, as they are told."""

from typing import Any

from ceheng_model.auditing import Limits
from ceheng_model.auditing.auditor import MOST_SECONDS
from ceheng_model.auditing.findings import Findings, findings
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.opening import new_value
from ceheng_model.auditing.proposals import Change, Proposal
from ceheng_model.auditing.words import said_with_force
from ceheng_model.documents.page.statement_data import wording_data
from ceheng_model.documents.page.subject import Subject, both
from ceheng_model.errors import CehengError
from ceheng_model.vocabulary import Text
from ceheng_model.wording import READINGS, WORDINGS

_MOST = 12
"""Clashes, and sets of statements to change, that a page shows: more is read in the audit itself."""


_MOST_SOLVES = 4_000
"""Linear programmes of one audit: what a page shows is found in some hundreds, and a page is written in seconds."""


def audit_data(subject: Subject) -> dict[str, Any]:
    """Return what the audit finds: as values where words name one, and with every statement as a floor."""
    limits = Limits(contradictions=_MOST, corrections=_MOST, solves=_MOST_SOLVES, seconds=MOST_SECONDS)
    found: dict[str, Any] = {}
    for reading in READINGS:
        as_floors = dict.fromkeys(WORDINGS, reading) if reading == "floor" else None
        try:
            found[reading] = _found(findings(subject.scenario, reading=as_floors, limits=limits), subject)
        except CehengError as error:
            found[reading] = {"why_not": both(Text(error.text("zh"), error.text("en")))}
    return found


def _found(found: Findings, subject: Subject) -> dict[str, Any]:
    return {
        "headline": both(found.headline),
        "clashes": [both(one.sentence) for one in found.contradictions[:_MOST]],
        "proposals": [_proposal(one, found, subject) for one in found.proposals[:_MOST]],
        "grounds": both(found.grounds),
    }


def _proposal(proposal: Proposal, found: Findings, subject: Subject) -> dict[str, Any]:
    return {
        "changes": [_change(change, found.items[change.item], subject) for change in proposal.changes],
    }


def _change(change: Change, item: Item, subject: Subject) -> dict[str, Any]:
    after = change.after
    return {
        **_item(item),
        "to": None if after is None else both(new_value(after, subject.terms)),
        "wording": None if after is None else wording_data(after.members[0].wording),
        "printed": None if after is None else after.members[0].printed_text,
    }


def _item(item: Item) -> dict[str, Any]:
    return {"said": both(said_with_force(item)), "ids": [member.id for member in item.members]}
