"""Say under a chart where its figures come from and which of them are assumed."""

from collections.abc import Sequence

from ceheng_model.charts import words
from ceheng_model.checks import CheckedStatement
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import LABELS, Status, Template, Text

_QUOTED = Template("“{title}”", "“{title}”")


def capital(text: Text) -> Text:
    """Return a text whose English begins with a capital."""
    return text.at_start()


def set_off(title: Text) -> Text:
    """Return a scenario's title as it stands in a sentence: in quotation marks where it is more than a name."""
    return _QUOTED.format(title=title.in_quotes()) if "，" in title.zh else title


def labelled(checked: CheckedStatement) -> Text:
    """Return the name of a checked quantity, its English beginning with a capital."""
    return capital(checked.label)


def noted(*notes: Text | None) -> Text | None:
    """Return the notes that there are in one, None where there is none."""
    there = [note for note in notes if note]
    return Text.join(there, zh="；", en="; ") if there else None


def rounding_note(parts: Sequence[float], total: float, *, decimals: int = 0) -> Text | None:
    """Return the note that parts as printed do not add up to the total as printed, where they do not.

    >>> rounding_note([1.4, 1.4], 2.8), rounding_note([1.0, 2.0], 3.0)
    (Text(zh='各项之和与合计因四舍五入略有出入', en='parts may not add up to the total because of rounding'), None)
    """
    apart = sum(round(part, decimals) for part in parts) - round(total, decimals)
    # less than the last digit that is printed is noise of floats
    return words.ROUNDED if abs(apart) > 0.5 * 10.0**-decimals else None


def source(
    scenario: Scenario,
    *,
    groups: Sequence[str] = (),
    components: bool = False,
    growth: bool = True,
    more: Text | None = None,
) -> Text:
    """Return the line on sources: the plan, the status of the base-year figures of these groups, the scenario.

    With `components`, the status of the split as well, with the name of its share case; without `growth`, nothing of
    the scenario's growth, on which what is drawn does not rest.
    """
    keys = groups or scenario.group_keys
    base, shown = scenario.baseline, [i for i, key in enumerate(scenario.group_keys) if key in keys]
    parts = []
    if scenario.plan is not None:
        parts.append(words.SOURCE.format(title=scenario.plan.title))
    totals = _by_status([(scenario.groups[g].label, base.sources[g].status) for g in shown])
    parts.append(words.BASE_INCOME.format(year=scenario.terms.year_label(base.year), groups=totals))
    if components:
        cases = [words.OF_CASE.format(group=scenario.groups[g].label, case=base.split_titles[g]) for g in shown]
        statuses = [base.share_sources[g].status for g in shown]
        parts.append(words.BASE_SPLIT.format(groups=_by_status(list(zip(cases, statuses, strict=True)))))
    if growth:
        parts.append(words.GROWTH_IS_ASSUMED.format(title=scenario.title.in_quotes()))
    parts += [*_concepts(scenario, shown), *([more] if more else [])]
    return words.SENTENCE.format(text=Text.join(parts, zh="；", en="; "))


def _by_status(named: Sequence[tuple[Text, Status]]) -> Text:
    """Return names with their status, those of one status together."""
    together: dict[Status, list[Text]] = {}
    for label, status in named:
        together.setdefault(status, []).append(label)
    parts = [
        words.OF_STATUS.format(groups=Text.all_of(labels), status=LABELS[status]) for status, labels in together.items()
    ]
    return Text.join(parts, zh="，", en=", ")


def _concepts(scenario: Scenario, shown: Sequence[int]) -> list[Text]:
    """Return which of the groups shown count another income than the first of them."""
    first = scenario.groups[shown[0]].concept
    return [
        words.ANOTHER_CONCEPT.format(group=group.label, concept=scenario.terms.label(group.concept))
        for group in (scenario.groups[g] for g in shown)
        if group.concept != first
    ]
