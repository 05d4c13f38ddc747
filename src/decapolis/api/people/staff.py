"""The desk of network staff, to be read."""

from django.http import HttpRequest
from ninja import Router

from decapolis.access.choices import Scope
from decapolis.api.people.desk import request_out
from decapolis.api.people.schemas import ClaimOut, DeskOut, DomainOut, WeekOut
from decapolis.api.scopes import own
from decapolis.kernel.permissions import require
from decapolis.organisations.queries import domains, network_figures, waiting
from decapolis.organisations.rules import may_keep_desk
from decapolis.people.queries import requests_waiting

router = Router(tags=["Staff"])
READS = own(Scope.STAFF)
MOST = 50


@router.get("/staff/desk", response=DeskOut, openapi_extra=READS)
def get_desk(request: HttpRequest) -> DeskOut:
    """What waits for network staff, and how the network stands."""
    require(may_keep_desk(request.user))
    figures = network_figures()
    asked = requests_waiting(request.user)[:MOST]
    return DeskOut(
        members=figures.members,
        cities=figures.cities,
        organisations=figures.organisations,
        requests_waiting=figures.requests,
        claims_waiting=figures.claims,
        weeks=[WeekOut(monday=day, joined=number) for day, number in figures.weeks],
        requests=list(map(request_out, asked)),
        claims=[
            ClaimOut(
                hat_id=hat.pk,
                person_id=hat.person_id,
                name=hat.person.name,
                hat=str(hat),
                made=hat.made,
            )
            for hat in waiting(request.user)[:MOST]
        ],
    )


@router.get("/staff/domains", response=list[DomainOut], openapi_extra=READS)
def list_domains(request: HttpRequest) -> list[DomainOut]:
    """Which e-mail domains tell for whom someone works."""
    require(may_keep_desk(request.user))
    return [DomainOut.model_validate(one) for one in domains()]
