"""The bulletin: one page that answers, annexes with the details, and only what there is to say."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import ceheng_model as cm
from ceheng_model.cli.entry import program
from ceheng_model.documents.bulletin import compose_bulletin, write_bulletin
from ceheng_model.documents.bulletin.bulletin_files import changes_since
from ceheng_model.documents.paper.content import Exhibit, KeyFigures, Paper
from ceheng_model.tables import Table
from ceheng_model.tracking import TrackingReport, track
from ceheng_model.vocabulary import LANGUAGES, Language
from tests.schema_order import misplaced

HEAD = "kind,group,component,indicator,year,quarter,value,published,source,state"
# rural: planned 11,076 * 1.12 = 12,405.1 in 2022; urban: 36,510 * 1.1 = 40,161
BAD = """
income,urban,total,,2022,,38600,2023-01-20,x,
income,rural,total,,2022,,12150,2023-01-20,x,
income,rural,total,,2022,,12188,2023-04-20,x,
indicator,,,rural.10.grain_output,2022,,59000吨,2023-01-20,x,
indicator,,,rural.10.grain_area,2022,,20.1万亩,2023-01-20,x,
indicator,,,rural.1.lifted_in_work,2022,,10200,2023-01-20,x,
indicator,,,rural.1.lifted_in_work,2023,1,9800,2023-04-18,x,
deliverable,,,special_funds.rules,,,,2022-12-20,x,已完成
"""
GOOD = """
income,urban,total,,2022,,40500,2023-01-20,x,
income,rural,total,,2022,,12900,2023-01-20,x,
income,lifted,total,,2022,,13700,2023-01-20,x,
"""


def figures(folder: Path, rows: str = BAD) -> Path:
    path = folder / "figures.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def tracked(folder: Path, rows: str = BAD, *, as_of: str | None = None) -> TrackingReport:
    return track(cm.scenario("plan"), figures(folder, rows), as_of=as_of, draws=16, seed=0)


def ceheng(*arguments: object) -> Result:
    return CliRunner().invoke(program, [str(argument) for argument in arguments])


def first_page(paper: Paper, language: Language) -> str:
    return "\n".join(
        [text.in_language(language) for text in paper.texts()]
        + [cell for table in tables_in_front(paper) for row in table.shown_rows(language) for cell in row]
    )


def tables_in_front(paper: Paper) -> list[Table]:
    return [block.table for block in paper.front if isinstance(block, Exhibit)]


def test_the_first_sentence_counts_what_is_on_schedule_behind_and_not_reported(tmp_path: Path) -> None:
    report = tracked(tmp_path)
    paper = compose_bulletin(report)
    (opening,) = paper.opening
    # 56 indicators are followed: area reached; output 59,000 < 61,000 and workers 9,800 < 10,000 short; 53 silent
    assert "措施的56项指标中，1项达到序时进度、2项滞后或到期未达到、53项未报" in opening.text.zh
    assert "须完成的28项文件和制度中，1项已完成、27项未报" in opening.text.zh
    assert opening.text.zh.startswith("截至2023年4月20日，《方案》16条目标中，")
    assert "of the 56 indicators of its measures 1 is on schedule, 2 are behind or missed" in opening.text.en
    states = [target.state.value for target in report.targets]
    behind = states.count("off_track") + states.count("missed")
    assert f"{behind}条滞后或到期未达到" in opening.text.zh


def test_a_good_quarter_has_no_growth_to_ask_for(tmp_path: Path) -> None:
    paper = compose_bulletin(tracked(tmp_path, GOOD))
    (actions,) = tables_in_front(paper)
    told = [row[0] for row in actions.shown_rows("zh")[1:]]
    assert not [what for what in told if "计划" in what and "收入" in what and "年均增长" in what and "城镇" in what]
    assert any("补报" in what for what in told)
    (figures_shown,) = [block for block in paper.front if isinstance(block, KeyFigures)]
    assert [figure.met for figure in figures_shown.figures[:3]] == [True, True, True]


def test_what_has_to_be_done_names_the_growth_the_unit_and_the_day(tmp_path: Path) -> None:
    (actions,) = tables_in_front(compose_bulletin(tracked(tmp_path)))
    rows = actions.shown_rows("zh")[1:]
    rural = next(row for row in rows if row[0].startswith("农村常住居民收入"))
    # the ratio asks most of rural income: 2.8 with urban income 38,600 * 1.1**2 = 46,706 in 2024:
    # (46,706 / 2.8 / 12,188) ** (1 / 2) - 1 = 17.0 %
    assert "其余2年年均增长17.0%（计划12.0%）" in rural[0]
    assert rural[1:] == ["农民增收攻坚行动工作专班", "2024年底"]
    grain = next(row for row in rows if row[0].startswith("粮食产量"))
    # 6.1万吨 every year: missed in 2022, to be said by the next report
    assert "2022年报告59,000 吨，未达到不低于61,000 吨" in grain[0]
    assert grain[1:] == ["县农业农村局", "2023年6月18日"]
    silent = next(row for row in rows if row[0].startswith("补报未报的"))
    assert "53项指标、27项文件和制度" in silent[0]


def test_key_figures_say_the_income_beside_the_plan(tmp_path: Path) -> None:
    paper = compose_bulletin(tracked(tmp_path))
    (shown,) = [block for block in paper.front if isinstance(block, KeyFigures)]
    told = [(one.label.zh, one.value.zh, one.target.zh, one.met) for one in shown.figures]
    # 38,600 / 40,161 - 1 = -3.9 %; 12,188 / 12,405.12 - 1 = -1.8 %; 38,600 / 12,188 = 3.17, 40,161 / 12,405.12 = 3.24
    assert told == [
        ("2022年城镇收入", "38,600元", "计划40,161元（−3.9%）", False),
        ("2022年农村收入", "12,188元", "计划12,405元（−1.8%）", False),
        ("2022年城乡居民收入比", "3.17", "计划3.24（−0.07）", True),
    ]


def test_indicators_stand_with_the_unit_named_first_each_with_a_sign(tmp_path: Path) -> None:
    paper = compose_bulletin(tracked(tmp_path))
    tables = {table.name: table for table in paper.tables()}
    reported = {row[1]: row for row in tables["reported"].shown_rows("zh")[1:]}
    assert reported["粮食产量"][-1] == "▲未达到"
    assert reported["粮食播种面积"][-1] == "●已达到"
    assert reported["稳定就业的脱贫劳动力"][-1] == "▲滞后于序时进度"
    counts = {row[0]: row[1:] for row in tables["units"].shown_rows("zh")[1:]}
    # of the Bureau of Agriculture one is reached, one behind
    assert counts["县农业农村局"][1:3] == ["1", "1"]
    assert sum(int(row[0]) for unit, row in counts.items() if unit != "合计") == int(counts["合计"][0]) == 56


def test_every_target_stands_once_with_its_figures_or_with_what_is_lacking(tmp_path: Path) -> None:
    report = tracked(tmp_path)
    (table,) = (one for one in compose_bulletin(report).tables() if one.name == "targets")
    rows, notes = [row[0] for row in table.shown_rows("zh")[1:]], "\n".join(note.zh for note in table.shown_notes)
    states = {target.label.zh: target.state.value for target in report.targets}
    assert len(states) == len(report.targets) == 16
    for label, state in states.items():
        named = [line for line in notes.splitlines() if line.lstrip("· ").startswith("未判定：") and label in line]
        assert (rows.count(label), len(named)) == ((0, 1) if state == "not_judged" else (1, 0)), label
    assert "not_judged" in states.values()


def test_since_the_last_bulletin_says_what_is_revised_new_and_otherwise(tmp_path: Path) -> None:
    report = tracked(tmp_path)
    for since in ("2023-03-18", date(2023, 3, 18), tracked(tmp_path, as_of="2023-03-18")):
        changes = changes_since(report, since)
        assert [
            (one.figure.group, one.before and one.before.value, one.after and one.after.value)
            for one in changes.of("revised")
        ] == [("rural", 12150.0, 12188.0)]
        assert [one.figure.indicator for one in changes.of("new")] == ["rural.1.lifted_in_work"]
        assert not changes.of("gone")
        moved = {one.label.zh: (one.before.text.zh, one.after.text.zh) for one in changes.states}
        # 10,200 workers in steady jobs in 2022 were enough, 9,800 in March 2023 are not
        assert moved["稳定就业的脱贫劳动力"] == ("●已达到", "▲滞后于序时进度")
    # a figure that the later table leaves out is told as gone
    (tmp_path / "old").mkdir()
    older = figures(tmp_path / "old", BAD.replace("2023-04-20", "2023-02-20").replace("2023-04-18", "2023-02-18"))
    fewer = track(
        cm.scenario("plan"),
        figures(tmp_path, BAD.replace("indicator,,,rural.10.grain_area,2022,,20.1万亩,2023-01-20,x,\n", "")),
        draws=16,
        seed=0,
    )
    assert [one.figure.indicator for one in changes_since(fewer, older).of("gone")] == ["rural.10.grain_area"]
    assert "不再列出" in compose_bulletin(fewer, changes=changes_since(fewer, older)).to_text("zh")


def test_a_last_bulletin_that_is_none_is_refused(tmp_path: Path) -> None:
    report = tracked(tmp_path)
    with pytest.raises(cm.InputError, match=r"the last bulletin must be before 2023-04-20, .*\(got 2023-04-20\)"):
        changes_since(report, "2023-04-20")
    other = track(cm.scenario("plan", plan="yunnan-rural-2022-2024"), None, draws=16, seed=0)
    with pytest.raises(cm.InputError, match=r"the last bulletin must be one on the same plan"):
        changes_since(report, other)
    with pytest.raises(cm.InputError, match=r"the plan must be given with a file of actual figures"):
        cm.write_bulletin(report, tmp_path / "a.html", plan="ceheng-2022-2024")


@pytest.mark.parametrize("name", ["yunnan-rural-2022-2024", "zhejiang-2027"])
def test_a_plan_without_measures_gets_a_bulletin_of_its_targets_alone(name: str) -> None:
    report = track(cm.scenario("plan", plan=name), None, draws=16, seed=0)
    paper = compose_bulletin(report)
    for language in LANGUAGES:
        text = paper.to_text(language)
        assert not re.search("责任单位|responsible unit|销号|indicators of its measures", text)
    assert [annex.title.en for annex in paper.annexes] == [
        "Income targets, and the growth that the years left need",
        "What is due next",
    ]
    # no unit is named: the table has no column for it
    (actions,) = tables_in_front(paper)
    assert actions.shown_rows("zh")[0] == ["事项", "期限"]


def test_a_plan_that_is_over_says_that_no_growth_is_left(tmp_path: Path) -> None:
    years = {
        "urban": (40000.0, 43000.0, 46000.0),
        "rural": (12300.0, 13500.0, 15000.0),
        "lifted": (13000.0, 15000.0, 17000.0),
    }
    frame = pd.DataFrame(
        [
            {"kind": "income", "group": group, "component": "total", "year": year, "value": value}
            for group, values in years.items()
            for year, value in zip((2022, 2023, 2024), values, strict=True)
        ]
    ).assign(published=lambda rows: [f"{year + 1}-01-20" for year in rows["year"]], source="x")
    paper = compose_bulletin(track(cm.scenario("plan"), frame, draws=16, seed=0))
    assert not [row for row in tables_in_front(paper)[0].shown_rows("zh") if "年均增长" in row[0]]
    assert cm.write_bulletin(track(cm.scenario("plan"), frame, draws=16, seed=0), tmp_path / "a.html").files
    (shown,) = [block for block in paper.front if isinstance(block, KeyFigures)]
    ratio = shown.figures[-1]
    # 46,000 / 15,000 = 3.07 is below the path of the plan's growth, 3.12, which misses the plan's own goal
    assert (ratio.value.zh, ratio.target.zh, ratio.met) == ("3.07", "计划3.12（−0.06）；目标2.8左右", False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_writes_one_document_with_head_and_signature(tmp_path: Path, language: Language) -> None:
    path, out = figures(tmp_path), tmp_path / "季通报.docx"
    letter = ("--to", "县政府各部门", "--signed", "领导小组办公室", "--date", "2023-04-25", "--since", "2023-03-18")
    done = ceheng("track", path, "-o", out, *letter, "--lang", language)
    assert done.exit_code == 0, done.output
    assert {"zh": "通报（公文版式的 Word 文件）", "en": "the bulletin as a Word file"}[language] in done.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["figures.csv", "季通报.docx"]
    first = out.read_bytes()
    with zipfile.ZipFile(out) as parts:
        words = re.sub("<[^>]+>", "", parts.read("word/document.xml").decode())
        document = parts.read("word/document.xml").decode()
        assert misplaced(out.read_bytes()) == []
    # a state bears its colour, once, among the properties of its run
    assert re.search(
        r'<w:rPr>(?:(?!</?w:rPr>).)*<w:color w:val="9C1F17"/>(?:(?!</?w:rPr>).)*</w:rPr><w:t[^>]*>▲', document
    )
    assert "<w:rPr><w:rPr>" not in document
    # what keeps a date on one line is no part of it
    words = words.replace("\u2060", "").replace("\xa0", " ")
    for text in ("县政府各部门", "领导小组办公室", {"zh": "2023年4月25日", "en": "25 April 2023"}[language]):
        assert text in words
    assert ceheng("track", path, "-o", out, *letter, "--lang", language).exit_code == 0
    assert out.read_bytes() == first


def test_the_page_says_what_the_document_says_in_coloured_cells(tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    assert ceheng("track", figures(tmp_path), "-o", out).exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert re.search(r'<td class="\w+ missed">▲未达到</td>', page)
    assert re.search(r'<td class="\w+ met">●已达到</td>', page)
    assert re.search(r'<td class="\w+ undecidable">○未报', page)
    # nothing of the program reaches the reader
    assert not re.search(r"--\w|ceheng |rural\.10", re.sub(r"(?s)<style>.*?</style>|<[^>]+>", "", page))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--since", "2023-03-18"], r"--since must be given with -o FILE.docx or .html"),
        (["--to", "x", "-o", "a.csv"], r"--to must be given with -o FILE.docx or .html"),
        (["-o", "a.docx", "--format", "json"], r"--format must agree with the ending of -o a.docx"),
        (["-o", "a.docx", "--date", "soon"], r"--date must be a date \(got 'soon'\)"),
        (["-o", "a.docx", "--since", "2024-01-01"], r"the last bulletin must be before 2023-04-20"),
        (["-o", "a.docx", "--since", "none.csv"], r"none.csv"),
        (
            ["-o", "a.docx", "--since", "2023"],
            r"the last bulletin must be a day or a file of actual figures \(got '2023'\); give the day of the last bulletin",
        ),
        (["-o", "a.docx", "--profile", "none.toml"], r"none.toml"),
        (["-o", "a.pdf"], r"the ending of -o must be one of"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_options_are_told_and_nothing_is_written(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = figures(tmp_path)
    monkeypatch.chdir(tmp_path)
    done = ceheng("track", path, *arguments, "--lang", "en")
    assert done.exit_code == 2, done.output
    assert re.search(told, done.stderr), done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["figures.csv"]


def test_the_last_bulletins_workbook_is_read_by_its_sheet(tmp_path: Path) -> None:
    book, now = tmp_path / "last.xlsx", figures(tmp_path)
    header = HEAD.split(",")
    first, second = (pd.DataFrame([dict(zip(header, row.split(","), strict=True))]) for row in (
        "income,urban,total,,2022,,38600,2023-01-20,x,",
        "income,urban,total,,2022,,38000,2023-01-20,x,",
    ))  # fmt: skip
    with pd.ExcelWriter(book) as writer:
        first.to_excel(writer, sheet_name="same", index=False)
        second.to_excel(writer, sheet_name="other", index=False)
    report = tracked(tmp_path)
    for sheet, revised in (("same", 0), ("other", 1)):
        found = changes_since(report, book, sheet=sheet).of("revised")
        assert len([one for one in found if one.figure.group == "urban"]) == revised
    done = ceheng("track", now, "-o", tmp_path / "a.html", "--since", book, "--since-sheet", "none", "--lang", "en")
    assert done.exit_code == 2
    assert "none" in done.stderr
    done = ceheng("track", now, "-o", tmp_path / "a.html", "--since", book, "--since-sheet", "other", "--lang", "en")
    assert done.exit_code == 0, done.stderr
    assert "figures revised: 1" in (tmp_path / "a.html").read_text(encoding="utf-8")
    with pytest.raises(cm.InputError, match="sheet of the last bulletin must be given with"):
        write_bulletin(report, tmp_path / "b.html", since_sheet="other")


def test_where_all_stand_alike_the_sentence_says_so_once(tmp_path: Path) -> None:
    rows = "\nincome,urban,total,,2022,,40161,2023-01-20,x,"
    (opening,) = compose_bulletin(tracked(tmp_path, rows)).opening
    assert "措施的56项指标均未报" in opening.text.zh
    assert "须完成的28项文件和制度均未报" in opening.text.zh
    assert "every indicator of its measures (56) is not reported" in opening.text.en
    assert "中，均" not in opening.text.zh


def test_a_bulletin_is_not_written_over_the_table_of_the_last_one(tmp_path: Path) -> None:
    last = tmp_path / "last.html"
    last.write_text("x", encoding="utf-8")
    done = ceheng("track", figures(tmp_path), "-o", last, "--since", last, "--lang", "en")
    assert done.exit_code == 2
    assert "--output must be another file" in done.stderr
    assert last.read_text(encoding="utf-8") == "x"


def test_growth_still_needed_keeps_the_numbers_it_draws(tmp_path: Path) -> None:
    from ceheng_model import charts

    ax = charts.growth_still_needed(tracked(tmp_path))
    drawn = charts.numbers(ax).to_frame().set_index("statement")
    # two years are left to 15,561
    assert drawn.loc["rural_income_2024", "needed"] == pytest.approx((15561 / 12188) ** 0.5 - 1)
    # growth from 11,076 was achieved in the one year that is known
    assert drawn.loc["rural_income_2024", "achieved"] == pytest.approx(12188 / 11076 - 1, abs=1e-4)
    # rural income has to grow by 17.0 % a year for the ratio, 5.0 points above the 12 % planned
    assert "17.0%" in charts.alternative_text(ax, "zh")
    with pytest.raises(cm.InputError, match=r"growth_still_needed must be .*cm.track|the .*must be"):
        charts.growth_still_needed("nothing")  # type: ignore[arg-type]
