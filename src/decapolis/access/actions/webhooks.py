"""Register webhooks, renew their secrets, stop them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.access.errors import WebhookFaulty
from decapolis.access.models import Token, Webhook
from decapolis.access.queries.webhooks import secret_of
from decapolis.access.rules import may_be_told, may_keep_webhook, may_stop_webhook
from decapolis.access.validators import clean_url, known_events
from decapolis.audit.actions import Change, record
from decapolis.kernel.permissions import require
from decapolis.organisations.models import Body, fields_of
from decapolis.people.models import Person

MOST_WEBHOOKS = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a webhook is for: where messages go, of what, and of which body (None: all)."""

    url: str
    events: Sequence[str]
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """A webhook, and the secret that its owner sees this once."""

    webhook: Webhook
    secret: str


@transaction.atomic
def register_webhook(*, by: Person, wanted: Wanted) -> Registered:
    """Let an address be told what happens; the secret that signs is told once.

    Raises
    ------
    Forbidden
        They are not of network staff, nor speak for the body.
    WebhookFaulty
        Address or events cannot be, or there are too many; ``field`` names which.
    """
    body = wanted.body
    require(may_be_told(by, body))
    url, events = clean_url(wanted.url), known_events(wanted.events, of_network=body is None)
    Person.objects.select_for_update().get(pk=by.pk)  # two at once: one after the other
    if Webhook.objects.filter(owner=by).count() >= MOST_WEBHOOKS:
        told = _("{most} webhooks are enough. Remove one first.").format(most=MOST_WEBHOOKS)
        raise WebhookFaulty(told, field="url")
    now = timezone.now()
    made: Webhook = Webhook.objects.create(
        owner=by,
        url=url,
        events=events,
        **fields_of(body),
        nonce=secrets.token_hex(32),
        since=now,
        looked=now,
    )
    record(
        by=by,
        act="access.webhook_registered",
        subject=made,
        change=Change({}, {"url": url, "events": events, "body": str(body) if body else None}),
        concerns=[by, body],
    )
    return Registered(made, secret_of(made.nonce))


@transaction.atomic
def renew_secret(*, by: Person, webhook: Webhook) -> Registered:
    """Give a webhook another secret; for a day messages are signed with the old one as well.

    Raises
    ------
    Forbidden
        It is another's.
    """
    require(may_keep_webhook(by, webhook))
    held: Webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    held.nonce_before, held.nonce, held.renewed = held.nonce, secrets.token_hex(32), timezone.now()
    held.save(update_fields=["nonce", "nonce_before", "renewed"])
    record(by=by, act="access.secret_renewed", subject=held, concerns=[by, held.body])
    return Registered(held, secret_of(held.nonce))


@transaction.atomic
def stop_webhook(*, by: Person, webhook: Webhook) -> Webhook:
    """Tell a webhook nothing until it is resumed; what waits is withheld.

    Raises
    ------
    Forbidden
        It is another's, and they are not of network staff.
    """
    require(may_stop_webhook(by, webhook))
    if webhook.stopped is None:
        halt(by=by, webhook=webhook, why=_("It was stopped by hand."), now=timezone.now())
    return webhook


def halt(*, by: Person | None, webhook: Webhook, why: str, now: datetime) -> None:
    """Stop a webhook and write it down. The caller has asked the rules, or it stops by itself."""
    webhook.stopped, webhook.why_stopped = now, why
    webhook.save(update_fields=["stopped", "why_stopped"])
    whose = [webhook.owner, webhook.body]
    record(by=by, act="access.webhook_stopped", subject=webhook, concerns=whose)


@transaction.atomic
def resume_webhook(*, by: Person, webhook: Webhook) -> Webhook:
    """Tell a webhook again, of what happens from now on.

    Raises
    ------
    Forbidden
        It is another's, or they do not speak for its body any more.
    """
    require(may_keep_webhook(by, webhook))
    require(may_be_told(by, webhook.body))
    if webhook.stopped is not None:
        now = timezone.now()
        webhook.stopped, webhook.why_stopped, webhook.failures = None, "", 0
        webhook.looked = webhook.since = now
        webhook.save(update_fields=["stopped", "why_stopped", "failures", "looked", "since"])
        record(by=by, act="access.webhook_resumed", subject=webhook, concerns=[by, webhook.body])
    return webhook


@transaction.atomic
def remove_webhook(*, by: Person, webhook: Webhook) -> None:
    """Take a webhook away, with what is known of its messages.

    Raises
    ------
    Forbidden
        It is another's, and they are not of network staff.
    """
    require(may_stop_webhook(by, webhook))
    record(
        by=by,
        act="access.webhook_removed",
        subject=webhook,
        change=Change({"url": webhook.url, "events": webhook.events}, {}),
        concerns=[webhook.owner, webhook.body],
    )
    webhook.delete()


@transaction.atomic
def forget_person(*, by: Person | None, person: Person) -> None:
    """Take out tokens and webhooks of someone who is about to be erased.

    Called by the erasure of a person, before `people.actions.erase`, which writes it down.
    """
    Token.objects.filter(person=person).delete()
    Webhook.objects.filter(owner=person).delete()
