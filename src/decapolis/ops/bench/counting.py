"""Count the database queries of lists: as many for one row as for many."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Count, Model, Q, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decapolis.cities.models import City
from decapolis.library.choices import Part
from decapolis.library.models import Document, Practice, Technology
from decapolis.ops.bench.figures import Figure, Limits
from decapolis.ops.bench.paging import reader, settled, visit
from decapolis.organisations.models import Organisation

TURNS = 3


def queries() -> list[Figure]:
    """Return how many queries each list asks where it holds most, beside where it holds least."""
    client = reader()
    figures = []
    for name, (few, many) in few_and_many().items():
        figures.append(
            Figure(
                section="queries",
                name=name,
                size=f"{few} and {many}",
                unit="queries",
                value=count(client, many),
                baseline="few rows",
                baseline_value=count(client, few),
                limits=Limits(most_ratio=1),
            )
        )
    return figures


def count(client: Client, address: str) -> int:
    """Return how many queries a page asks when everything is warm: the least of a few times.

    Once in a while a page also asks whether what is held in memory is still true.
    """
    where = settled(client, address)
    visit(client, where)
    return min(_count_once(client, where) for _turn in range(TURNS))


def _count_once(client: Client, address: str) -> int:
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def few_and_many() -> dict[str, tuple[str, str]]:
    """Return for each list the addresses where it holds least, at least one row, and most."""
    # The few have all that a page can show (costs by unit, documents), so that only their number
    # tells them from the many.
    priced = Count("practices", filter=Q(practices__costs__isnull=False), distinct=True)
    busy = Document.objects.exclude(city=None).values("city")
    towns = _ends(City.objects.filter(pk__in=busy).annotate(rows=priced), "pk")
    by_unit = Practice.objects.filter(costs__unit__gt="", costs__part=Part.TOTAL)
    technologies = _ends(Technology.objects.annotate(rows=Count("practices")))
    partners = Count("partners", filter=Q(partners__organisation__isnull=False))
    practices = _ends(Practice.objects.annotate(rows=partners))
    rarest = {
        "practices": _rarest(by_unit.filter(city__isnull=False)),
        "documents": _rarest(Document.objects.filter(city__isnull=False)),
        "organisations": _rarest(Organisation.objects.filter(city__isnull=False)),
    }
    lists = {
        f"{place} list": (f"/{place}/?country={country}", f"/{place}/")
        for place, country in rarest.items()
    }
    of_one_kind = "/find?q=city&kind=practice"
    return {
        "find": (f"{of_one_kind}&country={rarest['practices']}", of_one_kind),
        **lists,
        "technologies list": ("/technologies/?theme=food", "/technologies/"),
        "cities list": ("/cities/?q=Chattanooga", "/cities/?all=1"),
        "city": (f"/cities/{towns[0]}", f"/cities/{towns[1]}"),
        "technology": (f"/technologies/{technologies[0]}", f"/technologies/{technologies[1]}"),
        "practice": (f"/practices/{practices[0]}", f"/practices/{practices[1]}"),
    }


def _rarest(rows: QuerySet[Any]) -> str:
    """Return the country with fewest of these, at least one."""
    known = rows.exclude(country=None).order_by("country").values_list("country")
    return str(min((rows, country) for country, rows in known.annotate(rows=Count("pk")))[1])


def _ends(rows: Iterable[Model], key: str = "slug") -> tuple[object, object]:
    """Return the keys of those with fewest rows, at least one, and with most."""
    held = [(row.rows, getattr(row, key)) for row in rows if row.rows]  # type: ignore[attr-defined]
    return min(held)[1], max(held)[1]
