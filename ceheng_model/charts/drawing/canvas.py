"""Give paper to draw on, in one style whatever the user's settings are."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from threading import RLock

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceheng_model.charts.drawing.fonts import families
from ceheng_model.charts.drawing.layout import OnePass
from ceheng_model.charts.drawing.limits import Title, require_language, require_size, require_title
from ceheng_model.charts.drawing.pen import MARGIN, Pen
from ceheng_model.charts.drawing.style import SHEETS
from ceheng_model.terms import Terms

_STYLE = RLock()
_captioned: ContextVar[bool] = ContextVar("captioned", default=False)


@contextmanager
def plain_style() -> Iterator[None]:
    """Draw with matplotlib's own settings and none of the user's, which come back whatever happens."""
    plain = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")}
    with _STYLE, mpl.rc_context(plain):
        yield


@contextmanager
def captioned() -> Iterator[None]:
    """Leave the topic of charts drawn inside to the caption under them: they say what they find, and the unit."""
    token = _captioned.set(True)
    try:
        yield
    finally:
        _captioned.reset(token)


class Paper(Figure):
    """Show itself in a notebook without pyplot."""

    def _repr_png_(self) -> bytes:
        stream = BytesIO()
        with plain_style():
            # as wide on a screen as the text of a notebook
            self.savefig(stream, format="png", dpi=110)
        return stream.getvalue()


@contextmanager
def drawing(
    ax: Axes | None,
    *,
    terms: Terms,
    language: str | None,
    size: str,
    title: Title | None = None,
    height: float | None = None,
) -> Iterator[Pen]:
    """Give a pen for the axes, or for axes of their own on paper of the size; `height` in inches where it may grow.

    `terms` are the words in which what is drawn counts; `title` stands in place of what is found, nothing where empty.

    Raises `InputError` for languages and sizes that do not exist, and for titles that are no text.
    """
    sheet, spoken = SHEETS[require_size(size)], require_language(language)
    given = require_title(title)
    with plain_style():
        if ax is None:
            high = height if height is not None and sheet.grows else sheet.height
            figure = Paper(figsize=(sheet.width, high), dpi=100, facecolor="white")
            pen = Pen(
                ax=figure.add_subplot(),
                terms=terms,
                language=spoken,
                sheet=sheet,
                size=require_size(size),
                families=families(),
                strips={"top": 0.0, "bottom": 0.0},
                given=given,
                captioned=_captioned.get(),
            )
            yield pen
            low, high = (pen.strips[side] / figure.get_figheight() / 72.0 for side in ("bottom", "top"))
            rect = (0.0, low, 1.0, 1.0 - low - high)
            figure.set_layout_engine(OnePass(w_pad=MARGIN, h_pad=MARGIN, wspace=0.0, hspace=0.0, rect=rect))
            return
        yield Pen(
            ax=ax,
            terms=terms,
            language=spoken,
            sheet=sheet,
            size=require_size(size),
            families=families(),
            strips={},
            given=given,
            captioned=_captioned.get(),
        )
