"""Read the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from decapolis.audit.models import AuditEntry, reads_all
from decapolis.kernel.permissions import Reader

__all__ = ["Asked", "acts_seen", "entries", "known_as", "reads_all", "story_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the log; empty or None: whatever it is. Days are those of ``zone``."""

    who: str = ""  # part of the name of who acted, as it was then
    act: str = ""  # library.practice_corrected, or an app: library
    since: date | None = None
    until: date | None = None  # this day, too
    zone: str = "UTC"
    people: Iterable[int] = ()  # beside ``who``: keys of those who are called so now


def story_of(
    subject: models.Model, *, reader: Reader | None, bodies: Iterable[tuple[str, str]] = ()
) -> QuerySet[AuditEntry]:
    """Return what happened to one record, newest first, as far as the reader may know."""
    found = AuditEntry.objects.visible_to(reader, bodies=bodies)
    return found.filter(subject_kind=subject._meta.label_lower, subject_key=str(subject.pk))


def entries(
    asked: Asked, *, reader: Reader | None, bodies: Iterable[tuple[str, str]] = ()
) -> QuerySet[AuditEntry]:
    """Return what was done, newest first, as far as the reader may know."""
    found: QuerySet[AuditEntry] = AuditEntry.objects.visible_to(reader, bodies=bodies)
    if asked.who:
        found = found.filter(Q(by_name__icontains=asked.who) | Q(by__in=asked.people))
    if asked.act:
        app = f"{asked.act}." if "." not in asked.act else ""
        found = found.filter(act__startswith=app) if app else found.filter(act=asked.act)
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since, asked.zone))
    if asked.until:
        found = found.filter(at__lt=_midnight(asked.until + timedelta(days=1), asked.zone))
    return found


def acts_seen(*, reader: Reader | None, bodies: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """Return the acts that the log of a reader knows."""
    found = AuditEntry.objects.visible_to(reader, bodies=bodies).order_by("act")
    return tuple(found.values_list("act", flat=True).distinct())


def known_as(person_id: int) -> frozenset[str]:
    """Return the names and e-mail addresses under which the log knows someone, also former ones.

    For the erasure of a person alone.
    """
    theirs = AuditEntry.objects.filter(by=person_id)
    words = set(theirs.order_by().values_list("by_name", flat=True).distinct())
    kind = settings.AUTH_USER_MODEL.lower()
    about = AuditEntry.objects.filter(subject_kind=kind, subject_key=str(person_id))
    words |= set(about.order_by().values_list("subject_title", flat=True).distinct())
    told = about.exclude(Q(before=None) & Q(after=None)).values_list("before", "after")
    for held in (state for pair in told for state in pair if isinstance(state, dict)):
        words |= {str(held[field]) for field in ("name", "email") if held.get(field)}
    return frozenset(words - {""})


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
