"""Remember for every chart the numbers it drew and the sentence that stands for it."""

from weakref import WeakKeyDictionary

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.limits import require_language
from ceheng_model.errors import Fault, InputError
from ceheng_model.tables import Table
from ceheng_model.vocabulary import Language, Text, language_in_use

_DRAWN: WeakKeyDictionary[Axes, tuple[Table, Text]] = WeakKeyDictionary()
_NAMED: WeakKeyDictionary[Axes, tuple[str, Language]] = WeakKeyDictionary()


def remember(ax: Axes, table: Table, sentence: Text) -> None:
    """Keep what a chart drew for as long as its axes live."""
    _DRAWN[ax] = (table, sentence)


def entitle(ax: Axes, title: str, language: Language) -> None:
    """Keep what stands over a chart, in one line, and the language in which it is drawn."""
    _NAMED[ax] = (" ".join(title.split()), language)


def title_and_text(ax: Axes) -> tuple[str, str]:
    """Return what stands over a chart and the sentence that stands for it, in the language in which it is drawn."""
    title, language = _NAMED.get(ax, ("", language_in_use()))
    return title, alternative_text(ax, language)


def numbers(ax: Axes) -> Table:
    """Return the numbers that a chart drew, as a table; raise `InputError` for axes without a chart."""
    return _drawn_on(ax)[0]


def alternative_text(ax: Axes, language: Language | None = None) -> str:
    """Return one sentence, with figures, for those who cannot see the chart."""
    return _drawn_on(ax)[1].in_language(require_language(language))


def _drawn_on(ax: object) -> tuple[Table, Text]:
    if isinstance(ax, Axes) and ax in _DRAWN:
        return _DRAWN[ax]
    raise InputError(
        Fault(
            what=Text("坐标轴", "the axes"),
            rule=Text("由 charts 的函数返回", "come from a function of charts"),
            got=type(ax).__name__,
            way_out=Text(
                "例如 ax = charts.income_paths(projection)", "for example ax = charts.income_paths(projection)"
            ),
        )
    )
