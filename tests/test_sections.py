"""TOML tables key by key: what is needed, what may be left out, and what nobody asked for."""

import json
import random
import re
import shutil
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ceheng_model as cm
from ceheng_model.errors import NOTHING, Fault, InputError
from ceheng_model.files import Section, read_settings, settings_in
from ceheng_model.files.formats import open_grid
from ceheng_model.scenarios import load_dossier
from ceheng_model.scenarios.scenario_files import read_recipe
from ceheng_model.vocabulary import Text


def section(**table: Any) -> tuple[Section, list[Fault]]:
    faults: list[Fault] = []
    return Section(Path("a.toml"), "", table, faults), faults


def told(faults: list[Fault]) -> list[str]:
    return [fault.text("en") for fault in faults]


READ: list[tuple[dict[str, Any], Callable[[Section], object], object]] = [
    ({"k": "x"}, lambda s: s.text("k"), "x"),
    ({}, lambda s: s.text("k", "usual"), "usual"),
    ({}, lambda s: s.optional("k", s.text), None),
    ({"k": "x"}, lambda s: s.optional("k", s.text), "x"),
    ({"k": 3}, lambda s: s.optional("k", s.number), 3.0),
    ({}, lambda s: s.optional("k", s.section), None),
    ({}, lambda s: s.optional("k", lambda key: s.option(key, ("a", "b"))), None),
    ({"k": "b"}, lambda s: s.optional("k", lambda key: s.option(key, ("a", "b"))), "b"),
    ({}, lambda s: s.option("k", ("a", "b"), "a"), "a"),
    ({"b": 2, "a": 1}, lambda s: s.present(("a", "b", "c"), s.number), {"a": 1.0, "b": 2.0}),
    ({"k": 2021}, lambda s: s.whole("k"), 2021),
    ({}, lambda s: s.whole("k", 7), 7),
    ({"k": True}, lambda s: s.flag("k", default=False), True),
    ({}, lambda s: s.flag("k", default=False), False),
    ({"k": date(2022, 9, 30)}, lambda s: s.day("k"), date(2022, 9, 30)),
    ({"k": {"zh": "甲", "en": "a"}}, lambda s: s.texts("k"), Text("甲", "a")),
    ({"k": "a"}, lambda s: s.options("k", ("a", "b")), ("a",)),
    ({"k": ["b", "a"]}, lambda s: s.options("k", ("a", "b")), ("b", "a")),
    ({}, lambda s: s.options("k", ("a", "b")), ()),
    ({"k": [2022, 2024]}, lambda s: s.years("k"), (2022, 2024)),
    ({"k": 2022}, lambda s: s.years("k"), (2022,)),
    ({"k": {"2022": 0.02, "2023": 1}}, lambda s: s.section("k").by_year(), {2022: 0.02, 2023: 1.0}),
    ({"k": {}}, lambda s: s.section("k").by_year(), {}),
    ({"k": [1]}, lambda s: s.raw("k"), [1]),
    ({}, lambda s: s.raw("k"), NOTHING),
]


@pytest.mark.parametrize(("table", "read", "expected"), READ)
def test_what_is_right_is_read_and_known(
    table: dict[str, Any], read: Callable[[Section], object], expected: object
) -> None:
    top, faults = section(**table)
    assert read(top) == expected
    top.finish()
    assert told(faults) == []


WRONG: list[tuple[dict[str, Any], Callable[[Section], object], object, str]] = [
    ({}, lambda s: s.text("k"), "", "a.toml: k must be text that is not empty (got nothing); write \"...\"."),
    ({"k": 5}, lambda s: s.text("k", "usual"), "", "k must be text that is not empty (got 5)"),
    ({"k": 5}, lambda s: s.optional("k", s.text), "", "k must be text that is not empty (got 5)"),
    ({"k": " "}, lambda s: s.optional("k", s.text), "", "k must be text that is not empty (got ' ')"),
    ({"k": "x"}, lambda s: s.optional("k", s.whole), 0, "k must be a whole number (got 'x'); for example 2021"),
    ({"k": True}, lambda s: s.whole("k", 7), 0, "k must be a whole number (got True)"),
    ({"k": "z"}, lambda s: s.option("k", ("a", "b"), "a"), "z", "k must be one of the known options (got 'z'); choose from: a, b."),
    ({}, lambda s: s.option("k", ("a", "b")), "", "k must be one of the known options (got nothing)"),
    ({"k": ["a"]}, lambda s: s.option("k", ("a", "b")), "", "k must be one of the known options (got ['a'])"),
    ({"a": "x"}, lambda s: list(s.present(("a", "b"), s.number)), ["a"], "a must be a finite number (got 'x')"),
    ({"k": 1}, lambda s: s.flag("k", default=False), False, "k must be true or false (got 1); such as false"),
    ({"k": "2022-09-30"}, lambda s: s.day("k"), date.min, "k must be a date (got '2022-09-30'); write 2022-09-30 without"),
    ({"k": 3}, lambda s: s.optional("k", s.section) is None, False, "k must be a table (got 3); write [k]."),
    ({"k": ["a", "z"]}, lambda s: s.options("k", ("a", "b")), (), "k must hold known names (got 'z'); choose from: a, b."),
    ({"k": [2022, True]}, lambda s: s.years("k"), (), "k must hold years (got True); choose from: 2022, 2023."),
    ({"k": {"soon": 1}}, lambda s: s.section("k").by_year(), {}, "the key must be known (got 'k.soon'); the keys are years"),
    ({"k": {"2022": "x"}}, lambda s: list(s.section("k").by_year()), [2022], "k.2022 must be a finite number (got 'x')"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "read", "expected", "message"), WRONG)
def test_what_is_wrong_is_one_fault(
    table: dict[str, Any], read: Callable[[Section], object], expected: object, message: str
) -> None:
    top, faults = section(**table)
    assert read(top) == expected
    top.finish()
    (line,) = told(faults)
    assert message in line
    assert "None" not in line


def test_what_nobody_asked_for_is_named_beside_what_is_known() -> None:
    top, faults = section(name="x", colour="red", speed=3)
    top.text("name")
    top.optional("based_on", top.text)
    top.present(("set", "add"), top.number)
    top.finish()
    assert told(faults) == [
        f"a.toml: the key must be known (got '{key}'); known here: name, based_on, set, add."
        for key in ("colour", "speed")
    ]
    inside, faults = section(k={"x": 1})
    inside.section("k").finish()
    assert told(faults) == ["a.toml: the key must be known (got 'k.x'); known here: (none)."]


TOML = [
    ("id = “a”", 1, '必须为英文引号 "，不为中文引号（现为 “）'),
    ('a = "x"\nb = "y”\nc = 1', 2, "不为中文引号（现为 ”）"),
    ("“a” = 1", 1, "不为中文引号（现为 “）"),
    ("a = [‘x’]", 1, "不为中文引号（现为 ‘）"),
    ("a = 1，", 1, "各项之间的逗号必须为半角"),
    ("a ＝ 1", 1, "键与值之间的等号必须为半角"),
    ("a = 1\n［b］", 2, "括号必须为半角"),
    ("a = １２", 1, "数必须用半角数字"),
    ("\n　a = 1", 2, "空格必须为半角"),
    ("a = 1 ＃ b", 1, "井号必须为半角"),
    ("名称 = 1", 1, "现为 中文的键没有加引号"),
    ("a组 = 1", 1, "现为 中文的键没有加引号"),
    ("[组]", 1, "现为 中文的键没有加引号"),
    ("a = 甲", 1, "现为 文字没有加引号"),
    ("a = 1\na = 2", 2, "现为 键或表重复"),
    ("[a]\n[a]", 2, "现为 键或表重复"),
    ("a = {b = 1, b = 2}", 1, "现为 键重复"),
    ("a = 2022-13-40", 1, "现为 日期不存在或写法不对"),
    ("a = 2022/9/30", 1, "现为 日期不存在或写法不对"),
    ("a = [1, 2", 1, "现为 列表没有收尾"),
    ("a = {b = 1", 1, "现为 表没有收尾"),
    ('a = "x\nb = 1', 1, "现为 文字没有收尾的引号"),
    ('a = """x\n\n', 1, "现为 文字没有收尾的引号"),
    ('a = "C:\\数据"', 1, "现为 文字中有单独的反斜杠"),
    ('a = "\\uD800"', 1, "现为 反斜杠后的编码不对"),
    ('a = "\\u12"', 1, "现为 反斜杠后的编码不对"),
    ('a = "x\x01"', 1, "现为 有不可见的控制字符"),
    ("[a", 1, "现为 表头没有收尾"),
    ("[[a]", 1, "现为 表头没有收尾"),
    ("a = 1 b = 2", 1, "现为 一行内容之后还有内容"),
    ("a", 1, "现为 键后没有等号"),
    ("= 1", 1, "现为 不是键或表头"),
    ("a = tru", 1, "现为 值的写法不对"),
    ("b = 1\na = " + "9" * 5000, 2, "现为 5000 位数"),
]  # fmt: skip
JSON = [
    ('{"a": 1, "a": 2}', 1, "键必须不重复（现为 “a”）"),
    ('{"a": 1,\n"b": {"a": 1},\n"c": 1, "c": 2}', 3, "键必须不重复（现为 “c”）"),
    ("{“a”: 1}", 1, "不为中文引号（现为 “）"),
    ('{"a": “b”}', 1, "不为中文引号（现为 “）"),
    ('{"a"：1}', 1, "必须为半角（现为 ：）"),
    ('{"a": 1，"b": 2}', 1, "各项之间的逗号必须为半角"),
    ('{"a": 1,}', 1, "，最后一项后不加逗号|最后一项后有逗号"),
    ("{a: 1}", 1, "现为 缺少加引号的键"),
    ('{"a" 1}', 1, "现为 键后没有冒号"),
    ('{"a": 1 "b": 2}', 1, "现为 两项之间没有逗号"),
    ('{"a": tru}', 1, "现为 缺少值或值的写法不对"),
    ('{"a": "x', 1, "现为 文字没有收尾的引号"),
    ('{"a": "\\q"}', 1, "现为 反斜杠后的编码不对"),
    ('{"a": NaN}', 1, "现为 NaN"),
    ('{"a": 1} x', 1, "现为 内容之后还有内容"),
    ("[1]", 1, "现为 不是键与值"),
    ("", 1, "现为 缺少值"),
    ('{"a":\n"\\ud800"}', 2, "现为 不完整的字符编码"),
    ('{"a": ' + "9" * 5000 + "}", 1, "现为 5000 位数"),
]  # fmt: skip
SYNTAX = [("TOML", *case) for case in TOML] + [("JSON", *case) for case in JSON]


@pytest.mark.parametrize(("form", "text", "line", "message"), SYNTAX)
def test_every_fault_of_syntax_is_one_sentence_with_its_line(form: str, text: str, line: int, message: str) -> None:
    with pytest.raises(cm.InputError, match=f"a line {line}: ") as caught:
        settings_in(text, Text.same("a"), form=form)
    assert len(caught.value.faults) == 1
    chinese = caught.value.text("zh")
    assert chinese.startswith(f"a 第{line}行：")
    assert re.search(message, chinese), chinese
    assert not latin_words(chinese)


def latin_words(chinese: str) -> list[str]:
    """Return what stands in a Chinese text as several foreign words in a row, outside brackets."""
    return re.findall(r"[A-Za-z']{2,} [a-z']{2,}[A-Za-z' ]*", re.sub(r"（[^（）]*）", "", chinese))


@pytest.mark.parametrize("form", ["TOML", "JSON"])
def test_text_spoilt_anywhere_is_read_or_told_in_chinese(form: str) -> None:
    whole = {
        "TOML": 'id = "a"\nyears = [2022, 2023]\n[title]\nzh = "甲\\n"\nen = \'b\'\n[[x]]\nday = 2022-09-30\nt = {a = 1.5, b = true}\n',
        "JSON": '{"id": "a", "years": [2022, 2023], "title": {"zh": "甲", "en": "b"}, "x": [{"v": 1.5, "t": true}]}',
    }[form]
    chance = random.Random(12)
    signs = "“”‘’＝，：；［］｛｝（）　\"'=,[]{}\\\x00\n#.甲a0-"
    refused = 0
    for _ in range(1500):
        text, at = list(whole), chance.randrange(len(whole))
        text[at : at + chance.randrange(3)] = chance.choices(signs, k=chance.randrange(1, 3))
        try:
            settings_in("".join(text), Text.same("a"), form=form)
        except cm.InputError as error:
            refused += 1
            assert not latin_words(error.text("zh")), error.text("zh")  # noqa: PT017
            assert "无法识别" not in error.text("zh"), ("".join(text), error.text("zh"))  # noqa: PT017
    assert refused > 700


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("TOML", "a = " + "[" * 5000), ("TOML", "a = " + "{a = " * 5000), ("TOML", "a" + ".a" * 50_000 + " = 1"),
        ("TOML", "[" + "a." * 50_000 + "a]"), ("TOML", "x = {" + "a . " * 50_000 + "a = 1}"),
        ("JSON", "[" * 100_000), ("JSON", '{"a":' * 100_000),
    ],
)  # fmt: skip
def test_depth_without_end_is_told(form: str, text: str) -> None:
    with pytest.raises(cm.InputError, match="brackets and keys must be at most 100 levels deep"):
        settings_in(text, Text.same("a"), form=form)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-mark", "doubled"])
@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_settings_come_in_the_encodings_of_editors(tmp_path: Path, encoding: str, suffix: str) -> None:
    text = '名 = "册亨县"'.replace("名", "name") if suffix == ".toml" else '{"name": "册亨县"}'
    raw = {
        "utf-16-le-mark": b"\xff\xfe" + text.encode("utf-16-le"),
        "doubled": b"\xef\xbb\xbf" * 2 + text.encode(),
    }.get(encoding)
    (tmp_path / f"a{suffix}").write_bytes(text.encode(encoding) if raw is None else raw)
    assert read_settings(tmp_path / f"a{suffix}") == {"name": "册亨县"}


def test_json_is_known_by_its_content_too(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('\n {"a": 1}', encoding="utf-8")
    assert read_settings(tmp_path / "a.toml") == {"a": 1}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\xff\xfe\x00", "the file's encoding must be UTF-8"),
        (b"a = 1\x00\n", "line 1: the text must hold no NUL bytes"),
        ('a = "会议'.encode()[:-1] + b'"\n', "line 1: the text must have every sign whole"),
        (b"PK\x03\x04\x00", "the file must be text"),
        (b"#" * 2_000_001, r"the size of the file must be at most 2 MB \(got more\)"),
        (b"\xff", "encoding must be"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, raw: bytes, message: str) -> None:
    (tmp_path / "a.toml").write_bytes(raw)
    with pytest.raises(cm.InputError, match=message):
        read_settings(tmp_path / "a.toml")


def test_a_number_too_large_for_a_float_is_no_number() -> None:
    for value in (10**400, float("inf"), float("nan")):
        top, faults = section(k=value)
        top.number("k")
        assert "k must be a finite number" in told(faults)[0]


def test_a_scenario_in_json_is_the_one_in_toml(tmp_path: Path) -> None:
    scenario = cm.scenario("floor").with_growth("rural", "wages", 0.1).with_prices({2022: 0.02, 2023: 0.01, 2024: 0.01})
    cm.write_scenario(scenario, tmp_path / "a.toml")
    tables = tomllib.loads((tmp_path / "a.toml").read_text(encoding="utf-8"))
    (tmp_path / "a.json").write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")
    first, second = cm.read_scenario(tmp_path / "a.toml"), cm.read_scenario(tmp_path / "a.json")
    assert (first.growth == second.growth).all()
    assert list(map(str, first.changes)) == list(map(str, second.changes))
    assert first.name == second.name


def test_chinese_quotation_marks_of_a_plan_are_named_with_their_line(tmp_path: Path) -> None:
    shutil.copytree(cm.load_plan().folder, tmp_path / "plan")
    case = Path(__file__).parent / "cases" / "files" / "toml_cn_quotes" / "plan.toml"
    shutil.copy(case, tmp_path / "plan")
    with pytest.raises(cm.InputError, match=r"plan.toml line 4: quotation marks around text must be plain") as caught:
        cm.load_plan(tmp_path / "plan")
    assert (
        'plan.toml 第4行：文字两端的引号必须为英文引号 "，不为中文引号（现为 “）；在英文输入法下写作 "..."。'
        in caught.value.text("zh")
    )


@pytest.mark.parametrize("number", ["0x" + "f" * 6000, "0b" + "1" * 2000, "0o" + "7" * 2000, "9" * 400])
def test_a_number_of_any_base_that_is_too_long_is_told(number: str) -> None:
    with pytest.raises(InputError, match=rf"a.toml line 2: .*{len(number)} digits"):
        settings_in(f"b = 1\na = [{number}]", Text.same("a.toml"))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="asks for a device without end")
@pytest.mark.parametrize("name", ["a.toml", "a.json", "a.xlsx", "a.csv"])
def test_a_device_without_end_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.symlink_to("/dev/zero")
    with pytest.raises(InputError, match="must be at most"):
        read_settings(path) if name in ("a.toml", "a.json") else open_grid(path)


@pytest.mark.parametrize("name", ["a" * 300, "a" * 300 + ".toml", "a" * 300 + ".csv", "a\0b.csv"])
def test_a_name_that_no_file_can_have_is_told(name: str) -> None:
    with pytest.raises(InputError, match="must be readable"):
        open_grid(Path(name))
    with pytest.raises(InputError, match="must be"):
        read_recipe(name, load_dossier())


@pytest.mark.parametrize(("name", "size"), [("a.csv", 100_000_001), ("a.xlsx", 50_000_001), ("a.toml", 2_000_001)])
def test_a_file_that_is_too_large_is_refused_as_such(name: str, size: int, tmp_path: Path) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(b"PK\x03\x04" if name == "a.xlsx" else b"a = 1")
        # a gap takes no room on the disk
        file.truncate(size)
    with pytest.raises(InputError, match="must be at most"):
        read_settings(path) if name == "a.toml" else open_grid(path)
