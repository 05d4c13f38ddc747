"""Read people: whose an address is, what an account holds, who waits, who sits in a circle."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from decapolis.audit.queries import known_as
from decapolis.kernel.permissions import Reader
from decapolis.people.errors import NoSuchCircle
from decapolis.people.models import Circle, CircleSeat, MembershipRequest, Person, seats_of


def person_of_address(address: str) -> Person | None:
    """Return whose an address is, in small letters: confirmed ones first, else the account's own.

    Only for acts of the program itself: whether an address is known is told to nobody who has not
    shown that it is theirs.
    """
    confirmed = EmailAddress.objects.filter(email=address, verified=True).values("user")
    found = Person.objects.filter(pk__in=confirmed).first()
    return found or Person.objects.filter(email=address).first()


def people_called(text: str, *, reader: Reader | None, by_address: bool) -> QuerySet[Person, int]:
    """Return the keys of those whom a reader may see and who have a text in their name now.

    Parameters
    ----------
    by_address
        Whether an e-mail address counts as well: only for who reads the addresses of others.
    """
    asked = Q(name__icontains=text)
    if by_address:
        held = EmailAddress.objects.filter(email__icontains=text, verified=True)
        asked |= Q(email__icontains=text) | Q(pk__in=held.values("user"))
    found: QuerySet[Person] = Person.objects.visible_to(reader).filter(asked)
    return found.values_list("pk", flat=True)


def names_of(keys: Iterable[int | None], *, reader: Reader | None) -> dict[int, str]:
    """Return names by key, of those alone whom a reader may know.

    One query, or none where nobody is asked for.
    """
    wanted = {key for key in keys if key is not None}
    known = Person.objects.visible_to(reader).filter(pk__in=wanted) if wanted else ()
    return {one.pk: str(one) for one in known}


def requests_waiting(reader: Reader | None) -> QuerySet[MembershipRequest]:
    """Return the requests for membership that wait, the oldest first; for network staff alone."""
    waiting = MembershipRequest.objects.filter(accepted=None).select_related("person")
    return waiting if reader is not None and reader.is_staff else waiting.none()


def words_of(person: Person) -> frozenset[str]:
    """Return the names and addresses that someone has, and those that the log still knows."""
    addresses = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return frozenset({person.name, person.email, *addresses, *known_as(person.pk)} - {""})


def sessions_of(person: Person) -> list[str]:
    """Return the keys of sessions in which someone is signed in, or about to.

    All sessions are read: what is in one cannot be asked of the database.
    """
    words = tuple(f'"{address}"' for address in words_of(person) if "@" in address)
    found = []
    for session in Session.objects.iterator(chunk_size=500):
        held = session.get_decoded()
        text = json.dumps(held, default=str, ensure_ascii=False)
        if held.get("_auth_user_id") == str(person.pk) or any(word in text for word in words):
            found.append(session.session_key)
    return found


def request_of(person: Person) -> MembershipRequest | None:
    """Return someone's own request for membership, with what was decided and why."""
    return MembershipRequest.objects.filter(person=person).first()


@dataclass(frozen=True, slots=True)
class Address:
    """One e-mail address of an account."""

    key: int
    email: str
    is_main: bool


def addresses_of(person: Person) -> tuple[Address, ...]:
    """Return the confirmed addresses of a person, the main one first."""
    found = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "email")
    return tuple(Address(one.pk, one.email, one.primary) for one in found)


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey of an account."""

    key: int
    name: str
    added: datetime
    used: datetime | None


@dataclass(frozen=True, slots=True)
class Locks:
    """What keeps an account, beside the mailbox."""

    passkeys: tuple[Passkey, ...]
    app: datetime | None  # since when
    codes_left: int | None  # recovery codes; None where there are none
    has_password: bool
    sign_on: tuple[str, ...]  # services that have signed them in

    @property
    def has_second_step(self) -> bool:
        """Whether a code by mail alone lets nobody in."""
        return bool(self.passkeys) or self.app is not None


def locks_of(person: Person) -> Locks:
    """Return what keeps a person's account."""
    passkeys, app, codes = [], None, None
    for one in Authenticator.objects.filter(user=person).order_by("created_at"):
        if one.type == Authenticator.Type.WEBAUTHN:
            passkeys.append(
                Passkey(one.pk, str(one.data["name"]), one.created_at, one.last_used_at)
            )
        elif one.type == Authenticator.Type.TOTP:
            app = one.created_at
        else:
            codes = len(one.wrap().get_unused_codes())
    services = SocialAccount.objects.filter(user=person).values_list("provider", flat=True)
    return Locks(tuple(passkeys), app, codes, person.has_usable_password(), tuple(services))


@dataclass(frozen=True, slots=True)
class Seat:
    """Someone in a circle."""

    person_id: int
    name: str  # may be empty
    title: str
    email: str  # empty for who is not of the staff
    since: datetime


@dataclass(frozen=True, slots=True)
class CircleFacts:
    """One circle and who is in it."""

    slug: str
    name: str
    purpose: str
    made: datetime
    closed: datetime | None
    people: tuple[Seat, ...]


def sits_in(person: Reader | None, circle: Circle) -> bool:
    """Tell whether someone sits in a circle, open or closed."""
    key = getattr(person, "pk", None)
    return key is not None and CircleSeat.objects.filter(circle=circle, person=key).exists()


def circles(reader: Reader | None) -> QuerySet[Circle]:
    """Return the circles that a reader may know of, the open ones first; each counts ``people``."""
    seats = Q(seats__in=CircleSeat.objects.of_members())
    found: QuerySet[Circle] = Circle.objects.visible_to(reader)
    counted = found.annotate(people=Count("seats", filter=seats))
    return counted.order_by(F("closed").desc(nulls_first=True), "name", "pk")


def circles_of(person: Reader | None) -> tuple[CircleFacts, ...]:
    """Return the open circles in which someone sits, with who else is there; two queries."""
    return _with_people(Circle.objects.filter(pk__in=seats_of(person)), person)


def circle_facts(slug: str, *, reader: Reader | None) -> CircleFacts:
    """Return one circle with its people.

    Raises
    ------
    NoSuchCircle
        There is none, or the reader neither sits in it nor is of the staff.
    """
    found = _with_people(Circle.objects.visible_to(reader).filter(slug=slug), reader)
    if not found:
        raise NoSuchCircle(_("There is no such circle, or it is not open to you."))
    return found[0]


def circle_of_slug(slug: str, *, reader: Reader | None) -> Circle:
    """Return the row of one circle, for who changes or leaves it.

    Raises
    ------
    NoSuchCircle
        There is none, or the reader neither sits in it nor is of the staff.
    """
    found: Circle | None = Circle.objects.visible_to(reader).filter(slug=slug).first()
    if found is None:
        raise NoSuchCircle(_("There is no such circle, or it is not open to you."))
    return found


def _with_people(found: QuerySet[Circle], reader: Reader | None) -> tuple[CircleFacts, ...]:
    seen = CircleSeat.objects.of_members().select_related("person")
    of_staff = reader is not None and reader.is_staff
    return tuple(
        CircleFacts(
            slug=circle.slug,
            name=circle.name,
            purpose=circle.purpose,
            made=circle.made,
            closed=circle.closed,
            people=tuple(_seat(seat, of_staff=of_staff) for seat in circle.seats.all()),
        )
        for circle in found.prefetch_related(Prefetch("seats", seen))
    )


def _seat(seat: CircleSeat, *, of_staff: bool) -> Seat:
    one = seat.person
    return Seat(one.pk, one.name, one.title, one.email if of_staff else "", seat.since)
