"""Find the language of a reader before anything is read: from the options that were typed, or from the environment."""

import os
import re
from collections.abc import Sequence
from typing import Any

from ceheng_model.characters import plain
from ceheng_model.vocabulary import LANGUAGES, Language, Text

VARIABLE = "CEHENG_LANG"
"""The variable of the environment that names the language where no option does."""
OPTION = "--lang"
_KEY = "ceheng_model.language"
_TYPED = "ceheng_model.typed"
_WORDS: dict[str, Language] = {"zh": "zh", "中文": "zh", "chinese": "zh", "en": "en", "英文": "en", "english": "en"}
_BETWEEN = re.compile(r"\s*/ ")


def language_asked(args: Sequence[str]) -> Language:
    """Return the language that arguments name, else that of the environment, else Chinese.

    One that does not exist is refused where options are read; what is said of it is said in Chinese.

    >>> language_asked(["--lang", "en", "audit"]), language_asked(["audit", "--lang=EN"])
    ('en', 'en')
    """
    said = os.environ.get(VARIABLE, "")
    for at, argument in enumerate(args):
        if argument == OPTION and at + 1 < len(args):
            said = args[at + 1]
        elif argument.startswith(f"{OPTION}="):
            said = argument.partition("=")[2]
    return _WORDS.get(plain(said).strip().casefold(), LANGUAGES[0])


def keep_language(ctx: Any, language: Language) -> None:
    """Keep the language of a reader for what is said while a command line is read."""
    ctx.meta[_KEY] = language


def keep_typed(ctx: Any, args: Sequence[str]) -> None:
    """Keep what was typed, for messages that show it."""
    ctx.meta[_TYPED] = tuple(args)


def typed_in(ctx: Any) -> tuple[str, ...]:
    """Return what was typed on a command line."""
    kept: tuple[str, ...] = ctx.meta.get(_TYPED, ())
    return kept


def language_of(ctx: Any) -> Language:
    """Return the language kept for a command line."""
    kept: Language = LANGUAGES[0] if ctx is None else ctx.meta.get(_KEY, LANGUAGES[0])
    return kept


def both(text: str) -> Text:
    """Return a help text, written in Chinese and behind a stroke in English, by its languages.

    >>> both("语言 / language").en, both("方案（默认）/ the plan").zh
    ('language', '方案（默认）')
    """
    zh, *en = _BETWEEN.split(text, maxsplit=1)
    return Text(zh, en[0] if en else zh)
