"""Choose the scenarios that a workbook can be switched to: the one written, those that ship, those given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array, compound
from ceheng_model.checks import CheckedStatement, check
from ceheng_model.documents.workbook import words
from ceheng_model.errors import Fault, InputError, raise_faults
from ceheng_model.plan import require_rate
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Scenario, companions
from ceheng_model.scenarios.words import named
from ceheng_model.vocabulary import LANGUAGES, Template, Text
from ceheng_model.wording import ROUNDOFF

_GROWTH = Template("{year} {group} {component} 增速", "growth for {group} {component} {year}")
_OF_SCENARIO = Template("{scenario}的{what}", "{what} of {scenario}")
_ALIKE = Template("与工作簿的情景相同（{first}）", "be that of the scenario of the workbook ({first})")
_APART = Text("写成另一本工作簿，或两者用同样的数", "write a workbook of its own, or give both the same")
_ONE_PLAN = Text("为工作簿所属的方案", "be that of the workbook")
_NUMBERED = Template("{title}（{number}）", "{title} ({number})")
_LONGEST = 40
"""Signs of a title in the list: spreadsheets look up texts of 255 at most, and a cell shows fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Hold which cells follow by formula, and to what growth of their group's total."""

    cells: NDArray[np.bool_]
    """``(group, component, year)``."""
    totals: Array
    """``(group, year)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Hold one scenario that the workbook can be switched to, or say why it cannot be made."""

    title: Text
    """No two are alike."""
    description: Text
    projection: Projection | None
    checked: tuple[CheckedStatement, ...]
    why_not: Text | None = None
    closed: Closed | None = None
    """Cells that follow by formula; None where all stand as they are."""

    @property
    def path(self) -> Projection:
        """The projection of one that can be made."""
        assert self.projection is not None
        return self.projection


def scenarios_beside(own: Projection, given: Sequence[Scenario]) -> tuple[Beside, ...]:
    """Return the scenarios that can be chosen besides the inputs of a workbook, and why some that ship cannot be made.

    Raises `InputError` for one given that differs in more than growth and measures, or holds many paths.
    """
    raise_faults([fault for scenario in given for fault in _faults(own.scenario, scenario)])
    shipped = companions(own.scenario)
    made = [companion.scenario for companion in shipped if companion.scenario is not None]
    ships = any(_same_path(own.scenario, scenario) for scenario in made)
    written = [] if ships else [(own.scenario.title, words.THE_ONE_WRITTEN, own.scenario)]
    # one that ships, or is the one written, is there already
    others = [
        (scenario.title, _described(scenario), scenario)
        for scenario in given
        if not any(scenario.title == one.title and _same_path(scenario, one) for one in (*made, own.scenario))
    ]
    listed: list[Beside] = []
    taken = {words.OWN_SCENARIO.zh, words.OWN_SCENARIO.en}
    for title, description, scenario in written:
        listed.append(_beside(title, description, scenario, taken))
    for companion in shipped:
        known = companion.alternative
        if companion.scenario is None:
            listed.append(
                Beside(
                    title=known.title,
                    description=known.description,
                    projection=None,
                    checked=(),
                    why_not=companion.why_not,
                )
            )
        else:
            listed.append(_beside(known.title, known.description, companion.scenario, taken))
    listed += [_beside(*one, taken) for one in others]
    return tuple(listed)


def growth_faults(scenario: Scenario) -> list[Fault]:
    """Return a fault for every rate that the cells of a workbook refuse."""
    return [
        fault
        for g, group in enumerate(scenario.group_keys)
        for c, component in enumerate(scenario.terms.component_keys)
        for t, year in enumerate(scenario.years)
        for fault in require_rate(
            _GROWTH.format(year=scenario.terms.year_label(year), group=group, component=component),
            float(scenario.growth[g, c, t]),
        )
    ]


def _faults(own: Scenario, scenario: Scenario) -> Iterator[Fault]:
    """Yield what stands in the way of a scenario in the workbook of another: all but growth and measures is shared."""
    try:
        scenario.require_single()
        dossier = scenario.require_dossier()
    except InputError as error:
        yield from error.faults
        return
    plan, mine = dossier.plan, own.require_dossier().plan
    title = named(scenario.title)
    if plan.id != mine.id:
        what = _OF_SCENARIO.format(scenario=title, what=own.terms.kind)
        yield Fault(what=what, rule=_ONE_PLAN, got=plan.title, way_out=_APART)
        return
    # the room of comparisons draws, too: it opens where scenarios are given, not for every workbook
    from ceheng_model.comparison.assumptions_apart import differing_assumptions

    for apart in differing_assumptions((own, scenario)):
        if apart.kind not in ("growth", "lever"):
            what = _OF_SCENARIO.format(scenario=title, what=apart.name)
            rule = _ALIKE.format(first=apart.words[0])
            yield Fault(what=what, rule=rule, got=apart.words[1], way_out=_APART)
    yield from growth_faults(scenario)


def _same_path(one: Scenario, other: Scenario) -> bool:
    return one.levers == other.levers and bool((np.abs(one.growth - other.growth) <= ROUNDOFF).all())


def _described(scenario: Scenario) -> Text:
    changed = Text.join(scenario.changed_from, zh="；", en="; ")
    return scenario.description or changed or words.GIVEN_BESIDE


def _beside(title: Text, description: Text, scenario: Scenario, taken: set[str]) -> Beside:
    projection = project(scenario)
    return Beside(
        title=distinct_title(title, taken),
        description=description,
        projection=projection,
        checked=check(projection, share_cases=False).checked,
        closed=_closed(scenario),
    )


def distinct_title(title: Text, taken: set[str], *, longest: int = _LONGEST) -> Text:
    """Return a title that fits a list and is in neither language another's, which it joins."""
    short = Text(*(_short(title.in_language(language), longest) for language in LANGUAGES))
    free, number = short, 1
    while not taken.isdisjoint((free.zh, free.en)):
        number += 1
        free = _NUMBERED.format(title=short, number=number)
    taken.update((free.zh, free.en))
    return free


def _short(title: str, longest: int) -> str:
    # a look-up takes these signs for any text
    plain = title.translate({ord("*"): "\uff0a", ord("?"): "？", ord("~"): "～"})
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def _closed(scenario: Scenario) -> Closed | None:
    """Return the cells whose one rate gives their total its growth; None where there are none.

    After a change of growth they stay as they stood, and years after the plan go on as its last one.
    """
    closing = scenario.closing
    if closing is None or closing.rule != "to_total" or scenario.changes:
        return None
    _, is_open, printed = scenario.require_dossier().plan.stated_growth()
    levels = compound(scenario.baseline.levels, scenario.growth)
    sums = levels.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        totals = sums[:, 1:] / sums[:, :-1] - 1.0
    cells = np.zeros(scenario.growth.shape, dtype=bool)
    for g, t in np.ndindex(len(scenario.groups), min(len(scenario.years), is_open.shape[-1])):
        open_here = is_open[g, :, t]
        rates = scenario.growth[g, open_here, t]
        # cells that were filled by another rule do not share one rate
        if rates.size and levels[g, open_here, t].sum() > 0.0 and np.ptp(rates) <= ROUNDOFF:
            cells[g, :, t] = open_here
        if abs(totals[g, t] - printed[g, t]) <= ROUNDOFF:
            totals[g, t] = printed[g, t]
    return Closed(cells=cells, totals=totals) if cells.any() else None
