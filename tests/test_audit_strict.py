"""Bounds that do not meet the words themselves, leads that no linear programme holds, and statements told apart."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

import ceheng_model as cm
from tests.test_statements import plan_of, statement

INCOME = 'quantity = "income"; group = "rural"'
LEAD = 'quantity = "growth_lead"; group = "rural"; against = "urban"'
WORDS = "农村居民人均可支配收入"


def audited(place: Path, keys: Sequence[str], *, only: Sequence[str] | None = None) -> cm.AuditReport:
    stated = [statement(f"s{number}", f"条目{chr(0x7532 + number)}", one) for number, one in enumerate(keys)]
    return cm.audit(cm.scenario("plan", plan=plan_of(place, stated)), statements=only)


@pytest.mark.parametrize(
    ("ceiling", "feasibility", "equality"),
    [
        # more than 30000 and no more than 30000: only 30000 itself is left, which is not more
        (30000, cm.Feasibility.EDGE, ["s0"]),
        (30001, cm.Feasibility.HOLDS, []),
        (29999, cm.Feasibility.CONTRADICTS, []),
        # half a fen of room is an edge, and room
        ("30000.005", cm.Feasibility.EDGE, []),
    ],
)
def test_more_than_a_value_is_told_from_the_value(
    tmp_path: Path, ceiling: object, feasibility: cm.Feasibility, equality: list[str]
) -> None:
    keys = [
        f'{INCOME}; type = "exceeds"; value = 30000; precision = 10000',
        f'{INCOME}; type = "at_most"; value = {ceiling}; precision = 0',
    ]
    report = audited(tmp_path, keys, only=["s0", "s1"])
    assert report.feasibility is feasibility
    assert [item.id for item in report.by_equality] == equality
    assert ("恰好取到" in report.headline.zh) == bool(equality)
    assert ("very bound" in report.headline.en) == bool(equality)


def test_the_upper_end_of_a_printed_number_rounds_to_the_next(tmp_path: Path) -> None:
    # about 7 % is below 7.5 %, at least 8 % is 7.5 % or more
    growth = 'quantity = "average_annual_growth"; group = "rural"; precision = 0.01'
    keys = [f'{growth}; type = "about"; value = 0.07', f'{growth}; type = "at_least"; value = 0.08']
    report = audited(tmp_path, keys, only=["s0", "s1"])
    assert report.feasibility is cm.Feasibility.EDGE
    assert [item.id for item in report.by_equality] == ["s0"]


@pytest.mark.parametrize("sign", ["above", "narrows"])
def test_higher_than_another_is_not_as_high(tmp_path: Path, sign: str) -> None:
    one = {"above": f'{LEAD}; type = "above"', "narrows": 'quantity = "urban_rural_ratio"; type = "narrows"'}[sign]
    # urban income of 2020 over rural of 2020 as in 2015, 33275 : 13793
    keys = [
        one,
        f'{INCOME}; type = "at_most"; value = 13793; precision = 0',
        'quantity = "income"; group = "urban"; type = "at_least"; value = 33275; precision = 0',
    ]
    report = audited(tmp_path, keys, only=["s0", "s1", "s2"])
    assert report.feasibility is cm.Feasibility.EDGE
    assert [item.id for item in report.by_equality] == ["s0"]


def test_a_lead_of_which_only_the_sign_is_linear_moves_to_a_lead_and_claims_no_least(tmp_path: Path) -> None:
    # rural income grows by 9.5 % at most in 2020, urban income by 8.5 %: rural lead of 2020 is 2 points at most
    keys = [
        f'{LEAD}; first_year = 2016; year = 2016; type = "above"',
        f'{INCOME}; year = 2016; type = "at_most"; value = 14300; precision = 0',
        'quantity = "income"; group = "urban"; year = 2016; type = "at_least"; value = 36000; precision = 0',
    ]
    report = audited(tmp_path, keys, only=["s0", "s1", "s2"])
    (clash,) = report.contradictions
    (move,) = (one for item, one in zip(clash.items, clash.moves, strict=True) if item.id == "s0")
    # both incomes are known there: 14300 from 13793, 36000 from 33275
    assert move.bound == pytest.approx(float(Fraction(14300, 13793) - Fraction(36000, 33275)), abs=1e-9)
    assert not move.is_least
    assert "年均" not in clash.sentence.zh


@pytest.mark.parametrize(
    "keys",
    [
        ('quantity = "urban_rural_ratio"; type = "at_least"; value = 3', 'quantity = "urban_rural_ratio"; type = "at_most"; value = 2.9'),
        (f'{LEAD}; year = 2016; type = "above"', 'quantity = "urban_rural_ratio"; year = 2016; type = "at_least"; value = 3'),
        ('quantity = "share"; group = "rural"; component = "property"; type = "at_least"; value = 0.3', 'quantity = "share"; group = "rural"; component = "property"; type = "at_most"; value = 0.2'),
        ('quantity = "growth"; group = "rural"; component = "property"; type = "at_least"; value = 0.1', 'quantity = "growth"; group = "rural"; component = "property"; type = "at_most"; value = 0.05'),
        ('quantity = "multiple"; group = "rural"; base_year = 2017; type = "at_least"; value = 2', 'quantity = "average_annual_growth"; group = "rural"; first_year = 2018; type = "at_most"; value = 0.05'),
    ],
)  # fmt: skip
def test_what_would_hold_at_an_income_of_nothing_is_a_contradiction(tmp_path: Path, keys: tuple[str, str]) -> None:
    exact = [f"{one}; precision = 0" if "value" in one else one for one in keys]
    report = audited(tmp_path, exact, only=["s0", "s1"])
    assert report.feasibility is cm.Feasibility.CONTRADICTS
    (clash,) = report.contradictions
    assert {item.id for item in clash.items} == {"s0", "s1"}


# the growth table leaves rural growth 8.5 to 9.5 % and urban growth 7.5 to 8.5 %: a lead of 0 to 2 points
LOWEST, HIGHEST = Fraction(0), Fraction(2, 100)


@pytest.mark.parametrize("lead", ["0.1", "0.021", "0.0204", "0.01", "0.001", "-0.001"])
def test_a_lead_of_points_is_decided_by_bounds_or_counted(tmp_path: Path, lead: str) -> None:
    report = audited(tmp_path, [f'{LEAD}; type = "at_least"; value = {lead}; precision = 0.001'])
    bound = Fraction(lead) - Fraction(5, 10_000)
    (reach,) = report.reaches
    assert (reach.low, reach.high) == pytest.approx((float(LOWEST), float(HIGHEST)), abs=1e-7)
    assert reach.clashes == (bound > HIGHEST)
    assert reach.follows == (bound < LOWEST)
    assert report.decided is cm.Feasibility.HOLDS
    assert report.feasibility is (cm.Feasibility.CONTRADICTS if reach.clashes else cm.Feasibility.HOLDS)
    # it is in the headline under any outcome
    assert "各条能同时成立" not in report.headline.zh
    told = "不能同时成立" if reach.clashes else "由它们推出" if reach.follows else "另有1条不能判定"
    assert told in report.headline.zh


@pytest.mark.parametrize(
    ("keys", "clashes", "follows"),
    [
        # urban growth up to 8.5 %, rural growth from 8.5 % on: the ratio may stand still
        ('quantity = "urban_rural_ratio"; type = "narrows"; each_year = true', False, False),
        ('quantity = "growth"; group = "rural"; type = "not_below_previous"', False, False),
        (
            'quantity = "relative_gap"; group = "urban"; against = "rural"; type = "narrows"; each_year = true',
            False,
            False,
        ),
        (f'{LEAD}; first_year = 2018; type = "at_least"; value = 0.01; precision = 0.001', False, False),
    ],
)
def test_what_bounds_do_not_decide_is_counted(tmp_path: Path, keys: str, clashes: bool, follows: bool) -> None:
    report = audited(tmp_path, [keys])
    (reach,) = report.reaches
    assert (reach.clashes, reach.follows) == (clashes, follows)
    assert "另有1条不能判定" in report.headline.zh
    # the growth of 8 and 9 % a year is one of the paths that are left
    value = cm.check(cm.project(report.scenario), share_cases=False)["s0"].value
    assert reach.low - 1e-9 <= value <= reach.high + 1e-9


def test_nothing_is_said_by_bounds_where_the_others_clash(tmp_path: Path) -> None:
    keys = [
        f'{LEAD}; type = "at_least"; value = 0.1; precision = 0.001',
        f'{INCOME}; type = "reaches"; value = 30000; precision = 1',
    ]
    report = audited(tmp_path, keys)
    assert report.feasibility is cm.Feasibility.CONTRADICTS
    assert report.reaches == ()
