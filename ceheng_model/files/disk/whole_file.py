"""Write files whole: at every moment each holds the old content or the new one, whatever ends the run.

The door through which everything goes that the library writes.
"""

import contextlib
import os
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from ceheng_model.errors import Fault, OutputError
from ceheng_model.files.disk.part_file import (
    Part,
    Written,
    clear_leftovers,
    folder_lock,
    part_path,
    place_of,
    sync,
    write_straight,
)
from ceheng_model.system_messages import os_error, os_words
from ceheng_model.vocabulary import Text

_WAYS: Mapping[str, Text] = {
    "ENOSPC": Text("请腾出空间或换一个磁盘", "free some space or take another disk"),
    "EDQUOT": Text("请腾出空间或换一个磁盘", "free some space or take another disk"),
    "ENOENT": Text("请先建立所在的文件夹", "make the folder first"),
    "EISDIR": Text("请写明文件名", "give the name of a file"),
    "ENAMETOOLONG": Text("请缩短名称", "take a shorter name"),
    "EROFS": Text("请换一个位置", "take another place"),
}
_WAY = Text(
    "请检查文件与文件夹的权限、文件是否被其他程序打开",
    "check that file and folder may be written to and that no program holds the file open",
)


def write_whole(path: Path, content: str | bytes, *, encoding: str = "utf-8") -> Written:
    """Write a file completely or leave what was there.

    Links are followed, and the mode of a file that stands there is kept, its owner where that is permitted. What
    is no ordinary file, a device or a pipe, takes the content as it is. Raises `OutputError` when it cannot be written.
    """
    # half of a pair, from the name of a file that is no text, has no bytes of its own
    raw = content.encode(encoding, errors="replace") if isinstance(content, str) else content
    with told(path):
        place = place_of(path)
        if not place.is_file:
            write_straight(place, raw)
            return Written(path=path, is_file=False)
        part = Part(path)
        try:
            part.fill(raw)
            return part.put()
        finally:
            part.drop()


def write_together(folder: Path, contents: Mapping[str, bytes]) -> tuple[Written, ...]:
    """Write files into a folder: where one cannot be written, what stood there before stands there again.

    Each file is whole at every moment. A run that is killed between two of them leaves a mixed pair: files that
    belong together name their run. Raises `OutputError` naming the file, or the folder, that cannot be written.
    """
    is_new = make_folder(folder)
    parts: list[Part] = []
    try:
        for name, content in contents.items():
            with told(folder / name):
                parts.append(Part(folder / name))
                parts[-1].fill(content)
        return _swap(parts)
    except BaseException:
        for part in parts:
            part.drop()
        if is_new:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    finally:
        for part in parts:
            part.drop()


def write_scratch(path: Path, content: str | bytes) -> None:
    """Write a file into a temporary folder of this process, where nobody else reads it and nothing stands yet.

    `OSError` is left to the caller, who knows what the folder is for.
    """
    path.write_bytes(content.encode(errors="replace") if isinstance(content, str) else content)


def make_folder(folder: Path) -> bool:
    """Make a folder and those above it; return whether it was not there. Raises `OutputError` where it cannot be."""
    with told(folder):
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            if not folder.is_dir():
                raise os_error("ENOTDIR") from None
            return False
    return True


@contextlib.contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a temporary folder that becomes `folder`, absent or empty so far, when the ``with`` block ends well.

    Any exception removes it with all that is in it; `OSError` is left to the caller, who knows what the folder is.
    """
    target = Path(os.path.realpath(folder))
    target.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(target.parent)
    temporary = part_path(target)
    temporary.mkdir()
    lock = folder_lock(temporary)
    try:
        yield temporary
        for path in temporary.rglob("*"):
            sync(path)
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        if sys.platform == "win32":  # pragma: no cover - elsewhere a folder takes the place of an empty one in one step
            target.rmdir()
        temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        if lock is not None:
            os.close(lock)


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise what the system answers about a file as `OutputError`."""
    try:
        yield
    except OutputError:
        raise
    except (OSError, ValueError) as error:
        # a reader that ends early wants no message
        if isinstance(error, BrokenPipeError):
            raise
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError | ValueError) -> OutputError:
    """Return the error of a file that could not be written."""
    # a name with signs that no file system holds is a ValueError in Python
    answer = error if isinstance(error, OSError) else os_error("EINVAL")
    numbered = {os_error(name).errno: way for name, way in _WAYS.items()}
    return OutputError(
        Fault(
            what=Text("输出文件", "the output file"),
            rule=Text("可以写入", "be writable"),
            got=os_words(answer),
            way_out=numbered.get(answer.errno, _WAY),
            place=Text.same(path),
        )
    )


def _swap(parts: list[Part]) -> tuple[Written, ...]:
    """Put parts in place; where one cannot be, put back copies of what the others replaced."""
    kept: list[Part | None] = []
    written: list[Written] = []
    try:
        for part in parts:
            with told(part.asked):
                kept.append(_copied(part))
        for part in parts:
            with told(part.asked):
                written.append(part.put())
    except BaseException:
        _put_back(list(zip(parts, kept, strict=False))[: len(written)])
        raise
    finally:
        for copy in kept:
            if copy is not None:
                copy.drop()
    return tuple(written)


def _put_back(written: list[tuple[Part, Part | None]]) -> None:
    """Undo what was put in place, the last first, from the copies of what stood there."""
    for part, copy in reversed(written):
        if copy is not None:
            copy.put()
        elif part.place.is_file:
            part.place.target.unlink(missing_ok=True)


def _copied(part: Part) -> Part | None:
    if not part.place.is_file or part.place.standing is None:
        return None
    copy = Part(part.asked)
    try:
        copy.fill(part.place.target.read_bytes())
    except BaseException:
        copy.drop()
        raise
    return copy
