"""Say what the ending of a file means: in which form a command writes its tables."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from ceheng_model.errors import GIVEN, NOTHING, Fault, InputError, raise_faults
from ceheng_model.files import is_stream
from ceheng_model.vocabulary import Template, Text

Format = Literal["table", "csv", "json", "xlsx", "md", "html"]
Unasked = Annotated[Format | None, typer.Option(hidden=True)]
"""Of a command that writes one kind of file: no help names it, and who gives it is told why it has no use."""

FORMS: dict[str, Format] = {
    ".txt": "table",
    ".csv": "csv",
    ".json": "json",
    ".xlsx": "xlsx",
    ".md": "md",
    ".html": "html",
}
"""Endings that tables can be written with, and the form that each means."""
_SAME: dict[str, str] = {".htm": ".html", ".markdown": ".md"}
_OF_FILES = {
    *FORMS,
    *(
        ".docx",
        ".docm",
        ".dotx",
        ".doc",
        ".wps",
        ".ofd",
        ".odt",
        ".rtf",
        ".pdf",
        ".png",
        ".svg",
        ".jpg",
        ".jpeg",
        ".gif",
        ".eps",
        ".emf",
    ),
    *(".xls", ".xlsm", ".xlsb", ".et", ".ods", ".ppt", ".pptx", ".dps", ".xml", ".toml", ".parquet", ".zip"),
}
"""Endings that nobody gives a folder."""
_THE_ENDING = Text("-o 的结尾", "the ending of -o")


def ending_of(path: Path) -> str:
    """Return the ending of a path in small letters, the usual one where two mean the same."""
    ending = path.suffix.lower()
    return _SAME.get(ending, ending)


def form_of(output: Path | None, asked: Format | None) -> Format:
    """Return the form in which tables are written: that of the ending, of --format where there is none, else text.

    Raises `InputError` for an ending that cannot be made and for a format that says otherwise than the ending.
    """
    if output is None or is_stream(output):
        if asked == "xlsx":
            raise InputError(_NEEDS_FILE)
        return asked or "table"
    ending = ending_of(output)
    if not ending and asked is not None:
        return asked
    if ending not in FORMS:
        raise InputError(unmade(output, FORMS))
    if asked not in (None, FORMS[ending]):
        raise InputError(disagreeing(str(asked), output))
    return FORMS[ending]


def document_ending(output: Path, endings: tuple[str, ...]) -> str | None:
    """Return the ending of the one file that a path names; None for a folder, where all files are written.

    Raises `InputError` for the ending of a file that cannot be made.
    """
    ending = ending_of(output)
    if ending not in _OF_FILES or output.is_dir():
        return None
    if ending not in endings:
        raise InputError(unmade(output, endings))
    return ending


def require_one_file(
    output: Path | None, asked: Format | None, form: Format, *, command: str, example: str | Text
) -> None:
    """Raise `InputError` with every fault unless a file of the only form that a command writes is named."""
    faults, ending = [], f".{form}"
    way_out = _SUCH_AS.format(name=example)
    if output is None:
        faults.append(Fault(what=_WHERE_TO, rule=GIVEN, got=NOTHING, way_out=way_out))
    elif ending_of(output) != ending:
        faults.append(Fault(what=_WHERE_TO, rule=_ENDS.format(ending=ending), got=str(output), way_out=way_out))
    if asked not in (None, form):
        rule = Text(f"不与 {command} 同用", "be left out")
        faults.append(Fault(what=Text.same("--format"), rule=rule, got=str(asked), way_out=_OTHER_FORMS))
    raise_faults(faults)


def unmade(output: Path, endings: Iterable[str]) -> Fault:
    """Return the fault of an ending that a command cannot make."""
    names = tuple(endings)
    listed = _ONE_OF.format(endings=Text.listed(names))
    # whoever asks for .xls or .doc is shown .xlsx or .docx
    near = next((name for name in names if output.suffix and name.startswith(output.suffix.lower())), names[0])
    example = _FOR_EXAMPLE.format(name=f"{output.stem or 'a'}{near}")
    return Fault(what=_THE_ENDING, rule=listed, got=output.name, way_out=example)


def disagreeing(asked: str | Sequence[str], output: Path, *, option: str = "--format") -> Fault:
    """Return the fault of an option that says otherwise than the ending of the file."""
    rule, way_out = _LIKE_ENDING.format(name=output.name), _EITHER.format(option=option)
    return Fault(
        what=Text.same(option), rule=rule, got=asked if isinstance(asked, str) else tuple(asked), way_out=way_out
    )


_WHERE_TO = Text("-o（写到哪里）", "-o, where to write,")
_SUCH_AS = Template("例如 -o {name}", "for example -o {name}")
_ENDS = Template("以 {ending} 结尾", "end with {ending}")
_OTHER_FORMS = Text("其他格式见 ceheng project", "for other formats see ceheng project")
_ONE_OF = Template("为 {endings} 之一", "be one of {endings}")
_FOR_EXAMPLE = Template("例如 -o {name}", "for example -o {name}")
_LIKE_ENDING = Template("与 -o {name} 的结尾一致", "agree with the ending of -o {name}")
_EITHER = Template("省去 {option}，结尾已说明格式", "leave {option} out: the ending says the form")
_NEEDS_FILE = Fault(
    what=Text.same("--format xlsx"),
    rule=Text("与 -o 同用", "be given with -o"),
    got="",
    way_out=Text("例如 -o 收入.xlsx", "for example -o income.xlsx"),
)
