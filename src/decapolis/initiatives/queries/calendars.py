"""The address that somebody's calendar reads: no calendar signs in, so the address is the key."""

from django.core import signing
from django.utils.translation import gettext as _

from decapolis.initiatives.errors import LinkSpent
from decapolis.initiatives.models import CalendarLink, Initiative
from decapolis.people.models import Person, teams_of

SALT = "decapolis.initiatives.calendar"


def calendar_path(initiative: Initiative, person: Person) -> str:
    """Return the path that somebody's calendar reads; empty where they have made none."""
    key = CalendarLink.objects.filter(initiative=initiative, person=person).values_list("pk")
    held = key.first()
    return f"/initiatives/calendar/{signing.dumps(held[0], salt=SALT)}.ics" if held else ""


def calendar_of(token: str) -> CalendarLink:
    """Return whose calendar of what an address is for.

    Raises
    ------
    LinkSpent
        It was cut, is not ours, was ended, or the seat is gone.
    """
    try:
        found = CalendarLink.objects.filter(pk=signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        found = CalendarLink.objects.none()
    held = found.select_related("initiative__city", "initiative__plan", "person").first()
    if held is None or held.initiative.team_id not in teams_of(held.person):
        raise LinkSpent(_("This calendar was ended, or its address is not whole."))
    return held
