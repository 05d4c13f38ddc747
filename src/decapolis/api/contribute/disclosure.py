"""Who may read a practice; what members read of one without its name; what is closed to others."""

from django.http import HttpRequest, HttpResponse
from ninja import Query

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.closed import NOWHERE
from decapolis.api.contribute.schemas import ClosedOut, ReadersIn, ReadersOut, RetellingOut
from decapolis.api.paging import Page, Window, page_of
from decapolis.api.scopes import ScopedRouter, own
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import require
from decapolis.library import actions
from decapolis.library.bridge.retelling import retelling_of
from decapolis.library.choices import Disclosure
from decapolis.library.queries.disclosure import closed_rows, closed_to_others, retold_as
from decapolis.library.queries.versions import practice_to_write
from decapolis.library.rules import may_disclose
from decapolis.people.models import Circle
from decapolis.people.queries import circle_of_slug

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Contribution"])
READS = own(Scope.CONTRIBUTE)


@router.put("/practices/{slug}/readers", response=ReadersOut)
def disclose(
    request: HttpRequest, slug: str, body: ReadersIn, response: HttpResponse
) -> ReadersOut:
    """Say who may read a practice from now on; read its retelling before you share that."""
    me = caller(request)
    practice = practice_to_write(slug, reader=me)
    level = body.level
    circle = _circle(request, body.circle) if level == Disclosure.CIRCLE and body.circle else None
    actions.disclose(by=me, practice=practice, level=level, circle=circle)
    response["Cache-Control"] = NOWHERE
    return ReadersOut(
        practice=practice.slug,
        version=practice.version,
        level=practice.visibility,
        circle=practice.circle.slug if practice.circle else None,
        retelling=retold_as(practice) or None,
    )


@router.get("/practices/{slug}/retelling", response=RetellingOut, openapi_extra=READS)
def get_retelling(request: HttpRequest, slug: str, response: HttpResponse) -> RetellingOut:
    """What members would read of a practice without its name; for its team alone."""
    practice = practice_to_write(slug, reader=request.user)
    require(may_disclose(request.user, practice, Disclosure.NAMELESS))
    response["Cache-Control"] = NOWHERE
    return RetellingOut.model_validate(retelling_of(practice))


@router.get("/me/closed", response=Page[ClosedOut], openapi_extra=READS)
def list_closed(
    request: HttpRequest, window: Query[Window], response: HttpResponse
) -> Page[ClosedOut]:
    """Practices that are closed to others and open to you: of your team and your circles."""
    found = closed_to_others(request.user)
    rows = closed_rows(found[window.part], reader=request.user)
    response["Cache-Control"] = NOWHERE
    items = map(ClosedOut.model_validate, rows)
    return page_of(request, window, total=found.count(), items=items)


def _circle(request: HttpRequest, slug: str) -> Circle:
    """Return a circle of which the caller may know.

    Raises
    ------
    NotFound
        There is none, told at the field.
    """
    try:
        return circle_of_slug(slug, reader=request.user)
    except NotFound as error:
        raise NotFound(error.message, field="circle") from error
