"""Compose a brief from a finished analysis: the opening, then section after section."""

from collections.abc import Iterator
from dataclasses import replace
from math import isnan

from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.sections.certainty import certainty, chance_sentence
from ceheng_model.documents.brief.sections.contradictions import clashes, contradictions_found, missed_all_the_same
from ceheng_model.documents.brief.sections.foundations import sources, status_counts
from ceheng_model.documents.brief.sections.further_charts import further_charts
from ceheng_model.documents.brief.sections.income_structure import structure
from ceheng_model.documents.brief.sections.outlook import outlook
from ceheng_model.documents.brief.sections.promises import promises
from ceheng_model.documents.brief.sections.verdicts import verdict_counts, verdicts
from ceheng_model.documents.brief.sections.what_it_takes import needed_sentence, requirements
from ceheng_model.documents.paper.content import Letterhead, Paper, Paragraph
from ceheng_model.documents.paper.figures import amount, day_in_words, ratio
from ceheng_model.documents.paper.reading_order import numeral
from ceheng_model.ensemble import Ensemble
from ceheng_model.plan import unfilled_sentence
from ceheng_model.quantities import AllResidents
from ceheng_model.vocabulary import NO_TEXT, Text


def compose_brief(analysis: Analysis, *, letterhead: Letterhead | None = None) -> Paper:
    """Return the brief on an analysis; every figure in it is one of the analysis's results.

    >>> from ceheng_model.documents.brief.analysis import analyse
    >>> from ceheng_model.scenarios import scenario
    >>> brief = compose_brief(analyse(scenario("plan"), draws=1_000))
    >>> [section.heading.en for section in brief.sections][:3]
    ['What the plan promises', 'The projection', 'Components and contributions']
    """
    parts = (promises, outlook, structure, verdicts, clashes, certainty, requirements, sources)
    *sections, last = (part(analysis) for part in parts)
    return Paper(
        title=words.TITLE.format(plan=analysis.plan.title),
        subtitle=words.SUBTITLE.format(title=analysis.scenario.title),
        opening=(_about(analysis), *_unfilled(analysis), *_numbered(_findings(analysis))),
        sections=(*sections, replace(last, blocks=(*last.blocks, *further_charts(analysis)))),
        letterhead=letterhead or Letterhead(),
    )


def _about(analysis: Analysis) -> Paragraph:
    plan, terms = analysis.plan, analysis.terms
    years = analysis.scenario.years
    known = {"named": Text(f"《{plan.title.zh}》", ""), "issuer": plan.issuer, "issued": day_in_words(plan.issued)}
    about = terms.say(
        words.ABOUT,
        known=terms.say(words.KNOWN[plan.known], **known),
        # nothing stands for it in English, where all incomes are meant
        whose=Text(terms.of_group.zh, ""),
        base=terms.year_label(analysis.scenario.baseline.year),
        span=terms.span_label(years[0], analysis.scenario.headline_year),
    )
    return Paragraph(text=about)


def _unfilled(analysis: Analysis) -> Iterator[Paragraph]:
    """Yield how many places of the plan are still to be filled in, where any is: a reader has to know it first."""
    places = analysis.scenario.require_dossier().unfilled()
    if places:
        wordless = words.WORDLESS if any(one.key == "words" for one in places) else NO_TEXT
        said = {"sentence": unfilled_sentence(places), "wordless": wordless}
        yield Paragraph(text=analysis.terms.say(words.UNFILLED, **said))


def _numbered(findings: Iterator[tuple[Text, Text]]) -> Iterator[Paragraph]:
    for number, (head, finding) in enumerate(findings, start=1):
        ordinal = Text(numeral(number), str(number))
        yield Paragraph(text=words.FINDING.format(ordinal=ordinal, head=head, finding=finding.at_start()))


def _findings(analysis: Analysis) -> Iterator[tuple[Text, Text]]:
    """Yield what is found, each under its head; results that cannot be had are left out."""
    yield Text("测算结果", "Projection"), _incomes(analysis)
    yield Text("目标校验", "Checks"), verdict_counts(analysis)
    if not isinstance(analysis.audited, Text):
        how_many = contradictions_found(analysis.audited, analysis.terms)
        said = words.FULL_STOP.format(sentence=how_many) + missed_all_the_same(analysis)
        yield Text("目标之间是否一致", "Contradictions"), said
    missed = [needed_sentence(need, analysis.terms) for need in analysis.needed if need.missed]
    if missed:
        yield Text("所需增速", "Growth needed"), Text.join(missed, zh="", en=" ")
    if isinstance(analysis.ensemble, Ensemble) and analysis.ensemble.chances:
        yield Text("把握程度", "How sure"), chance_sentence(analysis, analysis.ensemble)
    yield (
        Text("数据性质", "Data"),
        words.NO_SURVEY.format(status=status_counts(analysis)) + _of_base(analysis) + _to_check(analysis),
    )


def _promises_all(analysis: Analysis) -> bool:
    return any(isinstance(statement.quantity, AllResidents) for statement in analysis.plan.statements)


def _of_base(analysis: Analysis) -> Text:
    """Return how far the base of a promised income of all residents is from what was published: verdicts hang on it."""
    apart = analysis.scenario.apart_from_published
    if apart is None or not _promises_all(analysis):
        return NO_TEXT
    return words.OF_BASE.format(said=apart.at_start())


def _to_check(analysis: Analysis) -> Text:
    """Return the warnings on the figures used, as a sentence of its own: leaders read the first page only."""
    warnings = [warning.text for warning in analysis.scenario.warnings]
    return words.TO_CHECK.format(said=Text.join(warnings, zh="；", en="; ")) if warnings else NO_TEXT


def _incomes(analysis: Analysis) -> Text:
    projection, terms = analysis.projection, analysis.terms
    last = projection.years[-1]
    totals = projection.totals.sel(year=last)
    results = [
        words.INCOME_RESULT.format(group=group.label, income=amount(float(totals.sel(group=group.key).values), terms))
        for group in analysis.scenario.groups
    ]
    if _promises_all(analysis):
        results.extend(_of_all(analysis))
    if projection.has_ratio:
        end = float(projection.urban_rural_ratio.sel(year=last).values)
        results.append(terms.say(words.RATIO_RESULT, ratio=ratio(end)))
    return words.RESULTS.format(year=terms.year_label(last), results=Text.join(results, zh="，"))


def _of_all(analysis: Analysis) -> Iterator[Text]:
    """Yield the income of all residents in the last year, where the population of that year is known."""
    if analysis.scenario.population is None:
        return
    income = float(analysis.projection.all_residents.values[..., -1])
    if not isnan(income):
        yield words.INCOME_RESULT.format(group=_EVERYBODY, income=amount(income, analysis.terms))


_EVERYBODY = Text("全体居民", "all residents")
