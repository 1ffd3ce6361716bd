"""The figures that stand on the first page, worked out again in exact fractions from the files of the plan."""

import csv
import re
import tomllib
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import ceheng_model as cm
from ceheng_model.documents.brief import analyse, compose_brief
from ceheng_model.documents.paper.content import KeyFigures, Paragraph

DATA = Path(__file__).parent.parent / "data"
PLAN = DATA / "plans" / "ceheng-2022-2024"
YEARS = (2022, 2023, 2024)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def base(group: str, component: str = "total", case: str = "all") -> Fraction:
    (row,) = [
        row
        for row in rows(DATA / "baselines.csv")
        if (row["region"], row["group"], row["component"], row["year"], row["share_case"])
        == ("ceheng", group, component, "2021", case)
    ]
    return Fraction(row["value_yuan"])


def rates(group: str, component: str = "total") -> list[Fraction]:
    """Return the growth that annex 1 prints of 2022, 2023 and 2024."""
    cells = {int(row["year"]): row for row in rows(PLAN / "growth.csv")
             if (row["group"], row["component"]) == (group, component)}  # fmt: skip
    return [Fraction(cells[year]["value"]) for year in YEARS]


def grown(level: Fraction, growth: list[Fraction]) -> Fraction:
    for rate in growth:
        level *= 1 + rate
    return level


def goal(**keys: Any) -> Fraction:
    with (PLAN / "plan.toml").open("rb") as opened:
        told = tomllib.load(opened)["statement"]
    (one,) = [statement for statement in told if keys.items() <= statement.items() and "value" in statement]
    return Fraction(str(one["value"]))


@cache
def first_page() -> str:
    page = compose_brief(analyse(cm.scenario("plan"), draws=500), length="page")
    figures = [figure for block in page.blocks() if isinstance(block, KeyFigures) for figure in block.figures]
    told = [block.text.zh for block in page.blocks() if isinstance(block, Paragraph)]
    return "\n".join([*(f"{figure.label.zh}：{figure.value.zh}" for figure in figures), *told])


def rounds_to(shown: str, exact: Fraction) -> bool:
    """Return whether a printed figure is nearer to the exact one than half of its last digit."""
    digits = len(shown.partition(".")[2])
    return abs(Fraction(shown) - exact) <= Fraction(1, 2 * 10**digits)


def is_root(shown: str, ratio: Fraction) -> bool:
    """Return whether a printed per cent is the yearly growth that makes an income so many times itself in three years.

    No root is taken: growth half a digit less falls short of it, half a digit more goes beyond.
    """
    half = Fraction(1, 2 * 10 ** len(shown.partition(".")[2]))
    low, high = (1 + (Fraction(shown) + sign * half) / 100 for sign in (-1, 1))
    return low**3 <= ratio < high**3


def found(pattern: str) -> str:
    (figure,) = re.findall(pattern, first_page())
    return str(figure).replace(",", "")


def test_the_endpoints_and_the_ratio() -> None:
    urban, rural = (grown(base(group), rates(group)) for group in ("urban", "rural"))
    # 36510 x 1.1^3 and 11076 x 1.12^3
    assert rounds_to(found(r"2024年城镇常住居民收入：([\d,]+)元"), urban)
    assert rounds_to(found(r"2024年农村常住居民收入：([\d,]+)元"), rural)
    assert rounds_to(found(r"2024年城乡居民收入比：([\d.]+)"), urban / rural)
    assert rounds_to(found(r"城乡居民收入比为([\d.]+)（目标2.8左右）"), urban / rural)


def test_the_growth_of_rural_income_that_the_goal_for_the_ratio_takes() -> None:
    urban, ratio = grown(base("urban"), rates("urban")), goal(quantity="urban_rural_ratio")
    needed = urban / ratio / base("rural")
    assert is_root(found(r"农村常住居民收入年均增长须由12.0%提高到([\d.]+)%"), needed)
    # what rounds to 2.8 lies below 2.85
    assert is_root(found(r"按四舍五入的界限为([\d.]+)%"), urban / (ratio + Fraction("0.05")) / base("rural"))


def test_the_growth_of_rural_wages_alone_that_it_takes() -> None:
    urban, ratio = grown(base("urban"), rates("urban")), goal(quantity="urban_rural_ratio")
    wages = base("rural", "wages", "poverty_counties_2019")
    others = grown(base("rural"), rates("rural")) - grown(wages, rates("rural", "wages"))
    assert is_root(found(r"若只靠工资性收入，则其年均增长须由20.0%提高到([\d.]+)%"), (urban / ratio - others) / wages)


def test_the_growth_of_urban_income_that_it_allows() -> None:
    rural, ratio = grown(base("rural"), rates("rural")), goal(quantity="urban_rural_ratio")
    told = cm.promise_sentence(cm.check(cm.project(cm.scenario("plan")))).zh
    (most,) = re.findall(r"城镇常住居民年均增速不高于([\d.]+)%", told)
    assert is_root(most, rural * ratio / base("urban"))


@pytest.mark.parametrize(("shown", "ratio", "right"), [("16.1", "1.5669", True), ("16.2", "1.5669", False)])
def test_the_yardstick_tells_a_wrong_digit(shown: str, ratio: str, right: bool) -> None:
    # 1.1615^3 = 1.56699, 1.1605^3 = 1.56295
    assert is_root(shown, Fraction(ratio)) is right
