"""Editions: a framework applied to cities, once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from decapolis.benchmarks.choices import OPEN_STATES, Kind, Shown, State
from decapolis.benchmarks.models.frameworks import Criterion, Framework
from decapolis.cities.models import City
from decapolis.indicators.models import Source
from decapolis.kernel.permissions import Reader, Visibility, is_member, readable_by
from decapolis.organisations.models import Hat


def reviews(reader: Reader | None) -> bool:
    """Tell whether someone is a member whom network staff named a reviewer."""
    return is_member(reader) and bool(getattr(reader, "is_reviewer", False))


def spoken_for(reader: Reader | None) -> models.QuerySet[Hat, int | None]:
    """Return the keys of the cities that someone speaks for: ``city__in=spoken_for(reader)``."""
    hats = Hat.objects.speaking().filter(person=getattr(reader, "pk", None), city__isnull=False)
    found: models.QuerySet[Hat, int | None] = hats.order_by().values_list("city", flat=True)
    return found


class EditionQuerySet(models.QuerySet["Edition"]):
    """Says who may see an edition."""

    def visible_to(self, reader: Reader | None) -> "EditionQuerySet":
        """Published and withdrawn ones by their visibility; the others only who works on them.

        One of observations is never open wider than its source and its indicators.
        That is network staff; reviewers and who speaks for a city in it, from the day on which
        marks are given.
        """
        levels = readable_by(reader)
        seen = self.filter(visibility__in=levels, framework__visibility__in=levels)
        seen = seen.filter(Q(source=None) | Q(source__visibility__in=levels))
        hidden = Criterion.objects.filter(framework=OuterRef("framework")).exclude(
            Q(indicator=None) | Q(indicator__visibility__in=levels)
        )
        seen = seen.exclude(Q(kind=Kind.OBSERVED) & Exists(hidden))
        if reader is not None and reader.is_authenticated and reader.is_staff:
            return seen
        shown = Q(state__in=OPEN_STATES)
        if is_member(reader):
            own = Entrant.objects.filter(edition=OuterRef("pk"), city__in=spoken_for(reader))
            at_work = Q(state__in=[State.ASSESSING, State.SETTLING])
            shown |= at_work if reviews(reader) else at_work & Q(Exists(own))
        return seen.filter(shown)

    def published(self) -> "EditionQuerySet":
        """Those that stand."""
        return self.filter(state=State.PUBLISHED)


class Edition(models.Model):
    """One round of a framework: its cities, their values, and the recipe of the index."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="editions")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    year = models.PositiveIntegerField(null=True, help_text="whose observations it takes")
    kind = models.CharField(max_length=8, choices=Kind)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    spec = models.JSONField(default=dict, help_text="the recipe; empty: the usual one")
    doubt = models.JSONField(
        default=list, help_text="what could be otherwise; empty: the weights, nothing to double"
    )
    shown = models.CharField(
        max_length=4, choices=Shown, default=Shown.MEAN, help_text="how the index is written"
    )
    decimals = models.PositiveSmallIntegerField(default=1, help_text="of what is shown")
    about = models.TextField(blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    why_withdrawn = models.TextField(blank=True)

    objects: ClassVar = EditionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["framework", "-year", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "slug"], name="edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.framework}, {self.name}"

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/rankings/{self.framework.slug}/{self.slug}"

    @property
    def work_path(self) -> str:
        """Where it is worked on: marks are given and settled there."""
        return f"/assessments/{self.pk}"


class EntrantQuerySet(models.QuerySet["Entrant"]):
    """Says who may see who takes part."""

    def visible_to(self, reader: Reader | None) -> "EntrantQuerySet":
        """Whoever may see the edition."""
        return self.filter(edition__in=Edition.objects.visible_to(reader))


class Entrant(models.Model):
    """A city, or another unit, in one edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="entrants")
    city = models.ForeignKey(City, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    groups = models.JSONField(default=dict, help_text="{grouping: label}")
    sizes = models.JSONField(default=dict, help_text="{code of a denominator: number}")
    one_reader = models.TextField(
        blank=True, help_text="why one reviewer's marks were enough; empty: two are asked for"
    )

    objects: ClassVar = EntrantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["edition", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "code"], name="entrant_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.edition}"
