"""Write a paper's files, all of them or none: a Word file and a page with the same content."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ceheng_model.documents.paper.content import Paper
from ceheng_model.documents.paper.html_page import html_page
from ceheng_model.documents.paper.page_profile import Profile, profile_for
from ceheng_model.documents.paper.pictures import draw_pictures
from ceheng_model.errors import Fault, choice, raise_faults
from ceheng_model.files import Written, write_together
from ceheng_model.names import choice_names
from ceheng_model.vocabulary import LANGUAGES, Language, Text, language_in_use

Format = Literal["docx", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)
_BY_ENDING: dict[str, Format] = {".docx": "docx", ".html": "html", ".htm": "html"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPaper:
    """Hold a paper with the files it was written to."""

    paper: Paper
    written: tuple[Written, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The paths of the files."""
        return tuple(one.path for one in self.written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Hold where a paper goes, in which forms and language, checked before anything is computed."""

    folder: Path
    name: str
    """Name of the one file that is written; empty where the paper's own names serve."""
    formats: tuple[Format, ...]
    language: Language

    def write(self, paper: Paper, *, stem: str, profile: Profile | None = None) -> WrittenPaper:
        """Write the paper's files, all or none; no profile is that of the language."""
        contents = paper_files(paper, stem=stem, language=self.language, profile=profile, formats=self.formats)
        if self.name:
            (content,) = contents.values()
            contents = {self.name: content}
        return WrittenPaper(paper=paper, written=write_together(self.folder, contents))


def destination(target: Path | str, *, formats: Sequence[Format], language: Language | None) -> Destination:
    """Return where a paper goes: into a folder, or into the one file that an ending of its own names.

    Raises `InputError` for languages and formats that do not exist.
    """
    told = language_in_use() if language is None else language
    path = Path(target)
    alone = None if path.is_dir() else _BY_ENDING.get(path.suffix.lower())
    if alone is None:
        return Destination(folder=path, name="", formats=_require(told, formats), language=told)
    return Destination(folder=path.parent, name=path.name, formats=_require(told, [alone]), language=told)


def paper_files(
    paper: Paper,
    *,
    stem: str,
    language: Language,
    profile: Profile | None = None,
    formats: Sequence[Format] = FORMATS,
) -> dict[str, bytes]:
    """Return the content of a paper's files by name; charts are drawn once for all of them.

    The names are `stem` with an ending, in English with ``.en`` before it. No profile is that of the language.
    """
    layout = profile_for(language) if profile is None else profile
    drawn = draw_pictures(paper.pictures(), language, png="docx" in formats, svg="html" in formats)
    named = stem if language == "zh" else f"{stem}.{language}"
    contents = {}
    for form in formats:
        if form == "docx":
            # a page alone is written without the library for Word files
            from ceheng_model.documents.paper.word_file import word_file

            contents[f"{named}.docx"] = word_file(paper, language, layout, drawn)
        elif form == "html":
            contents[f"{named}.html"] = html_page(paper, language, layout, drawn).encode()
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
