"""Write a plan with everything that a what-if page needs as one HTML file."""

import base64
import hashlib
import json
import sys
from html import escape
from pathlib import Path
from string import Template as Frame
from typing import Any

from ceheng_model.characters import printable
from ceheng_model.documents.document_language import require_language
from ceheng_model.documents.page.audit_data import audit_data
from ceheng_model.documents.page.draw_data import draw_data
from ceheng_model.documents.page.scenario_data import STATUS_WORDS, scenario_data
from ceheng_model.documents.page.script_file import joined_script, page_part
from ceheng_model.documents.page.statement_data import statement_data
from ceheng_model.documents.page.subject import Subject, both
from ceheng_model.documents.page.words import NEEDS_BROWSER, PART_WORDS, page_texts, templates
from ceheng_model.doors import door
from ceheng_model.files import Written, write_whole
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import Language

FORMAT = 1
"""Form of the data in a page, and of what its addresses hold; a page leaves out what it does not know."""
_TO_ITS_SERVER = "; connect-src 'self'"
_LANGUAGES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


@door
def write_page(scenario: Scenario, path: Path | str, *, language: Language | None = None) -> Written:
    """Write a scenario's plan as one page that opens by double click and needs no other file.

    The page opens on the scenario. It computes incomes, verdicts, required growth and probabilities itself while growth
    is changed, as the library does; what the audit finds is told as it was found when the page was written. Both
    languages are there. Two runs give the same bytes, and nothing is written if it cannot be written whole.

    Raises `InputError` for many paths at once, a scenario without a plan and an unknown language, `OutputError` for a
    path that cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from ceheng_model.scenarios import scenario
    >>> with TemporaryDirectory() as folder:
    ...     written = write_page(scenario("plan"), Path(folder) / "plan.html")
    ...     b"<script" in written.path.read_bytes()
    True
    """
    told = require_language(language)
    return write_whole(Path(path), page_text(page_data(scenario), language=told))


def page_data(scenario: Scenario) -> dict[str, Any]:
    """Return everything that a page is made from, as it stands in it."""
    subject = Subject.of(scenario)
    plan, terms = subject.plan, subject.terms
    compared = terms.ratio
    statements = statement_data(subject)
    return {
        "format": FORMAT,
        "version": sys.modules[__name__.partition(".")[0]].__version__,
        "plan": {
            "id": plan.id,
            "title": both(plan.title),
            "kind": both(terms.kind),
            "issued": plan.issued.isoformat(),
        },
        "baseYear": scenario.base_year,
        "planYears": len(plan.years),
        "lastYear": plan.horizon,
        "headlineYear": scenario.headline_year,
        "furthest": subject.setting.years[-1],
        "ratio": None
        if compared is None
        else {
            "above": terms.group_keys.index(compared.above),
            "below": terms.group_keys.index(compared.below),
            "label": both(compared.label),
            "short": both(terms.short_ratio),
        },
        **scenario_data(subject),
        **statements,
        "draws": draw_data(subject, statements["series"]),
        "audit": audit_data(subject),
        "status": STATUS_WORDS,
        "parts": PART_WORDS,
        "says": templates(terms),
        "texts": page_texts(terms),
    }


def page_text(data: dict[str, Any], *, language: Language, token: str = "") -> str:
    """Return the page with data in it; its policy lets the one script and the one style through, and nothing else.

    With a `token` it is the copy that a server hands out: it may ask that server, and says by the token that it is its.
    """
    script, style = joined_script(), page_part("page.css")
    title = printable(data["plan"]["title"][0 if language == "zh" else -1])
    return Frame(page_part("page.html")).substitute(
        language=_LANGUAGES[language],
        title=escape(title),
        script_hash=_hash(script),
        style_hash=_hash(style),
        connect=_TO_ITS_SERVER if token else "",
        token=escape(token),
        style=style,
        data=embedded(data | {"language": language, "stamp": _hash(embedded(data))[:12]}),
        script=script,
        waiting=escape(" ".join(NEEDS_BROWSER)),
    )


def embedded(data: object) -> str:
    r"""Return data as JSON that no part of a page takes for its own end.

    >>> embedded({"a": "</script>"})
    '{"a":"\\u003c/script>"}'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    # half of a pair has no bytes of its own
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
