"""Plans drawn by a seed, in every form of statement that a plan file may pair, near a path that is known exactly.

Each number is a `Fraction` or an `int`, and a statement is the dictionary that `plan.toml` holds of it: what is
expected of a plan is computed from these alone (`tests/second_opinion.py`).
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from pathlib import Path

import numpy as np

import ceheng_model as cm
from ceheng_model.quantities import WORDINGS_OF
from tests.second_opinion import BASE_YEAR, COMPONENTS, Facts, Told, UnjudgedError, measured

PAIRS = [(quantity, wording) for quantity, wordings in WORDINGS_OF.items() for wording in wordings]
GROUPS = (("urban",), ("rural",), ("urban", "rural"), ("urban", "rural"), ("urban", "rural", "poor"))
BASES = {"urban": (19700, 4300, 3600, 4100), "rural": (6100, 5400, 240, 1900), "poor": (3900, 3100, 110, 1700)}
NATION = {"urban": (31195, 1.08), "rural": (11422, 1.09), "all": (21966, 1.085)}
UNITS = {
    "income": "yuan",
    "all_residents": "yuan",
    "increment": "yuan",
    "urban_rural_ratio": "ratio",
    "regional_ratio": "ratio",
    "multiple": "ratio",
    "share_above": "part",
    "share_below": "part",
    "share_raised": "part",
}
PRECISIONS: Mapping[str, tuple[str, ...]] = {
    "yuan": ("1", "10", "100", "1000"),
    "ratio": ("0.1", "0.01", "0.001"),
    "rate": ("0.01", "0.005", "0.001"),
    "part": ("0.01", "0.005", "0.001"),
}
SPANNING = (
    "average_annual_growth",
    "average_real_growth",
    "growth_lead",
    "relative_gap",
    "absolute_gap",
    "increment",
)
OF_A_COMPONENT = (
    "income",
    "growth",
    "average_annual_growth",
    "real_growth",
    "average_real_growth",
    "increment",
    "multiple",
)
WORDS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
TABLE_WORDINGS = ("at_least", "at_most", "about", "between", "positive")


@dataclass(slots=True, kw_only=True)
class RandomPlan:
    """Hold a plan, what surrounds it, and a path of incomes."""

    seed: int
    facts: Facts
    growth: dict[tuple[str, str, int], Fraction]
    statements: list[Told] = field(default_factory=list)
    cells: list[Told] = field(default_factory=list)
    """Cells of the growth table, as statements on growth; ``words`` is the same for all of one row over years."""

    @property
    def told(self) -> list[Told]:
        """All that the plan says."""
        return self.statements + self.cells

    def level(self, group: str, component: str, year: int) -> Fraction:
        """Return an income of the path."""
        if component == "total":
            return sum((self.level(group, part, year) for part in COMPONENTS), Fraction(0))
        value = Fraction(self.facts.base[group][COMPONENTS.index(component)])
        for grown in range(BASE_YEAR + 1, year + 1):
            value *= 1 + self.growth[group, component, grown]
        return value

    def scenario(self, folder: Path) -> cm.Scenario:
        """Return the path as a scenario of the plan, which is written into a folder and read again."""
        self.write(folder)
        dossier = cm.load_dossier(folder)
        facts = self.facts
        growth = np.array(
            [[[float(self.growth[g, c, year]) for year in facts.years] for c in COMPONENTS] for g in facts.groups]
        )
        made = cm.Scenario(
            name=cm.Text.same(f"seed {self.seed}"),
            baseline=dossier.baseline(),
            years=facts.years,
            growth=growth,
            dossier=dossier,
        )
        if facts.gdp is not None:
            made = made.with_gdp(float(facts.gdp))
        if facts.prices is not None:
            made = made.with_prices(float(facts.prices))
        if facts.population is not None:
            made = made.with_population({group: float(value) for group, value in facts.population.items()})
        return made

    def write(self, folder: Path) -> None:
        """Write the plan folder."""
        folder.mkdir(parents=True)
        facts = self.facts
        (folder / "plan.toml").write_text("\n".join(_plan_lines(facts, self.statements, bool(self.cells))), "utf-8")
        heads = "region,group,component,year,share_case,value_yuan,concept,status,source,note"
        rows = [heads]
        for group, base in facts.base.items():
            for name, case, value in [("total", "all", sum(base)), *zip(COMPONENTS, ["given"] * 4, base, strict=True)]:
                rows.append(f"350000,{group},{name},{BASE_YEAR},{case},{value},disposable_income,assumed,drawn,")
        (folder / "baselines.csv").write_text("\n".join(rows) + "\n", "utf-8")
        for name, levels in (("national", facts.nation), ("own", facts.past)):
            lines = [f"{year},{group},disposable_income,{value},,nominal" for (group, year), value in levels.items()]
            heading = "year,group,item,level_yuan,published_growth_percent,growth_basis"
            (folder / f"{name}.csv").write_text("\n".join([heading, *sorted(lines)]) + "\n", "utf-8")
        if self.cells:
            keys = ("type", "value", "low", "high", "precision", "tolerance")
            lines = ["year,group,component,words,type,value,low,high,precision,tolerance"]
            for cell in self.cells:
                named = f"{cell['year']},{cell['group']},{cell['component']},{cell['words']}"
                lines.append(",".join([named, *(_plain(cell[key]) if key in cell else "" for key in keys)]))
            (folder / "growth.csv").write_text("\n".join(lines) + "\n", "utf-8")


def drawn(seed: int) -> RandomPlan:
    """Return the plan of a seed: about half of them contradict themselves."""
    chance = random.Random(seed)
    facts = _facts(chance)
    plan = RandomPlan(seed=seed, facts=facts, growth=_path(chance, facts))
    # how far a statement strays from what the path gives, in steps of its last digit
    strays = chance.random() < 0.75
    for number in range(chance.randint(5, 10)):
        stray = chance.randint(2, 20) if strays and chance.random() < 0.5 else 0
        told = statement(chance, plan, number, *chance.choice(PAIRS), stray=stray)
        if told is not None:
            plan.statements.append(told)
    if chance.random() < 0.5:
        for number in range(chance.randint(1, 3)):
            plan.cells += _cells(chance, plan, f"格{WORDS[number]}", strays and chance.random() < 0.3)
    return plan


def _facts(chance: random.Random) -> Facts:
    groups = chance.choice(GROUPS)
    years = tuple(range(BASE_YEAR + 1, BASE_YEAR + 1 + chance.randint(2, 5)))
    base = {group: tuple(part + chance.randint(-part // 20, part // 20) for part in BASES[group]) for group in groups}
    for group, parts in base.items():
        if chance.random() < 0.1:
            # a net income may be negative
            base[group] = (*parts[:2], -parts[2], parts[3])
    nation, past = {}, {}
    for group, (level, factor) in NATION.items():
        for year in (BASE_YEAR, *years):
            nation[group, year] = floor(level * factor ** (year - BASE_YEAR)) + chance.randint(-40, 40)
    for group in groups[:2]:
        for year in range(BASE_YEAR - 6, BASE_YEAR):
            past[group, year] = floor(sum(base[group]) * 1.1 ** (year - BASE_YEAR)) + chance.randint(-40, 40)
    return Facts(
        groups=groups,
        inside=frozenset({"poor"}),
        years=years,
        base=base,
        nation=nation,
        past=past,
        gdp=Fraction(chance.randint(50, 110), 1000) if chance.random() < 0.6 else None,
        prices=Fraction(chance.randint(5, 40), 1000) if chance.random() < 0.4 else None,
        population={g: Fraction(chance.randint(20, 90), 2) for g in groups[:2]} if chance.random() < 0.6 else None,
    )


def _path(chance: random.Random, facts: Facts) -> dict[tuple[str, str, int], Fraction]:
    growth = {}
    for group in facts.groups:
        alike = Fraction(chance.randint(50, 130), 1000) if chance.random() < 0.5 else None
        for component in COMPONENTS:
            for year in facts.years:
                own = Fraction(chance.randint(-20, 180), 1000)
                growth[group, component, year] = own if alike is None else alike
    return growth


def statement(
    chance: random.Random, plan: RandomPlan, number: int, quantity: str, wording: str, *, stray: int
) -> Told | None:
    """Return a statement of a form, so many steps of its last digit off what the path gives; None where none can be."""
    facts = plan.facts
    if quantity == "urban_rural_ratio" and len(facts.groups) == 1:
        return None
    told: Told = {
        "id": f"s{number}",
        "quantity": quantity,
        "type": wording,
        "words": f"条目{WORDS[number // 21]}{WORDS[number % 21]}",
    }
    if quantity not in ("urban_rural_ratio", "all_residents"):
        told["group"] = chance.choice(facts.groups)
    told |= _years(chance, facts, quantity, wording)
    told |= _what(chance, facts, quantity, told)
    if quantity == "not_modelled":
        told["needs"] = '{ zh = "收入分布", en = "the distribution of incomes" }'
    if told.get("against") == "":
        return None
    if quantity in ("urban_rural_ratio", "share_below") and wording in ("reaches", "about", "between"):
        told["better"] = chance.choice(("up", "down"))
    return told | _numbers(chance, plan, told, stray)


def _years(chance: random.Random, facts: Facts, quantity: str, wording: str) -> Told:
    found: Told = {}
    if quantity == "not_modelled":
        return found
    if chance.random() < 0.4:
        found["year"] = chance.choice(facts.years)
    spans = quantity in SPANNING or wording in ("narrows", "not_below_previous")
    if spans and chance.random() < 0.3:
        found["first_year"] = chance.choice([year for year in facts.years if year <= found.get("year", year)])
    if wording in ("narrows", "not_below_previous") and chance.random() < 0.5:
        found["each_year"] = chance.random() < 0.5
    if quantity == "increment":
        found["in_all"] = chance.random() < 0.5
    return found


def _what(chance: random.Random, facts: Facts, quantity: str, told: Told) -> Told:
    """Return the component, the comparison and the year before the base that a statement names."""
    own = told.get("group", "")
    others = [group for group in facts.groups if group != own]
    if quantity == "share":
        return {"component": chance.choice(COMPONENTS)}
    if quantity in ("share_above", "share_below", "share_raised"):
        line = sum(facts.base[own]) * chance.randint(90, 180) // 100
        spread = {"gini": Fraction(chance.randint(25, 55), 100), "gini_source": '{ zh = "调查", en = "a survey" }'}
        stated = quantity != "share_raised" and chance.random() < 0.8
        return {"threshold": line} | (spread if stated else {})
    if quantity in ("growth_lead", "relative_gap", "absolute_gap", "relative_level"):
        series = [f"national.{group}" for group in NATION]
        known = ["gdp"] * 2 if quantity == "growth_lead" else []
        return {"against": chance.choice([*others * 3, *series, *known])}
    if quantity in ("average_annual_growth", "multiple") and chance.random() < 0.3 and own in ("urban", "rural"):
        when = chance.randint(BASE_YEAR - 5, BASE_YEAR)
        key, year = ("first_year", when) if quantity == "average_annual_growth" else ("base_year", when - 1)
        return {key: year} | ({"past": f"own.{own}"} if chance.random() < 0.8 else {})
    found: Told = {}
    if quantity == "multiple" and chance.random() < 0.3:
        found["base_year"] = chance.randint(BASE_YEAR, told.get("year", facts.years[-1]) - 1)
    if quantity in OF_A_COMPONENT and chance.random() < 0.3:
        found["component"] = chance.choice(COMPONENTS)
    return found


def _numbers(chance: random.Random, plan: RandomPlan, told: Told, stray: int) -> Told:
    """Return the printed values and widths of a statement, near what the path gives."""
    wording = told["type"]
    if wording in ("above", "narrows", "not_below_previous", "positive"):
        return {}
    unit = UNITS.get(told["quantity"], "rate")
    try:
        true = measured(told, plan.facts, plan.level)[0].value
    except UnjudgedError:
        true = Fraction(2) if unit == "ratio" else Fraction(1, 20)
    return _printed(chance, wording, Fraction(true), unit, stray)


def _printed(chance: random.Random, wording: str, true: Fraction, unit: str, stray: int) -> Told:
    precision = Fraction(chance.choice(PRECISIONS[unit]))
    while abs(true) < 2 * precision and precision > Fraction(1, 100_000):
        precision /= 10
    sign = chance.choice((-1, 1))
    value = floor(true / precision + Fraction(1, 2)) * precision + sign * stray * precision
    exact = (true * 10**6).denominator == 1
    if exact and not stray and chance.random() < 0.4:
        # the path lies on the very end of what is printed, or on the value itself
        value = true + chance.choice((-1, 0, 1)) * precision / 2
    if not stray and wording in ("at_least", "exceeds"):
        value -= chance.randint(0, 2) * precision
    if not stray and wording == "at_most":
        value += chance.randint(0, 2) * precision
    if unit == "rate":
        value = min(max(value, Fraction(-9, 10)), Fraction(9, 10))
    if unit == "part":
        # whatever is printed about it stays a part: neither nobody nor everybody
        value = min(max(value, Fraction(1, 10)), Fraction(9, 10))
    numbers: Told = {"value": value}
    if wording == "between":
        low = value - chance.randint(0, 2) * precision
        numbers = {"low": low, "high": low + chance.randint(1, 3) * precision}
    size = max(map(abs, numbers.values()))
    if size and size < precision:
        precision = Fraction(0)
    numbers["precision"] = Fraction(0) if chance.random() < 0.1 else precision
    tolerance = chance.choice((Fraction(1, 2), Fraction(1), Fraction(3, 2))) * precision
    if wording != "exceeds" and chance.random() < 0.25 and (not size or tolerance < size):
        numbers["tolerance"] = tolerance
    return numbers


def _cells(chance: random.Random, plan: RandomPlan, words: str, strays: bool) -> Iterator[Told]:
    """Yield the same words for one income over several years."""
    facts = plan.facts
    group, component = chance.choice(facts.groups), chance.choice((*COMPONENTS, "total"))
    taken = {(cell["group"], cell["component"], cell["year"]) for cell in plan.cells}
    years = [year for year in facts.years if chance.random() < 0.7 and (group, component, year) not in taken]
    wording = chance.choice(TABLE_WORDINGS)
    rates = [plan.level(group, component, year) / plan.level(group, component, year - 1) - 1 for year in years]
    if not rates:
        return
    true = {"at_least": min(rates), "at_most": max(rates)}.get(wording, sum(rates) / len(rates))
    numbers = {} if wording == "positive" else _printed(chance, wording, Fraction(true), "rate", 3 if strays else 0)
    for year in years:
        yield {
            "id": f"growth.{group}.{component}.{year}",
            "quantity": "growth",
            "group": group,
            "component": component,
            "year": year,
            "type": wording,
            "words": words,
            **numbers,
        }


def _plan_lines(facts: Facts, statements: list[Told], has_table: bool) -> Iterator[str]:
    yield 'id = "drawn"'
    yield f"base_year = {BASE_YEAR}\nfirst_year = {facts.years[0]}\nlast_year = {facts.years[-1]}"
    yield "issued = 2016-03-01"
    yield 'title = { zh = "方案", en = "plan" }\nissuer = { zh = "某县", en = "a county" }'
    yield '[baseline]\nfile = "baselines.csv"\nregion = "350000"\n[baseline.shares]'
    yield from (f'{group} = "given"' for group in facts.groups)
    yield '[series]\nnational = "national.csv"\nown = "own.csv"'
    if has_table:
        yield '[growth]\nfile = "growth.csv"\nplace = { zh = "附表", en = "annex" }'
    for group in facts.groups:
        yield f'[[group]]\nkey = "{group}"\nconcept = "disposable_income"'
        yield f'label = {{ zh = "{group}居民", en = "{group} residents" }}'
        yield from ([f'part_of = "{facts.groups[-2]}"'] if group in facts.inside else [])
    for told in statements:
        yield '[[statement]]\nplace = { zh = "第一节", en = "section 1" }'
        yield from (f"{key} = {_toml(key, value)}" for key, value in told.items())


def _toml(key: str, value: object) -> str:
    if isinstance(value, str):
        return value if key in ("needs", "gini_source") else f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else _plain(value)


def _plain(value: object) -> str:
    """Return a number in decimal digits that say it exactly."""
    if not isinstance(value, Fraction):
        return str(value)
    scaled = value * 10**9
    assert scaled.denominator == 1, value
    digits = f"{abs(scaled.numerator):010d}"
    text = f"{digits[:-9]}.{digits[-9:]}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text
