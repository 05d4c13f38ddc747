"""What a team says of the amounts elsewhere that a budget line is compared with."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from decapolis.initiatives.models.lines import BudgetLine
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Practice


class ComparableQuerySet(models.QuerySet["Comparable"]):
    """Says who may read a choice."""

    def visible_to(self, reader: Reader | None) -> "ComparableQuerySet":
        """Whoever may read the plan; of a practice that is closed to them they read nothing."""
        lines = BudgetLine.objects.visible_to(reader)
        return self.filter(line__in=lines, practice__in=Practice.objects.visible_to(reader))


class Comparable(models.Model):
    """An amount that a line is compared with, or not, because the team says so.

    Amounts of the library have no number of their own that outlives a correction, so that one is
    known by what was published.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="+")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2, help_text="as published")
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    counts = models.BooleanField(help_text="compared with it; else taken out")
    why = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ComparableQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["line", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line", "practice", "amount", "currency"], name="comparable_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.practice} for {self.line}"
