"""Addresses at which calendars of people read the days of a plan."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from decapolis.initiatives.models.initiatives import Initiative


class CalendarLink(models.Model):
    """Somebody's address of the days of an initiative; without its row it opens nothing."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "person"], name="calendar_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.initiative} for {self.person}"
