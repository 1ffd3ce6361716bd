"""Render formulas as MathML, which browsers draw by themselves: no script, nothing from outside."""

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.writers.html5 import HTML5Translator


def inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula inside a line."""
    self.body.append(_mathml(node, "inline"))
    raise nodes.SkipNode


def block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on lines of its own, with its number where it has one."""
    self.body.append(self.starttag(node, "div", CLASS="formula", tabindex="0"))
    self.body.append(_mathml(node, "block"))
    if node.get("number"):
        self.body.append(f'<span class="eqno">({node["number"]})</span>')
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer under the name ``mathml``."""
    app.add_html_math_renderer("mathml", inline_renderers=(inline, None), block_renderers=(block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _mathml(node: nodes.math | nodes.math_block, display: str) -> str:
    try:
        return convert(node.astext(), display=display)
    except Exception as error:
        raise ExtensionError(f"{node.source}:{node.line}: cannot draw the formula {node.astext()!r}") from error
