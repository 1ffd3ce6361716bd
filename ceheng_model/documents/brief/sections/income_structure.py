"""Say which components income growth comes from: the Bureau's official seven columns."""

from functools import partial
from math import isnan

from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.content import Block, Exhibit, Paragraph, Picture, Section
from ceheng_model.documents.brief.words import grown, paragraph, percent, points
from ceheng_model.tables import Table
from ceheng_model.vocabulary import COMPONENTS, LABELS, Group, Text


def structure(found: Analysis) -> Section:
    """Return the section with the official table and the charts of components."""
    from ceheng_model import charts

    projection, groups = found.projection, found.scenario.groups
    base, last = projection.years[0], projection.years[-1]
    blocks: list[Block] = [
        *(_leading(found, group) for group in groups),
        Exhibit(table=_official(found)),
        Picture(
            caption=Text("收入构成的变化", "How the composition of income changes"),
            draw=partial(charts.component_shares, projection),
        ),
    ]
    # groups inside another are in the table and in the chart of shares
    for group in (one for one in groups if one.part_of is None):
        blocks += [
            Picture(
                caption=Text(f"{group.label.zh}收入的构成", f"{group.label.en}: income by component"),
                draw=partial(charts.components_by_year, projection, group.key),
                supporting=True,
            ),
            Picture(
                caption=Text(
                    f"{base}-{last}年{group.label.zh}收入增量的来源",
                    f"{group.label.en}: where the increase of {base}-{last} comes from",
                ),
                draw=partial(charts.contribution_waterfall, projection, group.key),
            ),
        ]
    return Section(heading=Text("收入构成与贡献", "Components and contributions"), blocks=tuple(blocks))


def _official(found: Analysis) -> Table:
    last = found.projection.years[-1]
    title = Text(f"{last}年收入构成与贡献", f"Income by component and contributions to growth in {last}")
    return found.last_year.table(title=title, with_years=False)


def _leading(found: Analysis, group: Group) -> Paragraph:
    last = found.projection.years[-1]
    total = found.last_year.part(group.key)
    parts = {component: found.last_year.part(group.key, component) for component in COMPONENTS}
    # a component that starts from nothing has no points, and cannot come first
    ranked = [component for component, part in parts.items() if not isnan(part.contribution_points)]
    if not ranked or isnan(total.contribution_rate):
        return paragraph(
            f"{last}年，{group.label.zh}收入没有变化，不计算贡献率。",
            f"In {last} income of {group.label.en} does not change, so there are no contributions.",
        )
    sign = 1.0 if total.increment > 0.0 else -1.0
    top = max(ranked, key=lambda component: sign * parts[component].contribution_points)
    name, growth = LABELS[top], grown(total.growth, 1)
    rate, pulled = percent(parts[top].contribution_rate, 1), points(parts[top].contribution_points)
    return paragraph(
        f"{last}年，{group.label.zh}收入{growth.zh}，其中{name.zh}拉动{pulled}个百分点，贡献率{rate}，居各项之首。",
        f"In {last} income of {group.label.en} {growth.en}; {name.en} give {pulled} points of it, a contribution "
        f"of {rate}, the largest of all components.",
    )
