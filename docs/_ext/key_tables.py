"""Tables of keys with their names in both languages, taken from the program as it is when the pages are built."""

from collections.abc import Callable, Iterable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.cli.entry import COMMANDS
from ceheng_model.names import choice_names
from ceheng_model.plan import shipped_plans
from ceheng_model.plan.circumstance_table import KINDS
from ceheng_model.plan.measures import BINDINGS, COUNTINGS, RECURRENCES, ROLES
from ceheng_model.plan_sets.allocation_words import RULES
from ceheng_model.series import SHIPPED_SERIES
from ceheng_model.vocabulary import CONCEPTS, STATUSES, TOTAL, Force, Text, Verdict, label_of
from ceheng_model.wording import WORDINGS

Rows = Iterable[tuple[str, Text]]
_HEADS = ("key", "中文", "English")


def of_plans(each: Callable[[cm.Dossier], Rows]) -> Rows:
    """Return what each shipped plan has, a key once for each of its names."""
    return dict.fromkeys(row for name in shipped_plans() for row in each(cm.load_dossier(name)))


def _groups(dossier: cm.Dossier) -> Rows:
    return [(group.key, group.label) for group in dossier.plan.terms.groups]


def _components(dossier: cm.Dossier) -> Rows:
    return [*((part.key, part.label) for part in dossier.plan.terms.components), (TOTAL, label_of(TOTAL))]


def _cases(dossier: cm.Dossier) -> Rows:
    plan, held = dossier.plan, dossier.baselines
    for group in plan.group_keys:
        for case in held.cases(plan.region, group, plan.base_year):
            yield case, held.case_title(plan.region, group, plan.base_year, case)


TABLES: dict[str, Callable[[], Rows]] = {
    "plans": lambda: [(name, cm.load_plan(name).title) for name in shipped_plans()],
    "groups": lambda: of_plans(_groups),
    "components": lambda: of_plans(_components),
    "share-cases": lambda: of_plans(_cases),
    "scenarios": lambda: of_plans(
        lambda dossier: [(name, way.titled(dossier.plan.terms)) for name, way in cm.ALTERNATIVES.items()]
    ),
    "series": lambda: [(name.key, name.label) for name in choice_names(SHIPPED_SERIES)],
    "wordings": lambda: [(kind, wording.label) for kind, wording in WORDINGS.items()],
    "forces": lambda: [(force.value, force.label) for force in Force],
    "bindings": BINDINGS.items,
    "verdicts": lambda: [(verdict.value, verdict.label) for verdict in Verdict],
    "statuses": lambda: [(status, label_of(status)) for status in STATUSES],
    "concepts": lambda: [(concept, label_of(concept)) for concept in CONCEPTS],
    "circumstances": KINDS.items,
    "rules": RULES.items,
    "levers": lambda: of_plans(lambda dossier: [(lever.id, lever.title) for lever in dossier.plan.levers]),
    "roles": ROLES.items,
    "countings": COUNTINGS.items,
    "recurrences": RECURRENCES.items,
    "charts": lambda: [
        (name.key, name.label) for name in charts.picture_names(charts.Material(scenario=cm.scenario("plan")))
    ],
    "commands": lambda: [(name, command.label) for name, command in COMMANDS.items()],
}
"""What can be listed, by the word that a page uses."""


class KeyTable(SphinxDirective):
    """List one kind of keys, each with its names."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        rows = [(nodes.literal("", key), nodes.Text(text.zh), nodes.Text(text.en)) for key, text in self._rows()]
        body = nodes.tbody("", *(_row(row) for row in rows))
        head = nodes.thead("", _row(tuple(nodes.Text(word) for word in _HEADS)))
        columns = [nodes.colspec(colwidth=1) for _ in _HEADS]
        return [nodes.table("", nodes.tgroup("", *columns, head, body, cols=len(_HEADS)))]

    def _rows(self) -> Rows:
        return TABLES[self.arguments[0]]()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the tables."""
    app.add_directive("key-table", KeyTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _row(cells: tuple[nodes.Node, ...]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))
