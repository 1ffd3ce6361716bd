"""Parquet by block: what is read back is what was projected, and nothing is ever half written."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import ceheng_model as cm
from ceheng_model.files import ParquetBlocks
from ceheng_model.projection.engine import MEMBERS_PER_BLOCK


def regions(count: int) -> cm.Scenario:
    totals = {"urban": 36000.0, "rural": 11000.0, "lifted": 11500.0}
    rows = [(f"{520000 + r}", g, "total", m + 7 * r) for r in range(count) for g, m in totals.items()]
    return cm.scenario("plan").with_regions(pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"]))


def test_what_is_read_back_is_the_projection(tmp_path: Path) -> None:
    count = 2 * MEMBERS_PER_BLOCK + 5
    path = tmp_path / "levels.parquet"
    projection = cm.project(regions(count), path=path)
    found = pd.read_parquet(path)
    assert list(found.columns) == ["region", "group", "component", "year", "level"]
    parts = found[found.component != "total"].reset_index(drop=True)
    expected = projection.levels.to_frame()
    for name in ("region", "group", "component", "year"):
        assert parts[name].tolist() == expected[name].tolist()
    assert (parts.level.to_numpy() == expected.level.to_numpy()).all()
    whole = found[found.component == "total"]
    assert (whole.level.to_numpy() == projection.totals.values.ravel()).all()
    file = pq.ParquetFile(path)
    sizes = [file.metadata.row_group(block).num_rows for block in range(file.num_row_groups)]
    assert sizes == [MEMBERS_PER_BLOCK * 60, MEMBERS_PER_BLOCK * 60, 5 * 60]  # 3 groups, 4 + 1 items, 4 years
    # a path makes no other projection
    assert (projection.values == cm.project(regions(count)).values).all()


def test_the_file_says_where_it_comes_from(tmp_path: Path) -> None:
    # urban open cells: 0.1 - 0.25 * 0.186 - 0.1 * 0.561 = -0.0026 below zero in the other share case
    made = regions(2).with_shares({"urban": "guizhou_2023q3"}).with_name("slow")
    cm.project(made, path=tmp_path / "x.parquet")
    said = {key.decode(): value.decode() for key, value in pq.read_schema(tmp_path / "x.parquet").metadata.items()}
    assert (said["library"], said["scenario_zh"]) == (f"ceheng_model {cm.__version__}", "slow")
    assert "2个地区中2个只给合计，按2023年前三季度贵州城镇居民的构成拆分（假定）" in said["baseline_zh"]
    assert "base 2021 of 2 regions: urban residents 36,000…36,007 yuan" in said["baseline_en"]
    assert "so positive growth and the printed total cannot both hold" in said["assumptions_en"]


def test_the_same_projection_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.parquet", "b.parquet"):
        cm.project(regions(3), path=tmp_path / name)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_one_path_and_alternatives_are_written_with_their_own_axes(tmp_path: Path) -> None:
    cm.project(cm.scenario("plan"), path=str(tmp_path / "one.parquet"))
    one = pd.read_parquet(tmp_path / "one.parquet")
    assert list(one.columns) == ["group", "component", "year", "level"]
    assert one[(one.group == "urban") & (one.component == "total") & (one.year == 2021)].level.tolist() == [36510]
    many = regions(2).with_growth("urban", "wages", np.array([[0.05], [0.1], [0.15]]))
    projection = cm.project(many, path=tmp_path / "many.parquet")
    found = pd.read_parquet(tmp_path / "many.parquet")
    assert list(found.columns)[:2] == ["alternative", "region"]
    cell = found[
        (found.alternative == 2) & (found.region == "520001") & (found.component == "wages") & (found.year == 2024)
    ]
    assert cell.level.tolist() == projection.values[2, 1, :, 0, 3].tolist()


def test_base_year_rows_can_be_given_back_as_regions(tmp_path: Path) -> None:
    first = regions(4)
    cm.project(first, path=tmp_path / "x.parquet")
    found = pd.read_parquet(tmp_path / "x.parquet").query("year == 2021")
    again = cm.scenario("plan").with_regions(found.rename(columns={"level": "value_yuan"}))
    assert again.baseline.regions == first.baseline.regions
    assert (again.growth == first.growth).all()


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write_and_raise(path: Path, error: BaseException) -> None:
    with ParquetBlocks(path, metadata={}) as blocks:
        blocks.write({"x": [1.0, 2.0]})
        raise error


def write(path: Path, *columns: dict[str, list[object]]) -> None:
    with ParquetBlocks(path, metadata={}) as blocks:
        for block in columns:
            blocks.write(block)


@pytest.mark.parametrize("kind", [RuntimeError, KeyboardInterrupt, OSError])
@pytest.mark.parametrize("before", [None, b"old"])
def test_a_failure_on_the_way_leaves_what_was_there(
    tmp_path: Path, kind: type[BaseException], before: bytes | None
) -> None:
    path = tmp_path / "x.parquet"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(kind, match="on the way"):
        write_and_raise(path, kind("on the way"))
    assert left(tmp_path) == ([] if before is None else ["x.parquet"])
    if before is not None:
        assert path.read_bytes() == before


def test_a_failure_before_the_first_block_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="early"), ParquetBlocks(tmp_path / "x.parquet", metadata={}):
        raise RuntimeError("early")
    assert left(tmp_path) == []


def test_an_interrupted_projection_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original, calls = ParquetBlocks.write, []

    def second_fails(self: ParquetBlocks, block: dict[str, object]) -> None:
        calls.append(len(block))
        if len(calls) == 2:
            raise KeyboardInterrupt("second block")
        original(self, block)  # type: ignore[arg-type]

    monkeypatch.setattr(ParquetBlocks, "write", second_fails)
    with pytest.raises(KeyboardInterrupt, match="second block"):
        cm.project(regions(MEMBERS_PER_BLOCK + 1), path=tmp_path / "x.parquet")
    assert len(calls) == 2
    assert left(tmp_path) == []


def test_blocks_of_one_file_have_the_same_columns(tmp_path: Path) -> None:
    others: list[dict[str, list[object]]] = [{"y": [1.0]}, {"x": [1.0], "y": [1.0]}, {"x": ["text"]}]
    for other in others:
        with pytest.raises((AssertionError, ValueError, TypeError), match=r"same columns|convert"):
            write(tmp_path / "x.parquet", {"x": [1.0]}, other)
    with pytest.raises(AssertionError, match="at least one block"):
        write(tmp_path / "x.parquet")
    assert left(tmp_path) == []


def test_a_path_that_cannot_be_written_is_named_before_anything_is_computed(tmp_path: Path) -> None:
    with pytest.raises(
        cm.OutputError, match=r"x.parquet: the output file must be writable \(got there is no such file"
    ):
        cm.project(regions(2), path=tmp_path / "nowhere" / "x.parquet")
    with pytest.raises(cm.OutputError, match=r"the output file must be writable \(got a folder\)") as caught:
        cm.project(regions(2), path=tmp_path)
    assert "输出文件必须可以写入" in caught.value.text("zh")
    assert left(tmp_path) == []


def full_once(original: Callable[..., object]) -> Callable[..., object]:
    """Return a call that finds the disk full, and room again when it is repeated in cleaning up."""
    calls: list[int] = []

    def call(*given: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            raise OSError(28, "No space left on device")
        return original(*given, **named)

    return call


@pytest.mark.parametrize("step", ["write", "close", "replace"])
def test_a_full_disk_is_reported_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    owner, name = {
        "write": (pq.ParquetWriter, "write_table"),
        "close": (pq.ParquetWriter, "close"),
        "replace": (Path, "replace"),
    }[step]
    monkeypatch.setattr(owner, name, full_once(getattr(owner, name)))
    with pytest.raises(cm.OutputError, match=r"must be writable \(got the disk is full\)"):
        cm.project(regions(2), path=tmp_path / "x.parquet")
    assert left(tmp_path) == []


def test_an_error_on_the_way_is_not_hidden_by_a_file_that_cannot_be_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pq.ParquetWriter, "close", full_once(pq.ParquetWriter.close))
    with pytest.raises(RuntimeError, match="first"):
        write_and_raise(tmp_path / "x.parquet", RuntimeError("first"))
    assert left(tmp_path) == []


def test_without_pyarrow_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    expected = (
        r'pyarrow, which writes Parquet files, must be installed \(got nothing\); pip install "ceheng-model\[parquet'
    )
    with pytest.raises(cm.OutputError, match=expected):
        cm.project(regions(2), path=tmp_path / "x.parquet")
    assert left(tmp_path) == []


def test_pyarrow_is_loaded_only_when_a_path_is_given() -> None:
    code = "import sys, ceheng_model as cm; cm.project(cm.scenario('plan')); print('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.skipif(os.name == "nt", reason="modes of files are not Windows's")
def test_the_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    cm.project(regions(2), path=tmp_path / "x.parquet")
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "x.parquet").stat().st_mode == (tmp_path / "plain").stat().st_mode
