"""Documents and the vendor-neutral technology catalogue."""

from typing import ClassVar

from django.db import models

from decapolis.cities.models import City, Country
from decapolis.files.models import File
from decapolis.kernel.permissions import Reader, Visibility, readable_by
from decapolis.library.choices import DocumentKind, Maturity


class DocumentQuerySet(models.QuerySet["Document"]):
    """Says who may see a document."""

    def visible_to(self, reader: Reader | None) -> "DocumentQuerySet":
        """Public ones for everyone, the network's for its members."""
        return self.filter(visibility__in=readable_by(reader))


class Document(models.Model):
    """A strategy, toolkit, report, ordinance, video ... that a city can use."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=DocumentKind)
    publisher = models.CharField(max_length=200, blank=True)
    city = models.ForeignKey(City, null=True, on_delete=models.SET_NULL, related_name="+")
    city_name = models.CharField(max_length=120, blank=True, help_text="as written in the record")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    year = models.IntegerField(null=True)
    url = models.URLField(max_length=1000)
    language = models.CharField(max_length=8)
    themes = models.JSONField(default=list)
    summary = models.TextField()
    sources = models.JSONField(default=list, help_text="[{url, title, publisher, year}]")
    asked_as = models.JSONField(default=list, help_text="how people ask for it; for search only")
    file = models.OneToOneField(
        File,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="the document itself",
    )
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    objects: ClassVar = DocumentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title


class TechnologyQuerySet(models.QuerySet["Technology"]):
    """Says who may see an entry of the catalogue."""

    def visible_to(self, reader: Reader | None) -> "TechnologyQuerySet":
        """Public ones for everyone, the network's for its members."""
        return self.filter(visibility__in=readable_by(reader))


class Technology(models.Model):
    """A kind of technology, never a product: what it solves, needs, risks, and what to ask."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    what = models.TextField()
    solves = models.JSONField(default=list, help_text="themes")
    maturity = models.CharField(max_length=10, choices=Maturity)
    typical_cost = models.TextField(blank=True)
    prerequisites = models.JSONField(default=list)
    risks = models.JSONField(default=list)
    questions_to_ask = models.JSONField(default=list)
    standards = models.JSONField(default=list)
    sources = models.JSONField(default=list, help_text="[{url, title, publisher, year}]")
    asked_as = models.JSONField(default=list, help_text="how people ask for it; for search only")
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    objects: ClassVar = TechnologyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "technologies"

    def __str__(self) -> str:
        return self.name
