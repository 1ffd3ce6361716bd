"""What people type of a goal is read as it is meant or refused, and never as anything else."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.drafting import add_statements, promise, read_promise, read_typed
from ceheng_model.files import RATE, TIMES, YUAN, Unit
from ceheng_model.vocabulary import Text
from tests.effort import examples

WHAT = Text("增速", "growth")
WORDS = {
    "at_least": ["{}以上", "不低于{}", "{}及以上", "≥{}", "at least {}", "{} or more", "达到{}以上", "不少于{}"],
    "about": ["{}左右", "约{}", "大约{}", "about {}", "达到{}左右"],
    "at_most": ["{}以内", "不超过{}", "不高于{}", "{}以下", "at most {}", "控制在{}以内"],
    "exceeds": ["突破{}", "超过{}", "高于{}", "more than {}"],
    "reaches": ["达到{}", "reaches {}"],
    None: ["{}", " {} ", "{}。"],
}
FORCES = {"strive": ["力争{}", "{}（力争）"], "expected": ["预期{}", "{}（预期性）", "{} (expected)"],
          "binding": ["确保{}", "{}（约束性指标）", "{} (binding)"], None: ["{}"]}  # fmt: skip
KINDS = {word: kind for kind, words in WORDS.items() for word in words}
FORCED = {word: force for force, words in FORCES.items() for word in words}
SIGNS = {"rate": (RATE, "%", -2), "ten thousands": (YUAN, "万元", 4), "yuan": (YUAN, "元", 0), "bare": (YUAN, "", 0)}
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def read(text: str, unit: Unit = RATE, *, is_ratio: bool = False) -> object:
    goal = read_typed(text, unit, WHAT, examples="8%", is_ratio=is_ratio)
    return (goal.kind, goal.values, goal.precision, goal.force and goal.force.value)


@st.composite
def figures(draw: st.DrawFn) -> tuple[str, Fraction, Fraction, Unit]:
    """Return a number as typed, its exact value, the unit of its last digit, and what it counts."""
    unit, sign, power = SIGNS[draw(st.sampled_from(sorted(SIGNS)))]
    whole, decimals = draw(st.integers(1, 99_999)), draw(st.text("0123456789", max_size=3))
    written = f"{whole:,}" if draw(st.booleans()) else str(whole)
    text = f"{written}.{decimals}" if decimals else written
    step = Fraction(10) ** (power - len(decimals))
    return text + sign, int(f"{whole}{decimals}") * step, step, unit


@examples(300)
@given(figures(), st.sampled_from(sorted(KINDS)), st.sampled_from(sorted(FORCED)), st.booleans())
def test_a_number_in_any_wording_is_read_exactly(
    figure: tuple[str, Fraction, Fraction, Unit], word: str, force: str, wide: bool
) -> None:
    text, value, step, unit = figure
    typed = force.format(word.format(text.translate(WIDE) if wide else text).strip())
    # growth is published to a tenth of a point: no coarser digit decides what 以上, 以内 and 达到 are
    bounds_growth = unit is RATE and KINDS[word] in ("at_least", "at_most", "reaches")
    judged = min(step, Fraction(1, 1000)) if bounds_growth else step
    assert read(typed, unit) == (KINDS[word], (float(value),), float(judged), FORCED[force])


@examples(300)
@given(figures(), st.sampled_from(sorted(KINDS)), st.sampled_from(sorted(KINDS)))
def test_two_wordings_are_one_or_refused(figure: tuple[str, Fraction, Fraction, Unit], inner: str, outer: str) -> None:
    text, value, _, unit = figure
    typed = outer.format(inner.format(text).strip().rstrip("。"))
    try:
        goal = read_typed(typed, unit, WHAT, examples="8%")
    except cm.InputError:
        return
    # what is read says no more than was typed: 达到 goes with any other
    said = {KINDS[inner], KINDS[outer]}
    assert goal.values == (float(value),)
    assert said - {None, "reaches"} <= {goal.kind}
    assert goal.kind in said


@examples(300)
@given(st.text("0123456789.,%万元-—~:以上内左右约不低于超过 （）力争", max_size=14))
def test_any_text_is_refused_or_says_what_it_holds(text: str) -> None:
    for unit in (RATE, YUAN, TIMES):
        try:
            goal = read_typed(text, unit, WHAT, examples="8%", is_ratio=unit is TIMES)
        except cm.InputError:
            continue
        # all digits that were typed are in the numbers, but for zeros before them and the one of x:1
        typed = re.sub(r"(?::|比)1(?:\.0+)?(?![0-9.])", "", text) if unit is TIMES else text
        runs = [run.replace(",", "") for run in re.findall(r"[0-9][0-9,.]*", typed)]
        assert len(runs) == len(goal.values)
        for run, value in zip(runs, goal.values, strict=True):
            # whatever its unit, the digits of the value are those of the run
            shown = f"{abs(Fraction(repr(value))) / Fraction(repr(goal.precision))}".rstrip("0")
            assert run.replace(".", "").strip("0") == shown.strip("0")


@pytest.mark.parametrize(
    ("typed", "unit", "values", "precision"),
    [
        ("8%—10%", RATE, (0.08, 0.1), 0.01),
        ("8—10%", RATE, (0.08, 0.1), 0.01),
        ("8%-8.5%", RATE, (0.08, 0.085), 0.001),
        ("8％～10％", RATE, (0.08, 0.1), 0.01),
        ("8%至10%", RATE, (0.08, 0.1), 0.01),
        ("-2%—-1%", RATE, (-0.02, -0.01), 0.01),
        ("2—2.2万元", YUAN, (20000.0, 22000.0), 1000.0),
        ("9000元—1万元", YUAN, (9000.0, 10000.0), 1.0),
        ("27,000—30,000", YUAN, (27000.0, 30000.0), 1.0),
    ],
)
def test_ranges(typed: str, unit: Unit, values: tuple[float, ...], precision: float) -> None:
    assert read(typed, unit) == ("between", values, precision, None)


@pytest.mark.parametrize(
    ("typed", "kind", "value", "precision"),
    [
        ("1.9:1", None, 1.9, 0.1),
        ("1.90：1", None, 1.9, 0.01),
        ("1.9", None, 1.9, 0.1),
        ("2.5以内", "at_most", 2.5, 0.1),
        ("2.8左右", "about", 2.8, 0.1),
        ("缩小到2.4:1以内", "at_most", 2.4, 0.1),
        ("1.9比1", None, 1.9, 0.1),
    ],
)
def test_ratios(typed: str, kind: str | None, value: float, precision: float) -> None:
    assert read(typed, TIMES, is_ratio=True) == (kind, (value,), precision, None)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        *((typed, RATE) for typed in ("", "以上", "8%以上左右", "超过8%以内", "8%10%", "10%—8%", "8%—10%左右", "两位数",
                                      "8%%", "8%以上?", "8元", "力争8%（约束性）", "8%—9%—10%", "1e-1", "低于8%")),
        *((typed, YUAN) for typed in ("2.7%", "增加2万元", "2.7万美元", "27,00", "9000—1万元", "2万3千元", "2 7000")),
        *((typed, TIMES) for typed in ("19:10", "1.9:12", "1.9:1:1", "1:1.9")),
    ],
)  # fmt: skip
def test_what_could_mean_two_things_is_refused_in_both_languages(typed: str, unit: Unit) -> None:
    with pytest.raises(cm.InputError, match="growth must") as error:
        read_typed(typed, unit, WHAT, examples="8%", is_ratio=unit is TIMES)
    (fault,) = error.value.faults
    assert fault.text("zh").startswith("增速必须")
    assert fault.text("en").startswith("growth must")


# what docs/reference/statements.md has, typed as there and as people say it
STATED = [
    ('quantity = "income"; group = "rural"; type = "exceeds"; value = 20000; precision = 10000',
     "quantity=income; group=rural; value=突破2万元"),
    ('quantity = "average_annual_growth"; group = "rural"; type = "between"; low = 0.08; high = 0.10; precision = 0.01',
     "quantity=average_annual_growth；group=rural；value=8%—10%"),
    ('quantity = "urban_rural_ratio"; year = 2018; type = "at_most"; value = 2.4; precision = 0.1',
     "quantity=urban_rural_ratio; year=2018; value=缩小到2.4以内"),
    ('quantity = "growth_lead"; group = "rural"; against = "urban"; type = "at_least"; value = 0.005; precision = 0.001',
     "quantity=growth_lead; group=rural; against=urban; value=0.5个百分点以上"),
    ('quantity = "share"; group = "rural"; component = "wages"; type = "about"; value = 0.45; precision = 0.01',
     "quantity=share; group=rural; component=wages; value=45%左右"),
    ('quantity = "increment"; group = "rural"; in_all = true; type = "reaches"; value = 7400; precision = 1',
     "quantity=increment; group=rural; in_all=true; value=7400元"),
    ('quantity = "multiple"; group = "rural"; type = "reaches"; value = 2; precision = 0.01',
     "quantity=multiple; group=rural; value=翻一番"),
    ('quantity = "relative_gap"; group = "rural"; against = "urban"; type = "narrows"',
     "quantity=relative_gap; group=rural; against=urban; type=narrows"),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "typed"), STATED)
def test_a_statement_is_typed_as_the_reference_has_it_or_as_people_say_it(keys: str, typed: str) -> None:
    one, other = (read_promise(text, what=WHAT).keys for text in (keys, typed))
    assert dict(one) == dict(other)


START = (
    *("--title", "T", "--issuer", "I", "--issued", "2021年3月1日", "--region", "册亨县"),
    *("--base-year", "2020年", "--last-year", "2025"),
)
FOLDER = (*START, "--base", "rural=1.6万元", "--base", "urban=27,000元")


def init(folder: Path, *options: str) -> str:
    done = CliRunner().invoke(program, ["init", str(folder), *options])
    assert done.exit_code == 0, done.output
    return done.output


def test_statements_are_added_and_what_stands_stays(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    init(folder, *FOLDER, "--growth", "rural=9%左右", "--growth", "urban=8%")
    file = folder / "plan.toml"
    before = file.read_text(encoding="utf-8").replace("# 方案的承诺", "# 我的注释")
    file.write_text(before, encoding="utf-8")
    init(folder, "--add", "--ratio", "2023=1.7以内", "--ratio", "1.6左右", "--statement", STATED[0][1], "--lang", "en")
    assert file.read_text(encoding="utf-8").startswith(before.rstrip())
    plan = cm.load_plan(folder)
    assert [one.id for one in plan.statements][2:] == ["ratio_2023", "ratio_2025", "rural_income_2025"]
    assert plan.terms.region.zh == "册亨县"
    # the same again takes names of its own
    add_statements([promise("income", "2万元", what=WHAT, group="rural", force="binding")], folder)
    added = cm.load_plan(folder).statements[-1]
    assert (added.id, added.force) == ("rural_income_2025_2", "binding")
    assert {path.name for path in folder.iterdir()} == {"plan.toml", "baselines.csv"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--growth", "moon=8%"], r"statement\[3\]\.group must be one of"),
        (["--statement", "quantity=income; group=rural; value=2万元; luck=1"], "luck"),
        (["--growth", "rural.wages=8%"], "not be given with --add"),
        (["--growth", "rural=8%", "--title", "x"], "--title must not be given with --add"),
        ([], "what is to be added must be given"),
    ],
)
def test_what_does_not_fit_is_not_added(tmp_path: Path, options: list[str], message: str) -> None:
    folder = tmp_path / "plan"
    init(folder, *FOLDER, "--growth", "rural=9%", "--growth", "urban=8%")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = CliRunner().invoke(program, ["init", "--add", str(folder), *options, "--lang", "en"])
    assert done.exit_code == 2
    assert "checked" not in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert re.search(message, done.stderr), done.stderr


def test_lines_of_a_windows_machine_stay_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    init(folder, *FOLDER, "--growth", "rural=9%", "--growth", "urban=8%")
    file = folder / "plan.toml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    init(folder, "--add", "--endpoint", "rural=2.5万元左右")
    raw = file.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_components_in_yuan_are_the_base(tmp_path: Path) -> None:
    parts = {"wages": 5600, "business": 5200, "property": 300, "transfer": 4899}
    typed = [word for key, value in parts.items() for word in ("--base", f"rural.{key}={value}")]
    init(tmp_path / "b", *START, *typed, "--group", "rural", "--growth", "rural=9%")
    scenario = cm.scenario("plan", plan=tmp_path / "b")
    assert scenario.base_levels.tolist() == [[5600, 5200, 300, 4899]]
    assert float(cm.project(scenario).totals.sel(group="rural", year=2020)) == sum(parts.values())


@pytest.mark.parametrize(
    "goals",
    [
        ["--growth", "rural=8%以上"],
        ["--endpoint", "urban=4万元以上"],
        ["--ratio", "1.5以内"],
        ["--increment", "rural=1500元以上"],
        ["--multiple", "rural=翻一番"],
    ],
)
def test_any_part_of_a_plan_is_a_folder_with_nothing_else_in_it(tmp_path: Path, goals: list[str]) -> None:
    folder = tmp_path / "plan"
    init(folder, *FOLDER, *goals)
    plan = cm.load_plan(folder)
    assert len(plan.statements) == 1
    assert not plan.growth
    assert not plan.series_files


def test_a_plan_of_groups_of_its_own_has_nothing_of_china(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    start = [*START, *[word for key in "abcd" for word in ("--group", key, "--base", f"{key}=3万元")]]
    output = init(folder, *start, *(word for key in "abcd" for word in ("--growth", f"{key}=3%")), "--lang", "en")
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8-sig")
        assert not any(word in text for word in ("national", "国家统计局", "全国"))
    assert "no split of a, b, c, d was given" in output
    assert len(cm.load_plan(folder).unfilled()) == 8
    assert cm.project(cm.scenario("plan", plan=folder)).values.shape == (4, 1, 6)


@pytest.mark.parametrize(
    ("goal", "growth", "verdict"),
    [
        # growth is published to a tenth of a point: 6.6 and 6.94 are not 7, 6.95 is 7.0 as published
        ("7%以上", 0.066, "missed"),
        ("7%以上", 0.0694, "missed"),
        ("7%以上", 0.0696, "met"),
        ("达到7%", 0.066, "missed"),
        ("7%以内", 0.074, "missed"),
        # 左右 is as coarse as its digits: 6.6 rounds to 7
        ("7%左右", 0.066, "met"),
        ("7.0%左右", 0.066, "missed"),
    ],
)
def test_a_bound_on_growth_is_judged_as_growth_is_published(
    tmp_path: Path, goal: str, growth: float, verdict: str
) -> None:
    options = ("--title", "某县意见", "--issuer", "某县", "--region", "某县", "--issued", "2023年3月1日",
               "--base-year", "2022", "--last-year", "2024", "--base", "urban=30000", "--base", "rural=15000", "--endpoint", "urban=3.5万元",
               "--growth", f"rural={goal}")  # fmt: skip
    done = CliRunner().invoke(program, ["init", str(tmp_path / "plan"), *options])
    assert done.exit_code == 0, done.output
    scenario = cm.scenario("plan", plan=tmp_path / "plan").with_growth("rural", "unsplit", growth)
    (checked,) = [one for one in cm.check(cm.project(scenario)).headline if one.statement.quantity.group == "rural"]
    assert checked.value == pytest.approx(growth)
    assert checked.verdict.value == verdict
