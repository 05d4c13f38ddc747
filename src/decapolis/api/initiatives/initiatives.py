"""Initiatives: which there are, what one is, how far, on what it draws and who works on it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.closed import NOWHERE
from decapolis.api.contribute.schemas import DoneOut
from decapolis.api.initiatives.finding import person_named, practice_named, read_here
from decapolis.api.initiatives.schemas.initiatives import (
    BeginIn,
    BegunOut,
    ChangeIn,
    DrawIn,
    InitiativeDetail,
    InitiativeFilters,
    InitiativeItem,
    OpenedIn,
    SeatIn,
    StageIn,
)
from decapolis.api.library.endpoints import about, narrowed
from decapolis.api.paging import Page, Window, page_of
from decapolis.api.scopes import ScopedRouter
from decapolis.api.shapes import RowId, taken
from decapolis.canvas.models import Template
from decapolis.cities.models import City
from decapolis.initiatives.actions import initiatives, opening, stages, teams
from decapolis.initiatives.choices import Opened
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.initiatives import (
    initiative_facts,
    initiative_of,
    initiatives_seen,
    orphan_of,
    rows_of,
)
from decapolis.kernel.errors import NotFound

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Initiatives"])
# A program that writes plans lets nobody into the room: seats are of the scope of people.
seats = ScopedRouter(Scope.PEOPLE, tags=["Initiatives"])
ONE = "/initiatives/{key}"


@router.get("/initiatives", response=Page[InitiativeItem])
def list_initiatives(
    request: HttpRequest,
    filters: Query[InitiativeFilters],
    window: Query[Window],
    response: HttpResponse,
) -> Page[InitiativeItem]:
    """The initiatives of your teams and those opened to you, the newest first."""
    found = about(initiatives_seen(request.user, whose=filters.whose), "themes", filters.theme)
    found = narrowed(found, city=filters.city, stage__in=filters.stage)
    if filters.ended is not None:
        found = found.filter(ended__isnull=not filters.ended)
    if found.filter(opened=Opened.TEAM).exists():
        response["Cache-Control"] = NOWHERE
    items = map(InitiativeItem.model_validate, rows_of(found[window.part], request.user))
    return page_of(request, window, total=found.count(), items=items)


@router.get(ONE, response=InitiativeDetail)
def get_initiative(request: HttpRequest, key: str, response: HttpResponse) -> InitiativeDetail:
    """One initiative; its team reads who works on it, each of its steps, and its next days."""
    return _out(request, read_here(request, key, response))


@router.post("/initiatives", response={201: BegunOut})
def begin_initiative(request: HttpRequest, body: BeginIn) -> Status[BegunOut]:
    """Begin an initiative, closed to its team, that you own: with a board and an empty plan."""
    made = initiatives.begin_initiative(
        by=caller(request),
        city=_city(body.city),
        title=body.title,
        challenge=body.challenge,
        themes=body.themes,
        practice=practice_named(request, body.practice) if body.practice else None,
        template=_template(request, body.template) if body.template else None,
    )
    return Status(201, BegunOut(key=made.key, board=made.board.key if made.board else ""))


@router.patch(ONE, response=InitiativeDetail)
def change_initiative(
    request: HttpRequest, key: str, body: ChangeIn, response: HttpResponse
) -> InitiativeDetail:
    """Change what an initiative is: only the fields that you send."""
    initiative = read_here(request, key, response)
    values = body.model_dump(exclude_none=True)
    initiatives.change_initiative(by=caller(request), initiative=initiative, values=values)
    return _out(request, initiative)


@router.put(f"{ONE}/stage", response=InitiativeDetail)
def set_stage(
    request: HttpRequest, key: str, body: StageIn, response: HttpResponse
) -> InitiativeDetail:
    """Say how far it is: on, back, to its end, or open again. For owner and sponsor."""
    initiative = read_here(request, key, response)
    stages.set_stage(by=caller(request), initiative=initiative, stage=body.stage, why=body.why)
    return _out(request, initiative)


@router.put(f"{ONE}/opened", response=InitiativeDetail)
def open_initiative(
    request: HttpRequest, key: str, body: OpenedIn, response: HttpResponse
) -> InitiativeDetail:
    """Open it to members or everyone, with or without its plan; or close it again.

    For owner and sponsor. Board, team, reviews and reports stay the team's.
    """
    initiative = read_here(request, key, response)
    opening.open_initiative(
        by=caller(request),
        initiative=initiative,
        opened=body.opened,
        shows_plan=body.shows_plan,
    )
    return _out(request, initiative)


@router.put(f"{ONE}/practices/{{slug}}", response=InitiativeDetail)
def draw_on(
    request: HttpRequest, key: str, slug: str, body: DrawIn, response: HttpResponse
) -> InitiativeDetail:
    """Let it draw on a practice, or say what for."""
    initiative = read_here(request, key, response)
    practice = practice_named(request, slug, field=None)
    initiatives.draw_on(by=caller(request), initiative=initiative, practice=practice, why=body.why)
    return _out(request, initiative)


@router.delete(f"{ONE}/practices/{{slug}}", response=InitiativeDetail)
def end_draw(request: HttpRequest, key: str, slug: str, response: HttpResponse) -> InitiativeDetail:
    """Let it draw on a practice no more."""
    initiative = read_here(request, key, response)
    practice = practice_named(request, slug, field=None)
    initiatives.end_draw(by=caller(request), initiative=initiative, practice=practice)
    return _out(request, initiative)


@seats.put(f"{ONE}/team/{{int:person_id}}", response=InitiativeDetail)
def seat_in_team(
    request: HttpRequest,
    key: str,
    person_id: Path[RowId],
    body: SeatIn,
    response: HttpResponse,
) -> InitiativeDetail:
    """Give a member a seat in the team, or another one. For owner and sponsor."""
    initiative = read_here(request, key, response)
    person = person_named(request, person_id)
    teams.seat(by=caller(request), initiative=initiative, person=person, seat=body.seat)
    return _out(request, initiative)


@seats.delete(f"{ONE}/team/{{int:person_id}}", response=DoneOut)
def unseat_from_team(request: HttpRequest, key: str, person_id: Path[RowId]) -> DoneOut:
    """Take a seat away, or give up your own. For owner and sponsor, and whose it is."""
    initiative = initiative_of(key, reader=request.user)
    person = person_named(request, person_id)
    teams.unseat(by=caller(request), initiative=initiative, person=person)
    return DoneOut()


@seats.post(f"{ONE}/take-over", response=DoneOut)
def take_over(request: HttpRequest, key: str) -> DoneOut:
    """Own an initiative of your city that nobody leads any more (`whose=orphaned`)."""
    teams.take_over(by=caller(request), initiative=orphan_of(key, reader=request.user))
    return DoneOut()


def _out(request: HttpRequest, initiative: Initiative) -> InitiativeDetail:
    facts = initiative_facts(initiative, reader=request.user)
    told = taken(InitiativeDetail, facts, **taken(InitiativeItem, facts.row))
    return InitiativeDetail.model_validate(told)


def _city(city_id: int) -> City:
    """Return a city.

    Raises
    ------
    NotFound
        There is none.
    """
    found = City.objects.select_related("country").filter(pk=city_id).first()
    if found is None:
        raise NotFound(_("There is no such city."), field="city")
    return found


def _template(request: HttpRequest, slug: str) -> Template:
    """Return a canvas that a board can follow.

    Raises
    ------
    NotFound
        There is none.
    """
    found = Template.objects.visible_to(request.user).offered().filter(slug=slug).first()
    if not isinstance(found, Template):
        raise NotFound(_("There is no such canvas."), field="template")
    return found
