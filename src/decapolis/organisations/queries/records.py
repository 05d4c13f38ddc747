"""Read organisations: where they sit and whom they work with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decapolis.cities.models import City, Country
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.kernel.sources import SourceRef, numbered
from decapolis.organisations.choices import Relation
from decapolis.organisations.models import Organisation, Tie

SEEN_FROM_THERE = {
    Relation.PARTNER_OF: gettext_lazy("Partner of"),
    Relation.FUNDS: gettext_lazy("Funded by"),
    Relation.MEMBER_OF: gettext_lazy("Has as a member"),
    Relation.CONVENES: gettext_lazy("Convened by"),
    Relation.ADVISES: gettext_lazy("Advised by"),
    Relation.OPERATES: gettext_lazy("Operated by"),
    Relation.SUPPLIES: gettext_lazy("Supplied by"),
}


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Where something is: a city of the gazetteer, or a name as the record writes it."""

    city_id: int | None  # None: not in the gazetteer, so that it has no page
    city: str  # empty: the record names none
    region: str
    country: str
    country_code: str  # ISO 3166-1 alpha-2, or empty
    lat: float | None
    lon: float | None

    @property
    def label(self) -> str:
        """The place as a reader tells it from its namesakes; empty where nothing is known."""
        parts = (self.city, self.region, self.country)
        return ", ".join(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in a list."""

    slug: str
    name: str
    sector: str
    sector_label: str
    kind: str
    place: PlaceFacts
    website: str
    about: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class TieFacts:
    """One tie, read from the side of the organisation whose page it is on."""

    other_name: str
    other_slug: str  # empty: the other body has no page that the reader may see
    relation: str
    relation_label: str  # as read from this side: Funded by ...
    project: str
    is_stated_by_other: bool  # the tie stands in the other organisation's record


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What the page of an organisation shows of its own record."""

    row: OrganisationRow
    ties: tuple[TieFacts, ...]


class Placed(Protocol):
    """A record that names a city, or none."""

    @property
    def city(self) -> City | None:
        """Its city, where the gazetteer holds it."""
        ...

    @property
    def city_name(self) -> str:
        """The city as the record writes it."""
        ...

    @property
    def country(self) -> Country | None:
        """Its country."""
        ...


def place_of(record: Placed, *, region: str = "") -> PlaceFacts:
    """Return where a record is; its ``city`` and ``country`` should have been fetched with it."""
    city, country = record.city, record.country
    return PlaceFacts(
        city_id=city.pk if city else None,
        city=city.name if city else record.city_name,
        region=(city.admin1_name if city else "") or region,
        country=country.name if country else "",
        country_code=country.pk if country else "",
        lat=city.lat if city else None,
        lon=city.lon if city else None,
    )


def organisations_of(keys: Sequence[str], *, reader: Reader | None) -> tuple[OrganisationRow, ...]:
    """Return the organisations of these slugs, in that order, without those not to be seen.

    One query, however many.
    """
    found = {row.slug: row for row in organisation_rows(visible(reader).filter(slug__in=keys))}
    return tuple(found[key] for key in dict.fromkeys(keys) if key in found)


def organisation_rows(organisations: QuerySet[Organisation]) -> tuple[OrganisationRow, ...]:
    """Return rows of a queryset that began with ``visible_to``; one query."""
    return tuple(map(_row, organisations.select_related("city", "country")))


def visible(reader: Reader | None) -> QuerySet[Organisation]:
    """Return the organisations that a reader may see."""
    found: QuerySet[Organisation] = Organisation.objects.visible_to(reader)
    return found


def organisation_facts(slug: str, *, reader: Reader | None) -> OrganisationFacts:
    """Return one organisation with its ties in both directions.

    Raises
    ------
    NotFound
        There is none of that slug, or it may not be seen.
    """
    others = Prefetch("other", queryset=visible(reader))
    stated = Prefetch("ties", queryset=Tie.objects.order_by("pk").prefetch_related(others))
    received = Prefetch(
        "ties_from",
        queryset=Tie.objects.filter(organisation__in=visible(reader))
        .order_by("pk")
        .select_related("organisation"),
    )
    organisation = (
        visible(reader)
        .select_related("city", "country")
        .prefetch_related(stated, received)
        .filter(slug=slug)
        .first()
    )
    if organisation is None:
        raise NotFound(_("There is no organisation {slug!r}.").format(slug=slug[:120]))
    own = [_tie(tie, tie.other_name, tie.other) for tie in organisation.ties.all()]
    return OrganisationFacts(
        row=_row(organisation), ties=(*own, *_news(organisation.ties_from.all(), own))
    )


def _news(received: Iterable[Tie], own: Sequence[TieFacts]) -> list[TieFacts]:
    """Return what others say of an organisation, save partnerships that it states itself."""
    partners = {tie.other_slug for tie in own if tie.relation == Relation.PARTNER_OF}
    return [
        _tie(tie, tie.organisation.name, tie.organisation, is_stated_by_other=True)
        for tie in received
        if tie.relation != Relation.PARTNER_OF or tie.organisation.slug not in partners
    ]


def _tie(
    tie: Tie, name: str, other: Organisation | None, *, is_stated_by_other: bool = False
) -> TieFacts:
    label = tie.get_relation_display()
    return TieFacts(
        other_name=name,
        other_slug=other.slug if other else "",
        relation=tie.relation,
        relation_label=str(
            SEEN_FROM_THERE[Relation(tie.relation)] if is_stated_by_other else label
        ),
        project=tie.project,
        is_stated_by_other=is_stated_by_other,
    )


def _row(organisation: Organisation) -> OrganisationRow:
    return OrganisationRow(
        slug=organisation.slug,
        name=organisation.name,
        sector=organisation.sector,
        sector_label=str(organisation.get_sector_display()),
        kind=organisation.kind,
        place=place_of(organisation),
        website=organisation.website,
        about=organisation.about,
        sources=numbered(organisation.sources),
    )
