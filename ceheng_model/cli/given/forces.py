"""Read which goals of a plan are to be striven for, expected or binding, by their numbers in a list."""

import re

from ceheng_model.cli.given.sheet import GOALS, Sheet
from ceheng_model.errors import Fault, InputError
from ceheng_model.files import plain
from ceheng_model.names import FORCE_WORDS
from ceheng_model.vocabulary import Template, Text

_NUMBERED = re.compile(rf"(?P<at>[0-9]+)\s*[:：.、]?\s*(?P<force>{FORCE_WORDS})", re.IGNORECASE)
_ANSWER = Text("回答", "the answer")
_RULE = Template(
    "写作序号加力争、预期性或约束性，序号为1至{count}且不重复",
    "be numbers from 1 to {count}, none twice, each with strive, expected or binding",
)
_WAY_OUT = Text("如 1力争，2约束性；都没有写的直接回车", "such as 1 strive, 2 binding; Enter where none says so")


def goals_in(sheet: Sheet) -> list[str]:
    """Return the keys of the goals that were answered, in the order in which they are listed."""
    return [f"{name}.{cell}".rstrip(".") for name in GOALS for cell in sheet.under(name)]


def forces_of(text: str, goals: list[str]) -> dict[str, str]:
    """Return the word for the force of each goal that is named; raise `InputError` for anything else.

    >>> forces_of("1力争，2约束性", ["endpoint.rural", "ratio"])
    {'endpoint.rural': '力争', 'ratio': '约束性'}
    """
    text = plain(text)
    named = [(int(match["at"]), match["force"]) for match in _NUMBERED.finditer(text)]
    numbers = [at for at, _ in named]
    rest = _NUMBERED.sub("", text).strip(" ,，、;；。")
    if rest or any(not 1 <= at <= len(goals) for at in numbers) or len({*numbers}) < len(numbers):
        raise InputError(Fault(what=_ANSWER, rule=_RULE.format(count=len(goals)), got=text, way_out=_WAY_OUT))
    return {goals[at - 1]: force for at, force in named}


def with_forces(sheet: Sheet) -> Sheet:
    """Return the same with the force of each goal under a key of its own, where the list alone was written."""
    if len(sheet.held("force")) > 1:
        return sheet
    for goal, force in forces_of(sheet.get("force"), goals_in(sheet)).items():
        sheet = sheet.with_answer(f"force.{goal}", force)
    return sheet
