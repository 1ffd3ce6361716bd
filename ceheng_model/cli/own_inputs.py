"""Keep what a command writes off the files that it reads: a result that takes their place loses them."""

from collections.abc import Iterator, Mapping
from os.path import samestat
from pathlib import Path

from ceheng_model.errors import Fault, raise_faults
from ceheng_model.vocabulary import Template, Text

_OUTPUTS = {"output": "--output", "template": "--template", "parquet": "--parquet", "save": "--save"}
_NAMES_OR_FILES = ("scenario", "against", "items", "since")
"""Options and arguments that name files in texts."""


def require_apart(given: Mapping[str, object]) -> None:
    """Refuse options by which a command would write into a file that it reads, or into one file twice.

    Links and other names of a file count as the file; what is no ordinary file loses nothing. A scenario may be
    saved where it was read. Raises `InputError` with every fault.
    """
    raise_faults(list(_faults(given)))


def _faults(given: Mapping[str, object]) -> Iterator[Fault]:
    written: list[tuple[str, Path]] = []
    for key, option in _OUTPUTS.items():
        path = given.get(key)
        if not isinstance(path, Path):
            continue
        first = next((name for name, other in written if _leads_to(path, other) or path == other), None)
        if first is not None:
            yield _fault(option, path, _TWICE.format(first=first))
        elif any(_holds(source, path) for source in _inputs(given, key)):
            yield _fault(option, path, _ELSEWHERE)
        written.append((option, path))


def _inputs(given: Mapping[str, object], output: str) -> Iterator[Path]:
    for key, value in given.items():
        if isinstance(value, Path) and key not in _OUTPUTS:
            yield value
        elif key in _NAMES_OR_FILES and output != "save":
            yield from (Path(item) for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))


def _holds(source: Path, target: Path) -> bool:
    """Return whether a file is the source itself, or stands in a folder that is read."""
    if _leads_to(source, target):
        return True
    try:
        return any(_leads_to(inside, target) for inside in source.iterdir())
    except OSError:
        return False


def _leads_to(one: Path, other: Path) -> bool:
    try:
        first, second = one.stat(), other.stat()
        return samestat(first, second) and one.is_file()
    except (OSError, ValueError):
        # what is not there is nobody's input
        return False


def _fault(option: str, path: Path, way_out: Text) -> Fault:
    return Fault(
        what=Text.same(option),
        rule=Text("为另一个文件", "be another file"),
        got=str(path),
        way_out=way_out,
    )


_ELSEWHERE = Text("本命令要读取该文件，写入会使其内容丢失；换一个文件名", "this command reads it: take another name")
_TWICE = Template("{first} 也写入该文件；换一个文件名", "{first} is written there, too: take another name")
