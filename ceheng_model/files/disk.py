"""Find and read files, and write them and whole folders completely or not at all."""

import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ceheng_model.errors import Fault, InputError, OutputError
from ceheng_model.vocabulary import Text

_PACKAGE = Path(__file__).resolve().parent.parent
INPUT = Text("输入文件", "the input file")
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time stamp that a zip file can hold: the same content gives the same bytes."""


def shipped(*parts: str) -> Path:
    """Return the path of a data file that comes with the library, in a wheel or in a checkout."""
    inside = _PACKAGE / "data"
    root = inside if inside.is_dir() else _PACKAGE.parent / "data"
    return root.joinpath(*parts)


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 (with or without BOM) or GB18030 file; raise `InputError` otherwise."""
    return decoded(
        read_bytes(path),
        place=Text.same(path),
        way_out=Text("请另存为“CSV UTF-8”", "save it again as 'CSV UTF-8'"),
    )


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raise `InputError` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(unreadable(path, error)) from error


def decoded(raw: bytes, *, place: Text, way_out: Text) -> str:
    """Return text from UTF-8 (with or without BOM) or GB18030; raise `InputError` for other encodings."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        Fault(
            what=Text("文件编码", "the file's encoding"),
            rule=Text("为 UTF-8 或 GB18030（GBK）", "be UTF-8 or GB18030 (GBK)"),
            got=f"{raw[:12]!r}",
            way_out=way_out,
            place=place,
        )
    )


def write_whole(path: Path, content: str | bytes, *, encoding: str = "utf-8") -> None:
    """Write a file completely or leave what was there; raise `OutputError` when it cannot be written."""
    temporary = _prepared(path, content.encode(encoding) if isinstance(content, str) else content)
    try:
        put_in_place(temporary, path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_together(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files into a folder so that all of them stand there, or what stood there before; return their paths.

    Raises `OutputError` naming the file, or the folder, that cannot be written.
    """
    is_new = make_folder(folder)
    ready: list[tuple[Path, Path]] = []
    try:
        for name, content in contents.items():
            ready.append((_prepared(folder / name, content), folder / name))
        _swap(ready)
    except BaseException:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)
        if is_new:
            folder.rmdir()
        raise
    return tuple(path for _, path in ready)


def make_folder(folder: Path) -> bool:
    """Make a folder and those above it; return whether it was not there. Raises `OutputError` where it cannot be."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        if not folder.is_dir():
            raise unwritable(folder, NotADirectoryError(20, "Not a directory")) from None
        return False
    except OSError as error:
        raise unwritable(folder, error) from error
    return True


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a temporary folder that becomes `folder`, absent or empty so far, when the ``with`` block ends well.

    Any exception removes it with all that is in it; `OSError` is left to the caller, who knows what the folder is.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        yield temporary
        # mkdtemp keeps everybody else out
        temporary.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files packed as one archive, in their order, all with one time stamp."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # the same on every system that writes it
            entry.create_system = 0
            archive.writestr(entry, content)
    return stream.getvalue()


def repacked(raw: bytes) -> bytes:
    """Return an Office file with the same parts in sorted order, the list of content types first.

    Its bytes depend on its content alone.
    """
    first = "[Content_Types].xml"
    with zipfile.ZipFile(io.BytesIO(raw)) as old:
        names = sorted(old.namelist(), key=lambda name: (name != first, name))
        return zipped({name: old.read(name) for name in names})


def open_beside(path: Path) -> Path:
    """Make an empty temporary file in the folder of `path`, from where it can be put in place in one step."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    os.close(handle)
    return Path(temporary)


def put_in_place(temporary: Path, path: Path) -> None:
    """Let a finished temporary file take the place of `path`, readable as any other file of the user."""
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)
    temporary.replace(path)


def unwritable(path: Path, error: OSError) -> OutputError:
    """Return the error of a file that could not be written."""
    return OutputError(
        Fault(
            what=Text("输出文件", "the output file"),
            rule=Text("可以写入", "be writable"),
            got=str(error.strerror or error),
            way_out=Text(
                "请检查目录是否存在、文件是否被其他程序打开",
                "check that the folder exists and that no program holds the file open",
            ),
            place=Text.same(path),
        )
    )


def unreadable(path: Path, error: OSError, *, what: Text = INPUT) -> Fault:
    """Return the fault of a file that could not be read."""
    return Fault(
        what=what,
        rule=Text("可以读取", "be readable"),
        got=str(error.strerror or error),
        way_out=Text("请检查路径", "check the path"),
        place=Text.same(path),
    )


def _prepared(path: Path, content: bytes) -> Path:
    temporary = None
    try:
        temporary = open_beside(path)
        temporary.write_bytes(content)
    except BaseException as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise unwritable(path, error) from error
        raise
    return temporary


def _swap(ready: Sequence[tuple[Path, Path]]) -> None:
    """Put prepared files in place; where one cannot be, put back what the others replaced."""
    done: list[tuple[Path, Path | None]] = []
    path = ready[0][1] if ready else Path()
    try:
        for temporary, path in ready:
            kept = _set_aside(path)
            done.append((path, kept))
            put_in_place(temporary, path)
    except OSError as error:
        for replaced, kept in reversed(done):
            if kept is not None:
                kept.replace(replaced)
            else:
                replaced.unlink(missing_ok=True)
        raise unwritable(path, error) from error
    for _, kept in done:
        if kept is not None:
            kept.unlink()


def _set_aside(path: Path) -> Path | None:
    if not path.exists():
        return None
    if path.is_dir():
        raise IsADirectoryError(21, "Is a directory")
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".old", delete=False) as kept:
        aside = Path(kept.name)
    path.replace(aside)
    return aside
