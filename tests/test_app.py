"""What the page shows, says in its address, reads and hands out, without a browser."""

import ast
import csv
import io
import json
import tomllib
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.app import downloads, exchange, figures, mapping, markup, pictures, promises, state, uploads, words
from ceheng_model.app.addresses import LONGEST, differences, from_query, recipe_from, to_query
from ceheng_model.app.recipes import Recipe, recipe_of
from ceheng_model.app.state import View, first_view
from ceheng_model.cli import program
from ceheng_model.documents.workbook import write_workbook
from ceheng_model.files import EXCEL
from ceheng_model.scenarios.changes import growth_change
from ceheng_model.vocabulary import BUREAU_KEYS, LANGUAGES, NO_TEXT
from tests.effort import examples
from tests.workbooks import edited

APP = Path(state.__file__).parent
FOLDERS = {"ceheng-2022-2024": ""}
DOCTORS = "village_doctors:recipients=300,residents=120000,first_year=2023"


def changed(*texts: str, base: str = "plan") -> View:
    made = cm.scenario(base)
    for text in texts:
        made = made.with_change(text)
    return first_view().with_scenario(made)


def again(view: View) -> View:
    return from_query(to_query(view), FOLDERS)


# ------------------------------------------------------------------------------------------------- addresses

rates = st.floats(-0.5, 0.9, allow_nan=False)
cells = st.tuples(
    st.sampled_from(["", "urban", "rural", "lifted", "urban,lifted"]),
    st.sampled_from(["", *BUREAU_KEYS]),
    st.sampled_from(["", "2022", "2023-2024"]),
).filter(any)
edits = st.lists(st.tuples(cells, st.sampled_from(["=", "+="]), rates), max_size=4)


@examples(40)
@given(
    base=st.sampled_from(sorted(cm.ALTERNATIVES)),
    edits=edits,
    case=st.sampled_from(["poverty_counties_2019", "national_2021", "yunnan_poverty_2020"]),
    name=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs"]), min_size=1, max_size=12),
    gdp=st.none() | rates,
)
def test_an_address_gives_back_the_same_page_to_the_last_bit(
    base: str, edits: list[tuple[tuple[str, str, str], str, float]], case: str, name: str, gdp: float | None
) -> None:
    made = cm.scenario(base, shares={"rural": case}).with_lever(DOCTORS)
    for parts, sign, value in edits:
        try:
            made = made.with_change(f"{'.'.join(filter(None, parts))}{sign}{value!r}")
        except cm.InputError:  # a sum of points may leave the range of growth
            continue
    made = made if gdp is None else made.with_gdp(gdp)
    view = first_view(language="en").with_scenario(made)
    view = replace(state.named(view, name), left_out=("ratio_2024",), reading="floor", aim="2.8", vary="rural.wages")
    view = state.keeping(view, "kept")
    assert again(view) == view
    assert (again(view).scenario.growth == view.scenario.growth).all()


def test_the_address_holds_differences_from_the_named_scenario_only() -> None:
    assert to_query(first_view()) == {"lang": ["zh"], "scenario": ["plan"]}
    view = changed("rural.wages.2023=15%", base="trend")
    view = view.with_scenario(view.scenario.with_lever(DOCTORS).with_shares({"rural": "national_2021"}))
    assert to_query(view) == {
        "lang": ["zh"],
        "scenario": ["trend"],
        "shares": ["rural=national_2021"],
        "set": ["rural.wages.2023=0.15"],
        "lever": ["village_doctors:recipients=300.0,residents=120000.0,first_year=2023"],
    }


def test_the_address_holds_what_has_no_short_form() -> None:
    people = {2021: 100.0, 2022: 101.0, 2023: 102.0, 2024: 103.0}
    own = cm.Lever(
        id="own",
        title=cm.Text("自有", "own"),
        group="rural",
        component="wages",
        amount=10,
        recipients=5,
        residents=people,
        first_year=2022,
    )
    printed = cm.load_plan().levers[0].lever({"recipients": 3, "residents": 100, "first_year": 2022})
    made = cm.scenario("plan").with_horizon(2024).with_prices(0.02).with_population({"urban": 8.0, "rural": 9.0})
    made = made.with_levers([own, replace(printed, residents=people), replace(printed, id="basic_pension")])
    view = first_view().with_scenario(made)
    assert "more" in to_query(view)
    assert again(view) == view
    far = first_view().with_scenario(cm.scenario("plan").with_horizon(2026).with_growth(None, None, 0.05))
    assert to_query(far)["horizon"] == ["2026"]
    assert again(far) == far
    nameless = Recipe(text='based_on = "plan"\nname = "plan"\ndescription = ""\n')
    assert recipe_from(differences(recipe_of(nameless.scenario)), "") == recipe_of(nameless.scenario)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"sett": ["a"]}, "a part of the address must be one of the known options"),
        ({"lang": ["fr"]}, r"lang must be one of the known options \(got 'fr'\); choose from: zh, en"),
        ({"plan": ["/etc"]}, r"plan must be one of the known options \(got '/etc'\)"),
        ({"reading": ["high"]}, "choose from: value, floor"),
        ({"how": ["divide"]}, "choose from: set, add, multiply"),
        ({"group": ["towns"]}, "choose from: urban, rural, lifted"),
        ({"fan": ["towns"]}, "choose from: ratio, urban, rural, lifted"),
        ({"scenario": ["best"]}, r"the scenario must be one of the known options \(got 'best'\)"),
        ({"set": ["rural.wages=fast"]}, "a change must have the form GROUP.COMPONENT.YEAR=RATE"),
        ({"set": ["rural.wages=nan"]}, "must have the form"),
        ({"shares": ["rural"]}, "share case"),
        ({"lever": ["doctors:residents=1"]}, "the measure must be one of the known options"),
        ({"horizon": ["soon"]}, r"horizon must be a year of four digits \(got 'soon'\)"),
        ({"more": ["{"]}, r"the address must be written by this page \(got '\{'\)"),
        ({"more": ["[1]"]}, "the address must be written by this page"),
        ({"more": ['{"description": null}']}, "the address must be written by this page"),
        ({"more": ['{"path": "/etc/passwd"}']}, "path"),
        ({"keep": ["scenario"]}, "the address must be written by this page"),
        ({"set": ["x" * (LONGEST + 1)]}, f"the length of the address must be at most {LONGEST} characters"),
    ],
)
def test_a_bad_address_is_told_in_the_words_of_the_library(query: dict[str, list[str]], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        from_query(query, FOLDERS)


@examples(60)
@given(
    key=st.sampled_from(["set", "shares", "lever", "more", "keep", "scenario", "horizon", "name", "leave"]),
    text=st.text(),
)
def test_no_address_raises_anything_but_a_message(key: str, text: str) -> None:
    try:
        view = from_query({key: [text]}, FOLDERS)
    except cm.InputError as error:
        told = error.text("en")
    else:
        told = again(view).scenario.title.zh if again(view) == view else "/tmp another page"
    assert "/tmp" not in told


# ----------------------------------------------------------------------------------------------------- steps


def test_a_slider_moved_often_leaves_one_change() -> None:
    view = changed("rural.wages+=1%")
    for rate in (0.1, 0.2, 0.15):
        view = state.moved(view, growth_change("rural", "business", rate, years=None, how="set"))
    assert [str(change) for change in view.scenario.changes] == ["rural.wages+=0.01", "rural.business=0.15"]
    view = state.moved(view, growth_change("rural", "wages", 0.01, years=None, how="add"))
    assert [str(change) for change in view.scenario.changes][-2:] == ["rural.business=0.15", "rural.wages+=0.01"]


def test_a_moved_slider_gives_the_scenario_that_the_library_makes() -> None:
    made = cm.scenario("trend", shares={"rural": "national_2021"}).with_horizon(2025).with_gdp(0.05)
    view = first_view().with_scenario(made.with_name("mine").with_lever(DOCTORS))
    for rate in (0.3, 0.15):
        view = state.moved(view, growth_change("rural", "wages", rate, years=2024, how="set"))
    expected = made.with_name("mine").with_lever(DOCTORS).with_growth("rural", "wages", 0.15, years=2024)
    assert view.recipe == recipe_of(expected)
    assert state.without_changes(view).scenario.changes == ()
    assert state.without_changes(view).scenario.levers == view.scenario.levers
    other = state.based_on(view, "plan").scenario
    assert (other.based_on, other.changes, other.years[-1]) == ("plan", (), 2025)
    assert other.baseline.shares()["rural"] == "national_2021"
    assert state.without_lever(view, "village_doctors").scenario.levers == ()


def test_growth_of_gdp_is_one_rate_for_all_years_or_none() -> None:
    view = state.with_economy(first_view(), 0.06)
    assert view.scenario.gdp_growth is not None
    assert view.scenario.gdp_growth.tolist() == [0.06] * 3
    assert state.with_economy(view, None) == first_view()


@given(value=st.decimals(-99, 99, places=4))
def test_per_cents_are_read_as_the_decimals_they_show(value: object) -> None:
    # the nearest double of the decimal divided by 100, not a quotient of two doubles
    from fractions import Fraction

    shown = float(str(value))
    assert state.rate(shown) == float(Fraction(str(shown)) / 100)
    assert state.percent(state.rate(shown)) == pytest.approx(shown, abs=1e-10)


def test_up_to_four_scenarios_are_kept_alike_names_too() -> None:
    view = first_view()
    for name in ("一", "二", "三", "四"):
        view = state.keeping(view, name)
    assert [recipe.scenario.name.zh for recipe in view.kept] == ["一", "二", "三", "四"]
    with pytest.raises(cm.InputError, match="the scenarios kept for comparison must be at most 4"):
        state.keeping(view, "五")
    view = state.keeping(state.dropping(view, 1), "一")
    assert [recipe.scenario.name.zh for recipe in view.kept] == ["一", "三", "四", "一"]
    titles = [row[0] for row in exchange.comparison(view.kept).rows]
    assert [title.zh for title in titles if isinstance(title, cm.Text)] == ["一（1）", "三", "四", "一（2）"]
    assert again(view) == view


# --------------------------------------------------------------------------------------------------- figures


def test_the_page_gives_the_figures_of_the_command_to_the_last_digit(tmp_path: Path) -> None:
    view = changed("rural.wages.2023=15.3%", "urban.transfer+=1.7%")
    view = view.with_scenario(view.scenario.with_lever(DOCTORS).with_shares({"urban": "guizhou_2023q3"}))
    file = tmp_path / "saved.toml"
    file.write_bytes(downloads.scenario_file(view.recipe))
    done = CliRunner().invoke(program, ["project", "--scenario", str(file), "--format", "json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    totals = {row["quantity_en"]: row for row in told["totals"]}
    projection = figures.projected(view.recipe)
    for g, group in enumerate(projection.scenario.groups):
        for t, year in enumerate(projection.years):
            assert totals[group.label.en][str(year)] == projection.totals.values[g, t]
    for t, year in enumerate(projection.years):
        assert told["ratio"][0][str(year)] == projection.urban_rural_ratio.values[t]
    shown = [row for year in (2022, 2023, 2024) for row in figures.contributed(view.recipe, year).tables()[0].records()]
    assert shown == told["contributions"]


def test_the_audit_is_asked_again_only_when_what_it_reads_changes() -> None:
    view = replace(changed("rural.wages=15%"), left_out=("ratio_2024",))
    figures.audited(view)
    asked = figures._audited.cache_info().misses
    for rate in (0.1, 0.2):
        moved = state.moved(view, growth_change("rural", "wages", rate, years=None, how="set"))
        figures.audited(
            state.with_lever(
                moved, cm.load_plan().levers[0].lever({"recipients": 3, "residents": 9, "first_year": 2022})
            )
        )
        figures.audited(state.based_on(view, "trend"))
    assert figures._audited.cache_info().misses == asked
    figures.audited(view.with_scenario(view.scenario.with_shares({"rural": "yunnan_poverty_2020"})))
    assert figures._audited.cache_info().misses == asked + 2  # all promises on that base, then the chosen ones
    with pytest.raises(cm.InputError, match="a promise left out must be one of the known options"):
        figures.audited(replace(view, left_out=("everything",)))


def test_the_audit_of_the_page_is_that_of_the_library() -> None:
    view = first_view()
    assert len(figures.audited(view).contradictions) == len(cm.audit().contradictions)
    floors = figures.audited(replace(view, reading="floor"))
    assert floors.feasibility is cm.Feasibility.HOLDS
    said = promises.verdict(floors, "en")
    assert "statements that can be decided can hold together" in said
    assert f"{len(floors.unaudited)} more cannot be decided" in said
    assert "8" in promises.verdict(figures.audited(view), "zh")


def test_repairs_are_sentences_with_the_values_of_the_moves() -> None:
    report = figures.audited(first_view())
    clash = report.contradictions[0]
    # rounding allows a ratio up to 2.85; urban income at 10 % a year, rural income 15561.5 at most:
    # the ratio's ceiling must rise to where the other two put it
    told = promises.repairs(clash, "en")
    assert told[0] == (
        "lower the floor of “per capita disposable income of urban residents to grow by about 10% a year on average” "
        "to 6.70%"
    )
    assert told[2] == "raise the ceiling of “the urban-rural income ratio to fall to about 2.8” to 3.080"
    assert promises.fewest(report, "zh") == [sentence.zh for sentence in report.fewest]
    stuck = replace(clash.moves[0], distance=float("nan"), bound=float("nan"))
    alone = replace(clash, items=clash.items[:1], moves=(stuck,))
    assert promises.repairs(alone, "en")[0].endswith("alone is not enough")


def test_live_charts_show_the_numbers_of_the_saved_charts() -> None:
    view = changed("rural.wages=15%")
    projection = figures.projected(view.recipe)
    drawn = charts.numbers(charts.income_paths(projection)).records()
    mine = [row["income"] for row in pictures.income_rows(projection, "zh")]
    assert mine == [row["total"] for row in drawn]
    found = figures.simulated(view.recipe).fan("ratio")
    table = charts.numbers(charts.fan(found)).to_frame()
    for row in pictures.fan_rows(found):
        kept = table[table["year"] == row["year"]].iloc[0]
        assert row["path"] in kept.to_list()
        assert row["q0"] in kept.to_list()
    levels, urban, rural = [2.6, 2.9], (0.05, 0.13), (0.08, 0.2)
    contours = charts.numbers(charts.what_if_map(view.scenario, levels=levels, across=urban, up=rural)).to_frame()
    for row in mapping.contour_rows(view.scenario, levels, urban):
        line = contours[(contours["what"] == "contour") & (contours["ratio"] == row["ratio"])]
        nearest = line.iloc[(line["urban_growth"] - row["urban"]).abs().argmin()]
        assert nearest["urban_growth"] == pytest.approx(row["urban"], abs=1e-12)
        assert nearest["rural_growth"] == pytest.approx(row["rural"], abs=1e-12)


def test_the_map_has_room_for_the_present_point_and_the_target() -> None:
    low, high = mapping.around([0.1, 0.12])
    assert (low, high) == (0.07, 0.15)  # 10 - 2.5 down to a whole per cent, 12 + 2.5 up to one
    assert mapping.around([-0.99])[0] == -0.99


def test_labels_at_the_ends_of_paths_do_not_touch() -> None:
    projection = figures.projected(changed("rural=16.1%").recipe)
    places = sorted(row["place"] for row in pictures._apart(projection, ["a", "b", "c"]))
    room = 0.065 * float(projection.totals.values[:, -1].max())
    assert all(second - first >= room * 0.999 for first, second in pairwise(places))


def test_charts_have_no_way_out_to_the_web() -> None:
    projection = figures.projected(first_view().recipe)
    ensemble = figures.simulated(first_view().recipe)
    for chart in (
        pictures.income_paths(projection, "zh"),
        pictures.ratio_path(projection, "en"),
        pictures.fan(ensemble.fan("ratio")),
        pictures.fan(ensemble.fan("total", group="lifted")),
        mapping.what_if_map(projection, projection, "zh"),
        pictures.beside([("a", projection)], "ratio"),
        pictures.beside([("a", projection)], "rural"),
    ):
        spec = chart.to_dict()
        assert spec["usermeta"]["embedOptions"]["actions"] is False
        assert "url" not in json.dumps(spec["layer"])


# ---------------------------------------------------------------------------------------------------- markup


def test_cards_say_value_target_verdict_and_distance() -> None:
    told = markup.cards(figures.checked(first_view().recipe), "en")
    assert "48,594.8" in told
    assert "target 2.800" in told
    assert "✗ missed · distance to goal -0.323" in told
    assert 'aria-live="polite"' in told
    assert "people lifted out of poverty 2024※" in told


def test_cards_say_where_the_plan_has_no_target() -> None:
    report = figures.checked(first_view().recipe)
    bare = replace(report, checked=tuple(one for one in report.checked if one.statement.quantity.group != "rural"))
    assert "no such target" in markup.cards(bare, "en")
    fine = replace(report, checked=tuple(one for one in report.checked if one not in report.missed))
    assert 'card good" role="group" aria-label="Promises missed"' in markup.cards(fine, "en")


def test_names_from_files_are_shown_as_text() -> None:
    made = cm.scenario("plan").with_name("<script>alert(1)</script>")
    table = figures.projected(recipe_of(made)).tables()[0]
    assert "<script>" not in markup.table_html(replace(table, title=made.title), "zh")
    assert markup.plain("<b>*[x](y)") == "\\<b\\>\\*\\[x\\]\\(y\\)"


def test_rows_that_rest_on_assumed_figures_are_marked() -> None:
    view = first_view()
    rows = figures.contributed(view.recipe, 2024).table(assumed_mark="※").shown_rows("zh")[1:]
    marks = [row[2] for row in rows]
    # all splits are assumed; of the totals, only that of people lifted out of poverty
    assert [mark.endswith("※") for mark in marks] == [True] * 4 + [False] + [True] * 4 + [False] + [True] * 5


def test_changes_and_scenarios_are_told_in_words() -> None:
    made = changed("rural.wages.2023=15%", "2024*=0.9", "urban+=1%").scenario
    told = [markup.told_change(change, made, "zh") for change in made.changes]
    assert told == [
        "2023年农村工资性收入增速调为15%",
        "2024年各类居民各项收入增速为原增速的0.9倍",
        "2022—2024年城镇各项收入增速提高1个百分点",
    ]


def test_every_word_of_the_page_is_there_in_both_languages() -> None:
    for key, text in words.WORDS.items():
        assert text.zh.strip(), key
        assert text.en.strip(), key
        assert text.zh.count("{") == text.en.count("{"), key
    used = {
        node.value
        for file in APP.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    unused = {key for key in words.WORDS if key not in used and not key.startswith(("intro_", "move_"))}
    assert not unused


def test_the_page_holds_no_formula() -> None:
    for file in APP.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module not in ("ceheng_model.arithmetic", "ceheng_model.decomposition.splits"), file


# ----------------------------------------------------------------------------------------------------- files


def test_a_scenario_file_comes_back_as_it_was_saved() -> None:
    view = changed("rural.wages.2023=15%")
    content = downloads.scenario_file(view.recipe)
    assert uploads.read_upload("../../etc/我的.TOML", content) == view.recipe
    assert uploads.read_upload("a.toml", content.decode().encode("gb18030")) == view.recipe
    assert uploads.read_upload("a.toml", b"\xef\xbb\xbf" + content) == view.recipe


def test_a_scenario_file_may_be_json() -> None:
    view = changed("rural.wages.2023=15%")
    content = json.dumps(tomllib.loads(view.recipe.text), ensure_ascii=False).encode()
    assert uploads.read_upload("a.json", content) == view.recipe
    # what a file holds counts, not what its name says
    assert uploads.read_upload("a.toml", content) == view.recipe
    assert uploads.read_upload("a.json", b'{"based_on": "trend"}').scenario.name == NO_TEXT


def test_the_page_opens_what_the_command_takes(tmp_path: Path) -> None:
    assert {f".{suffix}" for suffix in uploads.FORMATS} == {".toml", ".json", *EXCEL}
    workbook = downloads.workbook_file(changed("rural.wages.2023=15%").recipe, "zh")
    assert uploads.read_upload("x.xlsm", workbook) == uploads.read_upload("x.xlsx", workbook)


def test_an_edited_workbook_comes_back_as_a_scenario(tmp_path: Path) -> None:
    view = changed("rural.wages.2023=15%")
    for language in LANGUAGES:
        back = uploads.read_upload("x.xlsx", downloads.workbook_file(view.recipe, language))
        assert (back.scenario.growth == view.scenario.growth).all()


def test_a_workbook_on_another_base_is_told(tmp_path: Path) -> None:
    write_workbook(cm.scenario("plan"), tmp_path / "own.xlsx")
    file = edited(tmp_path / "own.xlsx", tmp_path / "edited.xlsx", {"base_total_rural": 12000.0})
    with pytest.raises(cm.InputError, match="must stand on the plan's own base-year incomes"):
        uploads.read_upload("x.xlsx", file.read_bytes())


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "plan.py",
            b"print(1)",
            r"the suffix of the file must be one of the known options \(got '.py'\); choose from: .toml, .json, .xlsx, .xlsm",
        ),
        ("toml", b"", "the suffix of the file must be one of the known options"),
        ("a.toml", b"#" * 200_001, r"the size of a .toml file in bytes must be at most 200000 \(got 200001\)"),
        ("a.xlsx", b"PK" * 2_500_001, "the size of a .xlsx file in bytes must be at most 5000000"),
        ("a.toml", b"name = ", r"^scenario\.toml"),
        ("a.toml", b'based_on = "best"', r"^scenario\.toml: based_on must"),
        ("a.toml", b'[[growth]]\ngroups = ["rural"]\nset = -2.0', r"must be above -1 \(got -2.0\)"),
        (
            "a.toml",
            b"\xff\xff\xff",
            r"the file's encoding must be UTF-8, GB18030 \(GBK\) or UTF-16 \(got bytes FF FF FF\)",
        ),
        ("a.json", b"{", r"^scenario\.json"),
        ("a.json", b'{"based_on": "best"}', r"^scenario\.json: based_on must"),
        ("a.xlsx", b"no workbook", r"^workbook\.xlsx"),
        ("a.xlsm", b"no workbook", r"^workbook\.xlsm"),
        ("a.xlsx", b"PK\x03\x04broken", r"^workbook\.xlsx"),
    ],
)
def test_files_that_cannot_be_read_are_told(name: str, content: bytes, message: str) -> None:
    with pytest.raises(cm.InputError, match=message) as raised:
        uploads.read_upload(name, content)
    assert "/tmp" not in str(raised.value)


def test_archives_hold_charts_and_data_the_same_every_time() -> None:
    view = changed("rural.wages=15%")
    view = view.with_scenario(view.scenario.with_lever(DOCTORS))
    data = downloads.data_files(view.recipe)
    assert data == downloads.data_files(view.recipe)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        text = archive.read("projection-totals.csv").decode("utf-8-sig")
    assert {"official-2024-contributions.csv", "checks-statements.csv", "measures-lever_effects.csv"} & set(names)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert float(rows[1]["2024"]) == figures.projected(view.recipe).totals.values[1, -1]


@pytest.mark.slow
def test_downloads_are_those_of_the_library(tmp_path: Path) -> None:
    view = changed("rural.wages=15%")
    with zipfile.ZipFile(io.BytesIO(downloads.chart_files(view.recipe, "zh"))) as archive:
        assert "map.png" in archive.namelist()
        assert archive.read("income.svg").startswith(b"<?xml")
    file = tmp_path / "direct.xlsx"
    write_workbook(view.scenario, file)
    assert downloads.workbook_file(view.recipe, "zh") == file.read_bytes()
    assert downloads.brief_file(view.recipe, "en").startswith(b"PK")
