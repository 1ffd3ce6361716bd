"""Write a chart as a file: the same bytes every time, whole or not at all."""

from hashlib import sha256
from html import escape
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import plain_style
from ceheng_model.charts.drawing.numbers import description, finding, language_of, numbers
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


def save(ax: Axes, path: Path | str, *, dpi: int = DPI) -> Path:
    """Write the chart as png, svg or pdf, by the suffix.

    A png has `dpi` dots an inch, an svg its text as paths, a pdf its fonts embedded. Raises `InputError` for other
    suffixes and resolutions and for axes without a chart, `OutputError` for a file that cannot be written.
    """
    target = Path(path)
    write_whole(target, picture_bytes(ax, target.suffix.lower().removeprefix("."), dpi=dpi))
    return target


def numbers_file(ax: Axes) -> bytes:
    """Return the numbers of a chart as CSV, with a mark at its beginning by which spreadsheets know the encoding."""
    return numbers(ax).to_csv().encode("utf-8-sig", errors="replace")


def numbers_mark(ax: Axes) -> str:
    """Return what the pictures of a chart name: how the SHA-256 of the CSV file of their numbers begins."""
    return sha256(numbers_file(ax)).hexdigest()[:_MARK_DIGITS]


def picture_bytes(ax: Axes, suffix: str, *, dpi: int = DPI) -> bytes:
    """Return the chart as the content of a file, which names the numbers that it was drawn from.

    Raises `InputError` as `save` does.
    """
    mark = numbers_mark(ax)
    if suffix not in FORMATS:
        raise InputError(choice(Text("图片文件的后缀", "the suffix of a picture"), suffix, FORMATS))
    if not _LEAST_DPI <= dpi <= _MOST_DPI:
        rule, way_out = between(_LEAST_DPI, _MOST_DPI), Text("印刷用 300", "300 is for print")
        raise InputError(Fault(what=Text("分辨率", "the resolution"), rule=rule, got=dpi, way_out=way_out))
    spoken = language_of(ax)
    told = {"Title": finding(ax, spoken), _DESCRIBING[suffix]: description(ax, spoken)}
    figure, stream = ax.get_figure(root=True), BytesIO()
    assert figure is not None
    with plain_style(), mpl.rc_context({"svg.hashsalt": "ceheng", "svg.fonttype": "path", "pdf.fonttype": 42}):
        figure.savefig(stream, format=suffix, dpi=dpi, metadata=_METADATA[suffix] | {_NAMING[suffix]: mark} | told)
    return _described(stream.getvalue(), told[_DESCRIBING["svg"]]) if suffix == "svg" else stream.getvalue()


def _described(svg: bytes, text: str) -> bytes:
    """Return an SVG with a description beside its title: matplotlib writes one among its metadata only."""
    end = b"</title>"
    return svg.replace(end, end + f"\n <desc>{escape(text, quote=False)}</desc>".encode(), 1)
