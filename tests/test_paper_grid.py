"""Word files set on paper by LibreOffice: lines, characters, pages, and where lines break."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from ceheng_model.documents.paper.content import (
    Block,
    Exhibit,
    KeyFigure,
    KeyFigures,
    Paper,
    Paragraph,
    Picture,
    Section,
)
from ceheng_model.documents.paper.page_profile import profile_for
from ceheng_model.documents.paper.pictures import Drawn
from ceheng_model.documents.paper.reading_order import contents, laid_out
from ceheng_model.documents.paper.word_file import word_file
from ceheng_model.vocabulary import LANGUAGES, Language, Text
from tests.briefs import without_joiners
from tests.papers import MM, Box, boxes, full, on_paper, pages, sentence, single, table, word

pytestmark = pytest.mark.slow

PLAIN = "县促进居民增收目标测算报告文字排满版心每行二十八字每面二十二行不多不少"


@pytest.fixture(scope="module")
def prose(tmp_path_factory: pytest.TempPathFactory) -> list[list[Box]]:
    """Set a paper of nothing but Chinese characters."""
    text = (PLAIN * 60)[: 28 * 60 - 2]
    paper = Paper(title=Text("题", "t"), subtitle=None, opening=(Paragraph(text=Text(text, text)),), sections=())
    return boxes(on_paper(tmp_path_factory.mktemp("prose"), word_file(paper, "zh", profile_for("zh"), ())))


@pytest.fixture(scope="module", params=LANGUAGES)
def pdf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return on_paper(tmp_path_factory.mktemp("full"), word(full(), request.param), f"full_{request.param}")


def in_lines(page: list[Box]) -> list[str]:
    """Return the lines of a page from top to bottom, without its number."""
    lines: dict[float, str] = {}
    for box in page:
        at = next((top for top in lines if abs(top - box.top) < 4), box.top)
        lines[at] = lines.get(at, "") + box.text
    return [text for _, text in sorted(lines.items()) if not re.fullmatch(r"—?\d+—?", text)]


def test_28_characters_fill_a_line_and_22_lines_a_page(prose: list[list[Box]]) -> None:
    second, third = in_lines(prose[1]), in_lines(prose[2])
    # GB/T 9704-2012, 5.2.3
    assert len(second) == 22
    assert {len(line) for line in second} == {28}
    assert {len(line) for line in third[:-1]} == {28}
    # and they stand inside 156 mm by 225 mm
    left, right, top, bottom = 28 * MM, (210 - 26) * MM, 37 * MM, (297 - 35) * MM
    for box in prose[1]:
        if "—" not in box.text and not box.text.isdigit():
            assert left - 0.5 <= box.left
            assert box.right <= right + 0.5
            assert top - 4 <= box.top
            assert box.bottom <= bottom + 4


def test_the_first_line_begins_two_characters_in(prose: list[list[Box]]) -> None:
    body = [box for box in prose[0] if len(box.text) > 20]
    assert body[0].left - 28 * MM == pytest.approx(2 * 15.75, abs=0.5)
    assert body[1].left - 28 * MM == pytest.approx(0, abs=0.5)


def test_page_numbers_stand_outside_one_character_in(prose: list[list[Box]]) -> None:
    for number, page in enumerate(prose, start=1):
        lowest = [box for box in page if box.top > (297 - 35) * MM]
        assert "".join(box.text for box in lowest) == f"—{number}—"
        # 7.5: one character of 14 points from the side, on the right of odd pages
        if number % 2:
            assert (210 - 26) * MM - max(box.right for box in lowest) == pytest.approx(14, abs=1.5)
        else:
            assert min(box.left for box in lowest) - 28 * MM == pytest.approx(14, abs=1.5)


@pytest.fixture(scope="module")
def shifted() -> Paper:
    """Return a paper in which numbers, units and ranges come to stand at every place of a line."""
    told = [
        Paragraph(
            text=Text(
                f"{PLAIN[:shift]}2021—2024年年均增长16.1%，比方案高1.2个百分点，2024年达48,594.8元，共3.5万元、2021年为100 - 72。",
                f"{'a ' * shift}over 2021-2024 growth is 1.2 percentage points higher, 48,594.8 yuan on 31 December 2024; 1 would be missed.",
            )
        )
        for shift in range(36)
    ]
    return Paper(title=Text("题", "t"), subtitle=None, opening=tuple(told), sections=())


BROKEN = {
    "zh": re.compile(r"[0-9]\n[元年月日万条个%]|个\n百|百\n分|分\n点|20\d\d\n—|—\n20|第\n[0-9]|[0-9]万\n元|100\n|-\n"),
    "en": re.compile(r"[0-9]\n(?:yuan|percentage|December)|percentage\npoint|20\d\d\n–|–\n20|;1\n"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_leaves_its_unit_and_no_line_begins_with_a_mark(
    shifted: Paper, language: Language, tmp_path: Path
) -> None:
    content = word_file(shifted, language, profile_for(language), ())
    joined = text_of(on_paper(tmp_path, content))
    assert not BROKEN[language].findall(joined)
    assert not [line for line in joined.splitlines() if line[:1] in tuple("，。、；：）》”？！")]
    # two numbers with a mark between them are not one
    assert language == "en" or re.search("万元、\n2021", joined)
    # the judge finds what breaks where the signs that hold it together are taken out
    assert BROKEN[language].search(text_of(on_paper(tmp_path, without_joiners(content), "loose")))


def text_of(pdf: Path) -> str:
    """Return the lines of all pages without the numbers of the pages."""
    lines = [line.strip() for page in pages(pdf) for line in page.splitlines()]
    return "\n".join(line for line in lines if not re.fullmatch(r"—? ?\d+ ?—?", line)).replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_begins_with_the_last_row_of_a_table_alone(language: Language, tmp_path: Path) -> None:
    blocks: list[Block] = []
    for rows in range(9, 24):
        blocks += [Exhibit(table=table(rows)), *[sentence()] * (rows % 3)]
    paper = Paper(
        title=Text("题", "t"),
        subtitle=None,
        opening=(),
        sections=(Section(heading=Text("", ""), blocks=tuple(blocks)),),
    )
    went_on = 0
    for page in pages(on_paper(tmp_path, word_file(paper, language, profile_for(language), ()))):
        first, *lines = [line.split() for line in page.splitlines() if line.strip()]
        if first[0] in ("人群", "group"):
            went_on += 1
            assert lines[1][-1] in ("假定", "assumed"), page
    assert went_on >= 3


def test_the_contents_name_the_pages(pdf: Path, request: pytest.FixtureRequest) -> None:
    language: Language = request.node.callspec.params["pdf"]
    with zipfile.ZipFile(io.BytesIO(word(full(), language))) as parts:
        text = parts.read("word/document.xml").decode()
    cached = re.findall(r"PAGEREF \S+ \\h </w:instrText>.*?<w:t(?: [^>]*)?>(\d+)</w:t>", text)
    entries = contents(list(laid_out(full(), language)))
    assert len(cached) == len(entries)
    shown = [re.sub(r"\s+", "", page) for page in pages(pdf)]
    for entry, number in zip(entries, cached, strict=True):
        heading = re.sub(r"\s+", "", entry.text)
        # an annex has its title two lines below its mark; the contents themselves end in dots
        assert re.search(re.escape(heading) + r"(?!\.{3}|…)", shown[int(number) - 1]), (entry.text, number)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paragraphs", [1, 3, 6])
def test_one_page_is_one_page(language: Language, paragraphs: int, tmp_path: Path) -> None:
    paper = single(paragraphs=paragraphs)
    found = on_paper(tmp_path, word(paper, language))
    text = pages(found)
    assert len(text) == 1
    whole = re.sub(r"\s+", "", text[0])
    assert re.sub(r"\s+", "", paper.letterhead.dated.in_language(language)) in whole
    # nothing below the foot of the page but its number, and no third of it left empty
    body = [box for box in boxes(found)[0] if not re.fullmatch(r"[—\d]+", box.text)]
    assert max(box.bottom for box in body) <= (297 - 20) * MM
    if paragraphs > 1:
        assert max(box.bottom for box in body) >= 0.67 * 297 * MM


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_values_of_key_figures_stand_at_one_height(language: Language, tmp_path: Path) -> None:
    """Labels of one line and of several stand side by side."""
    labels = (Text("收入", "income"), Text("农村收入年均增速" * 3, "average growth of rural income " * 3))
    values = (Text.same("11.1%"), Text.same("22.2%"))
    figures = tuple(
        KeyFigure(label=label, value=value, target=Text("", ""), met=None)
        for label, value in zip((*labels, *labels), (*values, *values), strict=True)
    )
    paper = Paper(title=Text("题", "t"), subtitle=None, opening=(), sections=(), front=(KeyFigures(figures=figures),))
    (page,) = boxes(on_paper(tmp_path, word_file(paper, language, profile_for(language), ())))
    tops = [box.top for box in page if box.text in ("11.1%", "22.2%")]
    assert len(tops) == 4
    assert max(tops) - min(tops) < 0.5


def test_a_chart_that_misses_the_end_of_a_page_by_little_is_set_smaller(tmp_path: Path) -> None:
    figure = Figure(figsize=(5.0, 3.0))
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=40)
    chart = Drawn(alternative="", png=stream.getvalue(), svg="")
    picture = Picture(caption=Text("收入", "Incomes"), draw=lambda **_: figure.add_subplot())
    widths, where = [], []
    for lines in range(3, 19):
        text = Paragraph(text=_lines_of(lines))
        paper = Paper(
            title=Text("题", "t"),
            subtitle=None,
            opening=(),
            sections=(Section(heading=Text("", ""), blocks=(text, picture)),),
        )
        content = word_file(paper, "zh", profile_for("zh"), (chart,))
        (extent,) = re.findall(
            rb'<wp:extent cx="([0-9]+)"', zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
        )
        widths.append(int(extent) / 12700)
        where.append(len(pages(on_paper(tmp_path, content, f"lines_{lines}"))))
    full = max(widths)
    smaller = [at for at, width in enumerate(widths) if width < full]
    # those that fit stay as they are, the next stand on the same page a little smaller, the others on the next
    assert smaller
    assert smaller == list(range(smaller[0], smaller[-1] + 1))
    assert where == [1] * (smaller[-1] + 1) + [2] * (len(where) - smaller[-1] - 1)
    assert min(widths) >= 0.86 * full


def _lines_of(count: int) -> Text:
    # the first begins two characters in
    text = (PLAIN * count)[: 28 * count - 2]
    return Text(text, text)
