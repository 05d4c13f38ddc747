"""What came of a plan: reviews, reports, values, targets, hand-over, and its end as a practice."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.contribute.schemas import DoneOut
from decapolis.api.initiatives.finding import line_here, of_team, person_named, practice_named
from decapolis.api.initiatives.initiatives import ONE
from decapolis.api.initiatives.schemas.following import (
    BecameIn,
    DraftMade,
    HandIn,
    ProgressOut,
    ReadingIn,
    ReportIn,
    ReviewIn,
    TargetIn,
)
from decapolis.api.scopes import ScopedRouter, own
from decapolis.api.shapes import RowId, taken
from decapolis.initiatives.actions import becoming, handover, reports, reviews, targets
from decapolis.initiatives.actions.reports import ReportGiven
from decapolis.initiatives.actions.reviews import ReviewAnswer
from decapolis.initiatives.choices import LineKind
from decapolis.initiatives.models import Measure, Review
from decapolis.initiatives.queries.initiatives import initiative_of
from decapolis.initiatives.queries.plan import plan_of
from decapolis.initiatives.queries.progress import progress_of
from decapolis.kernel.errors import NotFound

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Follow-through"])
people = ScopedRouter(Scope.PEOPLE, tags=["Follow-through"])
READS = own(Scope.READ)
MEASURE = f"{ONE}/lines/measure/{{int:line_id}}"


@router.get(f"{ONE}/progress", response=ProgressOut, openapi_extra=READS)
def get_progress(request: HttpRequest, key: str, response: HttpResponse) -> ProgressOut:
    """What was planned and what came of it, for the team: reviews, reports, values, targets."""
    initiative = of_team(request, key, response)
    plan = plan_of(initiative, request.user)
    progress = progress_of(initiative, plan, request.user)
    told = taken(ProgressOut, progress, currency=plan.currency, planned=plan.sums.cost)
    return ProgressOut.model_validate(told)


@router.put(f"{ONE}/reviews/{{int:day}}", response=DoneOut)
def answer_review(request: HttpRequest, key: str, day: Path[RowId], body: ReviewIn) -> DoneOut:
    """Answer a review, so many days after approval; once, and the same answer again is none."""
    review = _review(request, key, day)
    reviews.answer_review(
        by=caller(request), review=review, answer=ReviewAnswer(**body.model_dump())
    )
    return DoneOut()


@router.post(f"{ONE}/reports", response={201: DoneOut})
def write_report(request: HttpRequest, key: str, body: ReportIn) -> Status[DoneOut]:
    """Say how it goes; the team reads it."""
    reports.write_report(
        by=caller(request),
        initiative=initiative_of(key, reader=request.user),
        given=ReportGiven(**body.model_dump()),
    )
    return Status(201, DoneOut())


@router.post(f"{MEASURE}/readings", response={201: DoneOut})
def add_reading(
    request: HttpRequest, key: str, line_id: Path[RowId], body: ReadingIn
) -> Status[DoneOut]:
    """Write what was measured on a day."""
    measure = _measure(request, key, line_id)
    targets.add_reading(by=caller(request), measure=measure, **body.model_dump())
    return Status(201, DoneOut())


@router.put(f"{MEASURE}/target", response=DoneOut)
def change_target(request: HttpRequest, key: str, line_id: Path[RowId], body: TargetIn) -> DoneOut:
    """Make a target another one, with the reason; the old one and the reason stay."""
    measure = _measure(request, key, line_id)
    targets.change_target(by=caller(request), measure=measure, **body.model_dump())
    return DoneOut()


@router.post(f"{ONE}/practice", response={201: DraftMade})
def become_practice(request: HttpRequest, key: str) -> Status[DraftMade]:
    """Write what is done or stopped as a draft of a practice; begun before, it is that draft."""
    initiative = initiative_of(key, reader=request.user)
    made = becoming.become_practice(by=caller(request), initiative=initiative)
    return Status(201, DraftMade(draft=made.pk))


@router.put(f"{ONE}/practice", response=DoneOut)
def name_practice(request: HttpRequest, key: str, body: BecameIn) -> DoneOut:
    """Say which practice of the library tells of what is done or stopped."""
    initiative = initiative_of(key, reader=request.user)
    practice = practice_named(request, body.practice)
    becoming.name_practice(by=caller(request), initiative=initiative, practice=practice)
    return DoneOut()


@people.post(f"{ONE}/handover", response=DoneOut)
def hand_over(request: HttpRequest, key: str, body: HandIn) -> DoneOut:
    """Let somebody be the sponsor; the one before reads along. For owner and sponsor.

    What they must know is the document `hand-over`.
    """
    initiative = initiative_of(key, reader=request.user)
    to = person_named(request, body.person, field="person")
    handover.hand_over(by=caller(request), initiative=initiative, to=to)
    return DoneOut()


def _review(request: HttpRequest, key: str, day: int) -> Review:
    """Return a review that its team may answer.

    Raises
    ------
    NotFound
        There is none on this day.
    """
    initiative = initiative_of(key, reader=request.user)
    rows = Review.objects.visible_to(request.user).filter(initiative=initiative)
    found: Review | None = rows.filter(day=day).first()
    if found is None:
        raise NotFound(_("There is no such review, or it is not open to you."))
    return found


def _measure(request: HttpRequest, key: str, line_id: int) -> Measure:
    line = line_here(request, key, LineKind.MEASURE, line_id)
    assert isinstance(line, Measure)  # noqa: S101 -- for the type
    return line
