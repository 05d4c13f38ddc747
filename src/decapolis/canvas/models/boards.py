"""Boards: a Yjs document, every change to it, and what it was at times."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from decapolis.canvas.models.templates import TemplateVersion
from decapolis.kernel.permissions import Reader
from decapolis.people.models import Team, teams_of

KEY_BYTES = 9


def new_key() -> str:
    """Return a key that nobody guesses and that tells nothing of how many there are."""
    return secrets.token_urlsafe(KEY_BYTES)


class BoardQuerySet(models.QuerySet["Board"]):
    """Says who may see a board."""

    def visible_to(self, reader: Reader | None) -> "BoardQuerySet":
        """Whoever has a seat in its team, and nobody else: network staff neither."""
        return self.filter(team__in=teams_of(reader))


class Board(models.Model):
    """A canvas that a team fills together. What is on it is in its updates, and nowhere else."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    title = models.CharField(max_length=200)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="+")
    state = models.BinaryField(default=bytes, help_text="Yjs update: all changes up to `merged`")
    merged = models.PositiveBigIntegerField(default=0, help_text="key of the last update in it")
    read_digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the link that lets read; empty: none"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made = models.DateTimeField(default=timezone.now)
    closed = models.DateTimeField(null=True, help_text="since when nothing is written on it")

    objects: ClassVar = BoardQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/boards/{self.key}"


class Update(models.Model):
    """One stored change of a board: a Yjs update, several edits merged. Its key is its order.

    It names nobody: who wrote a note stands in the note, or nowhere.
    """

    id = models.BigAutoField(primary_key=True)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="updates")
    data = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["board", "id"], name="update_of_board")]

    def __str__(self) -> str:
        return f"change of {self.board}"


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Says who may see what a board was."""

    def visible_to(self, reader: Reader | None) -> "SnapshotQuerySet":
        """Whoever may see the board."""
        return self.filter(board__in=Board.objects.visible_to(reader))


class Snapshot(models.Model):
    """A board as it was; taken by itself while people work, or by somebody with a name."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="snapshots")
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=120, blank=True, help_text="empty: taken by itself")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.BinaryField(help_text="Yjs update: the whole document")
    upto = models.PositiveBigIntegerField(help_text="key of the last update in it")
    notes = models.PositiveIntegerField(help_text="how many were on it")

    objects: ClassVar = SnapshotQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name or f"{self.board}, {self.at:%Y-%m-%d %H:%M}"
