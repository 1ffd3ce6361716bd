"""Hold forecasts of the past with their scores, and what so few of them can say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ceheng_model.calibration import words
from ceheng_model.calibration.calibration_tables import coverage_table, forecast_table, score_table
from ceheng_model.calibration.past_forecasts import BandCoverage, MeanScore, PastForecast
from ceheng_model.calibration.past_incomes import PastIncome
from ceheng_model.calibration.predictive_draws import DrawSettings
from ceheng_model.calibration.scores import exact_interval, expected_counts
from ceheng_model.doors import door
from ceheng_model.series import PublishedSeries
from ceheng_model.tables import Shown, Table, written
from ceheng_model.vocabulary import NO_TEXT, Keyed, Text, label_of
from ceheng_model.vocabulary import counted as how_many

NOMINAL = (0.5, 0.8, 0.9)
"""Nominal coverage of the bands that are counted."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Calibration(Shown):
    """Hold the forecasts of a past from each of its years, with what they show."""

    series: PublishedSeries
    pasts: tuple[PastIncome, ...]
    """The incomes that were forecast."""
    forecasts: tuple[PastForecast, ...]
    settings: DrawSettings
    left_out: tuple[Text, ...] = ()
    """Groups that were not forecast, and why."""
    unreached: Text | None = None
    """Up to how many years ahead there are outcomes, where more were asked for."""

    @property
    def groups(self) -> tuple[str, ...]:
        """Keys of the groups forecast."""
        return tuple(past.key for past in self.pasts)

    @property
    def coverage(self) -> tuple[BandCoverage, ...]:
        """How often each band covered, by group, years ahead and nominal coverage."""
        return tuple(self._coverage(made, nominal) for made in self._alike() for nominal in NOMINAL)

    @property
    def scores(self) -> tuple[MeanScore, ...]:
        """Mean scores by group and years ahead."""
        return tuple(map(_score, self._alike()))

    @property
    def sentences(self) -> tuple[Text, ...]:
        """How often the 90 % band covered one year ahead, and what that shows: one sentence for those alike."""
        alike: dict[tuple[object, ...], list[BandCoverage]] = {}
        for one in self.coverage:
            if one.years_ahead == 1 and one.nominal == NOMINAL[-1]:
                alike.setdefault((one.forecasts, one.covered, one.below, one.expected), []).append(one)
        return tuple(map(self._sentence, alike.values()))

    def tables(self) -> tuple[Table, ...]:
        """Return how often bands covered, the scores beside those of simpler forecasts, and every forecast."""
        return (
            self.coverage_table(),
            score_table(self.scores, self._named, title=words.SCORES_TITLE.format(name=self._of)),
            forecast_table(
                self.forecasts, self._named, title=words.FORECASTS_TITLE.format(name=self._of), unit=self.series.unit
            ),
        )

    def coverage_table(self, *nominal: float) -> Table:
        """Return how often bands covered: those of these nominal coverages, or all."""
        shown = nominal or NOMINAL
        return coverage_table(
            [one for one in self.coverage if one.nominal in shown],
            self._named,
            title=words.COVERAGE_TITLE.format(name=self._of),
            notes=(
                self.method,
                words.EXPECTED,
                words.EXACT,
                words.FEW,
                *self._at_ends(shown),
                *([] if self.unreached is None else [self.unreached]),
                *self.left_out,
            ),
        )

    @property
    def method(self) -> Text:
        """How the forecasts were made."""
        split = [past.label for past in self.pasts if past.by_component]
        mode = words.BY_COMPONENT if len(split) == len(self.pasts) else words.BOTH_WAYS.format(parts=Text.join(split))
        error = words.WITH_ERROR if self.settings.estimation_error else words.WITHOUT_ERROR
        phi = self.settings.persistence
        how = words.HOW.format(error=error, mode=mode if split else words.BY_TOTAL)
        return how + (words.PERSISTENT.format(value=phi) if phi else NO_TEXT)

    @property
    def _named(self) -> dict[str, Keyed]:
        return {past.key: Keyed(past.key, past.label) for past in self.pasts}

    @property
    def _of(self) -> Text:
        return label_of(self.series.name) if self.series.is_shipped else Text.same(self.series.name)

    def _alike(self) -> Iterator[list[PastForecast]]:
        """Yield the forecasts of one group that reach as many years ahead."""
        for group in self.groups:
            own = [forecast for forecast in self.forecasts if forecast.group == group]
            for ahead in range(1, max(forecast.years_ahead for forecast in own) + 1):
                yield [forecast for forecast in own if forecast.years_ahead == ahead]

    def _coverage(self, made: list[PastForecast], nominal: float) -> BandCoverage:
        covered = sum(forecast.is_within(nominal) for forecast in made)
        ahead = made[0].years_ahead
        return BandCoverage(
            group=made[0].group,
            years_ahead=ahead,
            nominal=nominal,
            forecasts=len(made),
            covered=covered,
            below=sum(forecast.pit < 0.5 for forecast in made),
            expected=expected_counts(tuple(forecast.growth_years for forecast in made), ahead, nominal),
            interval=exact_interval(covered, len(made)) if ahead == 1 else None,
        )

    def _at_ends(self, nominal: Sequence[float]) -> tuple[Text, ...]:
        """Say which outcomes are counted as covered or not by the chance of the draws."""
        cases = [
            words.AT_END.format(
                group=self._named[made.group].text,
                origin=made.origin,
                year=made.year,
                nominal=written(band, "percent", decimals=0),
            )
            for made in self.forecasts
            for band in nominal
            if made.is_at_end(band, self.settings.draws)
        ]
        return (words.AT_ENDS.format(cases=Text.join(cases, zh="、", en=", ")),) if cases else ()

    def _sentence(self, alike: Sequence[BandCoverage]) -> Text:
        counted = alike[0]
        low, high = counted.expected
        finding = words.AGREES if high - low < counted.forecasts else words.ANYTHING
        if not low <= counted.covered <= high:
            finding = words.TOO_FEW if counted.covered < low else words.TOO_MANY
        return words.COUNTED.format(
            groups=Text.join((self._named[one.group].text for one in alike), en=", "),
            each=words.EACH if len(alike) > 1 else NO_TEXT,
            count=how_many(counted.forecasts, "forecast"),
            nominal=written(counted.nominal, "percent", decimals=0),
            covered=counted.covered,
            below=counted.below,
            low=low,
            high=high,
            finding=finding,
        )


def _score(made: list[PastForecast]) -> MeanScore:
    def mean(name: str) -> float:
        return float(sum(getattr(forecast, name) for forecast in made) / len(made))

    return MeanScore(
        group=made[0].group,
        years_ahead=made[0].years_ahead,
        forecasts=len(made),
        pit=mean("pit"),
        crps=mean("crps"),
        crps_last_growth=mean("crps_last_growth"),
        crps_known_spread=mean("crps_known_spread"),
    )
