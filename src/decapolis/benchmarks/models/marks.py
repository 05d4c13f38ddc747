"""Marks, what proves them, and replies of cities to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from decapolis.benchmarks.choices import BLIND, OPEN_STATES, Hand, ReplyState
from decapolis.benchmarks.models.editions import Edition, Entrant, reviews, spoken_for
from decapolis.benchmarks.models.frameworks import Criterion
from decapolis.kernel.permissions import Reader, is_member
from decapolis.library.models import Document


class MarkQuerySet(models.QuerySet["Mark"]):
    """Says who may read a mark."""

    def visible_to(self, reader: Reader | None) -> "MarkQuerySet":
        """Own ones always; blind ones of others only when both reviewers have marked.

        Until the edition is published, marks are read by network staff, its reviewers and who
        speaks for the city; then by whoever may see the edition. That a reviewer is of network
        staff too opens nothing sooner.
        """
        seen = self.filter(edition__in=Edition.objects.visible_to(reader))
        if reader is None or not reader.is_authenticated:
            return seen.filter(edition__state__in=OPEN_STATES).filter(_is_open())
        own = Q(by=getattr(reader, "pk", None))
        open_ones = _is_open()
        if not (reader.is_staff or reviews(reader)):
            theirs = Q(entrant__city__in=spoken_for(reader)) if is_member(reader) else Q(pk__in=[])
            open_ones &= Q(edition__state__in=OPEN_STATES) | theirs
        return seen.filter(own | open_ones)

    def current(self) -> "MarkQuerySet":
        """Those that count; what they replaced is kept beside them."""
        return self.filter(superseded=None)


def _is_open() -> Q:
    """Return the condition that a mark is not blind any more: both are in, or it never was.

    Nor is it where staff decided that one reader is enough. What a reviewer replaced before both
    were in stays with who gave it.
    """
    pair = Mark.objects.filter(
        entrant=OuterRef("entrant"), criterion=OuterRef("criterion"), superseded=None
    )
    both = Q(Exists(pair.filter(hand=Hand.FIRST))) & Q(Exists(pair.filter(hand=Hand.SECOND)))
    alone = ~Q(entrant__one_reader="")
    return ~Q(hand__in=BLIND) | (Q(superseded=None) & (both | alone))


class Mark(models.Model):
    """What one hand gives one city on one criterion. A new one replaces it, none is deleted."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="marks")
    entrant = models.ForeignKey(Entrant, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    hand = models.CharField(max_length=7, choices=Hand)
    value = models.FloatField(null=True, help_text="null: known to be unknown")
    note = models.TextField(blank=True, help_text="why; of a settled mark always there")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    superseded = models.DateTimeField(null=True, help_text="when another took its place")

    objects: ClassVar = MarkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entrant", "criterion", "hand"],
                condition=Q(superseded=None),
                name="mark_counts_once",
            )
        ]

    def __str__(self) -> str:
        """Say of what, not how much: the log shows it while marks are blind."""
        return f"{self.criterion} of {self.entrant}"


class ProofQuerySet(models.QuerySet["Proof"]):
    """Says who may see a proof."""

    def visible_to(self, reader: Reader | None) -> "ProofQuerySet":
        """Whoever may read the mark, and the document where there is one."""
        readable = Document.objects.visible_to(reader)
        there = Q(document=None) | Q(document__in=readable)
        return self.filter(there, mark__in=Mark.objects.visible_to(reader))


class Proof(models.Model):
    """Where what a mark says can be looked up."""

    mark = models.ForeignKey(Mark, on_delete=models.CASCADE, related_name="proofs")
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    url = models.URLField(max_length=1000, blank=True)
    page = models.CharField(max_length=40, blank=True, help_text="12, 12-14, slide 3")
    note = models.TextField(blank=True)
    file = models.CharField(max_length=300, blank=True, help_text="file and cell: scores.xlsx, B7")

    objects: ClassVar = ProofQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.file or self.url or str(self.document or "proof")


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Says who may read a reply."""

    def visible_to(self, reader: Reader | None) -> "ReplyQuerySet":
        """Whoever may see the edition: what a city says stands beside its mark."""
        return self.filter(edition__in=Edition.objects.visible_to(reader))

    def open(self) -> "ReplyQuerySet":
        """Those that wait for an answer."""
        return self.filter(state=ReplyState.OPEN)


class Reply(models.Model):
    """What a city says of a mark of its own, with its proof; network staff answer."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="replies")
    entrant = models.ForeignKey(Entrant, on_delete=models.CASCADE, related_name="replies")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    wants = models.FloatField(null=True, help_text="the mark that it holds to be right")
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    url = models.URLField(max_length=1000, blank=True)
    page = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=ReplyState, default=ReplyState.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects: ClassVar = ReplyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name_plural = "replies"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entrant", "criterion"],
                condition=Q(state="open"),
                name="reply_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"reply to {self.criterion} of {self.entrant}"
