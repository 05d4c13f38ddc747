"""Others: the directory, invitations; and what comes to you: notices, the log."""

from django.http import HttpRequest
from ninja import Path, Query, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.paging import Page, Window, page_of
from decapolis.api.people.me import hats_out, person_out
from decapolis.api.people.schemas import (
    ActOut,
    CountOut,
    InvitationIn,
    InvitationOut,
    LogFilters,
    NoticeFilters,
    NoticeOut,
    PeopleFilters,
    PersonOut,
    ReadIn,
)
from decapolis.api.scopes import ScopedRouter, own
from decapolis.api.shapes import RowId
from decapolis.audit.queries import Asked, entries
from decapolis.kernel.errors import NotFound
from decapolis.notices.actions import mark_all_read, mark_read
from decapolis.notices.queries import notices_of
from decapolis.organisations import actions
from decapolis.organisations.bridge import Invitee, PeopleQuestion, find_body, find_people
from decapolis.organisations.models import Invitation
from decapolis.organisations.queries import bodies_of, invitation_facts, invitations
from decapolis.people.models import Person

router = ScopedRouter(Scope.PEOPLE, tags=["People"])
READS = own(Scope.PEOPLE)


@router.get("/people", response=Page[PersonOut], openapi_extra=READS)
def list_people(
    request: HttpRequest, filters: Query[PeopleFilters], window: Query[Window]
) -> Page[PersonOut]:
    """The members' directory, by name; who is no member yet finds themselves alone."""
    question = PeopleQuestion(
        text=filters.q,
        themes=tuple(filters.theme),
        languages=tuple(filters.language),
        roles=tuple(filters.role),
        cities=tuple(filters.city),
    )
    keys = find_people(question, reader=request.user).keys
    part = list(keys[window.part])
    rows = Person.objects.visible_to(request.user).in_bulk(part)
    hats = hats_out(request, part)
    items = [person_out(rows[key], hats.get(key, [])) for key in part if key in rows]
    return page_of(request, window, total=len(keys), items=items)


@router.get("/people/{int:person_id}", response=PersonOut, openapi_extra=READS)
def get_person(request: HttpRequest, person_id: Path[RowId]) -> PersonOut:
    """Someone of the network."""
    found = _person(request, person_id)
    return person_out(found, hats_out(request, [found.pk]).get(found.pk, []))


@router.get("/invitations", response=Page[InvitationOut], openapi_extra=READS)
def list_invitations(request: HttpRequest, window: Query[Window]) -> Page[InvitationOut]:
    """The invitations that you made; for network staff all of them."""
    found = invitations(request.user)
    items = [InvitationOut.model_validate(invitation_facts(one)) for one in found[window.part]]
    return page_of(request, window, total=found.count(), items=items)


@router.post("/invitations", response={201: InvitationOut})
def invite(request: HttpRequest, body: InvitationIn) -> Status[InvitationOut]:
    """Invite someone by mail, for a body that you speak for; staff invite anybody."""
    me = caller(request)
    to = Invitee(
        email=body.email.strip(),
        name=body.name,
        role=body.role.value if body.role else "",
        title=body.title,
        body=find_body(city=body.city, organisation=body.organisation, reader=me),
    )
    issued = actions.invite(by=me, to=to, days=body.days)
    return Status(201, InvitationOut.model_validate(invitation_facts(issued.invitation)))


@router.post("/invitations/{int:invitation_id}/revoke", response=InvitationOut)
def revoke_invitation(request: HttpRequest, invitation_id: Path[RowId]) -> InvitationOut:
    """Take an invitation back."""
    held = _invitation(request, invitation_id)
    gone = actions.revoke_invitation(by=caller(request), invitation=held)
    return InvitationOut.model_validate(invitation_facts(gone))


@router.get("/notices", response=Page[NoticeOut], openapi_extra=READS)
def list_notices(
    request: HttpRequest, filters: Query[NoticeFilters], window: Query[Window]
) -> Page[NoticeOut]:
    """What you are told: what you have not read first."""
    kind = filters.kind.value if filters.kind else ""
    found = notices_of(request.user, kind=kind, only_new=filters.new)
    items = map(NoticeOut.model_validate, found[window.part])
    return page_of(request, window, total=found.count(), items=items)


@router.post("/notices/read", response=CountOut)
def read_notices(request: HttpRequest, body: ReadIn) -> CountOut:
    """Mark notices of yours as read; tell how many were new."""
    me = caller(request)
    if body.all:
        return CountOut(count=mark_all_read(by=me, kind=body.kind.value if body.kind else ""))
    known = [one for one in body.ids if 0 < one < 2**63]
    return CountOut(count=mark_read(by=me, notice_ids=known))


@router.get("/audit", response=Page[ActOut], openapi_extra=READS)
def list_acts(
    request: HttpRequest, filters: Query[LogFilters], window: Query[Window]
) -> Page[ActOut]:
    """What you did, and what was done that concerns you or whom you speak for; staff: all."""
    me = caller(request)
    asked = Asked(
        act=filters.act.strip("."), since=filters.since, until=filters.until, zone=me.time_zone
    )
    found = entries(asked, reader=me, bodies=bodies_of(me))
    items = map(ActOut.model_validate, found[window.part])
    return page_of(request, window, total=found.count(), items=items)


def _person(request: HttpRequest, person_id: int) -> Person:
    """Return someone whom the reader may see.

    Raises
    ------
    NotFound
        There is nobody.
    """
    found = Person.objects.visible_to(request.user).filter(pk=person_id).first()
    if found is None:
        raise NotFound("There is nobody here of this number, or they are not open to you.")
    return found


def _invitation(request: HttpRequest, invitation_id: int) -> Invitation:
    """Return an invitation that the reader may see.

    Raises
    ------
    NotFound
        There is none.
    """
    found: Invitation | None = invitations(request.user).filter(pk=invitation_id).first()
    if found is None:
        raise NotFound("There is no such invitation, or it is another's.")
    return found
