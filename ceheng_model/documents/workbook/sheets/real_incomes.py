"""Write what depends on prices, GDP and population; dashes where these are not given."""

from collections.abc import Mapping
from math import nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import span
from ceheng_model.documents.workbook.formulas.addresses import Economy, Index, Levels
from ceheng_model.documents.workbook.formulas.named_constants import Constants
from ceheng_model.documents.workbook.sheets.rows import BASE_YEAR, ResultRows
from ceheng_model.vocabulary import LABELS, TOTAL, Template, Text

_BASE_IS_ONE = Template("{year}=1", "{year} = 1")
_REAL_TOTAL = Template("合计（{year}价，{unit}）", "total ({year} prices, {unit})")
_PART = Template("占全体{people}的比重", "part of all {people}")


def write_economy(rows: ResultRows, levels: Levels, constants: Constants) -> Economy:
    """Write indices of prices and GDP, real incomes and income of all residents."""
    scenario, inputs = rows.subject.scenario, rows.inputs
    people = Text(scenario.terms.people.zh, "")
    rows.section(scenario.terms.say(words.REAL_WHERE_GIVEN, people=people))
    price_index = _index(rows, Text("物价指数", "price index"), inputs.prices, scenario.price_growth, constants)
    _index(rows, Text("经济总量指数", "GDP index"), inputs.gdp, scenario.gdp_growth, constants)
    _real_incomes(rows, levels, price_index, constants)
    people_by_year, shares = _residents(rows, levels, constants)
    rows.section(words.FACTORS_OF_CHECKS)
    return Economy(
        prices=_filled_index(rows, Text("物价", "prices"), inputs.prices, scenario.price_growth),
        gdp=_filled_index(rows, Text("经济总量", "GDP"), inputs.gdp, scenario.gdp_growth),
        people=people_by_year,
        shares=shares,
    )


def _index(
    rows: ResultRows, label: Text, rates: Mapping[int, str], growth: Array | None, constants: Constants
) -> dict[int, str]:
    """Write an index over the years, as far as rates are known from the first year on."""
    page, years, dash = rows.page, rows.subject.years, constants.dash
    rows.label(label, _BASE_IS_ONE.format(year=rows.subject.terms.year_label(years[0])))
    values = np.full(len(years), nan) if growth is None else np.cumprod([1.0, *(1.0 + growth)])
    first = f"IF(COUNT({span(rates[years[1]], rates[years[-1]])})=0,{dash},1)"
    index = {years[0]: page.count(rows.row, BASE_YEAR, first, float(values[0]), "ratio")}
    for t, year in enumerate(years[1:], start=1):
        before, rate = index[year - 1], rates[year]
        formula = f"IF(ISNUMBER({before})*ISNUMBER({rate}),{before}*(1+{rate}),{dash})"
        index[year] = page.count(rows.row, BASE_YEAR + t, formula, float(values[t]), "ratio")
    rows.row += 1
    return index


def _filled_index(rows: ResultRows, label: Text, rates: Mapping[int, str], growth: Array | None) -> Index:
    """Write an index in which years not filled in are unchanged, and how many these are."""
    page, years = rows.page, rows.subject.years
    known = np.full(len(years) - 1, nan) if growth is None else np.asarray(growth, dtype=float)
    grown, missing = np.cumprod([1.0, *(1.0 + np.nan_to_num(known))]), np.cumsum([0, *np.isnan(known)])
    levels: dict[int, str] = {}
    unfilled: dict[int, str] = {}
    rows.label(label, Text("指数（未填的年份按不变）", "index (years not filled in: unchanged)"), "label wrapped")
    for t, year in enumerate(years):
        formula = f"{levels[year - 1]}*(1+N({rates[year]}))" if t else "1"
        levels[year] = page.count(rows.row, BASE_YEAR + t, formula, float(grown[t]), "ratio")
    rows.row += 1
    rows.label(label, Text("未填的年数（累计）", "years not filled in (up to each)"), "label wrapped")
    for t, year in enumerate(years):
        formula = f"{unfilled[year - 1]}+1-COUNT({rates[year]})" if t else "0"
        unfilled[year] = page.count(rows.row, BASE_YEAR + t, formula, float(missing[t]), "plain number")
    rows.row += 1
    return Index(levels=levels, unfilled=unfilled)


def _real_incomes(rows: ResultRows, levels: Levels, prices: Mapping[int, str], constants: Constants) -> None:
    page, subject, dash = rows.page, rows.subject, constants.dash
    projection, years = subject.projection, subject.years
    known = subject.scenario.price_growth is not None
    shape = len(subject.groups), len(years)
    totals = projection.real_totals.values if known else np.full(shape, nan)
    growth = projection.real_growth.values if known else np.full(shape, nan)
    for g, group in enumerate(subject.groups):
        rows.label(group.label, subject.terms.say(_REAL_TOTAL, year=subject.terms.year_label(years[0])))
        cells = []
        for t, year in enumerate(years):
            index = page.row_pinned(prices[year])
            formula = f"IF(ISNUMBER({index}),{levels.at(group.key, year)}/{index},{dash})"
            cells.append(page.count(rows.row, BASE_YEAR + t, formula, float(totals[g, t]), "yuan"))
        rows.row += 1
        rows.label(group.label, Text("合计实际增速", "real growth of the total"))
        page.blank(rows.row, BASE_YEAR, "empty")
        for t in range(1, len(years)):
            formula = f"IF(ISNUMBER({cells[t]}),{cells[t]}/{cells[t - 1]}-1,{dash})"
            page.count(rows.row, BASE_YEAR + t, formula, float(growth[g, t - 1]), "percent")
        rows.row += 1


def _residents(
    rows: ResultRows, levels: Levels, constants: Constants
) -> tuple[dict[int, str], dict[tuple[str, int], str]]:
    """Write all residents, what part of them each group is, and their income; return where the first two stand."""
    page, subject, inputs, dash = rows.page, rows.subject, rows.inputs.population, constants.dash
    counted = [(g, group) for g, group in enumerate(subject.groups) if group.part_of is None]
    keys = [group.key for _, group in counted]
    people: dict[int, str] = {}
    shares: dict[tuple[str, int], str] = {}
    if not keys:
        return people, shares
    years, terms = subject.years, subject.terms
    given = subject.scenario.population
    number = np.full((len(subject.groups), len(years)), nan) if given is None else np.asarray(given, dtype=float)
    how_many = Text(terms.people.zh, terms.residents.en)
    part = _PART.format(people=how_many)
    own: dict[tuple[str, int], str] = {}
    # the sum is of rows of this sheet: rows put between the inputs are none of them
    for g, group in counted:
        rows.label(group.label, how_many)
        for t, year in enumerate(years):
            typed = inputs[group.key, year]
            formula = f"IF(ISNUMBER({typed}),{typed},{dash})"
            own[group.key, year] = page.count(rows.row, BASE_YEAR + t, formula, float(number[g, t]), "as typed")
        rows.row += 1
    rows.label(terms.everybody, how_many)
    for t, year in enumerate(years):
        block = span(own[keys[0], year], own[keys[-1], year])
        formula = f"IF(COUNT({block})<ROWS({block}),{dash},SUM({block}))"
        people[year] = page.count(rows.row, BASE_YEAR + t, formula, float(number[:, t].sum()), "as typed")
    rows.row += 1
    for g, group in counted:
        rows.label(group.label, part)
        for t, year in enumerate(years):
            whole = page.row_pinned(people[year])
            formula = f"IF(ISNUMBER({whole}),{own[group.key, year]}/{whole},{dash})"
            value = float(number[g, t] / number[:, t].sum())
            shares[group.key, year] = page.count(rows.row, BASE_YEAR + t, formula, value, "percent")
        rows.row += 1
    rows.label(terms.everybody, LABELS[TOTAL], "total label")
    income = np.full(len(years), nan) if given is None else subject.projection.all_residents.values
    for t, year in enumerate(years):
        weighted = "+".join(f"{levels.at(key, year)}*{shares[key, year]}" for key in keys)
        formula = f"IF(ISNUMBER({people[year]}),{weighted},{dash})"
        page.count(rows.row, BASE_YEAR + t, formula, float(income[t]), "total yuan")
    rows.row += 1
    return people, shares
