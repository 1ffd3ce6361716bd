"""Write the base year: totals and share cases as inputs, components by formula, the cases to choose from."""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline, SourcedValue
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import Page, cell, span
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.sheets.rows import InputRows
from ceheng_model.documents.workbook.shown_scenario import Subject, case_titles, given_title
from ceheng_model.plan import UNNAMED
from ceheng_model.scenarios import Dossier
from ceheng_model.vocabulary import LABELS, Template, Text

_TITLE = Template("一、{year}基数（{full_unit}）", "1. Base year {year} ({full_unit})")

_TOTAL, _FIRST = 2, 3
"""Columns of the total and of the first component."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Hold one way to split the total of a group into components."""

    title: Text
    """What a reader calls it; no two of a group are alike."""
    shares: Array
    """Parts of the total, ``(component,)``, adding up to 1."""
    source: str
    own: bool
    """Whether it is a share case of the plan's own baseline file."""


def splits(dossier: Dossier, baseline: Baseline, g: int) -> tuple[Split, ...]:
    """Return the splits a group can have: the plan's share cases, and the one that the region gives itself."""
    plan = dossier.plan
    key = plan.group_keys[g]
    known, taken = [], set[str]()
    for case, title in case_titles(dossier, plan.groups[g], taken).items():
        chosen = dossier.baseline({key: case})
        levels = chosen.levels[g]
        source = chosen.share_sources[g].source
        known.append(Split(title=title, shares=levels / levels.sum(), source=source, own=True))
    if baseline.by_case is not None and not baseline.by_case[..., g].any():
        levels = baseline.levels[g]
        source = baseline.share_sources[g].source
        title = given_title(baseline.split_titles[g], taken)
        known.append(Split(title=title, shares=levels / levels.sum(), source=source, own=False))
    return tuple(known)


def write_base(rows: InputRows) -> tuple[dict[str, str], dict[tuple[str, str], str], dict[str, str]]:
    """Write totals, components and cases; return the addresses of both, and of the sums of each group's shares."""
    page, subject = rows.page, rows.subject
    said = [_base_is_split(subject), *(remark.text for remark in subject.scenario.remarks)]
    terms = subject.terms
    title = terms.say(_TITLE, year=terms.year_label(subject.scenario.baseline.year))
    rows.section(title, Text.join(said, zh="；", en="; "))
    labels = [component.label for component in terms.components]
    heads = [LABELS["group"], Text("构成案例", "share case"), LABELS["total"], *labels]
    heads += [Text("口径", "concept"), Text("合计性质", "status of total"), Text("构成性质", "status of split")]
    page.heads(rows.row, heads)
    first = rows.row + 1
    # the cases stand under the rows of the groups, which look them up
    cases = _write_cases(rows, first + len(subject.groups) + 1)
    totals: dict[str, str] = {}
    levels: dict[tuple[str, str], str] = {}
    for g, group in enumerate(subject.groups):
        totals[group.key], by_component = _group(rows, first + g, g, cases[group.key])
        levels.update({(group.key, component): address for component, address in by_component.items()})
    return totals, levels, {key: case.sums for key, case in cases.items()}


def _base_is_split(subject: Subject) -> Text:
    # the number of components is said in Chinese alone
    count = Text(f"，{subject.scenario.terms.parts.zh}", "; ")
    return words.BASE_IS_TYPED + count + words.FORMULAS_SPLIT


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cases:
    """Hold which case a group has, and where the names and the shares of those that it can have stand."""

    chosen: Text
    first: tuple[int, int]
    last: tuple[int, int]
    """The first and the last name, row and column."""
    names: str
    shares: list[str]
    """One block a component."""
    sums: str


def _group(rows: InputRows, row: int, g: int, cases: _Cases) -> tuple[str, dict[str, str]]:
    """Write the row of a group; return the addresses of its total and of its components."""
    page, base, group = rows.page, rows.subject.scenario.baseline, rows.subject.groups[g]
    whole, split = base.sources[g], base.share_sources[g]
    page.say(row, 0, group.label, "label")
    case = page.say(row, 1, cases.chosen, "input text")
    total = page.put(row, _TOTAL, float(np.sum(base.levels[g])), "input yuan")
    page.note(row, 1, _origin(split))
    page.note(row, _TOTAL, _origin(whole))
    part = cell_names.group_parts(rows.subject.scenario.group_keys)[g]
    page.name_cells(cell_names.of_group("base_total", part), (row, _TOTAL))
    page.name_cells(cell_names.of_group("share_case", part), (row, 1))
    _let_choose(page, row, cases)
    rows.validate(
        _TOTAL, _TOTAL, {"criteria": ">", "value": 0}, rows.subject.terms.say(words.TOTALS_ARE_POSITIVE), row=row
    )
    levels = {}
    for c, component in enumerate(base.terms.component_keys):
        formula = (
            f"{page.column_pinned(total)}*INDEX({cases.shares[c]},MATCH({page.column_pinned(case)},{cases.names},0))"
        )
        levels[component] = page.count(row, _FIRST + c, formula, float(base.levels[g, c]), "yuan")
    for offset, key in enumerate((group.concept, whole.status, split.status)):
        page.say(row, _FIRST + len(base.terms.components) + offset, rows.subject.terms.label(key), "centred wrapped")
    return total, levels


def _origin(value: SourcedValue) -> Text:
    return words.ORIGIN_OF_A_FIGURE.format(status=LABELS[value.status], source=value.source or UNNAMED, note=value.note)


def _write_cases(rows: InputRows, row: int) -> dict[str, _Cases]:
    """Write the table of cases; return each group's."""
    page, subject = rows.page, rows.subject
    heads: list[Text | str] = [
        LABELS["group"],
        Text("可选的构成案例（占合计）", "share cases (parts of the total)"),
        LABELS["total"],
    ]
    page.heads(row, [*heads, *(component.label for component in subject.scenario.terms.components)])
    cases = {}
    for g, group in enumerate(subject.groups):
        cases[group.key] = _group_cases(rows, row + 1, g)
        row = cases[group.key].last[0]
    rows.row = row + 1
    return cases


def _group_cases(rows: InputRows, first: int, g: int) -> _Cases:
    page, subject = rows.page, rows.subject
    base = subject.scenario.baseline
    count = len(base.terms.components)
    options = splits(subject.dossier, base, g)
    last = first + len(options) - 1
    for row, option in enumerate(options, start=first):
        page.say(row, 0, subject.groups[g].label, "label")
        page.say(row, 1, option.title, "label wrapped")
        for c, share in enumerate(option.shares):
            page.put(row, _FIRST + c, float(share), "percent")
        block = span(page.at(row, _FIRST), page.at(row, _FIRST + count - 1))
        page.count(row, _TOTAL, f"SUM({block})", float(np.sum(option.shares)), "total percent")
        page.note(row, 1, words.ORIGIN_OF_A_CASE.format(source=option.source or UNNAMED))
    part = cell_names.group_parts(subject.scenario.group_keys)[g]
    ends = (first, _FIRST), (last, _FIRST + count - 1)
    page.name_cells(cell_names.of_group("case_names", part), (first, 1), (last, 1))
    page.name_cells(cell_names.of_group("case_shares", part), *ends)
    given = [option.title for option in options if not option.own]
    titles = case_titles(subject.dossier, subject.groups[g])
    return _Cases(
        chosen=given[0] if given else titles[base.split_names[g]],
        first=(first, 1),
        last=(last, 1),
        names=page.block((first, 1), (last, 1)),
        sums=page.block((first, _TOTAL), (last, _TOTAL)),
        shares=[page.rows_block(_FIRST + c, first, last) for c in range(count)],
    )


def _let_choose(page: Page, row: int, cases: _Cases) -> None:
    """Let a cell take the names of the group's cases only."""
    block = ":".join(cell(*end, fixed=True) for end in (cases.first, cases.last))
    page.sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": f"={block}"})
