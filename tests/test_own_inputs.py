"""A command never writes into a file that it reads: the input would be lost."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ceheng_model.cli import program
from ceheng_model.tracking import NATIONAL_EXAMPLE as EXAMPLE


def ceheng(*arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments))


@pytest.mark.parametrize("name", ["own.csv", "link.csv", "hard.csv", "./own.csv"])
@pytest.mark.parametrize("option", ["-o", "--output"])
def test_a_result_never_takes_the_place_of_what_it_was_made_from(
    name: str, option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    content = EXAMPLE.read_bytes()
    (tmp_path / "own.csv").write_bytes(content)
    (tmp_path / "link.csv").symlink_to("own.csv")
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "own.csv")
    end = ceheng("track", "own.csv", option, name)
    assert (end.exit_code, end.stdout) == (2, "")
    assert "本命令要读取该文件" in end.stderr
    assert (tmp_path / "own.csv").read_bytes() == content


def test_a_result_never_takes_the_place_of_a_file_of_the_plan_or_a_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan/growth.csv").write_bytes(b"year\n")
    (tmp_path / "own.toml").write_bytes(b'name = "own"\n')
    for arguments in (
        ("project", "--plan", "plan", "-o", "plan/growth.csv"),
        ("project", "--plan", "plan", "--save", "plan/growth.csv"),
        ("project", "--plan", "plan", "--parquet", "plan/growth.csv", "--regions", "plan/growth.csv"),
        ("project", "--scenario", "own.toml", "-o", "own.toml"),
    ):
        end = ceheng(*arguments)
        assert end.exit_code == 2
        assert "本命令要读取该文件" in end.stderr
    assert (tmp_path / "plan/growth.csv").read_bytes() == b"year\n"
    # a scenario is saved where it was read: that is what its owner asks for
    end = ceheng("project", "--scenario", "own.toml", "--set", "rural=10%", "--save", "own.toml")
    assert end.exit_code == 0
    assert "0.1" in (tmp_path / "own.toml").read_text(encoding="utf-8")


def test_two_results_are_not_written_into_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    end = ceheng("project", "-o", "both", "--save", "both")
    assert end.exit_code == 2
    assert "--output 也写入该文件" in end.stderr
    assert not list(tmp_path.iterdir())
