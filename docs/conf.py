"""Sphinx settings: everything a page needs is on the page's own site.

The same settings build the documentation in Chinese and, where the environment says ``CEHENG_DOCS=en``, in English.
"""

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

import ceheng_model  # noqa: E402 - the path above comes first

WIDE = {
    "a-province-from-table-to-brief",
    "another-county",
    "charts",
    "cluster",
    "compare",
    "how-sure",
    "levers",
    "many-regions",
    "names-and-screens",
    "official-tables",
    "track",
    "uncertainty",
    "where-from",
    "which-assumption",
}
"""Pages with wide tables, which take the room of the headings beside the text."""

ENGLISH = os.environ.get("CEHENG_DOCS") == "en"
TREE = "en/" if ENGLISH else ""
"""Where the pages of the language stand; the reference and the decisions are shared."""
PAGES = sorted(path for folder in ("how-to", "explanation") for path in (HERE / TREE / folder).glob("*.md"))

# the notebooks stand in a folder of their own; Sphinx reads only its own folder
for notebook in sorted((HERE.parent / "notebooks").glob("*.ipynb")):
    shutil.copy(notebook, HERE / TREE / "tutorial" / notebook.name)

project = "ceheng-model"
language = "en" if ENGLISH else "zh_CN"
locale_dirs = ["_locale"]
root_doc = f"{TREE}index"
author = "the ceheng-model developers"
copyright = "2026, the ceheng-model developers"
version = release = ceheng_model.__version__

extensions = [
    "sphinx.ext.autodoc",
    "myst_nb",
    "mathml",
    "chinese_search",
    "key_tables",
    "plain_markup",
    "shipped_pages",
    "two_trees",
]
OTHER_TREE = ["index.md", "gallery.md", "tutorial", "how-to", "explanation"] if ENGLISH else ["en"]
exclude_patterns = ["_build", "**.ipynb_checkpoints", *OTHER_TREE]
templates_path = ["_templates"]
# words of either language are found in both
html_search_language = "zh"
html_search_scorer = str(HERE / "_ext" / "search_ranking.js")
html_theme = "pydata_sphinx_theme"
html_title = "ceheng-model"
# pages without neighbours have no list of them
html_sidebars: dict[str, list[str]] = {f"{TREE}gallery": [], "decisions": []}
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "show_prev_next": False,
    "navigation_with_keys": False,
    "navbar_persistent": ["language-link", "search-words-button"],
    "collapse_navigation": True,
    "header_links_before_dropdown": 6,
    "footer_end": [],
    **({} if ENGLISH else {"search_bar_text": "搜索文档…", "header_dropdown_text": "更多", "icon_links_label": "链接"}),
    # headings beside the text
    "secondary_sidebar_items": {
        page: ["page-toc"]
        for page in (
            *(f"{TREE}{path.parent.name}/{path.stem}" for path in PAGES if path.stem not in WIDE),
            *(f"reference/python/{path.stem}" for path in (HERE / "reference" / "python").glob("*.md")),
            "reference/formulas",
            "reference/scenario-files",
        )
    },
}
html_math_renderer = "mathml"
html_static_path = ["_static"]
html_css_files = ["pages.css"]

myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 3
# notebooks are stored with what they show; a test runs them
nb_execution_mode = "off"
# no script for widgets: notebooks hold tables and pictures only
nb_ipywidgets_js = {}

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autoclass_content = "class"
python_use_unqualified_type_names = True
python_display_short_literal_types = True
python_maximum_signature_line_length = 90
# a name in single backticks is code in a docstring, as it is in a notebook
default_role = "code"


def _arrays(
    _app: Any, _what: str, _name: str, _obj: Any, _options: Any, given: str | None, returned: str | None
) -> tuple[str, str] | None:
    """Write Array in signatures for numpy's long name of an array of floats."""
    if given is None:
        return None
    name = r"~?(?:numpy\.|typing\.)?"
    long = re.compile(rf"{name}ndarray\[tuple\[{name}Any, \.\.\.\], {name}dtype\[{name}float64\]\]")
    return long.sub("Array", given), long.sub("Array", returned or "")


def setup(app: Any) -> None:
    """Shorten signatures."""
    app.connect("autodoc-process-signature", _arrays)
