"""Organisations that work for cities without being cities, and their ties."""

from typing import ClassVar

from django.db import models

from decapolis.cities.models import City, Country
from decapolis.kernel.permissions import Reader, Visibility, readable_by
from decapolis.organisations.choices import Relation, Sector


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Says who may see an organisation."""

    def visible_to(self, reader: Reader | None) -> "OrganisationQuerySet":
        """Public ones for everyone, the network's for its members."""
        return self.filter(visibility__in=readable_by(reader))


class Organisation(models.Model):
    """A body of one of the five sectors."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=12, choices=Sector)
    kind = models.CharField(max_length=40, help_text="network, company, agency, foundation ...")
    city = models.ForeignKey(City, null=True, on_delete=models.SET_NULL, related_name="+")
    city_name = models.CharField(max_length=120, blank=True, help_text="as written in the record")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.TextField()
    website = models.URLField(max_length=500, blank=True)
    sources = models.JSONField(default=list, help_text="[{url, title, publisher, year}]")
    asked_as = models.JSONField(default=list, help_text="how people ask for it; for search only")
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    objects: ClassVar = OrganisationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Tie(models.Model):
    """An organisation works with another body on something; the body may not be in the library."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ties")
    other_name = models.CharField(max_length=200)
    other = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="ties_from"
    )
    relation = models.CharField(max_length=12, choices=Relation)
    project = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation} {self.relation} {self.other_name}"
