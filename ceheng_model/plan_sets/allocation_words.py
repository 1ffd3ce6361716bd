"""Hold the texts on a target that is handed down."""

from collections.abc import Mapping

from ceheng_model.vocabulary import Template, Text

RULES: Mapping[str, Text] = {
    "equal": Text("同一增速", "equal growth"),
    "catch_up": Text("低收入县追赶", "catching up"),
    "past": Text("按历年增速", "in proportion to the past"),
    "least_change": Text("对各县方案改动最小", "least change to the counties' own plans"),
    "least_burden": Text("最低收入县负担最轻", "least burden on the lowest county"),
}
BOUNDS: Mapping[str, Text] = {
    "floor": Text("下限", "floor"),
    "ceiling": Text("上限", "ceiling"),
    "locked": Text("保持本县方案", "keeps its own plan"),
}
TITLE = Template(
    "{year}年{group}收入{wanted}元分解到各县（{rule}）", "{group}: {wanted} yuan in {year}, by county ({rule})"
)
NOTE = Template(
    "按人口加权，各县合计{reached}元；增速为年均增速；下发的目标按元向上取整",
    "weighted by residents the counties come to {reached} yuan; growth is average annual growth; targets that are sent "
    "out are rounded up to whole yuan",
)
SHARE = Text("人口占比", "share of residents")
BASE = Text("基数（元）", "base (yuan)")
TARGET = Template("{year}年目标（元）", "target {year} (yuan)")
GROWTH = Text("须年均增长", "must grow a year")
OVER_PAST = Text("比历年高（百分点）", "above the past (points)")
OWN = Text("本县方案（元）", "own plan (yuan)")
OVER_OWN = Text("比本县方案高（百分点）", "above its own plan (points)")
BOUND = Text("受限于", "held by")
PROBABILITY = Text("达到的概率", "reached with probability")
LEFT_OUT = Text("未参与分解的县", "Counties that take no part")
NO_SUCH_GROUP = Text("方案没有这一人群", "the plan has no such group")
NO_RESIDENTS = Text("没有人口", "its residents are not given")
BASE_TOO_LATE = Text("基年不早于目标年", "its base year is not before the year of the target")
HANDED_DOWN = Template(
    "{year}年{group}收入{wanted}元分解到{count}个县，规则：{rule}。",
    "The income of {group} in {year}, {wanted} yuan, is handed down to {count} counties by {rule}.",
)
ALL_ALIKE = Template("各县须年均增长{rate}。", "Every county must grow {rate} a year.")
BETWEEN = Template(
    "各县须年均增长{low}（{lowest}）至{high}（{highest}）。",
    "Counties must grow from {low} ({lowest}) to {high} ({highest}) a year.",
)
ABOVE_OWN = Template(
    "{count}个县须比本县方案增长得快，最多的是{most}，高{points}个百分点。",
    "{count} must grow faster than they plan, most of all {most}, by {points} percentage points.",
)
TOO_HIGH = Template(
    "没有符合上限的分法：各县都到上限，合计{reached}元，还差{apart}元；受限的县（人口多的在前）：{names}。",
    "No split stays below the ceilings: with every county there the sum is {reached} yuan, {apart} yuan short; held "
    "(the largest first): {names}.",
)
TOO_LOW = Template(
    "没有符合下限的分法：各县都到下限，合计已达{reached}元，超出{apart}元；受限的县（人口多的在前）：{names}。",
    "No split stays above the floors: with every county there the sum is {reached} yuan already, {apart} yuan too "
    "much; held (the largest first): {names}.",
)
RAISE_TOGETHER = Template(
    "各县上限一同提高{points}个百分点即可达到。",
    "Raised together by {points} percentage points, the ceilings would do.",
)
LOWER_TOGETHER = Template(
    "各县下限一同降低{points}个百分点即可。", "Lowered together by {points} percentage points, the floors would do."
)
AND_MORE = Template("{names}等{count}个县", "{names} and others, {count} in all")
RESTS_ON = Text(
    "以各县基数和目标年人口为准。", "This rests on the counties' bases and on the residents of the year of the target."
)
PLAN_TITLE = Template("{county}居民收入目标（{year}年）", "Income target of {county} for {year}")
SENT_TABLE = Text("下发的目标表", "the table of targets to send out")
URBAN_OR_RURAL = Text("是城镇或农村居民的", "be of urban or rural residents")
AS_FOLDERS = Text("改写成各县的方案文件夹", "write plan folders instead, one a county")
FOLDER = Text("各县目标的文件夹", "the folder of targets")
FREE = Text("尚不存在或为空", "not exist yet, or be empty")
OTHER_NAME = Text("换一个名称；已有的文件不会被覆盖", "choose another name; nothing that is there is overwritten")
THE_TARGET = Text("要分解的目标", "the target to hand down")
LIKE_TARGET = Text("为一个人群的收入或年均增速", "be an income or an average growth of one group")
AS_TARGET = Template(
    "写作 {group}.{year}=18000（元）或 {group}.average_growth=8%{statements}。人群：{groups}；年份：{years}",
    "write {group}.{year}=18000 (yuan) or {group}.average_growth=8%{statements}. Groups: {groups}; years: {years}",
)
OR_STATEMENT = Template("，或上级方案条目的编号：{names}", ", or the id of a statement of the plan above: {names}")
IN_YUAN = Template("与各县基数{base}元单位相同", "be in the unit of the counties' base of {base} yuan")
WRITE_YUAN = Text("以元计，如 rural=18000", "write yuan, such as rural=18000")
MEMBERS = Text("可参与分解的县", "a county that can take part")
GIVE_RESIDENTS = Text("给出各县该人群的收入和人口", "give incomes and residents of that group")
BASE_YEARS = Text("各县的基年", "the counties' base years")
ONE_BASE = Text("相同（目标为增速时）", "be one where the target is a growth")
GIVE_LEVEL = Text("改用收入目标，如 rural=18000", "give a level instead, such as rural=18000")
FLOOR = Text("增速下限", "the floor of growth")
CEILING = Text("增速上限", "the ceiling of growth")
LOCKED = Text("保持本县方案的县", "a county that is locked")
FLOOR_OF = Template("{county}的下限", "the floor of {county}")
NOT_ABOVE = Text("不高于其上限", "not be above its ceiling")
LOWER_FLOOR = Text("降低下限，或提高上限", "lower it, or raise the ceiling")
CONVERGENCE = Text("追赶系数", "the convergence")
BELOW_ONE = Text("小于 1", "be below 1")
AS_RATE = Text("8% 写作 0.08 或 8%", "write 8 % as 0.08 or 8%")
OF_COUNTY = Template("{county}的{what}", "{what} of {county}")
OWN_PROMISE = Text("本县目标", "the own plan's income")
GIVE_OWN = Text("在表中写目标，或换一条规则", "write its target into the table, or choose another rule")
PAST = Text("历年增速", "the past growth")
GIVE_ANY_PAST = Text("在表中写历年增速，或换一条规则", "write its past growth into the table, or choose another rule")
GIVE_PAST = Text(
    "在表中写历年增速（大于零），或换一条规则", "write its past growth into the table, or choose another rule"
)
NOT_HANDED = Template("未分解到的县：{names}。", "Nothing is handed down to: {names}.")
WITHOUT = Template("{county}（{reason}）", "{county} ({reason})")
