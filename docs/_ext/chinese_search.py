"""Cut Chinese into pairs of characters for the search, in the index and in what is asked: no dictionary is needed."""

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_CUT = "怎么吗呢吧的"
"""Signs of questions and joints of phrases: a pair that holds one says nothing."""
_RUNS = re.compile(rf"[{_HAN}]+|(?:(?![{_HAN}])\w)+")
_PARTS = re.compile(rf"[{_CUT}]")

_SPLITTER = rf"""
/** A lone character is what is asked only where nothing longer stands beside it. */
function pairsOf(parts) {{
  const long = parts.filter((part) => part.length > 1);
  return long.length ? long.flatMap((part) => [...part].slice(1).map((sign, at) => part[at] + sign)) : parts;
}}

function splitQuery(query) {{
  const runs = query.match(/[{_HAN}]+|(?:(?![{_HAN}])[\p{{L}}\p{{N}}_])+/gu) ?? [];
  return runs.flatMap((run) =>
    /^[{_HAN}]/.test(run)
      ? pairsOf(run.split(/[{_CUT}]/).filter((part) => part.length))
      : [run],
  );
}}
"""


class ChinesePairs(SearchEnglish):
    """Search Chinese by pairs of characters, and English beside it by its stems."""

    lang = "zh"
    # what the stemmer is called in the script is made from it
    language_name = "English"
    js_splitter_code = _SPLITTER

    def split(self, input: str) -> list[str]:
        """Return the words of a text: pairs of Chinese characters, a lone character, and words of other scripts."""
        return [word for run in _RUNS.findall(input) for word in _words(run)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Put the pairs in the place of the search of Chinese that needs a dictionary."""
    app.add_search_language(ChinesePairs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _words(run: str) -> list[str]:
    if not re.match(f"[{_HAN}]", run):
        return [run]
    parts = [part for part in _PARTS.split(run) if part]
    return [word for part in parts for word in ([part[at : at + 2] for at in range(len(part) - 1)] or [part])]
