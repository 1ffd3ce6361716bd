"""Say which goals contradict one another, and what would resolve it beside the smallest repair."""

from collections.abc import Iterator
from functools import partial

from ceheng_model.auditing import AuditReport, Feasibility
from ceheng_model.auditing.words import count_sentence, numbering_sentence
from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.sections.part import Behind, Part, Piece
from ceheng_model.documents.paper.content import Exhibit, Paragraph, Picture
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import NO_TEXT, Text, Verdict

_MOST_WAYS = 3
"""Ways to resolve the contradictions that a brief lists: a leader chooses between few."""


def clashes(analysis: Analysis) -> Part:
    """Return the section on contradictions, repairs, and what the plan counts wrongly."""
    report = analysis.audited
    if isinstance(report, Text):
        blocks: tuple[Piece, ...] = (Paragraph(text=words.NO_AUDIT.format(why=report)),)
    else:
        blocks = (*_contradictions(analysis, report), *_repairs(report), *_wrong_counts(report))
    return Part(heading=Text("相互矛盾之处与修订", "What contradicts what, and the repairs"), pieces=blocks)


def no_contradiction(report: AuditReport, terms: Terms) -> Text:
    """Return that no statements contradict one another, as far as they can be decided; without a full stop."""
    if report.is_qualified:
        return report.headline
    return terms.say(words.NO_CONTRADICTION, feasible=words.FEASIBLE[report.feasibility])


def missed_all_the_same(analysis: Analysis) -> Text:
    """Return how many goals the scenario misses though all can hold together; empty where that is not so."""
    report = analysis.audited
    missed = sum(checked.verdict is Verdict.MISSED for checked in analysis.headline)
    if isinstance(report, Text) or report.contradictions or report.is_qualified or not missed:
        return NO_TEXT
    return words.MISSED_ALL_THE_SAME.format(count=missed)


def _contradictions(analysis: Analysis, report: AuditReport) -> Iterator[Piece]:
    terms = report.scenario.terms
    if not report.contradictions:
        none = _agree_either_way(report) or no_contradiction(report, terms).at_start()
        yield Paragraph(text=words.FULL_STOP.format(sentence=none) + missed_all_the_same(analysis))
        return
    yield Paragraph(text=terms.say(words.AUDIT))
    several = len(report.contradictions) > 1
    clash = report.opening[0] if several else report.contradictions[0].sentence
    yield Paragraph(text=words.FULL_STOP.format(sentence=clash.at_start()))
    from ceheng_model import charts

    draw = partial(charts.contradiction, report, report.most_telling)
    yield Picture(caption=Text("不能同时成立的几条目标", "What each allows, and what the others leave"), draw=draw)
    title = Text("不能同时成立的条目", "Statements that cannot hold together")
    notes = (report.grouped,) if several else ()
    table = report.contradiction_table().narrowed(title=title, without=("words",), notes=notes)
    yield Behind(shown=Exhibit(table=table))


def _agree_either_way(report: AuditReport) -> Text | None:
    """Return that the statements agree however printed numbers are read; None where that is not the whole answer."""
    if report.is_qualified or {report.as_values, report.as_floors} != {Feasibility.HOLDS}:
        return None
    plan = report.scenario.plan
    table = words.TABLE_VALUES if plan is not None and plan.growth else NO_TEXT
    return report.scenario.terms.say(words.AGREE_EITHER_WAY, table=table)


def _repairs(report: AuditReport) -> Iterator[Piece]:
    if not report.contradictions:
        return
    # the first and smallest is recommended on the first page
    for sentence in report.fewest[1:]:
        yield Paragraph(text=words.FULL_STOP.format(sentence=sentence.at_start()))
    yield Paragraph(text=words.FULL_STOP.format(sentence=report.read_otherwise.at_start()))
    yield Behind(shown=Exhibit(table=report.proposal_table(most=_MOST_WAYS).narrowed()))


def _wrong_counts(report: AuditReport) -> Iterator[Piece]:
    counts = [(count.total.place, count_sentence(count)) for count in report.counts]
    numberings = [(numbering.place, numbering_sentence(numbering)) for numbering in report.numberings]
    faults = [words.WRONG_COUNT.format(place=place, fault=fault) for place, fault in (*counts, *numberings)]
    if faults:
        yield Paragraph(text=words.WRONG_COUNTS.format(faults=Text.join(faults, zh="；", en="; ")))
