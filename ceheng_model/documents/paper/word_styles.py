"""Make the styles of a Word file from a profile."""

from math import floor

from ceheng_model.documents.paper.page_profile import Face, FaceName, Profile
from ceheng_model.documents.paper.word_xml import DECLARATION, NAMESPACES, style_id

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
    "contents_1": "TOC 1",
    "contents_2": "TOC 2",
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
CELL_MARGIN = 70
"""Space left and right of a cell's text, twentieths of a point."""
CELL_HEIGHT = 30
"""Space above and below it."""
FIGURE_VALUE = 1.9
"""Size of a key figure's value, in sizes of the type of tables."""
BEFORE_FIGURES = 0.3
"""Space above key figures, in lines of the text."""
TABLE_LEADING = 1.3
"""Distance of the lines of tables, captions and notes, in sizes of their type: the same with any font."""
_SMALL = ("Heading 1", "Heading 2", "Caption", "Footer", "TOC 1", "TOC 2")
"""Styles of Word's own whose names it writes with small letters."""
_BUILT_IN = ("Normal", "Body Text", "Title", "Subtitle", *_SMALL)


def styles_part(profile: Profile) -> str:
    """Return the part with the styles: East Asian fonts named, no theme, nothing that no paragraph of a paper takes."""
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}>{_defaults(profile.faces['body'])}"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        f"{''.join(_paragraph_styles(profile))}{_table_style()}</w:styles>"
    )


def tracking(profile: Profile, face: Face) -> int:
    """Return by how much characters of a face stand closer, twentieths of a point: so many of the text fill a line."""
    lines = profile.lines
    if not lines.characters or face.size != profile.faces["body"].size:
        return 0
    room = profile.page.text_width / lines.characters - face.size
    # a face that does not fit by a tenth is another one than the count was made for
    return floor(room * 20) if -face.size / 10 <= room <= face.size / 10 else 0


def _defaults(face: Face) -> str:
    # digits are Latin text: under a Chinese tag readers break lines inside a year
    tags = '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    inside = _run_properties(face, 0).removesuffix("</w:rPr>")
    return f"<w:docDefaults><w:rPrDefault>{inside}{tags}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"


def _run_properties(face: Face, tracked: int, *, size: float = 0.0) -> str:
    """Return the run properties of a face: the fonts of all scripts, weight and size."""
    bold = "<w:b/><w:bCs/>" if face.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    half = round((size or face.size) * 2)
    fonts = f'w:ascii="{face.latin}" w:hAnsi="{face.latin}" w:eastAsia="{face.east_asian}" w:cs="{face.latin}"'
    return (
        f'<w:rPr><w:rFonts {fonts}/>{bold}<w:i w:val="0"/><w:iCs w:val="0"/><w:color w:val="000000"/>'
        f'<w:spacing w:val="{tracked}"/><w:kern w:val="0"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    )


def _paragraph_styles(profile: Profile) -> list[str]:
    made = []
    for name, (face_name, properties) in _looks(profile).items():
        face = profile.faces[face_name]
        size = profile.faces["table"].size * FIGURE_VALUE if name == STYLES["figure_value"] else 0.0
        kind = "" if name in _BUILT_IN else ' w:customStyle="1"'
        kind = ' w:default="1"' if name == "Normal" else kind
        based = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
        shown = name.lower() if name in _SMALL else name
        made.append(
            f'<w:style w:type="paragraph"{kind} w:styleId="{style_id(name)}"><w:name w:val="{shown}"/>{based}'
            f"<w:qFormat/><w:pPr>{properties}</w:pPr>{_run_properties(face, tracking(profile, face), size=size)}"
            "</w:style>"
        )
    return made


def _looks(profile: Profile) -> dict[str, tuple[FaceName, str]]:
    """Return for each style its face and its paragraph properties, children in the order of the schema."""
    faces, lines = profile.faces, profile.lines
    pitch, body, after = lines.pitch, faces["body"].size, lines.after
    small = {name: _spacing(faces[name].size * TABLE_LEADING) for name in ("table", "note")}
    none = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    indent = _indent(lines.indent, body + tracking(profile, faces["body"]) / 20)
    snap = '<w:snapToGrid w:val="0"/>'
    keep = "<w:keepNext/><w:keepLines/>"
    # widows are let stand where pages are counted in lines
    widows = '<w:widowControl w:val="0"/>' if lines.characters else "<w:widowControl/>"
    centre, left, right, both = (f'<w:jc w:val="{side}"/>' for side in ("center", "left", "right", "both"))
    middle, full = (centre, both) if lines.centred else (left, left)
    title = _spacing(max(pitch, faces["title"].size * 1.5), after=pitch / 2)
    annex = _spacing(max(pitch, faces["title"].size * 1.3), before=pitch, after=pitch / 2)
    caption = _spacing(faces["caption"].size * TABLE_LEADING, before=pitch * 0.15, after=pitch * 0.15)
    heads = [_heading(profile, name) for name in ("heading_1", "heading_2")]
    entry = _spacing(entry_pitch(profile))
    dots = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{floor(profile.page.text_width * 20)}"/></w:tabs>'
    deeper = round(body * 20)
    label = _spacing(faces["table"].size * TABLE_LEADING, before=pitch * BEFORE_FIGURES)
    value = _spacing(faces["table"].size * FIGURE_VALUE * TABLE_LEADING)
    return {
        "Normal": ("body", f"{widows}{_spacing(pitch)}{none}{full}"),
        "Body Text": ("body", f"{widows}{_spacing(pitch, after=after)}{indent}{full}"),
        "Title": ("title", f"{keep}{snap}{title}{none}{middle}"),
        "Subtitle": ("heading_2", f"{keep}{_spacing(pitch, after=pitch / 2)}{none}{middle}"),
        "Addressee": ("body", f"{_spacing(pitch, after=after)}{none}{left}"),
        "Heading 1": ("heading_1", f'{keep}{heads[0]}{indent}{left}<w:outlineLvl w:val="0"/>'),
        "Heading 2": ("heading_2", f'{keep}{heads[1]}{indent}{left}<w:outlineLvl w:val="1"/>'),
        "Annex List": ("body", f"{_spacing(pitch)}{none}{left}"),
        "Signed": ("body", f"{keep}{_spacing(pitch)}{none}{left}"),
        "Signed Day": ("body", f"{_spacing(pitch)}{none}{left}"),
        "Annex Heading": ("heading_1", f"<w:keepNext/><w:pageBreakBefore/>{_spacing(pitch)}{none}{left}"),
        # the title of an annex stands in the third line (7.3.7)
        "Annex Title": ("title", f'{keep}{snap}{annex}{none}{middle}<w:outlineLvl w:val="0"/>'),
        "Annex Part": ("heading_1", f'{keep}{heads[0]}{indent}{left}<w:outlineLvl w:val="1"/>'),
        "Contents Heading": ("heading_1", f"{keep}{_spacing(pitch)}{none}{middle}"),
        "TOC 1": ("table", f"{dots}{snap}{entry}{none}{left}"),
        "TOC 2": ("table", f'{dots}{snap}{entry}<w:ind w:left="{deeper}" w:firstLineChars="0" w:firstLine="0"/>{left}'),
        "Caption": ("caption", f"{keep}{snap}{caption}{none}{middle}"),
        "Picture": ("body", f"<w:keepNext/>{snap}{_spacing(0.0)}{none}{middle}"),
        "Table Words": ("table", f"{snap}{small['table']}{none}{left}"),
        "Table Figures": ("table", f"{snap}{small['table']}{none}{right}"),
        "Table Short": ("table", f"{snap}{small['table']}{none}{centre}"),
        "Table Heading": ("table", f"{snap}{small['table']}{none}{centre}"),
        "Table Note": ("note", f"{snap}{small['note']}{none}{left}"),
        "Figure Label": ("table", f"<w:keepNext/>{snap}{label}{none}{centre}"),
        "Figure Value": ("heading_1", f"<w:keepNext/>{snap}{value}{none}{centre}"),
        "Figure Target": ("table", f"{snap}{small['table']}{none}{centre}"),
        "Footer": ("page_number", f"{snap}{_spacing(0.0)}{none}{left}"),
    }


def entry_pitch(profile: Profile) -> float:
    """Return the distance of the lines of the list of contents, points."""
    return max(profile.faces["table"].size * 1.7, profile.lines.pitch * 0.7)


def heading_space(profile: Profile) -> tuple[float, float]:
    """Return the space above and below a heading, points: none where paragraphs are not apart either."""
    return (profile.lines.pitch * 0.8, profile.lines.pitch * 0.3) if profile.lines.after else (0.0, 0.0)


def _heading(profile: Profile, name: FaceName) -> str:
    before, after = heading_space(profile)
    return _spacing(max(profile.lines.pitch, profile.faces[name].size * 1.2), before=before, after=after)


def _spacing(exact: float, *, before: float = 0.0, after: float = 0.0) -> str:
    """Return lines of an exact distance, or as high as what stands in them where it is 0."""
    line = f'w:line="{round(exact * 20)}" w:lineRule="exact"' if exact else 'w:line="240" w:lineRule="auto"'
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" {line}/>'


def _indent(characters: float, size: float) -> str:
    # readers that know no characters take the length
    return f'<w:ind w:firstLineChars="{round(characters * 100)}" w:firstLine="{round(characters * size * 20)}"/>'


def _table_style() -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", 12), ("bottom", 12), ("insideH", 4))
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (
            ("top", CELL_HEIGHT),
            ("left", CELL_MARGIN),
            ("bottom", CELL_HEIGHT),
            ("right", CELL_MARGIN),
        )
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(TABLE_STYLE)}"><w:name w:val="{TABLE_STYLE}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )
