"""Remember for every chart the numbers it drew, its title and the sentence that stands for it."""

from weakref import WeakKeyDictionary

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.limits import require_language
from ceheng_model.errors import Fault, InputError
from ceheng_model.tables import Table
from ceheng_model.vocabulary import Language, Template, Text

_DRAWN: WeakKeyDictionary[Axes, tuple[Table, Text]] = WeakKeyDictionary()
_HEADED: WeakKeyDictionary[Axes, tuple[Text, Language]] = WeakKeyDictionary()
_BOTH = Template("{title}。{sentence}", "{title}. {sentence}")
_ENDED = Template("{title}{sentence}", "{title} {sentence}")
_ENDS = ("。", "！", "？", ".", "!", "?")


def remember(ax: Axes, table: Table, sentence: Text) -> None:
    """Keep what a chart drew for as long as its axes live."""
    _DRAWN[ax] = (table, sentence)


def remember_title(ax: Axes, title: Text, language: Language) -> None:
    """Keep what a chart is headed by, and the language in which it was drawn."""
    _HEADED[ax] = (title, language)


def numbers(ax: Axes) -> Table:
    """Return the numbers that a chart drew, as a table; raise `InputError` for axes without a chart."""
    return _drawn_on(ax)[0]


def finding(ax: Axes, language: Language | None = None) -> str:
    """Return what a chart finds, in one line, or the title that it was given.

    A chart that was drawn without a title has a finding too. Raises `InputError` for axes without a chart.

    >>> from ceheng_model.charts import ratio_path
    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> finding(ratio_path(project(scenario("plan"))), "zh")
    '按方案增速，2024年城乡居民收入比为3.12，高于目标2.8'
    """
    _drawn_on(ax)
    return " ".join(_HEADED[ax][0].in_language(require_language(language)).split())


def language_of(ax: Axes) -> Language:
    """Return the language in which a chart was drawn."""
    _drawn_on(ax)
    return _HEADED[ax][1]


def description(ax: Axes, language: Language | None = None) -> str:
    """Return the sentence that gives the figures of a chart, without its title."""
    return _drawn_on(ax)[1].in_language(require_language(language))


def alternative_text(ax: Axes, language: Language | None = None) -> str:
    """Return the title and one sentence, with figures, for those who cannot see the chart."""
    spoken = require_language(language)
    sentence = description(ax, spoken)
    title = finding(ax, spoken)
    both = _ENDED if title.endswith(_ENDS) else _BOTH
    return both.format(title=title, sentence=sentence).in_language(spoken)


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
