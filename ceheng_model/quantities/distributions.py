"""State how the incomes of a group's people are spread around their mean: lognormal, or by quantiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

import numpy as np

from ceheng_model.doors import door
from ceheng_model.errors import NOT_NEGATIVE, POSITIVE, Fault, InputError, between, raise_faults
from ceheng_model.quantities.curves import Curve, LognormalCurve, QuantileCurve, lognormal_below, spread
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Template, Text

_LOGNORMAL_GINI = Template("按对数正态分布推算，基尼系数{gini}", "taken as lognormal with a Gini coefficient of {gini}")
_LOGNORMAL_SIGMA = Template(
    "按对数正态分布推算，收入对数的标准差{sigma}", "taken as lognormal, standard deviation of the logarithms {sigma}"
)
_BY_QUANTILES = Template(
    "按给出的{count}个分位数推算，分位数之间均匀", "taken to lie evenly between stated values ({count})"
)
_FROM = Template("{words}，只计收入{floor}以上者", "{words}, those below {floor} left out")
_WITH_SOURCE = Template("{words}（{source}）", "{words} ({source})")
_ASSUMED = Text("假定", "assumed")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IncomeDistribution(Value):
    """Hold how the incomes of a group's people are spread in the base year.

    An assumption, with where it comes from. Exactly one of `gini`, `sigma` and `quantiles` says it. In later years
    everybody's income has grown as the mean of the group, so that inequality within it stays.

    >>> IncomeDistribution(gini=0.4).words.en
    'taken as lognormal with a Gini coefficient of 0.4 (assumed)'
    >>> round(IncomeDistribution(gini=0.4).below(10000.0, mean=10000.0), 4)
    0.6446
    >>> IncomeDistribution(quantiles=((0.5, 8000.0), (1.0, 20000.0))).below(4000.0, mean=10000.0)
    0.25
    """

    gini: float | None = None
    """Gini coefficient of lognormal incomes, between 0 and 1."""
    sigma: float | None = None
    """Standard deviation of the logarithms of lognormal incomes."""
    quantiles: tuple[tuple[float, float], ...] = ()
    """Parts of people, and the income of the base year below which they lie; both rise."""
    floor: float | None = None
    """Income of the base year below which people are not meant by a promise, such as the subsistence line (低保线)."""
    source: Text = NO_TEXT
    """Where it comes from; it counts as assumed where nothing is said."""

    def __post_init__(self) -> None:
        """Raise `InputError` for a distribution that cannot be."""
        quantiles = tuple((float(part), float(income)) for part, income in self.quantiles)
        object.__setattr__(self, "quantiles", quantiles)
        given = [name for name in ("gini", "sigma", "quantiles") if getattr(self, name) not in (None, ())]
        faults: list[Fault] = []
        if len(given) != 1:
            what = Text("收入分布", "the distribution of incomes")
            rule = Text("由 gini、sigma、quantiles 中的一项给出", "be given by one of gini, sigma and quantiles")
            faults.append(_fault(what, rule, tuple(given), Text("例如 gini=0.35", "for example gini=0.35")))
        if self.gini is not None and not 0.0 < self.gini < 1.0:
            faults.append(_fault(Text.same("gini"), between(0, 1), self.gini, Text("例如 0.35", "for example 0.35")))
        if self.sigma is not None and not 0.0 < self.sigma < inf:
            faults.append(_fault(Text.same("sigma"), POSITIVE, self.sigma, Text("例如 0.64", "for example 0.64")))
        if self.floor is not None and not 0.0 <= self.floor < inf:
            way_out = Text("没有的不写", "leave it out where there is none")
            faults.append(_fault(Text.same("floor"), NOT_NEGATIVE, self.floor, way_out))
        raise_faults(faults + _quantile_faults(quantiles))

    @property
    def spread(self) -> float:
        """Standard deviation of the logarithms of lognormal incomes; of quantiles it raises `InputError`."""
        if self.quantiles:
            raise InputError(_NOT_LOGNORMAL)
        return self.sigma if self.sigma is not None else spread(self.gini or 0.0)

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """The quantiles from nobody on, at no income where nothing else is said; none where lognormal."""
        return self.quantiles if not self.quantiles or self.quantiles[0][0] == 0.0 else ((0.0, 0.0), *self.quantiles)

    @property
    def words(self) -> Text:
        """How incomes are taken to be spread, and by whom."""
        if self.quantiles:
            words = _BY_QUANTILES.format(count=len(self.quantiles))
        elif self.gini is not None:
            words = _LOGNORMAL_GINI.format(gini=f"{self.gini:g}")
        else:
            words = _LOGNORMAL_SIGMA.format(sigma=f"{self.sigma:g}")
        if self.floor:
            words = _FROM.format(words=words, floor=f"{self.floor:,g}")
        return _WITH_SOURCE.format(words=words, source=self.source or _ASSUMED)

    @property
    def highest(self) -> float:
        """The income up to which it is known how many lie below."""
        return self.quantiles[-1][1] if self.quantiles and self.quantiles[-1][0] < 1.0 else inf

    def below(self, income: float, *, mean: float) -> float:
        """Return the part of people below an income of the base year, when their mean is that."""
        _require_mean(mean)
        if not self.quantiles:
            return lognormal_below(income / mean, self.spread)
        parts, incomes = zip(*self.points, strict=True)
        return float(np.interp(income, incomes, parts))

    def meant(self, line: float, *, mean: float) -> float:
        """Return the part of people between the floor and a line."""
        return self.below(line, mean=mean) - self.below(min(self.floor or 0.0, line), mean=mean)

    def raised(self, line: float, *, mean: float) -> Curve:
        """Return the curve, over the mean's growth since the base year, of those who rise above a line."""
        _require_mean(mean)
        floor = self.floor or 0.0
        if not self.quantiles:
            return LognormalCurve.raised(self.spread, line=line / mean, floor=floor / mean)
        if not (meant := self.meant(line, mean=mean)) > 0.0:
            way_out = Text("给出更高的线", "give a higher line")
            rule = Text("高于有人的最低收入", "lie above the lowest income that somebody has")
            raise InputError(_fault(Text("收入线", "the line"), rule, line, way_out))
        start = self.below(line, mean=mean) / meant
        return QuantileCurve(self.points, line=line, inverted=True, start=start, scale=-1.0 / meant)


def _require_mean(mean: float) -> None:
    if not 0.0 < mean < inf:
        way_out = Text("给出平均收入", "give the mean income")
        raise InputError(_fault(Text("平均收入", "the mean"), POSITIVE, mean, way_out))


def _quantile_faults(quantiles: Sequence[tuple[float, float]]) -> list[Fault]:
    faults: list[Fault] = []
    what = Text.same("quantiles")
    for part, income in quantiles:
        if not 0.0 <= part <= 1.0:
            faults.append(_fault(what, between(0, 1), part, Text("10% 写作 0.1", "write 10 % as 0.1")))
        if not 0.0 <= income < inf:
            faults.append(_fault(what, NOT_NEGATIVE, income, Text("给出收入", "give an income")))
    if not faults and any(not (low[0] < high[0] and low[1] < high[1]) for low, high in pairwise(quantiles)):
        rule = Text("比例与收入逐个上升", "rise, parts and incomes")
        listed = tuple(f"{part:g}: {income:g}" for part, income in quantiles)
        faults.append(_fault(what, rule, listed, Text("从低到高排列", "order them from the lowest on")))
    if not faults and quantiles and not quantiles[-1][0] > 0.0:
        faults.append(_fault(what, POSITIVE, quantiles[-1][0], Text("给出更高的分位数", "give a higher quantile")))
    return faults


def _fault(what: Text, rule: Text, got: object, way_out: Text) -> Fault:
    return Fault(what=what, rule=rule, got=got, way_out=way_out)


_NOT_LOGNORMAL = Fault(
    what=Text("收入分布", "the distribution of incomes"),
    rule=Text("为对数正态分布，才有收入对数的标准差", "be lognormal to have a standard deviation of the logarithms"),
    got=Text("分位数", "quantiles"),
    way_out=Text(
        "用 below(收入, mean=均值) 读出各收入以下的比例", "read parts of the people with below(income, mean=...)"
    ),
)
