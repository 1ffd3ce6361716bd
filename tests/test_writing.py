"""Everything that is written is whole at every moment, and destroys nothing that it does not replace."""

import ast
import errno
import os
import random
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import ceheng_model as cm
from ceheng_model.files import write_together, write_whole
from ceheng_model.files.disk.part_file import Part, clear_leftovers
from ceheng_model.files.disk.whole_file import whole_folder
from ceheng_model.system_messages import NUMBERED, os_words
from tests.effort import LONG, PATIENCE
from tests.writers import ROWS, TURNS, WRITERS, content, is_whole

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ceheng_model"
NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices and takes another user's name")
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the system of Linux")


# --- nobody else writes

WRITING = {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "savefig", "copyfile", "copy2", "copytree"}
DOORS = {"files/disk/part_file.py", "files/disk/whole_file.py"}


def opened_to_write(call: ast.Call, name: str) -> bool:
    """Whether a call opens a file to write; ``open`` says so in its mode, ``os.open`` in its flags."""
    if name != "open":
        return False
    return any(
        isinstance(one, ast.Constant)
        and isinstance(one.value, str)
        and set(one.value) & set("wax+")
        and len(one.value) < 4
        for one in [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    )


def writing(tree: ast.AST) -> Iterator[int]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        function = call.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        to_path = name in {"to_csv", "to_json", "to_excel", "to_parquet"} and bool(call.args)
        if name in WRITING or to_path or opened_to_write(call, name):
            yield call.lineno


def test_the_scan_sees_what_it_looks_for() -> None:
    found = ast.parse(
        "p.write_text('x')\np.write_bytes(b'')\nopen(p, 'w')\np.open('ab')\nopen(p, mode='r+')\n"
        "frame.to_csv(path)\nax.savefig(s)\nopen(p)\np.open('rb')\ntable.to_csv()\nshutil.copy2(a, b)\n"
    )
    assert sorted(writing(found)) == [1, 2, 3, 4, 5, 6, 7, 11]


def test_everything_is_written_through_one_door() -> None:
    found = {
        f"{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*.py")
        if list(writing(ast.parse(path.read_text(encoding="utf-8"))))
    }
    in_memory = {"charts/drawing/picture_file.py", "charts/drawing/canvas.py"}
    # what takes the place of a standard output that is closed
    assert found <= DOORS | in_memory | {"cli/entry.py"}, found


# --- killed at any moment


def kills() -> int:
    """How often each writer is killed; all together 20 in every run, 500 in a long one."""
    return (500 if LONG else 20) // len(WRITERS)


@pytest.mark.parametrize("writer", WRITERS)
def test_a_killed_writer_leaves_whole_files(writer: str, tmp_path: Path) -> None:
    if writer == "parquet":
        pytest.importorskip("pyarrow")
    moments = random.Random(12)
    for number in range(kills()):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.writers", writer, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(moments.random() * 0.1)
        child.kill()
        child.wait(PATIENCE)
        child.stdout.close()
        check_whole(writer, tmp_path)
        if number % 2:
            # the next run clears what the dead one left, and nothing else
            WRITERS[writer](tmp_path, TURNS + number)
            assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
            check_whole(writer, tmp_path)
        for path in tmp_path.glob("plan-*"):
            subprocess.run(["rm", "-r", str(path)], check=True)


def check_whole(writer: str, folder: Path) -> None:
    seen = [path for path in folder.iterdir() if not path.name.startswith(".")]
    expected = {"whole": {"a.csv"}, "together": {"a.docx", "a.html"}, "parquet": {"a.parquet"}}
    if writer == "plan":
        assert seen
        for path in seen:
            assert sorted(one.name for one in path.iterdir()) == ["growth.csv", "plan.toml"]
            assert all(is_whole(one.read_bytes()) for one in path.iterdir())
        return
    assert {path.name for path in seen} == expected[writer]
    if writer == "parquet":
        from pyarrow import parquet

        (path,) = seen
        table = parquet.read_table(path)
        assert table.num_rows == 3 * ROWS
        assert table.schema.metadata[b"turn"] == str(table["turn"][0].as_py()).encode()
    else:
        assert all(is_whole(path.read_bytes()) for path in seen)


def test_content_that_is_cut_or_mixed_is_seen() -> None:
    assert is_whole(content(4))
    assert not is_whole(content(4)[:-9])
    assert not is_whole(content(4)[:-9] + content(5)[-9:])
    assert not is_whole(b"")


def test_readers_see_the_old_or_the_new_and_never_nothing(tmp_path: Path) -> None:
    write_together(tmp_path, {"a.docx": content(0), "a.html": content(0)})
    ended, torn = threading.Event(), list[str]()

    def read() -> None:
        while not ended.is_set():
            torn.extend(name for name in ("a.docx", "a.html") if not is_whole((tmp_path / name).read_bytes()))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for turn in range(200):
            write_together(tmp_path, {"a.docx": content(turn), "a.html": content(turn)})
    finally:
        ended.set()
        reader.join()
    assert torn == []


def test_the_parts_of_a_run_that_lives_are_left(tmp_path: Path) -> None:
    part = Part(tmp_path / "a.csv")
    part.fill(b"half")
    write_whole(tmp_path / "b.csv", "b")
    clear_leftovers(tmp_path)
    assert part.path.read_bytes() == b"half"
    part.put()
    part.drop()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]


@on_linux
def test_many_runs_that_write_and_clear_at_once_lose_nothing(tmp_path: Path) -> None:
    def run(name: str) -> None:
        for turn in range(100):
            write_whole(tmp_path / name, content(turn))

    runs = [threading.Thread(target=run, args=(f"{number}.csv",)) for number in range(4)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {f"{n}.csv": content(99) for n in range(4)}


def test_files_of_others_that_end_likewise_are_left(tmp_path: Path) -> None:
    (tmp_path / "thesis.part").write_text("kept", encoding="utf-8")
    write_whole(tmp_path / "a.csv", "a")
    assert (tmp_path / "thesis.part").read_text(encoding="utf-8") == "kept"


# --- where it is written

Body = Callable[[Path], None]


@pytest.fixture(params=[pytest.param("root", marks=as_root), "user"])
def somebody(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Body], None]:
    """Run a body on a folder as root, and as an ordinary user who owns the folder."""

    def run(body: Body) -> None:
        if request.param == "root" or os.geteuid() != 0:
            body(tmp_path)
        else:
            as_user(lambda: body(tmp_path), tmp_path)

    return run


def as_user(body: Callable[[], None], folder: Path, *, user: int = NOBODY, owns: bool = True) -> None:
    """Run a body in a child process of another user; an assertion that fails there fails here."""
    for above in folder.parents:
        if above.stat().st_uid == 0 and above != Path("/"):
            above.chmod(above.stat().st_mode | 0o011)
    if owns:
        os.chown(folder, user, user)
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
            body()
        except BaseException as error:  # noqa: BLE001 - told to the parent by the status
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_links_are_followed_and_stay_links(somebody: Callable[[Body], None]) -> None:
    def body(folder: Path) -> None:
        (folder / "there").mkdir()
        (folder / "there" / "a.csv").write_text("old", encoding="utf-8")
        (folder / "link.csv").symlink_to("there/a.csv")
        (folder / "link-of-link.csv").symlink_to(folder / "link.csv")
        write_whole(folder / "link-of-link.csv", "new")
        assert (folder / "link.csv").is_symlink()
        assert (folder / "link-of-link.csv").is_symlink()
        assert (folder / "there" / "a.csv").read_text(encoding="utf-8") == "new"
        (folder / "dangling.csv").symlink_to("there/b.csv")
        write_whole(folder / "dangling.csv", "made")
        assert (folder / "dangling.csv").is_symlink()
        assert (folder / "there" / "b.csv").read_text(encoding="utf-8") == "made"
        (folder / "round.csv").symlink_to("circle.csv")
        (folder / "circle.csv").symlink_to("round.csv")
        with pytest.raises(cm.OutputError, match="got symbolic links go round in a circle"):
            write_whole(folder / "round.csv", "x")
        assert sorted(path.name for path in (folder / "there").iterdir()) == ["a.csv", "b.csv"]

    somebody(body)


def test_the_mode_is_kept_and_nobody_gains_a_right(somebody: Callable[[Body], None]) -> None:
    def body(folder: Path) -> None:
        before = os.umask(0o027)
        try:
            write_whole(folder / "new.csv", "x")
        finally:
            os.umask(before)
        # 666 less 027
        assert mode_of(folder / "new.csv") == 0o640
        for mode, kept in ((0o600, 0o600), (0o664, 0o664), (0o755, 0o755), (0o4755, 0o755), (0o2755, 0o755)):
            (folder / "a.csv").write_text("old", encoding="utf-8")
            (folder / "a.csv").chmod(mode)
            write_whole(folder / "a.csv", "new")
            assert mode_of(folder / "a.csv") == kept

    somebody(body)


def test_a_hard_link_keeps_the_old_content(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    (tmp_path / "other.csv").hardlink_to(tmp_path / "a.csv")
    write_whole(tmp_path / "a.csv", "new")
    assert (tmp_path / "other.csv").read_text(encoding="utf-8") == "old"
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "new"


def test_pipes_and_devices_take_the_content_and_stay(somebody: Callable[[Body], None]) -> None:
    def body(folder: Path) -> None:
        os.mkfifo(folder / "pipe")
        got: list[bytes] = []
        reader = threading.Thread(target=lambda: got.append((folder / "pipe").read_bytes()))
        reader.start()
        assert not write_whole(folder / "pipe", "through").is_file
        reader.join()
        assert got == [b"through"]
        assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)
        assert not write_whole(Path(os.devnull), "x").is_file
        assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
        with pytest.raises(cm.OutputError, match=r"the output file must be writable \(got a folder\); give the name"):
            write_whole(folder, "x")
        with socket.socket(socket.AF_UNIX) as listening:
            os.chdir(folder)
            listening.bind("s")
            with pytest.raises(cm.OutputError, match=r"must be an ordinary file, a pipe or .* \(got a socket\)"):
                write_whole(folder / "s", "x")

    before = Path.cwd()
    try:
        somebody(body)
    finally:
        os.chdir(before)


@as_root
@on_linux
@pytest.mark.parametrize("user", [0, NOBODY])
def test_a_copy_of_a_device_is_never_replaced(tmp_path: Path, user: int) -> None:
    # the numbers of /dev/null and of a memory disk
    try:
        os.mknod(tmp_path / "null", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        os.mknod(tmp_path / "disk", 0o666 | stat.S_IFBLK, os.makedev(1, 0))
    except PermissionError:
        pytest.skip("devices cannot be made here")
    (tmp_path / "null").chmod(0o666)

    def body() -> None:
        try:
            assert not write_whole(tmp_path / "null", "x").is_file
        except cm.OutputError as error:
            # a disk that is mounted without devices
            assert "permission is denied" in error.text("en")  # noqa: PT017
        with pytest.raises(cm.OutputError, match="got a block device"):
            write_whole(tmp_path / "disk", "x")

    as_user(body, tmp_path, user=user)
    assert stat.S_ISCHR((tmp_path / "null").stat().st_mode)
    assert stat.S_ISBLK((tmp_path / "disk").stat().st_mode)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["disk", "null"]


@on_linux
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_a_stream_is_written_into_where_it_stands(tmp_path: Path, name: str) -> None:
    (tmp_path / "log").write_text("kept\n", encoding="utf-8")
    code = f"from pathlib import Path; from ceheng_model.files import write_whole; print('a'); write_whole(Path('{name}'), 'b\\n')"
    with (tmp_path / "log").open("ab") as log:
        subprocess.run([sys.executable, "-c", code], stdout=log, check=True, cwd=ROOT)
    assert (tmp_path / "log").read_text(encoding="utf-8") == "kept\na\nb\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout == b"a\nb\n"


def test_long_chinese_names_are_taken(somebody: Callable[[Body], None]) -> None:
    def body(folder: Path) -> None:
        # 83 x 3 bytes and 4 more: 253 of the 255 that a name may have
        name = "册" * 83 + ".csv"
        for text in ("old", "new"):
            write_whole(folder / name, text)
            assert (folder / name).read_text(encoding="utf-8") == text
        with pytest.raises(cm.OutputError, match=r"got the name is too long\); take a shorter name"):
            write_whole(folder / ("册" * 84 + ".csv"), "x")
        assert [path.name for path in folder.iterdir()] == [name]

    somebody(body)


def test_what_may_not_be_written_is_told_and_stays(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        as_user(lambda: denied(tmp_path), tmp_path)
    else:
        denied(tmp_path)


def denied(folder: Path) -> None:
    (folder / "a.csv").write_text("old", encoding="utf-8")
    (folder / "a.csv").chmod(0o444)
    with pytest.raises(cm.OutputError, match="got permission is denied"):
        write_whole(folder / "a.csv", "new")
    (folder / "a.csv").chmod(0o644)
    folder.chmod(0o555)
    for name in ("a.csv", "b.csv"):
        with pytest.raises(cm.OutputError, match="got permission is denied"):
            write_whole(folder / name, "new")
    with pytest.raises(cm.OutputError, match="got permission is denied"):
        write_together(folder, {"a.csv": b"new", "b.csv": b"new"})
    with pytest.raises(PermissionError, match="Permission denied"), whole_folder(folder / "plan"):
        pass
    folder.chmod(0o755)
    assert (folder / "a.csv").read_text(encoding="utf-8") == "old"
    assert [path.name for path in folder.iterdir()] == ["a.csv"]


@as_root
def test_another_owners_file_keeps_its_owner_under_root(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    os.chown(tmp_path / "a.csv", NOBODY, 1234)
    (tmp_path / "a.csv").chmod(0o640)
    written = write_whole(tmp_path / "a.csv", "new")
    found = (tmp_path / "a.csv").stat()
    assert (found.st_uid, found.st_gid, mode_of(tmp_path / "a.csv"), written.remark.en) == (NOBODY, 1234, 0o640, "")


@as_root
def test_an_owner_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    os.chown(tmp_path / "a.csv", 1234, 1234)
    (tmp_path / "a.csv").chmod(0o676)

    def body() -> None:
        written = write_whole(tmp_path / "a.csv", "new")
        assert written.sentence.zh.endswith("（无权保留原来的所有者，现归本用户）")
        # another group gets what everybody has: 6 of 676, not its 7
        assert mode_of(tmp_path / "a.csv") == 0o666

    as_user(body, tmp_path)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "new"


@as_root
def test_another_owners_file_in_a_sticky_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    os.chown(tmp_path / "a.csv", 1234, 1234)
    (tmp_path / "a.csv").chmod(0o666)
    os.chown(tmp_path, 1234, 1234)
    tmp_path.chmod(0o1777)

    def body() -> None:
        with pytest.raises(cm.OutputError, match="got the system does not permit it"):
            write_whole(tmp_path / "a.csv", "new")

    as_user(body, tmp_path, owns=False)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@on_linux
def test_a_file_that_may_not_grow_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\nimport ceheng_model as cm\n"
        "from ceheng_model.files import write_whole\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_whole(Path(sys.argv[1]), b'x' * 5000)\n"
        "except cm.OutputError as error: print(error.text('en'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.csv")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "got the file is larger than allowed" in done.stdout
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@as_root
@on_linux
@pytest.mark.parametrize("writer", ["whole", "together", "plan", "parquet"])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, writer: str) -> None:
    if writer == "parquet":
        pytest.importorskip("pyarrow")
    small = tmp_path / "disk"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs to mount a small disk")
    try:
        (small / "filling").write_bytes(b"x" * 56_000)
        with pytest.raises(OSError, match=r"No space left|the disk is full"):
            WRITERS[writer](small, 1)
        assert [path.name for path in small.iterdir()] == ["filling"]
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_a_name_that_no_disk_holds_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(cm.OutputError, match="got the system does not accept the name"):
        write_whole(tmp_path / name, "x")


# --- what the system answers


def test_every_answer_of_the_system_to_files_is_said_in_both_languages() -> None:
    assert {errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EXDEV, errno.EFBIG} <= set(NUMBERED)
    for number in errno.errorcode:
        words = os_words(OSError(number, os.strerror(number)))
        assert any("\u4e00" <= sign <= "\u9fff" for sign in words.zh), number
        # the original only where there are no words for it
        assert (os.strerror(number) in words.zh) == (number not in NUMBERED)
    raw = b"\xff\xfe"
    with pytest.raises(UnicodeDecodeError, match="invalid start byte") as caught:
        raw.decode()
    assert os_words(caught.value).zh == "第1个字节起不是 utf-8 文字"


def test_no_answer_of_the_system_reaches_a_reader_by_itself() -> None:
    for path in PACKAGE.rglob("*.py"):
        names = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute)
        }
        assert "strerror" not in names or path.name == "system_messages.py", path
