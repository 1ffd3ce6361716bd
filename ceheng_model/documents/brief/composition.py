"""Compose a brief from a finished analysis: the opening, then section after section."""

from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.content import Brief, Letterhead, Paragraph
from ceheng_model.documents.brief.sections.certainty import certainty, chance_sentence
from ceheng_model.documents.brief.sections.contradictions import clashes, contradiction_sentence
from ceheng_model.documents.brief.sections.foundations import sources, status_sentence
from ceheng_model.documents.brief.sections.income_structure import structure
from ceheng_model.documents.brief.sections.outlook import outlook
from ceheng_model.documents.brief.sections.promises import promises
from ceheng_model.documents.brief.sections.verdicts import counts_sentence, verdicts
from ceheng_model.documents.brief.sections.what_it_takes import needed_sentence, requirements
from ceheng_model.documents.brief.words import joined, paragraph, ratio, yuan
from ceheng_model.ensemble import Ensemble
from ceheng_model.vocabulary import Template, Text

_SUBTITLE = Template("（情景：{title}）", "(Scenario: {title})")
_ORDINALS = "一二三四五六七八九"


def compose_brief(found: Analysis, *, letterhead: Letterhead | None = None) -> Brief:
    """Return the brief on an analysis; every figure in it is one of the analysis's results.

    >>> from ceheng_model.documents.brief.analysis import analyse
    >>> from ceheng_model.scenarios import scenario
    >>> brief = compose_brief(analyse(scenario("plan"), draws=1_000))
    >>> [section.heading.en for section in brief.sections][:3]
    ['What the plan promises', 'The projection', 'Components and contributions']
    """
    plan = found.plan
    return Brief(
        title=Text(f"关于《{plan.title.zh}》的测算报告", f"Report on “{plan.title.en}”"),
        subtitle=_SUBTITLE.format(title=found.scenario.title),
        opening=(_about(found), *_findings(found)),
        sections=tuple(
            section(found)
            for section in (promises, outlook, structure, verdicts, clashes, certainty, requirements, sources)
        ),
        letterhead=letterhead or Letterhead(),
    )


def _about(found: Analysis) -> Paragraph:
    plan, base, years = found.plan, found.scenario.baseline.year, found.scenario.years
    issued = Text(
        f"{plan.issued.year}年{plan.issued.month}月{plan.issued.day}日", f"{plan.issued.day} {plan.issued:%B %Y}"
    )
    return paragraph(
        f"{plan.issuer.zh}于{issued.zh}印发《{plan.title.zh}》（以下简称《方案》）。本报告以{base}年收入为基数，测算"
        f"{years[0]}-{years[-1]}年各类居民收入，逐条校验《方案》目标，审查目标之间是否一致，并说明把握程度和数据性质。"
        "主要结论如下。",
        f"The plan was issued by the {plan.issuer.en} on {issued.en}. This report projects incomes of "
        f"{years[0]}-{years[-1]} from those of {base}, checks every goal of the plan, asks whether the goals agree "
        "with one another, and says how sure the results are and what the data are. Its main findings:",
    )


def _findings(found: Analysis) -> tuple[Paragraph, ...]:
    listed = [
        (Text("测算结果", "Projection"), _incomes(found)),
        (Text("目标校验", "Checks"), counts_sentence(found).text),
    ]
    report, ensemble = found.audited, found.ensemble
    if not isinstance(report, Text):
        told = contradiction_sentence(report)
        listed.append((Text("目标之间是否一致", "Contradictions"), Text(f"{told.zh}。", f"{told.en}.")))
    missed = [needed_sentence(one) for one in found.needed if one.missed]
    if missed:
        listed.append((Text("所需增速", "Growth needed"), joined(missed, zh="", en=" ")))
    if isinstance(ensemble, Ensemble) and ensemble.chances:
        listed.append((Text("把握程度", "How sure"), chance_sentence(ensemble)))
    status = status_sentence(found)
    status = Text(
        f"{status.zh}。推算和假定的数不是调查结果。", f"{status.en}. Derived and assumed figures are no survey results."
    )
    listed.append((Text("数据性质", "Data"), status))
    return tuple(
        paragraph(f"{_ORDINALS[i]}是{head.zh}。{told.zh}", f"({i + 1}) {head.en}. {told.en}")
        for i, (head, told) in enumerate(listed)
    )


def _incomes(found: Analysis) -> Text:
    projection, last = found.projection, found.projection.years[-1]
    parts = [
        Text(
            f"{group.label.zh}收入{yuan(value)}元",
            f"{group.label.en} have an income of {yuan(value)} yuan",
        )
        for group in found.scenario.groups
        for value in [float(projection.totals.sel(group=group.key, year=last).values)]
    ]
    if projection.has_ratio:
        end = ratio(float(projection.urban_rural_ratio.sel(year=last).values))
        parts.append(Text(f"城乡居民收入比{end}", f"the urban-rural ratio is {end}"))
    listed = joined(parts, zh="，")
    return Text(f"{last}年，{listed.zh}。", f"In {last} {listed.en}.")
