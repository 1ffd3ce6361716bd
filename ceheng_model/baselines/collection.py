"""Read a baseline file, hold every row of it, and pick one region's baseline from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.baselines.base_figures import (
    BASELINE_COLUMNS,
    CASE_TITLE_COLUMNS,
    CONFIRMED,
    DERIVED_FROM,
    HEADINGS,
    TRANSLATIONS,
    Allowed,
    given_faults,
    read_given,
)
from ceheng_model.baselines.baseline import ALL_CASES, EVERYBODY, Baseline, Key, SourcedValue
from ceheng_model.doors import door
from ceheng_model.errors import Fault, Remark, choice, raise_faults
from ceheng_model.files import Encoding, Opening, read_table, shipped
from ceheng_model.rounding import meeting, sums_apart
from ceheng_model.terms import UNSPLIT, Terms
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Template, Text, series_label

if TYPE_CHECKING:
    import pandas as pd


_USUAL_CASES = {
    "given": Text("给出的构成", "given"),
    "published": Text("公布的构成", "published"),
    UNSPLIT.key: Text("未分项", "not split"),
}
"""Titles of the cases that a folder has without naming them."""
_OF_NATION = Template("{year}年{residents}", "{residents} in {year}")
_NO_TOTAL = Template("{region} {group} {year}的合计", "the total of {region} {group} {year}")
_ADD_TOTAL = Template(
    "补一行 component=total、share_case=all；文件中的地区：{regions}",
    "add a row with component total and share_case all; regions in the file: {regions}",
)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Baselines(Value):
    """Hold every row of a baseline file: all regions, years and share cases."""

    name: str
    """What the rows were read from."""
    values: Mapping[Key, SourcedValue]
    """As they were published: components may miss their total by rounding."""
    remarks: tuple[Remark, ...] = ()
    """What was said of the rows when they were read."""

    def cases(self, region: str, group: str, year: int) -> tuple[str, ...]:
        """Return the names of the share cases of one group, in the order of the file."""
        cases = (key[4] for key in self.values if key[:2] == (region, group) and key[3] == year)
        return tuple(dict.fromkeys(case for case in cases if case != ALL_CASES))

    def case_title(self, region: str, group: str, year: int, case: str) -> Text:
        """Return what a reader calls a share case: its title, or its name where the file gives none."""
        named = (
            value.case_title
            for key, value in self.values.items()
            if (key[:2], *key[3:]) == ((region, group), year, case)
        )
        return next(named, NO_TEXT) or usual_case_title(case, group)

    def share_choices(self, region: str, groups: Sequence[str], year: int) -> Iterator[dict[str, str]]:
        """Yield every combination of share cases over the groups."""
        for names in product(*(self.cases(region, group, year) for group in groups)):
            yield dict(zip(groups, names, strict=True))

    def select(self, region: str, terms: Terms, year: int, shares: Mapping[str, str]) -> Baseline:
        """Return the baseline of one region with one share case for each group.

        Components that miss their published total by rounding are all multiplied by total over sum, so that the
        base adds up to what was published; `Baseline.remarks` states the difference.

        Raises `InputError` for every group without a total and every share case that does not exist.
        """
        faults: list[Fault] = []
        keys, components = terms.group_keys, terms.component_keys
        for key in keys:
            known = self.cases(region, key, year)
            if (region, key, TOTAL, year, ALL_CASES) not in self.values:
                faults.append(self._no_total(region, key, terms.year_label(year)))
            elif shares.get(key) not in known:
                what = Text(f"{key} 的构成案例", f"the share case of {key}")
                faults.append(choice(what, shares.get(key, ""), known).at(Text.same(self.name)))
        raise_faults(faults)
        published = np.array(
            [[self.values[region, key, component, year, shares[key]].value for component in components] for key in keys]
        )
        totals = np.array([self.values[region, key, TOTAL, year, ALL_CASES].value for key in keys])
        return Baseline(
            region=region,
            year=year,
            terms=terms,
            cases=tuple(shares[key] for key in keys),
            case_titles=tuple(self.case_title(region, key, year, shares[key]) for key in keys),
            levels=meeting(published, totals),
            published_sums=sums_apart(published, totals),
            whole=None if EVERYBODY in keys else self.values.get((region, EVERYBODY, TOTAL, year, ALL_CASES)),
            noted=self.remarks,
            sources=tuple(self.values[region, key, TOTAL, year, ALL_CASES] for key in keys),
            share_sources=tuple(self.values[region, key, components[0], year, shares[key]] for key in keys),
        )

    def _no_total(self, region: str, group: str, year: Text) -> Fault:
        regions = Text.listed(dict.fromkeys(key[0] for key in self.values))
        return Fault(
            what=_NO_TOTAL.format(region=region, group=group, year=year),
            rule=Text("在基数文件中", "be in the baseline file"),
            got="",
            way_out=_ADD_TOTAL.format(regions=regions),
            place=Text.same(self.name),
        )


@door
def load_baselines(
    source: "Path | str | pd.DataFrame | None" = None,
    *,
    terms: Terms | None = None,
    sheet: str | None = None,
    encoding: Encoding | None = None,
) -> Baselines:
    """Read a baseline table: CSV, a workbook or a pandas frame; without one, the file that ships.

    Components, concepts and the unit are those of the `terms` of a plan, the Bureau's where none are given.
    Of a workbook the `sheet` asked for is read, else the first that is seen; a text in Big5 needs its `encoding`.

    Components may miss their total by rounding, half a unit of the last digit for each of the figures, and
    may be zero or, as net income, below. The source of an assumed figure may be left to be filled in.
    Raises `InputError` with every fault: repeated and missing rows, totals that are not positive, unknown words,
    components that miss their total by more.

    >>> load_baselines().cases("ceheng", "rural", 2021)
    ('poverty_counties_2019', 'national_2021', 'yunnan_poverty_2020')
    """
    table = shipped("baselines.csv") if source is None else source
    rows = read_table(
        table,
        BASELINE_COLUMNS,
        optional=(*CASE_TITLE_COLUMNS, *TRANSLATIONS, CONFIRMED, DERIVED_FROM),
        headings=HEADINGS,
        opening=Opening(sheet=sheet, encoding=encoding),
    )
    usual = Allowed(sources_may_wait=True)
    allowed = usual if terms is None else replace(usual, terms=terms)
    given = read_given(rows, allowed)
    faults = [fault for part in given for fault in given_faults(part, rows, allowed.terms, total_needed=True)]
    raise_faults([*rows.faults, *faults])
    figures = (figure for part in given for parts in part.cases.values() for figure in parts.values())
    values = {figure.key: figure.value for figure in figures}
    return Baselines(name=rows.name, values=values, remarks=tuple(rows.remarks))


def usual_case_title(case: str, group: str) -> Text:
    """Return what a reader calls a share case whose file gives it no title: its name where it is not a usual one.

    >>> usual_case_title("given", "rural").en, usual_case_title("national_2020", "rural").en
    ('given', 'national rural residents in 2020')
    """
    name, _, year = case.rpartition("_")
    if name == "national" and year.isdigit():
        return _OF_NATION.format(year=year, residents=series_label(name, group))
    return _USUAL_CASES.get(case) or Text.same(case)
