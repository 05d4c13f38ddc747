"""Read where records are, for maps: a name and a place, no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from decapolis.kernel.permissions import Reader
from decapolis.library.choices import Status
from decapolis.library.queries.document import visible as visible_documents
from decapolis.library.queries.rows import visible as visible_practices
from decapolis.organisations.queries import visible as visible_organisations

FIELDS = ("slug", "city", "city__name", "city__lat", "city__lon")


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where a record is; without a city of the gazetteer it has no place on a map."""

    kind: str
    slug: str
    title: str
    city_id: int | None
    city: str
    lat: float
    lon: float
    is_cancelled: bool


def record_places(
    slugs: Mapping[str, Sequence[str]], *, reader: Reader | None
) -> tuple[RecordPlace, ...]:
    """Return where practices, documents and organisations are; one query for each kind asked for.

    Parameters
    ----------
    slugs
        By kind: practice, document, organisation. Other kinds have no place.
    """
    sources: dict[str, tuple[QuerySet[Any], str]] = {
        "practice": (visible_practices(reader), "title"),
        "document": (visible_documents(reader), "title"),
        "organisation": (visible_organisations(reader), "name"),
    }
    return tuple(
        place
        for kind, (records, name) in sources.items()
        if slugs.get(kind)
        for place in _places(kind, records.filter(slug__in=slugs[kind]), name, slugs[kind])
    )


def _places(
    kind: str, records: QuerySet[Any], name: str, order: Sequence[str]
) -> list[RecordPlace]:
    fields = (name, *FIELDS, *(("status",) if kind == "practice" else ()))
    found = {}
    for title, slug, city_id, city, lat, lon, *status in records.values_list(*fields):
        is_cancelled = Status.CANCELLED in status
        found[slug] = RecordPlace(
            kind, slug, title, city_id, city or "", lat or 0.0, lon or 0.0, is_cancelled
        )
    return [found[slug] for slug in order if slug in found]
