"""Draw how far a quantity swings as one input at a time is low or high."""

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.charts.components_by_year import area
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import require
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import FILLS, INK, Size
from ceheng_model.sensitivity import Tornado
from ceheng_model.vocabulary import Language, Text

MOST_ROWS = 12
"""Inputs that are drawn, the widest swings first."""
_LOW, _HIGH = FILLS["transfer"], FILLS["wages"]


def tornado(tornado_result: Tornado, *, ax: Axes | None = None, language: Language = "zh", size: Size = "word") -> Axes:
    """Draw the quantity with each input low and high, the widest swing on top, around the scenario's own value.

    Of more than twelve inputs the rest is counted; `numbers` has all. Raises `InputError` for anything but
    the result of `tornado`.

    >>> from ceheng_model.scenarios import scenario
    >>> from ceheng_model.sensitivity import tornado as swings
    >>> ax = tornado(swings(scenario("plan"), "ratio"))
    >>> from ceheng_model.charts.drawing.numbers import alternative_text
    >>> print(alternative_text(ax, "en"))
    Urban-rural income ratio 2024 is 3.123; widest swings: rural residents, wages: 3.234 to 3.013, urban residents, \
wages: 3.020 to 3.230, urban residents, business: 3.050 to 3.204.
    """
    found = require(tornado_result, Tornado, "cm.tornado(scenario, quantity)")
    order = np.argsort(-np.abs(found.swing), kind="stable")
    with drawing(ax, language=language, size=size) as pen:
        shown = order[:MOST_ROWS]
        names = [pen.words(capital(found.inputs[i].label)) for i in shown]
        _scale(pen, found, len(shown))
        for row, (i, name) in enumerate(zip(shown, names, strict=True)):
            _bar(pen, found, -row, int(i))
            pen.write(0.0, -row, name, ha="right", by=(-5.0, 0.0), on=pen.ax.get_yaxis_transform())
        left = max(width(name, pen.points("body")) for name in names) + 5.0
        value = pen.number(found.subject.figure(found.subject.value))
        pen.ax.axvline(found.subject.value, color=INK, linewidth=1.0, zorder=3)
        pen.write(found.subject.value, 0.62, value, va="bottom")
        label = capital(found.subject.label)
        title = Text(f"{label.zh}：逐项变动的影响", f"{label.en}: one input at a time")
        pen.title(title, left=left, more=_more(found))
        scenario = found.subject.scenario
        moved = [key for key, moving in zip(scenario.group_keys, found.subject.moving, strict=True) if moving.any()]
        pen.footnote(
            source(scenario, groups=moved, components=True, more=_left_out(len(order) - len(shown))), left=left
        )
        pen.keep(found.tables()[0], _sentence(pen, found, order))
    return pen.ax


def _scale(pen: Pen, found: Tornado, rows: int) -> None:
    values = [*found.low.tolist(), *found.high.tolist(), found.subject.value]
    finite = [value for value in values if np.isfinite(value)]
    low, high = min(finite), max(finite)
    room = max(0.16 * (high - low), 1e-9)
    pen.ax.set_xlim(low - room, high + room)
    pen.ax.set_ylim(-rows + 0.4, 0.6)
    pen.frame()
    pen.ax.set_yticks([])
    pen.ax.set_xticks([])


def _bar(pen: Pen, found: Tornado, y: float, i: int) -> None:
    centre, low, high = found.subject.value, float(found.low[i]), float(found.high[i])
    for end, fill in ((low, _LOW), (high, _HIGH)):
        if np.isfinite(end):
            area(pen, fill, min(centre, end), y - 0.34, abs(end - centre), 0.68)
    same = low < high or (low == high and found.low.sum() <= found.high.sum())
    for end, other, first in ((low, high, True), (high, low, False)):
        right = end > other if end != other else first is not same
        text = pen.number(found.subject.figure(end))
        pen.write(end, y, text, ha="left" if right else "right", by=(4.0 if right else -4.0, 0.0), grade="small")


def _more(found: Tornado) -> Text:
    low, high = (f"{100.0 * (1.0 + sign * found.probability) / 2.0:g}%" for sign in (-1.0, 1.0))
    return Text(
        f"浅色斜线：增速取{low}分位；深色：增速取{high}分位；其余增速不变",
        f"light, hatched: growth at its {low} quantile; dark: at its {high} quantile; all other growth unchanged",
    )


def _left_out(left: int) -> Text:
    base = Text(
        "离散程度由公布的序列估计，其适用于本地为假定",
        "spread estimated from published series, assumed to hold here",
    )
    if left <= 0:
        return base
    return Text(f"{base.zh}；另有{left}项影响更小，未画出", f"{base.en}; {left} inputs with less effect are not drawn")


def _sentence(pen: Pen, found: Tornado, order: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> Text:
    zh, en = [], []
    for i in order[:3].tolist():
        low, high = (pen.number(found.subject.figure(float(end[i]))) for end in (found.low, found.high))
        name = found.inputs[i].label
        zh.append(f"{name.zh}（{low}至{high}）")
        en.append(f"{name.en}: {low} to {high}")
    value, label = pen.number(found.subject.figure(found.subject.value)), capital(found.subject.label)
    return Text(
        f"{label.zh}为{value}；影响最大的是{'、'.join(zh)}。", f"{label.en} is {value}; widest swings: {', '.join(en)}."
    )
