"""Find how many people must get a measure so that a target is reached, in closed form."""

from dataclasses import dataclass, replace

import numpy as np

from ceheng_model.arithmetic import compound
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError
from ceheng_model.levers import Lever, added_levels
from ceheng_model.quantities import Target
from ceheng_model.scenarios import Scenario
from ceheng_model.solving.problem import TINY, NoSolutionError, target_of
from ceheng_model.tables import Column, Shown, Table, written
from ceheng_model.vocabulary import Keyed, Template, Text

_OF_RESIDENTS = Template("占{residents}", "of {residents}")
_MONEY = Text("年财政资金", "public money a year")
_PER_RECIPIENT = Template("措施 {lever} 每人领取的金额", "what a recipient of {lever} gets")
_CAN_REACH = Template("能因 {lever} 达到 {value}", "be able to reach {value} by {lever}")
_TOO_MANY = Template(
    "所需人数超过该人群的{residents}，单靠此项措施不能达到",
    "more than the group has {residents}: this measure alone cannot do it",
)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RequiredRecipients(Shown):
    """Hold how many people must get a measure a year so that a target is reached."""

    target: Target
    lever: Lever
    """The measure with that many recipients."""
    origin: Scenario
    """The scenario without it."""
    before: float
    """The quantity without the measure."""

    @property
    def recipients(self) -> float:
        """People who must get it in a year; a fraction of a person is not rounded."""
        return self.lever.recipients

    @property
    def scenario(self) -> Scenario:
        """The scenario with the measure."""
        return self.origin.with_lever(self.lever)

    @property
    def part_of_residents(self) -> float:
        """Recipients over the residents of the group in the measure's first year."""
        return self.recipients / self.lever.residents_in(self.lever.first_year)

    def tables(self) -> tuple[Table, ...]:
        """Return the answer in one row; more recipients than residents are said to be impossible."""
        terms = self.origin.terms
        columns = (
            Column(key="lever", heading=Text("措施", "measure"), kind="label"),
            Column(key="target", heading=Text("目标", "target")),
            Column(key="before", heading=Text("现为", "now"), kind="ratio"),
            Column(key="wanted", heading=Text("目标值", "to reach"), kind="ratio"),
            Column(key="recipients", heading=Text("每年须领取的人数", "recipients a year"), kind="count"),
            Column(key="part", heading=terms.say(_OF_RESIDENTS), kind="percent", decimals=1),
            Column(key="public_money", heading=Text(terms.in_money(_MONEY).zh, _MONEY.en), kind="yuan", decimals=0),
        )
        lever = self.lever
        row = (
            Keyed(lever.id, lever.title),
            self.target.quantity.label(self.origin.terms),
            self.target.figure(self.before),
            self.target.figure(self.target.value),
            self.recipients,
            self.part_of_residents,
            lever.public_money,
        )
        notes = (terms.say(_TOO_MANY),) if self.part_of_residents > 1.0 else ()
        title = Text("所需领取人数", "Required recipients")
        return (Table(name="recipients", title=title, columns=columns, rows=(row,), notes=notes),)


@door
def required_recipients(scenario: Scenario, target: Target | str, lever: Lever) -> RequiredRecipients:
    r"""Return how many recipients a year a measure needs so that a target is reached.

    With :math:`N` and :math:`D` the forms of the quantity, :math:`\tau` its threshold and :math:`d` what one
    recipient adds to the levels, :math:`N(L) + x N(d) = \tau (D(L) + x D(d))` is linear in :math:`x`. The
    recipients that `lever` has are not used. Raises `InputError` for targets that do not exist and measures that
    pay nothing to a recipient, `NoSolutionError` where recipients cannot move the quantity to the target.

    >>> from ceheng_model.scenarios import scenario
    >>> doctors = scenario("plan").plan.levers[0].lever({"recipients": 0, "residents": 120_000, "first_year": 2022})
    >>> answer = required_recipients(scenario("plan"), "rural.2024=15600", doctors)
    >>> round(answer.recipients, 1)
    1950.9
    """
    scenario.require_single()
    target = target_of(target, scenario)
    origin = scenario.with_levers([other for other in scenario.levers if other.id != lever.id])
    of_one = added_levels([replace(lever, recipients=1.0, quantity=0.0, investment=0.0)], origin.terms, origin.years)
    if not of_one.any():
        raise InputError(_pays_nothing(lever))
    ratio = target.quantity.ratio(origin)
    levels = compound(origin.baseline.levels, origin.growth, origin.added)
    step = np.concatenate([np.zeros((*of_one.shape[:-1], 1)), of_one], axis=-1)
    wanted = ratio.threshold(target.value)
    above, below = (float(form) for form in ratio.forms(levels))
    more_above = float((ratio.numerator * step).sum())
    more_below = float((ratio.denominator * step).sum())
    slope = more_above - wanted * more_below
    missing = wanted * below - above
    before = ratio.of(above / below)
    if abs(slope) <= TINY * abs(above) or missing / slope < 0.0:
        raise _none(target, lever, origin, before)
    needed = replace(lever, recipients=missing / slope, quantity=0.0, investment=0.0)
    return RequiredRecipients(target=target, lever=needed, origin=origin, before=before)


def _pays_nothing(lever: Lever) -> Fault:
    return Fault(
        what=_PER_RECIPIENT.format(lever=lever.id),
        rule=Text("在预测的年份内大于零", "be above zero in a projected year"),
        got=lever.amount * lever.periods * lever.take_up,
        way_out=Text("给出 amount、periods 与 first_year", "give amount, periods and first_year"),
    )


def _none(target: Target, lever: Lever, origin: Scenario, before: float) -> NoSolutionError:
    now, value = (written(target.figure(number), "text") for number in (before, target.value))
    return NoSolutionError(
        Fault(
            what=target.quantity.label(origin.terms),
            rule=_CAN_REACH.format(lever=lever.id, value=value),
            got=now,
            way_out=Text(
                "该措施不推动此指标，或目标已达到",
                "the measure does not move it there, or the target is reached already",
            ),
        ),
        closest=before,
        bound=0.0,
    )
