"""File: something that was handed in. Portrait: the photo of a person."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models

from decapolis.files.choices import CLOSED, IMAGES, VISIBILITIES, Kind, State
from decapolis.kernel.permissions import Reader, Visibility, readable_by

KEY_BYTES = 18


def new_key() -> str:
    """Return a key that nobody guesses."""
    return secrets.token_urlsafe(KEY_BYTES)


class FileQuerySet(models.QuerySet["File"]):
    """Says who may have a file."""

    def visible_to(self, reader: Reader | None) -> "FileQuerySet":
        """Public ones for everyone, the network's for members; one's own unless it was closed."""
        seen = models.Q(visibility__in=readable_by(reader))
        if reader is not None and reader.is_authenticated:
            own = models.Q(by=getattr(reader, "pk", None))
            seen |= own & ~models.Q(visibility__in=(Visibility.STAFF, CLOSED))
        return self.filter(seen)


class File(models.Model):
    """Something that was handed in. What is kept of it lies in the storage under `stored`."""

    key = models.CharField(max_length=32, unique=True, default=new_key)
    name = models.CharField(max_length=150, help_text="as it is shown; never a path")
    kind = models.CharField(max_length=8, choices=Kind, help_text="told by its content")
    size = models.PositiveIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what is kept")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    visibility = models.CharField(max_length=8, choices=VISIBILITIES, default=Visibility.STAFF)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    refusal = models.CharField(max_length=12, blank=True, help_text="a value of `Refusal`")
    pages = models.PositiveIntegerField(null=True, help_text="null: not known, or has none")
    text = models.TextField(blank=True, help_text="its words, a paragraph or page a line")
    is_held = models.BooleanField(default=False, help_text="else it is forgotten after a day")

    objects: ClassVar = FileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["by", "at"], name="file_by_at")]

    def __str__(self) -> str:
        return self.name

    @property
    def stored(self) -> str:
        """Where it lies in the storage: one copy for each file, so that none tells of another."""
        return f"{self.digest[:2]}/{self.digest}-{self.key}"

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown within a page."""
        return self.kind in IMAGES


class Portrait(models.Model):
    """The photo that somebody shows of themselves; seen by whoever sees their profile."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"photo of {self.person}"
