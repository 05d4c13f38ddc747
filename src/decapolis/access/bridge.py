"""From acts of the log to what webhooks are told, as far as their owners may know.

The log is written in the transaction of each act, so that nothing is told that was undone, and
nothing that was done is forgotten. What a message says is made when it is sent: ids and links of
what its owner may see at that moment, and nothing else.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from decapolis.access.choices import ACTS, FOR_STAFF, TEST, Event
from decapolis.access.models import Delivery, Webhook
from decapolis.access.rules import may_be_told
from decapolis.audit.models import AuditEntry, Concern
from decapolis.initiatives.models import Initiative
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Adoption, CallRequest, Practice, Suggestion
from decapolis.organisations.models import Hat
from decapolis.people.models import Person

OVERLAP = timedelta(minutes=10)  # acts whose transaction lasted longer than others' are found too
MOST_AT_ONCE = 500

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Happened:
    """One act of the log that a webhook is to be told."""

    entry: int
    event: Event
    at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One message, and what became of it."""

    delivery_id: int
    message: str
    event: str
    at: datetime
    state: str
    state_label: str
    tries: int
    status: int | None
    said: str
    tried: datetime | None


def deliveries_of(
    webhook: Webhook, *, reader: Reader | None, most: int = 50
) -> tuple[DeliveryLine, ...]:
    """Return what a webhook was told, the latest first; one query."""
    rows = Delivery.objects.visible_to(reader).filter(webhook=webhook)[:most]
    return tuple(
        DeliveryLine(
            delivery_id=row.pk,
            message=row.message,
            event=row.event,
            at=row.at,
            state=row.state,
            state_label=str(row.get_state_display()),
            tries=row.tries,
            status=row.status,
            said=row.said,
            tried=row.tried,
        )
        for row in rows
    )


def waiting_entries(webhook: Webhook) -> list[Happened]:
    """Return the acts that a webhook has not been told yet, the oldest first."""
    wanted = [act for act, event in ACTS.items() if event in webhook.events]
    since = max(webhook.since, webhook.looked - OVERLAP)
    acts: QuerySet[AuditEntry] = AuditEntry.objects.filter(act__in=wanted, at__gt=since)
    told = Delivery.objects.filter(webhook=webhook, entry=OuterRef("pk"))
    rows = _of_body(acts.filter(closed=False), webhook) | acts.filter(_of_initiatives(webhook))
    rows = rows.exclude(Exists(told)).order_by("at", "pk")[:MOST_AT_ONCE]
    return [Happened(row.pk, ACTS[row.act], row.at) for row in rows]


def _of_initiatives(webhook: Webhook) -> Q:
    """Keep initiatives of the owner's teams; of the body also those that were opened to them.

    The log of an initiative is closed to all but its team, whatever is opened, so that who reads
    of an act does not say who is told of it.
    """
    of_body = Initiative.objects.visible_to(webhook.owner)
    if webhook.body is not None:
        of_body = of_body.filter(city=webhook.city)  # None: an organisation has no initiatives
    found = of_body | Initiative.objects.of_team(webhook.owner)
    keys = found.order_by().annotate(text=Cast("pk", CharField())).values("text")
    return Q(subject_kind=Initiative._meta.label_lower, subject_key__in=keys)


def _of_body(rows: QuerySet[AuditEntry], webhook: Webhook) -> QuerySet[AuditEntry]:
    """Keep what concerns the body of a webhook; requests to talk concern their two sides alone."""
    body = webhook.body
    if body is None:
        return rows
    concerns = Concern.objects.filter(entry=OuterRef("pk"))
    own = concerns.filter(kind=body._meta.label_lower, key=str(body.pk))
    of_owner = concerns.filter(kind=Person._meta.label_lower, key=str(webhook.owner_id))
    calls = [act for act, event in ACTS.items() if event == Event.CALL_ASKED]
    return rows.filter(Exists(own)) | rows.filter(Exists(of_owner), act__in=calls)


def happened_to(delivery: Delivery) -> Data | None:
    """Return ids and links of what a message is about; None: its owner may not see it (now)."""
    webhook, owner = delivery.webhook, delivery.webhook.owner
    if not may_be_told(owner, webhook.body):
        return None
    if delivery.event == TEST:
        return {}
    if delivery.event in FOR_STAFF and not owner.is_staff:
        return None
    entry = AuditEntry.objects.filter(pk=delivery.entry or 0).first()
    if entry is None or not entry.subject_key.isdecimal():
        return None
    find = FINDERS.get(entry.subject_kind)
    return find(int(entry.subject_key), owner) if find else None


def payload_of(delivery: Delivery, data: Mapping[str, Any]) -> bytes:
    """Return the body of a message."""
    told = {
        "type": delivery.event,
        "timestamp": delivery.at.isoformat(timespec="seconds"),
        "data": data,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _practice(key: int, owner: Person) -> Data | None:
    practice = Practice.objects.visible_to(owner).filter(pk=key).first()
    if practice is None:
        return None
    return {"practice": practice.slug, "version": practice.version} | _links(
        f"/practices/{practice.slug}", f"/practices/{practice.slug}"
    )


def _adoption(key: int, owner: Person) -> Data | None:
    found = Adoption.objects.visible_to(owner).select_related("origin", "practice")
    adoption = found.filter(pk=key, withdrawn=None).first()
    if adoption is None:
        return None
    path = f"/practices/{adoption.origin.slug}/adoptions"
    return {
        "adoption": adoption.pk,
        "practice": adoption.origin.slug,
        "followed_by": adoption.practice.slug if adoption.practice else None,
        "city": adoption.city_id,
    } | _links(path, path)


def _suggestion(key: int, owner: Person) -> Data | None:
    found = Suggestion.objects.visible_to(owner).select_related("practice").filter(pk=key).first()
    if found is None:
        return None
    told = {"suggestion": found.pk, "practice": found.practice.slug if found.practice else None}
    return told | _links(f"/contribute/suggestions/{found.pk}", f"/suggestions/{found.pk}")


def _call(key: int, owner: Person) -> Data | None:
    found = CallRequest.objects.visible_to(owner).filter(pk=key, to=owner).first()
    if found is None:
        return None
    return {"call": found.pk} | _links(f"/desk/calls/{found.pk}", f"/calls/{found.pk}")


def _person(key: int, owner: Person) -> Data | None:
    if not Person.objects.visible_to(owner).filter(pk=key).exists():
        return None
    return {"person": key} | _links(f"/people/{key}", f"/people/{key}")


def _hat(key: int, owner: Person) -> Data | None:
    found = Hat.objects.visible_to(owner).filter(pk=key, until=None).first()
    if found is None:
        return None
    person = found.person_id
    return {"hat": found.pk, "person": person} | _links(f"/people/{person}", f"/people/{person}")


def _initiative(key: int, owner: Person) -> Data | None:
    found = Initiative.objects.visible_to(owner).filter(pk=key).first()
    return {"initiative": found.key} | _links(found.path, found.path) if found else None


def _links(page: str, api: str) -> Data:
    site = settings.PUBLIC_URL.rstrip("/")
    return {"url": f"{site}{page}", "api_url": f"{site}/api/v1{api}"}


FINDERS: Mapping[str, Callable[[int, Person], Data | None]] = {
    Practice._meta.label_lower: _practice,
    Adoption._meta.label_lower: _adoption,
    Suggestion._meta.label_lower: _suggestion,
    CallRequest._meta.label_lower: _call,
    Person._meta.label_lower: _person,
    Hat._meta.label_lower: _hat,
    Initiative._meta.label_lower: _initiative,
}
