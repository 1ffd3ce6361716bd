"""Say which components income growth comes from; the annex has the Bureau's official seven columns."""

from collections.abc import Iterator
from functools import partial
from math import isnan

from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.sections.part import Behind, Part, Piece
from ceheng_model.documents.paper.content import Exhibit, Paragraph, Picture
from ceheng_model.documents.paper.figures import growth, percent, points
from ceheng_model.tables import Table
from ceheng_model.vocabulary import Group, Template, Text

_TABLE_TITLE = Template("{year}收入构成与贡献", "Income by component and contributions to growth in {year}")
_BY_COMPONENT = Template("{group}收入的构成", "{group}: income by component")
_INCREASE = Template("{span}{group}收入增加额的来源", "{group}: where the increase of {span} comes from")


def structure(analysis: Analysis) -> Part:
    """Return the section with the official table and the charts of components."""
    from ceheng_model import charts

    heading = Text("收入构成与贡献", "Components and contributions")
    groups = [group for group in analysis.scenario.groups if analysis.scenario.baseline.is_split(group.key)]
    if not groups:
        # of totals alone the table would say no more than that each is the whole of itself
        return Part(heading=heading, pieces=(Paragraph(text=words.NOTHING_SPLIT),))
    shares = Behind(
        shown=Picture(
            caption=Text("收入构成的变化", "How the composition of income changes"),
            draw=partial(charts.component_shares, analysis.projection),
        )
    )
    blocks: tuple[Piece, ...] = (
        Paragraph(text=_sources_of_growth(analysis, groups)),
        Behind(shown=Exhibit(table=_official(analysis))),
        shares,
        # groups inside another are in the table and in the chart of shares
        *(picture for group in groups if group.part_of is None for picture in _pictures(analysis, group)),
    )
    return Part(heading=heading, pieces=blocks)


def _pictures(analysis: Analysis, group: Group) -> Iterator[Behind]:
    from ceheng_model import charts

    projection = analysis.projection
    span = analysis.terms.span_label(projection.years[0], projection.years[-1])
    yield Behind(
        shown=Picture(
            caption=_BY_COMPONENT.format(group=group.label),
            draw=partial(charts.components_by_year, projection, group.key),
        )
    )
    yield Behind(
        shown=Picture(
            caption=_INCREASE.format(span=span, group=group.label),
            draw=partial(charts.contribution_waterfall, projection, group.key),
        )
    )


def _official(analysis: Analysis) -> Table:
    title = _TABLE_TITLE.format(year=analysis.terms.year_label(analysis.projection.years[-1]))
    return analysis.last_year.table(title=title, with_years=False)


def _sources_of_growth(analysis: Analysis, groups: list[Group]) -> Text:
    year = analysis.terms.year_label(analysis.projection.years[-1])
    told = Text.join((_leading(analysis, group) for group in groups), zh="；", en="; ")
    return words.CONTRIBUTIONS.format(year=year, groups=told)


def _leading(analysis: Analysis, group: Group) -> Text:
    total = analysis.last_year.part(group.key)
    parts = {
        component: analysis.last_year.part(group.key, component) for component in analysis.scenario.terms.component_keys
    }
    terms = analysis.scenario.terms
    # a component that starts from nothing has no points, and cannot come first
    ranked = [component for component, part in parts.items() if not isnan(part.contribution_points)]
    if not ranked or isnan(total.contribution_rate):
        return words.NO_CHANGE.format(group=group.label)
    sign = 1.0 if total.increment > 0.0 else -1.0
    top = max(ranked, key=lambda component: sign * parts[component].contribution_points)
    return words.LARGEST_CONTRIBUTION.format(
        group=group.label,
        growth=growth(total.growth, 1),
        component=terms.income_of(top),
        points=points(parts[top].contribution_points),
        rate=percent(parts[top].contribution_rate, 1),
    )
