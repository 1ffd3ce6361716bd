"""Write a brief into a folder, all of its files or none."""

from collections.abc import Sequence
from pathlib import Path

from ceheng_model.documents.brief.analysis import SEED, Analysis, analyse
from ceheng_model.documents.brief.composition import compose_brief
from ceheng_model.documents.brief.needed_growth import PROBABILITY
from ceheng_model.documents.paper import FORMATS, Format, Letterhead, Profile, WrittenPaper, destination, load_profile
from ceheng_model.doors import door
from ceheng_model.ensemble import DRAWS
from ceheng_model.errors import Fault, InputError
from ceheng_model.scenarios import Scenario
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import Language, Text

STEM = "brief"
"""Name of a brief's files before the ending."""


@door
def write_brief(
    scenario: Scenario | Analysis,
    folder: Path | str,
    *,
    language: Language | None = None,
    profile: str | Path | Profile | None = None,
    formats: Sequence[Format] = FORMATS,
    letterhead: Letterhead | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
    probability: float = PROBABILITY,
    uncertainty: Uncertainty | None = None,
) -> WrittenPaper:
    """Write a brief on a scenario into a folder: ``brief.docx`` and ``brief.html``.

    In English ``brief.en.*``. A path that ends with ``.docx`` or ``.html`` is the one file that is written, unless a
    folder stands there. A folder that is missing is created. Files are written whole, all or none; the same arguments
    give the same bytes. All bear one mark of what they say, by which files of two runs are told apart. Where no
    `profile` is given, that of the language serves. A finished `Analysis` is reported as it is: `seed`, `draws`,
    `probability` and `uncertainty` belong to `analyse` then.

    Raises `InputError` for languages, formats and profiles that do not exist, for faults of a profile, and
    for a scenario without a plan or of many paths; `OutputError` for a folder that cannot be written.

    >>> import tempfile
    >>> from ceheng_model.scenarios import scenario
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = write_brief(scenario("plan"), folder, formats=["html"], draws=1_000)
    >>> [path.name for path in written.files]
    ['brief.html']
    """
    target = destination(folder, formats=formats, language=language)
    layout = profile if profile is None or isinstance(profile, Profile) else load_profile(profile)
    if isinstance(scenario, Analysis):
        _require_own(seed=(seed, SEED), draws=(draws, DRAWS), probability=(probability, PROBABILITY))
        _require_own(uncertainty=(uncertainty, None))
        analysis = scenario
    else:
        analysis = analyse(scenario, seed=seed, draws=draws, probability=probability, uncertainty=uncertainty)
    return target.write(compose_brief(analysis, letterhead=letterhead), stem=STEM, profile=layout)


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
