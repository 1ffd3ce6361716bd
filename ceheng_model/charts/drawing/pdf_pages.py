"""Write a picture as PDF with the letters that it uses, cut out of their fonts in a moment."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from inspect import signature
from io import BytesIO
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import Any

from matplotlib import font_manager
from matplotlib.backends import _backend_pdf_ps, backend_pdf
from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
from matplotlib.figure import Figure
from matplotlib.text import Text as Written

from ceheng_model.charts.drawing.font_slices import Slice, has_outlines, opened
from ceheng_model.charts.drawing.fonts import CARRIED, carried_family
from ceheng_model.errors import InputError


def pdf_bytes(figure: Figure, metadata: Mapping[str, str | None]) -> bytes:
    """Return a figure, whose layout is solved, as the content of a PDF file."""
    stream = BytesIO()
    with _outlined(figure), (_Pages if _CAN_SLICE else PdfPages)(stream, metadata=metadata) as pages:
        FigureCanvasPdf(figure).print_pdf(pages)  # type: ignore[no-untyped-call]
    return stream.getvalue()


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
    try:
        return family if has_outlines(Path(found), getattr(found, "face_index", 0)) else carried_family()
    except InputError:
        # without the carrier there is no other font
        return family


def _slice(fontfile: Any, glyphs: Iterable[int]) -> AbstractContextManager[Any]:
    path, face = Path(fontfile), fontfile.face_index
    if has_outlines(path, face):
        return opened(path, face, glyphs)
    return _backend_pdf_ps.get_glyphs_subset(fontfile, set(glyphs))


def _as_file(font: Any) -> BytesIO:
    return BytesIO(font.content) if isinstance(font, Slice) else _backend_pdf_ps.font_as_file(font)  # type: ignore[no-untyped-call]


def _can_slice() -> bool:
    """Return whether this matplotlib asks for the letters of a font as the one does that this was written for."""
    asked = getattr(_backend_pdf_ps, "get_glyphs_subset", None)
    return (
        isinstance(getattr(backend_pdf.PdfFile, "embedTTF", None), FunctionType)
        and hasattr(PdfPages, "_ensure_file")
        and asked is not None
        and [*signature(asked).parameters] == ["fontfile", "glyphs"]
    )


_CAN_SLICE = _can_slice()


class _File(backend_pdf.PdfFile):
    """Embed fonts as matplotlib does, their letters cut out without reading all tables of the font."""

    if _CAN_SLICE:
        # the method with another source of fonts: nothing of matplotlib itself is changed
        embedTTF = FunctionType(  # noqa: N815 - as matplotlib calls it
            backend_pdf.PdfFile.embedTTF.__code__,
            vars(backend_pdf) | {"_backend_pdf_ps": SimpleNamespace(get_glyphs_subset=_slice, font_as_file=_as_file)},
        )


class _Pages(PdfPages):
    """Hold the file in which fonts are embedded so."""

    def _ensure_file(self) -> backend_pdf.PdfFile:
        if self._file is None:
            self._file = _File(self._filename, metadata=self._metadata)  # type: ignore[no-untyped-call]
        return self._file
