"""A table of one kind where another is asked for: one message that says which kind it looks like."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

import ceheng_model as cm
from ceheng_model.baselines import load_baselines
from ceheng_model.baselines.base_figures import HEADINGS as OF_BASELINES
from ceheng_model.files import shipped
from ceheng_model.files.table_kinds import KINDS, TableKind
from ceheng_model.plan.circumstance_table import HEADINGS as OF_CIRCUMSTANCES
from ceheng_model.plan.circumstance_table import read_circumstances
from ceheng_model.plan_sets.county_table import HEADINGS as OF_COUNTIES
from ceheng_model.plan_sets.progress_of_counties import HEADINGS as OF_COUNTY_ACTUALS
from ceheng_model.scenarios.scenario_table import HEADINGS as OF_SCENARIOS
from ceheng_model.series import load_series
from ceheng_model.tracking import read_actuals
from ceheng_model.tracking.actuals_columns import HEADINGS as OF_ACTUALS
from ceheng_model.vocabulary import Text
from tests.counties import frame

BY_NAME = {kind.name.en: kind for kind in KINDS}
NAMES: Mapping[str, Mapping[str, Text]] = {
    "a baseline, one figure a row": OF_BASELINES,
    "a table of scenarios": OF_SCENARIOS,
    "a table of the counties' actual incomes": OF_COUNTY_ACTUALS,
    "a table of actual figures": OF_ACTUALS,
    "a table of circumstances, such as population and prices": OF_CIRCUMSTANCES,
    "a table with one row a county": OF_COUNTIES,
}
"""Kinds whose headings may be Chinese, with what these are."""
Reader = Callable[[Path], object]
READERS: Mapping[str, tuple[str, Reader]] = {
    "baselines": ("a baseline, one figure a row", load_baselines),
    "regions": ("a baseline, one figure a row", lambda path: cm.scenario("plan").with_regions(path)),
    "series": ("a published series", load_series),
    "scenarios": ("a table of scenarios", cm.read_scenarios),
    "actuals": ("a table of actual figures", read_actuals),
    "circumstances": (
        "a table of circumstances, such as population and prices",
        lambda path: read_circumstances(path, region="ceheng", terms=cm.scenario("plan").terms, series={}),
    ),
    "counties": ("a table with one row a county", cm.load_plans),
    "county actuals": (
        "a table of the counties' actual incomes",
        lambda path: cm.track_plans(cm.load_plans(frame(2)), path),
    ),
}


def headings(kind: TableKind, language: str) -> list[str]:
    """Return the least headings that a table of a kind has, as they stand there in a language."""
    names = NAMES.get(kind.name.en, {}) if language == "zh" else {}
    return [names[key].zh if key in names else key for key in (*kind.columns, *kind.others[:1])]


def csv_file(folder: Path, cells: list[str]) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join([",".join(cells), ",".join("1" for _ in cells)]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("there", [kind.name.en for kind in KINDS])
@pytest.mark.parametrize("reader", READERS)
def test_a_table_of_another_kind_is_one_message_that_says_which(
    tmp_path: Path, reader: str, there: str, language: str
) -> None:
    takes, read = READERS[reader]
    if takes == there:
        return
    path = csv_file(tmp_path, headings(BY_NAME[there], language))
    with pytest.raises(cm.InputError, match="it looks like") as caught:
        read(path)
    (fault,) = caught.value.faults
    told = fault.text("en")
    assert f"the kind of the table must be {takes} (got it looks like {there})" in told
    assert str(path) in told
    # what was asked for is written out
    assert fault.way_out is not None
    assert fault.way_out.en.startswith(("the columns are: ", "the headings are: "))


@pytest.mark.parametrize("title", [0, 2])
def test_a_table_below_its_title_is_known_too(tmp_path: Path, title: int) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(title):
        sheet.append(["示例州各县情况"])
    sheet.append(["县名", "城镇收入（元）", "农村收入（万元）"])
    sheet.append(["示例县01", 30_000, 12_000])
    book.save(tmp_path / "counties.xlsx")
    with pytest.raises(cm.InputError, match="it looks like a table with one row a county"):
        read_actuals(tmp_path / "counties.xlsx")


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("baselines.csv", "a baseline, one figure a row"),
        ("nbs_income.csv", "a published series"),
    ],
)
def test_what_ships_is_known(file: str, kind: str) -> None:
    with pytest.raises(cm.InputError, match="it looks like") as caught:
        cm.load_plans(shipped(file))
    assert f"it looks like {kind})" in caught.value.text("en")


def test_many_strange_headings_are_one_message_and_few_are_each_told(tmp_path: Path) -> None:
    few, many = (["county", "urban_base", *(f"x{at}" for at in range(count))] for count in (3, 12))
    with pytest.raises(cm.InputError, match="the name of column 5 must be known") as caught:
        cm.load_plans(csv_file(tmp_path, few))
    assert len(caught.value.faults) == 3
    with pytest.raises(cm.InputError, match="the names of columns 3, 4, 5") as caught:
        cm.load_plans(csv_file(tmp_path, many))
    assert len(caught.value.faults) == 1
    assert "x11" in caught.value.text("en")
