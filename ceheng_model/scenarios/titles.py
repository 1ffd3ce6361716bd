"""Tell the scenarios of a set apart by their titles."""

from collections.abc import Sequence
from itertools import count

from ceheng_model.doors import door
from ceheng_model.scenarios.growth_scenario import Scenario
from ceheng_model.vocabulary import Template, Text

_NUMBERED = Template("{title}（{number}）", "{title} ({number})")


@door
def distinct_titles(scenarios: Sequence[Scenario]) -> tuple[Text, ...]:
    """Return the titles of scenarios, alike ones numbered.

    No two are then alike in either language.

    >>> from ceheng_model.scenarios.shipped import scenario
    >>> [title.en for title in distinct_titles([scenario("plan"), scenario("trend"), scenario("plan")])]
    ['the plan (1)', 'trend', 'the plan (2)']
    """
    titles = [scenario.title for scenario in scenarios]
    zh, en = [title.zh for title in titles], [title.en for title in titles]
    alone = [zh.count(title.zh) == 1 == en.count(title.en) for title in titles]
    taken = {text for title, single in zip(titles, alone, strict=True) if single for text in title}
    return tuple(title if single else _free(title, taken) for title, single in zip(titles, alone, strict=True))


def _free(title: Text, taken: set[str]) -> Text:
    """Return the title under the first number that is free, and take it."""
    for number in count(1):
        numbered = _NUMBERED.format(title=title, number=number)
        if taken.isdisjoint(numbered):
            taken.update(numbered)
            return numbered
    raise AssertionError("numbers have no end")
