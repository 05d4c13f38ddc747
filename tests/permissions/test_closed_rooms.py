"""Walk every address after one practice was closed and another is told without its name."""

from itertools import product

import pytest
from django.test import Client

from decapolis.library.actions import correct_practice, disclose
from decapolis.library.choices import Disclosure
from decapolis.library.models import Practice
from decapolis.search.bridge import forget
from tests.factories import contributions, hats, people
from tests.permissions.rows import READS_ALL
from tests.permissions.table import CITY, TABLE
from tests.permissions.test_table import clients, signed_in, text_of  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db

# What stands in the closed ones and nowhere else; "dayton" alone stands in other records as well.
MARKS = ("closedlampswords", "namelesslampswords", "hollerbauwerke", "91,234,567", "91234567")
CLOSED, NAMELESS, CIRCLE = "of-closedlampswords", "of-namelesslampswords", "of-circledlampswords"
EXTRA = [  # asked for by what stands in them
    "/find?q=closedlampswords",
    "/find?q=namelesslampswords+hollerbauwerke",
    "/find.csv?q=closedlampswords",
    "/find.csv?kind=practice&q=lamps",
    "/practices/?q=lamps&sort=newest",
    "/practices/?page=2",
    "/cities/suggest?q=holler",
    f"/cities/{CITY}-dayton",
    f"/brief?city={CITY}&q=closedlampswords",
    "/api/v1/find?q=closedlampswords&limit=100",
    "/api/v1/find?q=lamps&limit=100&kind=practice",
    f"/api/v1/practices?city={CITY}&limit=100",
    f"/api/v1/brief?city={CITY}&q=namelesslampswords",
    "/api/v1/status",
    "/sitemap.xml",
    "/robots.txt",
]
ROOMS = (  # of one practice, by slug
    "",
    "/edit",
    "/readers",
    "/versions",
    "/versions/1...2",
    "/call",
    "/call/consent",
    "/review",
    "/adoptions",
    "/adopt",
)
PROGRAMS = (
    "",
    "/record",
    "/versions",
    "/versions/1",
    "/differences?before=1&after=2",
    "/provenance",
    "/reviews",
    "/adoptions",
    "/answers",
    "/retelling",
)


def told(mark):
    """A practice of Dayton whose every part holds a mark, and a body and figures of its own."""
    return contributions.loaded(
        slug=f"of-{mark}",
        title="Hollerbauwerke lamps",
        city="Dayton",
        problem="In Dayton the Hollerbauwerke lamps were old.",
        approach="Hollerbauwerke changed 91,234,567 lamps in Dayton, Ohio.",
        lead={"name": "Hollerbauwerke", "sector": "private"},
        costs=[{"amount": "91234567", "currency": "USD", "covers": mark, "source": 0}],
        outcomes=[],
        setback={"text": "The Hollerbauwerke lost $91,234,567.", "source": 0},
        result=None,
        lessons=["Ask the Hollerbauwerke first."],
        sources=[{"url": f"https://{mark}.example", "title": mark, "publisher": mark}],
    )


@pytest.fixture
def rooms(clients):  # noqa: F811 -- the fixture
    """Close three practices of Dayton: for its team, without its name, and for a circle."""
    city = Practice.objects.get(slug="of-seenbyeverybody").city
    speaker = hats.speaker(city)
    levels = {
        CLOSED: (Disclosure.TEAM, None),
        NAMELESS: (Disclosure.NAMELESS, None),
        CIRCLE: (Disclosure.CIRCLE, people.circle(speaker)),
    }
    for slug, (level, circle) in levels.items():
        made = told(slug.removeprefix("of-"))
        disclose(by=speaker, practice=made, level=level, circle=circle)
        made.refresh_from_db()
        record = contributions.changed(made, lessons=["Never trust the Hollerbauwerke."])
        correct_practice(by=speaker, practice=made, record=record, base=made.version)
    forget()
    return {role: clients[role] for role in ("anonymous", "member", "staff", "operator")}


def leaks(client, address, row=None):
    response = getattr(client, row.method if row else "get")(address, dict(row.data) if row else {})
    client.cookies.pop("city", None)
    content = text_of(response)
    asked = address.lower()
    return {(address, mark) for mark in MARKS if mark in content and mark not in asked}


@pytest.mark.parametrize("role", ["anonymous", "member", "staff", "operator"])
def test_no_page_list_file_or_interface_holds_a_word_of_what_is_closed(rooms, role):
    client = rooms[role]
    client.cookies["city"] = str(CITY)
    found = set()
    for row in TABLE:
        as_a_member = role == "operator" and not row.operator and (role, row.route) not in READS_ALL
        if row.is_read and not as_a_member:
            found |= leaks(client, row.address, row)
    for address in EXTRA:
        found |= leaks(client, address)
    assert not found


@pytest.mark.parametrize("role", ["anonymous", "member", "staff", "operator"])
def test_what_is_closed_is_not_found_in_any_of_its_rooms(rooms, role):
    client, found = rooms[role], {}
    for slug, room in product((CLOSED, NAMELESS, CIRCLE), ROOMS):
        response = client.get(f"/practices/{slug}{room}")
        answer = 302 if response.status_code == 302 and "/sign-in" in response["Location"] else 404
        found |= {(slug, room): response.status_code} if response.status_code != answer else {}
    for slug, room in product((CLOSED, NAMELESS, CIRCLE), PROGRAMS):
        status = client.get(f"/api/v1/practices/{slug}{room}").status_code
        is_own = room == "/retelling" and role == "anonymous"
        found |= {(slug, room): status} if status != (401 if is_own else 404) else {}
    assert not found


def test_members_find_what_is_told_without_its_name_and_nothing_leads_from_it_on(rooms):
    retold = Practice.objects.get(retells__slug=NAMELESS)
    client = rooms["member"]
    assert retold.slug in text_of(client.get("/find?q=lamps+lost+old&kind=practice"))
    assert retold.slug in text_of(client.get("/api/v1/practices?limit=100"))
    for address in (f"/practices/{retold.slug}", f"/api/v1/practices/{retold.slug}"):
        response = client.get(address)
        assert response.status_code == 200
        content = text_of(response)
        for word in (*MARKS, NAMELESS, "dayton, ohio", f"/cities/{CITY}-dayton"):
            assert word not in content, word
        assert "without its name" in content or "is_nameless" in content
    for room in ("/edit", "/readers", "/call", "/review", "/adopt"):
        assert client.get(f"/practices/{retold.slug}{room}").status_code == 403, room
    for room in ("/versions", "/adoptions"):
        assert client.get(f"/practices/{retold.slug}{room}").status_code == 404, room
    assert rooms["anonymous"].get(f"/practices/{retold.slug}").status_code == 404


def test_its_team_reads_it_all_and_no_cache_keeps_it(rooms):
    city = Practice.objects.get(slug="of-seenbyeverybody").city
    client: Client = signed_in(hats.speaker(city))
    for slug in (CLOSED, NAMELESS, CIRCLE):
        for room in ("", "/edit", "/readers", "/versions", "/versions/1...2"):
            response = client.get(f"/practices/{slug}{room}")
            assert response.status_code == 200, room
            assert "hollerbauwerke" in text_of(response), room
            assert "no-store" in response["Cache-Control"], room
        for room in (*PROGRAMS[:6], "/retelling"):
            response = client.get(f"/api/v1/practices/{slug}{room}")
            assert response.status_code == 200, room
            assert response["Cache-Control"] == "private, no-store", room
    assert [one["slug"] for one in client.get("/api/v1/me/closed").json()["items"]] == sorted(
        (CLOSED, NAMELESS, CIRCLE),
        key=lambda slug: Practice.objects.get(slug=slug).pk,
    )
