"""What the API tells of organisations, and how they are filtered."""

from ninja import Schema
from pydantic import Field

from decapolis.api.shapes import SEVERAL, CitedPage, CityId, CountryCode, Out, Place
from decapolis.organisations.choices import Sector


class OrganisationItem(Out):
    """A body that works for cities without being one."""

    slug: str
    name: str
    sector: str
    kind: str
    place: Place
    website: str
    about: str
    sources: list[CitedPage]


class Tie(Out):
    """Whom it works with, read from its own side."""

    other_name: str
    other_slug: str = Field(description="Empty: no record that you may see.")
    relation: str
    relation_label: str
    project: str
    is_stated_by_other: bool


class TookPart(Out):
    """A practice in which it took part."""

    slug: str
    title: str
    has_led: bool
    has_failed: bool


class Published(Out):
    """A document that it published."""

    slug: str
    title: str
    year: int | None


class OrganisationDetail(OrganisationItem):
    """An organisation, its ties, and what it took part in."""

    ties: list[Tie]
    practices: list[TookPart]
    documents: list[Published]


class OrganisationFilters(Schema):
    """Which organisations are asked for."""

    sector: list[Sector] = Field([], description=f"Sector. {SEVERAL}")
    country: list[CountryCode] = Field([], description=f"ISO 3166-1 alpha-2. {SEVERAL}")
    city: CityId | None = Field(None, description="GeoNames id.")
