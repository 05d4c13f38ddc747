"""Valid people, one for each role."""

from itertools import count

from decapolis.people.models import Person

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
