"""Notice: something that a person is told. Rhythm: how often they want mail of a kind.

Refusal: an address at which the mail server says that nobody receives mail.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from decapolis.kernel.permissions import Reader
from decapolis.notices.choices import Kind, Rate


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Says who may read a notice."""

    def visible_to(self, reader: Reader | None) -> "NoticeQuerySet":
        """One's own, and nobody else's."""
        if reader is None or not reader.is_authenticated:
            return self.none()
        return self.filter(person=getattr(reader, "pk", None))


class Notice(models.Model):
    """One thing that one person is told."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="whose act it tells of; their name may stand in it",
    )
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True, help_text="path within the platform")
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_key = models.CharField(max_length=120, blank=True)
    made = models.DateTimeField(auto_now_add=True)
    read = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True, help_text="when it goes out by mail; null: never")
    mailed = models.DateTimeField(null=True, help_text="when it was given to the post, a job")

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["person", "read"], name="notice_unread"),
            models.Index(
                fields=["due"],
                condition=models.Q(mailed=None, due__isnull=False),
                name="notice_due",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Rhythm(models.Model):
    """How often someone wants mail of one kind, where it is not as usual."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rhythms"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    rate = models.CharField(max_length=8, choices=Rate)
    before = models.CharField(
        max_length=8, choices=Rate, blank=True, help_text="what mail was stopped from, for undo"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind"], name="rhythm_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.rate}"


class Refusal(models.Model):
    """Mail to someone came back for good; nothing is sent to that address until they say so."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField(help_text="another address of theirs is tried")
    said = models.CharField(max_length=500, help_text="by the mail server")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.address
