"""Say everything that the page says, in both languages."""

from ceheng_model.baselines.circular import DERIVED_FROM_IT, NO_TEST
from ceheng_model.checks.check_report import AT_MOST
from ceheng_model.documents.page.subject import both
from ceheng_model.quantities import GDP_GROWTH, PRICE_GROWTH, population
from ceheng_model.quantities.missing import IN_YEARS, UP_TO
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import LACKS, Template, Text, Verdict


def templates(terms: Terms) -> dict[str, list[str]]:
    """Return what the engine puts figures into, in the terms of the plan."""
    return {
        "year": both(terms.year_label("{year}")),
        "inYears": _raw(IN_YEARS),
        "upTo": _raw(UP_TO),
        "lacks": _raw(LACKS),
        "gdp": both(GDP_GROWTH.what),
        "prices": both(PRICE_GROWTH.what),
        "people": both(population(terms).what),
        "atMost": _raw(AT_MOST),
        **{verdict.value: both(verdict.label) for verdict in Verdict},
    }


def page_texts(terms: Terms) -> dict[str, list[str]]:
    """Return the texts of the page's parts and controls, in the terms of the plan."""
    own = {"kind": terms.kind, "each": terms.each, "unit": terms.income_unit}
    told = {key: both(text) if isinstance(text, Text) else _raw(text, **own) for key, text in _TEXTS.items()}
    return told | {"amount": both(terms.amount("{value}"))}


PART_WORDS = {
    "format": both(Text("文件版本", "version of the file")),
    "name": both(Text("情景名称", "name")),
    "description": both(Text("情景说明", "description")),
    "based_on": both(Text("所依据的情景", "the scenario it rests on")),
    "last_year": both(Text("预测末年", "last year")),
    "as_of": both(Text("最近实际年份", "the last year that is known")),
    "shares": both(Text("收入构成案例", "split of income")),
    "base": both(Text("基数", "base")),
    "distribution": both(Text("收入分布", "incomes within groups")),
    "growth": both(Text("增速", "growth")),
    "price_growth": both(Text("居民消费价格涨幅", "consumer price growth")),
    "gdp_growth": both(Text("经济增速", "growth of GDP")),
    "population": both(Text("常住人口", "residents")),
    "lever": both(Text("措施", "measures")),
}
"""What the parts of a scenario file are called where one of them is not taken."""


def _raw(template: Template, **own: Text) -> list[str]:
    """Return a template with the plan's own terms filled in; its other fields stay for the page."""
    fields = {name: own.get(name, Text.same(f"{{{name}}}")) for name in template.fields}
    return both(template.format(**fields))


NEEDS_BROWSER = Text(
    "本页需要较新的浏览器（Edge、Chrome、Firefox，或国产浏览器的极速模式），并允许运行脚本。",
    "This page needs a recent browser (Edge, Chrome, Firefox) that may run scripts.",
)
LATER_KNOWN = Text(
    "本情景假定已知以后各年的公布数；页内只在基年以后全部未知时给出概率",
    "this scenario takes published figures of later years as known; the page gives probabilities only where none are",
)
BASE_APART = Text(
    "基数改后须重新推算收入分布，本页不作推算",
    "what this page does not compute: incomes within the group on another base",
)
_TEXTS: dict[str, Text | Template] = {
    "later_known": LATER_KNOWN,
    "base_apart": BASE_APART,
    "given_up": Text("试作不再提", "given up on trial"),
    "spread_apart": Text(
        "所打开情景另有收入分布，本页不据此推算（仍存于情景文件）",
        "what this page does not compute: the scenario spreads incomes of its own (kept in its file)",
    ),
    # the strip
    "targets": Text("目标", "Targets"),
    "sentence": Template("按此设想：{parts}", "In this scenario: {parts}"),
    "part_end": Text("；", "; "),
    "sentence_end": Text("。", ". "),
    "part_met": Template("{label}{value}达到", "{label} {value} is met"),
    "part_missed": Template("{label}{value}达不到，差{distance}", "{label} {value} is missed by {distance}"),
    "part_open": Template("{label}{value}尚不能断定", "{label} {value} cannot be decided"),
    "short_income": Template("{year}{group}收入", "{group} income {year}"),
    "short_average": Template("{group}收入年均增速", "{group}, yearly growth"),
    "short_ratio": Template("{year}{ratio}", "{ratio} {year}"),
    "no_targets": Template("{kind}没有可判定的数值目标", "the {kind} states no figure that can be judged"),
    "targets_later": Template(
        "预测只到{year}，各项目标的期限都在其后", "the projection ends in {year}, before any target is due"
    ),
    "growth_lacking": Template(
        "{groups}的增速{kind}未写明，请先在表中填入", "the {kind} gives no growth for {groups}: fill it into the table"
    ),
    "goal": Template("目标{value}", "target {value}"),
    "goal_tried": Template("试改为{value}", "tried as {value}"),
    "chance": Template("概率{value}", "probability {value}"),
    "reach": Text("求达到", "solve"),
    "drag_target": Template("拖动，使{label}达到所指数值", "drag to bring {label} to a value"),
    "not_reached": Text("只调整该人群的增速，到不了这个数值", "no growth of this group alone gives this value"),
    "price": Template("{group}年均增速 {before}→{after}", "{group}: average growth {before} to {after}"),
    "price_above": Template("，高于{group}的{rate}", ", above {group} at {rate}"),
    "price_below": Template("，低于{group}的{rate}", ", below {group} at {rate}"),
    "points": Template("{value}个百分点", "{value} pp"),
    "and": Text("、", ", "),
    # the charts
    "charts": Text("走势图", "Charts"),
    "chart_incomes": Template("收入（{unit}）", "Income ({unit})"),
    "chart_growth": Text("合计增速", "Growth of totals"),
    "ghost": Text("虚线为打开时的情景，菱形为目标", "dashed: as the page opened; diamonds: targets"),
    "incomes": Template("收入及构成（{unit}）", "Income by component ({unit})"),
    # the growth table
    "growth_table": Text("增速表", "Growth table"),
    "grid_hint": Text("拖动或键入，↑↓每次0.5、按住Shift 0.1", "drag or type; ↑↓ 0.5, with Shift 0.1"),
    "fill_right": Text("向右填充", "Fill right"),
    "fill_down": Text("向下填充", "Fill down"),
    "filled_right": Template("{name}填到以后各年", "{name} filled into the years that follow"),
    "filled_down": Template("{name}填到以下各项", "{name} filled into the components below"),
    "closing": Template("合计守{kind}数，未定构成随之", "keep totals of the {kind}, open cells follow"),
    "borne_by": Text("目标由谁的增速承担", "targets borne by"),
    "borne_part": Text("由哪一项收入承担", "which component bears a target"),
    "all_components": Template("{each}同增", "{each} together"),
    "total_growth": Text("合计增速", "growth of total"),
    "growth_of": Template("{name}增速", "growth of {name}"),
    "printed": Template("{kind}列明{value}", "printed in the {kind}: {value}"),
    "apart": Text("各异", "differ"),
    "before": Template("原为{value}。", "was {value}. "),
    "bracketed": Template("（{place}）", " ({place})"),
    "not_a_rate": Template(
        "“{came}”不能作增速：填大于-100%、小于100%的数，如12.5",
        "“{came}” is no growth rate: give one above -100% and below 100%, such as 12.5",
    ),
    "choose_cell": Text("先点选一格", "choose a cell first"),
    "paste_outside": Text("粘贴的内容超出表格", "what was pasted reaches beyond the table"),
    # steps, as undo names them
    "undo": Text("撤销", "Undo"),
    "redo": Text("重做", "Redo"),
    "undo_step": Template("撤销：{name}", "undo: {name}"),
    "redo_step": Template("重做：{name}", "redo: {name}"),
    "step_cell": Template("{name}填为{value}", "{name} set to {value}"),
    "step_drag": Template("调整{name}", "{name} changed"),
    "step_paste": Template("粘贴{count}格", "{count} cells pasted"),
    "step_closing": Text("未定构成是否随动", "open components"),
    "step_target": Template("求解：{label}", "solved for {label}"),
    "step_map": Text("在图上移动", "moved on the map"),
    "step_try": Template("试用第{number}种改法", "proposal {number} tried"),
    "step_measure": Template("措施：{title}", "measure: {title}"),
    "step_drop": Template("去掉措施：{title}", "measure dropped: {title}"),
    "step_based_on": Text("换用情景", "another scenario"),
    "step_horizon": Text("预测末年", "last year"),
    "step_split": Text("收入构成案例", "split of income"),
    "step_around": Template("设定{what}", "{what} given"),
    "step_people": Text("设定常住人口", "residents given"),
    "step_name": Text("命名", "named"),
    "step_address": Text("打开网址中的情景", "scenario of an address opened"),
    "step_open": Template("打开{name}", "{name} opened"),
    "reset": Text("还原", "Reset"),
    # files and the rest of the head
    "open": Text("打开情景", "Open"),
    "save": Text("存为文件", "Save"),
    "print": Text("打印", "Print"),
    "meeting": Text("会议模式", "Meeting"),
    "scenario": Text("情景", "scenario"),
    "scenario_name": Text("情景名称", "scenario name"),
    "close": Text("知道了", "Close"),
    "csv": Text("存为CSV", "Save as CSV"),
    "newer_address": Text(
        "网址由另一版本的页面写出，能识别的部分已采用",
        "the address was written by another version of the page; what is known of it was taken",
    ),
    "shelf_full": Template(
        "网址另有{count}个留存情景，放不下：最多留存{most}个",
        "the address keeps scenarios for which there is no room: {count}; at most {most} are kept",
    ),
    "address_long": Text(
        "本情景的网址太长，不便打印；请存为文件", "the address of this scenario is too long to print: save it as a file"
    ),
    "bad_address": Text(
        "网址中的情景读不出，已按打开时的情景显示",
        "the scenario in the address cannot be read; the page shows what it opened with",
    ),
    "parts_left": Template("有几处不识别，已略过：{parts}", "some parts are not known and were left out: {parts}"),
    "file_big": Text("文件太大，不是情景文件", "the file is too large for a scenario"),
    "file_unread": Template(
        "“{name}”不是本页能读的情景文件（JSON）", "“{name}” is no scenario file (JSON) that this page can read"
    ),
    "file_toml": Template(
        "本页只读JSON：“{name}”是TOML，先在装有本软件的电脑上另存为JSON",
        "this page reads JSON; “{name}” is TOML: save it as JSON where the software is installed first",
    ),
    "made_with": Template(
        "ceheng-model {version}，数据与计算都在本页之内，不连网络",
        "ceheng-model {version}; data and engine are within this page, nothing goes over a network",
    ),
    "address": Template("本情景的网址：{address}", "address of this scenario: {address}"),
    "assumed_besides": Template("另设：{parts}", "also assumed: {parts}"),
    "assumed_base": Template("{year}{group}收入{value}", "income of {group} {year}: {value}"),
    "assumed_mark": Template("假定：{why}", "assumed: {why}"),
    # panels
    "panels": Text("分析", "Analysis"),
    "panel_verdicts": Text("逐条判定", "Verdicts"),
    "panel_map": Text("增速与收入比", "Map"),
    "panel_fan": Text("概率", "How sure"),
    "panel_audit": Text("矛盾与改法", "Contradictions"),
    "panel_measures": Text("措施", "Measures"),
    "panel_surroundings": Text("期限、构成与环境", "Settings"),
    "panel_shelf": Text("对比", "Compare"),
    "panel_tables": Text("数据表", "Tables"),
    "panel_files": Text("文件与报告", "Files"),
    "head_quantity": Text("指标", "quantity"),
    "head_words": Text("原文", "words"),
    "head_projected": Text("测算", "projected"),
    "head_verdict": Text("判定", "verdict"),
    "head_distance": Text("距目标差额", "distance to goal"),
    "head_required": Text("所需增速", "required growth"),
    "head_probability": Text("概率", "probability"),
    "head_note": Text("说明", "note"),
    "head_value": Text("数值", "figure"),
    "head_status": Text("性质", "status"),
    "head_source": Text("来源", "source"),
    "circular": DERIVED_FROM_IT,
    "circular_note": NO_TEST,
    "colon": Text("：", ": "),
    "by_rounding": Text("四舍五入后达到", "met after rounding"),
    "cells_met": Template("增速表{count}格，达到{met}格", "growth table: {met} of {count} cells met"),
    "distance_note": Text(
        "距目标差额正数为有余、负数为不足；所需增速为其他路径不变时正好达到列明数值的年均增速",
        "distance to goal: positive with room, negative where it falls short; required growth: the average annual "
        "growth that just reaches the printed value, other paths unchanged",
    ),
    "map_point": Text("移动增速点", "move the point of growth"),
    "map_here": Template("横轴{urban}，纵轴{rural}", "across {urban}, up {rural}"),
    "map_note": Template(
        "{first}至{last}年均增速；斜线上收入比相同，阴影为收入比达到目标之处，粗线为各项承诺，其旁浅色带为“左右”的范围；拖动圆点，两类人群的增速随之",
        "average annual growth from {first} to {last}; along a slope the ratio is the same, shaded where its "
        "target is met, strong lines are promises, a band beside one is what “about” allows; drag the dot and growth "
        "of both groups follows",
    ),
    "average_of": Template("{group}年均增速", "{group}: average annual growth"),
    "map_meet": Template(
        "{urban}与{rural}正好实现时，收入比为{ratio}，目标为{target}",
        "with {urban} and {rural} met exactly, the ratio is {ratio}; its target is {target}",
    ),
    "map_lacking": Text(
        "有一类人群的合计收入缺失或不大于零，画不出这张图",
        "a total is missing or not above zero: there is no map of it",
    ),
    "no_map": Template(
        "{kind}不比较两类人群，没有这张图", "the {kind} compares no two groups, so that there is no map"
    ),
    "no_draws": Template("不能给出概率：{why}", "no probabilities: {why}"),
    "draws_wait": Text("补齐增速后给出概率", "probabilities follow once growth is complete"),
    "fan_of": Text("看哪一项", "quantity"),
    "fan_label": Template("{label}，九成的可能落在{low}至{high}", "{label}: nine in ten lie between {low} and {high}"),
    "fan_note": Template(
        "模拟{draws}次：深色为一半、浅色为九成的可能；以{base}基数和所设增速为条件，波动{source}",
        "{draws} draws: one half lies in the dark band, nine in ten in the light one; given the base of {base} and the "
        "growth set; spread: {source}",
    ),
    "all_together": Template(
        "能判定的全部目标同时达到的概率：{value}", "probability that all targets that can be judged are met: {value}"
    ),
    "drawn_too": Template(
        "（含逐条判定中缺公布数未判定的{count}条）",
        " ({count} of them not judged among the verdicts for want of published figures)",
    ),
    "reading": Text("读法", "reading"),
    "reading_value": Text("达到、左右与表中数值读作定值", "endpoints, about and table cells as values"),
    "reading_floor": Text("各条均读作下限", "every statement as a floor"),
    "fewest": Text("改得最少的办法", "The fewest changes"),
    "proposal": Template("改法{number}（改{count}条）", "proposal {number} (statements changed: {count})"),
    "change_to": Template("{said}：改为{to}", "{said}: change to {to}"),
    "give_up": Template("{said}：不再提", "{said}: give up"),
    "try": Text("试这个改法", "Try this"),
    "tried_now": Text("目标已按所试的改法判定。", "targets are judged as changed. "),
    "tried_told": Text(
        "目标已按改法判定，所涉人群的增速随之调整",
        "targets are judged as changed, and growth of the groups concerned follows",
    ),
    "untry": Text("恢复原文", "back to the words as printed"),
    "clashes": Template("不能同时成立的（{count}组）", "What cannot hold together ({count})"),
    "audit_elsewhere": Text(
        "基数或收入构成已改，以下仍是打开时基数上的审查结果。",
        "base or split have been changed: what follows was found on the base that the page opened with.",
    ),
    "audit_note": Template(
        "审查只看{kind}和基数，与此处所设增速无关（{grounds}）；所试改法不存入情景文件。",
        "the audit looks at the {kind} and the base alone, not at the growth set here ({grounds}); "
        "what is tried is not kept in scenario files.",
    ),
    "measure": Text("措施", "measure"),
    "add_measure": Template("加入{kind}定了价的措施", "Add a measure that the {kind} prices"),
    "add": Text("加入", "Add"),
    "drop": Text("去掉", "Remove"),
    "dropped": Template("已去掉“{name}”", "“{name}” removed"),
    "put_back": Text("恢复", "Put back"),
    "no_measures": Text("尚未加入措施", "no measure yet"),
    "none_priced": Template("{kind}没有定价的措施", "the {kind} prices no measure"),
    "measure_wrong": Text(
        "请补齐各数：人数不多于常住人口，年份在预测期内",
        "fill in every number: no more recipients than residents, years within the projection",
    ),
    "measure_money": Template("每年资金{value}", "{value} a year in all"),
    "measures_money": Template("全部措施合计{year}资金{value}", "all measures together {year}: {value}"),
    "measure_head": Template("{year}{group}人均增加{value}", "{group} {year}: {value} a head"),
    "measure_ratio": Template("收入比{before}→{after}", "ratio {before} to {after}"),
    "measure_recipients": Text("每年领取人数", "recipients a year"),
    "measure_amount": Template("每人每次标准（{unit}）", "amount a person and time ({unit})"),
    "measure_periods": Text("每年次数", "times a year"),
    "measure_quantity": Text("每年数量", "quantity a year"),
    "measure_price": Template("单价（{unit}）", "price ({unit})"),
    "measure_investment": Template("每年投资（{unit}）", "investment a year ({unit})"),
    "measure_share": Text("劳务报酬占比（0.3为三成）", "labour's share (0.3 is 30%)"),
    "measure_present_share": Text("现有占比（0.15为15%）", "present share (0.15 is 15%)"),
    "measure_take_up": Text("领取比例（0至1）", "take-up (0 to 1)"),
    "measure_residents": Text("该人群常住人口", "residents of the group"),
    "measure_first_year": Text("起始年", "first year"),
    "measure_last_year": Text("截止年", "last year"),
    "quoted": Template("原文：“{words}”", "as printed: “{words}”"),
    "based_on": Text("情景", "scenario"),
    "last_year": Template("预测末年（至{most}）", "last year (up to {most})"),
    "year_between": Template("填{first}至{last}之间的年份", "give a year from {first} to {last}"),
    "measure_later": Text("有措施在此之后才开始，先去掉", "a measure begins later: remove it first"),
    "base_of": Template("{group}基数", "base of {group}"),
    "base_in": Template("{year}{group}收入（留空为原基数）", "income of {group} {year} (empty: the original)"),
    "base_given": Text("本情景自定", "given for this scenario"),
    "base_between": Text("填大于零、不超过10亿的数", "give a number above zero, at most a thousand million"),
    "no_source": Text("未注明来源", "no source is given"),
    "split_of": Template("{group}收入构成", "split of income, {group}"),
    "gdp": Text("经济增速", "growth of GDP"),
    "prices": Text("居民消费价格涨幅", "consumer price growth"),
    "each_year": Template("各年{what}（如5%，留空为不设）", "{what} each year (such as 5%; empty for none)"),
    "people_of": Template("{group}人数（单位不限，各组一致）", "number of {group} (any unit, the same for all)"),
    "people_rest": Text("其余人群也须填入", "fill in the other groups as well"),
    "above_zero": Text("须大于零", "must be above zero"),
    "not_a_number": Template("“{came}”不是数", "“{came}” is no number"),
    "sources": Template("{year}基数及来源", "Base {year} and its sources"),
    # what a server does for the page
    "needs_python": Text(
        "打开TOML文件、工作簿和官方表格，写出测算报告、工作簿、图和通报，需要装有本软件的电脑："
        "在那里打开同一页，这里就有这些按钮。本页存出的情景文件两边都能读。",
        "Opening TOML files, workbooks and official tables, and writing the brief, the workbook, charts and the "
        "bulletin take a computer on which the software is installed: opened there, this page has the buttons for it. "
        "Scenario files saved here are read there, too.",
    ),
    "read_files": Text("读入", "Read"),
    "read_note": Text(
        "情景：JSON、TOML文件，或本软件写出并改过的工作簿。"
        "实际数：填好的填报表，或统计部门的官方表格（Excel、CSV）。每次一个文件，至多5 MB。",
        "Scenarios: JSON and TOML files, or an edited workbook of this software. Actual figures: the form filled "
        "in, or an official table (Excel, CSV). One file at a time, 5 MB at most.",
    ),
    "open_scenario": Text("打开情景或工作簿", "Open a scenario or workbook"),
    "read_figures": Text("读入实际数", "Read actual figures"),
    "figures_published": Text("公布日期（表中未注明时）", "day of publication, where the table does not say it"),
    "figures_region": Text("取哪个地区（表中有几个时）", "which region, where the table has several"),
    "figures_confirm": Template(
        "与{kind}相差悬殊的数已核对无误", "figures far from the {kind} were checked and are right"
    ),
    "write_files": Text("写出", "Write"),
    "write_note": Text(
        "各文件都按此刻页面上的情景写出；读入实际数后，测算报告加写执行进度。报告和全套图要等上几十秒。",
        "Every file is written for the scenario on the page; with actual figures read, the brief adds the progress so "
        "far. The brief and the set of charts take up to a minute.",
    ),
    "paper_length": Text("测算报告篇幅", "length of the brief"),
    "paper_page": Text("一页", "one page"),
    "paper_brief": Text("简报（8页以内）", "a few pages"),
    "paper_full": Text("全文（附明细）", "with annexes"),
    "paper_ending": Text("报告和通报存为", "brief and bulletin as"),
    "paper_to": Text("主送机关", "to whom"),
    "paper_signed": Text("署名", "who signs"),
    "paper_day": Text("成文日期（如2022-12-01）", "date of the paper (such as 2022-12-01)"),
    "paper_since": Text("上期通报日期（通报写出此后的变化）", "day of the last bulletin (to tell what changed since)"),
    "paper_docx": Text("Word文件", "Word file"),
    "paper_html": Text("网页", "web page"),
    "write_brief": Text("测算报告", "Brief"),
    "write_workbook": Text("工作簿", "Workbook"),
    "write_charts": Text("全套图", "Charts"),
    "write_form": Text("实际数填报表", "Form for actual figures"),
    "write_bulletin": Text("通报", "Bulletin"),
    "now_reading": Template("正在读“{name}”……", "reading “{name}” ..."),
    "now_writing": Template("正在写{what}……", "writing: {what} ..."),
    "file_opened": Template("已打开“{name}”。", "“{name}” is open."),
    "file_written": Template("已存为“{name}”。", "saved as “{name}”."),
    "figures_read": Template("已读入“{name}”中的实际数。", "the actual figures of “{name}” are read."),
    "figures_of": Template("实际数：{name}", "Actual figures: {name}"),
    "figures_first": Text("写通报先要读入实际数的表。", "A bulletin is on actual figures: read their table first."),
    "file_too_large": Template("文件太大：至多{most} MB。", "The file is too large: at most {most} MB."),
    "no_server": Text(
        "本机的服务没有回答：它可能已经结束。请重新运行，再按一次；页面上的改动都还在。",
        "The server on this machine does not answer: it may have ended. Start it again and press once more; nothing on "
        "the page is lost.",
    ),
    "plan_fixed": Text("打开时", "as opened"),
    "present": Text("此刻", "now"),
    "kept_scenarios": Text("留存的情景", "Scenarios kept"),
    "keep": Text("留下此刻的情景", "Keep the present one"),
    "kept": Template("留存{number}", "kept {number}"),
    "take_up_again": Text("取用", "Take up"),
    "side_by_side": Text("并列比较", "Side by side"),
    "why_differ": Text("两个情景相差在哪里", "What makes two scenarios differ"),
    "differ_from": Text("由", "from"),
    "differ_to": Text("到", "to"),
    "differ_of": Text("看哪一项指标", "quantity"),
    "differ_note": Template(
        "{year}；各项相加正好等于两者之差（按正、反两种次序替换，取平均）",
        "{year}; the parts add up to the difference exactly (replaced in either order, averaged)",
    ),
    "head_step": Text("由哪一项引起", "because of"),
    "no_difference": Text("这一项没有差别", "there is no difference in this"),
}
