"""Valid people, one for each role."""

from itertools import count

from decapolis.people.models import Circle, CircleSeat, Person

_numbers = count(1)


def person(**fields: object) -> Person:
    """Return a new member of the network."""
    number = next(_numbers)
    values = {"email": f"person-{number}@city.example", "name": f"Person {number}"}
    values |= {"is_member": True} | fields
    return Person.objects.create(**values)


def staff(**fields: object) -> Person:
    """Return a new member of the network's staff."""
    return person(is_staff=True, **fields)


def circle(*seated: Person, **fields: object) -> Circle:
    """Return a new circle in which these people sit."""
    number = next(_numbers)
    values = {"slug": f"circle-{number}", "name": f"Circle {number}"}
    made = Circle.objects.create(**values | fields)
    CircleSeat.objects.bulk_create(CircleSeat(circle=made, person=one) for one in seated)
    return made
