"""What is released: the archives hold everything, install without a network, work outside the checkout, and go again."""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

import ceheng_model as cm
from tests.effort import PATIENCE

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow

STOP_AT_THE_NETWORK = """
import os, sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"}:
        os.write(2, f"asked the network: {event} {arguments}".encode())
        os._exit(99)

sys.addaudithook(refuse)
"""
"""A start-up module that ends the program as soon as it turns to a network."""


def run(command: Sequence[str | Path], place: Path, **settings: str) -> str:
    """Run a program outside the checkout with nothing of this environment but the path, and return what it prints."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COV_"))}
    environment |= {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **settings}
    done = subprocess.run(
        command,
        cwd=place,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build(source: Path, folder: Path, *kinds: str) -> list[Path]:
    flags = [flag for kind in kinds for flag in ("--target", kind)]
    run([sys.executable, "-m", "hatchling", "build", "--directory", folder, *flags], source)
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source archive and the wheel."""
    source, wheel = sorted(build(ROOT, tmp_path_factory.mktemp("archives"), "sdist", "wheel"), key=lambda p: p.suffix)
    assert (source.suffix, wheel.suffix) == (".gz", ".whl")
    return source, wheel


def members(archive: Path) -> set[str]:
    """What an archive holds, without the folder that a source archive stands in."""
    if archive.suffix == ".whl":
        return set(zipfile.ZipFile(archive).namelist())
    with tarfile.open(archive) as opened:
        return {name.partition("/")[2] for name in opened.getnames()}


def tracked(*places: str) -> set[str]:
    done = subprocess.run(["git", "ls-files", *places], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.splitlines())


def test_the_wheel_holds_what_runs_and_nothing_else(archives: tuple[Path, Path]) -> None:
    held = {name for name in members(archives[1]) if ".dist-info/" not in name}
    wanted = {
        name if name.startswith("ceheng_model/") else f"ceheng_model/{name}" for name in tracked("ceheng_model", "data")
    }
    assert held == wanted
    licences = {Path(name).name for name in members(archives[1]) if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-third-party"}


def test_the_source_archive_holds_the_project_and_makes_the_same_wheel(
    archives: tuple[Path, Path], tmp_path: Path
) -> None:
    source, wheel = archives
    # what a source archive adds of itself, and what only the repository needs
    assert members(source) >= tracked() - {".gitignore"}
    with tarfile.open(source) as opened:
        opened.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    (again,) = build(unpacked, tmp_path / "again", "wheel")
    before, after = zipfile.ZipFile(wheel), zipfile.ZipFile(again)
    assert sorted(before.namelist()) == sorted(after.namelist())
    assert [name for name in before.namelist() if before.read(name) != after.read(name)] == []


@pytest.fixture(scope="module")
def carried(archives: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of wheels as it is carried to a closed network: made with ``pip download``."""
    folder = tmp_path_factory.mktemp("wheels")
    run([sys.executable, "-m", "pip", "download", "--quiet", "--dest", folder, f"{archives[1]}[app]"], folder)
    return folder


@pytest.fixture(scope="module")
def desk(carried: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment outside the checkout, installed from that folder alone, which ends at any network."""
    place = tmp_path_factory.mktemp("desk")
    venv.create(place / "venv", with_pip=True)
    install(place, "--find-links", str(carried), "ceheng-model[app]")
    (packages(place) / "sitecustomize.py").write_text(STOP_AT_THE_NETWORK, encoding="utf-8")
    return place


def install(place: Path, *what: str) -> None:
    run([place / "venv" / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-index", *what], place)


def packages(place: Path) -> Path:
    (found,) = (place / "venv" / "lib").glob("python*/site-packages")
    return found


def ceheng(desk: Path, *arguments: str, home: Path) -> str:
    return run(
        [desk / "venv" / "bin" / "ceheng", *arguments], home, HOME=str(home), XDG_CACHE_HOME=str(home / ".cache")
    )


def test_the_network_is_refused_where_it_would_be_asked(desk: Path) -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 9))"
    done = subprocess.run(
        [desk / "venv" / "bin" / "python", "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 99
    assert "asked the network" in done.stderr


def test_the_wheel_does_all_its_work_outside_the_checkout(desk: Path, tmp_path: Path) -> None:
    def write(*arguments: str) -> None:
        ceheng(desk, *arguments, home=tmp_path)

    assert cm.__version__ in ceheng(desk, "--version", home=tmp_path)
    assert "48595元" in ceheng(desk, home=tmp_path).replace(",", "")
    for plan in sorted(path.name for path in (ROOT / "data" / "plans").iterdir()):
        assert len(ceheng(desk, "check", "--plan", plan, home=tmp_path).splitlines()) > 3
    write("page", "-o", "页.html")
    page = (tmp_path / "页.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in page
    write("brief", "-o", "简报.docx", "--draws", "2000")
    assert zipfile.is_zipfile(tmp_path / "简报.docx")
    write("workbook", "-o", "测算.xlsx")
    assert len(openpyxl.load_workbook(tmp_path / "测算.xlsx").sheetnames) > 5
    write("charts", "-o", "图.pdf", "--only", "ratio_paths")
    assert (tmp_path / "图.pdf").read_bytes().startswith(b"%PDF")
    said = {"title": "示例县居民增收计划", "issuer": "示例县人民政府", "issued": "2025-03-01", "region": "示例县"}
    figures = {"base-year": "2024", "last-year": "2027", "base": "rural=15000", "growth": "rural=9%以上"}
    figures["group"] = "rural:农村居民:rural residents"
    write("init", "新县", *(part for key, value in (said | figures).items() for part in (f"--{key}", value)))
    assert ceheng(desk, "--plan", "新县", home=tmp_path)
    # nothing is left in the home folder but what drawing needs: matplotlib's list of fonts
    hidden = {path.relative_to(tmp_path).parts[:2] for path in tmp_path.glob(".*/**/*") if path.is_file()}
    assert hidden <= {(".cache", "matplotlib"), (".config", "matplotlib")}


def test_an_upgrade_and_a_removal_leave_nothing_behind(
    archives: tuple[Path, Path], carried: Path, desk: Path, tmp_path: Path
) -> None:
    # an earlier version, with a module that the later one no longer has
    with tarfile.open(archives[0]) as opened:
        opened.extractall(tmp_path, filter="data")
    (earlier,) = tmp_path.iterdir()
    start = earlier / "ceheng_model" / "__init__.py"
    text = start.read_text(encoding="utf-8")
    start.write_text(text.replace(f'__version__ = "{cm.__version__}"', '__version__ = "0.1.0"'), encoding="utf-8")
    (earlier / "ceheng_model" / "of_earlier_days.py").write_text('"""Gone later."""\n', encoding="utf-8")
    (earlier / "PKG-INFO").unlink()
    (wheel,) = build(earlier, tmp_path / "wheel", "wheel")
    assert wheel.name.startswith("ceheng_model-0.1.0-")
    place = tmp_path / "desk"
    venv.create(place / "venv", with_pip=True)
    everything = {path.name for path in packages(place).iterdir()}
    install(place, "--no-deps", str(wheel))
    assert (packages(place) / "ceheng_model" / "of_earlier_days.py").exists()
    install(place, "--no-deps", "--upgrade", "--find-links", str(carried), "ceheng-model")
    assert not list(packages(place).glob("ceheng_model/**/of_earlier_days*"))
    installed = {path.name for path in packages(place).glob("ceheng_model*")}
    assert installed == {"ceheng_model", f"ceheng_model-{cm.__version__}.dist-info"}
    run([place / "venv" / "bin" / "python", "-m", "pip", "uninstall", "--quiet", "--yes", "ceheng-model"], place)
    assert {path.name for path in packages(place).iterdir()} == everything
    assert not list((place / "venv" / "bin").glob("*ceheng*"))


def test_the_main_job_loads_nothing_that_documents_pages_and_other_files_need(desk: Path, tmp_path: Path) -> None:
    code = "import sys; sys.argv = ['ceheng']\nfrom ceheng_model.cli import main\ntry: main()\nexcept SystemExit: print('loaded:', *sys.modules)"
    printed = run([desk / "venv" / "bin" / "python", "-c", code], tmp_path)
    loaded = {name.split(".")[0] for name in printed.rpartition("loaded:")[2].split()}
    needed = {"numpy", "typer", "rich"}
    others = {
        "pandas",
        "scipy",
        "fontTools",
        "highspy",
        "matplotlib",
        "docx",
        "lxml",
        "scoringrules",
        "tomli_w",
        "xlrd",
        "xlsxwriter",
        "zhplot",
        "starlette",
        "uvicorn",
    }
    assert needed <= loaded
    assert not others & loaded
