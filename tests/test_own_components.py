"""Plans whose components are their own go through every command and document; values by exact fractions."""

import ast
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.tracking import write_template
from ceheng_model.vocabulary import BUREAU_KEYS, LABELS, TOTAL, Language, Text
from tests import office
from tests.briefs import words_of
from tests.own_components import GROUPS, SETS, YEARS, Part, total, write_plan

PACKAGE = Path(cm.__file__).parent
OF_THE_BUREAU = [LABELS[key].zh for key in BUREAU_KEYS] + ["四项", "all four"]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("own")
    return {kind: write_plan(place / kind, kind) for kind in SETS}


def run(folder: Path, language: str, *words: str) -> str:
    done = CliRunner().invoke(program, [*words, "--plan", str(folder), "--lang", language])
    assert done.exit_code == 0, done.output
    return done.output


def path_of(part: Part, group: int) -> list[Fraction]:
    """The levels of a component whose growth is printed."""
    rate = Fraction(part.rates[group].rstrip("%")) / 100
    return [part.levels[group] * (1 + rate) ** power for power in range(len(YEARS) + 1)]


@pytest.mark.parametrize("kind", SETS)
def test_levels_totals_and_contributions_are_those_of_exact_fractions(folders: dict[str, Path], kind: str) -> None:
    projection = cm.project(cm.scenario("plan", plan=folders[kind]))
    parts = SETS[kind]
    assert projection.scenario.terms.component_keys == tuple(part.key for part in parts)
    # every rate of the first group is printed
    exact = [path_of(part, 0) for part in parts]
    sums = [sum(levels, Fraction(0)) for levels in zip(*exact, strict=True)]
    np.testing.assert_allclose(projection.values[0], np.array(exact, dtype=float), rtol=1e-12)
    np.testing.assert_allclose(projection.totals.values[0], np.array(sums, dtype=float), rtol=1e-12)
    contributed = cm.contributions(projection, since=2021)
    for part, levels in zip(parts, exact, strict=True):
        own = contributed.part(GROUPS[kind][0][0], part.key)
        assert own.share == pytest.approx(float(levels[-1] / sums[-1]), rel=1e-12)
        assert own.contribution_rate == pytest.approx(float((levels[-1] - levels[0]) / (sums[-1] - sums[0])), rel=1e-9)
    frame = contributed.to_frame()
    assert list(dict.fromkeys(frame.component)) == [*(part.key for part in parts), TOTAL]


@pytest.mark.parametrize("kind", SETS)
def test_checks_judge_components_by_their_own_keys(folders: dict[str, Path], kind: str) -> None:
    report = cm.check(cm.project(cm.scenario("plan", plan=folders[kind])), share_cases=False)
    first = path_of(SETS[kind][0], 0)[-1] / sum((path_of(part, 0)[-1] for part in SETS[kind]), Fraction(0))
    assert report["share"].value == pytest.approx(float(first), rel=1e-12)
    # 0.4 printed to 0.1 begins at 0.35
    assert report["share"].holds == (first >= Fraction(35, 100))
    assert report["part"].value == pytest.approx(float(path_of(SETS[kind][-1], 0)[-1]), rel=1e-12)
    assert report["gap"].verdict is not cm.Verdict.NOT_JUDGED


COMMANDS: dict[str, tuple[str, ...]] = {
    "report": (),
    "project": ("project",),
    "check": ("check",),
    "audit": ("audit", "--most", "5"),
    "simulate": ("simulate", "--draws", "500", "--statements", "all", "--components"),
    "sensitivity": ("sensitivity", "{lower}", "--draws", "256"),
    "decompose": ("decompose", "{lower}", "--against", "trend"),
    "compare": ("compare", "plan", "trend"),
    "levers": ("levers",),
    "measure": ("check", "--lever", "grant:recipients=100,residents=1000,first_year=2022"),
}
KEYS_ARE_TYPED: dict[str, tuple[str, ...]] = {
    "solve": ("solve", "{lower}.average_growth=7%", "--vary", "{lower}.{first}"),
    "set": ("check", "--set", "{lower}.{first}.2023=12%"),
    "spread": ("simulate", "--draws", "500", "--spread", "{lower}.{first}=3%"),
    "show": ("show", "plan"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", SETS)
@pytest.mark.parametrize("command", [*COMMANDS, *KEYS_ARE_TYPED])
def test_every_command_speaks_of_a_plans_own_components(
    folders: dict[str, Path], command: str, kind: str, language: str
) -> None:
    names = {"lower": GROUPS[kind][1][0], "first": SETS[kind][0].key}
    words = [word.format(**names) for word in {**COMMANDS, **KEYS_ARE_TYPED}[command]]
    told = run(folders[kind], language, *words)
    assert [word for word in OF_THE_BUREAU if word in told] == []
    if command in COMMANDS:
        # a reader sees names, not keys
        assert [part.key for part in SETS[kind] if part.key in told] == []


def test_a_component_that_is_not_the_plans_own_is_refused_with_those_that_are(folders: dict[str, Path]) -> None:
    scenario = cm.scenario("plan", plan=folders["three"])
    with pytest.raises(cm.InputError, match=r"got 'wages'\); choose from: metro.*outside.*earned.*owned.*granted"):
        scenario.with_change("outside.wages.2023=12%")
    with pytest.raises(cm.InputError, match=r"one of the three components \(got 'total'\)"):
        scenario.with_change("outside.total=12%")
    with pytest.raises(cm.InputError, match=r"the component must be .*\(got 'luck'\); choose from: earned.*owned"):
        cm.project(scenario).scenario.with_growth("outside", "luck", 0.1)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", SETS)
def test_every_chart_is_drawn(folders: dict[str, Path], tmp_path: Path, kind: str, language: str) -> None:
    run(folders[kind], language, "charts", "--draws", "500", "--dpi", "40", "-o", str(tmp_path / "charts"))
    drawn = {path.stem for path in (tmp_path / "charts").iterdir()}
    upper = GROUPS[kind][0][0]
    assert drawn >= {"component_shares", f"components_by_year_{upper}", f"contribution_waterfall_{upper}", "scorecard"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", SETS)
def test_the_brief_names_the_components(
    folders: dict[str, Path], tmp_path: Path, kind: str, language: Language
) -> None:
    scenario = cm.scenario("plan", plan=folders[kind])
    cm.write_brief(scenario, tmp_path, language=language, formats=["docx"], length="full", draws=500)
    (file,) = tmp_path.glob("*.docx")
    told = words_of(file)
    labels = [Text(part.zh, part.en).in_language(language) for part in SETS[kind]]
    assert [label for label in labels if label not in told] == []
    assert [word for word in OF_THE_BUREAU if word in told] == []
    assert [part.key for part in SETS[kind] if part.key in told] == []


@pytest.mark.parametrize("kind", SETS)
def test_the_workbook_comes_back(folders: dict[str, Path], tmp_path: Path, kind: str) -> None:
    start = cm.scenario("plan", plan=folders[kind]).with_growth(GROUPS[kind][1][0], SETS[kind][0].key, 0.06)
    write_workbook(start, tmp_path / "plan.xlsx", language="en")
    back = read_workbook(tmp_path / "plan.xlsx", plan=folders[kind])
    np.testing.assert_allclose(cm.project(back).values, cm.project(start).values, rtol=1e-12)
    assert back.changed_from == start.changed_from


@pytest.mark.slow
@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_the_workbooks_are_what_libreoffice_calculates(folders: dict[str, Path], tmp_path: Path) -> None:
    files = {kind: tmp_path / f"{kind}.xlsx" for kind in SETS}
    for kind, file in files.items():
        write_workbook(cm.scenario("plan", plan=folders[kind]), file)
    found = office.recalculated(list(files.values()), tmp_path / "out", office.profile(tmp_path))
    for (kind, file), theirs in zip(files.items(), found, strict=True):
        assert office.differences(office.values(file), theirs) == [], kind


@pytest.mark.parametrize("kind", SETS)
def test_actual_figures_take_keys_and_names_of_the_components(
    folders: dict[str, Path], tmp_path: Path, kind: str
) -> None:
    write_template(folders[kind], tmp_path / "blank.csv")
    assert all(part.zh in (tmp_path / "blank.csv").read_text("utf-8-sig") for part in SETS[kind])
    group, parts = GROUPS[kind][1][0], SETS[kind]
    # one component by its name, the others by their keys
    named = [parts[0].zh, *(part.key for part in parts[1:])]
    levels = [part.levels[1] + 40.0 for part in parts]
    frame = pd.DataFrame(
        {
            "kind": "income",
            "group": group,
            "component": [*named, "total"],
            "year": 2022,
            "value": [*levels, sum(levels)],
            "published": "2023-01-20",
            "source": "bureau",
        }
    )
    report = cm.track(folders[kind], frame, as_of="2023-03-01")
    known = cm.read_actuals(frame, terms=cm.load_plan(folders[kind]).terms)
    assert [known.annual(group, 2022, component=part.key).value for part in parts] == levels
    told = "\n".join(table.to_text("zh") for table in report.tables())
    assert [part.zh for part in parts if part.zh not in told] == []
    assert [part.key for part in parts if part.key in told] == []
    with pytest.raises(cm.InputError, match=r"component must be one of the known options .*'luck'"):
        cm.read_actuals(frame.assign(component="luck"), terms=cm.load_plan(folders[kind]).terms)
    off = frame.assign(value=[*levels, sum(levels) + 50.0])
    with pytest.raises(cm.InputError, match="agree with its components"):
        cm.track(folders[kind], off, as_of="2023-03-01")


def changed(folder: Path, target: Path, name: str, old: str, new: str) -> Path:
    """Copy a folder with one text of a file replaced."""
    target.mkdir()
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        assert file.name != name or old in text
        (target / file.name).write_text(text.replace(old, new) if file.name == name else text, encoding="utf-8")
    return target


def test_only_what_is_net_may_be_negative(folders: dict[str, Path], tmp_path: Path) -> None:
    scenario = cm.scenario("plan", plan=folders["three"])
    assert scenario.baseline.levels[0].tolist() == [50_000.0, -1_200.0, 12_000.0]
    other = changed(folders["three"], tmp_path / "gross", "plan.toml", "may_be_negative = true\n", "")
    with pytest.raises(
        cm.InputError, match=r"资产所得 2021.* must be zero or more|base of .*property income.*zero or more"
    ):
        cm.scenario("plan", plan=other)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("base.csv", "owned", "owed", r"got 'owed'\); choose from: earned .*, owned .*, granted .*, total"),
        ("growth.csv", "owned", "owed", r"got 'owed'\); choose from: earned .*, owned .*, granted .*, total"),
        ("state.csv", "owned", "owed", r"got 'owed'\); choose from: .*earned.*, owned.*, granted"),
        ("state.csv", "outside", "inside", r"got 'inside'\); choose from: all.*, urban .*, rural .*, metro.*, outside"),
        ("levers.toml", '"granted"', '"given"', r"got 'given'\); choose from: earned .*, owned .*, granted"),
        ("plan.toml", 'key = "owned"', 'key = "metro"', r"component.key must not repeat \(got 'metro'\)"),
        ("plan.toml", 'key = "owned"', 'key = "total"', r"component.key must not repeat \(got 'total'\)"),
        ("plan.toml", 'key = "owned"', 'key = "2023"', r"component.key must begin with a letter .*\(got '2023'\)"),
        ("plan.toml", 'key = "owned"', 'key = "a.b"', r"component.key must begin with a letter .*\(got 'a.b'\)"),
    ],
)
def test_words_that_the_plan_does_not_have_are_refused(
    folders: dict[str, Path], tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.scenario("plan", plan=changed(folders["three"], tmp_path / "other", name, old, new))


def test_a_history_without_the_components_says_so(folders: dict[str, Path]) -> None:
    scenario = cm.scenario("plan", plan=folders["two"])
    with pytest.raises(cm.InputError, match=r"must hold cash income, income in kind \(got .*'?disposable_income"):
        cm.estimate_uncertainty(scenario, history=cm.load_series())
    own = cm.load_series(folders["two"] / "state.csv", terms=scenario.terms)
    assert cm.estimate_uncertainty(scenario, history=own).standard_deviation.shape == (2, 2)
    given = cm.Uncertainty(
        groups=scenario.group_keys,
        components=scenario.terms.components,
        standard_deviation=np.full((2, 2), 0.02),
        correlation=np.eye(4),
    )
    spread = given.with_spread("urban", "in_goods", 0.05)
    assert spread.standard_deviation.tolist() == [[0.02, 0.05], [0.02, 0.02]]
    assert spread.notes[-1].zh.endswith("实物所得 = 0.05")
    with pytest.raises(cm.InputError, match=r"got 'wages'\); choose from: in_cash .cash income., in_goods"):
        given.with_spread("urban", "wages", 0.05)


def test_a_folder_with_components_is_made_from_answers(tmp_path: Path) -> None:
    words = [
        *("init", str(tmp_path / "made"), "--title", "计划", "--issuer", "县", "--issued", "2022-03-01"),
        *("--region", "county", "--base-year", "2021", "--last-year", "2023", "--group", "metro:城里:town"),
        *("--component", "earned:劳动:earnings", "--component", "owned:资产:property:net"),
        *("--base", "metro=40000", "--split", "metro=75,25", "--growth", "metro=4%", "--growth", "metro.owned=2%"),
    ]
    done = CliRunner().invoke(program, words)
    assert done.exit_code == 0, done.output
    scenario = cm.scenario("plan", plan=tmp_path / "made")
    assert scenario.baseline.levels.tolist() == [[30_000.0, 10_000.0]]
    assert [part.may_be_negative for part in scenario.terms.components] == [False, True]
    # 2 % of the second part as printed, the rest of 4 % by the first
    assert cm.project(scenario).values[0, 1].tolist() == pytest.approx([10_000.0, 10_200.0, 10_404.0])
    for wrong, message in (
        (["--split", "metro=75,20,5"], "--split must have its form"),
        (["--component", "x:甲:x:gross"], "be net or left out"),
    ):
        other = [str(tmp_path / "other") if word.endswith("made") else word for word in words]
        at = other.index(wrong[0])
        done = CliRunner().invoke(program, [*other[:at], *wrong, *other[at + 2 :], "--lang", "en"])
        assert done.exit_code == 2
        assert message in done.stderr


def test_totals_of_the_folders_are_what_their_components_make() -> None:
    assert [total(SETS["three"], g) for g in (0, 1)] == [60_800, 46_000]


def literals(file: Path) -> set[str]:
    """Return the texts of a module that are no documentation."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    loose = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in loose
    }


def test_no_module_above_the_terms_names_a_component_of_the_bureau() -> None:
    # official tables and what the Bureau calls things are its own
    apart = {PACKAGE / "vocabulary.py", PACKAGE / "terms.py", *(PACKAGE / "official").rglob("*.py")}
    naming = {
        str(file.relative_to(PACKAGE)): named
        for file in sorted(set(PACKAGE.rglob("*.py")) - apart)
        if (named := literals(file) & set(BUREAU_KEYS))
    }
    assert naming == {}
