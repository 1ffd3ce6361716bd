"""Choose fonts that have Chinese characters, by name and for one text at a time: nothing of the user's changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from matplotlib import font_manager

from ceheng_model.errors import Fault, InputError, choice
from ceheng_model.names import choice_names
from ceheng_model.vocabulary import Template, Text

Preference = Literal["installed", "carried"]
PREFERENCES: tuple[Preference, ...] = ("installed", "carried")

INSTALLED = (
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
"""Families with simplified Chinese, the best one first."""
LAST = "DejaVu Sans"
"""Comes with matplotlib; has signs that Chinese fonts may lack."""
CARRIED = "ceheng carried Noto Sans SC"
"""Name of the carried font, its own so that no family of the user's resolves differently."""

_CARRIER, _FILE = "zhplot", "NotoSansSC-Regular.ttf"
_INSTALL = Template("pip install {carrier}，或安装 {font}", "pip install {carrier}, or {font}")
_preference: ContextVar[Preference] = ContextVar("preference", default="installed")


@contextmanager
def font(preference: Preference) -> Iterator[None]:
    """Take the carried font, or an installed one where there is one, for charts drawn inside.

    Pictures drawn with the carried font are the same on every machine. Raises `InputError` for an
    unknown preference.

    >>> with font("carried"):
    ...     families()
    ('ceheng carried Noto Sans SC', 'DejaVu Sans')
    """
    if preference not in PREFERENCES:
        raise InputError(choice(Text("字体", "the font"), preference, choice_names(PREFERENCES)))
    token = _preference.set(preference)
    try:
        yield
    finally:
        _preference.reset(token)


def families() -> tuple[str, ...]:
    """Return names of families that are there, to be tried in turn for every character.

    Raises `InputError` where no font has Chinese characters.
    """
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    if _preference.get() == "installed":
        installed = next((name for name in INSTALLED if name in known), None)
        if installed is not None:
            return (installed, LAST)
    return (carried_family(), LAST)


def carried_family() -> str:
    """Return the name of the carried font, which matplotlib knows from then on; raise `InputError` without one."""
    if not any(entry.name == CARRIED for entry in font_manager.fontManager.ttflist):
        _register(carried_file())
    return CARRIED


def carried_file() -> Path:
    """Return the font file of the package that carries it, which is found and not imported."""
    spec = find_spec(_CARRIER)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "fonts" / _FILE
        if path.is_file():
            return path
    raise InputError(
        Fault(
            what=Text("中文字体", "a font with Chinese characters"),
            rule=Text("已安装", "be installed"),
            got="",
            way_out=_INSTALL.format(carrier=_CARRIER, font=INSTALLED[3]),
        )
    )


def _register(path: Path) -> None:
    # importing the carrier would change rcParams, and addfont would give the file the name of a family
    # that the user may have installed as well
    entry = font_manager.ttfFontProperty(font_manager.get_font(str(path)))
    font_manager.fontManager.ttflist.append(replace(entry, name=CARRIED))
