"""Every figure of "What the plan's own numbers do not give" is what the plan gives, in both languages."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import ceheng_model as cm

DOCS = Path(__file__).parent.parent / "docs"
NAME = "explanation/what-the-plan-gives.md"
PAGES = (DOCS / NAME, DOCS / "en" / NAME)
CASES = {"rural": ("poverty_counties_2019", "yunnan_poverty_2020", "national_2021"), "urban": ("guizhou_2023q3",)}


def numbers(path: Path) -> list[str]:
    """Return the figures of a page, without separators of thousands and without links."""
    text = re.sub(r"\]\([^)]*\)", "]", path.read_text(encoding="utf-8")).replace("10,000", "10000")
    return re.findall(r"\d+(?:\.\d+)?", text)


def yuan(value: float) -> str:
    return f"{value:.0f}"


def percent(value: float) -> str:
    return f"{abs(value) * 100:.1f}"


def rate_of(group: str, target: str) -> float:
    return cm.required_growth(cm.scenario("plan"), target, vary=group).value


def part(component: str, group: str, case: str | None = None) -> float:
    """Return a component's contribution share to the growth of 2024."""
    scenario = cm.scenario("plan", shares={group: case} if case else None)
    contributions = cm.contributions(cm.project(scenario), year=2024).contribution_rates
    return float(contributions.sel(group=group, component=component, year=2024).values)


def open_growth(year: int, case: str) -> float:
    scenario = cm.scenario("plan", shares={"urban": case})
    return float(cm.project(scenario).growth.sel(group="urban", component="transfer", year=year).values)


def of_the_ratio() -> list[str]:
    urban, rural = 48594.8, 15561
    rural_needed, urban_needed = urban / 2.8, rural * 2.8
    projection = cm.project(cm.scenario("plan"))
    ratio = projection.urban_rural_ratio
    figures = [f"{float(ratio.sel(year=year).values):.3f}" for year in (2021, 2024)]
    figures += [f"{urban / rural - 2.85:.3f}", yuan(rural_needed), yuan(rural_needed - rural)]
    figures += [yuan(urban_needed), yuan(urban - urban_needed)]
    figures += [percent(rate_of(group, "ratio=2.8")) for group in ("rural", "urban")]
    lead = cm.check(cm.project(cm.scenario("ratio")))["lifted_above_rural"]
    assert lead.verdict == "missed"
    # 16 % less what the ratio takes of rural growth
    figures.append(f"{(rate_of('rural', 'ratio=2.8') - 0.16) * 100:.2f}")
    # the least rural income with which the ratio stays below 2.85
    return [*figures, yuan(urban / 2.85), percent(rate_of("rural", "ratio=2.85"))]


def of_the_base() -> list[str]:
    return [f"{11076 * 1.12**3:.2f}", *(yuan(base * 1.16**3) for base in (10000, 11500, 12600))]


def of_the_split() -> list[str]:
    figures = [percent(part("wages", "rural", case)) for case in CASES["rural"]]
    figures += [percent(part("business", "urban", case)) for case in (None, *CASES["urban"])]
    figures += [percent(open_growth(year, "national_2021")) for year in (2022, 2023, 2024)]
    assert open_growth(2024, "guizhou_2023q3") < 0
    figures.append(percent(open_growth(2024, "guizhou_2023q3")))
    points = 10 * (part("wages", "urban") + part("business", "urban"))
    return [*figures, f"{points:.2f}"]


def of_what_may_come() -> list[str]:
    trend = cm.project(cm.scenario("trend"))
    figures = [yuan(float(trend.totals.sel(group=group, year=2024).values)) for group in ("urban", "rural")]
    figures.append(f"{float(trend.urban_rural_ratio.sel(year=2024).values):.2f}")
    ensemble = cm.simulate(cm.scenario("plan"), seed=0)
    assert ensemble.under_trend is not None
    for chances in (ensemble.chances, ensemble.under_trend.chances):
        assert isinstance(chances, tuple)
        by_id = {chance.id: chance.probability for chance in chances}
        figures += [percent(by_id[name]) for name in ("rural_income_2024", "ratio_2024")]
    return figures


@pytest.mark.parametrize("figures", [of_the_ratio, of_the_base, of_the_split, of_what_may_come])
@pytest.mark.parametrize("page", PAGES, ids=["zh", "en"])
def test_figures_of_the_essay_are_what_the_plan_gives(page: Path, figures: Callable[[], list[str]]) -> None:
    said = set(numbers(page))
    assert [figure for figure in figures() if figure not in said] == []


def test_both_languages_tell_the_same_figures() -> None:
    # whole numbers up to 100 are also told in words, years in other ways
    chinese, english = ({n for n in numbers(page) if float(n) > 100 or "." in n} for page in PAGES)
    assert chinese - {"2022"} == english - {"2022"}


def verdicts(name: str) -> Counter[str]:
    return Counter(str(one.verdict) for one in cm.check(cm.project(cm.scenario(name))).headline)


def test_what_the_essay_counts_is_so() -> None:
    assert verdicts("plan") == {"met": 10, "missed": 1, "not_judged": 5}
    assert verdicts("trend") == {"met": 5, "missed": 6, "not_judged": 5}
    other = cm.check(cm.project(cm.scenario("plan", shares={"urban": CASES["urban"][0]})))
    assert {(cell.statement.quantity.group, cell.statement.quantity.component) for cell in other.unmet_cells} == {
        ("urban", "property"),
        ("urban", "transfer"),
    }
    assert len(other.unmet_cells) == 6


def test_the_ratio_is_in_every_contradiction_and_suffices() -> None:
    report = cm.audit(cm.scenario("plan"))
    members = [{member.id for item in group.items for member in item.members} for group in report.contradictions]
    assert len(members) == 8
    assert all("ratio_2024" in ids for ids in members)
    (change,) = report.proposals[0].changes
    assert change.after is not None
    assert change.after.members[0].printed_text == "3.1"
    assert not cm.audit(cm.scenario("plan"), reading={"reaches": "floor", "about": "floor"}).contradictions


def test_measures_levers_and_trainings_are_as_the_essay_says() -> None:
    plan = cm.load_plan()
    assert (len(plan.measures.measures), len(plan.levers)) == (68, 10)
    (trainings,) = plan.measures.totals
    assert (trainings.sum_of_parts, trainings.sum_without_repeats) == (23000, 12000)
    assert [numbering.missing for numbering in plan.numberings if numbering.missing] == [(37,)]
