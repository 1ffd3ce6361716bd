"""What every test keeps to: a message is named, a comparison asserted, no clock judges, one profile of Hypothesis."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.effort import LONG, examples, part

TESTS = Path(__file__).parent
FILES = sorted(TESTS.rglob("*.py"))
CLOSE = {"isclose", "allclose"}
WAITS = {"timeout", "default_timeout"}
CLOCKS = {"perf_counter", "perf_counter_ns", "process_time", "time", "time_ns", "monotonic", "monotonic_ns"}


def name_of(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def without_match(tree: ast.AST) -> Iterator[int]:
    """Lines on which an exception or a warning is expected whatever it says."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if name_of(call.func) in {"raises", "warns"} and not any(keyword.arg == "match" for keyword in call.keywords):
            yield call.lineno


def unasserted(tree: ast.AST) -> Iterator[int]:
    """Lines on which a comparison of numbers is made and forgotten."""
    for statement in (node for node in ast.walk(tree) if isinstance(node, ast.Expr)):
        value: ast.expr | None = statement.value
        while isinstance(value, ast.Call) and name_of(value.func) in {"all", "any"}:
            # a method of what was compared, or a function of it
            value = value.args[0] if value.args else getattr(value.func, "value", None)
        if isinstance(value, ast.Call) and name_of(value.func) in CLOSE:
            yield statement.lineno


def timed(tree: ast.AST) -> Iterator[int]:
    """Lines that set a profile of their own, a patience of their own, or read a clock."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in {"deadline", "max_examples", "suppress_health_check"}:
            yield node.lineno
        if isinstance(node, ast.keyword) and node.arg in WAITS and isinstance(node.value, ast.Constant):
            yield node.lineno
        if isinstance(node, ast.Call) and name_of(node.func) in CLOCKS:
            yield node.lineno


def test_the_scans_see_what_they_look_for() -> None:
    found = ast.parse(
        "with pytest.raises(ValueError): pass\n"
        "np.isclose(1, 2)\nnp.allclose(1, 2)\nnp.isclose(1, [1, 2]).all()\nnp.all(isclose(1, [1, 2]))\n"
        "@settings(deadline=None)\ndef f(): start = time.perf_counter()\nrun(timeout=20)\n"
        "assert np.isclose(1, 1)\nx = np.isclose(1, 1)\nwith pytest.raises(ValueError, match='m'): pass\nsleep(1)\n"
    )
    assert (list(without_match(found)), list(unasserted(found)), sorted(timed(found))) == ([1], [2, 3, 4, 5], [6, 7, 8])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TESTS).as_posix())
def test_messages_are_named_comparisons_asserted_and_no_clock_judges(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert list(without_match(tree)) == []
    assert list(unasserted(tree)) == []
    # benchmarks judge ratios; browsing waits for a server, terminals for what is shown; the profiles stand in two files
    if path.parent.name != "benchmarks" and path.name not in {
        "browsing.py",
        "conftest.py",
        "effort.py",
        "terminals.py",
    }:
        assert list(timed(tree)) == []


def test_the_profile_knows_no_time_and_a_run_is_the_same_anywhere() -> None:
    profile = settings()
    assert profile.deadline is None
    assert HealthCheck.too_slow in profile.suppress_health_check
    assert profile.derandomize is not LONG
    assert examples(15).max_examples == profile.max_examples * 15 // 100 > 0


def test_a_part_is_the_same_in_every_run_and_a_long_run_takes_all() -> None:
    cases = list(range(50))
    if LONG:
        assert part(cases, 3) == cases
        return
    chosen = part(cases, 10)
    assert chosen == part(cases, 10) == sorted(chosen)
    assert (len(set(chosen)), chosen[0]) == (10, 0)
    assert part(cases, 50) == part(cases, 99) == cases


def test_the_long_part_runs_only_when_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "from tests.conftest import pytest_collection_modifyitems\n", encoding="utf-8"
    )
    (tmp_path / "test_it.py").write_text(
        "import pytest\n@pytest.mark.long\ndef test_all(): pass\ndef test_some(): pass\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, str(tmp_path)]
    environment = {name: value for name, value in os.environ.items() if name != "CEHENG_TESTS"}
    for setting, told in ((None, "1 passed, 1 deselected"), ("long", "2 passed")):
        chosen = environment if setting is None else environment | {"CEHENG_TESTS": setting}
        done = subprocess.run(command, env=chosen, cwd=TESTS.parent, capture_output=True, text=True, check=False)
        assert told in done.stdout, done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("script", [TESTS / "run", TESTS.parent / ".ci" / "run"], ids=["tests", "ci"])
def test_every_script_that_starts_the_tests_can_be_read_by_a_shell(script: Path) -> None:
    read = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)
    assert read.returncode == 0, read.stderr


def test_every_way_to_start_the_tests_that_the_script_lists_is_one_of_its_cases() -> None:
    text = (TESTS / "run").read_text(encoding="utf-8")
    listed = set(re.findall(r"^#   bash tests/run ([a-z]+)", text, flags=re.MULTILINE))
    assert listed
    assert listed | {"all"} == set(re.findall(r"^    ([a-z]+)\)$", text, flags=re.MULTILINE))
