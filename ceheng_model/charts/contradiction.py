"""Draw one contradiction: what each of its statements allows beside what the others leave it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from matplotlib.axes import Axes

from ceheng_model.auditing import AuditReport
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.repairs import Move
from ceheng_model.auditing.words import bound_figure, interval, said_with_force
from ceheng_model.charts import words
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import Title, require, require_language, require_size
from ceheng_model.charts.drawing.pen import MARGIN, Pen
from ceheng_model.charts.drawing.placement import in_lines
from ceheng_model.charts.drawing.shapes import area
from ceheng_model.charts.drawing.source_line import source
from ceheng_model.charts.drawing.style import FAINT, FILLS, INK, MISSED, RULE, SHEETS, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.errors import Fault, InputError
from ceheng_model.tables import Cell, Column, Table, written
from ceheng_model.vocabulary import LANGUAGES, NO_TEXT, Language, Template, Text

_FINDING = Template("{count}条不能同时成立{why}", "{count} statements cannot hold together{why}")
_WHY = Template(
    "：其余各条若成立，{label}{left}，而{kind}要求{interval}",
    ": with the others, {label} is {left}, while the {kind} asks for {interval}",
)
_AT_LEAST, _AT_MOST = Template("不低于{bound}", "{bound} at least"), Template("不高于{bound}", "{bound} at most")
_TOPIC = Template(
    "矛盾{number}：各条允许的范围，与其余各条成立时所留的范围",
    "contradiction {number}: what each statement allows, and what the others leave",
)
_ALLOWED = Template("本条允许：{interval}", "allowed: {interval}")
_LEFT_ABOVE = Template("其余各条成立时不低于{bound}", "with the others, {bound} at least")
_LEFT_BELOW = Template("其余各条成立时不高于{bound}", "with the others, {bound} at most")
_MORE_ROWS = Template("{note}；另有{count}条未画出", "{note}; {count} more statements are not drawn")
_NOT_ALONE = Text("单改这一条不能解决", "a change of this one alone does not help")
_NOTE = Text(
    "实心为本条允许的范围，斜线为其余各条成立时这一指标能取的范围；各行比例不同",
    "filled: what the statement allows; hatched: what its quantity can be with the others; each row to its own scale",
)
_OWN, _OTHERS = FILLS[0], FILLS[1]
_MARGIN = 0.22
"""Part of a row that lies beyond the bounds on either side: an open side reaches its end."""
_LEAST = 0.008
"""Part of a row that an interval takes at least, so that one of a single yuan is seen."""
_LINE, _BAR, _UNDER, _GAP = 1.35, 0.95, 1.25, 0.7
"""Parts of a row in sizes of the type: a line of words, the bar, what is written under it, what parts two rows."""
_BESIDE = 10.0
"""Sizes of the type that title, topic, note and margins take beside the rows."""
_MOST_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Hold where the ends of a row lie, between nought and one."""

    own: tuple[float, float]
    others: tuple[float, float]


def contradiction(
    audit_report: AuditReport,
    number: int = 1,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw a contradiction by its number in the report.

    For each statement, its interval and what the others leave. The two never meet; the distance is the least move of
    the statement alone. Raises `InputError` for anything but a report of `audit`, and for a number that it does not
    have.

    >>> from ceheng_model.auditing import audit
    >>> ax = contradiction(audit(), 3)
    >>> from ceheng_model.charts.drawing.numbers import numbers
    >>> numbers(ax).to_frame().left_by_others.round(3).tolist()
    [44350.275, 17050.789, 3.123]
    """
    report = require(audit_report, AuditReport, "cm.audit(scenario)")
    if not 1 <= number <= len(report.contradictions):
        raise InputError(_no_such(number, len(report.contradictions)))
    told = report.contradictions[number - 1]
    pairs = list(zip(told.items, told.moves, strict=True))
    sheet, spoken = SHEETS[require_size(size)], require_language(language)
    room = (sheet.width * 72.0 - 2.0 * MARGIN * 72.0) * 0.97
    names = [said_with_force(item).in_language(spoken) for item, _ in pairs]
    names = [in_lines(name, sheet.body, room, most=_MOST_LINES) for name in names]
    height = (sum(map(_height, names)) + _BESIDE) * sheet.body / 72.0
    with drawing(ax, terms=report.scenario.terms, language=language, size=size, title=title, height=height) as pen:
        pen.frame()
        pen.ax.set_xticks([])
        pen.ax.set_yticks([])
        topic = _TOPIC.format(number=number).at_start()
        pen.title(_finding(pen, pairs), topic=topic)
        names = _fitting(pen, names)
        left = len(pairs) - len(names)
        note = _MORE_ROWS.format(note=_NOTE, count=left) if left else _NOTE
        pen.footnote(source(report.scenario, growth=False, more=note), below=0.1)
        pen.ax.set_xlim(0.0, 1.0)
        pen.ax.set_ylim(-sum(map(_height, names)), 0.0)
        top = 0.0
        for name, (item, move) in zip(names, pairs, strict=False):
            _draw(pen, top, name, item, move)
            top -= _height(name)
        pen.keep(_table(pairs), words.SENTENCE.format(text=told.sentence.at_start()))
    return pen.ax


@chart(contradiction, Text("不能同时成立的几条目标", "Statements that cannot hold together"))
def _pictures(material: Material) -> Iterator[Picture]:
    report = material.audited
    if report is not None and report.contradictions:
        yield Picture(name="contradiction", draw=partial(contradiction, report, report.most_telling))


def _height(name: str) -> float:
    """Return how high a row is, in sizes of the type."""
    return _LINE * (name.count("\n") + 1) + _BAR + _UNDER + _GAP


def _fitting(pen: Pen, names: Sequence[str]) -> list[str]:
    """Return the names of the rows that find room: shorter where the paper does not grow, then fewer."""
    room = (pen.sides[1] - pen.points("small")) / pen.points("body")
    shown = [pen.words(name) for name in names]
    if pen.sheet.grows and pen.strips:
        return shown
    for most in range(_MOST_LINES, 0, -1):
        shown = [in_lines(name.replace("\n", ""), pen.points("body"), pen.sides[0] * 0.97, most=most) for name in shown]
        if sum(map(_height, shown)) <= room:
            return shown
    return shown[: max(int(room / _height("")), 1)]


def _finding(pen: Pen, pairs: Sequence[tuple[Item, Move]]) -> Text:
    """Return that the statements clash, and where: at one that compares groups, else at the last that can be moved."""
    movable = [(item, move) for item, move in pairs if move.possible]
    movable.sort(key=lambda pair: pair[0].members[0].quantity.compares_groups)
    why = NO_TEXT
    if movable:
        item, move = movable[-1]
        left = (_AT_LEAST if move.side == "high" else _AT_MOST).format(bound=_bound(pen, item, move))
        why = pen.say(_WHY, label=item.label, left=left, interval=_interval(pen, item))
    return _FINDING.format(count=len(pairs), why=why)


def _draw(pen: Pen, top: float, name: str, item: Item, move: Move) -> None:
    if top:
        pen.ax.axhline(top + _GAP / 2, color=RULE, linewidth=0.5)
    pen.write(0.0, top, name, ha="left", va="top")
    low = top - _LINE * (name.count("\n") + 1) - _BAR - 0.15
    if not move.possible:
        pen.write(0.0, low + _BAR / 2, _NOT_ALONE, ha="left", colour=FAINT)
        return
    row = _row(item, move)
    pen.ax.plot([0.0, 1.0], [low, low], color=RULE, linewidth=0.7, zorder=0)
    for fill, (start, end) in ((_OWN, row.own), (_OTHERS, row.others)):
        area(pen, fill, start, low, end - start, _BAR)
    near = (row.own[1], row.others[0]) if move.side == "high" else (row.others[1], row.own[0])
    arrow = {"arrowstyle": "<->", "color": MISSED, "linewidth": pen.sheet.line * 0.6, "shrinkA": 0, "shrinkB": 0}
    middle = low + _BAR / 2
    pen.ax.annotate("", (near[1], middle), (near[0], middle), arrowprops=arrow)
    own_left = move.side == "high"
    left_over = (_LEFT_ABOVE if own_left else _LEFT_BELOW).format(bound=_bound(pen, item, move))
    allowed = _ALLOWED.format(interval=_interval(pen, item))
    under = low - 0.12
    pen.write(0.0, under, allowed if own_left else left_over, grade="small", ha="left", va="top", colour=INK)
    pen.write(1.0, under, left_over if own_left else allowed, grade="small", ha="right", va="top", colour=INK)


def _row(item: Item, move: Move) -> _Row:
    """Return the ends of a row: both near ends to scale, far ends where they lie or at the edge."""
    bounds, sign = item.bounds, 1.0 if move.side == "high" else -1.0
    near = bounds.high if move.side == "high" else bounds.low
    far = bounds.low if move.side == "high" else bounds.high
    assert near is not None
    # turned so that the others lie to the right
    own_end, others_start = sign * near, sign * move.bound
    own_start = own_end if far is None else sign * far
    span = max(others_start - own_start, _LEAST)
    scale, shift = (1.0 - 2.0 * _MARGIN) / span, _MARGIN
    end, start = shift + (own_end - own_start) * scale, shift + (others_start - own_start) * scale
    own = (0.0, end) if far is None else (min(shift, end - _LEAST), end)
    others = (start, 1.0)
    if move.side == "high":
        return _Row(own=own, others=others)
    return _Row(own=(1.0 - own[1], 1.0 - own[0]), others=(1.0 - others[1], 1.0 - others[0]))


def _bound(pen: Pen, item: Item, move: Move) -> Text:
    figure = bound_figure(item.members[0], move.bound)
    return _in_unit(pen, item, Text.same(written(figure, "text").replace("-", "\N{MINUS SIGN}")))


def _interval(pen: Pen, item: Item) -> Text:
    """Return what an item allows; with the unit of incomes where both ends are said, one after the other."""
    allowed = interval(item)
    closed = item.bounds.low is not None and item.bounds.high is not None
    return _in_unit(pen, item, allowed) if closed else allowed


def _in_unit(pen: Pen, item: Item, figure: Text) -> Text:
    if bound_figure(item.members[0], 0.0).kind != "yuan":
        return figure
    return Text(*(pen.terms.amount(figure.in_language(language)).in_language(language) for language in LANGUAGES))


def _table(pairs: Sequence[tuple[Item, Move]]) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (item.id, said_with_force(item), item.bounds.low, item.bounds.high, move.bound, move.side)
        for item, move in pairs
    )
    columns = (
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="words", heading=Text("条目", "statement")),
        Column(key="low", heading=Text("允许的下限", "allowed from"), kind="ratio"),
        Column(key="high", heading=Text("允许的上限", "allowed to"), kind="ratio"),
        Column(key="left_by_others", heading=Text("其余各条所留的界限", "bound left by the others"), kind="ratio"),
        Column(key="side", heading=Text("越过的一端", "end that is passed")),
    )
    title = Text("矛盾各条的范围", "Ranges in a contradiction")
    return Table(name="contradiction", title=title, columns=columns, rows=rows)


def _no_such(number: int, count: int) -> Fault:
    rule = Text(f"在 1 至 {count} 之间", f"be between 1 and {count}")
    if not count:
        rule = Text("是报告找到的一组", "be one that the report found")
    way_out = Text("先看报告列出的矛盾", "see the contradictions that the report lists")
    return Fault(what=Text("矛盾的序号", "the number of a contradiction"), rule=rule, got=number, way_out=way_out)
