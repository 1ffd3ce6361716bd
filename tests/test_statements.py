"""Every form of the reference gives what exact fractions give, and its table of pairs is the loader's."""

import re
import shutil
from fractions import Fraction
from math import log, sqrt
from pathlib import Path
from statistics import NormalDist

import pytest

import ceheng_model as cm
from ceheng_model.quantities import QUANTITIES, WORDINGS_OF
from ceheng_model.wording import WORDINGS

PAGE = (Path(__file__).parent.parent / "docs" / "reference" / "statements.md").read_text(encoding="utf-8")
PLANS = Path(__file__).parent / "cases" / "plans"
FORM = re.compile(r"^\| (?P<number>[0-9.]+) \| (?P<words>[^|]+) \| `(?P<keys>[^`]+)` \|$", re.MULTILINE)
FORMS = {match["number"]: (match["words"], match["keys"]) for match in FORM.finditer(PAGE)}

# growth of 8 and 9 % a year from the incomes of 2015; the nation as published; 2010 as the test writes it
U, R = ([Fraction(base) * Fraction(rate, 100) ** t for t in range(11)] for base, rate in ((33275, 108), (13793, 109)))
NATION = [Fraction(level) for level in (11422, 12363, 13432, 14617, 16021, 17131)]
ALL = {2015: Fraction(21966), 2018: Fraction(28228), 2020: Fraction(32189)}
WAGES, PAST = Fraction("6187.5398"), {"urban": Fraction(23000), "rural": Fraction(7000)}
GDP = Fraction(88, 1000)
PRICES = Fraction(1, 1000)
REAL = Fraction(109, 100) / (1 + PRICES) - 1
# lognormal incomes with a Gini coefficient of 0.35
NORMAL = NormalDist()
SPREAD = sqrt(2) * NORMAL.inv_cdf((1 + 0.35) / 2)


def part_above(line: int) -> float:
    """Return the part of rural people above an income in 2020: mean of logarithms and spread, from the normal law."""
    middle = log(R[5]) - SPREAD**2 / 2
    return 1 - NORMAL.cdf((log(line) - middle) / SPREAD)


RATIO = [urban / rural for urban, rural in zip(U, R, strict=True)]
# rural income is ahead of the nation's in 2015, so that the gap is its lead
GAP = [rural / nation for nation, rural in zip(NATION, R[:6], strict=True)]
TENTH_ROOT = float(R[5] / PAST["rural"]) ** 0.1 - 1
MET, EXCEEDED, MISSED = cm.Verdict.MET, cm.Verdict.EXCEEDED, cm.Verdict.MISSED

EXPECTED: dict[str, tuple[Fraction | float, cm.Verdict]] = {
    "1.1": (Fraction(9, 100), MET),
    "1.2": (Fraction(8, 100), MET),
    "1.3": (Fraction(9, 100), EXCEEDED),
    "2.1": (R[5], MET),
    "2.2": (R[5], MET),
    "2.3": (R[5], MET),
    "2.4": (R[5], MISSED),
    "2.5": (R[5], EXCEEDED),
    "3.1": (Fraction(9, 100), MET),
    "3.2": (R[5], MET),
    "3.3": (RATIO[5], MET),
    "4.1": (REAL - GDP, MET),
    "5.1": (Fraction(1, 100), MET),
    "5.2": (Fraction(1, 100), EXCEEDED),
    # more than one point is not one point
    "5.3": (Fraction(1, 100), MISSED),
    "5.4": (REAL - GDP, MET),
    "6.1": (RATIO[3], EXCEEDED),
    "7.1": (RATIO[5] - RATIO[0], MET),
    "7.2": (max(RATIO[t] - RATIO[t - 1] for t in range(1, 6)), MET),
    "7.3": (RATIO[5] - RATIO[0], MET),
    "7.4": ((U[5] - R[5]) - (U[0] - R[0]), MISSED),
    # the nation's rural income grew by 9.6 % in 2019
    "7.5": (max(GAP[t] - GAP[t - 1] for t in range(1, 6)), MISSED),
    "7.6": (GAP[5] - GAP[0], MISSED),
    "7.7": ((ALL[2020] - R[5]) - (ALL[2015] - R[0]), MISSED),
    "8.1": (U[5] / PAST["urban"], EXCEEDED),
    "8.2": (R[5] / R[0], MET),
    "9.1": (R[5] / ALL[2020], MET),
    "9.2": (R[3] / ALL[2018], MET),
    "10.1": (WAGES / R[0], MET),
    "11.1": (WAGES * Fraction(109, 100) ** 5, MET),
    "11.2": (Fraction(9, 100), MISSED),
    "12.1": ((R[5] - R[0]) / 5, MET),
    "12.2": (R[5] - R[0], MET),
    "13.1": (REAL, EXCEEDED),
    "13.2": (REAL, MET),
    "13.3": (REAL, MISSED),
    "14.1": ((3 * U[5] + 2 * R[5]) / 5, MET),
    # as much as the year before is not less
    "15.1": (Fraction(0), MET),
    "15.2": (Fraction(0), MET),
    "15.3": (Fraction(9, 100), MET),
    "16.1": (Fraction(9, 100), MET),
    "16.2": (TENTH_ROOT, EXCEEDED),
    "17.1": (R[3], MET),
    "17.2": (R[10], MET),
    "17.3": (R[8] / R[0], MET),
    "20.2": (part_above(15000), MISSED),
    "20.3": (1 - part_above(5000), MET),
}
NOT_JUDGED = {"18.1", "18.2", "19.1", "19.2", "20.1", "20.4"}
NOT_LINEAR = {"5.2", "5.3", "7.2", "15.1", "15.2"}


def plan_of(place: Path, statements: list[str]) -> Path:
    """Return a folder with these statements on the growth table of 8 and 9 % a year."""
    plan = place / "plan"
    shutil.copytree(PLANS / "03-ratio-narrows", plan)
    file = plan / "plan.toml"
    text = file.read_text(encoding="utf-8")
    head = text[: text.index("[[statement]]")].replace("[series]\n", '[series]\nown = "own.csv"\n')
    file.write_text(head + "\n".join(statements), encoding="utf-8")
    rows = [f"2010,{group},disposable_income,{level},,nominal" for group, level in PAST.items()]
    heading = "year,group,item,level_yuan,published_growth_percent,growth_basis"
    (plan / "own.csv").write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return plan


def statement(id: str, words: str, keys: str) -> str:
    lines = ["[[statement]]", f'id = "{id}"', *keys.split("; "), f'words = "{words}"']
    return "\n".join([*lines, 'place = { zh = "第一节", en = "section 1" }', ""])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> cm.Scenario:
    every = [statement(f"f{number}", *form) for number, form in FORMS.items()]
    plan = cm.scenario("plan", plan=plan_of(tmp_path_factory.mktemp("forms"), every))
    return plan.with_gdp(float(GDP)).with_prices(float(PRICES)).with_population({"urban": 3, "rural": 2})


@pytest.fixture(scope="module")
def checked(made: cm.Scenario) -> cm.CheckReport:
    return cm.check(cm.project(made), share_cases=False)


@pytest.fixture(scope="module")
def audited(made: cm.Scenario) -> cm.AuditReport:
    return cm.audit(made, most=1)


@pytest.mark.parametrize("number", FORMS)
def test_a_form_has_the_value_of_exact_fractions_and_its_verdict(checked: cm.CheckReport, number: str) -> None:
    found = checked[f"f{number}"]
    if number not in EXPECTED:
        assert number in NOT_JUDGED
        assert found.verdict is cm.Verdict.NOT_JUDGED
        return
    value, verdict = EXPECTED[number]
    assert found.value == pytest.approx(float(value), rel=1e-10, abs=1e-10)
    assert found.verdict is verdict


def test_linear_forms_are_audited_and_the_others_are_counted(audited: cm.AuditReport) -> None:
    assert {item.id for item in audited.items} >= {f"f{number}" for number in set(EXPECTED) - NOT_LINEAR}
    left = {one.statement.id for one in audited.unaudited}
    assert left == {f"f{number}" for number in NOT_LINEAR | NOT_JUDGED}


def test_the_rows_of_a_linear_form_hold_where_its_statement_does(
    made: cm.Scenario, checked: cm.CheckReport, audited: cm.AuditReport
) -> None:
    """The audit and the check are two readings of one statement: a path that meets it breaks no row."""
    levels = cm.project(made).values
    for item in audited.items:
        if not item.id.startswith("f"):
            continue
        broken = max(row.needed(levels) for row in item.rows)
        verdict, reading = checked[item.id].verdict, item.reading
        if verdict is MISSED:
            assert broken > 0.0, item.id
        elif verdict is MET or reading == "floor":
            assert broken == pytest.approx(0.0, abs=1e-9), item.id


@pytest.mark.parametrize(
    ("target", "growth"),
    [
        ("rural.increment=1500", (float((R[0] + 7500) / R[0])) ** 0.2 - 1),
        ("rural.multiple=1.5", 1.5**0.2 - 1),
    ],
)
def test_increases_and_multiples_are_solved_for(made: cm.Scenario, target: str, growth: float) -> None:
    assert cm.required_growth(made, target, vary="rural").value == pytest.approx(growth, rel=1e-9)


def test_the_table_of_pairs_is_the_loader_s() -> None:
    rows = {kind: ["●" if wording in WORDINGS_OF[kind] else "" for wording in WORDINGS] for kind in QUANTITIES}
    heading = "| quantity | " + " | ".join(f"`{wording}`" for wording in WORDINGS) + " |"
    assert heading in PAGE
    for kind, marks in rows.items():
        assert f"| `{kind}` | {' | '.join(marks)} |" in PAGE
    for kind in WORDINGS:
        assert f"\n| `{kind}` | " in PAGE


@pytest.mark.parametrize(
    ("quantity", "wording"),
    [(kind, wording) for kind in QUANTITIES for wording in WORDINGS if wording not in WORDINGS_OF[kind]],
)
def test_every_other_pair_is_refused_with_the_list(tmp_path: Path, quantity: str, wording: str) -> None:
    plan = plan_of(tmp_path, [statement("x", "条目", f'quantity = "{quantity}"; type = "{wording}"')])
    with pytest.raises(cm.InputError, match="type") as error:
        cm.load_plan(plan)
    told = [fault.text("en") for fault in error.value.faults]
    assert any(f"type (of {quantity}) must be" in one and ", ".join(WORDINGS_OF[quantity]) in one for one in told)
