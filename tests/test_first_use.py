"""What a statistician tries first: texts for numbers, years as a table writes them, names as readers know them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model.axes import Axis, placed
from ceheng_model.tables import Shown
from ceheng_model.vocabulary import Language

PLAN = cm.scenario("plan")
TOTALS = cm.project(PLAN).totals

PACES = pd.Series(np.linspace(0.05, 0.25, 20), index=pd.Index([f"w{place:02}" for place in range(20)], name="pace"))
POLICIES = pd.Series([0.0, 0.02, 0.05], index=pd.Index(["现行", "稳健", "加力"], name="政策"))
MANY = cm.project(PLAN.with_growth("rural", "wages", PACES).with_growth("rural", "transfer", POLICIES, how="add"))

NO_NUMBERS: list[tuple[str, Callable[[Any], object], Any, str]] = [
    ("growth", lambda value: PLAN.with_growth("rural", "wages", value), pd.Series(["10%", "12%"]), "got '10%'"),
    ("prices", PLAN.with_prices, pd.Series(["2%"] * 3, index=[2022, 2023, 2024]), "got '2%'"),
    ("product", lambda value: TOTALS * value, pd.Series({"urban": 1, "rural": "b", "lifted": 2}), "got 'b'"),
    ("quotient", lambda value: TOTALS / value, object(), "got 'object'"),
    ("mapping", lambda value: TOTALS / value, {"urban": 1.0, "rural": "two", "lifted": 2.0}, "got 'two'"),
    ("comparison", TOTALS.__le__, pd.Series({"urban": "a", "rural": "b", "lifted": "c"}), "got 'a'"),
]


@pytest.mark.parametrize(("call", "value", "came"), [row[1:] for row in NO_NUMBERS], ids=[row[0] for row in NO_NUMBERS])
def test_what_holds_no_numbers_is_refused_with_what_came(
    call: Callable[[Any], object], value: object, came: str
) -> None:
    with pytest.raises(cm.InputError, match=rf"must be numbers \({came}\); write 15 % as 0.15"):
        call(value)


@pytest.mark.parametrize("array", [np.ones(5), [1.0, 2.0], np.ones((2, 3, 4)), np.ones((4, 3))])
def test_an_array_of_another_shape_is_refused(array: Any) -> None:
    for combined in (TOTALS.__add__, TOTALS.__truediv__, TOTALS.__lt__):
        with pytest.raises(cm.InputError, match=r"the shape of an array must fit \(3, 4\)"):
            combined(array)


def test_an_array_that_fits_goes_by_its_places() -> None:
    bare = np.asarray(TOTALS)
    for array in (np.arange(1.0, 5.0), np.arange(1.0, 4.0)[:, np.newaxis], np.ones((3, 4)), np.array(2.0)):
        np.testing.assert_array_equal((TOTALS * array).values, bare * array)


def test_no_solution_is_told_in_one_language_at_a_time() -> None:
    with pytest.raises(cm.NoSolutionError, match=r"must be able to reach 1\.000") as caught:
        cm.required_growth(PLAN, "ratio=1", vary="rural.property", highest=0.1)
    assert " at " not in caught.value.text("zh")
    assert " set " not in caught.value.text("zh")


YEARS = {
    "texts": ["2022", "2024", "2023"],
    "texts of a table": ["2022年", "2024年", "2023年"],
    "full-width": ["２０２２", "２０２４", "２０２３"],
    "periods": pd.PeriodIndex(["2022", "2024", "2023"], freq="Y"),
    "days": pd.to_datetime(["2022-12-31", "2024-12-31", "2023-12-31"]),
    "numbers": [2022, 2024, 2023],
}


@pytest.mark.parametrize("name", [None, "year", "年份"])
@pytest.mark.parametrize("index", YEARS.values(), ids=YEARS)
def test_years_are_years_however_a_table_writes_them(index: Any, name: str | None) -> None:
    given = pd.Series([0.01, 0.03, 0.02], index=pd.Index(index, name=name))
    # by hand: the second and the third change places
    assert PLAN.with_growth("rural", "wages", given).growth[1, 0].tolist() == [0.01, 0.02, 0.03]
    assert PLAN.with_prices(given).price_growth.tolist() == [0.01, 0.02, 0.03]  # type: ignore[union-attr]
    raised = TOTALS.sel(year=[2022, 2023, 2024]) + given
    np.testing.assert_array_equal(raised.values, np.asarray(TOTALS)[:, 1:] + [0.01, 0.02, 0.03])


CALLED = {
    "labels": ["农村常住居民", "脱贫人口", "城镇常住居民"],
    "English": ["rural residents", "people lifted out of poverty", "urban residents"],
    "keys": ["rural", "lifted", "urban"],
}


@pytest.mark.parametrize("name", [None, "group", "人群"])
@pytest.mark.parametrize("index", CALLED.values(), ids=CALLED)
def test_groups_are_groups_by_what_readers_call_them(index: list[str], name: str | None) -> None:
    given = pd.Series([0.02, 0.03, 0.01], index=pd.Index(index, name=name))
    assert PLAN.with_growth(None, "wages", given).growth[:, 0, 0].tolist() == [0.01, 0.02, 0.03]
    product = TOTALS * given
    assert product.dims == ("group", "year")
    np.testing.assert_array_equal(product.values, np.asarray(TOTALS) * [[0.01], [0.02], [0.03]])


def test_a_call_names_groups_components_and_years_as_readers_do() -> None:
    by_key = PLAN.with_growth(["rural", "urban"], "wages", 0.15, years=2024)
    assert PLAN.with_growth(["农村", "城镇常住居民"], "工资性收入", 0.15, years=2024) == by_key
    assert TOTALS.sel(group="农村常住居民", year="2024年") == TOTALS.sel(group="rural", year=2024)
    assert TOTALS.sel(group=["脱贫人口", "urban"]) == TOTALS.sel(group=["lifted", "urban"])
    assert TOTALS.sel(year=slice("2022", "2023")) == TOTALS.sel(year=slice(2022, 2023))


def test_a_label_that_is_none_is_refused_and_makes_no_alternatives() -> None:
    misspelt = pd.Series({"rurla": 1.0, "urban": 2.0, "lifted": 3.0})
    with pytest.raises(cm.InputError, match=r"must be urban, rural, lifted throughout, or nowhere \(got 'rurla'\)"):
        TOTALS * misspelt
    with pytest.raises(cm.InputError, match=r"the group must be one of the known options \(got '农村人'\)"):
        PLAN.with_growth("农村人", "wages", 0.1)
    quarters = pd.Series([0.1, 0.2], index=pd.to_datetime(["2023-03-31", "2023-06-30"]))
    with pytest.raises(cm.InputError, match=r"the labels of the axis year must not repeat \(got 2023\)"):
        PLAN.with_growth("rural", "wages", quarters)


def test_names_that_are_of_no_cell_are_alternatives() -> None:
    vintages = pd.Series([0.1, 0.2], index=["2015", "2016"])
    assert PLAN.with_growth("rural", "wages", vintages).alternatives[0].labels == ("2015", "2016")


WIDE: dict[str, Shown] = {
    "contributions": cm.contributions(MANY),
    "projection": MANY,
    "check": cm.check(MANY),
    "growth": MANY.scenario,
    "one": cm.contributions(cm.project(PLAN)),
}


@pytest.mark.parametrize("width", [128, 80, 40])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", WIDE)
def test_no_figure_is_cut_however_narrow_the_page(name: str, language: Language, width: int) -> None:
    for table in WIDE[name].tables():
        found = table.to_text(language, width=width).split()
        shown = [col for col in table.columns if col.shown]
        for row in table.shown_rows(language)[1:]:
            figures = [
                cell for cell, col in zip(row, shown, strict=True) if col.kind not in ("label", "text", "verdict")
            ]
            assert set(" ".join(figures).split()) <= set(found)


def test_a_title_is_as_long_as_its_line() -> None:
    frontier = cm.frontier(PLAN, 2.8, growth=[0.06, 0.07])
    assert frontier.to_text("zh").splitlines()[0] == "2024年城乡居民收入比为 2.8 的增速组合"


def test_what_was_taken_stands_in_the_title_and_what_was_not_stays() -> None:
    one = MANY.totals.sel(pace="w03", group="rural")
    assert one.to_text("zh").splitlines()[0] == "收入合计（元）：pace w03、农村常住居民"
    assert one.sel(year=2024).to_text("en").splitlines()[0] == "total income (yuan): pace w03, rural residents, 2024"
    assert one.to_frame().columns.tolist() == ["政策", "year", "total"]
    both = TOTALS.sel(group="urban", year=2024) / TOTALS.sel(group="rural", year=2024)
    assert both.to_text("en").splitlines()[0] == "computed value: 2024"
    assert (TOTALS.sel(group="urban") * 2).to_text("en").splitlines()[0] == "total income (yuan): urban residents"


def test_differences_are_called_so() -> None:
    trend = cm.project(cm.scenario("trend"))
    assert (TOTALS - trend.totals).title.en == "difference of total income (yuan)"
    compared = cm.compare_scenarios(PLAN, cm.scenario("trend"))
    assert compared.total_differences.title.zh == "收入合计（元），与第一个情景之差"
    assert compared.totals.title == TOTALS.title


def test_of_many_rows_the_number_is_that_of_all() -> None:
    draws = cm.simulate(PLAN, draws=8_192, seed=1).draws("ratio.2024")
    with cm.set_language("en"):
        assert "8192 rows, 8184 in the middle left out" in repr(draws)
    assert "共8192行，显示首尾60行" in draws.to_text("zh")
    assert draws.to_text("zh").splitlines()[2].split()[0] == "模拟序号"


def test_a_mapping_goes_by_its_keys() -> None:
    path = {2024: 0.03, "2022": 0.01, 2023: 0.02}
    assert PLAN.with_growth("rural", "wages", path).growth[1, 0].tolist() == [0.01, 0.02, 0.03]
    # years that are not there keep the 20 % of the plan
    assert PLAN.with_growth("rural", "wages", {2023: 0.02}).growth[1, 0].tolist() == [0.2, 0.02, 0.2]
    many = PLAN.with_growth("rural", "wages", {"低": 0.1, "高": 0.2})
    assert [(axis.name, axis.labels) for axis in many.alternatives] == [("alternative", ("低", "高"))]
    by_group = TOTALS * {"lifted": 3.0, "urban": 1.0, "农村常住居民": 2.0}
    np.testing.assert_array_equal(by_group.values, np.asarray(TOTALS) * [[1.0], [2.0], [3.0]])


def test_a_message_names_kinds_that_readers_know() -> None:
    with pytest.raises(cm.InputError, match="an array with named axes") as caught:
        PLAN.with_growth("rural", "wages", {1, 2})  # type: ignore[arg-type]
    assert "Named" not in str(caught.value)


def test_very_many_labels_are_aligned_in_a_time_that_grows_with_their_number() -> None:
    class Label(str):
        """Counts how often labels are asked for their hash."""

        __slots__ = ()
        asked = 0

        def __hash__(self) -> int:
            Label.asked += 1
            return super().__hash__()

    def hashed(count: int) -> int:
        labels = tuple(Label(f"a{place}") for place in range(count))
        one, other = Axis("alternative", labels), Axis("alternative", labels[::-1])
        Label.asked = 0
        assert placed(np.arange(count), (one,), (other,)).tolist() == list(range(count))[::-1]
        return Label.asked

    assert hashed(400) < 3 * hashed(200)
