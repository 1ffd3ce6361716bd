"""Write what depends on prices, GDP and population; dashes where these are not given."""

from collections.abc import Callable, Mapping
from math import nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import DASH, literal, span
from ceheng_model.documents.workbook.formulas.addresses import Economy, Levels
from ceheng_model.documents.workbook.sheets.rows import BASE_YEAR, ResultRows
from ceheng_model.vocabulary import LABELS, TOTAL, Template, Text

_DASH = literal(DASH)
_BASE_IS_ONE = Template("{year}=1", "{year} = 1")
_REAL_TOTAL = Template("合计（{year}价，{unit}）", "total ({year} prices, {unit})")


def write_economy(rows: ResultRows, levels: Levels) -> Economy:
    """Write indices of prices and GDP, real incomes and income of all residents."""
    scenario, inputs = rows.subject.scenario, rows.inputs
    people = Text(scenario.terms.people.zh, "")
    rows.section(scenario.terms.say(words.REAL_WHERE_GIVEN, people=people))
    price_index, gdp_index = Text("物价指数", "price index"), Text("经济总量指数", "GDP index")
    prices = _index(rows, price_index, inputs.prices, inputs.prices_given, scenario.price_growth)
    gdp = _index(rows, gdp_index, inputs.gdp, inputs.gdp_given, scenario.gdp_growth)
    _real_incomes(rows, levels, prices)
    _all_residents(rows, levels)
    return Economy(
        prices=prices,
        gdp=gdp,
        prices_partly=_is_partly(scenario.price_growth),
        gdp_partly=_is_partly(scenario.gdp_growth),
    )


def _is_partly(known: Array | None) -> bool:
    return known is not None and bool(np.isnan(known).any())


def _index(
    rows: ResultRows, label: Text, rates: Mapping[int, str], filled: Callable[..., str], growth: Array | None
) -> dict[int, str]:
    """Write an index over the years; where rates are known in part, as far as they are from the first year on."""
    page, years = rows.page, rows.subject.years
    rows.label(label, _BASE_IS_ONE.format(year=rows.subject.terms.year_label(years[0])))
    values = np.full(len(years), nan) if growth is None else np.cumprod([1.0, *(1.0 + growth)])
    partly = _is_partly(growth)
    first = "1" if partly else f"IF({filled()},1,{_DASH})"
    index = {years[0]: page.count(rows.row, BASE_YEAR, first, float(values[0]), "ratio")}
    for t, year in enumerate(years[1:], start=1):
        given = filled(years[0], year) if partly else filled()
        formula = f"IF({given},{index[year - 1]}*(1+{rates[year]}),{_DASH})"
        index[year] = page.count(rows.row, BASE_YEAR + t, formula, float(values[t]), "ratio")
    rows.row += 1
    return index


def _real_incomes(rows: ResultRows, levels: Levels, prices: Mapping[int, str]) -> None:
    page, subject = rows.page, rows.subject
    projection, years = subject.projection, subject.years
    known = subject.scenario.price_growth is not None
    shape = len(subject.groups), len(years)
    totals = projection.real_totals.values if known else np.full(shape, nan)
    growth = projection.real_growth.values if known else np.full(shape, nan)
    for g, group in enumerate(subject.groups):
        rows.label(group.label, subject.terms.say(_REAL_TOTAL, year=subject.terms.year_label(years[0])))
        cells = []
        for t, year in enumerate(years):
            formula = f"IF({prices[year]}={_DASH},{_DASH},{levels.at(group.key, year)}/{prices[year]})"
            cells.append(page.count(rows.row, BASE_YEAR + t, formula, float(totals[g, t]), "yuan"))
        rows.row += 1
        rows.label(group.label, Text("合计实际增速", "real growth of the total"))
        page.blank(rows.row, BASE_YEAR, "empty")
        for t in range(1, len(years)):
            formula = f"IF({cells[t]}={_DASH},{_DASH},{cells[t]}/{cells[t - 1]}-1)"
            page.count(rows.row, BASE_YEAR + t, formula, float(growth[g, t - 1]), "percent")
        rows.row += 1


def _all_residents(rows: ResultRows, levels: Levels) -> None:
    page, subject, population = rows.page, rows.subject, rows.inputs.population
    keys = [group.key for group in subject.groups if group.part_of is None]
    if not keys:
        return
    blocks = [span(population[key, subject.years[0]], population[key, subject.years[-1]]) for key in keys]
    counted = "+".join(f'COUNTIF({block},">0")' for block in blocks)
    given = f"{counted}={len(keys) * len(subject.years)}"
    partly = _is_partly(subject.scenario.population)
    known = subject.scenario.population is not None
    values = subject.projection.all_residents.values if known else np.full(len(subject.years), nan)
    rows.label(subject.terms.everybody, LABELS[TOTAL], "total label")
    for t, year in enumerate(subject.years):
        whole = "+".join(f"{levels.at(key, year)}*{population[key, year]}" for key in keys)
        people = "+".join(population[key, year] for key in keys)
        if partly:
            given = f"AND({','.join(f'N({population[key, year]})>0' for key in keys)})"
        formula = f"IF({given},({whole})/({people}),{_DASH})"
        page.count(rows.row, BASE_YEAR + t, formula, float(values[t]), "total yuan")
    rows.row += 1
