"""Hold the texts on counties that are drawn together."""

from ceheng_model.vocabulary import Template, Text

GIVEN_SPREAD = Text("波动由使用者给出", "the spread is the user's")
ESTIMATED = Template(
    "全国波动按全国历年增速，省内共同波动按福建省与全国之差，各县自身的波动假定与后者相同；{error}",
    "the nation strays as its past growth, the province as that of Fujian less the nation's, and each county by itself "
    "as far as that by assumption; {error}",
)
WITH_ERROR = Text("离散程度的估计误差已计入", "the error of these estimates is counted")
WITHOUT_ERROR = Text("离散程度的估计误差未计入", "the error of these estimates is not counted")
FREEDOM = Text("大于 2", "be above 2")
NO_FREEDOM = Text("离散程度视为确知时不填", "leave it out where the spread is known")
SQUARE = Template("为 {size} 行 {size} 列的协方差", "be a covariance of {size} by {size}")
AS_SQUARE = Text(
    "用 SharedSpread.of({人群: (全国, 省内, 本县)}) 建立",
    "make one with SharedSpread.of({group: (nation, province, own)})",
)
NO_COVARIANCE = Text("不是协方差", "no covariance")
CORRELATION = Text("人群之间的相关系数", "the correlation of groups")
THE_SPREAD = Text("波动", "the spread")
HOLDS_GROUPS = Template("含人群 {groups}", "hold the groups {groups}")
THE_DRAWS = Text("模拟次数", "the number of draws")
DRAWABLE = Text("可模拟的县", "a county that can be drawn")
GIVE_PLANS = Text("给出可测算的方案，或历年增速", "give plans that can be projected, or past growth")
ABOVE_MET = Template(
    "上级目标全部达到的概率为{probability}。", "All goals above are met with probability {probability}."
)
COUNTIES_MET = Template(
    "{all}个县中至少{half}个县达到各自全部目标的概率为{probability}；达到的县数中位为{middle}个（90%的情形在{low}—{high}个）。",
    "Of {all} counties at least {half} meet all their goals with probability {probability}; the median is {middle} "
    "({low} to {high} in 90 % of the draws).",
)
RATIO_WITHIN = Template(
    "{year}年全部县的收入比中位为{middle}（90%的情形在{low}—{high}）。",
    "The ratio of all counties together in {year} has the median {middle} ({low} to {high} in 90 % of the draws).",
)
CONDITION = Template(
    "模拟{draws}次，以各县增速围绕其方案波动为条件；{source}。",
    "{draws} draws, if growth in every county strays around its plan; {source}.",
)
MEETS_ALL = Text("全部目标达到的概率", "meets all its goals with probability")
BY_COUNTY = Template("{count}个县达到目标的概率", "Probability that each of {count} counties meets its goals")
WHOLE = Text("全部县合在一起", "All counties together")
PRINTED = Template("（{figure}）", " ({figure})")
GOAL = Template("目标：{label}{printed}", "goal: {label}{printed}")
INCOME_OF = Template("{year}年{group}收入（元）", "income of {group} {year} (yuan)")
RATIO_OF = Template("{year}年收入比", "income ratio {year}")
APART_OF = Template("{group}收入最高县与最低县之比", "{group}: highest county over lowest")
AT_LEAST_COUNT = Text("至少达到的县数", "at least so many counties")
HOW_MANY = Text("至少多少个县达到全部目标", "How many counties meet all their goals")
TARGET = Template("{group}收入{wanted}元", "{group}: {wanted} yuan")
DRAWN_LACKS = Template(
    "{group}的合计不含{counties}。",
    "The total of {group} is without {counties}.",
)
BY_PAST = Template(
    "方案没有写明增速的，按历年增速：{names}。",
    "Where the plan gives no growth, that of the years before counts: {names}.",
)
AND_MORE = Template("{names}等{count}个", "{names} and others, {count} in all")
COUNTY_GROUP = Template("{county}{group}", "{county}: {group}")
NOT_IN_WHOLE = Text("未计入全部县合计的", "Not in the total of all counties")
GOALS_NOT_JUDGED = Text("未判定的目标（条）", "goals not judged")
NOT_JUDGED_NOTE = Text(
    "方案没有写明增速或基数的人群，收入不能模拟，有关目标不判定",
    "where a plan gives no growth or no base of a group, its income is not drawn and goals of it are not judged",
)
