"""Write again and again, to be killed: ``python -m tests.writers WRITER FOLDER``; every writer of the library."""

import sys
from collections.abc import Callable
from pathlib import Path

from ceheng_model.files import ParquetBlocks, whole_folder, write_scratch, write_together, write_whole

BLOCK = 50_000
TURNS = 1_000_000
ROWS = 10_000


def content(turn: int) -> bytes:
    """The content of a turn: whole if its first and its last line name the same turn and all between them."""
    line = f"{turn:08d}\n".encode()
    return line * (BLOCK // len(line) * (1 + turn % 3))


def is_whole(raw: bytes) -> bool:
    return bool(raw) and raw == content(int(raw[:8]))


def whole(folder: Path, turn: int) -> None:
    write_whole(folder / "a.csv", content(turn))


def together(folder: Path, turn: int) -> None:
    write_together(folder, {"a.docx": content(turn), "a.html": content(turn)})


def plan(folder: Path, turn: int) -> None:
    with whole_folder(folder / f"plan-{turn}") as draft:
        for name in ("plan.toml", "growth.csv"):
            write_scratch(draft / name, content(turn))


def parquet(folder: Path, turn: int) -> None:
    with ParquetBlocks(folder / "a.parquet", metadata={"turn": str(turn)}) as blocks:
        for _ in range(3):
            blocks.write({"turn": [turn] * ROWS, "number": list(range(turn, turn + ROWS))})


WRITERS: dict[str, Callable[[Path, int], None]] = {
    "whole": whole,
    "together": together,
    "plan": plan,
    "parquet": parquet,
}

if __name__ == "__main__":
    write, place = WRITERS[sys.argv[1]], Path(sys.argv[2])
    # what is loaded at the first turn is no part of what is killed
    write(place, 0)
    print("ready", flush=True)
    for number in range(1, TURNS):
        write(place, number)
