"""List the charts and say which pictures a scenario gives: all that a new chart has to tell stands in its own file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.auditing import AuditReport, audit
from ceheng_model.ensemble import DRAWS, Ensemble, simulate
from ceheng_model.errors import InputError
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Scenario, companions
from ceheng_model.terms import Terms
from ceheng_model.uncertainty import Uncertainty, estimate_uncertainty
from ceheng_model.vocabulary import NO_TEXT, Group, Name, Template, Text

if TYPE_CHECKING:
    import pandas as pd

_CAPTION = Template("{of}：{title}", "{of}: {title}")

Draw = Callable[..., Axes]


class Ingredient(IntEnum):
    """Say what a picture is made of; a set of pictures begins with those that take least."""

    SCENARIO = 0
    RATIO = 1
    """Two groups that the plan compares."""
    OUTTURN = 2
    """Figures of what came."""


def _within(projection: Projection) -> Projection:
    return project(projection.scenario.within_the_plan) if projection.scenario.goes_on else projection


@dataclass(frozen=True, kw_only=True, eq=False)
class Material:
    """Hold a scenario and what its pictures are drawn from.

    What takes long is computed when a picture first asks.
    """

    scenario: Scenario
    beside: tuple[Scenario, ...] | None = None
    """Scenarios beside it; where None, the shipped ones that can be made, one of those with the same figures."""
    actual: "pd.DataFrame | None" = None
    """Outturn: group, year and value."""
    estimate: Callable[[Scenario], Uncertainty] = estimate_uncertainty
    """How uncertain growth is found to be."""
    draws: int = DRAWS
    seed: int = 0
    """A fixed one, so that two runs give the same pictures."""

    @cached_property
    def projection(self) -> Projection:
        """The scenario projected; raises `InputError` for one of many paths and for groups without a base."""
        projection = project(self.scenario)
        projection.require_single()
        self.scenario.require_bases()
        return projection

    @cached_property
    def projections(self) -> tuple[Projection, ...]:
        """The projection and those beside it."""
        own = self.projection
        if self.beside is not None:
            return (own, *map(project, self.beside))
        shipped = [project(companion.scenario) for companion in companions(self.scenario) if companion.scenario]
        paths = [own]
        for other in shipped:
            if not any(np.array_equal(other.values, path.values) for path in paths):
                paths.append(other)
        return tuple(paths)

    @cached_property
    def split_groups(self) -> tuple[Group, ...]:
        """The groups whose income is split, of which there are components to draw."""
        return tuple(group for group in self.scenario.groups if self.scenario.baseline.is_split(group.key))

    @cached_property
    def audited(self) -> AuditReport | None:
        """The plan's audit; None where nothing of it can be audited."""
        try:
            return audit(self.scenario)
        except InputError:
            return None

    @cached_property
    def within(self) -> Projection:
        """The projection over the plan's own years, where it goes on to a later target."""
        return _within(self.projection)

    @cached_property
    def all_within(self) -> tuple[Projection, ...]:
        """Every projection over the plan's own years."""
        return tuple(map(_within, self.projections))

    @cached_property
    def uncertainty(self) -> Uncertainty:
        """How far growth may stray."""
        return self.estimate(self.scenario)

    @cached_property
    def without_spread(self) -> InputError | None:
        """Why nothing says how far growth may stray, where a group follows no series; None where something does."""
        if all(group.series for group in self.scenario.groups):
            return None
        try:
            self.uncertainty  # noqa: B018 - estimated here, or not at all
        except InputError as error:
            return error
        return None

    @cached_property
    def ensemble(self) -> Ensemble:
        """Draws around the scenario."""
        return simulate(self.scenario, draws=self.draws, seed=self.seed, uncertainty=self.uncertainty)

    def has(self, ingredient: Ingredient) -> bool:
        """Return whether there is what a picture takes."""
        return {
            Ingredient.SCENARIO: True,
            Ingredient.RATIO: self.projection.has_ratio,
            Ingredient.OUTTURN: self.actual is not None,
        }[ingredient]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Hold one chart of a scenario, to be drawn when asked for."""

    name: str
    """What its file is called."""
    draw: Draw
    """Takes what every chart takes: axes, language, size and title."""
    of: Text = NO_TEXT
    """What of the scenario it shows, such as a group, where a chart gives several pictures."""
    needs: Ingredient = Ingredient.SCENARIO
    of_spread: bool = False
    """Whether it shows how far growth may stray."""


Pictures = Callable[[Material], Iterator[Picture]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Describe one chart: the function that draws it, what it shows, and its pictures of a scenario."""

    draw: Draw
    title: Text | Template
    """Of a template, the fields are words of the plan."""
    pictures: Pictures

    def caption(self, picture: Picture, terms: Terms) -> Text:
        """Return what one of its pictures shows, in the words of a plan."""
        title = self.title if isinstance(self.title, Text) else terms.say(self.title).at_start()
        return _CAPTION.format(of=picture.of, title=title) if picture.of else title


CHARTS: dict[str, Chart] = {}
"""Charts by the names of their functions, in the order in which the package imports them."""


def chart(draw: Draw, title: Text | Template) -> Callable[[Pictures], Pictures]:
    """Return a decorator that registers a chart with the function that gives its pictures."""

    def register(pictures: Pictures) -> Pictures:
        CHARTS[draw.__name__] = Chart(draw=draw, title=title, pictures=pictures)
        return pictures

    return register


def picture_names(material: Material) -> list[Name]:
    """Return what the pictures of a scenario are called: by their files, and by what they show."""
    terms = material.scenario.terms
    return [
        Name(picture.name, entry.caption(picture, terms))
        for entry in CHARTS.values()
        for picture in entry.pictures(material)
        if material.has(picture.needs)
    ]


def pictures(material: Material) -> tuple[Picture, ...]:
    """Return every picture that there can be of a scenario, those first that take least.

    >>> from ceheng_model.scenarios import scenario
    >>> [picture.name for picture in pictures(Material(scenario=scenario("plan")))][:3]
    ['income_paths', 'components_by_year_urban', 'components_by_year_rural']
    """
    every = [picture for entry in CHARTS.values() for picture in entry.pictures(material)]
    possible = [picture for picture in every if material.has(picture.needs)]
    return tuple(sorted(possible, key=lambda picture: picture.needs))
