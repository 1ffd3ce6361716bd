"""Hold figures against what is known of them: far off is refused with its likely cause, off by half is a warning."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import Literal

from ceheng_model.errors import Fault, Remark
from ceheng_model.terms import YUAN_WORD
from ceheng_model.vocabulary import Missing, Need, Template, Text

REFUSED = 5.0
"""Factor past which a figure is refused: the poorest and the richest counties lie within 3 of the nation, and a slip of
the unit is at least 12."""
WARNED = 1.5
"""Factor past which a figure is taken with a warning."""
MOST_SHARE = 1.5
"""A share past this is taken for one in per cent: hardly any is planned above the whole."""
MOST_PART = 5.0
"""Times its total that a component may be, on either side of zero: a net income may be negative, and others then exceed
the total."""
_NEAR = 3.0
"""Factor within which a figure is taken for one in another unit: units of money differ by ten at least."""

_MONTH = Text("是否为月收入", "is it for a month")
_HUNDREDTH = Text("是否以分计", "is it in fen")
_UNITS: tuple[tuple[float, Template | Text], ...] = (
    (1e-8, Template("是否以亿{unit}计", "is it in hundreds of millions of {unit}")),
    (1e-4, Template("是否以万{unit}计", "is it in ten thousands of {unit}")),
    (1e-3, Template("是否以千{unit}计", "is it in thousands of {unit}")),
    (1.0 / 12.0, _MONTH),
    (1e2, _HUNDREDTH),
    (1e4, Template("是否把{unit}误作万{unit}", "are {unit} taken for ten thousands of {unit}")),
)
"""What a figure is times too small or too great, and what has happened then."""


Confirming = Literal["row", "call", "row or call"]
"""Where the owner of a figure can say that it is right: in its row, for all figures of a call, or both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """Hold what a figure is held against, in the figure's unit, with the name that a reader knows it by."""

    value: float
    name: Text
    unit: Text = YUAN_WORD


def apart(value: float, known: float) -> float:
    """Return by which factor, 1 or more, a figure and what is known lie apart; endless where either is not above zero.

    >>> apart(30000.0, 10000.0), apart(5000.0, 10000.0), apart(-1.0, 10000.0)
    (3.0, 2.0, inf)
    """
    return max(value / known, known / value) if value > 0.0 and known > 0.0 else inf


def nearest(value: float, yardsticks: Iterable[Yardstick]) -> Yardstick | None:
    """Return the yardstick from which a figure lies apart least; None without any."""
    return min(yardsticks, key=lambda yardstick: apart(value, yardstick.value), default=None)


def likely_cause(value: float, known: float, unit: Text = YUAN_WORD) -> Text:
    """Return what has likely happened to a figure that lies far from what is known.

    >>> likely_cause(3.65, 36510.0).zh, likely_cause(3042.0, 36510.0).zh, likely_cause(10.0, 1.0).zh
    ('是否以万元计', '是否为月收入', '核对单位与小数点')
    """
    off = log(value / known)
    # only yuan are known to have a hundredth that figures are given in
    causes = [one for one in _UNITS if one[1] is not _HUNDREDTH or unit == YUAN_WORD]
    factor, form = min(causes, key=lambda one: abs(off - log(one[0])))
    cause = form.format(unit=unit) if isinstance(form, Template) else form
    return cause if abs(off - log(factor)) <= log(_NEAR) and exp(abs(off)) > _NEAR else _CHECK


def in_question(cause: Text) -> Text:
    """Return a likely cause as a question, and the advice to check as it is."""
    return (_DONE if cause is _CHECK else _ASKED).format(cause=cause)


def doubt(
    what: Text,
    value: float,
    yardsticks: Sequence[Yardstick],
    *,
    place: Text | None = None,
    confirmed: bool = False,
    confirming: Confirming = "row or call",
) -> Fault | Remark | None:
    """Return what is to be said of a figure above zero: a fault, a warning, or nothing.

    It is held against the nearest yardstick; one that is `confirmed` is never refused.

    >>> path = Yardstick(value=12405.0, name=Text("方案路径", "the plan's path"))
    >>> doubt(Text("2022年农村收入", "rural income 2022"), 1.24, [path]).way_out.zh
    '是否以万元计？核对无误的，在“核对无误”（confirmed）列填“是”，或用 confirm=True'
    """
    yardstick = nearest(value, yardsticks)
    if yardstick is None or (factor := apart(value, yardstick.value)) <= WARNED:
        return None
    if factor > REFUSED and not confirmed:
        return refusal(what, value, yardstick, place=place, confirming=confirming)
    return Remark(text=far(what, value, yardstick), place=place)


def far(what: Text, value: float, yardstick: Yardstick) -> Text:
    """Return in words how far a figure lies from a yardstick."""
    return _FAR.format(
        what=what,
        value=_number(value),
        times=_times(value, yardstick),
        name=yardstick.name,
        known=_number(yardstick.value),
        unit=yardstick.unit,
    )


def refusal(
    what: Text,
    value: float,
    yardstick: Yardstick,
    *,
    place: Text | None = None,
    confirming: Confirming = "row or call",
) -> Fault:
    """Return the fault of a figure that lies too far from a yardstick."""
    return unconfirmed(
        what,
        _WITHIN.format(name=yardstick.name, known=_number(yardstick.value), unit=yardstick.unit),
        value,
        likely_cause(value, yardstick.value, yardstick.unit),
        place=place,
        confirming=confirming,
    )


def unconfirmed(
    what: Text,
    rule: Text,
    got: float,
    cause: Text,
    *,
    place: Text | None = None,
    confirming: Confirming = "row or call",
) -> Fault:
    """Return the fault of a figure that is taken only where its owner confirms it."""
    asked = in_question(cause)
    way_out = _CONFIRM[confirming].format(cause=asked)
    need = _NEEDS.get(confirming)
    missing = None if need is None else Missing(what=asked, need=need)
    return Fault(what=what, rule=rule, got=got, way_out=way_out, place=place, missing=missing)


def outgrows(part: float, total: float) -> bool:
    """Return whether a component is many times its total, on either side of zero.

    >>> outgrows(40_000.0, 36_510.0), outgrows(-400_000.0, 36_510.0)
    (False, True)
    """
    return not abs(part) <= MOST_PART * total


def part_doubt(
    what: Text,
    value: float,
    total: float,
    *,
    place: Text | None = None,
    confirmed: bool = False,
    confirming: Confirming = "row or call",
    unit: Text = YUAN_WORD,
) -> Fault | None:
    """Return the fault of a component that is many times its total, on either side of zero; None else."""
    if confirmed or not outgrows(value, total):
        return None
    rule = _PART.format(total=_number(total), most=f"{MOST_PART:g}", unit=unit)
    return unconfirmed(what, rule, value, likely_cause(abs(value), total, unit), place=place, confirming=confirming)


def share_doubt(what: Text, value: float, *, place: Text | None = None, confirmed: bool = False) -> Fault | None:
    """Return the fault of a share that is written as a number of per cent; None else.

    >>> share_doubt(Text("占比", "the share"), 40.0).way_out.zh
    '40% 写作 40% 或 0.4。核对无误的，在“核对无误”（confirmed）列填“是”，或用 confirm=True'
    """
    if confirmed or abs(value) <= MOST_SHARE:
        return None
    cause = _PER_CENT.format(percent=f"{value:g}", share=f"{value / 100.0:g}")
    rule = Text("为比重", "be a share")
    said = _DONE.format(cause=cause)
    missing = Missing(what=said, need=Need.CONFIRMED_ROW)
    way_out = _CONFIRM["row or call"].format(cause=said)
    return Fault(what=what, rule=rule, got=Text.same(f"{value:g}"), way_out=way_out, place=place, missing=missing)


def are_swapped(first: float, second: float, *, own: tuple[float, float]) -> bool:
    """Return whether each of two figures lies nearer to what is known of the other than to its `own`.

    >>> are_swapped(12205.0, 38000.0, own=(40161.0, 12405.0)), are_swapped(12205.0, 11000.0, own=(40161.0, 12405.0))
    (True, False)
    """
    return apart(first, own[1]) < apart(first, own[0]) and apart(second, own[0]) < apart(second, own[1])


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:,.4g}"


def _times(value: float, yardstick: Yardstick) -> str:
    return f"{value / yardstick.value:.2g}" if value < yardstick.value else f"{value / yardstick.value:.1f}"


_CHECK = Text("核对单位与小数点", "check the unit and the decimal point")
_ASKED, _DONE = Template("{cause}？", "{cause}?"), Template("{cause}。", "{cause};")
_CONFIRM: Mapping[Confirming, Template] = {
    "row or call": Template(
        "{cause}核对无误的，在“核对无误”（confirmed）列填“是”，或用 confirm=True",
        "{cause} where it is right, write yes in the column confirmed, or pass confirm=True",
    ),
    "row": Template(
        "{cause}核对无误的，在“核对无误”（confirmed）列填“是”",
        "{cause} where it is right, write yes in the column confirmed",
    ),
    "call": Template("{cause}核对无误的，用 confirm=True", "{cause} where it is right, pass confirm=True"),
}
_NEEDS: Mapping[Confirming, Need] = {"row or call": Need.CONFIRMED_ROW, "call": Need.CONFIRMATION}
_PER_CENT = Template("{percent}% 写作 {percent}% 或 {share}", "write {percent} % as {percent}% or {share}")
_WITHIN = Template(
    "在{name}（{known}{unit}）的五分之一至五倍之间", "lie within a factor of 5 of {name}, {known} {unit}"
)
_PART = Template("不超过合计 {total} {unit}的 {most} 倍", "be no more than {most} times its total, {total} {unit}")
_FAR = Template(
    "{what}为{value}{unit}，是{name}（{known}{unit}）的{times}倍，请核对",
    "{what}, {value} {unit}, is {times} times {name}, {known} {unit}: please check",
)
