"""A range as a wording, and wordings made up here, all the way from the plan's files to every result."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import ClassVar

import numpy as np
import openpyxl
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.charts.drawing.numbers import alternative_text, numbers
from ceheng_model.cli import program
from ceheng_model.documents.brief import analyse, compose_brief
from ceheng_model.documents.paper.content import Exhibit
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.files import shipped
from ceheng_model.quantities import WORDINGS_OF
from ceheng_model.tables import Figure, written
from ceheng_model.tracking import track
from ceheng_model.tracking.target_outlook import State
from ceheng_model.vocabulary import BUREAU_KEYS, Keyed, Template, Text
from ceheng_model.wording import WORDINGS, About, AtLeast, Printed, Reaches, Reading, Valued, Wording
from tests import office
from tests.workbooks import cells, edited

RANGES = {
    "urban_growth": ('type = "about"\nvalue = 0.10', 'type = "between"\nlow = 0.08\nhigh = 0.10'),
    "rural_income_2024": ('type = "reaches"\nvalue = 15561', 'type = "between"\nlow = 15000\nhigh = 16000'),
    "ratio_2024": ('type = "about"\nvalue = 2.8', 'type = "between"\nlow = 2.5\nhigh = 2.8'),
}
CLASH = ("urban_income_2024", "rural_income_2024", "ratio_2024")


def reworded(folder: Path, changes: dict[str, tuple[str, str]]) -> Path:
    """Return a copy of the shipped plan in which statements have other wordings."""
    plan = folder / "plan"
    shutil.copytree(shipped("plans", "ceheng-2022-2024"), plan)
    for name in ("baselines.csv", "nbs_income.csv", "guizhou_published.csv"):
        shutil.copy(shipped(name), plan / name)
    file = plan / "plan.toml"
    parts = file.read_text(encoding="utf-8").replace("../../", "").split("[[statement]]")
    for id, (old, new) in changes.items():
        (at,) = (i for i, part in enumerate(parts) if f'id = "{id}"' in part)
        assert old in parts[at]
        # other figures would not be those of the plan's words
        # what other places say of the same goal keeps its figures
        parts[at] = re.sub(r"(?m)^restated = .*\n", "", parts[at])
        parts[at] = re.sub(r'(?m)^words = ".*"$', 'words = "按原文"', parts[at].replace(old, new))
    file.write_text("[[statement]]".join(parts), encoding="utf-8")
    return plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plan = reworded(tmp_path_factory.mktemp("ranges"), RANGES)
    file = plan / "growth.csv"
    header, *rows = file.read_text(encoding="utf-8").splitlines()
    ranged = [
        row.replace("10%,about,0.10,0.01,,", "8%—10%,between,,0.01,,") + ",0.08,0.10"
        if row.startswith("2022,urban,wages")
        else f"{row},,"
        for row in rows
    ]
    file.write_text("\n".join([f"{header},low,high", *ranged, ""]), encoding="utf-8")
    return plan


@pytest.fixture(scope="module")
def made(folder: Path) -> cm.Scenario:
    return cm.scenario("plan", plan=folder)


@pytest.fixture(scope="module")
def projection(made: cm.Scenario) -> cm.Projection:
    return cm.project(made)


def test_a_plan_gives_both_ends_of_a_range(made: cm.Scenario) -> None:
    plan = made.require_dossier().plan
    assert plan.statement("ratio_2024").wording == cm.Between(low=2.5, high=2.8, precision=0.1, better="down")
    assert plan.statement("growth.urban.wages.2022").wording == cm.Between(low=0.08, high=0.10, precision=0.01)
    # the table is filled with the end that is reached first
    assert float(made.growth[0, 0, 0]) == 0.08
    texts = {id: plan.statement(id).printed_text for id in RANGES}
    assert texts == {"urban_growth": "8%—10%", "rural_income_2024": "15,000—16,000", "ratio_2024": "2.5—2.8"}
    printed = {row[0]: row[3] for row in plan.tables()[0].rows}
    assert printed["urban_growth"] == Keyed("0.08—0.1", Text("8.00%—10.00%", "8.00% to 10.00%"))


def test_a_range_is_checked(projection: cm.Projection) -> None:
    report = cm.check(projection, share_cases=False)
    growth, income, ratio = (report[id] for id in ("urban_growth", "rural_income_2024", "ratio_2024"))
    # 11076 * 1.12^3 = 15560.98 lies within; 36510 * 1.1^3 / 15560.98 lies above 2.85
    rural, urban = Fraction(11076) * Fraction(112, 100) ** 3, Fraction(36510) * Fraction(11, 10) ** 3
    assert [one.verdict for one in (growth, income, ratio)] == [cm.Verdict.MET, cm.Verdict.MET, cm.Verdict.MISSED]
    # 0.10 - 0.08; the income lies within 15000 and what is printed above it
    assert growth.distance_to_goal == pytest.approx(0.02)
    assert income.distance_to_goal == pytest.approx(float(rural - 15000))
    assert ratio.distance_to_goal == pytest.approx(float(Fraction("2.8") - urban / rural))
    # what just reaches the nearer end
    (needed,) = (one for one in ratio.required if one.group == "rural")
    assert (1 + needed.growth) ** 3 == pytest.approx(float(urban / Fraction("2.8") / 11076))
    frame = report.to_frame().set_index("statement")
    assert (frame["printed"]["ratio_2024"], frame["printed_high"]["ratio_2024"]) == (2.5, 2.8)


def test_a_range_met_by_rounding_alone_is_said_to_be(made: cm.Scenario) -> None:
    rates = cm.check(cm.project(made.with_growth("urban", None, 0.079)), share_cases=False)
    assert rates["urban_growth"].verdict is cm.Verdict.MET
    assert rates["urban_growth"].note == Text("四舍五入后达到", "met after rounding")


def test_ranges_contradict_one_another_and_are_repaired_at_one_end(made: cm.Scenario) -> None:
    report = cm.audit(made, statements=CLASH)
    (clash,) = report.contradictions
    moves = {item.id: move for item, move in zip(clash.items, clash.moves, strict=True)}
    urban, rural, ratio = Fraction("48594.75"), Fraction("16000.5"), Fraction("2.85")
    expected = {
        "urban_income_2024": ("low", rural * ratio, urban),
        "rural_income_2024": ("high", urban / ratio, rural),
        "ratio_2024": ("high", urban / rural, ratio),
    }
    for id, (side, bound, before) in expected.items():
        assert moves[id].side == side
        assert moves[id].bound == pytest.approx(float(bound), rel=1e-9)
        assert moves[id].distance == pytest.approx(abs(float(bound - before)), rel=1e-6)
    rows = {record["statement"]: record for record in report.repair_table().records()}
    assert [rows[id]["end"] for id in CLASH] == [None, "high", "high"]
    assert report.repaired in (cm.Feasibility.HOLDS, cm.Feasibility.EDGE)
    assert report.as_floors is cm.Feasibility.HOLDS
    assert cm.audit(made, statements=CLASH, reading={"between": "floor"}).feasibility is cm.Feasibility.HOLDS


def test_a_plan_without_ranges_says_nothing_of_ends() -> None:
    report = cm.audit(cm.scenario("plan"), statements=CLASH)
    assert all(column.key != "end" for table in report.tables() for column in table.columns)


def test_a_range_holds_in_the_draws_in_which_its_nearer_end_is_reached(made: cm.Scenario) -> None:
    ranges = {"ratio_2024": cm.Between(low=2.9, high=3.1, precision=0.1, better="down")}
    nearer = {
        "urban_growth": AtLeast(value=0.08, precision=0.01),
        "rural_income_2024": Reaches(value=15000, precision=1),
        "ratio_2024": About(value=3.1, precision=0.1, better="down"),
    }
    ranged, plain = (
        {one.id: one.probability for one in cm.simulate(with_wordings(made, wordings), draws=2_000, seed=5).chances}
        for wordings in (ranges, nearer)
    )
    assert ranged == plain
    assert all(0.0 < ranged[id] < 1.0 for id in RANGES)


def with_wordings(scenario: cm.Scenario, wordings: Mapping[str, Wording]) -> cm.Scenario:
    dossier = scenario.require_dossier()
    statements = (replace(one, wording=wordings.get(one.id, one.wording)) for one in dossier.plan.statements)
    return replace(scenario, dossier=replace(dossier, plan=replace(dossier.plan, statements=tuple(statements))))


def cells_of(scenario: cm.Scenario) -> set[object]:
    """Return what stands in the tables of the brief on a scenario."""
    brief = compose_brief(analyse(scenario, draws=200))
    exhibits = [block for section in brief.sections for block in section.blocks if isinstance(block, Exhibit)]
    return {cell for exhibit in exhibits for row in exhibit.table.rows for cell in row}


def texts_of(ax: Axes) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in ax.texts)


def heights(line: Line2D) -> list[float]:
    return [float(height) for height in np.asarray(line.get_ydata(), dtype=float)]


def test_a_range_is_drawn(projection: cm.Projection) -> None:
    report = cm.check(projection, share_cases=False)
    card = texts_of(charts.scorecard(report))
    card = card.replace(" ", "")
    assert all(words in card for words in ("在8%—10%之间", "在15,000—16,000元之间", "在2.5—2.8之间"))
    paths = charts.income_paths(projection)
    assert "目标 15,000—16,000" in texts_of(paths)
    marks = [heights(line) for line in paths.lines if line.get_marker() == "D"]
    assert [15000.0, 16000.0] in marks
    assert [row[3] for row in numbers(paths).rows if row[:2] == (projection.scenario.groups[1].named, 2024)] == [
        "15000—16000"
    ]
    ratio = charts.ratio_path(projection, language="en")
    levels = [heights(line)[0] for line in ratio.lines if len(set(heights(line))) == 1]
    assert levels == [2.5, 2.8]
    assert "the plan wants within 2.5 to 2.8 in 2024" in alternative_text(ratio, "en")
    band = ratio.collections[0].get_paths()[0].get_extents()
    # 2.5 - 0.05 and 2.8 + 0.05, as far as the axis shows them
    assert band.y1 == pytest.approx(2.85)
    assert band.y0 == pytest.approx(max(2.45, ratio.get_ylim()[0]))
    assert charts.what_if_map(projection.scenario).lines


def test_a_range_stands_in_the_brief(made: cm.Scenario) -> None:
    assert cells_of(made) >= {"8%—10%", "15,000—16,000", "2.5—2.8"}


@pytest.fixture(scope="module")
def workbook(made: cm.Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "ranges.xlsx"
    write_workbook(made, path)
    return path


def test_a_workbook_holds_both_ends_and_is_read_back(made: cm.Scenario, folder: Path, workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    ids = [one.id for one in made.require_dossier().plan.all_statements]
    first, second = (cells(book, name) for name in ("printed_values", "printed_values_2"))
    at = ids.index("ratio_2024")
    assert (first[at].value, second[at].value) == (2.5, 2.8)
    assert second[ids.index("urban_income_2024")].value is None
    assert read_workbook(workbook, plan=folder).growth.tolist() == made.growth.tolist()


def test_an_end_that_was_changed_in_a_workbook_is_no_input(made: cm.Scenario, folder: Path, workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    ends = [cell.value for cell in cells(book, "printed_values_2")]
    at = ends.index(2.8)
    ends[at] = 2.9
    path = edited(workbook, workbook.with_name("changed.xlsx"), {"printed_values_2": tuple(ends)})
    with pytest.raises(cm.InputError, match=r"the printed value of ratio_2024 must be 2\.8 \(got 2\.9\)"):
        read_workbook(path, plan=folder)


def test_a_workbook_without_ranges_has_one_column_of_printed_values(tmp_path: Path) -> None:
    write_workbook(cm.scenario("plan"), tmp_path / "plain.xlsx")
    assert "printed_values_2" not in openpyxl.load_workbook(tmp_path / "plain.xlsx").defined_names


@pytest.mark.slow
@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_verdicts_on_ranges_are_what_libreoffice_calculates(workbook: Path, made: cm.Scenario, tmp_path: Path) -> None:
    # rural income beyond 16000.5 yuan, urban growth below 7.5 % a year
    edits = {f"growth_rural_{component}": 0.14 for component in BUREAU_KEYS}
    edits |= {f"growth_urban_{component}": 0.07 for component in BUREAU_KEYS}
    path = edited(workbook, tmp_path / "edited.xlsx", edits)
    as_written, changed = office.recalculated([workbook, path], tmp_path / "out", office.profile(tmp_path))
    assert office.differences(office.values(workbook), as_written) == []
    report = cm.check(cm.project(made.with_growth("rural", None, 0.14).with_growth("urban", None, 0.07)))
    # 11076 * 1.14^3 = 16409.6 yuan; 36510 * 1.07^3 / 16409.6 = 2.726
    assert [report[id].verdict for id in RANGES] == [cm.Verdict.MISSED, cm.Verdict.EXCEEDED, cm.Verdict.MET]
    labels = {value for (sheet, cell), value in changed.items() if sheet == "目标校验" and cell.startswith("P")}
    rows = {value: cell[1:] for (sheet, cell), value in changed.items() if sheet == "目标校验" and cell.startswith("P")}
    assert set(RANGES) <= labels
    for id in RANGES:
        assert changed["目标校验", f"I{rows[id]}"] == report[id].verdict.label.zh


def test_a_range_is_tracked(made: cm.Scenario) -> None:
    report = track(made, draws=500, seed=0)
    # nothing is known: no state, and the plan's own path is judged
    assert report["rural_income_2024"].state is report["ratio_2024"].state is State.NO_ACTUALS
    assert report["rural_income_2024"].outlook.verdict is cm.vocabulary.Verdict.MET
    assert report["ratio_2024"].outlook.verdict is cm.vocabulary.Verdict.MISSED
    (rural,) = (need for need in report["ratio_2024"].needs if need.group.key == "rural")
    urban = Fraction(36510) * Fraction(11, 10) ** 3
    assert (1 + rural.growth) ** 3 == pytest.approx(float(urban / Fraction("2.8") / 11076))


@pytest.mark.parametrize(
    "command",
    [("check",), ("audit",), ("audit", "--reading", "between=floor"), ("simulate", "--draws", "200"), ("show", "plan")],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_line_takes_a_plan_with_ranges(folder: Path, command: tuple[str, ...], language: str) -> None:
    result = CliRunner().invoke(program, [*command, "--plan", str(folder), "--lang", language])
    assert result.exit_code == 0, result.output


FAULTS = [
    ("low = 0.08\nhigh = 0.10", "low = 0.10\nhigh = 0.08", r"low must be below high \(got 0\.1\); give the lower end"),
    ("low = 0.08\nhigh = 0.10", "high = 0.10", r"low must be a finite number"),
    ("low = 0.08\nhigh = 0.10", "low = 0.08", r"high must be a finite number"),
    ("low = 0.08\nhigh = 0.10", "low = 8\nhigh = 10", r"low must be below 1 \(got 8\); write 8 % as 0\.08"),
    ("low = 0.08\nhigh", "value = 0.1\nlow = 0.08\nhigh", r"must be known \(got 'statement\[1\]\.value'\)"),
    ("low = 0.08\nhigh", "tolerance = -1\nlow = 0.08\nhigh", r"tolerance must be zero or more \(got -1\)"),
]


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS)
def test_a_fault_of_a_range_is_named(tmp_path: Path, old: str, new: str, expected: str) -> None:
    plan = reworded(
        tmp_path, RANGES | {"urban_growth": (RANGES["urban_growth"][0], RANGES["urban_growth"][1].replace(old, new))}
    )
    with pytest.raises(cm.InputError, match=expected):
        cm.load_plan(plan)


@pytest.mark.parametrize(("kind", "better"), [("at_most", "up"), ("exceeds", "down"), ("positive", "down")])
def test_a_side_that_a_wording_does_not_have_is_refused(tmp_path: Path, kind: str, better: str) -> None:
    id, new = "urban_growth", f'type = "{kind}"\nbetter = "{better}"\nvalue = 0.10'
    plan = reworded(tmp_path, {id: (RANGES[id][0], new)})
    with pytest.raises(cm.InputError, match=rf"better must be one of the known options \(got '{better}'\)"):
        cm.load_plan(plan)


CELLS = [
    ("8%—10%,between,,0.01,,,0.10,0.08", r"low of growth for urban wages 2022 must be below high \(got 0\.1\)"),
    ("8%—10%,between,,0.01,,,0.08,", r"must be a finite number \(got nothing\)"),
    ("8%—10%,between,0.1,0.01,,,0.08,0.1", r"must be empty \(got '0\.1'\); the type between carries low, high, prec"),
    (
        "10%,about,0.1,0.01,,,0.08,",
        r"must be empty \(got '0\.08'\); the type about carries value, precision, tolerance",
    ),
    ("正增长,positive,,,,,0.08,", r"must be empty \(got '0\.08'\); the type positive carries no number"),
]


@pytest.mark.parametrize(("cells_", "expected"), CELLS)
def test_a_fault_of_a_range_in_the_growth_table_is_named(
    folder: Path, tmp_path: Path, cells_: str, expected: str
) -> None:
    plan = shutil.copytree(folder, tmp_path / "plan")
    text = (plan / "growth.csv").read_text(encoding="utf-8")
    (plan / "growth.csv").write_text(text.replace("8%—10%,between,,0.01,,,0.08,0.10", cells_), encoding="utf-8")
    with pytest.raises(cm.InputError, match=expected):
        cm.load_plan(plan)


def test_a_range_needs_columns_for_its_ends(tmp_path: Path) -> None:
    plan = reworded(tmp_path, {})
    text = (plan / "growth.csv").read_text(encoding="utf-8")
    (plan / "growth.csv").write_text(text.replace("about,0.10", "between,", 1), encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"low of growth for urban wages 2022 must be there .*; add the column low"):
        cm.load_plan(plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strives(Valued):
    """力争: a value to strive for."""

    kind: ClassVar[str] = "strives"
    label: ClassVar[Text] = Text("力争", "strives for")
    phrase: ClassVar[Template] = Template("力争{value}", "strive for {value}")
    usual_reading: ClassVar[Reading] = "floor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder(Printed):
    """确保…，力争…，冲刺…: three values, the first of them a duty."""

    kind: ClassVar[str] = "ladder"
    label: ClassVar[Text] = Text("分级", "ladder")
    phrase: ClassVar[Template] = Template("分级{value}", "in steps {value}")
    usual_reading: ClassVar[Reading] = "value"
    given: ClassVar[tuple[str, ...]] = ("duty", "hope", "dream")

    duty: float
    hope: float
    dream: float


WORDED = {
    "strives": ('type = "strives"\nvalue = 0.11', "力争11%"),
    "ladder": ('type = "ladder"\nduty = 0.08\nhope = 0.09\ndream = 0.11', "分级8%—9%—11%"),
}


@pytest.fixture(params=[Strives, Ladder], ids=lambda wording: wording.kind)
def made_up(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> type[Wording]:
    monkeypatch.setitem(WORDINGS, request.param.kind, request.param)
    goes_with = (*WORDINGS_OF["average_annual_growth"], request.param.kind)
    monkeypatch.setitem(WORDINGS_OF, "average_annual_growth", goes_with)
    return request.param  # type: ignore[no-any-return]


def test_a_new_wording_takes_a_class_and_an_entry(made_up: type[Wording], tmp_path: Path) -> None:
    toml, asked = WORDED[made_up.kind]
    folder = reworded(tmp_path, {"urban_growth": (RANGES["urban_growth"][0], toml)})
    scenario = cm.scenario("plan", plan=folder)
    report = cm.check(cm.project(scenario), share_cases=False)
    # 10 % a year: below 10.5 %, within 7.5 % to 11.5 %
    expected = {"strives": cm.Verdict.MISSED, "ladder": cm.Verdict.MET}[made_up.kind]
    assert report["urban_growth"].verdict is expected
    audited = cm.audit(scenario, reading={made_up.kind: "value"})
    (item,) = (item for item in audited.items if item.id == "urban_growth")
    low = {"strives": 0.105, "ladder": 0.075}[made_up.kind]
    assert (item.bounds.low, item.bounds.high) == pytest.approx((low, 0.115))
    assert asked in texts_of(charts.scorecard(report))
    write_workbook(scenario, tmp_path / "made-up.xlsx")
    book = openpyxl.load_workbook(tmp_path / "made-up.xlsx")
    assert made_up.label.zh in {cell.value for row in book["目标校验"].iter_rows() for cell in row}
    assert read_workbook(tmp_path / "made-up.xlsx", plan=folder).growth.tolist() == scenario.growth.tolist()
    goals = {written(cell, "text") for cell in cells_of(scenario) if isinstance(cell, Figure | str)}
    assert asked.removeprefix(made_up.label.zh) in goals
    assert cm.simulate(scenario, draws=200, seed=0).chances
    assert track(scenario, draws=200, seed=0)["urban_growth"].state


def test_a_range_is_never_asked_for_by_name_outside_its_class() -> None:
    package = Path(cm.__file__).parent
    for file in package.rglob("*.py"):
        if file.name != "wording.py":
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"""\bBetween\(|[!=]= ["']between["']""", text), file
