"""Whom a practice concerns: who is told of what happens to it, and who has a stake in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.kernel.permissions import Reader, readable_by
from decapolis.library.models import Partner, Practice, Suggestion, Version
from decapolis.library.queries.authors import authors_of, lead_of
from decapolis.organisations.models import Body, Hat, Organisation
from decapolis.people.models import FORMER, Person


@dataclass(frozen=True, slots=True)
class Stake:
    """Why someone cannot be a judge of a practice."""

    kind: Literal["wrote", "city", "organisation"]
    name: str  # of the body; empty: they wrote it


def people_concerned(practice: Practice, *others: Practice) -> list[Person]:
    """Return who speaks for its city or its lead and who wrote it; each once.

    Left out is who may not see the practice, or one of the ``others`` that they would be told of.
    """
    speaking = _speaking(practice.city_id, lead_of(practice))
    found = {person.pk: person for person in (*speaking, *authors_of(practice))}
    named = {one.visibility for one in (practice, *others)}
    return [
        person
        for person in found.values()
        if person.is_active and person.left is None and named <= set(readable_by(person))
    ]


def people_deciding(suggestion: Suggestion) -> list[Person]:
    """Return who may decide on a suggestion because they speak for the city, or for the lead.

    Network staff may as well, and are not among them unless they speak for one of both.
    """
    practice = suggestion.practice
    if practice is None:
        return list(_speaking(suggestion.city_id, None))
    speaking = _speaking(practice.city_id, lead_of(practice))
    return [person for person in speaking if practice.visibility in readable_by(person)]


def names_seen(people: Iterable[int | None], *, reader: Reader | None) -> Mapping[int, str]:
    """Return the names of those whom the reader may see, and of former members; two queries."""
    wanted = {pk for pk in people if pk}
    if not wanted:
        return {}
    seen = Person.objects.visible_to(reader).filter(pk__in=wanted)
    names = {person.pk: person.name or _("A member without a name") for person in seen}
    gone = Person.objects.filter(pk__in=wanted - names.keys()).exclude(left=None)
    return {**names, **dict.fromkeys(gone.values_list("pk", flat=True), _(FORMER))}


def stake_in(practice: Practice, *, person: Reader | None) -> Stake | None:
    """Return why someone has a stake in a practice: they wrote it, or are of a body that did it.

    What they say of themselves counts as soon as they say it, verified or not.
    """
    key = getattr(person, "pk", None)
    if Version.objects.filter(practice=practice, by=key).exclude(by=None).exists():
        return Stake("wrote", "")
    cities, organisations = _own(key)
    if practice.city_id in cities:
        return Stake("city", practice.city_name)
    bodies = Partner.objects.filter(practice=practice, organisation__in=organisations)
    first = bodies.select_related("organisation").first()
    return Stake("organisation", str(first.organisation)) if first else None


def without_stake(practices: QuerySet[Practice], *, person: Reader | None) -> QuerySet[Practice]:
    """Leave out the practices that someone has a stake in, as `stake_in` tells."""
    key = getattr(person, "pk", None)
    if key is None:
        return practices
    cities, organisations = _own(key)
    wrote = Version.objects.filter(by=key).values("practice")
    took_part = Partner.objects.filter(organisation__in=organisations).values("practice")
    found = practices.exclude(pk__in=wrote).exclude(pk__in=took_part)
    return found.filter(Q(city=None) | ~Q(city__in=cities))


def _speaking(city: int | None, lead: Organisation | None) -> QuerySet[Person]:
    """Return the people who speak for a city or for an organisation."""
    of_body = Q(pk__in=[])
    if city:
        of_body |= Q(city=city)
    if lead:
        of_body |= Q(organisation=lead)
    hats = Hat.objects.speaking().filter(of_body)
    found: QuerySet[Person] = Person.objects.filter(pk__in=hats.values("person"))
    return found


def _own(person: int | None) -> tuple[set[int], set[int]]:
    """Return the cities and the organisations of which someone wears a hat."""
    if person is None:
        return set(), set()
    bodies: list[Body | None] = [
        hat.body
        for hat in Hat.objects.worn().filter(person=person).select_related("city", "organisation")
    ]
    cities = {body.pk for body in bodies if isinstance(body, City)}
    return cities, {body.pk for body in bodies if isinstance(body, Organisation)}
