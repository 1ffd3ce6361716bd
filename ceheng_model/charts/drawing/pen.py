"""Write and draw on axes in one style, with fonts named text by text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import ScaledTranslation, Transform

from ceheng_model.characters import printable
from ceheng_model.charts.drawing.limits import too_long_title
from ceheng_model.charts.drawing.numbers import remember, remember_title
from ceheng_model.charts.drawing.placement import in_clauses, spread, width, wrapped
from ceheng_model.charts.drawing.style import FAINT, INK, RULE, Sheet, Size
from ceheng_model.errors import InputError
from ceheng_model.tables import Figure as Number
from ceheng_model.tables import Kind, Table, written
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import NO_TEXT, Language, Quoted, Template, Text

Grade = Literal["title", "body", "small"]

MARGIN = 0.06
"""Inches around everything."""
_STRAIGHT = str.maketrans("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}", '""')
LEADING = 1.3
"""Distance of lines in sizes of the type."""
_MOST_TITLE_LINES = 4
"""Of a title that is given: more would leave the chart itself less than half of its paper."""
_IN_UNIT = Template("{topic}（{unit}）", "{topic} ({unit})")
_UNIT = Template("单位：{unit}", "Unit: {unit}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Hold the axes with the language, the measures and the fonts of everything written on them."""

    ax: Axes
    terms: Terms
    """The words in which what is drawn counts."""
    language: Language
    sheet: Sheet
    size: Size
    families: tuple[str, ...]
    strips: dict[str, float]
    """Points at the top and at the bottom of a picture of its own that title and footnote take; empty on given axes."""
    given: Text | None = None
    """The title that a user gave in place of what is found; an empty one for none."""
    captioned: bool = False
    """Whether a caption tells the topic."""
    panel: tuple[float, float] | None = None
    """Width and height of one panel of several, points."""

    def on(self, ax: Axes, *, panel: tuple[float, float]) -> "Pen":
        """Return the same pen for a panel of this width and height, points."""
        return replace(self, ax=ax, strips={}, panel=panel)

    def points(self, grade: Grade) -> float:
        """Return the size of type, points."""
        return {"title": self.sheet.title, "body": self.sheet.body, "small": self.sheet.small}[grade]

    def font(self, grade: Grade) -> FontProperties:
        """Return the font of one grade of text."""
        return FontProperties(family=list(self.families), size=self.points(grade))

    def words(self, text: Text | str) -> str:
        """Return a text in the chart's language."""
        words = printable(text.in_language(self.language) if isinstance(text, Text | Quoted) else text, lines=True)
        # Chinese fonts give curly marks the width of a Chinese sign
        return words if self.language == "zh" else words.translate(_STRAIGHT)

    def say(self, template: Template, **fields: object) -> Text:
        """Return a sentence with its fields and the plan's own words filled in."""
        return self.terms.say(template, **fields)

    def year(self, year: int) -> str:
        """Return a year as the plan writes it."""
        return self.words(self.terms.year_label(year))

    def amount(self, figure: str) -> Text:
        """Return an income of a list: in Chinese each bears its unit, in English the first one that is told."""
        return Text(self.terms.amount(figure).zh, figure)

    def number(self, value: float | Number, kind: Kind = "yuan", decimals: int | None = None) -> str:
        """Return a number as a reader sees it, with a true minus sign."""
        cell = value if isinstance(value, Number) else Number(float(value), kind, decimals)
        return written(cell, "text", self.language).replace("-", "\N{MINUS SIGN}")

    @property
    def sides(self) -> tuple[float, float]:
        """About how wide and high the axes may become, points: the paper less title and footnote, or axes given."""
        if self.panel:
            return self.panel
        figure = self.ax.get_figure(root=True)
        assert figure is not None
        wide, high = (72.0 * float(inches) for inches in figure.get_size_inches())
        if self.strips:
            return wide - 144.0 * MARGIN, high - sum(self.strips.values()) - 144.0 * MARGIN
        place = self.ax.get_position()
        return place.width * wide, place.height * high

    @property
    def height(self) -> float:
        """About how high the axes are, points, before the layout is known."""
        if self.panel:
            return self.panel[1]
        if any(self.strips.values()):
            # less what is written under the axis, with the ends of its years
            return self.sides[1] - self.points("body") * LEADING - 8.0
        figure = self.ax.get_figure(root=True)
        assert figure is not None
        if any(self.strips.values()):
            # what title and footnote leave, less the labels of the axis below
            return self.sides[1] - self.points("body") * 2.2
        # a little less than before the layout, which gives some of it to the labels of the axis
        return self.ax.get_position().height * figure.get_figheight() * 72.0 * 0.94

    @property
    def room(self) -> float:
        """About how wide a line of text may be that starts at the left edge of the chart, points."""
        figure = self.ax.get_figure(root=True)
        assert figure is not None
        alone = len(figure.axes) <= 1
        share = 1.0 if alone else self.ax.get_position().width
        # less than all of it: the widths of signs are estimates
        return (0.985 * share * figure.get_figwidth() - 2 * MARGIN) * 72.0

    def write(
        self,
        x: float,
        y: float,
        text: Text | str,
        *,
        grade: Grade = "body",
        colour: str = INK,
        ha: str = "center",
        va: str = "center",
        by: tuple[float, float] = (0.0, 0.0),
        on: Transform | None = None,
        **more: Any,
    ) -> None:
        """Write a text at a place, moved by some points; `on` is the transform of the place."""
        self.ax.text(
            x,
            y,
            self.words(text),
            transform=self._moved(self.ax.transData if on is None else on, by),
            fontproperties=self.font(grade),
            color=colour,
            ha=ha,
            va=va,
            parse_math=False,
            linespacing=LEADING - 0.1,
            **more,
        )

    def title(
        self,
        finding: Text,
        *,
        topic: Text = NO_TEXT,
        unit: Text = NO_TEXT,
        more: Text | None = None,
        left: float = 0.0,
        above: float = 0.0,
    ) -> None:
        """Write what the chart finds, or the title given; under it in smaller type its topic with its unit, and `more`.

        Without a title the topic goes too, which a caption tells, and the unit stays. `left` of and `above` given axes,
        points.
        """
        headed = finding if self.given is None or not self.given else self.given
        remember_title(self.ax, headed, self.language)
        lines = [line for line in self._heading(headed, topic, unit, more) if line[0]]
        sizes = [self.points(grade) * LEADING * (text.count("\n") + 1) for text, grade, _ in lines]
        gap = self.points("body") * 0.9 + (0.0 if self.strips else above)
        if self.strips:
            self.strips["top"] = self._strip(lines)
            for i, (text, grade, colour) in enumerate(lines):
                self._edge(text, grade, colour, "top", sum(sizes[:i]))
            return
        for i, (text, grade, colour) in enumerate(lines):
            by, at = (-left, gap + sum(sizes[i + 1 :])), self.ax.transAxes
            self.write(0.0, 1.0, text, grade=grade, colour=colour, by=by, on=at, ha="left", va="bottom")

    def heading_height(self, finding: Text, *, topic: Text = NO_TEXT, more: Text | None = None) -> float:
        """Return how high what `title` writes at the top of a picture of its own is, points."""
        headed = finding if self.given is None or not self.given else self.given
        return self._strip([line for line in self._heading(headed, topic, NO_TEXT, more) if line[0]])

    def _strip(self, lines: Sequence[tuple[str, Grade, str]]) -> float:
        high = sum(self.points(grade) * LEADING * (text.count("\n") + 1) for text, grade, _ in lines)
        return high + self.points("body") * 0.63 + (2.0 if len(lines) > 1 else 0.0)

    def note_height(self, text: Text) -> float:
        """Return how high a footnote is at the bottom of a picture of its own, points."""
        size = self.points("small")
        return size * LEADING * (wrapped(self.words(text), size, self.room).count("\n") + 1) + size * 0.5

    @property
    def own_paper(self) -> bool:
        """Whether the picture is one of its own, not on axes that were given."""
        return bool(self.strips)

    def grow_to(self, height: float) -> None:
        """Make paper that may grow as high as its title, its note and axes of this height take, points."""
        figure = self.ax.get_figure(root=True)
        if self.strips and self.sheet.grows and isinstance(figure, Figure):
            figure.set_figheight((height + sum(self.strips.values())) / 72.0 + 2.0 * MARGIN)

    def _heading(self, headed: Text, topic: Text, unit: Text, more: Text | None) -> list[tuple[str, Grade, str]]:
        """Return the lines above a chart from the top, each with its type and colour; empty ones among them."""
        body, small = self.points("body"), self.points("small")
        untitled = self.given is not None and not self.given
        title = "" if untitled else in_clauses(self.words(headed), self.points("title"), self.room)
        if untitled or self.captioned:
            below = _UNIT.format(unit=unit) if unit else NO_TEXT
        else:
            below = _IN_UNIT.format(topic=topic, unit=unit) if topic and unit else topic
        if title.count("\n") >= _MOST_TITLE_LINES and self.given:
            raise InputError(too_long_title(title.replace("\n", " "), _MOST_TITLE_LINES))
        return [
            (title, "title", INK),
            (wrapped(self.words(below), body, self.room) if below else "", "body", FAINT),
            (wrapped(self.words(more), small, self.room) if more else "", "small", FAINT),
        ]

    def footnote(self, text: Text, *, left: float = 0.0, below: float = 1.0) -> None:
        """Write the note under the chart, on axes that were given beneath `below` lines of labels."""
        size = self.points("small")
        note = wrapped(self.words(text), size, self.room)
        if self.strips:
            self.strips["bottom"] = self.note_height(text)
            self._edge(note, "small", FAINT, "bottom", 0.0)
            return
        down = self.points("body") * LEADING * below + size * 0.9
        at = self.ax.transAxes
        self.write(0.0, 0.0, note, grade="small", colour=FAINT, ha="left", va="top", by=(-left, -down), on=at)

    def _edge(self, text: str, grade: Grade, colour: str, side: Literal["top", "bottom"], down: float) -> None:
        """Write at the upper or the lower edge of a picture of its own, out of the reach of the layout."""
        margin = MARGIN * 72.0
        figure = self.ax.get_figure(root=True)
        assert figure is not None
        place, by = (0.0, 1.0 if side == "top" else 0.0), (margin, -margin - down if side == "top" else margin)
        on = figure.transFigure
        self.write(*place, text, grade=grade, colour=colour, by=by, on=on, ha="left", va=side, in_layout=False)

    def _moved(self, on: Transform, by: tuple[float, float]) -> Transform:
        """Return a transform that ends some points further."""
        if by == (0.0, 0.0):
            return on
        figure = self.ax.get_figure(root=True)
        assert figure is not None
        return on + ScaledTranslation(by[0] / 72.0, by[1] / 72.0, figure.dpi_scale_trans)

    def frame(self, *sides: str) -> None:
        """Keep the named sides of the frame, light; and no others."""
        for side, spine in self.ax.spines.items():
            spine.set_visible(side in sides)
            spine.set_color(FAINT)
            spine.set_linewidth(0.8)
        self.ax.set_facecolor("none")

    def years(self, years: Sequence[int], *, after: float = 0.08) -> None:
        """Put years on the x axis: all, or every so many where they would touch."""
        span = max(years[-1] - years[0], 1)
        texts = [self.year(year) for year in years]
        # a third of a year's own width stays free beside it
        wide = width(texts[0], self.points("body")) * 1.35
        # names at the right take part of a picture's own width; axes that were given keep theirs
        room = self.sides[0] * (0.66 if self.strips else 0.95)
        step = max(1, ceil(len(years) * wide / room))
        kept = range(len(years) - 1, -1, -step)
        self.ax.set_xticks(
            [years[i] for i in kept], [texts[i] for i in kept], fontproperties=self.font("body"), color=INK
        )
        self.ax.set_xlim(years[0] - 0.06 * span, years[-1] + after * span)
        self.ax.tick_params(axis="x", length=3.0, color=FAINT)

    def values(
        self, kind: Kind, decimals: int, *, axis: Literal["x", "y"] = "y", most: int = 6, prune: bool = False
    ) -> float:
        """Put round numbers with light rules on an axis; return about how wide the widest is, points.

        With `prune` the lowest is left out, which would stand beside that of the other axis.
        """
        own = self.ax.yaxis if axis == "y" else self.ax.xaxis
        own.set_major_locator(MaxNLocator(most, steps=[1, 2, 2.5, 5, 10], prune="lower" if prune else None))
        own.set_major_formatter(
            FuncFormatter(lambda value, _: self.number(value, kind, _tick_decimals(own, kind, decimals)))
        )
        self.ax.tick_params(
            axis=axis,
            length=0.0,
            pad=4.5,
            labelsize=self.points("body"),
            labelfontfamily=list(self.families),
            labelcolor=FAINT,
        )
        self.ax.grid(visible=True, axis=axis, color=RULE, linewidth=0.6)
        self.ax.set_axisbelow(True)
        low, high = self.ax.get_ylim() if axis == "y" else self.ax.get_xlim()
        widest = max(width(self.number(end, kind, decimals), self.points("body")) for end in (low, high))
        return widest + 4.0

    def at_the_end(self, labels: Sequence[tuple[float, str, str]], *, x: float, grade: Grade = "body") -> None:
        """Write labels (height, text, colour) right of the axes, moved apart, with a leader where moved."""
        low, high = self.ax.get_ylim()
        unit = (high - low) / self.height
        line = self.points(grade) * LEADING * unit
        heights = [line * (text.count("\n") + 1.15) for _, text, _ in labels]
        centres = spread([y for y, _, _ in labels], heights, low=low - line, high=high + line)
        leaders = []
        for (y, text, colour), centre in zip(labels, centres, strict=True):
            # a smaller move is not seen, and its leader would look like a stroke of the label
            moved = abs(centre - y) > 0.35 * line
            place = 1.035 if moved else 1.012
            if moved:
                leaders.append([(x, y), (self._across(place - 0.004), centre)])
            self.write(place, centre, text, grade=grade, colour=colour, ha="left", on=self.ax.get_yaxis_transform())
        # one artist for all: an arrow for each takes as long as the rest of the picture
        lines = LineCollection(leaders, colors=FAINT, linewidths=0.5, clip_on=False, zorder=2.5)
        self.ax.add_collection(lines, autolim=False)

    def _across(self, share: float) -> float:
        """Return the place on the x axis at this share of its length."""
        first, last = self.ax.get_xlim()
        return first + share * (last - first)

    def keep(self, table: Table, sentence: Text) -> None:
        """Keep the numbers drawn and the sentence that stands for the chart."""
        remember(self.ax, table, sentence)


def _tick_decimals(axis: Axis, kind: Kind, decimals: int) -> int:
    """Return with how many decimals the round numbers of an axis are told apart and none is rounded."""
    places = axis.get_majorticklocs()
    if len(places) < 2:
        return decimals
    step = float(places[1] - places[0]) * (100.0 if kind == "percent" else 1.0)
    # steps are 1, 2, 2.5 or 5 times a power of ten, whose noise is far below a thousandth of a step
    exact = (more for more in range(decimals, decimals + 3) if abs(round(step, more) - step) < 1e-3 * step)
    return next(exact, decimals)
