"""The record file of organisations: what the loader accepts."""

from typing import Annotated

from pydantic import Field, StringConstraints

from decapolis.cities.validators import Iso2, Label, Listed, Name, Record, Text, Year
from decapolis.kernel.permissions import Visibility
from decapolis.organisations.choices import Relation, Sector

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=1000)]


class SourceRef(Record):
    """Where something was read: an address, with title, publisher and year where known."""

    url: WebAddress
    title: Text
    publisher: Name | None = None
    year: Year = None


class TieRecord(Record):
    """With whom an organisation works, and on what."""

    name: Name
    relation: Relation
    project: Text | None = None


class OrganisationRecord(Record):
    """One organisation a row."""

    slug: Slug
    name: Name
    sector: Sector
    kind: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    city: Label | None = None
    country: Iso2 | None = None
    about: Prose
    works_with: list[TieRecord] = []
    website: Annotated[WebAddress, StringConstraints(max_length=500)] | None = None
    sources: Annotated[list[SourceRef], Field(min_length=1)]
    asked_as: Listed = []
    visibility: Visibility = Visibility.PUBLIC
