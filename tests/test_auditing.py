"""The audit against brute force in exact fractions, and on the shipped plan."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.auditing.contradictions import shrink
from ceheng_model.auditing.implied import programme_of
from ceheng_model.auditing.programme import Tally
from ceheng_model.plan import Statement
from ceheng_model.quantities import (
    AbsoluteGap,
    AverageAnnualGrowth,
    ChangeOfRatio,
    Growth,
    Income,
    Increment,
    Multiple,
    Quantity,
    RelativeGap,
    RelativeLevel,
    Share,
    UrbanRuralRatio,
)
from ceheng_model.vocabulary import Text
from ceheng_model.wording import About, AtLeast, AtMost, Between, Exceeds, Narrows, Wording
from tests.effort import examples
from tests.exact_programme import feasible

PLACE = Text("此处", "here")


@pytest.fixture(scope="module")
def shipped() -> cm.AuditReport:
    return cm.audit(cm.scenario("plan"))


def sets(report: cm.AuditReport) -> set[frozenset[str]]:
    return {frozenset(item.id for item in contradiction.items) for contradiction in report.contradictions}


def test_shipped_plan_contradicts_itself_only_through_the_ratio(shipped: cm.AuditReport) -> None:
    # what keeps urban income up: its endpoint, its average growth, its total row, or all four component rows;
    # what keeps rural income down, read as values: its endpoint or its total row
    table = "growth.urban.{}.2022-2024"
    urban = [{"urban_income_2024"}, {"urban_growth"}, {table.format("total")}]
    urban.append({table.format(component) for component in ("wages", "business", "property", "transfer")})
    rural = [{"rural_income_2024"}, {"growth.rural.total.2022-2024"}]
    assert sets(shipped) == {frozenset({"ratio_2024"} | up | down) for up in urban for down in rural}
    assert shipped.complete


def test_repairs_of_the_endpoints_and_the_ratio_follow_by_arithmetic(shipped: cm.AuditReport) -> None:
    members = frozenset({"urban_income_2024", "rural_income_2024", "ratio_2024"})
    found = next(c for c in shipped.contradictions if frozenset(item.id for item in c.items) == members)
    bounds = {item.id: move.bound for item, move in zip(found.items, found.moves, strict=True)}
    # 48594.8 is at least 48594.75, 15561 at most 15561.5, 2.8 at most 2.85
    assert bounds["rural_income_2024"] == pytest.approx(48594.75 / 2.85, abs=1e-6)
    assert bounds["urban_income_2024"] == pytest.approx(15561.5 * 2.85, abs=1e-6)
    assert bounds["ratio_2024"] == pytest.approx(48594.75 / 15561.5, abs=1e-9)


def test_exact_endpoints_and_ratio_give_the_published_repairs() -> None:
    exactly = {"urban_income_2024": 0.0, "rural_income_2024": 0.0, "ratio_2024": 0.0}
    report = cm.audit(cm.scenario("plan"), tolerance=exactly, statements=list(exactly))
    (found,) = report.contradictions
    bounds = {item.id: move.bound for item, move in zip(found.items, found.moves, strict=True)}
    # rural 17355.29 yuan, urban 43570.8 yuan, ratio 3.12286
    assert bounds["rural_income_2024"] == pytest.approx(48594.8 / 2.8, abs=1e-6)
    assert round(bounds["rural_income_2024"], 2) == 17355.29
    assert round(bounds["urban_income_2024"], 1) == 43570.8
    assert bounds["ratio_2024"] == pytest.approx(48594.8 / 15561, abs=1e-9)


def test_moving_one_statement_as_told_removes_its_contradiction(shipped: cm.AuditReport) -> None:
    plan = cm.load_plan()
    for contradiction in shipped.contradictions:
        for item, move in zip(contradiction.items, contradiction.moves, strict=True):
            if not item.members[0].headline:
                continue
            wording = plan.statement(item.id).wording
            needed = abs(move.bound - wording.aim)
            ids = [member.id for member in contradiction.items]
            wide = cm.audit(cm.scenario("plan"), statements=ids, tolerance={item.id: needed * (1 + 1e-9) + 1e-9})
            assert wide.contradictions == ()
            narrow = cm.audit(cm.scenario("plan"), statements=ids, tolerance={item.id: needed * (1 - 1e-3)})
            assert len(narrow.contradictions) == 1


def test_the_least_move_of_a_row_over_years_is_that_of_its_average(shipped: cm.AuditReport) -> None:
    """A row that says the same of every year moves alike in all: what it takes is the root of the whole."""
    table = "growth.{}.total.2022-2024"
    moves = {
        frozenset(item.id for item in clash.items): {
            item.id: move for item, move in zip(clash.items, clash.moves, strict=True)
        }
        for clash in shipped.contradictions
    }
    pair = frozenset({"ratio_2024", "urban_income_2024", table.format("rural")})
    # 48594.75 over 2.85 is what rural income must come to, from 11076
    assert moves[pair][table.format("rural")].bound == pytest.approx((48594.75 / 2.85 / 11076) ** (1 / 3) - 1, abs=1e-9)
    pair = frozenset({"ratio_2024", table.format("urban"), "rural_income_2024"})
    # 15561.5 times 2.85 is what urban income may come to, from 36510
    assert moves[pair][table.format("urban")].bound == pytest.approx((15561.5 * 2.85 / 36510) ** (1 / 3) - 1, abs=1e-9)


def test_the_repaired_plan_is_free_of_contradiction(shipped: cm.AuditReport) -> None:
    assert shipped.repaired in (cm.Feasibility.HOLDS, cm.Feasibility.EDGE)
    assert {shipped.items[move.item].id for move in shipped.repair} == {
        "rural_income_2024",
        "growth.rural.total.2022-2024",
    }


def test_read_as_floors_nothing_contradicts_and_the_endpoint_is_redundant(shipped: cm.AuditReport) -> None:
    floors = cm.audit(cm.scenario("plan"), reading={"reaches": "floor", "about": "floor"})
    assert floors.contradictions == ()
    assert floors.feasibility is shipped.as_floors is cm.Feasibility.HOLDS
    # each report says what the other reading would give
    assert floors.as_values is shipped.feasibility is cm.Feasibility.CONTRADICTS
    assert "read as values: cannot hold; all read as floors: can hold" in floors.to_text("en")
    implied = {shipped.items[one.item].id: {shipped.items[i].id for i in one.by} for one in shipped.dominated}
    # with urban 48594.75 and a ratio of 2.85 rural income is 17050.8 at least, far above 15560.5
    assert implied["rural_income_2024"] == {"urban_income_2024", "ratio_2024"}
    assert "ratio_2024" not in implied
    # growth of 9.5 % a year gives 47933 yuan only: the endpoint can be broken, so it is not redundant
    assert "urban_income_2024" not in implied


def test_what_implies_a_redundant_statement_does_so_by_itself(shipped: cm.AuditReport) -> None:
    for one in shipped.dominated:
        ids = [shipped.items[position].id for position in (*one.by, one.item)]
        alone = cm.audit(cm.scenario("plan"), reading={"reaches": "floor", "about": "floor"}, statements=ids)
        assert ids[-1] in {alone.items[again.item].id for again in alone.dominated}


def test_the_split_that_the_table_can_bear_is_found(shipped: cm.AuditReport) -> None:
    ranges = {(share.group, share.component): share for split in shipped.splits for share in split.ranges}
    # rural wages s grow at least 19.5 % a year, the rest does not fall, the total grows at most 12.5 % in 2024 and
    # ends at 15561.5 at most: s * 1.195^2 * 0.195 <= L_2024 - L_2023 <= L_2024 (1 - 1 / 1.125)
    most = 15561.5 / 11076 * (1 - 1 / 1.125) / (1.195**2 * 0.195)
    assert ranges["rural", "wages"].high == pytest.approx(most, abs=1e-6)
    assert ranges["rural", "wages"].low == pytest.approx(0.0, abs=1e-9)


def test_verdicts_by_share_case(shipped: cm.AuditReport) -> None:
    verdicts = {(group, case): verdict for group, case, verdict in shipped.by_case}
    assert verdicts["urban", "national_2021"] is cm.Feasibility.HOLDS
    assert verdicts["urban", "guizhou_2023q3"] is cm.Feasibility.CONTRADICTS
    assert len(verdicts) == 6


def test_a_plan_that_holds_for_no_split_says_why() -> None:
    scenario = changed(cm.scenario("plan"), {"growth.rural.wages": 0.2, "growth.rural.total": 0.12})
    every = {f"growth.rural.{component}": 0.3 for component in ("wages", "business", "property", "transfer")}
    report = cm.audit(changed(scenario, every))
    split = next(split for split in report.splits if split.group == "rural")
    assert split.ranges == ()
    assert split.contradiction
    assert "no split will do" in " ".join(report.to_text("en").split())


def changed(scenario: cm.Scenario, values: dict[str, float]) -> cm.Scenario:
    """Return the scenario on a plan whose growth cells say other values."""
    dossier = scenario.dossier
    assert dossier is not None
    cells = []
    for cell in dossier.plan.growth:
        value = values.get(cell.id.rsplit(".", 1)[0])
        wording = cell.wording if value is None else About(value=value, precision=0.01)
        cells.append(replace(cell, wording=wording, words=cell.words if value is None else f"{value:.0%}"))
    return replace(scenario, dossier=replace(dossier, plan=replace(dossier.plan, growth=tuple(cells))))


def test_year_by_year_gives_the_rate_left_and_the_first_impossible_year() -> None:
    report = cm.audit(cm.scenario("plan", shares={"urban": "guizhou_2023q3"}))
    urban = next(one for one in report.years if one.group == "urban")
    scenario = cm.scenario("plan", shares={"urban": "guizhou_2023q3"})
    assert scenario.closing is not None
    assert urban.open_rates == pytest.approx(scenario.closing.rates[0])
    assert urban.first_not_positive == 2022
    # within rounding: wages 9.5 %, business 24.5 %, the rest 0 %, the total at most 10.5 % every year
    wages, business, rest = 0.561, 0.186, 0.253
    year = 2022
    while (wages * 0.095 + business * 0.245) / (wages + business + rest) <= 0.105:
        wages, business, year = wages * 1.095, business * 1.245, year + 1
    assert year > 2022
    assert urban.first_impossible == (year if year <= 2024 else None)


def test_counts_and_numbering_are_findings(shipped: cm.AuditReport) -> None:
    (count,) = shipped.counts
    assert (count.total.value, count.sum_of_parts) == (17000, 11000 + 1000 + 11000)
    (numbering,) = shipped.numberings
    assert numbering.missing == (37,)
    found = [row["finding_en"] for table in shipped.tables() if table.name == "counts" for row in table.records()]
    assert "17,000 in all, but the parts are 11,000 + 1,000 + 11,000 = 23,000" in found[0]
    # measures 5 and 7 are worded almost alike; one 11000 and 1000 make 12000
    assert "annex 4, measure 7, is worded almost as annex 4, measure 5" in found[0]
    assert "if they mean one 11,000, the sum is 12,000, which is not the total either" in found[0]
    assert found[1] == "numbering: no measure 37"


def test_what_cannot_be_decided_is_reported_never_left_out(shipped: cm.AuditReport) -> None:
    plan = cm.load_plan()
    audited = {member.id for item in shipped.items for member in item.members}
    unaudited = {one.statement.id for one in shipped.unaudited}
    assert audited | unaudited == {statement.id for statement in plan.all_statements}
    assert audited & unaudited == set()
    given_gdp = cm.audit(cm.scenario("plan").with_gdp(0.05))
    assert "urban_above_economy" in {item.id for item in given_gdp.items}


def test_growth_of_the_economy_can_contradict_the_plan() -> None:
    report = cm.audit(cm.scenario("plan").with_gdp(0.11), statements=["urban_above_economy", "urban_income_2024"])
    assert sets(report) == {frozenset({"urban_above_economy", "urban_income_2024"})}


def test_comparison_of_two_unknown_paths_is_called_undecidable_when_it_starts_late() -> None:
    scenario = cm.scenario("plan")
    dossier = scenario.dossier
    assert dossier is not None
    statements = tuple(
        replace(s, quantity=replace(s.quantity, first_year=2023)) if s.id == "rural_above_urban" else s
        for s in dossier.plan.statements
    )
    late = replace(scenario, dossier=replace(dossier, plan=replace(dossier.plan, statements=statements)))
    why = {one.statement.id: one.missing.what.en for one in cm.audit(late).unaudited}
    assert "one of two unknown paths to be fixed" in why["rural_above_urban"]


def test_a_stated_lead_over_another_group_is_called_undecidable() -> None:
    scenario = cm.scenario("plan")
    dossier = scenario.dossier
    assert dossier is not None
    statements = tuple(
        replace(s, wording=AtLeast(value=0.02, precision=0.001)) if s.id == "rural_above_urban" else s
        for s in dossier.plan.statements
    )
    stated = replace(scenario, dossier=replace(dossier, plan=replace(dossier.plan, statements=statements)))
    why = {one.statement.id: one.missing.what.en for one in cm.audit(stated).unaudited}
    assert "a stated lead over unknown growth" in why["rural_above_urban"]


def test_with_prices_real_income_is_weighed_against_the_economy() -> None:
    # nominal 10 % at 4 % prices is 5.77 % real: below 6 %, above 5.7 %
    prices = cm.scenario("plan").with_prices(0.04)
    ids = ["urban_above_economy", "urban_income_2024"]
    assert len(cm.audit(prices.with_gdp(0.06), statements=ids).contradictions) == 1
    assert cm.audit(prices.with_gdp(0.057), statements=ids).contradictions == ()


def test_sentences_quote_the_plan_and_give_the_number_it_is_forced_to(shipped: cm.AuditReport) -> None:
    members = {"urban_income_2024", "rural_income_2024", "ratio_2024"}
    found = next(c for c in shipped.contradictions if {item.id for item in c.items} == members)
    for part in ("达到48594.8元", "达到15561元", "最低也是3.123", "2.75至2.85"):
        assert part in found.sentence.zh
    assert "is at least 3.123" in found.sentence.en


def test_shrinking_any_contradictory_set_leaves_only_what_is_needed(shipped: cm.AuditReport) -> None:
    scenario = cm.scenario("plan")
    programme = programme_of(shipped.items, scenario, Tally())
    core = shrink(programme, range(len(shipped.items)))
    assert programme.ask(core).feasibility is cm.Feasibility.CONTRADICTS
    for item in core:
        assert programme.ask(core - {item}).feasibility is not cm.Feasibility.CONTRADICTS


def test_a_limit_that_is_reached_is_said(shipped: cm.AuditReport) -> None:
    some = cm.audit(cm.scenario("plan"), most=3)
    assert len(some.contradictions) == 3
    assert not some.complete
    assert sets(some) < sets(shipped)
    assert "limit reached: 3 listed" in some.to_text("en")


def test_each_year_by_itself_finds_the_same_kind_of_contradiction(shipped: cm.AuditReport) -> None:
    cells = cm.audit(cm.scenario("plan"), by_year=True)
    assert len(cells.items) > len(shipped.items)
    assert frozenset({"urban_income_2024", "rural_income_2024", "ratio_2024"}) in sets(cells)
    table = {"growth.urban.total.2022", "growth.urban.total.2023", "growth.urban.total.2024"}
    assert frozenset({"rural_income_2024", "ratio_2024"} | table) in sets(cells)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"reading": {"nobody": "floor"}}, r"what is read must be one of the known options \(got 'nobody'\)"),
        ({"reading": {"reaches": "ceiling"}}, r"the reading of reaches must be one .* \(got 'ceiling'\)"),
        ({"tolerance": {"nobody": 0.1}}, r"the statement of a tolerance must be one .* \(got 'nobody'\)"),
        ({"tolerance": {"ratio_2024": -0.1}}, r"the tolerance of ratio_2024 must be finite and not below zero"),
        ({"statements": ["nobody"]}, r"the statement must be one of the known options \(got 'nobody'\)"),
        ({"statements": ["urban_above_economy"]}, r"the statements that can be audited must be at least one"),
        ({"most": 0}, r"most must be 1 or more \(got 0\)"),
    ],
)
def test_options_that_do_not_exist_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.audit(cm.scenario("plan"), **options)  # type: ignore[arg-type]


def test_a_scenario_without_a_plan_is_refused() -> None:
    bare = cm.Scenario(
        name=cm.Text.same("bare"), baseline=cm.scenario("plan").baseline, years=(2022,), growth=np.full((3, 4, 1), 0.05)
    )
    with pytest.raises(cm.InputError, match="scenario “bare” must come from a plan"):
        cm.audit(bare)
    many = cm.scenario("plan").with_growth("urban", "wages", np.array([0.05, 0.09]))
    with pytest.raises(cm.InputError, match="” must hold one path only"):
        cm.audit(many)


# small random plans against brute force

quantities = st.sampled_from(
    [
        Income(group="urban", first_year=2022, last_year=2023),
        Income(group="rural", first_year=2022, last_year=2022),
        Income(group="rural", component="wages", first_year=2022, last_year=2023),
        Growth(group="urban", first_year=2023, last_year=2023),
        Growth(group="rural", component="wages", first_year=2022, last_year=2022),
        Growth(group="rural", first_year=2022, last_year=2022),
        AverageAnnualGrowth(group="rural", first_year=2022, last_year=2023),
        AverageAnnualGrowth(group="urban", first_year=2022, last_year=2023),
        UrbanRuralRatio(first_year=2022, last_year=2023),
        UrbanRuralRatio(first_year=2022, last_year=2022),
    ]
)
PRECISION = {"income": Fraction(10), "urban_rural_ratio": Fraction(1, 10)}
CENTRE = {"income": {"urban": 40000, "rural": 12500}, "urban_rural_ratio": 3}


@st.composite
def plans(draw: st.DrawFn, most: int) -> list[Statement]:
    statements = []
    for number, quantity in enumerate(draw(st.lists(quantities, min_size=2 if most < 10 else most, max_size=most))):
        step = draw(st.integers(-4, 4))
        wording: Wording
        if quantity.kind == "income":
            centre = 4400 if quantity.component == "wages" else 40000 if quantity.group == "urban" else 12500
            wording = About(value=float(centre + 500 * step), precision=10.0)
        elif quantity.kind == "urban_rural_ratio":
            wording = About(value=float(Fraction(32 + step, 10)), precision=0.1, better="down")
        else:
            low = Fraction(10 + 2 * step, 100)
            high = low + Fraction(draw(st.integers(0, 3)), 100)
            wording = About(value=float(low), precision=0.01)
            if high > low:
                wording = Between(low=float(low), high=float(high), precision=0.01)
        statements.append(
            Statement(id=f"s{number}", quantity=quantity, wording=wording, words=f"话{number}", place=PLACE)
        )
    return statements


def scenario_of(statements: list[Statement]) -> cm.Scenario:
    scenario = cm.scenario("plan").with_horizon(2023)
    dossier = scenario.require_dossier()
    plan = replace(dossier.plan, statements=tuple(statements), growth=(), years=(2022, 2023), counts=(), numberings=())
    return replace(scenario, dossier=replace(dossier, plan=plan))


@examples(40)
@given(plans(7))
def test_contradictions_are_exactly_those_of_brute_force(statements: list[Statement]) -> None:
    compare(statements)


@pytest.mark.slow
@examples(4)
@given(plans(10))
def test_contradictions_of_ten_statements_are_those_of_brute_force(statements: list[Statement]) -> None:
    compare(statements)


URBAN = cm.Against(group="urban")
FORMS: list[tuple[Quantity, type[Wording], Fraction | int, Fraction | int, float]] = [
    (Income(group="urban", first_year=2022, last_year=2023), Exceeds, 40000, 500, 1000.0),
    (Income(group="rural", first_year=2022, last_year=2023), AtMost, 12500, 500, 10.0),
    (Increment(group="rural", first_year=2022, last_year=2023), About, 1000, 200, 10.0),
    (Increment(group="urban", first_year=2022, last_year=2023), Exceeds, 3000, 500, 10.0),
    (Multiple(group="rural", first_year=2022, last_year=2023), About, Fraction(6, 5), Fraction(1, 20), 0.01),
    (Multiple(group="urban", first_year=2022, last_year=2022), AtLeast, Fraction(6, 5), Fraction(1, 20), 0.01),
    (
        RelativeLevel(group="rural", first_year=2022, last_year=2023, against=URBAN),
        AtLeast,
        Fraction(3, 10),
        Fraction(1, 50),
        0.01,
    ),
    (
        Share(group="rural", component="wages", first_year=2022, last_year=2023),
        About,
        Fraction(2, 5),
        Fraction(1, 20),
        0.01,
    ),
    (AbsoluteGap(group="rural", first_year=2022, last_year=2023, against=URBAN), Narrows, 0, 0, 0.0),
    (RelativeGap(group="rural", first_year=2022, last_year=2022, against=URBAN), Narrows, 0, 0, 0.0),
    (ChangeOfRatio(first_year=2022, last_year=2023), Narrows, 0, 0, 0.0),
]
forms = st.sampled_from(FORMS)


@st.composite
def plans_of_many_forms(draw: st.DrawFn) -> list[Statement]:
    statements = draw(plans(4))
    for quantity, kind, centre, step, precision in draw(st.lists(forms, min_size=2, max_size=4)):
        value = float(centre + draw(st.integers(-3, 3)) * step)
        numbers = {"value": value, "precision": precision} if kind.given else {}
        id = f"s{len(statements)}"
        wording = kind.from_numbers(numbers)
        statements.append(Statement(id=id, quantity=quantity, wording=wording, words=f"话{id}", place=PLACE))
    return statements


@examples(40)
@given(plans_of_many_forms())
def test_contradictions_of_many_forms_are_those_of_brute_force(statements: list[Statement]) -> None:
    compare(statements)


def compare(statements: list[Statement]) -> None:
    floors = {s.id for number, s in enumerate(statements) if number % 3 == 0}
    report = cm.audit(scenario_of(statements), reading=dict.fromkeys(floors, "floor"))
    holds = {subset: feasible(subset, floors) for subset in subsets(statements)}
    minimal = {
        frozenset(statement.id for statement in subset)
        for subset, fine in holds.items()
        if not fine and all(holds[tuple(s for s in subset if s is not one)] for one in subset)
    }
    assert sets(report) == minimal
    every = frozenset(statement.id for statement in statements)
    left_out = {every - {one.id for one in subset} for subset, fine in holds.items() if fine} - {frozenset()}
    # of the sets without which the rest holds, those that contain no other
    smallest = set() if holds[tuple(statements)] else {s for s in left_out if not any(o < s for o in left_out)}
    told = [frozenset(report.items[m].id for m in one.correction.members) for one in report.proposals]
    # twenty are listed unless told otherwise
    assert set(told) == smallest if len(smallest) <= 20 else set(told) < smallest
    assert [len(one) for one in told] == sorted(map(len, told))
    assert all(one.audited is not cm.Feasibility.CONTRADICTS for one in report.proposals)
    assert report.repaired is not cm.Feasibility.CONTRADICTS


def subsets(statements: list[Statement]) -> Iterator[tuple[Statement, ...]]:
    sizes = range(len(statements) + 1)
    return chain.from_iterable(combinations(statements, size) for size in sizes)
