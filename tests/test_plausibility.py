"""Figures are held against what is known: refused with the likely cause, warned of, or confirmed by their owner."""

from datetime import date
from math import log
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.errors import Fault, Remark
from ceheng_model.plausibility import (
    Yardstick,
    apart,
    are_swapped,
    doubt,
    likely_cause,
    part_doubt,
    share_doubt,
)
from ceheng_model.vocabulary import Text
from tests.answered import stated

FILES = Path(__file__).parent / "cases" / "files"
WHAT = Text("收入", "income")
KNOWN = [Yardstick(value=20000.0, name=Text("路径", "the path"))]
COLUMNS = ["region", "group", "component", "value_yuan"]


@given(value=st.floats(1.0, 1e9))
def test_five_refuses_and_one_and_a_half_warns(value: float) -> None:
    factor = abs(log(value / 20000.0))
    said = doubt(WHAT, value, KNOWN)
    if abs(factor - log(5.0)) < 1e-9 or abs(factor - log(1.5)) < 1e-9:
        return
    expected = Fault if factor > log(5.0) else Remark if factor > log(1.5) else type(None)
    assert isinstance(said, expected)
    confirmed = doubt(WHAT, value, KNOWN, confirmed=True)
    assert isinstance(confirmed, Remark if factor > log(1.5) else type(None))


@pytest.mark.parametrize(
    ("value", "known", "cause"),
    [
        (3.65, 36510.0, "是否以万元计"),
        (36.5, 36510.0, "是否以千元计"),
        (0.0003651, 36510.0, "是否以亿元计"),
        (3042.5, 36510.0, "是否为月收入"),
        (3651000.0, 36510.0, "是否以分计"),
        (365100000.0, 36510.0, "是否把元误作万元"),
        (365100.0, 36510.0, "核对单位与小数点"),
    ],
)
def test_the_likely_cause_is_named(value: float, known: float, cause: str) -> None:
    assert likely_cause(value, known).zh == cause


def test_the_nearest_yardstick_counts() -> None:
    both = [*KNOWN, Yardstick(value=60000.0, name=Text("全国", "the nation"))]
    assert isinstance(doubt(WHAT, 60000.0, KNOWN), Remark)
    assert doubt(WHAT, 60000.0, both) is None
    assert doubt(WHAT, 60000.0, []) is None


def test_components_have_wide_bounds_on_both_sides() -> None:
    assert part_doubt(WHAT, -99000.0, 20000.0) is None
    assert isinstance(part_doubt(WHAT, -101000.0, 20000.0), Fault)
    assert part_doubt(WHAT, -101000.0, 20000.0, confirmed=True) is None


def test_a_share_above_one_and_a_half_is_taken_for_per_cent() -> None:
    assert share_doubt(WHAT, 1.5) is None
    fault = share_doubt(WHAT, 45.0)
    assert fault is not None
    assert "45% 写作 45% 或 0.45" in fault.text("zh")


def test_two_figures_each_nearer_the_other() -> None:
    assert are_swapped(12100.0, 38400.0, own=(40161.0, 12405.0))
    # both low: the second is nearer its own
    assert not are_swapped(12100.0, 11000.0, own=(40161.0, 12405.0))
    assert apart(0.0, 1.0) == float("inf")


def test_regions_in_ten_thousands_are_refused_unless_confirmed() -> None:
    file = FILES / "wan_regions.csv"
    with pytest.raises(cm.InputError, match="is it in ten thousands of yuan") as caught:
        cm.scenario("plan").with_regions(file)
    assert len(caught.value.faults) == 3
    assert all("是否以万元计？" in line for line in caught.value.text("zh").splitlines())
    confirmed = cm.scenario("plan").with_regions(file, confirm=True)
    assert confirmed.baseline.levels[0, 0].sum() == pytest.approx(3.651)
    assert len(confirmed.warnings) == 3
    frame = pd.read_csv(file).assign(confirmed=["是", "yes", "TRUE"])
    assert cm.scenario("plan").with_regions(frame).baseline.levels[0, 0].sum() == pytest.approx(3.651)
    with pytest.raises(cm.InputError, match="ten thousands"):
        cm.scenario("plan").with_regions(frame.assign(confirmed=["否", "no", "maybe"]))


# the poorest rural and the richest urban counties of the country, by their order of size
COUNTIES = [("a", 25000, 8000), ("b", 82000, 43000), ("c", 47412, 18931), ("d", 36510, 11076), ("e", 60000, 30000)]


def counties(*rows: tuple[str, float, float]) -> pd.DataFrame:
    pairs = [
        (code, group, "total", value)
        for code, *values in rows
        for group, value in zip(("urban", "rural"), values, strict=True)
    ]
    return pd.DataFrame(pairs, columns=COLUMNS)


def test_real_counties_are_not_refused() -> None:
    scenario = cm.scenario("plan").with_regions(counties(*COUNTIES))
    texts = [warning.text.zh for warning in scenario.warnings]
    # no region gives the third group
    assert any("没有一个地区给出脱贫人口" in text for text in texts)
    assert not any("颠倒" in text for text in texts)


def test_many_doubtful_regions_are_one_remark() -> None:
    # urban 5 times the plan's and 3.8 times the nation's, in eight of twenty regions
    rows = [(f"r{n}", 180000 if n % 5 < 2 else 45000, 18000) for n in range(20)]
    warned = [
        warning for warning in cm.scenario("plan").with_regions(counties(*rows)).warnings if "城镇" in warning.text.zh
    ]
    (one,) = warned
    assert "8个地区" in one.text.zh
    assert "r0、r1、r5等" in one.text.zh


def test_swapped_regions_are_told() -> None:
    frame = counties(("a", 18000, 47000), ("b", 47000, 18000))
    (told,) = [warning for warning in cm.scenario("plan").with_regions(frame).warnings if "颠倒" in warning.text.zh]
    assert "城乡是否颠倒？" in told.text.zh
    assert "a" in told.text.zh


def test_a_slip_in_one_region_shows_against_the_median() -> None:
    rows = [(f"r{n}", 95000 if n == 3 else 15000, 18000) for n in range(9)]
    with pytest.raises(cm.InputError, match=r"r3, urban residents must lie within a factor of 5 of the median"):
        cm.scenario("plan").with_regions(counties(*rows))


def test_tracking_in_ten_thousands_is_refused_unless_confirmed() -> None:
    with pytest.raises(cm.InputError, match=r"line 2, column value: income of rural residents, 2022 .* ten thousands"):
        cm.track(cm.scenario("plan"), FILES / "wan_tracking.csv", draws=16, seed=0)
    report = cm.track(cm.scenario("plan"), FILES / "wan_tracking.csv", draws=16, seed=0, confirm=True)
    assert len(report.warnings) == 1


def test_a_share_of_forty_is_refused() -> None:
    with pytest.raises(cm.InputError, match=r"write 40 % as 40% or 0.4"):
        cm.track(cm.scenario("plan"), FILES / "share40.xlsx", draws=16, seed=0)


def test_swapped_figures_warn_and_the_warning_travels() -> None:
    report = cm.track(cm.scenario("plan"), FILES / "swap.xlsx", draws=16, seed=0)
    (warning,) = report.warnings
    assert warning.text.zh.endswith("城乡是否颠倒？")
    assert report.to_frame().attrs["warnings"] == [warning.sentence.zh]
    assert report.to_frame(language="en").attrs["warnings"] == [warning.sentence.en]


def reported(value: float, **more: object) -> pd.DataFrame:
    row = {"kind": "income", "group": "rural", "component": "total", "year": 2022, "value": value,
           "published": date(2023, 1, 20), "source": "x", **more}  # fmt: skip
    return pd.DataFrame([row])


# the plan's path of 2022 is 11076 x 1.12 = 12405.12; 1.5 times it is 18607.7, five times 62025.6
@pytest.mark.parametrize(("value", "warnings"), [(18600.0, 0), (18615.0, 1), (8275.0, 0), (8265.0, 1), (62020.0, 1)])
def test_a_total_is_held_against_its_path(value: float, warnings: int) -> None:
    assert len(cm.track(cm.scenario("plan"), reported(value), draws=16, seed=0).warnings) == warnings


def test_a_total_past_five_is_taken_where_its_row_is_confirmed() -> None:
    with pytest.raises(cm.InputError, match="must lie within a factor of 5"):
        cm.track(cm.scenario("plan"), reported(62030.0), draws=16, seed=0)
    assert cm.track(cm.scenario("plan"), reported(62030.0, confirmed="是"), draws=16, seed=0).warnings


def test_a_workbook_in_ten_thousands_is_refused_unless_confirmed() -> None:
    with pytest.raises(cm.InputError, match=r"C10: the base of rural must lie within a factor of 5 .* ten thousands"):
        cm.read_workbook(FILES / "w09_base_wan.xlsx")
    confirmed = cm.read_workbook(FILES / "w09_base_wan.xlsx", confirm=True)
    assert [warning for warning in confirmed.warnings if "农村" in warning.text.zh]


def warned() -> cm.Scenario:
    rows = [
        ("x", group, "total", value) for group, value in (("urban", 36510.0), ("rural", 40000.0), ("lifted", 11500.0))
    ]
    return cm.scenario("plan").with_regions(pd.DataFrame(rows, columns=COLUMNS)).at_region("x")


def test_warnings_travel_with_every_result_and_its_frames() -> None:
    scenario = warned()
    (warning,) = scenario.warnings
    # 40000 / 18931 = 2.1
    assert "2.1" in warning.text.zh
    projection = cm.project(scenario.with_population({"urban": 2.0, "rural": 3.0}))
    other = scenario.with_growth("urban", "wages", 0.1)
    results = [
        scenario.baseline, scenario, projection, projection.totals, projection.totals.sel(group="rural"), cm.check(projection),
        cm.audit(scenario), cm.contributions(projection), cm.ratio_change(projection), cm.inequality(projection),
        cm.simulate(scenario, draws=64, seed=1), cm.simulate(scenario, draws=64, seed=1).quantiles(),
        cm.compare(scenario, other, draws=64, seed=1), cm.explain_difference(scenario, other, "urban.2024"),
        cm.frontier(scenario, 2.8, growth=[0.1]), cm.required_growth(scenario, "urban=60000", vary="urban"),
        cm.tornado(scenario, "urban.2024"), cm.elasticities(scenario, "urban.2024"), cm.track(scenario, draws=16, seed=0),
    ]  # fmt: skip
    for result in results:
        assert result.warnings == (warning,), type(result)
        assert result.to_frame().attrs["warnings"] == [warning.sentence.zh]
    assert cm.project(cm.scenario("plan")).to_frame().attrs == {}


def test_documents_say_what_is_to_be_said_of_the_inputs(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    scenario = warned()
    cm.write_workbook(scenario, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx", read_only=True)
    texts = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(scenario.warnings[0].text.zh in text for text in texts)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            "recipients=300,residents=200",
            r"recipients of village_doctors must be no more than the residents, 200 \(got 300",
        ),
        ("recipients=300,residents=120000,first_year=2031", "first_year of village_doctors must be one of"),
    ],
)
def test_measures_that_cannot_be_are_refused(change: str, message: str) -> None:
    given_year = "" if "first_year" in change else ",first_year=2023"
    with pytest.raises(cm.InputError, match=message):
        cm.scenario("plan").with_lever(f"village_doctors:{change}{given_year}")


def ways_out(*arguments: str) -> str:
    """Return what a command says of a figure that it refuses, in both languages."""
    said = ""
    for language in ("zh", "en"):
        done = CliRunner().invoke(program, [*arguments, "--lang", language])
        assert done.exit_code == 2, done.output
        said += done.stderr
    return said


def test_a_way_out_names_what_applies_where_the_figure_stands(tmp_path: Path) -> None:
    # a workbook has no column in which a row is confirmed
    said = ways_out("project", "--scenario", str(FILES / "w09_base_wan.xlsx"))
    assert "--confirm" in said
    assert "核对无误的" in said
    assert "列填" not in said
    assert "in the column" not in said
    with pytest.raises(cm.InputError, match=r"(?m)where it is right, pass confirm=True\.$"):
        cm.read_workbook(FILES / "w09_base_wan.xlsx")
    # nor have answers
    start = ("init", str(tmp_path / "a"), "--title", "x", "--issuer", "x", "--issued", "2024-01-01", "--region", "x",
             "--base-year", "2023", "--last-year", "2025", "--group", "rural:农村常住居民:rural residents",
             "--base", "rural=1.98", "--growth", "rural=7%", "--series", "national")  # fmt: skip
    said = ways_out(*start)
    assert "--confirm" in said
    assert "列填" not in said
    assert "in the column" not in said
    # the base of a plan folder is confirmed in its row alone
    with pytest.raises(cm.InputError, match=r"(?m)write yes in the column confirmed\.$"):
        cm.load_dossier(folder_in_ten_thousands(tmp_path / "plan"))
    said = ways_out("project", "--plan", str(tmp_path / "plan"))
    assert "列填“是”" in said
    assert "confirm=" not in said
    assert "--confirm" not in said
    # an official table has no such column
    official = tmp_path / "wide.csv"
    head = "地区,2021年城镇居民人均可支配收入（元）,2021年农村居民人均可支配收入（元）"
    official.write_text(f"{head}\n册亨县,365.1,110.8\n", encoding="utf-8")
    said = ways_out("project", "--regions", str(official))
    said += ways_out("track", str(official), "--published", "2022-01-20", "--region", "册亨县")
    assert "--confirm" in said
    assert "列填" not in said
    assert "in the column" not in said
    # a table has both
    for file, command in (("wan_tracking.csv", ("track",)), ("wan_regions.csv", ("project", "--regions"))):
        said = ways_out(*command, str(FILES / file))
        assert "列填“是”，或加 --confirm" in said


def folder_in_ten_thousands(folder: Path) -> Path:
    """Write a plan folder whose only base is in ten thousands of yuan, confirmed by nobody."""
    from ceheng_model.drafting import Answers, group_of, write_plan_folder

    group = group_of("rural", label=Text("农村常住居民", "rural residents"), concept="disposable_income", part_of=None)
    answers = Answers(
        region="x", title=Text.same("x"), issuer=Text.same("x"), issued=date(2024, 1, 1), base_year=2023, last_year=2025,
        groups=(group,), base={"rural": 1.98}, statements=stated({"rural": "7%"}), national_series=True,
    )  # fmt: skip
    write_plan_folder(answers, folder, confirm=True)
    file = folder / "baselines.csv"
    file.write_text(file.read_text("utf-8-sig").replace(",是", ","), encoding="utf-8")
    return folder


def test_answers_are_held_against_the_nation(tmp_path: Path) -> None:
    from ceheng_model.drafting import Answers, group_of, write_plan_folder

    group = group_of("rural", label=Text("农村常住居民", "rural residents"), concept="disposable_income", part_of=None)
    answers = Answers(
        region="x", title=Text.same("x"), issuer=Text.same("x"), issued=date(2024, 1, 1), base_year=2023, last_year=2025,
        groups=(group,), base={"rural": 1.98}, statements=stated({"rural": "7%"}), national_series=True,
    )  # fmt: skip
    with pytest.raises(cm.InputError, match=r"income of rural residents 2023 must lie within .* ten thousands of yuan"):
        write_plan_folder(answers, tmp_path / "a")
    assert not (tmp_path / "a").exists()
    # what is confirmed is written as such, so that the folder reads back
    assert write_plan_folder(answers, tmp_path / "a", confirm=True).base_year == 2023
    file = tmp_path / "a" / "baselines.csv"
    assert cm.load_dossier(tmp_path / "a").baselines.values["x", "rural", "total", 2023, "all"].confirmed
    file.write_text(file.read_text("utf-8-sig").replace(",是", ","), encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"baselines.csv: the plan's base of rural residents 2023 must lie within"):
        cm.load_dossier(tmp_path / "a")


def indicator_row(id: str, value: str) -> pd.DataFrame:
    cells = {"kind": "indicator", "indicator": id, "year": 2022, "value": value, "published": "2023-01-20"}
    return pd.DataFrame([{**cells, "source": "x"}])


def with_unit(unit: str) -> str:
    """The first target of the shipped plan that is counted in a unit."""
    indicators = cm.load_plan().measures.indicators
    return next(one.id for one in indicators if one.unit.zh == unit and one.role == "target")


@pytest.mark.parametrize(
    ("unit", "value", "read"),
    [
        ("亩", "20万亩", 200000.0),
        ("亩", "20万", 200000.0),
        ("亩", "200,000", 200000.0),
        ("人", "1.2万名", 12000.0),
        ("家", "2个", 2.0),
        ("吨", "6.1万吨", 61000.0),
        ("公里", "575千米", 575.0),
        ("人次", "3万人次", 30000.0),
        ("比例", "70%", 0.7),
    ],
)
def test_words_for_the_unit_of_an_indicator_may_stand_behind_its_number(unit: str, value: str, read: float) -> None:
    report = cm.track(cm.scenario("plan"), indicator_row(with_unit(unit), value), draws=16, seed=0)
    assert [figure.value for figure in report.actuals.figures] == [read]


@pytest.mark.parametrize(
    ("unit", "value", "written"),
    [
        ("亩", "14.8万人", "万人"),
        ("亩", "14.8万公顷", "万公顷"),
        ("亩", "70%", "%"),
        ("人", "3万人次", "万人次"),
        ("吨", "61000公斤", "公斤"),
        ("公里", "575000米", "米"),
        ("户", "500人", "人"),
        ("比例", "0.7亩", "亩"),
    ],
)
def test_another_unit_behind_the_number_of_an_indicator_is_refused(unit: str, value: str, written: str) -> None:
    with pytest.raises(cm.InputError, match="be counted in") as raised:
        cm.track(cm.scenario("plan"), indicator_row(with_unit(unit), value), draws=16, seed=0)
    told = raised.value.text("zh")
    assert f"以“{unit}”计" in told
    assert f"后面写有“{written}”" in told
