"""Write the base year: totals and share cases as inputs, components by formula, the cases to choose from."""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline, SourcedValue
from ceheng_model.documents.workbook.book import span
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.sheets.assumptions_page import Sheet
from ceheng_model.scenarios import Dossier
from ceheng_model.vocabulary import COMPONENTS, LABELS, Text

_TOTAL, _FIRST = 2, 3
"""Columns of the total and of the first component."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Hold one way to split the total of a group into components."""

    name: str
    shares: Array
    """Parts of the total, ``(component,)``, adding up to 1."""
    source: str
    own: bool
    """Whether it is a share case of the plan's own baseline file."""


def splits(dossier: Dossier, baseline: Baseline, g: int) -> tuple[Split, ...]:
    """Return the splits a group can have: the plan's share cases, and the one that the region gives itself."""
    plan, baselines = dossier.plan, dossier.baselines
    key = plan.group_keys[g]
    found = []
    for case in baselines.cases(plan.region, key, plan.base_year):
        chosen = dossier.baseline({key: case})
        levels = chosen.levels[g]
        source = chosen.share_sources[g].source
        found.append(Split(name=case, shares=levels / levels.sum(), source=source, own=True))
    if baseline.by_case is not None and not baseline.by_case[..., g].any():
        levels = baseline.levels[g]
        name = baseline.split_names[g]
        source = baseline.share_sources[g].source
        # a name that the plan uses too would choose the plan's case
        name = f"{name} *" if any(one.name == name for one in found) else name
        found.append(Split(name=name, shares=levels / levels.sum(), source=source, own=False))
    return tuple(found)


def write_base(sheet: Sheet) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Write totals, components and cases; return the addresses of both."""
    page, subject = sheet.page, sheet.subject
    base = subject.made.baseline
    title = Text(f"一、{base.year}年基数（元/人年）", f"1. Base year {base.year} (yuan per person and year)")
    hint = Text(
        "合计与构成案例是输入，四项构成由公式按案例拆分",
        "totals and share cases are inputs; formulas split the total",
    )
    sheet.section(title, hint)
    heads = [LABELS["group"], Text("构成案例", "share case"), LABELS["total"], *(LABELS[key] for key in COMPONENTS)]
    page.heads(
        sheet.row,
        [*heads, Text("口径", "concept"), Text("合计性质", "status of total"), Text("构成性质", "status of split")],
    )
    first = sheet.row + 1
    cases = _write_cases(sheet, first + len(subject.groups) + 1)
    totals: dict[str, str] = {}
    levels: dict[tuple[str, str], str] = {}
    for g, group in enumerate(subject.groups):
        totals[group.key], by_component = _group(sheet, first + g, g, cases[group.key])
        levels.update({(group.key, component): address for component, address in by_component.items()})
    return totals, levels


def _group(sheet: Sheet, row: int, g: int, cases: tuple[str, str, list[str]]) -> tuple[str, dict[str, str]]:
    """Write the row of a group; return the addresses of its total and of its components."""
    page, base, group = sheet.page, sheet.subject.made.baseline, sheet.subject.groups[g]
    whole, split = base.sources[g], base.share_sources[g]
    choice, names, shares = cases
    page.say(row, 0, group.label, "label")
    case = page.say(row, 1, choice, "input text")
    total = page.put(row, _TOTAL, float(np.sum(base.levels[g])), "input yuan")
    page.note(row, 1, _told(split))
    page.note(row, _TOTAL, _told(whole))
    part = cell_names.group_parts(sheet.subject.made.group_keys)[g]
    page.name_cells(cell_names.of_group("base_total", part), (row, _TOTAL))
    page.name_cells(cell_names.of_group("share_case", part), (row, 1))
    _validate(sheet, row, names)
    levels = {}
    for c, component in enumerate(COMPONENTS):
        formula = f"{total}*INDEX({shares[c]},MATCH({case},{names},0))"
        levels[component] = page.count(row, _FIRST + c, formula, float(base.levels[g, c]), "yuan")
    for offset, key in enumerate((group.concept, whole.status, split.status)):
        page.say(row, _FIRST + len(COMPONENTS) + offset, LABELS[key], "centred wrapped")
    return total, levels


def _told(origin: SourcedValue) -> Text:
    status = LABELS[origin.status]
    return Text(
        f"性质：{status.zh}\n来源：{origin.source}\n{origin.note}",
        f"status: {status.en}\nsource: {origin.source}\n{origin.note}",
    )


def _write_cases(sheet: Sheet, row: int) -> dict[str, tuple[str, str, list[str]]]:
    """Write the table of cases; return for each group its case, the block of names and the blocks of shares."""
    page, subject = sheet.page, sheet.subject
    heads: list[Text | str] = [
        LABELS["group"],
        Text("可选的构成案例（占合计）", "share cases (parts of the total)"),
        "",
    ]
    page.heads(row, [*heads, *(LABELS[key] for key in COMPONENTS)])
    found = {}
    parts = cell_names.group_parts(subject.made.group_keys)
    for g, group in enumerate(subject.groups):
        options = splits(subject.dossier, subject.made.baseline, g)
        first, last = row + 1, row + len(options)
        for row, option in enumerate(options, start=first):
            page.say(row, 0, group.label, "label")
            page.say(row, 1, option.name, "label")
            page.blank(row, _TOTAL, "empty")
            for c, share in enumerate(option.shares):
                page.put(row, _FIRST + c, float(share), "percent")
            page.note(row, 1, Text(f"来源：{option.source}", f"source: {option.source}"))
        page.name_cells(cell_names.of_group("case_names", parts[g]), (first, 1), (last, 1))
        page.name_cells(
            cell_names.of_group("case_shares", parts[g]), (first, _FIRST), (last, _FIRST + len(COMPONENTS) - 1)
        )
        names = span(page.at(first, 1), page.at(last, 1))
        shares = [span(page.at(first, _FIRST + c), page.at(last, _FIRST + c)) for c in range(len(COMPONENTS))]
        chosen = subject.made.baseline.split_names[g]
        own = [option for option in options if not option.own]
        found[group.key] = (own[0].name if own else chosen, names, shares)
    sheet.row = row + 1
    return found


def _validate(sheet: Sheet, row: int, names: str) -> None:
    page = sheet.page
    block = names.rpartition("!")[2]
    first, _, last = block.partition(":")
    fixed = ":".join(
        "$" + part.rstrip("0123456789") + "$" + part.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for part in (first, last)
    )
    page.sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": f"={fixed}"})
    sheet.row, kept = row, sheet.row
    message = Text("合计须大于零，以元/人年计", "the total is above zero, in yuan per person and year")
    sheet.validate(_TOTAL, _TOTAL, {"criteria": ">", "value": 0}, message)
    sheet.row = kept
