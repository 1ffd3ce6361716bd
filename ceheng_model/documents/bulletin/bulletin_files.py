"""Write a bulletin, all of its files or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ceheng_model.documents.bulletin.bulletin_paper import compose_bulletin
from ceheng_model.documents.paper import FORMATS, Format, Letterhead, Profile, WrittenPaper, destination, load_profile
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError
from ceheng_model.files import Encoding, day_of
from ceheng_model.scenarios import Dossier, Scenario, scenario
from ceheng_model.tracking.changes import Changes, changes_between
from ceheng_model.tracking.review import track
from ceheng_model.tracking.tracking_report import TrackingReport
from ceheng_model.vocabulary import NO_TEXT, Language, Template, Text

STEM = "bulletin"
"""Name of a bulletin's files before the ending."""
_FEW_DRAWS = 16
"""Draws for a report of which nothing but states is read."""


@door
def write_bulletin(
    report: TrackingReport | Path | str,
    target: Path | str,
    *,
    plan: "Scenario | Dossier | Path | str | None" = None,
    sheet: str | None = None,
    since: "TrackingReport | Path | date | str | None" = None,
    since_sheet: str | None = None,
    encoding: Encoding | None = None,
    language: Language | None = None,
    profile: str | Path | Profile | None = None,
    formats: Sequence[Format] = FORMATS,
    letterhead: Letterhead | None = None,
) -> WrittenPaper:
    """Write the bulletin on how a plan is being carried out: ``bulletin.docx`` and ``bulletin.html``.

    `report` is what `track` returns, or the file of actual figures, which is then held against `plan` (the shipped one
    where None). `since` is the last bulletin's report, its file, or its day (``2023-03-18``): the bulletin then says
    what changed. Of a workbook `sheet` and `since_sheet` are read, of a text in Big5 its `encoding` is to be given. In
    English ``bulletin.en.*``. A `target` that ends with ``.docx`` or ``.html`` is the one file that is
    written, unless a folder stands there. Files are written whole, all or none; the same arguments give the same bytes.
    Where no `profile` is given, that of the language serves.

    Raises `InputError` for languages, formats and profiles that do not exist, for the faults of a file, for a report
    of another plan, and for a day that is not before that of the report; `OutputError` for what cannot be written.

    >>> import tempfile
    >>> report = track(scenario("plan"), draws=16, seed=0)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = write_bulletin(report, folder, formats=["html"])
    >>> [path.name for path in written.files]
    ['bulletin.html']
    """
    place = destination(target, formats=formats, language=language)
    layout = profile if profile is None or isinstance(profile, Profile) else load_profile(profile)
    made = _report(report, plan, sheet=sheet, encoding=encoding)
    if since is None and since_sheet is not None:
        rule, way_out = Text("与上期通报的工作簿同给", "be given with the last bulletin's workbook"), NO_TEXT
        raise InputError(Fault(what=_LAST_SHEET, rule=rule, got=since_sheet, way_out=way_out))
    changes = None if since is None else changes_since(made, since, sheet=since_sheet, encoding=encoding)
    return place.write(compose_bulletin(made, changes=changes, letterhead=letterhead), stem=STEM, profile=layout)


def changes_since(
    report: TrackingReport,
    since: TrackingReport | Path | date | str,
    *,
    sheet: str | None = None,
    encoding: Encoding | None = None,
) -> Changes:
    """Return what changed since the last bulletin: its report, its file of actual figures, or its day.

    Of a file that is a workbook `sheet` is read, of one that is a text in Big5 its `encoding` is to be given.

    Raises `InputError` for the report of another plan, for the faults of a file, and for a day that is not before.
    """
    if isinstance(since, TrackingReport):
        earlier = since
    elif isinstance(since, date) or (isinstance(since, str) and day_of(since) is not None):
        day = since if isinstance(since, date) else day_of(since)
        assert day is not None
        _require_before(day, report)
        earlier = _as_it_was(report, day)
    elif isinstance(since, str) and not Path(since).suffix and not Path(since).exists():
        # such as the year alone
        raise InputError(Fault(what=_LAST, rule=_DAY_OR_FILE, got=since, way_out=_WRITE_DAY))
    else:
        # what is far from the plan was vouched for in the last bulletin
        planned = report.planned.with_as_of(None)
        earlier = track(planned, since, sheet=sheet, encoding=encoding, draws=_FEW_DRAWS, seed=0, confirm=True)
        _require_before(earlier.as_of, report)
    own, other = (one.planned.require_dossier().plan.title for one in (report, earlier))
    if own != other:
        rule, way_out = _SAME_PLAN, Text("给出同一方案的报告", "give a report on the same plan")
        raise InputError(Fault(what=_LAST, rule=rule, got=other, way_out=way_out))
    return changes_between(earlier, report)


def _as_it_was(report: TrackingReport, day: date) -> TrackingReport:
    """Return the report of an earlier day from the same figures."""
    known = report.actuals.as_of(day)
    if known.region:
        # what another region reports stands on the plan's base already, and makes nothing of the plan's own
        known = replace(known, region="", deliverables=())
    return track(report.planned.with_as_of(None), known, as_of=day, draws=_FEW_DRAWS, seed=0, confirm=True)


def _report(
    given: TrackingReport | Path | str,
    plan: "Scenario | Dossier | Path | str | None",
    *,
    sheet: str | None,
    encoding: Encoding | None,
) -> TrackingReport:
    if not isinstance(given, TrackingReport):
        planned = plan if isinstance(plan, Scenario) else scenario("plan", plan=plan)
        return track(planned, given, sheet=sheet, encoding=encoding, draws=_FEW_DRAWS, seed=0)
    if plan is not None:
        rule = Text("与实际数的文件同给", "be given with a file of actual figures")
        way_out = Text("报告已含方案，不必再给", "a report has its plan: leave it out")
        raise InputError(Fault(what=Text("方案", "the plan"), rule=rule, got=type(plan).__name__, way_out=way_out))
    return given


def _require_before(day: date, report: TrackingReport) -> None:
    if day >= report.as_of:
        rule = _BEFORE.format(day=report.as_of)
        way_out = Text("给出上期通报的日期或文件", "give the day or the file of the last bulletin")
        raise InputError(Fault(what=_LAST, rule=rule, got=day, way_out=way_out))


_LAST = Text("上期通报", "the last bulletin")
_LAST_SHEET = Text("上期通报的工作表", "the sheet of the last bulletin")
_DAY_OR_FILE = Text("为一个日期或实际数的表", "be a day or a file of actual figures")
_WRITE_DAY = Text(
    "给出上期通报的日期（如 2023-01-31）或上期所用的实际数文件",
    "give the day of the last bulletin, such as 2023-01-31, or the file of actual figures that it was made of",
)
_SAME_PLAN = Text("为同一方案的通报", "be one on the same plan")
_BEFORE = Template("早于本期截止日期{day}", "be before {day}, the day of this one")
