"""How firmly a plan binds itself: read, shown wherever statements are listed, and the weaker gives way first."""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.auditing.implied import programme_of
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.programme import Tally
from ceheng_model.cli import program
from ceheng_model.documents.brief import analyse, compose_brief
from ceheng_model.documents.paper.content import Exhibit
from ceheng_model.files import shipped
from ceheng_model.plan import Statement
from ceheng_model.quantities import Income, Quantity, UrbanRuralRatio
from ceheng_model.sensitivity import share_case_effects
from ceheng_model.tables import Table
from ceheng_model.vocabulary import Force, Language, Text, strength
from ceheng_model.wording import AtLeast, AtMost, Between, Wording
from tests.effort import examples
from tests.looking import words_of
from tests.test_statements import plan_of, statement

INCOME = 'quantity = "income"; group = "rural"'
FORCES = {
    "ratio_2024": Force.STRIVE,
    "urban_income_2024": Force.BINDING,
    "urban_growth": Force.BINDING,
    "rural_growth": Force.EXPECTED,
    "lifted_over_10000": Force.STRIVE,
    "growth.rural.total.2024": Force.BINDING,
}
LABELS = {
    Force.BINDING: ("约束性", "binding"),
    Force.EXPECTED: ("预期性", "expected"),
    Force.STRIVE: ("力争", "to strive for"),
}
"""The words of official plans."""


def folder_of(place: Path, forces: dict[str, Force]) -> Path:
    """Return a copy of the shipped plan that says these forces and no others."""
    plan = place / "plan"
    shutil.copytree(shipped("plans", "ceheng-2022-2024"), plan)
    for name in ("baselines.csv", "nbs_income.csv", "guizhou_published.csv"):
        shutil.copy(shipped(name), plan / name)
    text = (plan / "plan.toml").read_text(encoding="utf-8").replace("../../", "")
    text = re.sub(r'^(force = ".*"|restated = .*)\n', "", text, flags=re.MULTILINE)
    for id, force in forces.items():
        text = text.replace(f'id = "{id}"\n', f'id = "{id}"\nforce = "{force}"\n')
    (plan / "plan.toml").write_text(text, encoding="utf-8")
    heads, *rows = (plan / "growth.csv").read_text(encoding="utf-8").splitlines()
    cells = {id.removeprefix("growth."): force.value for id, force in forces.items() if id.startswith("growth.")}
    if cells:
        at = [heads.split(",").index(key) for key in ("group", "component", "year")]
        named = [".".join(row.split(",")[place] for place in at) for row in rows]
        rows = [f"{row},{cells.get(name, '')}" for name, row in zip(named, rows, strict=True)]
        (plan / "growth.csv").write_text("\n".join([f"{heads},force", *rows]) + "\n", encoding="utf-8")
    return plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("forces"), FORCES)


@pytest.fixture(scope="module")
def made(folder: Path) -> cm.Scenario:
    return cm.scenario("plan", plan=folder)


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> cm.Scenario:
    return cm.scenario("plan", plan=folder_of(tmp_path_factory.mktemp("silent"), {}))


@pytest.fixture(scope="module")
def audited(made: cm.Scenario) -> cm.AuditReport:
    return cm.audit(made)


# reading


def test_a_plan_says_how_firmly_it_binds_itself(made: cm.Scenario, silent: cm.Scenario) -> None:
    said = {one.id: one.force for one in made.require_dossier().plan.all_statements if one.force is not None}
    assert said == FORCES
    assert all(one.force is None for one in silent.require_dossier().plan.all_statements)


def test_the_shipped_plan_is_as_firm_as_its_words() -> None:
    signs = {"确保": Force.BINDING, "约束": Force.BINDING, "预期": Force.EXPECTED, "力争": Force.STRIVE}
    text = (cm.load_plan().folder / "plan.zh.txt").read_text(encoding="utf-8")
    for one in cm.scenario("plan").require_dossier().plan.all_statements:
        # what opens a clause is said of everything in it: 确保甲增速高于乙、丙增速高于丁
        clause = re.split("[,。;]", text[: text.index(one.words)])[-1] + one.words if one.headline else one.words
        assert one.force is next((force for sign, force in signs.items() if sign in clause), None), one.id


@pytest.mark.parametrize("force", Force)
def test_a_force_has_the_words_of_official_plans(force: Force) -> None:
    assert tuple(force.label) == LABELS[force]
    assert [force.label.in_language(language) for language in ("zh", "en")] == list(LABELS[force])


def test_what_is_not_said_stands_between_expected_and_binding() -> None:
    order: list[Force | None] = [Force.STRIVE, Force.EXPECTED, None, Force.BINDING]
    assert [strength(force) for force in order] == [0, 1, 2, 3]


@pytest.mark.parametrize("force", ["'firm'", "'约束性'", "1", "''"])
def test_a_force_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path, force: str) -> None:
    keys = f'{INCOME}; type = "reaches"; value = 20000; precision = 1; force = {force}'
    with pytest.raises(cm.InputError, match=r"statement\[1\]\.force must be one of .*: binding, expected, strive\."):
        cm.scenario("plan", plan=plan_of(tmp_path, [statement("s0", "条目", keys)]))


def test_a_force_in_the_growth_table_that_does_not_exist_is_refused_with_its_line(tmp_path: Path) -> None:
    plan = folder_of(tmp_path, FORCES)
    file = plan / "growth.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",binding", ",firm"), encoding="utf-8")
    with pytest.raises(
        cm.InputError,
        match=r"line 41, column force: force must be one of .*got 'firm'\); choose from: binding, expected, strive\.",
    ):
        cm.scenario("plan", plan=plan)


def test_cells_of_different_force_are_weighed_apart(audited: cm.AuditReport) -> None:
    forces = {item.id: item.force for item in audited.items}
    assert forces["growth.rural.total.2024"] is Force.BINDING
    assert forces["growth.rural.total.2022-2023"] is None


# showing


def every_table(scenario: cm.Scenario, report: cm.AuditReport) -> list[Table]:
    """Return the tables in which statements are listed one a row."""
    plan = scenario.require_dossier().plan
    checked = cm.check(cm.project(scenario))
    ensemble = cm.simulate(scenario, draws=500, seed=0, statements="all")
    brief = compose_brief(analyse(scenario, draws=500))
    exhibits = [block.table for section in brief.sections for block in section.blocks if isinstance(block, Exhibit)]
    tables = [
        *plan.tables(),
        *checked.tables(),
        *report.tables(),
        *cm.track(scenario, draws=500, seed=0).tables(),
        *ensemble.tables(),
        *share_case_effects(scenario).tables(),
        *(table for table in exhibits if table.name == "repairs"),
    ]
    return [table for table in tables if any(column.key == "force" for column in table.columns)]


LISTS = {
    "plan",
    "statements",
    "growth_cells",
    "share_cases",
    "repairs",
    "least_total",
    "dominated",
    "unaudited",
    "readings",
    "targets",
    "needed",
    "probabilities",
    "not_judged",
    "share_case_effects",
}


@pytest.fixture(scope="module")
def tables(made: cm.Scenario, audited: cm.AuditReport) -> list[Table]:
    return every_table(made, audited)


def test_every_list_of_statements_says_their_force(tables: list[Table]) -> None:
    assert {table.name for table in tables} >= LISTS
    named = 0
    for table in tables:
        for record in table.records():
            key = next((key for key in ("statement", "criterion", "result") if key in record), None)
            if key is not None:
                # a row of the growth table goes by its years
                assert record["force"] == FORCES.get(record[key]), (table.name, record[key])
                named += record["force"] is not None
    assert named > 20


def test_tables_of_the_brief_name_the_force_behind_the_quantity(made: cm.Scenario) -> None:
    found = analyse(made, draws=500)
    tables = compose_brief(found, length="full").tables()
    judged = [one.statement for one in found.headline if one.verdict is not cm.Verdict.NOT_JUDGED]
    for name, statements in (("promises", made.require_dossier().plan.statements), ("verdicts", judged)):
        (table,) = (table for table in tables if table.name == name)
        # a star says that the base is derived from the goal itself
        told = [cm.Text(*(part.removesuffix("*") for part in (row[0].zh, row[0].en))) for row in table.rows]  # type: ignore[union-attr]
        assert len(told) == len(statements)
        for cell, stated in zip(told, statements, strict=True):
            force = stated.force
            label = stated.label(made.terms)
            assert cell == (
                cm.Text(f"{label.zh}（{force.label.zh}）", f"{label.en} ({force.label.en})") if force else label
            )


def test_a_reader_sees_the_column_where_a_statement_of_the_list_has_a_force(tables: list[Table]) -> None:
    for table in tables:
        (place,) = (place for place, column in enumerate(table.columns) if column.key == "force")
        said = [cell for row in table.rows if (cell := row[place]) is not None]
        assert table.columns[place].shown == bool(said), table.name
        assert ("属性" in table.shown_rows("zh")[0]) == bool(said), table.name
        assert ("force" in table.shown_rows("en")[0]) == bool(said), table.name


def test_where_no_statement_has_a_force_readers_see_no_column(silent: cm.Scenario) -> None:
    report = cm.audit(silent)
    for table in every_table(silent, report):
        assert "属性" not in table.to_text("zh"), table.name
        # what is read by programs has the same columns for every plan
        assert all(record["force"] is None for record in table.records()), table.name
    words = [report.to_text("zh"), *(clash.sentence.zh for clash in report.contradictions)]
    # 力争 stands in the plan's own words
    assert not any("约束性" in text or "（力争）" in text for text in words)


WORDS: dict[str, tuple[str, str]] = {
    "zh": ("城乡居民收入比下降到2.8左右", "全县城镇常住居民人均可支配收入达到48594.8元"),
    "en": (
        "the urban-rural income ratio to fall to about 2.8",
        "per capita disposable income of urban residents in the county to reach 48,594.8 yuan",
    ),
}


@pytest.mark.parametrize(
    ("language", "ratio", "urban"), [("zh", "（力争）", "（约束性）"), ("en", " (to strive for)", " (binding)")]
)
def test_members_of_contradictions_bear_their_force(
    audited: cm.AuditReport, language: Language, ratio: str, urban: str
) -> None:
    clash = next(one for one in audited.contradictions if any(item.id == "urban_income_2024" for item in one.items))
    told = clash.sentence.in_language(language)
    shown = audited.contradiction_table().to_text(language, width=1_000)
    for text in (told, shown):
        assert f"“{WORDS[language][0]}”{ratio}" in text
        assert f"“{WORDS[language][1]}”{urban}" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_line_shows_the_force(folder: Path, language: str) -> None:
    for command in (("show", "plan"), ("check",), ("audit", "--most", "3")):
        done = CliRunner().invoke(program, [*command, "--plan", str(folder), "--format", "html", "--lang", language])
        assert done.exit_code == 0, done.output
        assert ("约束性" if language == "zh" else "binding") in done.stdout
    done = CliRunner().invoke(program, ["check", "--plan", str(folder), "--format", "json"])
    rows = json.loads(done.stdout)["statements"]
    assert {row["statement"]: row["force"] for row in rows if row["force"]} == {
        id: force.value for id, force in FORCES.items() if not id.startswith("growth.")
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_scorecard_and_the_checks_of_the_workbook_say_the_force(
    made: cm.Scenario, silent: cm.Scenario, tmp_path: Path, language: Language
) -> None:
    labels = [label[language == "en"] for label in LABELS.values()]
    found = []
    for scenario in (made, silent):
        report = cm.check(cm.project(scenario), share_cases=False)
        drawn = [
            line for text, _ in words_of(charts.scorecard(report, language=language)) for line in text.splitlines()
        ]
        cm.write_workbook(scenario, tmp_path / "plan.xlsx", language=language)
        sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["目标校验" if language == "zh" else "Targets"]
        types = [re.split("[；;] ?", str(row[3].value)) for row in sheet.iter_rows(min_row=5)]
        found.append(
            [
                sorted(line for line in drawn if line in labels),
                sorted(part for parts in types for part in parts if part in labels),
            ]
        )
    said = [LABELS[force][language == "en"] for id, force in FORCES.items() if not id.startswith("growth.")]
    cell = LABELS[Force.BINDING][language == "en"]
    assert found[0] == [sorted(said), sorted([*said, cell])]
    assert found[1] == [[], []]


# giving way


def test_of_single_repairs_the_weaker_stands_first(audited: cm.AuditReport) -> None:
    listed = audited.repair_table().records()
    for number, clash in enumerate(audited.contradictions, start=1):
        # the plan's own order among equally strong ones
        wanted = [
            item.id
            for force in (Force.STRIVE, Force.EXPECTED, None, Force.BINDING)
            for item in clash.items
            if item.force is force
        ]
        assert [item.id for item, _ in clash.repairs] == wanted
        assert [row["statement"] for row in listed if row["contradiction"] == number] == wanted
        moves = dict(zip([item.id for item in clash.items], clash.moves, strict=True))
        assert all(moves[item.id] == move for item, move in clash.repairs)
    assert any(clash.items[0].id != clash.repairs[0][0].id for clash in audited.contradictions)


def test_without_forces_repairs_stand_in_the_order_of_the_plan(silent: cm.Scenario) -> None:
    for clash in cm.audit(silent).contradictions:
        assert clash.repairs == tuple(zip(clash.items, clash.moves, strict=True))


@pytest.mark.parametrize("weaker", ["strive", "expected", None])
@pytest.mark.parametrize("first", [True, False])
def test_of_two_that_clash_the_weaker_moves(tmp_path: Path, weaker: str | None, first: bool) -> None:
    # at least 21000 and at most 20000: any income between them takes 1000 yuan in all
    stronger = {"strive": "expected", "expected": None, None: "binding"}[weaker]
    forces = (weaker, stronger) if first else (stronger, weaker)
    said = [f'; force = "{force}"' if force else "" for force in forces]
    keys = [
        f'{INCOME}; type = "at_least"; value = 21000; precision = 0{said[0]}',
        f'{INCOME}; type = "at_most"; value = 20000; precision = 0{said[1]}',
    ]
    plan = plan_of(tmp_path, [statement(f"s{number}", f"条目{number + 1}", one) for number, one in enumerate(keys)])
    report = cm.audit(cm.scenario("plan", plan=plan), statements=["s0", "s1"])
    assert report.total_breach == pytest.approx(1000)
    (move,) = report.repair
    assert report.items[move.item].id == ("s0" if first else "s1")
    assert move.distance == pytest.approx(1000)
    assert report.repaired is not cm.Feasibility.CONTRADICTS


# random plans against the corners of an exact arrangement of lines

PLACE = Text("此处", "here")
URBAN = Income(group="urban", first_year=2022, last_year=2022)
RURAL = Income(group="rural", first_year=2022, last_year=2022)
RATIO = UrbanRuralRatio(first_year=2022, last_year=2022)
Line = tuple[Fraction, Fraction, Fraction]
"""``a * urban + b * rural <= c``, yuan."""
LEAST_LEFT = (Fraction(36510, 100), Fraction(11076, 100))
"""What the audit leaves of urban and rural income at least: a hundredth of the base year, yuan."""


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    quantity: Quantity = draw(st.sampled_from([URBAN, RURAL, RATIO]))
    grids: dict[Quantity, tuple[int, Fraction]] = {
        URBAN: (40000, Fraction(1000)),
        RURAL: (12000, Fraction(1000)),
        RATIO: (3, Fraction(1, 4)),
    }
    centre, step = grids[quantity]
    low, high = sorted(centre + step * number for number in draw(st.tuples(st.integers(-3, 3), st.integers(-3, 3))))
    wording: Wording = draw(
        st.sampled_from(
            [
                AtLeast(value=float(low), precision=0.0),
                AtMost(value=float(high), precision=0.0),
                *([Between(low=float(low), high=float(high), precision=0.0)] if low < high else []),
            ]
        )
    )
    force = draw(st.sampled_from([None, *Force]))
    return Statement(id="", quantity=quantity, wording=wording, words="话", place=PLACE, force=force)


def lines_of(one: Statement) -> list[Line]:
    values = [Fraction(value) for value in one.wording.printed_values]
    kind = one.wording.kind
    bounds = [] if kind == "at_most" else [(-1, values[0])]
    bounds += [] if kind == "at_least" else [(1, values[-1])]
    if one.quantity is RATIO:
        return [(Fraction(sign), -sign * value, Fraction(0)) for sign, value in bounds]
    place = (1, 0) if one.quantity is URBAN else (0, 1)
    return [(Fraction(sign * place[0]), Fraction(sign * place[1]), sign * value) for sign, value in bounds]


def breaches(plan: Sequence[Statement], urban: Fraction, rural: Fraction) -> tuple[Fraction, ...]:
    """Return what the plan is broken by in all, then what statements are, the strongest first."""
    each = [max([Fraction(0), *(a * urban + b * rural - c for a, b, c in lines_of(one))]) for one in plan]
    ranks: tuple[Force | None, ...] = (Force.BINDING, None, Force.EXPECTED, Force.STRIVE)
    by_rank = [sum((e for e, one in zip(each, plan, strict=True) if one.force is rank), Fraction(0)) for rank in ranks]
    return sum(each, Fraction(0)), *by_rank


def least(plan: Sequence[Statement]) -> tuple[Fraction, ...]:
    """Return the least of these, one after the other: they are least at a corner where two lines meet."""
    axes: list[Line] = [(Fraction(-1), Fraction(0), -LEAST_LEFT[0]), (Fraction(0), Fraction(-1), -LEAST_LEFT[1])]
    corners = []
    for (a, b, c), (d, e, f) in combinations([*axes, *(line for one in plan for line in lines_of(one))], 2):
        if determinant := a * e - b * d:
            urban, rural = (c * e - b * f) / determinant, (a * f - c * d) / determinant
            corners += [(urban, rural)] if urban >= LEAST_LEFT[0] and rural >= LEAST_LEFT[1] else []
    return min(breaches(plan, *corner) for corner in corners)


def scenario_of(plan: Sequence[Statement]) -> cm.Scenario:
    scenario = cm.scenario("plan").with_horizon(2022)
    dossier = scenario.require_dossier()
    own = replace(dossier.plan, statements=tuple(plan), growth=(), years=(2022,), counts=(), numberings=())
    return replace(scenario, dossier=replace(dossier, plan=own))


@examples(60)
@given(st.lists(statements(), min_size=2, max_size=7))
def test_the_least_total_spares_the_strongest_as_exact_fractions_do(drawn: list[Statement]) -> None:
    plan = [replace(one, id=f"s{number}") for number, one in enumerate(drawn)]
    scenario = scenario_of(plan)
    report = cm.audit(scenario)
    wanted = least(plan)
    if not report.contradictions:
        assert wanted[0] == 0
        return
    assert report.total_breach == pytest.approx(float(wanted[0]), abs=1e-5)
    programme = programme_of(report.items, scenario, Tally())
    levels = programme.least_total([strength(item.force) for item in report.items]).levels
    urban, rural = (Fraction(float(levels[g, :, 1].sum())) for g in (0, 1))
    assert [float(value) for value in breaches(plan, urban, rural)] == pytest.approx(
        [float(value) for value in wanted], abs=1e-5
    )
    assert report.repaired is not cm.Feasibility.CONTRADICTS
    # what is moved is broken there, by as much
    moved: dict[str, Item] = {report.items[move.item].id: report.items[move.item] for move in report.repair}
    broken = {one.id for one in plan if breaches([one], urban, rural)[0] > Fraction(1, 1000)}
    assert set(moved) == broken


def test_as_many_programmes_are_solved_as_there_are_ranks() -> None:
    at_least, at_most = AtLeast(value=12000.0, precision=0.0), AtMost(value=11000.0, precision=0.0)
    forces: tuple[Force | None, ...] = (None, Force.BINDING, Force.EXPECTED, Force.STRIVE)
    for ranks in range(1, 5):
        plan = [
            Statement(id=f"s{n}", quantity=RURAL, wording=at_least, words="话", place=PLACE, force=force)
            for n, force in enumerate(forces[:ranks])
        ]
        plan.append(replace(plan[0], id="most", wording=at_most))
        scenario, tally = scenario_of(plan), Tally()
        items = cm.audit(scenario).items
        programme = programme_of(items, scenario, tally)
        before = tally.solves
        programme.least_total([strength(item.force) for item in items])
        assert tally.solves - before == ranks
