"""Say what the figures rest on: published, derived or assumed, and what changes with the assumed split."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import SourcedValue
from ceheng_model.checks import CheckReport
from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.sections.part import Behind, Deferred, Part, Piece
from ceheng_model.documents.paper.content import Exhibit, Paragraph
from ceheng_model.ensemble import Ensemble
from ceheng_model.plan import UNNAMED
from ceheng_model.quantities import AllResidents
from ceheng_model.sensitivity import ShareCaseEffects
from ceheng_model.tables import Cell, Column, Table, column
from ceheng_model.terms import UNSPLIT, Terms
from ceheng_model.vocabulary import LABELS, NO_TEXT, STATUSES, Group, Keyed, Template, Text, counted

_TOTALS_TITLE = Template("{year}基年收入", "Income in the base year {year}")
_SPLITS_TITLE = Template("{year}收入构成", "Split of income in {year}")
_STATUS = Column(key="status", heading=Text("性质", "status"), kind="label")
_SOURCE = Column(key="source", heading=Text("来源", "source"))


MOST_NAMED = 3
"""Goals whose verdict hangs on the share case that the sentence names."""


def sources(analysis: Analysis) -> Part:
    """Return the section on data and their status."""
    blocks = (
        *_base_incomes(analysis),
        *_splits(analysis),
        *_circumstances(analysis),
        *_effects(analysis),
        *_method(analysis),
    )
    return Part(heading=Text("数据来源与性质", "Data and their status"), pieces=blocks)


def on_first_page(analysis: Analysis) -> bool:
    """Return whether the first page says how far the base lies from the published income of all residents.

    It does where the plan promises such an income: verdicts hang on it.
    """
    return any(isinstance(statement.quantity, AllResidents) for statement in analysis.plan.statements)


def status_counts(analysis: Analysis) -> Text:
    """Return how many base-year totals and splits are published, derived and assumed; without a full stop."""
    base = analysis.scenario.baseline
    split = [source for group, source in zip(base.groups, base.share_sources, strict=True) if base.is_split(group.key)]
    return words.STATUS.format(
        count=counted(len(base.groups), "group"),
        year=analysis.terms.year_label(base.year),
        totals=_counted(base.sources),
        splits=words.OF_SPLITS.format(splits=_counted(split)) if split else NO_TEXT,
    )


def _counted(values: Sequence[SourcedValue]) -> Text:
    counts = Counter(value.status for value in values)
    return Text.join(
        words.STATUS_COUNT.format(status=LABELS[status], count=counts[status]) for status in STATUSES if counts[status]
    )


def _base_incomes(analysis: Analysis) -> Iterator[Piece]:
    sums = words.SUM_OF_PARTS.format(parts=_parts(analysis)) if _split_groups(analysis) else NO_TEXT
    yield Paragraph(text=words.METHOD.format(sums=sums) + words.STATUSES_MEAN)
    # warnings stand on the first page
    if remarks := [remark for remark in analysis.scenario.remarks if not remark.is_warning]:
        said = Text.join((remark.text for remark in remarks), zh="；", en="; ")
        yield Paragraph(text=words.OF_THE_INPUTS.format(said=said))
    yield Behind(shown=Exhibit(table=_total_table(analysis)))


def _total_table(analysis: Analysis) -> Table:
    base, terms = analysis.scenario.baseline, analysis.terms
    columns = (
        column("group"),
        Column(key="value", heading=terms.in_unit(Text("收入", "income")), kind="yuan"),
        Column(key="concept", heading=Text("口径", "concept"), kind="label"),
        _STATUS,
        _SOURCE,
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (group.named, source.value, terms.named(source.concept), source.status, source.source or UNNAMED)
        for group, source in zip(base.groups, base.sources, strict=True)
    )
    return Table(
        name="base_totals", title=_TOTALS_TITLE.format(year=terms.year_label(base.year)), columns=columns, rows=rows
    )


def _splits(analysis: Analysis) -> Iterator[Piece]:
    if not _split_groups(analysis):
        yield Paragraph(text=words.NOTHING_SPLIT)
        return
    yield Paragraph(text=words.SPLIT.format(parts=_parts(analysis), cases=_cases_in_use(analysis)))
    yield Behind(shown=Exhibit(table=_split_table(analysis)))
    yield Behind(shown=Exhibit(table=_case_list(analysis)))


def _cases_in_use(analysis: Analysis) -> Text:
    """Return of every group that is split whose split is taken."""
    base = analysis.scenario.baseline
    used = {group.key: case for group, case in zip(base.groups, base.cases, strict=True) if base.is_split(group.key)}
    return analysis.scenario.require_dossier().shares_in_words(used)


def _parts(analysis: Analysis) -> Text:
    """Return in a word how many components income has."""
    return analysis.terms.how_many


def _split_table(analysis: Analysis) -> Table:
    base = analysis.scenario.baseline
    rows = tuple(
        (group.named, *_shares(levels, base.terms), source.status, source.source or UNNAMED)
        for group, levels, source in zip(base.groups, base.levels, base.share_sources, strict=True)
        if base.is_split(group.key)
    )
    columns = (column("group"), *_share_columns(analysis), _STATUS, _SOURCE)
    return Table(
        name="base_shares",
        title=_SPLITS_TITLE.format(year=analysis.terms.year_label(base.year)),
        columns=columns,
        rows=rows,
    )


def _circumstances(analysis: Analysis) -> Iterator[Piece]:
    """Yield what the plan's folder says of GDP, prices, residents and series, as far as the scenario uses it."""
    apart = analysis.scenario.apart_from_published
    told = [note for note in analysis.scenario.circumstance_notes() if note != apart or not on_first_page(analysis)]
    if not told:
        return
    yield Paragraph(text=analysis.terms.say(words.CIRCUMSTANCES, told=Text.join(told, zh="；", en="; ")))
    table = analysis.scenario.require_dossier().circumstances.figure_table(applied_only=True)
    yield Behind(shown=Exhibit(table=table))


def _split_groups(analysis: Analysis) -> list[Group]:
    base = analysis.scenario.baseline
    return [group for group in base.groups if base.is_split(group.key)]


def _case_list(analysis: Analysis) -> Table:
    base = analysis.scenario.baseline
    rows: list[tuple[Cell, ...]] = []
    notes: list[Text] = []
    for position, group in enumerate(analysis.scenario.groups):
        for case in _cases(analysis, group) if base.is_split(group.key) else ():
            row, source = _case(analysis, position, case)
            rows.append(row)
            # the sources of the cases in use stand in the table of the splits
            if case != base.cases[position]:
                notes.append(source)
    of_splits = _SPLITS_TITLE.format(year=analysis.terms.year_label(base.year))
    notes.insert(0, words.SOURCES_IN_USE.format(title=of_splits))
    columns = (
        column("group"),
        Column(key="case", heading=Text("案例", "case")),
        *_share_columns(analysis),
        _STATUS,
        Column(key="used", heading=Text("本报告", "this report")),
    )
    title = Text("全部构成案例及来源", "All share cases and their sources")
    return Table(name="share_case_list", title=title, columns=columns, rows=tuple(rows), notes=tuple(notes))


def _cases(analysis: Analysis, group: Group) -> tuple[str, ...]:
    dossier = analysis.scenario.require_dossier()
    return dossier.baselines.cases(dossier.plan.region, group.key, analysis.scenario.baseline.year)


def _case(analysis: Analysis, position: int, case: str) -> tuple[tuple[Cell, ...], Text]:
    """Return the row of one share case, and its source in words."""
    base = analysis.scenario.baseline
    dossier = analysis.scenario.require_dossier()
    group = base.groups[position]
    split = analysis.scenario.baseline_under({group.key: case})
    source = split.share_sources[position]
    used = Text("采用", "used") if case == base.cases[position] else NO_TEXT
    title = Keyed(case, dossier.case_title(group, case))
    row = (group.named, title, *_shares(split.levels[position], base.terms), source.status, used)
    return row, words.REMARK.format(subject=dossier.shares_in_words({group.key: case}), remark=source.source or UNNAMED)


def _share_columns(analysis: Analysis) -> tuple[Column, ...]:
    return tuple(
        Column(key=component.key, heading=component.label, kind="percent", decimals=1)
        for component in analysis.scenario.terms.components
        if component.key != UNSPLIT.key
    )


def _shares(levels: Array, terms: Terms) -> list[float]:
    shares: list[float] = (levels / levels.sum()).tolist()
    return [share for share, key in zip(shares, terms.component_keys, strict=True) if key != UNSPLIT.key]


def _effects(analysis: Analysis) -> Iterator[Piece]:
    effects = analysis.share_cases
    if not isinstance(effects, ShareCaseEffects):
        yield Paragraph(text=words.NO_CASES.format(why=effects))
    elif len(effects.cases) < 2:
        yield Paragraph(text=words.ONE_CASE)
    else:
        yield from _compared_cases(analysis, effects)


def _compared_cases(analysis: Analysis, effects: ShareCaseEffects) -> Iterator[Piece]:
    matter = [result for result in effects.results if result.matters]
    checked = analysis.checked
    changed = len(checked.depends_on_case())
    yield Paragraph(text=_changes(effects, checked, matter=len(matter)))
    if matter:
        title = Text("随构成案例而变的结果", "Results that depend on the share case")
        table = effects.table(matter).narrowed(title=title, without=("spread", "verdicts"), notes=())
        yield Behind(shown=Exhibit(table=table))
    if changed or checked.impossible_cases:
        yield Behind(shown=Exhibit(table=checked.case_table(counted=False, together=True).narrowed()))


def _changes(effects: ShareCaseEffects, checked: CheckReport, *, matter: int) -> Text:
    """Return how many results matter and how many verdicts change over all share cases."""
    if not matter and not checked.depends_on_case():
        return words.NO_CASE_MATTERS.format(count=len(effects.cases), results=len(effects.results))
    return words.CASES.format(
        count=len(effects.cases),
        results=len(effects.results),
        matter=matter,
        verdicts=_goals_that_change(checked) + _cells_that_change(checked),
    )


def _goals_that_change(checked: CheckReport) -> Text:
    """Return how many verdicts on goals hang on the share case, and on which goals."""
    changed = [one.label for one in checked.headline if one.statement.id in checked.depends_on_case()]
    if not changed:
        return words.NO_GOAL_CHANGES
    more = words.AND_MORE if len(changed) > MOST_NAMED else NO_TEXT
    named = Text.join(changed[:MOST_NAMED], zh="、", en="; ")
    return words.GOALS_CHANGE.format(count=len(changed), named=named, more=more)


def _cells_that_change(checked: CheckReport) -> Text:
    """Return how many verdicts on the growth table hang on the share case; nothing where the plan has no table."""
    if not checked.cells:
        return NO_TEXT
    count = sum(one.statement.id in checked.depends_on_case() for one in checked.cells)
    return words.CELLS_CHANGE.format(count=count) if count else words.NO_CELL_CHANGES


def _method(analysis: Analysis) -> Iterator[Piece]:
    if isinstance(analysis.ensemble, Ensemble):
        yield Behind(shown=Exhibit(table=analysis.ensemble.settings_table()))
        yield Deferred(make=partial(_past_forecasts, analysis))


def _past_forecasts(analysis: Analysis) -> Iterator[Exhibit]:
    """Yield how the estimate of the spread did in the past of its own series, where that is long enough."""
    past = analysis.past_forecasts()
    if past is not None:
        told = words.PAST_FORECASTS.format(told=Text.join(past.sentences, zh="；", en="; "))
        table = past.coverage_table(0.9)
        yield Exhibit(table=table.narrowed(notes=(told, *table.notes)))
