"""Read a scenario file or an edited workbook that somebody sends: few formats, a size limit, nothing is run."""

from pathlib import Path
from tempfile import TemporaryDirectory

from ceheng_model.app.recipes import FILE, JSON_FILE, Recipe, dossier_of, placed, recipe_of, scenario_in
from ceheng_model.errors import Fault, InputError, choice
from ceheng_model.files import write_scratch
from ceheng_model.vocabulary import Text

MOST_BYTES = {"toml": 200_000, "json": 200_000, "xlsx": 5_000_000, "xlsm": 5_000_000}
"""Size of a file that is read, by format."""
FORMATS = tuple(MOST_BYTES)
_TEXTS = {"toml": FILE, "json": JSON_FILE}
"""Names under which texts are read."""


def read_upload(name: str, content: bytes, *, folder: str = "") -> Recipe:
    """Return the scenario that a file holds; of its `name` only the suffix counts.

    Raises `InputError` for other formats, files too large, and with every fault that the library finds.
    """
    suffix = name.lower().rpartition(".")[2] if "." in name else ""
    if suffix not in FORMATS:
        listed = [f".{one}" for one in FORMATS]
        raise InputError(
            choice(Text("上传文件的后缀", "the suffix of the file"), f".{suffix}" if suffix else "", listed)
        )
    if len(content) > MOST_BYTES[suffix]:
        raise InputError(_too_large(suffix, len(content)))
    if suffix in _TEXTS:
        return recipe_of(scenario_in(content, dossier_of(folder), name=_TEXTS[suffix]), folder=folder)
    return _from_workbook(content, suffix, folder)


def _from_workbook(content: bytes, suffix: str, folder: str) -> Recipe:
    from ceheng_model.documents.workbook import read_workbook

    with TemporaryDirectory() as inside:
        file = Path(inside) / f"workbook.{suffix}"
        write_scratch(file, content)
        try:
            made = read_workbook(file, plan=dossier_of(folder))
        except InputError as error:
            raise placed(error, Path(inside).as_posix()) from error
    # a workbook without a name goes by its file, whose name here nobody chose
    nameless = made.name == Text.same(file.stem)
    return recipe_of(made.with_name("") if nameless else made, folder=folder)


def _too_large(suffix: str, size: int) -> Fault:
    most = MOST_BYTES[suffix]
    return Fault(
        what=Text(f".{suffix} 文件的大小（字节）", f"the size of a .{suffix} file in bytes"),
        rule=Text(f"不超过 {most}", f"be at most {most}"),
        got=size,
        way_out=Text("上传本页保存的文件", "open a file that this page saved"),
    )
