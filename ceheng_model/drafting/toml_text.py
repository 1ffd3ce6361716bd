"""Write values as TOML has them."""

import json
from collections.abc import Mapping

from ceheng_model.characters import escaped
from ceheng_model.vocabulary import Text


def quoted(text: str) -> str:
    """Return a TOML string: its escapes are those of JSON.

    >>> quoted("甲")
    '"甲"'
    """
    return escaped(json.dumps(text, ensure_ascii=False))


def bilingual(text: Text) -> str:
    """Return a text in both languages as an inline table."""
    return f"{{ zh = {quoted(text.zh)}, en = {quoted(text.en)} }}"


def shown_number(value: float) -> str:
    """Return a number with the digits that tell it from others.

    >>> shown_number(0.08), shown_number(27000.0)
    ('0.08', '27000')
    """
    return f"{value:.15g}"


def toml_value(value: object) -> str:
    """Return a value as it stands behind a key.

    >>> toml_value(True), toml_value("rural"), toml_value(0.08), toml_value({"zh": "甲", "en": "A"})
    ('true', '"rural"', '0.08', '{ zh = "甲", en = "A" }')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Text):
        return bilingual(value)
    if isinstance(value, float):
        return shown_number(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key} = {toml_value(held)}" for key, held in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return quoted(value) if isinstance(value, str) else str(value)
