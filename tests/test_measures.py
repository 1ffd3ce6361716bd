"""The catalogue of measures against the plan's text: every figure where it is said to stand, none left out."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

import ceheng_model as cm
from ceheng_model.files import shipped
from ceheng_model.plan import Indicator
from ceheng_model.plan.printed_figures import printed_numbers
from ceheng_model.quantities.people import ShareRaised
from ceheng_model.vocabulary import Force, Text

FOLDER = shipped("plans", "ceheng-2022-2024")
LINES = (FOLDER / "plan.zh.txt").read_text(encoding="utf-8").splitlines()
PLAN = cm.load_plan()
CATALOGUE = PLAN.measures
IDS = [one.id for one in CATALOGUE.indicators]
PLACES = {one.id: one.place.zh for one in CATALOGUE.measures} | {one.id: one.place.zh for one in CATALOGUE.duties}
PLACES |= {one.id: one.place.zh for one in CATALOGUE.totals}

# The converter of these tests; it knows the figures that occur and nothing else.
MAGNITUDES = {"": 1, "万": 10_000, "亿": 100_000_000}
CHINESE = {"零": 0, "一": 1, "三": 3, "四": 4, "全": 1}
FIGURE = re.compile(r"(\d+(?:\.\d+)?)([万亿]?)(%?)")

# Arabic figures with what multiplies them, or runs of Chinese numerals.
TOKEN = re.compile(r"\d+(?:\.\d+)?[万亿]?%?|[零一二两三四五六七八九十百千万亿双半]+")

# Numbers that are no figures of a measure: pattern, and why it is none.
NO_FIGURES = {
    r"20\d\d(?=年)": "a year; those in the words of indicators are compared one by one",
    r"2022(?=[-—]2024年?)|(?<=2022[-—])2024(?=年?)|3(?=年开展|年累计)": "the plan's period, compared below",
    r"(?<=〔)20\d\d(?=〕)|(?<=〕)\d+(?=号)|(?<=\[)2022(?=\])|(?<=\] )2(?=号)|(?<=国发)2(?=号)": "number of a document",
    r"(?<=“)10(?=\+N”)": "name of a series of services",
    r"(?<=“)[12](?=\+[12]”)|(?<=[12]\+)[12](?=”)": "name of a model of schooling",
    r"\d+(?=月18日)|(?<=月)18(?=日)": "report days, compared one by one",
    r"进一(?=步)|(?<=下)一(?=步)|(?<=进)一(?=步)|(?<=统)一|一(?=批)|一(?=定)|一(?=线)": "part of a word",
    r"一(?=次性)": "once, as a way of paying",
    r"千(?=方百计)|百(?=计)|千(?=方)|(?<=方)百(?=计)": "part of an idiom",
    r"三(?=年行动|年攻坚)": "name of the action plan",
    r"(?<=“)[三四](?=变”|新”|化”|农”)": "name of a policy",
    r"三(?=权分置)|十三五|一(?=图)|两(?=库)|两(?=品)|(?<=品)一(?=标)|(?<=规合)一|(?<=多规合)一": "name of a policy",
    r"双(?=提升)|双(?=城经济圈)|双(?=满意)": "part of a name or slogan",
    r"两(?=项补贴)|四(?=项收入)": "name of subsidies or of the four components",
    r"三(?=类人员)|零(?=就业的三类)": "name of a category of people",
    r"(?<=县乡)二(?=级)|(?<=县“)三(?=级”)|六(?=部门)|两(?=类评价主体)": "counts what the sentence itself lists",
    r"八(?=大农业)": "name of a list of industries; the note of the measure counts them",
    r"半(?=弱劳动)|双(?=方劳动)": "part of a word",
    r"(?<=附件)[234]": "number of an annex",
    r"[五三](?=星级)": "a grade",
    r"三(?=个确保)|(?<=、)一(?=个杜绝)": "name of a rule",
    r"(?<=批)零(?=住餐)": "retail: part of a word",
    r"一(?=县一校)|(?<=县)一(?=校)|(?<=校)一(?=业)": "name of a kind of project",
}

Paragraphs = dict[str, list[str]]


def read_paragraphs() -> Paragraphs:
    """Return the lines of the plan from section three on, by place: 正文三、组织领导; 附件3三、(四); 附件2第10条."""
    paragraphs: Paragraphs = {}
    annex, section, sub = "正文", "", ""
    for line in LINES[
        LINES.index("三、组织领导") : LINES.index("附件:1.册亨县促进居民增收三年行动计划分年度目标任务表")
    ]:
        annex, section, sub = place_line(paragraphs, line, annex, section, sub)
    annex = ""
    for line in LINES[LINES.index("附件2") :]:
        if re.fullmatch(r"附件\d", line):
            annex, section, sub = line, "", ""
        elif line.startswith("主办:"):
            break
        else:
            annex, section, sub = place_line(paragraphs, line, annex, section, sub)
    return paragraphs


def place_line(paragraphs: Paragraphs, line: str, annex: str, section: str, sub: str) -> tuple[str, str, str]:
    if re.match(r"[一二三四五]、", line):
        section, sub = line, ""
        return annex, section, sub
    if measure := re.match(r"(\d+)\.(.*)", line):
        paragraphs[f"{annex}第{measure[1]}条"] = [measure[2]]
        return annex, section, sub
    if part := re.match(r"(\([一二三四五]\))(.*)", line):
        sub, line = part[1], part[2]
    # a part goes by the number of its section alone
    above = f"{section[0]}、{sub}" if sub else section
    paragraphs.setdefault(f"{annex}{above}", []).append(line)
    return annex, section, sub


PARAGRAPHS = read_paragraphs()


def place_of(indicator: Indicator) -> str:
    return PLACES[indicator.of]


def worth(printed: str) -> tuple[Fraction, ...]:
    found = []
    for part in re.split("[-至]", printed):
        if part in CHINESE:
            found.append(Fraction(CHINESE[part]))
            continue
        figure = FIGURE.fullmatch(part)
        assert figure, part
        found.append(Fraction(figure[1]) * MAGNITUDES[figure[2]] / (100 if figure[3] else 1))
    return tuple(found)


# --- the text and the catalogue


def test_the_plan_has_34_and_3_rural_22_urban_and_9_training_measures() -> None:
    assert Counter(one.annex for one in CATALOGUE.measures) == {2: 37, 3: 22, 4: 9}
    by_annex = {annex: [one.number for one in CATALOGUE.measures if one.annex == annex] for annex in (2, 3, 4)}
    assert by_annex == {2: [*range(1, 37), 38], 3: [*range(1, 23)], 4: [*range(1, 10)]}
    # 34 in the four sections on income, and 35, 36, 38
    organisation = [one.number for one in CATALOGUE.measures if one.component == "organisation"]
    assert organisation == [35, 36, 38]
    assert Counter(one.component for one in CATALOGUE.measures if one.annex == 2) == {
        "wages": 9,
        "business": 10,
        "transfer": 8,
        "property": 7,
        "organisation": 3,
    }
    assert Counter(one.component for one in CATALOGUE.measures if one.annex == 3) == {
        "wages": 5,
        "business": 5,
        "transfer": 9,
        "property": 3,
    }
    assert {one.component for one in CATALOGUE.measures if one.annex == 4} == {"training"}
    assert [numbering.numbers for numbering in PLAN.numberings] == [tuple(by_annex[annex]) for annex in (2, 3, 4)]


def test_every_numbered_paragraph_is_a_measure_and_every_measure_a_paragraph() -> None:
    numbered = [place for place in PARAGRAPHS if re.fullmatch(r"附件\d第\d+条", place)]
    assert numbered == [one.place.zh for one in CATALOGUE.measures]
    for one in CATALOGUE.measures:
        assert one.place == Text(f"附件{one.annex}第{one.number}条", f"annex {one.annex}, measure {one.number}")
        assert one.id == f"{ {2: 'rural', 3: 'urban', 4: 'training'}[one.annex] }.{one.number}"


def test_sections_are_the_headings_above_the_measures() -> None:
    component = {"工资性": "wages", "经营性": "business", "财产性": "property", "转移性": "transfer"}
    heading, annex, above = "", "", {}
    for line in LINES[LINES.index("附件2") :]:
        if re.fullmatch(r"附件\d", line):
            annex = line
        elif re.match(r"[一二三四五]、|\([一二三四]\)", line):
            heading = line
        elif number := re.match(r"(\d+)\.", line):
            above[f"{annex}第{number[1]}条"] = heading
    for one in CATALOGUE.measures:
        assert one.section.zh == above[one.place.zh], one.id
        named = [key for words, key in component.items() if words in one.section.zh]
        assert named in ([one.component], []), one.id
        assert bool(named) == (one.component not in ("organisation", "training"))


def test_titles_of_annex_2_are_printed() -> None:
    for one in CATALOGUE.measures:
        if one.annex == 2:
            assert PARAGRAPHS[one.place.zh][0].startswith(f"{one.title.zh}。"), one.id
    assert all(one.title.zh and one.title.en for one in CATALOGUE.measures)


def test_departments_are_those_in_brackets() -> None:
    canonical = {name: one.key for one in CATALOGUE.departments for name in one.names}
    for one in CATALOGUE.measures:
        text = PARAGRAPHS[one.place.zh][0]
        bracket = re.search(r"责任单位:((?!责任单位)[^。]*?)(?:。各项措施.*)?\)$", text)
        if bracket is None:
            assert one.component == "organisation"
            assert one.departments == (("townships",) if one.number == 36 else ())
            continue
        # a comma between brackets is part of a name
        listed = bracket[1].replace("各乡(镇、街道)", "各乡(镇#街道)")
        parts = [part.replace("#", "、") for part in re.split("[、,]", listed)]
        others = any(part.endswith("等") for part in parts)
        keys = [canonical[part.removesuffix("等")] for part in parts]
        # measure 1 of annex 2 names the townships for all measures of that annex
        if one.annex == 2 and "townships" not in keys:
            keys.append("townships")
        assert list(one.departments) == keys, one.id
        assert one.and_others == others, one.id
    assert "各项措施责任单位均包括各乡(镇、街道)" in PARAGRAPHS["附件2第1条"][0]


def test_groups_are_those_of_the_annex_or_the_title() -> None:
    expected = {2: "rural", 3: "urban", 4: "all"}
    for one in CATALOGUE.measures:
        lifted = "脱贫人口" in one.title.zh
        assert one.group == ("lifted" if lifted else expected[one.annex]), one.id


@pytest.mark.parametrize("id", IDS)
def test_a_figure_stands_in_its_paragraph_and_means_its_value(id: str) -> None:
    one = CATALOGUE.indicator(id)
    assert any(one.words in line for line in PARAGRAPHS[place_of(one)])
    assert one.printed in one.words
    values = tuple(Fraction(str(value)) for value in (one.value, one.value_high) if value is not None)
    if one.against is not None:
        assert values == ()
        assert one.printed == ""
        assert one.against.zh in one.words
        return
    assert worth(one.printed) == values
    assert printed_numbers(one.printed) == tuple(map(float, values))
    after = one.words[one.words.index(one.printed) + len(one.printed) :]
    assert (
        one.value is None
        or one.printed.endswith("%") == (one.unit.en in ("share", "average annual growth"))
        or (one.type == "whole" or one.id == "rural.25.contribution_subsidy")
    )
    assert one.type != "bare" or not re.match(r"\D{0,3}?(以上|以下|左右)", after), after


@pytest.mark.parametrize("id", IDS)
def test_the_wording_type_is_that_of_the_words(id: str) -> None:
    one = CATALOGUE.indicator(id)
    assert all(part in one.words for part in one.type_words.split("…"))
    signs = {
        "at_least": "以上|不低于",
        "at_most": "以下|不超过|最高|内",
        "about": "左右",
        "above": "高于|超过|余",
        "reaches": "达到|提高至",
        "whole": "全",
        "between": "[-至]",
    }
    bound = [kind for kind, sign in signs.items() if re.search(sign, one.type_words)]
    # 达到…以上 is at least; 全 stands in other words too
    if one.type == "bare":
        assert bound == []
    else:
        assert one.type in bound
        assert one.type == "at_least" or "at_least" not in bound


@pytest.mark.parametrize("id", IDS)
def test_the_period_is_the_one_the_words_state(id: str) -> None:
    one = CATALOGUE.indicator(id)
    years = [int(year) for year in re.findall(r"20\d\d(?=年|[-—])|(?<=[-—])20\d\d", one.words)]
    if re.search(r"(?<!三)3年|三年(?!滚动)", one.words):
        years = [2022, 2024]
    if one.role == "condition":
        # the year belongs to the target of the sentence, not to whom it is meant for
        years = []
    assert [year for year in (one.first_year, one.last_year) if year is not None] == years
    assert (one.deadline == date(2024, 12, 31)) == ("2024年底" in one.words)
    assert one.deadline is None or one.deadline.year == one.last_year
    if "每年" in one.type_words or ("年出栏" in one.words and "出栏" in one.counted.zh):
        assert one.counting == "yearly"
    if one.counting == "monthly":
        assert "每月" in one.words
    if one.counting == "daily":
        assert "每天" in one.words
    if one.counting == "cumulative":
        assert one.last_year == 2024


def clause(place: str, words: str) -> str:
    """Return words with what stands before them in their clause."""
    (line,) = [line for line in PARAGRAPHS[place] if words in line]
    return re.split("[,。;:]", line[: line.index(words)])[-1] + words


SIGNS = {"力争": Force.STRIVE, "预期": Force.EXPECTED, "确保": Force.BINDING, "约束": Force.BINDING}


@pytest.mark.parametrize("id", IDS)
def test_the_force_of_a_target_is_that_of_its_words(id: str) -> None:
    one = CATALOGUE.indicator(id)
    told = [force for sign, force in SIGNS.items() if sign in clause(place_of(one), one.words)]
    # the sentence strives for or pledges what is to come about, not for whom it is meant
    assert one.force is (told[0] if told and one.role == "target" else None)
    assert len(told) < 2


def test_the_force_of_a_duty_is_that_of_its_words() -> None:
    for one in CATALOGUE.duties:
        told = [force for sign, force in SIGNS.items() if sign in clause(one.place.zh, one.words)]
        assert one.force is (told[0] if told else None), one.id


@pytest.mark.parametrize("id", IDS)
def test_a_target_binds_when_its_words_say(id: str) -> None:
    one = CATALOGUE.indicator(id)
    if one.role != "target" or one.counting == "unstated":
        assert one.binds is None
    elif "年均" in one.words:
        assert one.binds == "average"
    elif re.search("稳定|守牢|坚守|保持|动态清零|每年|年出栏", one.words):
        assert one.binds == "each_year"
    elif one.counting == "cumulative" and "新增" not in one.words:
        assert one.binds == "pro_rata"
        # without a first year, the number to start from is asked for and a note says why
        assert one.needs_start == (one.first_year is None) == ("起始年份未写明" in (one.note or Text("", "")).zh)
    else:
        assert one.binds == "at_end"
    assert one.binds != "at_end" or not re.search("稳定|守牢|保持|清零", one.words)


def test_indicators_are_counted_by_annex() -> None:
    annex: dict[str, int | None] = {one.id: one.annex for one in CATALOGUE.measures}
    annex |= {one.id: one.annex for one in CATALOGUE.totals}
    assert Counter(annex.get(one.of) for one in CATALOGUE.indicators) == {2: 60, 3: 18, 4: 8, None: 4}


def covered(place: str, line: str) -> set[int]:
    """Return the positions of a line that the figures of its paragraph cover."""
    positions: set[int] = set()
    for one in CATALOGUE.indicators:
        if place_of(one) == place and one.printed:
            for words in re.finditer(re.escape(one.words), line):
                for figure in re.finditer(re.escape(one.printed), one.words):
                    positions.update(range(words.start() + figure.start(), words.start() + figure.end()))
    said = [statement.words for statement in PLAN.statements] + [count.total.words for count in PLAN.counts]
    for quote in said:
        for words in re.finditer(re.escape(quote), line):
            positions.update(range(words.start(), words.end()))
    return positions


def uncovered(places: Callable[[str], bool] = bool) -> tuple[list[str], set[str]]:
    """Return numbers that neither a figure covers nor a reason excuses, and the reasons that excuse one."""
    left, used = [], set()
    for place, lines in PARAGRAPHS.items():
        for line in filter(None, lines if places(place) else []):
            positions = covered(place, line)
            for token in TOKEN.finditer(line):
                if set(range(*token.span())) <= positions:
                    continue
                why = [pattern for pattern in NO_FIGURES if excuses(pattern, line, token)]
                used.update(why)
                if not why:
                    left.append(f"{place}: …{line[max(0, token.start() - 12) : token.end() + 12]}…")
    return left, used


def excuses(pattern: str, line: str, token: re.Match[str]) -> bool:
    # the whole number must be what the pattern names: 2022 excuses 2022, not 20221
    return any(found.start() <= token.start() and token.end() <= found.end() for found in re.finditer(pattern, line))


def test_every_number_in_the_text_is_a_figure_of_the_catalogue_or_is_none_for_a_reason() -> None:
    left, used = uncovered()
    assert left == []
    assert set(NO_FIGURES) - used == set(), "reasons that excuse nothing"


def test_wordings_of_completeness_are_in_the_catalogue() -> None:
    complete = [one for one in CATALOGUE.indicators if one.printed in ("全", "零")]
    for place, lines in PARAGRAPHS.items():
        said = re.findall(r"全覆盖|全入库|全监管|全员培训|全业务流程|清零", "".join(lines))
        # the heading of measure 22 names no whole that could be counted
        if place == "附件2第22条":
            assert said == ["全员培训"]
            said = []
        bound = [one.type_words for one in complete if place_of(one) == place]
        assert len(bound) == len(said), place
        assert all(any(words in word for words in bound) for word in said), place


def test_whatever_recurs_is_a_duty_or_a_figure() -> None:
    for place, lines in PARAGRAPHS.items():
        said = [one.words for one in CATALOGUE.indicators if place_of(one) == place]
        said += [one.words for one in CATALOGUE.duties if one.place.zh == place]
        for line in lines:
            spans = [range(*found.span()) for words in said for found in re.finditer(re.escape(words), line)]
            for word in re.finditer(r"每年(?!.{0,3}个)|每月|每天|月调度|季通报|季度|年度|不定期|年出栏", line):
                assert any(word.start() in span for span in spans), (
                    f"{place}: {line[word.start() - 15 : word.end() + 15]}"
                )


def test_statements_and_figures_say_the_same() -> None:
    linked = {one.statement: one for one in CATALOGUE.indicators if one.statement}
    assert set(linked) == {"lifted_above_rural", "rural_above_national_rural", "lifted_growth", "lifted_over_10000"}
    for id, one in linked.items():
        statement = PLAN.statement(id)
        assert statement.words in one.words
        # everybody is to get above the income that the figure gives: the statement is on the part of people who do
        of_people = id == "lifted_over_10000"
        assert (
            (statement.wording.kind, one.type) == ("at_least", "above")
            if of_people
            else statement.wording.kind == one.type
        )
        assert statement.force is one.force
    over = PLAN.statement("lifted_over_10000")
    assert isinstance(over.quantity, ShareRaised)
    assert (over.quantity.threshold, over.wording.printed_values) == (linked[over.id].value, (1.0,))
    assert linked["lifted_growth"].value == 0.16


def test_trainings_do_not_add_up_and_the_catalogue_says_so() -> None:
    (count,) = PLAN.counts
    stated = [CATALOGUE.indicator(f"training.{id}") for id in ("5.trainings", "6.cooperation_trainings", "7.trainings")]
    assert [one.value for one in stated] == [part.value for part in count.parts] == [11000, 1000, 11000]
    assert all(part.words in one.words for one, part in zip(stated, count.parts, strict=True))
    assert count.total.value == 17000
    assert [part.indicator for part in count.parts] == [one.id for one in stated]
    # measures 5 and 7: 2022-2024年开展培训11000人次; 3年累计开展各类职业技能培训11000人次
    assert [part.may_repeat for part in count.parts] == [None, None, 1]
    assert (count.sum_of_parts, count.sum_without_repeats) == (23000, 12000)
    assert "12,000" in count.repeats()[0].zh
    goal = CATALOGUE.indicator("trainings.total")
    assert (goal.value, goal.words, goal.force) == (17000, count.total.words, Force.STRIVE)
    assert (goal.first_year, goal.last_year, goal.counting, goal.binds) == (2022, 2024, "cumulative", "pro_rata")
    assert {one.id for one in CATALOGUE.where(annexes=4).indicators} >= {goal.id, *(one.id for one in stated)}
    assert stated[0].note is not None
    assert all(figure in stated[0].note.zh for figure in ("17,000", "23,000"))


def test_statements_of_the_plan_stand_in_its_text() -> None:
    text = "\n".join(LINES)
    for statement in PLAN.statements:
        assert statement.words in text, statement.id


@pytest.mark.parametrize(
    ("id", "value", "unit", "counting"),
    [
        ("rural.6.village_doctors", 200, "yuan per person", "monthly"),
        ("rural.25.basic_pension_before", 103, "yuan per person", "monthly"),
        ("rural.25.basic_pension", 118, "yuan per person", "monthly"),
        ("rural.23.training_allowance", 40, "yuan per person", "daily"),
        ("rural.24.job_seeking_subsidy_500", 500, "yuan per person", "once"),
        ("rural.24.job_seeking_subsidy_1000", 1000, "yuan per person", "once"),
        ("urban.7.startup_subsidy", 5000, "yuan per person", "once"),
        ("urban.16.graduates_subsidy", 1000, "yuan per person", "once"),
        ("rural.2.relief_labour_share", 0.2, "share", "standing"),
        ("rural.3.relief_labour_share", 0.2, "share", "standing"),
        ("rural.17.attracted_investment", 461_000_000, "yuan", "yearly"),
    ],
)
def test_what_the_plan_prices_has_its_price(id: str, value: float, unit: str, counting: str) -> None:
    one = CATALOGUE.indicator(id)
    assert (one.value, one.unit.en, one.counting) == (value, unit, counting)


def test_one_unit_has_one_name() -> None:
    names: dict[str, set[str]] = {}
    for one in CATALOGUE.indicators:
        names.setdefault(one.unit.zh, set()).add(one.unit.en)
    assert all(len(english) == 1 for english in names.values())


# --- duties


def test_duties_stand_in_their_paragraphs() -> None:
    for one in CATALOGUE.duties:
        assert any(one.words in line for line in PARAGRAPHS[one.place.zh]), one.id
        if one.measure:
            assert one.place == CATALOGUE.measure(one.measure).place


def test_report_days_are_the_18th_of_each_quarters_last_month() -> None:
    dated = {one.id: one for one in CATALOGUE.duties if one.days}
    assert set(dated) == {"urban.report", "training.report"}
    for one in dated.values():
        printed = re.findall(r"(\d+)月(\d+)日", one.words)
        assert [(str(month), str(day)) for month, day in one.days] == printed
        assert one.due_dates(2023) == (date(2023, 3, 18), date(2023, 6, 18), date(2023, 9, 18), date(2023, 12, 18))
        assert one.recurrence == "quarterly"


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2022, 9, 30), date(2022, 12, 18)),
        (date(2022, 12, 18), date(2022, 12, 18)),
        (date(2022, 12, 19), date(2023, 3, 18)),
    ],
)
def test_the_next_report_is_due_on_the_day_or_after_it(day: date, due: date) -> None:
    assert CATALOGUE.duty("training.report").next_due(day) == due
    assert CATALOGUE.duty("office.monthly_dispatch").next_due(day) is None


def test_the_office_reviews_monthly_and_publishes_quarterly() -> None:
    review, bulletin = CATALOGUE.duty("office.monthly_dispatch"), CATALOGUE.duty("office.quarterly_bulletin")
    assert (review.recurrence, bulletin.recurrence) == ("monthly", "quarterly")
    assert "月调度" in review.words
    assert "季通报" in bulletin.words
