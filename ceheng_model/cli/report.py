"""The command that runs when none is named: the main job."""

from ceheng_model.checks import check as check_projection
from ceheng_model.checks import promise_sentence
from ceheng_model.cli.answers import conditional_on, incomes_of
from ceheng_model.cli.missing import to_fill_in, ways
from ceheng_model.cli.options import Request, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.decomposition import contributions
from ceheng_model.projection import project as project_scenario
from ceheng_model.vocabulary import NO_TEXT


@takes(Request)
def report(request: Request) -> None:
    """主要工作：预测、收入比、校验，以及方案自身数字给不出的承诺 / projection, ratio, checks, and what does not fit."""
    with messages(request):
        projection = project_scenario(request.compose())
        checked = check_projection(projection)
        final = contributions(projection, year=projection.scenario.headline_year)
        scenario, plan = projection.scenario, projection.scenario.plan
        title = plan.title if plan else NO_TEXT
        tables = [*final.tables(), *projection.tables(), *checked.summary()]
        emit(
            request,
            tables,
            answer=[*incomes_of(projection), promise_sentence(checked), *conditional_on(scenario)],
            lead=(title, *to_fill_in(scenario)),
            background=scenario.notes(),
            hints=ways(checked.missing, scenario.terms),
            remarks=checked.remarks,
        )
