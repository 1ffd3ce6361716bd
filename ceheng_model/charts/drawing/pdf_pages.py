"""Write a picture as PDF that embeds the letters it uses, cut out of their fonts by fontTools."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import copy
from functools import lru_cache
from io import BytesIO
from typing import Any

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from matplotlib import font_manager
from matplotlib.backends import _backend_pdf_ps
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure
from matplotlib.text import Text as Written

from ceheng_model.charts.drawing.fonts import CARRIED, carried_family
from ceheng_model.errors import InputError

_DRAWING = frozenset(("GlyphOrder", "head", "hhea", "maxp", "hmtx", "loca", "glyf", "cvt ", "fpgm", "prep"))
"""Tables that draw letters known by number. To read the others, which lay text out, takes nine tenths of the time."""
_cut_by_matplotlib = _backend_pdf_ps.get_glyphs_subset
_ASKED_BY_NUMBER = hasattr(_backend_pdf_ps, "SubsetResults")
"""From 3.11 on matplotlib asks for letters by number; before, by character, and then it cuts them out itself."""


def pdf_bytes(figure: Figure, metadata: Mapping[str, str | None]) -> bytes:
    """Return a figure, whose layout is solved, as the content of a PDF file."""
    stream = BytesIO()
    with _outlined(figure), _cut_quickly():
        FigureCanvasPdf(figure).print_pdf(stream, metadata=metadata)  # type: ignore[no-untyped-call]
    return stream.getvalue()


@contextmanager
def _cut_quickly() -> Iterator[None]:
    """Let matplotlib embed letters that `letters_of` cut out, which comes back."""
    if not _ASKED_BY_NUMBER:
        yield
        return
    _backend_pdf_ps.get_glyphs_subset = letters_of  # one function, while one picture is written
    try:
        yield
    finally:
        _backend_pdf_ps.get_glyphs_subset = _cut_by_matplotlib


def letters_of(fontfile: Any, glyphs: Iterable[int]) -> AbstractContextManager[Any]:
    """Give a font of these letters, by their numbers in a file of matplotlib's, and where each stands in it."""
    whole = _opened(fontfile, fontfile.face_index)
    if whole is None:
        return _cut_by_matplotlib(fontfile, set(glyphs))
    font = TTFont(recalcBBoxes=False, recalcTimestamp=False)
    for tag in whole.tables:
        font[tag] = copy(whole[tag])
    order = whole.getGlyphOrder()
    font.setGlyphOrder(order)
    # a letter is changed where it is cut out
    font["glyf"].glyphs = {name: copy(whole["glyf"].glyphs[name]) for name in _with_parts(whole["glyf"], order, glyphs)}
    subsetter = Subsetter(Options(notdef_outline=True))
    subsetter.populate(gids=set(glyphs))
    subsetter.subset(font)
    return nullcontext(_backend_pdf_ps.SubsetResults(font, subsetter.glyph_index_map))


@lru_cache(maxsize=4)
def _opened(path: str, face: int) -> TTFont | None:
    """Return what draws the letters of a file, or nothing where these are no TrueType outlines."""
    with TTFont(path, fontNumber=face, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        if "glyf" not in font:
            return None
        for tag in set(font.keys()) - _DRAWING:
            del font[tag]
        # any names will do, and to find the letters' own takes longer than all the rest
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        for tag in font.keys():  # noqa: SIM118 - a font is no mapping
            # read while the file is open
            font[tag]
    return font


def _with_parts(outlines: Any, order: Sequence[str], glyphs: Iterable[int]) -> set[str]:
    """Return the names of letters, of what they are put together from, and of the sign for a missing one."""
    found: set[str] = set()
    wanted = {order[0], *(order[number] for number in glyphs)}
    while wanted:
        found |= wanted
        wanted = {part for name in wanted for part in outlines.glyphs[name].getComponentNames(outlines)} - found
    return found


@contextmanager
def _outlined(figure: Figure) -> Iterator[None]:
    """Write in the carried font what stands in one of PostScript outlines: a PDF would call these TrueType."""
    changed = []
    for text in figure.findobj(Written):
        assert isinstance(text, Written)
        first, *others = families = text.get_fontfamily()
        other = _fit_for_pdf(first)
        if other != first:
            changed.append((text, families))
            text.set_fontfamily([other, *others])
    try:
        yield
    finally:
        for text, families in changed:
            text.set_fontfamily(families)


def _fit_for_pdf(family: str) -> str:
    if family not in _FIT:
        _FIT[family] = _with_outlines(family)
    return _FIT[family]


_FIT: dict[str, str] = {CARRIED: CARRIED}
"""The family that a PDF takes for one on the screen; the fonts of a machine do not change while a program runs."""


def _with_outlines(family: str) -> str:
    found = font_manager.findfont(font_manager.FontProperties(family=[family]))
    with TTFont(found, fontNumber=getattr(found, "face_index", 0), lazy=True) as font:
        if "glyf" in font:
            return family
    try:
        return carried_family()
    except InputError:
        # without the carrier there is no other font
        return family
