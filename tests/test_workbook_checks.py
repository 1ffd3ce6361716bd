"""The workbook after right and wrong edits: results as the engine has them, or an alert on every sheet."""

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

import ceheng_model as cm
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.vocabulary import BUREAU_KEYS
from tests import office
from tests.effort import part
from tests.workbooks import cells, put

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed"),
]

NATION_RURAL_2021 = 18931.0
"""Yuan, as published: the county's gap to it narrows."""
Edit = Callable[[openpyxl.Workbook], None]
SHOWN = ("预测", "官方表", "目标校验")
URBAN, RURAL = (f"2021年全国{group}居民" for group in ("城镇", "农村"))


def typed(**values: object) -> Edit:
    """Type values into named cells; a tuple is a row of values."""

    def edit(book: openpyxl.Workbook) -> None:
        for name, value in values.items():
            put(book, name, *(value if isinstance(value, tuple) else (value,)))

    return edit


def first(name: str, value: object, at: int = 0) -> Edit:
    """Type a value into one cell of a named block."""

    def edit(book: openpyxl.Workbook) -> None:
        cell: Any = cells(book, name)[at]
        cell.value = value

    return edit


def at(sheet: str, cell: str, value: object) -> Edit:
    """Type a value into a cell, formula or not."""

    def edit(book: openpyxl.Workbook) -> None:
        target: Any = book[sheet]
        target[cell] = value

    return edit


def case(group: str, position: int) -> Edit:
    """Choose another share case of a group."""

    def edit(book: openpyxl.Workbook) -> None:
        put(book, f"share_case_{group}", cells(book, f"case_names_{group}")[position].value)

    return edit


def other_shares(book: openpyxl.Workbook) -> None:
    """Type other shares that add up to the whole."""
    for at_cell, share in enumerate((0.4, 0.3, 0.2, 0.1)):
        first("case_shares_rural", share, at=at_cell)(book)


def total_typed_over(book: openpyxl.Workbook) -> None:
    """Type a number over the formula of a total."""
    (levels, _) = [row for row in book["预测"].iter_rows() if (row[0].value, row[1].value) == ("农村常住居民", "合计")]
    levels[5].value = 15561.0


RIGHT: dict[str, Edit] = {
    "one rate": first("growth_rural_wages", 0.15),
    "a formula": first("growth_rural_wages", "=0.1+0.02"),
    "falling": typed(growth_urban_property=-0.05, growth_rural_wages=(0.3123, 0.01, -0.2)),
    "a base": typed(base_total_urban=40123.4),
    "a share case": case("rural", 0),
    "to the total": typed(open_cells="按合计推算", growth_rural_wages=0.15, total_growth_rural=(0.13, 0.12, 0.11)),
    "every year": typed(every_year_rural=0.15),
    "every year and to the total": typed(every_year_urban=0.09, open_cells="按合计推算"),
    "prices and GDP": typed(price_growth=(0.02, 0.01, -0.003), gdp_growth=(0.05, 0.10, 0.08)),
    "residents": typed(population_urban=(8.1, 8.2, 8.3, 8.4), population_rural=13),
    "nothing": typed(),
    "all of a group": typed(**{f"growth_lifted_{key}": 0.08 for key in BUREAU_KEYS}),
}
WRONG: dict[str, tuple[Edit, str | None]] = {
    # what is wrong, and the name of the cells among which the sheet finds it
    "text": (first("growth_rural_wages", "快"), "growth_rural_wages"),
    "a number as text": (first("growth_rural_wages", "12%"), "growth_rural_wages"),
    "blank": (first("growth_rural_wages", None), "growth_rural_wages"),
    "20 for 20 %": (first("growth_rural_wages", 20), "growth_rural_wages"),
    "all is lost": (first("growth_urban_wages", -1), "growth_urban_wages"),
    "an error": (first("growth_rural_wages", "=1/0"), "growth_rural_wages"),
    "a truth": (first("growth_rural_wages", True), "growth_rural_wages"),
    "unknown case": (typed(share_case_rural="某县"), "share_case_rural"),
    "no case": (typed(share_case_rural=None), "share_case_rural"),
    "unknown closing": (typed(open_cells="随便"), "open_cells"),
    "unknown scenario": (typed(scenario_in_use="某情景"), "scenario_in_use"),
    "no base": (typed(base_total_rural=0), "base_total_rural"),
    "base in words": (typed(base_total_rural="一万"), "base_total_rural"),
    "prices in part": (first("price_growth", 0.02), "price_growth"),
    "GDP in words": (typed(gdp_growth="高"), "gdp_growth"),
    "residents of one group": (typed(population_urban=8), "population_rural"),
    "nobody": (typed(population_urban=0, population_rural=13), "population_urban"),
    "every year in words": (typed(every_year_rural="15"), "every_year_rural"),
    "another target": (first("printed_values", 0.5), "printed_values"),
    "another tolerance": (first("half_widths", 0.5, at=2), "half_widths"),
    "another share": (first("case_shares_rural", 0.5), "case_shares_rural"),
    "shares that still add up": (other_shares, "case_shares_rural"),
    "another published figure": (first("published_1", 1.0), "published_1"),
    "another year": (first("years", 2020), "years"),
    "another label": (at("假设", "A30", "某行"), None),
    "a total typed over": (total_typed_over, None),
    "a verdict typed over": (at("目标校验", "I5", "未达到"), None),
    "an error in the results": (at("官方表", "F12", "=1/0"), None),
}


ROWS_BEFORE = {
    "among rates": "growth_rural_property",
    "before rates": "growth_urban_wages",
    "among totals": "base_total_rural",
    "among residents": "population_rural",
    "among published figures": "published_2",
    "before what stands in for all": "every_year_rural",
    "before the heading of years": "years",
}
"""Where rows are put into the sheet of assumptions: before the cells of these names, or among its share cases."""
COLUMNS = {"among rates": 5, "before share cases": 2, "behind the last year": 7}
"""Columns put into the sheet of assumptions, by where they stand then."""
LINES: dict[str, office.Line] = {
    "a row of the projection": office.Line(sheet="预测", kind="row", before=25),
    "a column of the projection": office.Line(sheet="预测", kind="column", before=4),
    "a row of the official table": office.Line(sheet="官方表", kind="row", before=10),
    "a row of the targets": office.Line(sheet="目标校验", kind="row", before=8),
    "a row of the library": office.Line(sheet="情景库", kind="row", before=20),
    "a column of the comparison": office.Line(sheet="情景比较", kind="column", before=4),
}
"""Rows and columns put into sheets that calculate."""
SAME_SHAPES = ("before share cases", "a row of the projection", "a row of the official table")
"""Lines after which all blocks that are compared are alike: the second judge knows no others, which are errors elsewhere."""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "plan.xlsx"
    write_workbook(cm.scenario("plan"), path)
    return path


def recalculated(plain: Path, edits: dict[str, Edit], folder: Path) -> dict[str, Path]:
    """The workbook after each edit, as LibreOffice saves it."""
    saved = []
    for number, edit in enumerate(edits.values()):
        book = openpyxl.load_workbook(plain)
        edit(book)
        saved.append(folder / f"{number}.xlsx")
        book.save(saved[-1])
    made = office.convert(saved, "xlsx", folder / "made", office.profile(folder))
    return dict(zip(edits, made, strict=True))


def require_engine(path: Path, folder: Path, theirs: office.Values | None = None) -> None:
    """Assert that every number of the results is that of the engine for the scenario that is read back."""
    scenario = read_workbook(path)
    write_workbook(scenario, folder / "fresh.xlsx")
    mine, theirs = office.values(folder / "fresh.xlsx"), theirs or office.values(path)
    assert theirs["检查", "B3"] == 0
    compared = {key for key in mine if key[0] in SHOWN and isinstance(mine[key], int | float)}
    assert len(compared) > 600
    assert office.differences(*({key: values.get(key) for key in compared} for values in (mine, theirs))) == []


def test_after_right_edits_results_are_those_of_the_engine(plain: Path, tmp_path: Path) -> None:
    edits = dict(part(list(RIGHT.items()), 3))
    for name, path in recalculated(plain, edits, tmp_path).items():
        print(name)
        require_engine(path, tmp_path)


def test_after_wrong_edits_every_sheet_says_so(plain: Path, tmp_path: Path) -> None:
    chosen = dict(part(list(WRONG.items()), 4))
    made = recalculated(plain, {name: edit for name, (edit, _) in chosen.items()}, tmp_path)
    for name, path in made.items():
        stored = openpyxl.load_workbook(path, data_only=True)
        faults = stored["检查"]["B3"].value
        assert isinstance(faults, int | float), name
        assert faults > 0, name
        for sheet in stored.worksheets:
            if sheet.sheet_state == "visible":
                assert f"【有{faults:.0f}处错误" in str(sheet["A1"].value), (name, sheet.title)
        assert str(stored["概览"]["A2"].value) == f"结果不可用：{faults:.0f}处错误，见“检查”表。", name
        where = chosen[name][1]
        # what is read back is refused as well, with the cell
        with pytest.raises(cm.InputError, match=r"cell [A-Z]+[0-9]+: |sheet '") as raised:
            read_workbook(path)
        if where is not None:
            at_fault = {cell.coordinate for cell in cells(stored, where)}
            assert at_fault & set(re.findall(r"cell ([A-Z]+[0-9]+)", raised.value.text("en"))), (name, raised.value)
            named = {str(row[6].value).replace("$", "") for row in stored["检查"].iter_rows(min_row=6) if row[2].value}
            assert named & {cell.coordinate for cell in cells(stored, where)}, (name, named)


def test_rows_put_among_the_inputs_change_nothing(plain: Path, tmp_path: Path) -> None:
    edits = typed(growth_rural_business=0.07, population_urban=8.1, population_rural=13)
    source = saved(plain, edits, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(source)
    rows = {name: cells(book, before)[0].row for name, before in ROWS_BEFORE.items()}
    rows["among share cases"] = cells(book, "case_names_rural")[1].row
    chosen = dict(part(list(rows.items()), 3))
    lines = [office.Line(sheet="假设", kind="row", before=row) for row in chosen.values()]
    profile = office.profile(tmp_path)
    made = office.with_lines([source] * len(lines), lines, tmp_path / "made", profile)
    for name, path in zip(chosen, made, strict=True):
        print(name)
        changes = {str(change) for change in read_workbook(path).changes}
        assert changes == {"rural.business.2022,2023,2024=0.07"}
        require_engine(path, tmp_path)
        # the log leads to the cells where they stand by then
        stored = openpyxl.load_workbook(path, data_only=True)
        logged = [row[2] for row in stored["改动记录"].iter_rows(min_row=6, values_only=True) if row[2] != "–"]
        assert {cell.coordinate for cell in cells(stored, "growth_rural_business")} <= set(logged)
        if name in part(list(chosen), 1):
            require_engine(path, tmp_path, by_a_second_judge(path))


def test_a_number_in_a_row_put_between_is_in_no_sum_or_is_refused(plain: Path, tmp_path: Path) -> None:
    source = saved(plain, typed(population_urban=8.1, population_rural=13), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(source)
    rows = {name: cells(book, before)[0].row for name, before in ROWS_BEFORE.items()}
    chosen = part(["among residents", *(name for name in rows if name != "among residents")], 2)
    lines = [office.Line(sheet="假设", kind="row", before=rows[name]) for name in chosen]
    profile = office.profile(tmp_path)
    wider = office.with_lines([source] * len(lines), lines, tmp_path / "wider", profile)
    files = [
        saved(path, at("假设", f"D{rows[name]}", 5.0), tmp_path / f"{number}.xlsx")
        for number, (name, path) in enumerate(zip(chosen, wider, strict=True))
    ]
    for name, path in zip(chosen, office.convert(files, "xlsx", tmp_path / "made", profile), strict=True):
        print(name)
        if openpyxl.load_workbook(path, data_only=True)["检查"]["B3"].value == 0:
            require_engine(path, tmp_path)
        else:
            with pytest.raises(cm.InputError, match=rf"D{rows[name]}"):
                read_workbook(path)


def test_a_note_in_a_row_of_its_own_is_no_fault_and_a_case_there_is_one(plain: Path, tmp_path: Path) -> None:
    row = cells(openpyxl.load_workbook(plain), "case_names_rural")[1].row
    line = office.Line(sheet="假设", kind="row", before=row)
    profile = office.profile(tmp_path)
    (wider,) = office.with_lines([plain], [line], tmp_path / "made", profile)
    note, own = at("假设", f"A{row}", "以下两例供参考"), at("假设", f"D{row}", 0.4)
    files = [saved(wider, edit, tmp_path / f"{name}.xlsx") for name, edit in (("note", note), ("own", own))]
    with_note, with_case = office.convert(files, "xlsx", tmp_path / "again", profile)
    require_engine(with_note, tmp_path)
    stored = openpyxl.load_workbook(with_case, data_only=True)
    assert str(stored["概览"]["A2"].value).startswith("结果不可用：")
    with pytest.raises(cm.InputError, match=rf"cell D{row}: the share of .* it is no input"):
        read_workbook(with_case)


def test_rows_and_columns_put_where_formulas_stand_are_seen(plain: Path, tmp_path: Path) -> None:
    columns = {name: office.Line(sheet="假设", kind="column", before=before) for name, before in COLUMNS.items()}
    chosen = {**dict(part(list(columns.items()), 2)), **dict(part(list(LINES.items()), 2))}
    made = office.with_lines([plain] * len(chosen), list(chosen.values()), tmp_path / "made", office.profile(tmp_path))
    for (name, line), path in zip(chosen.items(), made, strict=True):
        stored = openpyxl.load_workbook(path, data_only=True)
        assert str(stored["概览"]["A2"].value).startswith("结果不可用："), name
        if name in SAME_SHAPES:
            assert by_a_second_judge(path)["概览", "A2"] == stored["概览"]["A2"].value, name
        with pytest.raises(cm.InputError, match=f"sheet '{line.sheet}'") as raised:
            read_workbook(path)
        if line.sheet == "假设":
            letters = get_column_letter(line.before)
            assert f"第{letters}列是插入的" in raised.value.text("zh"), name
        else:
            (fault,) = raised.value.faults
            assert f"“{line.sheet}”表的行列没有增减" in fault.text("zh"), name


def by_a_second_judge(path: Path) -> office.Values:
    """Return the numbers and texts of a workbook as `formulas` calculates them, whatever is stored in it."""
    formulas = pytest.importorskip("formulas")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = formulas.ExcelModel().loads(str(path)).finish().calculate()
    values: office.Values = {}
    titles = {title.upper(): title for title in openpyxl.load_workbook(path, read_only=True).sheetnames}
    for key, ranges in found.items():
        sheet, _, cell = key.rpartition("]")[2].rpartition("'!")
        if sheet.upper() in titles and ":" not in cell:
            value = ranges.value[0, 0]
            is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_)
            values[titles[sheet.upper()], cell] = float(value) if is_number else str(value)
    return values


def saved(plain: Path, edit: Edit, path: Path) -> Path:
    """The workbook after an edit, without stored values."""
    book = openpyxl.load_workbook(plain)
    edit(book)
    book.save(path)
    return path


MEANT = {"a formula": first("growth_rural_wages", 0.12)}
"""What is read back of an edit whose formula no program has worked out yet."""


def test_a_second_judge_agrees_after_right_edits(plain: Path, tmp_path: Path) -> None:
    for name, edit in part(list(RIGHT.items()), 3):
        print(name)
        judged = by_a_second_judge(saved(plain, edit, tmp_path / "a.xlsx"))
        require_engine(saved(plain, MEANT.get(name, edit), tmp_path / "b.xlsx"), tmp_path, judged)


def test_a_second_judge_sees_the_alert_after_wrong_edits(plain: Path, tmp_path: Path) -> None:
    for name, (edit, _) in part(list(WRONG.items()), 3):
        judged = by_a_second_judge(saved(plain, edit, tmp_path / "a.xlsx"))
        faults = judged["检查", "B3"]
        assert isinstance(faults, float), (name, faults)
        assert faults > 0, name
        assert judged["概览", "A2"] == f"结果不可用：{faults:.0f}处错误，见“检查”表。", name


def test_the_sentence_of_the_summary_counts_the_verdicts(plain: Path) -> None:
    report = cm.check(cm.project(cm.scenario("plan")), share_cases=False)
    verdicts = [one.verdict for one in report.checked if one.statement.headline]
    said = str(openpyxl.load_workbook(plain, data_only=True)["概览"]["A2"].value)
    fine = sum(verdict in (cm.Verdict.MET, cm.Verdict.EXCEEDED) for verdict in verdicts)
    missed = verdicts.count(cm.Verdict.MISSED)
    assert said.startswith(f"在“自定”情景下，共{len(verdicts)}条方案目标，达到（含超过）{fine}条，未达到{missed}条")


def test_any_inputs_give_what_the_engine_gives(plain: Path, tmp_path: Path) -> None:
    def edit(seed: int) -> Edit:
        draw = np.random.default_rng(seed)

        def inputs(book: openpyxl.Workbook) -> None:
            for group in ("urban", "rural", "lifted"):
                for component in BUREAU_KEYS:
                    put(book, f"growth_{group}_{component}", *draw.uniform(0.05, 0.15, 3).tolist())
                put(book, f"total_growth_{group}", *draw.uniform(0.09, 0.11, 3).tolist())
                put(book, f"base_total_{group}", float(draw.uniform(8000, 20000)))
                case(group, int(draw.integers(len(cells(book, f"case_names_{group}")))))(book)
            put(book, "open_cells", ("按表列数值", "按合计推算")[seed % 2])
            put(book, "price_growth", *draw.uniform(-0.01, 0.03, 3).tolist())
            put(book, "gdp_growth", *draw.uniform(0.0, 0.1, 3).tolist())
            for group in ("urban", "rural"):
                put(book, f"population_{group}", *draw.uniform(5, 15, 4).tolist())

        return inputs

    edits = {str(seed): edit(seed) for seed in part(list(range(200)), 5)}
    followed = 0
    for path in recalculated(plain, edits, tmp_path).values():
        stored = openpyxl.load_workbook(path, data_only=True)
        # a base above the nation's takes a gap the other way: the workbook is to be written anew, and says so
        if float(cells(stored, "base_total_rural")[0].value) > NATION_RURAL_2021:  # type: ignore[arg-type]
            assert str(stored["概览"]["A2"].value) == "结果不可用：1处错误，见“检查”表。"
            with pytest.raises(cm.InputError, match=r"the check '.*高低与写出时相同.*' of the workbook must be sound"):
                read_workbook(path)
        else:
            require_engine(path, tmp_path)
            followed += 1
    assert followed >= 0.8 * len(edits)


def test_sheets_are_protected_without_a_password_and_inputs_stay_open(plain: Path) -> None:
    book = openpyxl.load_workbook(plain)
    for sheet in book.worksheets:
        guard = sheet.protection
        assert guard.sheet, sheet.title
        assert guard.password is None
        if sheet.sheet_state == "visible":
            assert not any((guard.formatCells, guard.formatColumns, guard.sort)), sheet.title
            # what is true here is forbidden
            assert guard.insertRows, sheet.title
            assert guard.insertColumns, sheet.title
            assert guard.deleteRows, sheet.title
        for row in sheet.iter_rows():
            assert not [cell.coordinate for cell in row if cell.data_type == "f" and not cell.protection.locked]
    # sheets may be copied, moved and renamed
    assert book.security is None or not book.security.lockStructure
    for name in ("growth_rural_wages", "base_total_rural", "share_case_rural", "scenario_in_use", "every_year_rural"):
        assert not any(cell.protection.locked for cell in cells(book, name)), name
    assert all(cell.protection.locked for cell in cells(book, "printed_values"))
