"""Record what was done. Called by every action, in its own transaction."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from decapolis.audit.models import AuditEntry, Concern
from decapolis.kernel.forgetting import Forgetting
from decapolis.kernel.origin import origin
from decapolis.kernel.permissions import Reader

LONGEST_TITLE = 300
MOST_AT_ONCE = 500  # rows that one statement names


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


class Only(tuple[models.Model | None, ...]):
    """Whom an act concerns of which nobody else reads, network staff neither."""

    __slots__ = ()


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
        People, cities and organisations that may read of it, beside ``by`` and network staff;
        `Only` leaves network staff out.
    """
    person = by if isinstance(by, models.Model) else None
    at = origin()
    entry = AuditEntry.objects.create(
        by_id=person.pk if person else None,
        by_name=str(person) if person else "",
        act=act,
        subject_kind=subject._meta.label_lower,
        subject_key=str(subject.pk),
        subject_title=str(subject)[:LONGEST_TITLE],
        before=_plain(change.before) if change else None,
        after=_plain(change.after) if change else None,
        note=note,
        door=at.door,
        address=at.address or None,
        closed=isinstance(concerns, Only),
    )
    bodies = {(body._meta.label_lower, str(body.pk)) for body in concerns if body is not None}
    Concern.objects.bulk_create(
        Concern(entry=entry, kind=kind, key=key) for kind, key in sorted(bodies)
    )
    return entry


@transaction.atomic
def forget_name(*, by: Reader | None, person_id: int, gone: Forgetting) -> int:
    """Take a person's name and addresses out of the log; what they did stays. Return how many.

    Called by the erasure of a person, before they are gone. Their words are taken out of what they
    did and what concerned them, and nowhere else: nobody can blot the acts of others by taking a
    name and leaving.
    """
    kind, key = settings.AUTH_USER_MODEL.lower(), str(person_id)
    about = AuditEntry.objects.filter(subject_kind=kind, subject_key=key)
    about.filter(by=None).update(address=None)
    about.update(subject_title=gone.instead, before=None, after=None, note="")
    concerned = Concern.objects.filter(kind=kind, key=key)
    linked = AuditEntry.objects.filter(models.Q(by=person_id) | models.Q(concerns__in=concerned))
    for entry in linked.distinct().iterator(chunk_size=500):
        _take_out(entry, gone)
    concerned.delete()
    return AuditEntry.objects.filter(by=person_id).update(by_name=gone.instead, address=None)


def _take_out(entry: AuditEntry, gone: Forgetting) -> None:
    cleaned = {
        "subject_title": gone.text(entry.subject_title)[:LONGEST_TITLE],
        "note": gone.text(entry.note),
        "before": gone.value(entry.before),
        "after": gone.value(entry.after),
    }
    changed = {name: value for name, value in cleaned.items() if value != getattr(entry, name)}
    if changed:
        AuditEntry.objects.filter(pk=entry.pk).update(**changed)


@transaction.atomic
def forget_details(
    *,
    by: Reader | None,
    subjects: Iterable[models.Model] = (),
    person_id: int | None = None,
    kinds: Iterable[type[models.Model]] = (),
) -> None:
    """Take out what changed about records that say who someone is; that it changed stays.

    Parameters
    ----------
    subjects
        Such records, whoever changed them.
    person_id, kinds
        Whatever this person changed of these kinds, also of records that are gone.
    """
    blank: dict[str, Any] = {"before": None, "after": None, "note": ""}
    for subject in subjects:
        of_it = {"subject_kind": subject._meta.label_lower, "subject_key": str(subject.pk)}
        AuditEntry.objects.filter(**of_it).update(**blank)
    labels = [kind._meta.label_lower for kind in kinds]
    if person_id is not None:
        AuditEntry.objects.filter(by=person_id, subject_kind__in=labels).update(**blank)


@transaction.atomic
def forget_old(*, by: Reader | None, before: datetime) -> int:
    """Forget what was done before a time; return how many acts. A part at a time, oldest first."""
    old = AuditEntry.objects.filter(at__lt=before).order_by("at", "pk")
    keys = list(old.values_list("pk", flat=True)[:MOST_AT_ONCE])
    Concern.objects.filter(entry__in=keys).delete()
    AuditEntry.objects.filter(pk__in=keys).delete()
    return len(keys)


def _plain(values: Mapping[str, Any]) -> object:
    """Return values as JSON has them: dates and decimals as text."""
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))
