"""Costs beside those of others, in doubt and by year; and whether practices hold here."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.contribute.schemas import DoneOut
from decapolis.api.initiatives.finding import line_here, read_here
from decapolis.api.initiatives.initiatives import ONE
from decapolis.api.initiatives.schemas.costing import (
    AmountAsked,
    AnalogueOut,
    CheckIn,
    ComparableIn,
    ComparedOut,
    CostsOut,
    FindingIn,
    MakeIn,
    TransferOut,
)
from decapolis.api.initiatives.schemas.plans import LineWritten
from decapolis.api.scopes import ScopedRouter
from decapolis.api.shapes import RowId
from decapolis.initiatives.actions import comparing
from decapolis.initiatives.actions import transfer as checking
from decapolis.initiatives.bridge.analogues import Compared, compared, suggested
from decapolis.initiatives.bridge.gap import gap_of
from decapolis.initiatives.bridge.totals import total_of
from decapolis.initiatives.bridge.transfer import Key, transfers
from decapolis.initiatives.choices import LineKind
from decapolis.initiatives.errors import NoSuchLine
from decapolis.initiatives.models import BudgetLine, Initiative
from decapolis.initiatives.queries.initiatives import initiative_of
from decapolis.initiatives.queries.plan import plan_of
from decapolis.initiatives.rules import may_write
from decapolis.kernel.money import reference_year

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Plans"])
COMPARED = f"{ONE}/lines/cost/{{int:line_id}}/comparables"
CHECKED = f"{ONE}/transfer"


@router.get(f"{ONE}/costs", response=CostsOut)
def get_costs(request: HttpRequest, key: str, response: HttpResponse) -> CostsOut:
    """Each budget line beside what others paid, the total with its doubt, and money by year."""
    plan = plan_of(read_here(request, key, response), request.user)
    found = compared(plan, request.user)
    return CostsOut.model_validate(
        {
            "lines": found,
            "total": total_of(plan, request.user, found=found),
            "gap": gap_of(plan),
            "reference_year": reference_year(),
        }
    )


@router.get(COMPARED, response=ComparedOut)
def get_comparables(
    request: HttpRequest, key: str, line_id: Path[RowId], response: HttpResponse
) -> ComparedOut:
    """What one budget line is compared with; its team is also offered what its words lead to."""
    initiative = read_here(request, key, response)
    one = _compared(request, initiative, line_id)
    told = ComparedOut.model_validate(one)
    if may_write(request.user, initiative):
        told.offered += map(AnalogueOut.model_validate, suggested(one, request.user))
    return told


@router.put(COMPARED, response=DoneOut)
def choose_comparable(
    request: HttpRequest, key: str, line_id: Path[RowId], body: ComparableIn
) -> DoneOut:
    """Compare a budget line with an amount of the library, or leave one out, with the reason."""
    comparing.choose_comparable(
        by=caller(request),
        line=_budget_line(request, key, line_id),
        amount=(body.practice, body.amount, body.currency),
        counts=body.counts,
        why=body.why,
    )
    return DoneOut()


@router.delete(COMPARED, response=DoneOut)
def forget_comparable(
    request: HttpRequest, key: str, line_id: Path[RowId], asked: Query[AmountAsked]
) -> DoneOut:
    """Take back what the team said of an amount; the rules decide again."""
    comparing.forget_comparable(
        by=caller(request),
        line=_budget_line(request, key, line_id),
        amount=(asked.practice, asked.amount, asked.currency),
    )
    return DoneOut()


@router.get(CHECKED, response=list[TransferOut])
def list_transfers(request: HttpRequest, key: str, response: HttpResponse) -> list[TransferOut]:
    """What each practice that it draws on stood on, and whether that holds here."""
    plan = plan_of(read_here(request, key, response), request.user)
    return list(map(TransferOut.model_validate, transfers(plan, request.user)))


@router.put(CHECKED, response=DoneOut)
def put_finding(request: HttpRequest, key: str, body: FindingIn) -> DoneOut:
    """Say of a condition what figures do not know."""
    checking.put_finding(
        by=caller(request),
        initiative=initiative_of(key, reader=request.user),
        key=_key(body),
        standing=body.standing or "",
        note=body.note,
    )
    return DoneOut()


@router.post(f"{CHECKED}/lines", response={201: LineWritten})
def make_of_finding(request: HttpRequest, key: str, body: MakeIn) -> Status[LineWritten]:
    """Make a risk or a task of a condition; one that stands in the plan already is told again."""
    initiative = initiative_of(key, reader=request.user)
    made = checking.make_of_finding(
        by=caller(request), initiative=initiative, key=_key(body), what=body.what
    )
    kind = LineKind.RISK if body.what == "risk" else LineKind.ACTIVITY
    return Status(201, LineWritten(kind=kind, id=made.pk, version=made.version))


def _compared(request: HttpRequest, initiative: Initiative, line_id: int) -> Compared:
    """Return one budget line beside others.

    Raises
    ------
    NoSuchLine
        There is none in this plan.
    """
    found = compared(plan_of(initiative, request.user), request.user)
    one = next((each for each in found if each.line.id == line_id), None)
    if one is None:
        raise NoSuchLine(_("There is no such line in this plan."))
    return one


def _budget_line(request: HttpRequest, key: str, line_id: int) -> BudgetLine:
    line = line_here(request, key, LineKind.COST, line_id)
    assert isinstance(line, BudgetLine)  # noqa: S101 -- for the type
    return line


def _key(body: CheckIn) -> Key:
    return Key(body.practice, body.condition.value, body.detail)
