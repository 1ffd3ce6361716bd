"""Write a chart as a file: the same bytes every time, whole or not at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from ceheng_model.characters import printable
from ceheng_model.charts.drawing.canvas import plain_style
from ceheng_model.charts.drawing.numbers import description, finding, language_of, numbers
from ceheng_model.charts.drawing.pdf_pages import pdf_bytes
from ceheng_model.charts.drawing.svg_words import described_svg
from ceheng_model.errors import Fault, InputError, between, choice
from ceheng_model.files import write_whole
from ceheng_model.vocabulary import Text

DPI = 300
"""Dots an inch of a png unless `save` is told otherwise: what print takes."""
_MARK_DIGITS = 16
_LEAST_DPI, _MOST_DPI = 20, 1200
"""Below, letters are dots; above, drawing one picture takes hundreds of megabytes."""
_METADATA: dict[str, dict[str, str | None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
_NAMING = {"png": "Numbers", "svg": "Identifier", "pdf": "Keywords"}
"""Which property of a picture names its numbers."""
_DESCRIBING = {"png": "Description", "svg": "Description", "pdf": "Subject"}
"""Which property of a picture holds the sentence that stands for it."""
FORMATS = tuple(_METADATA)


def save(ax: Axes, path: Path | str, *, dpi: int = DPI, svg_text: bool = False) -> Path:
    """Write the chart as png, svg or pdf, by the suffix.

    A png has `dpi` dots an inch, a pdf its fonts embedded. An svg carries its title and its alternative text, and its
    words as paths, which look the same everywhere; with `svg_text` as text, which can be searched and changed and needs
    a Chinese font where it is shown. Raises `InputError` for other suffixes and resolutions and for axes without a
    chart, `OutputError` for a file that cannot be written.
    """
    target = Path(path)
    suffix = target.suffix.lower().removeprefix(".")
    write_whole(target, picture_bytes(ax, suffix, dpi=dpi, svg_text=svg_text))
    return target


def numbers_file(ax: Axes) -> bytes:
    """Return the numbers of a chart as CSV, with a mark at its beginning by which spreadsheets know the encoding."""
    return numbers(ax).to_csv().encode("utf-8-sig", errors="replace")


def numbers_mark(ax: Axes) -> str:
    """Return what the pictures of a chart name: how the SHA-256 of the CSV file of their numbers begins."""
    return sha256(numbers_file(ax)).hexdigest()[:_MARK_DIGITS]


def picture_bytes(ax: Axes, suffix: str, *, dpi: int = DPI, svg_text: bool = False) -> bytes:
    """Return the chart as the content of a file, which names the numbers that it was drawn from.

    Raises `InputError` as `save` does.
    """
    return picture_files(ax, [suffix], dpi=dpi, svg_text=svg_text)[suffix]


def picture_files(ax: Axes, suffixes: Sequence[str], *, dpi: int = DPI, svg_text: bool = False) -> dict[str, bytes]:
    """Return the chart as files of several forms by their suffixes, its layout solved once for all of them.

    Raises `InputError` as `save` does.
    """
    mark = numbers_mark(ax)
    for suffix in suffixes:
        if suffix not in FORMATS:
            raise InputError(choice(Text("图片文件的后缀", "the suffix of a picture"), suffix, FORMATS))
    if not _LEAST_DPI <= dpi <= _MOST_DPI:
        rule, way_out = between(_LEAST_DPI, _MOST_DPI), Text("印刷用 300", "300 is for print")
        raise InputError(Fault(what=Text("分辨率", "the resolution"), rule=rule, got=dpi, way_out=way_out))
    figure = ax.get_figure(root=True)
    assert figure is not None
    settings: dict[Any, Any] = {
        "svg.hashsalt": "ceheng",
        "svg.fonttype": "none" if svg_text else "path",
        "pdf.fonttype": 42,
        # by this setting matplotlib divides the letters of a PDF too: Latin and Chinese ones are cut out at once
        "ps.fonttype": 42,
    }
    spoken = language_of(ax)
    title, text = printable(finding(ax, spoken)), printable(description(ax, spoken))
    files = {}
    with plain_style(), mpl.rc_context(settings), _laid_out(figure, dpi if "png" in suffixes else DPI):
        for suffix in dict.fromkeys(suffixes):
            told: dict[str, str | None] = {
                _NAMING[suffix]: mark,
                _DESCRIBING[suffix]: text,
                **({} if suffix == "svg" else {"Title": title}),
            }
            files[suffix] = _printed(figure, suffix, _METADATA[suffix] | told, dpi)
    if "svg" in files:
        files["svg"] = described_svg(files["svg"].decode(), title, text).encode()
    return files


@contextmanager
def _laid_out(figure: Figure, measured: int) -> Iterator[None]:
    """Solve the layout, and leave it alone while files are drawn: each of them would solve it twice.

    Words are measured at as many dots an inch as they are drawn with, to which the widths of their letters are rounded.
    """
    engine, dpi, canvas = figure.get_layout_engine(), figure.dpi, figure.canvas
    try:
        if engine is not None:
            figure.dpi = measured
            engine.execute(figure)
            figure.set_layout_engine("none")
        yield
    finally:
        figure.set_canvas(canvas)
        figure.dpi = dpi
        if engine is not None:
            figure.set_layout_engine(engine)


def _printed(figure: Figure, suffix: str, metadata: dict[str, str | None], dpi: int) -> bytes:
    """Return a figure as the content of a file; the canvases are asked themselves, which draw once."""
    stream, figure.dpi = BytesIO(), dpi
    if suffix == "pdf":
        return pdf_bytes(figure, metadata)
    if suffix == "svg":
        FigureCanvasSVG(figure).print_svg(stream, metadata=metadata)  # type: ignore[no-untyped-call]
    else:
        FigureCanvasAgg(figure).print_png(stream, metadata=metadata)  # type: ignore[no-untyped-call]
    return stream.getvalue()
