"""The live workbook recalculated by LibreOffice, and by a second judge, beside the engine."""

import csv
import warnings
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlsxwriter

import ceheng_model as cm
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.vocabulary import BUREAU_KEYS, Text
from tests import office
from tests.test_workbook import a_region, another_plan, cases
from tests.workbooks import cells, edited, put

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed"),
]

RESULTS = ("预测", "官方表", "目标校验", "情景比较", "收入比试算")


def rate(end: float, start: float) -> float:
    """The yearly growth that leads from one income to another in three years."""
    return float((end / start) ** (1 / 3) - 1)


def all_rural(growth: float) -> dict[str, object]:
    return {f"growth_rural_{component}": growth for component in BUREAU_KEYS}


EDITS: dict[str, dict[str, object]] = {
    "one cell": {"growth_rural_wages": (0.2, 0.15, 0.2)},
    "falling": {
        "growth_rural_wages": (0.3123, 0.01, -0.2),
        "growth_urban_property": -0.05,
        "growth_lifted_transfer": 0.0,
    },
    "base": {
        "base_total_urban": 40123.4,
        "share_case_rural": "2021年全国农村居民",
        "share_case_urban": "2023年前三季度贵州城镇居民",
    },
    "economy": {
        "price_growth": (0.02, 0.01, -0.003),
        "gdp_growth": (0.05, 0.10, 0.08),
        "population_urban": (8.1, 8.2, 8.3, 8.4),
        "population_rural": 13,
    },
    "GDP as fast": {"gdp_growth": 0.1203, "price_growth": 0.0},
    "to the total": {
        "open_cells": "按合计推算",
        "growth_rural_wages": 0.15,
        "total_growth_rural": (0.13, 0.12, 0.11),
        "share_case_urban": "2023年前三季度贵州城镇居民",
    },
    # 15561 printed to 1 yuan begins at 15560.5; the ratio of 2.8 printed to 0.1 ends before 2.85
    "on the bound": all_rural(rate(15560.5, 11076)),
    "below the bound": all_rural(rate(15560.4, 11076)),
    "beyond the interval": all_rural(rate(15561.5, 11076)),
    "ratio on the bound": all_rural(rate(36510 * 1.331 / 2.85, 11076)),
    "ratio below the bound": all_rural(rate(36510 * 1.331 / 2.8499, 11076)),
    # as fast as the nation, 18931 to 23119 yuan: rounding of published levels decides
    "as fast as the nation": all_rural(rate(23119, 18931)),
    "as fast as the towns": all_rural(0.1),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("judged")


@pytest.fixture(scope="module")
def profile(folder: Path) -> Path:
    return office.profile(folder)


@pytest.fixture(scope="module")
def plain(folder: Path) -> Path:
    write_workbook(cm.scenario("plan"), folder / "plain.xlsx")
    return folder / "plain.xlsx"


@pytest.fixture(scope="module")
def after_edits(folder: Path, profile: Path, plain: Path) -> dict[str, tuple[Path, Path]]:
    """The edited workbooks, as saved without stored values and as LibreOffice recalculates them."""
    saved = [edited(plain, folder / f"{name.replace(' ', '-')}.xlsx", edits) for name, edits in EDITS.items()]
    made = office.convert(saved, "xlsx", folder / "recalculated", profile)
    return dict(zip(EDITS, zip(saved, made, strict=True), strict=True))


def test_the_judge_calculates(folder: Path, profile: Path) -> None:
    path = folder / "wrong.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write_number("A1", 2.0)
        sheet.write_formula("A2", "=A1*3", None, 999)
        sheet.write_formula("A3", '=IF(A2>5,"big","small")', None, "small")
    assert office.values(path)["S", "A2"] == 999
    (found,) = office.recalculated([path], folder / "out", profile)
    assert (found["S", "A2"], found["S", "A3"]) == (6, "big")


def test_workbooks_as_written_are_what_libreoffice_calculates(folder: Path, profile: Path) -> None:
    files = {}
    for name, scenario in cases(folder / "another-plan").items():
        files[name] = folder / f"{name}-written.xlsx"
        write_workbook(scenario, files[name], language="en" if name in ("surrounded", "another") else "zh")
    found = office.recalculated(list(files.values()), folder / "as-written", profile)
    for (name, path), theirs in zip(files.items(), found, strict=True):
        mine = office.values(path)
        assert len(mine) > 2000
        assert office.differences(mine, theirs) == [], name


def test_a_component_of_nothing_has_no_growth(folder: Path, profile: Path) -> None:
    region = a_region(cm.scenario("plan"))
    levels = np.array(region.baseline.levels)
    levels[2, 1] += levels[2, 2]
    levels[2, 2] = 0.0
    write = folder / "nothing.xlsx"
    edits = {"base_total_urban": 36000.0}
    write_workbook(region, write)
    book = openpyxl.load_workbook(write)
    shares = cells(book, "case_shares_lifted")
    # business takes the place of property in the region's own split, the row after the plan's case
    shares[5].value, shares[6].value = shares[5].value + shares[6].value, 0.0  # type: ignore[operator]
    put(book, "base_total_urban", edits["base_total_urban"])
    book.save(write)
    (found,) = office.convert([write], "xlsx", folder / "nothing", profile)
    stored = office.values(found)
    growth = [v for (sheet, _), v in stored.items() if sheet == "官方表" and v == "–"]
    # once a year: no growth from a level of nothing
    assert len(growth) == 3
    undecided = [v for (sheet, cell), v in stored.items() if sheet == "目标校验" and cell[0] == "I" and v == "难以判定"]
    assert len(undecided) == 3
    with np.errstate(invalid="ignore"):
        read = read_workbook(found)
        np.testing.assert_allclose(read.baseline.levels, levels, rtol=1e-12)
        verdicts = [one.verdict for one in cm.check(cm.project(read), share_cases=False).checked]
    assert verdicts.count(cm.Verdict.UNDECIDABLE) == 3


def by_title(values: dict[tuple[str, str], object]) -> dict[tuple[str, str], object]:
    """Return values of the comparison under scenario and row: it has a column for every scenario of its workbook."""
    rows = {cell[1:]: values[sheet, cell] for sheet, cell in values if sheet == "情景比较" and cell[0] == "A"}
    titles = {cell[0]: values[sheet, cell] for sheet, cell in values if sheet == "情景比较" and cell[1:] == "3"}
    return {
        (
            sheet,
            f"{titles.get(cell[0], cell[0])} {cell[1:]} {rows.get(cell[1:], '')}" if sheet == "情景比较" else cell,
        ): value
        for (sheet, cell), value in values.items()
        # where a scenario stands in its library depends on those that stand before it
        if sheet != "情景比较" or (cell[0] in titles and not str(rows.get(cell[1:], "")).startswith("在情景库中"))
    }


def said_of(values: dict[tuple[str, str], object], told: str) -> set[object]:
    """Return the ids of the statements of which a sheet of checks says something."""
    rows = {cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for (sheet, cell), value in values.items() if told in str(value)}
    return {values["目标校验", f"P{row}"] for row in rows}


@pytest.mark.parametrize("name", EDITS)
def test_edited_workbooks_follow_the_engine(
    name: str, after_edits: dict[str, tuple[Path, Path]], plain: Path, tmp_path: Path
) -> None:
    saved, made = after_edits[name]
    scenario = read_workbook(saved)
    again = read_workbook(made)
    np.testing.assert_allclose(cm.project(again).values, cm.project(scenario).values, rtol=1e-12)
    fresh = tmp_path / "fresh.xlsx"
    write_workbook(scenario, fresh)
    mine, theirs = by_title(office.values(fresh)), by_title(office.values(made))
    # the scenario that was edited has a column of its own where it is written anew
    mine = {key: value for key, value in mine.items() if key[0] != "情景比较" or key in theirs}
    sheets: tuple[str, ...] = RESULTS
    if "base" in name or "total" in name:
        # alternatives on another base are closed anew when written, and keep their rates when edited
        sheets = ("预测", "官方表", "目标校验")
    if "base" in name:
        # of the base that was written it stays said what it was derived from; a total that was edited was derived from
        # nothing, the one left alone from what the data say
        told = "原列基数由本条倒推，达到与否不是独立的检验"
        with (Path(__file__).parent.parent / "data" / "baselines.csv").open(encoding="utf-8-sig", newline="") as file:
            totals = [row for row in csv.DictReader(file) if row["component"] == "total"]
        derived = {row["group"]: set(row["derived_from"].split(";")) - {""} for row in totals}
        assert said_of(mine, told) == derived["rural"]
        assert said_of(theirs, told) == derived["rural"] | derived["urban"]
        left = {
            key: str(value).removeprefix(told).removeprefix("；")
            for key, value in theirs.items()
            if told in str(value) and told not in str(mine.get(key))
        }
        theirs = {key: value for key, value in (theirs | left).items() if value != ""}
    rates = [key for key, value in theirs.items() if value == "未定构成推算增速"]
    skipped = {("预测", f"{column}{cell[1:]}") for _, cell in rates for column in "DEF"} if "total" in name else set()
    # the map is drawn around the growth of the scenario that was written
    skipped |= {key for key in theirs if key[0] == "收入比试算" and int(key[1].strip("ABCDEFGHIJKL")) not in (5, 6)}
    compared = {key for key in mine.keys() | theirs.keys() if key[0] in sheets and key not in skipped}
    # what a scenario means is said in words of the time of writing
    compared -= {key for key in compared if key[0] == "情景比较" and key[1].endswith(" 含义")}
    numbers = {key for key in compared if not isinstance(mine.get(key), str) or key[0] == "目标校验"}
    assert len(numbers) > 600
    taken = [{key: values[key] for key in compared if key in values} for values in (mine, theirs)]
    assert office.differences(*taken) == []
    # and it is not the workbook as it was
    before = by_title(office.values(plain))
    assert any(before[key] != theirs[key] for key in compared if key in before and key in theirs)


def test_all_residents_are_judged_below_the_statements(after_edits: dict[str, tuple[Path, Path]]) -> None:
    def row_of_all(name: str) -> list[object]:
        sheet = openpyxl.load_workbook(after_edits[name][1], data_only=True)["目标校验"]
        (row,) = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[15] == "all_residents.gdp"]
        return [row[0], row[7], row[8]]

    assert row_of_all("one cell") == ["全体居民收入增速高于经济增长", "–", "未判定"]
    start = (36510 * 8.1 + 11076 * 13) / 21.1
    end = (36510 * 1.1**3 * 8.4 + 11076 * 1.12**3 * 13) / 21.4
    prices, gdp = 1.02 * 1.01 * 0.997, 1.05 * 1.10 * 1.08
    lead = (end / start / prices) ** (1 / 3) - gdp ** (1 / 3)
    _, value, verdict = row_of_all("economy")
    assert value == pytest.approx(lead, abs=1e-6)
    assert verdict == "达到"


def test_how_words_are_read_stands_in_the_checks(plain: Path) -> None:
    sheet = openpyxl.load_workbook(plain)["目标校验"]
    notes = {row[15]: str(row[12] or "") for row in sheet.iter_rows(min_row=5, values_only=True)}
    for statement in cm.load_plan().statements:
        for said in (statement.note, statement.firmer_note):
            assert said is None or said.zh in notes[statement.id], statement.id


def test_edits_change_endpoints_ratio_and_verdicts(after_edits: dict[str, tuple[Path, Path]]) -> None:
    def verdicts(name: str) -> dict[object, object]:
        sheet = openpyxl.load_workbook(after_edits[name][1], data_only=True)["目标校验"]
        return {row[15]: row[8] for row in sheet.iter_rows(min_row=5, values_only=True)}

    assert verdicts("on the bound")["rural_income_2024"] == "达到"
    assert verdicts("below the bound")["rural_income_2024"] == "未达到"
    assert verdicts("beyond the interval")["rural_income_2024"] == "超过"
    assert verdicts("ratio on the bound")["ratio_2024"] == "未达到"
    assert verdicts("ratio below the bound")["ratio_2024"] == "达到"
    assert verdicts("as fast as the nation")["rural_above_national_rural"] == "难以判定"
    assert verdicts("as fast as the towns")["rural_above_urban"] == "未达到"
    assert verdicts("one cell")["rural_above_economy"] == "未判定"
    assert verdicts("economy")["rural_above_economy"] == "达到"
    assert verdicts("GDP as fast")["rural_above_economy"] == "难以判定"


def test_closing_to_the_total_gives_the_total(after_edits: dict[str, tuple[Path, Path]]) -> None:
    read = read_workbook(after_edits["to the total"][1])
    growth = cm.project(read).total_growth
    # the totals typed into the row to close to, and those that the plan prints
    np.testing.assert_allclose(growth.sel(group="rural").values, [0.13, 0.12, 0.11], rtol=1e-12)
    np.testing.assert_allclose(growth.sel(group="lifted").values, 0.16, rtol=1e-12)
    assert {str(change).partition("=")[0] for change in read.changes} >= {"rural.wages.2022,2023,2024"}


def test_a_second_judge_agrees(folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas = pytest.importorskip("formulas")
        path = folder / "second.xlsx"
        scenario = cm.scenario("plan").with_gdp(0.05).with_growth("rural", "wages", 0.14, years=2023)
        write_workbook(scenario, path, language="en")
        found = formulas.ExcelModel().loads(str(path)).finish().calculate()
    mine = {(sheet.upper(), cell): value for (sheet, cell), value in office.values(path).items()}
    compared = 0
    for key, ranges in found.items():
        sheet, _, cell = key.rpartition("]")[2].rpartition("'!")
        if ":" in cell or (sheet, cell) not in mine:
            continue
        value, told = ranges.value[0, 0], mine[sheet, cell]
        if isinstance(told, int | float):
            compared += 1
            assert float(value) == pytest.approx(told, rel=1e-9, abs=2e-11), key
        else:
            assert str(value) == told, key
    assert compared > 1500


def test_saved_by_libreoffice_it_is_read_as_it_was(folder: Path, profile: Path, plain: Path) -> None:
    # ods and back: everything that an office program writes anew, names and inputs included
    (ods,) = office.convert([plain], "ods", folder / "ods", profile)
    (back,) = office.convert([ods], "xlsx", folder / "back", profile)
    read = read_workbook(back)
    assert read.changes == ()
    assert read.name == Text.same(back.stem)


def test_another_plan_after_an_edit(folder: Path, profile: Path, tmp_path: Path) -> None:
    plan = another_plan(tmp_path / "plan")
    write_workbook(cm.scenario("plan", plan=plan), tmp_path / "a.xlsx")
    edits = {"growth_rural_wages": (0.19, 0.205, 0.2), "growth_urban_transfer": 0.112, "gdp_growth": 0.12}
    saved = edited(tmp_path / "a.xlsx", tmp_path / "b.xlsx", edits)
    (made,) = office.convert([saved], "xlsx", tmp_path / "out", profile)
    scenario = read_workbook(saved, plan=plan)
    write_workbook(scenario, tmp_path / "fresh.xlsx")
    mine, theirs = office.values(tmp_path / "fresh.xlsx"), office.values(made)
    taken = [{k: v for k, v in values.items() if k[0] in ("预测", "官方表", "目标校验")} for values in (mine, theirs)]
    assert office.differences(*taken) == []
    report = cm.check(cm.project(scenario))
    # wages 3908.7204 * 1.19 * 1.205 * 1.2 = 6725.9 instead of 6754.3: 15532.6, within 60 of 15560
    assert report["income_about"].value == pytest.approx(15532.6, abs=0.05)
    assert report["income_about"].verdict is cm.Verdict.MET
    assert report["transfer_at_most"].verdict is cm.Verdict.MET
