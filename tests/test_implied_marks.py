"""Income paths mark what other statements come to in yuan: multiples, increases, parts of levels and of people."""

from fractions import Fraction
from math import exp, log, sqrt
from pathlib import Path
from statistics import NormalDist

import pytest

import ceheng_model as cm
from ceheng_model.charts.drawing.plan_targets import endpoints
from tests.test_statements import plan_of, statement

FORMS = {
    "为2015年的1.5倍": 'quantity = "multiple"; group = "rural"; type = "reaches"; value = 1.5; precision = 0.1',
    "比2010年翻两番": 'quantity = "multiple"; group = "rural"; base_year = 2010; past = "own.rural"; type = "reaches"; '
    "value = 4; precision = 0.1",
    "五年增加7400元": 'quantity = "increment"; group = "rural"; in_all = true; type = "reaches"; value = 7400; '
    "precision = 100",
    "年均增加1500—1600元": 'quantity = "increment"; group = "rural"; type = "between"; low = 1500; high = 1600; '
    "precision = 100",
    "2018年达到全国的63%": 'quantity = "relative_level"; group = "rural"; against = "national.all"; year = 2018; '
    'type = "reaches"; value = 0.63; precision = 0.01',
    "1.5万元以上人口占60%": 'quantity = "share_above"; group = "rural"; threshold = 15000; gini = 0.35; '
    'gini_source = { zh = "调查", en = "survey" }; type = "reaches"; value = 0.6; precision = 0.01',
}
NORMAL = NormalDist()
SPREAD = sqrt(2) * NORMAL.inv_cdf((1 + 0.35) / 2)
WANTED: dict[str, tuple[int, list[Fraction | float]]] = {
    "为2015年的1.5倍": (2020, [Fraction(13793) * 3 / 2]),
    # 7000 yuan in 2010, as the plan's own series has it
    "比2010年翻两番": (2020, [28000]),
    "五年增加7400元": (2020, [13793 + 7400]),
    "年均增加1500—1600元": (2020, [13793 + 7500, 13793 + 8000]),
    # the nation's 28228 yuan of 2018
    "2018年达到全国的63%": (2018, [Fraction(28228) * 63 / 100]),
    "1.5万元以上人口占60%": (2020, [exp(log(15000) - SPREAD * NORMAL.inv_cdf(0.4) + SPREAD**2 / 2)]),
}


@pytest.mark.parametrize("words", FORMS)
def test_a_statement_is_marked_at_the_income_that_it_comes_to(tmp_path: Path, words: str) -> None:
    plan = cm.scenario("plan", plan=plan_of(tmp_path, [statement("s", words, FORMS[words])]))
    projection = cm.project(plan)
    (found,) = endpoints(projection, "rural")
    year, values = WANTED[words]
    assert found.year == year
    assert found.values == pytest.approx([float(value) for value in values], rel=1e-9)
    assert found.printed.zh.startswith("约")
    assert endpoints(projection, "urban") == []


@pytest.mark.parametrize(
    "keys",
    [
        # from a year whose income is itself projected
        'quantity = "increment"; group = "rural"; first_year = 2018; type = "at_least"; value = 1500; precision = 100',
        # from a year that no series gives, of a component, and of growth
        'quantity = "multiple"; group = "rural"; base_year = 2010; type = "reaches"; value = 2; precision = 0.1',
        'quantity = "multiple"; group = "rural"; component = "wages"; type = "reaches"; value = 2; precision = 0.1',
        'quantity = "growth"; group = "rural"; type = "reaches"; value = 0.09; precision = 0.01',
    ],
)
def test_what_comes_to_no_income_of_its_own_is_not_marked(tmp_path: Path, keys: str) -> None:
    words = {"1500": "增加1500元", "2": "翻一番", "0.09": "增长9%"}[keys.split("value = ")[1].split(";", maxsplit=1)[0]]
    plan = cm.scenario("plan", plan=plan_of(tmp_path, [statement("s", words, keys)]))
    assert endpoints(cm.project(plan), "rural") == []
