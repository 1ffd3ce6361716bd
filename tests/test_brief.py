"""What a brief says: sections, sentences, and that every figure in it is a result."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.documents.brief import Analysis, analyse, compose_brief
from ceheng_model.documents.brief.recommendations import Raise, Repair
from ceheng_model.documents.brief.sections.further_charts import PLACED
from ceheng_model.documents.paper import Letterhead, Paper
from ceheng_model.documents.paper.content import REFERENCE, Exhibit, Paragraph, Picture
from ceheng_model.documents.paper.reading_order import Line, PictureItem, TableItem, laid_out, numeral
from ceheng_model.tables import Shown, Table, written
from ceheng_model.vocabulary import LANGUAGES, Language, Text
from tests.briefs import DRAWS, brief, found
from tests.test_other_plan import folder  # noqa: F401 - the plan of another county

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
OPTION = re.compile(r"--[a-z]|own_spread|national\.|guizhou\.")


def paragraphs(made: Paper, language: Language = "zh") -> list[str]:
    return [item.text for item in laid_out(made, language) if isinstance(item, Line)]


def section(made: Paper, heading: str) -> str:
    one = next(one for one in made.sections if one.heading.zh == heading)
    return "\n".join(block.text.zh for block in one.blocks if isinstance(block, Paragraph))


def numbers_of(results: Iterator[Shown], more: Iterator[str]) -> set[str]:
    """Return every number that the results show, and their raw figures in the units and digits of sentences."""
    texts, figures = list(more), []
    for result in results:
        for table in result.tables():
            texts += [" ".join(map(str, row)) for language in LANGUAGES for row in table.shown_rows(language)]
            texts += [part for note in (*table.notes, table.title) for part in note]
            figures += [value for record in table.records() for value in record.values() if isinstance(value, float)]
    tokens = {token for text in texts for token in NUMBER.findall(text)}
    for value in figures:
        tokens |= {written(abs(value), "yuan"), written(abs(value), "ratio"), written(abs(value), "points")}
        tokens |= {written(abs(value), "percent", decimals=digits) for digits in (0, 1, 2, 3)}
        # sentences of the first page have fewer digits
        tokens |= {written(abs(value), "yuan", decimals=0), written(abs(value), "ratio", decimals=2)}
        tokens |= {written(abs(value), "points", decimals=1)}
    return tokens


def results_of(one: Analysis) -> Iterator[Shown]:
    yield from (
        one.projection,
        one.last_year,
        one.whole_span,
        one.checked,
        one.plan,
        one.scenario,
        one.scenario.baseline,
    )
    for result in (
        one.audited,
        one.ensemble,
        one.ranges,
        one.variance,
        one.swings,
        one.share_cases,
        one.past_forecasts(),
    ):
        if isinstance(result, Shown):
            yield result
    yield from (answer for need in one.needed for answer in (need.just, need.likely) if isinstance(answer, Shown))
    raised = [way for way in one.recommended if isinstance(way, Raise)]
    yield from (way.part for way in raised if way.part is not None)


def counts_of(one: Analysis) -> Iterator[str]:
    """Yield how many there are of what sentences count."""
    verdicts = [checked.verdict for checked in one.headline]
    statuses = [source.status for source in one.scenario.baseline.sources]
    statuses += [source.status for source in one.scenario.baseline.share_sources]
    yield from map(str, {len(one.plan.statements), len(one.plan.growth), len(one.plan.groups)})
    yield from (str(verdicts.count(verdict)) for verdict in verdicts)
    yield str(len(verdicts) - verdicts.count(cm.Verdict.NOT_JUDGED))
    lacking = [checked.missing.what for checked in one.headline if checked.missing is not None]
    yield from (str(lacking.count(what)) for what in lacking)
    yield from (str(number) for number, _ in enumerate(one.recommended, start=1))
    for raised in one.recommended:
        if isinstance(raised, Raise):
            yield from (f"{raised.required.growth_to_bound:.1%}", f"{raised.component_present:.1%}")
    yield from (str(statuses.count(status)) for status in statuses)
    yield str(sum(source.status == "assumed" for source in one.scenario.baseline.share_sources))
    yield str(sum(source.status == "assumed" for source in one.scenario.baseline.sources))
    yield str(sum(checked.verdict in (cm.Verdict.MET, cm.Verdict.EXCEEDED) for checked in one.cells))
    if isinstance(one.audited, cm.AuditReport):
        yield from map(str, {len(one.audited.contradictions), *(o.contradictions for o in one.audited.outcomes)})
        yield from {str(len(proposal.changes)) for proposal in one.audited.told_proposals}
    if isinstance(one.ensemble, cm.Ensemble):
        levels = one.ensemble.quantile_probabilities
        trend = one.ensemble.under_trend.chances if one.ensemble.under_trend else ()
        yield str(len(one.ensemble.chances))
        for chances in (one.ensemble.chances, () if isinstance(trend, Text) else trend[:-1]):
            yield str(sum(chance.probability > 0.5 for chance in chances))
        yield from (f"{one.ensemble.draw_count:,}", f"{100 * (levels[-1] - levels[0]):.0f}%")
    if isinstance(one.share_cases, cm.ShareCaseEffects):
        yield from map(str, (len(one.share_cases.cases), len(one.share_cases.results)))
        yield str(sum(result.matters for result in one.share_cases.results))
    yield str(len(one.checked.depends_on_case()))
    done = [alternative for alternative in one.alternatives if alternative.checked is not None]
    yield from map(str, (len(done), len(one.alternatives) - len(done)))
    issued = one.plan.issued
    yield from map(str, (issued.year, issued.month, issued.day, *one.projection.years))
    yield from (f"{need.probability:.0%}" for need in one.needed)
    if isinstance(one.swings, cm.Tornado):
        yield f"{one.swings.probability:.0%}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_the_text_is_a_result(language: Language) -> None:
    known = numbers_of(results_of(found()), counts_of(found()))
    words = " ".join(
        part
        for one in found().plan.statements
        for part in (one.words, one.printed_text, *one.place, *one.label(found().plan.terms))
    )
    known |= set(NUMBER.findall(words + " ".join(found().plan.title)))
    # a repair is told with the value that would be printed
    known |= {change.after.members[0].printed_text for found_ in found().recommended if isinstance(found_, Repair)
              for change in found_.proposal.changes if change.after is not None}  # fmt: skip
    told = [re.sub(f"{REFERENCE[0]}.*?{REFERENCE[1]}", "", text.in_language(language)) for text in brief().texts()]
    strange = [(token, text) for text in told for token in NUMBER.findall(text) if token not in known]
    assert not strange
    assert sum(len(NUMBER.findall(text)) for text in told) > 100


def test_the_main_findings_come_first() -> None:
    first = [*brief().opening, *(one for one in brief().front if isinstance(one, Paragraph))]
    opening = "\n".join(one.text.zh for one in first)
    # 36509.992 and 11076.012 rounded to 36510 and 11076, grown by 10 % and 12 % for three years
    assert f"2024年城乡居民收入比为{36510 * 1.1**3 / (11076 * 1.12**3):.2f}（目标2.8左右）" in opening
    # the ratio of 2.8 asks rural income of 48594.81 / 2.8 from 11076
    rural = (36510 * 1.1**3 / 2.8 / 11076) ** (1 / 3) - 1
    assert f"农村常住居民收入年均增长须由12.0%提高到{rural:.1%}" in opening
    assert "将“城乡居民收入比下降到2.8左右”改为3.1左右" in opening
    assert "《方案》能判定的11条目标中，1条达不到" in opening
    assert "推算2项、假定1项；收入构成中，假定3项" in opening


def test_the_brief_has_what_a_brief_must_have() -> None:
    assert [one.heading.zh for one in brief().sections] == [
        "方案目标及其校验",
        "收入测算",
        "收入构成与贡献",
        "相互矛盾之处与修订",
        "达到目标所需的增速",
        "把握程度",
        "数据来源与性质",
    ]
    (incomes,) = (table for table in brief().tables() if table.name == "incomes")
    # 36509.992 rounded to 36510, grown by 10 % for three years
    assert [row[-1] for row in incomes.rows[:3]] == pytest.approx([0.10, 0.12, 0.16], abs=1e-6)
    assert incomes.rows[0][-2].value == pytest.approx(36510 * 1.1**3)  # type: ignore[union-attr]
    assert "其中“按收入比”达到方案的收入比目标" in section(brief(), "收入测算")
    # rounding allows a ratio below 2.85 and 48594.75 yuan: rural income then comes to 17050.8 at least, 15.466 % a year;
    # at the printed 48594.8 and 2.8 it is 17355.3, 16.149 % a year
    changes = section(brief(), "相互矛盾之处与修订")
    assert "改为达到17,051元（按区间边界最低17,050.8元，按列明数值为17,355.3元）" in changes
    assert "“12%”改为15%左右（按区间边界最低15.466%，按列明数值为16.149%）" in changes
    assert "分项11,000 + 1,000 + 11,000 = 23,000" in section(brief(), "相互矛盾之处与修订")
    assert "没有一次同时达到" in section(brief(), "把握程度")
    # 2 urban, 3 rural and 1 lifted case
    assert "全部6种构成案例的组合" in section(brief(), "数据来源与性质")


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_meet_no_options_and_no_keys_of_series(language: Language) -> None:
    shown = paragraphs(brief(), language)
    for item in laid_out(brief(), language):
        if isinstance(item, TableItem):
            shown += [item.caption, *item.notes, *(cell for row in item.table.shown_rows(language) for cell in row)]
    assert not [text for text in shown if OPTION.search(text)]


def test_every_kind_of_chart_is_there_and_takes_results() -> None:
    drawn = [getattr(one.draw, "func", None) or one.draw.chart for one in brief().pictures()]  # type: ignore[attr-defined]
    names = {chart.__name__ for chart in drawn}
    # a brief has no outturn and no other counties to draw
    assert names == charts.CHARTS.keys() - {
        "plan_against_actual",
        "growth_still_needed",
        "county_dots",
        "county_ladder",
    }
    assert names == PLACED
    scores = next(one.draw for one in brief().pictures() if one.caption.zh == "各条目标及距目标差额")
    assert isinstance(scores, partial)
    assert scores.args == (found().checked,)


def test_headings_tables_and_pictures_are_numbered_in_reading_order() -> None:
    items = list(laid_out(brief(), "zh"))
    headings = [item.text for item in items if isinstance(item, Line) and item.role == "heading_1"]
    assert [heading[:2] for heading in headings] == [f"{one}、" for one in "一二三四五六七"]
    captions = [item.caption for item in items if isinstance(item, TableItem | PictureItem)]
    for mark in ("表", "图", "附表1-", "附图2-", "附表7-"):
        numbers = [int(match[1]) for caption in captions if (match := re.match(rf"{mark}(\d+)  ", caption))]
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers
    english = [
        item.text for item in laid_out(brief(), "en") if isinstance(item, Line) and item.role.startswith("heading")
    ]
    assert english[:2] == ["1  The goals of the plan and the checks", "2  The projection"]
    # counting by hand
    assert [numeral(number) for number in (1, 9, 10, 11, 19, 20, 99)] == [
        "一",
        "九",
        "十",
        "十一",
        "十九",
        "二十",
        "九十九",
    ]


def test_the_annex_stands_behind_the_signature() -> None:
    head = Letterhead(addressee="县人民政府", signed="县发展和改革局")
    signed = compose_brief(found(), length="full", letterhead=head)
    roles = [item.role for item in laid_out(signed, "zh") if isinstance(item, Line)]
    assert roles[2] == "addressee"
    at = roles.index("signature")
    assert roles[at - 7 : at] == ["annexed"] * 7
    assert roles[at + 1 :] == ["annex", "annex_title"] * 7
    assert "县人民政府：" in paragraphs(signed)
    assert "县人民政府:" in paragraphs(signed, "en")


def test_its_tables_are_those_of_the_results() -> None:
    tables = {table.name: table for table in brief().tables()}
    official = cm.contributions(cm.project(cm.scenario("plan")), year=2024).to_frame()
    frame = tables["contributions"].to_frame()
    assert frame.level.tolist() == official.level.tolist()
    assert frame.contribution_rate.tolist() == official.contribution_rate.tolist()
    judged = [one.verdict for one in found().headline if one.verdict is not cm.Verdict.NOT_JUDGED]
    assert tables["verdicts"].to_frame().verdict.tolist() == [verdict.value for verdict in judged]
    assert tables["promises"].to_frame().words.tolist() == [one.words for one in cm.load_plan().statements]
    # as the brief prints the same quantity before and after
    needed = tables["needed"].to_frame()
    ratio = needed[needed.target == "2024年城乡居民收入比"]
    assert ratio.just.tolist() == ["16.149%", "至多6.070%"]
    assert not set(ratio.likely) & set(ratio.just)


def test_another_plan_has_its_brief(folder: Path) -> None:  # noqa: F811
    one = analyse(cm.scenario("plan", plan=folder), draws=DRAWS)
    made = compose_brief(one, length="full")
    told = "\n".join(paragraphs(made))
    assert "易地搬迁群众" in told
    assert "2024—2028年" in told
    assert "本次不能说明把握程度" in told
    assert "估计增速的离散程度，尚缺" in told
    assert "各类人群只有一种构成案例" in told
    assert told.count("离散程度") == 1
    assert "另有3种因缺少数据不能测算" in told
    # 16000 * 1.09^5
    (incomes,) = (table for table in made.tables() if table.name == "incomes")
    assert any(row[-2].value == pytest.approx(16000 * 1.09**5) for row in incomes.rows)  # type: ignore[union-attr]
    known = numbers_of(results_of(one), counts_of(one)) | set(NUMBER.findall(" ".join(one.plan.title)))
    # sentences leave out a digit that is none
    known |= {token.removesuffix(".0") for token in known}
    for repair in (found_ for found_ in one.recommended if isinstance(found_, Repair)):
        known |= {change.after.members[0].printed_text for change in repair.proposal.changes if change.after}
    # the plan prints 2.5万元, to the hundred
    known |= {"25,000"}
    shown = [re.sub(f"{REFERENCE[0]}.*?{REFERENCE[1]}", "", text.zh) for text in made.texts()]
    strange = [token for text in shown for token in NUMBER.findall(text) if token not in known]
    assert not strange
    assert "fan" not in {getattr(getattr(picture.draw, "func", None), "__name__", "") for picture in made.pictures()}
    assert all(isinstance(table, Table) for table in made.tables())


def test_a_plan_without_rural_residents_has_no_ratio(folder: Path) -> None:  # noqa: F811
    text = (folder / "plan.toml").read_text(encoding="utf-8-sig")
    start, end = (
        text.index('[[statement]]\nid = "ratio_2026"'),
        text.index('[[statement]]\nid = "relocated_above_urban"'),
    )
    text = (text[:start] + text[end:]).replace('"rural"', '"village"').replace("rural =", "village =")
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    for name in ("growth.csv", "base.csv"):
        table = (folder / name).read_text(encoding="gb18030").replace(",rural,", ",village,")
        (folder / name).write_text(table, encoding="utf-8")
    made = compose_brief(analyse(cm.scenario("plan", plan=folder), draws=DRAWS))
    told = "\n".join(paragraphs(made))
    assert "不能计算城乡居民收入比" in told
    names = {getattr(getattr(one.draw, "func", None), "__name__", "") for one in made.pictures()}
    assert not {"ratio_path", "what_if_map"} & names


def test_a_changed_scenario_says_so_and_draws_itself_beside_the_others() -> None:
    changed = cm.scenario("plan").with_growth("rural", "wages", -0.3)
    made = compose_brief(analyse(changed, draws=DRAWS))
    told = "\n".join(paragraphs(made))
    difference = "2022—2024年农村工资性收入增速由20%调为-30%"
    assert made.subtitle is not None
    assert made.subtitle.zh == f"（情景：按方案，但{difference}）"
    assert f"与“按方案”情景相比：{difference}" in told
    # 11076 * (0.3529 * 0.7^3 + the rest): rural income falls
    (incomes,) = (one for one in made.tables() if one.name == "incomes")
    assert incomes.rows[1][-1] < 0.0  # type: ignore[operator]
    paths = next(one for one in made.pictures() if one.caption.zh == "各情景的城乡居民收入比")
    (shown,) = paths.draw.args  # type: ignore[attr-defined]
    assert [one.scenario.title.zh for one in shown[:2]] == ["本情景", "按方案"]
    assert len(shown) == 7
    (table,) = (one for one in made.tables() if one.name == "alternatives")
    assert [row[0] for row in table.rows[:2]] == [shown[0].scenario.title, Text("按方案", "the plan")]
    assert compose_brief(analyse(changed.with_name("低速"), draws=1)).subtitle == Text(
        "（情景：低速）", "(Scenario: 低速)"
    )


def test_a_scenario_that_misses_nothing_asks_for_nothing() -> None:
    # at a ratio of 2.8 rural income grows by 16.149 %, and lifted people are to be faster
    reached = cm.scenario("ratio").with_growth("lifted", None, 0.2)
    made = compose_brief(analyse(reached, draws=DRAWS))
    told, opening = "\n".join(paragraphs(made)), "\n".join(one.text.zh for one in made.opening)
    assert "条目标都能达到。" in opening
    assert "达不到" not in told
    assert "要使" not in told


def test_results_that_cannot_be_had_are_told() -> None:
    short = analyse(cm.scenario("plan").with_horizon(2023), draws=DRAWS)
    told = "\n".join(paragraphs(compose_brief(short)))
    assert "预测只到2023年，未到方案末年2024年" in told
    assert "没有可以求解的数值目标" in told
    assert "本次不能审查：尚缺可审计的条目" in told


def test_no_contradiction_is_told_in_one_sentence() -> None:
    alone = cm.audit(statements=["urban_growth", "rural_growth"])
    made = compose_brief(replace(found(), audited=alone))
    told = section(made, "相互矛盾之处与修订")
    assert "《方案》各条不论“达到”“左右”和增速表数值按定值读还是按下限读，都能同时成立，没有发现矛盾。" in told
    assert "修订幅度" not in told


def test_contradictions_past_the_limit_are_told() -> None:
    some = cm.audit(most=2)
    assert "有2组条目不能同时成立（已列满所要的组数，可能还有）" in section(
        compose_brief(replace(found(), audited=some)), "相互矛盾之处与修订"
    )


def test_growth_that_no_rate_reaches_is_told() -> None:
    # urban growth of 189 % a year: rural income would have to reach 36510 * 2.89^3 / 2.8 from 11076, 204 % a year
    fast = cm.scenario("plan").with_growth("urban", None, 0.99).with_growth("urban", None, 0.9, how="add")
    needed = [one for one in analyse(fast, draws=200).needed if one.target.quantity.kind == "urban_rural_ratio"]
    assert "must be able to reach 2.800" in needed[0].just.en  # type: ignore[union-attr]
    assert isinstance(needed[0].likely, Text)
    missed = next(one for one in found().needed if one.missed)
    hopeless = replace(missed, just=Text("无解", "none"), solve_likely=lambda: Text("无解", "none"))
    made = compose_brief(replace(found(), needed=(hopeless,)))
    assert "仅靠农村常住居民的增速，2024年城乡居民收入比达不到目标（2.8左右）。" in section(made, "达到目标所需的增速")
    assert "在年增速100%以内无解" in "".join(note.zh for table in made.tables() for note in table.notes)
    by_chance = compose_brief(replace(found(), needed=(replace(missed, solve_likely=lambda: Text("无解", "none")),)))
    (needed_table,) = (table for table in by_chance.tables() if table.name == "needed")
    assert [row[-2:] for row in needed_table.rows] == [(Text.same("16.149%"), None)]


def test_income_that_stands_still_has_no_contributions() -> None:
    still = cm.scenario("plan").with_growth(None, None, 0.0)
    told = "\n".join(paragraphs(compose_brief(analyse(still, draws=DRAWS))))
    assert "2024年，城镇常住居民收入没有变化，不计算贡献率；" in told


def test_the_same_scenario_and_seed_give_the_same_brief() -> None:
    again = compose_brief(analyse(cm.scenario("plan"), draws=DRAWS), length="full")
    assert again.texts() == brief().texts()
    assert [table.to_csv() for table in again.tables()] == [table.to_csv() for table in brief().tables()]
    other = compose_brief(analyse(cm.scenario("plan"), draws=DRAWS, seed=1), length="full")
    assert [table.to_csv() for table in other.tables()] != [table.to_csv() for table in brief().tables()]


def test_the_users_uncertainty_counts() -> None:
    wide = cm.estimate_uncertainty(cm.scenario("plan")).with_(own_spread=0.1)
    one = analyse(cm.scenario("plan"), draws=DRAWS, uncertainty=wide)
    assert isinstance(one.ensemble, cm.Ensemble)
    assert one.ensemble["ratio_2024"].probability > 0.05
    assert "同时达到的概率" in section(compose_brief(one), "把握程度")


@pytest.mark.parametrize("probability", [0.0, 1.0, 80.0])
def test_a_probability_lies_between_none_and_all(probability: float) -> None:
    with pytest.raises(cm.InputError, match=r"the probability must lie between 0 and 1 .*write 80 % as 0.80"):
        analyse(cm.scenario("plan"), draws=DRAWS, probability=probability)


def test_a_brief_needs_a_plan_and_one_path() -> None:
    bare = replace(cm.scenario("plan"), dossier=None)
    with pytest.raises(cm.InputError, match="scenario “the plan” must come from a plan"):
        analyse(bare)
    with pytest.raises(cm.InputError, match="must hold one path only"):
        analyse(cm.scenario("plan").with_growth("rural", "wages", [[[0.1]], [[0.2]]]))
    with pytest.raises(cm.InputError, match="the number of draws must be a whole number from 1 on"):
        analyse(cm.scenario("plan"), draws=0)


def test_the_day_is_written_as_officials_write_it() -> None:
    from datetime import date

    head = Letterhead(day=date(2022, 9, 5))
    assert head.dated == Text("2022年9月5日", "5 September 2022")
    assert Letterhead().dated == Text("", "")


def test_supporting_tables_stand_in_the_annex() -> None:
    annex = [block for one in brief().annexes for block in one.blocks]
    assert {one.table.name for one in annex if isinstance(one, Exhibit)} >= {
        "growth_words",
        "proposals",
        "bands",
        "settings",
        "coverage",
    }
    assert all(isinstance(one, Exhibit | Picture) for one in annex)


@pytest.mark.parametrize(
    "distribution", [cm.IncomeDistribution(gini=0.35, floor=4000), cm.IncomeDistribution(sigma=0.5)]
)
def test_the_probabilities_say_how_incomes_are_assumed_to_be_spread(distribution: cm.IncomeDistribution) -> None:
    made = compose_brief(analyse(cm.scenario("plan").with_distribution("lifted", distribution), draws=100))
    (chances,) = (table for table in made.tables() if table.name == "verdicts")
    # the promise on people who rise above 10,000 yuan is among them, and rests on this
    for language in LANGUAGES:
        assert any(distribution.words.in_language(language) in note.in_language(language) for note in chances.notes)
    assert not any("lognormal" in note.en for table in brief().tables() for note in table.notes)
