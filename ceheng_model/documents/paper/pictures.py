"""Draw the charts of a paper in the forms that its writers take."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from struct import unpack

from ceheng_model.documents.paper.content import Picture
from ceheng_model.vocabulary import Language

_PROLOG = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_TOLD = re.compile(r"\s*<(metadata|title|desc)>.*?</\1>|(?<=\") role=\"img\"(?=>)", re.DOTALL)
"""What a page says of a picture itself, in its own element and under it."""
_NAMESPACE = re.compile(r'\s+xmlns(:\w+)?="[^"]*"')
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_ID = re.compile(r'(\bid="|href="#|url\(#)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Hold one finished chart."""

    alternative: str
    """What the chart shows, in one sentence with figures."""
    png: bytes
    """Empty where no writer asked for it."""
    svg: str
    """Without prolog, description and namespaces, to stand inside a page; empty where no writer asked for it."""

    @property
    def shape(self) -> float:
        """Height of the chart as a share of its width."""
        if self.png:
            width, height = unpack(">II", self.png[16:24])
            return float(height / width)
        box = _VIEW_BOX.search(self.svg)
        return float(box[2]) / float(box[1]) if box else 0.6


def draw_pictures(pictures: Sequence[Picture], language: Language, *, png: bool, svg: bool) -> tuple[Drawn, ...]:
    """Return the charts drawn at the width of a Word column."""
    return tuple(
        _drawn(picture, language, number=number, png=png, svg=svg) for number, picture in enumerate(pictures, start=1)
    )


def _drawn(picture: Picture, language: Language, *, number: int, png: bool, svg: bool) -> Drawn:
    from ceheng_model import charts
    from ceheng_model.charts.drawing.canvas import captioned
    from ceheng_model.charts.drawing.picture_file import picture_files

    with captioned():
        ax = picture.draw(language=language, size="word")
    files = picture_files(ax, [suffix for suffix, asked in (("png", png), ("svg", svg)) if asked])
    return Drawn(
        alternative=charts.alternative_text(ax, language),
        png=files.get("png", b""),
        svg=inline_svg(files["svg"].decode(), prefix=f"p{number}-") if svg else "",
    )


def inline_svg(svg: str, *, prefix: str) -> str:
    """Return an SVG file as it may stand inside an HTML page: no prolog, no addresses, identifiers of its own.

    >>> inline_svg('<?xml version="1.0"?><svg xmlns="http://a"><g id="b"/><use href="#b"/></svg>', prefix="p1-")
    '<svg><g id="p1-b"/><use href="#p1-b"/></svg>'
    """
    bare = _NAMESPACE.sub("", _TOLD.sub("", _PROLOG.sub("", svg, count=1)))
    return _ID.sub(rf"\g<1>{prefix}", bare).rstrip()
