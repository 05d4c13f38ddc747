"""Time every kind of page inside this process, through all middleware."""

from http import HTTPStatus
from urllib.parse import quote, urlencode

from django.db import connection
from django.db.models import Model
from django.test import Client

from decapolis.cities.bridge import find_city
from decapolis.cities.models import City
from decapolis.library.models import Document, Practice, Technology
from decapolis.ops.bench.figures import Figure, Limits
from decapolis.ops.bench.homes import BenchBroken
from decapolis.ops.bench.questions import questions
from decapolis.ops.bench.timing import by_turns, some
from decapolis.organisations.models import Organisation
from decapolis.search.bridge import forget_questions

READERS_CITY = "Dayton, OH"
OF_A_KIND = 40  # addresses of each kind of page, as far as there are so many
REPEATED = 20  # at least so many visits where a kind has few addresses
UNRENDERED = "decapolis.unrendered"  # see pages/render.py
LIMIT = Limits(most=60)


def pages() -> list[Figure]:
    """Return how long every kind of page takes, beside the same page without its template.

    The reader has chosen a city, so that nearness is worked out wherever it is shown; pages are
    zipped as for a browser, and the database is opened anew for each, as in serving.
    """
    client = reader()
    figures = []
    for name, addresses in kinds().items():
        found = [settled(client, address) for address in addresses]
        visits = found * max(1, -(-REPEATED // len(found)))
        whole, bare = by_turns(
            visits,
            lambda address: visit(client, address),
            lambda address: visit(client, address, **{UNRENDERED: True}),
        )
        figures.append(
            Figure(
                section="page",
                name=name,
                size=f"{len(found)} addresses",
                unit="ms",
                value=whole.p95,
                p50=whole.p50,
                baseline="without template",
                baseline_value=bare.p95,
                limits=LIMIT,
            )
        )
    return figures


def reader() -> Client:
    """Return a browser whose reader has chosen a city."""
    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_ENCODING="gzip")
    client.cookies["city"] = str(find_city(READERS_CITY).pk)
    return client


def visit(client: Client, address: str, **environ: object) -> None:
    """Fetch a page; what it asks was not asked before, while what is kept of records is kept.

    Raises
    ------
    BenchBroken
        It is not answered with a page.
    """
    forget_questions()
    if not connection.in_atomic_block:  # a test's; else as at the end of every request served
        connection.close()
    answer = client.get(address, **environ)  # type: ignore[arg-type]
    if answer.status_code != HTTPStatus.OK:
        raise BenchBroken(f"{address} answers {answer.status_code}, so that it cannot be timed.")


def kinds() -> dict[str, list[str]]:
    """Return addresses of every kind of page, evenly from all records of the kind."""
    asked = questions(OF_A_KIND)
    towns = _towns()
    return {
        "home": ["/"],
        "find": [f"/find?{urlencode({'q': question})}" for question in asked],
        "find empty": ["/find"],
        "practice": _addresses("practices", Practice),
        "document": _addresses("documents", Document),
        "technology": _addresses("technologies", Technology),
        "organisation": _addresses("organisations", Organisation),
        "city": [f"/cities/{town}" for town in towns],
        "city peers": [f"/cities/{town}/peers" for town in towns],
        "cities": ["/cities/", "/cities/?all=1", "/cities/?q=San", "/cities/?country=US"],
        "brief": [
            f"/brief?{urlencode({'city': town, 'q': question})}"
            for town, question in zip(towns, asked, strict=False)
        ],
        "sources": ["/sources"],
    }


def _towns() -> list[int]:
    """Return cities with practices and, as many, any others."""
    busy = Practice.objects.exclude(city=None).order_by("city").values_list("city", flat=True)
    others = City.objects.order_by("pk").values_list("pk", flat=True)
    half = OF_A_KIND // 2
    return [*some(list(busy.distinct()), half), *some(list(others), half)]


def _addresses(place: str, model: type[Model]) -> list[str]:
    slugs = model._default_manager.order_by("slug").values_list("slug", flat=True)
    return [f"/{place}/{quote(slug)}" for slug in some(list(slugs), OF_A_KIND)]


def settled(client: Client, address: str) -> str:
    """Return the address that a page leads on to, or itself."""
    answer = client.get(address)
    return answer["Location"] if answer.has_header("Location") else address
