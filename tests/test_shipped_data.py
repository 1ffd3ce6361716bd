"""The shipped figures against the plan's own numbers and the published ones."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import ceheng_model as cm
from ceheng_model.files import shipped
from ceheng_model.series import PublishedSeries
from ceheng_model.vocabulary import BUREAU_KEYS
from ceheng_model.wording import About, Positive

# Per cent of the total: wages, business, property, transfer, as their sources print them.
PUBLISHED_SHARES = {
    ("urban", "national_2021"): ("60.07", "11.35", "10.66", "17.92"),
    ("urban", "guizhou_2023q3"): ("56.1", "18.6", "9.4", "15.9"),
    ("rural", "poverty_counties_2019"): ("35.29", "35.99", "1.37", "27.35"),
    ("rural", "national_2021"): ("42.04", "34.68", "2.48", "20.8"),
    ("rural", "yunnan_poverty_2020"): ("34.02", "45.69", "0.79", "19.5"),
    ("lifted", "register_2021"): ("65.0", "14.0", "1.0", "20.0"),
}
TOTALS = {"urban": 36510, "rural": 11076, "lifted": 11500}

# Annex 1 prints the same rates in each of its three years; None stands for 正增长.
ANNEX_1 = {
    "urban": {"wages": 10, "business": 25, "property": None, "transfer": None, "total": 10},
    "rural": {"wages": 20, "business": None, "property": None, "transfer": None, "total": 12},
    "lifted": {"wages": 20, "business": 13, "property": None, "transfer": None, "total": 16},
}


def rows() -> list[dict[str, str]]:
    with shipped("baselines.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(("group", "case"), PUBLISHED_SHARES)
def test_components_are_total_times_share_and_sum_exactly(group: str, case: str) -> None:
    values = {
        row["component"]: Decimal(row["value_yuan"])
        for row in rows()
        if (row["group"], row["share_case"]) == (group, case)
    }
    shares = dict(zip(BUREAU_KEYS, map(Decimal, PUBLISHED_SHARES[group, case]), strict=True))
    assert values == {component: TOTALS[group] * share / 100 for component, share in shares.items()}
    assert sum(values.values()) == TOTALS[group]


def test_every_share_case_is_one_that_has_a_source() -> None:
    cases = {(row["group"], row["share_case"]) for row in rows() if row["share_case"] != "all"}
    assert cases == set(PUBLISHED_SHARES)


def test_totals_are_derived_from_the_endpoints_or_assumed() -> None:
    totals = {row["group"]: row for row in rows() if row["component"] == "total"}
    # 48594.8 / 1.1^3 = 36509.992 and 15561 / 1.12^3 = 11076.012, rounded to the yuan
    assert round(Fraction("48594.8") / Fraction("1.1") ** 3) == Fraction(totals["urban"]["value_yuan"])
    assert round(Fraction(15561) / Fraction("1.12") ** 3) == Fraction(totals["rural"]["value_yuan"])
    assert {group: row["status"] for group, row in totals.items()} == {
        "urban": "derived",
        "rural": "derived",
        "lifted": "assumed",
    }
    assert {group: row["concept"] for group, row in totals.items()} == {
        "urban": "disposable_income",
        "rural": "disposable_income",
        "lifted": "net_income",
    }


def test_growth_table_holds_the_45_cells_of_annex_1() -> None:
    plan = cm.load_plan()
    assert len(plan.growth) == 45
    for cell in plan.growth:
        printed = ANNEX_1[cell.quantity.group][cell.quantity.component]
        assert cell.words == ("正增长" if printed is None else f"{printed}%")
        if printed is None:
            assert isinstance(cell.wording, Positive)
        else:
            assert isinstance(cell.wording, About)
            assert cell.wording.value == float(Fraction(printed, 100))
            assert cell.wording.precision == 0.01
    assert {cell.quantity.last_year for cell in plan.growth} == {2022, 2023, 2024}


def test_bureau_growth_follows_from_its_levels_within_rounding() -> None:
    national = cm.load_series()
    nominal = [key for key, basis in national.growth_basis.items() if basis == "nominal" and key[2] > 2015]
    assert len(nominal) == 9 * 5 * 3  # years, four components and the median, three groups
    for key in nominal:
        recomputed = national.growth(*key)
        assert recomputed is not None
        assert abs(recomputed - national.published_growth[key]) <= rounding(national, key)


def rounding(series: PublishedSeries, key: tuple[str, str, int]) -> float:
    """Half of the printed 0.1 point, and what half a yuan on either level can do to their ratio."""
    group, item, year = key
    start, end = series.levels[group, item, year - 1], series.levels[key]
    return 0.0005 + 0.5 / start + 0.5 * end / start**2 + 1e-12


def test_bureau_components_sum_to_the_total_within_two_yuan() -> None:
    levels = cm.load_series().levels
    totals = {key: level for key, level in levels.items() if key[1] == "disposable_income"}
    assert len(totals) == 30
    for (group, _, year), total in totals.items():
        assert abs(sum(levels[group, component, year] for component in BUREAU_KEYS) - total) <= 2


def test_guizhou_figures_are_the_published_ones() -> None:
    guizhou = cm.load_series(shipped("guizhou_published.csv"))
    rural = {2018: 9716, 2019: 10756, 2020: 11642, 2021: 12856, 2022: 13707, 2023: 14817}
    assert {year: guizhou.level("rural", "disposable_income", year) for year in rural} == rural
    assert guizhou.level("urban", "disposable_income", 2023) == 42772
    gdp = {2021: 0.081, 2022: 0.012, 2023: 0.049}
    assert {year: guizhou.published_growth["all", "gdp", year] for year in gdp} == pytest.approx(gdp)


def test_checkout_holds_no_copy_of_the_data_inside_the_package() -> None:
    package = Path(cm.__file__).parent
    if (package.parent / "pyproject.toml").exists():
        assert not (package / "data").exists()
    assert shipped("baselines.csv").is_file()


def test_published_series_shows_levels_and_printed_growth() -> None:
    text = cm.load_series().to_text("en")
    assert "28,481.0" in text  # urban wages 2021
    assert (
        cm.load_series().to_frame().query("group == 'rural' and item == 'wages' and year == 2021").level.item() == 7958
    )


def test_baseline_shows_status_and_source_of_every_figure() -> None:
    frame = cm.scenario("plan").baseline.to_frame()
    assert len(frame) == 15
    assert set(frame.status) == {"derived", "assumed"}
    assert frame.source.str.len().min() > 0


def test_printed_growth_with_a_per_cent_sign_is_the_same_growth(tmp_path: Path) -> None:
    text = shipped("nbs_income.csv").read_text(encoding="utf-8").replace("13455,8.0,", "13455,8.0%,")
    (tmp_path / "series.csv").write_text(text, encoding="utf-8")
    assert cm.load_series(tmp_path / "series.csv").published_growth["all", "wages", 2016] == 0.08
