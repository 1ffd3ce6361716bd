"""Give what the audit finds under either reading: clashes, and the fewest statements to change, as they are told."""

from typing import Any

from ceheng_model.auditing import AuditReport, audit
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.opening import new_value
from ceheng_model.auditing.proposals import Change, Proposal
from ceheng_model.auditing.words import bound_figure, said_with_force
from ceheng_model.documents.page.statement_data import wording_data
from ceheng_model.documents.page.subject import Subject, both
from ceheng_model.errors import CehengError
from ceheng_model.tables import written
from ceheng_model.vocabulary import Text
from ceheng_model.wording import READINGS, WORDINGS

_MOST = 12
"""Clashes, and sets of statements to change, that a page shows: more is read in the audit itself."""


_MOST_SOLVES = 4_000
"""Linear programmes of one audit: what a page shows is found in some hundreds, and a page is written in seconds."""


def audit_data(subject: Subject) -> dict[str, Any]:
    """Return what the audit finds: as values where words name one, and with every statement as a floor."""
    found: dict[str, Any] = {}
    for reading in READINGS:
        as_floors = dict.fromkeys(WORDINGS, reading) if reading == "floor" else None
        try:
            found[reading] = _report(
                audit(subject.scenario, reading=as_floors, most=_MOST, corrections=_MOST, solves=_MOST_SOLVES), subject
            )
        except CehengError as error:
            found[reading] = {"why_not": both(Text(error.text("zh"), error.text("en")))}
    return found


def _report(report: AuditReport, subject: Subject) -> dict[str, Any]:
    return {
        "feasibility": report.feasibility.value,
        "headline": both(report.headline),
        "clashes": [
            {
                "sentence": both(one.sentence),
                "items": [_item(item) for item in one.items],
                "alone": [
                    {
                        **_item(item),
                        "to": both(Text.same(written(bound_figure(item.members[0], move.bound), "text")))
                        if move.possible
                        else None,
                    }
                    for item, move in one.repairs
                ],
            }
            for one in report.contradictions[:_MOST]
        ],
        "proposals": [_proposal(one, report, subject) for one in report.proposals[:_MOST]],
        "conditions": [both(text) for text in report.conditions],
    }


def _proposal(proposal: Proposal, report: AuditReport, subject: Subject) -> dict[str, Any]:
    return {
        "feasibility": proposal.audited.value,
        "changes": [_change(change, report.items[change.item], subject) for change in proposal.changes],
    }


def _change(change: Change, item: Item, subject: Subject) -> dict[str, Any]:
    after = change.after
    return {
        **_item(item),
        "to": None if after is None else both(new_value(after, subject.terms)),
        "wording": None if after is None else wording_data(after.members[0].wording),
    }


def _item(item: Item) -> dict[str, Any]:
    return {"said": both(said_with_force(item)), "ids": [member.id for member in item.members]}
