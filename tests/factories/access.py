"""Tokens with their secrets, webhooks, messages."""

from decapolis.access.actions import Asked, Made, Wanted, make_token, register_webhook
from decapolis.access.choices import Event, Scope
from decapolis.access.models import Delivery, Webhook
from decapolis.organisations.models import Body
from decapolis.people.models import Person
from tests.factories import people

ALL = tuple(Scope.values)


def token(person: Person | None = None, *scopes: str, days: int = 30) -> Made:
    """Return a new token with its secret; of all scopes unless some are named."""
    asked = Asked("A program", scopes or ALL, days)
    return make_token(by=person or people.person(), asked=asked)


def bearer(made: Made) -> dict[str, str]:
    """Return the header that shows a token."""
    return {"Authorization": f"Bearer {made.secret}"}


def webhook(
    owner: Person | None = None,
    body: Body | None = None,
    *events: str,
    url: str = "http://127.0.0.1:1/hook",
) -> Webhook:
    """Return a new webhook: of the whole network for staff, else of a body."""
    wanted = Wanted(url, events or [Event.PRACTICE_CORRECTED], body)
    return register_webhook(by=owner or people.staff(), wanted=wanted).webhook


def delivery(of: Webhook, **fields: object) -> Delivery:
    """Return a new message that waits."""
    values = {"event": Event.PRACTICE_CORRECTED, "message": f"msg_{of.pk}", "at": of.made}
    return Delivery.objects.create(webhook=of, **values | fields)
