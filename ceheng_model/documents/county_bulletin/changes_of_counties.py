"""Tell what changed in the counties' figures since the last bulletin: new and revised ones, and who is behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ceheng_model.documents.county_bulletin import words
from ceheng_model.documents.paper.figures import day_in_words
from ceheng_model.plan_sets import PlansProgress
from ceheng_model.plan_sets.prose import first_of
from ceheng_model.values import Value
from ceheng_model.vocabulary import Text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountyChanges(Value):
    """Hold what changed between two days."""

    earlier: date
    new: int
    """Figures of a county, group and year of which none was known before."""
    revised: int
    """Figures of which another vintage was known before."""
    now_behind: tuple[Text, ...]
    caught_up: tuple[Text, ...]

    @property
    def sentence(self) -> Text:
        """What changed, in one sentence."""
        day, parts = day_in_words(self.earlier), list(self._parts())
        if not parts:
            return words.NOTHING_CHANGED.format(earlier=day)
        return words.SINCE.format(earlier=day, parts=Text.join(parts, zh="，", en=", "))

    def _parts(self) -> Iterator[Text]:
        for count, form in ((self.new, words.NEW_FIGURES), (self.revised, words.REVISED_FIGURES)):
            if count:
                yield form.format(count=count)
        for names, form in ((self.now_behind, words.NOW_BEHIND), (self.caught_up, words.CAUGHT_UP)):
            if names:
                yield form.format(count=len(names), names=first_names(names))


def changes_between(earlier: PlansProgress, now: PlansProgress) -> CountyChanges:
    """Return what changed from an earlier report on the same plans to this one."""
    known = {(one.county, one.group, one.year) for one in earlier.figures}
    later = [one for one in now.figures if one.published > earlier.as_of]
    revised = sum((one.county, one.group, one.year) in known for one in later)
    before, behind = _behind(earlier), _behind(now)
    return CountyChanges(
        earlier=earlier.as_of,
        new=len(later) - revised,
        revised=revised,
        now_behind=tuple(label for key, label in behind.items() if key not in before),
        caught_up=tuple(label for key, label in before.items() if key not in behind),
    )


def _behind(progress: PlansProgress) -> dict[str, Text]:
    return {one.county.key: one.county.label for one in progress.behind}


_MOST_NAMED = 12


def first_names(names: tuple[Text, ...]) -> Text:
    """Return names in a row; of many the first, and where the others stand."""
    return first_of(names, words.AND_MORE, most=_MOST_NAMED)
