"""Draw the charts of a brief in the forms that its writers take."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ceheng_model.documents.brief.content import Picture
from ceheng_model.files.disk import unwritable
from ceheng_model.vocabulary import Language

_PROLOG = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_NAMESPACE = re.compile(r'\s+xmlns(:\w+)?="[^"]*"')
_ID = re.compile(r'(\bid="|href="#|url\(#)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Hold one finished chart."""

    alternative: str
    """What the chart shows, in one sentence with figures."""
    png: bytes
    """Empty where no writer asked for it."""
    svg: str
    """Without prolog, metadata and namespaces, to stand inside a page; empty where no writer asked for it."""


def draw_pictures(pictures: Sequence[Picture], language: Language, *, png: bool, svg: bool) -> tuple[Drawn, ...]:
    """Return the charts drawn at the width of a Word column; raise `OutputError` where no file can be made."""
    if not pictures:
        return ()
    with _workshop() as folder:
        return tuple(
            _drawn(picture, language, folder, number=number, png=png, svg=svg)
            for number, picture in enumerate(pictures, start=1)
        )


def _drawn(picture: Picture, language: Language, folder: Path, *, number: int, png: bool, svg: bool) -> Drawn:
    from ceheng_model import charts

    ax = picture.draw(language=language, size="word")
    raster = folder / "chart.png"
    vector = folder / "chart.svg"
    if png:
        charts.save(ax, raster)
    if svg:
        charts.save(ax, vector)
    return Drawn(
        alternative=charts.alternative_text(ax, language),
        png=raster.read_bytes() if png else b"",
        svg=inline_svg(vector.read_text(encoding="utf-8"), prefix=f"p{number}-") if svg else "",
    )


def inline_svg(svg: str, *, prefix: str) -> str:
    """Return an SVG file as it may stand inside an HTML page: no prolog, no addresses, identifiers of its own.

    >>> inline_svg('<?xml version="1.0"?><svg xmlns="http://a"><g id="b"/><use href="#b"/></svg>', prefix="p1-")
    '<svg><g id="p1-b"/><use href="#p1-b"/></svg>'
    """
    bare = _NAMESPACE.sub("", _METADATA.sub("", _PROLOG.sub("", svg, count=1)))
    return _ID.sub(rf"\g<1>{prefix}", bare).rstrip()


@contextmanager
def _workshop() -> Iterator[Path]:
    try:
        workshop = TemporaryDirectory(prefix="ceheng-")
    except OSError as error:
        raise unwritable(Path(error.filename or "."), error) from error
    with workshop as folder:
        yield Path(folder)
