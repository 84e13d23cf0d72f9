"""What a budget request is checked against, read from the views for one project (HL-08, HL-12)."""

from projections import budgets, clawback, evaluation
from services.due import Views
from services.project.budgeting import RequestBudget
from services.project.next_budget import Burdens, Undisposed


async def burdens(
    views: Views, division: str, command: RequestBudget, position: int
) -> Burdens | None:
    """Read what an earlier year leaves to a request; None for a project nobody registered."""
    year, code = command.fiscal_year, command.project_code
    department = next(iter(await views.ask(budgets.department_of(division, year, code))), None)
    if department is None:
        return None
    absorbing = await views.ask(clawback.absorptions(division, year))
    own = [one.amount_fen for one in absorbing if one.department == department.department]
    poor = await views.ask(evaluation.blocking(division, year))
    return Burdens(
        absorb_fen=sum(own),
        initial_before_fen=department.initial_before_fen,
        current_before_fen=department.current_before_fen,
        others_fen=department.others_fen,
        suspended_fen=department.suspended_fen,
        undisposed=tuple(
            Undisposed(fiscal_year=one.fiscal_year, project=one.project, evaluation=one.evaluation)
            for one in poor
        ),
        position=position,
    )
