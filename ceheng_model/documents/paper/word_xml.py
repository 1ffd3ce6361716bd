"""Write the elements of a Word file: runs, fields, bookmarks and paragraphs, children in the order of the schema."""

import re
from collections.abc import Iterable

from ceheng_model.characters import printable
from ceheng_model.documents.paper.line_breaks import unbroken
from ceheng_model.vocabulary import Language

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EAST_ASIAN = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
_SHARED = re.compile("([“”‘’—…·]+)")
"""Signs that both scripts have: without a hint Word sets them narrow, in the font of Latin letters."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def escaped(text: str) -> str:
    """Return a text as it stands between tags or in an attribute; signs that no file may hold are replaced."""
    return printable(text).translate(_ESCAPES)


def words(text: str, language: Language, *, properties: str = "") -> str:
    """Return the runs of a text in which numbers keep their units, quotation marks East Asian in Chinese.

    >>> words("共“4”条", "zh").count('w:hint="eastAsia"')
    2
    """
    whole = unbroken(printable(text), language).translate(_ESCAPES)
    if language == "en" or whole.isascii():
        return _run(whole, properties) if whole else ""
    east_asian = (
        f'<w:rPr><w:rFonts w:hint="eastAsia"/>{properties.removeprefix("<w:rPr>")}' if properties else _EAST_ASIAN
    )
    return "".join(
        _run(part, east_asian if position % 2 else properties)
        for position, part in enumerate(_SHARED.split(whole))
        if part
    )


def field(instruction: str, shown: str, *, properties: str = "") -> str:
    """Return a field with the result that stands until Word computes it again; `shown` are finished runs."""
    lead = f"<w:r>{properties}<w:fldChar w:fldCharType="
    return (
        f'{lead}"begin"/></w:r><w:r>{properties}<w:instrText xml:space="preserve"> {escaped(instruction)} '
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
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'
