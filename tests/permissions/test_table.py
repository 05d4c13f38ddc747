"""Walk the table: every address, every role."""

import io
import itertools
import zipfile

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from decapolis.library.choices import Evidence
from decapolis.ops.preparing import index_words
from decapolis.search.bridge import forget
from tests.factories import (
    calls,
    cities,
    contributions,
    hats,
    indicators,
    library,
    organisations,
    people,
    reviews,
    uploads,
)
from tests.permissions.boarded_records import make_boarded
from tests.permissions.judged_records import make_judged
from tests.permissions.planned_records import make_costing, make_planned
from tests.permissions.rows import (
    CALLED,
    CIRCLE,
    CITY,
    MARKS,
    MAY_SEE,
    OTHER_CITY,
    READS_ALL,
    REVIEWED,
    ROLES,
    SOMEONE,
    SUGGESTED,
    UPLOADED,
)
from tests.permissions.table import TABLE


def routes(patterns=None, before=""):
    """Every address of the program, as Django has it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


@pytest.fixture
def clients(db, storage):
    """Make records of each visibility that lean on each other, and someone of each role."""
    dayton = cities.city("Dayton", id=CITY)
    schenectady = cities.city(
        "Schenectady", id=OTHER_CITY, admin1_name="New York", population=68_000
    )
    cities.residents(dayton)
    make_judged(dayton, schenectady)
    for visibility, mark in MARKS.items():
        told = {"slug": f"of-{mark}", "visibility": visibility}
        body = organisations.organisation(
            f"Body {mark}", city=dayton, about=f"{mark} lamps", **told
        )
        lamp = library.technology(f"Lamp {mark}", what=f"{mark} lamps", **told)
        named = {"key": f"of-{mark}", "name": f"{mark}.pdf"}
        file = uploads.ready(None, visibility, f"{mark} lamps", **named)
        library.document(
            title=f"Lamps {mark}", city=dayton, summary=f"{mark} lamps", file=file, **told
        )
        practice = library.practice(
            title=f"Street lighting lamps {mark}",
            city=dayton,
            approach=f"{mark} lamps",
            setback=f"{mark} lamps broke.",
            evidence=Evidence.MEASURED,
            **told,
        )
        practice.technologies.add(lamp)
        library.partner(practice, f"Body {mark}", organisation=body, is_lead=True)
        library.cost(practice, quantity=100, unit="lamp", scope="units only", covers=f"{mark}")
        library.outcome(practice, text=f"{mark} lamps saved half.")
        contributions.two_versions(practice)
    for one, other in itertools.permutations(MARKS.values(), 2):
        library.partner(
            library.Practice.objects.get(slug=f"of-{one}"),
            "The Lamp Guild",
            organisation=organisations.Organisation.objects.get(slug=f"of-{other}"),
        )
    trusted()
    someone = people.person(id=SOMEONE, name="Someone")
    indicators.written(someone, pk=UPLOADED, name=f"{MARKS['staff']}.csv")
    hats.hat(someone, dayton, id=SOMEONE)
    people.circle(someone, slug=CIRCLE)
    for mark in MARKS.values():
        hats.verified(someone, organisations.Organisation.objects.get(slug=f"of-{mark}"))
        called = library.Practice.objects.get(slug=f"of-{mark}")
        calls.marked(called, someone, mark, key=CALLED if mark == MARKS["staff"] else 0)
    hidden = library.Practice.objects.get(slug=f"of-{MARKS['staff']}")
    contributions.suggestion(people.staff(), hidden, title=MARKS["staff"], key=SUGGESTED)
    forget()  # the index of another test's records
    index_words()
    return {role: Client() for role in ROLES} | {
        role: signed_in(person) for role, person in somebody_of_each_role(dayton).items()
    }


def somebody_of_each_role(city):
    """Make a member, and a member with each role."""
    led = organisations.Organisation.objects.get(slug=f"of-{MARKS['public']}")
    speaker = hats.speaker(city)
    make_boarded(speaker)
    make_costing(city, speaker)
    make_planned()
    return {
        "member": people.person(),
        "city": speaker,
        "organisation": hats.speaker(led),
        "reviewer": reviews.reviewer(),
        "staff": people.staff(),
        "operator": people.person(is_operator=True),
    }


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def trusted():
    """Grade each practice, and let one of each visibility follow every other."""
    for place, (visibility, mark) in enumerate(MARKS.items()):
        town = cities.city(f"Town {place}", lat=10.0 + place, lon=20.0)
        told = {"title": f"Followed {mark}", "visibility": visibility, "city": town}
        follower = library.practice(slug=f"followed-{mark}", **told)
        library.outcome(follower)
        for origin in library.Practice.objects.filter(slug__startswith="of-"):
            reviews.adoption(origin, follower, changed=f"{mark} lamps")
        practice = library.Practice.objects.get(slug=f"of-{mark}")
        reviews.review(practice, reasons=f"{mark} lamps were metered.")
        reviews.request(practice, note=f"{mark} lamps")
    hidden = library.Practice.objects.get(slug=f"of-{MARKS['staff']}")
    reviews.review(hidden, id=REVIEWED)
    reviews.adoption(hidden, id=REVIEWED)


def test_every_address_stands_in_the_table():
    missing = set(routes()) - {row.route for row in TABLE}
    gone = {row.route for row in TABLE} - set(routes())
    assert not missing, "Say in tests/permissions/table.py who may see these"
    assert not gone, "Take them out of tests/permissions/table.py"


@pytest.mark.parametrize("role", ROLES)
def test_every_role_gets_what_the_table_says_and_reads_nothing_that_is_hidden(clients, role):
    hidden = {mark for visibility, mark in MARKS.items() if visibility not in MAY_SEE[role]}
    client, wrong, leaks, told = clients[role], [], set(), set()
    for row in TABLE:
        response = getattr(client, row.method)(row.address, dict(row.data))
        client.cookies.pop("city", None)
        content = text_of(response)
        found = {mark for mark in MARKS.values() if mark in content}
        told |= found
        asked = {mark for mark in MARKS.values() if mark in row.address}
        if (role, row.route) not in READS_ALL:
            leaks |= {(row.address, mark) for mark in found & hidden - asked}
        if response.status_code != row.status(role):
            wrong.append(f"{row.method} {row.address}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert not leaks
    assert told >= set(MARKS.values()) - hidden


def text_of(response):
    """Everything that an answer says, as text; what is packed is unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response["Content-Type"].endswith("wordprocessingml.document"):
        with zipfile.ZipFile(io.BytesIO(body)) as document:
            body = document.read("word/document.xml")
    return body.decode("utf-8", "replace").lower()
