"""Take what is known of the levels of a region, and draw given it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import lgamma, log
from typing import NamedTuple, Self

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.ensemble.conditioning import LEAST_LEFT, WIDE_LEFT, Conditions, Growing, Observed, resampled
from ceheng_model.ensemble.own_scale import OwnScale, log_prior
from ceheng_model.ensemble.random_streams import BLOCK, generator_of
from ceheng_model.ensemble.shocks import Shocks, Variates
from ceheng_model.errors import NOT_NEGATIVE, POSITIVE, Fault, InputError, raise_faults
from ceheng_model.scenarios import Scenario
from ceheng_model.values import Value, frozen_array
from ceheng_model.vocabulary import GROUP_AXIS, Template, Text

ROUNDING = 0.01
"""By how much known components may miss their total, as a part of it; printed figures miss it by a yuan or two."""
# each round takes the error down by half and more
_ROUNDS = 20
_SCALE_ROUNDS = 2
_SCALES_ALIKE = 32
"""Parts of a block in the order of their common scale; in each are enough draws for their weights to even out."""
_AS_IT_IS = 0.1
"""Part of the chi-squares that stay as they are drawn; of the others' worth it costs as much at most."""
_AS_IT_IS_BESIDE_YEARS = 0.3
"""The same of scales where years have stretches of their own besides, which the grid takes for one."""
_OWN_STREAM = 0
"""What is drawn for the conditions comes from a stream beside that of the block."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known(Value):
    """Hold what is known of a scenario's incomes after its base year; NaN stands for what is not.

    Where all components of a year and their total are known, the components are scaled to the total that they miss by
    rounding. Arrays are read-only copies.
    """

    totals: Array
    """Shape ``(group, year)``, yuan."""
    levels: Array
    """Shape ``(group, component, year)``, yuan."""

    def __post_init__(self) -> None:
        """Make the arrays read-only copies."""
        for name in ("totals", "levels"):
            object.__setattr__(self, name, frozen_array(getattr(self, name)))

    @classmethod
    def nothing(cls, scenario: Scenario) -> Self:
        """Return that nothing is known of a scenario."""
        groups, components, years = scenario.growth.shape[GROUP_AXIS:]
        return cls(totals=np.full((groups, years), np.nan), levels=np.full((groups, components, years), np.nan))

    @property
    def years(self) -> int:
        """How many years there are up to the last of which something is known."""
        known = ~np.isnan(self.totals).all(axis=0) | ~np.isnan(self.levels).all(axis=(0, 1))
        return int(np.flatnonzero(known)[-1]) + 1 if known.any() else 0

    def observed(self, added: Array | None) -> tuple[Observed, ...]:
        """Return what is known as sums of cells of each year, ``(group, component, year)``.

        Less what levers add.
        """
        more = np.zeros(self.levels.shape) if added is None else added
        if more.shape != self.levels.shape:
            what = Text("措施增加的收入的形状", "the shape of what levers add")
            rule = _SHAPE.format(shape=self.levels.shape)
            raise InputError(Fault(what=what, rule=rule, got=more.shape, way_out=_AXES))
        return tuple(self._observed(t, more[..., t]) for t in range(self.years))

    def _observed(self, year: int, added: Array) -> Observed:
        rows: list[Array] = []
        values: list[float] = []
        for g, (total, levels) in enumerate(zip(self.totals[:, year], self.levels[:, :, year], strict=True)):
            known = ~np.isnan(levels)
            scale = total / levels.sum() if known.all() and not np.isnan(total) else 1.0
            for c in np.flatnonzero(known):
                rows.append(_cells(added.shape, g, [int(c)]))
                values.append(levels[c] * scale - added[g, c])
            left = np.flatnonzero(~known)
            if left.size and not np.isnan(total):
                rows.append(_cells(added.shape, g, left.tolist()))
                values.append(total - levels[known].sum() - added[g, left].sum())
        return Observed(cells=np.array(rows).reshape(-1, added.size), values=np.array(values))


def _cells(shape: tuple[int, ...], group: int, components: Sequence[int]) -> Array:
    cells = np.zeros(shape)
    cells[group, list(components)] = 1.0
    return cells.ravel()


def require_known(known: Known | None, scenario: Scenario) -> None:
    """Raise `InputError` for known incomes of another shape, below zero, or that leave nothing for the others."""
    if known is None:
        return
    shape = scenario.growth.shape[GROUP_AXIS:]
    faults = [] if not scenario.baseline.regions else [_MANY]
    for what, array, wanted in (
        (Text("已知合计的形状", "the shape of the known totals"), known.totals, (shape[0], shape[-1])),
        (Text("已知水平的形状", "the shape of the known levels"), known.levels, shape),
    ):
        if array.shape != wanted:
            faults.append(Fault(what=what, rule=_SHAPE.format(shape=wanted), got=array.shape, way_out=_AXES))
    raise_faults(faults)
    raise_faults(list(_figure_faults(known, scenario)))


_NO_END = Text("为有限的数，未知的写 NaN", "be finite; NaN stands for what is not known")


def _figure_faults(known: Known, scenario: Scenario) -> Iterator[Fault]:
    base = scenario.baseline.levels
    for g, group in enumerate(scenario.groups):
        for t, year in enumerate(scenario.years):
            total, levels = known.totals[g, t], known.levels[g, :, t]
            what = _INCOME.format(group=group.label, year=scenario.terms.year_label(year))
            of_parts, all_known = np.nansum(levels), not np.isnan(levels).any()
            if np.isinf([total, *levels]).any():
                yield Fault(what=what, rule=_NO_END, got=np.inf, way_out=_CHECK)
            elif total == 0.0 and base[g].sum() > 0.0:
                # an income that is gone has no growth, and no draw leads to it
                yield Fault(what=what, rule=POSITIVE, got=total, way_out=_CHECK)
            elif total < 0.0 or not _may_be_negative(levels, scenario):
                yield Fault(what=what, rule=NOT_NEGATIVE, got=np.nanmin([total, *levels]), way_out=_CHECK)
            elif all_known and abs(total - of_parts) > ROUNDING * abs(total):
                yield Fault(what=what, rule=_SUM, got=_AGAINST.format(parts=of_parts, total=total), way_out=_CHECK)
            elif ((levels * base[g] <= 0.0) & ((levels != 0.0) | (base[g] != 0.0))).any():
                yield Fault(what=what, rule=_OF_ONE_SIGN, got=levels.tolist(), way_out=_NO_GROWTH)
            elif not all_known and total - of_parts <= 0.0 and not np.isnan(levels).all():
                yield Fault(what=what, rule=_MORE, got=_AGAINST.format(parts=of_parts, total=total), way_out=_CHECK)


def _may_be_negative(levels: Array, scenario: Scenario) -> bool:
    return all(scenario.terms.components[c].may_be_negative for c in np.flatnonzero(levels < 0.0))


class _Proposed(NamedTuple):
    """Hold draws that meet what is known, not yet resampled."""

    variates: Variates
    shocks: Array
    """Of the known years, shape ``(year, size, BLOCK)``."""
    chosen: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConditionedShocks:
    """Draw shocks of a path given what is known of its levels: exactly met in every draw, the rest as it follows.

    What is known moves the stretch of each draw's spread too, where it is drawn: it is proposed near where it belongs.
    Where the region's own shocks have a scale of their own, it is this one that what is known moves. How far the common
    shocks stray, the published series tell, of which the region is no part: their scale stays as it is drawn.
    """

    shocks: Shocks
    conditions: Conditions
    own_scale: OwnScale | None = None
    """What is known of the own scale; None where one serves all shocks, or nothing tells of it."""
    units: tuple[float, ...] = (1.0,)
    """Scale of each part of the normals in units of which the conditions are."""

    @classmethod
    def of(cls, shocks: Shocks, *, base: Array, growth: Array, observed: Sequence[Observed]) -> Self:
        """Return the shocks of a path from `base` ``(n,)`` by `growth` ``(n, year)`` given what is known."""
        # of a group without a base nothing is known, and any level will do
        started = np.where(np.isnan(base), 1.0, base)
        growing = Growing(base=started, growth=growth, shift=shocks.shift, factor=shocks.factor, own=shocks.own)
        if not shocks.own:
            left = LEAST_LEFT if shocks.degrees_of_freedom is None else WIDE_LEFT
            return cls(shocks=shocks, conditions=Conditions.of(growing, observed, least_left=left))
        units, scale = (1.0, 1.0), None
        # slopes hang a little on which part makes up for what strayed, and that on the scales
        for _ in range(_SCALE_ROUNDS):
            conditions = Conditions.of(growing.in_units(units), observed, least_left=WIDE_LEFT)
            if not conditions.counts.any():
                break
            common, own = (spread / unit**2 for spread, unit in zip(conditions.spread_by_part(), units, strict=True))
            scale = OwnScale.of(conditions.strayed, common, own, (shocks.freedom, shocks.own_freedom))
            units = scale.usual
        conditions = Conditions.of(growing.in_units(units), observed, least_left=WIDE_LEFT)
        return cls(shocks=shocks, conditions=conditions, own_scale=scale, units=units)

    @property
    def independent(self) -> bool:
        """Whether the draws of a block are independent of each other: draws taken again by weight are not."""
        return False

    def draw(self, *stream: int) -> Array:
        """Return one block of shocks, shape ``(year, size, BLOCK)``, in a buffer that the next call overwrites."""
        made = self._proposed(*stream)
        drawn = self.shocks.joined(made.variates)
        years = len(made.shocks)
        # the same to rounding, and exactly what is known
        np.take(made.shocks, made.chosen, axis=-1, out=drawn[:years])
        return drawn

    def worth(self, *stream: int) -> float:
        """Return how many draws of a block the weighted ones are worth, 0 to BLOCK: the effective sample size."""
        return self._proposed(*stream).worth

    def _proposed(self, *stream: int) -> _Proposed:
        variates = self.shocks.variates(*stream)
        generator = generator_of(self.shocks.entropy, (*stream, _OWN_STREAM))
        weights = np.zeros(BLOCK)
        mixing = self._mixing(variates, generator, weights)
        if self.shocks.own:
            scales = [variates.scale, self._own_scale(variates, generator, weights)]
        else:
            scales = [self._scale(variates, mixing, generator, weights)]
        years = len(self.conditions.observed)
        of_years = np.ones((years, BLOCK)) if mixing is None else mixing[:years]
        stretch = np.array(
            [
                of_years if scale is None else of_years * (scale / unit)
                for scale, unit in zip(scales, self.units, strict=True)
            ]
        )
        shocks, w, of_known = self.conditions.meet(variates.normals, stretch)
        weights += of_known
        if self.own_scale is not None and variates.scale is not None:
            _even_out(weights, variates.scale)
        chosen, worth = resampled(weights, generator.random())
        met = self.conditions.stretched(w, stretch, back=True)
        np.take(met, chosen, axis=-1, out=variates.normals[:years])
        if mixing is not None:
            mixing[:years] = mixing[:years, chosen]
        kept = [None if scale is None else scale[chosen] for scale in scales]
        made = replace(variates, mixing=mixing, scale=kept[0], own_scale=kept[1] if self.shocks.own else None)
        return _Proposed(variates=made, shocks=shocks, chosen=chosen, worth=worth)

    def _own_scale(self, variates: Variates, generator: np.random.Generator, weights: Array) -> Array | None:
        """Return the scale of own shocks near where it belongs, given that of the common ones; add to the weights."""
        known, drawn, freedom = self.own_scale, variates.own_scale, self.shocks.own_freedom
        if known is None:
            return drawn
        common = np.zeros(BLOCK) if variates.scale is None else np.log(variates.scale)
        # how likely a common scale makes what is known does not count
        weights -= known.log_evidence(common)
        if drawn is None or freedom is None:
            return drawn
        as_it_is = _AS_IT_IS if variates.mixing is None else _AS_IT_IS_BESIDE_YEARS
        near = np.where(generator.random(BLOCK) < as_it_is, np.log(drawn), known.draw(common, generator))
        before = log_prior(near, freedom)
        weights += before - np.logaddexp(log(as_it_is) + before, log(1.0 - as_it_is) + known.log_density(common, near))
        return np.exp(near)

    def _mixing(self, variates: Variates, generator: np.random.Generator, weights: Array) -> Array | None:
        """Return the stretch of each year of a draw, in known years near where it belongs; add to the weights."""
        if variates.mixing is None:
            return None
        assert self.shocks.degrees_of_freedom is not None
        freedom, scaled = self.shocks.degrees_of_freedom, self.shocks.degrees_of_freedom - 2.0
        mixing = variates.mixing.copy()
        of_years = self.conditions.surprise / self._usual_stretch()
        for t, (count, surprise) in enumerate(zip(self.conditions.counts, of_years, strict=True)):
            # the year's own part of the surprise, or all of it: one year may be what strayed
            parts = (surprise / scaled, float(of_years.sum()) / scaled)
            squares, of_proposal = _near(scaled / mixing[t] ** 2, freedom, int(count), parts, generator)
            mixing[t] = np.sqrt(scaled / squares)
            weights += of_proposal
        return mixing

    def _usual_stretch(self) -> float:
        """Return about how much of the squared surprise the stretch of whole draws explains, not that of single years.

        The two explain it together: each in turn is taken given the mean of the other, until they agree.
        """
        stretch, freedom, own = 1.0, self.shocks.freedom, self.shocks.degrees_of_freedom
        # in units of the scales, what these explain is taken out
        if freedom is None or own is None or self.shocks.own:
            return stretch
        counts, surprise = self.conditions.counts, self.conditions.surprise
        for _ in range(_ROUNDS):
            by_year = surprise * (own + counts) / (own - 2.0 + surprise / stretch)
            stretch = (freedom + float(by_year.sum())) / (freedom + float(counts.sum()))
        return stretch

    def _scale(
        self, variates: Variates, mixing: Array | None, generator: np.random.Generator, weights: Array
    ) -> Array | None:
        """Return the stretch of each whole draw, near where it belongs given that of its years; add to the weights."""
        if variates.scale is None:
            return None
        assert self.shocks.freedom is not None
        freedom, surprise = self.shocks.freedom, self.conditions.surprise[:, np.newaxis]
        by_year = surprise if mixing is None else surprise / mixing[: len(surprise)] ** 2
        count = int(self.conditions.counts.sum())
        squares, of_proposal = _near(
            freedom / variates.scale**2, freedom, count, (by_year.sum(axis=0) / freedom,), generator
        )
        weights += of_proposal
        return np.sqrt(freedom / squares)


def _even_out(weights: Array, scale: Array) -> None:
    """Make draws of every common scale weigh as much together, in place: the weights are logarithms.

    That is what they do without this where sums are linear in the shocks.
    """
    order = np.argsort(scale, kind="stable").reshape(_SCALES_ALIKE, -1)
    alike = weights[order]
    highest = alike.max(axis=1, keepdims=True)
    # where none of them meets what is known, there is nothing to share
    highest[~np.isfinite(highest)] = 0.0
    sums = np.exp(alike - highest).sum(axis=1, keepdims=True)
    weights[order] = alike - highest - np.log(np.where(sums > 0.0, sums, 1.0))


def _near(
    squares: Array, freedom: float, count: int, surprises: Sequence[Array | float], generator: np.random.Generator
) -> tuple[Array, Array]:
    r"""Return chi-squares near where they belong, and the logarithm of their density over that of the proposal.

    With d the length of the shocks that meet `count` sums, :math:`u \sim \chi^2_\nu` and shocks of variance
    :math:`\nu / u`, u given the sums is :math:`\chi^2_{\nu + k} / (1 + d^2 / \nu)` in a linear model; `surprises` are
    what :math:`d^2 / \nu` may be, `squares` are draws of :math:`\chi^2_\nu`. Part of them stay as they are,
    so that no weight is above one over that part, however wrong the surprise.
    """
    if not count:
        return squares, np.zeros(1)
    stretches = [1.0 + np.asarray(surprise) for surprise in surprises]
    moved = squares + generator.chisquare(count, size=BLOCK)
    which = generator.random(BLOCK)
    near = squares.copy()
    each = (1.0 - _AS_IT_IS) / len(stretches)
    for number, stretch in enumerate(stretches):
        chosen = (which >= _AS_IT_IS + number * each) & (which < _AS_IT_IS + (number + 1) * each)
        near = np.where(chosen, moved / stretch, near)
    # the density of each proposal over that of the chi-square itself
    constant = lgamma(freedom / 2.0) - lgamma((freedom + count) / 2.0)
    densities = [
        constant + 0.5 * ((1.0 - stretch) * near + count * np.log(near / 2.0) + (freedom + count) * np.log(stretch))
        for stretch in stretches
    ]
    mixed = np.full(BLOCK, log(_AS_IT_IS))
    for density in densities:
        mixed = np.logaddexp(mixed, log(each) + density)
    return near, -mixed


_MANY = Fault(
    what=Text("已知数", "what is known"),
    rule=Text("属于一个地区", "be of one region"),
    got=Text("多个地区", "many regions"),
    way_out=Text("先选定一个地区", "take one of the regions"),
)
_SHAPE = Template("为 {shape}", "be {shape}")
_AXES = Text("轴序为（人群，构成，年份），基年不在内", "the axes are (group, component, year), without the base year")
_INCOME = Template("{group}{year}收入", "income of {group} in {year}")
_CHECK = Text("核对合计与构成", "check the total and the components")
_OF_ONE_SIGN = Text("各项构成与基年同号", "have components on the same side of zero as in the base year")
_NO_GROWTH = Text("由零增长没有增速；只给合计即可", "there is no growth from or to zero; give the total alone")
_SUM = Text("构成之和与合计相符", "have components that add up to the total")
_MORE = Text("合计大于已知构成之和", "have a total above the components that are known")
_AGAINST = Template("构成之和 {parts:g}，合计 {total:g}", "components {parts:g}, total {total:g}")
