"""The bulletin on all counties: who is behind by name, what the plan above takes, vintages, one document or none."""

from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.county_bulletin import compose_plans_bulletin
from ceheng_model.vocabulary import Language
from tests.counties import above_folder, actual, changed, frame


def two_rounds(count: int = 6) -> pd.DataFrame:
    """Return actual incomes of two years: 示例县01 falls behind in the second, and 2022 of 示例县03 was revised."""
    first, second = actual(count), actual(count, year=2023)
    fallen = second["county"] == "示例县01"
    second.loc[fallen, "value"] = (second.loc[fallen, "value"] * 0.95).round()
    revised = changed(first, 5, value=float(str(first.loc[5, "value"])) + 7.0, published="2023-08-15").loc[[5]]
    return pd.concat([first, revised, second], ignore_index=True)


def said(paper: object, language: Language) -> str:
    return "".join(text.in_language(language) for text in paper.texts())  # type: ignore[attr-defined]


def test_the_first_page_counts_the_counties_and_names_those_behind(tmp_path: Path) -> None:
    plans = cm.load_plans(frame(6), above=above_folder(tmp_path / "州"))
    stand = cm.track_plans(plans, actual(6))
    paper = compose_plans_bulletin(stand)
    zh, en = said(paper, "zh"), said(paper, "en")
    assert "关于《示例州居民增收方案》各县进展情况的通报" in zh
    assert "截至2023年1月20日，纳入跟踪的6个县中，3个达到序时进度、3个滞后。" in zh
    assert "As of 20 January 2023, of 6 counties 3 on schedule, 3 behind." in en
    for name in ("示例县02", "示例县04", "示例县06"):
        assert name in zh
    assert "示例县01" not in zh
    # 18,000 yuan in 2024, two years after 2022
    rural = next(one for one in stand.whole if one.group.key == "rural")
    assert f"其余2年全部县合计须年均增长{(18_000.0 / rural.value) ** 0.5 - 1:.2%}" in zh
    assert [table.name for table in paper.tables()] == ["behind", "behind", "progress"]


def test_a_county_that_has_not_reported_is_named_and_nothing_is_added_up() -> None:
    known = actual(4)
    stand = cm.track_plans(cm.load_plans(frame(4)), known[known["county"] != "示例县03"])
    zh = said(compose_plans_bulletin(stand), "zh")
    assert "1个达到序时进度、2个滞后、1个未报" in zh
    assert "未报的县：示例县03。" in zh
    assert "全部县的收入未汇总" in zh


def test_vintages_are_kept_and_what_changed_since_is_said(tmp_path: Path) -> None:
    plans = cm.load_plans(frame(6))
    stand = cm.track_plans(plans, two_rounds())
    written = cm.write_plans_bulletin(stand, tmp_path, since="2023-03-01")
    zh = said(written.paper, "zh")
    # twelve figures of 2023; one of 2022 in another vintage
    assert "与2023年3月1日的通报相比，新报告12个数，修订1个数，新滞后1个县（示例县01）。" in zh
    (revised,) = [table for table in written.paper.tables() if table.name == "revised"]
    (record,) = revised.records()
    assert (record["region"], record["group"], record["year"]) == ("示例县03", "rural", 2022)
    assert record["value"] - record["first"] == 7.0
    unchanged = cm.write_plans_bulletin(stand, tmp_path / "again", since="2024-01-19", formats=["html"])
    assert "新报告12个数" in said(unchanged.paper, "zh")
    same = cm.write_plans_bulletin(
        cm.track_plans(plans, two_rounds(), as_of="2023-12-01"), tmp_path / "b", since="2023-09-01"
    )
    assert "所报的数和进度都没有变化" in said(same.paper, "zh")


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    stand = cm.track_plans(cm.load_plans(frame(3)), actual(3))
    first, second = (cm.write_plans_bulletin(stand, tmp_path / name) for name in ("a", "b"))
    assert [one.read_bytes() for one in first.files] == [one.read_bytes() for one in second.files]
    assert [one.name for one in first.files] == ["counties.docx", "counties.html"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_writes_one_document_with_head_and_signature(tmp_path: Path, language: Language) -> None:
    frame(4).to_csv(tmp_path / "plans.csv", index=False)
    two_rounds(4).to_csv(tmp_path / "actual.csv", index=False)
    target = tmp_path / "通报.docx"
    asked = ["plans", str(tmp_path / "plans.csv"), "--track", str(tmp_path / "actual.csv"), "--lang", language]
    letter = ["--since", "2023-03-01", "--to", "各县人民政府", "--signed", "领导小组办公室", "--date", "2024-02-05"]
    done = CliRunner().invoke(program, [*asked, "-o", str(target), *letter])
    assert done.exit_code == 0, done.output
    document = Document(str(target))
    text = "\n".join(one.text for one in document.paragraphs)
    for name in ("示例县01", "示例县02", "示例县04", "领导小组办公室", "各县人民政府"):
        assert name in text
    page = tmp_path / "b.html"
    assert CliRunner().invoke(program, [*asked, "-o", str(page)]).exit_code == 0
    assert "示例县02" in page.read_text(encoding="utf-8")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["actual.csv", "b.html", "plans.csv", "通报.docx"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--track", "actual.csv", "--to", "各县"], "--to must be given with -o FILE.docx or .html"),
        (["--signed", "办公室"], "--signed must be given with --track"),
        (["-o", "b.docx"], "the ending of -o must be one of"),
        (
            ["--track", "actual.csv", "-o", "b.docx", "--format", "csv"],
            "--format must agree with the ending of -o b.docx",
        ),
        (["--track", "actual.csv", "-o", "b.docx", "--since", "2025-01-01"], "the last bulletin must be before 2023"),
        (["--track", "actual.csv", "-o", "b.docx", "--since", "spring"], "the last bulletin must be a date"),
        (["--track", "actual.csv", "-o", "b.docx", "--date", "spring"], "--date must be"),
        (["--track", "actual.csv", "-o", "b.docx", "--profile", "none"], "profile"),
    ],
)
def test_bad_options_are_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    frame(3).to_csv("plans.csv", index=False)
    actual(3).to_csv("actual.csv", index=False)
    done = CliRunner().invoke(program, ["plans", "plans.csv", "--lang", "en", *options])
    assert done.exit_code == 2
    assert message in done.output.replace("\n", " ")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["actual.csv", "plans.csv"]
