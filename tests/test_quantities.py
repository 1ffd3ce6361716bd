"""Quantities as classes: their forms give what exact fractions give, and a new one goes through every room."""

import shutil
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.arithmetic import Array
from ceheng_model.charts.drawing.numbers import numbers
from ceheng_model.cli import program
from ceheng_model.documents.brief import write_brief
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.files import shipped
from ceheng_model.quantities import (
    GDP,
    QUANTITIES,
    WORDINGS_OF,
    AbsoluteGap,
    AllResidents,
    AverageAnnualGrowth,
    ChangeOfRatio,
    Evaluated,
    Form,
    Growth,
    GrowthLead,
    Income,
    IncomeDistribution,
    Increment,
    Level,
    Multiple,
    NotModelled,
    Numbers,
    Quantity,
    Quotient,
    RegionalRatio,
    RelativeGap,
    RelativeLevel,
    ResidentsShare,
    Share,
    Sum,
    Term,
    UndecidableError,
    UrbanRuralRatio,
    income,
)
from ceheng_model.quantities.people import ShareAbove, ShareBelow, ShareRaised
from ceheng_model.quantities.real_growth import AverageRealGrowth, RealGrowth
from ceheng_model.tables import Kind
from ceheng_model.terms import URBAN_RURAL, Terms
from ceheng_model.vocabulary import BUREAU_KEYS, TOTAL, Group, Missing, Status, Text
from ceheng_model.wording import WORDINGS
from tests.effort import examples

YEARS = (2022, 2023, 2024)
GROUPS = tuple(
    Group(key=key, label=Text(key, key), concept="disposable_income", part_of="rural" if key == "lifted" else None)
    for key in ("urban", "rural", "lifted")
)
TERMS = Terms(groups=GROUPS, ratio=URBAN_RURAL)
PUBLISHED = {2021: 18931, 2022: 20133, 2023: 21691, 2024: 23119}
PEOPLE = {"urban": (3, 4, 5, 7), "rural": (9, 8, 8, 6), "lifted": (0, 0, 0, 0)}
GDP_GROWTH = (Fraction(5, 100), Fraction(6, 100), Fraction(1, 100))
PRICES = (Fraction(2, 100), Fraction(-1, 100), Fraction(1, 100))


@dataclass(frozen=True, kw_only=True)
class Bare:
    """All that a quantity asks of a scenario, with nothing else."""

    levels: Array
    terms: Terms = TERMS
    years: tuple[int, ...] = YEARS
    base_year: int = 2021
    price_growth: Array | None = None
    gdp_growth: Array | None = None
    population: Array | None = None

    @property
    def headline_year(self) -> int:
        return self.years[-1]

    @property
    def groups(self) -> tuple[Group, ...]:
        return self.terms.groups

    @property
    def group_keys(self) -> tuple[str, ...]:
        return tuple(group.key for group in self.groups)

    @property
    def absent_groups(self) -> frozenset[str]:
        return frozenset()

    @property
    def base_levels(self) -> Array:
        base: Array = self.levels[..., 0]
        return base

    def published_level(self, series: str, group: str, year: int) -> float | None:
        return float(PUBLISHED[year]) if (series, group) == ("national", "rural") and year in PUBLISHED else None

    def distribution(self, group: str) -> IncomeDistribution | None:
        return IncomeDistribution(gini=0.35) if group == "rural" else None

    def level_status(self, series: str, group: str, year: int) -> Status | None:
        return None if self.published_level(series, group, year) is None else "published"

    def level_rule(self, series: str, group: str, year: int) -> cm.Text | None:
        return None


whole_levels = st.lists(st.integers(1, 40_000), min_size=48, max_size=48).map(
    lambda drawn: [[drawn[16 * g + 4 * c : 16 * g + 4 * c + 4] for c in range(4)] for g in range(3)]
)
Whole = list[list[list[int]]]
NATION = cm.Against(group="rural", series="national")


def total(levels: Whole, group: str, year: int) -> Fraction:
    return Fraction(sum(part[year - 2021] for part in levels[[g.key for g in GROUPS].index(group)]))


def wages(levels: Whole, group: str, year: int) -> Fraction:
    return Fraction(levels[[g.key for g in GROUPS].index(group)][0][year - 2021])


def setting(levels: Whole) -> Bare:
    return Bare(
        levels=np.array(levels, dtype=float),
        gdp_growth=np.array(GDP_GROWTH, dtype=float),
        price_growth=np.array(PRICES, dtype=float),
        population=np.array([PEOPLE[group.key] for group in GROUPS], dtype=float),
    )


def evaluated(quantity: Quantity, levels: Whole) -> Evaluated:
    made = setting(levels)
    return quantity.evaluate(made, Numbers(made, made.levels))


@examples(60)
@given(whole_levels)
def test_incomes_and_ratios_are_exact_fractions(levels: Whole) -> None:
    people = {key: Fraction(numbers[3]) for key, numbers in PEOPLE.items()}
    everybody = (
        people["urban"] * total(levels, "urban", 2024) + people["rural"] * total(levels, "rural", 2024)
    ) / Fraction(7 + 6)
    expected: list[tuple[Quantity, Fraction]] = [
        (Income(group="rural", first_year=2024, last_year=2024), total(levels, "rural", 2024)),
        (Income(group="rural", component="wages", first_year=2022, last_year=2023), wages(levels, "rural", 2023)),
        (UrbanRuralRatio(first_year=2022, last_year=2023), total(levels, "urban", 2023) / total(levels, "rural", 2023)),
        (
            Share(group="urban", component="wages", first_year=2024, last_year=2024),
            wages(levels, "urban", 2024) / total(levels, "urban", 2024),
        ),
        (AllResidents(first_year=2024, last_year=2024), everybody),
        (
            Increment(group="rural", first_year=2022, last_year=2024),
            (total(levels, "rural", 2024) - total(levels, "rural", 2021)) / 3,
        ),
        (
            Multiple(group="urban", first_year=2024, last_year=2024, base_year=2022),
            total(levels, "urban", 2024) / total(levels, "urban", 2022),
        ),
        (
            RelativeLevel(group="rural", first_year=2023, last_year=2023, against=NATION),
            total(levels, "rural", 2023) / PUBLISHED[2023],
        ),
        (
            AbsoluteGap(group="rural", first_year=2022, last_year=2024, against=cm.Against(group="urban")),
            lead(levels, 2024) - lead(levels, 2021),
        ),
        (
            ChangeOfRatio(first_year=2022, last_year=2024),
            total(levels, "urban", 2024) / total(levels, "rural", 2024)
            - total(levels, "urban", 2021) / total(levels, "rural", 2021),
        ),
        (
            Growth(group="lifted", first_year=2022, last_year=2023),
            total(levels, "lifted", 2023) / total(levels, "lifted", 2022) - 1,
        ),
    ]
    for quantity, value in expected:
        assert evaluated(quantity, levels).value == pytest.approx(float(value), rel=1e-13, abs=1e-13)


def lead(levels: Whole, year: int) -> Fraction:
    """Return by how much the group that is ahead in 2021 is ahead."""
    sign = 1 if total(levels, "urban", 2021) >= total(levels, "rural", 2021) else -1
    return sign * (total(levels, "urban", year) - total(levels, "rural", year))


@examples(60)
@given(whole_levels)
def test_averages_and_leads_are_exact_under_their_roots(levels: Whole) -> None:
    average = AverageAnnualGrowth(group="rural", component="wages", first_year=2022, last_year=2024)
    cubed = wages(levels, "rural", 2024) / wages(levels, "rural", 2021)
    assert (1 + evaluated(average, levels).value) ** 3 == pytest.approx(float(cubed), rel=1e-12)
    # of two years, the value is the difference of two square roots
    own = total(levels, "rural", 2024) / total(levels, "rural", 2022)
    economy = (1 + GDP_GROWTH[1]) * (1 + GDP_GROWTH[2])
    prices = (1 + PRICES[1]) * (1 + PRICES[2])
    for against, under, other in (
        (cm.Against(group="urban"), own, total(levels, "urban", 2024) / total(levels, "urban", 2022)),
        (NATION, own, Fraction(PUBLISHED[2024], PUBLISHED[2022])),
        (cm.Against(group=GDP), own / prices, economy),
    ):
        lead = evaluated(GrowthLead(group="rural", first_year=2023, last_year=2024, against=against), levels)
        assert lead.value == pytest.approx(float(under) ** 0.5 - float(other) ** 0.5, rel=1e-11, abs=1e-12)


@examples(60)
@given(whole_levels)
def test_a_gap_is_judged_in_the_year_in_which_it_widens_most(levels: Whole) -> None:
    # a gap is the higher income of 2021 over the lower one: who is ahead narrows it by being caught up with
    ahead = total(levels, "rural", 2021) > PUBLISHED[2021]
    behind = [Fraction(PUBLISHED[year]) / total(levels, "rural", year) for year in (2021, *YEARS)]
    gaps = [1 / gap for gap in behind] if ahead else behind
    expected = max(after - before for before, after in pairwise(gaps))
    found = evaluated(RelativeGap(group="rural", first_year=2022, last_year=2024, against=NATION), levels)
    assert found.value == pytest.approx(float(expected), rel=1e-11, abs=1e-12)
    worst = max(range(3), key=lambda t: gaps[t + 1] - gaps[t])
    own = [(total(levels, "rural", year), PUBLISHED[year]) for year in (2021 + worst, 2022 + worst)]
    # of a quotient, by what is published: one over what it is divided by, or the quotient over what divides
    width = sum(Fraction(1, 2) * (mine / Fraction(theirs) ** 2 if ahead else 1 / mine) for mine, theirs in own)
    assert found.uncertainty == pytest.approx(float(width), rel=1e-12)


COMPARED: tuple[Quantity, ...] = (
    GrowthLead(group="rural", first_year=2022, last_year=2024, against=cm.Against(group="urban")),
    GrowthLead(group="lifted", first_year=2022, last_year=2022, against=cm.Against(group="rural")),
    RelativeGap(group="rural", first_year=2022, last_year=2024, against=NATION),
    RelativeGap(group="rural", first_year=2022, last_year=2024, against=NATION, each_year=False),
    RelativeGap(group="rural", first_year=2022, last_year=2024, against=cm.Against(group="urban")),
    ChangeOfRatio(first_year=2022, last_year=2023),
)


@given(whole_levels, st.sampled_from(COMPARED))
def test_the_sign_of_the_one_quotient_is_that_of_the_difference(levels: Whole, quantity: Quantity) -> None:
    made = setting(levels)
    figures = Numbers(made, made.levels)
    for form in quantity.forms(made):
        assert isinstance(form.at_zero, Quotient)
        difference = float(form.at(figures))
        # nearer to zero the sign is rounding
        assume(abs(difference) > 1e-11)
        assert np.sign(float(form.at_zero.at(figures))) == np.sign(difference)
        assert np.sign(float(form.bounded(0.0, made).ratio(made).quantity(made.levels))) == np.sign(difference)
        if form.has_sign_only(made):
            with pytest.raises(UndecidableError, match="needs"):
                form.bounded(0.01, made)
        else:
            # from the base year the one quotient has the value as well
            single = float(form.bounded(0.01, made).ratio(made).quantity(made.levels))
            assert single == pytest.approx(difference, rel=1e-9, abs=1e-9)


ONE_QUOTIENT: tuple[Quantity, ...] = (
    Income(group="rural", component="wages", first_year=2024, last_year=2024),
    Growth(group="rural", first_year=2023, last_year=2023),
    AverageAnnualGrowth(group="urban", first_year=2022, last_year=2024),
    UrbanRuralRatio(first_year=2024, last_year=2024),
    Share(group="rural", component="property", first_year=2024, last_year=2024),
    AbsoluteGap(group="rural", first_year=2022, last_year=2024, against=NATION, each_year=False),
    AbsoluteGap(group="rural", first_year=2023, last_year=2024, against=cm.Against(group="urban")),
    Increment(group="rural", component="wages", first_year=2022, last_year=2024),
    Increment(group="urban", first_year=2023, last_year=2024, in_all=True),
    Multiple(group="rural", first_year=2024, last_year=2024),
    Multiple(group="rural", first_year=2024, last_year=2024, base_year=2022),
    RelativeLevel(group="rural", first_year=2023, last_year=2023, against=NATION),
    RelativeLevel(group="rural", first_year=2023, last_year=2023, against=cm.Against(group="urban")),
    AllResidents(first_year=2024, last_year=2024),
    GrowthLead(group="rural", first_year=2022, last_year=2024, against=NATION),
    GrowthLead(group="rural", first_year=2023, last_year=2024, against=cm.Against(group=GDP)),
)


@examples(60)
@given(whole_levels, st.sampled_from(ONE_QUOTIENT))
def test_arrays_of_a_quantity_give_what_its_names_give(levels: Whole, quantity: Quantity) -> None:
    made = setting(levels)
    value = evaluated(quantity, levels).value
    ratio = quantity.ratio(made)
    assert float(ratio.quantity(made.levels)) == pytest.approx(value, rel=1e-11, abs=1e-11)
    # a bound on the quantity is a threshold on the fraction
    above, below = ratio.forms(made.levels)
    assert float(above / below) == pytest.approx(ratio.threshold(value), rel=1e-9)


@examples(60)
@given(whole_levels, st.sampled_from([*ONE_QUOTIENT, COMPARED[0]]), st.floats(0.01, 3.0))
def test_the_income_that_is_needed_put_in_gives_the_value_aimed_at(
    levels: Whole, quantity: Quantity, aim: float
) -> None:
    made = setting(levels)
    for needed in quantity.needed_levels(aim, made, Numbers(made, made.levels)):
        g, t = made.group_keys.index(needed.level.group), needed.level.year - 2021
        changed = made.levels.copy()
        parts = slice(None) if needed.level.component == TOTAL else BUREAU_KEYS.index(needed.level.component)
        changed[g, parts, t] *= needed.value / changed[g, parts, t].sum()
        found = quantity.evaluate(made, Numbers(made, changed))
        assert found.value == pytest.approx(aim, rel=1e-9)


def test_every_quantity_has_a_name_a_unit_and_wordings() -> None:
    assert set(QUANTITIES.values()) == {
        Income, Growth, AverageAnnualGrowth, UrbanRuralRatio, GrowthLead, RelativeGap, AbsoluteGap, Share, AllResidents,
        Increment, Multiple, RelativeLevel, NotModelled, RealGrowth, AverageRealGrowth, ShareAbove, ShareBelow, ShareRaised,
        RegionalRatio,
    }  # fmt: skip
    for kind, quantity in QUANTITIES.items():
        assert quantity.kind == kind
        assert set(WORDINGS_OF[kind]) <= set(WORDINGS)
        against = NATION if "against" in quantity.given else None
        more = {"threshold": 12000.0} if "threshold" in quantity.given else {}
        named = quantity(group="rural", component="wages", first_year=2022, last_year=2024, against=against, **more)
        label = named.label(TERMS)
        assert label.zh
        assert label.en


def test_a_gap_is_to_an_average_of_the_published_series() -> None:
    terms = cm.scenario("plan").terms
    gap = RelativeGap(
        group="urban", first_year=2022, last_year=2024, against=cm.Against(group="urban", series="national")
    )
    assert gap.label(terms) == Text(
        "城镇常住居民收入与全国城镇常住居民相对差距年均变动",
        "urban residents: income, relative gap to the national urban average, yearly change",
    )
    within = RelativeGap(group="rural", first_year=2022, last_year=2024, against=cm.Against(group="urban"))
    assert "relative gap to urban residents" in within.label(terms).en


def test_a_label_over_several_years_names_the_span() -> None:
    growth = Growth(group="rural", component="wages", first_year=2022, last_year=2022)
    assert growth.label(TERMS, when="2022-2024") == Text(
        "2022—2024年rural工资性收入增速", "rural: wages growth 2022-2024"
    )


# --- plan files


def folder(place: Path, statement: str) -> Path:
    """Return a copy of the shipped plan with one more statement."""
    plan = place / "plan"
    shutil.copytree(shipped("plans", "ceheng-2022-2024"), plan)
    for name in ("baselines.csv", "nbs_income.csv", "guizhou_published.csv"):
        shutil.copy(shipped(name), plan / name)
    file = plan / "plan.toml"
    text = file.read_text(encoding="utf-8").replace("../../", "")
    place_of = 'words = "原文"\nplace = { zh = "二、工作目标", en = "section 2, goals" }\n'
    file.write_text(f"{text}\n[[statement]]\n{statement}\n{place_of}", encoding="utf-8")
    return plan


GAP = 'quantity = "relative_gap"\ngroup = "rural"'
NARROW = f'{GAP}\nagainst = "gdp"\ntype = "narrows"'
LARGE = 'quantity = "share"\ngroup = "rural"\ncomponent = "wages"\ntype = "about"\nvalue = 45\nprecision = 1'
REFUSED = [
    (
        'quantity = "income"\ngroup = "rural"\ntype = "narrows"',
        r"type \(of income\) must be one of the known options \(got 'narrows'\); choose from: reaches, .*, exceeds",
    ),
    (NARROW, r"against must be a group, gdp, or SERIES.GROUP \(got 'gdp'\); choose from: urban, rural"),
    (LARGE, r"value must be below 1 \(got 45\); write 45 % as 0.45"),
    ('quantity = "luck"\ntype = "positive"', r"quantity must be one of the known options \(got 'luck'\)"),
]


@pytest.mark.parametrize(("statement", "message"), REFUSED)
def test_what_cannot_be_stated_of_a_quantity_is_refused(tmp_path: Path, statement: str, message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.load_plan(folder(tmp_path, f'id = "x"\n{statement}'))


def test_a_share_and_the_income_of_all_residents_can_be_stated(tmp_path: Path) -> None:
    share = 'id = "x"\nquantity = "share"\ngroup = "rural"\ncomponent = "wages"\ntype = "at_most"\nvalue = 0.5\nprecision = 0.01'
    made = cm.scenario("plan", plan=folder(tmp_path, share))
    checked = cm.check(cm.project(made), share_cases=False)["x"]
    rural = cm.project(made).values[1, :, -1]
    assert checked.value == pytest.approx(float(rural[0] / rural.sum()), rel=1e-13)
    assert checked.label.en == "rural residents: wages, share 2024"
    assert checked.required == ()


# --- a quantity made up here


@dataclass(frozen=True, slots=True, kw_only=True)
class RuralPart(Quantity):
    """What rural residents earn in a component, as a part of the income of all residents."""

    kind: ClassVar[str] = "rural_part"
    unit: ClassVar[Kind] = "percent"
    decimals: ClassVar[int] = 1
    target_name: ClassVar[str | None] = "rural_part"
    limits: ClassVar[tuple[float, float]] = (0.0, 1.0)
    given: ClassVar[tuple[str, ...]] = ("component",)
    solved: ClassVar[bool] = True

    def varied(self, terms: Terms) -> tuple[str, ...]:
        return ("urban",)

    def label(self, terms: Terms, *, when: str = "") -> Text:
        return Text(f"{when or self.last_year}年农村部分", f"rural part {when or self.last_year}")

    def constrained(self, terms: Terms) -> frozenset[str]:
        return frozenset({"urban", "rural"})

    def group_faults(self, setting: object) -> list[cm.Fault]:
        return []

    def written(self, setting: object) -> tuple[Form, ...]:
        part = income("rural", self.last_year, self.component, known=ResidentsShare(group="rural", year=self.last_year))
        whole = Sum(
            tuple(
                Term(known=ResidentsShare(group=key, year=self.last_year), level=Level(key, self.last_year))
                for key in ("urban", "rural")
            )
        )
        return (Form(year=self.last_year, own=Quotient(above=part, below=whole)),)


STATED = 'id = "part"\nquantity = "rural_part"\ncomponent = "wages"\ntype = "at_least"\nvalue = 0.15\nprecision = 0.01'


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> cm.Scenario:
    monkeypatch.setitem(QUANTITIES, RuralPart.kind, RuralPart)
    monkeypatch.setitem(WORDINGS_OF, RuralPart.kind, ("at_least",))
    return cm.scenario("plan", plan=folder(tmp_path, STATED)).with_population({"urban": 8, "rural": 15})


def part(projection: cm.Projection) -> float:
    urban, rural = projection.values[:2, :, -1]
    return float(15 * rural[0] / (8 * urban.sum() + 15 * rural.sum()))


def test_a_new_quantity_is_checked_and_its_needs_are_found(made: cm.Scenario) -> None:
    checked = cm.check(cm.project(made))["part"]
    assert checked.value == pytest.approx(part(cm.project(made)), rel=1e-13)
    (needed,) = checked.required
    assert needed.group == "urban"
    total = cm.project(made).totals.values[0]
    changed = made.with_growth("urban", None, needed.growth)
    # components share the growth that is needed, so that the total grows by it
    assert cm.project(changed).totals.values[0, -1] == pytest.approx(total[0] * (1 + needed.growth) ** 3)
    assert cm.check(cm.project(changed), share_cases=False)["part"].value == pytest.approx(0.15, rel=1e-9)


def test_a_new_quantity_is_audited_solved_and_drawn(made: cm.Scenario, tmp_path: Path) -> None:
    report = cm.audit(made)
    assert "part" in {item.id for item in report.items}
    assert report.items[[item.id for item in report.items].index("part")].groups == {"urban", "rural"}
    solution = cm.required_growth(made, "wages.rural_part=15%", vary="urban")
    assert part(cm.project(solution.scenario)) == pytest.approx(0.15, rel=1e-9)
    chance = cm.simulate(made, draws=500, seed=1)["part"]
    assert 0.0 <= chance.probability <= 1.0
    assert cm.elasticities(made, "wages.rural_part").subject.value == pytest.approx(part(cm.project(made)))
    rows = [row for row in numbers(charts.scorecard(cm.check(cm.project(made)))).rows if row[0] == "part"]
    assert len(rows) == 1
    written = write_brief(made, tmp_path / "brief", formats=["html"], draws=500)
    assert "农村部分" in written.files[0].read_text(encoding="utf-8")
    tracked = cm.track(made, None, draws=200, seed=1)
    assert tracked["part"].decided is False


def test_a_new_quantity_is_in_the_workbook_and_the_workbook_reads_back(made: cm.Scenario, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "plan.xlsx"
    write_workbook(made, path)
    formulas = openpyxl.load_workbook(path)
    stored = openpyxl.load_workbook(path, data_only=True)
    sheet = formulas["目标校验"]
    (row,) = (row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "2024年农村部分")
    assert str(sheet.cell(row, 8).value).startswith("=IF(")
    assert stored["目标校验"].cell(row, 8).value == pytest.approx(part(cm.project(made)))
    again = read_workbook(path, plan=made.require_dossier())
    assert np.array_equal(again.growth, made.growth)


def test_a_new_quantity_goes_through_the_command_line(made: cm.Scenario) -> None:
    plan = str(made.require_dossier().plan.folder)
    people = ["--population", "urban=8", "--population", "rural=15"]
    for command in (["check"], ["audit"], ["simulate", "--draws", "200"]):
        done = CliRunner().invoke(program, [*command, "--plan", plan, *people, "--full", "--lang", "en"])
        assert done.exit_code == 0, done.stderr
        assert "rural part 2024" in " ".join(done.stdout.split()) or command == ["audit"]


def test_what_a_new_quantity_lacks_is_told(made: cm.Scenario) -> None:
    short = made.with_horizon(2023)
    missing = cm.check(cm.project(short), share_cases=False)["part"].missing
    assert isinstance(missing, Missing)
    assert missing.what.en == "a projection up to 2024"


def test_who_is_ahead_and_pulls_away_narrows_no_gap() -> None:
    ahead = cm.Against(group="rural")
    scenario = cm.scenario("plan")
    gaps = [
        kind(group="urban", first_year=2022, last_year=2024, against=ahead, each_year=False)
        for kind in (RelativeGap, AbsoluteGap)
    ]
    for rates, narrower in (((0.10, 0.05), False), ((0.01, 0.08), True)):
        grown = scenario.with_growth("urban", None, rates[0]).with_growth("rural", None, rates[1])
        levels = cm.project(grown).levels.values
        for gap in gaps:
            value = gap.evaluate(grown, Numbers(grown, levels)).value
            assert (value < 0.0) is narrower, (gap, rates)
