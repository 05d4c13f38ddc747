"""Theories of change: how a city thinks that what it puts in becomes what it wants.

A city has one of its own and one for each initiative-to-be; each is a chain of versions, known by
the city and a slug, which is empty for the city's own.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from decapolis.cities.models import City
from decapolis.kernel.permissions import Reader, Visibility, readable_by


class TheoryQuerySet(models.QuerySet["Theory"]):
    """Says who may read a theory of change."""

    def visible_to(self, reader: Reader | None) -> "TheoryQuerySet":
        """By its visibility."""
        return self.filter(visibility__in=readable_by(reader))

    def current(self) -> "TheoryQuerySet":
        """The newest version of each chain."""
        return self.filter(is_current=True)


class Theory(models.Model):
    """One version of a theory of change, written once; a change makes the next."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(
        max_length=60, blank=True, help_text="of an initiative-to-be; empty: the city's own"
    )
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    content = models.JSONField(
        help_text="{column: [{id, text, indicator, leads_to: ids of the next column}]}; an "
        "assumption leads to what it must hold for, in any step"
    )
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)

    objects: ClassVar = TheoryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["city", "slug", "-version"]
        verbose_name_plural = "theories"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["city", "slug", "version"], name="theory_version_once"),
            models.UniqueConstraint(
                fields=["city", "slug"],
                condition=models.Q(is_current=True),
                name="theory_counts_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title
