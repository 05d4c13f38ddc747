"""What the log holds of one person, for the file that they may have of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from decapolis.audit.models import AuditEntry, Concern

OF_OTHERS = ("at", "act", "subject_title", "note")
OWN = (*OF_OTHERS, "before", "after", "door", "address")


def held_on(person: models.Model) -> dict[str, Any]:
    """Return what someone did, and what others did that concerns them."""
    kind, key = settings.AUTH_USER_MODEL.lower(), str(person.pk)
    concerned = Concern.objects.filter(kind=kind, key=key, entry=OuterRef("pk"))
    about = Q(subject_kind=kind, subject_key=key) | Exists(concerned)
    did = AuditEntry.objects.filter(by=person.pk)
    told = AuditEntry.objects.filter(about).exclude(by=person.pk)
    return {
        "what_you_did": list(did.values(*OWN)),
        "what_concerned_you": list(told.values(*OF_OTHERS, "by_name")),
    }
