"""Who has a hand in a practice."""

from decapolis.kernel.permissions import Reader
from decapolis.library.models import Partner, Practice
from decapolis.organisations.models import Body, Organisation
from decapolis.organisations.queries import body_ref, speaks_for_bodies
from decapolis.people.models import Person


def lead_of(practice: Practice) -> Organisation | None:
    """Return the organisation that led a practice, where the library knows it."""
    led = Partner.objects.filter(practice=practice, is_lead=True).exclude(organisation=None)
    first = led.select_related("organisation").first()
    return first.organisation if first else None


def authors_of(practice: Practice) -> list[Person]:
    """Return the people who wrote versions of a practice."""
    wrote = practice.versions.exclude(by=None).order_by().values("by")
    return list(Person.objects.filter(pk__in=wrote))


def spoken_for(person: Reader | None, practice: Practice) -> str:
    """Return the body for which somebody writes a practice, as it is named; empty for none.

    Its city or its lead where they speak for it, else the first body that they speak for.
    """
    bodies = speaks_for_bodies(person)
    own: tuple[Body | None, ...] = (practice.city, lead_of(practice))
    first = next((body for body in bodies if body in own), None) or next(iter(bodies), None)
    return body_ref(first).label[:300] if first else ""
