"""The documentation shows what the program does: its commands and code run, and print what it says."""

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.cli import program
from ceheng_model.cli.entry import COMMANDS
from tests.counties import actual, frame
from tests.effort import PATIENCE

ROOT = Path(__file__).parent.parent
README = ("README.md", "README.zh-CN.md")
PAGES = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("**/*.md") if "_build" not in str(path)
)


def tree_of(request: pytest.FixtureRequest) -> str:
    """Return the tree of the page that is tried, whose tables its commands read; the English one outside of both."""
    name = request.node.callspec.params.get("name", "") if hasattr(request.node, "callspec") else ""
    return "docs" if re.match(r"docs/(tutorial|how-to|explanation|\w+\.md)", name) else "docs/en"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A folder with what the guides take for granted: a plan of one's own, scenario files, past figures, counties."""
    guides = f"{tree_of(request)}/how-to"
    mine = tmp_path / "my-county"
    shutil.copytree(ROOT / "data" / "plans" / "ceheng-2022-2024", mine)
    told = (mine / "plan.toml").read_text(encoding="utf-8")
    (mine / "plan.toml").write_text(told.replace("../../", f"{(ROOT / 'data').as_posix()}/"), encoding="utf-8")
    for name, component in (("slower-wages", "wages"), ("dry-year", "business")):
        change = f'[[growth]]\ngroups = ["rural"]\ncomponents = ["{component}"]\nset = 0.03\n'
        (tmp_path / f"{name}.toml").write_text(change, encoding="utf-8")
    shutil.copy(ROOT / "data" / "nbs_income.csv", tmp_path / "my-history.csv")
    (counties,) = (table for table in blocks(f"{guides}/many-regions.md", "text") if re.match("region,|地区,", table))
    (tmp_path / "counties.csv").write_text(counties, encoding="utf-8")
    (scenarios,) = (table for table in blocks(f"{guides}/compare.md", "text") if re.match("scenario,|情景,", table))
    for name in ("meeting.csv", "会议.csv"):
        (tmp_path / name).write_text(scenarios, encoding="utf-8")
    for name, table in (("guizhou", "guizhou_income_2018_2021"), ("guizhou-2023", "guizhou_income_2018_2023")):
        shutil.copy(ROOT / "data" / "examples" / f"{table}.csv", tmp_path / f"{name}.csv")
    tables = {
        "nbs": "nbs_annual_export",
        "yearbook": "fujian_6-3_urban",
        "regions": "regions_2020",
        "bulletin": "bulletin_2023",
    }
    for name, table in tables.items():
        shutil.copy(ROOT / "tests" / "official" / f"{table}.csv", tmp_path / f"{name}.csv")
    write_counties(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_counties(place: Path) -> None:
    """Write generated counties: a folder with a table of plans, and tables of incomes, residents and actual incomes."""
    table, known = frame(3), actual(3)
    (place / "counties").mkdir()
    table.to_csv(place / "counties" / "table.csv", index=False)
    (place / "counties" / "plans.toml").write_text('table = "table.csv"\n', encoding="utf-8")
    years = {"2019": 0.73, "2021": 0.88}
    incomes = {
        f"{year}年农村居民人均可支配收入（元）": (table["rural_base"] * part).round() for year, part in years.items()
    }
    pd.DataFrame({"地区": table["county"], **incomes}).to_csv(place / "official.csv", index=False)
    people = table.rename(columns={"county": "县名", "rural_residents": "农村人口"})
    people[["县名", "农村人口"]].to_csv(place / "people.csv", index=False)
    known[known["group"] == "rural"].to_csv(place / "actual.csv", index=False)


def blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def scripts(name: str) -> dict[str, str]:
    """The scripts of a page by their captions: blocks that are run as files of their own, not inside the tests."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"```\{code-block\} python\n:caption: (\S+)\n(.*?)```", text, re.DOTALL))


def run(line: str) -> str:
    done = CliRunner().invoke(program, shlex.split(line, comments=True)[1:], prog_name="ceheng")
    assert done.exit_code == 0, f"{line}\n{done.output}"
    return done.stdout


def squeezed(text: str) -> str:
    """Without spaces and rules: how wide a table is drawn does not matter."""
    return re.sub(r"[\s─]", "", text)


def holding(sign: str, language: str) -> list[str]:
    return [name for name in (*README, *PAGES) if any(sign in block for block in blocks(name, language))]


def test_the_reference_takes_the_charts_as_they_are_and_describes_their_constants() -> None:
    page = (ROOT / "docs" / "reference" / "python" / "charts.md").read_text(encoding="utf-8")
    (left_out,) = re.findall(
        r"^\.\. automodule:: ceheng_model\.charts\n   :members:\n   :member-order: bysource\n   :exclude-members: (.*)$",
        page,
        re.MULTILINE,
    )
    described = re.findall(r"^\.\. data:: (\w+)$", page, re.MULTILINE)
    assert sorted(left_out.split(", ")) == sorted(described)
    # the page takes the docstrings of functions and classes; what has none of its own is described there
    bare = {name for name in charts.__all__ if getattr(charts, name).__class__ in (int, tuple, dict)} | {"Axes", "Size"}
    assert set(described) == bare
    # what is said of the constants is what they are
    assert (charts.FORMATS, charts.DPI, charts.SIZES) == (("png", "svg", "pdf"), 300, ("word", "slide"))


def test_the_reference_has_every_command_and_option() -> None:
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    group: Any = typer.main.get_command(program)
    context = typer.Context(group)
    assert len(COMMANDS) >= 7
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert f"`ceheng {name}" in page, name
        for option in (option for parameter in command.params for option in parameter.opts if option[0] == "-"):
            assert f"`{option}" in page, f"{name} {option}"


@pytest.mark.parametrize("language", ["bash", "python"])
def test_both_readmes_show_the_same_commands(language: str) -> None:
    assert blocks("README.md", language)
    assert blocks("README.md", language) == blocks("README.zh-CN.md", language)


def test_the_notebook_lines_of_the_readme_run() -> None:
    (code,) = blocks("README.md", "python")
    exec(compile(code, "README.md", "exec"), {})


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_what_the_readme_prints_is_what_the_command_prints(name: str, language: str) -> None:
    printed = squeezed(run(f"ceheng --lang {language}"))
    (shown,) = (block for block in blocks(name, "text") if not block.startswith("$ "))
    for line in shown.splitlines():
        assert squeezed(line) in printed, line


@pytest.mark.slow
@pytest.mark.parametrize("name", holding("ceheng ", "bash"))
def test_every_command_shown_runs(name: str, folder: Path) -> None:
    lines = [line for block in blocks(name, "bash") for line in block.splitlines() if line.startswith("ceheng")]
    for line in lines:
        run(line)


@pytest.mark.slow
@pytest.mark.parametrize("name", README)
def test_every_command_named_in_the_readmes_runs(name: str, folder: Path) -> None:
    named = re.findall(r"`(ceheng [^`]+)`", (ROOT / name).read_text(encoding="utf-8"))
    assert len(named) > 5
    # it changes the settings of whoever runs it
    for line in set(named) - {"ceheng --install-completion"}:
        run(line)


@pytest.mark.parametrize("name", [*README, "CHANGELOG.md", "CONTRIBUTING.md", "data/README.md"])
def test_links_between_the_papers_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (ROOT / name).parent.joinpath(link).exists()] == []


def test_the_licence_of_what_others_made_goes_into_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = "".join((ROOT / name).read_text(encoding="utf-8") for name in project["license-files"])
    assert "Copyright (c) 2008, Frances Y. Kuo and Stephen Joe" in told
    assert "ceheng_model/ensemble/direction_numbers.py" in told


@pytest.mark.slow
@pytest.mark.parametrize("name", holding("$ ceheng", "text"))
def test_every_output_shown_is_what_the_command_prints(name: str, folder: Path) -> None:
    for block in blocks(name, "text"):
        command, *lines = block.splitlines()
        if command.startswith("$ ceheng"):
            printed = squeezed(run(command.removeprefix("$ ")))
            for line in lines:
                assert line == "..." or squeezed(line) in printed, line


def test_the_message_shown_is_the_message_given(folder: Path) -> None:
    table = Path("my-county") / "growth.csv"
    rows = table.read_text(encoding="utf-8").splitlines()
    assert rows[21] == "2023,rural,wages,20%,about,0.20,0.01,,"
    rows[21] = "2023,rural,wages,20%,about,20,0.01,,"
    table.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(cm.InputError, match="must be below 1") as raised:
        cm.load_plan("my-county")
    shown = blocks("docs/en/how-to/messages.md", "text")[0].replace("my-county/growth.csv", str(table))
    assert shown == f"{raised.value}\n"


def test_the_message_for_contributors_is_the_message_made() -> None:
    (code,), (shown,) = blocks("CONTRIBUTING.md", "python"), blocks("CONTRIBUTING.md", "text")
    names: dict[str, cm.Fault] = {}
    exec(compile(code, "CONTRIBUTING.md", "exec"), names)
    assert shown == f"{names['fault'].text('en')}\n{names['fault'].text('zh')}\n"


def test_the_scenario_file_shown_reads_back(folder: Path) -> None:
    (shown,) = blocks("docs/reference/scenario-files.md", "toml")
    Path("shown.toml").write_text(shown, encoding="utf-8")
    made = cm.read_scenario("shown.toml")
    # 2023 and 2024 are set, 2022 keeps the plan's 20 %
    assert made.growth[1, 0].tolist() == [0.2, 0.15, 0.15]
    cm.write_scenario(made, "again.toml")
    assert cm.scenario_toml(cm.read_scenario("again.toml")) == cm.scenario_toml(made)


@pytest.mark.parametrize("name", [page for page in holding("cm.", "python") if page not in README])
def test_python_in_the_guides_runs(name: str, folder: Path) -> None:
    names = {"cm": cm, "scenario": cm.scenario("plan"), "projection": cm.project(cm.scenario("plan"))}
    for code in blocks(name, "python"):
        exec(compile(code, name, "exec"), names)


@pytest.mark.parametrize("name", holding(">>> ", "pycon"))
def test_every_session_shown_is_what_python_prints(name: str, folder: Path) -> None:
    text = "\n".join(blocks(name, "pycon"))
    session = doctest.DocTestParser().get_doctest(text, {"cm": cm}, name, name, 0)
    told: list[str] = []
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    failed, tried = doctest.DocTestRunner(optionflags=flags).run(session, out=told.append)
    assert tried
    assert failed == 0, "".join(told)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["processes.py", "dask_here.py"])
def test_the_scripts_for_many_workers_run(name: str, folder: Path) -> None:
    assert "15,561.0" in run_script(name)


@pytest.mark.slow
def test_the_script_for_a_cluster_runs_with_the_address_of_a_scheduler(folder: Path) -> None:
    distributed = pytest.importorskip("distributed")
    settings = {"processes": False, "protocol": "tcp://", "dashboard_address": None}
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, **settings) as cluster:
        run_script("dask_there.py", cluster.scheduler_address)
    assert Path("bands.parquet").stat().st_size > 0


def run_script(name: str, *arguments: str) -> str:
    Path(name).write_text(scripts("docs/en/how-to/cluster.md")[name], encoding="utf-8")
    command = [sys.executable, "-W", "error", name, *arguments]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
