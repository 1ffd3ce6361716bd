"""What is held is equal by what it holds, cannot be changed, and survives copies, bytes and other processes."""

import copy
import multiprocessing
import pickle
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from math import inf, nan
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.errors import NOTHING
from ceheng_model.quantities.missing import GDP_GROWTH, UndecidableError
from ceheng_model.values import FrozenMapping, Value, content_hash, frozen, frozen_array, read_only, same
from tests.effort import PATIENCE
from tests.specimens import TWO_REGIONS, specimens
from tests.walking import changeable, walk

NAMES = sorted(name for name in cm.__all__ if isinstance(getattr(cm, name), type))
ERRORS = ("CehengError", "InputError", "NoSolutionError", "OutputError")
KEPT = [name for name in NAMES if name not in ERRORS]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held(Value):
    """Hold anything."""

    one: Any
    other: Any = None


def through_bytes(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


@cache
def pickled(name: str) -> Any:
    """Return the specimen of a class as it comes out of bytes."""
    return through_bytes(specimens()[name])


def with_field(value: Any, name: str, held: Any) -> Any:
    """Return a value with another field, whatever its class thinks of it."""
    twin = object.__new__(type(value))
    for field in fields(value):
        object.__setattr__(twin, field.name, held if field.name == name else getattr(value, field.name))
    return twin


# every public class


def test_there_is_a_specimen_of_every_public_class() -> None:
    found = specimens()
    assert sorted(found) == NAMES
    for name, specimen in found.items():
        assert isinstance(specimen, getattr(cm, name))


@pytest.mark.parametrize("name", KEPT)
def test_copies_are_equal_and_have_the_same_hash(name: str) -> None:
    """Also one that went through bytes."""
    specimen = specimens()[name]
    for twin in (copy.copy(specimen), copy.deepcopy(specimen), pickled(name)):
        assert type(twin) is type(specimen)
        assert twin == specimen
        assert hash(twin) == hash(specimen)
        assert repr(twin) == repr(specimen)
    if isinstance(specimen, Value):
        assert copy.copy(specimen) is copy.deepcopy(specimen) is specimen


@pytest.mark.parametrize("name", KEPT)
def test_a_copy_that_went_through_bytes_is_told_alike(name: str) -> None:
    specimen: Any = specimens()[name]
    if hasattr(specimen, "to_text"):
        assert pickled(name).to_text("en") == specimen.to_text("en")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_it_can_be_changed(name: str) -> None:
    """Neither in it nor in what a copy of it holds that went through bytes."""
    specimen = specimens()[name]
    assert changeable(specimen, name) == []
    assert changeable(pickled(name), name) == []


@pytest.mark.parametrize("name", KEPT)
def test_whatever_can_be_asked_without_arguments_is_answered_or_refused_in_a_sentence(name: str) -> None:
    """Also of what holds nothing: a frame has its columns then."""
    specimen: Any = specimens()[name]
    asked: list[Callable[[], Any]] = [
        partial(getattr, specimen, attribute) for attribute in dir(type(specimen)) if not attribute.startswith("_")
    ]
    if hasattr(specimen, "to_frame"):
        asked += [specimen.to_frame, partial(specimen.to_frame, wide=True, language="en")]
        asked += [specimen.to_text, specimen.to_html, specimen._repr_html_]
    for ask in asked:
        with suppress(cm.CehengError):
            ask()


def test_a_distribution_of_either_kind_answers_for_itself() -> None:
    lognormal, listed = cm.IncomeDistribution(sigma=0.6), specimens()["IncomeDistribution"]
    assert isinstance(listed, cm.IncomeDistribution)
    assert (lognormal.spread, lognormal.points) == (0.6, ())
    assert listed.points == ((0.0, 0.0), (0.5, 8000.0), (1.0, 20000.0))
    with pytest.raises(cm.InputError, match="the distribution of incomes must be lognormal"):
        _ = listed.spread


@pytest.mark.parametrize("name", [name for name in KEPT if is_dataclass(getattr(cm, name))])
def test_whatever_differs_in_one_field_is_not_equal(name: str) -> None:
    specimen: Any = specimens()[name]
    for field in fields(specimen):
        if field.compare:
            twin = with_field(specimen, field.name, altered(getattr(specimen, field.name)))
            assert twin != specimen, field.name
            assert specimen != twin, field.name


def altered(held: Any) -> Any:
    """Return something of the same kind that is not equal."""
    if isinstance(held, bool):
        return not held
    if isinstance(held, Enum):
        return next(one for one in type(held) if one is not held)
    if isinstance(held, int | float):
        return 1.0 if held != held else held + 1
    if isinstance(held, str):
        return held + "x"
    if isinstance(held, date):
        return held + timedelta(days=1)
    if isinstance(held, Path):
        return held / "x"
    if isinstance(held, np.ndarray):
        return altered_array(held)
    if isinstance(held, Mapping):
        return altered_mapping(held)
    if type(held) is tuple:
        return (*held[:-1], altered(held[-1])) if held else (1,)
    if is_dataclass(held) and fields(held):
        return altered_value(held)
    return "something else"


def altered_array(held: np.ndarray[Any, Any]) -> Any:
    if not held.size:
        return np.zeros((*held.shape, 1))
    changed = held.copy()
    changed.flat[-1] = altered(held.flat[-1].item())
    return changed


def altered_mapping(held: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return {**held, **{key: altered(value) for key, value in list(held.items())[-1:]}} if held else {"x": 1}


def altered_value(held: Any) -> Any:
    first = next(field.name for field in fields(held) if field.compare)
    return with_field(held, first, altered(getattr(held, first)))


def test_the_walk_finds_what_can_be_changed() -> None:
    """An array under a read-only view of it, a list in a tuple, a dictionary in a call, an object that it does not know."""
    array = np.zeros(2)
    view = array[:]
    view.setflags(write=False)
    twin = object.__new__(Held)
    object.__setattr__(twin, "one", (view, [1]))
    object.__setattr__(twin, "other", FrozenMapping({"a": partial(print, end="")}))
    assert sorted(changeable(twin, "held")) == [
        "held.one[0].base: ndarray",
        "held.one[1]: list",
        "held.other['a']: partial",
    ]
    assert "frame: DataFrame" in changeable(pd.DataFrame(), "frame")


def test_every_array_is_read_only_for_good() -> None:
    """numpy lets whoever owns the numbers make them writable again."""
    arrays = [
        inner
        for name, specimen in specimens().items()
        for _, inner in walk(specimen, name)
        if isinstance(inner, np.ndarray) and isinstance(inner.base, np.ndarray)
    ]
    assert arrays
    for array in arrays:
        with pytest.raises(ValueError, match="cannot set WRITEABLE flag"):
            array.setflags(write=True)


# equality and hashes of what is held

ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.0, -0.0, nan, inf, 0.5, 1.0]),
    st.sampled_from(["", "a", "乙"]),
    st.builds(
        np.array,
        st.lists(st.sampled_from([0.0, -0.0, nan, 1.0]), max_size=3),
        st.sampled_from([np.float32, np.float64]),
    ),
    st.builds(np.array, st.lists(st.integers(0, 2), max_size=2), st.sampled_from([np.int32, np.int64, np.uint8])),
)
THINGS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
        st.builds(lambda one, other: Held(one=one, other=other), inner, inner),
    ),
    max_leaves=8,
)


def spelled(thing: Any) -> Any:
    """Return another spelling of a thing, by which two are equal just where they hold the same: an oracle."""
    if isinstance(thing, Held):
        return ("held", spelled(thing.one), spelled(thing.other))
    if isinstance(thing, np.ndarray):
        return ("array", thing.dtype.kind, thing.shape, [spelled(one) for one in thing.ravel().tolist()])
    if isinstance(thing, Mapping):
        return ("mapping", sorted((key, repr(spelled(held))) for key, held in thing.items()))
    if isinstance(thing, list | tuple):
        return ("several", [spelled(one) for one in thing])
    # numbers are equal by size, zero has no sign
    return "nan" if thing != thing else thing if isinstance(thing, str) or thing is None else float(thing) + 0.0


@given(THINGS, THINGS)
def test_two_are_equal_just_where_they_hold_the_same_and_have_one_hash_then(first: Any, second: Any) -> None:
    one, other = Held(one=first), Held(one=second)
    assert (one == other) is (repr(spelled(one)) == repr(spelled(other)))
    assert one == Held(one=copy.deepcopy(first))
    if one == other:
        assert hash(one) == hash(other)


@given(THINGS)
def test_whatever_is_held_is_frozen_and_comes_out_of_bytes_as_it_was(thing: Any) -> None:
    one = Held(one=thing)
    twin = through_bytes(one)
    assert twin == one
    assert hash(twin) == hash(one)
    assert changeable(one, "") == changeable(twin, "") == []


@given(THINGS)
def test_what_was_given_may_change_afterwards(thing: Any) -> None:
    given_thing = [copy.deepcopy(thing), {"a": copy.deepcopy(thing)}]
    one = Held(one=given_thing)
    before = repr(spelled(one))
    _spoil(given_thing)
    assert repr(spelled(one)) == before


def _spoil(thing: Any) -> None:
    if isinstance(thing, np.ndarray):
        thing[...] = 7
    elif isinstance(thing, dict):
        for held in thing.values():
            _spoil(held)
        thing["a"] = 7
    elif isinstance(thing, list | tuple):
        for held in thing:
            # what is held by a value is frozen as it is
            if not isinstance(held, Held):
                _spoil(held)
        if isinstance(thing, list):
            thing.append(7)


def test_numbers_of_another_kind_or_shape_are_not_equal() -> None:
    ones = np.ones(2)
    assert Held(one=ones) != Held(one=np.ones(2, dtype=int))
    assert Held(one=ones) != Held(one=np.ones((2, 1)))
    assert Held(one=ones) != Held(one=(1.0, 1.0))
    assert Held(one=ones) == Held(one=np.ones(2, dtype=np.float32))
    assert Held(one=1.0) != 1.0
    assert not same(ones, 1.0)


@pytest.mark.parametrize(
    "make",
    [
        lambda: np.float32("nan"),
        lambda: np.float64("nan"),
        lambda: complex(nan, 1.0),
        lambda: Decimal("nan"),
        lambda: np.datetime64("NaT"),
        lambda: pd.NaT,
        lambda: pd.NA,
        lambda: np.array(["2024-01-01", "NaT"], dtype="datetime64[D]"),
        lambda: np.array([nan, 1j]),
        lambda: np.array([np.float32("nan"), None], dtype=object),
    ],
)
def test_what_is_no_number_is_equal_to_itself_of_whatever_kind_it_is(make: Callable[[], Any]) -> None:
    one, other = Held(one=make(), other=(make(),)), Held(one=make(), other=(make(),))
    assert one == other
    assert hash(one) == hash(other)
    assert one == through_bytes(other)
    assert one != Held(one=1.0, other=(1.0,))
    assert FrozenMapping({"a": make()}) == FrozenMapping({"a": make()})


def test_a_field_of_numbers_is_an_array_whatever_was_given_for_it() -> None:
    """What a user can write to afterwards, or cannot be hashed, is held by no object."""
    totals = cm.project(cm.scenario("plan")).totals
    given_for_it: tuple[Any, ...] = (
        totals.values.tolist(),
        pd.DataFrame(totals.values),
        totals.to_xarray(),
        totals,
        np.ma.masked_array(totals.values),
        np.asfortranarray(totals.values).byteswap().view(totals.values.dtype.newbyteorder()),
    )
    for given_values in given_for_it:
        twin = replace(totals, values=given_values)
        assert type(twin.values) is np.ndarray
        assert changeable(twin, "twin") == []
        assert twin == totals
        assert hash(twin) == hash(totals)
    frame = pd.DataFrame({"a": [1.0, 2.0]})
    held = Held(one=frame, other={"b": [frame["a"]]})
    frame.iloc[0, 0] = 7.0
    assert changeable(held, "held") == []
    assert held == Held(one=np.array([[1.0], [2.0]]), other={"b": (np.array([1.0, 2.0]),)})


def test_what_a_masked_array_hides_is_no_number() -> None:
    masked = np.ma.masked_array([1.0, 2.0], mask=[False, True])
    for kept in (frozen(masked), frozen_array(masked), Held(one=masked).one):
        assert np.array_equal(kept, [1.0, nan], equal_nan=True)


def test_a_hash_of_texts_and_of_other_kinds_is_of_what_they_hold() -> None:
    assert content_hash(np.array(["a", "bcd"])) == content_hash(np.array(["a", "bcd"], dtype="U9"))
    assert same(np.array([None, nan], dtype=object), np.array([None, nan], dtype=object))
    assert hash(FrozenMapping({"a": 1.0, "b": nan})) == hash(FrozenMapping({"b": nan, "a": 1}))


def test_a_read_only_array_is_taken_as_it_is_and_any_other_is_copied() -> None:
    """A read-only view of what can be written, and what its owner could make writable again, are copied, too."""
    made = read_only(np.arange(3.0))
    assert Held(one=made).one is made
    assert Held(one=made[1:]).one.base is made.base
    assert frozen_array(made) is made
    assert frozen_array([1, 2]).dtype == float
    view = np.arange(3.0)[:]
    view.setflags(write=False)
    own = np.arange(3.0)
    own.setflags(write=False)
    for array in (view, own):
        held = Held(one=array).one
        assert not np.shares_memory(held, array)
    assert frozen({1, 2}) == frozenset({1, 2})


# mappings


def test_a_frozen_mapping_is_like_a_dictionary_that_nobody_can_write_to() -> None:
    mapping = FrozenMapping({"a": 1, "b": [2]})
    assert mapping == {"a": 1, "b": (2,)}
    assert mapping == {"b": (2,), "a": 1}
    assert mapping != {"a": 1}
    assert mapping != 1
    assert (list(mapping), len(mapping), "a" in mapping, mapping.get("x", 3)) == (["a", "b"], 2, True, 3)
    assert (list(mapping.items()), list(mapping.values())) == ([("a", 1), ("b", (2,))], [1, (2,)])
    assert {"a": 0, "c": 0} | mapping == {"a": 1, "b": (2,), "c": 0}
    assert mapping | {"a": 0} == {"a": 0, "b": (2,)}
    assert copy.copy(mapping) is copy.deepcopy(mapping) is mapping
    assert repr(mapping) == "FrozenMapping({'a': 1, 'b': (2,)})"
    with pytest.raises(TypeError, match="does not support item assignment"):
        mapping["a"] = 2  # type: ignore[index]
    with pytest.raises(AttributeError, match="cannot assign to '_entries' of a FrozenMapping"):
        mapping._entries = {}


# arrays and mappings given by users


def test_what_a_user_gave_may_change_afterwards() -> None:
    wages, totals, base = np.array([0.1, 0.2]), np.full((3, 3), 40000.0), {"urban": 36510.0, "rural": 11076.0}
    scenario = cm.scenario("plan").with_growth("rural", "wages", wages)
    known = cm.Known(totals=totals, levels=np.full((3, 4, 3), nan))
    answers = specimens()["Answers"]
    assert isinstance(answers, cm.Answers)
    answers = replace(answers, base=base)
    wages[:] = totals[:] = 0.0
    base["urban"] = 0.0
    assert np.unique(scenario.growth[:, 1, 0, 0]).tolist() == [0.1, 0.2]
    assert np.array_equal(scenario.changes[0].value, [0.1, 0.2])
    assert (known.totals == 40000.0).all()
    assert answers.base["urban"] == 36510.0


def test_what_one_scenario_hands_out_changes_nothing_of_a_later_one() -> None:
    """The plan that ships is read once in a process."""
    shares = cm.scenario("plan").plan.shares  # type: ignore[union-attr] # shipped scenarios have one
    for mapping in (shares, cm.ALTERNATIVES, cm.load_dossier().series, cm.load_dossier().baselines.values):
        with pytest.raises(TypeError, match="does not support item assignment"):
            mapping["urban"] = "x"  # type: ignore[index]
    assert changeable(cm.load_dossier(), "dossier") == []
    for name in ("plan", "trend"):
        assert changeable(cm.scenario(name), name) == []
    assert cm.load_dossier() == cm.load_dossier(Path(cm.__file__).parents[1] / "data" / "plans" / "ceheng-2022-2024")


def test_baselines_of_regions_are_equal_though_they_hold_what_is_no_number() -> None:
    first, second = (cm.scenario("plan").with_regions(TWO_REGIONS) for _ in range(2))
    assert first.baseline == second.baseline
    assert first == second
    assert len({first, second, cm.scenario("plan")}) == 2


def test_an_axis_is_equal_by_what_stands_at_each_place() -> None:
    """Numbered labels may stand in a range or be named one by one."""
    numbered, named = cm.Axis("alternative", range(3)), cm.Axis("alternative", [0, 1, 2])
    assert numbered == named
    assert hash(numbered) == hash(named)
    assert numbered != cm.Axis("alternative", range(4))
    assert numbered != cm.Axis("policy", range(3))
    assert numbered != (0, 1, 2)
    batch = cm.scenario("plan").with_growth("rural", "wages", [0.1, 0.2])
    assert batch.at(alternative=[0, 1]) == batch.at(alternative=slice(0, 1)) == batch
    assert batch.at(alternative=[1, 0]) != batch


def test_a_batch_of_regions_cannot_be_changed_either() -> None:
    many = cm.scenario("plan").with_regions(TWO_REGIONS).with_growth("rural", "wages", [[0.1], [0.2]])
    projection = cm.project(many)
    made = {
        "report": cm.check_batch(projection),
        "regions": cm.check_batch(cm.project(cm.scenario("plan").with_regions(TWO_REGIONS))),
        "solution": cm.required_growth_batch(many, "ratio=2.8", vary="rural.property"),
        "shares": cm.contributions(projection),
        "picked": projection.at(alternative=1),
        "computed": projection.totals / 2.0 - projection.totals,
        "part": projection.totals.sel(group="rural"),
    }
    for name, thing in made.items():
        assert changeable(thing, name) == []
        twin = through_bytes(thing)
        assert twin == thing
        assert hash(twin) == hash(thing)


# errors


def test_an_error_carries_all_that_it_said_through_bytes() -> None:
    for name in ERRORS:
        error: Any = specimens()[name]
        error.add_note("said on the way")
        for twin in (copy.copy(error), copy.deepcopy(error), through_bytes(error)):
            assert type(twin) is type(error)
            assert (str(twin), twin.args, twin.message) == (str(error), error.args, error.message)
            assert vars(twin) == vars(error)


def test_an_error_holds_nothing_that_cannot_travel() -> None:
    """Whatever came: the error holds what a reader is told of it."""
    text = cm.Text("数", "the number")
    for got, held in (
        ([1, lambda: 1], None),
        (pd.DataFrame({"a": [1]}), None),
        (np.float64(0.5), np.float64(0.5)),
        ((1, 2), "(1, 2)"),
        (NOTHING, NOTHING),
        (date(2024, 1, 1), date(2024, 1, 1)),
    ):
        fault = cm.Fault(what=text, rule=text, got=got, way_out=text)
        assert through_bytes(fault) == fault
        assert through_bytes(cm.InputError(fault)).text("en") == cm.InputError(fault).text("en")
        if isinstance(held, str):
            assert fault.text("en") == f"the number must the number (got {held}); the number."
        elif held is not None:
            assert fault.got == held
    assert "got nothing" in through_bytes(cm.Fault(what=text, rule=text, got=NOTHING, way_out=text)).text("en")


def test_what_a_quantity_lacks_travels() -> None:
    assert through_bytes(UndecidableError(GDP_GROWTH)).missing == GDP_GROWTH


# processes


def back(thing: object) -> object:
    return thing


def refused(name: str) -> object:
    """Raise the error of a public class in a worker."""
    raise specimen_error(name)


def specimen_error(name: str) -> Exception:
    plan = cm.scenario("plan")
    calls: dict[str, Callable[[], object]] = {
        "InputError": lambda: plan.with_growth("village", "wages", [0.1, 0.2]),
        "NoSolutionError": lambda: cm.required_growth(plan, "ratio=1", vary="rural.wages"),
        "OutputError": lambda: cm.write_scenario(plan, Path(__file__) / "below_a_file.toml"),
    }
    try:
        calls[name]()
    except cm.CehengError as error:
        return error
    raise AssertionError(name)


SPAWN = multiprocessing.get_context("spawn")
"""A process that starts with nothing loaded, as on Windows and macOS."""


@pytest.mark.slow
def test_everything_comes_back_from_a_spawned_pool_and_errors_do() -> None:
    things = [specimens()[name] for name in KEPT]
    with SPAWN.Pool(1) as pool:
        assert pool.map_async(back, things).get(PATIENCE) == things
        for name in ERRORS[1:]:
            with pytest.raises(getattr(cm, name), match=re.escape(str(specimen_error(name)))):
                pool.apply_async(refused, (name,)).get(PATIENCE)


@pytest.mark.slow
def test_everything_comes_back_from_an_executor_and_errors_do() -> None:
    things = [specimens()[name] for name in KEPT]
    with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
        assert pool.submit(back, things).result(PATIENCE) == things
        for name in ERRORS[1:]:
            error = pool.submit(refused, name).exception(PATIENCE)
            assert type(error) is getattr(cm, name)
            assert vars(error).keys() >= vars(specimen_error(name)).keys()
