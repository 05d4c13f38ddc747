"""What every page carries: security headers, and the frame around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from decapolis.cities.models import City
from decapolis.cities.queries import all_cities
from decapolis.library.bridge.kept import Kept

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


@dataclass(frozen=True, slots=True)
class Room:
    """One word of the navigation, and the addresses that belong to it."""

    label: str | Promise
    url: str
    prefixes: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Tell whether an address belongs to this room."""
        return path == self.url or path.startswith(self.prefixes)


ROOMS = (
    Room(gettext_lazy("Find"), "/", ("/find", "/brief")),
    Room(gettext_lazy("Cities"), "/cities/", ("/cities/",)),
    Room(
        gettext_lazy("Library"),
        "/library",
        ("/library/", "/practices", "/documents", "/technologies", "/organisations"),
    ),
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


_cities: Kept[int, City] = Kept()


def _read_cities(ids: Sequence[int]) -> dict[int, City]:
    return {city.pk: city for city in all_cities().filter(pk__in=ids)}


class Chrome:
    """The frame of a page. What it needs of the database is read when a template asks for it."""

    def __init__(self, request: HttpRequest, *, bare: bool = False) -> None:
        self.request = request
        self.bare = bare

    @property
    def path(self) -> str:
        """The address of the page, with its question."""
        return self.request.get_full_path()

    @property
    def nav(self) -> list[NavItem]:
        """The rooms that exist, with the one that the reader is in."""
        here = self.request.path
        return [
            NavItem(str(room.label), room.url, room.holds(here))
            for room in ROOMS
            if is_open(room.url)
        ]

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
        """The reader's city, from the cookie."""
        chosen = self.request.COOKIES.get(CITY_COOKIE, "")
        if self.bare or not chosen.isascii() or not chosen.isdecimal() or len(chosen) > LONGEST_ID:
            return None
        return _cities.get([int(chosen)], _read_cities, reader=None).get(int(chosen))

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


def reader_city(request: HttpRequest) -> City | None:
    """Return the reader's city, read once for a request; None where none is chosen."""
    frame = getattr(request, "chrome", None) or Chrome(request)
    request.chrome = frame  # type: ignore[attr-defined]
    return frame.city


def show_city(request: HttpRequest, city: City | None) -> None:
    """Let this one page speak of another city than the reader's own, as its address says."""
    reader_city(request)
    request.chrome.city = city  # type: ignore[attr-defined]


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
