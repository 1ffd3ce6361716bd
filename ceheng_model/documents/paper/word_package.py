"""Pack the parts of a Word file: what a reader needs to open it, and nothing that no page of it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ceheng_model.documents.paper.page_profile import POINTS_PER_MM, Profile
from ceheng_model.documents.paper.word_styles import STYLES, styles_part
from ceheng_model.documents.paper.word_xml import DECLARATION, NAMESPACES, escaped, field, paragraph, words
from ceheng_model.files import zipped
from ceheng_model.vocabulary import Language

PRODUCER = "ceheng-model"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Day in the properties of a paper that names none: the same paper is the same bytes."""
_MOST_IN_PROPERTY = 255
"""Characters that a property of a Word file may have."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FOOTER_HEIGHT = 0.65
"""From the middle of the line beside a page number to the foot of its paragraph, in sizes of its type."""
TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """Hold what a Word file says of itself."""

    title: str
    author: str
    keywords: str
    written: datetime | None
    language: Language


def word_package(body: str, pictures: Sequence[bytes], properties: Properties, profile: Profile) -> bytes:
    """Return the .docx file of a finished body and its pictures, whose relations are ``rIdPicture1`` and so on."""
    footers = _footers(profile, properties.language)
    parts = {
        "[Content_Types].xml": _content_types(footers),
        "_rels/.rels": _relations(
            {
                "rId1": (f"{_OFFICE}/officeDocument", "word/document.xml"),
                "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                "rId3": (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
            }
        ),
        "docProps/app.xml": f"{DECLARATION}<Properties "
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>{PRODUCER}</Application></Properties>",
        "docProps/core.xml": _core(properties),
        "word/_rels/document.xml.rels": _relations(
            {
                "rIdStyles": (f"{_OFFICE}/styles", "styles.xml"),
                "rIdSettings": (f"{_OFFICE}/settings", "settings.xml"),
                **{f"rIdFooter{kind}": (f"{_OFFICE}/footer", f"footer_{kind}.xml") for kind in footers},
                **{f"rIdPicture{i + 1}": (f"{_OFFICE}/image", f"media/{i + 1}.png") for i in range(len(pictures))},
            }
        ),
        "word/document.xml": f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}{_section(profile, list(footers))}"
        "</w:body></w:document>",
        **{f"word/footer_{kind}.xml": footer for kind, footer in footers.items()},
        "word/settings.xml": _settings(several=len(footers) > 1),
        "word/styles.xml": styles_part(profile),
    }
    files = {name: part.encode() for name, part in parts.items()}
    files |= {f"word/media/{i + 1}.png": picture for i, picture in enumerate(pictures)}
    first, *others = files
    return zipped({name: files[name] for name in (first, *sorted(others))})


def _content_types(footers: dict[str, str]) -> str:
    kinds = {
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/word/document.xml": f"{_WORD}.document.main+xml",
        **{f"/word/footer_{kind}.xml": f"{_WORD}.footer+xml" for kind in footers},
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
    }
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    listed = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{to}"/>' for key, (kind, to) in targets.items())
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _core(properties: Properties) -> str:
    day = (properties.written or UNDATED).strftime("%Y-%m-%dT%H:%M:%SZ")
    title, author, keywords = (
        escaped(text[:_MOST_IN_PROPERTY]) for text in (properties.title, properties.author, properties.keywords)
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><cp:keywords>{keywords}</cp:keywords>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>'
        f"<dc:language>{TAGS[properties.language]}</dc:language></cp:coreProperties>"
    )


def _settings(*, several: bool) -> str:
    both = "<w:evenAndOddHeaders/>" if several else ""
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:defaultTabStop w:val="420"/>{both}'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        "</w:settings>"
    )


def _section(profile: Profile, footers: Sequence[str]) -> str:
    page, number = profile.page, profile.page_number
    width, height, top, bottom, left, right = (
        round(side * POINTS_PER_MM * 20)
        for side in (page.width, page.height, page.top, page.bottom, page.left, page.right)
    )
    size = profile.faces["page_number"].size
    # the middle of the line lies `below` under the type area
    low = max(page.bottom - number.below - size * _FOOTER_HEIGHT / POINTS_PER_MM, 5.0)
    # without counted characters lines keep their own distance: a grid would double it for fonts that ask for more
    kind = ' w:type="lines"' if profile.lines.characters else ""
    named = "".join(f'<w:footerReference w:type="{kind}" r:id="rIdFooter{kind}"/>' for kind in footers)
    return (
        f'<w:sectPr>{named}<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="{top}" w:right="{right}" '
        f'w:bottom="{bottom}" w:left="{left}" w:header="{round(top / 2)}" w:footer="{round(low * POINTS_PER_MM * 20)}" '
        f'w:gutter="0"/><w:docGrid{kind} w:linePitch="{round(profile.lines.pitch * 20)}"/></w:sectPr>'
    )


def _footers(profile: Profile, language: Language) -> dict[str, str]:
    """Return the parts with the page number by the pages that they are for."""
    place = profile.page_number.place
    if place == "none":
        return {}
    if place == "outer":
        return {"default": _footer(profile, "right", language), "even": _footer(profile, "left", language)}
    return {"default": _footer(profile, "center" if place == "centre" else "right", language)}


def _footer(profile: Profile, side: str, language: Language) -> str:
    away = round(profile.faces["page_number"].size * 20)
    indent = "" if side == "center" else f'<w:ind w:{side}Chars="100" w:{side}="{away}"/>'
    before, after = profile.page_number.form.split("{page}")
    number = words(before, language) + field("PAGE", words("1", language)) + words(after, language)
    written = paragraph(STYLES["page_number"], number, properties=f'{indent}<w:jc w:val="{side}"/>')
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{written}</w:ftr>"
