"""Invitations to many: by a link that anybody can follow, and by a file."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables
from ninja import Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.people.schemas import InvitationOut, InvitationsIn, LinkIn, LinkOut
from decapolis.api.scopes import ScopedRouter
from decapolis.organisations import actions
from decapolis.organisations.bridge import Invitee, find_body
from decapolis.organisations.queries import invitation_facts

router = ScopedRouter(Scope.PEOPLE, tags=["People"])


@router.post("/invitations/link", response={201: LinkOut})
@sensitive_variables("issued")
def invite_by_link(request: HttpRequest, response: HttpResponse, body: LinkIn) -> Status[LinkOut]:
    """Make a link that lets in whoever has it, so often; its address is told here, and once."""
    me = caller(request)
    to = Invitee(
        role=body.role.value if body.role else "",
        title=body.title,
        body=find_body(city=body.city, organisation=body.organisation, reader=me),
    )
    issued = actions.invite_link(by=me, to=to, most_uses=body.most_uses, days=body.days)
    response["Cache-Control"] = "no-store"
    told = InvitationOut.model_validate(invitation_facts(issued.invitation))
    url = f"{settings.PUBLIC_URL}/invitations/{issued.secret}"
    return Status(201, LinkOut(url=url, **told.model_dump()))


@router.post("/invitations/file", response={201: list[InvitationOut]})
def invite_by_file(request: HttpRequest, body: InvitationsIn) -> Status[list[InvitationOut]]:
    """Invite everybody in a CSV text by mail, or nobody: what is wrong is told by line and column.

    Its columns are email, name, role, city or organisation, and title.
    """
    issued = actions.invite_many(by=caller(request), text=body.file, days=body.days)
    made = [InvitationOut.model_validate(invitation_facts(one.invitation)) for one in issued]
    return Status(201, made)
