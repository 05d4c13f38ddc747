"""Who is let in to a board, and what they may do there: asked at the start and again and again."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie
from django.http.request import split_domain_port, validate_host

from decapolis.canvas.models import Board
from decapolis.canvas.rules import may_read, may_read_by_link, may_write
from decapolis.live.guard import Author
from decapolis.people.models import Person

PREFIX = "/live/boards/"
SIGN_IN, NOT_FOUND, FELL_BEHIND, NO_CHANGE = 4401, 4404, 4408, 4400  # why a line is closed
NOBODY = 0  # who reads by a link


class Refused(Exception):
    """They are not let in; ``code`` says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for: a board, by their session or by a link."""

    key: str
    session: str
    link: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is let in."""

    board_id: int
    person: int = NOBODY
    name: str = ""
    signs: frozenset[str] = frozenset()
    writes: bool = False
    why: str = ""  # they do not write: "link", "seat", "closed"

    @property
    def author(self) -> Author:
        """What they may sign with."""
        return Author(self.person, self.signs)


def asked(scope: dict[str, Any]) -> Asked:
    """Return what is asked for.

    Raises
    ------
    Refused
        It is asked for from a page of somebody else, or it is no board.
    """
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if not _is_from_here(headers.get(b"origin", ""), headers.get(b"host", "")):
        raise Refused(NOT_FOUND)
    key = scope["path"].removeprefix(PREFIX)
    if key == scope["path"] or not key or "/" in key:
        raise Refused(NOT_FOUND)
    link = parse_qs(scope["query_string"].decode("latin-1")).get("read", [""])[0]
    cookies = parse_cookie(headers.get(b"cookie", ""))
    return Asked(key, cookies.get(settings.SESSION_COOKIE_NAME, ""), link)


def admitted(wanted: Asked) -> Guest:
    """Return whom a session or a link lets in.

    Raises
    ------
    Refused
        Nobody has signed in, or there is no such board for them; the two are told apart.
    """
    board = Board.objects.filter(key=wanted.key).defer("state").first()
    if wanted.link:
        if board is None or not may_read_by_link(board, wanted.link):
            raise Refused(NOT_FOUND)
        return Guest(board.pk, why="link")
    person = _signed_in(wanted.session)
    writes = board is not None and bool(may_write(person, board))
    if board is None or not (writes or may_read(person, board)):
        raise Refused(NOT_FOUND)
    why = "" if writes else "closed" if board.closed else "seat"
    names = frozenset({person.name, str(person)} - {""})
    return Guest(board.pk, person.pk, str(person), names, writes, why)


def _signed_in(session: str) -> Person:
    """Return whose session it is; its hash must be of the password and secrets of today.

    Raises
    ------
    Refused
        It is nobody's, or it has ended.
    """
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session or None)
    person = get_user(request)
    if not isinstance(person, Person):
        raise Refused(SIGN_IN)
    return person


def _is_from_here(origin: str, host: str) -> bool:
    """Tell whether the page that asks is our own: browsers let any page open a WebSocket."""
    name, _port = split_domain_port(host)
    if not name or not validate_host(name, settings.ALLOWED_HOSTS):
        return False
    parts = urlsplit(origin)
    return parts.netloc == host or _is_trusted(parts.scheme, parts.hostname or "")


def _is_trusted(scheme: str, name: str) -> bool:
    """Tell whether it is one of our hosts over TLS, where a proxy asks under another name."""
    hosts = [] if settings.IS_LOCAL else settings.ALLOWED_HOSTS
    return scheme == "https" and bool(name) and validate_host(name, hosts)
