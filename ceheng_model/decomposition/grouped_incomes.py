"""Bound inequality over all people where only the means of income groups are known, such as of fifths (五等份)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import NamedTuple

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.errors import POSITIVE, Fault, InputError, raise_faults
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.vocabulary import Keyed, Template, Text

_TITLE = Text("由分组收入推算的不平等程度的上下限", "Bounds of inequality from incomes by group")
_COLUMNS = (
    Column(key="index", heading=Text("指数", "index"), kind="label"),
    Column(key="lower", heading=Text("下限", "lower"), kind="ratio", decimals=4),
    Column(key="upper", heading=Text("上限", "upper"), kind="ratio", decimals=4),
)
_GROUP_COLUMNS = (
    Column(key="group", heading=Text("组", "group"), kind="year"),
    Column(key="share", heading=Text("人口占比", "of population"), kind="percent"),
    Column(key="mean", heading=Text("平均收入", "mean income"), kind="yuan"),
)
_GINI = Keyed("gini", Text("基尼系数", "Gini"))
_THEIL = Keyed("theil", Text("泰尔指数T", "Theil T"))
_DEVIATION = Keyed("mean_log_deviation", Text("平均对数离差L", "mean log deviation L"))
_LOWER = Text(
    "下限：各组内部收入全部相同；实际不低于此",
    "lower bound: within each group all incomes are alike; what is there is not below it",
)
_UPPER = Text(
    "上限：各组收入集中在组的两端，且各组均值和高低次序不变；实际不高于此",
    "upper bound: each group has its incomes at its two ends, with the means and the order of the groups as they are",
)
_BOUNDARIES_KNOWN = Text("组界按给出的数", "the ends of the groups are those given")
_BOUNDARIES_SOUGHT = Text(
    "组界未给出：取使指数最大的组界，均在相邻两组的均值之间",
    "the ends of the groups are not given: those that make the index largest, each between the means of its neighbours",
)
_NO_TOP = Text(
    "最高组没有上界，泰尔指数T没有上限", "the highest group has no end, so that Theil's T has no upper bound"
)
_NO_BOTTOM = Text(
    "最低收入可以为零，平均对数离差没有上限",
    "the lowest income may be zero, so that the mean log deviation has no upper bound",
)
_WITHOUT_END = Text("无上限", "none")
_GIVEN = Template("{count}组，按收入从低到高", "{count} groups, from the lowest incomes to the highest")
_POINTS = 129
"""Places tried for each unknown end of a group, in every combination."""
_NEIGHBOURS = 16
"""Places on either side of the best one to which the next search is narrowed: ends move together along a ridge."""
_ROUNDS = 20
"""Searches, each four times as fine: places are then nearer than 1e-12 of a mean."""
_FAR = 1e300
"""Stands for an end that is not there: nobody is left at it, and his income is what the mean needs."""


class Bound(NamedTuple):
    """Hold between what values an index lies; the upper one is infinite where nothing bounds it."""

    lower: float
    upper: float


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class InequalityBounds(Shown):
    """Hold the least and the greatest inequality over all people that agrees with what is known of groups."""

    shares: tuple[float, ...]
    """Each group's part of all people."""
    means: tuple[float, ...]
    """Each group's mean income, from the lowest to the highest."""
    boundaries: tuple[float, ...] | None
    """Ends of the groups, one more than groups there are; None where they are not known."""
    gini: Bound
    theil: Bound
    """Theil's T."""
    mean_log_deviation: Bound
    """Theil's L."""

    @property
    def mean(self) -> float:
        """The mean income of all."""
        return float(np.dot(self.shares, self.means))

    def tables(self) -> tuple[Table, ...]:
        """Return the bounds, and the groups they come from."""
        rows: list[tuple[Cell, ...]] = [
            (name, bound.lower, bound.upper if isfinite(bound.upper) else _WITHOUT_END)
            for name, bound in ((_GINI, self.gini), (_THEIL, self.theil), (_DEVIATION, self.mean_log_deviation))
        ]
        notes = [_LOWER, _UPPER, _BOUNDARIES_SOUGHT if self.boundaries is None else _BOUNDARIES_KNOWN]
        notes += [_NO_TOP] * (not isfinite(self.theil.upper))
        notes += [_NO_BOTTOM] * (not isfinite(self.mean_log_deviation.upper))
        groups: list[tuple[Cell, ...]] = [
            (k, share, mean) for k, (share, mean) in enumerate(zip(self.shares, self.means, strict=True), start=1)
        ]
        given = _GIVEN.format(count=len(groups))
        return (
            Table(name="inequality_bounds", title=_TITLE, columns=_COLUMNS, rows=tuple(rows), notes=tuple(notes)),
            Table(name="income_groups", title=given, columns=_GROUP_COLUMNS, rows=tuple(groups)),
        )

    def frame_table(self) -> Table:
        """Return one row an index; what has no upper bound has an infinite one."""
        bounds = ((_GINI, self.gini), (_THEIL, self.theil), (_DEVIATION, self.mean_log_deviation))
        rows = tuple((name, bound.lower, bound.upper) for name, bound in bounds)
        return Table(name="inequality_bounds", title=_TITLE, columns=_COLUMNS, rows=rows)


@door
def inequality_bounds(
    means: Sequence[float],
    *,
    shares: Sequence[float] | None = None,
    boundaries: Sequence[float] | None = None,
    lowest: float = 0.0,
    highest: float = inf,
) -> InequalityBounds:
    r"""Return between what values Gini, Theil's T and L over all people lie, from means of groups.

    The groups are ordered by income. `means` are the mean incomes from the lowest group to the highest, `shares` the
    groups' parts of all people (all alike where None, as fifths are), in any unit; `boundaries` the incomes between
    adjacent groups where they are known, one fewer than groups. No income lies below `lowest` or above `highest`.

    **Lower**: all incomes of a group alike. **Upper**: with the ends :math:`a_k \le \mu_k \le b_k` of a group, the
    part :math:`(\mu_k - a_k) / (b_k - a_k)` of its people at :math:`b_k` and the others at :math:`a_k`: of all
    distributions with this mean on this interval the one that is largest in the convex order, so that every one of
    the three indices is largest. With population shares :math:`p_k` and the mean :math:`\mu` of all,

    .. math::

        G^+ = G^- + \frac1\mu \sum_k p_k^2 \frac{(\mu_k - a_k)(b_k - \mu_k)}{b_k - a_k}, \quad
        T^+ = \sum_k p_k \frac{(b_k - \mu_k) h(a_k) + (\mu_k - a_k) h(b_k)}{b_k - a_k}, \quad
        h(y) = \frac{y}{\mu} \ln \frac{y}{\mu},

    and for L the same with :math:`h(y) = -\ln(y / \mu)`. Where the ends are not known, those that make the index
    largest, with :math:`\mu_k \le b_k = a_{k+1} \le \mu_{k+1}`. Every combination of
    129 places for each end is tried, by dynamic programming, and the search narrowed to the places beside the best.

    Without an end above, T has no upper bound; with incomes of zero, L has none.

    Raises `InputError` for fewer than two groups, means and shares that are not above zero or do not rise, and
    ends that the means contradict.
    Sources: J. L. Gastwirth, Review of Economics and Statistics 54 (1972) 306-316 (ends known), and Journal of
    Econometrics 3 (1975) 61-70 (T and L); F. Mehran, Journal of the American Statistical Association 70 (1975)
    64-66 (ends not known); F. A. Cowell and F. Mehta, Review of Economic Studies 49 (1982) 273-290.

    Made-up numbers for arithmetic, no figures of any place:

    >>> bounds = inequality_bounds([1.0, 2.0, 3.0, 4.0, 10.0])
    >>> [round(float(bound), 4) for bound in (*bounds.gini, bounds.theil.upper)]
    [0.4, 0.47, inf]
    """
    people, incomes = _groups(means, shares)
    ends = _ends(incomes, boundaries, lowest, highest)
    mean = float(people @ incomes)
    groups = _Groups(
        people=people,
        relative=incomes / mean,
        low=ends[0] / mean,
        high=ends[-1] / mean,
        inner=None if boundaries is None else np.array(ends[1:-1]) / mean,
    )
    between, theil, deviation = _gini_between(people, groups.relative), groups.total(_t), groups.total(_l)
    bounds = {
        "gini": Bound(between, between + groups.largest(_gini_term)),
        "theil": Bound(theil, groups.largest(_sum_term(_t)) if isfinite(groups.high) else inf),
        "mean_log_deviation": Bound(deviation, groups.largest(_sum_term(_l)) if groups.low > 0.0 else inf),
    }
    return InequalityBounds(
        shares=tuple(people.tolist()),
        means=tuple(incomes.tolist()),
        boundaries=None if boundaries is None else tuple(ends),
        **bounds,
    )


Term = Callable[[float, float, Array, Array], Array]
"""What a group adds to an index, of its share, its mean and its two ends, which broadcast."""


def _t(income: Array) -> Array:
    """Return what a person adds to T: y ln y of the income relative to the mean, nothing of no income."""
    return np.where(income > 0.0, income * np.log(np.where(income > 0.0, income, 1.0)), 0.0)


def _l(income: Array) -> Array:
    """Return what a person adds to L; without end of no income."""
    with np.errstate(divide="ignore"):
        return -np.log(income)


def _gini_between(people: Array, relative: Array) -> float:
    return float(np.einsum("i,j,ij->", people, people, np.abs(relative[:, None] - relative[None, :])) / 2.0)


def _part_at_high(mean: float, low: Array, high: Array) -> Array:
    """Return the part of a group that stands at its high end: none where both ends are its mean."""
    width = high - low
    return np.where(width > 0.0, (mean - low) / np.where(width > 0.0, width, 1.0), 0.0)


def _gini_term(share: float, mean: float, low: Array, high: Array) -> Array:
    return np.asarray(share**2 * _part_at_high(mean, low, high) * (high - mean))


def _sum_term(index: Callable[[Array], Array]) -> Term:
    def term(share: float, mean: float, low: Array, high: Array) -> Array:
        up = _part_at_high(mean, low, high)
        # nobody at an end adds nothing, whatever the index has there
        with np.errstate(invalid="ignore"):
            at_low, at_high = (1.0 - up) * index(low), up * index(high)
        return np.asarray(share * (np.where(up < 1.0, at_low, 0.0) + np.where(up > 0.0, at_high, 0.0)))

    return term


@dataclass(frozen=True, slots=True, kw_only=True)
class _Groups:
    """Hold groups with incomes relative to the mean of all, and what is known of their ends."""

    people: Array
    relative: Array
    low: float
    high: float
    inner: Array | None

    def total(self, index: Callable[[Array], Array]) -> float:
        """Return a sum over people who all have their group's mean, not below zero by rounding."""
        return max(0.0, float(self.people @ index(self.relative)))

    def largest(self, term: Term) -> float:
        """Return the largest sum of what groups add, at known ends or at those that make it largest."""
        low, high = np.array([self.low]), np.array([self.high if isfinite(self.high) else _FAR])
        if self.inner is not None:
            return self._best(term, [low, *(np.array([end]) for end in self.inner), high])[0]
        least, most = self.relative[:-1], self.relative[1:]
        lows, highs, best = least, most, -inf
        for _ in range(_ROUNDS):
            grids = [np.linspace(a, b, _POINTS) for a, b in zip(lows, highs, strict=True)]
            value, places = self._best(term, [low, *grids, high])
            best = max(best, value)
            room = _NEIGHBOURS * (highs - lows) / (_POINTS - 1)
            found = np.array([grid[place] for grid, place in zip(grids, places, strict=True)])
            lows, highs = np.maximum(found - room, least), np.minimum(found + room, most)
        return best

    def _best(self, term: Term, grids: Sequence[Array]) -> tuple[float, list[int]]:
        """Return the largest sum over all combinations of ends, and the place of each inner end in its grid."""
        value, back = np.zeros(1), []
        for k, (share, mean) in enumerate(zip(self.people.tolist(), self.relative.tolist(), strict=True)):
            through = value[:, None] + term(share, mean, grids[k][:, None], grids[k + 1][None, :])
            back.append(through.argmax(axis=0))
            value = through.max(axis=0)
        places, at = [], 0
        for before in reversed(back[1:]):
            at = int(before[at])
            places.append(at)
        return float(value[0]), places[::-1]


_MEANS = Text("各组平均收入", "the mean incomes of the groups")
_SHARES = Text("各组人口占比", "the groups' parts of all people")
_ENDS = Text("组界", "the ends of the groups")
_FROM_LOW = Text("按收入从低到高排列各组", "order the groups from the lowest incomes to the highest")
_ONE_EACH = Template("每组一个，共 {count} 个", "be one a group, {count} in all")
_ONE_FEWER = Template("比组数少一个，为 {count} 个", "be one fewer than groups, {count}")
_BETWEEN_ENDS = Template("在组界{low}与{high}之间", "lie between its ends, {low} and {high}")
_NOT_BELOW_END = Template("不低于组界{low}", "not be below its lower end, {low}")
_MEAN_OF = Template("第{k}组的平均收入", "the mean income of group {k}")


def _groups(means: Sequence[float], shares: Sequence[float] | None) -> tuple[Array, Array]:
    incomes = np.array(means, dtype=float)
    people = np.full(len(incomes), 1.0) if shares is None else np.array(shares, dtype=float)
    faults: list[Fault] = []
    if len(incomes) < 2:
        faults.append(_fault(_MEANS, Text("不少于两组", "be two at least"), len(incomes), _FROM_LOW))
    if len(people) != len(incomes):
        way_out = Text("每组给出一个", "give one for each group")
        faults.append(_fault(_SHARES, _ONE_EACH.format(count=len(incomes)), len(people), way_out))
    above_zero = Text("给出大于零的数", "give numbers above zero")
    for what, numbers in ((_MEANS, incomes), (_SHARES, people)):
        wrong = numbers[~((numbers > 0.0) & (numbers < inf))]
        faults += [_fault(what, POSITIVE, one, above_zero) for one in wrong.tolist()]
    raise_faults(faults)
    falls = np.diff(incomes) < 0.0
    if falls.any():
        rule = Text("逐组不下降", "not fall from one group to the next")
        raise InputError(_fault(_MEANS, rule, float(incomes[int(np.argmax(falls)) + 1]), _FROM_LOW))
    return people / people.sum(), incomes


def _ends(incomes: Array, boundaries: Sequence[float] | None, lowest: float, highest: float) -> list[float]:
    inner = [float(end) for end in boundaries or ()]
    if boundaries is not None and len(inner) != len(incomes) - 1:
        way_out = Text("只给相邻两组之间的", "give those between adjacent groups")
        raise InputError(_fault(_ENDS, _ONE_FEWER.format(count=len(incomes) - 1), len(inner), way_out))
    ends = [float(lowest), *inner, float(highest)]
    faults: list[Fault] = []
    if not lowest >= 0.0:
        rule, way_out = Text("不小于零", "not be below zero"), Text("没有已知下限的写 0", "give 0 where none is known")
        faults.append(_fault(Text("最低收入", "the lowest income"), rule, lowest, way_out))
    for k, mean in enumerate(incomes.tolist()):
        low, high = (ends[k], ends[k + 1]) if boundaries is not None else (lowest, highest)
        if not low <= mean <= high:
            lower, upper = f"{low:.12g}", f"{high:.12g}"
            known = _BETWEEN_ENDS.format(low=lower, high=upper)
            rule = known if isfinite(high) else _NOT_BELOW_END.format(low=lower)
            faults.append(_fault(_MEAN_OF.format(k=k + 1), rule, mean, Text("核对组界", "check the ends")))
    raise_faults(faults)
    return ends


def _fault(what: Text, rule: Text, got: object, way_out: Text) -> Fault:
    return Fault(what=what, rule=rule, got=got, way_out=way_out)
