"""Put a scenario on the base that a workbook holds: the plan's own, or totals of the user's."""

from pathlib import Path

import numpy as np

from ceheng_model.documents.workbook.reading.inputs import Read
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import COMPONENTS, TOTAL
from ceheng_model.wording import ROUNDOFF


def on_base(made: Scenario, read: Read, file: Path) -> Scenario:
    """Return the scenario on the base that was read; unchanged where that is the plan's own.

    Totals that differ from the plan's are assumed, with the workbook as their source; open cells of the named
    scenario are closed anew.
    """
    base, plan = made.baseline, made.require_dossier().plan
    own = base.levels.sum(axis=-1)
    edited = np.abs(read.totals - own) > ROUNDOFF * own
    if not edited.any() and not read.given_shares and read.region == plan.region:
        return made
    import pandas as pd

    rows = []
    for g, group in enumerate(base.groups):
        source = base.sources[g]
        told = ("assumed", str(file), "") if edited[g] else (source.status, source.source, source.note)
        total = float(read.totals[g])
        shares = read.given_shares.get(group.key)
        amounts = (
            [(TOTAL, total)]
            if shares is None
            else [(component, total * share) for component, share in zip(COMPONENTS, shares, strict=True)]
        )
        case = "" if shares is None else read.cases[g].removesuffix(" *")
        rows += [(read.region, group.key, component, value, case, *told) for component, value in amounts]
    columns = ["region", "group", "component", "value_yuan", "share_case", "status", "source", "note"]
    return made.with_regions(pd.DataFrame(rows, columns=columns)).at_region(read.region)
