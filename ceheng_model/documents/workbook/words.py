"""What the sheets of a workbook say at length: how it is used and read, remarks, notes."""

from ceheng_model.vocabulary import Template, Text

# the sheet of assumptions

ASSUMPTIONS = Text("假设", "Assumptions")
WHAT_MAY_BE_CHANGED = Template(
    "有底色的格可以改：黄=基数与增速，橙={kind}{prints}的格，绿=可以不填。其他格都是公式或资料，改了也不读回。",
    "Coloured cells are yours to change: yellow for the base and growth, orange where the {kind} {prints}, "
    "green for what may stay empty. All others are formulas or sources and are not read back.",
)
BASE_IS_TYPED = Text("合计与构成案例是输入", "totals and share cases are inputs")
FORMULAS_SPLIT = Text("构成由公式按案例拆分", "formulas split the total")
GROWTH_IS_TYPED = Text(
    "按年增速，20% 写作 20% 或 0.2。每格照填写的数计算，合计增速是结果。",
    "Growth against the year before; write 20 % as 20% or 0.2. Every cell counts as it stands; growth of the total "
    "is what results.",
)
CLOSING_TO_THE_TOTAL = Text(
    "改为“按合计推算”时，橙色格由公式取同一增速，使合计增速等于“合计（推算用）”行",
    "with 'to the total' the orange cells share the one rate, by formula, that gives the total the growth of its row",
)
WHAT_MAY_STAY_EMPTY = Template(
    "可以不填；填就要填满一行。填了物价涨幅有实际收入，填了经济增速才判定“高于经济增长”，填了{people}有{everybody}收入",
    "May stay empty; a row is filled whole or not at all. Prices give real incomes, GDP lets 'above economic growth' "
    "be judged, {people} gives income of {everybody}",
)
MEASURES_ARE_ADDED = Template(
    "由措施算出，{full_unit}；叠加在增长之上，不随增速变化。要改请改情景文件",
    "From measures, {full_unit}; on top of growth. Change them in the scenario file",
)
AS_PUBLISHED = Template("{bureau}公布的数，不是输入", "{bureau}as published; no inputs")
PARTLY_PUBLISHED = Template(
    "{bureau}公布的数，带批注的为{kind}所附、尚未公布的数；不是输入",
    "{bureau}as published; cells with a note: figures that come with the {kind}, not published yet; no inputs",
)
NOT_AS_PUBLISHED = Template("{status}：{source}", "{status}: {source}")

RATES_ARE_BOUNDED = Text(
    "填大于 -100%、小于 100% 的增速：20% 写作 20% 或 0.2",
    "a rate above -100 % and below 100 %: write 20 % as 20% or 0.2",
)
TOTALS_ARE_POSITIVE = Template("合计须大于零，以{full_unit}计", "the total is above zero, in {full_unit}")
RESIDENTS_ARE_POSITIVE = Template(
    "{people}须大于零，各人群单位一致", "{people} are above zero, in one unit for all groups"
)

WORDS_OF_THE_PLAN = Template("{kind}原文", "the {kind}'s words")
IN_A_YEAR = Template("{year}{words}", "{words}, {year}")
ORIGIN_OF_A_FIGURE = Template("性质：{status}\n来源：{source}\n{note}", "status: {status}\nsource: {source}\n{note}")
ORIGIN_OF_A_CASE = Template("来源：{source}", "source: {source}")
ORIGIN_OF_A_RATE = Template("{kind}（{place}）：{words}\n{written}", "{kind} ({place}): {words}\n{written}")
ORIGIN_WITHOUT_PLACE = Template("{kind}：{words}\n{written}", "{kind}: {words}\n{written}")
ORIGIN_NOT_STATED = Template("{kind}未写明\n{written}", "not stated by the {kind}\n{written}")
ORIGIN_AFTER_THE_PLAN = Template("{kind}期外：沿用末年\n{written}", "after the {kind}: as its last year\n{written}")
WRITTEN_AND_ASSUMED = Template("写出时：情景“{title}”\n性质：假定", "as written: scenario “{title}”\nstatus: assumed")

# the sheets of results

REAL_WHERE_GIVEN = Template(
    "实际收入与{everybody}收入（未填物价、{people}的为“–”）",
    "Real income and {everybody} (a dash where not given{people})",
)
FACTORS_OF_CHECKS = Text("目标校验所用的折算", "What the checks of targets take from prices and GDP")
HOW_CHECKS_READ = Template(
    "列明值是一个区间：末位四舍五入，或条目自带的容差。距目标差额为测算值与列明值之差，正数为有余，负数为不足，四舍五入后达到的为0；两个率之差的1%为1个百分点。"
    "所需增速为其他路径不变时正好达到列明值的年均增速{order}。",
    "A printed value is an interval: its last digit rounded, or a tolerance of its own. Distance to goal: distance "
    "from the printed value, positive with room, negative where it falls short, 0 where rounding makes up for it. "
    "Required: average growth that just reaches the printed value, other paths unchanged{order}.",
)
ORDER_OF_THE_RATIO = Template("；收入比一栏先{below}、后{above}", "; for the ratio first {below}, then {above}")
REAL_OR_NOMINAL = Text(
    "假设表填了物价涨幅则用实际收入增速，否则用名义收入增速；未填经济增速则不判定",
    "real income where prices are given, else nominal; not judged without growth of GDP",
)
IF_PRICES = Text("按假设表的物价涨幅；未填则不判定", "at the prices assumed; not judged without them")
IF_RESIDENTS = Text(
    "按假设表的常住人口加权；未填则不判定", "weighted by the residents assumed; not judged without them"
)
REGION_AS_PUBLISHED = Template("{region}数为公布值", "{region} as published")
COLUMNS_FOLLOW = Text(
    "“当前情景”随选择变化，“自定”随输入变化；其他情景的增速为写出时的增速，各列都用本表的基数、物价和经济增速",
    "'in use' follows the choice and 'own' the inputs; the others keep their growth, and all stand on this workbook's "
    "base, prices and GDP",
)
HOW_THE_MAP_READS = Template(
    "横向为{above}、纵向为{below}{residents}收入的年均增速（从基年起）；格中为收入比。起点与步长可以改，不读回",
    "Across: average annual growth of {above} income, down: of {below}{residents} income, from the base year; in the "
    "cells: the ratio. Start and step are yours to change and are not read back",
)
GREEN_ON_THE_MAP = Template(
    "绿色：按{kind}原文的读法达到{told}；最下一行为各{above}增速下正好达到{aim:g}的{below}增速",
    "Green: the {kind}'s words {told} are met; the last row is the {below} growth that just gives {aim:g}{above}",
)

# the library of scenarios

OWN_SCENARIO = Text("自定", "own")
AS_WRITTEN = Template("假设表中的输入；写出时：{title}", "the inputs on the sheet of assumptions; as written: {title}")
THE_ONE_WRITTEN = Text("写出工作簿时的情景", "the scenario as the workbook was written")
GIVEN_BESIDE = Text("随附的情景", "given with the workbook")
HOW_THE_LIBRARY_READS = Text(
    "每个情景一块，各块行列相同：左为增速，右为由本表基数算出的收入。“自定”取假设表的输入；其他情景为写出时的增速，"
    "按合计推算的格随基数重算。当前情景在“概览”表选择。",
    "One block a scenario, all of one shape: growth on the left, incomes on this workbook's base on the right. 'own' "
    "takes the inputs; the others hold their growth as written, and cells closed to a total follow the base. The "
    "scenario in use is chosen on the summary.",
)
WHAT_CONSTANTS_ARE = Text(
    "公式中用到的常数和用语都在这里，一处一格；不是输入",
    "every constant and word that a formula uses stands here, in a cell of its own; no inputs",
)
EVERY_YEAR = Template("{group}每年增速", "{group}, every year")
EVERY_YEAR_STANDS_IN = Text(
    "填写后代替该人群各年各项的增速（单变量求解只需改这一格）；不填则用下表",
    "where filled, it stands in for all rates of the group below, so that goal seek has one cell to change",
)
EDITS_ACT_ON_OWN = Text(
    "当前情景不是“自定”：所改输入只在情景库和情景比较中生效，要在各表生效请在“概览”表选“自定”",
    "the scenario in use is not 'own': edits show in the library and the comparison only; choose 'own' on the summary",
)
EDITS_ACT = Text("当前情景为“自定”：改动随即生效", "the scenario in use is 'own': edits act at once")

# the map of the sheets

WHAT_SHEETS_HOLD = {
    "Summary": Text("当前情景的选择、结论、主要目标", "the scenario in use, what follows from it, the main targets"),
    "Assumptions": Text(
        "全部输入：基数、构成案例、增速、物价、人口", "all inputs: base, share cases, growth, prices, residents"
    ),
    "Projection": Text("当前情景的增速、收入、收入比", "growth, incomes and the ratio of the scenario in use"),
    "Official table": Text("官方七列：各项收入、增速、贡献", "the Bureau's seven columns"),
    "Targets": Text(
        "每条目标和增速的判定、距目标差额、所需增速", "every statement with verdict, distance and required growth"
    ),
    "Comparison": Text("各情景并列", "all scenarios side by side"),
    "What-if map": Text("两个人群增速与收入比", "the ratio over the growth of two groups"),
    "Charts": Text("各人群的收入构成图", "incomes by component"),
    "Checks": Text("工作簿自身是否完好", "whether the workbook itself is sound"),
    "Changes": Text("与写出时不同的输入", "inputs that differ from the workbook as written"),
    "Scenarios": Text("各情景的增速与收入（底稿）", "growth and incomes of every scenario (working)"),
    "Constants": Text("公式所用的常数与用语", "constants and words that formulas use"),
}
"""By the English name of the sheet."""

# the log of changes

CHANGES_ON_PAPER = 45
"""Rows of the log that a page holds in a size that can be read."""
HOW_THE_LOG_READS = Text(
    "与写出时不同的输入逐项列出，由公式自动填写，不必手工登记；改回原值即从表中消失；"
    f"打印前 {CHANGES_ON_PAPER} 项，更多的须扩大打印区域",
    "inputs that differ from the workbook as it was written, filled in by formulas; typed back, they leave the list; "
    f"the first {CHANGES_ON_PAPER} are printed: for more, extend the print area",
)

# the checks of the workbook itself

SOUND = Text("正常", "sound")
UNSOUND = Text("有误", "at fault")
ALERT_BEFORE = Text("　【有", "   [")
ALERT_AFTER = Text("处错误，见“检查”表】", " faults: see the checks]")
IN_SCENARIO = Text("在“", "In the scenario “")
OF_THE_PLAN = Text("”情景下，共", "”, of ")
STATEMENTS_MET = Template("条{kind}目标，达到（含超过）", " statements of the {kind} ")
THEN_MISSED = Text("条，未达到", " are met or exceeded, ")
THEN_UNDECIDABLE = Text("条，难以判定", " missed, ")
THEN_NOT_JUDGED = Text("条，未判定", " undecidable and ")
END_OF_VERDICTS = Text("条。", " not judged.")
INCOMES_BELOW = Text("”情景下的收入如下。", "”, incomes are as follows.")
UNUSABLE_BEFORE = Text("结果不可用：", "The results are of no use: ")
UNUSABLE_AFTER = Text("处错误，见“检查”表。", " faults, see the checks.")
HOW_SELF_CHECKS_READ = Text(
    "任一项有误时，各表标题后有提示，概览不给出结论；改正所指的格即恢复。这里检查工作簿是否完好，目标是否达到见“目标校验”。",
    "While anything is at fault, the title of every sheet says so and the summary draws no conclusion; mend the cell "
    "named. Here the workbook itself is checked; whether targets are met stands on the sheet of targets.",
)
CHOICE_IS_KNOWN = Text("当前情景在可选之列", "the scenario in use is one of the list")
TOTAL_IS_NUMBER = Text("基数为大于零的数", "the base is a number above zero")
BASE_KEEPS_ITS_SIDE = Template(
    "基数与{other}相比，高低与写出时相同（差距的方向由此而定）",
    "the base is above or below {other} as it was written, which says which way a gap is taken",
)
CASE_IS_KNOWN = Text("构成案例在可选之列", "the share case is one of the list")
RATES_ARE_RATES = Text("增速为数，大于 -100%、小于 100%", "growth is a number above -100 % and below 100 %")
EVERY_YEAR_IS_RATE = Text("每年增速不填，或为增速", "growth in every year is a rate, or empty")
CLOSING_IS_KNOWN = Text("未定构成的处理在可选之列", "the way open cells are filled is one of the list")
PRICES_ARE_WHOLE = Text("物价涨幅填满一行，或不填", "price growth is filled whole, or empty")
GDP_IS_WHOLE = Text("经济增速填满一行，或不填", "growth of GDP is filled whole, or empty")
RESIDENTS_ARE_WHOLE = Text("人口各行填满，或都不填", "residents are filled whole, or empty")
TARGETS_AS_PRINTED = Text("列明值与原文相同", "printed values are as printed")
TOLERANCES_AS_PRINTED = Text("容差与原文相同", "tolerances are as printed")
SHARES_ADD_UP = Text("各构成案例合计为100%", "every share case adds up to 100 %")
SHARES_AS_GIVEN = Text("各构成案例与写出时相同", "share cases are as written")
PUBLISHED_AS_GIVEN = Text("公布数与写出时相同", "published figures are as written")
YEARS_AS_WRITTEN = Text("年份表头与写出时相同", "years of the headings are as written")
LABELS_AS_WRITTEN = Text("各行的名称与写出时相同", "labels of the rows are as written")
PARTS_ADD_TO_BASE = Text("各项构成之和等于基数", "components add up to the base")
TOTALS_AS_IN_THE_LIBRARY = Text("各年合计与情景库一致", "totals agree with the library of scenarios")
VERDICTS_AS_COMPARED = Text("判定与情景比较一致", "verdicts agree with the comparison")
NO_ERROR_IN = Template("“{sheet}”表没有出错的公式", "no formula of '{sheet}' is in error")
ROWS_AS_WRITTEN = Template("“{sheet}”表的行列没有增减", "no row or column of '{sheet}' came in or went")
INPUTS_WHOLE = Template(
    "“{sheet}”表的行没有减少，列没有增减", "no row of '{sheet}' went, and no column came in or went"
)
LABELS_OF = Template("“{sheet}”表写出时有名称的行数", "rows of '{sheet}' with a label as written")
COLUMNS_OF = Template("“{sheet}”表写出时的列数", "columns of '{sheet}' as written")
SIZE_OF = Template("“{sheet}”表写出时的行数、列数", "rows and columns of '{sheet}' as written")

# the guide

EDIT_COLOURED_CELLS = Text(
    "改“假设”表中有底色的格，其余各表、判定和图表随之变化（Excel、WPS、LibreOffice 都可以）。",
    "Change the coloured cells of the assumptions: all other sheets, verdicts and charts follow, in Excel, WPS and "
    "LibreOffice.",
)
OPEN_CELLS = Template(
    "{kind}{prints}的格（橙色）已按情景填入数值，与其他格一样照数计算。把“未定构成的处理”改为“按合计推算”，"
    "橙色格就由公式取同一增速，使合计增速等于“合计（推算用）”行；这时改已定的格不改变合计。",
    "Cells for which the {kind} {prints} (orange) hold the scenario's rates and count as they stand. Set "
    "'open cells' to 'to the total' and formulas give them the one rate with which the total grows as in its row; an "
    "edit of another cell then leaves the total unchanged.",
)
READ_BACK = Text(
    "改好后可读回为情景。读回的只有有底色的格、情景名称和说明。单元格可以挪动，工作表可以改名。",
    "An edited workbook can be read back as a scenario. Read back are the coloured cells, the scenario's name and its "
    "description. Cells may be moved and sheets renamed.",
)
RATES_STAY = Text(
    "换构成案例或改基数时，增速表中的数值不变；要让未定构成随之重算，用“按合计推算”。",
    "Another share case or another base leaves the rates as they stand; to close open cells anew, use 'to the total'.",
)
PRINTS_A_SIGN = Text("只写“正增长”", "prints only a sign")
PRINTS_NOTHING = Text("未写明", "says nothing")
PRINTED_IS_AN_INTERVAL = Template(
    "列明的数是区间：{value}（精确到{step}{unit}）即{low}至{high}；左右、以上、高于各按条目的精度和容差判定。",
    "A printed number is an interval: {value} (to {step} {unit}) is {low} to {high}; 'about', 'at least' and 'above' "
    "are judged with the precision and tolerance of each statement.",
)
WHAT_FIGURES_ARE = Template(
    "收入为名义值（{full_unit}）；增速相对上年；年均增速为几何平均，基年不计入年数。",
    "Income is nominal, {full_unit}; growth is against the year before; average growth is geometric, the "
    "base year does not count.",
)
PART_OF_ANOTHER = Template(
    "{groups}是其他人群的一部分，不与其他人群相加，不进入收入比。",
    "{groups}: part of another group, never added to the others and not in the ratio.",
)
WHAT_STATUS_MEANS = Text(
    "性质：公布=来源发布的数；推算=由公布数算出；假定=判断。增速都是假定，不说明它会实现。",
    "Status: published, printed by the source; derived, computed from published figures; assumed, a judgement. All "
    "growth is assumed: nothing here says that it will come true.",
)
QUOTED = Text(
    "原文照录；英文版引用译文，没有译文的引用原文。",
    "Words of the plan and of its sources are quoted in translation, and as printed where they have none; a workbook "
    "in Chinese has all of them as printed, and one that is asked for with the originals has both.",
)
UNFILLED = Template(
    "{sentence}；未录原文的条目以指标名称表示。", "{sentence}; statements without words go by their quantities."
)
TO_CHECK = Template("提醒：{said}", "Please note: {said}")

BASE_DERIVED = Text(
    "原列基数由本条倒推，达到与否不是独立的检验",
    "the base as first given is derived from this statement: whether it is met is no independent test",
)
