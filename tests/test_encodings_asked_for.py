"""Big5 is read where it is asked for, at every door that takes a table of text; elsewhere it is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.baselines import load_baselines
from ceheng_model.cli import program
from ceheng_model.series import load_series
from ceheng_model.tracking import read_actuals, track

ROOT = Path(__file__).parent.parent
ACTUALS = (
    "kind,group,component,year,value,published,source\n"
    "income,urban,total,2022,38700,2023-01-20,調查隊\n"
    "income,rural,total,2022,12200,2023-01-20,調查隊\n"
)
REGIONS = "region,group,component,value_yuan\n甲縣,urban,total,36000\n甲縣,rural,total,11000\n甲縣,lifted,total,11000\n"


def big5(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode("big5"))
    return path


def ceheng(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(program, list(arguments))
    assert done.exit_code == code, done.output
    return done.stdout if code == 0 else done.output


def test_the_library_reads_big5_where_it_is_asked_for(tmp_path: Path) -> None:
    report = track(cm.scenario("plan"), big5(tmp_path, ACTUALS), encoding="big5", draws=16, seed=0)
    assert {figure.source for figure in report.actuals.figures} == {"調查隊"}
    regions = cm.scenario("plan").with_regions(big5(tmp_path, REGIONS), encoding="big5")
    assert list(regions.baseline.regions) == ["甲縣"]
    series = load_series(
        big5(tmp_path, "農村居民收入序列\nyear,group,item,level_yuan\n2021,rural,wages,7958\n"), encoding="big5"
    )
    assert series.level("rural", "wages", 2021) == 7958.0
    rows = (ROOT / "data" / "baselines.csv").read_text(encoding="utf-8-sig").splitlines()
    # the shipped words are simplified; in their place stands one traditional sign of each
    told = "\n".join("".join("縣" if ord(sign) > 127 else sign for sign in row) for row in rows)
    assert load_baselines(big5(tmp_path, told), encoding="big5").cases("ceheng", "rural", 2021)


def test_traditional_headings_and_words_are_read(tmp_path: Path) -> None:
    parts = {"工資性收入": 7000, "經營淨收入": 3000, "財產淨收入": 100, "轉移淨收入": 2300, "合計": 12400}
    rows = [f"收入,農村,{part},,2022,,{value},2023-01-20,調查隊,,," for part, value in parts.items()]
    rows += ["收入,城鎮常住居民,合計,,2022,,38700,2023-01-20,調查隊,,,"]
    rows += ["指標,,,rural.10.grain_area,2022,,200000,2023-01-20,農業局,,,"]
    head = "類別,人群,收入構成,指標編號,年份,季度,數值,公佈日期,來源,備註,核對無誤,填寫說明"
    report = track(cm.scenario("plan"), big5(tmp_path, "\n".join([head, *rows])), encoding="big5", draws=16, seed=0)
    read = {(figure.kind, figure.group, figure.component): figure.value for figure in report.actuals.figures}
    assert read == {
        ("income", "rural", "wages"): 7000.0,
        ("income", "rural", "business"): 3000.0,
        ("income", "rural", "property"): 100.0,
        ("income", "rural", "transfer"): 2300.0,
        ("income", "rural", "total"): 12400.0,
        ("income", "urban", "total"): 38700.0,
        ("indicator", "", ""): 200000.0,
    }
    # sources stay as they were written
    assert {figure.source for figure in report.actuals.figures} == {"調查隊", "農業局"}
    table = "地區,人群,收入構成,數值,口徑,性質\n甲縣,城鎮,合計,36000,人均可支配收入,公布\n甲縣,農村,合計,11000,,\n"
    baseline = cm.scenario("plan").with_regions(big5(tmp_path, table), encoding="big5").baseline
    assert baseline.regions == ("甲縣",)
    assert baseline.levels[0, :2].sum(axis=-1).round(6).tolist() == [36000.0, 11000.0]


def test_every_name_of_a_column_has_its_traditional_form() -> None:
    from ceheng_model.baselines.base_figures import HEADINGS as BASE
    from ceheng_model.characters import simplified
    from ceheng_model.tracking.actuals_columns import HEADINGS

    simple = (
        "进展类别群构标编号数值布来备注对无误区填写说径质称案例英文收入成核指份季度公日期源名人年性地口明倒推自"
        "内容目或计划单位"
    )
    traditional = (
        "進展類別羣構標編號數值佈來備註對無誤區填寫說徑質稱案例英文收入成核指份季度公日期源名人年性地口明倒推自"
        "內容目或計劃單位"
    )
    forms = str.maketrans(simple, traditional)
    for text in (*HEADINGS.values(), *BASE.values()):
        assert set(text.zh) <= set(simple), text.zh
        assert simplified(text.zh.translate(forms)) == text.zh


@pytest.mark.parametrize(
    "command",
    [
        ["project", "--regions"],
        ["simulate", "--draws", "16", "--regions"],
    ],
)
def test_commands_read_regions_in_big5(tmp_path: Path, command: list[str]) -> None:
    path = str(big5(tmp_path, REGIONS))
    result = tmp_path / "result.parquet"
    ceheng(*command, path, "--encoding", "big5", "--parquet", str(result))
    assert set(pd.read_parquet(result)["region"]) == {"甲縣"}


def test_commands_read_figures_history_and_official_tables_in_big5(tmp_path: Path) -> None:
    assert "2022" in ceheng("track", str(big5(tmp_path, ACTUALS)), "--encoding", "big5", "--draws", "16")
    path = big5(tmp_path, "地區：福建省\n單位：元\n")
    # simplified names of items are what official tables have: the reader refuses others, once it can read them
    assert "編碼" not in ceheng("data", str(path), "--encoding", "big5", code=2)
    actual = big5(tmp_path, "農村居民收入\ngroup,year,value\nrural,2022,12200\n")
    ceheng("charts", "-o", str(tmp_path / "c"), "--only", "income_paths", "--actual", str(actual), "--encoding", "big5")


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (["project"], "与 --regions 同用"),
        (["simulate", "--draws", "16"], "与要读的数据表同用"),
        (["solve", "ratio=3"], "与要读的数据表同用"),
        (["track", "--example"], "与要读的数据表同用"),
        (["charts", "-o", "nowhere"], "与要读的数据表同用"),
        (["init", "nowhere"], "与 --base 文件 同用"),
    ],
)
def test_an_encoding_of_nothing_is_refused(arguments: list[str], rule: str) -> None:
    told = ceheng(*arguments, "--encoding", "big5", code=2)
    assert "--encoding" in told
    assert rule in told


def workbook(folder: Path) -> Path:
    path = folder / "table.xlsx"
    pd.DataFrame({"kind": ["income"]}).to_excel(path, index=False)
    return path


@pytest.mark.parametrize("read", [read_actuals, load_series, load_baselines, cm.read_official])
def test_a_workbook_has_no_encoding(tmp_path: Path, read: Callable[..., Any]) -> None:
    with pytest.raises(cm.InputError, match="the encoding must be asked for in text files only"):
        read(workbook(tmp_path), encoding="big5")


@pytest.mark.parametrize("read", [read_actuals, load_series, load_baselines])
def test_a_frame_has_neither_sheet_nor_encoding(read: Callable[..., Any]) -> None:
    with pytest.raises(
        cm.InputError, match=r"(?s)sheet must be .* in workbooks only.*encoding must be .* in text files"
    ):
        read(pd.DataFrame({"kind": ["income"]}), sheet="a", encoding="big5")
    with pytest.raises(cm.InputError, match="text files only"):
        track(cm.scenario("plan"), None, encoding="big5")


def test_init_takes_a_sheet_of_an_official_table(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with pd.ExcelWriter(path) as writer:
        pd.DataFrame({"note": ["x"]}).to_excel(writer, sheet_name="first", index=False)
        table = pd.read_csv(ROOT / "tests" / "official" / "fujian_6-3_urban.csv", header=None, names=range(20))
        table.to_excel(writer, sheet_name="年鉴", index=False, header=False)
    told = [
        *("init", str(tmp_path / "new"), "--title", "甲县方案", "--issuer", "甲县人民政府", "--issued", "2021-03-01"),
        *("--region", "福建省", "--base-year", "2020", "--last-year", "2023", "--group", "urban"),
        *("--growth", "urban=8%", "--base", str(path), "--sheet", "年鉴"),
    ]
    ceheng(*told)
    assert (tmp_path / "new" / "plan.toml").is_file()


@pytest.mark.parametrize("read", [read_actuals, load_series, load_baselines])
def test_big5_that_nobody_asked_for_is_guessed_at(tmp_path: Path, read: Callable[..., Any]) -> None:
    hint = "Big5 has to be asked for, as encoding big5"
    with pytest.raises(cm.InputError, match=hint):
        read(big5(tmp_path, "地區,數值,來源\n甲縣,1,調查隊\n"))
    path = tmp_path / "simplified.csv"
    path.write_bytes("地方,数字,出处\n甲县,1,调查队\n".encode("gb18030"))
    with pytest.raises(cm.InputError, match="must") as raised:
        read(path)
    assert hint not in str(raised.value)


def test_another_encoding_than_asked_for_is_told(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("类别,人群\n".encode("gb18030"))
    with pytest.raises(cm.InputError, match=r"must be big5, as asked for \(got bytes C0 E0 .*; or name no encoding"):
        read_actuals(path, encoding="big5")
