"""Write the elements of a Word file: runs, fields, bookmarks and paragraphs, children in the order of the schema."""

import re
from collections.abc import Iterable

from ceheng_model.characters import printable
from ceheng_model.documents.paper.line_breaks import JOINER, unbroken
from ceheng_model.vocabulary import Language

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EAST_ASIAN = '<w:rFonts w:hint="eastAsia"/>'
_WHOLE = '<w:lang w:eastAsia="en-US"/>'
"""Under a Chinese tag LibreOffice 7 breaks lines where a joiner forbids it, also one sign before a closing mark."""
_SHARED = re.compile("([“”‘’—…·]+)")
"""Signs that both scripts have: without a hint Word sets them narrow, in the font of Latin letters."""
_JOINED = re.compile(rf"([第0-9][0-9,.%]*(?:{JOINER}(?:[0-9][0-9,.%]*|[^0-9{JOINER}]))+[，。；、：）》”’！？]*)")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def escaped(text: str) -> str:
    """Return a text as it stands between tags or in an attribute; signs that no file may hold are replaced."""
    return printable(text).translate(_ESCAPES)


def words(text: str, language: Language, *, properties: str = "") -> str:
    """Return the runs of a text in which numbers keep their units, quotation marks East Asian in Chinese.

    `properties` are properties of a run but for its font and language.

    >>> words("共“4”条", "zh").count('w:hint="eastAsia"')
    2
    """
    whole = unbroken(printable(text), language).translate(_ESCAPES)
    if language == "en" or whole.isascii():
        return _run(whole, properties) if whole else ""
    runs = []
    for group, part in enumerate(_JOINED.split(whole)):
        for shared, piece in enumerate(_SHARED.split(part)):
            if piece:
                font = _EAST_ASIAN if shared % 2 else ""
                runs.append(_run(piece, f"{font}{properties}{_WHOLE if group % 2 else ''}"))
    return "".join(runs)


def field(instruction: str, shown: str) -> str:
    """Return a field with the result that stands until Word computes it again; `shown` are finished runs."""
    lead = "<w:r><w:fldChar w:fldCharType="
    return (
        f'{lead}"begin"/></w:r><w:r><w:instrText xml:space="preserve"> {escaped(instruction)} '
        f'</w:instrText></w:r>{lead}"separate"/></w:r>{shown}{lead}"end"/></w:r>'
    )


def bookmark(number: int, name: str, content: str) -> str:
    """Return runs with a name to which fields refer."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def paragraph(style: str, content: str, *, properties: str = "") -> str:
    """Return a paragraph; `properties` are what differs from the style, in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{properties}</w:pPr>{content}</w:p>'


def style_id(name: str) -> str:
    """Return the identifier by which paragraphs name a style."""
    return name.replace(" ", "")


def lines(texts: Iterable[str], language: Language) -> str:
    """Return the runs of a text whose lines are broken by hand."""
    return "<w:r><w:br/></w:r>".join(words(text, language) for text in texts)


def _run(text: str, properties: str) -> str:
    set_by = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{set_by}<w:t xml:space="preserve">{text}</w:t></w:r>'
