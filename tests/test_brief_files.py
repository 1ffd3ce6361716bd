"""Writing a brief: all of its files or none, the same bytes, and clear words when it cannot be."""

import os
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.brief import write_brief
from ceheng_model.documents.paper import Letterhead, load_profile, pictures
from ceheng_model.files import Written, write_together
from ceheng_model.files.disk.part_file import Part
from tests.briefs import DRAWS, files, found

TWO = {"a.docx": b"new a", "a.html": b"new b"}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_brief_is_written_as_word_and_page(tmp_path: Path) -> None:
    written = write_brief(found(), tmp_path / "new" / "folder", length="full")
    assert [path.name for path in written.files] == ["brief.docx", "brief.html"]
    assert names(tmp_path / "new" / "folder") == ["brief.docx", "brief.html"]
    assert written.paper.title.zh.startswith("关于《册亨县")
    # two runs, the charts drawn anew
    assert written.files[0].read_bytes() == files()["docx"]
    assert written.files[1].read_bytes() == files()["html"]


def test_formats_languages_and_profiles_are_chosen(tmp_path: Path) -> None:
    head = Letterhead(signed="县统计局", day=date(2022, 12, 1))
    written = write_brief(
        cm.scenario("plan"),
        tmp_path,
        language="en",
        formats=["html"],
        draws=DRAWS,
        profile=load_profile(),
        letterhead=head,
    )
    assert names(tmp_path) == ["brief.en.html"]
    assert "1 December 2022" in written.files[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"language": "fr"}, r"language of write_brief must be one of the known options \(got 'fr'\)"),
        (
            {"formats": ["pdf"]},
            r"the format must be one of the known options \(got 'pdf'\); choose from: docx \(document\), html \(web page\)",
        ),
        ({"formats": []}, r"the format must be one of the known options \(got nothing\)"),
        ({"formats": "pdf"}, r"\(got 'pdf'\)"),
        ({"profile": "a4"}, r"the profile .* must be one of the known options \(got 'a4'\)"),
        ({"draws": 5}, r"draws must be given with a scenario \(got 5\); for a finished analysis give it to analyse"),
        ({"seed": 5}, r"seed must be given with a scenario"),
        ({"probability": 0.5}, r"probability must be given with a scenario"),
    ],
)
def test_what_does_not_exist_is_refused(tmp_path: Path, given: dict[str, Any], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        write_brief(found(), tmp_path / "out", **given)
    assert not (tmp_path / "out").exists()


def test_an_uncertainty_belongs_to_the_analysis(tmp_path: Path) -> None:
    wide = cm.estimate_uncertainty(cm.scenario("plan"))
    with pytest.raises(cm.InputError, match="uncertainty must be given with a scenario"):
        write_brief(found(), tmp_path, uncertainty=wide)


def test_files_replace_those_that_were_there(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"old")
    assert [one.path for one in write_together(tmp_path, TWO)] == [tmp_path / "a.docx", tmp_path / "a.html"]
    assert (tmp_path / "a.docx").read_bytes() == b"new a"
    assert names(tmp_path) == ["a.docx", "a.html"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(
        cm.OutputError, match=r"file: the output file must be writable \(got a part of the path is no folder\)"
    ):
        write_together(tmp_path / "file", TWO)
    with pytest.raises(cm.OutputError, match="must be writable"):
        write_together(tmp_path / "file" / "below", TWO)
    assert (tmp_path / "file").read_text() == "x"


def test_a_folder_in_the_place_of_a_file_stops_both(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"old")
    (tmp_path / "a.html").mkdir()
    with pytest.raises(cm.OutputError, match=r"a.html: the output file must be writable \(got a folder\)"):
        write_together(tmp_path, TWO)
    assert (tmp_path / "a.docx").read_bytes() == b"old"
    assert names(tmp_path) == ["a.docx", "a.html"]


@pytest.mark.parametrize("there", [True, False])
def test_a_file_held_open_elsewhere_stops_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    # as Windows answers for a file that Word holds open
    if there:
        (tmp_path / "a.docx").write_bytes(b"old a")
        (tmp_path / "a.html").write_bytes(b"old b")
    true_way = Part.put

    def held(part: Part) -> Written:
        if part.asked.name == "a.html":
            raise PermissionError(13, "Permission denied")
        return true_way(part)

    monkeypatch.setattr(Part, "put", held)
    with pytest.raises(cm.OutputError, match=r"a.html: the output file .*check that .* no program holds the file open"):
        write_together(tmp_path, TWO)
    assert names(tmp_path) == (["a.docx", "a.html"] if there else [])
    if there:
        assert (tmp_path / "a.docx").read_bytes() == b"old a"
        assert (tmp_path / "a.html").read_bytes() == b"old b"


def test_a_folder_made_for_nothing_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_part: Part, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Part, "fill", full)
    with pytest.raises(cm.OutputError, match="the disk is full"):
        write_together(tmp_path / "out", TWO)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(cm.OutputError, match="permission is denied"):
        write_together(tmp_path, TWO)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs to mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_what_was_there(small: Path) -> None:
    (small / "a.docx").write_bytes(b"old")
    with pytest.raises(cm.OutputError, match=r"the output file must be writable \(got the disk is full\)"):
        write_together(small, {"a.docx": b"x" * 40_000, "a.html": b"x" * 40_000})
    assert names(small) == ["a.docx"]
    assert (small / "a.docx").read_bytes() == b"old"


def test_a_brief_without_charts_draws_none() -> None:
    assert pictures.draw_pictures((), "zh", png=True, svg=True) == ()


def run(*arguments: str) -> Any:
    return CliRunner().invoke(program, ["brief", *arguments])


def test_the_command_writes_a_brief(tmp_path: Path) -> None:
    profile = tmp_path / "mine.toml"
    profile.write_text('based_on = "gbt-9704-2012"\n[page]\ntop_mm = 30\n', encoding="utf-8")
    options = [
        "--format",
        "html",
        "--draws",
        "2000",
        "--profile",
        str(profile),
        "--to",
        "县人民政府",
        "--signed",
        "县统计局",
    ]
    done = run(
        "-o", str(tmp_path / "out"), *options, "--date", "2022-12-01", "--own-spread", "2%", "--probability", "90%"
    )
    assert done.exit_code == 0, done.output
    assert done.stderr == f"已写入 {tmp_path / 'out' / 'brief.html'}：测算报告（网页）\n"
    text = (tmp_path / "out" / "brief.html").read_text(encoding="utf-8")
    for part in (
        "margin: 30mm",
        "县人民政府：",
        "县统计局",
        "2022年12月1日",
        "以90%的概率达到所需的增速",
        "模拟8,192次",
    ):
        assert part in text
    assert run("-o", str(tmp_path / "out"), *options, "--quiet").output == ""


def test_the_command_tells_what_is_wrong(tmp_path: Path) -> None:
    for options, message in (
        (["--lang", "en"], "-o, the folder to write to, must be given (got nothing); for example -o briefing."),
        (["-o", str(tmp_path), "--format", "pdf", "--lang", "en"], "the format must be one of the known options"),
        (
            ["-o", str(tmp_path), "--date", "1.12.", "--lang", "en"],
            "--date must be a date (got '1.12.'); write 2022-12-01.",
        ),
        (["-o", str(tmp_path), "--profile", "a4"], "版式（名称或 .toml 文件）必须为已知选项之一"),
        (["-o", str(tmp_path), "--probability", "x", "--lang", "en"], "--probability must have its form"),
    ):
        done = run(*options)
        assert done.exit_code == 2, done.output
        assert message in done.stderr
    assert names(tmp_path) == []
