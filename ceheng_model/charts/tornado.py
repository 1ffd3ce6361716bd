"""Draw how far a quantity swings when one input at a time varies by itself."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import found
from ceheng_model.charts.drawing.limits import Title, require
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import in_lines, width
from ceheng_model.charts.drawing.shapes import area
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import FILLS, INK, Size
from ceheng_model.charts.registry import Ingredient, Material, Picture, chart
from ceheng_model.charts.words import SPREAD_IS_ASSUMED
from ceheng_model.sensitivity import Tornado
from ceheng_model.sensitivity import tornado as swings_of
from ceheng_model.tables import written
from ceheng_model.vocabulary import NO_TEXT, Language, Template, Text

_FINDING = Template(
    "{quantity}为{value}，受{input}增速影响最大：增速偏低时为{low}，偏高时为{high}",
    "{quantity} is {value}; growth of {input} moves it most ({low} if low, {high} if high)",
)
_NO_SWING = Template(
    "{quantity}为{value}，各项增速均不影响", "{quantity} is {value}, and growth of no single input moves it"
)
_TOPIC = Template("{quantity}：逐项变动的影响", "{quantity}, one input at a time")
_MORE = Template(
    "其余不变，一项增速偏低、偏高（其{low}、{high}分位）时的数值{amount}；未计各项之间的相关",
    "all else unchanged, one growth low or high (its {low} and {high} quantiles){amount}; correlation "
    "between inputs is not in",
)
_AMOUNT = Text(
    "，括号内为增速年均偏离的百分点", "; in brackets, how far its yearly growth then strays, percentage points"
)
_NAME = Template("{input}（±{points}）", "{input} (±{points})")
_AT = Template("{end} {value}", "{end} {value}")
_LOW_END, _HIGH_END = Text("偏低", "low"), Text("偏高", "high")
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
    The 2024 urban-rural income ratio is 3.123; widest swings: transfer income of rural residents: 3.206 to 3.038, \
wages of rural residents: 3.203 to 3.044, wages of urban residents: 3.053 to 3.195.
    """
    swings = require(tornado_result, Tornado, "cm.tornado(scenario, quantity)")
    order = np.argsort(-np.abs(swings.swing), kind="stable").tolist()
    subject = swings.subject
    with drawing(ax, terms=subject.scenario.terms, language=language, size=size, title=title) as pen:
        left = _rows(pen, swings, order[:MOST_ROWS])
        pen.ax.axvline(subject.value, color=INK, linewidth=1.0, zorder=3)
        pen.write(subject.value, 0.62, pen.number(subject.figure(subject.value)), va="bottom")
        topic = _TOPIC.format(quantity=subject.label).at_start()
        finding = found(subject.scenario, _finding(pen, swings, order))
        pen.title(finding, topic=topic, left=left, more=_more(swings))
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
    names = [pen.words(_name(swings, i)) for i in shown]
    # names take two fifths of the picture at most, in one or two lines
    room = 0.4 * pen.sides[0]
    names = [in_lines(name, pen.points("body"), room, most=2) for name in names]
    _scale(pen, swings, len(shown))
    for row, (i, name) in enumerate(zip(shown, names, strict=True)):
        _bar(pen, swings, -row, i)
        pen.write(0.0, -row, name, ha="right", by=(-5.0, 0.0), on=pen.ax.get_yaxis_transform())
    return max(width(part, pen.points("body")) for name in names for part in name.split("\n")) + 5.0


def _name(swings: Tornado, i: int) -> Text:
    """Return what an input is called, and how far its growth strays where it is that of one component."""
    label = capital(swings.inputs[i].short)
    if not _is_single(swings):
        return label
    return _NAME.format(input=label, points=written(float(swings.shock[i].mean()), "points", decimals=1))


def _is_single(swings: Tornado) -> bool:
    return swings.by in ("component", "cell")


def _finding(pen: Pen, swings: Tornado, order: Sequence[int]) -> Text:
    subject = swings.subject
    said = {"quantity": subject.label, "value": pen.number(subject.figure(subject.value))}
    if not order or not swings.swing[order[0]]:
        return _NO_SWING.format(**said)
    low, high = (pen.number(subject.figure(float(ends[order[0]]))) for ends in (swings.low, swings.high))
    return _FINDING.format(**said, input=swings.inputs[order[0]].label, low=low, high=high)


def _scale(pen: Pen, swings: Tornado, rows: int) -> None:
    values = [*swings.low.tolist(), *swings.high.tolist(), swings.subject.value]
    finite = [value for value in values if np.isfinite(value)]
    low, high = min(finite), max(finite)
    # a quarter of the range for the words at the bars; where nothing swings, a scale all the same
    room = max(0.26 * (high - low), 1e-9)
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
    for end, other, first, called in ((low, high, True, _LOW_END), (high, low, False, _HIGH_END)):
        right = end > other if end != other else first is not same
        text = _AT.format(end=called, value=pen.number(swings.subject.figure(end)))
        pen.write(end, y, text, ha="left" if right else "right", by=(4.0 if right else -4.0, 0.0), grade="small")


def _more(swings: Tornado) -> Text:
    low, high = (f"{100.0 * (1.0 + sign * swings.probability) / 2.0:g}%" for sign in (-1.0, 1.0))
    return _MORE.format(low=low, high=high, amount=_AMOUNT if _is_single(swings) else NO_TEXT)


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
        quantity=capital(subject.quantity.in_sentence(subject.scenario.terms)),
        value=pen.number(subject.figure(subject.value)),
        inputs=Text.join(inputs),
    )
