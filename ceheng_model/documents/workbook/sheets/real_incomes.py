"""Write what depends on prices, GDP and population; dashes where these are not given."""

from collections.abc import Mapping
from math import nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.documents.workbook.book import DASH, literal, span
from ceheng_model.documents.workbook.formulas.addresses import Economy, Levels
from ceheng_model.documents.workbook.sheets.results_page import BASE_YEAR, Writer
from ceheng_model.vocabulary import LABELS, TOTAL, Text

_DASH = literal(DASH)


def write_economy(writer: Writer, levels: Levels) -> Economy:
    """Write indices of prices and GDP, real incomes and income of all residents."""
    made, inputs = writer.subject.made, writer.inputs
    title = Text(
        "实际收入与全体居民收入（未填物价、人口的为“–”）", "Real income and all residents (a dash where not given)"
    )
    writer.section(title)
    prices = _index(writer, Text("物价指数", "price index"), inputs.prices, inputs.prices_given(), made.price_growth)
    gdp = _index(writer, Text("经济总量指数", "GDP index"), inputs.gdp, inputs.gdp_given(), made.gdp_growth)
    _real(writer, levels, prices)
    _all_residents(writer, levels)
    return Economy(prices=prices, gdp=gdp)


def _index(writer: Writer, label: Text, rates: Mapping[int, str], given: str, growth: Array | None) -> dict[int, str]:
    page, years = writer.page, writer.subject.years
    writer.label(label, Text(f"{years[0]}年=1", f"{years[0]} = 1"))
    values = np.full(len(years), nan) if growth is None else np.cumprod([1.0, *(1.0 + growth)])
    found = {years[0]: page.count(writer.row, BASE_YEAR, f"IF({given},1,{_DASH})", float(values[0]), "ratio")}
    for t, year in enumerate(years[1:], start=1):
        formula = f"IF({given},{found[year - 1]}*(1+{rates[year]}),{_DASH})"
        found[year] = page.count(writer.row, BASE_YEAR + t, formula, float(values[t]), "ratio")
    writer.row += 1
    return found


def _real(writer: Writer, levels: Levels, prices: Mapping[int, str]) -> None:
    page, subject = writer.page, writer.subject
    projection, years = subject.projection, subject.years
    known = subject.made.price_growth is not None
    shape = len(subject.groups), len(years)
    totals = projection.real_totals.values if known else np.full(shape, nan)
    growth = projection.real_growth.values if known else np.full(shape, nan)
    for g, group in enumerate(subject.groups):
        writer.label(group.label, Text(f"合计（{years[0]}年价，元）", f"total ({years[0]} prices, yuan)"))
        cells = []
        for t, year in enumerate(years):
            formula = f"IF({prices[year]}={_DASH},{_DASH},{levels.at(group.key, year)}/{prices[year]})"
            cells.append(page.count(writer.row, BASE_YEAR + t, formula, float(totals[g, t]), "yuan"))
        writer.row += 1
        writer.label(group.label, Text("合计实际增速", "real growth of the total"))
        page.blank(writer.row, BASE_YEAR, "empty")
        for t in range(1, len(years)):
            formula = f"IF({cells[t]}={_DASH},{_DASH},{cells[t]}/{cells[t - 1]}-1)"
            page.count(writer.row, BASE_YEAR + t, formula, float(growth[g, t - 1]), "percent")
        writer.row += 1


def _all_residents(writer: Writer, levels: Levels) -> None:
    page, subject, population = writer.page, writer.subject, writer.inputs.population
    keys = [group.key for group in subject.groups if group.part_of is None]
    if not keys:
        return
    rows = [span(population[key, subject.years[0]], population[key, subject.years[-1]]) for key in keys]
    counted = "+".join(f'COUNTIF({row},">0")' for row in rows)
    given = f"{counted}={len(keys) * len(subject.years)}"
    known = subject.made.population is not None
    values = subject.projection.all_residents.values if known else np.full(len(subject.years), nan)
    writer.label(LABELS["all"], LABELS[TOTAL], "total label")
    for t, year in enumerate(subject.years):
        whole = "+".join(f"{levels.at(key, year)}*{population[key, year]}" for key in keys)
        people = "+".join(population[key, year] for key in keys)
        formula = f"IF({given},({whole})/({people}),{_DASH})"
        page.count(writer.row, BASE_YEAR + t, formula, float(values[t]), "total yuan")
    writer.row += 1
