"""Draw the verdicts on a plan's statements."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import Title, require, require_language, require_size
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import width, wrapped
from ceheng_model.charts.drawing.plan_targets import asked
from ceheng_model.charts.drawing.source_line import labelled, source
from ceheng_model.charts.drawing.style import BAND, FAINT, INK, MET, MISSED, RULE, SHEETS, UNDECIDED, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.checks import BatchReport, CheckedStatement, CheckReport, check
from ceheng_model.errors import Fault, InputError
from ceheng_model.plan import Statement
from ceheng_model.vocabulary import DISTANCE, Language, Template, Text, Verdict, counted

_TITLE = Template("{kind}{count}条目标：{tally}", "The {kind}'s {count}: {tally}")
_TALLIED = Template("{verdict}{count}条", "{count} {verdict}")
_NOTE = Text(
    "距目标差额：测算值与列明值之差，负数为不足；增速、占比以百分点计",
    "distance to goal: distance from the printed value, positive with room, negative where it falls short, 0 where "
    "rounding makes up for it; rates and shares in percentage points",
)
_CIRCULAR = Template("{verdict}（倒推）", "{verdict}*")
_NO_TEST = Text(
    "（倒推）：基数由该条倒推，达到与否不是独立的检验",
    "*: base derived from it",
)
_BOTH = Template("{note}；{more}", "{note}; {more}")
_NOT_LISTED = Template("{note}；另有{count}条未列出", "{note}; {count} more statements are not listed")
_SENTENCE = Template("{of}{count}条目标：{tally}。", "{of}{count}: {tally}.")
_MISSED = Template("未达到：{statements}。", " Missed: {statements}.")
_STATEMENT = Template(
    "{quantity}（{value}，距目标差额{distance}）", "{quantity} ({value}, distance to goal {distance})"
)

_ORDER = (Verdict.MISSED, Verdict.UNDECIDABLE, Verdict.MET, Verdict.EXCEEDED, Verdict.NOT_JUDGED)
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
MOST_ROWS: dict[Size, int] = {"word": 30, "slide": 11}
"""Statements that a page has room for, and a slide."""
_TWO_LINES = 2.0
_LINES: dict[Language, float] = {"zh": 1.75, "en": _TWO_LINES}
"""Height of a row in sizes of the type: long English names, and what is asked with its force, stand on two lines."""


def scorecard(
    check_report: CheckReport,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw the headline statements of a plan: what it asks, what is projected, the distance, the verdict.

    What is missed stands first, what cannot be judged last. Of more than 30 statements (11 on a slide) the
    first are drawn and the rest is counted; `numbers` has all. Raises `InputError` for anything but a report
    of `check`, and for one without headline statements.

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
    shown = checked[: MOST_ROWS[require_size(size)]]
    lines = _LINES[require_language(language)]
    if any(statement.statement.firmest for statement in shown):
        lines = max(lines, _TWO_LINES)
    # the headings take a row and a half, title and note about an inch
    height = (len(shown) + 1.5) * SHEETS[size].body * lines / 72.0 + 0.95
    with drawing(
        ax, terms=report.projection.scenario.terms, language=language, size=size, title=title, height=height
    ) as pen:
        _rows(pen, shown)
        tally = _tally(checked)
        pen.title(pen.say(_TITLE, count=counted(len(checked), "statement"), tally=tally))
        pen.footnote(source(report.projection.scenario, more=_note(shown, len(checked) - len(shown))), below=0.1)
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


def _tally(checked: Sequence[CheckedStatement]) -> Text:
    """Return how many statements have which verdict."""
    counts = Counter(statement.verdict for statement in checked)
    return Text.join(
        _TALLIED.format(verdict=verdict.label, count=counts[verdict]) for verdict in _ORDER if counts[verdict]
    )


def _rows(pen: Pen, checked: Sequence[CheckedStatement]) -> None:
    ax = pen.ax
    ax.set_xlim(0.0, pen.room)
    ax.set_ylim(-len(checked) - 0.1, 1.0)
    ax.set_xticks([])
    ax.set_yticks([])
    pen.frame()
    cells = [_cells(pen, statement) for statement in checked]
    headings = [pen.words(text) for text in (_NAME, pen.terms.kind.at_start(), *_HEADINGS)]
    places = _places(pen, [headings, *cells])
    for x, heading, ha in zip(places, headings, _SIDES, strict=True):
        pen.write(x, 0.42, heading, ha=ha, va="center_baseline", colour=FAINT)
    ax.axhline(-0.05, color=INK, linewidth=0.9)
    room = places[1] - pen.points("body") * _GAP
    long = any(width(texts[0], pen.points("body")) > room for texts in cells)
    for row, (statement, texts) in enumerate(zip(checked, cells, strict=True)):
        name = _short(texts[0], pen.points("small"), room) if long else texts[0]
        _row(pen, -row - 0.55, places, [name, *texts[1:]], statement.verdict, small=long)
    ax.axhline(-len(checked) - 0.05, color=INK, linewidth=0.9)


def _row(pen: Pen, y: float, places: list[float], texts: list[str], verdict: Verdict, *, small: bool) -> None:
    missed = verdict is Verdict.MISSED
    colour = MISSED if missed else FAINT if verdict is Verdict.NOT_JUDGED else INK
    if missed:
        pen.ax.add_patch(Rectangle((0.0, y - 0.5), pen.room, 1.0, facecolor=BAND, edgecolor="none", zorder=0))
    pen.ax.axhline(y - 0.5, color=RULE, linewidth=0.5, zorder=1)
    for x, text, ha in zip(places, texts, _SIDES, strict=True):
        on_two = (small and x == 0.0) or "\n" in text
        lines = {"va": "center", "grade": "small"} if on_two else {"va": "center_baseline"}
        pen.write(x, y, text, ha=ha, colour=colour, **lines)  # type: ignore[arg-type]
    mark, ink, filled = _MARKS[verdict]
    pen.ax.plot(
        [places[-1] - pen.points("body") * 0.9],
        [y],
        marker=mark,
        markersize=pen.points("body") * 0.75,
        markerfacecolor=ink if filled else "none",
        markeredgecolor=ink,
        markeredgewidth=1.0,
        linestyle="none",
        zorder=4,
    )


def _cells(pen: Pen, checked: CheckedStatement) -> list[str]:
    judged = checked.verdict is not Verdict.NOT_JUDGED
    return [
        pen.words(labelled(checked)),
        "\n".join(pen.words(text) for text in _asked(checked.statement)),
        _value(pen, checked) if judged else "–",
        _distance(pen, checked) if judged else "–",
        pen.words(_verdict(checked)),
    ]


def _verdict(checked: CheckedStatement) -> Text:
    return _CIRCULAR.format(verdict=checked.verdict.label) if checked.circular else checked.verdict.label


def _asked(statement: Statement) -> list[Text]:
    """Return what a statement asks for and how firmly; side by side they would leave names too little room."""
    return [asked(statement), *([] if statement.firmest is None else [statement.firmest.label])]


def _value(pen: Pen, checked: CheckedStatement) -> str:
    return pen.number(checked.figure(checked.value))


def _distance(pen: Pen, checked: CheckedStatement) -> str:
    return pen.number(checked.distance(checked.distance_to_goal))


def _places(pen: Pen, rows: list[list[str]]) -> list[float]:
    """Return where the columns stand, points: as wide as they need, the names the rest."""
    size = pen.points("body")
    wide = [max(width(line, size) for row in rows for line in row[i].splitlines()) for i in range(5)]
    gap = size * _GAP
    verdict = pen.room - wide[4]
    # the mark stands before the verdict
    distance = verdict - size * 1.8 - gap
    value = distance - wide[3] - gap
    plan = value - wide[2] - gap - wide[1]
    return [0.0, plan, value, distance, verdict]


def _short(name: str, size: float, room: float) -> str:
    lines = wrapped(name, size, room).splitlines()
    return "\n".join(lines) if len(lines) <= 2 else f"{lines[0]}\n{lines[1][:-1]}…"


def _note(shown: Sequence[CheckedStatement], left: int) -> Text:
    circular = any(checked.circular for checked in shown)
    note = _BOTH.format(note=_NOTE, more=_NO_TEST) if circular else _NOTE
    return note if left <= 0 else _NOT_LISTED.format(note=note, count=left)


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
