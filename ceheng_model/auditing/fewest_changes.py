"""Say of a plan how many of its contradictions there are and which fewest changes end them, and no more."""

from dataclasses import dataclass

from ceheng_model.auditing.contradictions import Ended, Limits, enumerate_contradictions
from ceheng_model.auditing.implied import programme_of
from ceheng_model.auditing.items import Item, items
from ceheng_model.auditing.opening import change_in_words
from ceheng_model.auditing.outcomes import proposals_of
from ceheng_model.auditing.programme import Tally
from ceheng_model.auditing.proposals import Proposal
from ceheng_model.auditing.readings import readings
from ceheng_model.scenarios import Scenario
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FewestChanges(Abridged):
    """Hold how many groups of statements cannot hold together, and the smallest sets to change."""

    scenario: Scenario
    items: tuple[Item, ...]
    contradictions: int
    ended: Ended
    proposals: tuple[Proposal, ...]

    @property
    def first(self) -> Text:
        """The first of the smallest sets, and to what its statements change; empty where nothing has to."""
        if not self.proposals:
            return Text("", "")
        changes, terms = self.proposals[0].changes, self.scenario.terms
        said = (change_in_words(change, self.items[change.item], terms) for change in changes)
        return Text.join(said, zh="；", en="; ")


def fewest_changes(scenario: Scenario, limits: Limits) -> FewestChanges:
    """Return what `audit` finds of contradictions and their repair, without other readings and splits.

    A review of many plans tells nothing else of each, and the rest takes an audit four fifths of its time.
    """
    plan = scenario.require_dossier().plan
    read = readings(plan)
    weighed, _ = items(plan, scenario, read, by_year=False, only=None)
    programme = programme_of(weighed, scenario, Tally())
    listed = enumerate_contradictions(programme, range(len(weighed)), limits)
    return FewestChanges(
        scenario=scenario,
        items=weighed,
        contradictions=len(listed.contradictions),
        ended=listed.ended,
        proposals=proposals_of(programme, weighed, listed.corrections, read, scenario),
    )
