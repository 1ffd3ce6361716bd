"""Mend the markup of built pages where a reader without a mouse or a screen would stumble over it."""

import re
from typing import Any

from sphinx.application import Sphinx

_LINES = re.compile(r'<dl>\n(?P<lines>(?:<dd><em class="sig-param">.*</dd>\n)+)</dl>')
_SCROLLED = re.compile(r'<div (?=style="[^"]*overflow: auto)')
_TOGGLE = ("Expand or collapse", "展开或收起")
_TITLE = re.compile(r"<h4>(.*?)</h4>")


def mended(body: str) -> str:
    """Return the body of a page with lists, headings and scrolled parts that say what they are.

    >>> mended("<h4>a</h4><th></th>")
    '<p class="table-title">a</p><td></td>'
    """

    def lines(found: re.Match[str]) -> str:
        told = found["lines"].replace("<dd>", '<span class="sig-line">').replace("</dd>", "</span>")
        return f'<span class="sig-lines">{told}</span>'

    # arguments a line each are no list of terms, the title of a table of results is no heading of the page
    body = _TITLE.sub(r'<p class="table-title">\1</p>', _LINES.sub(lines, body))
    return _SCROLLED.sub('<div tabindex="0" ', body).replace("<th></th>", "<td></td>")


def setup(app: Sphinx) -> dict[str, Any]:
    """Mend every page before it is written."""
    # once the theme has put its functions there
    app.connect("html-page-context", _mend, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _mend(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    if "body" in context:
        context["body"] = mended(context["body"])
    listed, said = context["generate_toctree_html"], _TOGGLE[app.config.language != "en"]

    def named(*asked: Any, **given: Any) -> str:
        return str(listed(*asked, **given)).replace("<summary>", f'<summary aria-label="{said}">')

    context["generate_toctree_html"] = named
