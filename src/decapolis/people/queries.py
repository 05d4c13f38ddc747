"""Read people: whose an address is, what an account holds, who waits."""

import json
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from decapolis.audit.queries import known_as
from decapolis.kernel.permissions import Reader
from decapolis.people.models import MembershipRequest, Person


def person_of_address(address: str) -> Person | None:
    """Return whose an address is, in small letters: confirmed ones first, else the account's own.

    Only for acts of the program itself: whether an address is known is told to nobody who has not
    shown that it is theirs.
    """
    confirmed = EmailAddress.objects.filter(email=address, verified=True).values("user")
    found = Person.objects.filter(pk__in=confirmed).first()
    return found or Person.objects.filter(email=address).first()


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
