"""Let the content of a file grow beside its place, which it takes in one step.

A run holds its part files locked; what a dead run left is cleared by the next one.
"""

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ceheng_model.errors import Fault, OutputError
from ceheng_model.system_messages import os_error
from ceheng_model.vocabulary import NO_TEXT, Template, Text

if sys.platform != "win32":
    import fcntl

_SUFFIX = ".ceheng-part"
_NAME_BYTES = 60
"""Bytes of a file's name that its part file bears: with pid and number far below the 255 that a name may have."""
_MOST_LINKS = 40
"""Links in a row that are followed, as many as Linux does."""
_BINARY = getattr(os, "O_BINARY", 0)
_NO_TERMINAL = getattr(os, "O_NOCTTY", 0)

_SENTENCE = Template("已写入 {path}{holds}{remark}", "written to {path}{holds}{remark}")
_HOLDS = Template("：{holds}", ": {holds}")
_OWNER = Text("（无权保留原来的所有者，现归本用户）", " (its owner could not be kept: it belongs to this user)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Say where something was written.

    >>> print(Written(path=Path("a.csv")).sentence.en)
    written to a.csv
    """

    path: Path
    is_file: bool = True
    """Whether it is an ordinary file, which stays; else a stream or a device took the content."""
    holds: Text = NO_TEXT
    """What is in it, in a few words; nothing where its name says it."""
    remark: Text = NO_TEXT
    """What of the file that stood there could not be kept."""

    @property
    def sentence(self) -> Text:
        """The sentence that tells it."""
        holds = _HOLDS.format(holds=self.holds) if self.holds else NO_TEXT
        return _SENTENCE.format(path=self.path, holds=holds, remark=self.remark)


class Part:
    """Hold the part file of one place, locked for as long as this run lives."""

    def __init__(self, path: Path) -> None:
        """Open an empty part file for `path`; raise `OSError` where it, or what stands there, cannot be written."""
        self.asked = path
        self.place = place_of(path)
        self.path, self._descriptor = self._opened()

    def fill(self, content: bytes) -> None:
        """Write all the content."""
        _write_all(self._descriptor, content)

    def put(self) -> Written:
        """Let the part take its place in one step; what is no ordinary file takes its content."""
        if not self.place.is_file:
            write_straight(self.place, self.path.read_bytes())
            return Written(path=self.asked, is_file=False)
        remark = _keep_owner_and_mode(self._descriptor, self.path, self.place.standing)
        # a name that reaches the disk before its content would be a torn file after a power failure
        os.fsync(self._descriptor)
        if sys.platform == "win32":  # pragma: no cover - an open file cannot be moved there
            self._close()
        self.path.replace(self.place.target)
        sync(self.place.target.parent)
        return Written(path=self.asked, remark=remark)

    def drop(self) -> None:
        """Remove the part file, if it is still there, and let go of it."""
        if self._descriptor < 0:
            return
        with contextlib.suppress(OSError):
            # after `put` the name is free, and nobody else bears it
            self.path.unlink(missing_ok=True)
        self._close()

    def _opened(self) -> tuple[Path, int]:
        if not self.place.is_file:
            descriptor, name = tempfile.mkstemp(prefix="ceheng-")
            return Path(name), descriptor
        if self.place.standing is not None:
            # a file that its owner protects from writing is not replaced either
            os.close(os.open(self.place.target, os.O_WRONLY | _BINARY))
        clear_leftovers(self.place.target.parent)
        # what replaces a file is nobody else's to read until it has that file's mode
        mode = 0o666 if self.place.standing is None else 0o600
        while True:
            path = part_path(self.place.target)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, mode)
            # another run that clears may have seen it before it was locked
            if _lock(descriptor) and (sys.platform == "win32" or os.fstat(descriptor).st_nlink):
                return path, descriptor
            os.close(descriptor)

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1


def clear_leftovers(folder: Path) -> None:
    """Remove the part files and folders of dead runs: those that nobody holds locked."""
    try:
        with os.scandir(folder) as entries:
            left = [Path(entry.path) for entry in entries if entry.name.endswith(_SUFFIX)]
    except OSError:
        # a folder that is closed to readers may still be written to
        return
    for path in left:
        with contextlib.suppress(OSError):
            _clear(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Hold where a path leads once links are followed."""

    target: Path
    standing: os.stat_result | None = None
    """What stands there."""
    stream: int | None = None
    """The open stream of this process that the path names, as /dev/stdout does."""

    @property
    def is_file(self) -> bool:
        """Whether an ordinary file stands there, or nothing yet."""
        return self.stream is None and (self.standing is None or stat.S_ISREG(self.standing.st_mode))


def place_of(path: Path) -> Place:
    """Return where a path leads; raise `OSError` for what nothing can be written into."""
    here = path
    for _ in range(_MOST_LINKS):
        here = Path(os.path.realpath(here.parent)) / here.name
        if here.parent.as_posix() in {f"/proc/{os.getpid()}/fd", "/dev/fd"} and here.name.isdecimal():
            return Place(target=here, stream=int(here.name))
        if not here.is_symlink():
            break
        here = here.parent / here.readlink()
    else:
        raise os_error("ELOOP")
    try:
        standing = here.stat()
    except FileNotFoundError:
        return Place(target=here)
    if stat.S_ISDIR(standing.st_mode):
        raise os_error("EISDIR")
    if stat.S_ISBLK(standing.st_mode) or stat.S_ISSOCK(standing.st_mode):
        raise OutputError(_no_place(path, standing.st_mode))
    return Place(target=here, standing=standing)


def is_stream(path: Path) -> bool:
    """Return whether a pipe or a device stands at a path, which takes what comes and has no kind of its own."""
    try:
        return not place_of(path).is_file
    except OSError:
        return False


def write_straight(place: Place, content: bytes) -> None:
    """Write into a stream, a pipe or a device, which is never replaced."""
    if place.stream is not None:
        # what was printed before comes first
        sys.stdout.flush()
        descriptor = os.dup(place.stream)
    else:
        descriptor = os.open(place.target, os.O_WRONLY | _BINARY | _NO_TERMINAL)
    try:
        _write_all(descriptor, content)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _no_place(path: Path, mode: int) -> Fault:
    return Fault(
        what=Text("输出文件", "the output file"),
        rule=Text("为普通文件、管道或字符设备", "be an ordinary file, a pipe or a character device"),
        got=Text("块设备", "a block device") if stat.S_ISBLK(mode) else Text("套接字", "a socket"),
        way_out=Text("请写入普通文件", "write to an ordinary file"),
        place=Text.same(path),
    )


def _keep_owner_and_mode(descriptor: int, part: Path, standing: os.stat_result | None) -> Text:
    """Give a part file what the file that it replaces had; return what could not be kept."""
    if standing is None:
        return NO_TEXT
    # never the bits that lend the owner's rights to whoever runs a file
    mode = stat.S_IMODE(standing.st_mode) & 0o777
    remark = NO_TEXT
    if hasattr(os, "fchown"):
        for owner in ((standing.st_uid, standing.st_gid), (-1, standing.st_gid)):
            with contextlib.suppress(PermissionError):
                os.fchown(descriptor, *owner)
                break
        own = os.fstat(descriptor)
        if own.st_uid != standing.st_uid:
            remark = _OWNER
        if own.st_gid != standing.st_gid:
            # another group gets no more than everybody has
            mode &= 0o707 | (mode & 0o007) << 3
    part.chmod(mode)
    return remark


def part_path(target: Path) -> Path:
    """Return a new name beside `target`, hidden, short enough for every disk, told by its end as a part."""
    begin = os.fsencode(target.name)[:_NAME_BYTES].decode(errors="ignore")
    return target.with_name(f".{begin}.{os.getpid()}-{os.urandom(4).hex()}{_SUFFIX}")


def _lock(descriptor: int) -> bool:
    """Lock an open file for this run; return False where another run holds it."""
    if sys.platform == "win32":  # pragma: no cover - there nobody can remove a file that is open
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # a disk that knows no locks: there nothing is cleared either
        return True
    return True


def folder_lock(folder: Path) -> int | None:
    """Lock a folder for this run; return what holds the lock until it is closed."""
    if sys.platform == "win32":  # pragma: no cover - there nobody can remove a file that is open
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    _lock(descriptor)
    return descriptor


def _clear(path: Path) -> None:
    """Remove a part file or folder unless a run holds it."""
    if sys.platform == "win32":  # pragma: no cover - there nobody can remove a file that is open
        path.unlink()
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held, standing = os.fstat(descriptor), path.lstat()
        if (held.st_dev, held.st_ino) != (standing.st_dev, standing.st_ino):
            return
        if stat.S_ISDIR(standing.st_mode):
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
    finally:
        os.close(descriptor)


def sync(path: Path) -> None:
    """Bring a file or the names of a folder to the disk, where the system lets them be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
