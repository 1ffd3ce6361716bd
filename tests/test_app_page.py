"""What a planner does on the page, in Streamlit's own test harness."""

import shutil
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Widget

import ceheng_model as cm
from ceheng_model.app import serving, session
from ceheng_model.app.markup import plain
from tests.effort import PATIENCE
from tests.test_other_plan import folder  # noqa: F401 - a fixture

ROOT = Path(__file__).parent.parent


def page(**query: str | list[str]) -> AppTest:
    found = AppTest.from_file(str(serving.SCRIPT), default_timeout=PATIENCE)
    for key, value in query.items():
        found.query_params[key] = value
    return run(found)


def run(changed: AppTest | Widget) -> AppTest:
    """Run the page, after a widget of it was changed or for the first time."""
    found = changed.run()
    assert not found.exception, [one.stack_trace for one in found.exception]
    return found


def html(found: AppTest) -> str:
    return "\n".join(one.proto.body for one in found.html)


def query(found: AppTest) -> dict[str, list[str]]:
    return {key: [value] if isinstance(value, str) else list(value) for key, value in found.query_params.items()}


@pytest.fixture(autouse=True)
def _no_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["script.py"])


def test_the_page_opens_on_the_plan_and_explains_itself_in_three_lines() -> None:
    found = page()
    told = html(found)
    assert "48,594.8" in told
    assert "✗ 未达到 · 距目标差额 -0.323" in told
    assert "未达到的条目" in told
    intro = next(one.value for one in found.markdown if one.value.startswith("1. "))
    assert len(intro.splitlines()) == 3
    assert found.warning[0].value.startswith("方案写明“城乡居民收入比下降到2.8左右”")
    assert any("共 8 组矛盾" in one.value for one in found.warning)
    assert any(
        "把“城乡居民收入比下降到2.8左右”的上限提到 3.080" in one.value.replace("\\", "") for one in found.markdown
    )
    assert query(found) == {"lang": ["zh"], "scenario": ["plan"]}
    assert not any(one.proto.label == "" for one in [*found.slider, *found.number_input, *found.selectbox])


def test_a_slider_and_a_field_move_the_same_growth_and_undo_goes_back() -> None:
    found = page()
    assert found.button(key="undo").disabled
    run(found.slider(key="slide_wages").set_value(15.0))
    assert query(found)["set"] == ["rural.wages=0.15"]
    assert found.number_input(key="exact_wages").value == 15.0
    run(found.number_input(key="exact_wages").set_value(15.37))
    assert query(found)["set"] == ["rural.wages=0.1537"]
    assert found.slider(key="slide_wages").value == 15.4
    expected = cm.project(cm.scenario("plan").with_growth("rural", "wages", 0.1537))
    assert f"{expected.urban_rural_ratio.values[-1]:.3f}" in html(found)
    run(found.button(key="undo").click())
    run(found.button(key="undo").click())
    assert query(found) == {"lang": ["zh"], "scenario": ["plan"]}
    run(found.slider(key="slide_total").set_value(16.2))
    assert query(found)["set"] == ["rural=0.162"]
    assert any("2022—2024年农村各项收入增速均调为16.2%" in one.value.replace("\\", "") for one in found.caption)
    run(found.button(key="restart").click())
    assert "set" not in query(found)


def test_group_and_year_choose_the_cells_that_move() -> None:
    found = page(group="urban", period="2023")
    run(found.slider(key="slide_business").set_value(5.0))
    assert query(found)["set"] == ["urban.business.2023=0.05"]
    run(found.segmented_control(key="period").set_value("2024"))
    assert found.slider(key="slide_business").value == 25.0
    run(found.segmented_control(key="group").set_value("lifted"))
    assert found.slider(key="slide_wages").value == 20.0


def test_sliders_widen_for_growth_beyond_their_ends() -> None:
    found = page(set=["rural.wages=0.75", "rural.business=-0.4"])
    assert (found.slider(key="slide_wages").max, found.slider(key="slide_business").min) == (75.0, -40.0)


def test_solving_reaches_the_target_and_says_with_what() -> None:
    found = page()
    run(found.text_input(key="aim").set_value("2.8"))
    run(found.button(key="solve").click())
    assert '<div class="figure">2.800</div>' in html(found)
    assert plain("农村常住居民（四项），取同一增速 16.149%") in found.success[0].value
    again = page(**query(found))
    assert html(again) == html(found)


@pytest.mark.parametrize(
    ("aim", "vary", "message"),
    [
        ("0.5", "rural", "must be able to reach 0.500"),
        ("much", "rural", "a target must have the form QUANTITY=VALUE"),
        ("2.8", "towns", "a part of 'towns' must be one of the known options"),
    ],
)
def test_what_cannot_be_solved_is_told(aim: str, vary: str, message: str) -> None:
    found = page(lang="en", aim=aim, vary=vary)
    run(found.button(key="solve").click())
    assert message in found.error[0].value.replace("\\", "")
    assert "set" not in query(found)


def test_measures_are_added_with_their_numbers_and_removed() -> None:
    found = page(lang="en")
    submit = next(one for one in found.button if one.label == "Add the measure")
    run(submit.click())
    assert "recipients" in found.error[0].value.replace("\\", "")
    found.number_input(key="village_doctors_recipients").set_value(300)
    found.number_input(key="village_doctors_residents").set_value(120000)
    submit = next(one for one in found.button if one.label == "Add the measure")
    run(submit.click())
    assert query(found)["lever"] == ["village_doctors:recipients=300.0,residents=120000.0,first_year=2022"]
    assert "720,000" in html(found)
    run(found.button(key="remove_village_doctors").click())
    # what the plan offers one of is chosen, not typed
    run(found.selectbox(key="measure").set_value("job_seeking_subsidy"))
    assert found.selectbox(key="job_seeking_subsidy_amount").options == ["500", "1,000"]
    assert "lever" not in query(found)


def test_scenario_share_cases_and_gdp_are_chosen() -> None:
    found = page()
    run(found.selectbox(key="scenario").set_value("national_outturn"))
    run(found.selectbox(key="shares_rural").set_value("national_2021"))
    run(found.number_input(key="gdp").set_value(6.0))
    made = cm.scenario("national_outturn", shares={"rural": "national_2021"}).with_gdp(0.06)
    assert f"{cm.project(made).totals.values[1, -1]:,.1f}" in html(found)
    judged = [one for one in cm.check(cm.project(made)).checked if one.statement.headline]
    count = sum(one.verdict is not cm.Verdict.NOT_JUDGED for one in judged)
    assert f"共 {count} 条可判定" in html(found)
    run(found.number_input(key="gdp").set_value(None))
    assert "more" not in query(found)


def test_languages_change_every_text_and_no_figure() -> None:
    found = page(set="rural.wages=0.15")
    run(found.segmented_control(key="language").set_value("en"))
    assert query(found)["lang"] == ["en"]
    assert "promises missed" in html(found).lower()
    assert "未达到的条目" not in html(found)
    assert query(found)["set"] == ["rural.wages=0.15"]
    run(found.slider(key="slide_wages").set_value(16.0))
    run(found.button(key="undo").click())
    assert query(found)["lang"] == ["en"]


def test_promises_left_out_and_readings_change_what_clashes() -> None:
    found = page(lang="en")
    run(found.multiselect(key="left_out").set_value(["ratio_2024"]))
    assert query(found)["leave"] == ["ratio_2024"]
    expected = len(
        cm.audit(statements=[item.id for item in cm.audit().items if item.id != "ratio_2024"]).contradictions
    )
    told = " ".join(one.value for one in [*found.warning, *found.success])
    assert f"{expected} contradictions" in told or "can hold together" in told
    run(found.multiselect(key="left_out").set_value([]))
    run(found.radio(key="reading").set_value("floor"))
    # some promises cannot be decided, so that not all are said to hold
    assert any("that can be decided can hold together" in one.value for one in found.success)


def test_charts_and_tables_choose_what_they_show() -> None:
    found = page(lang="en")
    run(found.segmented_control(key="fan").set_value("lifted"))
    run(found.segmented_control(key="shown_year").set_value("2022"))
    assert (query(found)["fan"], query(found)["year"]) == (["lifted"], ["2022"])


def test_four_scenarios_stand_side_by_side_and_differences_are_split() -> None:
    found = page(lang="en")
    for number, growth in enumerate((10.0, 11.0, 12.0, 13.0)):
        run(found.slider(key="slide_wages").set_value(growth))
        found.text_input(key="keep_name").set_value(f"case {number}")
        run(next(one for one in found.button if one.label == "Keep for comparison").click())
    assert len(query(found)["keep"]) == 4
    assert next(one for one in found.button if one.label == "Keep for comparison").disabled
    run(found.slider(key="slide_wages").set_value(20.0))
    told = html(found)
    assert all(f"case {number}" in told for number in range(4))
    assert "What makes the difference: case 0 to the plan, " in told  # wages at 20 % are the plan's own
    again = page(**query(found))
    assert html(again) == html(found)
    run(found.button(key="drop_0").click())
    assert len(query(found)["keep"]) == 3
    found.text_input(key="keep_name").set_value("case 1")
    run(next(one for one in found.button if one.label == "Keep for comparison").click())
    assert len(query(found)["keep"]) == 4
    assert all(f"case 1 ({number})" in html(found) for number in (1, 2))


def test_files_are_opened_renamed_and_refused() -> None:
    found = page(lang="en")
    content = cm.scenario_toml(cm.scenario("trend").with_name("mine").with_growth("rural", None, 0.13))
    run(found.file_uploader[0].upload("../x.toml", content.encode()))
    assert query(found)["name"] == ["mine"]
    assert plain("opened: mine") in found.success[0].value
    run(found.text_input(key="scenario_name").set_value("ours"))
    assert query(found)["name"] == ["ours"]
    run(found.file_uploader[0].upload("x.toml", b'based_on = "best"'))
    assert "scenario.toml: based_on must" in found.error[0].value.replace("\\", "")
    assert query(found)["name"] == ["ours"]
    assert len(found.download_button) == 5


def test_a_bad_address_is_told_and_the_page_starts_from_the_plan() -> None:
    found = page(lang="en", scenario="best")
    assert "The settings in the address could not be read" in found.error[0].value.replace("\\", "")
    assert query(found) == {"lang": ["en"], "scenario": ["plan"]}
    assert page(set="nothing").error[0].value.startswith("网址中的设置读不懂")


def test_two_browsers_do_not_see_each_other() -> None:
    first, second = page(), page(lang="en")
    run(first.slider(key="slide_wages").set_value(5.0))
    run(second.slider(key="slide_wages").set_value(35.0))
    run(first)
    assert query(first) == {"lang": ["zh"], "scenario": ["plan"], "set": ["rural.wages=0.05"]}
    assert query(second) == {"lang": ["en"], "scenario": ["plan"], "set": ["rural.wages=0.35"]}
    run(first.button(key="undo").click())
    assert query(second)["set"] == ["rural.wages=0.35"]


def test_several_plans_are_chosen_by_their_id_and_never_by_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "my-county"
    shutil.copytree(ROOT / "data" / "plans" / "ceheng-2022-2024", mine)
    told = (mine / "plan.toml").read_text(encoding="utf-8").replace("../../", f"{(ROOT / 'data').as_posix()}/")
    told = told.replace('id = "ceheng-2022-2024"', 'id = "my-county"')
    (mine / "plan.toml").write_text(told, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["script.py", "", str(mine)])
    assert dict(session.folders()) == {"ceheng-2022-2024": "", "my-county": str(mine)}
    found = page()
    run(found.selectbox(key="plan").set_value("my-county"))
    assert query(found)["plan"] == ["my-county"]
    run(found.slider(key="slide_wages").set_value(15.0))
    again = page(**query(found))
    assert html(again) == html(found)
    assert page(plan=str(mine)).error


def test_a_plan_without_past_figures_says_why_there_is_no_fan(
    folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["script.py", str(folder)])
    found = page(lang="en")
    assert any("series" in one.value for one in found.info)
    run(found.selectbox(key="scenario").set_value("trend"))
    assert "the published series of urban residents must be named" in found.error[0].value.replace("\\", "")
    run(found.slider(key="slide_wages").set_value(10.0))
    assert query(found)["set"] == ["rural.wages=0.1"]


def test_a_plan_of_other_groups_has_no_ratio_and_no_map(
    folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("growth.csv", "base.csv"):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content.replace(b"rural", b"village"))
    blocks = (folder / "plan.toml").read_text(encoding="utf-8-sig").split("[[statement]]")
    kept = "[[statement]]".join(block for block in blocks if "ratio" not in block).replace("rural", "village")
    (folder / "plan.toml").write_text(kept, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["script.py", str(folder)])
    found = page(lang="en")
    assert "urban-rural" not in html(found)
    assert query(found) == {"lang": ["en"], "plan": ["other-2024-2028"], "scenario": ["plan"]}
    run(found.slider(key="slide_wages").set_value(10.0))
    assert query(found)["set"] == ["urban.wages=0.1"]
    found.text_input(key="keep_name").set_value("one")
    run(next(one for one in found.button if one.label == "Keep for comparison").click())
    assert "Side by side" in html(found)
