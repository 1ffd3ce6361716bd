"""Follow a plan: compare what is known with what was planned, as of a day."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.doors import door
from ceheng_model.ensemble import Method, Seed
from ceheng_model.errors import IN_CALENDAR, Fault, InputError, Remark
from ceheng_model.files import CALENDAR, Encoding, Opening, day_of, require_file
from ceheng_model.official import OfficialTable
from ceheng_model.official.names import is_same_region
from ceheng_model.official.stated import Stated
from ceheng_model.plan import Plan
from ceheng_model.scenarios import Dossier, Scenario, scenario
from ceheng_model.tracking.actuals import Reading, read_rows
from ceheng_model.tracking.deliverable_states import standings
from ceheng_model.tracking.distances import distances, national_growth, quarter_growth
from ceheng_model.tracking.due_reports import due_next
from ceheng_model.tracking.forecast import DRAWS, forecast_of, uncertainty_of
from ceheng_model.tracking.known_years import condition
from ceheng_model.tracking.lines import lines_of
from ceheng_model.tracking.plan_match import resolved
from ceheng_model.tracking.progress import progress
from ceheng_model.tracking.quarter_targets import quarter_states
from ceheng_model.tracking.reported_figures import Actuals
from ceheng_model.tracking.target_outlook import target_states
from ceheng_model.tracking.tracking_report import TrackingReport
from ceheng_model.tracking.words import LATER
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    import pandas as pd


@door
def track(
    plan: "Scenario | Dossier | Plan | Path | str",
    actuals: "Actuals | Path | str | pd.DataFrame | OfficialTable | None" = None,
    *,
    sheet: str | None = None,
    encoding: Encoding | None = None,
    as_of: date | str | None = None,
    published: date | str | None = None,
    region: str | None = None,
    uncertainty: Uncertainty | Callable[[int], Uncertainty] | None = None,
    draws: int = DRAWS,
    method: Method | None = None,
    seed: Seed = None,
    workers: int | None = None,
    confirm: bool = False,
) -> TrackingReport:
    r"""Return how a plan is being carried out, from what was published on or before a day.

    `plan` is a scenario, or a plan (its shipped scenario ``plan`` is then taken); `actuals` a table as
    `read_actuals` takes it, of a workbook its `sheet`, of a text in Big5 its `encoding`, an official table included
    (`published` and `region` say of one what it does not say itself; its groups and years that the plan has not are
    passed over), or nothing.
    Without `as_of` it is the day of the latest publication, or that of the plan's issue where nothing is
    published. The report gives

    - the distance of every annual income from the plan's path. Quarters are compared with the same quarter a
      year before and with nothing else: they never make a year;
    - the average annual growth :math:`(V / L_K)^{1/(T-K)} - 1` that brings a target's income from its level
      :math:`L_K` in the last known year to the value V in year T; of the ratio, for either group, the other
      growing as planned from where it stands;
    - for each target whether it is on track: it holds when every group's total grows as planned in the years
      that are left, rounding as in the statement;
    - what the report due next has to contain, and which indicators are ahead and behind;
    - which documents and systems that the plan says will be made are done, under way or still to be started;
    - the value of every target along three lines for the years that are left: the plan's growth continued (what the
      state above goes by), the trend of the published series, the growth achieved so far; and how probable it is under
      each, from draws that all meet what is known (`simulate` with `known`). None of the lines is a forecast.

    Nothing published after the day counts: series are known up to the year before it, and the years after that
    estimate no spread either. An `uncertainty` that is given is taken as it is; it may be a function of that last
    year that returns one.

    An annual total beyond a factor of 5 from the plan's path is refused, and so is a share written as a number of per
    cent, unless the column ``confirmed`` says yes or `confirm` is set; a total off by half and more, and two groups
    that look swapped, are told in `TrackingReport.warnings`.

    A group's annual total makes a year known; components alone do where all of them are. Raises `InputError` for
    every fault of the table, for groups, indicators and years that the plan does not have, and for scenarios of
    many paths.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({
    ...     "kind": "income", "group": ["urban", "rural"], "component": "total", "year": 2022,
    ...     "value": [38700.0, 12200.0], "published": "2023-01-20", "source": "county survey team"})
    >>> report = track(scenario("plan"), frame, draws=2_000, seed=1)
    >>> need = report["rural_income_2024"].needs[0]
    >>> need.years, round(need.growth, 5)  # (15561 / 12200) ** (1 / 2) - 1
    (2, 0.12938)
    >>> report.on_track
    False
    """
    path = _scenario(plan)
    path.require_single()
    stated = Stated(published=published, region=region)
    every = resolved(_actuals(actuals, path, Opening(sheet=sheet, encoding=encoding), stated), path, confirm=confirm)
    day = _day(as_of, every, path)
    known = _told_of_later(every.as_of(day), _count(every), day)
    # a year's figures are published in the year after it
    last_year = day.year - 1
    path = path.with_as_of(max(last_year, path.base_year))
    conditioned = condition(path, known)
    lines = lines_of(conditioned)
    states = quarter_states(target_states(conditioned, lines, last_year), known, day)
    given = uncertainty(last_year) if callable(uncertainty) else uncertainty
    spread = uncertainty_of(path, given, last_year=last_year)
    forecast = None
    if isinstance(spread, Uncertainty):
        forecast = forecast_of(
            conditioned,
            lines,
            states,
            uncertainty=spread,
            draws=draws,
            method=method,
            seed=seed,
            workers=workers,
        )
    rows, plan_followed = distances(path, known), path.require_dossier().plan
    return TrackingReport(
        planned=path,
        actuals=known,
        later=_count(every) - _count(known),
        as_of=day,
        conditioned=conditioned,
        lines=lines,
        distances=rows,
        quarters=quarter_growth(path, known),
        national=() if known.region else national_growth(rows, path),
        targets=states,
        # what another region reports is no part of the county's report
        due=due_next(path, Actuals(name="") if known.region else known, day),
        progress=progress(plan_followed, known),
        # what another region has made is none of the plan's own
        deliverables=standings(plan_followed.measures.deliverables, () if known.region else known.deliverables, day),
        forecast=forecast,
        why_no_forecast=None if isinstance(spread, Uncertainty) else spread,
    )


def _scenario(plan: Scenario | Dossier | Plan | Path | str) -> Scenario:
    if isinstance(plan, Scenario):
        plan.require_dossier()
        return plan
    return scenario("plan", plan=plan.folder if isinstance(plan, Plan) else plan)


def _actuals(
    given: "Actuals | Path | str | pd.DataFrame | OfficialTable | None",
    path: Scenario,
    opening: Opening,
    stated: Stated,
) -> Reading:
    if given is not None and not isinstance(given, Actuals):
        return _read(given, path, opening, stated)
    require_file(Text("实际数", "the actual figures"), opening)
    return Reading(actuals=Actuals(name="") if given is None else given)


def _read(
    given: "Path | str | pd.DataFrame | OfficialTable",
    path: Scenario,
    opening: Opening,
    stated: Stated,
) -> Reading:
    years, plan = (path.baseline.year, *path.years), path.require_dossier().plan
    reading = read_rows(
        given, stated=stated, opening=opening, years=years, groups=path.group_keys, terms=path.terms, plan=plan
    )
    read = reading.actuals
    # 册亨县人民政府 issues the plan of 册亨县: a table that names this region holds the plan's own figures
    own_names = (plan.region, plan.terms.region.zh, re.sub("人民政府$", "", plan.issuer.zh))
    is_own = any(is_same_region(read.region, name) for name in own_names)
    return replace(reading, actuals=replace(read, region="")) if is_own else reading


def _told_of_later(known: Actuals, count: int, day: date) -> Actuals:
    """Return what is known with a remark on how many figures of the table were published after the day."""
    later = count - _count(known)
    if not later:
        return known
    remark = Remark(text=LATER.format(day=day, count=later), is_warning=False)
    return replace(known, remarks=(*known.remarks, remark))


def _count(actuals: Actuals) -> int:
    """Return how many figures and states are reported."""
    return len(actuals.figures) + len(actuals.deliverables)


def _day(as_of: date | str | None, actuals: Actuals, path: Scenario) -> date:
    if as_of is None:
        days = (*(figure.published for figure in actuals.figures), *(one.day for one in actuals.deliverables))
        return max(days, default=path.require_dossier().plan.issued)
    day = day_of(as_of)
    if day is None or day.year not in CALENDAR:
        raise InputError(
            Fault(
                what=Text("截止日期", "the day as of which"),
                rule=Text("为日期", "be a date") if day is None else IN_CALENDAR,
                got=as_of,
                way_out=Text("例如 2023-03-18", "for example 2023-03-18"),
            )
        )
    return day
