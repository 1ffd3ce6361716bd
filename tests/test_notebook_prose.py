"""What the notebooks say in numbers is so: worked out here from the shipped tables, or drawn with other seeds.

Every number of the prose is one of a phrase that is made here, or a figure that the plan prints or a cell sets.
"""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import ceheng_model as cm
from ceheng_model.tracking import NATIONAL_EXAMPLE
from tests.notebook_outputs import NOTEBOOKS, code_cells, read

DATA = Path(__file__).parent.parent / "data"
PLAN = DATA / "plans" / "ceheng-2022-2024"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SEED = 7
"""Another than that of the notebooks: what they say hangs on no seed."""


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table that ships."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def printed() -> dict[str, float]:
    """Return the values that the plan prints, by statement."""
    statements = tomllib.loads((PLAN / "plan.toml").read_text(encoding="utf-8"))["statement"]
    return {one["id"]: one.get("value", 0.0) for one in statements}


@cache
def share(group: str, component: str, case: str) -> float:
    """Return the share of a component in the base year."""
    found = {
        row["component"]: float(row["value_yuan"])
        for row in rows(DATA / "baselines.csv")
        if row["region"] == "ceheng" and row["group"] == group and row["share_case"] == case
    }
    return found[component] / sum(found[one] for one in ("wages", "business", "property", "transfer"))


@cache
def growth(group: str, component: str) -> float:
    """Return the yearly rate of the growth table, the same in all years."""
    (rate,) = {
        row["value"] for row in rows(PLAN / "growth.csv") if (row["group"], row["component"]) == (group, component)
    }
    return float(rate)


# the base that the plan's own targets and averages imply, in whole yuan
URBAN = round(printed()["urban_income_2024"] / 1.1**3)
RURAL = round(printed()["rural_income_2024"] / 1.12**3)
URBAN_END, RURAL_END = URBAN * 1.1**3, RURAL * 1.12**3
RURAL_WAGES = share("rural", "wages", "poverty_counties_2019")
NEEDED_RURAL = (URBAN_END / 2.8 / RURAL) ** (1 / 3) - 1
NEEDED_URBAN = (2.8 * RURAL_END / URBAN) ** (1 / 3) - 1


def below(value: float, bound: float, phrase: str) -> str:
    """Return a phrase that says that a value lies below a bound."""
    assert value < bound, phrase
    return phrase


def first_projection() -> Iterator[str]:
    yield f"城镇{URBAN}元、农村{RURAL}元由方案的目标收入推算"
    yield f"urban ({URBAN:,} yuan) and rural residents ({RURAL:,})"
    lifted = {
        row["value_yuan"]
        for row in rows(DATA / "baselines.csv")
        if (row["group"], row["component"]) == ("lifted", "total")
    }
    assert lifted == {"11500"}
    yield "脱贫人口11500元"
    yield "11,500 yuan of people lifted out of poverty"
    # the share of wages times their growth, and that beside 12 %
    points = RURAL_WAGES * growth("rural", "wages")
    yield f"拉动农村收入增长{100 * points:.2f}个百分点，贡献率{points / 0.12:.1%}"
    yield f"{100 * points:.2f} percentage points"
    yield f"a contribution share of {100 * points / 0.12:.1f} %"
    assert round(URBAN_END, 1) == 48594.8
    assert round(RURAL_END) == 15561
    yield f"收入比却是{URBAN_END / RURAL_END:.2f}"
    yield f"the ratio is {URBAN_END / RURAL_END:.2f}"
    slower = RURAL_END - RURAL * RURAL_WAGES * (1.2**3 - 1.2 * 1.15**2)
    yield f"2024年农村收入约{slower:.0f}元，比目标少{15561 - slower:.0f}元"
    yield f"about {slower:,.0f} yuan, {15561 - slower:.0f} short of the target"
    two = sum(share("urban", one, "guizhou_2023q3") * growth("urban", one) for one in ("wages", "business"))
    assert two > growth("urban", "total")
    yield f"就拉动{100 * two:.1f}个百分点"
    yield f"{100 * two:.1f} percentage points"
    yield f"城乡居民收入比为{URBAN_END / RURAL_END:.2f}"
    yield f"the urban-rural ratio of 2024 is {URBAN_END / RURAL_END:.2f}"


def consistent() -> Iterator[str]:
    # urban income is promised as an average, an amount, a table of totals and one of components; rural as an amount and a table
    yield f"共{4 * 2}组矛盾"
    yield f"There are {4 * 2} contradictions"
    # as printed, to half of the last digit
    least = (48594.8 - 0.05) / (15561 + 0.5)
    yield f"收入比最低也是{least:.2f}"
    yield f"the ratio is {least:.2f} at least"
    yield f"农村年均须增长{NEEDED_RURAL:.2%}"
    yield f"城镇年均只能增长{NEEDED_URBAN:.2%}"
    yield f"must grow by {100 * NEEDED_RURAL:.2f} % a year for a ratio of 2.8"
    yield f"urban income may grow by at most {100 * NEEDED_URBAN:.2f} %"
    yield f"农村收入年均增长{NEEDED_RURAL:.2%}，或者城镇年均只增长{NEEDED_URBAN:.2%}"
    yield f"grows by {100 * NEEDED_RURAL:.2f} % a year or urban income by only {100 * NEEDED_URBAN:.2f} %"


def how_sure() -> Iterator[str]:
    scenario = cm.scenario("plan")
    drawn = cm.simulate(scenario, seed=SEED)
    rural = drawn["rural_income_2024"].probability
    yield f"达到的概率约{round(rural, 1):.0%}"
    yield f"about {100 * round(rural, 1):.0f} % of draws"
    trend = cm.simulate(cm.scenario("trend"), seed=SEED)["rural_income_2024"].probability
    yield below(trend, 0.01, "则不到1%")
    yield below(trend, 0.01, "less than 1 % do")
    ratio = drawn["ratio_2024"].probability
    for phrase in ("收入比降到2.8左右的概率低于0.1%", "a probability below 0.1 %", "收入比降到2.8左右的把握低于0.1%"):
        yield below(ratio, 0.001, phrase)
    bands = drawn.quantiles("total").sel(group="rural", year=2024)
    low, high = (float(bands.sel(quantile=one)) for one in (0.05, 0.95))
    yield f"落在{low / 10_000:.2f}万至{high / 10_000:.2f}万元之间"
    yield f"between {round(low, -2):,.0f} and {round(high, -2):,.0f} yuan"
    shares = scenario.baseline.levels / scenario.baseline.levels.sum(axis=-1, keepdims=True)
    wide = cm.estimate_uncertainty(scenario).with_own_totals(0.02, shares)
    wider = cm.simulate(scenario, seed=SEED, uncertainty=wide)
    before, after = (float(one.spreads("ratio").sel(year=2024)) for one in (drawn, wider))
    assert after > 2 * before
    yield below(wider["ratio_2024"].probability, 0.01, "概率仍不到1%")
    yield below(wider["ratio_2024"].probability, 0.01, "is still below 1 %")
    likely = cm.required_growth(scenario, "ratio=2.8", vary="rural", probability=0.8, seed=SEED).value
    yield f"农村年均须增长{NEEDED_RURAL:.1%}，把握只有一半；要有八成把握，须增长{likely:.1%}"
    yield f"must grow by {100 * NEEDED_RURAL:.1f} % a year to end exactly at 2.8"
    yield f"four in five take {100 * likely:.1f} %"
    parts = (
        cm.variance_shares(scenario, "ratio", seed=SEED)
        .to_frame()
        .set_index(["group", "component"])["shapley"]
        .to_dict()
    )
    wages, transfers = parts["urban", "wages"], parts["rural", "transfer"]
    assert round(parts["rural", "wages"], 2) == round(parts["urban", "business"], 2) == 0.12
    yield f"城镇工资性收入占{wages:.0%}，农村转移净收入占{transfers:.0%}，农村工资性收入和城镇经营净收入各占12%"
    yield f"urban wages account for {100 * wages:.0f} %, rural transfers for {100 * transfers:.0f} %"
    yield "urban business income for 12 % each"
    less = RURAL * RURAL_WAGES * (1.2**3 - 1.15**3)
    paired = cm.compare(scenario, scenario.with_growth("rural", "wages", 0.15), seed=SEED).to_frame()
    spread = paired.set_index(["group", "year"])["standard_deviation"].to_dict()["rural", 2024]
    own = float(drawn.spreads("total").sel(group="rural", year=2024))
    yield f"农村收入少{less:.0f}元左右；两个情景用同一组随机数，这一差额的标准差只有{spread:.0f}元，而农村收入本身的标准差约{round(own, -2):.0f}元"
    yield f"about {less:.0f} yuan lower"
    yield f"only {spread:.0f} yuan, rural income itself one of about {round(own, -2):.0f}"


def charts_for_a_briefing() -> Iterator[str]:
    ratio = f"{URBAN_END / RURAL_END:.2f}"
    yield f"2024年收入比为{ratio}"
    yield f"the ratio of 2024 is {ratio}"
    yield f"农村年均须增长{NEEDED_RURAL:.1%}；农村增速不变，城镇年均只能增长{NEEDED_URBAN:.1%}"
    yield f"must grow by {100 * NEEDED_RURAL:.1f} % a year, or urban income may grow by at most {100 * NEEDED_URBAN:.1f} %"
    probability = cm.simulate(cm.scenario("plan"), seed=SEED)["ratio_2024"].probability
    yield below(probability, 0.001, "收入比降到2.8左右的概率低于0.1%")
    yield below(probability, 0.001, "down to about 2.8 is below 0.1 %")
    gained, wages = RURAL_END - RURAL, RURAL * RURAL_WAGES * (1.2**3 - 1)
    yield f"农村收入三年增加{gained:.0f}元，工资性收入的贡献率为{wages / gained:.1%}"
    yield f"gains {gained:,.0f} yuan in three years; wages contribute {100 * wages / gained:.1f} %"
    report = cm.check(cm.project(cm.scenario("plan")))
    counts = Counter(report[id].verdict for id in printed())
    assert sum(counts.values()) == len(printed())
    met, missed, open_ = (counts[one] for one in (cm.Verdict.MET, cm.Verdict.MISSED, cm.Verdict.NOT_JUDGED))
    yield f"方案{len(printed())}条目标，按自身的增速达到{met}条，未达到{missed}条，另有{open_}条缺数据"
    yield f"Of {len(printed())} statements {met} are met, {missed} is missed, and {open_} cannot be judged"
    yield f"停在{ratio}，增速图说明农村要年均增长{NEEDED_RURAL:.1%}"
    yield f"stops at {ratio}"
    yield f"grow by {100 * NEEDED_RURAL:.1f} % a year for 2.8"


def measures() -> Iterator[str]:
    ready = len(tomllib.loads((PLAN / "levers.toml").read_text(encoding="utf-8"))["lever"])
    yield f"方案有{ready}项措施"
    yield f"for {ready} measures"
    doctors, pension = 300 * 200 * 12 / 120_000, 30_000 * 15 * 12 / 120_000
    yield f"300名村医每人每月多领200元，人均每年增收{doctors:.0f}元；3万人的基础养老金每月多15元，人均每年增收{pension:.0f}元"
    yield f"300 village doctors receive 200 yuan more a month, which is {doctors:.0f} yuan a resident"
    yield f"30,000 people receive 15 yuan more a month of basic pension, which is {pension:.0f}."
    both = doctors + pension
    yield f"农村收入正好多{both:.0f}元"
    yield f"exactly {both:.0f} yuan higher"
    wanted = URBAN_END / 2.8
    closed = both / (round(wanted) - RURAL_END)
    yield f"农村2024年收入须为{wanted:.0f}元；举例的两项措施只弥补缺口的{closed:.1%}"
    yield f"rural income must be {wanted:,.0f} yuan in 2024; the two measures close {100 * closed:.1f} % of that gap"
    some, many = ((target - RURAL_END) * 120_000 / (15 * 12) for target in (15_600, round(wanted)))
    yield f"须有{some / 10_000:.1f}万人领取；要达到{wanted:.0f}元，须有{many / 10_000:.1f}万人领取，接近常住人口的{many / 120_000:.0f}倍"
    yield f"take {round(some, -3):,.0f} recipients; {wanted:,.0f} yuan would take {round(many, -3):,.0f}, nearly {many / 120_000:.0f} times"
    yield f"人均增收{both:.0f}元，只弥补缺口的{closed:.1%}"
    yield f"add {both:.0f} yuan a person and close {100 * closed:.1f} % of the gap"


def tracking() -> Iterator[str]:
    nation = {
        row["year"]: float(row["value"])
        for row in rows(DATA / "examples" / "national_outturn_2022_2024.csv")
        if (row["kind"], row["group"], row["component"], row["quarter"]) == ("income", "rural", "total", "")
    }
    actual, planned = RURAL * nation["2023"] / nation["2021"], RURAL * 1.12**2
    yield f"2023年为{actual:.0f}元，比计划的{planned:.0f}元少{1 - actual / planned:.1%}"
    yield f"{actual:,.0f} yuan in 2023, {100 * (1 - actual / planned):.1f} % below the {planned:,.0f} planned"
    needed = 15561 / actual - 1
    yield f"2024年农村收入须增长{needed:.1%}才能达到15561元"
    yield f"must grow by {100 * needed:.1f} % in 2024 to reach 15,561 yuan"
    report = cm.track(cm.scenario("plan"), cm.read_actuals(NATIONAL_EXAMPLE), as_of="2024-02-01", seed=SEED)
    assert report.forecast is not None
    most = max(line["rural_income_2024"].probability for line in report.forecast.lines.values())
    yield f"从2023年的{actual:.0f}元出发"
    yield f"From the {actual:,.0f} yuan of 2023"
    yield below(most, 0.001, "达到15561元的概率都低于0.1%")
    yield below(most, 0.001, "the probability of 15,561 is below 0.1 %")
    yield f"农村收入2024年须增长{needed:.1%}才能达到目标"
    yield below(most, 0.001, "达到的概率低于0.1%")
    yield f"grow by {100 * needed:.1f} % in 2024 to reach its target"
    yield below(most, 0.001, "a probability below 0.1 %")


def province() -> Iterator[str]:
    def published(name: str, row: str) -> list[int]:
        lines = (DATA / "examples" / name).read_text(encoding="utf-8-sig").splitlines()
        (line,) = (one for one in lines if one.startswith(row))
        return [int(one) for one in line.split(",")[1:] if one]

    last, *_, first = published("guizhou_income_2018_2021.csv", "农村")
    yield f"农村2021年收入{last}元是公布数"
    yield f"The rural {last:,} yuan of 2021 are published"
    (later,) = published("guizhou_income_2018_2023.csv", "城镇")
    yield f"由2023年公布的{later}元"
    yield f"from the {later:,} published for 2023"
    urban, rural = 39_000 * 1.1**3, last * 1.12**3
    yield f"2024年城镇{urban:.0f}元、农村{rural:.0f}元，收入比由{39_000 / last:.2f}降到{urban / rural:.2f}"
    yield f"incomes of 2024 are {urban:,.0f} and {rural:,.0f} yuan; the ratio falls from {39_000 / last:.2f} to {urban / rural:.2f}"
    past, needed = (last / first) ** (1 / 3) - 1, (urban / 2.8 / last) ** (1 / 3) - 1
    yield f"年均增长{past:.1%}；收入比要正好降到2.8，农村年均须增长{needed:.2%}"
    yield f"按过去的{past:.1%}增长"
    yield f"grew by {100 * past:.1f} % a year in 2018–2021; for a ratio of exactly 2.8 it must grow by {100 * needed:.2f} %"
    yield f"grows by {100 * past:.1f} % as before"
    before, faster = urban / (last * (1 + past) ** 3), urban / (last * 1.13**3)
    yield f"2024年收入比为{before:.2f}，比基年的{39_000 / last:.2f}还高；农村加快到13%，收入比为{faster:.2f}"
    yield f"the ratio of 2024 is {before:.2f}, above the {39_000 / last:.2f} of the base year; with 13 % it is {faster:.2f}"
    low, high = (base * 1.1**3 / rural for base in (38_500, 39_500))
    yield f"收入比为{low:.2f}，四舍五入已是2.8左右；若为39500元，为{high:.2f}"
    yield f"the plan leads to {low:.2f}, which rounds to about 2.8, with 39,500 to {high:.2f}"
    assert round(needed, 2) == 0.13
    yield f"按方案的12%只到{urban / rural:.2f}，按过去的{past:.1%}反而升到{before:.2f}"
    yield f"the 12 % of the plan lead to {urban / rural:.2f} only and the {100 * past:.1f} % of the past raise the ratio to {before:.2f}"


def county_targets() -> Iterator[str]:
    # residents in ten thousands and incomes of 2019 and 2021, as the cells have them
    people, before, base = (11, 25, 14), (9_300, 10_400, 8_100), (11_076, 12_500, 9_600)
    whole = sum(count * income for count, income in zip(people, base, strict=True)) / sum(people)
    rate = (15_600 / whole) ** (1 / 3) - 1
    yield f"三县2021年农村收入{whole:.0f}元；要到15600元，合计年均须增长{rate:.1%}。各县都按同一增速，就是各增长{rate:.1%}"
    yield f"the three counties have {whole:,.0f} yuan in 2021; for 15,600 yuan all together must grow by {100 * rate:.1f} % a year"
    # growth falls with the level: the lowest must grow most; and it grows least by the past alone
    assert min(base) == base[2]
    past = [(now / then) ** 0.5 - 1 for now, then in zip(base, before, strict=True)]
    assert past[2] == min(past)
    yield f"三县合计年均须增长{rate:.1%}"
    yield f"All three counties together must grow by {100 * rate:.1f} % a year"


CLAIMS: dict[str, Callable[[], Iterator[str]]] = {
    "01": first_projection,
    "02": consistent,
    "03": how_sure,
    "04": charts_for_a_briefing,
    "05": measures,
    "06": tracking,
    "07": province,
    "08": county_targets,
}


def prose(path: Path) -> str:
    """Return the texts of a notebook on one line."""
    texts = " ".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    return " ".join(re.sub(r"`[^`]*`", "", texts).replace("**", "").split())


def given(path: Path) -> set[float]:
    """Return the figures that the plan prints and the cells set, also as per cent and in ten thousands."""
    code = "\n".join(cell.source for cell in code_cells(read(path))).replace("_", "")
    set_in_cells = {float(one) for one in re.findall(r"\d+(?:\.\d+)?", code)}
    in_table = {float(row["value"]) for row in rows(PLAN / "growth.csv") if row["value"]}
    figures = {*set_in_cells, *in_table, *printed().values()}
    return {round(number, 6) for one in figures for number in (one, 100 * one, one / 10_000)}


def is_year(number: str) -> bool:
    return re.fullmatch(r"20[12]\d", number) is not None


def test_every_notebook_has_its_claims() -> None:
    assert list(CLAIMS) == [path.stem[:2] for path in NOTEBOOKS]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_numbers_in_prose_are_so(path: Path) -> None:
    text = prose(path)
    rest = text
    for phrase in CLAIMS[path.stem[:2]]():
        assert phrase in text, phrase
        rest = rest.replace(phrase, " ")
    known = given(path)
    unknown = [
        one for one in NUMBER.findall(rest) if not is_year(one) and float(one.strip(",").replace(",", "")) not in known
    ]
    assert unknown == []
