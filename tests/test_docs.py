"""The documentation builds without a warning and needs nothing from outside."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOADED = re.compile(
    r"""<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)\s*=\s*["'](?:https?:)?//[^"']+""", re.IGNORECASE
)
IN_STYLE = re.compile(r"""(?:@import\s+|url\()\s*["']?(?:https?:)?//""", re.IGNORECASE)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-d", str(folder / "trees")]
    done = subprocess.run(
        [*command, "docs", str(folder / "html")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "html"


@pytest.mark.slow
def test_pages_load_nothing_from_outside(built: Path) -> None:
    pages = list(built.rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        assert LOADED.findall(page.read_text(encoding="utf-8")) == [], page
    for style in built.rglob("*.css"):
        assert IN_STYLE.findall(style.read_text(encoding="utf-8")) == [], style


@pytest.mark.slow
def test_formulas_are_drawn_by_the_browser_itself(built: Path) -> None:
    page = (built / "explanation" / "model.html").read_text(encoding="utf-8")
    assert page.count("<math") > 5
    assert "<mfrac>" in (built / "explanation" / "what-the-plan-gives.html").read_text(encoding="utf-8")
    assert "\\frac" not in page


@pytest.mark.slow
def test_notebooks_are_pages_with_their_results(built: Path) -> None:
    page = (built / "tutorial" / "01_first_projection.html").read_text(encoding="utf-8")
    assert "48,594.8" in page


def blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("language", ["bash", "python"])
def test_both_readmes_show_the_same_commands(language: str) -> None:
    assert blocks("README.md", language)
    assert blocks("README.md", language) == blocks("README.zh-CN.md", language)


def test_the_notebook_lines_of_the_readme_run() -> None:
    (code,) = blocks("README.md", "python")
    exec(compile(code, "README.md", "exec"), {})


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_what_the_readme_prints_is_what_the_command_prints(name: str, language: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ceheng_model", "--lang", language], capture_output=True, check=True, encoding="utf-8"
    )
    printed = "".join(done.stdout.split())
    (shown,) = blocks(name, "text")
    for line in shown.splitlines():
        assert "".join(line.split()).strip("─") in printed, line


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "how-to").glob("*.md")), ids=lambda path: path.stem)
def test_python_in_the_guides_runs(path: Path) -> None:
    import numpy as np

    import ceheng_model as cm

    names = {"cm": cm, "np": np, "scenario": cm.scenario("plan"), "projection": cm.project(cm.scenario("plan"))}
    for code in re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
        if "my-county" not in code:
            exec(compile(code, path.name, "exec"), names)
