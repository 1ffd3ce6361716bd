"""What several charts say in words: years, and what of their figures is assumed."""

from ceheng_model.vocabulary import Template, Text

YEAR = Template("{year}年", "{year}")
PROJECTED_TOTAL = Text("收入合计（元）", "total income (yuan)")

SPREAD_IS_ASSUMED = Text(
    "离散程度由公布的序列估计，其适用于本地为假定",
    "spread estimated from published series, assumed to hold here",
)
OTHERS_ARE_ASSUMED = Text("其他情景的增速同为假设", "growth in the other scenarios is assumed too")
