"""Write the bulletin on all counties, all of its files or none."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ceheng_model.documents.county_bulletin import words
from ceheng_model.documents.county_bulletin.changes_of_counties import CountyChanges, changes_between
from ceheng_model.documents.county_bulletin.county_bulletin_paper import compose_plans_bulletin
from ceheng_model.documents.paper import FORMATS, Format, Letterhead, Profile, WrittenPaper, destination, load_profile
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError
from ceheng_model.files import day_of
from ceheng_model.plan_sets import PlansProgress
from ceheng_model.vocabulary import Language

STEM = "counties"
"""Name of the bulletin's files before the ending."""


@door
def write_plans_bulletin(
    progress: PlansProgress,
    target: Path | str,
    *,
    since: date | str | None = None,
    language: Language | None = None,
    profile: str | Path | Profile | None = None,
    formats: Sequence[Format] = FORMATS,
    letterhead: Letterhead | None = None,
) -> WrittenPaper:
    """Write the bulletin on how all counties stand, those that are behind by name.

    It is ``counties.docx`` and ``counties.html``, in English ``counties.en.*``. `progress` is what `track_plans`
    returns. `since` is the day of the last bulletin (``2023-03-18``): by the vintages that were published by then, the
    bulletin says what is new or revised, who fell behind since and who caught up. A `target` that ends with ``.docx``
    or ``.html`` is the one file that is written, unless a folder stands there. Files are written whole, all or none;
    the same arguments give the same bytes.

    Raises `InputError` for languages, formats and profiles that do not exist, and for a day that is not before that of
    the report; `OutputError` for what cannot be written.

    >>> import tempfile
    >>> import pandas as pd
    >>> from ceheng_model.plan_sets import load_plans, track_plans
    >>> table = pd.DataFrame({"county": ["示例县01", "示例县02"], "base_year": 2021, "last_year": 2023,
    ...     "rural_base": [10000.0, 12000.0], "rural_growth": ["10%", "10%"], "rural_residents": [100, 300]})
    >>> actual = pd.DataFrame({"county": ["示例县01", "示例县02"], "group": "rural", "year": 2022,
    ...     "value": [11000.0, 13000.0], "published": "2023-01-20"})
    >>> progress = track_plans(load_plans(table), actual)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = write_plans_bulletin(progress, folder, formats=["html"])
    >>> [path.name for path in written.files]
    ['counties.html']
    """
    place = destination(target, formats=formats, language=language)
    layout = profile if profile is None or isinstance(profile, Profile) else load_profile(profile)
    changes = None if since is None else _changes(progress, since)
    paper = compose_plans_bulletin(progress, changes=changes, letterhead=letterhead)
    return place.write(paper, stem=STEM, profile=layout)


def _changes(progress: PlansProgress, since: date | str) -> CountyChanges:
    day = day_of(since)
    if day is None or day >= progress.as_of:
        rule = words.A_DAY if day is None else words.BEFORE.format(day=progress.as_of)
        raise InputError(Fault(what=words.LAST, rule=rule, got=since, way_out=words.GIVE_DAY))
    return changes_between(progress.as_it_was(day), progress)
