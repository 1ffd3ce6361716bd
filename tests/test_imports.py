"""What importing costs and changes, and what type checkers see."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import entry, program

PROJECT = "import ceheng_model as cm; cm.project(cm.scenario('plan')).totals"


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout


@pytest.mark.parametrize("code", [PROJECT, "import sys; sys.argv = ['ceheng', '-o', '{path}']; MAIN"])
def test_projecting_and_the_main_job_load_neither_scipy_nor_matplotlib(code: str, tmp_path: Path) -> None:
    main = "\ntry:\n    from ceheng_model.cli import main; main()\nexcept SystemExit as end:\n    assert not end.code"
    code = code.replace("{path}", (tmp_path / "out.txt").as_posix()).replace("MAIN", main)
    loaded = run(f"{code}\nimport sys; print(*sorted(sys.modules))").split()
    assert "numpy" in loaded
    assert not {"scipy", "matplotlib", "pandas"} & {name.split(".")[0] for name in loaded}
    assert not {f"ceheng_model.{room}" for room in ("app", "auditing", "charts", "documents", "ensemble")} & set(loaded)


def test_importing_the_library_alone_loads_no_other_package() -> None:
    before, after = run("import sys; print(*sys.modules)\nimport ceheng_model; print(*sys.modules)").splitlines()
    brought = {name.split(".")[0] for name in set(after.split()) - set(before.split())}
    assert brought - sys.stdlib_module_names == {"ceheng_model"}


def test_a_workbook_loads_no_room_that_draws(tmp_path: Path) -> None:
    path = (tmp_path / "plan.xlsx").as_posix()
    code = f"cm.write_workbook(cm.scenario('plan'), '{path}')"
    loaded = run(f"import ceheng_model as cm; {code}; import sys; print(*sys.modules)").split()
    assert "xlsxwriter" in loaded
    rooms = {".".join(name.split(".")[:2]) for name in loaded}
    assert not {"ceheng_model.ensemble", "ceheng_model.uncertainty"} & rooms


def test_every_command_is_a_file_of_its_name_and_is_loaded_when_it_is_asked_for() -> None:
    files = {path.stem for path in Path(entry.__file__).parent.glob("*.py")}
    shared = {
        "answers",
        "bulletin_options",
        "completion",
        "consoles",
        "county_options",
        "defaults",
        "endings",
        "entry",
        "help_page",
        "language",
        "missing",
        "option_values",
        "options",
        "output",
        "own_inputs",
        "placeholders",
        "readings",
        "screen",
        "statuses",
        "table_files",
        "usage",
    }
    assert files == {*entry.COMMANDS, *shared, "__init__"}
    for name in entry.COMMANDS:
        code = f"""
import sys
from ceheng_model.cli import program
try: program(["{name}", "--help"])
except SystemExit: pass
print("loaded:", *(name for name in sys.modules if name.startswith("ceheng_model.cli.")))"""
        loaded = run(code).rpartition("loaded: ")[2].split()
        # what lies deeper belongs to a command
        commands = {each.rpartition(".")[2] for each in loaded if each.count(".") == 2} - shared - {"given"}
        assert commands == {name}


def test_the_help_lists_every_command_in_order_and_a_mistyped_name_is_answered() -> None:
    # what stands below the commands is prose
    shown = CliRunner().invoke(program, ["--help"]).stdout.rpartition("\n\n")[0]
    rows = [line.split()[0] for line in shown.splitlines() if line[:2] == "  " and line[2:3].isalpha()]
    assert [row for row in rows if row in entry.COMMANDS] == list(entry.COMMANDS)
    mistyped = CliRunner().invoke(program, ["chek"])
    assert mistyped.exit_code == 2
    assert (
        mistyped.stderr
        == "命令必须为已有的命令（现为 “chek”）；最相近的：check（逐条校验方案的承诺）；全部见 ceheng --help。\n"
    )


@pytest.mark.parametrize(
    ("line", "came", "option"),
    [
        (["\u2014full"], "\u2014full", "--full"),
        (["\u2014\u2014set", "农村=15%"], "\u2014\u2014set", "--set"),
        (["\uff0d\uff0dfull"], "\uff0d\uff0dfull", "--full"),
        (["solve", "收入比=2.8", "\u2014vary", "农村"], "\u2014vary", "--vary"),
        (["check", "\u2013-lang", "en"], "\u2013-lang", "--lang"),
    ],
)
def test_an_option_behind_a_dash_of_a_text_processor_is_answered(line: list[str], came: str, option: str) -> None:
    answered = CliRunner().invoke(program, line)
    assert answered.exit_code == 2
    assert answered.stderr == f"选项前的符号必须写作两个半角连字符（现为 “{came}”）；写作 {option}。\n"


def test_importing_changes_nothing_in_the_users_process() -> None:
    code = """
import locale, sys, warnings, os, numpy, scipy.optimize
before = (warnings.filters[:], locale.setlocale(locale.LC_ALL), dict(os.environ))
import ceheng_model as cm
for name in cm.__all__:
    getattr(cm, name)
print(before == (warnings.filters[:], locale.setlocale(locale.LC_ALL), dict(os.environ)))
"""
    assert run(code).strip() == "True"


def test_every_public_name_resolves_lazily_and_is_listed() -> None:
    assert set(cm.__all__) <= set(dir(cm))
    for name in cm.__all__:
        assert getattr(cm, name) is not None
    with pytest.raises(AttributeError, match="module 'ceheng_model' has no attribute 'nothing'"):
        cm.__getattr__("nothing")


def test_no_private_module_of_another_package_is_imported() -> None:
    # what is private moves from version to version, and the lowest ones that are named have to do
    room = Path(cm.__file__).parent
    found = [
        (path.relative_to(room).as_posix(), name)
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported_by(node)
        if name.partition(".")[0] not in {"ceheng_model", "_typeshed"} | sys.stdlib_module_names
        and re.search(r"\._", name)
    ]
    # there in every version that is named; before 3.11 what it does is left alone
    assert found == [("charts/drawing/pdf_pages.py", "matplotlib.backends._backend_pdf_ps")]


def imported_by(node: ast.AST) -> list[str]:
    """Return the modules that a statement imports, with what it takes out of them."""
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{each.name}" for each in node.names]
    return []


@pytest.mark.slow
def test_type_checker_sees_public_names_and_rejects_others(tmp_path: Path) -> None:
    file = tmp_path / "use.py"
    file.write_text("import ceheng_model as cm\nreveal_type(cm.project)\ncm.nothing\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 'Module has no attribute "nothing"' in done.stdout
    assert "def (scenario: ceheng_model.scenarios.growth_scenario.Scenario, *, path: " in done.stdout
    assert "-> ceheng_model.projection.projection.Projection" in done.stdout
    assert done.stdout.count("error:") == 1
