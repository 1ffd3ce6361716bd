"""Hold the sentences of the bulletin on all counties as templates; figures and names come in as fields."""

from ceheng_model.vocabulary import Template, Text

TITLE_ABOVE = Template("关于《{plan}》各县进展情况的通报", "Bulletin on how the counties stand in “{plan}”")
TITLE = Text("关于各县增收目标进展情况的通报", "Bulletin on how the counties stand in their income plans")
SUBTITLE = Template("（截至{day}）", "(as of {day})")
ANSWER = Template("截至{day}，纳入跟踪的{count}个县中，{parts}。", "As of {day}, of {count} counties {parts}.")
ON_SCHEDULE = Template("{count}个达到序时进度", "{count} on schedule")
BEHIND = Template("{count}个滞后", "{count} behind")
NOT_REPORTED = Template("{count}个未报", "{count} not reported")
INCOME_OF = Template("{year}年{group}收入（{count}个县）", "income of {group}, {year}, {count} counties")
AGAINST_PATH = Template("按各县方案应为{planned}（{gap}）", "planned {planned} ({gap})")
NO_WHOLE = Text(
    "尚有县未报同一年的收入或没有人口，全部县的收入未汇总。",
    "The incomes of all counties are not added up: some have not reported the same year, or their residents are not "
    "given.",
)
ABOVE_NEEDS = Template(
    "要达到《{plan}》{year}年{group}收入{wanted}的目标，其余{left}年全部县合计须年均增长{needed}。",
    "To reach the {wanted} that “{plan}” asks of {group} in {year}, all counties together must grow {needed} a year in "
    "the {left} years left.",
)
NAMES_BEHIND = Template("滞后的县：{names}。", "Behind: {names}.")
NAMES_SILENT = Template("未报的县：{names}。", "Not reported: {names}.")
AND_MORE = Template("{names}等，全部县名见附件", "{names} and others, all named in the annexes")
TO_CHECK = Template(
    "报来的数中有{count}行未采用，见附件。", "Rows that were sent in and are not used: {count}, see the annexes."
)
FURTHEST = Text("滞后最多的县", "The counties that are furthest behind")
LEFT_OVER = Template("另有{count}行见附件", "the annexes list {count} more")
SINCE = Template("与{earlier}的通报相比，{parts}。", "Compared with the bulletin of {earlier}, {parts}.")
NEW_FIGURES = Template("新报告{count}个数", "new figures: {count}")
REVISED_FIGURES = Template("修订{count}个数", "figures revised: {count}")
NOW_BEHIND = Template("新滞后{count}个县（{names}）", "now behind: {count} ({names})")
CAUGHT_UP = Template("不再滞后{count}个县（{names}）", "no longer behind: {count} ({names})")
NOTHING_CHANGED = Template(
    "与{earlier}的通报相比，所报的数和进度都没有变化。", "Nothing changed since the bulletin of {earlier}."
)
BEHIND_ANNEX = Text("滞后于序时进度的县", "Counties that are behind")
PROGRESS_ANNEX = Text("各县进度", "How every county stands")
VINTAGES_ANNEX = Text("修订过的数", "Figures that were revised")
SILENT_ANNEX = Text(
    "未报的、未计入合计的县和未采用的行",
    "Counties that have not reported or are not in the total, and rows that are not used",
)
LAST = Text("上期通报", "the last bulletin")
BEFORE = Template("早于本期截止日期{day}", "be before {day}, the day of this one")
GIVE_DAY = Text("给出上期通报的日期，如 2023-01-31", "give the day of the last bulletin, such as 2023-01-31")
A_DAY = Text("为日期", "be a date")
