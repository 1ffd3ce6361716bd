"""One strict reader of numbers, held against exact fractions and a table of hostile texts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.files import (
    ANY,
    COUNT,
    PERCENT,
    PLAIN,
    POINTS,
    RATE,
    SHARE,
    YUAN,
    FormattedNumber,
    Unit,
    Unread,
    code_of,
    number,
    plain,
    read_number,
    shortened,
    unit_behind,
)
from ceheng_model.files.grid import Uncalculated
from ceheng_model.plan.printed_figures import figures_in
from ceheng_model.scenarios.changes import growth_change, parse_change
from tests.effort import examples

WIDE = str.maketrans("0123456789+-.,%", "０１２３４５６７８９＋－．，％")
# what each word behind a number is worth, from the language and not from the code
WORTH = {"": Fraction(1), "元": Fraction(1), "千元": Fraction(1000), "万元": Fraction(10**4), "万": Fraction(10**4),
         "亿元": Fraction(10**8), "元/人": Fraction(1)}  # fmt: skip
PARTS = {"": Fraction(1), "%": Fraction(1, 100), "‰": Fraction(1, 1000)}


@st.composite
def decimals(draw: st.DrawFn) -> tuple[str, Fraction]:
    """Give a decimal as it may be written, with the exact number that it is."""
    sign, whole = draw(st.sampled_from(["", "-", "+", "−"])), draw(st.integers(0, 10**9))
    digits = draw(st.text("0123456789", max_size=6))
    shown = f"{whole:,}" if draw(st.booleans()) else str(whole)
    text = f"{sign}{shown}" + (f".{digits}" if digits else "")
    exact = Fraction(whole) + (Fraction(int(digits), 10 ** len(digits)) if digits else 0)
    return text, -exact if sign in ("-", "−") else exact


@examples(200)
@given(written=decimals(), word=st.sampled_from(sorted(WORTH)), wide=st.booleans(), gap=st.sampled_from(["", " "]))
def test_yuan_are_the_nearest_float_to_what_is_written(
    written: tuple[str, Fraction], word: str, wide: bool, gap: str
) -> None:
    text, exact = written
    text = f"{text.translate(WIDE) if wide else text}{gap if word else ''}{word}"
    assert number(text, YUAN) == float(exact * WORTH[word])
    assert unit_behind(text) == word


@examples(200)
@given(written=decimals(), sign=st.sampled_from(sorted(PARTS)), unit=st.sampled_from([RATE, SHARE, POINTS]))
def test_rates_are_the_nearest_float_to_what_is_written(written: tuple[str, Fraction], sign: str, unit: Unit) -> None:
    text, exact = written
    assert number(text + sign, unit) == float(exact * PARTS[sign])
    assert number(text + (sign or "%"), PERCENT) == float(exact * PARTS[sign or "%"])


@examples(300)
@given(text=st.text(st.sampled_from("0123456789.,+-−eE%‰元万亿人①¹*注 　()（）０５．，％\u00a0x"), max_size=8))
def test_no_text_is_taken_for_another_number(text: str) -> None:
    """The oracle is Python's own decimal after the signs of this script's digits, and nothing else, are made plain."""
    back = {ord(wide): narrow for wide, narrow in zip("０５．，％　−（）", "05.,% -()", strict=True)}
    body = text.translate(back).strip()
    read = number(text, PLAIN)
    if read is not None:
        assert float(Decimal(body.replace(",", "").replace("\u00a0", ""))) == read
        assert not set(body) & set("①¹*注元万亿人%‰()x ")


@examples(100)
@given(value=st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False))
def test_floats_stay_what_they_are_and_so_do_their_texts(value: float) -> None:
    assert number(value) == number(repr(value)) == value


HOSTILE: list[tuple[str, Unit, str]] = [
    *((text, YUAN, "footnote mark") for text in
      ("36510①", "11076¹", "12.5*", "36510注", "36510注1", "36510[1]", "36510（1）", "12405①元", "5†", "⑴36510", "3⁰", "36510＊")),
    *((text, YUAN, "thousands separators") for text in
      ("1,23", "1,2345", "36 510", "0,123", ",5", "12,", "1,,234", "1,234.5,6", "3,6510", "1\u00a023", "1,234\u00a0567")),
    *((text, YUAN, "be in yuan, not in") for text in
      ("36510%", "１２％", "2个百分点", "3‰", "3.65万人", "0x10", "1_000", "5kg", "36510（元）")),
    *((text, RATE, "be a rate, not in") for text in ("12元", "12万", "2个百分点", "12%%", "0.5倍")),
    *((text, COUNT, "be a count, not in") for text in ("12%", "3万元")),
    *((text, PLAIN, "without a unit, not in") for text in ("2.8%", "2.8元", "2.8倍")),
    *((text, RATE, "both an exponent and a unit") for text in ("1e-1%", "1E2％")),
    ("1e5元", YUAN, "both an exponent and a unit"),
    *((text, PLAIN, "too small") for text in ("1e-400", "-1e-999999", "1e-310")),
    *((text, PLAIN, "too large") for text in ("1e400", "-1e999999", "9" * 30 + "e300")),
    ("1" * 41, PLAIN, "at most 40 characters"),
    ("0." + "0" * 100 + "1", PLAIN, "at most 40 characters"),
    *((text, YUAN, "negative by brackets") for text in ("(120)", "（1,200）", "( 3.5 )")),
    *((text, YUAN, "'-' for its minus sign") for text in ("–3", "—3", "‐3.5")),
    *((text, YUAN, "finite number") for text in
      ("-", "—", "…", "n/a", "nan", "inf", "-Infinity", "约5", "若干", "٣", "Ⅻ", "一", "1.2.3", "--5", "1-2")),
    *((text, YUAN, "not the error of a formula") for text in ("#DIV/0!", "#N/A", "#REF!")),
    ("", YUAN, "filled in"), ("　", YUAN, "filled in"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "rule"), HOSTILE)
def test_what_is_no_number_is_told_why(text: str, unit: Unit, rule: str) -> None:
    why = read_number(text, unit)
    assert isinstance(why, Unread)
    assert rule in why.rule.en
    assert all(letter >= "\u4e00" or not letter.isalpha() for letter in why.rule.zh if letter not in "元%eEx_kg")


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("3.65万元", YUAN, 36500.0), ("0.00012亿", YUAN, 12000.0), ("１２．５％", RATE, 0.125), ("3成", SHARE, 0.3),
        ("2个百分点", POINTS, 0.02), ("0.5pp", POINTS, 0.005), ("12万人", COUNT, 120000.0), ("300户", COUNT, 300.0),
        ("14.8万亩", ANY, 148000.0), ("3千克", ANY, 3.0), ("50m²", ANY, 50.0), ("1e3", PLAIN, 1000.0),
        ("36\u2009510", YUAN, 36510.0), ("36\u202f510.5", YUAN, 36510.5), (".5", PLAIN, 0.5), ("-0", PLAIN, 0.0),
        (0, YUAN, 0.0), (Decimal("0.1"), RATE, 0.1), (14.1, PERCENT, 0.141), ("14.1", PERCENT, 0.141),
    ],
)  # fmt: skip
def test_units_belong_to_what_is_asked_for(cell: object, unit: Unit, expected: float) -> None:
    assert read_number(cell, unit) == expected


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        (FormattedNumber(value=0.123, unit="%", shown="12.3%"), SHARE, 0.123),
        (FormattedNumber(value=0.123, unit="%", shown="12.3%"), YUAN, "be in yuan, not in '%'"),
        (FormattedNumber(value=3.65, unit="万", shown="3.65万"), YUAN, 36500.0),
        (FormattedNumber(value=3.65, unit="万元", shown="3.65万元"), RATE, "be a rate, not in '万元'"),
        (FormattedNumber(value=36510.0, unit="①", shown="36510①"), YUAN, "no footnote mark"),
        (Uncalculated("=A1"), YUAN, "hold the result of its formula"),
        (date(2022, 1, 1), YUAN, "be a number, not a day"),
        (True, YUAN, "finite"), (float("nan"), YUAN, "finite"), (10**400, YUAN, "finite"), ([1], YUAN, "finite"),
        (None, YUAN, "filled in"), (Decimal("sNaN"), YUAN, "finite"), (5e-324, PLAIN, "too small"),
    ],
)  # fmt: skip
def test_cells_of_spreadsheets_and_frames(cell: object, unit: Unit, expected: float | str) -> None:
    read = read_number(cell, unit)
    if isinstance(read, Unread):
        assert isinstance(expected, str)
        assert expected in read.rule.en
    else:
        assert read == expected


def test_full_width_signs_become_plain_ones_and_nothing_else_does() -> None:
    assert plain("　２０２３年Ｑ１（％）") == "2023年Q1(%)"
    for mark in "①²½Ⅻ㎡ﾊ㈠":
        assert plain(mark) == mark


def test_codes_keep_their_form() -> None:
    lost = [code_of(cell) for cell in (520001.0, "520001.0", "5.2E+11", "5.20001e+11", 5.2e11)]
    assert all(isinstance(code, Unread) and "kept its form" in code.rule.en for code in lost)
    assert [code_of(cell) for cell in ("520001", 520001, "册亨县", "01", "E5")] == [
        "520001",
        "520001",
        "册亨县",
        "01",
        "E5",
    ]
    assert shortened(["110000", "120000", "52001"]) == ["52001"]
    assert shortened(["110000", "52001", "a"]) == shortened(["1", "22", "333"]) == shortened([]) == []


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("城镇常住居民人均可支配收入年均增长10%左右", (0.1,)), ("达到48594.8元", (48594.8,)), ("8%—10%", (0.08, 0.1)),
        ("8-10%", (0.08, 0.1)), ("到2020年比2010年翻一番", ()), ("2022-2024年开展培训11000人次", (11000.0,)),
        ("3年开展协作培训1,000人次", (1000.0,)), ("高于全国1个百分点", (0.01,)), ("收入比缩小到2.5:1", (2.5, 1.0)),
        ("达到4.89万元", (48900.0,)), ("by 2024 at least 12 per cent", (0.12,)), ("增长３成", (0.3,)), ("第3条", ()),
    ],
)  # fmt: skip
def test_figures_are_found_in_words(words: str, figures: tuple[float, ...]) -> None:
    assert figures_in(words) == figures


@pytest.mark.parametrize("years", [2022.5, [2022, 2023.2]])
def test_a_year_that_is_not_whole_is_no_year(years: float) -> None:
    with pytest.raises(cm.InputError, match=r"the year must be a year of four digits \(got 202\d\.\d\)"):
        growth_change("rural", None, 0.1, years=years, how="set")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rural.wages=12①%", "no footnote mark"), ("rural.wages=12元", "be a rate, not in '元'"),
        ("rural.wages+=1e-1%", "both an exponent and a unit"), ("rural.wages*=2元", "be a factor, not in '元'"),
    ],
)  # fmt: skip
def test_changes_are_read_by_the_same_reader(text: str, message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        parse_change(text, cm.load_plan().terms, [2023])
