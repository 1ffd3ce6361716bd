"""Find the files that come with the library, and read the bytes of any file with its faults placed."""

import os
import stat
from pathlib import Path

from ceheng_model.errors import Fault, InputError
from ceheng_model.system_messages import os_words
from ceheng_model.vocabulary import Text

_PACKAGE = Path(__file__).resolve().parent.parent
INPUT = Text("输入文件", "the input file")


def shipped(*parts: str) -> Path:
    """Return the path of a data file that comes with the library, in a wheel or in a checkout."""
    inside = _PACKAGE / "data"
    root = inside if inside.is_dir() else _PACKAGE.parent / "data"
    return root.joinpath(*parts)


def read_bytes(path: Path, *, most: int, what: Text = INPUT) -> bytes:
    """Return the bytes of a file, of a larger one one more than the `most`; raise `InputError` where it is unreadable.

    What is no ordinary file, such as a device, may have no end.
    """
    try:
        with path.open("rb") as file:
            standing = os.fstat(file.fileno())
            # room is made for as much as is asked for; the files of a system have no size
            is_ordinary = stat.S_ISREG(standing.st_mode) and standing.st_size > 0
            return file.read((min(standing.st_size, most) if is_ordinary else most) + 1)
    except (OSError, ValueError) as error:
        raise InputError(unreadable(path, error, what=what)) from error


def unreadable(path: Path, error: OSError | ValueError, *, what: Text = INPUT) -> Fault:
    """Return the fault of a file that could not be read."""
    return Fault(
        what=what,
        rule=Text("可以读取", "be readable"),
        got=os_words(error),
        way_out=Text("请检查路径", "check the path"),
        place=Text.same(path),
    )
