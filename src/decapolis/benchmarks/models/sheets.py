"""Sheets: what somebody has filled in of a city's marks and not handed in yet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from decapolis.benchmarks.models.editions import Entrant
from decapolis.kernel.permissions import Reader


class SheetQuerySet(models.QuerySet["Sheet"]):
    """Says who may see a sheet."""

    def visible_to(self, reader: Reader | None) -> "SheetQuerySet":
        """Whoever fills it in, and nobody else."""
        return self.filter(person=getattr(reader, "pk", None) or 0)


class Sheet(models.Model):
    """What one person has filled in of one city: kept so that nothing is lost, then handed in."""

    entrant = models.ForeignKey(Entrant, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content = models.JSONField(default=dict, help_text="{field of the form: what is in it}")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = SheetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entrant", "person"], name="sheet_once")
        ]

    def __str__(self) -> str:
        return f"sheet of {self.entrant}"
