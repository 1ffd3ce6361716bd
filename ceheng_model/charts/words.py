"""What several charts say in words: where their figures come from, and what of these is assumed."""

from ceheng_model.vocabulary import Template, Text

PROJECTED_TOTAL = Text("收入合计", "total income")

SPREAD_IS_ASSUMED = Text(
    "离散程度由公布的序列估计，其适用于本地为假定",
    "spread estimated from published series, assumed to hold here",
)
OTHERS_ARE_ASSUMED = Text("其他情景的增速同为假设", "growth in the other scenarios is assumed too")

SENTENCE = Template("{text}。", "{text}.")
SOURCE = Template("来源：{title}", "Source: {title}")
BASE_INCOME = Template("{year}收入：{groups}", "{year} income: {groups}")
BASE_SPLIT = Template("其构成：{groups}", "its split: {groups}")
GROWTH_IS_ASSUMED = Template("增速为情景“{title}”的假设", 'growth as assumed in the scenario "{title}"')
OF_STATUS = Template("{groups}为{status}", "{status} for {groups}")
OF_CASE = Template("{group}按{case}", "{group} from {case}")
ANOTHER_CONCEPT = Template("{group}为{concept}，口径不同", "{group}: {concept}, another concept")

AT_THE_PLANS_GROWTH = Template("按{kind}增速", "At the {kind}'s growth")
IN_SCENARIO = Template("在“{title}”情景下", 'In the scenario "{title}"')
WITH_CHANGE = Template("若{difference}", "With {difference}")
IN_THIS_SCENARIO = Text("在本情景下", "In this scenario")
FOUND = Template("{basis}，{finding}", "{basis}, {finding}")
BY_PLAN = Template("按{kind}", "the {kind}")
"""What the plan's own figures are called beside those of another scenario."""

TARGET_MET = Template("达到目标{value}", "meeting the target of {value}")
TARGET_MET_BY_ROUNDING = Template("四舍五入后达到目标{value}", "which rounds to the target of {value}")
TARGET_EXCEEDED = Template("超过目标{value}", "beyond the target of {value}")
TARGET_UNDERCUT = Template("已低于目标{value}", "already below the target of {value}")
TARGET_ABOVE = Template("低于目标{value}", "below the target of {value}")
TARGET_BELOW = Template("高于目标{value}", "above the target of {value}")
TARGET_ON_THE_EDGE = Template(
    "处在目标{value}的舍入边缘，能否算达到不能判定",
    "on the edge of what rounds to the target of {value}, so that it is undecided whether it is met",
)
TARGETS_OF_ONE_MET = Text("各项目标均达到", "meeting all its targets")
TARGETS_ALL_MET = Text("均达到目标", "all meeting their targets")

ROUNDED = Text("各项之和与合计因四舍五入略有出入", "parts may not add up to the total because of rounding")
DASHED_IS_PLAN = Template("细虚线为按{kind}", "thin dashed line: the {kind}")
AS_IN_PLAN = Template("{names}与按{kind}重合", "{names}: the same as in the {kind}")
PLAN_VALUE = Template("按{kind} {value}", "the {kind} {value}")
