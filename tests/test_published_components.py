"""Published components stay as published: rounding is told, and the base meets the printed total by one factor."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.rounding import last_unit, meeting, rounding_room
from ceheng_model.vocabulary import BUREAU_KEYS
from tests.answered import stated

PLAN = Path(__file__).parent / "cases" / "plans" / "06-published-components"
URBAN = (20714, 4571, 3822, 4167)  # printed beside 33275; they add up to 33274
TOTAL = 33275


def test_the_case_is_read_as_published_and_its_base_adds_up_to_the_printed_total() -> None:
    dossier = cm.load_dossier(PLAN)
    kept = [dossier.baselines.values["350000", "urban", c, 2015, "given"].value for c in BUREAU_KEYS]
    assert kept == list(URBAN)
    scenario = cm.scenario("plan", plan=dossier)
    # each component times total over sum, as exact fractions
    expected = [float(Fraction(part) * Fraction(TOTAL, sum(URBAN))) for part in URBAN]
    assert scenario.baseline.levels[0] == pytest.approx(expected, rel=1e-15)
    assert scenario.baseline.levels[1].tolist() == [6187, 5456, 232, 1918]  # 13793, as printed
    (said,) = scenario.remarks
    assert not said.is_warning
    assert said.text.zh.startswith("城镇常住居民2015年四项之和比公布的合计少1元，由四舍五入引起")
    assert scenario.warnings == ()
    assert any("少1元" in note.zh for note in cm.project(scenario).provenance())


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("33274", 33274.0, 1.0),
        ("33,274.5", 33274.5, 0.1),
        ("3.33万元", 33300.0, 100.0),
        ("３３２７４", 33274.0, 1.0),
        (33274.0, 33274.0, 1.0),
        (33274.25, 33274.25, 0.01),
        ("-120", -120.0, 1.0),
    ],
)
def test_the_last_digit_that_was_written_has_a_unit(written: object, value: float, unit: float) -> None:
    assert last_unit(written, value) == pytest.approx(unit)


def regions(parts: tuple[object, ...], total: object) -> pd.DataFrame:
    rows = [("a", "urban", c, value) for c, value in zip(BUREAU_KEYS, parts, strict=True)]
    return pd.DataFrame([*rows, ("a", "urban", "total", total)], columns=["region", "group", "component", "value_yuan"])


# five terms of whole yuan: 5 x 0.5 = 2.5, so that 2 is rounding and 3 is not; with tenths 0.25
@pytest.mark.parametrize(
    ("parts", "total"), [(URBAN, 33276), (URBAN, 33272), (("20714.1", "4571.2", "3822.1", "4167.4"), "33275.0")]
)
def test_rounding_explains_half_a_unit_for_each_term(parts: tuple[object, ...], total: object) -> None:
    levels = cm.scenario("plan").with_regions(regions(parts, total)).baseline.levels[0, 0]
    assert levels.sum() == pytest.approx(float(str(total)), rel=1e-14)


@pytest.mark.parametrize(
    ("parts", "total"),
    [(URBAN, 33277), (URBAN, 33271), (("20714.1", "4571.2", "3822.1", "4167.4"), "33275.1")],
)
def test_more_than_rounding_is_refused(parts: tuple[object, ...], total: object) -> None:
    with pytest.raises(cm.InputError, match=r"components of a urban must equal the total .* rounding explains"):
        cm.scenario("plan").with_regions(regions(parts, total))


@given(parts=st.lists(st.integers(-500, 40000), min_size=4, max_size=4), off=st.integers(-2, 2))
def test_one_factor_keeps_composition_and_zeros(parts: list[int], off: int) -> None:
    whole = sum(parts) + off
    if sum(parts) <= 0 or whole <= 0:
        return
    met = meeting(np.array(parts, dtype=float), float(whole))
    for part, level in zip(parts, met, strict=True):
        assert level == pytest.approx(float(Fraction(part) * Fraction(whole, sum(parts))), rel=1e-12, abs=1e-300)


def test_room_is_half_a_unit_of_each_figure() -> None:
    assert rounding_room([1.0, 1.0, 1.0, 1.0, 0.1]) == pytest.approx(2.05)


def test_a_net_income_below_zero_is_projected_checked_audited_and_drawn() -> None:
    amounts = {"urban": (24000, 5100, -1200, 6600), "rural": (4100, 3900, -210, 3290), "lifted": (7100, 1500, 90, 2310)}
    rows = [("a", g, c, float(v)) for g, vs in amounts.items() for c, v in zip(BUREAU_KEYS, vs, strict=True)]
    frame = pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])
    scenario = cm.scenario("plan").with_regions(frame).at_region("a")
    grown = cm.project(scenario.with_growth("urban", "property", 0.1))
    assert grown.levels.sel(group="urban", component="property", year=2022).values == pytest.approx(-1320.0)
    shares = grown.shares.sel(group="urban", year=2021).values
    assert shares == pytest.approx([24000 / 34500, 5100 / 34500, -1200 / 34500, 6600 / 34500])
    contributions = cm.contributions(grown).to_frame()
    assert not contributions.query("component == 'property'").growth.isna().any()
    assert cm.audit(scenario).feasibility is cm.audit(cm.scenario("plan")).feasibility
    draws = cm.simulate(scenario, draws=200, seed=1, components=True)
    assert (draws.quantiles("level").sel(group="urban", component="property").values <= 0.0).all()


def test_the_audit_takes_growth_from_below_zero_as_growth_in_size() -> None:
    amounts = {
        "urban": (24000, 5100, -1200, 6600),
        "rural": (4100, 3900, -210, 3290),
        "lifted": (7100, 1500, -90, 2490),
    }
    rows = [("a", g, c, float(v)) for g, vs in amounts.items() for c, v in zip(BUREAU_KEYS, vs, strict=True)]
    frame = pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])
    scenario = cm.scenario("plan").with_regions(frame).at_region("a")
    # the component scenario meets every cell of the table by construction, so that the cells hold together
    ids = [s.id for s in scenario.require_dossier().plan.growth if s.quantity.component == "property"]
    report = cm.audit(scenario, by_year=True)
    named = {member.id for item in report.items for member in item.members}
    assert set(ids) <= named
    assert not any(
        all(member.quantity.component == "property" for member in item.members)
        for contradiction in report.contradictions
        if len(contradiction.items) == 1
        for item in contradiction.items
    )


def test_shares_may_add_up_to_99_9_per_cent() -> None:
    from datetime import date

    from ceheng_model.drafting import Answers, group_of
    from ceheng_model.series import load_series
    from ceheng_model.vocabulary import Text

    group = group_of("rural", label=Text("农村常住居民", "rural residents"), concept="disposable_income", part_of=None)

    def answers(*shares: float) -> Answers:
        return Answers(
            region="x", title=Text.same("x"), issuer=Text.same("x"), issued=date(2024, 1, 1), base_year=2023, last_year=2025,
            groups=(group,), base={"rural": 20000.0}, shares={"rural": shares}, statements=stated({"rural": "7%"}),
        )  # fmt: skip

    # 35.3 + 36.0 + 1.3 + 27.3 = 99.9, and four terms of a tenth leave 0.2 open
    split, _ = answers(0.353, 0.36, 0.013, 0.273).split(group, load_series())
    assert split == pytest.approx([353 / 999, 360 / 999, 13 / 999, 273 / 999])
    assert answers(0.354, 0.361, 0.013, 0.273).split(group, load_series())[0][0] == pytest.approx(354 / 1001)
    # 0.287 times 100 is 28.699999999999996: no digit that anybody printed
    assert answers(0.287, 0.285, 0.283, 0.144).split(group, load_series())[0] == pytest.approx(
        [287 / 999, 285 / 999, 283 / 999, 144 / 999]
    )
    # one of four was printed with a tenth, and so were the others: 50.0 + 20.5 + 19.5 + 9.5 = 99.5
    with pytest.raises(cm.InputError, match="must be four numbers that add up to 100 %"):
        answers(0.5, 0.205, 0.195, 0.095)
    with pytest.raises(cm.InputError, match="must be four numbers that add up to 100 %"):
        answers(0.353, 0.35, 0.013, 0.273)
