"""Find, read and write whole files."""

import os
import tempfile
from pathlib import Path

from ceheng_model.errors import Fault, InputError, OutputError
from ceheng_model.vocabulary import Text

_PACKAGE = Path(__file__).resolve().parent.parent
_INPUT = Text("输入文件", "the input file")


def shipped(*parts: str) -> Path:
    """Return the path of a data file that comes with the library, in a wheel or in a checkout."""
    inside = _PACKAGE / "data"
    root = inside if inside.is_dir() else _PACKAGE.parent / "data"
    return root.joinpath(*parts)


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 (with or without BOM) or GB18030 file; raise `InputError` otherwise."""
    return decoded(
        read_bytes(path),
        place=Text(str(path), str(path)),
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
    raw = content.encode(encoding) if isinstance(content, str) else content
    temporary = None
    try:
        temporary = open_beside(path)
        temporary.write_bytes(raw)
        put_in_place(temporary, path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise unwritable(path, error) from error


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
            place=Text(str(path), str(path)),
        )
    )


def unreadable(path: Path, error: OSError, *, what: Text = _INPUT) -> Fault:
    """Return the fault of a file that could not be read."""
    return Fault(
        what=what,
        rule=Text("可以读取", "be readable"),
        got=str(error.strerror or error),
        way_out=Text("请检查路径", "check the path"),
        place=Text(str(path), str(path)),
    )
