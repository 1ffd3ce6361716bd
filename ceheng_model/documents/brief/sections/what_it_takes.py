"""Say what growth the goals would take, to reach them just and with a probability."""

from collections.abc import Iterator
from functools import partial

from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.needed_growth import Needed
from ceheng_model.documents.paper.content import Block, Exhibit, Paragraph, Picture, Section
from ceheng_model.documents.paper.figures import goal, percent, with_unit
from ceheng_model.plan import with_force
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.solving import Solution
from ceheng_model.tables import Cell, Column, Figure, Table, written
from ceheng_model.terms import Terms
from ceheng_model.uncertainty import IF_GROWTH_HOLDS
from ceheng_model.vocabulary import NO_TEXT, Template, Text

_MAP = Template("{both}收入增速与收入比", "{both} growth and the ratio")
_BY_CHANCE = Template("以{chance}概率达到所需增速", "with a probability of {chance}")


def requirements(analysis: Analysis) -> Section:
    """Return the section on the growth that goals would take."""
    blocks = tuple(_blocks(analysis)) if analysis.needed else (Paragraph(text=analysis.terms.say(words.NO_TARGETS)),)
    return Section(heading=Text("达到目标所需的增速", "What growth it would take"), blocks=blocks)


def needed_sentence(need: Needed, terms: Terms) -> Text:
    """Return what growth of one group a goal takes, just and with the probability, or that none will do."""
    label = need.checked.label
    group = need.group.label
    printed = goal(need.checked.statement)
    value = with_unit(printed, terms) if isinstance(printed, Figure) else Text.same(written(printed, "text"))
    if not isinstance(need.just, Solution):
        return words.OUT_OF_REACH.format(group=group, goal=label, value=value)
    likely = NO_TEXT
    if isinstance(need.likely, Solution):
        rate = percent(need.likely.value, 3)
        likely = words.NEEDED_BY_CHANCE.format(chance=percent(need.probability, 0), rate=rate)
    rate = percent(need.just.value, 3)
    is_ceiling = any(one.group == need.group.key and need.checked.is_ceiling(one) for one in need.checked.required)
    form = words.AT_MOST_NEEDED if is_ceiling else words.NEEDED
    return form.format(goal=label, value=value, group=group, rate=rate, likely=likely)


def _blocks(analysis: Analysis) -> Iterator[Block]:
    by_chance = not isinstance(analysis.ensemble, Text)
    chance = percent(analysis.needed[0].probability, 0)
    yield Paragraph(
        text=words.SOLVED
        + (words.SOLVED_BY_CHANCE.format(chance=chance, condition=IF_GROWTH_HOLDS) if by_chance else NO_TEXT)
    )
    for need in analysis.needed:
        if need.missed:
            yield Paragraph(text=needed_sentence(need, analysis.terms))
    if not by_chance:
        yield Paragraph(text=words.NOT_BY_CHANCE)
    table = _table(analysis.needed)
    yield Exhibit(table=table if by_chance else table.narrowed(title=table.title, without=("likely",)))
    if analysis.projection.has_ratio:
        yield _map(analysis)


def _table(needed: tuple[Needed, ...]) -> Table:
    by_chance = _BY_CHANCE.format(chance=percent(needed[0].probability, 0))
    columns = (
        Column(key="target", heading=Text("目标", "goal")),
        Column(key="before", heading=Text("测算值", "projected"), kind="ratio"),
        Column(key="wanted", heading=Text("目标值", "to reach"), kind="ratio"),
        Column(key="group", heading=Text("变动的人群", "group that varies")),
        Column(key="just", heading=Text("正好达到所需增速", "growth that just reaches it"), kind="ratio"),
        Column(key="likely", heading=by_chance, kind="ratio"),
    )
    rows = tuple(map(_row, needed))
    unsolved = any(isinstance(need.just, Text) for need in needed)
    title = Text("达到各项目标所需的各年同一增速", "Common growth that each goal takes")
    notes = (words.DASH,) if unsolved else ()
    return Table(name="needed", title=title, columns=columns, rows=rows, notes=notes)


def _row(need: Needed) -> tuple[Cell, ...]:
    statement = need.checked.statement
    before = need.target.figure(need.checked.value)
    goal_cells = (with_force(need.checked.label, statement.firmest), before, goal(statement))
    return (*goal_cells, need.group.label, _rate(need.just), _rate(need.likely))


def _rate(answer: Solution | Text) -> Figure | None:
    return Figure(answer.value, "percent", 3) if isinstance(answer, Solution) else None


def _map(analysis: Analysis) -> Picture:
    from ceheng_model import charts

    # goals that take the same growth are one point
    points = {
        (need.just.change.groups, need.just.value): need.just
        for need in analysis.needed
        if isinstance(need.just, Solution) and isinstance(need.target.quantity, UrbanRuralRatio)
    }
    return Picture(
        caption=analysis.terms.say(_MAP).at_start(),
        draw=partial(charts.what_if_map, analysis.scenario, solved=tuple(points.values())[: charts.MOST_POINTS]),
    )
