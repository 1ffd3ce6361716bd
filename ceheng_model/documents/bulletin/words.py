"""Hold the sentences of the bulletin as templates, part by part; figures and names come in as fields."""

from ceheng_model.vocabulary import Template, Text

# title and first page
TITLE = Template("关于《{plan}》实施情况的通报", "Bulletin on “{plan}”")
SUBTITLE = Template("（截至{day}）", "(as of {day})")
ANSWER = Template("截至{day}，{parts}。", "As of {day}, {parts}.")
ALL_TARGETS = Template("《{kind}》{count}条目标{alike}{state}", "every target of the {kind} ({count}) is{alike}{state}")
ALL_INDICATORS = Template(
    "措施的{count}项指标{alike}{state}", "every indicator of its measures ({count}) is{alike}{state}"
)
ALL_DELIVERABLES = Template(
    "须完成的{count}项文件和制度{alike}{state}", "every document and system to be made ({count}) is{alike}{state}"
)
ALIKE = Text("均", " ")
ALONE = Text("", " ")
OF_TARGETS = Template("《{kind}》{count}条目标中，{states}", "of the {kind}'s {count} targets {states}")
OF_INDICATORS = Template("措施的{count}项指标中，{states}", "of the {count} indicators of its measures {states}")
OF_DELIVERABLES = Template(
    "须完成的{count}项文件和制度中，{states}", "of the {count} documents and systems to be made {states}"
)
ON_SCHEDULE = Template("{count}达到序时进度", "{count} on schedule")
BEHIND = Template("{count}滞后或到期未达到", "{count} behind or missed")
NOT_REPORTED = Template("{count}未报", "{count} not reported")
OPEN = Template("{count}未到期或未判定", "{count} not due or not judged")
DONE = Template("{count}已完成", "{count} done")
OVERDUE = Template("{count}逾期", "{count} overdue")
UNDER_WAY = Template("{count}推进中或未启动", "{count} under way or not started")
NO_TARGETS = Template("《{kind}》没有可跟踪的目标", "the {kind} has no target that can be followed")
NOTHING_KNOWN = Template(
    "尚未收到{kind}期内的收入数，收入目标的进度无从判断。",
    "No income of the years of the {kind} has been reported: how the income targets stand cannot be said.",
)
TO_CHECK = Template("所报的数须先核对：{said}。", "Figures to be checked first: {said}.")
UNFILLED = Template("《{kind}》的数据{sentence}。", "In the data of the {kind} {sentence}.")

# key figures
INCOME_OF = Template("{year}{group}收入", "income of {group}, {year}")
AGAINST_PATH = Template("计划{planned}（{gap}）", "planned {planned} ({gap})")
AGAINST_GOAL = Template("{path}；目标{goal}", "{path}; target: {goal}")
RATIO_OF = Template("{year}{short_ratio}", "{short_ratio}, {year}")

# what has to be done
ACTIONS = Text("须办理的事项", "What has to be done")
WHAT = Text("事项", "what")
WHO = Text("责任单位", "by whom")
BY_WHEN = Text("期限", "by when")
GROW = Template(
    "{group}收入其余{years}年年均增长{needed}（计划{planned}），以达到{targets}",
    "Raise income of {group} by {needed} a year in the {years} years left (planned {planned}), to reach {targets}",
)
GROW_LAST = Template(
    "{group}收入{last}增长{needed}（计划{planned}），以达到{targets}",
    "Raise income of {group} by {needed} in {last} (planned {planned}), to reach {targets}",
)
SEVERAL_TARGETS = Template("{count}条目标（{where}）", "{count} targets ({where})")
CATCH_UP = Template(
    "{counted}：{period}报告{value}，应达到{expected}",
    "{counted}: {value} reported for {period}, {expected} expected",
)
MISSED_GOAL = Template(
    "{counted}：{period}报告{value}，未达到{goal}，说明原因和补救措施",
    "{counted}: {value} reported for {period}, short of {goal}; say why, and what is done about it",
)
FINISH = Template("完成{label}（{state}）", "Finish: {label} ({state})")
REPORT_INDICATORS = Template("补报未报的{count}项指标（{where}）", "Report the {count} missing indicators ({where})")
REPORT_STATES = Template(
    "报告{count}项文件和制度的进展（{where}）", "Report how {count} documents and systems stand ({where})"
)
REPORT_BOTH = Template(
    "补报未报的{indicators}项指标、{states}项文件和制度的进展（{where}）",
    "Report the {indicators} missing indicators, and how {states} documents and systems stand ({where})",
)
REPORT_INCOMES = Template("补报应有的收入数{count}个（{where}）", "Report the {count} missing incomes ({where})")
FIRST_UNITS = Template("{units}等{count}个单位", "{units} and others, {count} units in all")
EVERY_UNIT = Text("各责任单位", "every responsible unit")
YEAR_END = Template("{year}底", "end of {year}")
NEXT_BULLETIN = Text("下次通报前", "before the next bulletin")
LEFT_OVER = Template("另有{count}项见附件", "the annexes list {count} more")

# annexes
TARGETS_ANNEX = Text("收入目标进度和其余年份所需增速", "Income targets, and the growth that the years left need")
UNITS_ANNEX = Text("各责任单位指标和事项进度", "Indicators and deliverables by responsible unit")
CHANGES_ANNEX = Text("与上期通报相比的变化", "What changed since the last bulletin")
NEXT_ANNEX = Text("下一步报送和到期事项", "What is due next")
THE_ANNEX = Text("附件", "the annex")
IN_ANNEX = Template("附件{number}", "annex {number}")

# targets
TARGETS = Text("目标与进度", "Targets")
GROWTH_NEEDED = Text("其余年份所需增速与计划增速", "Growth needed and planned for the years left")
PLAN_AND_ACTUAL = Text("收入的实际与计划", "Actual and planned income")
NEEDED_BY = Template("{growth}（{group}）", "{growth} ({group})")
HOW_JUDGED = Template(
    "进度：已知年份为实际数，其余年份各人群收入按{kind}增速增长，如此达到列明值（含四舍五入）即为达到序时进度；"
    "收入都已知的为已达到或未达到",
    "state: known years as they were, later ones growing as in the {kind}; on track where that meets the printed "
    "value, rounding included; reached or missed where every income is known",
)
HOW_NEEDED = Text(
    "所需增速：其余年份正好达到列明值的年均增速；涉及两个人群的，括号内人群如此增长，另一人群按计划增速增长",
    "growth needed: average annual growth of the years left that just reaches the printed value; of two groups that in "
    "brackets grows so, the other as planned",
)
ON_PLANNED_GROWTH = Template("按{kind}增速", "with the {kind}'s growth")
PERIOD_OVER = Template(
    "《{kind}》各年的收入均已公布，没有其余年份的增速可算。",
    "Every income of the years of the {kind} is published: no growth of years left remains to be worked out.",
)

# units
UNITS = Text("各责任单位指标进度", "Indicators by responsible unit")
HOW_UNITS = Text(
    "指标列在原文首位责任单位名下，原文未写明牵头；各措施的责任单位还包括其后所列单位",
    "each indicator stands with the unit that the text names first, which it does not call the lead; the units named "
    "after it answer for it as well",
)
REPORTED_ROWS = Text("已报指标", "Reported indicators")
UNREPORTED_ROWS = Text("未报指标", "Indicators that are not reported")
STATES = Text("文件和制度", "Documents and systems")
STATES_UNREPORTED = Template(
    "须完成的{count}项文件和制度均未报告进展。", "Nothing is reported of the {count} documents and systems to be made."
)
ALL = Text("合计", "all")
UNIT = Text("责任单位", "unit")
ALSO = Text("其后责任单位", "named after it")
COUNT = Text("指标", "indicators")
EXPECTED = Text("应达到", "expected")
LIGHTS = Text(
    "●达到序时进度，▲滞后或到期未达到，○未报，□未到期或未判定",
    "● on schedule, ▲ behind or missed, ○ not reported, □ not due or not judged",
)
SHORT = {
    "on_schedule": Text("达到", "on schedule"),
    "behind": Text("滞后", "behind"),
    "not_reported": Text("未报", "not reported"),
    "open": Text("未到期", "open"),
}

# changes
SINCE = Template("与{earlier}的通报相比，{parts}。", "Compared with the bulletin of {earlier}, {parts}.")
NEW_FIGURES = Template("新报告{count}个数", "new figures: {count}")
REVISED_FIGURES = Template("修订{count}个数", "figures revised: {count}")
GONE_FIGURES = Template("{count}个数不再列出", "figures no longer there: {count}")
NEW_STATES = Template("{count}项进度有变化", "states that changed: {count}")
NOTHING_CHANGED = Template(
    "与{earlier}的通报相比，所报的数和进度都没有变化。", "Nothing changed since the bulletin of {earlier}."
)
REVISIONS_ALONE = Template(
    "所报的数中，修订过的有{count}个。", "{count} of the reported figures were revised after they were first published."
)

# what is due next
NEXT_DAY = Template(
    "下一次报送期限为{day}，须报收入数{count}个，尚缺{missing}个。",
    "The next report is due on {day}; {count} incomes should be known by then, {missing} are missing.",
)
NO_NEXT_DAY = Template(
    "《{kind}》没有写明报送日期；应有收入数{count}个，尚缺{missing}个。",
    "The {kind} names no day for reports; {count} incomes should be known by now, {missing} are missing.",
)
DUE_SOON = Template("{day}前到期的指标和事项", "Indicators and deliverables due by {day}")
NONE_DUE_SOON = Template("{day}前没有期满的指标和事项。", "No indicator or deliverable ends by {day}.")
INCOMES_DUE = Text("尚缺的收入数", "Incomes that are missing")
WITH_GOAL = Template("{counted}（{goal}）", "{counted} ({goal})")
DUTIES = Text("报送、调度和通报", "Reports, reviews and bulletins")
