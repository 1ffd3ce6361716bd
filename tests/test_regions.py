"""Many regions at once: the same numbers as one by one, in the order given, with every fault named."""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.baselines import SourcedValue
from ceheng_model.charts import income_paths
from ceheng_model.scenarios.circumstances import Population
from ceheng_model.vocabulary import BUREAU_KEYS, Text
from tests import exact

GROUPS = ("urban", "rural", "lifted")
COLUMNS = ["region", "group", "component", "value_yuan"]
Row = tuple[Any, ...]
Levels = Mapping[str, Sequence[float]]

# component levels of two counties, uneven and none of them zero; every total differs
NORTH = {"urban": (20000, 5100, 3300, 6600), "rural": (4100, 3900, 210, 3290), "lifted": (7100, 1500, 90, 2310)}
SOUTH = {"urban": (23500, 4000, 4400, 7700), "rural": (3600, 4300, 130, 2970), "lifted": (7900, 1400, 110, 2590)}


def parts(region: object, levels: Levels) -> list[Row]:
    return [(region, g, c, float(v)) for g in GROUPS for c, v in zip(BUREAU_KEYS, levels[g], strict=True)]


def wholes(region: object, levels: Levels) -> list[Row]:
    return [(region, g, "total", float(sum(levels[g]))) for g in GROUPS]


def frame(*rows: Row) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


def two() -> pd.DataFrame:
    """Return a county that gives its components and one that gives totals only."""
    return frame(*parts("520001", NORTH), *wholes("520002", SOUTH))


def alone(name: str, levels: Levels, plan: cm.Dossier) -> cm.Scenario:
    """Return the alternative on a baseline file that holds one region only: the way of a single county."""
    origin = {"concept": "disposable_income", "status": "assumed", "source": "s", "note": ""}
    values = {}
    for group, amounts in levels.items():
        values["one", group, "total", 2021, "all"] = SourcedValue(value=sum(amounts), **origin)  # type: ignore[arg-type]
        for component, amount in zip(BUREAU_KEYS, amounts, strict=True):
            values["one", group, component, 2021, "own"] = SourcedValue(value=amount, **origin)  # type: ignore[arg-type]
    baselines = cm.Baselines(name="one.csv", values=values)
    own = replace(plan.plan, region="one", shares=dict.fromkeys(GROUPS, "own"))
    return cm.scenario(name, plan=replace(plan, plan=own, baselines=baselines))


yuan = st.tuples(*[st.floats(500, 40000)] * 4)
county = st.fixed_dictionaries({"urban": yuan, "rural": yuan, "lifted": yuan})


@pytest.mark.parametrize("name", sorted(cm.ALTERNATIVES))
@given(counties=st.lists(county, min_size=1, max_size=5), rate=st.floats(-0.1, 0.4))
def test_every_region_has_the_numbers_it_has_alone(name: str, counties: list[Levels], rate: float) -> None:
    plan = cm.load_dossier()
    singles = []
    for levels in counties:
        try:
            singles.append(alone(name, levels, plan).with_growth("rural", "wages", rate, years=[2023, 2024]))
        except cm.InputError:  # a county whose open components cannot carry the total is no part of this
            continue
    possible = [s.baseline.levels for s in singles]
    rows = [(str(r), g, c, levels[i, j]) for r, levels in enumerate(possible) for i, g in enumerate(GROUPS)
            for j, c in enumerate(BUREAU_KEYS)]  # fmt: skip
    if not rows:
        return
    changed = cm.scenario(name).with_growth("rural", "wages", rate, years=[2023, 2024])
    regional = changed.with_regions(frame(*rows), confirm=True)
    projection = cm.project(regional)
    for r, single in enumerate(singles):
        own, one = cm.project(single), regional.at_region(str(r))
        assert projection.values[r].tobytes() == own.values.tobytes() == cm.project(one).values.tobytes()
        assert projection.totals.sel(region=str(r)).values.tobytes() == own.totals.values.tobytes()
        assert projection.urban_rural_ratio.values[r].tobytes() == own.urban_rural_ratio.values.tobytes()
        assert one.closing is not None
        assert single.closing is not None
        assert one.closing.rates.tobytes() == single.closing.rates.tobytes()


def test_open_cells_close_to_the_total_of_each_region_exactly() -> None:
    scenario = cm.scenario("plan").with_regions(frame(*parts("n", NORTH), *parts("s", SOUTH)))
    projection = cm.project(scenario)
    assert scenario.growth.shape == (2, 3, 4, 3)
    assert scenario.closing is not None
    assert scenario.closing.rates.shape == (2, 3, 3)
    for region, levels in (("n", NORTH), ("s", SOUTH)):
        for g, group in enumerate(GROUPS):
            path = {c: Fraction(v) for c, v in zip(BUREAU_KEYS, levels[group], strict=True)}
            for t, year in enumerate(exact.YEARS):
                rate, path = exact.closed_year(group, path)
                found = scenario.closing.rates["ns".index(region), g, t]
                assert found == pytest.approx(float(rate), abs=1e-13)
                for component, level in path.items():
                    value = projection.levels.sel(region=region, group=group, component=component, year=year)
                    assert float(value) == pytest.approx(float(level), rel=1e-13)


def test_a_total_alone_is_split_by_the_share_case_and_it_is_said() -> None:
    shares = {"rural": "national_2021"}
    scenario = cm.scenario("plan", shares=shares).with_regions(two())
    baseline = scenario.baseline
    # shares of the national case in the data dictionary
    splits = {**exact.SHARES, "rural": ("0.4204", "0.3468", "0.0248", "0.208")}
    for g, group in enumerate(GROUPS):
        expected = [float(sum(SOUTH[group]) * Fraction(share)) for share in splits[group]]
        assert baseline.levels[1, g] == pytest.approx(expected, rel=1e-14)
        assert baseline.levels[0, g].tolist() == list(NORTH[group])
    assert baseline.by_case is not None
    assert baseline.by_case.tolist() == [[False] * 3, [True] * 3]
    text = " ".join(cm.project(scenario).to_text("en").split())
    assert (
        "rural residents: 1 of 2 regions give only the total, split as that of rural residents of the whole country in 2021 (assumed)"
        in text
    )
    assert "base 2021 of 2 regions" in text
    assert "rural residents as rural residents of the whole country in 2021 or the regions' figures (assumed)" in text
    assert "农村常住居民：2个地区中1个只给合计，按2021年全国农村居民的构成拆分（假定）" in baseline.to_text("zh")
    one = scenario.at_region("520002").baseline
    assert one.share_sources[1].status == "assumed"
    assert "按2021年全国农村居民的构成拆分" in one.share_sources[1].note
    assert one.sources[1].value == sum(SOUTH["rural"])
    assert "only the total is given, split as that of" in one.to_text("en")
    assert scenario.at_region("520001").baseline.notes() == ()
    alone = " ".join(cm.project(scenario.at_region("520001")).to_text("en").split())
    assert "base 2021 of 520001: urban residents 35,000 yuan" in alone
    assert "520001 2021年基数：城镇常住居民" in cm.project(scenario.at_region("520001")).to_text("zh")
    assert "urban residents as the regions' figures (assumed)" in alone


def test_components_are_taken_where_the_total_is_given_too() -> None:
    # 0.004 yuan off, as after a spreadsheet: less than the half fen allowed
    off = [(*row[:3], row[3] + 0.004) for row in wholes("a", SOUTH)]
    baseline = cm.scenario("plan").with_regions(frame(*off, *parts("a", SOUTH))).baseline
    assert baseline.by_case is not None
    assert not baseline.by_case.any()
    assert baseline.levels[0].tolist() == [list(SOUTH[group]) for group in GROUPS]
    assert baseline.origins[0].sources[0].value == 39600.004


def test_status_source_and_names_of_splits_are_those_given() -> None:
    rows = []
    for region, status in (("a", "published"), ("b", "derived")):
        for row in parts(region, NORTH):
            rows.append((*row, f"yearbook {region}", status, f"survey {region}", "disposable_income", 2021, "n"))
    columns = [*COLUMNS, "source", "status", "share_case", "concept", "year", "note"]
    given = pd.DataFrame(rows, columns=columns)
    given.loc[given.group == "lifted", "concept"] = "net_income"
    baseline = cm.scenario("plan").with_regions(given).baseline
    assert {s.status for s in (*baseline.sources, *baseline.share_sources)} == {"derived"}  # the weaker of the two
    assert baseline.share_sources[0].source == "yearbook a；yearbook b"
    assert baseline.split_names == ("survey a / survey b",) * 3
    assert baseline.notes() == ()
    first = baseline.at("a")
    assert (first.sources[2].status, first.sources[2].concept) == ("published", "net_income")
    assert (first.split_names, first.share_sources[0].note) == (("survey a",) * 3, "n")
    # no total row: the total is the sum
    assert first.sources[0].value == sum(NORTH["urban"])
    first_region = given[given.region == "a"]
    many = pd.concat([first_region.assign(region=f"r{i}", source=f"book {i}") for i in range(5)])
    assert "book 0；book 1；book 2；…（5）" in {
        s.source for s in cm.scenario("plan").with_regions(many).baseline.sources
    }


def test_regions_keep_the_order_in_which_they_appear_and_codes_are_text() -> None:
    rows = [row for code in (520300, 110000, 520001) for row in wholes(code, NORTH)]
    mixed = [row for pair in zip(rows[:3], rows[3:6], rows[6:], strict=True) for row in pair]
    assert cm.scenario("trend").with_regions(frame(*mixed)).baseline.regions == ("520300", "110000", "520001")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_gives_what_the_frame_gives(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "各县.csv"
    given = two().assign(source="统计年鉴")
    given.to_csv(path, index=False, encoding=encoding)
    from_file, from_frame = cm.scenario("plan").with_regions(path), cm.scenario("plan").with_regions(given)
    assert cm.scenario("plan").with_regions(str(path)).growth.tobytes() == from_frame.growth.tobytes()
    assert from_file.growth.tobytes() == from_frame.growth.tobytes()
    assert from_file.baseline.regions == ("520001", "520002")
    assert from_file.baseline.origins == from_frame.baseline.origins


def test_a_file_of_regions_is_projected_without_pandas(tmp_path: Path) -> None:
    two().to_csv(tmp_path / "two.csv", index=False)
    code = "import sys, ceheng_model as cm; cm.project(cm.scenario('plan').with_regions(sys.argv[1])).totals"
    command = [sys.executable, "-c", f"{code}; print('pandas' in sys.modules)", str(tmp_path / "two.csv")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_projected_quantities_carry_the_regions_by_name() -> None:
    scenario = cm.scenario("plan").with_regions(two()).with_prices(0.02)
    projection = cm.project(scenario)
    assert list(projection.levels.to_frame().columns) == ["scenario", "region", "group", "component", "year", "level"]
    assert list(projection.urban_rural_ratio.to_frame().columns) == ["scenario", "region", "year", "urban_rural_ratio"]
    assert list(projection.average_annual_growth.to_frame().columns)[1:] == ["region", "group", "average_annual_growth"]
    totals = projection.totals.to_frame().set_index(["region", "group", "year"]).total
    # 11500 * 1.12^3, the sum of the components of 520001
    assert totals["520001", "rural", 2024] == pytest.approx(11500 * 1.12**3, rel=1e-14)
    assert projection.totals.sel(region="520002").values.shape == (3, 4)
    assert projection.real_growth.sel(region="520002", group="urban").values == pytest.approx([1.1 / 1.02 - 1] * 3)
    text = projection.to_text("en")
    assert "35,000.0 … 39,600.0" in text
    assert "520001" in projection.totals.to_text("en")


def test_alternatives_stand_before_the_regions() -> None:
    rates = np.array([0.05, 0.1, 0.15])
    scenario = cm.scenario("plan").with_growth("urban", "wages", rates).with_regions(two())
    assert scenario.growth.shape == (3, 2, 3, 4, 3)
    projection = cm.project(scenario)
    assert list(projection.totals.to_frame().columns) == ["alternative", "region", "group", "year", "total"]
    for region in ("520001", "520002"):
        one = scenario.at_region(region)
        assert one.changes[0].value == pytest.approx(rates)
        assert (cm.project(one).values == projection.levels.sel(region=region).values).all()
        assert (one.with_horizon(2024).growth == one.growth).all()


def test_growth_can_be_changed_region_by_region() -> None:
    scenario = cm.scenario("plan").with_regions(two()).with_growth("rural", "wages", np.array([0.1, 0.2]), years=2022)
    assert scenario.growth[:, 1, 0, 0].tolist() == [0.1, 0.2]
    one = scenario.at_region("520002")
    assert (one.growth[1, 0, 0], one.changes[0].value) == (0.2, 0.2)
    # given again for the same regions the change is made again
    assert (scenario.with_regions(two()).growth == scenario.growth).all()
    both = cm.scenario("plan").with_regions(two()).with_growth("rural", None, np.array([[0.1], [0.2]]), years=2022)
    assert both.growth[:, :, 1, 0, 0].tolist() == [[0.1, 0.1], [0.2, 0.2]]
    assert both.with_regions(frame(*parts("x", NORTH))).growth.shape == (2, 1, 3, 4, 3)


def test_horizon_shares_and_circumstances_are_kept_or_made_again() -> None:
    made = cm.scenario("plan").with_horizon(2026).with_prices(0.02).with_gdp(0.05)
    made = made.with_population({"urban": 1, "rural": 2}).with_name("mine", description="my words")
    regional = made.with_regions(two())
    assert regional.years == made.years
    assert regional.price_growth is not None
    assert regional.price_growth.tolist() == [0.02] * 5
    assert regional.gdp_growth is not None
    assert (regional.name, regional.description.en) == (cm.Text.same("mine"), "my words")
    assert regional.population is None  # the population of the plan's own county
    assert regional.with_horizon(2023).baseline.regions == ("520001", "520002")
    other = regional.with_shares({"rural": "national_2021"})
    direct = cm.scenario("plan", shares={"rural": "national_2021"}).with_horizon(2026).with_regions(two())
    assert other.growth.tobytes() == direct.growth.tobytes()
    assert other.baseline.origins == direct.baseline.origins
    one = regional.at_region("520002").with_shares({"rural": "national_2021"})
    assert one.growth.tobytes() == direct.at_region("520002").growth.tobytes()
    assert one.baseline.share_sources == direct.at_region("520002").baseline.share_sources


def test_a_population_stays_with_its_regions() -> None:
    people: Population = {
        "urban": np.array([1.0, 3.0]),
        "rural": {year: np.array([3.0, 1.0]) for year in range(2021, 2025)},
    }
    scenario = cm.scenario("plan").with_regions(two()).with_population(people)
    projection = cm.project(scenario)
    # 520001: one urban resident at 35000 to three rural ones at 11500; 520002: three at 39600 to one at 11000
    assert projection.all_residents.sel(year=2021).values == pytest.approx([69500 / 4, 129800 / 4])
    one = scenario.at_region("520002")
    assert float(cm.project(one).all_residents.sel(year=2021)) == pytest.approx(129800 / 4)
    assert scenario.with_regions(two()).population is not None
    assert scenario.with_regions(frame(*parts("x", NORTH))).population is None
    shared = scenario.with_population({"urban": 1, "rural": 1})
    assert shared.with_regions(frame(*parts("x", NORTH))).population is not None
    assert shared.at_region("520001").population is not None


def test_bare_growth_holds_for_every_region() -> None:
    own = cm.scenario("plan").baseline
    bare = cm.Scenario(name=cm.Text.same("bare"), baseline=own, years=(2022,), growth=np.full((3, 4, 1), 0.07))
    regional = bare.with_regions(two())
    assert cm.project(regional).totals.sel(region="520001", group="urban", year=2022).values == pytest.approx(37450)
    assert regional.at_region("520002").growth.shape == (3, 4, 1)
    many = replace(bare, growth=np.full((5, 3, 4, 1), 0.07)).with_regions(two())
    assert cm.project(many).values.shape == (5, 2, 3, 4, 2)
    assert many.at_region("520002").growth.shape == (5, 3, 4, 1)
    again = many.with_regions(frame(*parts("x", NORTH)))
    assert cm.project(again).values.shape == (5, 1, 3, 4, 2)
    same = frame(*parts("520001", SOUTH), *parts("520002", NORTH))
    by_region = replace(regional, growth=np.full((2, 3, 4, 1), 0.07))
    assert by_region.with_regions(same).growth.shape == (2, 3, 4, 1)
    with pytest.raises(cm.InputError, match=r"growth given region by region must belong to the same regions"):
        by_region.with_regions(frame(*parts("x", NORTH)))


def test_notes_count_regions_and_do_not_list_them() -> None:
    # urban wages and business take 0.1 * 20000 + 0.25 * 7000 = 3750 of 0.1 * 35000 = 3500: -250 / 8000 = -3.125 %
    steep = {**NORTH, "urban": (20000, 7000, 4000, 4000)}
    scenario = cm.scenario("plan").with_regions(frame(*parts("520001", steep), *parts("520002", SOUTH)))
    first = [note.en for note in scenario.notes() if note.en.startswith("urban residents 2022")]
    assert first == [
        (
            "urban residents 2022: in 1 of 2 regions the open components would have to grow by -3.12%, "
            "so positive growth and the printed total cannot both hold"
        )
    ]
    assert any("城镇常住居民：2个地区中1个的未定构成的增速须为-3.12%" in note.zh for note in scenario.notes())
    one = [note.en for note in scenario.at_region("520001").notes() if note.en.startswith("urban residents 2022")]
    assert "2022: the open components would have to grow by -3.12%" in one[0]
    both = cm.scenario("plan").with_regions(
        frame(*parts("a", steep), *parts("b", {**NORTH, "urban": (20, 8, 5, 5)})), confirm=True
    )
    # 3.8 - 2 - 2 = -0.2 on 10
    assert any(
        "in 2 of 2 regions the open components would have to grow by -3.12% … -2.00%" in n.en for n in both.notes()
    )


def test_2800_regions_are_projected_and_summed_up_in_a_few_lines() -> None:
    rng = np.random.default_rng(4)
    totals = {"urban": 36000, "rural": 11000, "lifted": 11500}
    rows = [(str(r), g, "total", m * rng.uniform(0.7, 1.4)) for r in range(100000, 102800) for g, m in totals.items()]
    scenario = cm.scenario("plan").with_regions(frame(*rows))
    projection = cm.project(scenario)
    assert projection.values.shape == (2800, 3, 4, 4)
    assert len(projection.to_text().splitlines()) < 40
    # the plan prints the growth of every total
    end = projection.totals.sel(group="rural", year=2024).values
    start = np.array([row[3] for row in rows if row[1] == "rural"])
    assert end == pytest.approx(start * 1.12**3, rel=1e-12)
    with pytest.raises(cm.InputError, match=r"region must be one of .*100000, .*100023 … \(\+2776\)"):
        projection.totals.sel(region="520001")
    with pytest.raises(cm.InputError, match=r"the region must be one of the known options .*\(\+2776\)"):
        scenario.at_region("520001")


def without(**cell: object) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def drop(given: pd.DataFrame) -> pd.DataFrame:
        for_all = pd.DataFrame({name: given[name] == value for name, value in cell.items()})
        return given.loc[~for_all.all(axis="columns")]

    return drop


def setting(column: str, value: Any, row: int = 0) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def put(given: pd.DataFrame) -> pd.DataFrame:
        changed = given.astype({column: object}) if column in given else given.assign(**{column: None})
        changed.loc[row, column] = value
        return changed

    return put


def then(*steps: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def run(given: pd.DataFrame) -> pd.DataFrame:
        for step in steps:
            given = step(given)
        return given

    return run


def doubled(given: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([given, given.iloc[[2]]], ignore_index=True)


def two_splits(given: pd.DataFrame) -> pd.DataFrame:
    cased = given.assign(share_case=["a" if c != "total" else "all" for c in given.component])
    return pd.concat([cased, cased.iloc[:4].assign(share_case="b")], ignore_index=True)


FAULTS: list[tuple[Callable[[pd.DataFrame], Any], str]] = [
    (
        lambda f: pd.concat([f, frame(("520003", "urban", "total", None))], ignore_index=True),
        r"the base of 520003 must be given \(got nothing\); give the total or the components of one group at least",
    ),
    (
        without(region="520001", component="property", group="urban"),
        r"the components of 520001 urban must all be there \(got 'wages, business, transfer'\); add: property",
    ),
    (doubled, r"frame.iloc\[15\], column component: the row must appear once \(got frame.iloc\[2\]\)"),
    (
        two_splits,
        r"frame.iloc\[15\], column share_case: the share case of 520001 urban must be one \(got 'b'\); a is there already",
    ),
    (setting("value_yuan", float("inf")), r"the base of 520001 urban wages must be a finite number \(got inf\)"),
    (
        setting("value_yuan", None),
        r"the components of 520001 urban must all be there \(got 'business, property, transfer'\); add: wages",
    ),
    (setting("value_yuan", "lots"), r"the base of 520001 urban wages must be a finite number \(got 'lots'\)"),
    (setting("value_yuan", True), r"must be a finite number \(got True\)"),
    (setting("value_yuan", -5.0, 12), r"must be above zero \(got -5\); give yuan per person and year"),
    (setting("value_yuan", 0.0, 12), r"the base of 520002 urban total must be above zero \(got 0\)"),
    (
        lambda f: f.assign(value_yuan=[0.0] * 4 + list(f.value_yuan[4:])),
        r"the sum of the components of 520001 urban must be above zero \(got '0.000'\)",
    ),
    (
        lambda f: pd.concat([f, frame(("520001", "urban", "total", 35003))], ignore_index=True),
        r"components of 520001 urban must equal the total 35003 \(got '35000.000'\); rounding explains 2.5 yuan at most",
    ),
    (
        setting("group", "moon"),
        r"column group: group must be one of the known options \(got 'moon'\); choose from: urb",
    ),
    (setting("component", "luck"), r"component must be one of the known options \(got 'luck'\); choose from: wages"),
    (setting("status", "guessed"), r"status must be one of the known options \(got 'guessed'\); choose from: publ"),
    (setting("concept", "money"), r"concept must be one of the known options \(got 'money'\)"),
    (setting("concept", "net_income"), r"the concept of urban must be disposable_income \(got 'net_income'\)"),
    (setting("year", 2020), r"the year must be 2021, the base year \(got 2020\); keep the rows of the base year"),
    (setting("share_case", "all"), r"share_case must be 'all' for totals and a case name for components \(got 'all'\)"),
    (setting("share_case", "mine", 12), r"share_case must be 'all' for totals .* \(got 'mine'\)"),
    (setting("region", None), r"the region must be filled in \(got nothing\); write the name or the code"),
    (
        setting("region", 520001.0),
        r"the region must be a code that has kept its form \(got '520001.0'\); give the column the format",
    ),
    (lambda f: f.drop(columns="component"), r"column component must be there \(got nothing\); the columns are: region"),
    (
        lambda f: f.assign(county="x"),
        r"frame: the name of column 5 must be known and not repeated \(got 'county'\)",
    ),
    (lambda f: pd.concat([f, f[["group"]]], axis=1), r"must be known and not repeated \(got 'group'\)"),
    (lambda f: f.iloc[:0], r"the table of regions must have rows \(got nothing\)"),
    (
        lambda _f: 7,
        r"source of with_regions must be a DataFrame or a path or a text or an official table \(got 7\); make it with",
    ),
]


@pytest.mark.parametrize(("spoil", "expected"), FAULTS)
def test_a_fault_in_a_frame_is_named(spoil: Callable[[pd.DataFrame], Any], expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected) as caught:
        cm.scenario("plan").with_regions(spoil(two()))
    assert len(caught.value.text("zh").splitlines()) == len(caught.value.faults)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_missing_cells_of_optional_columns_are_not_given(missing: Any) -> None:
    given = two().assign(status=missing, source=missing, year=2021.0, share_case=missing)
    baseline = cm.scenario("plan").with_regions(given).baseline
    assert baseline.sources[0].status == "assumed"
    assert baseline.sources[0].source == "DataFrame"


def test_all_faults_come_at_once_with_their_lines(tmp_path: Path) -> None:
    text = two().to_csv(index=False).replace("urban,business,5100.0", "urban,luck,5100.0").replace("9870", "x")
    text = text.replace("520002,urban,total,39600.0", "520002,urban,total,-1") + "520001,rural,wages,4100\n"
    path = tmp_path / "bad.csv"
    path.write_text(text.replace("\n520001,rural,wages", "\n\n520001,rural,wages"), encoding="gb18030")
    with pytest.raises(cm.InputError, match="line 15, column value_yuan") as caught:
        cm.scenario("plan").with_regions(path)
    lines = caught.value.text("en").splitlines()
    places = ["line 3, column component", "line 15, column value_yuan", "line 19, column component", "line 5, column"]
    assert [sum(place in line for line in lines) for place in places] == [1, 1, 1, 1]
    assert all(str(path) in line for line in lines)
    assert "第19行 component 列：本行必须只出现一次（现为 第7行）" in caught.value.text("zh")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "region,group,component\n",
            r"line 1: column value must be there \(got nothing\); the columns are: region",
        ),
        ("region,group,component,value_yuan,county\n", r"the name of column 5 must be known .* \(got 'county'\)"),
        ("region,group,component,value_yuan\n", r"rows.csv: the table of regions must have rows \(got nothing\)"),
        ("region,group,component,value_yuan\na,urban,total,-\n", r"rows.csv: the base of a must be given"),
    ],
)
def test_a_fault_in_a_file_is_named(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "rows.csv").write_text(text, encoding="utf-8")
    with pytest.raises(cm.InputError, match=expected):
        cm.scenario("plan").with_regions(tmp_path / "rows.csv")


def test_a_region_whose_table_cannot_hold_is_named() -> None:
    empty = {**NORTH, "lifted": (9000, 2000, 0, 0)}
    steep = {**SOUTH, "urban": (20000, 15000, 300, 300)}
    with pytest.raises(
        cm.InputError, match="a: growth of property of people lifted out of poverty in 2022 must be above -1"
    ) as caught:
        cm.scenario("plan").with_regions(frame(*parts("a", empty), *parts("b", steep), *parts("c", NORTH)))
    text = caught.value.text("en")
    assert (
        "a: growth of property of people lifted out of poverty in 2022 must be above -1 and finite (got nan); the open components of the base"
        in text
    )
    # (0.1 * 35600 - 0.1 * 20000 - 0.25 * 15000) / 600 = -3.65
    assert "b: growth of transfer of urban residents in 2022 must be above -1 and finite (got -3.65" in text
    assert "c: growth" not in text
    assert cm.scenario("components").with_regions(frame(*parts("a", empty))).growth.shape == (3, 4, 3)


CALLS: list[tuple[Callable[[cm.Scenario], object], str]] = [
    (
        lambda s: s.require_single(),
        r'scenario “the plan, but with the base-year incomes of 2 regions” must hold one path only .*take one region with scenario.at_region\("520001"\)',
    ),
    (
        lambda s: cm.project(s).require_single(),
        r'the projection must hold one path only .*project one region with project\(scenario.at_region\("520001"\)\)',
    ),
    (lambda s: s.at_region("520009"), r"the region must be one of .* \(got '520009'\); choose from: 520001, 520002"),
    (lambda s: cm.scenario("plan").at_region("520001"), r"the region must be one of .*there are none to choose from"),
    (
        lambda s: s.with_growth("rural", None, np.zeros(3)),
        r"the shape of a change must fit the axes \(2,\) that the scenario has \(got \(3,\)\); .*value\[:, None\]",
    ),
    (
        lambda s: s.with_growth("rural", None, np.zeros(2)).with_regions(frame(*parts("x", NORTH))),
        r"growth given region by region must belong to the same regions \(got \(2,\)\); call with_regions first",
    ),
    (
        lambda s: replace(s, growth=np.zeros((3, 3, 4, 3))),
        r"the shape of growth must have 2 regions before the groups \(got \(3, 3, 4, 3\)\)",
    ),
    (
        lambda s: replace(s.baseline, regions=("a", "b", "c")),
        r"the shape of the baseline levels must have the regions as its leading axis \(got \(2, 3, 4\)\)",
    ),
    (
        lambda s: s.at_region("520001").with_shares({"rural": "national_2021"}),
        r"the share case of rural must be for regions that give only the total \(got 'national_2021'\)",
    ),
    (lambda s: s.with_shares({"rural": "nowhere"}), r"the share case of rural must be one of .* \(got 'nowhere'\)"),
    (
        lambda s: s.with_population({"urban": np.ones(3), "rural": 1}),
        r"the population of urban 2021 must be one a region, 2 in all \(got \(3,\)\)",
    ),
    (
        lambda s: s.with_population({"urban": np.array([1.0, -2.0]), "rural": 1}),
        r"the population of urban 2021 must be above zero \(got -2\)",
    ),
    (
        cm.scenario_toml,
        r"must be on the plan's own baseline \(got 'regions'\); save the scenario from before with_reg",
    ),
    (lambda s: cm.scenario_toml(s.at_region("520001")), r"must be on the plan's own baseline \(got '520001'\)"),
    (
        lambda s: cm.Scenario(
            name=cm.Text.same("x"),
            baseline=replace(s.baseline, by_case=None),
            years=(2022,),
            growth=np.zeros((3, 4, 1)),
        ).with_regions(two()),
        r"regions that give only a total must have one share case to be split by \(got \(2, 3, 4\)\)",
    ),
]


@pytest.mark.parametrize(("make", "expected"), CALLS)
def test_a_bad_call_on_regions_gets_one_message(make: Callable[[cm.Scenario], object], expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected):
        make(cm.scenario("plan").with_regions(two()))


def test_share_choices_are_those_that_make_a_difference() -> None:
    rows = [*wholes("a", SOUTH)[1:], *parts("a", NORTH)[:4]]  # urban by components, rural and lifted by total
    one = cm.scenario("plan").with_regions(frame(*rows)).at_region("a")
    plan = cm.load_dossier()
    cases = plan.baselines.cases(plan.plan.region, "rural", 2021)
    assert [shares["rural"] for shares in one.share_choices()] == list(cases)
    assert all(
        one.with_shares(shares).baseline.levels[0].tolist() == list(NORTH["urban"]) for shares in one.share_choices()
    )
    assert len(list(cm.scenario("plan").share_choices())) == 6  # two urban, three rural, one lifted
    report = cm.check(cm.project(one))
    assert report["rural_income_2024"].value == pytest.approx(11000 * 1.12**3)


def test_frames_written_by_hand_and_named_regions_can_do_without_sources() -> None:
    own = cm.scenario("plan").baseline
    levels = np.stack([own.levels, 2 * own.levels])
    named = replace(own, levels=levels, regions=("a", "b"))
    scenario = replace(cm.scenario("trend"), baseline=named)
    assert cm.project(scenario).totals.sel(region="b", group="urban", year=2021).values == 73020
    assert (scenario.at_region("a").baseline.levels == own.levels).all()


CASES = Path(__file__).parent / "cases" / "plans" / "11-region-without-rural"


@pytest.mark.parametrize("file", ["reg.csv", "reg2.csv"])
def test_a_region_without_a_group_is_read_and_its_results_are_absent(file: str, tmp_path: Path) -> None:
    scenario = cm.scenario("plan").with_regions(CASES / file)
    projection = cm.project(scenario, path=tmp_path / "levels.parquet")
    assert scenario.baseline.regions == ("福州市", "鼓楼区", "马尾区")
    rural = projection.totals.sel(group="rural", year=2024).values
    # 12 % a year over three years, exactly
    assert rural == pytest.approx([19419 * 1.404928, np.nan, 25169 * 1.404928], rel=1e-9, nan_ok=True)
    assert np.isnan(projection.urban_rural_ratio.values[1]).all()
    assert np.isfinite(projection.urban_rural_ratio.values[[0, 2]]).all()
    text = projection.to_text() + scenario.to_text() + scenario.baseline.to_text()
    assert "nan" not in text
    assert "农村常住居民：3个地区中1个未给出基数，没有结果（鼓楼区）" in text
    from pyarrow import parquet

    levels = parquet.read_table(tmp_path / "levels.parquet")["level"]
    # the third group everywhere and rural in one region, five items, four years: null and not NaN
    assert levels.null_count == (3 + 1) * 5 * 4
    assert not any(value != value for value in levels.to_pylist() if value is not None)


def test_statements_on_a_group_that_is_not_there_are_not_judged() -> None:
    scenario = cm.scenario("plan").with_regions(CASES / "reg.csv")
    single = scenario.at_region("鼓楼区")
    report = cm.check(cm.project(single))
    for id in ("rural_income_2024", "ratio_2024"):
        assert report[id].verdict.value == "not_judged"

        assert (report[id].note or Text("", "")).zh == "缺农村常住居民的基数"
    assert report["urban_income_2024"].verdict.value == "exceeded"
    assert not {"rural_income_2024", "ratio_2024"} & {checked.statement.id for checked in report.missed}
    assert "ratio_2024" not in {item.id for item in cm.audit(single).items}
    with pytest.raises(cm.InputError, match="the base of rural residents must be given"):
        cm.required_growth(single, "ratio=2.8", vary="urban")
    with pytest.raises(cm.InputError, match="the base of rural residents must be given"):
        cm.write_workbook(single, "never.xlsx")
    with pytest.raises(cm.InputError, match="the base of rural residents must be given"):
        income_paths(cm.project(single))


def test_a_reported_group_without_a_base_is_named() -> None:
    single = cm.scenario("plan").with_regions(CASES / "reg.csv").at_region("鼓楼区")
    row = {"kind": "income", "group": "rural", "component": "total", "year": 2022, "value": 12000.0}
    frame = pd.DataFrame([{**row, "published": "2023-01-20", "source": "x"}])
    with pytest.raises(cm.InputError, match=r"the base of rural residents must be given"):
        cm.track(single, frame, draws=16, seed=0)


def test_a_difference_says_whose_split_a_base_has() -> None:
    parts = zip(("wages", "business", "property", "transfer"), (15000, 5000, 3000, 7000), strict=True)
    rows = [("a", "urban", "total", 33000), *(("b", "urban", component, value) for component, value in parts)]
    frame = pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])
    many = cm.scenario("plan").with_regions(frame)
    told = cm.explain_difference(many.at_region("a"), many.at_region("b"), "urban.2024").to_frame()
    (base,) = told[told.kind == "base"].itertuples()
    assert (base.first, base.second) == ("33,000.0元，2021年全国城镇居民", "30,000.0元，各地区给出的构成")


@pytest.mark.usefixtures("random_numbers")
def test_draws_leave_out_what_a_region_does_not_give(tmp_path: Path) -> None:
    scenario = cm.scenario("plan").with_regions(CASES / "reg.csv")
    # own shocks have a stream of their own in every region: without them the numbers are those of one region alone
    spread = cm.estimate_uncertainty(scenario).with_(own_spread=0.0)
    path, targets = tmp_path / "draws.parquet", ["rural=20000"]
    together = cm.simulate(scenario, draws=300, seed=3, uncertainty=spread, path=path, targets=targets)
    alone = cm.simulate(scenario.at_region("鼓楼区"), draws=300, seed=3, uncertainty=spread)
    among = {chance.id: chance.probability for chance in together.at_region("鼓楼区").chances}
    assert {id for id, probability in among.items() if probability != probability} >= {
        "rural_income_2024",
        "ratio_2024",
        "rural.2024=20000",
    }
    for chance in alone.chances:
        assert among[chance.id] == chance.probability
    assert "nan" not in together.to_text()
    from pyarrow import parquet

    table = parquet.read_table(tmp_path / "draws.parquet").to_pandas()
    lost = table[(table.region == "鼓楼区") & (table.quantity == "ratio_2024")]
    assert len(lost) == 3
    assert lost.value.isna().all()


@given(
    counties=st.lists(county, min_size=2, max_size=4),
    gone=st.lists(st.sampled_from(["urban", "rural", "lifted", ""]), min_size=4, max_size=4),
    mark=st.sampled_from([None, "-", "—", "…", "...", ""]),
)
def test_what_a_region_gives_has_the_same_bytes_with_and_without_the_rest(
    counties: list[Levels], gone: list[str], mark: str | None
) -> None:
    rows = [(f"r{r}", g, "total", sum(levels[g])) for r, levels in enumerate(counties) for g in GROUPS]
    whole = cm.project(cm.scenario("components").with_regions(frame(*rows), confirm=True)).values
    kept = [(r, g, c, None if g == gone[int(r[1:])] else v) for r, g, c, v in rows]
    if mark is None:
        kept = [row for row in kept if row[3] is not None]
    marked = frame(*((r, g, c, mark if v is None else v) for r, g, c, v in kept))
    part = cm.project(cm.scenario("components").with_regions(marked, confirm=True)).values
    for r in range(len(counties)):
        for g, key in enumerate(GROUPS):
            if key == gone[r]:
                assert np.isnan(part[r, g]).all()
            else:
                assert part[r, g].tobytes() == whole[r, g].tobytes()


def test_published_components_of_a_region_may_miss_their_total_by_rounding() -> None:
    scenario = cm.scenario("plan").with_regions(CASES / "reg3.csv")
    assert scenario.baseline.levels[0, 0].sum() == pytest.approx(38736, rel=1e-14)
    # 25046 + 2736 + 1556 + 9397 = 38735
    assert scenario.baseline.levels[0, 0, 0] == pytest.approx(float(Fraction(25046 * 38736, 38735)), rel=1e-15)
    one = scenario.at_region("青海")
    assert any("少1元，由四舍五入引起" in remark.text.zh for remark in one.remarks)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (frame((520001.0, "urban", "total", 36000.0), (520001.0, "rural", "total", 11000.0)), "kept its form"),
        (frame(("a", "urbane", "total", 36000.0)), "the group must be|group must be|column group"),
        (frame(("a", "urban", "totals", 36000.0)), "component"),
    ],
)
def test_rows_that_cannot_be_placed_have_one_fault_each(given: pd.DataFrame, message: str) -> None:
    with pytest.raises(cm.InputError, match=message) as caught:
        cm.scenario("plan").with_regions(given)
    assert len(caught.value.faults) == len(given)
    assert "must be given" not in str(caught.value)


@pytest.mark.parametrize("head", ["地区,城镇居民收入,农村居民收入", "region,urban_2021,rural_2021"])
def test_incomes_side_by_side_under_unknown_headings_are_one_fault(tmp_path: Path, head: str) -> None:
    file = tmp_path / "wide.csv"
    file.write_text(f"{head}\na,36510,11076\nb,35800,10950\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match="one figure a row under region") as caught:
        cm.scenario("plan").with_regions(file)
    (fault,) = caught.value.faults
    assert fault.place is not None
    assert "第1行" in fault.place.zh
    # what was found, and a layout that is understood
    for heading in head.split(",")[1:]:
        assert heading in str(fault.got)
    assert fault.way_out is not None
    assert "2021年城镇居民人均可支配收入（元）" in fault.way_out.zh


@pytest.mark.parametrize("stub", ["地区", "县", "区县"])
def test_incomes_side_by_side_under_headings_as_in_the_message_are_read(tmp_path: Path, stub: str) -> None:
    file = tmp_path / "wide.csv"
    heads = [f"2021年{group}居民人均可支配收入（元）" for group in ("城镇", "农村")]
    file.write_text(f"{stub},{','.join(heads)}\n册亨县,36510,11076\n望谟县,35800,10950\n", encoding="utf-8")
    baseline = cm.scenario("plan").with_regions(file).baseline
    assert baseline.regions == ("册亨县", "望谟县")
    assert baseline.levels[:, :2].sum(axis=-1).round(6).tolist() == [[36510.0, 11076.0], [35800.0, 10950.0]]


def test_one_misspelt_heading_keeps_its_own_message() -> None:
    given = frame(("a", "urban", "total", 36000.0)).rename(columns={"group": "grup"})
    with pytest.raises(cm.InputError, match="grup"):
        cm.scenario("plan").with_regions(given)
