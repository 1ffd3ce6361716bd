"""Say what growth the goals would take, to reach them just and with a probability."""

from collections.abc import Iterator, Sequence
from functools import partial

from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.needed_growth import Needed
from ceheng_model.documents.brief.prose import goal_in_prose, in_sentence
from ceheng_model.documents.brief.sections.part import Behind, Part, Piece
from ceheng_model.documents.brief.shortfall import is_growth_itself
from ceheng_model.documents.paper.content import Exhibit, Paragraph, Picture
from ceheng_model.documents.paper.figures import goal, percent
from ceheng_model.plan import with_force
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.solving import Solution
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.vocabulary import NO_TEXT, Template, Text

_MAP = Template("{both}收入增速与收入比", "{both} growth and the ratio")
_BY_CHANCE = Template("以{chance}概率达到所需增速", "with a probability of {chance}")


def requirements(analysis: Analysis) -> Part:
    """Return the section on the growth that goals would take."""
    return Part(heading=Text("达到目标所需的增速", "What growth it would take"), pieces=tuple(_blocks(analysis)))


def _blocks(analysis: Analysis) -> Iterator[Piece]:
    told = [one for one in analysis.needed if not is_growth_itself(one.target.quantity, one.group.key)]
    if not told:
        none = words.NOTHING_TO_SOLVE if analysis.needed else words.NO_TARGETS
        yield Paragraph(text=analysis.terms.say(none))
        return
    by_chance = not isinstance(analysis.ensemble, Text)
    chance = percent(told[0].probability, 0)
    more = words.SOLVED_BY_CHANCE.format(chance=chance) if by_chance else NO_TEXT
    yield Paragraph(text=words.SOLVED + more)
    out_of_reach = [one for one in told if one.missed and not isinstance(one.just, Solution)]
    for need in out_of_reach:
        goal = goal_in_prose(need.checked.statement, analysis.terms)
        yield Paragraph(
            text=words.OUT_OF_REACH.format(
                group=need.group.label, goal=in_sentence(need.checked, analysis.terms), value=goal
            )
        )
    table = _table(told)
    yield Exhibit(table=table if by_chance else table.narrowed(title=table.title, without=("likely",)))
    if analysis.projection.has_ratio:
        yield _map(analysis)


def _table(needed: Sequence[Needed]) -> Table:
    by_chance = _BY_CHANCE.format(chance=percent(needed[0].probability, 0))
    columns = (
        Column(key="target", heading=Text("目标", "goal")),
        Column(key="wanted", heading=Text("目标值", "to reach"), kind="ratio"),
        Column(key="group", heading=Text("变动的人群", "group that varies")),
        Column(key="present", heading=Text("现为", "now"), kind="percent"),
        Column(key="just", heading=Text("正好达到所需增速", "growth that just reaches it")),
        Column(key="likely", heading=by_chance),
    )
    rows = tuple(map(_row, needed))
    unsolved = any(isinstance(need.just, Text) for need in needed)
    title = Text("达到各项目标所需的各年同一增速", "Common growth that each goal takes")
    notes = (words.DASH,) if unsolved else ()
    return Table(name="needed", title=title, columns=columns, rows=rows, notes=notes)


def _row(need: Needed) -> tuple[Cell, ...]:
    statement = need.checked.statement
    present = next((one.present for one in need.checked.required if one.group == need.group.key), None)
    goal_cells = (with_force(need.checked.label, statement.firmest), goal(statement), need.group.label, present)
    return (*goal_cells, _rate(need, need.just), _rate(need, need.likely))


def _rate(need: Needed, answer: Solution | Text) -> Text | None:
    """Return the growth, that which may not be passed as a ceiling."""
    if not isinstance(answer, Solution):
        return None
    rate = Text.same(percent(answer.value, 3))
    required = [one for one in need.checked.required if one.group == need.group.key]
    # growth that brings a ratio down by growing less is the most that there may be, whether or not it is missed
    quantity, terms = need.target.quantity, answer.origin.terms
    is_upper = isinstance(quantity, UrbanRuralRatio) and need.group.key == terms.compared.above
    is_ceiling = is_upper or any(map(need.checked.is_ceiling, required))
    return words.AT_MOST.format(rate=rate) if is_ceiling else rate


def _map(analysis: Analysis) -> Behind:
    from ceheng_model import charts

    # goals that take the same growth are one point
    points = {
        (need.just.change.groups, need.just.value): need.just
        for need in analysis.needed
        if isinstance(need.just, Solution) and isinstance(need.target.quantity, UrbanRuralRatio)
    }
    return Behind(
        shown=Picture(
            caption=analysis.terms.say(_MAP).at_start(),
            draw=partial(charts.what_if_map, analysis.scenario, solved=tuple(points.values())[: charts.MOST_POINTS]),
        )
    )
