"""Documents of a plan: as JSON, PDF and Word, and its days for a calendar; for the team alone."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.contribute.schemas import DoneOut
from decapolis.api.initiatives.finding import of_team
from decapolis.api.initiatives.initiatives import ONE
from decapolis.api.initiatives.schemas.following import CalendarOut, DocumentLine, PaperOut
from decapolis.api.scopes import ScopedRouter, handing_out, own
from decapolis.initiatives.actions import calendars
from decapolis.initiatives.exports.documents import Which, paper_of, previews
from decapolis.initiatives.exports.files import (
    CALENDAR,
    PDF,
    WORD,
    Ending,
    calendar_file,
    document_file,
)
from decapolis.initiatives.exports.material import Material, material_of
from decapolis.initiatives.queries.calendars import calendar_path
from decapolis.initiatives.queries.initiatives import initiative_of
from decapolis.initiatives.queries.plan import plan_of
from decapolis.kernel.handing import handed_out

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Follow-through"])
READS = own(Scope.READ)
PAPERS = f"{ONE}/documents"
Money = Annotated[
    bool, Query(description="Of a request for information: with the amounts of the plan.")
]


@router.get(PAPERS, response=list[DocumentLine], openapi_extra=READS)
def list_papers(request: HttpRequest, key: str, response: HttpResponse) -> list[DocumentLine]:
    """The documents that can be made of a plan, and what each of them will lack."""
    held = _material(request, key, response)
    return [
        DocumentLine(
            which=one.which,
            title=str(one.which.label),
            gaps=list(one.gaps),
            warnings=list(one.warnings),
            url=f"{request.path}/{one.which.value}",
        )
        for one in previews(held)
    ]


@router.get(f"{PAPERS}/{{which}}.{{ending}}", openapi_extra=handing_out(PDF, WORD))
def get_paper_file(
    request: HttpRequest,
    key: str,
    which: Which,
    ending: Ending,
    response: HttpResponse,
    money: Money = False,  # noqa: FBT002 -- of the address
) -> HttpResponse:
    """One document as tagged PDF or as Word."""
    held = _material(request, key, response)
    return handed_out(document_file(which, held, ending, with_money=money))


@router.get(f"{PAPERS}/{{which}}", response=PaperOut, openapi_extra=READS)
def get_paper(
    request: HttpRequest,
    key: str,
    which: Which,
    response: HttpResponse,
    money: Money = False,  # noqa: FBT002 -- of the address
) -> PaperOut:
    """One document as data, in the order in which it is read; the hand-over is one of them."""
    held = _material(request, key, response)
    return PaperOut.model_validate(paper_of(which, held, with_money=money))


@router.get(f"{ONE}/milestones.ics", openapi_extra=handing_out(CALENDAR))
def get_milestones(request: HttpRequest, key: str, response: HttpResponse) -> HttpResponse:
    """The days of a plan as iCalendar: milestones, gates, deadlines and reviews."""
    initiative = of_team(request, key, response)
    return handed_out(calendar_file(plan_of(initiative, request.user)))


@router.post(f"{ONE}/calendar", response={201: CalendarOut})
def give_calendar(request: HttpRequest, key: str, response: HttpResponse) -> Status[CalendarOut]:
    """Make an address that your calendar reads without signing in; it ends the one before."""
    me, initiative = caller(request), of_team(request, key, response)
    calendars.give_calendar(by=me, initiative=initiative)
    url = request.build_absolute_uri(calendar_path(initiative, me))
    return Status(201, CalendarOut(url=url))


@router.delete(f"{ONE}/calendar", response=DoneOut)
def end_calendar(request: HttpRequest, key: str) -> DoneOut:
    """Let that address open nothing any more."""
    initiative = initiative_of(key, reader=request.user)
    calendars.end_calendar(by=caller(request), initiative=initiative)
    return DoneOut()


def _material(request: HttpRequest, key: str, response: HttpResponse) -> Material:
    initiative = of_team(request, key, response)
    return material_of(initiative, request.user, today=timezone.localdate())
