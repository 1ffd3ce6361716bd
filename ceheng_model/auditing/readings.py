"""Say how the audit takes each kind of wording: as a value, or as a floor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from types import MappingProxyType
from typing import cast

from ceheng_model.errors import FINITE_WIDTH, Fault, choice, raise_faults
from ceheng_model.names import one_meant
from ceheng_model.plan import Plan, Statement
from ceheng_model.values import Value
from ceheng_model.vocabulary import Name, Template, Text
from ceheng_model.wording import READINGS, WORDINGS, Bounds, Reading

READING_WORDS: Mapping[Reading, Text] = {"value": Text("数值", "value"), "floor": Text("下限", "floor")}
_READING_OF = Template("{name} 的读法", "the reading of {name}")
_TOLERANCE_OF = Template("{name} 的容差", "the tolerance of {name}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Readings(Value):
    """Hold how wordings are read: by kind, by statement where named, with other tolerances where given.

    ``value`` takes a printed number as an interval that the quantity may not leave on either side;
    ``floor`` only as the side that the statement asks for.
    """

    by_kind: Mapping[str, Reading] = field(default_factory=dict)
    """Readings other than the usual one of a wording."""
    by_statement: Mapping[str, Reading] = field(default_factory=dict)
    tolerance: Mapping[str, float] = field(default_factory=dict)

    def of(self, statement: Statement) -> Reading:
        """Return the reading of one statement."""
        wording = statement.wording
        return self.by_statement.get(statement.id, self.by_kind.get(wording.kind, wording.usual_reading))

    def bounds(self, statement: Statement) -> Bounds:
        """Return the interval that a statement allows under its reading."""
        return statement.wording.bounds(self.of(statement), tolerance=self.tolerance.get(statement.id))


def readings(
    plan: Plan,
    *,
    changed: Mapping[str, Reading] | None = None,
    tolerance: Mapping[str, float] | None = None,
) -> Readings:
    """Return the default readings with changes, keyed by kind of wording or by statement id.

    Raises `InputError` for kinds, statements and readings that do not exist and for bad tolerances.

    >>> from ceheng_model.plan import load_plan
    >>> plan = load_plan()
    >>> readings(plan, changed={"reaches": "floor"}).of(plan.statement("rural_income_2024"))
    'floor'
    """
    changed, tolerance = _by_key(changed or {}, tolerance or {}, plan)
    ids = frozenset(statement.id for statement in plan.all_statements)
    headlines = [statement.id for statement in plan.statements]
    raise_faults([*_reading_faults(changed, ids, headlines), *_tolerance_faults(tolerance, ids, headlines)])
    return Readings(
        by_kind=MappingProxyType({name: reading for name, reading in changed.items() if name in WORDINGS}),
        by_statement=MappingProxyType({name: reading for name, reading in changed.items() if name not in WORDINGS}),
        tolerance=MappingProxyType(dict(tolerance)),
    )


def _by_key(
    changed: Mapping[str, Reading], tolerance: Mapping[str, float], plan: Plan
) -> tuple[dict[str, Reading], dict[str, float]]:
    """Return readings and tolerances by the keys of what they are of; what is no name stays, and is refused."""
    statements = plan.statement_names
    names = (*(Name(kind, wording.label) for kind, wording in WORDINGS.items()), *statements)

    def key(name: str, among: Sequence[Name]) -> str:
        return one_meant(name, among) or name

    words = [Name(reading, label) for reading, label in READING_WORDS.items()]
    readings = {key(name, names): cast("Reading", key(reading, words)) for name, reading in changed.items()}
    return readings, {key(name, statements): width for name, width in tolerance.items()}


def _reading_faults(changed: Mapping[str, Reading], ids: frozenset[str], headlines: Sequence[str]) -> Iterator[Fault]:
    for name, reading in changed.items():
        if reading not in READINGS:
            yield choice(_READING_OF.format(name=name), reading, [Name(one, READING_WORDS[one]) for one in READINGS])
        if name not in WORDINGS and name not in ids:
            yield choice(Text("读法的对象", "what is read"), name, [*WORDINGS, *headlines])


def _tolerance_faults(tolerance: Mapping[str, float], ids: frozenset[str], headlines: Sequence[str]) -> Iterator[Fault]:
    for name, width in tolerance.items():
        if name not in ids:
            yield choice(Text("容差的条目", "the statement of a tolerance"), name, headlines)
        if not (isfinite(width) and width >= 0.0):
            way_out = Text("以指标自身的单位给出", "give it in the quantity's own unit")
            yield Fault(what=_TOLERANCE_OF.format(name=name), rule=FINITE_WIDTH, got=width, way_out=way_out)
