"""Votes: kept apart from the board while a round is open, so that nobody sees them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from decapolis.canvas.models.boards import Board
from decapolis.kernel.permissions import Reader


class Round(models.Model):
    """A round of votes on one board. Its sums are written on the notes when it is closed."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="rounds")
    each = models.PositiveSmallIntegerField(default=3, help_text="votes that everyone has")
    opened = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-opened", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["board"], condition=Q(closed=None), name="round_open_once"
            ),
            models.CheckConstraint(condition=Q(each__gte=1, each__lte=20), name="round_votes"),
        ]

    def __str__(self) -> str:
        return f"votes on {self.board}"


class VoteQuerySet(models.QuerySet["Vote"]):
    """Says who may see a vote."""

    def visible_to(self, reader: Reader | None) -> "VoteQuerySet":
        """One's own and nobody else's, also after the round: sums are told, never who."""
        return self.filter(person=getattr(reader, "pk", None) or 0)


class Vote(models.Model):
    """What one person gives one note."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=40, help_text="id of the note in the document")
    count = models.PositiveSmallIntegerField()

    objects: ClassVar = VoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "person", "note"], name="vote_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="vote_counts"),
        ]

    def __str__(self) -> str:
        return f"vote in {self.round}"
