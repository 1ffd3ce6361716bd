"""The page's script as it is joined: one name one meaning, every text there, nothing from outside."""

import re
from collections import Counter
from pathlib import Path

import pytest

import ceheng_model as cm
from ceheng_model.documents.page.page_file import embedded, page_data, page_text
from ceheng_model.documents.page.script_file import joined_script
from ceheng_model.documents.page.trees import Tree
from ceheng_model.documents.page.words import page_texts

SCRIPT = Path(cm.__file__).parent / "documents" / "page" / "script"
MODULES = sorted(SCRIPT.rglob("*.js"))


def test_no_two_modules_declare_one_name() -> None:
    declared = re.findall(r"^(?:async )?(?:function|const|let|class)\s+(\w+)", joined_script(), re.MULTILINE)
    assert [name for name, count in Counter(declared).items() if count > 1] == []
    assert not re.search(r"^(?:import|export)\b", joined_script(), re.MULTILINE)


def test_every_module_is_joined() -> None:
    script = joined_script()
    for module in MODULES:
        names = re.findall(
            r"^export (?:async )?(?:function|const|class)\s+(\w+)", module.read_text("utf-8"), re.MULTILINE
        )
        assert all(
            re.search(rf"^(?:async )?(?:function|const|class)\s+{name}\b", script, re.MULTILINE) for name in names
        )


def test_every_text_that_is_asked_for_is_there_and_the_other_way_round() -> None:
    texts = page_texts(cm.load_dossier().plan.terms)
    source = "\n".join(module.read_text("utf-8") for module in MODULES)
    asked = set(re.findall(r'\bt\(\s*"(\w+)"', source)) | set(re.findall(r"\btexts\.(\w+)", source)) - {"map"}
    asked |= {key for pair in re.findall(r'\bt\([^()"]*\? "(\w+)" : "(\w+)"', source) for key in pair}
    for prefix in re.findall(r"\bt\(`(\w+_)\$", source):
        asked |= {key for key in texts if key.startswith(prefix)}
    asked |= {key for key in texts if re.search(rf'"{key}"', source)}
    assert asked <= texts.keys() | {"undo_step", "redo_step", "undo", "redo"}
    assert texts.keys() - asked - {"undo_step", "redo_step"} == set()


def test_nothing_of_the_data_ends_its_element_early() -> None:
    hostile = {"a": "</script><script>alert(1)</script>", "b": "\u2028\ud800&amp;"}
    text = embedded(hostile)
    assert "<" not in text
    assert "&" not in text
    assert "\u2028" not in text
    text.encode("utf-8")


def test_a_hostile_plan_stays_text() -> None:
    data = page_data(cm.scenario("plan"))
    title = '<img src=x onerror="alert(1)">$style ${data}'
    data["plan"]["title"] = [title]
    page = page_text(data, language="zh")
    assert "<img" not in page
    assert "&lt;img src=x" in page
    # a field of the frame in a text is no field
    assert page.count("$style") == 2


@pytest.mark.parametrize("name", ["Infinity", "NaN"])
def test_what_is_no_number_is_never_embedded(name: str) -> None:
    with pytest.raises(ValueError, match="Out of range float values"):
        embedded({"a": float(name)})


def test_trees_do_the_arithmetic_in_order() -> None:
    x = Tree(["L", 0, -1, 3])
    assert ((x + 1) / 2).node == ["/", ["+", ["L", 0, -1, 3], 1.0], 2.0]
    assert (1 - 2 * x**2).node == ["-", 1.0, ["*", 2.0, ["^", ["L", 0, -1, 3], 2]]]
    assert (1 / x - x / 1 + 0.5).node[0] == "+"  # type: ignore[index]
    assert (3 + x).node == ["+", 3.0, ["L", 0, -1, 3]]
    assert (x * 2 - x).node[0] == "-"  # type: ignore[index]


def test_a_year_known_after_the_base_leaves_the_page_without_draws() -> None:
    assert "why_not" in page_data(cm.scenario("plan").with_as_of(2023))["draws"]
