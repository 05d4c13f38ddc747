"""Record what was done. Called by every action, in its own transaction."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from decapolis.audit.models import AuditEntry, Concern
from decapolis.kernel.origin import origin
from decapolis.kernel.permissions import Reader


@dataclass(frozen=True, slots=True)
class Change:
    """The fields that an act changed, by name; empty on the side where there was nothing."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @classmethod
    def between(cls, before: Mapping[str, Any], after: Mapping[str, Any]) -> "Change":
        """Return what differs between two states of a record."""
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        return cls(
            {name: before[name] for name in names if name in before},
            {name: after[name] for name in names if name in after},
        )


@transaction.atomic
def record(
    *,
    by: Reader | None,
    act: str,
    subject: models.Model,
    change: Change | None = None,
    note: str = "",
    concerns: Iterable[models.Model | None] = (),
) -> AuditEntry:
    """Record one act.

    Parameters
    ----------
    by
        Who acts; None is the program itself, or the operator at the command line.
    act
        The app and what was done: ``library.practice_corrected``.
    change
        The fields that the act changes, before and after; never a secret.
    concerns
        People, cities and organisations that may read of it, beside ``by`` and network staff.
    """
    person = by if isinstance(by, models.Model) else None
    at = origin()
    entry = AuditEntry.objects.create(
        by_id=person.pk if person else None,
        by_name=str(person) if person else "",
        act=act,
        subject_kind=subject._meta.label_lower,
        subject_key=str(subject.pk),
        subject_title=str(subject)[:300],
        before=_plain(change.before) if change else None,
        after=_plain(change.after) if change else None,
        note=note,
        door=at.door,
        address=at.address or None,
    )
    bodies = {(body._meta.label_lower, str(body.pk)) for body in concerns if body is not None}
    Concern.objects.bulk_create(
        Concern(entry=entry, kind=kind, key=key) for kind, key in sorted(bodies)
    )
    return entry


@transaction.atomic
def forget_name(*, by: Reader | None, person_id: int, instead: str) -> int:
    """Take a person's name and address out of the log; what they did stays. Return how many.

    Called by the erasure of a person, before they are gone.
    """
    kind = settings.AUTH_USER_MODEL.lower()
    theirs = AuditEntry.objects.filter(subject_kind=kind, subject_key=str(person_id))
    theirs.update(subject_title=instead, before=None, after=None)
    Concern.objects.filter(kind=kind, key=str(person_id)).delete()
    return AuditEntry.objects.filter(by=person_id).update(by_name=instead, address=None)


def _plain(values: Mapping[str, Any]) -> object:
    """Return values as JSON has them: dates and decimals as text."""
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))
