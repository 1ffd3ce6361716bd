"""A plan of other terms: households of metro and non-metro places, dollars, fiscal years, a strategy."""

from pathlib import Path

import numpy as np

import ceheng_model as cm

YEARS = (2022, 2023, 2024)
GROUPS = ("metro", "nonmetro", "farm")
BASE = {"metro": (52000, 9000, 6000, 11000), "nonmetro": (33000, 6000, 4000, 12000), "farm": (15000, 21000, 5000, 9000)}
COMPONENTS = ("wages", "business", "property", "transfer")

PLAN = """
id = "valley-2022-2024"
base_year = 2021
first_year = 2022
last_year = 2024
issued = 2021-11-01
title = { zh = "湖谷家庭增收规划（2022-2024）", en = "Lake Valley strategy for household incomes (2022-2024)" }
issuer = { zh = "湖谷委员会", en = "Lake Valley Board" }
kind = { zh = "规划", en = "strategy" }
[place]
name = { zh = "湖谷", en = "Lake Valley" }
level = { zh = "谷区", en = "valley" }
[income]
unit = { zh = "美元", en = "dollars" }
recipient = { zh = "户", en = "household" }
year = { zh = "{year}财年", en = "FY{year}" }
[income.concepts]
disposable_income = { zh = "货币收入", en = "money income" }
net_income = { zh = "农场收入", en = "farm income" }
[ratio]
above = "metro"
below = "nonmetro"
label = { zh = "都会与非都会收入比", en = "metro to non-metro ratio" }
[baseline]
file = "base.csv"
region = "valley"
[baseline.shares]
metro = "survey"
nonmetro = "survey"
farm = "survey"
[growth]
file = "growth.csv"
place = { zh = "表2", en = "table 2" }
[[group]]
key = "metro"
concept = "disposable_income"
label = { zh = "都会家庭", en = "metro households" }
short = { zh = "都会", en = "metro" }
[[group]]
key = "nonmetro"
concept = "disposable_income"
label = { zh = "非都会家庭", en = "non-metro households" }
short = { zh = "非都会", en = "non-metro" }
[[group]]
key = "farm"
concept = "net_income"
part_of = "nonmetro"
label = { zh = "农场家庭", en = "farm households" }
"""

STATEMENTS = (
    'quantity="income"; group="nonmetro"; type="reaches"; value=64000; precision=1000; words="收入达到6.4万美元"',
    'quantity="income"; group="nonmetro"; year=2023; type="exceeds"; value=59000; precision=1000; words="超过59000"',
    'quantity="income"; group="metro"; type="between"; low=84000; high=88000; precision=1000; words="84000至88000"',
    'quantity="average_annual_growth"; group="nonmetro"; type="at_least"; value=0.05; precision=0.01; words="年均5%以上"',
    'quantity="average_annual_growth"; group="metro"; type="about"; value=0.03; precision=0.01; words="年均3%左右"',
    'quantity="urban_rural_ratio"; type="about"; value=1.3; precision=0.1; better="down"; words="收入比1.3左右"',
    'quantity="urban_rural_ratio"; type="narrows"; words="收入比缩小"',
    'quantity="growth_lead"; group="nonmetro"; against="metro"; type="above"; words="非都会快于都会"',
    'quantity="growth_lead"; group="nonmetro"; against="gdp"; type="about"; value=0; precision=0.01; words="与经济同步"',
    'quantity="absolute_gap"; group="nonmetro"; against="metro"; type="narrows"; words="绝对差距缩小"',
    'quantity="increment"; group="nonmetro"; type="at_least"; value=2500; precision=100; words="每年增加2500美元"',
    'quantity="multiple"; group="farm"; type="reaches"; value=1.2; precision=0.1; words="1.2倍"',
    'quantity="share"; group="metro"; component="wages"; type="at_most"; value=0.67; precision=0.01; words="不超过67%"',
    'quantity="growth"; group="farm"; type="not_below_previous"; words="不低于上年"',
)


def write_folder(folder: Path) -> Path:
    """Write the folder of the plan: three years, no series, statements of several forms."""
    plan = PLAN
    for number, keys in enumerate(STATEMENTS, start=1):
        lines = "\n".join(keys.split("; "))
        plan += f'[[statement]]\nid = "s{number}"\n{lines}\nplace = {{ zh = "目标", en = "goals" }}\n'
    (folder / "plan.toml").write_text(plan, encoding="utf-8")
    base = ["region,group,component,year,share_case,value_yuan,concept,status,source,note"]
    for group, levels in BASE.items():
        tail = f"{'net_income' if group == 'farm' else 'disposable_income'},published,Census,"
        base.append(f"valley,{group},total,2021,all,{sum(levels)},{tail}")
        base += [
            f"valley,{group},{part},2021,survey,{level},{tail}" for part, level in zip(COMPONENTS, levels, strict=True)
        ]
        # another case, so that there is something to compare
        base += [
            f"valley,{group},{part},2021,tax,{level},{tail}"
            for part, level in zip(COMPONENTS, (*levels[1::-1], *levels[2:]), strict=True)
        ]
    (folder / "base.csv").write_text("\n".join([*base, ""]), encoding="utf-8")
    rows = ["year,group,component,words,type,value,precision,tolerance"]
    rates = {"metro": ("4%", None), "nonmetro": ("6%", "5%"), "farm": (None, "7%")}
    for year in YEARS:
        for group, cells in rates.items():
            for part, rate in zip(("wages", "total"), cells, strict=True):
                tail = "增长,positive,,," if rate is None else f"{rate},about,{rate},1%,"
                rows.append(f"{year},{group},{part},{tail}")
    (folder / "growth.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    return folder


def uncertainty() -> cm.Uncertainty:
    """Return a spread of growth, since there is no series to estimate one from."""
    return cm.Uncertainty(groups=GROUPS, standard_deviation=np.full((3, 4), 0.02), correlation=np.eye(12))
