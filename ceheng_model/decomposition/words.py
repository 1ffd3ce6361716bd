"""Say in words how a change was split, and what the parts mean."""

from collections.abc import Sequence

from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

SHAPLEY = Text(
    "按沙普利值分解：每项假设在所有先后次序中带来的变化的平均，各项之和等于两情景之差",
    "split by the Shapley value: what an assumption adds, averaged over all orders in which the assumptions can be "
    "exchanged; the effects add up to the difference",
)
IN_POINTS = Text("影响以百分点计", "effects are percentage points")
NO_DIFFERENCE = Text("“–”：两情景在该指标上没有差异", "a dash: the scenarios do not differ in the quantity as a whole")
IDLE = Template("另有{count}项假设不同，但不影响该指标", "assumptions that differ without moving the quantity: {count}")
DIVISIA = Template(
    "按对数平均迪氏指数法（LMDI-I）分解，各项之和等于收入比的变动；{below}收入增加使收入比下降，故为负；占变动为负的使收入比反向变动",
    "split by the logarithmic mean Divisia index (LMDI-I); the parts add up to the change of the ratio. "
    "{below} income that grows lowers the ratio, so its part is negative; "
    "a negative share of the change works against it",
)
DIRECT = Text("直接比较首末两年", "the first and the last year are compared directly")
CHAINED = Text("逐年分解后相加", "every year is split, and the parts of the years are added")
UNCHANGED = Text(
    "“–”：收入比不变，各项占变动的比重无意义",
    "a dash: the ratio does not change, so there is nothing to take a part of",
)
ONLY_BETWEEN = Text(
    "仅为人群之间的部分：各人群内部的收入差距不在模型中，也不为零",
    "between the groups only: inequality within each group is not in the model, and is not zero",
)
PARTS = Text(
    "各人群的数相加为指数；负数表示该人群的收入占比低于（平均对数离差中为高于）人口占比，不单独解释",
    "the groups' figures add up to the index; one below zero belongs to a group with less of income than of "
    "population (for the mean log deviation: with more) and says nothing alone",
)
MEAN_WEIGHTS = Text(
    "按首末两年平均的人口占比和收入分解（对称权数，即沙普利值），各项之和等于全体居民收入的变动，没有余项；拉动以百分点计",
    "split with the means of the first and the last year as weights (symmetric, the Shapley value): the parts add up "
    "to the change of the income of all, without a rest; pp are percentage points of its growth",
)
MOVING = Text(
    "“人口流动”为人口占比的全部变动：迁移、出生和死亡、村改居；为正表示人口流向收入较高的一方",
    "moving is every change of the shares of the population: people who move, births and deaths, villages that become "
    "towns; above zero where people come to those who earn more",
)
_WITHOUT_RESIDENTS = Template("{years}人口未给出，未列", "left out, since the population is not given: {years}")


def without_residents(years: Sequence[int], terms: Terms) -> Text | None:
    """Return in words which years are left out because nobody gave their population; None where all are in."""
    if not years:
        return None
    return _WITHOUT_RESIDENTS.format(years=terms.year_label(Text.join(map(Text.same, years))))
