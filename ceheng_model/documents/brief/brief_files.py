"""Write a brief into a folder, all of its files or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ceheng_model.documents.brief.analysis import SEED, Analysis, analyse
from ceheng_model.documents.brief.composition import compose_brief
from ceheng_model.documents.brief.content import Brief, Letterhead
from ceheng_model.documents.brief.needed_growth import PROBABILITY
from ceheng_model.documents.brief.setting.html_page import html_page
from ceheng_model.documents.brief.setting.page_profile import DEFAULT, Profile, load_profile
from ceheng_model.documents.brief.setting.pictures import draw_pictures
from ceheng_model.documents.brief.setting.word_file import word_file
from ceheng_model.doors import door
from ceheng_model.ensemble import DRAWS
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.files import Written, write_together
from ceheng_model.names import choice_names
from ceheng_model.scenarios import Scenario
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import LANGUAGES, Language, Text, language_in_use

Format = Literal["docx", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)
_BY_ENDING: dict[str, Format] = {".docx": "docx", ".html": "html", ".htm": "html"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBrief:
    """Hold a brief with the files it was written to."""

    brief: Brief
    written: tuple[Written, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The paths of the files."""
        return tuple(one.path for one in self.written)


@door
def write_brief(
    scenario: Scenario | Analysis,
    folder: Path | str,
    *,
    language: Language | None = None,
    profile: str | Path | Profile = DEFAULT,
    formats: Sequence[Format] = FORMATS,
    letterhead: Letterhead | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
    probability: float = PROBABILITY,
    uncertainty: Uncertainty | None = None,
) -> WrittenBrief:
    """Write a brief on a scenario into a folder: ``brief.docx`` and ``brief.html``.

    In English ``brief.en.*``. A path that ends with ``.docx`` or ``.html`` is the one file that is written, unless a
    folder stands there. A folder that is missing is created. Files are written whole, all or none; the same arguments
    give the same bytes. All bear one mark of what they say, by which files of two runs are told apart. A finished
    `Analysis` is reported as it is: `seed`, `draws`, `probability` and `uncertainty` belong to `analyse` then.

    Raises `InputError` for languages, formats and profiles that do not exist, for faults of a profile, and
    for a scenario without a plan or of many paths; `OutputError` for a folder that cannot be written.

    >>> import tempfile
    >>> from ceheng_model.scenarios import scenario
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = write_brief(scenario("plan"), folder, formats=["html"], draws=1_000)
    >>> [path.name for path in written.files]
    ['brief.html']
    """
    told = language_in_use() if language is None else language
    target = Path(folder)
    alone = None if target.is_dir() else _BY_ENDING.get(target.suffix.lower())
    wanted = _require(told, formats) if alone is None else _require(told, [alone])
    layout = profile if isinstance(profile, Profile) else load_profile(profile)
    if isinstance(scenario, Analysis):
        _require_own(seed=(seed, SEED), draws=(draws, DRAWS), probability=(probability, PROBABILITY))
        _require_own(uncertainty=(uncertainty, None))
        analysis = scenario
    else:
        analysis = analyse(scenario, seed=seed, draws=draws, probability=probability, uncertainty=uncertainty)
    brief = compose_brief(analysis, letterhead=letterhead)
    contents = brief_files(brief, language=told, profile=layout, formats=wanted)
    if alone is not None:
        (content,) = contents.values()
        target, contents = target.parent, {target.name: content}
    return WrittenBrief(brief=brief, written=write_together(target, contents))


def brief_files(
    brief: Brief, *, language: Language, profile: Profile, formats: Sequence[Format] = FORMATS
) -> dict[str, bytes]:
    """Return the content of a brief's files by name; charts are drawn once for all of them."""
    drawn = draw_pictures(brief.pictures(), language, png="docx" in formats, svg="html" in formats)
    stem = "brief" if language == "zh" else f"brief.{language}"
    contents = {}
    for form in formats:
        if form == "docx":
            contents[f"{stem}.docx"] = word_file(brief, language, profile, drawn)
        elif form == "html":
            contents[f"{stem}.html"] = html_page(brief, language, profile, drawn).encode()
        else:
            raise AssertionError(form)
    return contents


def _require(language: str, formats: Sequence[str]) -> tuple[Format, ...]:
    faults: list[Fault] = []
    if language not in LANGUAGES:
        faults.append(choice(Text("语言", "the language"), language, choice_names(LANGUAGES)))
    if isinstance(formats, str):
        formats = (formats,)
    faults += [
        choice(Text("格式", "the format"), form, choice_names(FORMATS)) for form in formats if form not in FORMATS
    ]
    if not formats:
        faults.append(choice(Text("格式", "the format"), "", choice_names(FORMATS)))
    raise_faults(faults)
    return tuple(form for form in FORMATS if form in formats)


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
