"""Valid hats, domains of bodies, and confirmed addresses."""

from allauth.account.models import EmailAddress

from decapolis.cities.models import City
from decapolis.organisations.choices import Ground, Role, Standing
from decapolis.organisations.models import BodyDomain, Hat, Organisation
from decapolis.people.models import Person
from tests.factories import people


def _place(body: City | Organisation | None) -> dict[str, object]:
    return {"city": body} if isinstance(body, City) else {"organisation": body}


def hat(person: Person, body: City | Organisation | None = None, **fields: object) -> Hat:
    """Return a new hat that waits."""
    usual = Role.COMPANY if isinstance(body, Organisation) else Role.STAFF
    values = {"person": person, "role": usual if body else Role.EXPERT}
    return Hat.objects.create(**values | _place(body) | fields)


def verified(person: Person, body: City | Organisation | None = None, **fields: object) -> Hat:
    """Return a new hat that is verified."""
    return hat(person, body, standing=Standing.VERIFIED, **{"ground": Ground.STAFF} | fields)


def speaker(body: City | Organisation, **fields: object) -> Person:
    """Return a new member who speaks for a body."""
    person = people.person(**fields)
    verified(person, body)
    return person


def domain(body: City | Organisation, name: str = "dayton.example") -> BodyDomain:
    """Return a new domain of a body."""
    return BodyDomain.objects.create(domain=name, **_place(body))


def confirmed(person: Person, email: str = "") -> EmailAddress:
    """Return an address that a person has confirmed: their own, or another."""
    return EmailAddress.objects.create(
        user=person, email=email or person.email, verified=True, primary=not email
    )
