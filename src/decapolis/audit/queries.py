"""Read the log."""

from collections.abc import Iterable

from django.db import models
from django.db.models import QuerySet

from decapolis.audit.models import AuditEntry
from decapolis.kernel.permissions import Reader


def story_of(
    subject: models.Model, *, reader: Reader | None, bodies: Iterable[tuple[str, str]] = ()
) -> QuerySet[AuditEntry]:
    """Return what happened to one record, newest first, as far as the reader may know."""
    entries = AuditEntry.objects.visible_to(reader, bodies=bodies)
    return entries.filter(subject_kind=subject._meta.label_lower, subject_key=str(subject.pk))
