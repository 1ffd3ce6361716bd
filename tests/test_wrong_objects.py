"""Wrong kinds of objects: every public call works, or says in one sentence what it asks for; nothing fails from within."""

import inspect
import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from tests.effort import LONG
from tests.specimens import TWO_REGIONS, specimens

CALLS = 60_000 if LONG else 1_500
SEED = random.SystemRandom().randrange(2**32) if LONG else 20240101
DRAWS = 64


def public_calls() -> dict[str, Callable[..., Any]]:
    """Return what is public and takes arguments: functions, constructors, and the methods of one object a class."""
    found: dict[str, Callable[..., Any]] = {}
    for name in cm.__all__:
        public = getattr(cm, name)
        if inspect.isfunction(public):
            found[name] = public
        elif inspect.isclass(public):
            if not issubclass(public, str) and not inspect.isabstract(public) and not issubclass(public, Exception):
                found[name] = public
            held = specimens().get(name)
            found |= {f"{name}.{method}": bound for method, bound in methods(held)}
    return {name: call for name, call in found.items() if inspect.signature(call).parameters}


def methods(held: object) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public methods of an object."""
    for name in dir(type(held)):
        if not name.startswith("_") and inspect.isroutine(found := getattr(type(held), name)):
            function = getattr(found, "__func__", found)
            if getattr(function, "__module__", None) and function.__module__.startswith("ceheng_model"):
                yield name, getattr(held, name)


def usual() -> dict[str, Any]:
    """Return by the name of a parameter what a right call gives for it."""
    one = specimens()
    plan = cm.scenario("plan")
    return {
        "scenario": plan,
        "first": plan,
        "second": cm.scenario("trend"),
        "projection": one["Projection"],
        "report": one["CheckReport"],
        "plan": one["Dossier"],
        "dossier": one["Dossier"],
        "baseline": one["Baseline"],
        "setting": plan,
        "terms": one["Terms"],
        "catalogue": one["Measures"],
        "answers": one["Answers"],
        "actuals": one["Actuals"],
        "quantity": "ratio",
        "target": "ratio=2.8",
        "vary": "rural.wages",
        "ratio": 2.8,
        "growth": [0.05, 0.06],
        "how": "set",
        "value": 0.1,
        "group": "rural",
        "groups": "rural",
        "component": "wages",
        "components": "wages",
        "item": "wages",
        "year": 2024,
        "years": [2023, 2024],
        "last_year": 2024,
        "first_year": 2015,
        "since": 2022,
        "series": "national",
        "region": "520327",
        "shares": {},
        "lever": one["Lever"],
        "levers": (one["Lever"],),
        "change": "rural.wages=10%",
        "population": {"urban": 10.0, "rural": 20.0},
        "draws": DRAWS,
        "seed": 0,
        "method": "random",
        "workers": 1,
        "uncertainty": one["Uncertainty"],
        "language": "zh",
        "source": TWO_REGIONS,
        "path": Path("written"),
        "folder": Path("folder"),
        "means": [1.0, 2.0],
        "totals": {"rural": {2024: 0.1}},
        "correlation": np.eye(12),
        "standard_deviation": np.full((3, 4), 0.02),
        "scenarios": (plan, cm.scenario("trend")),
        "text": "ratio",
        "typed": "8%",
        "what": one["Text"],
        "unit": one["Text"],
        "name": "plan",
        "id": "all",
        "day": date(2023, 2, 1),
        "figures": object(),
        "probability": 0.8,
        "distribution": one["IncomeDistribution"],
        "national": one["PublishedSeries"],
    }


def wrong_kinds() -> list[Any]:
    """Return objects of all kinds, of which few are what any parameter asks for."""
    frame = pd.DataFrame({"wages": [0.1, 0.2]}, index=["rural", "urban"])
    right_kinds = [
        *(
            "x",
            "rural",
            "lifted",
            "wages",
            "total",
            "plan",
            "2024",
            "ratio",
            "ratio=2.8",
            "15%",
            "2024-01-01",
            "nowhere.csv",
        ),
        *(0, 1, 2, 3, -1, 2023, 2024, 2050, 0.0, 0.5, 1.5, -2.0, float("nan"), float("inf"), True, False, None),
        *(["x"], ["rural", "urban"], ("rural",), [2024], [2023, 9999], (2021, 2024), [0.1, 0.2], {"rural": "x"}),
        *({"rural": 0.1}, {2024: 0.1}, {"rural": {2024: 0.1}}, np.array([0.1, 0.2]), np.eye(4), np.zeros((3, 4))),
    ] * 4
    return [
        *right_kinds,
        *(None, "x", "", 3, -1, 2.5, float("nan"), True, [], {}, (), set(), object(), b"x", [None], ["x"], [[]]),
        *({"x": 1}, {2023: "x"}, {"rural": {2024: None}}, np.int64(2023), np.float64(0.1), range(3), iter([1])),
        *(pd.Series([0.1, 0.2]), pd.Series([0.1], index=["x"]), pd.Series(["a", "b"]), frame, pd.DataFrame()),
        *(np.zeros(()), np.zeros(0), np.zeros((2, 3)), np.zeros((1, 2, 3, 4)), np.array(["x"]), np.array([None, 1])),
        *(date(2024, 1, 1), pd.Timestamp("2024-01-01"), Path("nowhere"), len, int, cm, 1 + 2j),
        *specimens().values(),
    ]


def tried(call: Callable[..., Any], given: Mapping[str, Any]) -> str | None:
    """Return what a call failed with that is no error of the library's; None where there is nothing to say."""
    positional = [given[name] for name, each in parameters(call).items() if each.kind is each.POSITIONAL_ONLY]
    listed = [p for name, each in parameters(call).items() if each.kind is each.VAR_POSITIONAL for p in given[name]]
    named = {
        name: value
        for name, value in given.items()
        if parameters(call)[name].kind in (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    }
    try:
        for name, each in parameters(call).items():
            if each.kind is each.VAR_KEYWORD:
                named |= given[name]
        made = call(*positional, *listed, **named)
        if inspect.isgenerator(made):
            list(made)
    except cm.CehengError as error:
        return None if error.text("zh").strip() and error.text("en").strip() else "no message"
    except Exception as error:  # noqa: BLE001 - whatever comes is what is looked for
        return f"{type(error).__name__}: {error}"
    return None


def parameters(call: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    """Return the parameters of a call."""
    return inspect.signature(call).parameters


def arguments(
    call: Callable[..., Any], chance: random.Random, right: Mapping[str, Any], pool: list[Any]
) -> dict[str, Any]:
    """Return arguments of which one is of a wrong kind at least."""
    names = list(parameters(call))
    spoilt = chance.sample(names, min(len(names), chance.choice([1, 1, 1, 2])))
    given: dict[str, Any] = {}
    for name in names:
        each = parameters(call)[name]
        if name in spoilt:
            given[name] = _of_kind(each, chance.choice(pool), chance)
        elif each.kind is each.VAR_KEYWORD:
            given[name] = {}
        elif name in right and (each.default is each.empty or name in ("draws", "seed", "workers", "method")):
            given[name] = _of_kind(each, right[name], chance)
        elif each.kind is each.VAR_POSITIONAL:
            given[name] = []
        elif each.default is each.empty:
            given[name] = chance.choice(pool)
    return given


def _of_kind(parameter: inspect.Parameter, value: Any, chance: random.Random) -> Any:
    """Return a value as it stands among several where a parameter takes as many as come."""
    if parameter.kind is parameter.VAR_KEYWORD:
        return {chance.choice(["group", "component", "year", "region", "first_year", "x"]): value}
    return [value] if parameter.kind is parameter.VAR_POSITIONAL else value


def test_a_wrong_kind_is_understood_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    calls, right, pool = public_calls(), usual(), wrong_kinds()
    chance = random.Random(SEED)
    names = sorted(calls)
    failures = []
    for number in range(CALLS):
        name = names[number % len(names)]
        given = arguments(calls[name], chance, right, pool)
        if failed := tried(calls[name], given):
            failures.append(
                f"{name}({', '.join(f'{key}={type(value).__name__}' for key, value in given.items())}): {failed}"
            )
    assert not failures, "\n".join(failures)
