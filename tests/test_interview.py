"""An interview on a real terminal: mistakes are told at once, nothing given is lost, and all is seen before it is written."""

import re
import signal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.cli.given.sheet import Sheet, by_year, read_sheet, sheet_of
from ceheng_model.cli.given.terms import groups_of
from ceheng_model.cli.interview.questions import questions
from ceheng_model.cli.interview.replies import SuspicionError, a_name, a_statement
from ceheng_model.cli.interview.so_far import SoFar
from ceheng_model.drafting import read_sentence
from ceheng_model.errors import InputError
from ceheng_model.terms import BUREAU_COMPONENTS
from ceheng_model.vocabulary import Force, Language, Text
from tests.terminals import terminal

TITLE = "某省居民增收行动方案（2024—2028年）"
# each question by the words that put it, mistakes with a word of the reason that is told, and the answer at last
WHOLE: list[tuple[str, list[tuple[str, str]], str]] = [
    ("方案名称", [("", "必须填写")], TITLE),
    ("发布机关", [("  ", "必须填写")], "某省人民政府"),
    ("发布日期", [("soon", "必须为日期"), ("2024-02-30", "必须为日期"), ("12345", "必须为日期")], "2024年3月1日"),
    ("地区名称或代码", [("", "必须填写")], "某省"),
    ("基年", [("20x3", "四位数的年份"), ("23", "四位数的年份")], "2023年"),
    ("末年", [("2023", "必须在 2024 与 2123 之间"), ("2999", "四位数的年份")], "2028"),
    ("方案写到的人群", [("7", "已知选项之一"), ("a:甲; a:乙", "不重复"), ("a b:北部", "字母键")], "1"),
    ("官方数据表文件", [("没有.csv", "必须存在")], ""),
    ("2023年城镇常住居民人均收入", [("四万", "数额"), ("-4", "大于零"), ("4", "核对单位")], "4万元"),
    ("2023年农村常住居民人均收入", [("1,60", "千位"), ("", "必须填写")], "16,000元"),
    ("2023年城镇常住居民收入构成", [("60,10,10", "规定的形式"), ("60,10,10,10", "合计100%")], "60.1,11.5,10.4,18.1"),
    ("2023年农村常住居民收入构成", [("national,1", "规定的形式")], "national"),
    ("城镇常住居民收入目标", [("5.6", "是否以万元计"), ("5.6%", "以元计"), ("2023=6万元", "2024 与 2028"), ("2029=6万元", "核对年份")], "5.6万元左右"),
    ("农村常住居民收入目标", [("2.2—2.0万元", "由低到高")], "2026年=2万元; 力争2.46万元"),
    ("城镇常住居民年均增速", [("8%以上左右", "措辞"), ("8元", "增速")], ""),
    ("农村常住居民年均增速", [("力争8%（约束性）", "约束力")], "8%以上"),
    ("城乡居民收入比", [("19:10", "倍数"), ("0", "大于零")], "2.4:1以内"),
    ("其他承诺", [("每年增加", "哪一人群"), ("生活更好", "写明年均增加"), ("quantity=luck", "已知选项"), ("quantity=increment; group=x; value=1", "group")],
     "quantity=increment; group=rural; value=1500元以上"),
    ("其他承诺", [], ""),
    ("其中写明力争", [("9力争", "序号为1至"), ("力争", "序号为1至"), ("2约束性", "约束力")], "1预期性，4约束性"),
    ("是否填写经济增长", [("也许", "是或否")], "是"),
    ("经济增速", [("5元", "增速"), ("2024=5%; 2024=4%", "不重复")], "5%"),
    ("居民消费价格涨幅", [("两个点", "涨幅")], "2024=2%; 2025=2.5%"),
    ("城镇常住居民常住人口", [("很多", "人口")], "400万人"),
    ("农村常住居民常住人口", [("2024=多", "人口")], "2023=300万人; 2028=280万人"),
    ("是否附上中国全国居民", [("fujian", "是或否")], "是"),
    ("是否逐条填写原文", [("x", "是或否")], "是"),
    ("收入目标（5.6万元左右）的原文", [], "城镇居民收入达到5.6万元左右"),
    ("收入目标（5.6万元左右）的出处", [], "第二部分"),
    *((f"的{what}", [], "") for _ in range(3) for what in ("原文", "出处")),
]  # fmt: skip
OPTIONS = [
    "--title", TITLE, "--issuer", "某省人民政府", "--issued", "2024-03-01", "--region", "某省", "--base-year", "2023",
    "--last-year", "2028", "--base", "urban=40000", "--base", "rural=16000", "--split", "urban=60.1,11.5,10.4,18.1",
    "--split", "rural=national", "--endpoint", "urban=预期5.6万元左右", "--endpoint", "rural.2026=2万元",
    "--endpoint", "rural=力争2.46万元", "--growth", "rural=8%以上", "--ratio", "2.4以内（约束性）",
    "--increment", "rural=1500元以上", "--gdp", "5%", "--cpi", "2024=2%", "--cpi", "2025=2.5%",
    "--population", "urban=400万人", "--population", "rural.2023=300万人", "--population", "rural.2028=280万人",
    "--series", "national",
]  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def by_options(folder: Path, *options: str) -> dict[str, bytes]:
    done = CliRunner().invoke(program, ["init", str(folder), *options])
    assert done.exit_code == 0, done.output
    return files(folder)


def test_a_mistake_in_every_answer_is_told_at_once_and_asked_again(tmp_path: Path) -> None:
    with terminal(tmp_path / "mine", "--answers", "kept.toml") as person:
        for words, mistakes, answer in WHOLE:
            shown = person.asked(words)
            for typed, reason in mistakes:
                person.type(typed)
                shown = person.asked(words)
                assert "✗" in shown
                assert reason in shown
            person.type(answer)
        shown = person.asked("回车写入")
        for _, _, answer in WHOLE:
            assert answer in shown
        person.type("")
        status, _ = person.ended()
    assert status == 0
    plan = cm.load_plan(tmp_path / "mine")
    assert plan.statement("urban_income_2028").words == "城镇居民收入达到5.6万元左右"
    assert plan.statement("urban_income_2028").place.zh == "第二部分"
    made = files(tmp_path / "mine")
    same = by_options(tmp_path / "same", *OPTIONS)
    text = made.pop("plan.toml").decode().replace('"城镇居民收入达到5.6万元左右"', '""').replace('"第二部分"', '""')
    order = same.pop("plan.toml").decode()
    assert sorted(text.split("\n\n")) == sorted(order.split("\n\n"))
    assert made == same
    # the file holds the whole interview: without a terminal the same folder comes of it
    again = by_options(tmp_path / "again", "--answers", str(tmp_path / "kept.toml"))
    assert again == files(tmp_path / "mine")


@pytest.mark.parametrize("end", ["EOF", "SIGINT", "SIGTERM", "SIGHUP"])
def test_broken_off_anywhere_it_is_kept_and_gone_on_with(end: str, tmp_path: Path) -> None:
    answers = [answer for _, _, answer in WHOLE]
    asked = [words for words, _, _ in WHOLE]
    done = 0
    kept = tmp_path / "mine.answers.toml"
    options: list[str] = []
    # one interview in six sittings
    for until in (1, 5, 9, 18, 25, len(WHOLE)):
        with terminal(tmp_path / "mine", *options) as person:
            for at in range(done, until):
                person.asked(asked[at])
                person.type(answers[at])
            person.asked(asked[until] if until < len(WHOLE) else "回车写入")
            if until < len(WHOLE):
                person.waits()
                person.child.sendeof() if end == "EOF" else person.child.kill(getattr(signal, end))
                status, shown = person.ended()
                assert status == 130
                assert "--answers" in shown
            else:
                person.type("")
                status, _ = person.ended()
                assert status == 0
        assert kept.exists()
        assert (tmp_path / "mine").exists() == (until == len(WHOLE))
        options, done = ["--answers", str(kept)], until
    assert cm.load_plan(tmp_path / "mine").statement("ratio_2028").wording.printed_values == (2.4,)


def test_back_offers_what_was_answered_and_review_changes_it(tmp_path: Path) -> None:
    with terminal(tmp_path / "mine", "--lang", "en") as person:
        person.asked("Title of the plan")
        person.type("<")
        assert "first question" in person.asked("Title of the plan")
        for words, answer in [
            ("", "Plan 2024-2026"), ("Issued by", "County"), ("Date of issue", "2024-03-01"), ("Name or code", "here"),
            ("Base year", ""), ("Last year", ""), ("Groups", "2"), ("File of", ""), ("Income per head of rural", "9000"),
            ("Split", ""), ("Income that the plan promises rural", "at least 12000"), ("Average annual growth", "back"),
        ]:  # fmt: skip
            if words:
                person.asked(words)
            person.type(answer)
        person.child.expect_exact("[at least 12000]")
        person.type("<")
        person.asked("Split")
        person.type("")
        person.child.expect_exact("[at least 12000]")
        person.type("")
        for words in ("Average annual growth", "Anything else", "Which are", "Are growth", "Is China", "own words"):
            person.asked(words)
            person.type("")
        shown = person.asked("Enter writes it")
        assert "growth of 10.06% a year" in shown  # (12000 / 9000) ** (1 / 3) = 1.10064
        for number in ("0", "99", "yes"):
            person.type(number)
            assert "✗" in person.asked("Enter writes it")
        person.type("7")
        person.asked("Groups")
        # another group: what was said of the first is gone, what is of the plan stays
        person.type("3")
        person.asked("Income per head of urban residents in 2023")
        person.type("20000")
        person.asked("Split")
        person.type("")
        person.asked("promises urban")
        person.type("30000 or more")
        person.asked("Average annual growth of urban")
        person.type("")
        # numbers of goals are asked for again where the goals are others
        person.asked("Which are")
        person.type("")
        shown = person.asked("Enter writes it")
        assert "rural" not in shown
        person.type("")
        assert person.ended()[0] == 0
    plan = cm.load_plan(tmp_path / "mine")
    assert plan.group_keys == ("urban",)
    (statement,) = plan.statements
    assert (statement.wording.kind, statement.wording.printed_values) == ("at_least", (30000.0,))


def test_what_looks_like_a_slip_is_taken_when_it_is_given_again(tmp_path: Path) -> None:
    with terminal(tmp_path / "mine") as person:
        typed = [(TITLE, ""), ("x", ""), ("2024-03-01", ""), ("x", ""), ("", ""), ("", ""), ("2", ""), ("", "")]
        for text, _ in typed:
            person.asked("")
            person.type(text)
        person.asked("人均收入")
        for _ in range(2):
            person.type("400元")
            person.child.expect("[：:] ?$")
        assert "2023年农村常住居民收入构成" in person.child.before
        person.child.sendeof()
        assert person.ended()[0] == 130
    assert read_sheet(tmp_path / "mine.answers.toml").get("base.rural") == "400元"


@pytest.mark.parametrize("text", ["2024年3月1日", "2024-03-01", "4万", "36,510元", "7%"])
def test_a_date_or_an_amount_is_no_name_unless_it_is_given_again(text: str) -> None:
    with pytest.raises(SuspicionError, match="must be a name"):
        a_name(text, Text("发布机关", "Issued by"), SoFar(sheet=Sheet()))


@pytest.mark.parametrize("text", ["某县人民政府", "520000", "2025年某县行动方案", "第3区", "五家渠市", "百色市"])
def test_a_name_may_hold_numbers_and_a_region_may_be_a_code(text: str) -> None:
    assert a_name(text, Text("地区", "Region"), SoFar(sheet=Sheet())).zh == ""


def test_a_folder_that_stands_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kept.txt").write_text("x", encoding="utf-8")
    with terminal(tmp_path / "mine") as person:
        status, shown = person.ended()
    assert status == 2
    assert "方案名称" not in shown
    assert "尚不存在或为空" in shown


@pytest.mark.parametrize(
    ("file", "told"),
    [("mine/kept.toml", "不在要建立的文件夹中"), ("nowhere/kept.toml", "请先建立所在的文件夹"), (".", "")],
)
def test_where_answers_cannot_be_kept_nothing_is_asked(file: str, told: str, tmp_path: Path) -> None:
    with terminal(tmp_path / "mine", "--answers", file) as person:
        status, shown = person.ended()
    assert status == 2
    assert told in shown
    assert "方案名称" not in shown


def test_a_folder_that_cannot_be_made_loses_no_answers(tmp_path: Path) -> None:
    with terminal(tmp_path / "mine") as person:
        for words, _, answer in WHOLE:
            person.asked(words)
            person.type(answer)
        person.asked("回车写入")
        # somebody else makes the folder meanwhile
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "x.txt").write_text("x", encoding="utf-8")
        person.type("")
        status, shown = person.ended()
    assert status == 2
    assert "尚不存在或为空" in shown
    assert read_sheet(tmp_path / "mine.answers.toml").get("ratio") == "2.4:1以内"


def test_answers_without_a_terminal_name_all_that_is_missing(tmp_path: Path) -> None:
    missing = CliRunner().invoke(program, ["init", str(tmp_path / "mine"), "--answers", str(tmp_path / "no.toml")])
    assert missing.exit_code == 2
    assert "答案文件必须存在" in missing.stderr
    file = tmp_path / "answers.toml"
    file.write_text('title = "甲"\nluck = "7"\n[base]\nurban = [1]\nrural = 16000\n', encoding="utf-8")
    done = CliRunner().invoke(program, ["init", str(tmp_path / "mine"), "--answers", str(file)])
    assert done.exit_code == 2
    assert "luck" in done.stderr
    assert "base.urban 必须为文字" in done.stderr
    assert not (tmp_path / "mine").exists()


SAID = [
    ("农村居民收入翻一番", {"quantity": "multiple", "group": "rural", "type": "reaches", "value": 2.0}),
    ("力争农村年均增加1500元以上",
     {"quantity": "increment", "group": "rural", "type": "at_least", "value": 1500.0, "force": "strive"}),
    ("到2025年，农村工资性收入占人均可支配收入的比重达到45%",
     {"quantity": "share", "group": "rural", "component": "wages", "year": 2025, "type": "reaches", "value": 0.45}),
    ("农村转移净收入达到9500元",
     {"quantity": "income", "group": "rural", "component": "transfer", "type": "reaches", "value": 9500.0}),
    ("城镇2025年增长8%以上", {"quantity": "growth", "group": "urban", "year": 2025, "type": "at_least", "value": 0.08}),
    ("2024—2026年农村年均增长9%左右",
     {"quantity": "average_annual_growth", "group": "rural", "first_year": 2024, "year": 2026, "type": "about",
      "value": 0.09}),
    ("农村居民收入2026年实际增长7%",
     {"quantity": "real_growth", "group": "rural", "year": 2026, "type": "about", "value": 0.07}),
    ("农村增速高于城镇", {"quantity": "growth_lead", "group": "rural", "against": "urban", "type": "above"}),
    ("农村增速快于城镇0.5个百分点",
     {"quantity": "growth_lead", "group": "rural", "against": "urban", "type": "at_least", "value": 0.005}),
    ("农村居民收入与经济增长同步",
     {"quantity": "growth_lead", "group": "rural", "against": "gdp", "type": "about", "value": 0.0, "tolerance": 0.005}),
    ("农村累计增加7400元",
     {"quantity": "increment", "group": "rural", "in_all": True, "type": "reaches", "value": 7400.0}),
    ("城乡居民收入比逐年缩小", {"quantity": "urban_rural_ratio", "type": "narrows", "each_year": True}),
    ("rural income doubles", {"quantity": "multiple", "group": "rural", "type": "reaches", "value": 2.0}),
    ("rural wages share about 45%",
     {"quantity": "share", "group": "rural", "component": "wages", "type": "about", "value": 0.45}),
    ("农村增长9%（约束性）",
     {"quantity": "growth", "group": "rural", "type": "about", "value": 0.09, "force": "binding"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "keys"), SAID)
def test_a_sentence_is_read_as_the_table_of_forms_has_it(text: str, keys: dict[str, Any]) -> None:
    made = read_sentence(text, groups_of(["1"]), BUREAU_COMPONENTS, what=Text.same("x")).keys
    # better and precision say nothing that was not said
    assert {key: value for key, value in made.items() if key not in ("precision", "better")} == keys
    sheet = Sheet(answers={"base_year": "2023", "last_year": "2028", "group": "1"})
    read = a_statement(text, Text.same("x"), SoFar(sheet=sheet))
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        assert read.in_language(language)
        assert ("农村" in read.zh) == ("rural" in keys.values())


@pytest.mark.parametrize(
    "text",
    ["农民生活更好", "年均增加1500元", "农村城镇年均增长8%", "农村工资性收入经营净收入占比50%", "农村收入达到全国平均水平",
     "农村收入不低于2万元，2026年达到3万元", "农村增收8%", "农村占比50%", "农村收入大约翻番左右或更多"],
)  # fmt: skip
def test_a_sentence_with_a_word_that_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="必须"):
        read_sentence(text, groups_of(["1"]), BUREAU_COMPONENTS, what=Text.same("x"))


def test_names_alone_are_groups_and_components_of_ones_own(tmp_path: Path) -> None:
    by_options(
        tmp_path / "mine", *OPTIONS[:6], "--region", "x", "--base-year", "2023", "--last-year", "2026",
        "--group", "牧民", "--group", "town:城关居民:town", "--component", "打工收入", "--component", "补贴",
        "--base", "group1=7600", "--base", "town=25000", "--growth", "group1=5%", "--growth", "town=6%",
        "--growth", "town.2025=7%", "--statement", "牧民打工收入占比30%以上",
    )  # fmt: skip
    plan = cm.load_plan(tmp_path / "mine")
    assert [group.label.zh for group in plan.terms.groups] == ["牧民", "城关居民"]
    assert plan.terms.component_keys[:2] == ("part1", "part2")
    assert {one.quantity.kind for one in plan.statements} == {"average_annual_growth", "growth", "share"}


def test_nothing_of_a_file_is_lost_or_unseen(tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    text = (
        'title = "甲"\nissuer = "乙"\nissued = 2024-03-01\nregion = "丙"\nbase_year = 2023\nlast_year = 2028\n'
        'group = "2"\ntable = ""\nbase.rural = "1.6万元"\nsplit.rural = ""\nendpoint.rural = "2.4万元"\n'
        'growth.rural = ""\n"statement.1" = "农村收入翻一番"\n"statement.2" = ""\nforce = "1力争"\n'
        'circumstances = ""\nseries = ""\nin_words = ""\n'
    )
    file.write_text(text, encoding="utf-8")
    # another statement stands beside that of the file, the force is that of the list
    by_options(tmp_path / "mine", "--answers", str(file), "--statement", "农村年均增加1500元")
    plan = cm.load_plan(tmp_path / "mine")
    assert [one.quantity.kind for one in plan.statements] == ["income", "multiple", "increment"]
    assert plan.statements[0].force is Force.STRIVE
    # a group of an option is in place of those of the file
    file.write_text(text.replace('"1力争"', '"7力争"'), encoding="utf-8")
    done = CliRunner().invoke(program, ["init", str(tmp_path / "no"), "--answers", str(file)])
    assert "序号为1至1" in done.stderr
    # what no question asks for stands in the review, and can be left out there
    file.write_text(text + '"endpoint.urban" = "5万元"\n', encoding="utf-8")
    with terminal(tmp_path / "again", "--answers", str(file)) as person:
        assert "endpoint.urban" in person.asked("回车写入")
        person.type("")
        shown = person.asked("回车写入")
        assert "已知选项" in shown
        number = re.findall(r"([0-9]+) endpoint\.urban", shown)[-1]
        person.type(number)
        assert "endpoint.urban" not in person.asked("回车写入")
        person.type("")
        assert person.ended()[0] == 0


def test_a_name_that_is_too_long_and_a_mistake_cost_nothing(tmp_path: Path) -> None:
    with terminal(tmp_path / "mine") as person:
        for words, answer in [("方案名称", TITLE), ("发布机关", "x"), ("发布日期", "2024-03-01"), ("地区名称", "x")]:
            person.asked(words)
            person.type(answer)
        person.asked("基年")
        # what was offered is offered still
        person.type("前年")
        assert "✗" in person.asked("基年[2023]")
        for words, answer in [("基年", ""), ("末年", ""), ("人群", "２"), ("官方数据表", "x" * 300 + ".csv")]:
            if words != "基年":
                person.asked(words)
            person.type(answer)
        assert "必须存在" in person.asked("官方数据表文件")
        person.type("")
        person.asked("2023年农村常住居民人均收入")
        person.child.sendeof()
        assert person.ended()[0] == 130
    assert read_sheet(tmp_path / "mine.answers.toml").get("last_year") == "2028"


def test_a_sheet_may_be_named_behind_a_workbook(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.touch()
    assert (Sheet(answers={"table": f"'{book}' [农村]"}).table, Sheet(answers={"table": f"{book} [农村]"}).sheet) == (
        str(book), "农村",
    )  # fmt: skip
    assert Sheet(answers={"table": str(book), "sheet": "甲"}).sheet == "甲"


def test_options_go_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text(
        'title = "甲"\nissuer = "乙"\nissued = 2024-03-01\nregion = 520000\nbase_year = 2023\nlast_year = 2028\n'
        'group = "2"\ngrowth.rural = "8%"\nbase.rural = "1.6万元"\n',
        encoding="utf-8",
    )
    by_options(tmp_path / "mine", "--answers", str(file), "--title", "丙")
    plan = cm.load_plan(tmp_path / "mine")
    assert (plan.title.zh, plan.issuer.zh, plan.group_keys) == ("丙", "乙", ("rural",))


def test_a_plan_with_two_endpoints_takes_eight_answers(tmp_path: Path) -> None:
    """What is typed, without the Enter that answers the rest: the period stands in the title."""
    answers = {
        "方案名称": TITLE, "发布机关": "某省人民政府", "发布日期": "2024-03-01", "地区名称": "某省", "2023年城镇": "4万元",
        "2023年农村": "1.6万元", "城镇常住居民收入目标": "5.6万元", "农村常住居民收入目标": "2.46万元",
    }  # fmt: skip
    sheet = Sheet()
    typed = 0
    while (question := next((one for one in questions(sheet) if one.key not in sheet), None)) is not None:
        answer = next((text for words, text in answers.items() if question.ask.zh.startswith(words)), "")
        answer = answer if answer and "构成" not in question.ask.zh else ""
        typed += bool(answer)
        sheet = sheet.with_answer(question.key, answer or question.default)
    assert typed == len(answers) == 8
    file = tmp_path / "answers.toml"
    sheet.write(file, {}, "zh")
    by_options(tmp_path / "mine", "--answers", str(file))
    assert len(cm.load_plan(tmp_path / "mine").statements) == 2


@pytest.mark.parametrize(
    "options", [OPTIONS, ["--statement", "quantity=x; a=b", "--statement", "y=1", "--base", "t.csv"]]
)
def test_options_and_answers_are_the_same_thing(options: list[str]) -> None:
    given: dict[str, Any] = {}
    for name, value in zip(options[::2], options[1::2], strict=True):
        key = name[2:].replace("-", "_")
        if key in ("title", "issuer", "issued", "region", "base_year", "last_year"):
            given[key] = value
        else:
            given.setdefault(key, []).append(value)
    sheet = sheet_of(given)
    for key, values in given.items():
        if isinstance(values, list) and key != "base":
            assert sheet.options(key) == values


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2.7万元", [("", "2.7万元")]),
        ("2025=2.4; 2.2", [("2025", "2.4"), ("", "2.2")]),
        ("2025年：2.4:1；2028 年 = 2.2:1", [("2025", "2.4:1"), ("2028", "2.2:1")]),
        ("27000", [("", "27000")]),
        ("; ；", []),
    ],
)
def test_parts_of_an_answer(text: str, parts: list[tuple[str, str]]) -> None:
    assert by_year(text) == parts
