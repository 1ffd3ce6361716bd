"""Say in an SVG what it shows, and which fonts its words may take."""

import re
from xml.sax.saxutils import escape

from ceheng_model.charts.drawing.fonts import CARRIED, INSTALLED, LAST

_ROOT = re.compile(r"<svg\b[^>]*>")
_FAMILIES = re.compile(r"(<text\b[^>]*?font-family: )([^;\"]*)")


def described_svg(svg: str, title: str, text: str) -> str:
    """Return an SVG with its title and its alternative text, which read aloud and show where a mouse rests.

    >>> described_svg('<svg width="1"><g/></svg>', "A < B", "B grows.")
    '<svg width="1" role="img"><title>A &lt; B</title><desc>B grows.</desc><g/></svg>'
    """
    parts = [f"<{tag}>{escape(words)}</{tag}>" for tag, words in (("title", title), ("desc", text)) if words]
    return _ROOT.sub(lambda root: f'{root[0][:-1]} role="img">{"".join(parts)}', _with_known_fonts(svg), count=1)


def _with_known_fonts(svg: str) -> str:
    """Return an SVG whose words name families that its readers have, in place of the one that has a name only here."""
    families = [*dict.fromkeys(["Noto Sans SC", *INSTALLED]), LAST]

    def named(found: re.Match[str]) -> str:
        first = re.match(r"'([^']*)'", found[2])
        own = [] if first is None or first[1] == CARRIED else [first[1]]
        return f"{found[1]}{', '.join(repr(name) for name in dict.fromkeys([*own, *families]))}, sans-serif"

    return _FAMILIES.sub(named, svg)
