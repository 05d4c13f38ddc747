"""Read webhooks, and what signs their messages."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from decapolis.access.choices import Event
from decapolis.access.errors import NoSuchWebhook
from decapolis.access.models import Webhook
from decapolis.access.validators.signing import PREFIX
from decapolis.kernel.permissions import Reader
from decapolis.organisations.models import Body
from decapolis.organisations.queries import BodyRef, body_ref, speaks_for_bodies

OLD_COUNTS = timedelta(days=1)  # how long messages are signed with the secret before, too


@dataclass(frozen=True, slots=True)
class WebhookLine:
    """A webhook as it is shown; never its secret."""

    webhook_id: int
    url: str
    events: tuple[Event, ...]
    body: BodyRef | None  # None: the whole network
    made: datetime
    failures: int
    stopped: datetime | None
    why_stopped: str
    is_mine: bool


def secret_of(nonce: str) -> str:
    """Return the secret that signs, of 256 bits; the database alone does not give it away."""
    made = salted_hmac("decapolis.webhook", nonce, algorithm="sha256").digest()
    return PREFIX + base64.b64encode(made).decode()


def secrets_of(webhook: Webhook, *, now: datetime | None = None) -> tuple[str, ...]:
    """Return the secrets that sign now: for a day after it was renewed also the one before."""
    found = [secret_of(webhook.nonce)]
    moment = now or timezone.now()
    if webhook.nonce_before and webhook.renewed and moment - webhook.renewed < OLD_COUNTS:
        found.append(secret_of(webhook.nonce_before))
    return tuple(found)


def bodies_for(person: Reader | None) -> tuple[Body, ...]:
    """Return the bodies of which someone may be told."""
    return speaks_for_bodies(person)


def webhooks_of(reader: Reader | None, *, most: int = 100) -> tuple[WebhookLine, ...]:
    """Return the webhooks that a reader may see, the newest first; one query."""
    rows = Webhook.objects.visible_to(reader).select_related("city__country", "organisation")
    return tuple(webhook_line(row, reader) for row in rows[:most])


def webhook_line(row: Webhook, reader: Reader | None) -> WebhookLine:
    """Return a webhook as it is shown."""
    return WebhookLine(
        webhook_id=row.pk,
        url=row.url,
        events=tuple(Event(event) for event in row.events if event in Event.values),
        body=body_ref(row.body) if row.body else None,
        made=row.made,
        failures=row.failures,
        stopped=row.stopped,
        why_stopped=row.why_stopped,
        is_mine=row.owner_id == getattr(reader, "pk", None),
    )


def webhook_to_read(webhook_id: int, *, reader: Reader | None) -> Webhook:
    """Return a webhook.

    Raises
    ------
    NoSuchWebhook
        There is none, or it may not be seen.
    """
    rows = Webhook.objects.visible_to(reader).select_related(
        "owner", "city__country", "organisation"
    )
    found: Webhook | None = rows.filter(pk=webhook_id).first()
    if found is None:
        raise NoSuchWebhook(_("There is no such webhook."))
    return found
