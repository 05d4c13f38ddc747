"""Runs: what an index came to, with all that is needed to make it again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from decapolis.benchmarks.choices import OPEN_STATES
from decapolis.benchmarks.models.editions import Edition
from decapolis.kernel.permissions import Reader


class RunQuerySet(models.QuerySet["Run"]):
    """Says who may see a run."""

    def visible_to(self, reader: Reader | None) -> "RunQuerySet":
        """Network staff; others where the edition is published and they may see it."""
        seen = self.filter(edition__in=Edition.objects.visible_to(reader))
        if reader is not None and reader.is_authenticated and reader.is_staff:
            return seen
        return seen.filter(edition__state__in=OPEN_STATES)

    def current(self) -> "RunQuerySet":
        """The newest of each edition."""
        return self.filter(is_current=True)


class Run(models.Model):
    """One making of an index, written once. The newest of an edition is the one that counts."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="runs")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    spec = models.JSONField(help_text="the whole recipe, every option written out")
    doubt = models.JSONField(default=dict, help_text="what the draws move, and what is shown")
    seed = models.PositiveIntegerField()
    draws = models.PositiveIntegerField()
    inputs = models.JSONField(help_text="the table that it was made of")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the inputs")
    engine = models.CharField(max_length=40)
    result = models.JSONField()
    agreement = models.JSONField(default=dict, help_text="of the two reviewers, when published")
    is_current = models.BooleanField(default=True)

    objects: ClassVar = RunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(is_current=True), name="run_counts_once"
            )
        ]

    def __str__(self) -> str:
        return f"run of {self.edition}"
