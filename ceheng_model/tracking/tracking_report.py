"""Hold and show how a plan is being carried out, as of a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ceheng_model.doors import door
from ceheng_model.errors import no_key
from ceheng_model.plan import tidied
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Shown, Table
from ceheng_model.tracking.deliverable_states import Standing, standing_table
from ceheng_model.tracking.distance_tables import distance_table, national_table, quarter_table
from ceheng_model.tracking.distances import Distance, NationalGrowth, QuarterGrowth
from ceheng_model.tracking.due_reports import Due, figure_table, report_table
from ceheng_model.tracking.forecast import FEW, Forecast, band_table
from ceheng_model.tracking.known_years import Conditioned
from ceheng_model.tracking.lines import QUOTED, LinePath
from ceheng_model.tracking.progress import Pace, Progress
from ceheng_model.tracking.progress_table import progress_table
from ceheng_model.tracking.reported_figures import Actuals
from ceheng_model.tracking.target_outlook import State, TargetState
from ceheng_model.tracking.target_tables import is_left, line_table, need_table, target_table
from ceheng_model.tracking.words import (
    AGAINST,
    BEHIND,
    FEW_LEFT,
    FULL_STOP,
    HOW_DRAWN,
    LEFT_OPEN,
    NO_FORECAST,
    NOTHING_KNOWN,
    ON_TRACK,
    OTHER_REGION,
    WITHOUT_ACTUALS,
    WORTH,
)
from ceheng_model.vocabulary import LABELS, Language, Missing, Text, label_of, told_in


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class TrackingReport(Shown):
    """Hold how a plan is being carried out, as of a day."""

    planned: Scenario
    """The plan's scenario, with which the figures are compared."""
    actuals: Actuals
    """The figures published on or before the day, every vintage."""
    later: int
    """How many figures were published after the day and are left out."""
    as_of: date
    conditioned: Conditioned
    lines: tuple[LinePath, ...]
    """What is known, carried on along each line for the years that are left."""
    distances: tuple[Distance, ...]
    quarters: tuple[QuarterGrowth, ...]
    national: tuple[NationalGrowth, ...]
    targets: tuple[TargetState, ...]
    due: Due
    progress: tuple[Progress, ...]
    deliverables: tuple[Standing, ...]
    """How each document and system stands that the plan says will be made."""
    forecast: Forecast | None
    """None where no uncertainty is to be had; `why_no_forecast` says why."""
    why_no_forecast: Text | None = None

    def __getitem__(self, id: str) -> TargetState:
        """Return how one target stands by the id of its statement.

        Raises `InputError`, which is a `KeyError` too, when there is none.
        """
        for target in self.targets:
            if target.statement.id == id:
                return target
        raise no_key(Text("条目", "the statement"), id, (target.statement.id for target in self.targets))

    def _ipython_key_completions_(self) -> list[str]:
        return [target.statement.id for target in self.targets]

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What was not given and some target needs or does without, each once."""
        outlooks = (target.outlook.missing for target in self.targets)
        return tuple(dict.fromkeys(missing for missing in outlooks if missing is not None))

    @property
    def scenario(self) -> Scenario:
        """The plan's scenario with the known years as they were."""
        return self.conditioned.scenario

    @property
    def on_track(self) -> bool:
        """Whether every target that can be judged is reached or on track."""
        return not any(target.state in (State.OFF_TRACK, State.MISSED) for target in self.targets)

    @property
    def nothing_known(self) -> bool:
        """Whether no income is known and the report shows the plan itself."""
        return not any(figure.kind == "income" for figure in self.actuals.figures)

    @property
    def behind(self) -> tuple[Progress, ...]:
        """The indicators that are behind, or missed by their deadline."""
        return tuple(indicator for indicator in self.progress if indicator.pace in (Pace.BEHIND, Pace.MISSED))

    @property
    def ahead(self) -> tuple[Progress, ...]:
        """The indicators that are reached, ahead or on pace."""
        good = (Pace.REACHED, Pace.AHEAD, Pace.ON_PACE)
        return tuple(indicator for indicator in self.progress if indicator.pace in good)

    def tables(self) -> tuple[Table, ...]:
        """Return targets, lines, needs, forecast, indicators, deliverables, and all else there is.

        After the needs stand distances and quarters, after the deliverables dues and revisions.
        """
        return (*self._target_tables(), *self._figure_tables(), *self._due_tables())

    def frame_table(self) -> Table:
        """Return one row a target, and of what it speaks."""
        table = target_table(self.targets, self.forecast, self.planned)
        statements = [target.statement for target in self.targets]
        return tidied(table, statements, self.planned.terms, printed="printed")

    def _target_tables(self) -> Iterator[Table]:
        yield target_table(self.targets, self.forecast, self.planned)
        if any(is_left(target) for target in self.targets):
            yield line_table(self.targets, self.lines, self.forecast, self.planned)
        if any(target.needs for target in self.targets):
            yield need_table(self.targets, self.planned.terms)

    def _figure_tables(self) -> Iterator[Table]:
        if self.distances:
            yield distance_table(self.distances, self.planned.terms)
        if self.quarters:
            yield quarter_table(self.quarters, self.planned.terms)
        if self.national:
            yield national_table(self.national, self.scenario.terms)
        if self.forecast is not None and self.forecast.bands:
            yield band_table(self.forecast, self.planned.terms, tuple(self._forecast_notes(self.forecast)))
        if any(indicator.figure is not None for indicator in self.progress):
            yield progress_table(self.progress, self.planned.require_dossier().plan)
        if any(standing.report is not None or standing.is_overdue for standing in self.deliverables):
            yield self.deliverable_table()

    def _due_tables(self) -> Iterator[Table]:
        if self.due.reports:
            yield report_table(self.due, self.planned.terms)
        yield figure_table(self.due, self.planned.terms)
        if self.actuals.revisions:
            yield self.actuals.revision_table()

    def distance_table(self) -> Table:
        """Return the distance from the plan's path, one row an annual income."""
        return distance_table(self.distances, self.planned.terms)

    def progress_table(self) -> Table:
        """Return every followed indicator, those that are not reported as well."""
        return progress_table(self.progress, self.planned.require_dossier().plan, all_rows=True)

    def deliverable_table(self) -> Table:
        """Return every document and system that the plan says will be made, those ticked off last."""
        departments = self.planned.require_dossier().plan.measures.departments
        return standing_table(self.deliverables, {department.key: department.label for department in departments})

    @property
    def answer(self) -> tuple[Text, ...]:
        """How the targets stand, then the day and the scenario: what is read first."""
        against = AGAINST.format(day=self.as_of, title=self.planned.title.in_quotes())
        return (self.sentence, FULL_STOP.format(sentence=against.at_start()))

    @property
    def caveats(self) -> tuple[Text, ...]:
        """What has to be known before the figures: they are another region's, or why nothing is forecast."""
        region = self.actuals.region
        of_another = () if not region else (self._of_another(label_of(region)),)
        why = () if self.why_no_forecast is None else (NO_FORECAST.format(why=self.why_no_forecast),)
        return (*of_another, *why)

    @property
    def background(self) -> tuple[Text, ...]:
        """The plan, what is known by the day, and the circumstances that were taken."""
        title = self.planned.require_dossier().plan.title
        return (title, *self.conditioned.notes, *self.planned.circumstance_notes())

    def lead(self) -> tuple[Text, ...]:
        """Return all that stands before the tables: the plan, the day, how the targets stand, what is known."""
        title, *known = self.background
        return (title, *self.answer[1:], *self.caveats, *self.answer[:1], *known)

    def _of_another(self, region: Text) -> Text:
        kind, level = self.planned.terms.kind, self.planned.terms.level
        return OTHER_REGION.format(
            region=Text(region.zh, "the nation") if region == LABELS["national"] else region,
            ours=Text("本地数", f"the {level.en}'s"),
            own_base=Text(f"套用于{kind.zh}自身的基数", f"on the {kind.en}'s own base"),
        )

    @property
    def sentence(self) -> Text:
        """Say how many targets are on track, which are not, and of how many nothing is known."""
        if self.nothing_known:
            return self.planned.terms.say(NOTHING_KNOWN)
        by_state = {state: [target for target in self.targets if target.state is state] for state in State}
        bad = [*by_state[State.MISSED], *by_state[State.OFF_TRACK]]
        good = len(by_state[State.REACHED]) + len(by_state[State.ON_TRACK])
        sentence = ON_TRACK.format(line=QUOTED.label(self.planned.terms), judged=good + len(bad), good=good)
        if bad:
            sentence += BEHIND.format(count=len(bad), targets=Text.join(target.label for target in bad))
        if alone := len(by_state[State.NO_ACTUALS]):
            sentence += WITHOUT_ACTUALS.format(count=alone)
        if left_open := len(by_state[State.NOT_JUDGED]):
            sentence += LEFT_OPEN.format(count=left_open)
        return FULL_STOP.format(sentence=sentence)

    @property
    def conditions(self) -> tuple[Text, ...]:
        """The leading sentences: which years are known, and how the targets stand."""
        return tuple(self.lead())

    def to_text(self, language: Language | None = None) -> str:
        """Return the report as plain text, its leading sentences first."""
        first = "\n".join(text.in_language(told_in(language)) for text in self.lead())
        return f"{first}\n\n{Shown.to_text(self, language)}"

    def _forecast_notes(self, forecast: Forecast) -> Iterator[Text]:
        yield HOW_DRAWN.format(draws=forecast.draws, seed=forecast.seed, source=forecast.uncertainty.source)
        for made in forecast.lines.values():
            label = made.line.label(self.planned.terms)
            if made.worth is not None and made.worth < forecast.draws:
                yield (FEW_LEFT if made.worth < FEW else WORTH).format(line=label, worth=made.worth)
