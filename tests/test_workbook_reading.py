"""The live workbook read back: round trips, and a message for everything that can be wrong with it."""

import os
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

import ceheng_model as cm
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.documents.workbook.reading.read_workbook import LIMITS
from ceheng_model.files.spreadsheets.archive import MOST_PARTS
from ceheng_model.vocabulary import BUREAU_KEYS, Text
from tests.effort import examples
from tests.test_workbook import a_region, another_plan, cases
from tests.workbooks import cells, edited, part_of, put, repacked


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "plan.xlsx"
    write_workbook(cm.scenario("plan"), path)
    return path


def test_unedited_it_is_the_scenario_that_was_written(tmp_path: Path) -> None:
    for name, scenario in cases(tmp_path / "another-plan").items():
        path = tmp_path / f"{name}.xlsx"
        write_workbook(scenario, path, language="en" if name == "plan" else "zh")
        read = read_workbook(path, plan=scenario.dossier)
        # a scenario without a name goes by its file
        assert read.name == (scenario.name or Text.same(name))
        assert (read.description, read.based_on) == (scenario.description, scenario.based_on)
        assert read.baseline.split_names == scenario.baseline.split_names
        assert (read.years, read.levers) == (scenario.years, scenario.levers)
        np.testing.assert_allclose(cm.project(read).values, cm.project(scenario).values, rtol=1e-12)
        for kind in ("price_growth", "gdp_growth", "population"):
            mine, theirs = getattr(read, kind), getattr(scenario, kind)
            assert (mine is None) == (theirs is None), kind
            assert mine is None or np.allclose(mine, theirs, rtol=1e-15, atol=0.0)


def test_an_edit_is_one_change_and_goes_into_a_scenario_file(plain: Path, tmp_path: Path) -> None:
    path = edited(
        plain, tmp_path / "a.xlsx", {"growth_rural_wages": (0.2, 0.15, 0.15), "growth_urban_transfer": (0.05,) * 3}
    )
    read = read_workbook(path)
    assert [str(change) for change in read.changes] == [
        "urban.transfer.2022,2023,2024=0.05",
        "rural.wages.2023,2024=0.15",
    ]
    assert read.description == Text("", "")
    cm.write_scenario(read, tmp_path / "a.toml")
    again = cm.read_scenario(tmp_path / "a.toml")
    np.testing.assert_array_equal(again.growth, read.growth)
    assert again.name == Text.same("a")


def test_name_and_description_are_the_users(plain: Path, tmp_path: Path) -> None:
    texts = {"ceheng_scenario": "较慢", "ceheng_description_zh": "工资放慢", "ceheng_description_en": "slower wages"}
    read = read_workbook(edited(plain, tmp_path / "a.xlsx", {**texts, "growth_rural_wages": 0.1}))
    assert (read.name, read.description) == (Text.same("较慢"), Text("工资放慢", "slower wages"))


def test_text_and_formulas_are_read_as_numbers(plain: Path, tmp_path: Path) -> None:
    source = edited(plain, tmp_path / "a.xlsx", {"growth_rural_wages": ("１２．５％", "0.15", "=0.1+0.02")})

    def stored(parts: dict[str, bytes]) -> None:
        # what a spreadsheet program leaves beside a formula
        name = part_of(source, "假设")
        assert b"<f>0.1+0.02</f><v></v>" in parts[name] or b"<f>0.1+0.02</f><v />" in parts[name]
        for empty in (b"<v></v>", b"<v />"):
            parts[name] = parts[name].replace(b"<f>0.1+0.02</f>" + empty, b"<f>0.1+0.02</f><v>0.12</v>")

    read = read_workbook(repacked(source, tmp_path / "b.xlsx", stored))
    assert read.growth[1, 0].tolist() == [0.125, 0.15, 0.12]
    with pytest.raises(cm.InputError, match="be a number, or a formula with its result stored"):
        read_workbook(source)


def test_another_base_is_the_users_own(plain: Path, tmp_path: Path) -> None:
    edits = {"base_total_urban": "40,000", "share_case_rural": "2021年全国农村居民", "growth_rural_property": 0.3}
    read = read_workbook(edited(plain, tmp_path / "a.xlsx", edits))
    assert read.baseline.levels.sum(axis=-1).tolist() == pytest.approx([40000, 11076, 11500])
    # wages are 42.04 % of 11076 under that case
    assert read.baseline.levels[1, 0] == pytest.approx(11076 * 0.4204)
    assert [source.status for source in read.baseline.sources][:2] == ["assumed", "derived"]
    # it is the base that a scenario file gives
    assert dict(read.baseline.given_totals) == {"urban": 40000}
    cm.write_scenario(read, tmp_path / "a.toml")
    assert cm.read_scenario(tmp_path / "a.toml") == read
    assert read.warnings == ()


def test_a_total_off_by_half_is_told_with_its_cell(plain: Path, tmp_path: Path) -> None:
    read = read_workbook(edited(plain, tmp_path / "a.xlsx", {"base_total_rural": 4000}))
    (said,) = read.warnings
    # 11076 and 4000 yuan
    assert "11,076" in said.text.en
    assert said.place is not None
    assert said.place.en.endswith("cell C10")


def test_a_regions_own_split_follows_an_edited_total(tmp_path: Path) -> None:
    region = a_region(cm.scenario("plan"))
    write_workbook(region, tmp_path / "a.xlsx")
    read = read_workbook(edited(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {"base_total_lifted": 23200}))
    # twice 7000 + 2000 + 100 + 2500
    assert read.baseline.levels[2].tolist() == pytest.approx([14000, 4000, 200, 5000])
    assert (read.baseline.region, read.baseline.split_names) == ("520001", region.baseline.split_names)


def test_sheets_may_be_renamed_and_cells_moved(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    put(book, "growth_rural_wages", 0.2, 0.15, 0.2)
    moved = "我的'输入"
    book["假设"].title = moved
    quoted = "'" + moved.replace("'", "''") + "'"
    for name in book.defined_names.values():
        name.attr_text = (name.attr_text or "").replace("'假设'", quoted)
    book.save(tmp_path / "a.xlsx")
    assert [str(change) for change in read_workbook(tmp_path / "a.xlsx").changes] == ["rural.wages.2023=0.15"]


rates = st.floats(-0.5, 0.99).map(lambda rate: round(rate, 6))


@examples(15)
@given(values=st.lists(rates, min_size=36, max_size=36), chosen=st.lists(st.booleans(), min_size=36, max_size=36))
def test_any_growth_comes_back(
    plain: Path, tmp_path_factory: pytest.TempPathFactory, values: list[float], chosen: list[bool]
) -> None:
    folder = tmp_path_factory.mktemp("back")
    wanted = np.where(chosen, values, cm.scenario("plan").growth.ravel()).reshape(3, 4, 3)
    rows: dict[str, object] = {
        f"growth_{group}_{component}": tuple(wanted[g, c].tolist())
        for g, group in enumerate(("urban", "rural", "lifted"))
        for c, component in enumerate(BUREAU_KEYS)
    }
    read = read_workbook(edited(plain, folder / "a.xlsx", rows))
    np.testing.assert_array_equal(read.growth, wanted)
    if read.changes:
        cm.write_scenario(read, folder / "a.toml")
        np.testing.assert_array_equal(cm.read_scenario(folder / "a.toml").growth, wanted)


BAD_CELLS: list[tuple[dict[str, object], str]] = [
    ({"growth_rural_wages": (None, 0.2, 0.2)}, r"cell D\d+: growth for rural wages 2022 must be filled in"),
    ({"growth_rural_wages": ("  ", 0.2, 0.2)}, r"cell D\d+: growth for rural wages 2022 must be filled in"),
    ({"growth_rural_wages": ("fast", 0.2, 0.2)}, r"rural wages 2022 must be a finite number \(got 'fast'\); write 20 % as"),
    ({"growth_rural_wages": (20, 0.2, 0.2)}, r"rural wages 2022 must be below 1 \(got 20\); write 20 % as 0.20"),
    ({"growth_rural_wages": (1, 0.2, 0.2)}, r"rural wages 2022 must be below 1 \(got 1\)"),
    ({"growth_rural_wages": (-1.5, 0.2, 0.2)}, r"rural wages 2022 must be above -1 \(got -1.5\)"),
    ({"growth_rural_wages": (True, 0.2, 0.2)}, r"rural wages 2022 must be a finite number \(got True\)"),
    ({"growth_rural_wages": (date(2022, 1, 1), 0.2, 0.2)}, r"must be a number, not a day \(got '2022-01-01'\)"),
    ({"growth_rural_wages": ("#DIV/0!", 0.2, 0.2)}, r"must be a number, not the error of a formula \(got '#DIV/0!'\)"),
    ({"growth_rural_wages": ("=A1", 0.2, 0.2)}, r"formula with its result stored \(got '=A1'\); open and save it in Excel"),
    ({"total_growth_rural": (None, 0.1, 0.1)}, "growth for rural total 2022 must be filled in"),
    ({"base_total_rural": 0}, r"cell C10: the base of rural must be above zero \(got 0\); give yuan"),
    ({"base_total_rural": "much"}, r"the base of rural must be a finite number \(got 'much'\)"),
    ({"share_case_rural": "such"}, r"cell B10: the share case of rural must be .* \(got 'such'\); choose from: 2019年全国贫困县"),
    ({"share_case_rural": None}, r"the share case of rural must be one of the known options \(got nothing\)"),
    ({"open_cells": "maybe"}, r"the way open cells are filled must be .* \(got 'maybe'\); choose from: 按表列数值, as typed"),
    ({"price_growth": (0.02, None, 0.02)}, "consumer price growth 2023 must be filled in .*; fill the whole row or clear it"),
    ({"gdp_growth": 5}, r"growth of GDP 2022 must be below 1 \(got 5\); write 5 % as 0.05"),
    ({"population_urban": 8}, r"the population must be given for every group or for none \(got nothing for rural\)"),
    ({"population_urban": -8, "population_rural": 13}, r"the population of urban 2021 must be above zero \(got -8\)"),
    ({"years": (2021, 2022, 2024, 2024)}, r"the year of the heading must be 2023 \(got 2024\); years are no inputs"),
    ({"ceheng_scenario": None}, "ceheng_scenario must be filled in"),
    ({"ceheng_based_on": "such"}, r"the scenario it is based on must be one of the known options \(got 'such'\)"),
    ({"ceheng_levers": "[[lever]"}, "the measures in the workbook must be as written"),
    ({"ceheng_levers": "[[lever]]\nid = 'a'"}, r"lever\[1\].title"),
    ({"ceheng_format": "ceheng-workbook-0"}, r"the workbook must have format 2 \(got format 0 of an older version\); write the workbook again"),
    ({"ceheng_plan": "other"}, r"the plan of the workbook must be ceheng-2022-2024 \(got 'other'\); name its plan"),
]  # fmt: skip


@pytest.mark.parametrize(("edits", "told"), BAD_CELLS)
def test_every_bad_cell_has_its_message(edits: dict[str, object], told: str, plain: Path, tmp_path: Path) -> None:
    with pytest.raises(cm.InputError, match=told):
        read_workbook(edited(plain, tmp_path / "a.xlsx", edits))


def test_figures_of_the_plan_are_no_inputs(plain: Path, tmp_path: Path) -> None:
    for name, told in (
        ("printed_values", r"cell E5: the printed value of urban_growth must be 0.1 \(got 0.5\); it is no input"),
        ("half_widths", "the half width of urban_growth must be 0.005"),
        ("case_shares_rural", "national poverty counties in 2019' must be 0.3529"),
        ("published_1", "the published income of national.rural 2021 must be 18931"),
        # Guizhou's urban level of 2021 is not published
        ("published_3", "the published income of guizhou.urban 2021 must be empty"),
    ):
        book = openpyxl.load_workbook(plain)
        cells(book, name)[0].value = 0.5
        book.save(tmp_path / "a.xlsx")
        with pytest.raises(cm.InputError, match=told):
            read_workbook(tmp_path / "a.xlsx")


def test_all_faults_come_at_once_in_both_languages(plain: Path, tmp_path: Path) -> None:
    edits: dict[str, object] = {"growth_rural_wages": ("fast", None, 3), "base_total_urban": -1, "printed_values": 7}
    with pytest.raises(cm.InputError, match="growth for rural wages 2022 must be a finite number") as raised:
        read_workbook(edited(plain, tmp_path / "a.xlsx", edits))
    # every statement and cell of the growth table has a printed value
    assert len(raised.value.faults) == 4 + len(cm.scenario("plan").require_dossier().plan.all_statements)
    assert "：2022年农村常住居民工资性收入增速必须为有限的数（现为 “fast”）" in raised.value.text("zh")


def test_array_formulas_count_as_formulas(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    first: Any = cells(book, "growth_rural_wages")[0]
    first.parent[first.coordinate] = ArrayFormula(first.coordinate, "=SUM(A1:A2*0.1)")
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(cm.InputError, match=r"result stored \(got '=SUM\(A1:A2\*0.1\)'\)"):
        read_workbook(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("name", "where", "told"),
    [
        ("growth_rural_wages", None, r"the cells named growth_rural_wages must be in the workbook \(got nothing\); write the workbook again"),
        ("growth_rural_wages", "#REF!", r"the cells named growth_rural_wages must lead to cells \(got '#REF!'\)"),
        ("growth_rural_wages", "'假设'!#REF!", "the cells named growth_rural_wages must lead to cells"),
        ("growth_rural_wages", "'假设'!$D:$F", "the cells named growth_rural_wages must lead to cells"),
        ("growth_rural_wages", "'假设'!nowhere", "the cells named growth_rural_wages must lead to cells"),
        ("growth_rural_wages", "'假设'!$D$31:$E$31", r"must have 1 rows and 3 columns \(got 1 rows and 2 columns\)"),
        ("base_total_rural", "'没有'!$C$10", r"sheet 没有 must be in the workbook \(got '概览, 说明, 假设"),
        ("years", "'假设'!nowhere", "the cells named years must lead to cells"),
        ("years", None, "the cells named years must be in the workbook"),
        ("years", "'假设'!$C$46:$C$46", "the year of the heading must be 2021"),
        ("share_case_rural", None, "the cells named share_case_rural must be in the workbook"),
        ("open_cells", "'假设'!$A$1:$B$2", "the cells named open_cells must have 1 rows and 1 columns"),
        ("open_cells", None, "the cells named open_cells must be in the workbook"),
        ("price_growth", None, "the cells named price_growth must be in the workbook"),
        ("ceheng_plan", None, "the cells named ceheng_plan must be in the workbook"),
        ("ceheng_format", None, r"the workbook must be written by this program \(got another workbook\)"),
        ("case_names_rural", None, "the cells named case_names_rural must be in the workbook"),
        ("case_shares_rural", None, "the cells named case_shares_rural must be in the workbook"),
    ],
)  # fmt: skip
def test_every_broken_name_has_its_message(
    name: str, where: str | None, told: str, plain: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(plain)
    if where is None:
        del book.defined_names[name]
    else:
        book.defined_names[name].attr_text = where
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(cm.InputError, match=told):
        read_workbook(tmp_path / "a.xlsx")


def test_a_missing_sheet_is_told_once(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    del book["目标校验"]
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(cm.InputError, match="sheet 目标校验 must be in the workbook") as raised:
        read_workbook(tmp_path / "a.xlsx")
    assert len(raised.value.faults) == 1


def test_a_regions_own_split_must_be_parts(tmp_path: Path) -> None:
    write_workbook(a_region(cm.scenario("plan")), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells(book, "case_shares_lifted")[4].value = 7
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(cm.InputError, match=r"the region's own split must lie between 0 and 1 \(got 7\)"):
        read_workbook(tmp_path / "b.xlsx")
    del book.defined_names["case_shares_lifted"]
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(cm.InputError, match="the cells named case_shares_lifted must be in the workbook"):
        read_workbook(tmp_path / "b.xlsx")


def test_the_workbook_of_another_plan_needs_its_plan(tmp_path: Path) -> None:
    folder = another_plan(tmp_path / "plan")
    told = (folder / "plan.toml").read_text(encoding="utf-8").replace('id = "ceheng-2022-2024"', 'id = "other"')
    (folder / "plan.toml").write_text(told, encoding="utf-8")
    write_workbook(cm.scenario("plan", plan=folder), tmp_path / "a.xlsx")
    with pytest.raises(cm.InputError, match=r"must be ceheng-2022-2024 \(got 'other'\)"):
        read_workbook(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx", plan=folder).plan is not None


def refused(path: Path, told: str) -> None:
    with pytest.raises(cm.InputError, match=told):
        read_workbook(path)


def test_files_that_are_no_workbook_are_refused(tmp_path: Path) -> None:
    refused(
        tmp_path / "missing.xlsx", r"missing.xlsx: the workbook must be readable \(got there is no such file or folder"
    )
    refused(tmp_path, r"the workbook must be readable \(got a folder\)")
    path = tmp_path / "a.xlsx"
    for raw, told in (
        (b"", r"the file must be a workbook \(.xlsx, .xls or .ods\) \(got an empty file\); give an .xlsx workbook"),
        (b"year,group\n", r"the file must be a workbook .* \(got another file\)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the workbook file must be whole"),
        (b"PK\x03\x04 and no more", r"the workbook file must be whole \(got damaged content \(BadZipFile"),
    ):
        path.write_bytes(raw)
        refused(path, told)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<document/>")
    refused(path, r"the file must be a workbook .* \(got a Word document\)")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_told(plain: Path, tmp_path: Path) -> None:
    path = edited(plain, tmp_path / "a.xlsx", {})
    path.chmod(0)
    refused(path, "the workbook must be readable")


def test_broken_workbooks_are_refused(plain: Path, tmp_path: Path) -> None:
    raw, path = plain.read_bytes(), tmp_path / "a.xlsx"
    path.write_bytes(raw[: len(raw) // 2])
    refused(path, "the workbook file must be whole")

    def cut(parts: dict[str, bytes]) -> None:
        parts[part_of(plain, "假设")] = parts[part_of(plain, "假设")][:900]

    refused(repacked(plain, path, cut), "the workbook file must be whole")
    refused(repacked(plain, path, dict.clear), r"the file must be a workbook .* \(got an archive \(zip\)\)")


def test_workbooks_that_unpack_without_end_are_refused(plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    def bomb(parts: dict[str, bytes]) -> None:
        parts[part_of(plain, "假设")] += b" " * LIMITS.unpacked

    refused(
        repacked(plain, path, bomb), r"the size of the workbook must be at most 12 MB \(got 1[23] MB in \d+ files\)"
    )
    assert path.stat().st_size < 200_000

    def entities(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts["xl/workbook.xml"]

    refused(repacked(plain, path, entities), "xl/workbook.xml in the workbook must have no document type")

    def many(parts: dict[str, bytes]) -> None:
        parts.update({f"xl/media/{n}": b"" for n in range(MOST_PARTS)})

    refused(repacked(plain, path, many), r"must be at most 12 MB \(got [01] MB in 10\d\d files\)")
    with path.open("wb") as stream:
        stream.truncate(LIMITS.packed + 1)
    refused(path, r"the size of the workbook must be at most 5 MB \(got 5 MB\)")


@pytest.mark.parametrize(
    ("value", "code", "read"),
    [
        (3.651, '0.000"万"', 36510.0), (3.651, '0.0"万元"', 36510.0), (36510, '0"元"', 36510.0), (36510, '0!.0,"万"', 36510.0),
        (36510, '"¥"#,##0', 36510.0), (36510, "0%", None), (36510, '0.0,"万"', None), (36510, "yyyy-mm-dd", None),
    ],
)  # fmt: skip
def test_the_number_format_of_a_base_counts(
    plain: Path, tmp_path: Path, value: float, code: str, read: float | None
) -> None:
    book = openpyxl.load_workbook(plain)
    (cell,) = cells(book, "base_total_urban")
    cell.value, cell.number_format = value, code
    book.save(tmp_path / "a.xlsx")
    if read is None:
        with pytest.raises(cm.InputError, match="the base of urban must be"):
            read_workbook(tmp_path / "a.xlsx")
    else:
        assert read_workbook(tmp_path / "a.xlsx").baseline.levels[0].sum() == pytest.approx(read, rel=1e-15)
