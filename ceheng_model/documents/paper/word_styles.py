"""Make an empty Word file in the layout of a profile: its styles, page and settings, and nothing else."""

from copy import deepcopy
from dataclasses import dataclass, replace
from math import floor
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor, Twips

from ceheng_model.documents.paper.page_flow import (
    BEFORE_FIGURES,
    CELL_HEIGHT,
    CELL_MARGIN,
    FIGURE_VALUE,
    TABLE_LEADING,
    entry_pitch,
    heading_space,
    tracking,
)
from ceheng_model.documents.paper.page_profile import POINTS_PER_MM, FaceName, Profile

PRODUCER = "ceheng-model"
STYLES = {
    "title": "Title",
    "subtitle": "Subtitle",
    "addressee": "Addressee",
    "body": "Body Text",
    "heading_1": "Heading 1",
    "heading_2": "Heading 2",
    "annexed": "Annex List",
    "signature": "Signed",
    "day": "Signed Day",
    "annex": "Annex Heading",
    "annex_title": "Annex Title",
    "annex_part": "Annex Part",
    "contents": "Contents Heading",
    "contents_1": "toc 1",
    "contents_2": "toc 2",
    "caption": "Caption",
    "picture": "Picture",
    "words": "Table Words",
    "short": "Table Short",
    "figures": "Table Figures",
    "heading": "Table Heading",
    "note": "Table Note",
    "figure_label": "Figure Label",
    "figure_value": "Figure Value",
    "figure_target": "Figure Target",
    "page_number": "Footer",
}
"""Style of every kind of paragraph."""
TABLE_STYLE = "Paper Table"
_BUILT_IN = ("Body Text", "Title", "Subtitle", "Heading 1", "Heading 2", "toc 1", "toc 2", "Caption", "Footer")
_KEPT_STYLES = ("Normal", "DefaultParagraphFont", "TableNormal")
"""Styles of the template that all others rest on."""
_KEPT_PARTS = (
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
)
_HEADINGS: tuple[FaceName, FaceName] = ("heading_1", "heading_2")
_FOOTER_HEIGHT = 0.65
"""From the middle of the line beside a page number to the foot of its paragraph, in sizes of its type."""
_LEFT, _CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """Hold how a kind of paragraph is set, in points."""

    face: FaceName
    line: float
    """Distance of lines; as high as what stands in them where it is 0."""
    before: float = 0.0
    after: float = 0.0
    side: WD_ALIGN_PARAGRAPH = _LEFT
    size: float = 0.0
    """Size of the type where it is not that of the face."""
    indent: float = 0.0
    """Indent of the first line, characters."""
    left: float = 0.0
    held: bool = False
    """Whether it stays whole, and on the page of what follows."""
    whole: bool = False
    """Whether it stays whole, on whatever page."""
    opens: bool = False
    """Whether it begins a page."""
    on_grid: bool = True
    outline: int | None = None
    dotted: bool = False
    """Whether dots lead to a number on the right."""


def empty_document(profile: Profile) -> Document:
    """Return a document without content; of the template of python-docx nothing but the package is left."""
    document = docx.Document()
    _remove_template(document)
    _set_styles(document, profile)
    _set_page(document, profile)
    return document


def element(tag: str, **attributes: object) -> Any:
    """Return an element of WordprocessingML, for what python-docx has no words for.

    >>> element("jc", val="center").xml.split(">")[0].split()[-1]
    'w:val="center"/'
    """
    return OxmlElement(f"w:{tag}", attrs={qn(f"w:{name}"): str(value) for name, value in attributes.items()})


def style_id(name: str) -> str:
    """Return the identifier by which paragraphs name a style."""
    return name.replace(" ", "")


def set_size(font: Any, size: float) -> None:
    """Set the size of type for all scripts, to half a point."""
    font.size = Pt(round(size * 2) / 2)
    font.element.rPr.sz.addnext(element("szCs", val=round(size * 2)))


def _remove_template(document: Document) -> None:
    package = document.part.package
    assert package is not None
    for relations in (package.rels, document.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype not in _KEPT_PARTS]:
            del relations[key]
    package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element.clear()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    told = f'<Properties xmlns="{kind}"><Application>{PRODUCER}</Application></Properties>'
    package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)._blob = told.encode()
    document.sections[0]._sectPr.clear()
    settings = document.settings.element
    settings.clear()
    settings.append(element("defaultTabStop", val=420))
    settings.append(element("characterSpacingControl", val="compressPunctuation"))
    mode = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    settings.append(parse_xml(f"<w:compat {nsdecls('w')}><w:useFELayout/><w:compatSetting {mode}/></w:compat>"))


def _set_styles(document: Document, profile: Profile) -> None:
    styles: Any = document.styles
    for one in list(styles.element):
        if one.get(qn("w:styleId")) not in _KEPT_STYLES:
            styles.element.remove(one)
    normal = styles["Normal"]
    normal.element.remove(normal.element.find(qn("w:rsid")))
    for name, look in _looks(profile).items():
        if name != "Normal":
            added = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in _BUILT_IN)
            added.element.styleId = style_id(name)
            added.base_style, added.quick_style = normal, True
        _set_style(styles[name], look, profile)
    normal.paragraph_format.widow_control = not profile.lines.characters  # let stand where pages are counted in lines
    normal.font.color.rgb = RGBColor(0, 0, 0)
    defaults, own = element("docDefaults"), element("rPrDefault")
    own.append(deepcopy(normal.element.rPr))
    # digits are Latin text: under a Chinese tag readers break lines inside a year
    own[0].append(element("lang", val="en-GB", eastAsia="zh-CN", bidi="ar-SA"))
    defaults.extend([own, element("pPrDefault")])
    styles.element.insert(0, defaults)
    _add_table_style(styles)


def _set_style(style: Any, look: _Look, profile: Profile) -> None:
    face, shape, font = profile.faces[look.face], style.paragraph_format, style.font
    tracked = tracking(profile, face)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing = Pt(look.line) if look.line else 1.0
    shape.alignment = look.side
    shape.keep_with_next = look.held or None
    shape.keep_together = look.held or look.whole or None
    shape.page_break_before = look.opens or None
    shape.left_indent = Pt(look.left) if look.left else None
    if look.indent:
        shape.first_line_indent = Pt(look.indent * (face.size + tracked / 20))
        # readers that know no characters take the length
        style.element.pPr.ind.set(qn("w:firstLineChars"), str(round(look.indent * 100)))
    if look.dotted:
        end = Twips(floor(profile.page.text_width * 20))
        shape.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    if not look.on_grid:
        style.element.pPr.find(qn("w:spacing")).addprevious(element("snapToGrid", val=0))
    if look.outline is not None:
        style.element.pPr.append(element("outlineLvl", val=look.outline))
    font.name, font.bold, font.cs_bold = face.latin, face.bold, face.bold
    font.element.rPr.rFonts.set(qn("w:eastAsia"), face.east_asian)
    font.element.rPr.rFonts.set(qn("w:cs"), face.latin)
    set_size(font, look.size or face.size)
    font.element.rPr.sz.addprevious(element("spacing", val=tracked))


def _looks(profile: Profile) -> dict[str, _Look]:
    """Return how the paragraphs of each style are set."""
    lines, faces = profile.lines, profile.faces
    pitch, table, title = lines.pitch, faces["table"].size, faces["title"].size
    middle, full = (_CENTRE, WD_ALIGN_PARAGRAPH.JUSTIFY) if lines.centred else (_LEFT, _LEFT)
    plain = _Look(face="body", line=pitch)
    kept = replace(plain, held=True)
    above, below = heading_space(profile)
    heading = replace(kept, before=above, after=below, indent=lines.indent)
    first, second = (
        replace(heading, face=name, line=max(pitch, faces[name].size * 1.2), outline=level)
        for level, name in enumerate(_HEADINGS)
    )
    headline = _Look(face="title", line=0.0, side=middle, held=True, on_grid=False, after=pitch / 2)
    near = pitch * 0.15
    cell = _Look(face="table", line=table * TABLE_LEADING, on_grid=False)
    centred = replace(cell, side=_CENTRE)
    entry = replace(cell, line=entry_pitch(profile), dotted=True)
    value = table * FIGURE_VALUE
    return {
        "Normal": replace(plain, side=full),
        "Body Text": replace(plain, after=lines.after, indent=lines.indent, side=full),
        "Title": replace(headline, line=max(pitch, title * 1.5)),
        "Subtitle": replace(kept, face="heading_2", after=pitch / 2, side=middle),
        "Addressee": replace(plain, after=lines.after),
        "Heading 1": first,
        "Heading 2": second,
        "Annex List": plain,
        "Signed": kept,
        "Signed Day": plain,
        "Annex Heading": replace(kept, face="heading_1", opens=True),
        # the title of an annex stands in the third line (7.3.7)
        "Annex Title": replace(headline, line=max(pitch, title * 1.3), before=pitch, outline=0),
        "Annex Part": replace(first, outline=1),
        "Contents Heading": replace(kept, face="heading_1", side=middle),
        "toc 1": entry,
        "toc 2": replace(entry, left=faces["body"].size),
        "Caption": replace(
            headline, face="caption", line=faces["caption"].size * TABLE_LEADING, before=near, after=near
        ),
        "Picture": replace(kept, line=0.0, side=middle, on_grid=False),
        "Table Words": cell,
        "Table Figures": replace(cell, side=_RIGHT),
        "Table Short": centred,
        "Table Heading": centred,
        "Table Note": replace(cell, face="note", whole=True, line=faces["note"].size * TABLE_LEADING),
        "Figure Label": replace(centred, before=pitch * BEFORE_FIGURES, held=True),
        "Figure Value": replace(centred, face="heading_1", line=value * TABLE_LEADING, size=value, held=True),
        "Figure Target": centred,
        "Footer": _Look(face="page_number", line=0.0, on_grid=False),
    }


def _add_table_style(styles: Any) -> None:
    style = styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.TABLE)
    style.base_style = styles["Normal Table"]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", 12), ("bottom", 12), ("insideH", 4))
    )
    margins = "".join(
        f'<w:{side} w:w="{CELL_MARGIN if side in ("left", "right") else CELL_HEIGHT}" w:type="dxa"/>'
        for side in ("top", "left", "bottom", "right")
    )
    inside = f"<w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar>"
    style.element.append(parse_xml(f"<w:tblPr {nsdecls('w')}>{inside}</w:tblPr>"))


def _set_page(document: Document, profile: Profile) -> None:
    page, section = profile.page, document.sections[0]
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.gutter = Mm(page.top / 2), Mm(0)
    # the middle of the line beside a number lies `below` under the type area
    reach = profile.page_number.below + profile.faces["page_number"].size * _FOOTER_HEIGHT / POINTS_PER_MM
    section.footer_distance = Mm(max(page.bottom - reach, 5.0))
    # without counted characters lines keep their own distance: a grid would double it for fonts that ask for more
    kind = {"type": "lines"} if profile.lines.characters else {}
    section._sectPr.append(element("docGrid", **kind, linePitch=round(profile.lines.pitch * 20)))
