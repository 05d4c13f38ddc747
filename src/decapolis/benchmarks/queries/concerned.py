"""Whom an edition concerns: who is told of what happens to it."""

from collections.abc import Iterable

from decapolis.benchmarks.choices import BLIND
from decapolis.benchmarks.models import Edition, Entrant, Mark
from decapolis.cities.models import City
from decapolis.kernel.permissions import readable_by
from decapolis.organisations.models import Hat
from decapolis.people.models import Person


def speakers(edition: Edition, *entrants: Entrant) -> list[Person]:
    """Return who speaks for the cities of an edition, or of some of them, and may read it."""
    taking_part = entrants or Entrant.objects.filter(edition=edition).exclude(city=None)
    cities = [entrant.city_id for entrant in taking_part if entrant.city_id]
    hats = Hat.objects.speaking().filter(city__in=cities)
    return _readers(edition, Person.objects.filter(pk__in=hats.values("person")))


def reviewers(edition: Edition) -> list[Person]:
    """Return the network's reviewers who may read it."""
    return _readers(edition, Person.objects.filter(is_reviewer=True, is_member=True))


def those_who_marked(edition: Edition, *entrants: Entrant) -> list[Person]:
    """Return the reviewers who marked blind in an edition, or some of its cities."""
    marks = Mark.objects.current().filter(edition=edition, hand__in=BLIND)
    if entrants:
        marks = marks.filter(entrant__in=entrants)
    return _readers(edition, Person.objects.filter(pk__in=marks.values("by")))


def staff(edition: Edition) -> list[Person]:
    """Return network staff."""
    return _readers(edition, Person.objects.filter(is_staff=True))


def cities_of(edition: Edition) -> list[City]:
    """Return the cities of an edition: whose log tells of it."""
    found = Entrant.objects.filter(edition=edition).exclude(city=None).select_related("city")
    return [entrant.city for entrant in found if entrant.city]


def _readers(edition: Edition, people: Iterable[Person]) -> list[Person]:
    needed = {edition.visibility, edition.framework.visibility}
    return [
        person
        for person in people
        if person.is_active and person.left is None and needed <= set(readable_by(person))
    ]
