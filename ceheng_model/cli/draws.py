"""Turn the options that describe random draws into an uncertainty and settings."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ceheng_model.cli.options import Request, rate_of
from ceheng_model.errors import Fault, InputError
from ceheng_model.files import number
from ceheng_model.scenarios import Scenario
from ceheng_model.scenarios.changes import parse_cells
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    from ceheng_model.uncertainty import SpreadHow, Uncertainty

SEED = 0
"""Seed of a run that names none, so that the same command prints the same numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawOptions(Request):
    """Hold the options that describe a scenario and draws around it."""

    draws: Annotated[
        int | None, typer.Option(help="抽样次数（默认 100000）/ number of draws", metavar="N", show_default=False)
    ] = None
    seed: Annotated[int | None, typer.Option(help="随机种子（默认 0）/ seed", metavar="N", show_default=False)] = None
    history: Annotated[
        Path | None,
        typer.Option(help="据以估计离散程度的序列文件 / past figures to estimate the spread from", metavar="FILE"),
    ] = None
    spread: Annotated[
        list[str] | None,
        typer.Option(
            help="增速的标准差，如 rural.wages=3% 或 rural*=1.5，可重复 / standard deviation", metavar="CELLS=RATE"
        ),
    ] = None
    persistence: Annotated[
        float | None, typer.Option(help="年际持续性，0 至 1 以下 / persistence over years", metavar="PHI")
    ] = None
    distribution: Annotated[
        Literal["normal", "student_t"] | None, typer.Option(help="分布 / distribution", show_default=False)
    ] = None
    degrees: Annotated[float | None, typer.Option(help="student_t 的自由度 / degrees of freedom", metavar="NU")] = None
    county_spread: Annotated[
        str | None, typer.Option(help="本地自身的标准差，如 1% / the region's own spread", metavar="RATE")
    ] = None

    def uncertainty(self, made: Scenario) -> "Uncertainty":
        """Return the uncertainty that the options describe; raise `InputError` for bad ones."""
        from ceheng_model.series import load_series
        from ceheng_model.uncertainty import estimate_uncertainty

        if self.degrees is not None and self.distribution != "student_t":
            raise InputError(_degrees_alone(self.degrees))
        history = None if self.history is None else load_series(self.history)
        found = estimate_uncertainty(made, history=history)
        for option in self.spread or []:
            name, sign, value = option.partition("=")
            spread = number(value)
            if not sign or spread is None or name.endswith("+"):
                raise InputError(_spread_form(option))
            cells = parse_cells(name.removesuffix("*"), made.group_keys, made.years)
            if cells.years:
                raise InputError(_spread_form(option))
            how: SpreadHow = "multiply" if name.endswith("*") else "set"
            found = found.with_spread(cells.groups or None, cells.components or None, spread, how=how)
        return found.with_(
            persistence=self.persistence,
            distribution=self.distribution,
            degrees_of_freedom=self.degrees,
            county_spread=None if self.county_spread is None else rate_of(self.county_spread, "--county-spread", "1%"),
        )

    def describes_draws(self) -> bool:
        """Return whether any option says how the spread is to be taken."""
        given = (self.history, self.spread, self.persistence, self.distribution, self.degrees, self.county_spread)
        return any(option is not None for option in given)


def _spread_form(got: str) -> Fault:
    return Fault(
        what=Text("--spread", "--spread"),
        rule=Text("写作 人群.构成=标准差，不带年份", "have the form GROUP.COMPONENT=RATE, without a year"),
        got=got,
        way_out=Text("例如 rural.wages=3%，*= 为乘倍数", "for example rural.wages=3%; *= multiplies"),
    )


def _degrees_alone(got: float) -> Fault:
    return Fault(
        what=Text("--degrees", "--degrees"),
        rule=Text("与 --distribution student_t 同用", "be given with --distribution student_t"),
        got=got,
        way_out=Text("正态分布没有自由度", "a normal distribution has no degrees of freedom"),
    )
