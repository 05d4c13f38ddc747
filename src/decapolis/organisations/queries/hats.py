"""Read hats: what someone is, for whom they speak, and who is at a city or organisation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.kernel.permissions import Reader, is_member
from decapolis.organisations.choices import SPEAKING_ROLES, Role, Standing
from decapolis.organisations.models import Body, Hat, Organisation
from decapolis.people.models import Person
from decapolis.people.queries import addresses_of

BodyKind = Literal["city", "organisation"]


@dataclass(frozen=True, slots=True)
class BodyRef:
    """A city or an organisation, as much as it takes to name it and to lead to its page."""

    kind: BodyKind
    key: str  # GeoNames id, or slug
    name: str
    label: str  # a city with its state and country


@dataclass(frozen=True, slots=True)
class HatFacts:
    """One hat as it is shown, with its mark and the ground of it."""

    hat_id: int
    person_id: int
    role: str
    role_label: str
    title: str
    body: BodyRef | None
    since: date | None
    until: date | None
    standing: str
    standing_label: str
    ground: str  # of `Ground`; empty: not verified
    ground_label: str
    verified_at: datetime | None
    made: datetime
    speaks: bool  # verified, worn, and of a role that speaks for its body

    @property
    def speaks_if_true(self) -> bool:
        """Whether its role speaks for its body, once it is verified."""
        return self.role in SPEAKING_ROLES

    @property
    def is_verified(self) -> bool:
        """Whether it can be relied on."""
        return self.standing == Standing.VERIFIED

    @property
    def name(self) -> str:
        """The hat in words: ``Innovation officer, Dayton``."""
        return ", ".join(filter(None, [self.role_label, self.body.name if self.body else ""]))


@dataclass(frozen=True, slots=True)
class PersonAtBody:
    """Someone of a city or organisation, as its page names them."""

    person_id: int
    name: str
    hat: HatFacts


@dataclass(frozen=True, slots=True)
class BodyPeople:
    """Who is at a city or organisation: names for members, a number for the public."""

    people: tuple[PersonAtBody, ...]
    speaking: int  # how many speak for it
    is_named: bool  # the reader may see names


def body_ref(body: Body) -> BodyRef:
    """Return how a body is named; a city should have been fetched with its country."""
    if isinstance(body, City):
        return BodyRef("city", str(body.pk), body.name, body.label)
    return BodyRef("organisation", body.slug, body.name, body.name)


def hats_of(person: Person, *, reader: Reader | None) -> tuple[HatFacts, ...]:
    """Return the hats that someone wears, as far as the reader may see them; one query."""
    return hats_by_person([person.pk], reader=reader).get(person.pk, ())


def hats_by_person(
    people: Iterable[int], *, reader: Reader | None
) -> dict[int, tuple[HatFacts, ...]]:
    """Return the hats that several people wear, by person; one query, however many."""
    rows = visible_hats(reader).filter(person__in=list(people), until=None)
    found: dict[int, list[HatFacts]] = {}
    for fact in hat_facts(rows):
        found.setdefault(fact.person_id, []).append(fact)
    return {key: tuple(sorted(hats, key=_first)) for key, hats in found.items()}


def hat_names(people: Iterable[int], *, reader: Reader | None) -> dict[int, str]:
    """Return the first hat of several people in words, by person: ``Mayor, Dayton``; one query."""
    return {key: hats[0].name for key, hats in hats_by_person(people, reader=reader).items()}


def visible_hats(reader: Reader | None) -> QuerySet[Hat]:
    """Return the hats that a reader may see."""
    found: QuerySet[Hat] = Hat.objects.visible_to(reader)
    return found


def hat_facts(hats: QuerySet[Hat]) -> Iterator[HatFacts]:
    """Yield the facts of a queryset that began with ``visible_to``; one query."""
    for hat in hats.select_related("city__country", "organisation"):
        yield HatFacts(
            hat_id=hat.pk,
            person_id=hat.person_id,
            role=hat.role,
            role_label=str(hat.get_role_display()),
            title=hat.title,
            body=body_ref(hat.body) if hat.body else None,
            since=hat.since,
            until=hat.until,
            standing=hat.standing,
            standing_label=str(hat.get_standing_display()),
            ground=hat.ground,
            ground_label=str(hat.get_ground_display()) if hat.ground else "",
            verified_at=hat.verified_at,
            made=hat.made,
            speaks=hat.standing == Standing.VERIFIED
            and hat.until is None
            and hat.role in SPEAKING_ROLES,
        )


def speaks_for(person: Reader | None, body: Body) -> bool:
    """Tell whether someone is a member with a verified hat that speaks for the body."""
    key = getattr(person, "pk", None)
    return key is not None and Hat.objects.speaking().of_body(body).filter(person=key).exists()


def speaks_for_bodies(person: Reader | None) -> tuple[Body, ...]:
    """Return the cities and organisations that someone speaks for, by name."""
    key = getattr(person, "pk", None)
    if key is None:
        return ()
    hats = Hat.objects.speaking().filter(person=key)
    found = [hat.body for hat in hats.select_related("city__country", "organisation") if hat.body]
    return tuple(sorted(dict.fromkeys(found), key=str))


def bodies_of(person: Reader | None) -> tuple[tuple[str, str], ...]:
    """Return the bodies that someone speaks for, as the audit log knows them: (kind, key)."""
    return tuple(
        sorted({(body._meta.label_lower, str(body.pk)) for body in speaks_for_bodies(person)})
    )


def people_of(body: Body, *, reader: Reader | None) -> BodyPeople:
    """Return who is at a city or organisation.

    Members read names; the public reads how many speak for it and no name. Whoever wants to be
    called by strangers says so for a practice, not here.
    """
    speaking = Hat.objects.speaking().of_body(body).values("person").distinct().count()
    is_named = bool(reader and reader.is_authenticated and (reader.is_staff or is_member(reader)))
    if not is_named:
        return BodyPeople((), speaking, is_named=False)
    hats = visible_hats(reader).of_body(body)  # type: ignore[attr-defined]
    worn = hats.filter(until=None, person__is_member=True, person__is_active=True)
    worn = worn.exclude(standing=Standing.REFUSED).select_related("person")
    names = dict(worn.values_list("person_id", "person__name"))
    first: dict[int, HatFacts] = {}
    for fact in sorted(hat_facts(worn), key=_first):
        first.setdefault(fact.person_id, fact)
    people = [
        PersonAtBody(key, names[key] or _("A member without a name"), hat)
        for key, hat in first.items()
    ]
    return BodyPeople(tuple(people), speaking, is_named=True)


def waiting(reader: Reader | None) -> QuerySet[Hat]:
    """Return the claims that this reader can decide, oldest first.

    All of them for network staff; for who speaks for a body, those of that body, but not their own.
    """
    hats: QuerySet[Hat] = Hat.objects.waiting()
    hats = hats.select_related("person", "city__country", "organisation").order_by("made", "pk")
    if reader is None or not reader.is_authenticated:
        return hats.none()
    if reader.is_staff:
        return hats
    bodies = speaks_for_bodies(reader)
    cities = [body.pk for body in bodies if isinstance(body, City)]
    organisations = [body.pk for body in bodies if isinstance(body, Organisation)]
    of_theirs = Q(city__in=cities) | Q(organisation__in=organisations)
    return hats.filter(of_theirs).exclude(person=getattr(reader, "pk", None))


def confirmed_addresses(person: Person) -> tuple[str, ...]:
    """Return the e-mail addresses that someone has shown to be theirs, in small letters."""
    return tuple(address.email.lower() for address in addresses_of(person))


def hat_state(hat: Hat) -> dict[str, object]:
    """Return what the audit log says of a hat."""
    return {
        "role": hat.role,
        "body": str(hat.body) if hat.body else None,
        "title": hat.title,
        "since": hat.since,
        "standing": hat.standing,
        "ground": hat.ground,
    }


_ORDER = {role: place for place, role in enumerate(Role)}


def _first(hat: HatFacts) -> tuple[bool, int, str, int]:
    """Put hats that speak first, then by rank."""
    return not hat.speaks, _ORDER[Role(hat.role)], hat.body.name if hat.body else "", hat.hat_id
