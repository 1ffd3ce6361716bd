"""Reckon how high everything on a paper is: on which page a heading stands, and how small one page must be set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor
from types import MappingProxyType

from ceheng_model.documents.paper.balanced_lines import face_lines, title_lines
from ceheng_model.documents.paper.column_widths import Fit, ems, fit
from ceheng_model.documents.paper.page_profile import Face, Profile
from ceheng_model.documents.paper.reading_order import LEVELS, FiguresItem, Item, Line, PictureItem, TableItem
from ceheng_model.vocabulary import Language

CELL_MARGIN = 70
"""Space left and right of a cell's text, twentieths of a point."""
CELL_HEIGHT = 30
"""Space above and below it."""
FIGURE_VALUE = 1.9
"""Size of a key figure's value, in sizes of the type of tables."""
BEFORE_FIGURES = 0.3
"""Space above key figures, in lines of the text."""
TABLE_LEADING = 1.3
"""Distance of the lines of tables, captions and notes, in sizes of their type: the same with any font."""
AFTER_TABLE = 0.4
"""Space below a table and its notes, in lines of the text."""
TOGETHER = 3
"""Rows of a long table, its heading among them, that stay together at a page's end, and its last ones on the next."""
SHORT = 8
"""Rows up to which a table is kept on one page."""
_LEAST_SIZE = 8.5
"""Points below which the text of one page is not set."""
_STEP = 0.5
_LEAST_MARGIN = 20.0
"""Margins of a page on which everything has to stand, mm."""
_CHARTS = (1.0, 0.7)
"""Widest and least share of the type area that charts of one page take before the text is set smaller."""
_LEAST_CHART = 0.45
_LEAST_FITTED = 0.86
"""Least part of its width to which a chart is set smaller, to stand at a page's end instead of leaving it empty."""
_SPARED = 0.5
"""Lines left below such a chart for what the reckoning misses."""
_RESERVE = MappingProxyType[Language, float]({"zh": 1.0, "en": 2.0})
"""Lines of one page left for what other fonts take."""
_WIDER = MappingProxyType[Language, float]({"zh": 1.05, "en": 1.14})
"""What words of one page take where a reader lacks the fonts: letters of stand-ins are wider, and words break whole."""
ALONE = ("title", "subtitle", "annex_title")
"""Lines that stand in the middle of the page: where they are long, they break evenly."""
_LATIN = 0.5
"""Width of a letter of the text in sizes of its type."""
_RULE = 0.75
"""Thickness of the line below a row and what it stands apart, points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Hold one item as it takes room: pieces that no page breaks, points."""

    pieces: tuple[float, ...]
    held: bool = False
    """Whether it stays on the page of what follows."""
    together: int = 1
    """Pieces at its beginning that stay together."""
    after: float = 0.0
    """Space below it, which no page begins with."""
    before: float = 0.0
    """Space above it, which no page begins with."""
    opens: bool = False
    """Whether it begins a page."""

    @property
    def height(self) -> float:
        """The room that it takes on one page."""
        return self.before + sum(self.pieces) + self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Hold how one paper is set: its profile, and how wide its charts are, as a share of the type area."""

    profile: Profile
    charts: float = 1.0
    fitted: Mapping[int, float] = field(default_factory=dict)
    """Part of that width to which single charts are set smaller, by their position."""

    def chart_width(self, position: int) -> float:
        """Return how wide the chart at a position of the paper is, points."""
        return self.profile.page.text_width * self.charts * self.fitted.get(position, 1.0)


def table_fit(item: TableItem, profile: Profile, language: Language) -> Fit:
    """Return the widths of a table's columns and the size of its type on the page."""
    width, size = profile.page.text_width, profile.faces["table"].size
    return fit(item.table, language, width=width, size=size, padding=CELL_MARGIN / 10 + 1)


def rows_held(item: TableItem) -> list[bool]:
    """Return of each row of a table whether it stays with what follows: the heading with the first, short tables whole.

    The last rows stay together, so that no page begins with one alone, and the last with the note below it.
    """
    rows = len(item.rows)
    held = rows - 1 if rows <= SHORT else TOGETHER
    return [number < held or number >= rows - TOGETHER for number in range(rows - 1)] + [bool(item.notes)]


def one_page(items: Sequence[Item], profile: Profile, language: Language, shapes: Sequence[float]) -> Setting:
    """Return the largest setting in which everything before the annexes stands on one page.

    `shapes` are heights of charts by widths. The smallest setting where nothing serves.
    """
    items, shapes = _before_annexes(items, shapes)
    smallest = Setting(profile=profile)
    for least in (_CHARTS[1], _LEAST_CHART):
        size = profile.faces["body"].size
        while size >= _LEAST_SIZE:
            dense = _dense(profile, size, language)
            smallest = Setting(profile=dense, charts=_LEAST_CHART)
            room = dense.page.text_height - dense.lines.pitch * _RESERVE[language]
            words = sum(part.height for part in _parts(items, Setting(profile=dense, charts=0.0), language, shapes))
            words *= _WIDER[language]
            wide = sum(shapes) * dense.page.text_width
            share = min(_CHARTS[0], (room - words) / wide) if wide else 1.0
            if room >= words and share >= least:
                return Setting(profile=dense, charts=share)
            size -= _STEP
    return smallest


def _before_annexes(items: Sequence[Item], shapes: Sequence[float]) -> tuple[Sequence[Item], Sequence[float]]:
    """Return what stands before the first annex, each of which has pages of its own, with its charts."""
    first = next((at for at, item in enumerate(items) if isinstance(item, Line) and item.role == "annex"), len(items))
    charts = sum(isinstance(item, PictureItem) for item in items[:first])
    return items[:first], shapes[:charts]


def with_charts_fitted(
    items: Sequence[Item], setting: Setting, language: Language, shapes: Sequence[float], *, contents_at: int | None
) -> Setting:
    """Return the setting in which charts that miss the end of a page by little are set smaller, and stand there."""
    height, spared = setting.profile.page.text_height, setting.profile.lines.pitch * _SPARED
    parts, positions = _listed(items, setting, language, shapes, contents_at=contents_at)
    shape, fitted = iter(shapes), dict(setting.fitted)
    for at, position in enumerate(positions):
        if position is None or not isinstance(items[position], PictureItem):
            continue
        high = setting.chart_width(position) * next(shape)
        first = at
        while first and parts[first - 1].held:
            first -= 1
        _, used = _flow(parts[:first], height)
        room = height - used - parts[first].before - _needed(parts, first)
        if (_LEAST_FITTED - 1.0) * high + spared <= room < 0.0:
            lower = room - spared
            fitted[position] = 1.0 + lower / high
            (whole,) = parts[at].pieces
            parts[at] = replace(parts[at], pieces=(whole + lower,))
    return replace(setting, fitted=fitted)


def heading_pages(
    items: Sequence[Item], setting: Setting, language: Language, shapes: Sequence[float], *, contents_at: int | None
) -> dict[int, int]:
    """Return the pages on which the headings stand, by their position; the contents stand before `contents_at`."""
    parts, positions = _listed(items, setting, language, shapes, contents_at=contents_at)
    pages, _ = _flow(parts, setting.profile.page.text_height)
    placed = zip(positions, pages, strict=True)
    return {position: page for position, page in placed if position is not None and isinstance(items[position], Line)}


def _listed(
    items: Sequence[Item], setting: Setting, language: Language, shapes: Sequence[float], *, contents_at: int | None
) -> tuple[list[Part], list[int | None]]:
    """Return the parts of a paper with its list of contents, and the position of the item that each of them is."""
    parts = _parts(items, setting, language, shapes)
    positions: list[int | None] = list(range(len(parts)))
    if contents_at is not None:
        pitch = setting.profile.lines.pitch
        entries = sum(isinstance(item, Line) and item.role in LEVELS for item in items)
        listed = [Part(pieces=(pitch,), held=True)]
        listed += [Part(pieces=(entry_pitch(setting.profile),))] * entries
        parts[contents_at:contents_at] = listed
        positions[contents_at:contents_at] = [None] * len(listed)
    return parts, positions


def _flow(parts: Sequence[Part], height: float) -> tuple[list[int], float]:
    """Return the page on which each part begins, and how much of the last page is taken."""
    page, used, begun = 1, 0.0, []
    for position, part in enumerate(parts):
        is_full = used > 0.0 and used + part.before + _needed(parts, position) > height
        if is_full or (part.opens and position):
            page, used = page + 1, 0.0
        used += part.before if used else 0.0
        begun.append(page)
        for piece in part.pieces:
            if used and used + piece > height + 0.1:
                page, used = page + 1, 0.0
            used += piece
        used = min(used + part.after, height)
    return begun, used


def _needed(parts: Sequence[Part], position: int) -> float:
    """Return the room that a part needs where it begins, with what it holds on to."""
    part = parts[position]
    if not part.held or position + 1 == len(parts):
        return sum(part.pieces[: part.together])
    following = parts[position + 1]
    return sum(part.pieces) + part.after + following.before + _needed(parts, position + 1)


def _parts(items: Sequence[Item], setting: Setting, language: Language, shapes: Sequence[float]) -> list[Part]:
    shape = iter(shapes)
    made = []
    for position, item in enumerate(items):
        if isinstance(item, Line):
            following = items[position + 1] if position + 1 < len(items) else None
            before = items[position - 1] if position else None
            made.append(_line(item, before, following, setting.profile, language))
        elif isinstance(item, TableItem):
            made.append(_table(item, setting.profile, language))
        elif isinstance(item, PictureItem):
            made.append(_chart(item, setting.chart_width(position) * next(shape), setting.profile))
        else:
            made.append(_figures(item, setting.profile, language))
    return made


def tracking(profile: Profile, face: Face) -> int:
    """Return by how much characters of a face stand closer, twentieths of a point: so many of the text fill a line."""
    lines = profile.lines
    if not lines.characters or face.size != profile.faces["body"].size:
        return 0
    room = profile.page.text_width / lines.characters - face.size
    # a face that does not fit by a tenth is another one than the count was made for
    return floor(room * 20) if -face.size / 10 <= room <= face.size / 10 else 0


def entry_pitch(profile: Profile) -> float:
    """Return the distance of the lines of the list of contents, points."""
    return max(profile.faces["table"].size * 1.7, profile.lines.pitch * 0.7)


def heading_space(profile: Profile) -> tuple[float, float]:
    """Return the space above and below a heading, points: none where paragraphs are not apart either."""
    return (profile.lines.pitch * 0.8, profile.lines.pitch * 0.3) if profile.lines.after else (0.0, 0.0)


def holds_on(item: Item, following: Item | None) -> bool:
    """Return whether a line stays with the next: text with what stands below it, so that no page holds that alone."""
    return (
        isinstance(item, Line)
        and item.role in ("body", "annexed")
        and isinstance(following, Line)
        and following.role in ("annexed", "signature", "day")
    )


def stands_apart(item: Line, before: Item | None) -> bool:
    """Return whether an empty line stands above: the annexes are named, and a paper is signed, one line below."""
    if item.role == "annexed":
        return not (isinstance(before, Line) and before.role == "annexed")
    return item.role == "signature" or (
        item.role == "day" and not (isinstance(before, Line) and before.role == "signature")
    )


def alone(item: Line, profile: Profile, language: Language) -> tuple[float, tuple[str, ...]]:
    """Return the size of a line that stands alone, points, and the lines that it is broken into."""
    face, width = profile.faces[_FACES[item.role]], profile.page.text_width  # type: ignore[index]
    if item.role == "title":
        return title_lines(item.text, language, face, width=width)
    return face.size, face_lines(item.text, language, face, width=width)


def _line(item: Line, before: Item | None, following: Item | None, profile: Profile, language: Language) -> Part:
    faces, pitch = profile.faces, profile.lines.pitch
    face = faces[_FACES.get(item.role, "body")]  # type: ignore[index]
    held = item.role not in ("body", "addressee", "annexed", "day") or holds_on(item, following)
    if item.role in ("title", "annex_title"):
        count = len(alone(item, profile, language)[1])
        high = max(pitch, face.size * (1.5 if item.role == "title" else 1.3))
        above = pitch if item.role == "annex_title" else 0.0
        return Part(pieces=(high,) * count, held=True, together=count, before=above, after=pitch / 2)
    indent = profile.lines.indent if item.role in ("body", *_INDENTED) else 0.0
    set_closer = face.size + tracking(profile, face) / 20
    count = _lines(item.text, profile.page.text_width, replace(face, size=set_closer), indent)
    if item.role in ALONE:
        count = len(alone(item, profile, language)[1])
    above, below = heading_space(profile) if item.role in _INDENTED else (0.0, 0.0)
    high = max(pitch, face.size * 1.2) if item.role in _INDENTED else pitch
    return Part(
        pieces=(high,) * count,
        held=held,
        together=count if item.role in _INDENTED else 1,
        before=pitch if stands_apart(item, before) else above,
        after=profile.lines.after
        if item.role in ("body", "addressee")
        else pitch / 2
        if item.role == "subtitle"
        else below,
        opens=item.role == "annex",
    )


_FACES = MappingProxyType(
    {
        "title": "title",
        "annex_title": "title",
        "subtitle": "heading_2",
        "heading_1": "heading_1",
        "heading_2": "heading_2",
        "annex": "heading_1",
        "annex_part": "heading_1",
    }
)
_INDENTED = ("heading_1", "heading_2", "annex_part")


def _lines(text: str, width: float, face: Face, indent: float) -> int:
    return max(1, ceil((indent + ems(text, _LATIN)) * face.size / width))


def _caption(text: str, profile: Profile) -> float:
    face = profile.faces["caption"]
    lines = _lines(text, profile.page.text_width, face, 0.0)
    return lines * face.size * TABLE_LEADING + 0.3 * profile.lines.pitch


def _table(item: TableItem, profile: Profile, language: Language) -> Part:
    fitted = table_fit(item, profile, language)
    face = replace(profile.faces["table"], size=fitted.size)
    leading = profile.faces["table"].size * TABLE_LEADING
    inner = [width - CELL_MARGIN / 10 for width in fitted.widths]
    rows = [
        leading * max(_lines(text, width, face, 0.0) for text, width in zip(row, inner, strict=True))
        + CELL_HEIGHT / 10
        + _RULE
        for row in item.rows
    ]
    note = profile.faces["note"]
    notes = [
        _lines(text, profile.page.text_width, note, 0.0) * note.size * TABLE_LEADING for text in item.notes or ("",)
    ]
    held = rows_held(item)
    together = held.index(False) if False in held else len(rows)
    if len(rows) > SHORT:
        # the last rows go to the next page as one, with the note that the last of them holds on to
        last = [*rows[-TOGETHER:], *notes[:1]] if item.notes else rows[-TOGETHER:]
        rows, notes = [*rows[:-TOGETHER], sum(last)], notes[1:] if item.notes else notes
    # the caption before, and the row or the note that the last of them holds on to
    return Part(
        pieces=(_caption(item.caption, profile), *rows, *notes),
        together=together + 2,
        after=profile.lines.pitch * AFTER_TABLE,
    )


def _chart(item: PictureItem, height: float, profile: Profile) -> Part:
    return Part(pieces=(height + _caption(item.caption, profile),))


def figure_size(item: FiguresItem, profile: Profile) -> float:
    """Return the size at which the values of key figures keep one line each, half points."""
    room = profile.page.text_width / len(item.figures) - CELL_MARGIN / 10
    # bold letters, and those of stand-ins, are wider than those of the text
    widest = max(ems(one.value, 0.65) for one in item.figures)
    usual = profile.faces["table"].size * FIGURE_VALUE
    return floor(2 * min(usual, room / max(widest, 1.0))) / 2


def figure_lines(text: str, item: FiguresItem, profile: Profile, language: Language) -> tuple[str, ...]:
    """Return what stands above or below a key figure, as it is broken into the width that each of them has."""
    width = profile.page.text_width / len(item.figures) - CELL_MARGIN / 10
    return face_lines(text, language, profile.faces["table"], width=width)


def label_spaces(labels: Sequence[Sequence[str]], profile: Profile) -> list[float]:
    """Return the space above the label of each key figure, points, with which all values stand at one height."""
    above, line = profile.lines.pitch * BEFORE_FIGURES, profile.faces["table"].size * TABLE_LEADING
    most = max(len(label) for label in labels)
    return [above + line * (most - len(label)) for label in labels]


def _figures(item: FiguresItem, profile: Profile, language: Language) -> Part:
    face = profile.faces["table"]
    label, target = (
        max(len(figure_lines(text, item, profile, language)) for text in texts)
        for texts in ([one.label for one in item.figures], [one.signed_target for one in item.figures])
    )
    value = face.size * FIGURE_VALUE * TABLE_LEADING
    spacer = profile.faces["note"].size * TABLE_LEADING
    height = (label + target) * face.size * TABLE_LEADING + value + CELL_HEIGHT / 10 + spacer
    above = profile.lines.pitch * BEFORE_FIGURES
    return Part(pieces=(height + above,), after=profile.lines.pitch * AFTER_TABLE)


def _dense(profile: Profile, size: float, language: Language) -> Profile:
    """Return a profile in which the text has a size, all else in proportion, and margins are small."""
    share = size / profile.faces["body"].size
    least = {"table": 8.0, "note": 7.0, "caption": 8.0, "page_number": 9.0}
    faces = {
        name: replace(face, size=max(round(2 * face.size * share) / 2, min(face.size, least.get(name, 8.0))))
        for name, face in profile.faces.items()
    }
    page = profile.page
    sides = {side: min(getattr(page, side), _LEAST_MARGIN) for side in ("top", "bottom")}
    leading = 1.5 if language == "zh" else 1.3
    lines = replace(
        profile.lines,
        pitch=min(profile.lines.pitch, size * leading),
        characters=0.0,
        after=min(profile.lines.after, size * 0.3),
    )
    return replace(profile, page=replace(page, **sides), lines=lines, faces=MappingProxyType(faces))
