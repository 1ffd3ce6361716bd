"""Draw the verdicts on a plan's statements."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import found
from ceheng_model.charts.drawing.limits import Title, require
from ceheng_model.charts.drawing.pen import LEADING, Grade, Pen
from ceheng_model.charts.drawing.placement import width, wrapped
from ceheng_model.charts.drawing.plan_targets import asked
from ceheng_model.charts.drawing.source_line import labelled, source
from ceheng_model.charts.drawing.style import BAND, FAINT, INK, MET, MISSED, RULE, UNDECIDED, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.checks import BatchReport, CheckedStatement, CheckReport, check
from ceheng_model.errors import Fault, InputError
from ceheng_model.plan import Statement
from ceheng_model.tables import Figure, in_prose
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import DISTANCE, Language, Template, Text, Verdict, counted

_ALL_MET = Template("能判定的{judged}条目标均达到", "{judged} targets that can be judged are met")
_ONLY_ONE_MET = Text("能判定的1条目标达到", "the one target that can be judged is met")
_SOME_MISSED = Template(
    "能判定的{judged}条目标达到{met}条，{missed}", "{met} of the {judged} targets that can be judged are met; {missed}"
)
_MISSED_ARE = Template("未达到的是{names}", "missed: {names}")
_MISSED_COUNT = Template("未达到{count}条", "{count} missed")
_EDGE_COUNT = Template("{count}条在舍入边缘", "{count} undecidable")
_NONE_JUDGED = Template("{count}条目标均不能判定", "none of the {count} targets can be judged")
_TOPIC = Template("{kind}{count}条目标：{tally}", "The {kind}'s {count}: {tally}")
_NOT_LISTED = Template(
    "本图列前{shown}条，另有{left}条未列出（{tally}）",
    "Listed here: the first {shown}; {left} more are not listed ({tally})",
)
_TALLIED = Template("{verdict}{count}条", "{count} {verdict}")
_NOTE = Text(
    "距目标差额：测算值与列明值之差，负数为不足，四舍五入后达到的为0",
    "distance to goal: distance from the printed value, positive with room, negative where it falls short, 0 where "
    "rounding makes up for it",
)
_CIRCULAR = Template("{verdict}（倒推）", "{verdict}*")
_NO_TEST = Text(
    "（倒推）：基数由该条倒推，达到与否不是独立的检验",
    "*: base derived from it",
)
_BOTH = Template("{note}；{more}", "{note}; {more}")
_FIRMLY = Template("{asked}，{firmly}", "{asked}, {firmly}")
_SENTENCE = Template("{of}{count}条目标：{tally}。", "{of}{count}: {tally}.")
_MISSED = Template("未达到：{statements}。", " Missed: {statements}.")
_STATEMENT = Template(
    "{quantity}（{value}，距目标差额{distance}）", "{quantity} ({value}, distance to goal {distance})"
)

_ORDER = (Verdict.MISSED, Verdict.UNDECIDABLE, Verdict.MET, Verdict.EXCEEDED, Verdict.NOT_JUDGED)
_MOST_NAMED = 2
"""Missed statements that a title names; of more it gives the number."""
_MARKS: dict[Verdict, tuple[str, str, bool]] = {
    Verdict.MISSED: ("X", MISSED, True),
    Verdict.UNDECIDABLE: ("D", UNDECIDED, False),
    Verdict.MET: ("o", MET, True),
    Verdict.EXCEEDED: ("^", MET, True),
    Verdict.NOT_JUDGED: ("o", FAINT, False),
}
"""Shape, colour and whether it is filled: the shape says it without the colour."""
_NAME = Text("指标", "Quantity")
_HEADINGS = (
    Text("测算", "Projected"),
    DISTANCE.at_start(),
    Text("判定", "Verdict"),
)
_SIDES = ("left", "left", "right", "right", "left")
_GAP = 1.1
"""Room between two columns, in sizes of the type."""
MOST_ROWS: dict[Size, int] = {"word": 30, "slide": 20}
"""Statements that a page has room for, and a slide at most: a long title leaves it less."""
_ROW, _SMALL_ROW = 1.75, 1.5
"""Least height of a row in sizes of the type, and of one in small type."""
_ASKED = 8.2
"""Room for what is asked in sizes of the type; what is longer stands on two lines."""


def scorecard(
    check_report: CheckReport,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw the headline statements of a plan: what it asks, what is projected, the distance, the verdict.

    What is missed stands first, what cannot be judged last. A slide on which all of them have room only in small
    type has them so. Of more than 30 (20 on a slide, or as many as it has room for) the first are drawn, and it is said
    how many follow and how they stand; `numbers` has all. Raises `InputError` for anything but a report of `check`, and
    for one without headline statements.

    >>> from ceheng_model.checks import check
    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = scorecard(check(project(scenario("plan")), share_cases=False))
    >>> from ceheng_model.charts.drawing.numbers import description
    >>> description(ax, "en")
    '16 statements: 1 missed, 10 met, 5 not judged. Missed: urban-rural income ratio 2024 (3.123, \
distance to goal −0.323).'
    """
    report = require(check_report, CheckReport, _call_for(check_report))
    checked = sorted(report.headline, key=lambda statement: _ORDER.index(statement.verdict))
    if not checked:
        raise InputError(_empty())
    with drawing(ax, terms=report.projection.scenario.terms, language=language, size=size, title=title) as pen:
        said = _finding(report, checked)
        grid, shown = _listed(pen, said, report, checked)
        tally = _tally(checked)
        pen.title(said, topic=_topic(pen, checked), more=_not_listed(shown, checked))
        pen.footnote(source(report.projection.scenario, more=_note(shown)), below=0.1)
        pen.grow_to(grid.height(len(shown)))
        _rows(pen, shown, grid)
        table = replace(report.statement_table(), name="scorecard")
        pen.keep(table, _sentence(pen, checked, tally))
    return pen.ax


def _call_for(report: object) -> str:
    """Return the call that gives what is drawn, where something else came."""
    return "cm.check(projection.at(alternative=...))" if isinstance(report, BatchReport) else "cm.check(projection)"


@chart(scorecard, Text("目标校验结果", "Statements and the distance to each"))
def _pictures(material: Material) -> Iterator[Picture]:
    def draw(**style: Any) -> Axes:
        return scorecard(check(material.projection, share_cases=False), **style)

    yield Picture(name="scorecard", draw=draw)


def _finding(report: CheckReport, checked: Sequence[CheckedStatement]) -> Text:
    """Return how many targets are met of those that can be judged, and which or how many are not."""
    judged = [one for one in checked if one.verdict is not Verdict.NOT_JUDGED]
    if not judged:
        return found(report.projection, _NONE_JUDGED.format(count=len(checked)))
    met = sum(one.holds for one in judged)
    missed = [one for one in judged if one.verdict is Verdict.MISSED]
    edge = len(judged) - met - len(missed)
    if met == len(judged):
        every = Text(str(met), "both" if met == 2 else f"all {met}")
        return found(report.projection, _ONLY_ONE_MET if met == 1 else _ALL_MET.format(judged=every))
    parts = [_MISSED_COUNT.format(count=len(missed))] if missed else []
    if 1 <= len(missed) <= _MOST_NAMED:
        parts = [_MISSED_ARE.format(names=Text.join(one.label for one in missed))]
    parts += [_EDGE_COUNT.format(count=edge)] if edge else []
    said = _SOME_MISSED.format(judged=len(judged), met=met, missed=Text.join(parts, zh="，", en=", "))
    return found(report.projection, said)


def _topic(pen: Pen, checked: Sequence[CheckedStatement]) -> Text:
    """Return how all statements stand."""
    return pen.say(_TOPIC, count=counted(len(checked), "statement"), tally=_tally(checked))


def _tally(checked: Sequence[CheckedStatement]) -> Text:
    """Return how many statements have which verdict."""
    counts = Counter(statement.verdict for statement in checked)
    return Text.join(
        _TALLIED.format(verdict=verdict.label, count=counts[verdict]) for verdict in _ORDER if counts[verdict]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Hold where the columns of the table stand and how high its rows are, points."""

    places: tuple[float, ...]
    heading: float
    rows: tuple[float, ...]
    """Height of every row."""
    small: bool
    """Whether names are in small type, as one of them is long."""
    grade: Grade
    """The type of the other columns."""

    @classmethod
    def of(cls, pen: Pen, shown: Sequence[CheckedStatement], grade: Grade = "body") -> "_Grid":
        """Return the columns as wide as they need, names the rest, and each row as high as its longest text takes."""
        cells = [_cells(pen, statement, grade) for statement in shown]
        places = _places(pen, [_headings(pen), *cells], grade)
        size = pen.points(grade)
        room, least = places[1] - size * _GAP, size * (_ROW if grade == "body" else _SMALL_ROW)
        is_long = any(width(texts[0], size) > room for texts in cells)
        return cls(
            places=tuple(places),
            heading=size * _ROW * 1.2,
            rows=tuple(_row_height(pen, texts, room, least, small=is_long) for texts in cells),
            small=is_long,
            grade=grade,
        )

    def height(self, count: int) -> float:
        """Return how high the headings and the first rows are."""
        return self.heading + sum(self.rows[:count])


def _row_height(pen: Pen, texts: Sequence[str], room: float, least: float, *, small: bool) -> float:
    name = wrapped(texts[0], pen.points("small"), room) if small else texts[0]
    lines = max(name.count("\n"), texts[1].count("\n")) + 1
    # between two rows a third of a line stays free
    return least if lines == 1 else max(least, pen.points("small") * (LEADING * lines + 0.35))


def _headings(pen: Pen) -> list[str]:
    return [pen.words(text) for text in (_NAME, pen.terms.kind.at_start(), *_HEADINGS)]


def _listed(
    pen: Pen, said: Text, report: CheckReport, checked: Sequence[CheckedStatement]
) -> tuple[_Grid, Sequence[CheckedStatement]]:
    """Return the columns and the statements for which there is room: in small type where all fit in no other."""
    listed = checked[: MOST_ROWS[pen.size]]
    grid = _Grid.of(pen, listed)
    if not pen.own_paper or pen.sheet.grows:
        return grid, listed
    count = _most_rows(pen, said, report, checked, grid)
    if count < len(checked) == len(listed):
        dense = _Grid.of(pen, listed, "small")
        if _most_rows(pen, said, report, checked, dense) == len(checked):
            return dense, listed
    return grid, checked[:count]


def _most_rows(pen: Pen, said: Text, report: CheckReport, checked: Sequence[CheckedStatement], grid: _Grid) -> int:
    """Return how many rows a slide has room for between its title and its note; one at least."""
    topic = _topic(pen, checked)

    def fits(count: int) -> bool:
        shown = checked[:count]
        above = pen.heading_height(said, topic=topic, more=_not_listed(shown, checked))
        below = pen.note_height(source(report.projection.scenario, more=_note(shown)))
        return grid.height(count) <= pen.sides[1] - above - below

    return max([1, *(count for count in range(1, len(grid.rows) + 1) if fits(count))])


def _rows(pen: Pen, checked: Sequence[CheckedStatement], grid: _Grid) -> None:
    ax = pen.ax
    ax.set_xlim(0.0, pen.room)
    # points from the line under the headings
    ax.set_ylim(-sum(grid.rows[: len(checked)]) - 1.0, grid.heading)
    ax.set_xticks([])
    ax.set_yticks([])
    pen.frame()
    for x, heading, ha in zip(grid.places, _headings(pen), _SIDES, strict=True):
        pen.write(x, grid.heading * 0.4, heading, ha=ha, va="center_baseline", colour=FAINT, grade=grid.grade)
    room, top = grid.places[1] - pen.points(grid.grade) * _GAP, 0.0
    for statement, high in zip(checked, grid.rows, strict=False):
        texts = _cells(pen, statement, grid.grade)
        name = wrapped(texts[0], pen.points("small"), room) if grid.small else texts[0]
        _row(pen, (top, high), grid, [name, *texts[1:]], statement.verdict)
        top -= high
    for y in (0.0, top):
        ax.axhline(y, color=INK, linewidth=0.9, zorder=2)


def _row(pen: Pen, span: tuple[float, float], grid: _Grid, texts: list[str], verdict: Verdict) -> None:
    """Draw a row; `span` is its upper edge and its height."""
    y = span[0] - span[1] / 2
    missed = verdict is Verdict.MISSED
    colour = MISSED if missed else FAINT if verdict is Verdict.NOT_JUDGED else INK
    if missed:
        pen.ax.add_patch(
            Rectangle((0.0, y - span[1] / 2), pen.room, span[1], facecolor=BAND, edgecolor="none", zorder=0)
        )
    pen.ax.axhline(y - span[1] / 2, color=RULE, linewidth=0.5, zorder=1)
    for x, text, ha in zip(grid.places, texts, _SIDES, strict=True):
        on_two = (grid.small and x == 0.0) or "\n" in text
        lines = {"va": "center", "grade": "small"} if on_two else {"va": "center_baseline", "grade": grid.grade}
        pen.write(x, y, text, ha=ha, colour=colour, **lines)  # type: ignore[arg-type]
    mark, ink, filled = _MARKS[verdict]
    pen.ax.plot(
        [grid.places[-1] - pen.points(grid.grade) * 0.9],
        [y],
        marker=mark,
        markersize=pen.points(grid.grade) * 0.75,
        markerfacecolor=ink if filled else "none",
        markeredgecolor=ink,
        markeredgewidth=1.0,
        linestyle="none",
        zorder=4,
    )


def _cells(pen: Pen, checked: CheckedStatement, grade: Grade) -> list[str]:
    judged = checked.verdict is not Verdict.NOT_JUDGED
    return [
        pen.words(labelled(checked)),
        _asked_for(pen, checked.statement, grade),
        _value(pen, checked) if judged else "–",
        _distance(pen, checked) if judged else "–",
        pen.words(_verdict(checked)),
    ]


def _asked_for(pen: Pen, statement: Statement, grade: Grade) -> str:
    """Return what a statement asks for, on lines of their own how firmly, and what is long; on one in small type."""
    size, (first, *firmly) = pen.points(grade), _asked(pen.terms, statement)
    if grade == "small":
        return pen.words(_FIRMLY.format(asked=first, firmly=firmly[0]) if firmly else first)
    texts = [pen.words(text) for text in (first, *firmly)]
    if width(texts[0], size) <= _ASKED * size:
        return "\n".join(texts)
    # in small type there is more room for it
    return "\n".join([wrapped(texts[0], pen.points("small"), _ASKED * size), *texts[1:]])


def _verdict(checked: CheckedStatement) -> Text:
    return _CIRCULAR.format(verdict=checked.verdict.label) if checked.circular else checked.verdict.label


def _asked(terms: Terms, statement: Statement) -> list[Text]:
    """Return what a statement asks for and how firmly; side by side they would leave names too little room."""
    return [asked(statement, terms), *([] if statement.firmest is None else [statement.firmest.label])]


def _value(pen: Pen, checked: CheckedStatement) -> str:
    return _in_unit(pen, checked.figure(checked.value))


def _distance(pen: Pen, checked: CheckedStatement) -> str:
    return _in_unit(pen, checked.distance(checked.distance_to_goal))


def _in_unit(pen: Pen, figure: Figure) -> str:
    """Return a figure with its unit; rates and ratios bear theirs or have none."""
    return pen.words(in_prose(figure, pen.terms)).replace("-", "\N{MINUS SIGN}")


def _places(pen: Pen, rows: list[list[str]], grade: Grade) -> list[float]:
    """Return where the columns stand, points: as wide as they need, the names the rest."""
    size = pen.points(grade)
    wide = [max(width(line, size) for row in rows for line in row[i].splitlines()) for i in range(5)]
    gap = size * _GAP
    verdict = pen.room - wide[4]
    # the mark stands before the verdict
    distance = verdict - size * 1.8 - gap
    value = distance - wide[3] - gap
    plan = value - wide[2] - gap - wide[1]
    return [0.0, plan, value, distance, verdict]


def _not_listed(shown: Sequence[CheckedStatement], checked: Sequence[CheckedStatement]) -> Text | None:
    """Return how many statements there is no room for, and how they stand."""
    rest = checked[len(shown) :]
    return _NOT_LISTED.format(shown=len(shown), left=len(rest), tally=_tally(rest)) if rest else None


def _note(shown: Sequence[CheckedStatement]) -> Text:
    circular = any(statement.circular for statement in shown)
    return _BOTH.format(note=_NOTE, more=_NO_TEST) if circular else _NOTE


def _sentence(pen: Pen, checked: Sequence[CheckedStatement], tally: Text) -> Text:
    missed = [
        _STATEMENT.format(quantity=statement.label, value=_value(pen, statement), distance=_distance(pen, statement))
        for statement in checked
        if statement.verdict is Verdict.MISSED
    ]
    of = Text(pen.terms.kind.zh, "")
    sentence = _SENTENCE.format(of=of, count=counted(len(checked), "statement"), tally=tally)
    return sentence + _MISSED.format(statements=Text.join(missed, zh="；", en="; ")) if missed else sentence


def _empty() -> Fault:
    return Fault(
        what=Text("方案的条目", "the plan's headline statements"),
        rule=Text("至少有一条", "be at least one"),
        got=0,
        way_out=Text("在 plan.toml 中写 [[statement]]", "write a [[statement]] in plan.toml"),
    )
