"""Addresses at which calendars of people read the days of a plan."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from decapolis.initiatives.models.initiatives import Initiative
from decapolis.people.models import TeamSeat


class CalendarLinkQuerySet(models.QuerySet["CalendarLink"]):
    """Says which addresses open something."""

    def alive(self) -> "CalendarLinkQuerySet":
        """Those of people who have had their seat ever since: one that is lost ends them."""
        seats = TeamSeat.objects.of_members().filter(
            team=OuterRef("initiative__team"),
            person=OuterRef("person"),
            since__lte=OuterRef("made"),
        )
        return self.filter(Exists(seats))


class CalendarLink(models.Model):
    """Somebody's address of the days of an initiative; without its row it opens nothing."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made = models.DateTimeField(default=timezone.now)

    objects: ClassVar = CalendarLinkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "person"], name="calendar_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.initiative} for {self.person}"
