"""Make the styles, the page and the page numbers of a Word file from a profile."""

from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from ceheng_model.documents.paper.page_profile import Face, Profile
from ceheng_model.vocabulary import Language

if TYPE_CHECKING:
    from docx.document import Document

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
    "caption": "Caption",
    "picture": "Picture",
    "words": "Table Words",
    "short": "Table Short",
    "figures": "Table Figures",
    "heading": "Table Heading",
    "note": "Table Note",
}
"""Style of every kind of paragraph."""
TABLE_STYLE = "Paper Table"
_OWN = ("Addressee", "Annex List", "Signed", "Signed Day", "Annex Heading", "Annex Title", "Annex Part", "Picture")
_OWN_TABLE = ("Table Words", "Table Short", "Table Figures", "Table Heading", "Table Note")


def set_styles(document: "Document", profile: Profile, language: Language) -> None:
    """Give the document the profile's styles, with East Asian fonts named and no theme fonts left."""
    faces = profile.faces
    _defaults(document, faces["body"], language)
    for name in (*_OWN, *_OWN_TABLE):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.quick_style = True
    looks = _looks(profile)
    for name, (face, properties) in looks.items():
        element = document.styles[name].element
        for tag in ("w:pPr", "w:rPr"):
            for old in element.findall(qn(tag)):
                element.remove(old)
        element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{properties}</w:pPr>"))
        element.append(run_properties(faces[face]))  # type: ignore[index]
    _table_style(document)


def set_page(document: "Document", profile: Profile) -> None:
    """Set paper, margins, the line grid and the page numbers."""
    section = document.sections[0]
    page = profile.page
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    number = profile.page_number
    size = profile.faces["page_number"].size
    # the middle of the line lies `below` under the type area
    section.footer_distance = Mm(max(page.bottom - number.below - size * 0.65 * 25.4 / 72.0, 5.0))
    section.header_distance = Mm(page.top / 2)
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001
        section._sectPr.remove(old)  # noqa: SLF001
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(profile.lines.pitch * 20)))
    section._sectPr.append(grid)  # noqa: SLF001
    if number.place == "none":
        return
    outer = number.place == "outer"
    document.settings.odd_and_even_pages_header_footer = outer
    odd = "center" if number.place == "centre" else "right"
    _footer(section.footer, number.form, odd, profile)
    if outer:
        _footer(section.even_page_footer, number.form, "left", profile)


def run_properties(face: Face) -> Any:
    """Return the run properties of a face: the fonts of all scripts, weight and size."""
    bold = "<w:b/><w:bCs/>" if face.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    half = round(face.size * 2)
    fonts = f'w:ascii="{face.latin}" w:hAnsi="{face.latin}" w:eastAsia="{face.east_asian}" w:cs="{face.latin}"'
    return parse_xml(
        f'<w:rPr {nsdecls("w")}><w:rFonts {fonts}/>{bold}<w:i w:val="0"/><w:iCs w:val="0"/>'
        f'<w:color w:val="000000"/><w:spacing w:val="0"/><w:kern w:val="0"/><w:sz w:val="{half}"/>'
        f'<w:szCs w:val="{half}"/></w:rPr>'
    )


def _defaults(document: "Document", face: Face, language: Language) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert defaults is not None
    for old in list(defaults):
        defaults.remove(old)
    properties = run_properties(face)
    # digits are Latin text: under a Chinese tag readers break lines inside a year
    tag = {"zh": "en-US", "en": "en-GB"}[language]
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{tag}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))
    default = parse_xml(f"<w:rPrDefault {nsdecls('w')}/>")
    default.append(properties)
    defaults.append(default)
    defaults.append(parse_xml(f"<w:pPrDefault {nsdecls('w')}/>"))


def _looks(profile: Profile) -> dict[str, tuple[str, str]]:
    """Return for each style its face and its paragraph properties, children in the order of the schema."""
    pitch = profile.lines.pitch
    exact = _spacing(pitch)
    single = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    small = _spacing(0.0, at_least=profile.faces["table"].size * 1.25)
    body = profile.faces["body"].size
    indent = _indent(profile.lines.indent, body)
    none = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    snap = '<w:snapToGrid w:val="0"/>'
    keep = "<w:keepNext/><w:keepLines/>"
    title = _spacing(max(pitch, profile.faces["title"].size * 1.5), after=pitch / 2)
    centre, left, right = (f'<w:jc w:val="{side}"/>' for side in ("center", "left", "right"))
    caption = f'<w:spacing w:before="{round(pitch * 3)}" w:after="{round(pitch * 3)}" w:line="240" w:lineRule="auto"/>'
    away = round(body * 4 * 20)
    return {
        "Normal": ("body", f'<w:widowControl/>{exact}{none}<w:jc w:val="both"/>'),
        "Body Text": ("body", f'<w:widowControl/>{exact}{indent}<w:jc w:val="both"/>'),
        "Title": ("title", f'{keep}{title}{none}{centre}<w:outlineLvl w:val="9"/>'),
        "Subtitle": ("heading_2", f"{keep}{_spacing(pitch, after=pitch / 2)}{none}{centre}"),
        "Addressee": ("body", f"{exact}{none}{left}"),
        "Heading 1": ("heading_1", f'{keep}{exact}{indent}{left}<w:outlineLvl w:val="0"/>'),
        "Heading 2": ("heading_2", f'{keep}{exact}{indent}{left}<w:outlineLvl w:val="1"/>'),
        "Annex List": ("body", f"{_spacing(pitch, before=pitch)}{indent}{left}"),
        "Signed": (
            "body",
            f'<w:keepNext/>{_spacing(pitch, before=pitch)}<w:ind w:rightChars="400" w:right="{away}"/>{right}',
        ),
        "Signed Day": ("body", f'{exact}<w:ind w:rightChars="400" w:right="{away}"/>{right}'),
        "Annex Heading": (
            "heading_1",
            f"<w:keepNext/><w:pageBreakBefore/>{exact}{none}{left}",
        ),
        "Annex Title": ("title", f'{keep}{title}{none}{centre}<w:outlineLvl w:val="0"/>'),
        "Annex Part": ("heading_1", f'{keep}{exact}{indent}{left}<w:outlineLvl w:val="1"/>'),
        "Caption": ("caption", f"{keep}{snap}{caption}{none}{centre}"),
        "Picture": ("body", f"<w:keepNext/>{snap}{single}{none}{centre}"),
        "Table Words": ("table", f"{snap}{small}{none}{left}"),
        "Table Figures": ("table", f"{snap}{small}{none}{right}"),
        "Table Short": ("table", f"{snap}{small}{none}{centre}"),
        "Table Heading": ("table", f"{snap}{small}{none}{centre}"),
        "Table Note": ("note", f"{snap}{single}{none}{left}"),
        "Footer": ("page_number", f"{snap}{single}{none}{left}"),
    }


def _spacing(exact: float, *, before: float = 0.0, after: float = 0.0, at_least: float = 0.0) -> str:
    line, rule = (at_least, "atLeast") if at_least else (exact, "exact")
    return (
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="{round(line * 20)}" '
        f'w:lineRule="{rule}"/>'
    )


def _indent(characters: float, size: float) -> str:
    # readers that know no characters take the length
    return f'<w:ind w:firstLineChars="{round(characters * 100)}" w:firstLine="{round(characters * size * 20)}"/>'


def _table_style(document: "Document") -> None:
    style = document.styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.TABLE)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", 12), ("bottom", 12), ("insideH", 4))
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 30), ("left", CELL_MARGIN), ("bottom", 30), ("right", CELL_MARGIN))
    )
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>{lines}</w:tblBorders>"
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        )
    )


CELL_MARGIN = 70
"""Space left and right of a cell's text, twentieths of a point."""


def _footer(footer: Any, form: str, side: str, profile: Profile) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = "Footer"
    away = round(profile.faces["page_number"].size * 20)
    paragraph.paragraph_format.alignment = {"left": 0, "center": 1, "right": 2}[side]
    if side != "center":
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001
        indent.set(qn(f"w:{side}Chars"), "100")
        indent.set(qn(f"w:{side}"), str(away))
    before, after = form.split("{page}")
    paragraph.add_run(before)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
            continue
        element = OxmlElement("w:instrText" if not kind else "w:fldChar")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # noqa: SLF001
    paragraph.add_run(after)
