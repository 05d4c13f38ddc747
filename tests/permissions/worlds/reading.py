"""Somebody reads: by a session that has just shown who it is, or by a token; and what they find."""

import html
import re
import time
from collections import Counter

from django.test import Client

from decapolis.library.models import Document, Practice, Technology
from decapolis.organisations.models import Organisation
from tests.permissions.test_table import text_of
from tests.permissions.worlds.basics import Who, opens
from tests.permissions.worlds.seeing import MAY_READ
from tests.permissions.worlds.walking import V1
from tests.permissions.worlds.world import MARK, World

FINE = {200, 301, 302, 401, 403, 404}
ROOMS = {
    "practice": Practice,
    "document": Document,
    "technology": Technology,
    "organisation": Organisation,
}


def readers_of(world: World, people: list[Who]) -> list[Who]:
    """Return nobody in particular, and everybody who can sign in."""
    return [None, *(one for one in people if one and one.left is None and one.is_active)]


def browser(who: Who) -> Client:
    """Return a client that has signed in just now."""
    client = Client()
    if who is not None:
        client.force_login(who)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "code", "at": time.time(), "email": who.email}
        ]
        session.save()
    return client


def program(world: World, who: Who) -> Client:
    """Return a client that shows a token, where there is somebody."""
    secret = world.secrets[who.pk] if who else ""
    return Client(headers={"Authorization": f"Bearer {secret}"} if who else {})


def role_of(who: Who) -> str:
    """Return what somebody is, for the message of a failure."""
    flags = ("is_member", "is_reviewer", "is_staff", "is_operator")
    held = [flag[3:] for flag in flags if getattr(who, flag, False)]
    return f"{' '.join(held) or 'signed up'} {who.pk}" if who else "anonymous"


def told_too_much(world: World, who: Who, text: str, address: str = "") -> list[str]:
    """Return what a text holds that its reader may not know, but for words that they asked by."""
    asked = set(MARK.findall(address))
    return [
        f"{role_of(who)} reads {kind} {word} ({row!r}) at {address or 'a letter'}"
        for word in sorted(set(MARK.findall(text.lower())) - asked)
        for kind, row in [world.marks[word]]
        if not MAY_READ[kind](world, who, row)
    ]


def visit(world: World, who: Who, client: Client, address: str) -> list[str]:
    """Open an address; return what is wrong with the answer."""
    response = client.get(address)
    wrong = told_too_much(world, who, text_of(response), address)
    if response.status_code not in FINE:
        wrong.append(f"{role_of(who)} gets {response.status_code} at {address}")
    return wrong


def seen_by(world: World, who: Who, kind: str) -> list[object]:
    """Return the records of a kind that lists shall hold for somebody."""
    return [row for row in world.of(ROOMS[kind]) if opens(who, row.visibility)]


def counted(world: World, who: Who, client: Client) -> dict[str, object]:
    """Return the numbers and keys that pages, files and the interface tell somebody."""
    held = client.get(f"/{V1}status").json()["held"]
    found = client.get(f"/{V1}find?limit=100").json()
    facets = client.get(f"/{V1}find?limit=100&kind=practice").json()["facets"]
    home = _plain(text_of(client.get("/")))
    told: dict[str, object] = {
        "found": found["total"],
        "kinds": _facet(found["facets"], "kinds"),
        "themes": _facet(facets, "themes"),
        "statuses": _facet(facets, "statuses"),
        "countries": _facet(facets, "countries"),
        "home": [int(one) for one in re.findall(r"(\d+) practices? from (\d+)", home)[0]]
        if " from " in home
        else [0, 0],
    }
    for kind, model in ROOMS.items():
        room = {"technology": "technologies"}.get(kind, f"{kind}s")
        listed = client.get(f"/{V1}{room}?limit=100").json()
        page = _plain(text_of(client.get(f"/{room}/")))
        table = text_of(client.get(f"/find.csv?kind={kind}"))
        told[kind] = {
            "held": held[room],
            "total": listed["total"],
            "keys": sorted(item["slug"] for item in listed["items"]),
            "page": int((re.findall(r"(\d+) records?\b", page) or ["0"])[0]),
            "table": sorted({row.slug for row in world.of(model) if row.slug in table}),
        }
    return told


def expected(world: World, who: Who) -> dict[str, object]:
    """Return what `counted` shall be."""
    seen = {kind: seen_by(world, who, kind) for kind in ROOMS}
    practices = seen["practice"]
    statuses = Counter(row.status for row in practices)
    named = sum(row.country_id is not None for row in practices)
    failed = sum(row.status == "cancelled" or row.went == "badly" for row in practices)
    told: dict[str, object] = {
        "found": sum(map(len, seen.values())),
        "kinds": {kind: len(rows) for kind, rows in seen.items() if rows},
        "themes": dict(Counter(theme for row in practices for theme in row.themes)),
        "statuses": {**statuses, **({"failed": failed} if failed else {})},
        "countries": {"us": named} if named else {},
        "home": [len(practices), len({row.city_id for row in practices} - {None})],
    }
    for kind, rows in seen.items():
        keys = sorted(row.slug for row in rows)
        number = len(rows)
        told[kind] = {
            "held": number, "total": number, "keys": keys, "page": number, "table": keys,
        }  # fmt: skip
    return told


def _facet(facets: dict[str, list[dict[str, object]]], name: str) -> dict[str, object]:
    return {str(one["value"]).lower(): one["count"] for one in facets[name] if one["count"]}


def _plain(page: str) -> str:
    words = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(words).split())
