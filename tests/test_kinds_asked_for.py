"""What public functions make of objects that are nearly what they ask for, and how they refuse others."""

import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model.doors import door, is_guarded
from tests.specimens import specimens

PLAN = cm.scenario("plan")
PROJECTION = cm.project(PLAN)
ALIKE: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
    "a name for a scenario": (lambda: cm.project("plan"), lambda: PROJECTION),  # type: ignore[arg-type]
    "a projection for its scenario": (
        lambda: cm.simulate(PROJECTION, draws=64, seed=0).means(),  # type: ignore[arg-type]
        lambda: cm.simulate(PLAN, draws=64, seed=0).means(),
    ),
    "a scenario for its projection": (lambda: cm.check(PLAN), lambda: cm.check(PROJECTION)),  # type: ignore[arg-type]
    "a name for a projection": (lambda: cm.contributions("plan"), lambda: cm.contributions(PROJECTION)),  # type: ignore[arg-type]
    "a plan for its dossier": (lambda: cm.scenario(plan=cm.load_plan()), lambda: PLAN),  # type: ignore[arg-type]
    "a scenario for its dossier": (lambda: cm.scenario("trend", plan=PLAN), lambda: cm.scenario("trend")),  # type: ignore[arg-type]
    "a plan for its measures": (
        lambda: cm.organisation_findings(cm.load_plan()),  # type: ignore[arg-type]
        lambda: cm.organisation_findings(cm.load_plan().measures),
    ),
    "per cent": (
        lambda: PLAN.with_growth("rural", "wages", "15%"),
        lambda: PLAN.with_growth("rural", "wages", 0.15),
    ),
    "full-width per cent": (
        lambda: PLAN.with_growth("rural", "wages", "１５％"),
        lambda: PLAN.with_growth("rural", "wages", 0.15),
    ),
    "a number in quotes": (
        lambda: PLAN.with_growth("rural", "wages", "0.15"),
        lambda: PLAN.with_growth("rural", "wages", 0.15),
    ),
    "points in quotes": (
        lambda: PLAN.with_growth("rural", "wages", "2个百分点", how="add"),
        lambda: PLAN.with_growth("rural", "wages", 0.02, how="add"),
    ),
    "a factor in quotes": (
        lambda: PLAN.with_growth("rural", "wages", "0.9倍", how="multiply"),
        lambda: PLAN.with_growth("rural", "wages", 0.9, how="multiply"),
    ),
    "an exact number": (
        lambda: PLAN.with_growth("rural", "wages", Decimal("0.15")),  # type: ignore[arg-type]
        lambda: PLAN.with_growth("rural", "wages", 0.15),
    ),
    "a year of NumPy": (
        lambda: PLAN.with_growth("rural", "wages", 0.15, years=np.int64(2023)),  # type: ignore[arg-type]
        lambda: PLAN.with_growth("rural", "wages", 0.15, years=2023),
    ),
    "an array of years": (
        lambda: PLAN.with_growth("rural", "wages", 0.15, years=np.arange(2023, 2025)),  # type: ignore[arg-type]
        lambda: PLAN.with_growth("rural", "wages", 0.15, years=[2023, 2024]),
    ),
    "a year without a fraction": (
        lambda: PLAN.with_growth("rural", "wages", 0.1, years=pd.Series([2023.0, 2024.0])),  # type: ignore[arg-type]
        lambda: PLAN.with_growth("rural", "wages", 0.1, years=[2023, 2024]),
    ),
    "an index of names": (
        lambda: PLAN.with_growth(pd.Index(["rural"]), None, 0.1),  # type: ignore[arg-type]
        lambda: PLAN.with_growth(["rural"], None, 0.1),
    ),
    "a series by year": (
        lambda: PLAN.with_prices(pd.Series({2024: 0.03, 2022: 0.01, 2023: 0.02})),
        lambda: PLAN.with_prices([0.01, 0.02, 0.03]),
    ),
    "a rate in quotes": (lambda: PLAN.with_gdp("5%"), lambda: PLAN.with_gdp(0.05)),
    "residents in a frame": (
        lambda: PLAN.with_population(
            pd.DataFrame({"rural": [4.0, 3.0, 2.0, 1.0], "urban": 9.0}, index=range(2024, 2020, -1))  # type: ignore[arg-type]
        ),
        lambda: PLAN.with_population({"urban": 9.0, "rural": {2021: 1.0, 2022: 2.0, 2023: 3.0, 2024: 4.0}}),
    ),
    "one target": (
        lambda: cm.simulate(PLAN, draws=64, seed=0, targets="ratio=2.8").chances,
        lambda: cm.simulate(PLAN, draws=64, seed=0, targets=["ratio=2.8"]).chances,
    ),
    "a day with its hour": (
        lambda: specimens()["Actuals"].as_of(datetime(2023, 6, 1, 8, tzinfo=UTC)),  # type: ignore[attr-defined]
        lambda: specimens()["Actuals"].as_of(date(2023, 6, 1)),  # type: ignore[attr-defined]
    ),
    "a day in quotes": (
        lambda: specimens()["Actuals"].as_of("2023-06-01"),  # type: ignore[attr-defined]
        lambda: specimens()["Actuals"].as_of(date(2023, 6, 1)),  # type: ignore[attr-defined]
    ),
    "a truth value of NumPy": (
        lambda: specimens()["AuditReport"].proposal_table(most=np.int8(1)),  # type: ignore[attr-defined]
        lambda: specimens()["AuditReport"].proposal_table(most=1),  # type: ignore[attr-defined]
    ),
}


@pytest.mark.parametrize("case", ALIKE)
def test_what_is_plainly_meant_is_done(case: str) -> None:
    nearly, exactly = ALIKE[case]
    assert nearly() == exactly()


REFUSED: list[tuple[Callable[[], Any], str, str]] = [
    (
        lambda: cm.required_growth(PLAN, 2.8),  # type: ignore[call-arg, arg-type]
        'target of required_growth must be a target or a text (got 2.8); give a target such as "ratio=2.8".',
        'required_growth 的参数 target 必须为指标目标或文字（现为 2.8）；写作 "ratio=2.8" 这样的目标。',
    ),
    (
        lambda: cm.project(None),  # type: ignore[arg-type]
        'scenario of project must be a scenario (got None); make one with scenario("plan").',
        'project 的参数 scenario 必须为情景（现为 None）；用 scenario("plan") 建立。',
    ),
    (
        lambda: cm.project([PLAN]),  # type: ignore[arg-type]
        'scenario of project must be a scenario (got list with Scenario); make one with scenario("plan").',
        'project 的参数 scenario 必须为情景（现为 list，含 Scenario）；用 scenario("plan") 建立。',
    ),
    (
        lambda: cm.check(cm.load_plan()),  # type: ignore[arg-type]
        "projection of check must be a projection (got a plan, Plan); make one with project(scenario).",
        "check 的参数 projection 必须为测算结果（现为 方案 Plan）；用 project(情景) 测算。",
    ),
    (
        lambda: cm.simulate(PLAN, draws=True, seed=0.5),  # type: ignore[arg-type]
        (
            "draws of simulate must be a whole number (got True); write it like 10_000.\n"
            "seed of simulate must be a whole number or a random generator (got 0.5); write a whole number such as 0, or None."
        ),
        (
            "simulate 的参数 draws 必须为整数（现为 True）；写作 10_000。\n"
            "simulate 的参数 seed 必须为整数或随机数发生器（现为 0.5）；写作 0 这样的整数，或 None。"
        ),
    ),
    (
        lambda: PLAN.with_growth("rural", "wages", "much"),
        "the value of a change must be a finite number (got 'much'); write 12 % as 12% or 0.12.",
        "增速改动的数值必须为有限的数（现为 “much”）；12%写作 12% 或 0.12。",
    ),
    (
        lambda: PLAN.with_growth("rural", "wages", 0.1, years=[2023.5]),  # type: ignore[list-item]
        (
            "years of with_growth must be a whole number or a list, each item a whole number (got list [2023.5]); "
            "write 2023 or [2023, 2024]."
        ),
        "with_growth 的参数 years 必须为整数或列表（每项为整数）（现为 list [2023.5]）；写作 2023 或 [2023, 2024]。",
    ),
    (
        lambda: PLAN.with_population(3),  # type: ignore[arg-type]
        'population of with_population must be a mapping (got 3); write {"urban": {2021: 36.5, ...}, ...}.',
        'with_population 的参数 population 必须为映射（现为 3）；写作 {"urban": {2021: 36.5, …}, …}。',
    ),
    (
        lambda: cm.inequality_bounds(pd.Series([1.0, 2.0], index=["low", "high"])),  # type: ignore[arg-type]
        (
            "means of inequality_bounds must be a list, each item a number (got Series (2,)); "
            "labels are not looked at here: give .to_numpy() in order."
        ),
        (
            "inequality_bounds 的参数 means 必须为列表（每项为数）（现为 Series (2,)）；"
            "标签不作对照，请按顺序用 .to_numpy() 给出。"
        ),
    ),
    (
        lambda: PLAN.to_text("fr"),  # type: ignore[arg-type]
        "language of to_text must be one of the known options (got 'fr'); choose from: zh, en.",
        "to_text 的参数 language 必须为已知选项之一（现为 “fr”）；可用：zh、en。",
    ),
    (
        lambda: cm.tornado(PLAN, PLAN),  # type: ignore[arg-type]
        'quantity of tornado must be a quantity or a text (got a scenario, Scenario); give a quantity such as "ratio".',
        'tornado 的参数 quantity 必须为指标或文字（现为 情景 Scenario）；写作 "ratio" 这样的指标。',
    ),
    (
        lambda: PLAN.terms.group("village"),
        "key of group must be one of the known options (got 'village'); choose from: urban, rural, lifted.",
        "group 的参数 key 必须为已知选项之一（现为 “village”）；可用：urban、rural、lifted。",
    ),
    (
        lambda: replace(PLAN, baseline="2021"),  # type: ignore[arg-type]
        "baseline of Scenario must be a baseline (got '2021'); give scenario.baseline.",
        "Scenario 的参数 baseline 必须为基数（现为 “2021”）；用 scenario.baseline。",
    ),
    (
        lambda: cm.load_series(b"national"),  # type: ignore[arg-type]
        (
            "source of load_series must be a path or a text or a DataFrame or an official table (got bytes); "
            'write it like "folder/file".'
        ),
        'load_series 的参数 source 必须为文件路径、文字、数据框或官方数据表（现为 bytes）；写作 "文件夹/文件名"。',
    ),
]


@pytest.mark.parametrize(("call", "english", "chinese"), REFUSED)
def test_what_is_not_meant_is_refused_in_one_sentence(call: Callable[[], Any], english: str, chinese: str) -> None:
    with pytest.raises(cm.InputError, match=re.escape(english)) as refused:
        call()
    assert (refused.value.text("en"), refused.value.text("zh")) == (english, chinese)


def test_a_wrong_number_of_arguments_stays_pythons() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'scenario'"):
        cm.project()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'file'"):
        cm.project(PLAN, file="x")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'vary'"):
        cm.required_growth(PLAN, "ratio=2.8")  # type: ignore[call-arg]


def test_an_error_from_within_is_not_taken_for_a_wrong_kind() -> None:
    @door
    def broken(count: int) -> str:
        return count.upper()  # type: ignore[attr-defined, no-any-return]

    with pytest.raises(AttributeError, match="'int' object has no attribute 'upper'"):
        broken(3)


def test_every_public_function_and_method_that_takes_arguments_has_a_door() -> None:
    without = []
    for name in cm.__all__:
        public = getattr(cm, name)
        if inspect.isfunction(public) and inspect.signature(public).parameters and not is_guarded(public):
            without.append(name)
        if inspect.isclass(public):
            without += [f"{name}.{method}" for method in _open_methods(public)]
    assert not without


def _open_methods(public: type) -> list[str]:
    found = []
    for base in public.__mro__:
        for name, held in vars(base).items() if base.__module__.startswith("ceheng_model") else ():
            function = getattr(held, "__func__", held)
            if name.startswith("_") or not inspect.isfunction(function) or inspect.isabstract(base):
                continue
            takes_some = len(inspect.signature(function).parameters) > 1
            if takes_some and not is_guarded(held) and not getattr(function, "__isabstractmethod__", False):
                found.append(name)
    return found


def test_calls_from_within_the_library_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []

    def let_in(function: Any, args: Any, given: Any) -> Any:
        looked_at.append(function.__qualname__)
        return args, dict(given), False

    monkeypatch.setattr("ceheng_model.arguments.let_in", let_in)
    # makes scenarios with replace(), projects and selects; types that were let in before are known
    cm.share_case_effects(cm.scenario("components", shares={}))
    assert set(looked_at) <= {"scenario", "share_case_effects"}
    assert "scenario" in looked_at


def test_a_path_of_another_library_is_a_path(tmp_path: Path) -> None:
    class Elsewhere:
        def __fspath__(self) -> str:
            return str(tmp_path / "written.toml")

    written = cm.write_scenario(PLAN, Elsewhere())  # type: ignore[arg-type]
    assert cm.read_scenario(tmp_path / "written.toml").growth.tolist() == PLAN.growth.tolist()
    assert written is not None


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("m.csv", "read_scenarios"),
        ("会议.XLSX", "read_scenarios"),
        ("s.toml", "read_scenario"),
        ("s.json", "read_scenario"),
    ],
)
@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_where_a_scenario_is_asked_for_says_what_reads_it(name: str, reader: str, kind: type) -> None:
    given: Any = kind(name)
    told = re.escape(f'(got {name!r}); read the file first with {reader}("{name}").')
    for call in (
        cm.project,
        cm.check,
        lambda one: cm.compare_scenarios(PLAN, one),
        lambda one: cm.simulate(one, draws=8),
    ):
        with pytest.raises(cm.InputError, match=f"^the scenario must be the name of a shipped one, .*{told}"):
            call(given)
    with pytest.raises(cm.InputError, match=told):
        cm.scenario(str(given))


@pytest.mark.parametrize(
    ("call", "example"),
    [
        (lambda: cm.simulate(PLAN, draws="x"), "10_000"),  # type: ignore[arg-type]
        (lambda: cm.simulate(PLAN, workers="x"), "3"),  # type: ignore[arg-type]
        (lambda: cm.simulate(PLAN, as_of="x"), "2024"),  # type: ignore[arg-type]
        (lambda: PLAN.with_horizon("x"), "2024"),  # type: ignore[arg-type]
    ],
)
def test_the_example_of_a_whole_number_is_one_of_its_kind(call: Callable[[], Any], example: str) -> None:
    with pytest.raises(cm.InputError, match=rf"must be .*whole number \(got 'x'\); write it like {example}\."):
        call()
