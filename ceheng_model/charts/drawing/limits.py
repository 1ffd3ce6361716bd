"""Refuse what a chart cannot draw, in the grammar of messages."""

from typing import TypeVar, get_args

from ceheng_model.charts.drawing.style import SIZES, Size
from ceheng_model.errors import Fault, InputError, between, choice
from ceheng_model.names import choice_names, group_names, key_of
from ceheng_model.projection import Projection
from ceheng_model.quantities.missing import none_compared
from ceheng_model.vocabulary import LANGUAGES, Language, Template, Text, language_in_use

MOST_PATHS = 8
"""Alternatives that one picture can tell apart: there are as many strokes."""
_TITLE = Text("图的标题", "the title of a chart")
_LINES = Template("不超过 {count} 行", "take at most {count} lines")
_OF_TYPE = Template("为 {type}", "be of type {type}")
_MADE_WITH = Template("用 {call} 得到", "make it with {call}")

Result = TypeVar("Result")
Title = Text | str
"""What a user may head a chart with."""


def require_language(language: str | None) -> Language:
    """Return a language that exists, that in use where None."""
    if language is None:
        return language_in_use()
    if language not in LANGUAGES:
        raise InputError(choice(Text("语言", "the language"), language, choice_names(get_args(Language))))
    return language


def require_size(size: str) -> Size:
    """Return a size that exists."""
    if size not in SIZES:
        raise InputError(choice(Text("图的尺寸", "the size of a chart"), size, choice_names(get_args(Size))))
    return size


def require_title(title: object) -> Text | None:
    """Return a title in both languages, None where none was given."""
    if title is None or isinstance(title, Text):
        return title
    if isinstance(title, str):
        return Text.same(title.strip())
    raise InputError(
        Fault(
            what=_TITLE,
            rule=Text("为文字", "be text"),
            got=Text.same(type(title).__name__),
            way_out=Text("不要标题时写作空的文字", "give an empty text for no title"),
        )
    )


def too_long_title(title: str, most: int) -> Fault:
    """Return the fault of a title that would leave the chart no room."""
    return Fault(
        what=_TITLE,
        rule=_LINES.format(count=most),
        got=title,
        way_out=Text("用更短的标题", "give a shorter one"),
    )


def require(result: object, kind: type[Result], call: str) -> Result:
    """Return the result; raise `InputError` for one of another type than the `call` returns."""
    if isinstance(result, kind):
        return result
    raise InputError(_other_type(result, kind.__name__, call))


def require_projection(projection: object) -> Projection:
    """Return a projection of one path in which every group has a base; raise `InputError` for anything else."""
    path = require(projection, Projection, "cm.project(scenario)")
    path.require_single()
    path.scenario.require_bases()
    return path


def require_projections(projections: object) -> tuple[Projection, ...]:
    """Return one or several projections, of one path each.

    Raises `InputError` for none, too many and anything else.
    """
    if isinstance(projections, Projection):
        return (require_projection(projections),)
    if not isinstance(projections, list | tuple):
        raise InputError(_other_type(projections, "[Projection]", "cm.project(scenario)"))
    if not 1 <= len(projections) <= MOST_PATHS:
        raise InputError(
            Fault(
                what=Text("一幅图中的情景数", "the number of alternatives in one chart"),
                rule=between(1, MOST_PATHS),
                got=len(projections),
                way_out=Text("分成几幅图", "draw several charts"),
            )
        )
    return tuple(map(require_projection, projections))


def group_meant(projection: Projection, name: str) -> str:
    """Return the key of the group that is called so; raise `InputError` for one that the projection does not have."""
    return key_of(Text("人群", "the group"), name, group_names(projection.scenario.terms))


def require_compared(projection: Projection) -> tuple[str, str]:
    """Return the keys of the two groups that the plan compares, each with a base.

    Raises `InputError` for a plan that compares none, and for groups without a base.
    """
    terms = projection.scenario.terms
    if terms.ratio is None:
        raise InputError(none_compared(terms))
    projection.scenario.require_bases(terms.ratio.keys)
    return terms.ratio.keys


def _other_type(got: object, wanted: str, call: str) -> Fault:
    return Fault(
        what=Text("图所画的结果", "the result that the chart draws"),
        rule=_OF_TYPE.format(type=wanted),
        got=Text.same(type(got).__name__),
        way_out=_MADE_WITH.format(call=call),
    )
