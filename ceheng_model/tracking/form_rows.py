"""List what the table of actual figures asks for: incomes, indicators and deliverables, with who reports them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ceheng_model.plan import Deliverable, Indicator
from ceheng_model.plan.measures import BINDINGS, COUNTINGS
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import written
from ceheng_model.terms import Terms
from ceheng_model.tracking.distances import planned_level
from ceheng_model.tracking.progress import followed
from ceheng_model.tracking.reported_figures import period_text
from ceheng_model.tracking.responsible_units import of_deliverable, of_indicator
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Group, Template, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow(Abridged):
    """Hold one row that is to be filled in."""

    kind: str
    """Key of `KINDS`."""
    item: Text
    """What it is of, as people call it."""
    about: Text
    """What belongs there."""
    unit: Text = NO_TEXT
    """In what the figure counts."""
    goal: Text = NO_TEXT
    """What the plan wants by then."""
    group: str = ""
    component: str = ""
    indicator: str = ""
    year: int | None = None
    quarter: int | None = None
    answers: Text = NO_TEXT
    """The unit that is named first for it; empty for incomes, of which the plan names none."""
    also: Text = NO_TEXT
    """The units that are named after it."""
    least: float | None = None
    most: float | None = None
    """Between which values a figure plainly lies; None where nothing says so."""
    is_share: bool = False


def form_rows(path: Scenario) -> Iterator[FormRow]:
    """Yield the rows: incomes by group, then indicators by year and deliverables, in the plan's order."""
    yield from _income_rows(path)
    plan = path.require_dossier().plan
    for indicator in followed(plan):
        responsible = of_indicator(indicator, plan)
        for year in (*([plan.base_year] if indicator.needs_start else []), *plan.years):
            about = _about_start if year == plan.base_year else _about_indicator
            yield FormRow(
                kind="indicator",
                item=indicator.counted,
                about=about(indicator, path.terms),
                unit=_PER_CENT if indicator.is_share else indicator.unit,
                goal=indicator.goal,
                indicator=indicator.id,
                year=year,
                answers=responsible.unit,
                also=responsible.others_named,
                least=0.0,
                # what covers everything is no more than all; other shares of something may be above it
                most=_MOST_SHARE if indicator.is_share else None,
                is_share=indicator.is_share,
            )
    labels = {department.key: department.label for department in plan.measures.departments}
    for deliverable in plan.measures.deliverables:
        made_by = of_deliverable(deliverable, plan)
        yield FormRow(
            kind="deliverable",
            item=deliverable.label,
            about=_about_deliverable(deliverable, labels),
            goal=_until(deliverable).at_start() if deliverable.deadline else NO_TEXT,
            indicator=deliverable.id,
            answers=made_by.unit,
            also=made_by.others_named,
        )


def _income_rows(path: Scenario) -> Iterator[FormRow]:
    years, projection = (path.baseline.year, *path.years), project(path)
    for group in path.groups:
        # the quarterly surveys publish disposable income alone
        quarters = (1, 2, 3) if group.concept == "disposable_income" else ()
        annual = [(component, year, None) for year in years for component in path.terms.reported_items]
        quarterly = [(TOTAL, year, quarter) for year in years for quarter in quarters]
        for component, year, quarter in (*annual, *quarterly):
            planned = None if quarter is not None else planned_level(projection, group.key, component, year)
            sound = None if planned is None or planned <= 0.0 else planned
            yield FormRow(
                kind="income",
                item=income_item(group, component, path.terms),
                about=_about_income(projection, group, component, year, quarter),
                unit=path.terms.income_unit,
                goal=NO_TEXT if planned is None else Text.same(written(planned, "yuan")),
                group=group.key,
                component=component,
                year=year,
                quarter=quarter,
                # a total beyond this is refused when it is read
                least=None if sound is None or component != TOTAL else sound / _FAR,
                most=None if sound is None or component != TOTAL else sound * _FAR,
            )


def income_item(group: Group, component: str, terms: Terms) -> Text:
    """Return what people call an income in the table, such as 农村常住居民工资性收入."""
    return _INCOME_ITEM.format(group=group.label, component=terms.label(component))


_FAR = 5.0
"""Factor beyond which a total is far from what was planned."""
_MOST_SHARE = 1.5
"""Share above which a number of per cent was likely written without its sign."""
_PER_CENT = Text("%", "%")
_INCOME_ITEM = Template("{group}{component}", "{group}, {component}")


def _about_income(projection: Projection, group: Group, component: str, year: int, quarter: int | None) -> Text:
    terms = projection.scenario.terms
    about = _INCOME.format(
        group=group.label,
        concept=terms.label(group.concept),
        component=terms.label(component),
        period=period_text(year, quarter, terms),
        unit=terms.unit,
    )
    if quarter is not None:
        return about
    level = planned_level(projection, group.key, component, year)
    return about + terms.say(_PATH, level=written(level, "yuan"))


def _about_start(indicator: Indicator, terms: Terms) -> Text:
    return terms.say(_START, counted=indicator.counted)


def _about_indicator(indicator: Indicator, terms: Terms) -> Text:
    # a year's number that binds every year needs to say so once
    is_said = (indicator.counting, indicator.binds) == ("yearly", "each_year")
    binds = [] if indicator.binds is None or is_said else [BINDINGS[indicator.binds]]
    force = [] if indicator.force is None else [indicator.force.label]
    about = _INDICATOR.format(
        counted=indicator.counted,
        goal=indicator.goal,
        how=Text.join([COUNTINGS[indicator.counting], *binds, *force], zh="，"),
    )
    how = _HOW.get(_how(indicator), NO_TEXT)
    return about + (how if isinstance(how, Text) else terms.say(how))


def _how(indicator: Indicator) -> str:
    if indicator.binds == "average":
        return "average"
    return "since_before" if indicator.needs_start else indicator.counting


def _about_deliverable(deliverable: Deliverable, labels: Mapping[str, Text]) -> Text:
    return _DELIVERABLE.format(
        label=deliverable.label, place=deliverable.place, who=deliverable.answering(labels), day=_until(deliverable)
    )


def _until(deliverable: Deliverable) -> Text:
    return _UNTIL.format(day=deliverable.deadline.isoformat()) if deliverable.deadline else NO_TEXT


_DELIVERABLE = Template(
    "{label}（{place}），{who}{day}；填进展和日期", "{label} ({place}), {who}{day}; give state and day"
)
_UNTIL = Template("，{day}前", ", by {day}")
_INCOME = Template(
    "{group}{concept}，{component}，{period}，{unit}", "{concept} of {group}, {component}, {period}, {unit}"
)
_PATH = Template("；{kind}路径 {level}", "; the {kind}'s path: {level}")
_INDICATOR = Template("{counted}；目标：{goal}（{how}）", "{counted}; target: {goal} ({how})")
_START = Template(
    "{counted}；填{kind}起始前已有的数：原文未写从哪一年起累计，不填则到期才判定",
    "{counted}; give what there was before the {kind} began: the text does not say since when it is counted; "
    "left empty, it is judged at the end alone",
)
_HOW: dict[str, Text | Template] = {
    "average": Text(
        "；填当年增速，按整个期间的年均判定", "; give the year's growth, judged on average over the period"
    ),
    "since_before": Text(
        "；填期末累计数，含起始前已有的", "; give the sum by the end of the period, with what there was before"
    ),
    "cumulative": Template("；填{kind}起始以来的累计数", "; give the sum since the {kind} began"),
    "yearly": Text(
        "；填当年数，季度填1月起的累计数", "; give the year's number, within the year the sum from January on"
    ),
    "standing": Text("；填期末状况", "; give the state at the end of the period"),
}
