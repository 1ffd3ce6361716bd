"""Say what incomes the scenario leads to, and what other assumptions would give."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.checks import CheckedStatement
from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Alternative, Analysis
from ceheng_model.documents.brief.sections.part import Behind, Part, Piece
from ceheng_model.documents.paper.content import Exhibit, Paragraph, Picture
from ceheng_model.projection import Projection, project
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, Column, Figure, Kind, Table
from ceheng_model.terms import URBAN_RURAL, Terms
from ceheng_model.vocabulary import LABELS, NO_TEXT, Template, Text, Verdict

_ALTERNATIVES_TITLE = Template("各情景{year}结果（{full_unit}）", "The scenarios in {year} ({full_unit})")
_INCOMES_TITLE = Template("收入测算结果（{full_unit}）", "Projected income ({full_unit})")
_PATHS = Template("收入走势与{kind}目标", "Income paths and the endpoints of the {kind}")
_RATIOS = Template("各情景的{short_ratio}", "{short_ratio} of the scenarios")


def outlook(analysis: Analysis) -> Part:
    """Return the section on the projection and the shipped alternatives."""
    blocks = (*_results(analysis), *_alternatives(analysis))
    return Part(heading=Text("收入测算", "The projection"), pieces=blocks)


def incomes_caption(analysis: Analysis) -> Text:
    """Return what the chart of incomes shows."""
    return analysis.terms.say(_PATHS)


def ratios_caption(analysis: Analysis) -> Text:
    """Return what the chart of ratios shows."""
    return analysis.terms.say(_RATIOS).at_start()


def compared_projections(analysis: Analysis) -> list[Projection]:
    """Return the scenario reported on, then the alternatives, without the years up to later targets of the plan."""
    paths = [one.checked.projection.scenario for one in analysis.compared if one.checked is not None]
    own, *others = (path.within_the_plan if path.goes_on else path for path in paths)
    return list(map(project, (own.with_name(analysis.short_title), *others)))


def no_ratio(projection: Projection) -> Text:
    """Return why there is no ratio of two groups."""
    terms = projection.scenario.terms
    lacks_one = not set(URBAN_RURAL.keys).isdisjoint(terms.group_keys)
    return terms.say(words.NO_RATIO if lacks_one else words.NO_GROUPS_COMPARED)


def _of_growth(scenario: Scenario) -> list[Text]:
    """Return the notes on growth: what the plan's folder says of the circumstances has a heading of its own."""
    elsewhere = scenario.circumstance_notes()
    return [note for note in scenario.notes() if note not in elsewhere]


def beyond_the_plan(analysis: Analysis) -> Iterator[Text]:
    """Yield how growth goes on in years that only the scenario reaches: a leader would not guess it."""
    scenario = analysis.scenario
    planned = scenario.require_dossier().plan.horizon
    if scenario.years[-1] > planned:
        yield words.BEYOND.format(last=analysis.terms.year_label(planned))


def _results(analysis: Analysis) -> Iterator[Piece]:
    from ceheng_model import charts

    scenario, has_ratio = analysis.scenario, analysis.projection.has_ratio
    notes = [*_of_growth(scenario), *beyond_the_plan(analysis)]
    title = Text("各项收入增速假设", "Assumed growth by component")
    if notes:
        yield Paragraph(text=words.SCENARIO_USED.format(notes=Text.join(notes, zh="；", en="; ")))
    if not has_ratio:
        yield Paragraph(text=no_ratio(analysis.projection))
    yield Exhibit(table=_incomes(analysis.checked.projection))
    yield Behind(shown=Exhibit(table=scenario.growth_table().narrowed(title=title, notes=())))
    draw = partial(charts.income_paths, analysis.checked.projection)
    yield (
        Behind(shown=Picture(caption=incomes_caption(analysis), draw=draw))
        if has_ratio
        else Picture(caption=incomes_caption(analysis), draw=draw)
    )


_MOST_YEARS = 6
"""Years of the table of incomes, the base year among them, that a page has room for."""
_YEARS_LEFT_OUT = Text("未列的年份从略", "years between those shown are left out")


def _years_shown(projection: Projection) -> list[int]:
    """Return positions of the years to show: of many the base year, the plan's last and the latest."""
    scenario = projection.scenario
    told = [t for t, year in enumerate(projection.years) if year in scenario.years_told]
    if len(told) <= _MOST_YEARS:
        return told
    latest = told[1 - _MOST_YEARS :]
    planned = projection.years.index(scenario.require_dossier().plan.years[-1])
    return [told[0], *(latest if planned in latest else [planned, *latest[1:]])]


def _incomes(projection: Projection) -> Table:
    terms, shown = projection.scenario.terms, _years_shown(projection)
    years = [projection.years[t] for t in shown]
    columns = (
        Column(key="quantity", heading=Text("指标", "quantity")),
        *(Column(key=str(year), heading=terms.year_label(year), kind="yuan") for year in years),
        Column(key="growth", heading=Text("年均增速", "average growth"), kind="percent"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (path.label, *(Figure(float(path.values[t]), path.kind) for t in shown), _average(path.values, path.kind))
        for path in projection.paths
    )
    title, notes = terms.say(_INCOMES_TITLE), [_base_note(projection)]
    if len(shown) < len(projection.years):
        notes.append(_YEARS_LEFT_OUT)
    return Table(name="incomes", title=title, columns=columns, rows=rows, notes=tuple(notes))


def _base_note(projection: Projection) -> Text:
    """Return what the incomes of the base year are, and their status; the table has the figures."""
    base, terms = projection.scenario.baseline, projection.scenario.terms
    groups = [
        words.BASE_OF_GROUP.format(group=group.label, concept=terms.label(source.concept), status=LABELS[source.status])
        for group, source in zip(base.groups, base.sources, strict=True)
    ]
    return words.BASE_STATUS.format(year=terms.year_label(base.year), groups=Text.join(groups, zh="；", en="; "))


def _average(values: Array, kind: Kind) -> float | None:
    """Return average annual growth from the first year to the last; nothing for a ratio."""
    first, last = float(values[0]), float(values[-1])
    return (last / first) ** (1.0 / (len(values) - 1)) - 1.0 if kind == "yuan" and first > 0.0 else None


def _alternatives(analysis: Analysis) -> Iterator[Piece]:
    from ceheng_model import charts

    projections = compared_projections(analysis)
    yield Paragraph(text=_compared(analysis.compared, analysis.terms))
    yield Exhibit(table=_alternative_table(analysis))
    if analysis.projection.has_ratio:
        picture = Picture(caption=ratios_caption(analysis), draw=partial(charts.ratio_path, projections))
        yield Behind(shown=picture) if _is_crowded(analysis) else picture
    yield Behind(
        shown=Picture(
            caption=Text("各情景的收入走势", "Income paths of the scenarios"),
            draw=partial(charts.scenario_multiples, projections),
        )
    )


_MOST_PATHS = 5
"""Rows of the table of incomes that leave room for a chart beside that of a contradiction."""


def _is_crowded(analysis: Analysis) -> bool:
    """Return whether a chart more would take a brief beyond its pages: it then stands in the annex and on the page."""
    report = analysis.audited
    if isinstance(report, Text) or not report.contradictions:
        return False
    return analysis.tracked is not None or len(analysis.checked.projection.paths) > _MOST_PATHS


def _compared(compared: Sequence[Alternative], terms: Terms) -> Text:
    projected = [alternative for alternative in compared if alternative.checked is not None]
    left = len(compared) - len(projected)
    return words.COMPARED.format(
        count=len(projected),
        without=words.WITHOUT_DATA.format(count=left) if left else NO_TEXT,
        reached=_reached(projected, terms),
    )


def _reached(projected: Sequence[Alternative], terms: Terms) -> Text:
    """Return under which assumptions the plan's ratio is reached; nothing where the plan has no such goal."""
    judged = [alternative for alternative in projected if _ratio_goals(alternative)]
    if not judged:
        return NO_TEXT
    reaching = [alternative.title for alternative in judged if _reaches_ratio(alternative)]
    if not reaching:
        return terms.say(words.RATIO_NOT_REACHED)
    if len(reaching) == len(judged) > 1:
        return terms.say(words.RATIO_REACHED_BY_ALL)
    # in Chinese no comma stands between quotation marks
    titles = Text.join((words.IN_QUOTES.format(title=title.in_quotes()) for title in reaching), zh="")
    return terms.say(words.RATIO_REACHED, titles=titles)


def _reaches_ratio(alternative: Alternative) -> bool:
    return all(checked.holds for checked in _ratio_goals(alternative))


def _ratio_goals(alternative: Alternative) -> list[CheckedStatement]:
    """Return the goals for the ratio of the two groups that can be judged."""
    if alternative.checked is None:
        return []
    return [
        checked
        for checked in alternative.checked.checked
        if isinstance(checked.statement.quantity, UrbanRuralRatio) and checked.verdict is not Verdict.NOT_JUDGED
    ]


def _alternative_table(analysis: Analysis) -> Table:
    columns = [
        Column(key="title", heading=Text("情景", "scenario")),
        *(Column(key=group.key, heading=group.label, kind="yuan") for group in analysis.scenario.groups),
    ]
    if analysis.projection.has_ratio:
        columns.append(Column(key="ratio", heading=Text("收入比", "ratio"), kind="ratio"))
    columns.append(Column(key="missed", heading=Text("未达到（条）", "goals missed"), kind="year"))
    projected = [alternative for alternative in analysis.compared if alternative.checked is not None]
    title = analysis.terms.say(_ALTERNATIVES_TITLE, year=analysis.terms.year_label(analysis.projection.years[-1]))
    return Table(
        name="alternatives",
        title=title,
        columns=tuple(columns),
        rows=tuple(map(_alternative_row, projected)),
        notes=tuple(_meanings(analysis)),
    )


def _meanings(analysis: Analysis) -> Iterator[Text]:
    """Yield what the other scenarios assume, those that assume the same together, then those without data."""
    titles: dict[Text, list[Text]] = {}
    for alternative in analysis.alternatives:
        if alternative.checked is not None:
            titles.setdefault(alternative.description, []).append(alternative.title)
    meanings = [
        words.REMARK.format(subject=Text.join(alike), remark=meaning)
        for meaning, alike in titles.items()
        if meaning != NO_TEXT
    ]
    if meanings:
        yield Text.join(meanings, zh="；", en="; ")
    reasons: dict[Text, list[Text]] = {}
    for alternative in analysis.alternatives:
        if alternative.why_not is not None:
            reasons.setdefault(alternative.why_not, []).append(alternative.title)
    for why, without in reasons.items():
        yield words.NOT_PROJECTED.format(titles=Text.join(without), why=why)


def _alternative_row(alternative: Alternative) -> tuple[Cell, ...]:
    assert alternative.checked is not None
    projection = alternative.checked.projection
    at = projection.years.index(projection.scenario.headline_year)
    totals = np.asarray(projection.totals.values)[:, at]
    end = [float(projection.urban_rural_ratio.values[at])] if projection.has_ratio else []
    missed = sum(checked.statement.headline for checked in alternative.checked.missed)
    return (alternative.title, *map(float, totals), *end, missed)
