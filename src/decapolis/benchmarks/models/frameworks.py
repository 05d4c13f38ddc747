"""Frameworks: what is judged, by which criteria, on which scale."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from decapolis.indicators.models import Indicator
from decapolis.kernel.permissions import Reader, Visibility, readable_by


class FrameworkQuerySet(models.QuerySet["Framework"]):
    """Says who may see a framework."""

    def visible_to(self, reader: Reader | None) -> "FrameworkQuerySet":
        """Public ones for everyone, the network's for its members."""
        return self.filter(visibility__in=readable_by(reader))


class Framework(models.Model):
    """A set of criteria in a hierarchy, under one index."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    attribution = models.TextField(blank=True)
    licence = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made = models.DateTimeField(default=timezone.now)

    objects: ClassVar = FrameworkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class CriterionQuerySet(models.QuerySet["Criterion"]):
    """Says who may see a criterion."""

    def visible_to(self, reader: Reader | None) -> "CriterionQuerySet":
        """Whoever may see its framework."""
        return self.filter(framework__visibility__in=readable_by(reader))

    def leaves(self) -> "CriterionQuerySet":
        """Those that are marked or measured themselves; the others are made of them."""
        return self.filter(children=None)


class Criterion(models.Model):
    """One thing that is judged, or a pillar of several."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="children",
        help_text="null: directly under the index",
    )
    position = models.PositiveIntegerField()
    definition = models.TextField(blank=True)
    weight = models.FloatField(default=1.0, help_text="relative to the others of its parent")
    direction = models.SmallIntegerField(default=1, help_text="1: more is better, -1: less is")
    unit = models.CharField(max_length=80, blank=True)
    low = models.FloatField(null=True, help_text="lower end of the scale; null: open")
    high = models.FloatField(null=True, help_text="upper end of the scale; null: open")
    target = models.FloatField(null=True)
    denominator = models.CharField(max_length=60, blank=True, help_text="code of a size")
    indicator = models.ForeignKey(
        Indicator, null=True, on_delete=models.PROTECT, related_name="+", help_text="if observed"
    )
    steps = models.JSONField(default=list, help_text="[{score, meaning}]: what each score means")

    objects: ClassVar = CriterionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["framework", "position"]
        verbose_name_plural = "criteria"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "code"], name="criterion_once"),
            models.CheckConstraint(
                condition=Q(direction__in=[1, -1]), name="criterion_direction_is_one"
            ),
            models.CheckConstraint(condition=Q(weight__gte=0), name="criterion_weight"),
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(low__lt=F("high")),
                name="criterion_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.name
