"""Say how the audit takes each kind of wording: as a value, or as a floor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from types import MappingProxyType

from ceheng_model.errors import FINITE_WIDTH, Fault, choice, raise_faults
from ceheng_model.plan import Plan, Statement
from ceheng_model.vocabulary import Text
from ceheng_model.wording import READINGS, WORDINGS, Bounds, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
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
    ids = [statement.id for statement in plan.all_statements]
    faults: list[Fault] = []
    by_kind: dict[str, Reading] = {}
    by_statement: dict[str, Reading] = {}
    for name, reading in (changed or {}).items():
        if reading not in READINGS:
            faults.append(choice(Text(f"{name} 的读法", f"the reading of {name}"), reading, READINGS))
        if name in WORDINGS:
            by_kind[name] = reading
        elif name in ids:
            by_statement[name] = reading
        else:
            faults.append(choice(Text("读法的对象", "what is read"), name, [*WORDINGS, *_headlines(plan)]))
    for name, width in (tolerance or {}).items():
        if name not in ids:
            faults.append(choice(Text("容差的条目", "the statement of a tolerance"), name, _headlines(plan)))
        if not (isfinite(width) and width >= 0.0):
            what = Text(f"{name} 的容差", f"the tolerance of {name}")
            rule = FINITE_WIDTH
            way_out = Text("以指标自身的单位给出", "give it in the quantity's own unit")
            faults.append(Fault(what=what, rule=rule, got=width, way_out=way_out))
    raise_faults(faults)
    return Readings(
        by_kind=MappingProxyType(by_kind),
        by_statement=MappingProxyType(by_statement),
        tolerance=MappingProxyType(dict(tolerance or {})),
    )


def _headlines(plan: Plan) -> list[str]:
    return [statement.id for statement in plan.statements]
