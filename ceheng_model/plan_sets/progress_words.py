"""Hold the texts on how counties stand against their plans."""

from collections.abc import Mapping

from ceheng_model.tracking.lights import Light
from ceheng_model.vocabulary import Template, Text

TABLE = Text("各县实际数的表", "the table of the counties' actual incomes")
THE_DAY = Text("截止日期", "the day")
THE_ROW = Text("本行", "the row")
ONCE = Text("同一县、人群、年份、公布日期只出现一次", "appear once for a county, group, year and day")
ONE_OF_TWO = Text("删去重复的一行", "delete one of the two")
AFTER_YEAR = Template("晚于所报的 {year} 年", "be after the year that it is of, {year}")
DAY_OF_BULLETIN = Text("写公布该数的日期", "write the day on which it was published")
YEAR_OF_PLAN = Text("在该县方案的期间内", "lie within the plan of its county")
OWN_YEARS = Text("只报方案期间的年份", "report years of the plan alone")
NEAR_PLAN = Template("与方案的 {planned} 元相差不过五倍", "lie within a factor of five of the planned {planned} yuan")
WHOLE_STANDS = Template(
    "{year}年{count}个县{group}收入按人口加权为{value}元，按各县方案应为{planned}元，{apart}。",
    "The income of {group} over {count} counties, weighted by residents, is {value} yuan in {year}; by their plans it "
    "would be {planned}: {apart}.",
)
BELOW = Template("低{yuan}元", "{yuan} yuan below")
HIGHER = Template("高{yuan}元", "{yuan} yuan above")
AS_PLANNED = Text("两者一致", "as planned")
ABOVE_NEEDS = Template(
    "要达到{above}方案{year}年{group}收入{wanted}元，其余年份全部县合计须年均增长{needed}。",
    "For the {wanted} yuan that the plan of {above} asks of {group} in {year}, all counties together must grow "
    "{needed} a year in the years left.",
)
BEHIND = Template("滞后于序时进度的县有{count}个：{names}。", "Counties that are behind, {count} in all: {names}.")
NONE_BEHIND = Text("已公布的各县均达到序时进度。", "No county that has published is behind.")
UNREPORTED = Template(
    "尚无实际数的县有{count}个：{names}。", "Counties of which nothing is known yet, {count} in all: {names}."
)
SILENT = Text("尚无实际数的县和人群", "Counties and groups of which nothing is known yet")
REFUSED = Template("实际数中有{count}行未采用：{first}。", "{count} rows of actual incomes are not used: {first}.")
AND_MORE = Template("{names}等", "{names} and others")
AS_OF = Template(
    "以{day}及以前公布的数为准{later}。",
    "This rests on what was published up to {day}{later}.",
)
NOTHING_USED = Text("没有可用的实际数。", "No actual income can be used.")
LATER = Template("，其后公布的{count}个数未计入", "; later figures left out: {count}")
ALL_ROWS = Template("各县进度（截至{day}）", "How the counties stand ({day})")
BEHIND_TABLE = Text("滞后于序时进度的县", "Counties that are behind")
ACTUAL = Text("实际（元）", "actual (yuan)")
PLANNED = Text("方案（元）", "planned (yuan)")
DISTANCE = Text("差额（元）", "distance (yuan)")
NEEDED = Text("须年均增长", "must grow a year")
PLANNED_GROWTH = Text("方案其余年份年均增速", "planned for the years left")
STATE = Text("进度", "state")
SHORT: Mapping[Light, Text] = {
    Light.ON_SCHEDULE: Text("达到", "on schedule"),
    Light.BEHIND: Text("滞后", "behind"),
}
NOTE = Text(
    "方案数为各县方案测算的当年收入；须年均增长为其余年份达到方案末年收入所需的增速",
    "planned: what the county's plan leads to in that year; must grow: what still reaches its last year",
)
REVISED = Text("修订过的数", "Figures that were revised")
FIRST = Text("最初公布（元）", "first published (yuan)")
NOT_USED = Text("未采用的行", "Rows that are not used")
LACKS = Template(
    "{group}未计入全部县合计的：{counties}。",
    "Not in the total of {group}: {counties}.",
)
NOT_TRACKED = Text("方案或人口不足、未计入合计的", "Not in the total: what plans or residents lack")
