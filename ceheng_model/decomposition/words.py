"""Say in words how a change was split, and what the parts mean."""

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
