"""Say under a chart where its figures come from and which of them are assumed."""

from collections.abc import Sequence

from ceheng_model.checks import CheckedStatement
from ceheng_model.plan import Statement
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import LABELS, Status, Template, Text

_GROWTH = Template("增速为情景“{title}”的假设", 'growth as assumed in the scenario "{title}"')
_QUOTED = Template("“{title}”", "“{title}”")


def capital(text: Text) -> Text:
    """Return a text whose English begins with a capital."""
    return Text(text.zh, text.en[:1].upper() + text.en[1:])


def set_off(title: Text) -> Text:
    """Return a scenario's title as it stands in a sentence: in quotation marks where it is more than a name."""
    return _QUOTED.format(title=title.in_quotes()) if "，" in title.zh else title


def printed(statement: Statement) -> Text:
    """Return the printed values of a statement with the digits that are printed."""
    return Text.same(statement.printed_text.replace("-", "\N{MINUS SIGN}"))


def asked(statement: Statement) -> Text:
    """Return in a few words what a statement asks for."""
    wording = statement.wording
    own = statement.quantity.comparative if wording.compares else None
    return own or wording.in_words(printed(statement))


def labelled(checked: CheckedStatement) -> Text:
    """Return the name of a checked quantity, its English beginning with a capital."""
    return capital(checked.label)


def source(
    scenario: Scenario, *, groups: Sequence[str] = (), components: bool = False, more: Text | None = None
) -> Text:
    """Return the line on sources: the plan, the status of the base-year figures of these groups, the scenario.

    With `components`, the status of the split as well, with the name of its share case.
    """
    keys = groups or scenario.group_keys
    base, shown = scenario.baseline, [i for i, key in enumerate(scenario.group_keys) if key in keys]
    parts = []
    if scenario.plan is not None:
        title = scenario.plan.title
        parts.append(Text(f"来源：{title.zh}", f"Source: {title.en}"))
    totals = _by_status([(scenario.groups[g].label, base.sources[g].status) for g in shown])
    parts.append(Text(f"{base.year}年收入：{totals.zh}", f"{base.year} income: {totals.en}"))
    if components:
        splits = _by_status(
            [
                (Text(f"{label.zh} {case}", f"{label.en} {case}"), base.share_sources[g].status)
                for g in shown
                for label, case in [(scenario.groups[g].label, base.split_names[g])]
            ]
        )
        parts.append(Text(f"其构成：{splits.zh}", f"its split: {splits.en}"))
    parts.append(_GROWTH.format(title=scenario.title.in_quotes()))
    parts += [*_concepts(scenario, shown), *([more] if more else [])]
    return Text("；".join(part.zh for part in parts) + "。", "; ".join(part.en for part in parts) + ".")


def _by_status(named: Sequence[tuple[Text, Status]]) -> Text:
    together: dict[Status, list[Text]] = {}
    for label, status in named:
        together.setdefault(status, []).append(label)
    parts = [
        Text(
            f"{'、'.join(label.zh for label in labels)}为{LABELS[status].zh}",
            f"{', '.join(label.en for label in labels)} {LABELS[status].en}",
        )
        for status, labels in together.items()
    ]
    return Text("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _concepts(scenario: Scenario, shown: Sequence[int]) -> list[Text]:
    """Return which of the groups shown count another income than the first of them."""
    first = scenario.groups[shown[0]].concept
    return [
        Text(
            f"{group.label.zh}为{LABELS[group.concept].zh}，口径不同",
            f"{group.label.en}: {LABELS[group.concept].en}, another concept",
        )
        for group in (scenario.groups[g] for g in shown)
        if group.concept != first
    ]
