"""Decisions of network staff: who is a member, and who may do what."""

from django.http import HttpRequest
from ninja import Path, Query

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.paging import Page, Window, page_of
from decapolis.api.people.schemas import (
    EndedOut,
    HatsIn,
    ReasonIn,
    RequestOut,
    RolesIn,
    StandingOut,
)
from decapolis.api.scopes import ScopedRouter, own
from decapolis.api.shapes import RowId
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import require
from decapolis.organisations import actions
from decapolis.organisations.rules import may_keep_desk
from decapolis.people.actions import let_in, set_roles, turn_away
from decapolis.people.models import MembershipRequest, Person
from decapolis.people.queries import requests_waiting
from decapolis.people.rules import Roles

router = ScopedRouter(Scope.DECIDE, tags=["Staff"])
READS = own(Scope.STAFF)


@router.get("/staff/requests", response=Page[RequestOut], openapi_extra=READS)
def list_requests(request: HttpRequest, window: Query[Window]) -> Page[RequestOut]:
    """Who asks to be let in, the oldest first."""
    require(may_keep_desk(request.user))
    found = requests_waiting(request.user)
    items = map(request_out, found[window.part])
    return page_of(request, window, total=found.count(), items=items)


@router.post("/staff/requests/{int:person_id}/accept", response=StandingOut)
def accept_request(request: HttpRequest, person_id: Path[RowId]) -> StandingOut:
    """Let someone in who asked; also after a refusal."""
    person = _asking(request, person_id)
    return _standing(let_in(by=caller(request), person=person))


@router.post("/staff/requests/{int:person_id}/refuse", response=StandingOut)
def refuse_request(request: HttpRequest, person_id: Path[RowId], body: ReasonIn) -> StandingOut:
    """Turn someone away who asks, and tell them why."""
    person = _asking(request, person_id)
    turn_away(by=caller(request), person=person, reason=body.reason)
    return _standing(person)


@router.get("/staff/people/{int:person_id}", response=StandingOut, openapi_extra=READS)
def get_standing(request: HttpRequest, person_id: Path[RowId]) -> StandingOut:
    """What someone is in the network."""
    return _standing(_person(request, person_id))


@router.patch("/staff/people/{int:person_id}/roles", response=StandingOut)
def change_roles(request: HttpRequest, person_id: Path[RowId], body: RolesIn) -> StandingOut:
    """Give or take roles: only those that you send. Who gets one is a member as well."""
    roles = Roles(staff=body.staff, reviewer=body.reviewer, operator=body.operator)
    person = _person(request, person_id)
    return _standing(set_roles(by=caller(request), person=person, roles=roles))


@router.post("/staff/people/{int:person_id}/end-membership", response=EndedOut)
def end_membership(request: HttpRequest, person_id: Path[RowId], body: ReasonIn) -> EndedOut:
    """End a membership: sessions and seats in circles end, hats are taken off; they read why."""
    person = _person(request, person_id)
    hats = actions.end_membership(by=caller(request), person=person, reason=body.reason)
    return EndedOut(hats=[hat.pk for hat in hats], **_standing(person).model_dump())


@router.post("/staff/people/{int:person_id}/renew-membership", response=StandingOut)
def renew_membership(request: HttpRequest, person_id: Path[RowId], body: HatsIn) -> StandingOut:
    """Undo that you ended a membership, with the hats that you took off."""
    person = _person(request, person_id)
    return _standing(actions.renew(by=caller(request), person=person, hats=body.hats))


def request_out(asked: MembershipRequest) -> RequestOut:
    """Return a request for membership as staff read it."""
    return RequestOut(
        person_id=asked.person_id,
        name=asked.person.name,
        email=asked.person.email,
        text=asked.text,
        at=asked.at,
    )


def _standing(person: Person) -> StandingOut:
    return StandingOut(
        person_id=person.pk,
        **{name: getattr(person, name) for name in StandingOut.model_fields if name != "person_id"},
    )


def _person(request: HttpRequest, person_id: int) -> Person:
    """Return someone to whom network staff can do something.

    Raises
    ------
    Forbidden
        Who asks is not of network staff.
    NotFound
        There is nobody of this number.
    """
    require(may_keep_desk(request.user))
    found: Person | None = Person.objects.visible_to(request.user).filter(pk=person_id).first()
    if found is None:
        raise NotFound("There is nobody here of this number.")
    return found


def _asking(request: HttpRequest, person_id: int) -> Person:
    """Return someone who asked to be let in, also one who was turned away.

    Raises
    ------
    Forbidden
        Who asks is not of network staff.
    NotFound
        Nobody of this number has asked.
    """
    require(may_keep_desk(request.user))
    asked = MembershipRequest.objects.select_related("person")
    found = asked.filter(person=person_id, person__left=None).first()
    if found is None:
        raise NotFound("Nobody of this number has asked to be let in.")
    return found.person
