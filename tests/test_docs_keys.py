"""The page of keys has every key that the program knows, each with its names in both languages."""

import importlib.util
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import ceheng_model as cm
from ceheng_model.files.sections import Section
from ceheng_model.plan import shipped_plans
from ceheng_model.quantities.registry import QUANTITIES

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reference" / "keys.md").read_text(encoding="utf-8")
CHINESE = re.compile("[\u4e00-\u9fff]")


def section(title: str) -> str:
    """Return the part of the page under a heading, by the end of its words."""
    (found,) = re.findall(rf"^## [^\n]*{re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def rows(title: str) -> dict[str, tuple[str, str]]:
    """Return the keys that a table of the page names, with what stands beside them."""
    found = re.findall(r"^\| (`[^|]*`) \| ([^|]+) \| ([^|]+) \|$", section(title), re.MULTILINE)
    return {key: (zh, en) for keys, zh, en in found for key in re.findall(r"`([^`]+)`", keys)}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Return every key that the readers of settings ask for, by the kind of file."""
    seen: dict[str, set[str]] = defaultdict(set)
    finish = Section.finish

    def record(self: Section, **given: Any) -> None:
        # keys of these are keys of the plan, or years, and no words of the format
        if not re.search(r"(shares|base|growth|population|distribution)\.$", self.name) or "[" in self.name:
            seen[self.path.name].update(self._known)
        finish(self, **given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Section, "finish", record)
        for name in shipped_plans():
            cm.load_plan(name)
        changed = cm.scenario("plan").with_change("rural.wages.2023=15%").with_prices(0.02)
        place = tmp_path_factory.mktemp("keys") / "scenario.toml"
        cm.write_scenario(changed, place)
        cm.read_scenario(place)
    return seen


def test_every_quantity_has_its_names() -> None:
    assert set(rows("Quantities")) == set(QUANTITIES)


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("plan.toml", "Keys of `plan.toml`"),
        ("levers.toml", "Keys of `levers.toml`"),
        ("scenario.toml", "Keys of scenario files"),
    ],
)
def test_every_key_of_a_file_has_its_names(asked: dict[str, set[str]], file: str, title: str) -> None:
    assert len(asked[file]) > 10
    assert asked[file] - {"zh", "en"} - set(rows(title)) == set()


def test_every_key_of_the_forms_has_its_names() -> None:
    text = (ROOT / "docs" / "reference" / "statements.md").read_text(encoding="utf-8")
    used = {key for form in re.findall(r"`(quantity = [^`]+)`", text) for key in re.findall(r"(\w+) = ", form)}
    assert used > {"quantity", "type", "quarter", "gini"}
    assert used - set(rows("Keys of `plan.toml`")) == set()


def test_names_stand_in_both_languages() -> None:
    for title in ("Quantities", "Keys of `plan.toml`", "Keys of `levers.toml`", "Keys of scenario files"):
        for key, (zh, en) in rows(title).items():
            assert CHINESE.search(zh), key
            assert not CHINESE.search(en), key


def test_every_table_that_is_made_is_shown_and_names_its_keys_in_both_languages() -> None:
    place = ROOT / "docs" / "_ext" / "key_tables.py"
    spec = importlib.util.spec_from_file_location("key_tables", place)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert sorted(re.findall(r"```\{key-table\} (\S+)", PAGE)) == sorted(made.TABLES)
    for name, table in made.TABLES.items():
        found = list(table())
        assert found, name
        for key, text in found:
            assert CHINESE.search(text.zh), f"{name} {key}"
            assert text.en, f"{name} {key}"
            assert not CHINESE.search(text.en), f"{name} {key}"
