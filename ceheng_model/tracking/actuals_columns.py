"""Name the columns of a table of actual figures, and say what belongs in each."""

from collections.abc import Mapping

from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

SHEET = "actuals"
"""Name of the sheet that is read; the first sheet where none has it."""

HEADINGS: Mapping[str, Text] = {
    "kind": Text("类别", "kind"),
    "group": Text("人群", "group"),
    "component": Text("收入构成", "component"),
    "indicator": Text("指标编号", "indicator"),
    "year": Text("年份", "year"),
    "quarter": Text("季度", "quarter"),
    "value": Text("数值", "value"),
    "published": Text("公布日期", "published"),
    "source": Text("来源", "source"),
    "note": Text("备注", "note"),
    "confirmed": Text("核对无误", "confirmed"),
    "region": Text("地区", "region"),
    "state": Text("进展", "state"),
    "about": Text("填写说明", "about"),
    "item": Text("内容", "what"),
    "goal": Text("目标或计划数", "target or plan"),
    "unit": Text("单位", "unit"),
}
NEEDED = ("kind", "year", "value", "published", "source")
OF_FORMS = ("item", "goal", "unit")
"""Columns of a workbook to fill in alone."""
COLUMNS = tuple(key for key in HEADINGS if key not in ("region", *OF_FORMS))
"""Columns of a template that is one table, in order; ``region`` is for figures of another region."""
_HINTS: Mapping[str, Text | Template] = {
    "item": Text(
        "收入、指标或事项的名称，已填好；加行时照抄名称即可",
        "name of the income, indicator or deliverable, filled in already; copy it into rows that are added",
    ),
    "goal": Template(
        "{kind}的目标，收入为计划路径；读入时不用", "the {kind}'s target, of an income its path; not read"
    ),
    "unit": Text("数值以此计；读入时不用", "in which the value counts; not read"),
    "kind": Template(
        "收入，{kind}措施中的指标，或须完成的销号事项",
        "an income, an indicator of the {kind}'s measures, or a deliverable to be ticked off",
    ),
    "group": Text("收入属于哪个人群；指标不填", "whose income it is; empty for an indicator"),
    "component": Template(
        "{count}项构成之一，或合计；指标不填", "one of the {count} components, or the total; empty for an indicator"
    ),
    "indicator": Template(
        "{kind}措施中指标或销号事项的编号；收入不填",
        "the key of an indicator or deliverable of the {kind}'s measures; empty for an income",
    ),
    "year": Text("四位数的年份；销号事项不填", "four digits; empty for a deliverable"),
    "quarter": Text(
        "留空为全年数；1至4为1月起至该季末的累计数，季度不相加为全年",
        "empty for the year; 1 to 4 for January to the end of that quarter; quarters never add up to a year",
    ),
    "value": Template(
        "收入以{unit_each}计；指标以填写说明所列单位计；也可连同单位填写，如 {example}、14.8万亩、70%",
        "income: {unit_each}; indicator: in the unit named; or with its unit, such as {example}, 14.8万亩, 70%",
    ),
    "published": Text(
        "数字公布的日期，如 2023-01-20；修订的数另起一行，写修订公布的日期，旧数保留；销号事项填完成或报告之日",
        "the day of publication, such as 2023-01-20; a revised figure is one more row with its day; the old one stays; "
        "of a deliverable, the day it was finished or reported",
    ),
    "source": Text(
        "数字从哪里来，必填；销号事项可填文号",
        "where the figure comes from; needed; number of the document of a deliverable",
    ),
    "note": Text("需要注意的事", "what to mind"),
    "confirmed": Template(
        "一般留空；收入与{kind}测算的同期数相差五倍以上，或比重超过150%，核对无误的填“是”",
        "usually empty; yes where an income is more than five times off the {kind}'s, "
        "or a share above 150 %, and right",
    ),
    "state": Text("仅销号事项填：未启动、推进中或已完成", "for a deliverable alone: not started, under way or done"),
    "about": Text("本行填什么；读入时不用", "what the row is for; it is not read"),
}


def hint(key: str, terms: Terms) -> Text:
    """Return what belongs in a column of the table that a plan's figures are filled into.

    >>> hint("value", Terms(groups=(), unit=Text("美元", "dollars"))).zh
    '收入以美元计；指标以填写说明所列单位计；也可连同单位填写，如 3.98万美元、14.8万亩、70%'
    """
    form = _HINTS[key]
    if isinstance(form, Text):
        return form
    # the word behind the number is the one that is read in either language
    example = {"example": f"3.98万{terms.unit.zh}"} if "example" in form.fields else {}
    count = {"count": terms.how_many} if "count" in form.fields else {}
    return terms.say(form, **example, **count)
