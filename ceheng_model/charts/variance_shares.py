"""Draw which input the spread of a quantity comes from, the largest share on top."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.arithmetic import Array
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import found
from ceheng_model.charts.drawing.limits import Title, require
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import in_lines, width
from ceheng_model.charts.drawing.shapes import area
from ceheng_model.charts.drawing.source_line import capital, noted, rounding_note, source
from ceheng_model.charts.drawing.style import FILLS, INK, Size
from ceheng_model.charts.registry import Ingredient, Material, Picture, chart
from ceheng_model.charts.words import SPREAD_IS_ASSUMED
from ceheng_model.sensitivity import VarianceShares
from ceheng_model.sensitivity import variance_shares as shares_of
from ceheng_model.vocabulary import Language, Template, Text

_FINDING = Template(
    "{quantity}的不确定性主要来自{inputs}的增速", "{quantity}: its uncertainty comes mainly from growth of {inputs}"
)
_NONE = Template("{quantity}没有可说的不确定性", "{quantity}: no uncertainty to speak of")
_TOPIC = Template("{quantity}：各项增速在不确定性中所占份额", "{quantity}: shares of its uncertainty by input")
_MORE = Text(
    "各项增速按相关一起变动，各占波动（方差）的份额，合计100%（沙普利值）",
    "share of the variance when all growth varies together, correlated as it is; the sum is 100% (Shapley)",
)
_LEFT_OUT = Template(
    "{note}；另有{count}项份额更小，未画出", "{note}; {count} inputs with smaller shares are not drawn"
)
_SENTENCE = Template("{quantity}的波动主要来自{inputs}。", "The spread of {quantity} comes from {inputs}.")
_INPUT = Template("{input}（{share}）", "{input} ({share})")

MOST_ROWS = 12
"""Inputs that are drawn, the largest shares first."""
DRAWS = 1024
"""Draws for a picture: its shares then stand to a tenth of a point, what a reader sees of a bar."""
_MOST_NAMED, _HALF = 2, 0.5
"""Inputs that a title names at most, and how much of the whole is enough."""
_BAR = 0.68
"""Height of a bar where rows are 1 apart."""


def variance_shares(
    shares: VarianceShares,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw the Shapley share of every input in the variance of the quantity, the largest on top.

    Of more than twelve inputs the rest is counted; `numbers` has all. Raises `InputError` for anything but
    the result of `variance_shares`.

    >>> from ceheng_model.scenarios import scenario
    >>> from ceheng_model.sensitivity import variance_shares as shares_of
    >>> ax = variance_shares(shares_of(scenario("plan"), "ratio", by="group", draws=1024, seed=0))
    >>> from ceheng_model.charts.drawing.numbers import description
    >>> print(description(ax, "en"))
    The spread of urban-rural income ratio 2024 comes from urban residents (58%), rural residents (42%).
    """
    found_shares = require(shares, VarianceShares, "cm.variance_shares(scenario, quantity)")
    subject = found_shares.subject
    # where nothing has any spread there is no order among the inputs, and no share
    effects = np.nan_to_num(found_shares.shapley.effects)
    order = np.argsort(-effects, kind="stable").tolist()
    with drawing(ax, terms=subject.scenario.terms, language=language, size=size, title=title) as pen:
        left = _rows(pen, found_shares, order[:MOST_ROWS])
        topic = _TOPIC.format(quantity=subject.label).at_start()
        pen.title(found(subject.scenario, _finding(pen, found_shares, order)), topic=topic, left=left, more=_MORE)
        note = _note(len(order) - MOST_ROWS, effects)
        pen.footnote(source(subject.scenario, groups=subject.moved_groups, components=True, more=note), left=left)
        pen.keep(found_shares.tables()[0], _sentence(pen, found_shares, order))
    return pen.ax


@chart(variance_shares, Text("收入比的不确定性来自哪些增速", "Where the uncertainty of the ratio comes from"))
def _pictures(material: Material) -> Iterator[Picture]:
    def draw(**style: Any) -> Axes:
        spread, seed = material.uncertainty, material.seed
        return variance_shares(
            shares_of(material.scenario, "ratio", uncertainty=spread, draws=DRAWS, seed=seed), **style
        )

    yield Picture(name="variance_shares", draw=draw, needs=Ingredient.RATIO, of_spread=True)


def _rows(pen: Pen, found: VarianceShares, shown: Sequence[int]) -> float:
    """Draw the bars with their names at the left; return the room that the names take."""
    names = [pen.words(capital(found.inputs[i].short)) for i in shown]
    # names take two fifths of the picture at most, in one or two lines
    names = [in_lines(name, pen.points("body"), 0.4 * pen.sides[0], most=2) for name in names]
    effects = np.nan_to_num(found.shapley.effects[list(shown)])
    low, high = min(0.0, float(effects.min())), max(float(effects.max()), 1e-9)
    # a sixth of the range for the figures at the bars
    room = 0.16 * (high - low)
    pen.ax.set_xlim(low - (room if low < 0.0 else 0.0), high + room)
    pen.ax.set_ylim(-len(shown) + 0.4, 0.6)
    pen.frame()
    pen.ax.set_yticks([])
    pen.ax.set_xticks([])
    pen.ax.axvline(0.0, color=INK, linewidth=1.0, zorder=3)
    for row, (effect, name) in enumerate(zip(effects.tolist(), names, strict=True)):
        area(pen, FILLS[0], min(effect, 0.0), -row - _BAR / 2, abs(effect), _BAR)
        right = effect >= 0.0
        figure = pen.number(effect, "percent", 1)
        pen.write(
            effect, -row, figure, ha="left" if right else "right", by=(4.0 if right else -4.0, 0.0), grade="small"
        )
        pen.write(0.0, -row, name, ha="right", by=(-5.0, 0.0), on=pen.ax.get_yaxis_transform())
    return max(width(part, pen.points("body")) for name in names for part in name.split("\n")) + 5.0


def _finding(pen: Pen, shares: VarianceShares, order: Sequence[int]) -> Text:
    """Return from which inputs the uncertainty comes: as few as make up half of it, two at most."""
    effects = np.nan_to_num(shares.shapley.effects)
    named, reached = list[Text](), 0.0
    for i in order[:_MOST_NAMED]:
        if effects[i] <= 0.0 or reached >= _HALF:
            break
        share = pen.number(float(effects[i]), "percent", 0)
        named.append(_INPUT.format(input=shares.inputs[i].label, share=share))
        reached += float(effects[i])
    quantity = shares.subject.label
    return _FINDING.format(quantity=quantity, inputs=Text.join(named)) if named else _NONE.format(quantity=quantity)


def _note(left: int, effects: Array) -> Text:
    if left > 0:
        return _LEFT_OUT.format(note=SPREAD_IS_ASSUMED, count=left)
    # where nothing has any spread there are no shares to add up
    rounded = rounding_note((effects * 100.0).tolist(), 100.0, decimals=1) if effects.any() else None
    return noted(SPREAD_IS_ASSUMED, rounded) or SPREAD_IS_ASSUMED


def _sentence(pen: Pen, found: VarianceShares, order: Sequence[int]) -> Text:
    inputs = [
        _INPUT.format(input=found.inputs[i].label, share=pen.number(float(found.shapley.effects[i]), "percent", 0))
        for i in order[:3]
    ]
    return _SENTENCE.format(quantity=found.subject.label, inputs=Text.join(inputs))
