"""Which of the chosen promises clash, and what repairs them, in sentences."""

from ceheng_model.app.words import word
from ceheng_model.auditing import AuditReport, Contradiction, Feasibility
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.repairs import Move
from ceheng_model.auditing.words import said_with_force
from ceheng_model.tables import written
from ceheng_model.vocabulary import Language


def verdict(report: AuditReport, language: Language) -> str:
    """Return in a sentence whether the promises can hold together."""
    if report.is_qualified:
        return word("told", language, report.headline.in_language(language))
    if report.feasibility is Feasibility.CONTRADICTS:
        return word("contradicts", language, len(report.contradictions))
    return word("holds" if report.feasibility is Feasibility.HOLDS else "edge", language)


def repairs(clash: Contradiction, language: Language) -> list[str]:
    """Return one sentence a move, the weaker promises first: which promise, to what value."""
    return [_repair(item, move, language) for item, move in clash.repairs]


def fewest(report: AuditReport, language: Language) -> list[str]:
    """Return the sentences on the fewest promises to change, and on what it would take instead."""
    return [sentence.at_start().in_language(language) for sentence in report.fewest]


def _repair(item: Item, move: Move, language: Language) -> str:
    name = said_with_force(item).in_language(language)
    if not move.possible:
        return word("not_alone", language, name)
    bound = written(item.members[0].quantity.figure(move.bound), "text")
    return word(f"move_{move.side}", language, name, bound)
