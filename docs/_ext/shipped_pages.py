"""Write the what-if page of every shipped plan beside the documentation, and list them where a page asks for it."""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import ceheng_model as cm
from ceheng_model.plan import shipped_plans

FOLDER = "what-if"


class ShippedPages(SphinxDirective):
    """List the what-if pages of the shipped plans, each under the title of its plan."""

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        up = "../" * self.env.docname.count("/")
        listed = nodes.bullet_list(classes=["shipped-pages"])
        for name in shipped_plans():
            title = cm.load_plan(name).title.in_language(_language(self.config.language))
            link = nodes.reference("", title, refuri=f"{up}{FOLDER}/{name}.html", internal=True)
            listed += nodes.list_item("", nodes.paragraph("", "", link))
        return [listed]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the list, and write the pages once the documentation is built."""
    app.add_directive("shipped-pages", ShippedPages)
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _language(told: str) -> Any:
    return "en" if told == "en" else "zh"


def _write(app: Sphinx, failed: Exception | None) -> None:
    if failed is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(exist_ok=True)
    for name in shipped_plans():
        page = folder / f"{name}.html"
        cm.write_page(cm.scenario("plan", plan=name), page, language=_language(app.config.language))
