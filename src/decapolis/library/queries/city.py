"""Read what the library holds of one city, and where its practices are."""

from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q

from decapolis.kernel.permissions import Reader
from decapolis.library.choices import Status
from decapolis.library.models import Partner
from decapolis.library.queries.document import DocumentRow, document_rows
from decapolis.library.queries.document import visible as visible_documents
from decapolis.library.queries.rows import PracticeRow, practice_rows
from decapolis.library.queries.rows import visible as visible_practices
from decapolis.organisations.queries import OrganisationRow, organisations_of
from decapolis.organisations.queries import visible as visible_organisations

NEWEST = F("year").desc(nulls_last=True)


@dataclass(frozen=True, slots=True)
class PracticeLink:
    """A practice by name."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class CityPartner:
    """An organisation that sits in a city or took part in its practices."""

    organisation: OrganisationRow
    sits_here: bool
    practices: tuple[PracticeLink, ...]  # of this city, in which it took part


@dataclass(frozen=True, slots=True)
class CityLibrary:
    """What the library holds of one city; all of it may be empty."""

    practices: tuple[PracticeRow, ...]  # the newest start first
    documents: tuple[DocumentRow, ...]
    partners: tuple[CityPartner, ...]  # those with most practices first
    partners_named: tuple[str, ...]  # bodies that took part and have no page of their own


@dataclass(frozen=True, slots=True)
class CityDot:
    """A city on the map of practices."""

    city_id: int
    name: str
    country_code: str
    lat: float
    lon: float
    practices: int
    cancelled: int  # of these


def city_library(city_id: int, *, reader: Reader | None) -> CityLibrary:
    """Return practices, documents and partners of a city, in a constant number of queries."""
    practices = visible_practices(reader).filter(city=city_id)
    took_part: dict[str, list[PracticeLink]] = {}
    named: dict[str, None] = {}
    for partner in (
        Partner.objects.filter(practice__in=practices.order_by().values("pk"))
        .select_related("practice")
        .prefetch_related(Prefetch("organisation", queryset=visible_organisations(reader)))
        .order_by("practice__title", "pk")
    ):
        if partner.organisation:
            link = PracticeLink(partner.practice.slug, partner.practice.title)
            links = took_part.setdefault(partner.organisation.slug, [])
            if link not in links:
                links.append(link)
        else:
            named.setdefault(partner.name)
    here = visible_organisations(reader).filter(city=city_id).values_list("slug", flat=True)
    partners = [
        CityPartner(row, row.place.city_id == city_id, tuple(took_part.get(row.slug, ())))
        for row in organisations_of([*took_part, *here], reader=reader)
    ]
    return CityLibrary(
        practices=practice_rows(
            practices.order_by(F("started").desc(nulls_last=True), "title"), reader=reader
        ),
        documents=document_rows(
            visible_documents(reader).filter(city=city_id).order_by(NEWEST, "title"), reader=reader
        ),
        partners=tuple(
            sorted(partners, key=lambda one: (-len(one.practices), one.organisation.name))
        ),
        partners_named=tuple(named),
    )


def practice_map(*, reader: Reader | None) -> tuple[CityDot, ...]:
    """Return every city with a practice, by name; one query."""
    cancelled = Count("pk", filter=Q(status=Status.CANCELLED))
    rows = (
        visible_practices(reader)
        .exclude(city=None)
        .order_by("city__name", "city")
        .values_list("city", "city__name", "city__country", "city__lat", "city__lon")
        .annotate(count=Count("pk"), cancelled=cancelled)
    )
    return tuple(CityDot(*row) for row in rows)
