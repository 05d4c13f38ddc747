"""The transfer check: what a practice stood on elsewhere, and whether that holds here."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from decapolis.initiatives.choices import Condition, Standing
from decapolis.initiatives.models.initiatives import Initiative
from decapolis.initiatives.models.lines import Activity, Risk
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Practice


class FindingQuerySet(models.QuerySet["Finding"]):
    """Says who may read a finding."""

    def visible_to(self, reader: Reader | None) -> "FindingQuerySet":
        """Whoever may read the plan."""
        return self.filter(initiative__in=Initiative.objects.plans_open_to(reader))


class Finding(models.Model):
    """What the team says of one condition, and what it made of it: a risk, a task.

    What figures say of it is worked out, not kept; an empty ``standing`` leaves it at that.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="findings")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    condition = models.CharField(max_length=8, choices=Condition)
    detail = models.CharField(
        max_length=60, blank=True, help_text="which of several of its kind: a code"
    )
    standing = models.CharField(max_length=7, choices=Standing, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    risk = models.ForeignKey(Risk, null=True, on_delete=models.SET_NULL, related_name="+")
    task = models.ForeignKey(Activity, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = FindingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["initiative", "practice", "condition", "detail"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["initiative", "practice", "condition", "detail"], name="finding_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_condition_display()} of {self.practice} for {self.initiative}"
