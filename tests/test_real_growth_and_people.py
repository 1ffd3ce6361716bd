"""Real growth needs prices and is never judged as nominal; parts of people follow from a mean and a Gini coefficient."""

from fractions import Fraction
from math import exp, log, sqrt
from pathlib import Path
from statistics import NormalDist

import pytest

import ceheng_model as cm
from ceheng_model.vocabulary import Need
from tests.test_statements import plan_of, statement

PRICES = {
    2016: Fraction(2, 100),
    2017: Fraction(-1, 100),
    2018: Fraction(3, 100),
    2019: Fraction(0),
    2020: Fraction(1, 40),
}
RATES = {year: float(rate) for year, rate in PRICES.items()}
INDEX = (1 + PRICES[2016]) * (1 + PRICES[2017]) * (1 + PRICES[2018]) * (1 + PRICES[2019]) * (1 + PRICES[2020])
AVERAGE = 1.09 / float(INDEX) ** 0.2 - 1
REAL = 'quantity = "average_real_growth"; group = "rural"; type = "at_least"; value = 0.09; precision = 0.01'
YEAR = 'quantity = "real_growth"; group = "rural"; year = 2018; type = "about"; value = 0.06; precision = 0.01'
GINI, LINE = 0.4, 12000.0
SOURCE = 'gini_source = { zh = "住户调查", en = "household survey" }'
PEOPLE = (
    f'quantity = "share_above"; group = "rural"; threshold = 12000; gini = {GINI}; {SOURCE}; '
    'type = "at_least"; value = 0.7; precision = 0.02'
)
NORMAL = NormalDist()
SPREAD = sqrt(2) * NORMAL.inv_cdf((1 + GINI) / 2)


def needed_income(part: float) -> float:
    """Return the mean with which a part of people lies above the line: its quantile is the line."""
    middle = log(LINE) - SPREAD * NORMAL.inv_cdf(1 - part)
    return exp(middle + SPREAD**2 / 2)


def made(place: Path, *forms: tuple[str, str]) -> cm.Scenario:
    return cm.scenario("plan", plan=plan_of(place, [statement(f"s{n}", *form) for n, form in enumerate(forms)]))


def test_real_growth_is_named_with_the_prices_that_it_lacks(tmp_path: Path) -> None:
    plan = made(tmp_path, ("年均实际增长9%以上", REAL))
    found = cm.check(cm.project(plan), share_cases=False)["s0"]
    assert found.verdict is cm.Verdict.NOT_JUDGED
    assert found.missing is not None
    assert found.missing.need is Need.PRICES
    assert [one.statement.id for one in cm.audit(plan, most=1).unaudited] == ["s0"]
    # nominal growth of 9 % would do; at rising prices it does not
    priced = plan.with_prices(RATES)
    assert cm.check(cm.project(priced), share_cases=False)["s0"].value == pytest.approx(AVERAGE, abs=1e-12)
    assert cm.check(cm.project(priced), share_cases=False)["s0"].verdict is cm.Verdict.MISSED


def test_growth_that_is_required_is_nominal(tmp_path: Path) -> None:
    plan = made(tmp_path, ("年均实际增长9%以上", REAL), ("2018年实际增长6%左右", YEAR)).with_prices(RATES)
    report = cm.check(cm.project(plan), share_cases=False)
    assert report["s0"].required[0].growth == pytest.approx(1.09 * float(INDEX) ** 0.2 - 1, abs=1e-12)
    assert report["s1"].value == pytest.approx(1.09 / 1.03 - 1, abs=1e-12)
    assert report["s1"].verdict is cm.Verdict.MET
    assert report["s1"].required[0].growth == pytest.approx(1.06 * 1.03 - 1, abs=1e-12)


def test_real_growth_is_solved_for(tmp_path: Path) -> None:
    plan = made(tmp_path, ("年均实际增长9%以上", REAL))
    with pytest.raises(cm.InputError, match="consumer price growth"):
        cm.required_growth(plan, "rural.average_real_growth=9%", vary="rural")
    answer = cm.required_growth(plan.with_prices(RATES), "rural.average_real_growth=9%", vary="rural")
    assert answer.value == pytest.approx(1.09 * float(INDEX) ** 0.2 - 1, rel=1e-9)


def test_the_audit_takes_prices_off(tmp_path: Path) -> None:
    """The table's 9 % a year and real growth of 9 % clash at rising prices, and agree at steady ones."""
    plan = made(
        tmp_path,
        ("年均实际增长9%以上", REAL),
        ("达到2.122万元", 'quantity = "income"; group = "rural"; type = "reaches"; value = 21220; precision = 10'),
    )
    clash = cm.audit(plan.with_prices(RATES), most=5)
    assert any("s0" in {item.id for item in found.items} for found in clash.contradictions)
    assert cm.audit(plan.with_prices(0.0), most=5).contradictions == ()


def test_people_are_asked_for_as_an_income(tmp_path: Path) -> None:
    """A part of people rises with the mean, so that what the statement asks is an income."""
    plan = made(tmp_path, ("1.2万元以上人口占70%以上", PEOPLE))
    found = cm.check(cm.project(plan), share_cases=False)["s0"]
    mean = 13793 * 1.09**5
    assert found.value == pytest.approx(NORMAL.cdf(log(mean / LINE) / SPREAD - SPREAD / 2), abs=1e-12)
    wanted = (needed_income(0.7) / 13793) ** 0.2 - 1
    assert found.required[0].growth == pytest.approx(wanted, rel=1e-9)
    assert "0.4" in (found.note.zh if found.note else "")
    assert "住户调查" in (found.note.zh if found.note else "")
    (row,) = next(item for item in cm.audit(plan, most=1).items if item.id == "s0").rows
    # met where 69 % lie above the line
    form, limit = row.form()
    assert -limit / LINE == pytest.approx(needed_income(0.69) / LINE, rel=1e-9)
    assert set(form[form != 0.0].tolist()) == {-1.0}


def test_draws_meet_a_part_of_people_where_they_meet_its_income(tmp_path: Path) -> None:
    income = (
        f'quantity = "income"; group = "rural"; type = "at_least"; value = {needed_income(0.69):.9f}; precision = 0'
    )
    plan = made(tmp_path, ("1.2万元以上人口占70%以上", PEOPLE), ("达到", income))
    part, level = cm.simulate(plan, draws=5000, seed=3).chances
    assert 0.0 < part.probability < 1.0
    assert part.probability == level.probability


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("threshold = 0; gini = 0.4; " + SOURCE, "threshold"),
        ("threshold = 12000; gini = 1.4; " + SOURCE, "gini"),
        ("threshold = 12000; gini = 0.4", "gini_source"),
        ("gini = 0.4; " + SOURCE, "threshold"),
    ],
)
def test_what_tells_people_apart_has_to_be_sound(tmp_path: Path, keys: str, told: str) -> None:
    form = f'quantity = "share_above"; group = "rural"; {keys}; type = "at_least"; value = 0.7; precision = 0.01'
    with pytest.raises(cm.InputError, match=told) as error:
        cm.load_plan(plan_of(tmp_path, [statement("s", "70%以上", form)]))
    assert len(error.value.faults) == 1
