"""Say everything that the page says, in both languages."""

from ceheng_model.checks.check_report import AT_MOST
from ceheng_model.documents.page.subject import both
from ceheng_model.quantities import GDP_GROWTH, PRICE_GROWTH, population
from ceheng_model.quantities.missing import IN_YEARS, UP_TO
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import LACKS, Template, Text, Verdict


def templates(terms: Terms) -> dict[str, list[str]]:
    """Return what the engine puts figures into, in the terms of the plan."""
    return {
        "year": both(terms.year_label("{year}")),
        "inYears": _raw(IN_YEARS),
        "upTo": _raw(UP_TO),
        "lacks": _raw(LACKS),
        "gdp": both(GDP_GROWTH.what),
        "prices": both(PRICE_GROWTH.what),
        "people": both(population(terms).what),
        "atMost": _raw(AT_MOST),
        **{verdict.value: both(verdict.label) for verdict in Verdict},
    }


def page_texts(terms: Terms) -> dict[str, list[str]]:
    """Return the texts of the page's parts and controls."""
    return {key: both(text) if isinstance(text, Text) else _raw(text) for key, text in _TEXTS.items()}


def _raw(template: Template) -> list[str]:
    return [template.zh, template.en]


_TEXTS: dict[str, Text | Template] = {}
