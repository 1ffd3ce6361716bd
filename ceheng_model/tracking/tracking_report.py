"""Hold and show how a plan is being carried out, as of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Shown, Table, written
from ceheng_model.tracking.distance_tables import distance_table, national_table, quarter_table
from ceheng_model.tracking.distances import Distance, NationalGrowth, QuarterGrowth
from ceheng_model.tracking.due_reports import Due, figure_table, report_table
from ceheng_model.tracking.forecast import Forecast, band_table
from ceheng_model.tracking.known_years import Conditioned
from ceheng_model.tracking.progress import Pace, Progress, progress_table
from ceheng_model.tracking.reported_figures import Actuals
from ceheng_model.tracking.target_outlook import State, TargetState
from ceheng_model.tracking.target_tables import need_table, target_table
from ceheng_model.vocabulary import LABELS, Language, Missing, Template, Text

_AGAINST = Template(
    "截至{day}已公布的数，与“{title}”情景相比", "figures published by {day}, against the scenario “{title}”"
)


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
    distances: tuple[Distance, ...]
    quarters: tuple[QuarterGrowth, ...]
    national: tuple[NationalGrowth, ...]
    targets: tuple[TargetState, ...]
    due: Due
    progress: tuple[Progress, ...]
    forecast: Forecast | None
    """None where no uncertainty is to be had; `why_no_forecast` says why."""
    why_no_forecast: Text | None = None

    def __getitem__(self, id: str) -> TargetState:
        """Return how one target stands by the id of its statement; raise `KeyError` when there is none."""
        for target in self.targets:
            if target.statement.id == id:
                return target
        raise KeyError(id)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What was not given and some target needs or does without, each once."""
        return tuple(dict.fromkeys(one.outlook.missing for one in self.targets if one.outlook.missing is not None))

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
        return not any(one.kind == "income" for one in self.actuals.figures)

    @property
    def behind(self) -> tuple[Progress, ...]:
        """The indicators that are behind."""
        return tuple(one for one in self.progress if one.pace is Pace.BEHIND)

    @property
    def ahead(self) -> tuple[Progress, ...]:
        """The indicators that are reached, ahead or on pace."""
        return tuple(one for one in self.progress if one.pace in (Pace.REACHED, Pace.AHEAD, Pace.ON_PACE))

    def tables(self) -> tuple[Table, ...]:
        """Return targets, needed growth, distances, quarters, forecast, indicators, what is due next, revisions."""
        tables = [target_table(self.targets, self.forecast)]
        if any(target.needs for target in self.targets):
            tables.append(need_table(self.targets))
        if self.distances:
            tables.append(distance_table(self.distances))
        if self.quarters:
            tables.append(quarter_table(self.quarters))
        if self.national:
            tables.append(national_table(self.national))
        if self.forecast is not None and self.forecast.bands:
            tables.append(band_table(self.forecast, self._forecast_notes()))
        if any(one.figure is not None for one in self.progress):
            tables.append(progress_table(self.progress))
        if self.due.reports:
            tables.append(report_table(self.due))
        tables.append(figure_table(self.due))
        if self.actuals.revisions:
            tables.append(self.actuals.revision_table())
        return tuple(tables)

    def distance_table(self) -> Table:
        """Return the distance from the plan's path, one row an annual income."""
        return distance_table(self.distances)

    def progress_table(self) -> Table:
        """Return every followed indicator, those that are not reported as well."""
        return progress_table(self.progress, all_rows=True)

    def lead(self) -> tuple[Text, ...]:
        """Return what stands before the tables: the day, what is known, how the targets stand."""
        plan = self.planned.require_dossier().plan
        texts = [
            plan.title,
            _AGAINST.format(day=self.as_of, title=self.planned.title.in_quotes()),
        ]
        if self.later:
            texts.append(
                Text(f"此后公布的{self.later}个数未计入", f"{self.later} figures published later are left out")
            )
        if self.actuals.region:
            name = LABELS.get(self.actuals.region, Text(self.actuals.region, self.actuals.region))
            texts.append(
                Text(
                    f"数字不是本地的，是“{name.zh}”的：只用其增速，落在方案自己的基数上",
                    f"the figures are those of {name.en}, not the county's: only growth counts, on the plan's own base",
                )
            )
        if self.why_no_forecast is not None:
            why = self.why_no_forecast
            texts.append(Text(f"没有预测：{why.zh}", f"no forecast: {why.en}"))
        return (*texts, self.sentence, *self.conditioned.notes)

    @property
    def sentence(self) -> Text:
        """Say how many targets are on track, and which are not."""
        if self.nothing_known:
            return Text(
                "尚无已知的收入数：以下即方案自身的路径。",
                "No income is known yet: what follows is the plan's own path.",
            )
        count = {state: [one for one in self.targets if one.state is state] for state in State}
        bad = [*count[State.MISSED], *count[State.OFF_TRACK]]
        good = len(count[State.REACHED]) + len(count[State.ON_TRACK])
        names = Text("、".join(one.label.zh for one in bad), ", ".join(one.label.en for one in bad))
        left = len(count[State.NOT_JUDGED])
        zh = f"能判定的{good + len(bad)}条中，{good}条已达到或按进度"
        en = f"Of {good + len(bad)} targets that can be judged, {good} are reached or on track"
        if bad:
            zh, en = f"{zh}，{len(bad)}条落后或未达到：{names.zh}", f"{en}, {len(bad)} are not: {names.en}"
        return Text(f"{zh}；{left}条未判定。", f"{en}; {left} are not judged.")

    def to_text(self, language: Language = "zh") -> str:
        """Return the report as plain text, its leading sentences first."""
        first = "\n".join(text.in_language(language) for text in self.lead())
        return f"{first}\n\n{Shown.to_text(self, language)}"

    def _forecast_notes(self) -> Sequence[Text]:
        forecast = self.forecast
        assert forecast is not None
        seed, draws, source = forecast.seed, f"{forecast.draws:,}", forecast.uncertainty.source
        notes = [
            Text(
                f"已知年份不抽样；其后各项按情景增速抽样{draws}次，种子{seed}；离散程度：{source.zh}",
                f"known years are not drawn; later growth is drawn {draws} times around the scenario's, seed {seed}; "
                f"spread: {source.en}",
            ),
            Text(
                "各项构成按各自的计划增速增长，合计的增速因此可与上表展望所用的合计计划增速不同",
                "components grow at their own planned rates, so that totals may grow otherwise than in the outlook, "
                "which takes the planned growth of totals",
            ),
        ]
        if len(set(self.conditioned.until)) > 1:
            notes.append(
                Text(
                    "各人群已知到不同年份：涉及几个人群的，从都已知的年份之后抽样",
                    "groups are known up to different years: what concerns several is drawn after the year all are",
                )
            )
        if forecast.together is not None:
            part = written(forecast.together, "percent", decimals=1)
            notes.append(Text(f"全部目标同时达到的概率：{part}", f"probability of all targets together: {part}"))
        return notes
