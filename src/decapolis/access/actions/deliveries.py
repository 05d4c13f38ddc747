"""Tell webhooks what happened: find it in the log, send it, keep what became of it."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.access.actions.webhooks import halt
from decapolis.access.bridge import happened_to, payload_of, waiting_entries
from decapolis.access.choices import TEST, DeliveryState
from decapolis.access.models import Delivery, Webhook
from decapolis.access.queries.webhooks import secrets_of
from decapolis.access.rules import may_keep_webhook
from decapolis.access.validators import signatures
from decapolis.kernel import jobs
from decapolis.kernel.permissions import require
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person

SEND = "access.tasks.send_message"
MOST_FAILURES = 3  # messages given up in a row, before a webhook is stopped
KEPT = timedelta(days=30)
LONGEST_SAID = 200


@dataclass(frozen=True, slots=True)
class Prepared:
    """One message, ready to be sent."""

    url: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Went:
    """What became of one try: the status of the answer, or what went wrong before."""

    status: int | None = None
    said: str = ""

    @property
    def arrived(self) -> bool:
        """Whether the other side took the message."""
        return self.status is not None and HTTPStatus.OK <= self.status < 300  # noqa: PLR2004 -- 2xx


@transaction.atomic
def hand_over(*, by: Person | None, webhook: Webhook, now: datetime) -> int:
    """Make a message of everything that a webhook has not been told; return how many."""
    held = Webhook.objects.on().select_for_update().filter(pk=webhook.pk).first()
    if held is None:
        return 0
    found = waiting_entries(held)
    for one in found:
        made = Delivery.objects.create(
            webhook=held, message=_new_id(), event=one.event, entry=one.entry, at=one.at
        )
        jobs.later(SEND, delivery_id=made.pk)
    held.looked = found[-1].at if found else now
    held.save(update_fields=["looked"])
    return len(found)


@transaction.atomic
def try_webhook(*, by: Person, webhook: Webhook) -> Delivery:
    """Send a message that tells nothing, so that its owner sees whether it arrives.

    Raises
    ------
    Forbidden
        It is another's.
    """
    require(may_keep_webhook(by, webhook))
    made: Delivery = Delivery.objects.create(
        webhook=webhook, message=_new_id(), event=TEST, at=timezone.now()
    )
    jobs.later(SEND, delivery_id=made.pk)
    return made


@transaction.atomic
def prepare_delivery(*, by: Person | None, delivery_id: int, now: datetime) -> Prepared | None:
    """Return a message as it may be sent at this moment; None: it need not or must not be sent.

    What its owner may see is asked anew at every try; what was hidden since is withheld.
    """
    held = Delivery.objects.select_related("webhook__owner", "webhook__city__country")
    delivery = held.filter(pk=delivery_id, state=DeliveryState.WAITING).first()
    if delivery is None:
        return None
    is_stopped = delivery.webhook.stopped is not None and delivery.event != TEST
    data = None if is_stopped else happened_to(delivery)
    if data is None:
        delivery.state, delivery.tried = DeliveryState.WITHHELD, now
        delivery.save(update_fields=["state", "tried"])
        return None
    body, at = payload_of(delivery, data), int(now.timestamp())
    signed = signatures(
        secrets_of(delivery.webhook, now=now), message=delivery.message, at=at, body=body
    )
    return Prepared(
        url=delivery.webhook.url,
        body=body,
        headers={
            "Content-Type": "application/json",
            "User-Agent": "Decapolis-Webhooks",
            "webhook-id": delivery.message,
            "webhook-timestamp": str(at),
            "webhook-signature": signed,
        },
    )


@transaction.atomic
def end_delivery(
    *, by: Person | None, delivery_id: int, went: Went, now: datetime
) -> DeliveryState:
    """Keep what became of one try; after the last one the message is given up.

    A webhook whose messages are given up one after the other is stopped, and its owner is told;
    one that answers 410 is stopped at once: its other side is gone for good.
    """
    delivery: Delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    webhook: Webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
    delivery.tries += 1
    delivery.status, delivery.tried = went.status, now
    delivery.said = "" if went.arrived else went.said[:LONGEST_SAID]
    is_gone = went.status == HTTPStatus.GONE
    if went.arrived:
        delivery.state, webhook.failures = DeliveryState.SENT, 0
    elif is_gone or delivery.tries >= jobs.MOST_TRIES:
        delivery.state = DeliveryState.FAILED
        webhook.failures += 1
    delivery.save()
    webhook.save(update_fields=["failures"])
    has_failed = delivery.state == DeliveryState.FAILED
    if has_failed and (is_gone or webhook.failures >= MOST_FAILURES) and not webhook.stopped:
        _stop(webhook, now, is_gone=is_gone)
    return DeliveryState(delivery.state)


@transaction.atomic
def forget_old_deliveries(*, by: Person | None, now: datetime) -> int:
    """Forget what was sent a month ago; return how many messages."""
    gone, _by_model = Delivery.objects.filter(at__lt=now - KEPT).delete()
    return gone


def _stop(webhook: Webhook, now: datetime, *, is_gone: bool) -> None:
    why = (
        _("The other side says that it is gone.")
        if is_gone
        else _("Its messages could not be delivered.")
    )
    halt(by=None, webhook=webhook, why=why, now=now)
    told = Told(
        _("A webhook of yours was stopped"),
        _("{why} See what was answered, mend it, and let it go on.").format(why=why),
        f"/account/webhooks/{webhook.pk}",
    )
    kind = Kind.DESK if webhook.owner.is_staff else Kind.MEMBERSHIP
    notify(by=None, people=[webhook.owner], kind=kind, told=told, subject=webhook)


def _new_id() -> str:
    return f"msg_{secrets.token_hex(16)}"
