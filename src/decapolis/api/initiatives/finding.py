"""Which initiative an address means, for whom, and that no cache keeps what is a team's own."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from decapolis.api.callers import caller
from decapolis.api.closed import NOWHERE
from decapolis.initiatives.choices import LineKind
from decapolis.initiatives.models import Initiative, Line
from decapolis.initiatives.queries.initiatives import initiative_of, seat_of
from decapolis.initiatives.queries.plan import line_of
from decapolis.initiatives.rules import may_see, may_write
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import require
from decapolis.library.models import Practice
from decapolis.people.models import Person


def read_here(request: HttpRequest, key: str, response: HttpResponse) -> Initiative:
    """Return an initiative that the reader may see; who reads by a seat keeps it in no cache."""
    initiative = initiative_of(key, reader=request.user)
    if seat_of(request.user, initiative):
        response["Cache-Control"] = NOWHERE
    return initiative


def of_team(request: HttpRequest, key: str, response: HttpResponse) -> Initiative:
    """Return an initiative for its team; of what was opened others are refused.

    Raises
    ------
    NoSuchInitiative
        There is none, or it is not open to them.
    Forbidden
        They have no seat in its team.
    """
    initiative = initiative_of(key, reader=request.user)
    require(may_see(caller(request), initiative))
    response["Cache-Control"] = NOWHERE
    return initiative


def line_here(request: HttpRequest, key: str, kind: LineKind, line_id: int) -> Line:
    """Return a line, also one that was taken out, for those who write it.

    Raises
    ------
    Forbidden
        They do not write in this plan.
    NoSuchLine
        There is none.
    """
    initiative = initiative_of(key, reader=request.user)
    require(may_write(request.user, initiative))
    return line_of(initiative.plan, kind, line_id, reader=request.user)


def practice_named(request: HttpRequest, slug: str, *, field: str | None = "practice") -> Practice:
    """Return a practice that the caller may read.

    Raises
    ------
    NotFound
        There is none, told at the field that names it; None: at the address.
    """
    found: Practice | None = Practice.objects.open_to(request.user).filter(slug=slug).first()
    if found is None:
        raise NotFound(_("There is no such practice, or it is not open to you."), field=field)
    return found


def person_named(request: HttpRequest, person_id: int, *, field: str | None = None) -> Person:
    """Return somebody whom the caller may know.

    Raises
    ------
    NotFound
        There is nobody of this number.
    """
    found: Person | None = Person.objects.visible_to(request.user).filter(pk=person_id).first()
    if found is None:
        raise NotFound(_("There is nobody here of this number."), field=field)
    return found
