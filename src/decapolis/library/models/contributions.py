"""What people wrote: every version of a practice, drafts, and suggested changes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from decapolis.cities.models import City
from decapolis.kernel.permissions import Reader, readable_by
from decapolis.library.choices import CLOSED, Disclosure, SuggestionState, VersionOrigin
from decapolis.library.models.practices import Practice
from decapolis.organisations.queries import speaks_for_bodies


class VersionQuerySet(models.QuerySet["Version"]):
    """Says who may read a version."""

    def visible_to(self, reader: Reader | None) -> "VersionQuerySet":
        """Those whose practice may be seen, and that were not for fewer eyes than it is now.

        What is closed, or was then, is for the team alone.
        """
        seen = readable_by(reader)
        mine = Practice.objects.of_team(reader).values("pk")
        closed = Q(practice__visibility__in=CLOSED) | Q(visibility__in=CLOSED)
        shown = Q(practice__visibility__in=seen, visibility__in=seen)
        return self.filter(shown | (closed & Q(practice__in=mine)))

    def current(self) -> "VersionQuerySet":
        """Those that the practices hold now."""
        return self.filter(number=models.F("practice__version"))


class Version(models.Model):
    """A practice as it stood once: written once, never changed."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(help_text="from 1")
    record = models.JSONField(help_text="of the open import format")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    spoke_for = models.CharField(
        max_length=300, blank=True, help_text="the body that they spoke for then"
    )
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True, max_length=2000, help_text="why, in their words")
    origin = models.CharField(max_length=9, choices=VersionOrigin)
    restored = models.PositiveIntegerField(null=True, help_text="number of the version put back")
    visibility = models.CharField(max_length=8, choices=Disclosure, default=Disclosure.PUBLIC)

    objects: ClassVar = VersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.practice}"


class DraftQuerySet(models.QuerySet["Draft"]):
    """Says who may read a draft."""

    def visible_to(self, reader: Reader | None) -> "DraftQuerySet":
        """Whoever writes it, and nobody else."""
        if reader is None or not reader.is_authenticated:
            return self.none()
        return self.filter(person=getattr(reader, "pk", None))

    def open(self) -> "DraftQuerySet":
        """Those that were not thrown away."""
        return self.filter(discarded=None)


class Draft(models.Model):
    """What somebody writes and has not yet handed in: of the shape of a record, perhaps not whole.

    There is one for each person and practice; for practices that are new there may be several.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    practice = models.ForeignKey(
        Practice, null=True, on_delete=models.CASCADE, related_name="drafts"
    )
    record = models.JSONField(default=dict)
    base = models.PositiveIntegerField(default=0, help_text="number of the version it began from")
    note = models.TextField(blank=True, help_text="why, in their words")
    saves = models.PositiveIntegerField(default=0, help_text="how often it was saved")
    begun = models.DateTimeField(auto_now_add=True)
    saved = models.DateTimeField(auto_now=True)
    discarded = models.DateTimeField(null=True, help_text="when it was thrown away")

    objects: ClassVar = DraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-saved"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "practice"],
                condition=Q(practice__isnull=False),
                name="draft_once_for_a_practice",
            )
        ]

    def __str__(self) -> str:
        return str(self.record.get("title") or self.practice or "")


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Says who may read a suggestion."""

    def visible_to(self, reader: Reader | None) -> "SuggestionQuerySet":
        """Whoever made it, who can decide it, and network staff, if they may read the practice."""
        if reader is None or not reader.is_authenticated:
            return self.none()
        if reader.is_staff:
            return self.filter(self.read_by(reader))
        mine = Q(by=getattr(reader, "pk", None)) & self.read_by(reader)
        return self.filter(mine | self.decided_in(reader)).distinct()

    def waiting_for(self, reader: Reader | None) -> "SuggestionQuerySet":
        """Those that this reader can decide and that nobody has."""
        here = self.filter(state=SuggestionState.OPEN)
        if reader is None or not reader.is_authenticated:
            return here.none()
        decides = self.read_by(reader) if reader.is_staff else self.decided_in(reader)
        return here.filter(decides).distinct()

    @staticmethod
    def decided_in(reader: Reader) -> Q:
        """Return what is decided by someone for the bodies that they speak for."""
        bodies = speaks_for_bodies(reader)
        cities = [body.pk for body in bodies if isinstance(body, City)]
        others = [body.pk for body in bodies if not isinstance(body, City)]
        led = Q(practice__partners__is_lead=True, practice__partners__organisation__in=others)
        return (Q(city__in=cities) | led) & SuggestionQuerySet.read_by(reader)

    @staticmethod
    def read_by(reader: Reader) -> Q:
        """Return what is of practices that someone may read, or of new ones."""
        team = Practice.objects.of_team(reader).values("pk")
        closed = Q(practice__visibility__in=CLOSED, practice__in=team)
        return Q(practice=None) | Q(practice__visibility__in=readable_by(reader)) | closed


class Suggestion(models.Model):
    """A change, or a new practice, that somebody proposed who may not write it."""

    practice = models.ForeignKey(
        Practice, null=True, on_delete=models.CASCADE, related_name="suggestions"
    )
    city = models.ForeignKey(
        City,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="whose people decide",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    record = models.JSONField()
    base = models.PositiveIntegerField(default=0, help_text="number of the version it began from")
    note = models.TextField(blank=True)
    made = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=9, choices=SuggestionState, default=SuggestionState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects: ClassVar = SuggestionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made"]

    def __str__(self) -> str:
        return str(self.record.get("title") or "")
