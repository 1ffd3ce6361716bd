"""Compose a brief from a finished analysis: one page, a brief of a few pages, or the brief with its annexes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.lengths import DEFAULT_LENGTH, Length, require_length
from ceheng_model.documents.brief.sections.certainty import certainty, page_certainty, page_risks
from ceheng_model.documents.brief.sections.contradictions import clashes
from ceheng_model.documents.brief.sections.first_page import (
    advice,
    answer,
    assumed,
    cautions,
    changed,
    key_figures,
    main_chart,
    unfilled,
)
from ceheng_model.documents.brief.sections.foundations import sources
from ceheng_model.documents.brief.sections.further_charts import further_charts
from ceheng_model.documents.brief.sections.income_structure import structure
from ceheng_model.documents.brief.sections.outlook import outlook
from ceheng_model.documents.brief.sections.part import Part
from ceheng_model.documents.brief.sections.progress import page_progress, progress
from ceheng_model.documents.brief.sections.verdicts import verdicts
from ceheng_model.documents.brief.sections.what_it_takes import requirements
from ceheng_model.documents.paper.content import (
    Annex,
    Exhibit,
    Letterhead,
    Paper,
    Paragraph,
    Picture,
    Section,
    refer,
)
from ceheng_model.documents.paper.figures import day_in_words
from ceheng_model.plan import Plan
from ceheng_model.vocabulary import Template, Text

_WITH_ARTICLE = Template("{issuer}", "the {issuer}")
_PARTS: tuple[tuple[Callable[[Analysis], Part], Text], ...] = (
    (verdicts, Text("目标原文和逐条说明", "The goals as printed")),
    (outlook, Text("增速假设和各情景明细", "Growth assumed, and the scenarios")),
    (structure, Text("收入构成和贡献明细", "Income by component and contributions")),
    (clashes, Text("矛盾和改法明细", "Contradictions and repairs")),
    (requirements, Text("所需增速图", "Growth needed")),
    (certainty, Text("把握程度明细", "How sure it is, in detail")),
    (sources, Text("基年数据、构成案例和方法明细", "Data, share cases and method")),
)
"""Sections in their order, each with the title of its annex."""
_PROGRESS = Text("执行进度明细", "Progress in detail")
_FURTHER = Text("其他图", "Further charts")


def compose_brief(
    analysis: Analysis, *, length: Length = DEFAULT_LENGTH, letterhead: Letterhead | None = None
) -> Paper:
    """Return the brief on an analysis; every figure in it is one of the analysis's results.

    `length` says how much it tells: ``page`` is one page for a leader, ``brief`` the report of a few pages, ``full``
    the report with annexes that hold the official tables and further charts. Raises `InputError` for any other.

    >>> from ceheng_model.documents.brief.analysis import analyse
    >>> from ceheng_model.scenarios import scenario
    >>> analysis = analyse(scenario("plan"), draws=1_000)
    >>> [section.heading.en for section in compose_brief(analysis).sections][:3]
    ['The goals of the plan and the checks', 'The projection', 'Components and contributions']
    >>> len(compose_brief(analysis, length="page").sections)
    0
    """
    require_length(length)
    if length == "page":
        return _page(analysis, letterhead or Letterhead())
    annexes: list[Annex] = []
    sections: list[Section] = []
    for number, (part, title) in enumerate(_parts(analysis), start=1):
        behind = _keyed(part.behind, f"{number}") if length == "full" else ()
        sections.append(Section(heading=part.heading, blocks=(*part.blocks, *_references(behind))))
        if behind:
            annexes.append(Annex(title=title, blocks=behind))
    if length == "full" and (charts := _keyed(further_charts(analysis), "further")):
        last = sections.pop()
        sections.append(replace(last, blocks=(*last.blocks, *_references(charts))))
        annexes.append(Annex(title=_FURTHER, blocks=charts))
    return Paper(
        title=words.TITLE.format(plan=analysis.plan.title),
        subtitle=words.SUBTITLE.format(title=analysis.scenario.title),
        opening=(_about(analysis), *unfilled(analysis), answer(analysis)),
        front=(*key_figures(analysis), *cautions(analysis), *advice(analysis), assumed(analysis)),
        sections=tuple(sections),
        annexes=tuple(annexes),
        has_contents=length == "full",
        letterhead=letterhead or Letterhead(),
    )


def _page(analysis: Analysis, letterhead: Letterhead) -> Paper:
    return Paper(
        title=words.PAGE_TITLE.format(plan=analysis.plan.title),
        subtitle=words.SUBTITLE.format(title=analysis.scenario.title),
        opening=(*changed(analysis), *unfilled(analysis), answer(analysis)),
        front=(
            *key_figures(analysis),
            main_chart(analysis),
            *cautions(analysis),
            *advice(analysis),
            *page_progress(analysis),
            page_certainty(analysis),
            *page_risks(analysis),
            assumed(analysis),
        ),
        sections=(),
        one_page=True,
        letterhead=letterhead,
    )


def _parts(analysis: Analysis) -> Iterator[tuple[Part, Text]]:
    for part, title in _PARTS:
        # what has been achieved comes before what the figures rest on
        if part is sources:
            yield from ((own, _PROGRESS) for own in progress(analysis))
        yield part(analysis), title


def _keyed(blocks: Iterable[Exhibit | Picture], mark: str) -> tuple[Exhibit | Picture, ...]:
    """Return what an annex shows, each under a key by which the text refers to it."""
    return tuple(replace(one, key=f"{mark}.{number}") for number, one in enumerate(blocks, start=1))


def _references(blocks: tuple[Exhibit | Picture, ...]) -> Iterator[Paragraph]:
    """Yield where in the annex the text is told in detail: every table and chart there, by its title."""
    if blocks:
        details = (
            words.DETAIL.format(
                title=one.table.title if isinstance(one, Exhibit) else one.caption, place=refer(one.key)
            )
            for one in blocks
        )
        yield Paragraph(text=words.DETAILS.format(listed=Text.join(details, zh="；", en="; ")))


def _about(analysis: Analysis) -> Paragraph:
    plan, terms = analysis.plan, analysis.terms
    years = analysis.scenario.years
    # a name without translation is no English one, and takes no article
    issuer = _WITH_ARTICLE.format(issuer=plan.issuer) if _takes_article(plan) else plan.issuer
    known = {"named": Text(f"《{plan.title.zh}》", ""), "issuer": issuer, "issued": day_in_words(plan.issued)}
    about = terms.say(
        words.ABOUT,
        known=terms.say(words.KNOWN[plan.known], **known),
        # nothing stands for it in English, where all incomes are meant
        whose=Text(terms.of_group.zh, ""),
        base=terms.year_label(analysis.scenario.baseline.year),
        span=terms.span_label(years[0], analysis.scenario.headline_year),
    )
    return Paragraph(text=about)


def _takes_article(plan: Plan) -> bool:
    return plan.known == "issued" and plan.issuer != Text.same(plan.issuer.in_language("zh"))
