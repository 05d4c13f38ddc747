"""The address that somebody's calendar reads: no calendar signs in, so the address is the key."""

from django.core import signing
from django.utils.translation import gettext as _

from decapolis.initiatives.errors import LinkSpent
from decapolis.initiatives.models import CalendarLink, Initiative
from decapolis.people.models import Person

SALT = "decapolis.initiatives.calendar"


def calendar_path(initiative: Initiative, person: Person) -> str:
    """Return the path that somebody's calendar reads; empty where they have none."""
    held = CalendarLink.objects.alive().filter(initiative=initiative, person=person).first()
    return f"/initiatives/calendar/{signing.dumps(held.pk, salt=SALT)}.ics" if held else ""


def calendar_of(token: str) -> CalendarLink:
    """Return whose calendar of what an address is for.

    Raises
    ------
    LinkSpent
        It was cut, is not ours, was ended, or the seat is gone.
    """
    try:
        found = CalendarLink.objects.alive().filter(pk=signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        found = CalendarLink.objects.none()
    held = found.select_related("initiative__city", "initiative__plan", "person").first()
    if held is None:
        raise LinkSpent(_("This calendar was ended, or its address is not whole."))
    return held
