"""Give what scenarios of a plan are made from: bases by share case, shipped alternatives, surroundings, measures."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ceheng_model.baselines import Baseline
from ceheng_model.baselines.baseline import SourcedValue
from ceheng_model.documents.page.subject import Subject, both, rounded_off
from ceheng_model.errors import InputError
from ceheng_model.plan.circumstance_table import GDP_RATES, PRICE_RATES, RESIDENTS
from ceheng_model.projection.words import provenance
from ceheng_model.quantities.known import no_base
from ceheng_model.scenarios import ALTERNATIVES, alternative, scenario_record
from ceheng_model.scenarios.folder_circumstances import APPLIED_KINDS
from ceheng_model.scenarios.followed_growth import followed_growth
from ceheng_model.vocabulary import LABELS, Text

_CLOSED = {"plan": False, "floor": True, "ratio": False}
"""Alternatives whose open cells are closed to a total, and whether each rate is the lowest that its words accept."""


def scenario_data(subject: Subject) -> dict[str, Any]:
    """Return all that a scenario of the plan may take."""
    terms, plan = subject.terms, subject.plan
    stated, is_open, totals = plan.stated_growth()
    return {
        "bases": dict(_bases(subject)),
        "shares": dict(plan.shares) | dict(subject.dossier.baseline().shares()),
        "provenance": [both(text) for text in provenance(subject.scenario.baseline, own=plan.region)],
        "alternatives": dict(_alternatives(subject)),
        "table": {
            "stated": rounded_off(np.where(is_open, np.nan, stated)),
            "totals": rounded_off(totals),
            "silent": plan.not_stated().astype(int).tolist(),
            "place": both(plan.growth[0].place) if plan.growth else None,
        },
        "surroundings": _surroundings(subject),
        "measures": [_measure(subject, at) for at in range(len(plan.levers))],
        "start": scenario_record(subject.scenario),
        "groups": [
            {
                "key": group.key,
                "label": both(group.label),
                "short": both(group.of_income),
                "within": group.part_of,
                "noBase": both(no_base(group.key, subject.scenario).what),
            }
            for group in terms.groups
        ],
        "components": [
            {"key": part.key, "label": both(part.label), "income": both(part.income)} for part in terms.components
        ],
    }


def _bases(subject: Subject) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the base-year incomes of every group under each of its share cases."""
    dossier = subject.dossier
    for g, group in enumerate(subject.terms.groups):
        cases = [name.key for name in dossier.case_names(group.key)]
        under = {case: dossier.baseline({group.key: case}) for case in cases} or {"": subject.scenario.baseline}
        yield group.key, {case: _base(base, g) for case, base in under.items()}


def _base(base: Baseline, g: int) -> dict[str, Any]:
    source, split = base.sources[g], base.share_sources[g] if base.share_sources else None
    return {
        "title": both(base.split_titles[g]),
        "levels": rounded_off(base.levels[g]),
        "status": source.status,
        "source": _told(source),
        "split": None if split is None else [split.status, *_told(split)],
    }


def _told(figure: SourcedValue) -> list[list[str]]:
    return [both(Text.same(words)) for words in (figure.source, figure.note) if words]


def _alternatives(subject: Subject) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the shipped alternatives: growth of their own, or a table whose open cells are closed on a base."""
    dossier, plan = subject.dossier, subject.plan
    for name, way in ALTERNATIVES.items():
        told = alternative(name, plan)
        words = {"title": both(told.title), "description": both(told.description)}
        try:
            if name in _CLOSED:
                lowest = _CLOSED[name]
                stated, is_open, _ = plan.stated_growth(lowest=lowest)
                totals = followed_growth(dossier, lowest=lowest).totals
                closed = {
                    "stated": stated.tolist(),
                    "open": is_open.astype(int).tolist(),
                    "totals": rounded_off(totals),
                }
                yield name, words | closed | (_to_ratio(subject) if name == "ratio" else {})
            else:
                yield name, words | {"growth": rounded_off(way.fill(dossier, dossier.baseline()).growth)}
        except InputError as error:
            yield name, words | {"why_not": both(error.reason)}


def _to_ratio(subject: Subject) -> dict[str, Any]:
    target, plan = subject.plan.ratio_target(), subject.plan
    above, below = (plan.group_keys.index(key) for key in plan.terms.compared.keys)
    years = plan.years.index(target.quantity.last_year) + 1
    return {"ratio": {"aim": target.wording.aim, "above": above, "below": below, "years": years}}


def _surroundings(subject: Subject) -> dict[str, Any]:
    """Return what the plan's folder says of prices, GDP and residents, of the own region and of others."""
    folder = subject.setting.folder
    own = {kind: rounded_off(folder.figures(kind)) for kind in APPLIED_KINDS}
    others = {
        kind: {
            region: rounded_off(folder.figures(kind, region))
            for region in folder.circumstances.regions(kind)
            if region != folder.circumstances.region
        }
        for kind in (PRICE_RATES, GDP_RATES)
    }
    return {"own": {"price": own[PRICE_RATES], "gdp": own[GDP_RATES], "people": own[RESIDENTS]}, "others": others}


def _measure(subject: Subject, at: int) -> dict[str, Any]:
    one = subject.plan.levers[at]
    return {
        "id": one.id,
        "title": both(one.title),
        "group": one.group,
        "component": one.component,
        "printed": dict(one.printed),
        "needed": list(one.needed),
        "choices": {name: list(values) for name, values in one.choices.items()},
        "cost": one.cost,
        "words": both(Text.same(one.words)),
        "place": both(one.place),
        "note": None if one.note is None else both(one.note),
    }


STATUS_WORDS = {key: both(LABELS[key]) for key in ("published", "derived", "assumed")}
