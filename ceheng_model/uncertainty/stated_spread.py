"""Hold the uncertainty of a plan whose spread is stated, not estimated from any series."""

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.scenarios import Scenario
from ceheng_model.uncertainty.uncertainty import GIVEN, Uncertainty
from ceheng_model.vocabulary import Text

_TOGETHER = Text(
    "假定：同一人群的各项构成同向波动，各人群之间互不相关",
    "assumed: the components of a group move together, the groups independently of one another",
)


def stated_spread(scenario: Scenario) -> Uncertainty:
    """Return an uncertainty without any spread yet, for groups of which no series tells how growth strays.

    Components of a group move together, so that a spread that all of them are given is that of the total; groups
    move independently. Both are assumptions, and a note says so.

    >>> from ceheng_model.scenarios import scenario
    >>> spread = stated_spread(scenario("plan")).with_spread("rural", None, 0.02)
    >>> levels = scenario("plan").baseline.levels
    >>> spread.total_spread(levels / levels.sum(axis=-1, keepdims=True)).round(4).tolist()
    [0.0, 0.02, 0.0]
    """
    groups, components = scenario.groups, scenario.terms.components
    blocks: Array = np.kron(np.eye(len(groups)), np.ones((len(components), len(components)))).astype(float)
    return Uncertainty(
        groups=scenario.group_keys,
        labels=tuple(group.label for group in groups),
        components=components,
        standard_deviation=np.zeros((len(groups), len(components))),
        correlation=blocks,
        source=GIVEN,
        notes=(_TOGETHER,),
    )
