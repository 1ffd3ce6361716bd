"""Results keep their numbers, and charts and documents read these, never a table made for readers."""

import ast
import sys
from collections.abc import Iterator
from fractions import Fraction
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ceheng_model as cm
from ceheng_model.decomposition import OFFICIAL_COLUMNS
from ceheng_model.documents.brief import compose_brief
from ceheng_model.documents.paper import load_profile, paper_files
from ceheng_model.documents.workbook import write_workbook
from ceheng_model.plan import load_plan
from ceheng_model.sensitivity.varied_inputs import Input
from ceheng_model.tables import Column, Table, column
from ceheng_model.vocabulary import BUREAU_KEYS, TOTAL, Keyed, Text, Verdict
from tests import briefs, charting
from tests.exact import plan_path

PACKAGE = Path(cm.__file__).parent
READERS = ("ceheng_model.charts", "ceheng_model.documents")


def seven(group: str, component: str, first: int, last: int) -> list[Fraction]:
    """Return the Bureau's seven figures from exact levels: `first` and `last` count from 2021."""
    levels = plan_path(group)[1]
    before, after = levels[first], levels[last]
    whole_before, whole_after = sum(before.values(), Fraction(0)), sum(after.values(), Fraction(0))
    then, now = (whole_before, whole_after) if component == TOTAL else (before[component], after[component])
    gained = whole_after - whole_before
    return [
        now,
        then,
        now - then,
        now / then - 1,
        now / whole_after,
        (now - then) / gained,
        (now - then) / whole_before,
    ]


@pytest.mark.parametrize("group", ["urban", "rural", "lifted"])
@pytest.mark.parametrize("component", [*BUREAU_KEYS, TOTAL])
@pytest.mark.parametrize(("first", "last"), [(2, 3), (0, 3)])
def test_contributions_keep_the_seven_figures(group: str, component: str, first: int, last: int) -> None:
    found = cm.contributions(cm.project(cm.scenario("plan")), since=2021 + first, year=2021 + last)
    part, expected = found.part(group, component), seven(group, component, first, last)
    assert [getattr(part, col.key) for col in OFFICIAL_COLUMNS] == pytest.approx(list(map(float, expected)), rel=1e-12)
    labelled = (
        found.levels, found.previous_levels, found.increments, found.growth,
        found.shares, found.contribution_rates, found.contribution_points,
    )  # fmt: skip
    at = [float(one.sel(year=2021 + last, group=group, component=component)) for one in labelled]
    assert at == pytest.approx(list(map(float, expected)), rel=1e-12)


def test_a_part_is_of_the_last_span_unless_a_year_is_named() -> None:
    found = cm.contributions(cm.project(cm.scenario("plan")))
    assert found.part("rural") == found.part("rural", "total", year=2024)
    assert found.part("urban", year=2022).previous_level == pytest.approx(36510.0)
    with pytest.raises(cm.InputError, match="year must be one of the known options \\(got 2021\\)"):
        found.part("urban", year=2021)
    with pytest.raises(cm.InputError, match="group must be one of the known options \\(got 'town'\\)"):
        found.part("town")
    with pytest.raises(cm.InputError, match="component must be one of the known options \\(got 'rent'\\)"):
        found.part("urban", "rent")


def test_what_does_not_change_has_no_rates_and_the_numbers_say_so() -> None:
    still = cm.scenario("trend")
    for group in still.group_keys:
        for component in BUREAU_KEYS:
            still = still.with_growth(group, component, 0.0)
    part = cm.contributions(cm.project(still), year=2022).part("rural", "wages")
    assert (part.increment, part.growth, part.contribution_points) == (0.0, 0.0, 0.0)
    assert isnan(part.contribution_rate)


def test_figures_of_contributions_cannot_be_changed() -> None:
    found = cm.contributions(cm.project(cm.scenario("plan")), year=2024)
    with pytest.raises(ValueError, match="read-only"):
        found.figures[0, 0, 0, 0] = 1.0


def test_a_change_of_the_ratio_keeps_its_ends_and_its_rates() -> None:
    (urban, rural) = (plan_path(group)[1] for group in ("urban", "rural"))
    first, last = (sum(urban[t].values()) / sum(rural[t].values()) for t in (0, 3))
    change = cm.ratio_change(cm.project(cm.scenario("plan")), since=2021)
    (span,) = change.spans
    assert change.ratios(span) == pytest.approx((float(first), float(last)), rel=1e-12)
    assert change.parts(span).sum() == pytest.approx(float(last - first), rel=1e-9)
    assert change.rates(span) == pytest.approx(change.parts(span) / float(last - first), rel=1e-9)


def test_shares_of_a_difference_are_its_effects_over_the_whole() -> None:
    plan = cm.scenario("plan")
    found = cm.explain_difference(
        plan, plan.with_growth("rural", "wages", 0.15).with_growth("urban", "wages", 0.08), "ratio"
    )
    whole = found.second_value - found.first_value
    assert found.shares == pytest.approx([one.value / whole for one in found.effects], rel=1e-12)
    assert sum(found.shares) == pytest.approx(1.0)


def test_paths_of_a_projection_are_incomes_and_then_the_ratio() -> None:
    projection = cm.project(cm.scenario("plan"))
    urban, rural, lifted, ratio = projection.paths
    assert [path.kind for path in projection.paths] == ["yuan"] * 3 + ["ratio"]
    for path, group in zip((urban, rural, lifted), ("urban", "rural", "lifted"), strict=True):
        totals = [float(sum(levels.values())) for levels in plan_path(group)[1]]
        assert path.values == pytest.approx(totals, rel=1e-12)
    assert ratio.values == pytest.approx(urban.values / rural.values, rel=1e-12)


def test_a_fan_knows_its_groups() -> None:
    drawn = cm.simulate(cm.scenario("plan"), draws=500, seed=3)
    assert drawn.fan("total", group="lifted").groups == ("lifted",)
    assert drawn.fan("ratio").groups == ("urban", "rural")


def test_tables_of_an_ensemble_have_names() -> None:
    drawn = cm.simulate(cm.scenario("plan"), draws=500, seed=3)
    named = [drawn.band_table(), drawn.chance_table(), drawn.failure_table(), drawn.settings_table(with_estimate=False)]
    shown = drawn.tables()
    assert [table.name for table in named] == ["bands", "probabilities", "failures", "settings"]
    assert [table for table in shown if table.name != "not_judged"] == named


def test_an_input_is_called_by_what_it_takes_in() -> None:
    rural, cells = Keyed("rural", Text("农村", "rural")), np.array([0])
    whole = Input(
        group=rural, component=cm.load_plan().terms.named("wages"), year=2023, when=Text("2023年", "2023"), cells=cells
    )
    assert whole.label == Text("2023年农村工资性收入", "wages of rural, 2023")
    assert Input(group=rural, component=None, year=None, when=Text("", ""), cells=cells).label == Text("农村", "rural")
    # a component whose name alone is a word of a table is called what it is said to grow as
    moved = cm.tornado(cm.scenario("plan"), "ratio").inputs
    assert {"transfer income of rural residents", "wages of urban residents"} <= {one.label.en for one in moved}
    when = Text("2023财年", "FY2023")
    assert Input(group=None, component=None, year=2023, when=when, cells=cells).label == when
    assert [len(one.names) for one in cm.tornado(cm.scenario("plan"), "ratio", by="year").inputs] == [1, 1, 1]


def test_a_report_of_checks_keeps_statements_cells_and_remarks_apart() -> None:
    report = cm.check(cm.project(cm.scenario("components")), share_cases=False)
    assert {*report.headline} | {*report.cells} == {*report.checked}
    assert {one.verdict for one in report.unmet_cells} & {Verdict.MET, Verdict.EXCEEDED} == set()
    assert len(report.cell_table().rows) - len(report.cell_table(met=False).rows) == sum(
        one.holds for one in report.cells
    )
    noted = [one for one in report.headline if one.note is not None]
    assert sorted(one.label.zh for remark in report.statement_notes for one in remark.about) == sorted(
        one.label.zh for one in noted
    )
    assert all(one.note == remark.note for remark in report.statement_notes for one in remark.about)
    told = [remark.text for remark in (*report.statement_notes, *report.reading_notes)]
    # the note on bases that goals were derived to comes first, the one on margins last
    circular, *others, _ = report.statement_table().notes
    assert "由本条倒推" in circular.zh
    assert told == others


def test_an_indicator_knows_whether_it_is_a_share() -> None:
    indicators = load_plan().measures.indicators
    shares = {one.id for one in indicators if one.is_share}
    # whatever is printed in per cent, and 全, which prints every one of what is counted
    assert shares == {one.id for one in indicators if one.value is not None and one.printed[-1:] in ("%", "全")}
    assert shares
    assert all(one.value is not None and one.value <= 1.0 for one in indicators if one.is_share)


def test_a_table_is_narrowed_by_the_keys_of_its_columns() -> None:
    columns = (column("group"), Column(key="id", heading=Text("号", "id"), shown=False), column("year", "year"))
    table = Table(
        name="t", title=Text("表", "Table"), columns=columns, rows=(("rural", "a", 2024), ("urban", "b", 2023))
    )
    assert table.narrowed().rows == (("rural", 2024), ("urban", 2023))
    kept = table.narrowed(without=("group",), title=Text("年", "Years"))
    assert (kept.rows, kept.title.en, [col.key for col in kept.columns]) == (((2024,), (2023,)), "Years", ["year"])


class _Watched:
    """Give the cells of a table, and tell who of those that may not asked for them."""

    def __init__(self, slot: Any, found: set[str]) -> None:
        self.slot, self.found = slot, found

    def __get__(self, table: Table | None, owner: type[Table]) -> Any:
        frame = sys._getframe(1)
        name = str(frame.f_globals.get("__name__"))
        if table is not None and name.startswith(READERS):
            self.found.add(f"{name}:{frame.f_lineno}")
        return self.slot.__get__(table, owner)

    def __set__(self, table: Table, value: Any) -> None:
        self.slot.__set__(table, value)


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Collect the places of charts and documents that read the cells of a table."""
    found: set[str] = set()
    monkeypatch.setattr(Table, "rows", _Watched(Table.__dict__["rows"], found))

    def records(table: Table) -> list[dict[str, Any]]:
        frame = sys._getframe(1)
        if (name := str(frame.f_globals.get("__name__"))).startswith(READERS):
            found.add(f"{name}:{frame.f_lineno}")
        return original(table)

    original = Table.records
    monkeypatch.setattr(Table, "records", records)
    return found


def test_charts_and_documents_read_no_table(readers: set[str], tmp_path: Path) -> None:
    for draw in charting.shipped().values():
        draw()
    paper_files(compose_brief(briefs.found()), stem="brief", language="en", profile=load_profile())
    write_workbook(cm.scenario("plan"), tmp_path / "plan.xlsx")
    assert readers == set()


def test_reading_a_table_is_seen(readers: set[str]) -> None:
    table = Table(name="t", title=Text("表", "Table"), columns=(column("group"),), rows=(("rural",),))
    space = {"__name__": "ceheng_model.charts.example", "table": table}
    exec("table.rows[0][0]\ntable.records()", space)
    exec("table.rows", {**space, "__name__": "ceheng_model.tracking"})
    assert readers == {"ceheng_model.charts.example:1", "ceheng_model.charts.example:2"}


TAKING_APART = {
    "startswith", "endswith", "removeprefix", "removesuffix", "split", "rsplit", "partition", "rpartition", "find", "index"
}  # fmt: skip


def taken_apart(text: str) -> Iterator[int]:
    """Yield the lines at which one language of a text is taken apart."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TAKING_APART:
            of = node.func.value
            if isinstance(of, ast.Attribute) and of.attr in ("zh", "en"):
                yield node.lineno


def test_no_text_is_taken_apart() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if list(taken_apart(path.read_text(encoding="utf-8")))
    }
    assert found == set()
    assert list(taken_apart("a.zh.split('：')\nb.en.endswith('%')\nc.split()\nd.zh.format(1)")) == [1, 2]


def one_language(text: str) -> Iterator[ast.expr]:
    """Yield what is taken of a text in one language, and every use of regular expressions."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and (node.attr in ("zh", "en") or ast.unparse(node.value) == "re"):
            yield node


def test_the_brief_puts_texts_together_as_wholes() -> None:
    said = {
        f"{path.name}: {ast.unparse(node)}"
        for path in (PACKAGE / "documents" / "brief").rglob("*.py")
        # how finished lines are set on pages is not what they say
        if path.parent.name != "setting"
        for node in one_language(path.read_text(encoding="utf-8"))
    }
    # a title in brackets of its own, and whose incomes they are, which the English sentence does without
    assert said == {"composition.py: plan.title.zh", "composition.py: terms.of_group.zh"}
    assert [ast.unparse(node) for node in one_language("a.b.zh + c.english\nre.sub('d', '', e)")] == [
        "a.b.zh",
        "re.sub",
    ]
