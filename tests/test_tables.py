"""Numbers as readers see them, and tables in every form."""

import json
import re

import pytest

import ceheng_model as cm
from ceheng_model.tables import (
    Cell,
    Column,
    Figure,
    Kind,
    Table,
    column,
    probability_text,
    text_width,
    written,
)
from ceheng_model.vocabulary import Keyed, Language, Text, Verdict

RURAL = Keyed("rural", Text("农村", "rural"))

WRITTEN: list[tuple[Cell, Kind, Language, str]] = [
    (48594.81, "yuan", "zh", "48,594.8"),
    (0.16149, "percent", "zh", "16.15%"),
    (-0.00001, "percent", "zh", "0.00%"),
    (-0.0123, "points", "zh", "-1.23"),
    (3.12286, "ratio", "zh", "3.123"),
    (2024, "year", "zh", "2024"),
    (None, "yuan", "zh", "–"),
    (float("nan"), "percent", "zh", "–"),
    ("wages", "label", "zh", "工资性收入"),
    ("wages", "label", "en", "wages"),
    ("wages", "text", "zh", "wages"),
    ("无名", "label", "en", "无名"),
    (RURAL, "label", "en", "rural"),
    (Text("是", "yes"), "text", "zh", "是"),
    (Verdict.MISSED, "verdict", "zh", "未达到"),
    (Verdict.MISSED, "verdict", "en", "missed"),
    (Figure(0.323, "ratio", signed=True), "text", "zh", "+0.323"),
    (Figure(-0.323, "ratio", signed=True), "text", "zh", "-0.323"),
    (Figure(1e-9, "percent", signed=True), "text", "zh", "0.00%"),
    (Figure(0.0607, "percent", 3), "text", "zh", "6.070%"),
]


@pytest.mark.parametrize(("value", "kind", "language", "expected"), WRITTEN)
def test_cells_are_written_for_readers(value: Cell, kind: Kind, language: Language, expected: str) -> None:
    assert written(value, kind, language) == expected


def test_a_column_has_no_say_in_cells_that_bring_their_own_form() -> None:
    # 0.5 is 50 per cent by its own kind and digits, whatever the column's
    assert written(Figure(0.5, "percent", 0), "yuan", decimals=4) == "50%"
    assert written(Verdict.MET, "label", "en", decimals=4) == "met"
    assert written(RURAL, "text", "en") == "rural"


def test_a_sign_is_not_put_before_what_rounds_to_zero_or_is_not_there() -> None:
    assert written(Figure(float("nan"), "yuan", signed=True), "yuan") == "–"
    assert written(-0.00004, "ratio") == "0.000"
    assert written(-0.0006, "ratio") == "-0.001"


@pytest.mark.parametrize(
    ("probability", "zh", "en"),
    [
        (0.0, "低于0.1%", "below 0.1%"),
        (0.0004, "低于0.1%", "below 0.1%"),
        (0.0005, "0.1%", "0.1%"),
        (0.4321, "43.2%", "43.2%"),
        (0.9994, "99.9%", "99.9%"),
        (0.9995, "高于99.9%", "above 99.9%"),
        (1.0, "高于99.9%", "above 99.9%"),
    ],
)
def test_no_probability_is_shown_as_nothing_or_as_all(probability: float, zh: str, en: str) -> None:
    assert probability_text(probability) == Text(zh, en)


def test_a_wide_character_takes_the_room_of_two() -> None:
    assert text_width("") == 0.0
    # four digits and one character; two dashes of one character each
    assert text_width("2024年") == 6.0
    assert text_width("“2024—2025年”") == 2 + 4 + 2 + 4 + 2 + 2
    # letters by name: i 0.3, m 0.9
    assert text_width("im城", narrow={"i": 0.3, "m": 0.9}.__getitem__, wide=1.0) == pytest.approx(2.2)


@pytest.fixture
def table() -> Table:
    columns = (
        column("group"),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
        Column(key="growth", heading=Text("增速", "growth"), kind="percent"),
        Column(key="label", heading=Text("名称", "label")),
        Column(key="hidden", heading=Text("隐", "hidden"), shown=False),
    )
    rows: tuple[tuple[Cell, ...], ...] = (
        (RURAL, Verdict.MET, 0.123456, Text("<甲> [b]", "<A> [b]"), Figure(7.5, "yuan")),
        (RURAL, Verdict.NOT_JUDGED, float("nan"), "=1+1", None),
    )
    return Table(name="t", title=Text("表", "Table"), columns=columns, rows=rows, notes=(Text("注 [x]", "note [x]"),))


def test_records_keep_numbers_unrounded_and_both_languages(table: Table) -> None:
    first, second = table.records()
    assert first == {
        "group": "rural",
        "verdict": "met",
        "growth": 0.123456,
        "label_zh": "<甲> [b]",
        "label_en": "<A> [b]",
        "hidden": 7.5,
    }
    assert second["growth"] is None
    json.dumps([first, second], allow_nan=False)


def test_text_form_shows_what_looks_like_markup_as_it_stands(table: Table) -> None:
    text = table.to_text("en")
    assert "<A> [b]" in text
    assert "note [x]" in text
    assert "12.35%" in text
    assert "hidden" not in text


def test_html_form_escapes_every_cell(table: Table) -> None:
    html = table.to_html("zh")
    assert "&lt;甲&gt; [b]" in html
    assert "<甲>" not in html
    assert "<small>注 [x]</small>" in html


def test_csv_and_frame_hold_the_same_records(table: Table) -> None:
    lines = table.to_csv().splitlines()
    assert lines[0] == "group,verdict,growth,label_zh,label_en,hidden,label"
    assert lines[1] == "rural,met,0.123456,<甲> [b],<A> [b],7.5,"
    assert table.to_frame().growth.iloc[0] == 0.123456


@pytest.mark.parametrize("language", ["fr", ""])
def test_an_unknown_language_is_refused(table: Table, language: Language) -> None:
    with pytest.raises(ValueError, match=f"language must be 'zh' or 'en' \\(got '{language}'\\)"):
        table.to_text(language)


def test_every_result_has_frame_text_and_html_in_both_languages() -> None:
    scenario = cm.scenario("plan")
    projection = cm.project(scenario)
    results = [
        cm.load_plan(),
        cm.load_series(),
        scenario,
        scenario.baseline,
        projection,
        projection.levels,
        cm.contributions(projection),
        cm.check(projection),
    ]
    for result in results:
        assert len(result.to_frame()) > 0
        for text in (result.to_text("zh"), result.to_html("zh")):
            assert any("一" <= letter <= "鿿" for letter in text)
        assert result.to_text("zh") != result.to_text("en")
        assert str(result) == result.to_text("zh")


def test_wide_characters_line_up_in_columns() -> None:
    from rich.cells import cell_len

    lines = [line for line in cm.project(cm.scenario("plan")).to_text("zh").splitlines() if ".0" in line]
    ends = {cell_len(line.rstrip()) for line in lines[:3]}
    assert len(ends) == 1


def test_text_in_a_notebook_prints_nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    import rich.console

    monkeypatch.setattr(rich.console, "_is_jupyter", lambda: True)
    assert "48,594.8" in repr(cm.project(cm.scenario("plan")))


def test_html_aligns_numbers_to_the_right(table: Table) -> None:
    html = table.to_html("en")
    assert '<td style="text-align: right; white-space: nowrap; padding: 0.2em 0.6em">12.35%</td>' in html
    assert '<th style="text-align: left; white-space: nowrap; padding: 0.2em 0.6em">verdict</th>' in html


_SAID = Text(
    "2024年城乡居民收入比下降到2.85左右（现为3.123），农村常住居民收入由11,076.0元增加到15,561.0元，年均增长12.0%",
    "the 2024 ratio falls to about 2.85 (now 3.123) and rural income rises from 11,076.0 to 15,561.0 yuan, 12.0 % a year",
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 60, 80, 100, 128])
def test_no_number_is_broken_in_a_cell_of_words(width: int, language: Language) -> None:
    said = Table(
        name="said",
        title=Text("条目", "Statements"),
        columns=(column("reason"), column("level", "yuan"), column("statement", "text")),
        rows=((_SAID, 15_561.0, _SAID), (_SAID, 48_594.8, Text.same("2024"))),
    )
    text = said.to_text(language, width=width)

    expected = 3 * re.findall(r"\d[\d,.]*\d", _SAID.in_language(language))
    assert sorted(re.findall(r"\d[\d,.]*\d", text)) == sorted([*expected, "15,561.0", "48,594.8", "2024"])
    assert not re.search(r"(?:^|  )[，。、）]", text, re.MULTILINE)
    assert not re.search(r"（(?:  |$)", text, re.MULTILINE)
