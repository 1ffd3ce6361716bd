"""Hold the words of the page in both languages."""

from ceheng_model.vocabulary import Language, Text

WORDS: dict[str, Text] = {
    "title": Text("收入测算“假如”页", "What if: the income plan"),
    "intro": Text("怎么用", "How it works"),
    "intro_1": Text(
        "左边选情景，拖动增速或直接填数；本页所有数字和图随即更新。",
        "Pick a scenario at the left, move growth or type it; every figure and chart follows at once.",
    ),
    "intro_2": Text(
        "上方卡片给出末年收入、离目标多远；下方说明哪些承诺互相矛盾、怎样改得最少。",
        "The cards say where incomes end and how far the targets are; below, which promises clash and what repairs "
        "them.",
    ),
    "intro_3": Text(
        "每一步都能撤销；网址记住全部设置，发给别人即可重现。带“※”的数出自假定，不是公布数。",
        "Every step can be undone; the address holds all settings, so send it to share the page. "
        "Figures with “※” rest on assumptions, not on published numbers. Words of the plan are translated; the page in "
        "Chinese shows them as printed.",
    ),
    "language": Text("语言 / language", "语言 / language"),
    "undo": Text("撤销", "Undo"),
    "restart": Text("还原增速", "Reset growth"),
    "plan": Text("文件", "Plan"),
    "scenario": Text("情景", "Scenario"),
    "shares": Text("基年收入构成、经济增长（假定※）", "Base-year split and economy (assumed※)"),
    "gdp": Text("经济增长，各年，%（假定※）", "Growth of GDP, every year, % (assumed※)"),
    "growth": Text("增速（假定※），%", "Growth (assumed※), %"),
    "group": Text("人群", "Group"),
    "period": Text("年份", "Year"),
    "every_year": Text("各年", "every year"),
    "all_components": Text("{}同增", "{} alike"),
    "slide": Text("{}，拖动", "{}, slider"),
    "exact": Text("{}，准确值（%）", "{}, exact (%)"),
    "differs": Text("各年不同：{}；改动后各年相同", "differs by year: {}; a change makes all years alike"),
    "changes": Text("已改的增速：{}", "growth changed: {}"),
    "no_changes": Text("增速同情景原样", "growth as in the scenario"),
    "solve": Text("倒算：要多快的增速", "Solve: what growth it takes"),
    "quantity": Text("目标指标", "Target"),
    "ratio": Text("城乡居民收入比", "urban-rural ratio"),
    "income_of": Text("{}收入（元）", "{}: income (yuan)"),
    "average_of": Text("{}年均增速", "{}: average annual growth"),
    "aim": Text("目标值（如 2.8、17355、16%）", "Value to reach (2.8, 17355, 16%)"),
    "vary": Text("让谁的增速变", "Growth that may move"),
    "all_of": Text("{}（{}）", "{} ({})"),
    "how": Text("怎样变", "How it moves"),
    "set": Text("取同一增速", "one common rate"),
    "add": Text("加同样的百分点", "the same points more"),
    "multiply": Text("乘同一倍数", "one common factor"),
    "solve_button": Text("倒算并采用", "Solve and use it"),
    "solved": Text("已采用：{}", "used: {}"),
    "measures": Text("增收措施", "Measures"),
    "measure": Text("措施", "Measure"),
    "paid": Text("已写明：{}", "stated: {}"),
    "add_measure": Text("加入措施", "Add the measure"),
    "assumed_numbers": Text("未写明的数由您填写，按假定※处理", "figures that are not stated are yours: assumed※"),
    "remove": Text("去掉：{}", "Remove: {}"),
    "no_measures": Text(
        "尚未加入措施；在左边“增收措施”中加入。", "No measures yet; add them at the left under Measures."
    ),
    "ends": Text("{}年结果", "Results for {}"),
    "target": Text("目标 {}", "target {}"),
    "away": Text("距目标差额 {}", "distance to goal {}"),
    "average": Text("年均增速 {}，目标 {}", "average growth {}, target {}"),
    "no_target": Text("未列此项目标", "no such target"),
    "missed": Text("未达到的条目", "Promises missed"),
    "of_judged": Text("共 {} 条可判定", "of {} that can be judged"),
    "assumed": Text("※ 含假定：{}", "※ rests on assumptions: {}"),
    "assumed_growth": Text("增速均为假定", "all growth is assumed"),
    "mark": Text("※", "※"),
    "reminder": Text("提醒：", "please note: "),
    "income_chart": Text("人均收入（元）", "Income per person (yuan)"),
    "ratio_chart": Text("城乡居民收入比", "Urban-rural income ratio"),
    "map_chart": Text("要多快的增速：{}年收入比", "What growth it takes: the ratio of {}"),
    "fan_chart": Text("有多大把握", "How sure"),
    "fan_of": Text("扇形图", "Fan of"),
    "year": Text("年份", "year"),
    "present": Text("现在的位置", "present point"),
    "origin": Text("情景原样", "scenario as it stands"),
    "urban_axis": Text("城镇收入年均增速", "average annual growth, urban"),
    "rural_axis": Text("农村收入年均增速", "average annual growth, rural"),
    "diamond": Text("菱形为目标", "diamonds are the targets"),
    "map_note": Text(
        "线上各点收入比相同，粗线为目标，着色处达到目标；◆现在的位置，○情景原样",
        "a line joins growth that gives one ratio; heavy: the target, reached where shaded; "
        "◆ the present point, ○ the scenario as it stands",
    ),
    "fan_note": Text(
        "模拟{:,}次；深色为一半的可能，浅色为九成；概率与区间：若增速假设成立，仅含历史波动（假定※）",
        "{:,} draws; dark: half of them, light: nine in ten; they hold if growth is as assumed, with past variation "
        "alone (assumed※)",
    ),
    "chances": Text("达到的概率", "Probabilities"),
    "scorecard": Text("逐条判定", "Scorecard"),
    "official": Text("官方七列表", "Official table"),
    "clashes": Text("矛盾与修复", "Contradictions"),
    "compare": Text("并列比较", "Compare"),
    "effects": Text("措施作用", "Measures"),
    "files": Text("存取与下载", "Files"),
    "leave": Text("不计入的承诺", "Promises left out"),
    "reading": Text("“左右”“达到”怎样读", "How round numbers are read"),
    "value": Text("就是这个数（允许四舍五入）", "as this value, rounding allowed"),
    "floor": Text("不低于这个数", "as a floor"),
    "holds": Text("所选承诺能同时成立。", "The chosen promises can hold together."),
    "told": Text("{}。", "{}."),
    "edge": Text("所选承诺恰好能同时成立，没有余地。", "The chosen promises can just hold together, with no room."),
    "contradicts": Text(
        "所选承诺不能同时成立，共 {} 组矛盾。", "The chosen promises cannot hold together: {} contradictions."
    ),
    "clash": Text("矛盾 {}", "Contradiction {}"),
    "any_one": Text("改其中任何一条即可消除：", "Moving any one of these is enough:"),
    "move_low": Text("把{}的下限降到 {}", "lower the floor of {} to {}"),
    "move_high": Text("把{}的上限提到 {}", "raise the ceiling of {} to {}"),
    "not_alone": Text("单改{}不够", "moving {} alone is not enough"),
    "least": Text("同时解决全部矛盾，改动条数最少的办法：", "The fewest promises to change that resolve all of them:"),
    "keep": Text("留作比较", "Keep for comparison"),
    "keep_name": Text("名称", "Name"),
    "drop": Text("去掉“{}”", "Drop “{}”"),
    "now": Text("现在的页面", "this page"),
    "no_kept": Text(
        "最多留四个情景并列：在此取名，点“留作比较”，再去改动。",
        "Up to four scenarios stand side by side: name this one, keep it, then go on changing.",
    ),
    "from": Text("由", "From"),
    "to": Text("到", "To"),
    "difference": Text("差异来自哪项假设", "What makes the difference"),
    "open": Text(
        "打开情景文件（.toml、.json）或改过的工作簿（.xlsx、.xlsm）",
        "Open a scenario file (.toml, .json) or an edited workbook (.xlsx, .xlsm)",
    ),
    "opened": Text("已打开：{}", "opened: {}"),
    "save_name": Text("情景名称", "Name of the scenario"),
    "save": Text("情景文件（.toml）", "Scenario file (.toml)"),
    "brief": Text("测算报告（.docx）", "Brief (.docx)"),
    "workbook": Text("工作簿（.xlsx）", "Workbook (.xlsx)"),
    "charts": Text("图（.zip）", "Charts (.zip)"),
    "data": Text("数据（.zip）", "Data (.zip)"),
    "wait": Text("点击后现做，报告和图需几秒钟。", "Made when clicked; the brief and the charts take some seconds."),
    "start_over": Text(
        "网址中的设置读不懂，已从原情景开始。",
        "The settings in the address could not be read; the page starts from the plan.",
    ),
    "group_column": Text("指标", "quantity"),
}


def word(key: str, language: Language, *inserted: object) -> str:
    """Return one text of the page, with what is inserted in it.

    >>> word("target", "en", "2.8")
    'target 2.8'
    """
    text = WORDS[key].in_language(language)
    return text.format(*inserted) if inserted else text
