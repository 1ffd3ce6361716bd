"""Read how a paper is set: paper, margins, fonts, sizes, lines and page numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from ceheng_model.doors import door
from ceheng_model.errors import Fault, between, choice, raise_faults
from ceheng_model.files import Section, read_settings, shipped
from ceheng_model.values import Value
from ceheng_model.vocabulary import Language, Text

DEFAULT = "gbt-9704-2012"
BY_LANGUAGE: dict[Language, str] = {"zh": DEFAULT, "en": "report-a4"}
"""Profile of a paper that names none."""
Place = Literal["outer", "centre", "right", "none"]
FaceName = Literal["title", "heading_1", "heading_2", "body", "caption", "table", "note", "page_number"]
FACES: tuple[FaceName, ...] = get_args(FaceName)
PLACES: tuple[Place, ...] = get_args(Place)
POINTS_PER_MM = 72.0 / 25.4
LEAST_AREA = 100.0
"""Least width and height of the type area, mm: narrower, the official table does not fit."""
SIZES = MappingProxyType(
    {
        "初号": 42.0,
        "小初": 36.0,
        "一号": 26.0,
        "小一": 24.0,
        "二号": 22.0,
        "小二": 18.0,
        "三号": 16.0,
        "小三": 15.0,
        "四号": 14.0,
        "小四": 12.0,
        "五号": 10.5,
        "小五": 9.0,
        "六号": 7.5,
        "小六": 6.5,
        "七号": 5.5,
    }
)
"""Chinese size names, in points."""
_DIGITS = str.maketrans("1234567", "一二三四五六七")
_FONT = re.compile(r"[\w\- .]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Hold paper and margins, mm."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def text_width(self) -> float:
        """Width of the type area, points."""
        return (self.width - self.left - self.right) * POINTS_PER_MM

    @property
    def text_height(self) -> float:
        """Height of the type area, points."""
        return (self.height - self.top - self.bottom) * POINTS_PER_MM


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Hold how lines are set."""

    pitch: float
    """Distance from line to line, points."""
    indent: float
    """First-line indent of paragraphs, characters."""
    characters: float = 0.0
    """Characters of the text that fill a line; none counts them where it is 0."""
    after: float = 0.0
    """Space below a paragraph, points."""
    centred: bool = True
    """Whether titles and captions stand in the middle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Hold the fonts of one kind of text."""

    east_asian: str
    latin: str
    size: float
    """Points."""
    bold: bool
    screen: str
    """What a browser takes where the font is missing, a CSS list of families."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumber:
    """Hold how pages are numbered."""

    form: str
    """The number with what stands around it, such as ``— {page} —``."""
    place: Place
    below: float
    """Distance from the type area to the middle of the line, mm."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile(Value):
    """Hold the whole layout of a paper."""

    name: str
    title: Text
    page: Page
    lines: Lines
    page_number: PageNumber
    faces: Mapping[FaceName, Face]


def profile_for(language: Language) -> Profile:
    """Return the profile of a paper that names none: that of official papers, in English that of a report.

    >>> profile_for("en").faces["body"].size
    11.0
    """
    return load_profile(BY_LANGUAGE[language])


@door
def load_profile(profile: str | Path = DEFAULT) -> Profile:
    """Return a shipped profile by its name, or the one in a TOML file.

    A file with ``based_on = "gbt-9704-2012"`` holds only what differs from that profile. Raises `InputError`
    with every fault: unknown and missing keys, sizes, margins and places that cannot be.

    >>> official = load_profile()
    >>> official.page.top, official.faces["body"].east_asian, official.faces["body"].size
    (37.0, '仿宋_GB2312', 16.0)
    """
    path = _path(profile)
    table = _merged(read_settings(path), path)
    faults: list[Fault] = []
    section = Section(path, "", table, faults)
    read = Profile(
        name=section.text("name"),
        title=section.texts("title"),
        page=_page(section.section("page"), faults),
        lines=_lines(section.section("lines")),
        page_number=_page_number(section.section("page_number")),
        faces=_faces(section.section("faces")),
    )
    section.finish()
    raise_faults(faults)
    return read


def profile_names() -> tuple[str, ...]:
    """Return the names of the profiles that ship."""
    return tuple(sorted(path.stem for path in shipped("profiles").glob("*.toml")))


def _path(profile: str | Path) -> Path:
    if isinstance(profile, Path) or profile.endswith(".toml"):
        return Path(profile)
    names = profile_names()
    if profile not in names:
        what = Text("版式（名称或 .toml 文件）", "the profile (a name, or a file that ends in .toml)")
        raise_faults([choice(what, profile, names)])
    return shipped("profiles", f"{profile}.toml")


def _merged(table: dict[str, Any], path: Path) -> dict[str, Any]:
    base = table.pop("based_on", None)
    if base is None:
        return table
    names = profile_names()
    if base not in names:
        place = Text.same(path)
        raise_faults([choice(Text("based_on", "based_on"), base, names).at(place)])
    return _over(read_settings(shipped("profiles", f"{base}.toml")), table)


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        known = merged.get(key)
        merged[key] = _over(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _page(section: Section, faults: list[Fault]) -> Page:
    names = ("width", "height", "top", "bottom", "left", "right")
    values = {name: _between(section, f"{name}_mm", 0.0, 1000.0) for name in names}
    section.finish()
    page = Page(**values)
    areas = {
        "width_mm": (page.width - page.left - page.right, Text("版心宽", "the width left between the margins")),
        "height_mm": (page.height - page.top - page.bottom, Text("版心高", "the height left between the margins")),
    }
    for key, (area, what) in areas.items():
        if area < LEAST_AREA:
            rule = Text(f"不小于 {LEAST_AREA:g} 毫米", f"be {LEAST_AREA:g} mm or more")
            way_out = Text(f"减小页边或增大 page.{key}", f"smaller margins, or a larger page.{key}")
            faults.append(Fault(what=what, rule=rule, got=area, way_out=way_out, place=section.place))
    return page


def _lines(section: Section) -> Lines:
    lines = Lines(
        pitch=_between(section, "pitch_pt", 8.0, 72.0),
        indent=_between(section, "indent_characters", 0.0, 8.0),
        characters=_optional(section, "characters_a_line", 0.0, 100.0),
        after=_optional(section, "after_pt", 0.0, 36.0),
        centred=section.flag("centred", default=True),
    )
    section.finish()
    return lines


def _page_number(section: Section) -> PageNumber:
    form = section.text("form")
    if form and form.count("{page}") != 1:
        rule = Text("恰含一个 {page}", "hold {page} once")
        way_out = Text('例如 "— {page} —"', 'such as "— {page} —"')
        section.fault("form", rule, form, way_out)
    place = section.option("place", PLACES)
    number = PageNumber(form=form, place=place, below=_between(section, "below_mm", 0.0, 50.0))  # type: ignore[arg-type]
    section.finish()
    return number


def _faces(section: Section) -> Mapping[FaceName, Face]:
    faces = {name: _face(section.section(name)) for name in FACES}
    section.finish()
    return MappingProxyType(faces)


def _face(section: Section) -> Face:
    fonts = {key: _font(section, key) for key in ("east_asian", "latin")}
    screen = section.text("screen", "serif")
    for family in screen.split(","):
        if not _FONT.fullmatch(family.strip()):
            rule = Text("为用逗号隔开的字体名", "be font names with commas between")
            section.fault("screen", rule, screen, Text("例如 SimSun, serif", "such as SimSun, serif"))
            break
    face = Face(**fonts, size=_size(section), bold=section.flag("bold", default=False), screen=screen)
    section.finish()
    return face


def _font(section: Section, key: str) -> str:
    name = section.text(key)
    if name and not _FONT.fullmatch(name):
        rule = Text("为字体名，只含文字、数字、空格、- 和 _", "be a font name of letters, digits, spaces, - and _")
        section.fault(key, rule, name, Text("例如 仿宋_GB2312", "such as FangSong"))
    return name


def _size(section: Section) -> float:
    size = section.raw("size")
    if isinstance(size, str):
        name = size.strip().translate(_DIGITS)
        named = SIZES.get(name.removesuffix("号") if name.startswith("小") else name)
        if named is not None:
            return named
    elif isinstance(size, int | float) and not isinstance(size, bool) and 5.0 <= size <= 72.0:
        return float(size)
    rule = Text("为 5 至 72 磅，或字号名", "be 5 to 72 points, or a Chinese size name")
    section.fault("size", rule, size, Text('例如 16 或 "三号"', 'such as 16 or "三号"'))
    return 10.5


def _optional(section: Section, key: str, low: float, high: float) -> float:
    return section.optional(key, lambda name: _between(section, name, low, high)) or 0.0


def _between(section: Section, key: str, low: float, high: float) -> float:
    value = section.number(key)
    if value == value and not low <= value <= high:
        rule = between(f"{low:g}", f"{high:g}")
        section.fault(
            key,
            rule,
            value,
            Text("毫米、磅或字数，见随附的版式", "in mm, points or characters, see the shipped profile"),
        )
    return value
