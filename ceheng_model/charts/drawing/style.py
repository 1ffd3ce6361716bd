"""Sizes of type and paper, and colours that stay apart in grey and for colour-blind readers."""

from dataclasses import dataclass
from typing import Literal

from ceheng_model.vocabulary import Text

Size = Literal["word", "slide"]
SIZES: tuple[Size, ...] = ("word", "slide")
CENTIMETRE = 1.0 / 2.54


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Hold the measures of one size: inches for paper, points for type and lines."""

    width: float
    height: float
    title: float
    body: float
    small: float
    line: float
    mark: float
    grows: bool
    """Whether a chart with many rows may be higher."""


SHEETS: dict[Size, Sheet] = {
    "word": Sheet(
        width=15.6 * CENTIMETRE,
        height=8.8 * CENTIMETRE,
        title=10.5,
        body=8.5,
        small=7.0,
        line=1.6,
        mark=5.0,
        grows=True,
    ),
    "slide": Sheet(
        width=25.4 * CENTIMETRE,
        height=14.3 * CENTIMETRE,
        title=19.0,
        body=14.0,
        small=10.5,
        line=2.6,
        mark=8.5,
        grows=False,
    ),
}

INK = "#1A1A1A"
FAINT = "#5A5A5A"
RULE = "#D5D5D5"
BAND = "#EDEDED"
MISSED = "#A31F1A"
MET = "#2B6A4A"
UNDECIDED = "#8A6410"


@dataclass(frozen=True, slots=True)
class Stroke:
    """Hold how one path is drawn: colour, dashes and mark all differ from the next one's."""

    colour: str
    dashes: str | tuple[float, tuple[float, ...]]
    mark: str
    text: str
    """Colour of words about it, dark enough to be read."""
    called: Text
    """The mark in words."""


STROKES = (
    Stroke("#12355B", "-", "o", "#12355B", Text("圆点", "dots")),
    Stroke("#B5541C", (0, (5.0, 1.6)), "s", "#9A4513", Text("方块", "squares")),
    Stroke("#5BB0A3", (0, (5.0, 1.4, 1.2, 1.4)), "^", "#2B756A", Text("三角", "triangles")),
    Stroke("#7B3F8C", (0, (1.2, 1.2)), "D", "#6A3379", Text("菱形", "diamonds")),
    Stroke("#8C8C8C", "-", "v", "#636363", Text("倒三角", "triangles pointing down")),
    Stroke("#C79A2B", (0, (8.0, 1.6)), "P", "#8A6410", Text("十字", "plus signs")),
    Stroke("#3C6E3C", (0, (3.0, 1.2, 1.0, 1.2, 1.0, 1.2)), "X", "#2F5A2F", Text("叉", "crosses")),
    Stroke("#D98C9A", (0, (2.5, 2.5)), "h", "#A04C5C", Text("六角", "hexagons")),
)
"""Strokes by position of the group or the alternative."""


REFERENCE = Stroke("#6E6E6E", (0, (3.0, 2.0)), "None", "#5A5A5A", Text("细虚线", "thin dashed line"))
"""The plan beside a scenario that differs from it."""


@dataclass(frozen=True, slots=True)
class Fill:
    """Hold how one area is filled: lightness and hatching both differ from its neighbours'."""

    colour: str
    hatch: str
    lines: str
    """Colour of the hatching."""
    text: str
    """Colour of what is written on it."""


FILLS = (
    Fill("#17385E", "", "#17385E", "#FFFFFF"),
    Fill("#4C86B4", "////", "#86AFD0", "#FFFFFF"),
    Fill("#E0A93F", "....", "#8A6210", INK),
    Fill("#E3EAEF", "\\\\\\\\", "#B7C4CE", INK),
    Fill("#6F9F7E", "xxxx", "#A9CBB3", INK),
    Fill("#F0D9B5", "----", "#B99A66", INK),
    Fill("#7A4468", "||||", "#B08AA4", "#FFFFFF"),
    Fill("#C98C76", "oo", "#8F5643", INK),
)
"""Fillings by position of the component."""
WHOLE = Fill("#8A9097", "", "#8A9097", "#FFFFFF")
GAIN = Fill("#4C86B4", "////", "#86AFD0", INK)
LOSS = Fill("#F0D3C8", "xxxx", MISSED, INK)
