"""`ceheng charts` as its users meet it."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.cli import program
from ceheng_model.files import shipped

QUICK = ("--dpi", "40", "--draws", "500")


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(program, ["charts", *arguments])
    return done.exit_code, done.stdout, done.stderr


def ok(*arguments: str) -> str:
    code, out, error = run(*arguments)
    assert code == 0, error
    return out


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_whole_set_is_drawn_and_told(tmp_path: Path) -> None:
    out = ok("-o", str(tmp_path / "new" / "charts"), *QUICK)
    drawn = names(tmp_path / "new" / "charts")
    groups = ("urban", "rural", "lifted")
    by_group = {f"{kind}_{g}.png" for kind in ("components_by_year", "contribution_waterfall", "fan") for g in groups}
    others = "income_paths component_shares scorecard scenario_multiples ratio_path ratio_paths fan_ratio tornado what_if_map"
    others += " contradiction variance_shares"
    assert drawn == by_group | {f"{name}.png" for name in others.split()}
    assert "已画的图" in out
    assert "income_paths.png" in out


def test_kinds_of_picture_and_numbers(tmp_path: Path) -> None:
    chosen = ("--only", "ratio_path", "--picture", "svg", "--picture", "pdf", "--numbers", "--font", "carried")
    out = ok("-o", str(tmp_path), *chosen, "--format", "json", "--lang", "en", "--size", "slide")
    assert names(tmp_path) == {"ratio_path.svg", "ratio_path.pdf", "ratio_path.csv"}
    told = json.loads(out)["charts"]
    assert [row["file"] for row in told] == ["ratio_path.svg", "ratio_path.pdf", "ratio_path.csv"]
    ax = charts.ratio_path(cm.project(cm.scenario("plan")))
    assert told[0]["alternative_text_en"] == charts.alternative_text(ax, "en")
    text = (tmp_path / "ratio_path.csv").read_text(encoding="utf-8-sig")
    assert text == charts.numbers(ax).to_csv()
    assert float(list(csv.DictReader(io.StringIO(text)))[3]["ratio"]) == pytest.approx(3.12286, abs=5e-6)


def test_the_command_draws_what_the_function_draws(tmp_path: Path) -> None:
    ok("-o", str(tmp_path), "--only", "what_if_map", "--picture", "svg", "--font", "carried", "--set", "rural+=1%")
    scenario = cm.scenario("plan").with_change("rural+=1%")
    solved = [cm.required_growth(scenario, "ratio=2.8", vary=group) for group in ("rural", "urban")]
    with charts.font("carried"):
        path = charts.save(charts.what_if_map(scenario, solved=solved), tmp_path / "own.svg")
    assert path.read_bytes() == (tmp_path / "what_if_map.svg").read_bytes()


def test_other_scenarios_stand_beside_the_own_one(tmp_path: Path) -> None:
    only = ("--only", "ratio_paths", "--numbers", "--dpi", "40")
    ok(
        "-o",
        str(tmp_path),
        *only,
        "--scenario",
        "trend",
        "--against",
        "plan",
        "--against",
        "ratio",
        "--horizon",
        "2026",
    )
    rows = list(csv.DictReader(io.StringIO((tmp_path / "ratio_paths.csv").read_text(encoding="utf-8-sig"))))
    assert [row["scenario_en"] for row in rows[::6]] == [
        # all of them go on to 2026, which is in no name then
        "trend",
        "the plan",
        "ratio",
    ]
    assert {row["year"] for row in rows} == {str(year) for year in range(2021, 2027)}
    code, _, error = run("-o", str(tmp_path), *only, "--against", "nobody", "--lang", "en")
    assert code == 2
    assert "nobody" in error


def test_outturn_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "actual.csv"
    file.write_text("group,year,value\nrural,2022,12100\n", encoding="gb18030")
    ok("-o", str(tmp_path), "--only", "plan_against_actual", "--numbers", "--dpi", "40", "--actual", str(file))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "plan_against_actual.csv").read_text(encoding="utf-8-sig"))))
    # 12100 / (11076 x 1.12) - 1
    assert float(rows[1]["difference"]) == pytest.approx(12100 / 12405.12 - 1)
    file.write_text("group,year,value\nrural,22,many\n", encoding="utf-8")
    code, _, error = run("-o", str(tmp_path), "--actual", str(file), "--lang", "en")
    assert code == 2
    assert "line 2, column year: the year must be a year of four digits (got '22')" in error
    assert "line 2, column value: the actual income must be a finite number (got 'many')" in error


MESSAGES = [
    ((), r"--output must be given (got nothing); for example ceheng charts -o charts."),
    (("-o", "{}", "--only", "pie"), "the chart of --only must be one of the known options (got 'pie')"),
    (("-o", "{}", "--picture", "gif"), "the kind of picture must be one of the known options (got 'gif')"),
    (("-o", "{}", "--dpi", "3"), "the resolution must lie between 20 and 1200 (got 3)"),
    (("-o", "{}/file"), "the output file must be writable"),
    (("-o", "{}", "--only", "plan_against_actual"), "choose from: income_paths"),
]


@pytest.mark.parametrize(("arguments", "message"), MESSAGES)
def test_bad_options_are_told_and_draw_nothing(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, out, error = run(*(one.replace("{}", str(tmp_path)) for one in arguments), "--lang", "en")
    assert code == 2
    assert message in error
    assert out == ""
    assert names(tmp_path) == {"file"}


def own_plan(folder: Path) -> Path:
    """Return a copy of the shipped plan that says nothing about the ratio."""
    plan = folder / "plan"
    shutil.copytree(shipped("plans", "ceheng-2022-2024"), plan)
    for name in ("baselines.csv", "nbs_income.csv", "guizhou_published.csv"):
        shutil.copy(shipped(name), plan / name)
    first, *statements = (plan / "plan.toml").read_text(encoding="utf-8").replace("../../", "").split("[[statement]]")
    kept = [one for one in statements if 'quantity = "urban_rural_ratio"' not in one]
    (plan / "plan.toml").write_text("[[statement]]".join([first, *kept]), encoding="utf-8")
    return plan


def test_a_plan_without_a_target_for_the_ratio_is_drawn_without_it(tmp_path: Path) -> None:
    only = ("--only", "what_if_map", "--only", "ratio_path", "--numbers", "--dpi", "40")
    ok("-o", str(tmp_path / "out"), "--plan", str(own_plan(tmp_path)), *only)
    rows = csv.DictReader(io.StringIO((tmp_path / "out" / "ratio_path.csv").read_text(encoding="utf-8-sig")))
    assert {row["target"] for row in rows} == {""}


def test_a_plan_without_urban_residents_has_no_charts_of_the_ratio(tmp_path: Path) -> None:
    plan = own_plan(tmp_path)
    for path in [*plan.glob("*.toml"), *plan.glob("*.csv")]:
        if path.name in ("nbs_income.csv", "guizhou_published.csv"):
            continue
        text = path.read_text(encoding="utf-8")
        for old in ('key = "urban"', 'group = "urban"', 'against = "urban"', "urban = ", ",urban,"):
            text = text.replace(old, old.replace("urban", "city"))
        path.write_text(text, encoding="utf-8")
    ok("-o", str(tmp_path / "out"), "--plan", str(plan), *QUICK)
    assert "income_paths.png" in names(tmp_path / "out")
    assert not {name for name in names(tmp_path / "out") if "ratio" in name or "map" in name or "tornado" in name}


def test_a_ratio_that_no_growth_reaches_leaves_the_map_without_that_point(tmp_path: Path) -> None:
    # rural income would have to grow by 1.99 x (3.2963 / 2.8)^(1/3) - 1 = 110 %, past the 100 % that are searched
    ok("-o", str(tmp_path), "--only", "what_if_map", "--numbers", "--dpi", "40", "--set", "urban=99%")
    rows = csv.DictReader(io.StringIO((tmp_path / "what_if_map.csv").read_text(encoding="utf-8-sig")))
    assert [row["name_en"] for row in rows if row["what"] == "point"] == [
        "the plan, but with all income of urban residents growing by 99% in 2022–2024",
        "urban 6.1%",
    ]
