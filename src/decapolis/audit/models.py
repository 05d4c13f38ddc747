"""AuditEntry: one act, as it was recorded in the transaction that did it."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from decapolis.kernel.origin import Door
from decapolis.kernel.permissions import Reader


def reads_all(reader: Reader) -> bool:
    """Tell whether someone reads the whole log: network staff, and who runs the machine."""
    return reader.is_staff or bool(getattr(reader, "is_operator", False))


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Says who may read of an act."""

    def visible_to(
        self, reader: Reader | None, *, bodies: Iterable[tuple[str, str]] = ()
    ) -> "AuditEntryQuerySet":
        """Network staff and operators read all but what is closed.

        Others read what they did, and what concerns them or their bodies.

        Parameters
        ----------
        bodies
            Kind and key of the cities and organisations that the reader speaks for.
        """
        if reader is None or not reader.is_authenticated:
            return self.none()
        person = str(getattr(reader, "pk", ""))
        concerns = Q(kind=settings.AUTH_USER_MODEL.lower(), key=person)
        for kind, key in bodies:
            concerns |= Q(kind=kind, key=key)
        concerned = Concern.objects.filter(concerns, entry=OuterRef("pk"))
        own = Q(by=person) | Exists(concerned)
        return self.filter(Q(closed=False) | own if reads_all(reader) else own)


class AuditEntry(models.Model):
    """One act. It is written once and never changed, but that a name may be taken out of it."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=200, blank=True, help_text="as it was then")
    act = models.CharField(max_length=60, help_text="library.practice_corrected ...")
    subject_kind = models.CharField(max_length=60, help_text="library.practice ...")
    subject_key = models.CharField(max_length=120)
    subject_title = models.CharField(max_length=300)
    before = models.JSONField(null=True, help_text="only what the act changed")
    after = models.JSONField(null=True)
    note = models.TextField(blank=True, help_text="the reason that was given")
    door = models.CharField(max_length=8, choices=[(door.value, door.value) for door in Door])
    address = models.GenericIPAddressField(null=True)

    closed = models.BooleanField(
        default=False, help_text="whom it concerns reads it, and nobody else"
    )

    objects: ClassVar = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_key"], name="audit_subject_of")
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_title}"


class Concern(models.Model):
    """Someone, or a body, that an act concerns beside who did it."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.CASCADE, related_name="concerns")
    kind = models.CharField(max_length=60, help_text="people.person, cities.city ...")
    key = models.CharField(max_length=120)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "key"], name="audit_concern_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
