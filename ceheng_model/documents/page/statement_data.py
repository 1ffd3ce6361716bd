"""Give every statement of a plan as a page judges it: wording, forms, what rounding leaves open, required growth."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from ceheng_model.checks.verdicts import statements_of_everybody
from ceheng_model.documents.page.subject import Subject, both
from ceheng_model.documents.page.trees import Trees, node_of
from ceheng_model.ensemble.variables import known_to_base
from ceheng_model.errors import InputError
from ceheng_model.plan import Statement
from ceheng_model.quantities import AbsoluteGap, NotModelled, Quantity, RelativeGap, ShareRaised, UndecidableError
from ceheng_model.vocabulary import Missing, Text
from ceheng_model.wording import Wording


def statement_data(subject: Subject) -> dict[str, Any]:
    """Return the statements, those on all residents last, and the published series that they read."""
    trees = Trees(setting=subject.setting)
    # what draws are judged by is known up to the base year alone
    drawn = Trees(setting=known_to_base(subject.setting), series=trees.series)
    statements = [
        {**_statement(one, subject, trees), **_as_drawn(one, drawn), **_turned(one, subject, trees)}
        for one in subject.plan.all_statements
    ]
    everybody = statements_of_everybody(subject.plan)
    statements += [{**_statement(one, subject, trees), "everybody": True} for one in everybody]
    return {"statements": statements, "series": [".".join(one) for one in trees.series]}


def wording_data(wording: Wording) -> dict[str, Any]:
    """Return all that judging by a wording takes: the interval of its printed values, and the side it asks for."""
    accepted, closed = wording.accepted
    return {
        "kind": wording.kind,
        "values": list(wording.printed_values),
        "better": wording.better,
        "strict": wording.strict,
        "open": wording.is_open,
        "ends": list(wording.ends),
        "closed": wording.closed,
        "accepted": accepted,
        "acceptedClosed": closed,
        "aim": wording.aim,
        "bound": wording.bound,
        "tellsRounding": wording.tells_rounding,
    }


def _statement(statement: Statement, subject: Subject, trees: Trees) -> dict[str, Any]:
    quantity, wording, terms, base = statement.quantity, statement.wording, subject.terms, subject.scenario.base_year
    missing, written = statement.needs, None
    if missing is None:
        try:
            written = _written(quantity, wording, trees)
        except UndecidableError as error:
            missing = error.missing
    # what a base was computed back from is no independent test
    circular = [g for g, base in enumerate(subject.scenario.baseline.sources) if statement.id in base.derived_from]
    data: dict[str, Any] = {
        "id": statement.id,
        "label": both(statement.label(terms)),
        "words": both(Text.same(statement.words)),
        "place": both(statement.place),
        "headline": statement.headline,
        "force": None if statement.firmest is None else both(statement.firmest.label),
        "wording": wording_data(wording),
        "printed": statement.printed_text,
        "told": both(wording.in_words(Text.same(statement.printed_text))),
        "quantity": quantity.kind,
        "unit": quantity.unit,
        "decimals": quantity.decimals,
        "better": quantity.better,
        "group": quantity.group,
        "component": quantity.component,
        "first": quantity.first_year - base,
        "last": quantity.last_year - base,
        "needed_years": [] if statement.needs is not None else [year - base for year in quantity.needed_years],
        "always_missing": statement.needs is not None or isinstance(quantity, NotModelled),
        "missing": None if missing is None else both(missing.what),
        "circular": circular,
        "onBase": isinstance(quantity, ShareRaised),
        "spread": hasattr(quantity, "required_distribution"),
        "notes": [both(note) for note in (statement.note, statement.firmer_note) if note is not None],
        **(written or {}),
    }
    return data | _without_prices(quantity, subject)


def _written(quantity: Quantity, wording: Wording, trees: Trees) -> dict[str, Any]:
    setting = trees.setting
    forms = quantity.forms(setting)
    needed = [quantity.needed_growth(aim, setting, trees) for aim in (wording.aim, wording.bound)]
    groups, components = setting.group_keys, setting.terms.component_keys
    return {
        "forms": [trees.form(form) for form in forms],
        "uncertainty": [node_of(quantity.uncertainty(form, trees)) for form in forms],
        "needed": [
            {
                "group": groups.index(value.group),
                "component": components.index(value.component) if value.component in components else -1,
                "after": value.after - setting.base_year,
                "growth": node_of(value.growth),
                "bound": node_of(bound.growth),
            }
            for value, bound in zip(*needed, strict=True)
        ],
    }


def _as_drawn(statement: Statement, drawn: Trees) -> dict[str, Any]:
    """Return what draws judge a headline statement by, where it reads a published series, whose later years are drawn.

    What is published in full may lack a year that draws have, and the other way round.
    """
    quantity = statement.quantity
    compared = quantity.against is not None and quantity.against.series is not None
    if not statement.headline or statement.needs is not None or not (compared or hasattr(quantity, "past")):
        return {}
    try:
        forms = quantity.forms(drawn.setting)
    except UndecidableError as error:
        return {"drawn": {"missing": both(error.missing.what)}}
    widths = [node_of(quantity.uncertainty(form, drawn)) for form in forms]
    return {"drawn": {"forms": [drawn.form(form) for form in forms], "uncertainty": widths, "missing": None}}


def _turned(statement: Statement, subject: Subject, trees: Trees) -> dict[str, Any]:
    """Return how a gap is written where another base makes the group lead that lags, or the other way round."""
    quantity, setting = statement.quantity, subject.setting
    is_gap = isinstance(quantity, AbsoluteGap | RelativeGap)
    if not is_gap or statement.needs is not None or quantity.group in setting.absent_groups:
        return {}
    assert isinstance(quantity, AbsoluteGap | RelativeGap)
    try:
        theirs, ahead = float(quantity.compared_at_first(setting)), quantity.is_ahead(setting)
        base = setting.baseline.with_totals({quantity.group: theirs * (0.5 if ahead else 2.0)})
        elsewhere = replace(setting, baseline=base)
    except (UndecidableError, InputError):
        return {}
    drawn = Trees(setting=known_to_base(elsewhere), series=trees.series)
    turned = _as_drawn(statement, drawn)
    # what lacks a published year is not judged, and draws may have it all the same
    with suppress(UndecidableError):
        turned |= _written(quantity, statement.wording, Trees(setting=elsewhere, series=trees.series))
    in_plan = setting.group_keys.index(quantity.compared.group) if quantity.compared.in_plan else None
    group = setting.group_keys.index(quantity.group)
    return {"ahead": {"group": group, "other": in_plan, "level": theirs, "was": ahead}, "turned": turned}


def _without_prices(quantity: Quantity, subject: Subject) -> dict[str, Any]:
    """Return the years over which a value does without prices where they are not given."""
    bare = replace(subject.setting, price_growth=None)
    missing: Missing | None = quantity.without(bare)
    if missing is None or quantity.since is None:
        return {}
    base = subject.scenario.base_year
    return {"without": [quantity.since - base, quantity.last_year - base]}
