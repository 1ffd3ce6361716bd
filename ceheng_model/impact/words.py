"""Say in words what measures do and how it is weighed."""

from ceheng_model.vocabulary import Template

HOW_WEIGHED = Template(
    "{year}{each}增收、收入比的变动，其余按情景；每年财政资金，每增收{one}与收入比每降0.01所需的财政资金，由少到多排列；"
    "人数与{residents}按测算时所填",
    "income per {each} and change of the ratio in {year}, all else as in the scenario; public money a year, "
    "for a {one} of income and for 0.01 of the ratio, least first; recipients and {residents} as entered",
)
GAP = Template("离目标的缺口：{quantity}", "The gap to the target: {quantity}")
REACHED_WITHOUT = Template(
    "{quantity}不计措施已为{before}，达到{target}", "{quantity} is {before} without them: {target} is reached"
)
CLOSES = Template(
    "{quantity}由{before}变为{after}，目标{target}，措施合计弥补缺口的{part}",
    "{quantity} goes from {before} to {after}; the target is {target}; the measures close {part} of the gap",
)
