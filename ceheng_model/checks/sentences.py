"""Say in words what a plan promises that its numbers do not give."""

from ceheng_model.checks.report import CheckedStatement, CheckReport
from ceheng_model.tables import written
from ceheng_model.vocabulary import Language, Text


def promise_sentence(report: CheckReport) -> Text:
    """Return one sentence on the headline statements that are missed, with what would meet them.

    >>> from ceheng_model.checks.checking import check
    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> print(promise_sentence(check(project(scenario("plan")))).en)
    The plan says “城乡居民收入比下降到2.8左右”, but by its own numbers urban-rural income ratio 2024 is 3.123 \
(+0.323): it would take average annual growth of 16.149% for rural residents (now 12.000%) \
or 6.070% for urban residents (now 10.000%).
    """
    missed = [checked for checked in report.missed if checked.statement.headline]
    if not missed:
        return Text("能判定的方案条目在本情景下都达到。", "Every statement that can be judged is met in this scenario.")
    scenario = report.projection.scenario
    own = scenario.based_on == "plan" and not scenario.changes
    basis = (
        Text("按方案自身的数字", "by its own numbers")
        if own
        else Text(f"在情景 {scenario.name} 下", f"in scenario {scenario.name}")
    )
    parts = [_part(checked, report, basis) for checked in missed]
    return Text(
        f"方案写明{'。又写明'.join(part.zh for part in parts)}。",
        f"The plan says {'; and it says '.join(part.en for part in parts)}.",
    )


def _part(checked: CheckedStatement, report: CheckReport, basis: Text) -> Text:
    value, difference = (
        written(checked.figure(figure, signed=signed), "text")
        for figure, signed in ((checked.value, False), (checked.difference, True))
    )
    words, label = checked.statement.words, checked.label
    return Text(
        f"“{words}”，但{basis.zh}，{label.zh}为{value}（相差{difference}）；{_required(checked, report, 'zh')}",
        f"“{words}”, but {basis.en} {label.en} is {value} ({difference}): {_required(checked, report, 'en')}",
    )


def _required(checked: CheckedStatement, report: CheckReport, language: Language) -> str:
    labels = {group.key: group.label.in_language(language) for group in report.projection.scenario.groups}
    parts = []
    for required in checked.required:
        growth, present = (written(rate, "percent", decimals=3) for rate in (required.growth, required.present))
        name = labels[required.group]
        if language == "zh":
            parts.append(f"{name}年均增长{growth}（现为{present}）")
        else:
            parts.append(f"{growth} for {name} (now {present})")
    if language == "zh":
        return f"要达到须{'，或'.join(parts)}"
    return f"it would take average annual growth of {' or '.join(parts)}"
