"""Circles: yours and who is in them; for network staff also forming and changing them."""

from collections.abc import Sequence

from django.http import HttpRequest
from ninja import Path, Query, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.paging import Page, Window, page_of
from decapolis.api.people.schemas import CircleChange, CircleIn, CircleLine, CircleOut, SeatsIn
from decapolis.api.scopes import ScopedRouter, own
from decapolis.api.shapes import RowId
from decapolis.kernel.errors import NotFound
from decapolis.people import actions
from decapolis.people.models import Circle, CircleSeat, Person
from decapolis.people.queries import circle_facts, circle_of_slug, circles

router = ScopedRouter(Scope.PEOPLE, tags=["People"])
READS = own(Scope.PEOPLE)


@router.get("/circles", response=Page[CircleLine], openapi_extra=READS)
def list_circles(request: HttpRequest, window: Query[Window]) -> Page[CircleLine]:
    """The circles in which you sit; for network staff all of them, the open ones first."""
    found = circles(request.user)
    items = map(CircleLine.model_validate, found[window.part])
    return page_of(request, window, total=found.count(), items=items)


@router.post("/circles", response={201: CircleOut})
def form_circle(request: HttpRequest, body: CircleIn) -> Status[CircleOut]:
    """Form a circle and seat its first people; for network staff alone."""
    me = caller(request)
    people = _people(request, body.people)
    made = actions.form_circle(by=me, name=body.name, purpose=body.purpose, people=people)
    return Status(201, _out(request, made))


@router.get("/circles/{slug}", response=CircleOut, openapi_extra=READS)
def get_circle(request: HttpRequest, slug: str) -> CircleOut:
    """A circle in which you sit, with its people; for network staff any."""
    return CircleOut.model_validate(circle_facts(slug, reader=request.user))


@router.patch("/circles/{slug}", response=CircleOut)
def change_circle(request: HttpRequest, slug: str, body: CircleChange) -> CircleOut:
    """Change name or purpose: only the fields that you send; for network staff alone."""
    circle = circle_of_slug(slug, reader=request.user)
    actions.change_circle(by=caller(request), circle=circle, name=body.name, purpose=body.purpose)
    return _out(request, circle)


@router.post("/circles/{slug}/seats", response=CircleOut)
def seat_people(request: HttpRequest, slug: str, body: SeatsIn) -> CircleOut:
    """Seat members in a circle, all or nobody; for network staff alone, and never yourself."""
    circle = circle_of_slug(slug, reader=request.user)
    people = _people(request, body.people)
    actions.seat_people(by=caller(request), circle=circle, people=people)
    return _out(request, circle)


@router.delete("/circles/{slug}/seats/{int:person_id}", response=CircleOut)
def take_out_of_circle(request: HttpRequest, slug: str, person_id: Path[RowId]) -> CircleOut:
    """Take someone out of a circle; for network staff alone."""
    circle = circle_of_slug(slug, reader=request.user)
    person = _people(request, [person_id], field=None)[0]
    actions.take_out(by=caller(request), circle=circle, person=person)
    return _out(request, circle)


@router.post("/circles/{slug}/leave", response=CircleLine)
def leave_circle(request: HttpRequest, slug: str) -> CircleLine:
    """Leave a circle; only network staff can seat you again."""
    circle = circle_of_slug(slug, reader=request.user)
    actions.leave_circle(by=caller(request), circle=circle)
    return CircleLine(
        slug=circle.slug,
        name=circle.name,
        purpose=circle.purpose,
        people=CircleSeat.objects.of_members().filter(circle=circle).count(),
        closed=circle.closed,
    )


@router.post("/circles/{slug}/close", response=CircleOut)
def close_circle(request: HttpRequest, slug: str) -> CircleOut:
    """End a circle: nobody reads by it any more; for network staff alone."""
    circle = circle_of_slug(slug, reader=request.user)
    return _out(request, actions.close_circle(by=caller(request), circle=circle))


@router.post("/circles/{slug}/reopen", response=CircleOut)
def reopen_circle(request: HttpRequest, slug: str) -> CircleOut:
    """Undo that a circle was closed; for network staff alone."""
    circle = circle_of_slug(slug, reader=request.user)
    return _out(request, actions.reopen_circle(by=caller(request), circle=circle))


def _out(request: HttpRequest, circle: Circle) -> CircleOut:
    return CircleOut.model_validate(circle_facts(circle.slug, reader=request.user))


def _people(
    request: HttpRequest, keys: Sequence[int], *, field: str | None = "people"
) -> list[Person]:
    """Return people whom the reader may see, in the order given.

    Raises
    ------
    NotFound
        One of them is nobody.
    """
    found = Person.objects.visible_to(request.user).in_bulk(keys)
    missing = [key for key in keys if key not in found]
    if missing:
        told = f"There is nobody here of the number {missing[0]}, or they are not open to you."
        raise NotFound(told, field=field)
    return [found[key] for key in keys]
