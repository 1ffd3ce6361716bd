"""Say in words what following a plan finds, how it is measured, and what is left out."""

from ceheng_model.vocabulary import Template, Text

# distances
OTHER_CONCEPT = Template(
    "{group}为{concept}，与{other}是两种口径，只与自己的计划相比",
    "{group}: {concept}, another concept than {other}, compared with its own plan alone",
)
ON_PLANNED_BASE = Template(
    "{groups}未报告基年实际数，{year}的增速以{kind}的基数计",
    "no base-year income is reported for {groups}: growth of {year} is against the {kind}'s base",
)
QUARTERS_ALONE = Text(
    "季度收入不含自产自用部分，与全年口径不同：只与上年同期比增速，不相加、不折成年率；全年计划增速仅供参照",
    "quarters leave out what households produce and use themselves: they are compared with the same quarter a year "
    "before, never added or annualised; the year's planned growth is for information",
)

# known years
KNOWN_TITLE = Template("{title}（已知年份为实际数）", "{title} (known years as they were)")
KNOWN_DESCRIPTION = Template(
    "已知年份为实际数，其余按“{title}”情景", "known years as they were, the others as in the scenario “{title}”"
)
PARTLY_KNOWN = {
    "totals": Template(
        "{group}{years}：构成未全部公布，各条增速线中未知的构成按计划增速乘同一系数，使合计等于公布数；概率按随机模拟",
        "{group} {years}: not all components are known: on the lines the others grow as planned times one factor, so "
        "that the published total is met; probabilities draw them",
    ),
    "some": Template(
        "{group}{years}：只有部分构成、没有合计，各条增速线不作为已知年份，概率计入这些构成",
        "{group} {years}: some components without a total: the lines do not take the year as known, probabilities take "
        "these components",
    ),
    "gaps": Template(
        "{group}{years}：未公布，各条增速线在前后已知年份之间按不变增速连接，不计距离；概率按随机模拟",
        "{group} {years}: not reported: the lines bridge it at constant growth between the years that are known, and "
        "no distance is given; probabilities draw it",
    ),
}
"""What is said of years of which not everything is known, by what is there."""

# lines for the years that are left
NOTHING_OF_ITS_OWN = {
    "trend": Template(
        "{line}：{groups}没有所参照的公布序列，涉及的目标不列数（–）",
        "{line}: {groups} follow no published series: what reads them has no figure (–)",
    ),
    "achieved": Template(
        "{line}：{groups}尚无实际数，没有可延续的增速，涉及的目标不列数（–）",
        "{line}: nothing is known yet of {groups}, hence no growth to continue: what reads them has no figure (–)",
    ),
}
TREND_OF = Template(
    "趋势：{groups}所参照序列{span}的年均增速", "trend: average growth of the series of {groups}, {span}"
)
HOW_LINES_GO = Template(
    "已知年份为实际数；其余年份各人群合计分别按{kind}增速、按所参照公布序列的年均增速、按基年以来已实现的年均增速增长，"
    "各项构成同速。这些都是假设，不是预测；概率以相应增速为条件，未知的收入按与已知收入的相关关系随机模拟；"
    "波动计入估计误差的，按序列年均增速的也计入该增速的估计误差",
    "known years as they were; later ones with every group's total growing as in the {kind}, at the average of the "
    "published series that it follows, or at its own average since the base year, all components alike. Each is an "
    "assumption, no forecast; probabilities hold if it is right, with what is not known drawn as it goes with what is; "
    "where the error of the estimate is in the spread, that of the series' average is in the probabilities on it",
)

ROUNDING_DECIDES = Template(
    "{targets}：部分模拟中差额在公布数四舍五入的范围内，不计入概率（CSV、JSON 列出所占比例）",
    "{targets}: in part of the draws the difference is within the rounding of published figures, and they are not part "
    "of the probability (CSV and JSON give that part)",
)

# targets and what they need
HOW_TARGETS_STAND = Template(
    "按{kind}增速继续：已知年份为实际数，其余年份各人群合计按{kind}增速增长；进度：如此达到原文（含四舍五入）即为达到序时进度，"
    "等于其余年份所需增速不高于计划增速；收入都已知的为已达到或未达到，不列概率",
    "the {kind}'s growth continued: known years as they were, later ones with every group's total growing as planned; "
    "on track: that meets the words, rounding included, so that the growth needed is not above the growth planned; "
    "reached or missed: every income in question is known, and there is no probability",
)
PLAN_ALONE = Template(
    "{groups}尚无实际数：只涉及它们的目标，所列收入是{kind}自身的路径，不判定进度；概率则计入其他人群已知的收入，两者可以相差很大",
    "nothing is known yet of {groups}: a target of theirs alone shows the {kind}'s own path and is not said to be on "
    "track, while probabilities count what is known of the others, and may say something else",
)
NOT_JUDGED = Template("· 未判定：{targets}：{why}", "· not judged: {targets}: {why}")
WITHIN_ROUNDING = Text("差额在公布数四舍五入的范围内", "the difference is within the rounding of published figures")
NOT_YET_PUBLISHED = Template(
    "用于比较的{year}数尚未公布", "the figures of {year} to compare with are not published yet"
)
WHAT_IS_NEEDED = Text(
    "所需增速：其余年份正好达到列明值的年均增速，与同期计划的年均增速相比，需提高以百分点计，剩余以年计；四舍五入后仍算达到的"
    "最低值见 CSV 与 JSON；涉及两个人群的，另一人群从其现有水平按计划增速增长",
    "needed: average annual growth of the years left that just reaches the printed value; more: by how many points "
    "this is above the growth planned for these years (CSV and JSON add the "
    "lowest that still rounds to it); for the ratio and for leads the other group grows as planned from there",
)

# indicators
HOW_INDICATORS_STAND = Text(
    "要求为每年的，每年都须达到，年度数的季度数按已过季度占全年的比例计应达到数；按时间进度的，按已过季度占期限的比例、"
    "取整计应达到数，只是时间上的尺子，不计季节；要求为期末的，到期才判定，此前为未到期，并给出从报告数到目标的直线路径；"
    "期间年均的，以各年增速的几何平均判定，路径为其余年份所需增速；达到与否按原文列明的位数四舍五入，写明“左右”的整数看前两位",
    "every year: to be met in each, a year's figure within the year by its quarters; by time passed: the part of its "
    "period that has passed, in whole units - a yardstick of time that knows no seasons; at the end: judged when it is "
    "due, until then not due, with the straight path from what is reported; average of the period: the geometric mean "
    "of the years' growth, its path the growth that the years left need; reached is judged after rounding to the "
    "printed digits, of a whole number that is meant roughly to two",
)
NO_TARGET = Text("不是目标", "it is no target")
NOT_SAID_HOW = Text("原文未写是每年还是合计", "the text does not say whether a year's number or a sum")
NO_START = Template(
    "原文未写从哪一年起累计；报告{year}末已有的数后按时间进度判定，否则到期才判定",
    "the text does not say since when it is counted: judged by the time passed once what there was by the end of "
    "{year} is reported, else at the end",
)
YEARS_MISSING = Template("缺{years}的增速", "growth is missing for {years}")
WHY = Template("· {counted}：{why}", "· {counted}: {why}")
PATH_OF = Template("路径{year}", "path {year}")
SHORT_BEFORE = Template(
    "· {counted}每年要求{goal}，以前年份未达到：{years}", "· {counted}: {goal} every year, missed before: {years}"
)
STEP = Template("{year} {value}", "{year}: {value}")
IN_PARTS = Template(
    "{counted}：总目标{total}，分项（{parts}）之和{whole}，总数不从分项推算",
    "{counted}: {total} in all, the parts ({parts}) add up to {whole}; the total is not taken from them",
)
NOT_REPORTED = Template("另有{count}项目标未报告", "{count} more targets are not reported")
NO_FIGURE = Template("与{against}相比，原文没有数值", "compared with {against}, no figure")

# what is due
NO_DAY = Template(
    "没有日期的，{kind}只写周期；“缺”为当年尚无数字的目标指标（CSV、JSON 列出编号）",
    "no day: the {kind} names only how often; missing: target indicators without a figure for the year (CSV and JSON "
    "list them)",
)

# the report
FULL_STOP = Template("{sentence}。", "{sentence}.")
AGAINST = Template(
    "截至{day}已公布的数，与“{title}”情景相比", "figures published by {day}, against the scenario “{title}”"
)
LATER = Template("{day}以后公布的{count}个数未计入", "{count} figures published after {day} are left out")
OTHER_REGION = Template(
    "所用实际数为“{region}”的数，不是{ours}：只取其增速，{own_base}。",
    "The figures are those of {region}, not {ours}: only growth counts, {own_base}.",
)
NO_FORECAST = Template("没有概率：{why}。", "no probabilities: {why}.")
NOTHING_KNOWN = Template(
    "尚无已知的收入数：以下即{kind}自身的路径。", "No income is known yet: what follows is the {kind}'s own path."
)
ON_TRACK = Template(
    "其余年份{line}：能判定的{judged}条中，{good}条已达到目标或达到序时进度",
    "With {line}: {good} of the {judged} targets that can be judged reached or on track",
)
WITHOUT_ACTUALS = Template("；{count}条尚无实际数", "; {count} without actuals yet")
BEHIND = Template("，{count}条未达到或滞后于序时进度：{targets}", ", {count} missed or behind ({targets})")
LEFT_OPEN = Template("；{count}条未判定", "; {count} not judged")
HOW_DRAWN = Template(
    "各次模拟都符合已知数，其余收入以此为条件；每条线模拟{draws:,}次，种子{seed}；离散程度：{source}",
    "every draw meets what is known, and the rest is drawn given it; {draws:,} draws a line, seed {seed}; spread: "
    "{source}",
)
WORTH = Template(
    "已知数使各次模拟的权重不同：{line}，相当于{worth:,}次独立模拟",
    "what is known weighs the draws: {line}, worth {worth:,} independent draws",
)
FEW_LEFT = Template(
    "{line}：已知数与该增速相差太远，只相当于{worth:,}次独立模拟，概率只作参考",
    "{line}: what is known lies so far from that growth that the draws are worth only {worth:,} independent ones: take "
    "the probabilities as rough",
)
ALREADY_MISSED = Template(
    "已有{count}条目标到期未达到，全部目标同时达到已不可能",
    "{count} targets are missed already, so that not all of them can be reached together",
)
ALL_TOGETHER = Template(
    "{line}，全部目标同时达到的概率：{probability}", "{line}: probability of all targets together: {probability}"
)

# the workbook to fill in
FORM_GUIDE = Text("填报说明", "how to fill in")
FORM_INCOMES = Text("居民收入", "incomes")
REPORTING_UNIT = Template("填报单位：{unit}", "filled in by: {unit}")
MANDATORY_MARK = "*"
MANDATORY = Text("必填。", "Needed. ")
EXAMPLE_ITEM = Template("示例：{item}", "example: {item}")
EXAMPLE_SOURCE = Text("部门统计报表", "the department's returns")
EXAMPLE_ABOUT = Text("示例行，读入时略过，可删去", "an example, passed over when it is read; it may be deleted")
FORM_STEPS = (
    Template(
        "每个责任单位一张工作表，按《{kind}》列名的首位单位分列；各单位只填自己的工作表，可单独另存报送，"
        "汇总时把工作表放在一个文件里即可。",
        "One sheet for each responsible unit, by the one that the {kind} names first; each fills in its own, which may "
        "be sent by itself. To collect them, put the sheets into one file.",
    ),
    Template(
        "只填黄色单元格；列名带*的必填，没有数的行留空。行和列的次序可以改动，不用的行、列可以删去；"
        "隐藏的列是《{kind}》数据的编号，请保留。",
        "Fill in the yellow cells alone; columns with * are needed, rows without a figure stay empty. Rows and columns "
        "may stand in any order, and those not used may go; the hidden columns hold the keys of the {kind}'s data: "
        "keep them.",
    ),
    Template(
        "数值按“单位”列所列单位填写，也可连同单位填写（14.8万亩、70%）；超出《{kind}》常见范围时表格软件会提醒，核对无误可继续。",
        "Give values in the unit of that column, or type the unit behind them (14.8万亩, 70%); the spreadsheet warns "
        "where a value is out of the usual range of the {kind}, and lets it stand where it is right.",
    ),
    Template(
        "季度数为1月起至该季末的累计数：复制该行，填季度和数值。修订过的数另起一行，写修订公布的日期，"
        "跟踪《{kind}》时旧数仍保留。",
        "A quarter's figure counts from January to its end: copy the row, give the quarter and the value. A revised "
        "figure is one more row with its day; the old one is kept when the {kind} is followed.",
    ),
    Template(
        "《{kind}》须完成的文件和制度只填进展、日期和文号。",
        "Of documents and systems that the {kind} wants made, give the state, the day and the number of the document.",
    ),
)
