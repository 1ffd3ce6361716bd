"""Every name that a reader sees can be typed, in either language, wherever a key is taken."""

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.cli.entry import COMMANDS, program
from ceheng_model.names import (
    component_names,
    folded,
    group_names,
    key_of,
    meant,
    names_in,
)
from ceheng_model.quantities.targets import kind_names
from ceheng_model.scenarios.alternatives import alternative_names
from ceheng_model.vocabulary import Name, Text

RUNNER = CliRunner()
PLAN = cm.scenario("plan")
TERMS = PLAN.terms
WHAT = Text("名称", "the name")
ANY: Any = cm
"""The library as those see it who have no type checker."""
PROJECTED = cm.project(PLAN)
MANY = PLAN.with_growth("urban", None, pd.Series([0.08, 0.1], index=pd.Index(["low", "high"], name="policy")))
DRAWN: Any = cm.simulate(PLAN, draws=256, seed=1, components=True)


def wide(text: str) -> str:
    """Return a text with plain signs as full-width ones, as a Chinese keyboard writes them."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def ways_to_type(name: Name) -> set[str]:
    """Return the spellings of a name: key and labels, in capitals and full-width."""
    return {form(word) for word in (name.key, *name.label) for form in (str, str.upper, str.title, wide)}


NAMED = {
    "groups": group_names(TERMS),
    "components": component_names(TERMS),
    "quantities": kind_names(TERMS),
    "scenarios": alternative_names(TERMS),
    "share cases": PLAN.require_dossier().case_names("rural"),
    "measures": tuple(Name(lever.id, lever.title) for lever in cm.load_plan().levers),
    "departments": tuple(Name(one.key, one.label, one.names) for one in cm.load_plan().measures.departments),
}


@pytest.mark.parametrize("sort", NAMED)
def test_every_name_is_found_by_its_key_and_both_labels_in_any_writing(sort: str) -> None:
    names = NAMED[sort]
    assert names
    for name in names:
        for typed in ways_to_type(name):
            assert key_of(WHAT, typed, names) == name.key, typed


def test_a_key_comes_before_a_label_and_a_label_before_a_part() -> None:
    names = [Name("a", Text("收入", "b")), Name("b", Text("农村收入", "c"))]
    assert [name.key for name in meant("b", names)] == ["b"]
    assert [name.key for name in meant("收入", names)] == ["a"]
    assert [name.key for name in meant("农村", names)] == ["b"]
    # a letter, and a part in letters, are in too many words
    assert meant("农", names) == ()
    assert meant("wag", component_names(TERMS)) == ()


def test_what_may_mean_several_is_asked_back_in_one_sentence_with_both_names() -> None:
    with pytest.raises(cm.InputError, match=r"^a part of '居民' must mean one thing") as refused:
        PLAN.with_change("居民=3%")
    assert len(refused.value.faults) == 1
    assert refused.value.text("zh").endswith("可指 urban（城镇常住居民）、rural（农村常住居民），请写明是哪一个。")
    assert refused.value.text("en").endswith("it may be urban (urban residents), rural (rural residents): say which.")


def test_what_is_unknown_is_answered_with_both_names() -> None:
    with pytest.raises(cm.InputError, match=re.escape("choose from: urban (urban residents), rural (rural residents)")):
        PLAN.with_change("rurl=3%")


CELLS = [
    "rural.wages.2023-2024",
    "农村.工资性收入.2023-2024",
    "农村常住居民.工资性收入.2023至2024",
    "农村居民。工资。2023—2024年",
    "农村工资性收入，2023年-2024年",
    "rural wages.2023–2024",
    "RURAL.Wages.2023 to 2024",
    wide("rural.wages.2023-2024"),
    "２０２３至２０２４.農村.工资性收入",
]


@pytest.mark.parametrize("cells", CELLS)
@pytest.mark.parametrize(("sign", "how"), [("=", "set"), ("+=", "add"), ("*=", "multiply"), ("＝", "set")])
def test_growth_cells_go_by_either_name(cells: str, sign: str, how: str) -> None:
    (change,) = PLAN.with_change(f"{cells}{sign}0.9%" if how != "multiply" else f"{cells}{sign}0.9").changes
    assert (change.groups, change.components, change.years, change.how) == (("rural",), ("wages",), (2023, 2024), how)


TARGETS = [
    ("ratio=2.8", "收入比=2.8", "城乡居民收入比.2024=2.8", "ＲＡＴＩＯ＝２.８", "Ratio.2024年=2.8"),
    ("rural.2024=17355", "农村.2024=17355", "农村常住居民=17355元", "2024年.农村居民=1.7355万元"),
    ("rural.average_growth=16%", "农村.年均增速=16%", "农村年均增速=16％", "rural average annual growth=0.16"),
    ("rural.wages.share=45%", "农村.工资性收入.占比=45%", "农村工资性收入占比=0.45", "RURAL.wages.Share=45%"),
]


@pytest.mark.parametrize("alike", TARGETS)
def test_targets_go_by_either_name(alike: tuple[str, ...]) -> None:
    assert {str(cm.target(text, PLAN)) for text in alike} == {str(cm.target(alike[0], PLAN))}


CALLS: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
    "scenario": (lambda: cm.scenario("trend"), lambda: cm.scenario("按趋势")),
    "with_alternative": (lambda: PLAN.with_alternative("floor"), lambda: PLAN.with_alternative("按下限")),
    "with_growth": (
        lambda: PLAN.with_growth(["rural"], "wages", 0.15),
        lambda: PLAN.with_growth(["农村"], "工资性收入", "15%"),
    ),
    "with_shares": (
        lambda: PLAN.with_shares({"rural": "national_2021"}),
        lambda: PLAN.with_shares({"农村": "2021年全国农村居民"}),
    ),
    "with_population": (
        lambda: PLAN.with_population({"urban": 8.0, "rural": 12.0}),
        lambda: PLAN.with_population({"城镇": 8.0, "农村常住居民": 12.0}),
    ),
    "with_gdp": (lambda: PLAN.with_gdp("guizhou"), lambda: PLAN.with_gdp("贵州")),
    "with_lever": (
        lambda: PLAN.with_lever("basic_pension:recipients=30000,residents=120000,first_year=2023"),
        lambda: PLAN.with_lever("基础养老金：领取人数＝3万，常住人口＝12万，起始年＝2023年"),
    ),
    "with_distribution": (
        lambda: PLAN.with_distribution("lifted", cm.IncomeDistribution(gini=0.3, floor=6000)),
        lambda: PLAN.with_distribution("脱贫人口", cm.IncomeDistribution(gini=0.3, floor=6000)),
    ),
    "where": (
        lambda: cm.load_plan().measures.where(departments="agriculture", groups="rural", components="wages"),
        lambda: cm.load_plan().measures.where(departments="农业农村局", groups="农村", components="工资性收入"),
    ),
    "statement": (
        lambda: cm.load_plan().statement("ratio_2024"),
        lambda: cm.load_plan().statement("2024年城乡居民收入比"),
    ),
    "load_plan": (lambda: cm.load_plan().id, lambda: cm.load_plan("册亨县").id),
}


CALLS |= {
    "sel": (
        lambda: PROJECTED.levels.sel(group="rural", component="wages", year=2023),
        lambda: PROJECTED.levels.sel(人群="农村", 收入构成="工资性收入", 年份="２０２３年"),
    ),
    "sel of several": (
        lambda: PROJECTED.totals.sel(group=["rural", "urban"]),
        lambda: PROJECTED.totals.sel(group=["农村常住居民", "ＵＲＢＡＮ"]),
    ),
    "at": (lambda: MANY.at(policy="low").growth, lambda: MANY.at(policy="ＬＯＷ").growth),
    "group_index": (lambda: PROJECTED.group_index("rural"), lambda: PROJECTED.group_index("农村")),
    "part": (
        lambda: cm.contributions(PROJECTED).part("rural", "wages"),
        lambda: cm.contributions(PROJECTED).part("农村居民", "工资"),
    ),
    "fan": (
        lambda: DRAWN.fan("level", group="rural", component="wages"),
        lambda: DRAWN.fan("各项收入", group="农村", component="工资性收入"),
    ),
    "reconcile": (
        lambda: cm.reconcile(PLAN, {"rural": {2022: 12405.12}}, locked=["rural.wages"]),
        lambda: cm.reconcile(PLAN, {"农村": {2022: 12405.12}}, locked=["农村.工资性收入"]),
    ),
    "tornado": (lambda: cm.tornado(PLAN, "ratio", by="group"), lambda: ANY.tornado(PLAN, "收入比", by="人群")),
    "explain_difference": (
        lambda: cm.explain_difference(PLAN, cm.scenario("trend"), "rural.2024", by="component"),
        lambda: ANY.explain_difference("按方案", cm.scenario("按趋势"), "农村.2024", by="收入构成"),
    ),
    "required_growth": (
        lambda: cm.required_growth(PLAN, "ratio=2.8", vary="rural", how="multiply"),
        lambda: ANY.required_growth(PLAN, "收入比=2.8", vary="农村", how="乘以"),
    ),
    "terms": (lambda: TERMS.label("wages"), lambda: TERMS.label("工资性收入")),
    "values by label": (
        lambda: PLAN.with_growth(None, None, {"urban": 0.1, "rural": 0.12, "lifted": 0.16}),
        lambda: PLAN.with_growth(None, None, {"城镇": 0.1, "农村居民": 0.12, "脱贫人口": 0.16}),
    ),
    "charts": (
        lambda: charts.components_by_year(PROJECTED, group="rural").get_title(),
        lambda: charts.components_by_year(PROJECTED, group="农村").get_title(),
    ),
}


def test_every_choice_of_the_python_api_goes_by_a_chinese_name() -> None:
    from ceheng_model.arguments.asked import OneOf, Word
    from ceheng_model.arguments.let_in import _parameters
    from ceheng_model.doors import is_guarded
    from ceheng_model.names import choice_names

    seen = 0
    for public in map(cm.__dict__.get, (name for name in cm.__all__ if getattr(cm, name) is not None)):
        methods = vars(public).values() if inspect.isclass(public) else [public]
        guarded: list[Any] = [getattr(one, "__func__", one) for one in methods if is_guarded(one)]
        for function in guarded:
            for asked in _parameters(inspect.unwrap(function)).asked.values():
                for word in asked.members if isinstance(asked, OneOf) else [asked]:
                    for name in choice_names(word.options) if isinstance(word, Word) else ():
                        assert word.made(name.key) == word.made(name.label.zh) == word.made(wide(name.key)) == name.key
                        seen += 1
    assert seen > 30


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: PROJECTED.totals.sel(group="居民"), "it may be urban (urban residents), rural (rural residents)"),
        (lambda: DRAWN.fan("total", group="居民"), "it may be urban (urban residents), rural (rural residents)"),
        (lambda: DRAWN.fan("total", group="rurla"), "choose from: urban (urban residents), rural (rural residents)"),
        (lambda: PROJECTED.totals.sel(grp="rural"), "choose from: group, year"),
        (lambda: ANY.tornado(PLAN, "ratio", by="years"), "choose from: component, group, year, cell"),
        (lambda: ANY.set_language("法文"), "choose from: zh (Chinese), en (English)"),
    ],
)
def test_the_python_api_asks_back_with_both_names(call: Callable[[], Any], told: str) -> None:
    with pytest.raises(cm.InputError, match=re.escape(told)):
        call()


BY_KEY = """
based_on = "trend"
shares = { rural = "national_2021" }
population = { urban = { 2021 = 8.0, 2022 = 8.0, 2023 = 8.0, 2024 = 8.0 }, rural = { 2021 = 12.0, 2022 = 12.0, 2023 = 12.0, 2024 = 12.0 } }
[[growth]]
groups = "rural"
components = ["wages"]
set = 0.15
"""
BY_NAME = """
based_on = "按趋势"
shares = { "农村" = "2021年全国农村居民" }
population = { "城镇" = { 2021 = 8.0, 2022 = 8.0, 2023 = 8.0, 2024 = 8.0 }, "农村居民" = { 2021 = 12.0, 2022 = 12.0, 2023 = 12.0, 2024 = 12.0 } }
[[growth]]
groups = "农村"
components = ["工资性收入"]
"设为" = 0.15
"""  # fmt: skip


def test_a_scenario_file_takes_the_same_names(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    made = []
    for text in (BY_KEY, BY_NAME):
        file.write_text(text, encoding="utf-8")
        made.append(cm.read_scenario(file))
    assert made[0] == made[1]
    file.write_text(BY_KEY.replace("trend", "居民"), encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"based_on must be one of the known options \(got '居民'\).*trend"):
        cm.read_scenario(file)


def test_a_table_of_actual_figures_takes_the_same_names() -> None:
    rows = {"kind": "income", "year": [2022], "value": [12405.1], "published": ["2023-01-20"], "source": ["survey"]}
    by_key = pd.DataFrame({**rows, "group": "rural", "component": "total"})
    for group, component in (("农村", "合计"), ("农村居民", "ＴＯＴＡＬ"), ("Rural Residents", "Total")):
        named = pd.DataFrame({**rows, "group": group, "component": component})
        made, known = (
            cm.track("ceheng-2022-2024", cm.read_actuals(frame), seed=1, draws=1_024).to_frame()
            for frame in (named, by_key)
        )
        assert made.equals(known)


def test_sheets_and_encodings_go_by_any_writing(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.create_sheet("Income 2022").append(["a"])
    book.save(tmp_path / "a.xlsx")
    from ceheng_model.files import Opening
    from ceheng_model.files.formats import open_grid

    assert open_grid(tmp_path / "a.xlsx", Opening(sheet="ＩＮＣＯＭＥ 2022")).name.endswith("[Income 2022]")
    with pytest.raises(cm.InputError, match="the sheet must be one of the known options"):
        open_grid(tmp_path / "a.xlsx", Opening(sheet="absent"))


@pytest.mark.parametrize("call", CALLS)
def test_the_python_api_takes_the_same_names(call: str) -> None:
    by_key, by_name = CALLS[call]
    made, named = by_key(), by_name()
    assert repr(named) == repr(made)
    if isinstance(made, cm.Scenario):
        assert named == made


ALIKE = [
    ("project --set rural.wages.2023=15%", "project --set 农村.工资性收入.2023年＝15％"),
    ("project --scenario trend", "project --scenario 按趋势"),
    ("project --shares rural=national_2021", "project --shares 农村=2021年全国农村居民"),
    ("project --shares national_2021", "project --shares 2021年全国"),
    ("project --population urban=8 --population rural.2022=12 --population rural=12",
     "project --population 城镇=8 --population 农村。2022年=12 --population 农村=12"),
    ("project --gdp guizhou", "project --gdp 贵州"),
    ("project --plan zhejiang-2027", "project --plan 浙江"),
    ("project --lang en", "project --lang 英文"),
    ("project --format csv", "project --format ＣＳＶ"),
    ("solve ratio=2.8 --vary rural --years 2023-2024 --how add",
     "solve 收入比=2.8 --vary 农村 --years 2023至2024 --how 增加"),
    ("decompose rural.2024 --against trend --by group", "decompose 农村.2024年 --against 按趋势 --by 人群"),
    ("sensitivity ratio --method elasticities --by year", "sensitivity 收入比 --method 弹性 --by 年份"),
    ("measures --department agriculture --component business --group rural --annex 3",
     "measures --department 农业农村局 --component 经营净收入 --group 农村 --annex 附件3"),
    ("audit --reading reaches=floor --statement ratio_2024", "audit --reading 达到=下限 --statement 2024年城乡居民收入比"),
    ("levers --lever basic_pension:recipients=30000,residents=120000,first_year=2023 --target ratio=2.8",
     "levers --lever 基础养老金:领取人数=3万,常住人口=12万,起始年=2023 --target 收入比=2.8"),
    ("compare plan trend", "compare 按方案 按趋势"),
    ("show circumstances", "show 外部条件"),
    ("calibrate national --group rural", "calibrate 全国 --group 农村居民"),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "names"), ALIKE)
def test_commands_take_the_same_names(keys: str, names: str) -> None:
    by_key, by_name = (RUNNER.invoke(program, typed.split()) for typed in (keys, names))
    assert by_key.exit_code == 0, by_key.stderr
    assert (by_name.exit_code, by_name.stdout) == (0, by_key.stdout), by_name.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_choice_of_every_option_goes_by_a_chinese_name(command: str) -> None:
    from ceheng_model.cli.option_values import _kind_and_option
    from ceheng_model.names import choice_names

    group: Any = typer.main.get_command(program)
    loaded = group.get_command(typer.Context(group), command)
    hints = get_type_hints(loaded.callback, include_extras=True) if loaded.callback else {}
    for parameter in loaded.params:
        options = getattr(_kind_and_option(hints.get(parameter.name))[0], "__args__", ())
        for name in choice_names(option for option in options if isinstance(option, str)):
            is_a_format = name.key in ("csv", "json", "utf-8", "gb18030", "utf-16", "big5")
            assert is_a_format or re.search("[\u4e00-\u9fff]", name.label.zh), (command, parameter.name, name.key)
            assert key_of(WHAT, name.label.zh, choice_names(options)) == name.key


@pytest.mark.parametrize("typed", ["--lang en check", "check --lang en", "--lang=en check", "ＣＨＥＣＫ --lang en"])
def test_options_stand_before_or_behind_the_command(typed: str) -> None:
    expected = RUNNER.invoke(program, ["check", "--lang", "en"])
    done = RUNNER.invoke(program, typed.split())
    assert (done.exit_code, done.stdout) == (0, expected.stdout)


def test_a_value_that_is_called_like_a_command_is_a_value() -> None:
    done = RUNNER.invoke(program, ["--name", "audit", "project", "--format", "json"])
    assert done.exit_code == 0, done.stderr
    assert RUNNER.invoke(program, ["project", "--name", "audit", "--format", "json"]).stdout == done.stdout


def test_the_language_comes_from_the_environment_and_help_follows_it() -> None:
    english, chinese = {"CEHENG_LANG": "en"}, {"CEHENG_LANG": ""}
    said = RUNNER.invoke(program, ["plans", "--lang", "en"]).stdout
    assert RUNNER.invoke(program, ["plans"], env=english).stdout == said
    # an option comes before the environment
    assert RUNNER.invoke(program, ["plans", "--lang", "zh"], env=english).stdout != said
    for command in ([], *([name] for name in COMMANDS)):
        helped = RUNNER.invoke(program, [*command, "--help"], env=english).stdout
        told = RUNNER.invoke(program, [*command, "--help"], env=chinese).stdout
        assert "Options:" in helped
        assert "选项：" in told
        assert RUNNER.invoke(program, [*command, "--lang", "en", "--help"], env=chinese).stdout == helped
        assert " / " not in helped + told.replace("NAME / FILE", "")


def test_chinese_help_says_in_chinese_what_stands_for_a_value() -> None:
    for command in COMMANDS:
        page = RUNNER.invoke(program, [command, "--help"], env={"CEHENG_LANG": ""}).stdout
        page = page[min(page.index(f"{heading}：\n") for heading in ("参数", "选项") if f"{heading}：\n" in page) :]
        rows = [line.strip() for line in page.splitlines() if re.match(r"  [-\[{A-Za-z\u4e00-\u9fff]", line)]
        names = [row.partition("  ")[0] for row in rows]
        assert len(names) > 3, command
        for name in names:
            # choices are keys that are typed as they stand, and so are options
            left = re.sub(r"<[a-z0-9_|-]+\|[a-z0-9_|-]+>|--?[a-z-]+|national|net|NAME / FILE", "", name)
            assert not re.search(r"[A-Za-z]{2,}", left), (command, name)
    english = RUNNER.invoke(program, ["plans", "--help"], env={"CEHENG_LANG": "en"}).stdout
    assert "<path>" not in english
    assert "--base-year YEAR" in english


def test_help_groups_commands_by_what_one_does() -> None:
    told = RUNNER.invoke(program, ["--help"]).stdout
    assert [line for line in told.splitlines() if line in ("看：", "问：", "判：", "写：")] == [
        "看：",
        "问：",
        "判：",
        "写：",
    ]
    for word in ("+=", "*=", "wages", "工资性收入", "rural"):
        assert word in told


WRONG = [
    (["chek"], "命令必须为已有的命令（现为 “chek”）；最相近的：check（逐条校验方案的承诺）；全部见 ceheng --help。"),
    (["check", "--foo"], "选项必须为 ceheng check 已有的选项（现为 “--foo”）；最相近的：--format；"),
    (["check", "x"], "ceheng check 的参数必须不多于所需（现为 “x”）；见 ceheng check --help。"),
    (["data"], "参数 文件必须给出（现缺）；例如 ceheng data 国家数据下载.xlsx；全部用法见 ceheng data --help。"),
    (["compare"], "参数 名称|文件... 必须给出（现缺）；例如 ceheng compare plan trend；全部用法见 ceheng compare --help。"),
    (["init"], "参数 文件夹必须给出（现缺）；例如 ceheng init 新县方案；全部用法见 ceheng init --help。"),
    (["check", "--plan"], "--plan 必须带一个值（现缺）；见 ceheng check --help。"),
    (["check", "--strict=1"], "--strict 必须不带值（现为 “--strict=1”）；见 ceheng check --help。"),
    (["project", "--horizon", "x"], "--horizon 必须为四位数的年份（现为 “x”）"),
    (["project", "--format", "x"], "--format 必须为已知选项之一（现为 “x”）；可用：table（表格）"),
    (["project", "--lang", "x"], "--lang 必须为已知选项之一（现为 “x”）；可用：zh（中文）、en（英文）。"),
    (["project", "--plan", "没有"], "方案（随附方案的名称，或方案文件夹的路径）必须为已知选项之一（现为 “没有”）"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "told"), WRONG, ids=lambda part: " ".join(part) if isinstance(part, list) else "")
def test_a_wrong_command_line_is_answered_in_the_readers_language(typed: list[str], told: str) -> None:
    chinese, english = RUNNER.invoke(program, typed), RUNNER.invoke(program, typed, env={"CEHENG_LANG": "en"})
    assert (chinese.exit_code, english.exit_code) == (2, 2)
    assert chinese.stderr.startswith(told)
    assert not re.search("[A-Z][a-z]+ [a-z]+", chinese.stderr)
    if typed[-1] not in ("没有", "x") or "--lang" not in typed:
        assert not re.search("[\u4e00-\u9fff]", english.stderr.replace("没有", ""))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ceheng sc", {"scenarios"}),
        ("ceheng ", set(COMMANDS)),
        ("ceheng --lang en aud", {"audit"}),
        ("ceheng solve --vary 农", {"农村", "农村常住居民"}),
        ("ceheng solve --vary rur", {"rural"}),
        ("ceheng report --scenario tr", {"trend"}),
        ("ceheng report --scenario 按趋", {"按趋势"}),
        ("ceheng project --set 农村.工资", {"农村.工资性收入"}),
        ("ceheng measures --department 县农业", {"县农业农村局"}),
        ("ceheng project --format 表", {"表格"}),
        ("ceheng check --stri", {"--strict"}),
    ],
)
def test_commands_and_names_complete_in_both_languages(typed: str, offered: set[str]) -> None:
    words = typed.split(" ")
    told = {"_CEHENG_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    code = "from ceheng_model.cli import program; program(prog_name='ceheng')"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env={**os.environ, **told, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert set(done.stdout.split()) == offered, done.stderr


@pytest.mark.parametrize(
    ("rate", "told"),
    [("12.5", "12.5% 写作 0.125，或 12.5%"), ("20", "20% 写作 0.20，或 20%"), ("7.25", "7.25% 写作 0.0725，或 7.25%")],
)
def test_a_rate_in_per_cent_is_answered_with_all_its_digits(rate: str, told: str) -> None:
    done = RUNNER.invoke(program, ["project", "--set", f"rural.wages={rate}"])
    assert done.exit_code == 2
    assert told in done.stderr


def test_folding_leaves_out_what_does_not_count() -> None:
    assert folded("《 农村　居民 》") == "农村居民"
    assert [name.key for name in names_in("城镇工资性收入", (*group_names(TERMS), *component_names(TERMS)))] == [
        "urban",
        "wages",
    ]
