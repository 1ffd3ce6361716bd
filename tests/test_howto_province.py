"""The page on Guizhou: its commands run in order, and each figure it gives is that of an independent calculation."""

import csv
import math
import re
import shutil
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import ceheng_model as cm
from ceheng_model.documents.brief.analysis import analyse
from ceheng_model.documents.brief.composition import compose_brief
from ceheng_model.documents.paper.content import Paragraph
from ceheng_model.tracking import track
from ceheng_model.vocabulary import translation_of
from tests.briefs import words_of
from tests.test_docs import blocks, run, squeezed

ROOT = Path(__file__).parent.parent
PAGES = {
    language: f"docs/{folder}how-to/a-province-from-table-to-brief.md"
    for language, folder in (("zh", ""), ("en", "en/"))
}
EXAMPLES = ROOT / "data" / "examples"
# published: rural residents of Guizhou by year, and urban residents in 2023; urban residents of 2021 are assumed
RURAL = {2018: 9716, 2019: 10756, 2020: 11642, 2021: 12856, 2022: 13707, 2023: 14817}
URBAN_2023, URBAN_2021 = 42772, 39000
URBAN_GROWTH, RURAL_GROWTH, RATIO = Fraction("0.10"), Fraction("0.12"), Fraction("2.8")
HIGHEST = Fraction("2.85")  # what still rounds to 2.8


def text(language: str) -> str:
    """The page in a language; a figure in per cent is written alike in both."""
    return (ROOT / PAGES[language]).read_text(encoding="utf-8").replace(" %", "%")


def told_in_both(*figures: str) -> bool:
    """Return whether the pages of both languages give all figures."""
    return all(figure in text(language) for figure in figures for language in PAGES)


def captioned(name: str) -> str:
    """Return a file that both pages show."""
    (found,) = {
        shown
        for page in PAGES.values()
        for shown in re.findall(
            rf":caption: {re.escape(name)}\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL
        )
    }
    return str(found)


def commands(language: str = "zh") -> list[str]:
    return [line for block in blocks(PAGES[language], "bash") for line in block.splitlines()]


def years_to(ratio: Fraction | float) -> float:
    """Return the average growth of three years that multiplies by a ratio."""
    return math.pow(ratio, 1 / 3) - 1


def of_nation(group: str, item: str, year: int) -> Fraction:
    """Return a published level of the nation, read from its file without the library."""
    with (ROOT / "data" / "nbs_income.csv").open(encoding="utf-8-sig") as file:
        (level,) = (
            row["level_yuan"]
            for row in csv.DictReader(file)
            if (row["group"], row["item"], row["year"]) == (group, item, str(year))
        )
    return Fraction(level)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a new user with the two tables of the page."""
    shutil.copy(EXAMPLES / "guizhou_income_2018_2021.csv", tmp_path / "guizhou.csv")
    shutil.copy(EXAMPLES / "guizhou_income_2018_2023.csv", tmp_path / "guizhou-2023.csv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def made(folder: Path) -> Path:
    """The folder of the plan as `ceheng init` makes it."""
    (line,) = (line for line in commands() if line.startswith("ceheng init guizhou "))
    run(line)
    return folder / "guizhou"


@pytest.fixture
def filled(made: Path) -> Path:
    """The same with what the page fills in."""
    shown, place = captioned("guizhou/plan.toml"), made / "plan.toml"
    head, statements = shown[: shown.index("[[statement]]")], shown[shown.index("[[statement]]") :]
    names, named = head.split("[place]")
    plan = place.read_text(encoding="utf-8")
    plan = re.sub(r"title = .*\nissuer = .*\n", lambda _: names.strip() + "\n", plan)
    plan = re.sub(r"\[place\]\nname = .*\n", lambda _: f"[place]{named.rstrip()}\n", plan)
    place.write_text(plan[: plan.index("[[statement]]")] + statements, encoding="utf-8")
    table = made / "baselines.csv"
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    for row in rows:
        row["source"] = row["source"] or "由2023年公布数42772元倒推，范围38500—39500元"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return made


def test_the_tables_are_those_that_ship_and_hold_what_is_published() -> None:
    assert captioned("guizhou.csv") == (EXAMPLES / "guizhou_income_2018_2021.csv").read_text(encoding="utf-8")
    published = cm.load_series(str(ROOT / "data" / "guizhou_published.csv"))
    for name, last in (("guizhou_income_2018_2021", 2021), ("guizhou_income_2018_2023", 2023)):
        table = cm.read_official(EXAMPLES / f"{name}.csv")
        figures = {(one.group, one.year): one.value for one in table.figures}
        rural = {("rural", year): float(value) for year, value in RURAL.items() if year <= last}
        assert figures == rural | ({("urban", 2023): float(URBAN_2023)} if last == 2023 else {})
        assert table.left_out == ()
        for (group, year), value in figures.items():
            assert published.level(group, "disposable_income", year) == value


def test_two_commands_lead_from_the_table_to_the_brief(made: Path) -> None:
    run("ceheng brief --plan guizhou -o brief")
    words = words_of(made.parent / "brief" / "brief.docx")
    assert "2.874" in words
    assert "8处待填" in squeezed(words)


def test_what_the_folder_holds_is_what_was_given_and_no_more(made: Path) -> None:
    plan = tomllib.loads((made / "plan.toml").read_text(encoding="utf-8"))
    assert [one["id"] for one in plan["statement"]] == ["urban_growth", "rural_growth", "ratio_2024"]
    assert sorted(path.name for path in made.iterdir()) == ["baselines.csv", "history.csv", "plan.toml"]
    assert "national" not in (made / "plan.toml").read_text(encoding="utf-8")
    rows = list(csv.DictReader((made / "baselines.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {(row["group"], row["value"], row["status"]) for row in rows} == {
        ("urban", "39000", "assumed"),
        ("rural", "12856", "published"),
    }
    assert len(cm.scenario("plan", plan=made).require_dossier().unfilled()) == 8
    assert "8处待填" in text("zh")
    assert "8 places that are still empty" in text("en")


def test_what_is_filled_in_is_taken_and_nothing_is_left(filled: Path) -> None:
    dossier = cm.scenario("plan", plan=filled).require_dossier()
    assert dossier.unfilled() == ()
    assert [statement.words for statement in dossier.plan.statements] == [
        "年均增长10%左右",
        "12%以上",
        "城乡居民收入比下降到2.8左右",
    ]
    assert all(map(translation_of, (statement.words for statement in dossier.plan.statements)))
    assert (dossier.plan.terms.region.en, dossier.plan.terms.level.en) == ("Guizhou Province", "province")
    assert "待填" not in run("ceheng check --plan guizhou")


def test_the_assumed_base_lies_where_the_page_says() -> None:
    in_2022 = URBAN_2023 / Fraction("1.041")
    urban = of_nation("urban", "disposable_income", 2022) / of_nation("urban", "disposable_income", 2021)
    rural = Fraction(RURAL[2022], RURAL[2021])
    assert (f"{float(in_2022):,.0f}", f"{float(urban) - 1:.1%}", f"{float(rural) - 1:.1%}") == (
        "41,087",
        "3.9%",
        "6.6%",
    )
    low, high = in_2022 / rural, in_2022 / urban
    assert low < URBAN_2021 < high
    assert told_in_both(*(f"{value:,}" for value in (round(low), round(high))))


def test_the_figures_of_the_check_are_those_of_exact_fractions(filled: Path) -> None:
    urban = URBAN_2021 * (1 + URBAN_GROWTH) ** 3
    rural = RURAL[2021] * (1 + RURAL_GROWTH) ** 3
    projection = cm.project(cm.scenario("plan", plan=filled))
    assert projection.scenario.baseline.year == 2021
    frame = cm.check(projection).to_frame().set_index("statement")
    assert frame.loc["ratio_2024", "value"] == pytest.approx(float(urban / rural), rel=1e-12)
    assert urban / rural > HIGHEST
    needed = {"urban": years_to(RATIO * rural / URBAN_2021), "rural": years_to(urban / RATIO / RURAL[2021])}
    in_page = (
        f"{float(urban):,.0f}",
        f"{float(rural):,.0f}",
        f"{URBAN_2021 / RURAL[2021]:.3f}",
        f"{float(urban / rural):.3f}",
        f"{needed['rural']:.3%}",
        f"{needed['urban']:.3%}",
        f"{float(rural):.2f}",
    )
    assert in_page == ("51,909", "18,062", "3.034", "2.874", "12.978%", "9.048%", "18061.75")
    assert told_in_both(*in_page)


def test_the_audit_agrees_that_faster_rural_growth_lets_the_three_stand_together(filled: Path) -> None:
    report = cm.audit(cm.scenario("plan", plan=filled))
    assert report.contradictions == ()
    # the ratio rounds to 2.8 from this rural growth on
    urban = URBAN_2021 * (1 + URBAN_GROWTH) ** 3
    least = years_to(urban / HIGHEST / RURAL[2021])
    assert f"{least:.2%}" == "12.31%"
    assert least > RURAL_GROWTH
    # up to this base urban and rural income growing just as planned meet it
    rural = RURAL[2021] * (1 + RURAL_GROWTH) ** 3
    most = HIGHEST * rural / (1 + URBAN_GROWTH) ** 3
    assert f"{int(most):,}" == "38,674"
    ends = [float(base * (1 + URBAN_GROWTH) ** 3 / rural) for base in (38500, 39500)]
    assert [f"{ratio:.3f}" for ratio in ends] == ["2.837", "2.911"]
    assert told_in_both("12.31%", "38,674", "2.837", "2.911")


@pytest.mark.parametrize("base", [38674, 38675])
def test_the_base_from_which_the_ratio_is_missed_is_that_of_the_page(filled: Path, base: int) -> None:
    table = filled / "baselines.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("39000", str(base)), encoding="utf-8")
    verdicts = cm.check(cm.project(cm.scenario("plan", plan=filled))).to_frame().set_index("statement")["verdict"]
    assert verdicts["ratio_2024"] == ("met" if base == 38674 else "missed")


def test_the_brief_says_why_a_goal_is_missed_though_all_agree(filled: Path) -> None:
    brief = compose_brief(analyse(cm.scenario("plan", plan=filled)))
    # missed by this growth, though all three can hold together: both are said in one breath
    (said,) = (one.text for one in brief.blocks() if isinstance(one, Paragraph) and "没有发现矛盾" in one.text.zh)
    assert "有1条未达到" in said.zh
    assert "misses 1 of them all the same" in said.en


def test_what_is_asked_of_china_is_there_and_named(folder: Path) -> None:
    (line,) = (line for line in commands() if line.startswith("ceheng init guizhou-national "))
    run(line)
    scenario = cm.scenario("plan", plan=folder / "guizhou-national")
    levels = scenario.baseline.levels
    for g, (group, total) in enumerate((("urban", URBAN_2021), ("rural", RURAL[2021]))):
        parts = [of_nation(group, part, 2021) for part in ("wages", "business", "property", "transfer")]
        for c, part in enumerate(parts):
            assert levels[g, c] == pytest.approx(float(total * part / sum(parts)), abs=1e-3)
        share, amount = parts[0] / sum(parts), total * parts[0] / sum(parts)
        assert told_in_both(f"{float(amount):,.0f}", f"{float(share):.2%}")
    statuses = {source.status for source in scenario.baseline.share_sources}
    assert statuses == {"assumed"}
    assert [group.series for group in scenario.groups] == ["national.urban", "national.rural"]


def test_without_china_there_are_no_probabilities_and_with_it_there_are(filled: Path) -> None:
    with pytest.raises(cm.InputError, match="must be named"):
        cm.simulate(cm.scenario("plan", plan=filled), draws=100, seed=0)
    scenario = cm.scenario("plan", plan=filled)
    uncertainty = cm.estimate_uncertainty(scenario, history="national")
    # the plan's income is one component, whose record is that of the nation's totals
    years = range(2016, 2025)
    spread = [
        [
            float(of_nation(group, "disposable_income", year) / of_nation(group, "disposable_income", year - 1)) - 1.0
            for year in years
        ]
        for group in ("urban", "rural")
    ]
    at = np.arange(9.0)
    detrended = [np.array(rates) - np.polyval(np.polyfit(at, np.array(rates), 1), at) for rates in spread]
    expected = [float(np.sqrt((rest**2).sum() / (9 - 2))) for rest in detrended]
    assert uncertainty.standard_deviation.ravel() == pytest.approx(expected, rel=1e-6)


def test_the_figures_of_the_outturn_are_those_of_exact_fractions(filled: Path) -> None:
    report = track(
        cm.scenario("plan", plan=filled), "guizhou-2023.csv", published="2024-02-04", as_of="2024-03-01", seed=0
    )
    urban, rural = Fraction(URBAN_2023), Fraction(RURAL[2023])
    to_urban = URBAN_2021 * (1 + URBAN_GROWTH) ** 3 / urban - 1
    to_rural = RURAL[2021] * (1 + RURAL_GROWTH) ** 3 / rural - 1
    for_ratio = urban * (1 + URBAN_GROWTH) / RATIO / rural - 1
    outlook = urban * (1 + URBAN_GROWTH) / (rural * (1 + RURAL_GROWTH))
    needs = {need.group.key: need.growth for need in report["ratio_2024"].needs}
    assert needs["rural"] == pytest.approx(float(for_ratio), rel=1e-9)
    assert report["urban_growth"].needs[0].growth == pytest.approx(float(to_urban), rel=1e-9)
    assert report["rural_growth"].needs[0].growth == pytest.approx(float(to_rural), rel=1e-9)
    assert outlook < HIGHEST
    in_page = (
        f"{float(urban / rural):.3f}",
        f"{float(to_urban):.1%}",
        f"{float(to_rural):.1%}",
        f"{float(for_ratio):.1%}",
        f"{float(outlook):.3f}",
    )
    assert in_page == ("2.887", "21.4%", "21.9%", "13.4%", "2.835")
    assert told_in_both(*in_page)


@pytest.mark.slow
@pytest.mark.parametrize("language", PAGES)
def test_every_output_shown_is_what_the_command_prints(filled: Path, language: str) -> None:
    page = (ROOT / PAGES[language]).read_text(encoding="utf-8")
    shown = re.findall(r"```\{code-block\} console\n(.*?)```", page, re.DOTALL)
    assert len(shown) == 2
    for block in shown:
        command, *lines = block.splitlines()
        printed = squeezed(run(command.removeprefix("$ ")))
        for line in lines:
            assert line == "..." or squeezed(line) in printed, line


@pytest.mark.slow
@pytest.mark.parametrize(("language", "written_to"), [("zh", "报告"), ("en", "brief")])
def test_every_command_of_the_page_runs_in_its_order(
    folder: Path, filled: Path, language: str, written_to: str
) -> None:
    for line in commands(language):
        if not line.startswith("ceheng init guizhou "):
            run(line)
    written = sorted(path.name for path in (folder / written_to).iterdir())
    assert written == ["brief.docx", "brief.en.docx", "brief.en.html", "brief.html"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("农村居民", "农民"), "names? .*|named as the NBS names them"),
        (("12856", "1.2856"), "lie between 30 and 1,000,000 yuan"),
        (("(元)", ""), "the unit must be"),
    ],
)
def test_a_table_that_is_written_wrongly_is_refused(folder: Path, change: tuple[str, str], said: str) -> None:
    table = Path("guizhou.csv")
    table.write_text(table.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(cm.InputError, match=said):
        cm.read_official(table)


def test_a_table_in_ten_thousands_is_read_as_what_it_says(folder: Path) -> None:
    table, lines = Path("guizhou.csv"), []
    for line in table.read_text(encoding="utf-8").splitlines():
        label, *cells = line.split(",")
        if label.endswith("(元)"):
            cells = [f"{int(cell) / 10000:.4f}" if cell else "" for cell in cells]
        lines.append(",".join([label.replace("(元)", "(万元)"), *cells]))
    table.write_text("\n".join(lines), encoding="utf-8")
    assert {one.year: round(one.value) for one in cm.read_official(table).figures} == {
        year: value for year, value in RURAL.items() if year < 2022
    }


@pytest.mark.parametrize("name", ["贵州", "贵州省", " 贵州省 "])
def test_a_region_goes_by_its_name_with_and_without_its_kind(folder: Path, name: str) -> None:
    assert cm.read_official("guizhou.csv", region=name).regions == ("贵州省",)


@pytest.mark.parametrize("name", ["云南省", "贵", "贵州市场", "520000"])
def test_another_region_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(cm.InputError, match="choose from: 贵州省"):
        cm.read_official("guizhou.csv", region=name)


def test_figures_of_the_same_region_are_the_plans_own_whichever_way_its_name_is_written(folder: Path) -> None:
    (line,) = (line for line in commands() if line.startswith("ceheng init guizhou "))
    run(line.replace("--region 贵州省", "--region 贵州"))
    report = track(
        cm.scenario("plan", plan=folder / "guizhou"), "guizhou-2023.csv", published="2024-02-04", as_of="2024-03-01"
    )
    assert report.actuals.region == ""
    known = report.actuals.income("rural", 2023)
    assert known is not None
    assert known.value == RURAL[2023]


def test_of_income_that_nobody_split_totals_alone_are_due(filled: Path) -> None:
    report = track(
        cm.scenario("plan", plan=filled), "guizhou-2023.csv", published="2024-02-04", as_of="2024-03-01", seed=0
    )
    assert {figure.component.key for figure in report.due.figures} == {"total"}
    missing = {(figure.group.key, figure.year) for figure in report.due.missing if figure.quarter is None}
    assert missing == {("urban", 2021), ("urban", 2022)}
    # the total of a year says all of it: no part of it is left to be reckoned
    said = run("ceheng track guizhou-2023.csv --plan guizhou --published 2024-02-04 --as-of 2024-03-01")
    assert "构成未全部公布" not in said


def test_a_series_of_its_own_that_gives_a_spread_goes_before_china(tmp_path: Path, folder: Path) -> None:
    shutil.copy(ROOT / "tests" / "official" / "fujian_6-3_urban.csv", tmp_path / "yearbook.csv")
    usual = (
        "--title 甲县方案 --issuer 甲县人民政府 --issued 2021-03-01 --region 福建省 --base-year 2020 --last-year 2023"
    )
    run(f"ceheng init long {usual} --group urban --growth urban=8% --base yearbook.csv --series national")
    (group,) = cm.load_plan("long").groups
    assert group.series == "own.urban"
    # its split is published, its record has six years: growth is estimated from them
    assert "2016—2020" in cm.estimate_uncertainty(cm.scenario("plan", plan="long")).source.zh
