"""Measures as yuan per person: what they add, to whom, for how much money, and how many people it takes."""

import json
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.levers import Lever, added_levels, read_templates
from ceheng_model.plan import load_plan
from ceheng_model.vocabulary import BUREAU_KEYS, Text
from tests import exact
from tests.effort import examples

DOCTORS = "village_doctors:recipients=300,residents=120000,first_year=2023"
PENSION = "basic_pension:recipients=30000,residents=120000,first_year=2022"
RELIEF = "relief_labour_share:investment=50000000,present_share=0.1,residents=120000,first_year=2022"


def plain(**changes: Any) -> Lever:
    fields: dict[str, Any] = {"id": "one", "title": Text("一", "one"), "group": "rural", "component": "wages"}
    fields |= {"amount": 100.0, "recipients": 50.0, "residents": 1000.0, "first_year": 2023}
    return Lever(**fields | changes)


def test_a_payment_is_recipients_times_amount_times_months_over_residents() -> None:
    scenario = cm.scenario("plan").with_lever(DOCTORS)
    # 300 x 200 x 12 / 120000 = 6 yuan, from 2023 on
    assert scenario.added is not None
    assert scenario.added[1, 0].tolist() == [0.0, 6.0, 6.0]
    assert np.count_nonzero(scenario.added) == 2


def test_labour_gets_the_rise_of_its_share_of_an_investment() -> None:
    scenario = cm.scenario("plan").with_lever(RELIEF)
    # 50,000,000 x (0.20 - 0.10) / 120000
    assert scenario.added is not None
    assert scenario.added[1, 0] == pytest.approx([float(Fraction(5_000_000, 120_000))] * 3, rel=1e-15)
    assert scenario.levers[0].public_money == 0.0


def test_what_is_paid_stands_on_top_and_does_not_compound() -> None:
    bare = cm.project(cm.scenario("plan"))
    made = cm.project(cm.scenario("plan").with_lever(PENSION))
    _, path = exact.plan_path("rural")
    # 30000 x (118 - 103) x 12 / 120000 = 45 yuan in every year, never 45 times growth
    expected = [float(level["transfer"] + 45) for level in path[1:]]
    assert made.values[1, 3, 1:] == pytest.approx(expected, rel=1e-12)
    assert (made.values[[0, 2]] == bare.values[[0, 2]]).all()
    assert made.values[1, 3, 0] == bare.values[1, 3, 0]


def test_a_measure_that_ends_leaves_the_path_of_growth() -> None:
    lever = plain(last_year=2023)
    bare = cm.project(cm.scenario("plan")).values
    made = cm.project(cm.scenario("plan").with_lever(lever)).values
    # 100 x 50 / 1000 = 5 yuan in 2023 alone
    assert made[1, 0, 2] == pytest.approx(bare[1, 0, 2] + 5.0)
    assert made[1, 0, 3] == bare[1, 0, 3]


def test_take_up_periods_and_yearly_residents_count() -> None:
    lever = plain(take_up=0.5, periods=3, residents={2023: 1000.0, 2024: 2000.0})
    added = added_levels([lever, lever], cm.load_plan().terms, [2022, 2023, 2024])
    # twice 100 x 50 x 3 x 0.5 / residents
    assert added[1, 0].tolist() == [0.0, 15.0, 7.5]


def test_the_shipped_measures_are_those_that_the_plan_prices() -> None:
    printed = {one.id: dict(one.printed) for one in cm.load_plan().levers}
    assert printed == {
        "village_doctors": {"amount": 200, "periods": 12},
        "basic_pension": {"amount": 118 - 103, "periods": 12},
        "training_allowance": {"amount": 40},
        "job_seeking_subsidy": {},
        "startup_subsidy": {"amount": 5000},
        "graduates_subsidy": {"amount": 1000},
        "trainee_allowance": {},
        "forest_transfer": {"quantity": 150_000},
        "relief_labour_share": {"share": 0.20},
        "attracted_investment": {"investment": 461_000_000},
    }
    for one in cm.load_plan().levers:
        assert {"residents", "first_year"} <= set(one.needed), one.id


def test_the_words_of_a_shipped_lever_stand_where_it_says() -> None:
    plan = cm.load_plan()
    for one in plan.levers:
        measures = [measure for measure in plan.measures.measures if measure.place.zh == one.place.zh.split("、")[0]]
        (line,) = [
            line for line in (plan.folder / "plan.zh.txt").read_text(encoding="utf-8").splitlines() if one.words in line
        ]
        assert line.startswith(f"{measures[0].number}."), one.id
    text = {one.id: one for one in plan.levers}
    # both measures ask for the same share
    assert text["relief_labour_share"].place.zh == "附件2第2条、第3条"
    # rural subsidies whose words, or whose measure, name resettled people say where those live
    for id in ("training_allowance", "job_seeking_subsidy"):
        note = text[id].note
        assert note is not None
        assert "多居城镇" in note.zh
        assert text[id].group == "rural"
    moved = text["attracted_investment"].note
    assert moved is not None
    assert "经营性收入之下" in moved.zh


def test_land_that_is_transferred_pays_its_price_and_takes_no_public_money() -> None:
    scenario = cm.scenario("plan").with_lever("forest_transfer:price=60,residents=120000,first_year=2024")
    (lever,) = scenario.levers
    # 150000 mu at 60 yuan over 120000 residents
    assert lever.per_person(2024) == 75.0
    assert lever.per_person(2023) == 0.0
    assert lever.public_money == 0.0
    frame = cm.project(scenario).levels.sel(group="rural", component="property")
    plain_path = cm.project(cm.scenario("plan")).levels.sel(group="rural", component="property")
    np.testing.assert_allclose(frame.values - plain_path.values, [0, 0, 0, 75])
    part = cm.scenario("plan").with_lever("forest_transfer:price=60,quantity=5万,residents=120000,first_year=2022")
    assert part.levers[0].per_person(2022) == 25.0
    with pytest.raises(
        cm.InputError, match=r"forest land transferred” needs must be given in full .*add: price \(yuan for one"
    ):
        cm.scenario("plan").with_lever("forest_transfer:residents=120000,first_year=2022")
    with pytest.raises(cm.InputError, match="price of one must be zero or more"):
        plain(price=-1.0)


def test_the_allowance_of_trainees_is_paid_to_town() -> None:
    text = "trainee_allowance:amount=1790,periods=6,recipients=50,residents=60000,first_year=2023"
    (lever,) = cm.scenario("plan").with_lever(text).levers
    assert (lever.group, lever.component) == ("urban", "transfer")
    assert lever.per_person(2023) == pytest.approx(50 * 1790 * 6 / 60_000)


@pytest.mark.parametrize("amount", ["700", "500.5", "0", "1500"])
def test_what_the_plan_does_not_offer_is_refused(amount: str) -> None:
    text = "job_seeking_subsidy:amount={},recipients=100,residents=120000,first_year=2023"
    with pytest.raises(cm.InputError, match=r"(?s)amount of job_seeking_subsidy must be 500 or 1,000 .*500元或1000元"):
        cm.scenario("plan").with_lever(text.format(amount))
    for offered in (500, 1000):
        (lever,) = cm.scenario("plan").with_lever(text.format(offered)).levers
        assert lever.amount == offered


@pytest.mark.parametrize("values", ["500", "[]", '["a"]', "[true]"])
def test_values_to_choose_from_are_a_list_of_numbers(tmp_path: Path, values: str) -> None:
    file = tmp_path / "levers.toml"
    file.write_text(
        '[[lever]]\nid = "x"\ntitle = { zh = "x", en = "x" }\ngroup = "rural"\ncomponent = "wages"\n'
        f'needed = ["amount"]\nwords = "x"\nplace = {{ zh = "x", en = "x" }}\nchoices = {{ amount = {values} }}\n',
        encoding="utf-8",
    )
    with pytest.raises(cm.InputError, match=r"choices\.amount must be a list of numbers"):
        read_templates(file, cm.load_plan().terms)


def test_what_the_plan_does_not_say_is_asked_for() -> None:
    with pytest.raises(
        cm.InputError, match=r"village doctors' allowance” needs must be given in full .*add: recipients \(people"
    ):
        cm.scenario("plan").with_lever("village_doctors:residents=120000,first_year=2022")
    with pytest.raises(cm.InputError, match=r"方案未给出，请补：领取人数（每年领取的人数）；常住人口"):
        cm.scenario("plan").with_lever("village_doctors:first_year=2022")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("luck:recipients=3", r"the measure must be one of the known options \(got 'luck'\)"),
        ("village_doctors:recipients=many", r"'recipients=many' must have the form NAME=NUMBER \(got 'many'\)"),
        (f"{DOCTORS},luck=3", r"an input of village_doctors must be one of the known options \(got 'luck'\)"),
        (f"{DOCTORS},take_up=1.5", r"take_up of village_doctors must lie between 0 and 1 \(got 1.5\)"),
        ("village_doctors:recipients=-3,residents=1,first_year=2022", "recipients of village_doctors must be zero or"),
        ("village_doctors:recipients=3,residents=0,first_year=2022", "residents of village_doctors must be above zero"),
        (f"{DOCTORS},last_year=2020", r"last_year of village_doctors must not be before first_year \(got 2020\)"),
    ],
)
def test_levers_that_cannot_be_are_named(text: str, message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.scenario("plan").with_lever(text)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"component": "luck"}, r"the component of one must be one of the known options \(got 'luck'\)"),
        ({"cost": "luck"}, r"cost must be one of the known options \(got 'luck'\)"),
        ({"group": "moon"}, r"the group of one must be one of the known options \(got 'moon'\)"),
        ({"residents": {2023: 500.0}}, r"the residents for one in 2024 must be given"),
    ],
)
def test_levers_made_by_hand_are_judged_too(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.scenario("plan").with_lever(plain(**changes))


def test_many_regions_take_no_lever() -> None:
    import pandas as pd

    rows = [(r, g, "total", 10000.0) for r in ("a", "b") for g in ("urban", "rural", "lifted")]
    many = cm.scenario("plan").with_regions(pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"]))
    with pytest.raises(cm.InputError, match="the measure village_doctors must be used on one region"):
        many.with_lever(DOCTORS)


def test_a_lever_of_the_same_id_is_replaced_and_changes_keep_levers(tmp_path: Path) -> None:
    made = cm.scenario("plan").with_lever(DOCTORS).with_lever(PENSION)
    again = made.with_lever("village_doctors:recipients=600,residents=120000,first_year=2023")
    assert [one.id for one in again.levers] == ["basic_pension", "village_doctors"]
    assert again.with_shares({"rural": "national_2021"}).levers == again.levers
    assert again.with_horizon(2026).added[1, 0].tolist() == [0, 12, 12, 12, 12]  # type: ignore[index]
    file = tmp_path / "made.toml"
    cm.write_scenario(again, file)
    read = cm.read_scenario(file)
    assert read.levers == again.levers
    assert cm.scenario_toml(read) == file.read_text(encoding="utf-8")
    assert any("village doctors' allowance”: 12.00 yuan" in note.en for note in read.notes())


def test_a_lever_in_a_file_names_every_fault(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(
        '[[lever]]\nid = "x"\ntitle = { zh = "x", en = "x" }\ngroup = "moon"\ncomponent = "wages"\n'
        'residents = 10\nfirst_year = 2022\namount = "many"\nluck = 1\n',
        encoding="utf-8",
    )
    with pytest.raises(cm.InputError, match=r"group must be one of") as raised:
        cm.read_scenario(file)
    for part in ("got 'moon'", "amount must be a finite number (got 'many')", "luck"):
        assert part in str(raised.value)


def test_templates_name_their_faults(tmp_path: Path) -> None:
    file = tmp_path / "levers.toml"
    entry = (
        '[[lever]]\nid = "x"\ntitle = { zh = "x", en = "x" }\ngroup = "rural"\ncomponent = "wages"\n'
        'needed = ["luck"]\nwords = "x"\nplace = { zh = "x", en = "x" }\n'
    )
    file.write_text(entry * 2, encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"needed must hold known inputs \(got 'luck'\)") as raised:
        read_templates(file, load_plan().terms)
    assert "lever.id must not repeat (got 'x')" in str(raised.value)


def test_everything_that_computes_levels_sees_the_lever() -> None:
    bare = cm.scenario("plan")
    made = bare.with_lever(PENSION)
    ratio = float(cm.project(made).urban_rural_ratio.sel(year=2024))
    _, rural = exact.plan_path("rural")
    _, urban = exact.plan_path("urban")
    assert ratio == pytest.approx(float(sum(urban[3].values()) / (sum(rural[3].values()) + 45)), rel=1e-12)
    no_spread = cm.estimate_uncertainty(made).with_spread(None, None, 0.0).with_(own_spread=0.0)
    still = cm.simulate(made, draws=10, seed=0, uncertainty=no_spread)
    assert still.means("ratio").sel(year=2024).values == pytest.approx(ratio, rel=1e-12)
    solved = cm.required_growth(made, "ratio=2.8", vary="rural")
    # 48594.81 / 2.8 is to be growth and 45 yuan together
    assert solved.value == pytest.approx(((36510 * 1.331 / 2.8 - 45) / 11076) ** (1 / 3) - 1, abs=1e-12)
    assert cm.explain_difference(bare, made, "ratio").value == pytest.approx(ratio - 36510 * 1.331 / 15560.982528)
    likely = cm.required_growth(made, "ratio=2.8", vary="rural", probability=0.8, draws=4000, seed=0)
    again = cm.simulate(likely.scenario, draws=4000, seed=0, targets=["ratio=2.8"], statements="none")
    assert again.chances[0].probability >= 0.8
    up = cm.elasticities(made, "rural.2024").growth_effect[1, 3, 2]
    # one point more on transfers of 2024 moves what grew by then, without the 45 yuan
    assert up == pytest.approx(0.01 * float(rural[2]["transfer"]), rel=1e-12)
    spread = cm.variance_shares(made, "rural.2024", draws=256, seed=0)
    assert spread.to_frame() is not None


def test_what_a_measure_does_alone_and_together() -> None:
    found = cm.lever_effects(cm.scenario("plan").with_lever(DOCTORS).with_lever(PENSION).with_lever(RELIEF))
    by_id = {one.lever.id: one for one in found.effects}
    # what takes no public money first, then by money for a point of the ratio
    assert found.effects[0].lever.id == "relief_labour_share"
    assert by_id["village_doctors"].income == pytest.approx(6.0)
    assert by_id["village_doctors"].public_money == 300 * 200 * 12
    assert by_id["basic_pension"].money_per_yuan == 1.0
    rural, urban = 15560.982528, 36510 * 1.331
    fall = urban / rural - urban / (rural + 45)
    assert by_id["basic_pension"].ratio == pytest.approx(-fall, rel=1e-9)
    assert by_id["basic_pension"].money_per_ratio_point == pytest.approx(5_400_000 / (fall / 0.01), rel=1e-9)
    changed = {id: (before, after) for id, before, after in by_id["basic_pension"].changed}
    # 15561 rounds down to met; 45 yuan more exceed it
    assert changed["rural_income_2024"] == (cm.Verdict.MET, cm.Verdict.EXCEEDED)
    total = found.together.values[1, :, -1].sum() - found.before.values[1, :, -1].sum()
    assert total == pytest.approx(6 + 45 + 5_000_000 / 120_000)
    assert "all together" in found.to_text("en")
    assert "以上全部" in found.to_text()


def test_measures_that_are_given_are_weighed_beside_those_that_are_there() -> None:
    made = cm.scenario("plan").with_lever(PENSION)
    found = cm.lever_effects(made, [DOCTORS])
    assert [one.lever.id for one in found.effects] == ["village_doctors"]
    assert found.before.values[1, 3, -1] == cm.project(made).values[1, 3, -1]
    with pytest.raises(cm.InputError, match="measures must be given"):
        cm.lever_effects(cm.scenario("plan"))
    none = cm.lever_effects(cm.scenario("plan"), ["startup_subsidy:recipients=1,residents=90000,first_year=2022"])
    assert np.isnan(none.effects[0].money_per_ratio_point)
    assert "no measure alone" in none.to_text("en") or none.effects[0].changed


def test_the_gap_is_split_over_measures_by_all_orders() -> None:
    texts = [DOCTORS, PENSION, RELIEF]
    scenario = cm.scenario("plan")
    found = cm.gap_to_measures(scenario, "ratio=2.8", texts)
    urban, rural = 36510 * 1.331, 15560.982528
    gains = {"village_doctors": 6.0, "basic_pension": 45.0, "relief_labour_share": 5_000_000 / 120_000}
    parts = dict.fromkeys(gains, 0.0)
    for order in permutations(gains):
        level = rural
        for name in order:
            parts[name] += (urban / (level + gains[name]) - urban / level) / 6
            level += gains[name]
    assert {one.id: part for one, part in zip(found.levers, found.parts, strict=True)} == pytest.approx(parts, rel=1e-9)
    assert found.parts.sum() == pytest.approx(found.after - found.before, rel=1e-12)
    assert found.gap == pytest.approx(urban / rural - 2.8)
    assert "of the gap" in found.to_text("en")
    income = cm.gap_to_measures(scenario, "rural.2024=17355", [PENSION])
    assert income.closed == pytest.approx(45 / (17355 - rural))


def test_a_target_that_is_reached_has_no_gap() -> None:
    found = cm.gap_to_measures(cm.scenario("plan"), "rural.2024=15000", [PENSION])
    assert found.gap < 0
    assert np.isnan(found.closed)
    assert "is reached" in found.sentence.en
    with pytest.raises(cm.InputError, match="the measures must be at most 14"):
        cm.gap_to_measures(cm.scenario("plan"), "ratio=2.8", [plain(id=f"m{k}") for k in range(15)])


@examples(40)
@given(st.floats(0.2, 0.9), st.sampled_from(["rural.2024", "ratio", "rural.growth.2024", "rural.transfer.share"]))
def test_recipients_put_back_meet_the_target(part: float, name: str) -> None:
    scenario = cm.scenario("plan")
    lever = next(one for one in scenario.plan.levers if one.id == "basic_pension").lever(  # type: ignore[union-attr]
        {"recipients": 100_000 * part, "residents": 120_000, "first_year": 2024}
    )
    quantity = cm.quantity(name, scenario)
    value = float(quantity.ratio(scenario).quantity(cm.project(scenario.with_lever(lever)).values))
    answer = cm.required_recipients(scenario, cm.Target(quantity=quantity, value=value), lever)
    assert answer.recipients == pytest.approx(100_000 * part, rel=1e-6)
    assert answer.part_of_residents == pytest.approx(100_000 * part / 120_000, rel=1e-6)


def test_recipients_that_cannot_be_are_said_so() -> None:
    scenario = cm.scenario("plan")
    pension = scenario.with_lever(PENSION).levers[0]
    with pytest.raises(cm.NoSolutionError, match=r"be able to reach 50,000\.0 by basic_pension"):
        cm.required_recipients(scenario, "urban.2024=50000", pension)
    with pytest.raises(cm.NoSolutionError, match="the target is reached already"):
        cm.required_recipients(scenario, "rural.2024=15000", pension)
    with pytest.raises(cm.InputError, match="a recipient of relief_labour_share gets must be above zero"):
        cm.required_recipients(scenario, "ratio=2.8", scenario.with_lever(RELIEF).levers[0])
    many = cm.required_recipients(scenario, "rural.2024=17355", pension)
    # 1794 yuan for each of 120000 residents, at 180 yuan a recipient
    assert many.recipients == pytest.approx((17355 - 15560.982528) * 120_000 / 180, rel=1e-9)
    assert "more than the group has residents" in many.to_text("en")


def as_json(*arguments: str) -> Any:
    done = CliRunner().invoke(program, [*arguments, "--format", "json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_command_lists_weighs_and_solves() -> None:
    assert len(as_json("levers")["levers"]) == 10
    chosen = ["--lever", DOCTORS, "--lever", PENSION]
    content = as_json("levers", *chosen, "--target", "rural.2024=15600", "--recipients")
    assert {row["lever"] for row in content["levers"]} == {"village_doctors", "basic_pension", "all"}
    assert content["gap"][-1]["lever"] == "all"
    # 6 yuan are there already: (15600 - 15560.982528 - 6) x 120000 / 180
    assert content["recipients"][0]["recipients"] == pytest.approx((15600 - 15566.982528) * 120_000 / 180, rel=1e-9)
    path = as_json("project", *chosen)["totals"]
    assert next(row for row in path if row["quantity_en"] == "rural residents")["2024"] == pytest.approx(15611.982528)


def test_the_command_answers_what_was_asked_before_its_tables() -> None:
    asked = ["levers", "--lever", PENSION, "--target", "rural.2024=15600", "--recipients"]
    said = {lang: CliRunner().invoke(program, [*asked, "--lang", lang]).stdout for lang in ("zh", "en")}
    # 15 yuan x 12 x 30000 / 120000 = 45 of the 15600 - 15560.98 that are missing; 39.017 x 120000 / 180 people
    assert "措施合计弥补缺口的115.3%" in said["zh"].split("措施的作用")[0].replace("\n", "")
    assert "每年须有26,012人领取，占常住人口的21.7%" in said["zh"].split("措施的作用")[0].replace("\n", "")
    assert "the measures close 115.3% of the gap" in " ".join(said["en"].split())
    assert "26,012 recipients a year (21.7% of residents)" in " ".join(said["en"].split())


def test_years_without_residents_are_listed_as_their_language_has_them() -> None:
    lever = plain(residents={2022: 1000.0}, first_year=2022)
    with pytest.raises(cm.InputError, match=r"2023, 2024") as caught:
        cm.project(cm.scenario("plan").with_lever(lever))
    assert "2023、2024" in caught.value.text("zh")


def test_the_command_says_what_it_needs() -> None:
    runner = CliRunner()
    alone = runner.invoke(program, ["levers", "--lever", DOCTORS, "--recipients", "--lang", "en"])
    # the first target that is missed is the ratio, and the measure pays rural residents
    assert alone.exit_code == 0
    assert "took urban-rural income ratio 2024, 2.800" in alone.stderr
    none = runner.invoke(program, ["levers", "--lever", DOCTORS, "--target", "urban.2024=50000", "--recipients"])
    assert none.exit_code == 1
    missing = runner.invoke(program, ["project", "--lever", "village_doctors", "--lang", "en"])
    assert missing.exit_code == 2
    assert "the plan does not say; add: recipients" in missing.stderr


def test_shares_of_components_stay_shares() -> None:
    projection = cm.project(cm.scenario("plan").with_lever(PENSION))
    assert projection.shares.values.sum(axis=1) == pytest.approx(np.ones((3, 4)))
    frame = cm.contributions(projection, year=2022).to_frame()
    row = frame[(frame.group == "rural") & (frame.component == "transfer")].iloc[0]
    # the 45 yuan are part of the increment of 2022
    _, path = exact.plan_path("rural")
    assert row.increment == pytest.approx(float(path[1]["transfer"] - path[0]["transfer"] + 45), rel=1e-12)
    assert set(frame.component) == {*BUREAU_KEYS, "total"}


def test_a_lever_with_everything_survives_a_file(tmp_path: Path) -> None:
    lever = plain(
        last_year=2024,
        residents={2023: 1000.0, 2024: 900.0},
        take_up=0.5,
        periods=2,
        quantity=3.0,
        price=4.0,
        place=Text("此处", "here"),
        words="原文",
    )
    file = tmp_path / "whole.toml"
    cm.write_scenario(cm.scenario("plan").with_lever(lever), file)
    assert cm.read_scenario(file).levers == (lever,)


def test_a_lever_in_a_file_is_judged_like_any_other(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(
        '[[lever]]\nid = "x"\ntitle = { zh = "x", en = "x" }\ngroup = "rural"\ncomponent = "wages"\n'
        "residents = 10\nfirst_year = 2022\nlast_year = 2020\ntake_up = 3\n",
        encoding="utf-8",
    )
    with pytest.raises(cm.InputError, match=r"bad\.toml: take_up of x must lie between 0 and 1 \(got 3\)") as raised:
        cm.read_scenario(file)
    assert "last_year of x must not be before first_year" in str(raised.value)
