"""Texts in two languages are joined as wholes; both languages of a template name the same fields."""

import ast
import pickle
from pathlib import Path

import pytest

import ceheng_model
from ceheng_model.vocabulary import NO_TEXT, Template, Text

PACKAGE = Path(ceheng_model.__file__).parent


class Anything:
    """Stands for any value in a format."""

    def __format__(self, spec: str) -> str:
        """Take every form."""
        return "x"

    def __getattr__(self, name: str) -> "Anything":
        """Hold every attribute."""
        return Anything()


def templates() -> list[tuple[str, ast.Call]]:
    """Return every template written out in the package, with its place."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Template":
                found.append((f"{path.relative_to(PACKAGE)}:{node.lineno}", node))
    return found


@pytest.mark.parametrize(("place", "call"), templates(), ids=[place for place, _ in templates()])
def test_every_template_of_the_package_can_be_filled_in(place: str, call: ast.Call) -> None:
    zh, en = (ast.literal_eval(argument) for argument in call.args)
    template = Template(zh, en)
    text = template.format(**dict.fromkeys(template.fields, Anything()))
    assert "{" not in text.zh + text.en, place


def test_the_languages_of_a_template_name_the_same_fields() -> None:
    with pytest.raises(ValueError, match=r"both languages must name the same fields \(got \['year'\] and \['yaer'\]\)"):
        Template("{year}年", "{yaer}")
    with pytest.raises(ValueError, match="both languages must name the same fields"):
        Template("{}年", "{}")


@pytest.mark.parametrize("fields", [{}, {"year": 2024, "group": "x"}, {"yaer": 2024}])
def test_a_field_that_is_missing_or_strange_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"the fields must be \['year'\]"):
        Template("{year}年", "{year}").format(**fields)


def test_braces_in_what_is_filled_in_are_kept() -> None:
    title = Text("“{方案}”", "'{plan}'")
    assert Template("情景{title}", "scenario {title}").format(title=title) == Text("情景“{方案}”", "scenario '{plan}'")


def test_texts_are_values() -> None:
    both = Text("农村", "rural")
    assert pickle.loads(pickle.dumps(both)) == both
    assert hash(both) == hash(Text("农村", "rural"))
    assert tuple(both) == ("农村", "rural")
    assert both + Text.same(2024) == Text("农村2024", "rural2024")
    assert both
    assert not NO_TEXT
    assert Text.join([]) == NO_TEXT
    assert Text.join([both, both], zh="；", en="; ") == Text("农村；农村", "rural; rural")
