"""Yourself: profile and hats."""

from django.http import HttpRequest
from ninja import Path, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller, token_in
from decapolis.api.people.schemas import (
    BodyOut,
    HatIn,
    HatOut,
    MeOut,
    PersonOut,
    ProfileIn,
    ReasonIn,
    TokenOut,
)
from decapolis.api.scopes import ScopedRouter, own
from decapolis.api.shapes import RowId
from decapolis.kernel.errors import NotFound
from decapolis.organisations import actions
from decapolis.organisations.bridge import find_body
from decapolis.organisations.models import Hat
from decapolis.organisations.queries import body_ref, hats_by_person, speaks_for_bodies
from decapolis.organisations.queries.hats import hat_facts, visible_hats
from decapolis.people.actions import change_profile
from decapolis.people.models import Person

router = ScopedRouter(Scope.PEOPLE, tags=["People"])
READS = own(Scope.PEOPLE)
TOLD = tuple(name for name in PersonOut.model_fields if name != "hats")


@router.get("/me", response=MeOut, openapi_extra=READS)
def get_me(request: HttpRequest) -> MeOut:
    """Yourself, what you may do, and the token by which you ask."""
    return _me(request)


@router.patch("/me", response=MeOut)
def change_me(request: HttpRequest, body: ProfileIn) -> MeOut:
    """Change your profile: only the fields that you send."""
    me = caller(request)
    change_profile(by=me, person=me, values=_sent(body))
    return _me(request)


@router.get("/me/hats", response=list[HatOut], openapi_extra=READS)
def list_my_hats(request: HttpRequest) -> list[HatOut]:
    """Your hats, also those that were taken off."""
    rows = visible_hats(request.user).filter(person=caller(request).pk)
    return [HatOut.model_validate(one) for one in hat_facts(rows)]


@router.post("/me/hats", response={201: HatOut})
def claim_hat(request: HttpRequest, body: HatIn) -> Status[HatOut]:
    """Say what you are; it is verified at once where an address of yours tells it."""
    me = caller(request)
    held = find_body(city=body.city, organisation=body.organisation, reader=me)
    hat = actions.claim_hat(
        by=me, role=body.role.value, body=held, title=body.title, since=body.since
    )
    return Status(201, _hat_out(hat))


@router.post("/hats/{int:hat_id}/end", response=HatOut)
def end_hat(request: HttpRequest, hat_id: Path[RowId]) -> HatOut:
    """Take a hat off: your own, or one that you can confirm."""
    return _hat_out(actions.end_hat(by=caller(request), hat=_hat(request, hat_id)))


@router.post("/hats/{int:hat_id}/again", response=HatOut)
def put_hat_on_again(request: HttpRequest, hat_id: Path[RowId]) -> HatOut:
    """Undo that a hat was taken off, on that day or the next."""
    return _hat_out(actions.put_on_again(by=caller(request), hat=_hat(request, hat_id)))


@router.post("/hats/{int:hat_id}/verify", response=HatOut)
def verify_hat(request: HttpRequest, hat_id: Path[RowId]) -> HatOut:
    """Confirm what someone says of themselves."""
    return _hat_out(actions.verify_hat(by=caller(request), hat=_hat(request, hat_id)))


@router.post("/hats/{int:hat_id}/refuse", response=HatOut)
def refuse_hat(request: HttpRequest, hat_id: Path[RowId], body: ReasonIn) -> HatOut:
    """Do not confirm what someone says of themselves, and tell them why."""
    hat = _hat(request, hat_id)
    return _hat_out(actions.refuse_hat(by=caller(request), hat=hat, reason=body.reason))


def person_out(person: Person, hats: list[HatOut]) -> PersonOut:
    """Return someone as members read it."""
    told = {name: getattr(person, name) for name in TOLD}
    return PersonOut(**told, hats=hats)


def hats_out(request: HttpRequest, people: list[int]) -> dict[int, list[HatOut]]:
    """Return the hats that people wear; one query."""
    found = hats_by_person(people, reader=request.user)
    return {key: [HatOut.model_validate(one) for one in hats] for key, hats in found.items()}


def _me(request: HttpRequest) -> MeOut:
    me, token = caller(request), token_in(request)
    me.refresh_from_db()
    person = person_out(me, hats_out(request, [me.pk]).get(me.pk, []))
    return MeOut(
        **person.model_dump(),
        email=me.email,
        time_zone=me.time_zone,
        is_member=me.is_member,
        is_reviewer=me.is_reviewer,
        is_staff=me.is_staff,
        speaks_for=[BodyOut.model_validate(body_ref(one)) for one in speaks_for_bodies(me)],
        token=TokenOut.model_validate(token) if token else None,
    )


def _sent(body: ProfileIn) -> dict[str, object]:
    """Return what was sent; null empties a field."""
    empty: dict[str, object] = {"languages": [], "expertise": []}
    return {
        name: empty.get(name, "") if value is None else value
        for name, value in body.model_dump(exclude_unset=True).items()
    }


def _hat(request: HttpRequest, hat_id: int) -> Hat:
    """Return a hat that one may see.

    Raises
    ------
    NotFound
        There is none.
    """
    rows = visible_hats(request.user).filter(pk=hat_id)
    found = rows.select_related("person", "city__country", "organisation").first()
    if found is None:
        raise NotFound("There is no such hat, or it is not open to you.")
    return found


def _hat_out(hat: Hat) -> HatOut:
    """Return a hat to who has just changed it; one that they refused they could not read anew."""
    return HatOut.model_validate(next(hat_facts(Hat.objects.filter(pk=hat.pk))))
