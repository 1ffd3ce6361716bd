"""A base that is what goals give when computed back is pointed out where a folder is made, and never called derived."""

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.drafting import bases_of_goals

# 48594.8 / 1.1^3 = 36509.99 and 15561 / 1.12^3 = 11076.01
BASES = {"urban": 36510.0, "rural": 11076.0}
IDS = {"urban": ("urban_income_2024", "urban_growth"), "rural": ("rural_income_2024", "rural_growth")}


def made(folder: Path, *options: str, language: str = "en") -> str:
    head = ("--region", "甲县", "--title", "甲县三年行动方案", "--issuer", "甲县人民政府", "--issued", "2022-03-01")
    years = ("--base-year", "2021", "--last-year", "2024", "--group", "urban", "--group", "rural")
    done = CliRunner().invoke(program, ["init", str(folder), *head, *years, *options, "--lang", language])
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def goals(urban: str, rural: str) -> tuple[str, ...]:
    ends = ("--endpoint", "urban=48594.8", "--endpoint", "rural=15561")
    return (
        *ends,
        "--growth",
        "urban=10%",
        "--growth",
        "rural=12%",
        "--base",
        f"urban={urban}",
        "--base",
        f"rural={rural}",
    )


def rows(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "baselines.csv").read_text(encoding="utf-8-sig"))))


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "由目标倒推所得相同"), ("en", "what its goals give when computed back")]
)
def test_init_points_it_out_and_leaves_the_column_to_be_filled_in(tmp_path: Path, language: str, said: str) -> None:
    told = made(tmp_path / "a", *goals("36510", "11000"), language=language)
    assert told.count(said) == 1
    assert "urban_income_2024;urban_growth" in told
    assert {row["derived_from"] for row in rows(tmp_path / "a")} == {""}
    # nobody has said that it was
    plan = cm.scenario("plan", plan=tmp_path / "a")
    assert not plan.baseline.is_derived_from("urban_growth")
    # what the remark says to write is what makes verdicts say so
    table = (tmp_path / "a" / "baselines.csv").read_text(encoding="utf-8-sig")
    whole = next(line for line in table.splitlines() if ",urban,total," in line)
    # source, note and what it is derived from, then the translations of source and note
    assert whole.endswith(",assumed,,,,,")
    filled = f"{whole.removesuffix(',assumed,,,,,')},derived,48594.8 / 1.1^3,,urban_income_2024;urban_growth,,"
    (tmp_path / "a" / "baselines.csv").write_text(table.replace(whole, filled), encoding="utf-8")
    again = cm.scenario("plan", plan=tmp_path / "a").baseline
    assert again.is_derived_from("urban_growth")
    assert again.is_derived_from("urban_income_2024")
    assert not again.is_derived_from("rural_growth")


def test_the_column_stands_beside_the_word_of_an_owner(tmp_path: Path) -> None:
    made(tmp_path / "a", *goals("36510", "11076"), "--confirm")
    assert {(row["derived_from"], row["confirmed"]) for row in rows(tmp_path / "a")} == {("", "是")}


@pytest.mark.parametrize(
    ("incomes", "found"),
    [
        (BASES, IDS),
        # one yuan beside the 36509.99 that leads to 48594.8
        ({**BASES, "urban": 36511.0}, {"rural": IDS["rural"]}),
        ({"urban": 36509.99, "rural": 11076.4}, {"urban": IDS["urban"], "rural": IDS["rural"]}),
        ({"urban": 36509.5, "rural": 11077.0}, {}),
        ({"lifted": 11500.0}, {}),
    ],
)
def test_the_base_meets_its_goals_to_the_digits_that_are_printed(
    incomes: dict[str, float], found: dict[str, tuple[str, str]]
) -> None:
    # 36509.99 lies within half of 0.01 and 0.05 / 1.331 = 0.038; 11076.4 within 0.05 and 0.5 / 1.405 = 0.356
    assert bases_of_goals(cm.load_plan(), incomes) == found


def test_a_plan_without_an_endpoint_has_none(tmp_path: Path) -> None:
    told = made(
        tmp_path / "a",
        "--growth",
        "urban=10%",
        "--growth",
        "rural=12%",
        "--base",
        "urban=36510",
        "--base",
        "rural=11076",
    )
    assert "computed back" not in told
