"""Numbers of tables and charts, what the text says of them, annexes and contents."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ceheng_model.documents.paper.content import Annex, Exhibit, Letterhead, Paper, Paragraph, Picture, Section, refer
from ceheng_model.documents.paper.html_page import html_page
from ceheng_model.documents.paper.line_breaks import JOINER, NO_BREAK_SPACE
from ceheng_model.documents.paper.page_profile import profile_for
from ceheng_model.documents.paper.reading_order import FiguresItem, Line, PictureItem, TableItem, contents, laid_out
from ceheng_model.vocabulary import LANGUAGES, Language, Text
from tests.papers import drawing, drawn, full, letterhead, office, sentence, single, table, word
from tests.schema_order import W


def body(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read("word/document.xml").decode()


def plain(text: str) -> str:
    return text.replace(JOINER, "").replace(NO_BREAK_SPACE, " ")


def with_annexes(count: int) -> Paper:
    annexes = tuple(
        Annex(title=Text(f"明细{number}", f"Detail {number}"), blocks=(Exhibit(table=table(), key=f"a{number}"),))
        for number in range(1, count + 1)
    )
    said = Paragraph(text=Text("见", "See ") + refer(f"a{count}") + Text("。", "."))
    return Paper(title=Text("题", "t"), subtitle=None, opening=(said,), sections=(), annexes=annexes)


@pytest.mark.parametrize(
    ("count", "zh", "en"), [(1, "见附表1。", "See Annex table 1."), (2, "见附表2-1。", "See Annex table 2.1.")]
)
def test_tables_of_an_annex_are_counted_in_it(count: int, zh: str, en: str) -> None:
    for language, said in (("zh", zh), ("en", en)):
        texts = [item.text for item in laid_out(with_annexes(count), language) if isinstance(item, Line)]  # type: ignore[arg-type]
        assert said in texts


def test_annexes_are_named_below_the_text_and_marked_above_their_titles() -> None:
    def lines(count: int, language: Language) -> list[tuple[str, str]]:
        items = laid_out(with_annexes(count), language)
        return [(one.role, one.text) for one in items if isinstance(one, Line) and one.role.startswith("annex")]

    # GB/T 9704-2012, 7.3.4 and 7.3.7
    assert lines(1, "zh") == [("annexed", "附件：明细1"), ("annex", "附件"), ("annex_title", "明细1")]
    assert lines(2, "zh")[:2] == [("annexed", "附件：1. 明细1"), ("annexed", "2. 明细2")]
    assert lines(2, "zh")[2:4] == [("annex", "附件1"), ("annex_title", "明细1")]
    assert lines(2, "en")[:3] == [
        ("annexed", "Annexes: 1. Detail 1"),
        ("annexed", "2. Detail 2"),
        ("annex", "Annex 1"),
    ]


def test_a_reference_to_what_is_not_shown_raises() -> None:
    said = Paragraph(text=Text("见", "see ") + refer("nothing"))
    paper = Paper(title=Text("题", "t"), subtitle=None, opening=(said,), sections=())
    with pytest.raises(KeyError, match="nothing"):
        list(laid_out(paper, "zh"))
    with pytest.raises(KeyError, match="nothing"):
        html_page(paper, "zh", profile_for("zh"), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_find_their_bookmarks_and_show_what_they_hold(language: Language) -> None:
    text = body(word(full(), language))
    starts = dict(re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]*)"/>', text))
    assert len(set(starts.values())) == len(starts)
    assert sorted(starts) == sorted(re.findall(r'<w:bookmarkEnd w:id="(\d+)"/>', text))
    held = {
        name: plain("".join(re.findall(r"<w:t(?: [^>]*)?>(.*?)</w:t>", inside)))
        for name, inside in re.findall(
            r'<w:bookmarkStart w:id="\d+" w:name="([^"]*)"/>(.*?)<w:bookmarkEnd', text, re.DOTALL
        )
    }
    field = r'<w:instrText xml:space="preserve"> {} (\S+) \\h </w:instrText></w:r>.*?"separate"/></w:r>(.*?)<w:r><w:fldChar w:fldCharType="end"/>'
    references = re.findall(field.format("REF"), text)
    assert len(references) == 3
    for name, shown in references:
        assert held[name] == plain("".join(re.findall(r"<w:t(?: [^>]*)?>(.*?)</w:t>", shown)))
    shown = [held[name] for name, _ in references]
    assert shown == {"zh": ["表1", "图1", "附表2-2"], "en": ["Table 1", "Figure 1", "Annex table 2.2"]}[language]
    pages = re.findall(field.format("PAGEREF"), text)
    assert {name for name, _ in pages} <= set(held)
    # contents: every heading of two levels, and each annex by its mark and title
    assert len(pages) == len(contents(list(laid_out(full(), language)))) == 6 + 6 + 2


def test_captions_count_by_fields_of_their_own_kind() -> None:
    text = body(word(full(), "zh"))
    fields = re.findall(r"> SEQ (\S+) \\\* ARABIC <.*?<w:t(?: [^>]*)?>(\d+)</w:t>", text)
    counted: dict[str, int] = {}
    for kind, number in fields:
        counted[kind] = counted.get(kind, 0) + 1
        assert counted[kind] == int(number)
    assert counted == {"表": 6, "图": 3, "附表1": 1, "附表2": 2, "附图2": 1}


def test_a_caption_begins_with_a_capital() -> None:
    front = (Picture(caption=Text("农村收入的构成", "rural income by component"), draw=drawing()),)
    paper = Paper(title=Text("甲", "A"), subtitle=None, opening=(sentence(),), sections=(), front=front)
    (item,) = [item for item in laid_out(paper, "en") if isinstance(item, PictureItem)]
    assert item.caption == "Figure 1  Rural income by component"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_links_to_what_it_names(language: Language) -> None:
    page = html_page(full(), language, profile_for(language), drawn(full(), language))
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    links = re.findall(r'<a href="#([^"]*)">(.*?)</a>', page)
    assert {target for target, _ in links} <= set(ids)
    shown = [text for target, text in links if target.startswith("shown-")]
    assert shown == {"zh": ["表1", "图1", "附表2-2"], "en": ["Table 1", "Figure 1", "Annex table 2.2"]}[language]


def test_signs_tell_whether_a_target_is_met_without_colour() -> None:
    (item,) = [item for item in laid_out(single(), "zh") if isinstance(item, FiguresItem)]
    assert [one.sign for one in item.figures] == ["✗", "✓", "—", ""]
    text = plain(body(word(single(), "zh")))
    assert "✗ 目标2.8" in re.sub("<[^>]*>", "", text)
    page = html_page(single(), "zh", profile_for("zh"), drawn(single(), "zh"))
    assert '<dd class="target missed">✗\N{NO-BREAK SPACE}目标2.8，高0.32</dd>' in page


@pytest.mark.parametrize(
    ("signed", "day", "apart", "right"),
    [
        # characters: the name is longer than the day, and ends two characters from the right
        ("册亨县人民政府发展和改革办公室", date(2022, 12, 1), 2.0, 2.0),
        # the day is longer: it ends two characters from the right, the name begins two characters left of it
        ("县政府", date(2022, 12, 31), 2.0, None),
    ],
)
def test_the_signature_is_set_as_without_a_seal(signed: str, day: date, apart: float, right: float | None) -> None:
    paper = Paper(
        title=Text("题", "t"),
        subtitle=None,
        opening=(),
        sections=(Section(heading=Text("一", "one"), blocks=()),),
        letterhead=Letterhead(signed=signed, day=day),
    )
    text = body(word(paper, "zh"))
    starts = [int(left) / 20 / 15.75 for left in re.findall(r'<w:ind w:left="(\d+)"', text)]
    assert starts[1] - starts[0] == pytest.approx(apart, abs=0.01)
    line = 156 / 25.4 * 72 / 15.75
    if right is not None:
        assert line - starts[0] - len(signed) == pytest.approx(right, abs=0.01)
    else:
        # 2022年12月31日: three characters, eight digits of half a character, and air between them
        assert 2.0 - 0.05 <= line - starts[1] - 7.0 <= 2.0 + 1.6


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_round_trip_through_libreoffice_loses_no_word(language: Language, tmp_path: Path) -> None:
    paper = full(sections=2) if language == "zh" else single()
    source = tmp_path / "there.docx"
    source.write_bytes(word(paper, language))
    back = office(tmp_path, source, "docx")

    def texts(content: bytes) -> list[str]:
        kept = f"{W}t", f"{W}tab", f"{W}br"
        said = []
        for one in ET.fromstring(body(content)).iter(f"{W}p"):
            words = ((part.text or "") if part.tag == kept[0] else " " for part in one.iter() if part.tag in kept)
            said.append(re.sub(r"\s+", " ", plain("".join(words))).strip())
        return [one for one in said if one]

    assert texts(back.read_bytes()) == texts(source.read_bytes())


def test_letterheads_of_both_kinds_are_set() -> None:
    assert letterhead().dated.zh == "2022年12月1日"
    kinds = {type(item) for item in laid_out(full(), "zh")}
    assert kinds == {Line, TableItem, PictureItem, FiguresItem}
