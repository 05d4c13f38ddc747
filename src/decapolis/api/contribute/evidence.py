"""How well it is known that a practice works: reviews, and the cities that followed it."""

from django.http import HttpRequest
from ninja import Path, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.contribute.schemas import (
    AdoptionIn,
    AdoptionOut,
    AskReviewIn,
    DoneOut,
    GradeOut,
    ReviewIn,
    ReviewOut,
    WhyIn,
)
from decapolis.api.scopes import ScopedRouter
from decapolis.api.shapes import RowId
from decapolis.cities.bridge import find_city
from decapolis.library import actions
from decapolis.library.actions import Followed, Judged
from decapolis.library.models import Adoption
from decapolis.library.queries.adoptions import adoption_to_read
from decapolis.library.queries.reviews import grade_of, review_to_read
from decapolis.library.queries.versions import practice_to_write

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Evidence"])


@router.get("/practices/{slug}/reviews", response=GradeOut)
def get_grade(request: HttpRequest, slug: str) -> GradeOut:
    """The level of evidence of a practice, its ground, and the reviews that stand."""
    practice = practice_to_write(slug, reader=request.user)
    return GradeOut.model_validate(grade_of(practice, reader=request.user))


@router.post("/practices/{slug}/reviews", response={201: ReviewOut})
def give_review(request: HttpRequest, slug: str, body: ReviewIn) -> Status[ReviewOut]:
    """Grade the evidence of a practice, as a reviewer without a stake in it."""
    practice = practice_to_write(slug, reader=request.user)
    checks = tuple(check.value for check in body.checks)
    judged = Judged(body.level, body.reasons, body.version, checks)
    made = actions.give_review(by=caller(request), practice=practice, judged=judged)
    grade = grade_of(practice, reader=request.user)
    return Status(
        201, ReviewOut.model_validate(next(x for x in grade.reviews if x.number == made.pk))
    )


@router.post("/practices/{slug}/reviews/ask", response={201: DoneOut})
def ask_for_review(request: HttpRequest, slug: str, body: AskReviewIn) -> Status[DoneOut]:
    """Put a practice that you may correct first in the queue of the reviewers."""
    practice = practice_to_write(slug, reader=request.user)
    actions.ask_for_review(by=caller(request), practice=practice, note=body.note)
    return Status(201, DoneOut())


@router.post("/reviews/{int:number}/withdraw", response=DoneOut)
def withdraw_review(request: HttpRequest, number: Path[RowId], body: WhyIn) -> DoneOut:
    """Take a review back; staff, who say why, also another's."""
    held = review_to_read(number, reader=request.user)
    actions.withdraw_review(by=caller(request), review=held, why=body.reason)
    return DoneOut()


@router.get("/practices/{slug}/adoptions", response=list[AdoptionOut])
def list_adoptions(request: HttpRequest, slug: str) -> list[AdoptionOut]:
    """The cities that followed a practice, as far as you may see both ends."""
    practice = practice_to_write(slug, reader=request.user)
    rows = Adoption.objects.visible_to(request.user).standing().filter(origin=practice)
    return [
        _adoption_out(row) for row in rows.select_related("city__country", "practice", "origin")
    ]


@router.post("/practices/{slug}/adoptions", response={201: AdoptionOut})
def adopt(request: HttpRequest, slug: str, body: AdoptionIn) -> Status[AdoptionOut]:
    """Record that a city that you speak for followed a practice."""
    origin = practice_to_write(slug, reader=request.user)
    made = actions.adopt(
        by=caller(request),
        origin=origin,
        city=find_city(str(body.city)),
        told=Followed(body.changed, body.gave, body.year, body.source),
        practice=practice_to_write(body.practice, reader=request.user) if body.practice else None,
    )
    return Status(201, _adoption_out(made))


@router.post("/adoptions/{int:number}/withdraw", response=AdoptionOut)
def withdraw_adoption(request: HttpRequest, number: Path[RowId]) -> AdoptionOut:
    """Take an adoption back; it can be recorded anew."""
    held = adoption_to_read(number, reader=request.user)
    return _adoption_out(actions.withdraw_adoption(by=caller(request), adoption=held))


def _adoption_out(row: Adoption) -> AdoptionOut:
    return AdoptionOut(
        number=row.pk,
        origin=row.origin.slug,
        city_id=row.city_id,
        city=row.city.label,
        practice=row.practice.slug if row.practice else "",
        year=row.year,
        changed=row.changed,
        gave=row.gave,
        source=row.source,
        at=row.at,
    )
