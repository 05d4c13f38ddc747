"""What the pages of accounts show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.http import HttpRequest

from decapolis.pages.account.codes import GOOD_FOR, Waiting
from decapolis.pages.account.devices import device_of
from decapolis.people.models import Person
from decapolis.people.queries import Address, Locks, addresses_of, locks_of
from decapolis.people.validators import domain_of


@dataclass(frozen=True, slots=True)
class Service:
    """A sign-in service that is offered."""

    id: str
    name: str


def services_for(address: str) -> tuple[Service, ...]:
    """Return the services that are offered to an address: of its domain, and those for all."""
    domain = domain_of(address)
    found = [one for one in settings.OIDC_PROVIDERS if domain in one.domains or not one.domains]
    found.sort(key=lambda one: not one.domains)
    return tuple(Service(one.id, one.name) for one in found)


def own_service(address: str) -> Service | None:
    """Return the service of the city or organisation that an address belongs to."""
    domain = domain_of(address)
    for one in settings.OIDC_PROVIDERS:
        if domain in one.domains:
            return Service(one.id, one.name)
    return None


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Where one signs in or joins: an address, a passkey, a service."""

    template: ClassVar[str] = "account/sign_in.html"
    form: forms.Form
    next_url: str
    services: tuple[Service, ...]
    own: Service | None = None  # of the address that was typed
    address: str = ""

    @property
    def password_url(self) -> str:
        """The page for people with a password."""
        return "/sign-in/password?" + urlencode({"next": self.next_url})


@dataclass(frozen=True, slots=True)
class CodePage:
    """Where the code of a mail is typed."""

    template: ClassVar[str] = "account/code.html"
    form: forms.Form
    address: str
    action: str
    again: str  # where another code is asked for
    next_url: str = ""
    back: str = ""  # where another address is typed

    @property
    def minutes(self) -> int:
        """For how long a code is good."""
        return GOOD_FOR // 60

    @classmethod
    def for_sign_in(cls, form: forms.Form, waiting: Waiting) -> "CodePage":
        """Return the page after an address was typed on the sign-in page."""
        url = "/sign-in"
        back = f"{url}?" + urlencode({"next": waiting.next_url})
        return cls(form, waiting.address, f"{url}/code", url, waiting.next_url, back)


@dataclass(frozen=True, slots=True)
class PasswordSignInPage:
    """Where one signs in by password."""

    template: ClassVar[str] = "account/password_sign_in.html"
    form: forms.Form
    next_url: str


@dataclass(frozen=True, slots=True)
class NamePage:
    """Where a newcomer says what they are called."""

    template: ClassVar[str] = "account/name.html"
    form: forms.Form
    next_url: str
    address: str
    is_member: bool


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """Leads to a service elsewhere; a form must not, by the content policy."""

    template: ClassVar[str] = "account/leaving.html"
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Way:
    """Another way to show who one is."""

    description: str
    url: str


@dataclass(frozen=True, slots=True)
class ProveByCodePage:
    """Where one shows again who one is, by a code by mail."""

    template: ClassVar[str] = "account/prove_by_code.html"
    form: forms.Form
    address: str
    was_sent: bool
    next_url: str
    others: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One place where one is signed in."""

    key: int
    device: str
    address: str
    since: datetime
    is_here: bool


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """All that keeps an account, on one page."""

    template: ClassVar[str] = "account/security.html"
    person: Person
    locks: Locks
    addresses: tuple[Address, ...]
    sessions: tuple[SessionLine, ...]
    address_form: forms.Form
    services: tuple[str, ...]
    can_have_passkeys: bool

    @property
    def is_elsewhere(self) -> bool:
        """Whether one is signed in at another place also."""
        return len(self.sessions) > 1


def security_page(request: HttpRequest, person: Person, address_form: forms.Form) -> SecurityPage:
    """Gather what keeps an account; sessions that have ended are forgotten on the way."""
    locks = locks_of(person)
    names = {one.id: one.name for one in settings.OIDC_PROVIDERS}
    return SecurityPage(
        person=person,
        locks=locks,
        addresses=addresses_of(person),
        sessions=_sessions(UserSession.objects.purge_and_list(person)),
        address_form=address_form,
        services=tuple(names.get(one, one) for one in locks.sign_on),
        can_have_passkeys=has_name(request),
    )


def has_name(request: HttpRequest) -> bool:
    """Tell whether the platform is reached under a name: passkeys do not belong to numbers."""
    host = request.get_host()
    return not host.startswith("[") and not host.partition(":")[0].replace(".", "").isdecimal()


def _sessions(found: Sequence[UserSession]) -> tuple[SessionLine, ...]:
    lines = [
        SessionLine(
            key=one.pk,
            device=device_of(one.user_agent),
            address=one.ip,
            since=one.created_at,
            is_here=one.is_current(),
        )
        for one in found
    ]
    return tuple(sorted(lines, key=lambda line: (not line.is_here, -line.since.timestamp())))


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """Where a password is set, changed or taken away."""

    template: ClassVar[str] = "account/password.html"
    form: forms.Form
    has_password: bool


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """Said to who comes with the address of an account that was closed."""

    template: ClassVar[str] = "account/closed.html"


@dataclass(frozen=True, slots=True)
class SignOutPage:
    """Asks whoever came by an address, not by the button."""

    template: ClassVar[str] = "account/sign_out.html"
