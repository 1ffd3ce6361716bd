"""Titles and other short texts break into even lines, by their sense, in the fonts that readers have."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceheng_model.documents.brief import words as brief_words
from ceheng_model.documents.bulletin import words as bulletin_words
from ceheng_model.documents.county_bulletin import words as county_words
from ceheng_model.documents.paper import load_profile
from ceheng_model.documents.paper.balanced_lines import balanced_lines, title_lines, with_last_sign_held
from ceheng_model.documents.paper.column_widths import ems, fit
from ceheng_model.documents.paper.line_breaks import JOINER, NO_BREAK_SPACE, unbroken
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.vocabulary import LANGUAGES, Language, Template, Text

PLANS = ("赣北区居民增收意见", "册亨县促进居民增收三年行动方案（2022-2024）", "浙江省居民增收部署（2021-2027）", "甲县居民增收方案",
         "甲州深入推进城乡居民持续增收促进共同富裕三年行动实施方案", "甲县城乡居民增收规划")  # fmt: skip


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(
    "form", [brief_words.TITLE, brief_words.PAGE_TITLE, bulletin_words.TITLE, county_words.TITLE_ABOVE]
)
def test_no_line_of_a_title_holds_few_signs_or_ends_in_the_years(plan: str, form: Template) -> None:
    face = load_profile().faces["title"]
    # 156 mm are 442 points, twenty signs of 22 points to a line
    title = form.format(plan=Text.same(plan)).zh
    _, lines = title_lines(title, "zh", face, width=442.2)
    assert "".join(lines) == title
    assert len(lines) == 1 or min(map(len, lines)) >= 6
    assert max(map(ems, lines)) <= 20
    assert not re.search(r"[0-9]\n|\n[0-9》]", "\n".join(lines))
    assert not re.search(
        r"增\n收|居\n民|促\n进|行\n动|方\n案|规\n划|意\n见|三\n年|测\n算|报\n告|要\n点|通\n报", "\n".join(lines)
    )
    # evenness costs one line at the most
    assert len(lines) <= 1 + -(-ems(title) // 20)
    assert len(lines) == 1 or ems(title) > 19.5


def test_a_title_without_a_place_of_sense_keeps_common_words_whole() -> None:
    told = "甲县关于进一步促进城乡居民增收若干措施实施情况报告"
    for room in (8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0):
        lines = balanced_lines(told, "zh", room=room)
        assert "".join(lines) == told
        for word in ("促进", "居民", "增收", "实施", "情况", "报告"):
            assert any(word in line for line in lines), (room, lines)


def test_a_title_of_letters_is_made_a_little_smaller_for_the_sake_of_a_line() -> None:
    face = load_profile("report-a4").faces["title"]
    assert title_lines("Report", "en", face, width=442.0) == (face.size, ("Report",))
    long = brief_words.PAGE_TITLE.format(plan=Text.same("Zhejiang programme for residents’ incomes (2021–2027)")).en
    size, lines = title_lines(long, "en", face, width=442.0)
    assert len(lines) == 2
    assert 0.8 * face.size <= size < face.size
    # letters of a bold stand-in are 0.7 of their size
    assert max(map(len, lines)) * 0.7 * size <= 442.0


def test_what_stands_beside_key_figures_breaks_evenly() -> None:
    assert balanced_lines("2022—2024年脱贫人口收入年均增速", "zh", room=14) == ("2022—2024年", "脱贫人口收入年均增速")
    assert balanced_lines("✓ 目标不低于16.0%，能达到", "zh", room=11)[-1] in ("能达到", "16.0%，能达到")
    assert balanced_lines("按方案增速", "zh", room=4) == ("按方案", "增速")
    assert balanced_lines("无处可断的词", "zh", room=0.5) == ("无处可断的词",)
    assert balanced_lines("", "en", room=5) == ("",)


@given(st.text(alphabet="增收年（）《》，。0123.% —a", max_size=40), st.floats(1, 20))
def test_lines_hold_the_whole_text_and_fit(text: str, room: float) -> None:
    lines = balanced_lines(text, "zh", room=room)
    assert re.sub(f"[ {NO_BREAK_SPACE}]", "", "".join(lines)) == text.replace(" ", "")
    # digits of fonts of Chinese are over half a square wide, full stops under a third
    widths = [sum(0.3 if sign in ". " else 0.55 if sign.isascii() else 1.0 for sign in line) for line in lines]
    assert len(lines) == 1 or max(widths) <= room
    assert not any(line.startswith(tuple("）》，。%")) for line in lines[1:])


@given(st.integers(2, 60), st.integers(4, 28))
def test_no_sign_has_the_last_line_to_itself(signs: int, room: int) -> None:
    held = with_last_sign_held("增" * signs + "。", room=float(room))
    # lines of so many signs, of which the last would hold one with its mark, or the mark with it
    assert (JOINER in held) == (signs + 1 > room and (signs + 1) % room in (0, 1, 2))


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("以达到3条目标（附件1）", "zh", "附件|1）"),
        ("不低于61,000 吨", "zh", "61,000~吨"),
        ("▲ behind", "en", "▲~behind"),
        ("to reach 3 targets (annex 1)", "en", "annex~1"),
        ("1 would be missed", "en", "1~would"),
        ("由城镇人口比重推算：100 - 77.6", "zh", "100~-~77.6"),
    ],
)
def test_a_number_stays_with_what_it_counts(text: str, language: Language, bound: str) -> None:
    assert bound in unbroken(text, language).replace(JOINER, "|").replace(NO_BREAK_SPACE, "~")


def test_a_day_in_a_table_keeps_its_line() -> None:
    columns = (Column(key="what", heading=Text("事项", "what")), Column(key="day", heading=Text("日期", "day")))
    told = Text("报送本季度城镇居民增收行动情况并说明原因和补救措施，附有关材料", "report the state of the action")
    rows = tuple((told, Text("2023年3月18日", "18 March 2023")) for _ in range(3))
    table = Table(name="due", title=Text("", ""), columns=columns, rows=rows)
    for language in LANGUAGES:
        # 2023年3月18日 and 18 March 2023
        day = {"zh": 8.0, "en": 7.0}[language]
        fitted = fit(table, language, width=150.0, size=9.0, padding=8.0)
        assert fitted.widths[1] - 8.0 >= day * fitted.size


@pytest.mark.parametrize("years", [3, 7, 9])
def test_headings_and_rates_of_many_years_keep_one_line(years: int) -> None:
    """Also in the wide fonts that stand in for those of a profile: letters and digits 0.64 of their size."""
    columns = [Column(key="group", heading=Text("人群", "group")), Column(key="part", heading=Text("构成", "part"))]
    columns += [
        Column(key=f"y{year}", heading=Text(f"{2022 + year}年", f"{2022 + year}"), kind="percent")
        for year in range(years)
    ]
    row: tuple[Cell, ...] = ("城镇常住居民", "工资性收入", *[0.1] * years)
    table = Table(name="a", title=Text("甲", "a"), columns=tuple(columns), rows=(row,))
    found = fit(table, "zh", width=442.2, size=10.5, padding=8.0)
    headings, cells = table.shown_rows("zh")
    for width, heading, cell in zip(found.widths[2:], headings[2:], cells[2:], strict=True):
        room = (width - 8.0) / found.size
        assert room >= 4 * 0.64 + 1.0 + 0.25, heading
        assert sum({"%": 0.95, ".": 0.32}.get(sign, 0.64) for sign in cell) <= room
    assert found.size >= 7.0
