"""Draw how far a quantity swings when one input at a time varies by itself."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import Title, require
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.shapes import area
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import FILLS, INK, Size
from ceheng_model.charts.registry import Ingredient, Material, Picture, chart
from ceheng_model.charts.words import SPREAD_IS_ASSUMED
from ceheng_model.sensitivity import Tornado
from ceheng_model.sensitivity import tornado as swings_of
from ceheng_model.vocabulary import Language, Template, Text

_TITLE = Template("{quantity}：逐项变动的影响", "{quantity}: one input at a time")
_MORE = Template(
    "一项增速单独变动时{low}与{high}分位之间；浅色斜线：增速偏低，深色：偏高；各项之间的相关未计入",
    "{low} to {high} quantile when one input alone varies; light, hatched: its growth low, dark: high; "
    "correlation between inputs is not in",
)
_LEFT_OUT = Template("{note}；另有{count}项影响更小，未画出", "{note}; {count} inputs with less effect are not drawn")
_SENTENCE = Template("{quantity}为{value}；影响最大的是{inputs}。", "{quantity} is {value}; widest swings: {inputs}.")
_INPUT = Template("{input}（{low}至{high}）", "{input}: {low} to {high}")

MOST_ROWS = 12
"""Inputs that are drawn, the widest swings first."""
_LOW, _HIGH = FILLS[3], FILLS[0]
_BAR = 0.68
"""Height of a bar where rows are 1 apart."""


def tornado(
    tornado_result: Tornado,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw the quantity with each input low and high around the scenario's own value.

    The widest swing is on top. Of more than twelve inputs the rest is counted; `numbers` has all. Raises `InputError`
    for anything but the result of `tornado`.

    >>> from ceheng_model.scenarios import scenario
    >>> from ceheng_model.sensitivity import tornado as swings
    >>> ax = tornado(swings(scenario("plan"), "ratio"))
    >>> from ceheng_model.charts.drawing.numbers import description
    >>> print(description(ax, "en"))
    Urban-rural income ratio 2024 is 3.123; widest swings: rural residents, transfer: 3.206 to 3.038, rural residents, \
wages: 3.203 to 3.044, urban residents, wages: 3.053 to 3.195.
    """
    swings = require(tornado_result, Tornado, "cm.tornado(scenario, quantity)")
    order = np.argsort(-np.abs(swings.swing), kind="stable").tolist()
    subject = swings.subject
    with drawing(ax, terms=subject.scenario.terms, language=language, size=size, title=title) as pen:
        left = _rows(pen, swings, order[:MOST_ROWS])
        pen.ax.axvline(subject.value, color=INK, linewidth=1.0, zorder=3)
        pen.write(subject.value, 0.62, pen.number(subject.figure(subject.value)), va="bottom")
        pen.title(_TITLE.format(quantity=capital(subject.label)), left=left, more=_more(swings))
        note = _note(len(order) - MOST_ROWS)
        pen.footnote(source(subject.scenario, groups=subject.moved_groups, components=True, more=note), left=left)
        pen.keep(swings.tables()[0], _sentence(pen, swings, order))
    return pen.ax


@chart(tornado, Text("逐项变动对收入比的影响", "What one input at a time does to the ratio"))
def _pictures(material: Material) -> Iterator[Picture]:
    def draw(**style: Any) -> Axes:
        swings = swings_of(material.scenario, "ratio", uncertainty=material.uncertainty)
        return tornado(swings, **style)

    yield Picture(name="tornado", draw=draw, needs=Ingredient.RATIO, of_spread=True)


def _rows(pen: Pen, swings: Tornado, shown: Sequence[int]) -> float:
    """Draw the bars with their names at the left; return the room that the names take."""
    names = [pen.words(capital(swings.inputs[i].label)) for i in shown]
    _scale(pen, swings, len(shown))
    for row, (i, name) in enumerate(zip(shown, names, strict=True)):
        _bar(pen, swings, -row, i)
        pen.write(0.0, -row, name, ha="right", by=(-5.0, 0.0), on=pen.ax.get_yaxis_transform())
    return max(width(name, pen.points("body")) for name in names) + 5.0


def _scale(pen: Pen, swings: Tornado, rows: int) -> None:
    values = [*swings.low.tolist(), *swings.high.tolist(), swings.subject.value]
    finite = [value for value in values if np.isfinite(value)]
    low, high = min(finite), max(finite)
    # a sixth of the range for the figures at the bars; where nothing swings, a scale all the same
    room = max(0.16 * (high - low), 1e-9)
    pen.ax.set_xlim(low - room, high + room)
    pen.ax.set_ylim(-rows + 0.4, 0.6)
    pen.frame()
    pen.ax.set_yticks([])
    pen.ax.set_xticks([])


def _bar(pen: Pen, swings: Tornado, y: float, i: int) -> None:
    centre, low, high = swings.subject.value, float(swings.low[i]), float(swings.high[i])
    for end, fill in ((low, _LOW), (high, _HIGH)):
        if np.isfinite(end):
            area(pen, fill, min(centre, end), y - _BAR / 2, abs(end - centre), _BAR)
    # a bar without length has its figures on the sides on which they mostly stand
    same = low < high or (low == high and swings.low.sum() <= swings.high.sum())
    for end, other, first in ((low, high, True), (high, low, False)):
        right = end > other if end != other else first is not same
        text = pen.number(swings.subject.figure(end))
        pen.write(end, y, text, ha="left" if right else "right", by=(4.0 if right else -4.0, 0.0), grade="small")


def _more(swings: Tornado) -> Text:
    low, high = (f"{100.0 * (1.0 + sign * swings.probability) / 2.0:g}%" for sign in (-1.0, 1.0))
    return _MORE.format(low=low, high=high)


def _note(left: int) -> Text:
    return SPREAD_IS_ASSUMED if left <= 0 else _LEFT_OUT.format(note=SPREAD_IS_ASSUMED, count=left)


def _sentence(pen: Pen, swings: Tornado, order: Sequence[int]) -> Text:
    subject = swings.subject
    inputs = [
        _INPUT.format(
            input=swings.inputs[i].label,
            low=pen.number(subject.figure(float(swings.low[i]))),
            high=pen.number(subject.figure(float(swings.high[i]))),
        )
        for i in order[:3]
    ]
    return _SENTENCE.format(
        quantity=capital(subject.label),
        value=pen.number(subject.figure(subject.value)),
        inputs=Text.join(inputs),
    )
