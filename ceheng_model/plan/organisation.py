"""Hold the bodies that carry a plan out: leading group, task forces and offices, as departments and never persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from ceheng_model.doors import door
from ceheng_model.errors import choice
from ceheng_model.files import Row
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import Text

BodyKind = Literal["leading_group", "task_force", "office"]
BODY_KINDS: Mapping[str, Text] = {
    "leading_group": Text("领导小组", "leading group"),
    "task_force": Text("工作专班", "task force"),
    "office": Text("办公室", "office"),
}
BODY_COLUMNS = (
    "id kind under label_zh label_en department members annexes place_zh place_en words words_en note_zh note_en"
)
DepartmentNames = Mapping[str, str] | None
"""Keys of departments by every name under which they are printed; None where each goes by its printed name."""


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Abridged):
    """Hold a leading group, a task force, or the office of one.

    >>> from ceheng_model.plan import load_plan
    >>> office = load_plan().measures.body("rural_force.office")
    >>> office.kind, office.under, office.department
    ('office', 'rural_force', 'agriculture')
    """

    id: str
    kind: BodyKind
    under: str
    """Id of the body above it, or empty."""
    label: Text
    department: str
    """Key of the department where an office sits; empty for a group."""
    members: tuple[str, ...]
    """Keys of its member departments; none where the text does not list them."""
    annexes: tuple[int, ...]
    """Numbers of the annexes whose measures it carries out."""
    place: Text
    words: str
    note: Text | None = None

    @property
    def lists_members(self) -> bool:
        """Whether the text says which departments belong to it."""
        return bool(self.members)


def read_body(row: Row, above: Sequence[str], names: DepartmentNames) -> Body:
    """Return the body of a row; `above` are the ids of the rows before it, to which an office or a force belongs."""
    kind = cast("BodyKind", row.option("kind", BODY_KINDS))
    if kind == "office":
        row.filled("department", way_out=Text("写明办公室设在哪个单位", "name the department where the office sits"))
        row.require_empty("members", way_out=Text("成员单位写在所属机构一行", "members belong to the body above it"))
    else:
        row.require_empty("department", way_out=Text("所在单位写在办公室一行", "the department belongs to its office"))
    needs_above = kind == "office" or row.has("under")
    departments = department_keys(row, "department", names)
    return Body(
        id=row.filled("id"),
        kind=kind,
        under=row.option("under", above) if needs_above else "",
        label=row.texts("label"),
        department=departments[0] if departments else "",
        members=department_keys(row, "members", names),
        annexes=_annexes(row),
        place=row.texts("place"),
        words=row.quoted("words"),
        note=row.optional_texts("note"),
    )


def department_keys(row: Row, column: str, names: DepartmentNames) -> tuple[str, ...]:
    """Return the keys of the departments that a cell lists; one that is not known has a fault."""
    listed = row.listed(column)
    if names is None:
        return listed
    what, place = Text("责任单位", "the department"), row.place(column)
    row.faults.extend(choice(what, name, names).at(place) for name in listed if name not in names)
    return tuple(names[name] for name in listed if name in names)


def _annexes(row: Row) -> tuple[int, ...]:
    numbers: list[int] = []
    for part in row.listed("annexes"):
        if part.isascii() and part.isdigit() and int(part):
            numbers.append(int(part))
        else:
            rule, way_out = (
                Text("为附件的编号", "be numbers of annexes"),
                Text("例如 2 或 2;3", "for example 2, or 2;3"),
            )
            row.fault("annexes", rule, way_out, got=part)
    return tuple(numbers)
