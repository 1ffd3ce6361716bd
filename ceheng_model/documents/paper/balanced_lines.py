"""Break short texts that stand alone, such as titles, into lines of about the same width."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from ceheng_model.documents.paper.column_widths import STEP, ems, roomy
from ceheng_model.documents.paper.line_breaks import JOINER, unbroken
from ceheng_model.documents.paper.page_profile import Face
from ceheng_model.tables import is_wide
from ceheng_model.vocabulary import Language

_BOLD = 1.09
"""How much wider bold letters are."""
_SMALLEST = 0.8
"""Part of its size to which a title of letters is made smaller for the sake of a line."""
_CLOSING = "，。、；：？！）》〉”’】％%…·,.;:)"
_OPENING = "（《〈“‘【("
_SENSE = re.compile(rf"(?<=[》，；：])|(?<=[0-9]{JOINER}年)|(?=（)|(?<=[,;:]) |(?<= )(?=[(“])")
"""Where a text breaks by its sense: after a document's name, a comma or the years meant, and before a bracket."""
_SENSELESS = 0.2
"""What another break costs, as much as two lines of which one has almost twice the width of the other."""
_IN_WORDS = 0.6
"""What a break before a Chinese character costs, which may end a word or say what a number is of."""
_WORDS = re.compile(
    "(?=(居民|收入|增收|促进|行动|方案|计划|规划|意见|三年|五年|测算|报告|要点|实施|情况|通报|农村|城镇))"
)
"""Words that titles are made of: a line breaks within one only where the text fits in no other way."""
_IN_KNOWN_WORD = 3.0
"""What a break within such a word costs."""
_LAST_SIGNS = re.compile(r"([一-龥])([一-龥][，。；：！？）》”]*)$")
"""The last two characters, the second with the marks that close it."""
_AIR = 0.4
"""What a line may hold more by a reckoning that knows no font."""
_FULL = 0.99
"""Part of a line that is filled: its width in points is rounded."""
_NARROW = " .,;:"
_LETTER, _MARK = 0.57, 0.3
"""Widths of letters and of marks in fonts of Chinese."""
_Reached = Mapping[int, tuple[float, tuple[int, ...]]]
"""Places with the cost at which lines reach them, and where these end."""


def balanced_lines(text: str, language: Language, *, room: float) -> tuple[str, ...]:
    """Return a text as the fewest lines that fit into a room, in sizes of its type, each about as wide as the others.

    They break by the sense of the text where that costs little, and never inside a number or before a closing mark.
    A word that is wider than the room leaves the text whole.

    >>> balanced_lines("关于《册亨县增收意见》实施情况的通报", "zh", room=15.0)
    ('关于《册亨县增收意见》', '实施情况的通报')
    >>> balanced_lines("average annual growth of urban income", "en", room=16.0)
    ('average annual growth', 'of urban income')
    """
    return _broken(text, language, room)


def face_lines(text: str, language: Language, face: Face, *, width: float) -> tuple[str, ...]:
    """Return the lines of a text that is set in a face, on a width in points."""
    return balanced_lines(text, language, room=width / face.size / (_BOLD if face.bold else 1.0))


def title_lines(title: str, language: Language, face: Face, *, width: float) -> tuple[float, tuple[str, ...]]:
    """Return the size of a paper's title on a width, points, and its lines.

    A Chinese title keeps its size (GB/T 9704-2012, 7.3.1); one of letters is made a little smaller where that saves a
    line.

    >>> from ceheng_model.documents.paper.page_profile import load_profile
    >>> face = load_profile().faces["title"]
    >>> title_lines("关于增收方案（2022-2024）的报告", "zh", face, width=300.0)
    (22.0, ('关于增收方案', '（2022-2024）的报告'))
    """
    steps = 0 if language == "zh" else int((1.0 - _SMALLEST) * face.size / STEP)
    faces = [replace(face, size=face.size - STEP * step) for step in range(steps + 1)]
    made = [(one.size, face_lines(title, language, one, width=width)) for one in faces]
    return min(made, key=lambda one: (len(one[1]), -one[0]))


def with_last_sign_held(text: str, *, room: float, before: float = 0.0) -> str:
    """Return a Chinese text whose last sign takes the one before it along where it would have the last line to itself.

    `room` and what stands `before` the text are in sizes of the type.

    >>> with_last_sign_held("未报告的事项。", room=5.0).replace(JOINER, "|")
    '未报告的事|项。'
    >>> with_last_sign_held("未报告的事项。", room=4.0) == "未报告的事项。"
    True
    """
    width = ems(_line(text), _measure("zh")) + before
    end = _LAST_SIGNS.search(text)
    if end is None or width <= room:
        return text
    alone = width % room <= len(end[2]) + _AIR
    return f"{text[: end.start(2)]}{JOINER}{end[2]}" if alone else text


@lru_cache(maxsize=1_024)
def _broken(text: str, language: Language, room: float) -> tuple[str, ...]:
    whole, room = unbroken(text, language), room * _FULL
    width = ems(_line(whole), _measure(language))
    if width <= room:
        return (text,)
    places = [0, *_places(whole, language), len(whole)]
    prices = {place: _price(whole, place) for place in places}
    prices |= dict.fromkeys([word.start() + 1 for word in _WORDS.finditer(whole)], _IN_KNOWN_WORD)
    prices |= dict.fromkeys([*(sense.end() for sense in _SENSE.finditer(whole)), len(whole)], 0.0)
    fitting = dict(_fitting(whole, places, language, room))
    # one line more at every turn
    for count in range(2, len(places)):
        reached: _Reached = {0: (0.0, (0,))}
        for _ in range(count):
            reached = _further(reached, fitting, prices, width / count)
        if len(whole) in reached:
            return tuple(_line(whole[start:end]) for start, end in pairwise(reached[len(whole)][1]))
    return (text,)


def _measure(language: Language) -> Callable[[str], float]:
    """Return the widths of letters: those that fonts of Chinese have, in English those of any font that stands in."""
    return _beside_chinese if language == "zh" else roomy


def _beside_chinese(sign: str) -> float:
    return _MARK if sign in _NARROW else _LETTER


def _line(text: str) -> str:
    return text.replace(JOINER, "").strip(" ")


def _places(text: str, language: Language) -> Iterator[int]:
    """Yield where a line may end: after a space, and beside Chinese characters where no joiner or mark forbids it."""
    for place, (before, after) in enumerate(pairwise(text), start=1):
        is_held = JOINER in (before, after) or before in _OPENING or after in _CLOSING or after == " "
        if not is_held and (before == " " or (language == "zh" and (is_wide(before) or is_wide(after)))):
            yield place


def _fitting(text: str, places: list[int], language: Language, room: float) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the lines that fit, by where they start and end, with their widths."""
    for index, start in enumerate(places):
        for end in places[index + 1 :]:
            width = ems(_line(text[start:end]), _measure(language))
            if width > room:
                break
            yield (start, end), width


def _further(
    reached: _Reached, fitting: Mapping[tuple[int, int], float], prices: Mapping[int, float], even: float
) -> _Reached:
    """Return the places that one line more reaches, each at the least cost: of equal ones the first line is wider."""
    found: dict[int, tuple[float, tuple[int, ...]]] = {}
    for (start, end), width in fitting.items():
        if start not in reached:
            continue
        cost, ends = reached[start]
        cost = round(cost + (width / even - 1.0) ** 2 + prices[end], 6)
        if end not in found or cost < found[end][0] or (cost == found[end][0] and ends > found[end][1][:-1]):
            found[end] = cost, (*ends, end)
    return found


def _price(text: str, place: int) -> float:
    """Return what a break costs that no sense calls for."""
    before_word = 0 < place < len(text) and is_wide(text[place])
    return _IN_WORDS if before_word else _SENSELESS
