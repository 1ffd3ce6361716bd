"""Layouts in TOML: what changes, and every fault at once."""

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

import ceheng_model as cm
from ceheng_model.documents.paper import Paper, Profile, load_profile
from ceheng_model.documents.paper.html_page import html_page
from ceheng_model.documents.paper.page_profile import SIZES, profile_names
from ceheng_model.documents.paper.word_file import word_file
from ceheng_model.vocabulary import Text

BASED = 'based_on = "gbt-9704-2012"\n'


def load(tmp_path: Path, text: str) -> Profile:
    path = tmp_path / "mine.toml"
    path.write_text(BASED + text, encoding="utf-8")
    return load_profile(path)


def set_by(profile: Profile) -> Any:
    blank = Paper(title=Text("题", "t"), subtitle=None, opening=(), sections=())
    return docx.Document(io.BytesIO(word_file(blank, "zh", profile, ())))


def test_the_shipped_profile_is_the_standard() -> None:
    found = load_profile()
    assert profile_names() == ("gbt-9704-2012", "report-a4")
    # GB/T 9704-2012: 5.2.1, 5.2.2, 7.3.1, 7.3.3, 7.5; 2 号 is 22 points, 3 号 16, 4 号 14
    assert (found.page.top, found.page.bottom, found.page.left, found.page.right) == (37, 35, 28, 26)
    assert {name: found.faces[name].size for name in ("title", "body", "heading_1", "page_number")} == {
        "title": 22,
        "body": 16,
        "heading_1": 16,
        "page_number": 14,
    }
    # 22 lines of 28 characters each in 225 mm by 156 mm
    assert 22 * found.lines.pitch <= 225 / 25.4 * 72 < 23 * found.lines.pitch
    assert (found.lines.characters, found.lines.indent, found.page_number.form) == (28, 2, "— {page} —")
    # 156 mm
    assert found.page.text_width == pytest.approx(156 / 25.4 * 72)


def test_what_a_profile_changes_is_changed_in_both_files(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        '[page]\ntop_mm = 30\nwidth_mm = 215.9\n[lines]\npitch_pt = 24\n[faces.body]\neast_asian = "宋体"\n'
        'size = "四号"\nbold = true\n',
    )
    document = set_by(found)
    assert document.sections[0].top_margin / Mm(1) == pytest.approx(30, abs=0.02)
    body = document.styles["Body Text"]
    assert body.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia")) == "宋体"
    assert (body.font.size, body.font.bold) == (Pt(14), True)
    assert body.element.find(f"{qn('w:pPr')}/{qn('w:spacing')}").get(qn("w:line")) == "480"
    # two characters of 14 points
    assert body.element.find(f"{qn('w:pPr')}/{qn('w:ind')}").get(qn("w:firstLine")) == "560"
    page = html_page(Paper(title=Text("题", "t"), subtitle=None, opening=(), sections=()), "zh", found, ())
    assert "size: 215.9mm 297mm; margin: 30mm" in page
    assert '"宋体"' in page
    # what is not named stays
    assert found.faces["title"].size == 22


@pytest.mark.parametrize(("place", "odd", "sides"), [("centre", 1, 1), ("right", 2, 1), ("none", None, 0)])
def test_page_numbers_stand_where_the_profile_says(tmp_path: Path, place: str, odd: int | None, sides: int) -> None:
    document = set_by(load(tmp_path, f'[page_number]\nplace = "{place}"\nform = "{{page}}"\n'))
    assert not document.settings.odd_and_even_pages_header_footer
    footer = document.sections[0].footer
    assert footer.is_linked_to_previous is (sides == 0)
    if sides:
        assert footer.paragraphs[0].alignment == odd
        assert footer.paragraphs[0].text == "1"


@pytest.mark.parametrize(
    ("size", "points"), [("三号", 16), ("3号", 16), ("小4号", 12), ("五号", 10.5), (11, 11), (7.5, 7.5)]
)
def test_sizes_are_points_or_chinese_names(tmp_path: Path, size: str | float, points: float) -> None:
    assert load(tmp_path, f"[faces.note]\nsize = {size!r}\n".replace("'", '"')).faces["note"].size == points


def test_chinese_sizes_fall_from_name_to_name() -> None:
    assert list(SIZES.values()) == sorted(SIZES.values(), reverse=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[page]\ntop_mm = -1\n", r"page.top_mm must lie between 0 and 1000 \(got -1\); in mm"),
        (
            "[page]\nleft_mm = 100\nright_mm = 20\n",
            r"the width left between the margins must be 100 mm or more \(got 90\)",
        ),
        ("[page]\nheight_mm = 150\n", r"the height left between the margins must be 100 mm or more \(got 78\)"),
        ("[page]\ntop = 37\n", r"the key must be known \(got 'page.top'\); known here: width_mm"),
        ("[lines]\npitch_pt = 4\n", r"lines.pitch_pt must lie between 8 and 72 \(got 4\)"),
        ("[lines]\nleading = 4\n", r"the key must be known \(got 'lines.leading'\)"),
        ('[page_number]\nform = "x"\n', r"page_number.form must hold \{page\} once \(got 'x'\); such as"),
        (
            '[page_number]\nplace = "top"\n',
            r"page_number.place must be one of the known options \(got 'top'\).*outer, centre",
        ),
        (
            '[faces.body]\nsize = "大号"\n',
            r"faces.body.size must be 5 to 72 points, or a Chinese size name \(got '大号'\)",
        ),
        ("[faces.body]\nsize = 100\n", r"faces.body.size must be 5 to 72 points.*\(got 100\)"),
        ("[faces.body]\nsize = true\n", r"faces.body.size must be 5 to 72 points.*\(got True\)"),
        ("[faces.body]\nbold = 1\n", r"faces.body.bold must be true or false \(got 1\)"),
        ("[faces.body]\nlatin = 'a\"b'\n", r"faces.body.latin must be a font name of letters"),
        ('[faces.body]\nscreen = "a;b"\n', r"faces.body.screen must be font names with commas between \(got 'a;b'\)"),
        ("[faces.footnote]\nsize = 9\n", r"the key must be known \(got 'faces.footnote'\); known here: title"),
        ('colour = "red"\n', r"the key must be known \(got 'colour'\)"),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        load(tmp_path, text)


def test_all_faults_come_at_once_with_their_file(tmp_path: Path) -> None:
    with pytest.raises(cm.InputError, match=r"mine.toml: page.top_mm") as raised:
        load(tmp_path, '[page]\ntop_mm = -1\n[lines]\npitch_pt = 0\n[faces.title]\nsize = "x"\n')
    assert len(raised.value.faults) == 3


def test_a_profile_alone_needs_every_key(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('name = "own"\n', encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"page.width_mm must be a finite number \(got nothing\)"):
        load_profile(str(path))


def test_a_profile_must_exist(tmp_path: Path) -> None:
    with pytest.raises(
        cm.InputError, match=r"the profile .* must be one of the known options \(got 'a4'\).*gbt-9704-2012"
    ):
        load_profile("a4")
    with pytest.raises(cm.InputError, match="the input file must be readable"):
        load_profile(tmp_path / "none.toml")
    path = tmp_path / "based.toml"
    path.write_text('based_on = "a4"\n', encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"based.toml: based_on must be one of the known options \(got 'a4'\)"):
        load_profile(path)
