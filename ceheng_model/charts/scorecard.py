"""Draw the verdicts on a plan's statements."""

from collections import Counter
from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import require, require_size
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import width, wrapped
from ceheng_model.charts.drawing.source_line import asked, labelled, source
from ceheng_model.charts.drawing.style import BAND, FAINT, INK, MISSED, RULE, SHEETS, Size
from ceheng_model.checks import CheckedStatement, CheckReport
from ceheng_model.errors import Fault, InputError
from ceheng_model.vocabulary import Language, Text, Verdict

_ORDER = (Verdict.MISSED, Verdict.UNDECIDABLE, Verdict.MET, Verdict.EXCEEDED, Verdict.NOT_JUDGED)
_MARKS: dict[Verdict, tuple[str, str, bool]] = {
    Verdict.MISSED: ("X", MISSED, True),
    Verdict.UNDECIDABLE: ("D", "#8A6410", False),
    Verdict.MET: ("o", "#2B6A4A", True),
    Verdict.EXCEEDED: ("^", "#2B6A4A", True),
    Verdict.NOT_JUDGED: ("o", FAINT, False),
}
"""Shape, colour and whether it is filled: the shape says it without the colour."""
_HEADINGS = (
    Text("指标", "Quantity"),
    Text("方案", "Plan"),
    Text("测算", "Projected"),
    Text("余量", "Margin"),
    Text("判定", "Verdict"),
)
_SIDES = ("left", "left", "right", "right", "left")
MOST_ROWS: dict[Size, int] = {"word": 30, "slide": 12}


def scorecard(
    check_report: CheckReport, *, ax: Axes | None = None, language: Language = "zh", size: Size = "word"
) -> Axes:
    """Draw the headline statements of a plan: what it asks, what is projected, the margin and the verdict.

    What is missed stands first, what cannot be judged last. Of more than 30 statements (12 on a slide) the
    first are drawn and the rest is counted; `numbers` has all. Raises `InputError` for anything but a report
    of `check`, and for one without headline statements.

    >>> from ceheng_model.checks import check
    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = scorecard(check(project(scenario("plan")), share_cases=False))
    >>> from ceheng_model.charts.drawing.numbers import alternative_text
    >>> alternative_text(ax, "en")
    '16 statements: 1 missed, 10 met, 5 not judged. Missed: urban-rural income ratio 2024 (3.123, margin −0.273).'
    """
    report = require(check_report, CheckReport, "cm.check(projection)")
    checked = sorted(report.headline, key=lambda c: _ORDER.index(c.verdict))
    if not checked:
        raise InputError(_empty())
    most = MOST_ROWS[require_size(size)]
    height = (min(len(checked), most) + 1.5) * SHEETS[size].body * (1.75 if language == "zh" else 2.0) / 72.0 + 0.95
    with drawing(ax, language=language, size=size, height=height) as pen:
        shown = checked[:most]
        _rows(pen, shown)
        counts = Counter(one.verdict for one in checked)
        tally = [(verdict.label, counts[verdict]) for verdict in _ORDER if counts[verdict]]
        zh = "、".join(f"{label.zh}{count}条" for label, count in tally)
        en = ", ".join(f"{count} {label.en}" for label, count in tally)
        pen.title(Text(f"方案{len(checked)}条目标：{zh}", f"The plan's {len(checked)} statements: {en}"))
        pen.footnote(source(report.projection.scenario, more=_note(len(checked) - len(shown))), below=0.1)
        table = replace(report.statement_table(), name="scorecard")
        pen.keep(table, _sentence(pen, checked, Text(zh, en)))
    return pen.ax


def _rows(pen: Pen, checked: list[CheckedStatement]) -> None:
    ax = pen.ax
    ax.set_xlim(0.0, pen.room)
    ax.set_ylim(-len(checked) - 0.1, 1.0)
    ax.set_xticks([])
    ax.set_yticks([])
    pen.frame()
    cells = [_cells(pen, one) for one in checked]
    headings = [pen.words(text) for text in _HEADINGS]
    places = _places(pen, [headings, *cells])
    for x, heading, ha in zip(places, headings, _SIDES, strict=True):
        pen.write(x, 0.42, heading, ha=ha, va="center_baseline", colour=FAINT)
    ax.axhline(-0.05, color=INK, linewidth=0.9)
    room = places[1] - pen.points("body") * 1.1
    long = any(width(texts[0], pen.points("body")) > room for texts in cells)
    for row, (one, texts) in enumerate(zip(checked, cells, strict=True)):
        name = _short(texts[0], pen.points("small"), room) if long else texts[0]
        _row(pen, -row - 0.55, places, [name, *texts[1:]], one.verdict, small=long)
    ax.axhline(-len(checked) - 0.05, color=INK, linewidth=0.9)


def _row(pen: Pen, y: float, places: list[float], texts: list[str], verdict: Verdict, *, small: bool) -> None:
    missed = verdict is Verdict.MISSED
    colour = MISSED if missed else FAINT if verdict is Verdict.NOT_JUDGED else INK
    if missed:
        pen.ax.add_patch(Rectangle((0.0, y - 0.5), pen.room, 1.0, facecolor=BAND, edgecolor="none", zorder=0))
    pen.ax.axhline(y - 0.5, color=RULE, linewidth=0.5, zorder=1)
    for x, text, ha in zip(places, texts, _SIDES, strict=True):
        lines = {"va": "center", "grade": "small"} if small and x == 0.0 else {"va": "center_baseline"}
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


def _cells(pen: Pen, one: CheckedStatement) -> list[str]:
    judged = one.verdict is not Verdict.NOT_JUDGED
    return [
        pen.words(labelled(one)),
        pen.words(asked(one.statement)),
        pen.number(one.figure(one.value)) if judged else "–",
        pen.number(one.figure(one.margin, signed=True)) if judged else "–",
        pen.words(one.verdict.label),
    ]


def _places(pen: Pen, rows: list[list[str]]) -> list[float]:
    """Return where the columns stand, points: as wide as they need, the names the rest."""
    size = pen.points("body")
    wide = [max(width(row[i], size) for row in rows) for i in range(5)]
    gap = size * 1.1
    verdict = pen.room - wide[4]
    margin = verdict - size * 1.8 - gap
    value = margin - wide[3] - gap
    plan = value - wide[2] - gap - wide[1]
    return [0.0, plan, value, margin, verdict]


def _short(name: str, size: float, room: float) -> str:
    lines = wrapped(name, size, room).splitlines()
    return "\n".join(lines) if len(lines) <= 2 else f"{lines[0]}\n{lines[1][:-1]}…"


def _note(left: int) -> Text:
    base = Text(
        "余量为到达标界限的距离，含四舍五入，负数为未达到；增速领先以百分点计",
        "margin: distance from the bound, rounding included, negative when missed; leads in points",
    )
    if left <= 0:
        return base
    return Text(f"{base.zh}；另有{left}条未列出", f"{base.en}; {left} more statements are not listed")


def _sentence(pen: Pen, checked: list[CheckedStatement], tally: Text) -> Text:
    missed = [
        (one.label, pen.number(one.figure(one.value)), pen.number(one.figure(one.margin, signed=True)))
        for one in checked
        if one.verdict is Verdict.MISSED
    ]
    zh, en = f"方案{len(checked)}条目标：{tally.zh}。", f"{len(checked)} statements: {tally.en}."
    if not missed:
        return Text(zh, en)
    listed_zh = "；".join(f"{label.zh}（{value}，余量{margin}）" for label, value, margin in missed)
    listed_en = "; ".join(f"{label.en} ({value}, margin {margin})" for label, value, margin in missed)
    return Text(f"{zh}未达到：{listed_zh}。", f"{en} Missed: {listed_en}.")


def _empty() -> Fault:
    return Fault(
        what=Text("方案的条目", "the plan's headline statements"),
        rule=Text("至少有一条", "be at least one"),
        got=0,
        way_out=Text("在 plan.toml 中写 [[statement]]", "write a [[statement]] in plan.toml"),
    )
