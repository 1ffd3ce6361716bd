"""Write a brief into a folder, all of its files or none."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ceheng_model.documents.brief.analysis import SEED, Analysis, analyse
from ceheng_model.documents.brief.composing import compose_brief
from ceheng_model.documents.brief.model import Brief, Letterhead
from ceheng_model.documents.brief.needing import PROBABILITY
from ceheng_model.documents.brief.page import html_page
from ceheng_model.documents.brief.pictures import draw_pictures
from ceheng_model.documents.brief.profile import DEFAULT, Profile, load_profile
from ceheng_model.documents.brief.word import word_file
from ceheng_model.ensemble import DRAWS
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.files.disk import open_beside, put_in_place, unwritable
from ceheng_model.scenarios import Scenario
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import LANGUAGES, Language, Text

Format = Literal["docx", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBrief:
    """Hold a brief with the files it was written to."""

    brief: Brief
    files: tuple[Path, ...]


def write_brief(
    scenario: Scenario | Analysis,
    folder: Path | str,
    *,
    language: Language = "zh",
    profile: str | Path | Profile = DEFAULT,
    formats: Sequence[Format] = FORMATS,
    letterhead: Letterhead | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
    probability: float = PROBABILITY,
    uncertainty: Uncertainty | None = None,
) -> WrittenBrief:
    """Write a brief on a scenario into a folder: ``brief.docx`` and ``brief.html``, in English ``brief.en.*``.

    The folder is made where it is missing. Files are written whole, all or none; the same arguments give
    the same bytes. A finished `Analysis` is reported as it is: `seed`, `draws`, `probability` and
    `uncertainty` belong to `analyse` then.

    Raises `InputError` for languages, formats and profiles that do not exist, for faults of a profile, and
    for a scenario without a plan or of many paths; `OutputError` for a folder that cannot be written.

    >>> import tempfile
    >>> from ceheng_model.scenarios import scenario
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = write_brief(scenario("plan"), folder, formats=["html"], draws=1_000)
    >>> [path.name for path in written.files]
    ['brief.html']
    """
    wanted = _require(language, formats)
    layout = profile if isinstance(profile, Profile) else load_profile(profile)
    if isinstance(scenario, Analysis):
        _require_own(seed=(seed, SEED), draws=(draws, DRAWS), probability=(probability, PROBABILITY))
        _require_own(uncertainty=(uncertainty, None))
        found = scenario
    else:
        found = analyse(scenario, seed=seed, draws=draws, probability=probability, uncertainty=uncertainty)
    brief = compose_brief(found, letterhead=letterhead)
    contents = brief_files(brief, language=language, profile=layout, formats=wanted)
    return WrittenBrief(brief=brief, files=write_together(Path(folder), contents))


def brief_files(
    brief: Brief, *, language: Language, profile: Profile, formats: Sequence[Format] = FORMATS
) -> dict[str, bytes]:
    """Return the content of a brief's files by name; charts are drawn once for all of them."""
    drawn = draw_pictures(brief.pictures(), language, png="docx" in formats, svg="html" in formats)
    stem = "brief" if language == "zh" else f"brief.{language}"
    contents = {}
    for one in formats:
        if one == "docx":
            contents[f"{stem}.docx"] = word_file(brief, language, profile, drawn)
        elif one == "html":
            contents[f"{stem}.html"] = html_page(brief, language, profile, drawn).encode()
        else:
            raise AssertionError(one)
    return contents


def write_together(folder: Path, contents: dict[str, bytes]) -> tuple[Path, ...]:
    """Write files into a folder so that all of them stand there, or what stood there before; return their paths.

    Raises `OutputError` naming the file, or the folder, that cannot be written.
    """
    made = _made(folder)
    ready: list[tuple[Path, Path]] = []
    try:
        for name, content in contents.items():
            ready.append((_prepared(folder / name, content), folder / name))
        _swap(ready)
    except BaseException:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)
        if made:
            folder.rmdir()
        raise
    return tuple(path for _, path in ready)


def _made(folder: Path) -> bool:
    """Make the folder; return whether it was not there."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        if not folder.is_dir():
            raise _no_folder(folder) from None
        return False
    except OSError as error:
        raise unwritable(folder, error) from error
    return True


def _no_folder(folder: Path) -> Exception:
    return unwritable(folder, NotADirectoryError(20, "Not a directory"))


def _prepared(path: Path, content: bytes) -> Path:
    temporary = None
    try:
        temporary = open_beside(path)
        temporary.write_bytes(content)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise unwritable(path, error) from error
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


def _require(language: str, formats: Sequence[str]) -> tuple[Format, ...]:
    faults: list[Fault] = []
    if language not in LANGUAGES:
        faults.append(choice(Text("语言", "the language"), language, LANGUAGES))
    if isinstance(formats, str):
        formats = (formats,)
    faults += [choice(Text("格式", "the format"), one, FORMATS) for one in formats if one not in FORMATS]
    if not formats:
        faults.append(choice(Text("格式", "the format"), "", FORMATS))
    raise_faults(faults)
    return tuple(one for one in FORMATS if one in formats)


def _require_own(**given: tuple[object, object]) -> None:
    for name, (value, usual) in given.items():
        if value != usual:
            raise InputError(
                Fault(
                    what=Text(name, name),
                    rule=Text("与情景一起给出", "be given with a scenario"),
                    got=value,
                    way_out=Text("已完成的分析：给 analyse(...)", "for a finished analysis give it to analyse(...)"),
                )
            )
