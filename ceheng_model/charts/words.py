"""What several charts say in words: where their figures come from, and what of these is assumed."""

from ceheng_model.vocabulary import Template, Text

PROJECTED_TOTAL = Text("收入合计", "total income")

SPREAD_IS_ASSUMED = Text(
    "离散程度由公布的序列估计，其适用于本地为假定",
    "spread estimated from published series, assumed to hold here",
)
OTHERS_ARE_ASSUMED = Text("其他情景的增速同为假设", "growth in the other scenarios is assumed too")

SENTENCE = Template("{text}。", "{text}.")
SOURCE = Template("来源：{title}", "Source: {title}")
BASE_INCOME = Template("{year}收入：{groups}", "{year} income: {groups}")
BASE_SPLIT = Template("其构成：{groups}", "its split: {groups}")
GROWTH_IS_ASSUMED = Template("增速为情景“{title}”的假设", 'growth as assumed in the scenario "{title}"')
OF_STATUS = Template("{groups}为{status}", "{groups} {status}")
OF_CASE = Template("{group}按{case}", "{group} as {case}")
ANOTHER_CONCEPT = Template("{group}为{concept}，口径不同", "{group}: {concept}, another concept")
