"""Documents and charts of a plan that counts dollars of households speak of nothing else."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.documents.brief import analyse, compose_brief
from ceheng_model.documents.paper import Paper, load_profile, paper_files
from ceheng_model.documents.workbook.shown_scenario import subject_of
from ceheng_model.documents.workbook.workbook import workbook_bytes
from ceheng_model.tables import Table
from ceheng_model.vocabulary import LANGUAGES, Language
from tests import valley
from tests.looking import words_of

FOREIGN = re.compile(
    r"(?<![美单])元|\byuan|县|\bcount(y|ies)|城乡|城镇|农村|\burban|\brural|方案|可支配|人均|常住|\bper (capita|person)"
    r"|\bdisposable|(?<!20\d\d-)\b20\d\d年",
    re.IGNORECASE,
)
"""What no text of this plan may say: 美元 and 单元格 are other words."""


@cache
def scenario() -> cm.Scenario:
    """Return what the plan itself assumes, with prices and GDP given."""
    with TemporaryDirectory() as folder:
        return cm.scenario("plan", plan=valley.write_folder(Path(folder))).with_gdp(0.05).with_prices(0.02)


@cache
def brief() -> Paper:
    """Return the brief, with draws of a spread that is given."""
    return compose_brief(analyse(scenario(), draws=1_000, uncertainty=valley.uncertainty()), length="full")


@cache
def pictures() -> dict[str, charts.Picture]:
    """Return every picture of the plan by its name."""
    actual = pd.DataFrame([("metro", 2022, 80_000.0), ("farm", 2023, 57_000.0)], columns=["group", "year", "value"])
    material = charts.Material(scenario=scenario(), actual=actual, estimate=lambda _: valley.uncertainty(), draws=1_000)
    return {picture.name: picture for picture in charts.pictures(material)}


@cache
def workbook(language: Language) -> openpyxl.Workbook:
    """Return the workbook, opened by openpyxl."""
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(subject_of(scenario()), language=language)))


def foreign(texts: Iterator[str]) -> list[str]:
    """Return the texts that say what this plan does not."""
    return [text for text in texts if FOREIGN.search(text)]


def table_texts(table: Table, language: Language) -> Iterator[str]:
    """Yield everything that a table says."""
    yield table.title.in_language(language)
    yield from (column.heading.in_language(language) for column in table.columns)
    yield from (cell for row in table.shown_rows(language) for cell in row)
    yield from (note.in_language(language) for note in table.notes)


def brief_texts(language: Language) -> Iterator[str]:
    """Yield everything that the brief says beside its pictures."""
    yield from (text.in_language(language) for text in brief().texts())
    for table in brief().tables():
        yield from table_texts(table, language)


def cell_texts(language: Language) -> Iterator[str]:
    """Yield every cell that holds text or a formula, with notes, number formats, messages and sheet names."""
    for sheet in workbook(language):
        yield sheet.title
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            yield str(cell.value or "")
            yield str(cell.number_format)
            yield cell.comment.text if cell.comment else ""
        yield from (str(rule.error or "") for rule in sheet.data_validations.dataValidation)


def chart_texts(name: str, language: Language) -> Iterator[str]:
    """Yield everything that a picture says, its alternative text and the headings of its numbers."""
    ax = pictures()[name].draw(language=language)
    yield from (" ".join(word.split()) for word, _ in words_of(ax))
    yield charts.alternative_text(ax, language)
    table = charts.numbers(ax)
    yield from (table.title.in_language(language), *(column.heading.in_language(language) for column in table.columns))
    plt.close("all")


def without_ratio(folder: Path) -> cm.Scenario:
    """Return the plan without its ratio and what it states of it."""
    path = valley.write_folder(folder) / "plan.toml"
    text = path.read_text(encoding="utf-8")
    ratio = re.search(r"\[ratio\]\n(.+\n){3}", text)
    assert ratio
    kept = [part for part in text.replace(ratio[0], "").split("[[statement]]") if "urban_rural_ratio" not in part]
    path.write_text("[[statement]]".join(kept), encoding="utf-8")
    return cm.scenario("plan", plan=folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_says_nothing_of_another_plan(language: Language) -> None:
    assert foreign(brief_texts(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_says_nothing_of_another_plan(language: Language) -> None:
    assert foreign(cell_texts(language)) == []
    assert foreign(iter(workbook(language).defined_names)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", pictures())
def test_no_chart_says_anything_of_another_plan(name: str, language: Language) -> None:
    assert foreign(chart_texts(name, language)) == []


def test_captions_are_in_the_words_of_the_plan() -> None:
    captions = [
        chart.caption(picture, scenario().terms)
        for chart in charts.CHARTS.values()
        for picture in chart.pictures(charts.Material(scenario=scenario(), beside=()))
    ]
    assert foreign(text for caption in captions for text in caption) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            [
                "关于《湖谷家庭增收规划（2022-2024）》的测算报告",
                "（以下简称《规划》）",
                "2024财年，都会家庭收入增长3.0%",
                "85,232.7",
            ],
        ),
        (
            "zh",
            ["《规划》提出目标14条", "2024财年都会与非都会收入比", "相对差距 1.418→1.339 倍"],
        ),
        (
            "zh",
            [
                "收入测算结果（美元/户年）",
                "非都会家庭货币收入为公布数",
                "63,669.4",
                "规划目标（原文）",
            ],
        ),
        ("en", ["The strategy was issued by", "85,232.7", "In FY2024 income of metro households grows by 3.0%"]),
        (
            "en",
            [
                "metro to non-metro ratio FY2024",
                "relative gap 1.418 to 1.339 times",
                "Projected income (dollars per household and year)",
            ],
        ),
        ("en", ["Goals of the strategy", "metro households, money income", "sum of four components"]),
    ],
)
def test_the_brief_says_what_the_plan_counts(language: Language, said: list[str]) -> None:
    whole = "\n".join(brief_texts(language))
    assert [words for words in said if words not in whole] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            ["一、2021财年基数（美元/户年）", "收入（美元/户年）", "规划目标（2024财年）", "户数", "非都会 ↓　都会 →"],
        ),
        (
            "zh",
            [
                "目标校验：规划条目与增速表",
                "2024财年非都会家庭（美元）",
                "货币收入",
                "农场收入",
                "2021财年=1",
                '0"财年"',
            ],
        ),
        ("en", ["1. Base year FY2021 (dollars per household and year)", "non-metro (down), metro (across)", '"FY"0']),
        (
            "en",
            ["households", "the strategy's words", "total (FY2021 prices, dollars)", "non-metro growth for 1.3"],
        ),
    ],
)
def test_the_workbook_says_what_the_plan_counts(language: Language, said: list[str]) -> None:
    cells = set(cell_texts(language))
    assert [words for words in said if words not in cells] == []


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("income_paths", "zh", "各类居民户均收入，2021—2024财年（美元）"),
        ("income_paths", "en", "Income per household by population, FY2021-2024 (dollars)"),
        ("ratio_path", "zh", "按规划增速，2024财年都会与非都会收入比为1.34，达到目标1.3左右"),
        (
            "ratio_path",
            "en",
            "At the strategy's growth, the FY2024 metro to non-metro ratio is 1.34, meeting the target of about 1.3",
        ),
        ("what_if_map", "zh", "非都会收入年均增速"),
        ("what_if_map", "en", "average annual growth, non-metro"),
        (
            "contribution_waterfall_metro",
            "en",
            (
                "Where the change of income of metro households comes from, FY2021-2024 "
                "(dollars; in brackets, contribution shares)"
            ),
        ),
        ("scenario_multiples", "zh", "各情景下的户均收入，2021—2024财年（美元）"),
        ("plan_against_actual", "en", "Actual and projected income, FY2021-2024 (dollars)"),
    ],
)
def test_charts_say_what_the_plan_counts(name: str, language: Language, said: str) -> None:
    assert said in set(chart_texts(name, language))


def test_the_ratio_of_the_workbook_is_of_the_two_groups_of_the_plan() -> None:
    sheet = workbook("en")["Projection"]
    named = {(sheet.cell(row, 1).value, sheet.cell(row, 2).value): row for row in range(1, sheet.max_row + 1)}
    formula = str(sheet.cell(named["metro to non-metro ratio", "projected"], 3).value)
    above, below = (int(part[1:]) for part in formula.removeprefix("=").split("/"))
    assert [sheet.cell(above, column).value for column in (1, 2)] == ["metro households", "total"]
    assert [sheet.cell(below, column).value for column in (1, 2)] == ["non-metro households", "total"]


def test_a_ratio_without_a_label_is_named_after_its_groups(tmp_path: Path) -> None:
    path = valley.write_folder(tmp_path) / "plan.toml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "metro to non-metro ratio" not in line]
    path.write_text("\n".join(lines), encoding="utf-8")
    plan = cm.load_plan(tmp_path)
    assert (*plan.terms.compared.label,) == ("都会与非都会收入比", "ratio of incomes, metro to non-metro")


def test_years_of_the_workbook_stay_numbers() -> None:
    sheet = workbook("en")["Projection"]
    years = [cell for row in sheet.iter_rows() for cell in row if cell.number_format == '"FY"0']
    assert {cell.value for cell in years} == {2021, 2022, 2023, 2024}


def test_the_workbook_is_read_back(tmp_path: Path) -> None:
    folder = valley.write_folder(tmp_path)
    made = cm.scenario("plan", plan=folder).with_change("nonmetro.wages.2023=7%")
    cm.write_workbook(made, tmp_path / "book.xlsx")
    again = cm.read_workbook(tmp_path / "book.xlsx", plan=folder)
    assert again.growth.tolist() == made.growth.tolist()


@pytest.mark.parametrize("draw", [charts.ratio_path, lambda path: charts.what_if_map(path.scenario)])
def test_a_plan_that_compares_no_groups_is_told_so(draw: charts.registry.Draw, tmp_path: Path) -> None:
    path = cm.project(without_ratio(tmp_path))
    with pytest.raises(cm.InputError, match=r"write above and below in \[ratio\] of plan.toml"):
        draw(path)


def test_the_outcome_of_a_plan_without_a_ratio_says_that_it_compares_none(tmp_path: Path) -> None:
    found = analyse(without_ratio(tmp_path), draws=1_000, uncertainty=valley.uncertainty())
    texts = [text.en for text in compose_brief(found).texts()]
    assert "The strategy compares no two groups, so there is no ratio of incomes." in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_files_of_the_brief_are_written(language: Language) -> None:
    files = paper_files(brief(), stem="brief", language=language, profile=load_profile())
    assert all(len(content) > 10_000 for content in files.values())
