"""Initiatives: a city's own projects, what they draw on, and how far they are."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from decapolis.canvas.models import Board
from decapolis.cities.models import City
from decapolis.initiatives.choices import Opened, Stage
from decapolis.kernel.permissions import Reader, readable_by
from decapolis.library.models import Contact, Draft, Practice, Suggestion
from decapolis.people.models import Team, teams_of

KEY_BYTES = 6


def new_key() -> str:
    """Return a key that tells nothing of how many initiatives there are."""
    return secrets.token_urlsafe(KEY_BYTES)


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Says who may see an initiative."""

    def visible_to(self, reader: Reader | None) -> "InitiativeQuerySet":
        """Its team always; others, network staff too, what its team has opened to them."""
        return self.filter(Q(opened__in=readable_by(reader)) | Q(team__in=teams_of(reader)))

    def of_team(self, reader: Reader | None) -> "InitiativeQuerySet":
        """Those in whose team somebody sits."""
        return self.filter(team__in=teams_of(reader))

    def plans_open_to(self, reader: Reader | None) -> "InitiativeQuerySet":
        """Those whose plan somebody may read."""
        shown = Q(opened__in=readable_by(reader), shows_plan=True)
        return self.filter(shown | Q(team__in=teams_of(reader)))


class Initiative(models.Model):
    """A city's own project, from the first interview to the result."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    challenge = models.TextField(max_length=4000, help_text="what hurts, and whom")
    themes = models.JSONField(default=list, help_text="themes of the library")
    stage = models.CharField(max_length=9, choices=Stage, default=Stage.INTERVIEW)
    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="+")
    board = models.OneToOneField(Board, null=True, on_delete=models.SET_NULL, related_name="+")
    theory = models.SlugField(
        max_length=60, blank=True, help_text="of its theory of change among those of the city"
    )
    opened = models.CharField(max_length=7, choices=Opened, default=Opened.TEAM)
    shows_plan = models.BooleanField(default=False, help_text="to whom it is opened")
    ended = models.DateField(null=True, help_text="when it was done or stopped")
    why_ended = models.TextField(blank=True, max_length=4000)
    became = models.ForeignKey(
        Practice,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="the practice that tells it to the next city",
    )
    draft = models.ForeignKey(
        Draft,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="of that practice, until it is handed in",
    )
    suggestion = models.ForeignKey(
        Suggestion,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="as which that practice was handed in, where others decide on it",
    )
    reminded = models.DateField(null=True, help_text="the last day on which its dates were told")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made = models.DateTimeField(default=timezone.now)

    objects: ClassVar = InitiativeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/initiatives/{self.key}"


class Draw(models.Model):
    """A practice that an initiative draws on, or a contact of one, and what for."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="draws")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=500, blank=True)
    is_first = models.BooleanField(default=False, help_text="the one that it began from")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-is_first", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "practice"], name="draw_once")
        ]

    def __str__(self) -> str:
        return f"{self.practice} for {self.initiative}"


class StageChange(models.Model):
    """One step of an initiative, forward or back."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=9, choices=Stage)
    why = models.TextField(blank=True, max_length=4000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.get_stage_display()}"
