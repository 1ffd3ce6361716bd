"""Inputs that cannot be are refused in one clear message, in the words of the door through which they came."""

import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.series import load_series

INTERNAL = re.compile(r"first_year|last_year|totals_only|Uncertainty\(|\binf\b|\bnan\b")


def refused(*arguments: str) -> str:
    done = CliRunner().invoke(program, [*arguments, "--lang", "en"])
    assert done.exit_code == 2, done.output
    assert INTERNAL.search(done.stderr) is None, done.stderr
    return done.stderr


def table(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "past.csv"
    path.write_text("year,group,item,level\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def by_component(*, wages: float = 6000.0, first: int = 2015) -> list[str]:
    parts = {"wages": wages, "business": 2000.0, "property": 500.0, "transfer": 1500.0}
    return [f"{year},{group},{item},{level}" for year in range(first, 2025) for group in ("urban", "rural")
            for item, level in {**parts, "total": 10000.0}.items()]  # fmt: skip


def test_a_target_that_no_income_can_have_is_refused_without_a_word_of_infinity() -> None:
    assert refused("simulate", "--target", "ratio=0").startswith("the value of a target must be above zero (got 0);")


@pytest.mark.parametrize("years", ["2016-2018", "2010-2021"])
def test_years_that_estimate_nothing_are_answered_with_the_option_that_chooses_them(years: str) -> None:
    assert "take other years of the series with --spread-years" in refused("simulate", "--spread-years", years)


def test_past_totals_are_sent_to_the_option_that_takes_totals(tmp_path: Path) -> None:
    totals = [f"{year},{group},total,{10000 + year}" for year in range(2015, 2025) for group in ("urban", "rural")]
    assert "those of totals alone with --own-history" in refused("simulate", "--history", table(tmp_path, *totals))


def test_a_component_without_an_income_may_be_left_to_the_total(tmp_path: Path) -> None:
    rows = [row.replace("property,500.0", "property,-500.0") for row in by_component()]
    assert "forecast totals alone with --totals" in refused("calibrate", table(tmp_path, *rows))


def test_an_origin_is_refused_once_for_groups_of_the_same_years() -> None:
    told = refused("calibrate", "--first-origin", "2030").splitlines()
    assert len(told) == 1
    assert "national all residents, national urban residents, national rural residents" in told[0]


@pytest.mark.parametrize("level", ["1e308", "-1e300", "1e-300"])
def test_levels_that_no_income_can_have_are_refused_where_they_stand(tmp_path: Path, level: str) -> None:
    rows = [f"{year},rural,total,{level if year == 2018 else 10000}" for year in range(2015, 2025)]
    for option in (["calibrate"], ["simulate", "--own-history"]):
        told = refused(*option, table(tmp_path, *rows))
        assert re.search(r"past\.csv line 5, column level: .* must lie between 1e-06 and 1e\+18", told)
        assert len(told.splitlines()) == 1


def test_years_that_are_no_years_do_not_repeat_one_another() -> None:
    frame = pd.DataFrame({"year": ["2015-03", "2016-03"], "group": "rural", "item": "total", "level": [1.0, 2.0]})
    with pytest.raises(cm.InputError, match=r"'2015-03'") as caught:
        load_series(frame)
    assert len(caught.value.faults) == 2


def test_components_that_do_not_add_up_are_pointed_out() -> None:
    def read(wages: float) -> list[str]:
        rows = [row.split(",") for row in by_component(wages=wages, first=2024)]
        frame = pd.DataFrame(rows, columns=["year", "group", "item", "level"])
        return [remark.sentence.en for remark in load_series(frame, name="past").remarks]

    # 6000 + 2000 + 500 + 1500 = 10000; 50 is half of one per cent, what rounding and revisions leave
    assert read(6000.0) == read(6050.0) == []
    # 7000 + 2000 + 500 + 1500 = 11000
    assert read(7000.0)[1] == (
        "past: components of rural residents in 2024 add up to 11,000, the total is 10,000: please check"
    )
    assert not load_series("national").remarks
    assert not load_series("fujian").remarks


def test_bounds_refuse_the_years_that_they_do_not_read() -> None:
    assert refused("inequality", "--means", "6000,9000", "--since", "2021", "--chained").count("with --means") == 2


def test_bounds_take_the_commas_of_chinese() -> None:
    def shown(means: str, ends: str) -> str:
        done = CliRunner().invoke(program, ["inequality", "--means", means, "--boundaries", ends, "--format", "json"])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert shown("6000，9000、12000", "7000，10000") == shown("6000,9000,12000", "7000,10000")


def test_residents_below_nobody_are_refused_once() -> None:
    told = refused("inequality", "--population", "urban=-8", "--population", "rural=20")
    assert told == "--population must be above zero (got 'urban=-8'); for example urban=8.\n"


def test_a_floor_is_named_with_the_distribution_that_it_cuts() -> None:
    said = "taken as lognormal with a Gini coefficient of 0.35, those below 4,000 left out (assumed)"
    assert cm.IncomeDistribution(gini=0.35, floor=4000.0).words.en == said
    scenario = cm.scenario("plan")
    with_floors = [scenario.with_distribution("lifted", cm.IncomeDistribution(gini=0.35, floor=floor))
                   for floor in (4000.0, 6000.0)]  # fmt: skip
    assert with_floors[0].title != with_floors[1].title
