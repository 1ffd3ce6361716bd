"""Draw which counties are behind their goals, and by how much they would have to grow faster."""

from collections.abc import Iterator, Sequence
from math import isnan

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import Title, require, require_size
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.style import FAINT, INK, MISSED, SHEETS, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.plan_sets import CountyReview, PlansReview
from ceheng_model.vocabulary import NO_TEXT, Language, Template, Text

_TITLE = Template("{count}个县有未达到的目标（共{all}个县）", "{count} of {all} counties miss a goal")
_NONE = Template("{judged}个县的目标按各自方案均达到", "All goals of {judged} counties are met by their own plans")
_NONE_JUDGED = Template("{all}个县的方案都没有可判定的目标", "No plan of {all} counties has a goal that can be judged")
_NOBODY = Text("没有未达到目标的县", "No county is behind")
_NO_GOALS = Template("{note}；{count}个县没有可判定的目标", "{note}; {count} counties have no goal that can be judged")
_MORE = Text(
    "年均增速需提高的百分点：按未达到目标中差距最大的一条，能由几个人群达到的取最小",
    "points a year by which growth would have to be faster, for the goal that is farthest off; where several groups "
    "could meet it alone, the least",
)
_NOTE = Text("按各县方案自己的数测算", "by each plan's own numbers")
_LEFT_OUT = Template("{note}；另有{count}个县未画出", "{note}; {count} more counties are not drawn")
_POINTS = Template("{points}个百分点", "{points} pp")
_GOALS = Template("{points}（{goals}）", "{points} ({goals})")
_COUNT = Template("{first}等{count}条", "{first} and more, {count} in all")
_SENTENCE = Template("差距最大的：{first}。", "Farthest behind: {first}.")
_ALL_MET = Template("{nobody}。", "{nobody}.")
_NAMED = Template("{county}（{points}）", "{county} ({points})")

MOST_COUNTIES: dict[Size, int] = {"word": 40, "slide": 16}
"""Counties that a page has room for, and a slide."""
_FIRST = 3
"""Counties that the sentence names."""


def county_ladder(
    plans_review: PlansReview,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw the counties that miss a goal, the farthest behind on top, with what is missed.

    Raises `InputError` for anything but the result of `review_plans`.

    >>> from ceheng_model.files import shipped
    >>> from ceheng_model.plan_sets import load_plans, review_plans
    >>> from ceheng_model.charts.drawing.numbers import alternative_text
    >>> ax = county_ladder(review_plans(load_plans(shipped("plans")), audits=False))
    >>> alternative_text(ax, "en").split(".")[0]
    '1 of 3 counties miss a goal'
    """
    review = require(plans_review, PlansReview, "cm.review_plans(plans)")
    behind = review.behind
    shown = behind[: MOST_COUNTIES[require_size(size)]]
    height = max(len(shown), 1) * SHEETS[size].body * 1.75 / 72.0 + 1.2
    terms = review.plans.counties[0].plan.terms
    with drawing(ax, terms=terms, language=language, size=size, height=max(height, 2.0), title=title) as pen:
        left = _rows(pen, shown)
        pen.title(_finding(review), left=left, more=_MORE if behind else None)
        rest = len(behind) - len(shown)
        note = _LEFT_OUT.format(note=_NOTE, count=rest) if rest else _NOTE
        silent = sum(not _is_judged(one) for one in review.counties)
        pen.footnote(_NO_GOALS.format(note=note, count=silent) if silent else note, left=left)
        first = Text.join(_NAMED.format(county=one.county.label, points=_points(pen, one)) for one in behind[:_FIRST])
        sentence = _SENTENCE.format(first=first) if behind else _ALL_MET.format(nobody=_NOBODY)
        pen.keep(review.tables()[0], sentence)
    return pen.ax


@chart(county_ladder, Text("未达到目标的县", "Counties that are behind"))
def _pictures(material: Material) -> Iterator[Picture]:  # noqa: ARG001 - a single plan has no counties
    return iter(())


def _finding(review: PlansReview) -> Text:
    """Return how many counties miss a goal; a plan without goals that can be judged has met none."""
    behind, count = len(review.behind), len(review.counties)
    judged = sum(_is_judged(one) for one in review.counties)
    if behind:
        return _TITLE.format(count=behind, all=count)
    return _NONE.format(judged=judged) if judged else _NONE_JUDGED.format(all=count)


def _is_judged(one: CountyReview) -> bool:
    return bool(one.met or one.missed)


def _rows(pen: Pen, shown: Sequence[CountyReview]) -> float:
    names = [pen.words(one.county.label) for one in shown]
    farthest = max((one.points_behind for one in shown if not isnan(one.points_behind)), default=0.0) or 1.0
    for row, (one, name) in enumerate(zip(shown, names, strict=True)):
        points = 0.0 if isnan(one.points_behind) else one.points_behind
        pen.ax.plot([0.0, points], [-row, -row], color=MISSED, linewidth=pen.sheet.line, zorder=2)
        pen.ax.plot([points], [-row], marker="o", markersize=pen.sheet.mark, color=MISSED, linestyle="none", zorder=3)
        told = _GOALS.format(points=_points(pen, one), goals=_goals(one))
        pen.write(points, -row, told, ha="left", by=(6.0, 0.0), grade="small", colour=FAINT)
        pen.write(0.0, -row, name, ha="right", by=(-5.0, 0.0), on=pen.ax.get_yaxis_transform(), colour=INK)
    if not shown:
        pen.write(0.5, 0.5, _NOBODY, colour=FAINT, on=pen.ax.transAxes)
    # what is missed is told behind each dot
    pen.ax.set_xlim(0.0, farthest * 2.6)
    pen.ax.set_ylim(-max(len(shown), 1) + 0.4, 0.6)
    pen.frame(*(["left"] if shown else []))
    pen.ax.set_yticks([])
    pen.ax.set_xticks([])
    return max((width(name, pen.points("body")) for name in names), default=0.0) + 5.0


def _points(pen: Pen, one: CountyReview) -> Text:
    if isnan(one.points_behind):
        return NO_TEXT
    return _POINTS.format(points=pen.number(one.points_behind, "points"))


def _goals(one: CountyReview) -> Text:
    first = one.missed[0].label
    return first if len(one.missed) == 1 else _COUNT.format(first=first, count=len(one.missed))
