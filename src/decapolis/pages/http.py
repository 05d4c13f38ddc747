"""What every page carries: security headers, where it is asked from, and the frame around it."""

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy

from decapolis.benchmarks.models.editions import spoken_for
from decapolis.cities.models import City
from decapolis.cities.queries import all_cities
from decapolis.kernel.origin import Door, acting_from
from decapolis.kernel.permissions import Reader, is_member
from decapolis.library.bridge.kept import Kept
from decapolis.notices.queries import unread
from decapolis.people.models import Person

CITY_COOKIE = "city"
LONGEST_ID = 11

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the content policy: nothing from elsewhere, no inline script or style."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers that an answer does not set itself."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class ActsFromHere:
    """Lets what a request does be recorded with its door and the address of who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what is done meanwhile comes from this door."""
        door = Door.API if request.path.startswith("/api/") else Door.PAGE
        with acting_from(door, client_address(request)):
            return self.get_response(request)


def client_address(request: HttpRequest) -> str:
    """Return the network address of who asks, or nothing where it is not known.

    What a forwarded header says is believed only as far as our own proxies wrote it.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        seen = forwarded[-settings.PROXIES] if len(forwarded) >= settings.PROXIES else seen
    try:
        return str(ipaddress.ip_address(seen.strip()))
    except ValueError:
        return ""


def signed_in(request: HttpRequest) -> Person:
    """Return who is signed in; for views that nobody else reaches.

    Raises
    ------
    PermissionDenied
        Nobody is.
    """
    person = request.user
    if not isinstance(person, Person):
        raise PermissionDenied
    return person


def local_path(wanted: str, otherwise: str = "/") -> str:
    """Return an address within the platform to go on to; never one elsewhere."""
    plain = wanted.isprintable() and "\\" not in wanted
    is_local = plain and wanted.startswith("/") and not wanted.startswith("//")
    safe = is_local and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe else otherwise


def _everybody(_reader: Reader | None) -> bool:
    return True


def _signed_in(reader: Reader | None) -> bool:
    return bool(reader and reader.is_authenticated)


def _members(reader: Reader | None) -> bool:
    return is_member(reader) or _staff(reader)


def _reviewers(reader: Reader | None) -> bool:
    return bool(getattr(reader, "is_reviewer", False))


def _staff(reader: Reader | None) -> bool:
    return bool(reader and reader.is_staff)


def _operators(reader: Reader | None) -> bool:
    return bool(getattr(reader, "is_operator", False))


@dataclass(frozen=True, slots=True)
class Room:
    """One word of the navigation, the addresses that belong to it, and who is led there."""

    label: str | Promise
    url: str
    prefixes: tuple[str, ...] = ()
    whose: Callable[[Reader | None], bool] = _everybody

    def holds(self, path: str) -> bool:
        """Tell whether an address belongs to this room."""
        return path == self.url or path.startswith(self.prefixes)


NOTICES = "/desk/notices"
ROOMS = (
    Room(gettext_lazy("Find"), "/", ("/find", "/brief")),
    Room(
        gettext_lazy("Cities"),
        "/cities/",
        ("/cities/", "/rankings", "/indicators", "/initiatives"),
    ),
    Room(
        gettext_lazy("Library"),
        "/library",
        ("/library/", "/practices", "/documents", "/technologies", "/organisations"),
    ),
    Room(gettext_lazy("People"), "/people", ("/people/",), _members),
    Room(gettext_lazy("My desk"), "/desk", ("/desk/",), _signed_in),
)
OWN = (
    Room(gettext_lazy("My desk"), "/desk"),
    Room(gettext_lazy("Notices"), NOTICES, (f"{NOTICES}/",)),
    Room(gettext_lazy("Initiatives"), "/initiatives", ("/initiatives/", "/boards/"), _members),
    Room(gettext_lazy("Calls"), "/desk/calls", ("/desk/calls/",), _members),
    Room(gettext_lazy("Contribute"), "/contribute", ("/contribute/",), _members),
    Room(gettext_lazy("Profile"), "/profile"),
    Room(gettext_lazy("What was done"), "/audit"),
    Room(gettext_lazy("Reviews"), "/review", ("/review/",), _reviewers),
    Room(gettext_lazy("Network staff"), "/staff", ("/staff/",), _staff),
    Room(gettext_lazy("Operator"), "/operator", ("/operator/",), _operators),
    Room(gettext_lazy("Security"), "/account/security", ("/account/",)),
    Room(gettext_lazy("My data"), "/account/data", ("/account/data/", "/account/leave")),
)
FOOT = (
    Room(gettext_lazy("Sources and licences"), "/sources"),
    Room(gettext_lazy("How we compare"), "/about/method"),
    Room(gettext_lazy("Open data and API"), "/api"),
    Room(gettext_lazy("Accessibility"), "/accessibility"),
)


@cache
def is_open(url: str) -> bool:
    """Tell whether an address leads anywhere; only rooms that exist are shown."""
    try:
        resolve(url)
    except Resolver404:
        return False
    return True


@dataclass(frozen=True)
class NavItem:
    """A link of the navigation."""

    label: str
    url: str
    current: bool
    new: int = 0  # how many things wait there unread


_cities: Kept[int, City] = Kept()


def _read_cities(ids: Sequence[int]) -> dict[int, City]:
    return {city.pk: city for city in all_cities().filter(pk__in=ids)}


class Chrome:
    """The frame of a page. What it needs of the database is read when a template asks for it."""

    def __init__(self, request: HttpRequest, *, bare: bool = False) -> None:
        self.request = request
        self.bare = bare
        self.is_closed = False  # set by what on the page not everyone may read

    @property
    def path(self) -> str:
        """The address of the page, with its question."""
        return self.request.get_full_path()

    @property
    def nav(self) -> list[NavItem]:
        """The rooms that exist, with the one that the reader is in."""
        return self._led(ROOMS)

    def _led(self, rooms: Iterable[Room]) -> list[NavItem]:
        here, reader = self.request.path, self.reader
        return [
            NavItem(str(room.label), room.url, room.holds(here))
            for room in rooms
            if room.whose(reader) and is_open(room.url)
        ]

    @property
    def reader(self) -> Reader | None:
        """Who asks; nobody on a page that must do without the database."""
        return None if self.bare else getattr(self.request, "user", None)

    @cached_property
    def unread(self) -> int:
        """How many notices wait for who is signed in."""
        return unread(self.reader) if _signed_in(self.reader) else 0

    @property
    def person(self) -> str:
        """The name of who is signed in, or nothing."""
        reader = self.reader
        if reader is None or not reader.is_authenticated:
            return ""
        return str(getattr(reader, "name", "")) or gettext("Your account")

    @property
    def own(self) -> list[NavItem]:
        """What the menu under one's name leads to."""
        return [
            replace(item, new=self.unread) if item.url == NOTICES else item
            for item in self._led(OWN)
        ]

    @property
    def sign_in_url(self) -> str:
        """Where one signs in; leads back here."""
        comes_back = self.request.method == "GET" and not self.path.startswith("/sign-")
        return "/sign-in" + ("?" + urlencode({"next": self.path}) if comes_back else "")

    @property
    def told(self) -> list[Message]:
        """What the last act has to say; it is said once."""
        has_any = not self.bare and hasattr(self.request, "_messages")
        return list(get_messages(self.request)) if has_any else []

    @property
    def section(self) -> str:
        """The word of the room that the reader is in, or nothing."""
        return next((item.label for item in self.nav if item.current), "")

    @property
    def foot(self) -> list[NavItem]:
        """The links at the foot that lead somewhere."""
        return [
            NavItem(str(room.label), room.url, current=False) for room in FOOT if is_open(room.url)
        ]

    @cached_property
    def city(self) -> City | None:
        """The reader's city: from the cookie, or else the one that they speak for."""
        chosen = self.request.COOKIES.get(CITY_COOKIE, "")
        if self.bare:
            return None
        if not chosen.isascii() or not chosen.isdecimal() or len(chosen) > LONGEST_ID:
            return self._spoken_for()
        return _cities.get([int(chosen)], _read_cities, reader=None).get(int(chosen))

    def _spoken_for(self) -> City | None:
        if not _signed_in(self.reader):
            return None
        cities = list(all_cities().filter(pk__in=spoken_for(self.reader))[:2])
        return cities[0] if len(cities) == 1 else None

    @property
    def city_label(self) -> str:
        """The reader's city with its state and country, or nothing."""
        return self.city.label if self.city else ""

    @property
    def city_short(self) -> str:
        """The reader's city as the masthead has room for it: ``Dayton, Ohio``."""
        if self.city is None:
            return ""
        return ", ".join(self.city.label.split(", ")[:2])

    @property
    def choose_url(self) -> str:
        """Where the reader's city is set; leads back here. Empty while there is no such page."""
        back = self.path if self.request.method == "GET" else "/"
        return "/cities/choose?" + urlencode({"next": back}) if is_open("/cities/choose") else ""


def chrome(request: HttpRequest) -> dict[str, Chrome]:
    """Give every template the frame of its page."""
    return {"chrome": getattr(request, "chrome", None) or Chrome(request)}


def frame_of(request: HttpRequest) -> Chrome:
    """Return the frame of a request's page, always the same, so that nothing is read twice."""
    frame: Chrome = getattr(request, "chrome", None) or Chrome(request)
    request.chrome = frame  # type: ignore[attr-defined]
    return frame


def reader_city(request: HttpRequest) -> City | None:
    """Return the reader's city, read once for a request; None where none is chosen."""
    return frame_of(request).city


def show_city(request: HttpRequest, city: City | None) -> None:
    """Let this one page speak of another city than the reader's own, as its address says."""
    frame_of(request).city = city


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an error page says: what happened, what was kept, what to do."""

    status: int
    title: str
    happened: str
    todo: str


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer 400 in the house style."""
    trouble = Trouble(
        HTTPStatus.BAD_REQUEST,
        gettext("This request cannot be read"),
        gettext("The address or the form holds something that makes no sense here."),
        gettext("Nothing was changed. Go back, look at what you entered, and send it again."),
    )
    return _answer(request, trouble)


def forbidden(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001 -- Django's signature
    reason: str = "",  # noqa: ARG001 -- Django's signature
) -> HttpResponse:
    """Answer 403 in the house style; also where the token of a form has run out."""
    trouble = Trouble(
        HTTPStatus.FORBIDDEN,
        gettext("This is not open to you"),
        gettext("You are not allowed to do this, or the page lay open for too long."),
        gettext("Nothing was changed. Load the page again and send the form once more."),
    )
    return _answer(request, trouble)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the house style, with the reason where the page gave one."""
    said = str(exception.args[0]) if isinstance(exception, Http404) and exception.args else ""
    plain = gettext("There is nothing at this address, or it is not open to you.")
    trouble = Trouble(
        HTTPStatus.NOT_FOUND,
        gettext("We have no such page"),
        said if said.endswith(".") else plain,
        gettext("Check the address, or ask here: all that the library holds can be found so."),
    )
    return _answer(request, trouble)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer 429 in the house style; called where a rate limit is met."""
    trouble = Trouble(
        HTTPStatus.TOO_MANY_REQUESTS,
        gettext("That was too often"),
        gettext("So many attempts in so short a time look like somebody who guesses."),
        gettext("Nothing was changed. Wait a few minutes and try again."),
    )
    return _answer(request, trouble)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database."""
    trouble = Trouble(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        gettext("Something broke on our side"),
        gettext("The page could not be made. What was saved before is kept."),
        gettext("Try again in a minute. If it happens again, tell the operator address and time."),
    )
    return _answer(request, trouble, bare=True)


def _answer(request: HttpRequest, trouble: Trouble, *, bare: bool = False) -> HttpResponse:
    request.chrome = Chrome(request, bare=bare)  # type: ignore[attr-defined]
    return render(request, "trouble.html", {"trouble": trouble}, status=trouble.status)
