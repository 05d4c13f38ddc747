"""Checks of what somebody writes for a token or a webhook."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from decapolis.access.choices import FOR_STAFF, Event, Scope
from decapolis.access.errors import TokenFaulty, WebhookFaulty
from decapolis.kernel.outbound import Unsafe, check_address

LONGEST_NAME = 80
LONGEST_URL = 500


def clean_name(name: str) -> str:
    """Return the name of a token.

    Raises
    ------
    TokenFaulty
        There is none, it is too long, or no line of text.
    """
    plain = " ".join(name.split())
    if not plain or not plain.isprintable() or len(plain) > LONGEST_NAME:
        raise TokenFaulty(
            _("Name the program that will use it, in at most {n} letters.").format(n=LONGEST_NAME),
            field="name",
        )
    return plain


def known_scopes(scopes: Iterable[str]) -> list[str]:
    """Return scopes once each, in their order.

    Raises
    ------
    TokenFaulty
        There are none, or one is not known.
    """
    wanted = set(scopes)
    if not wanted or wanted - set(Scope.values):
        raise TokenFaulty(
            _("Choose at least one: {scopes}.").format(scopes=", ".join(Scope.values)),
            field="scopes",
        )
    return [scope for scope in Scope.values if scope in wanted]


def known_events(events: Iterable[str], *, of_network: bool) -> list[str]:
    """Return events once each, in their order.

    Raises
    ------
    WebhookFaulty
        There are none, or one is not known or not to be had.
    """
    wanted = set(events)
    open_to = [one for one in Event.values if of_network or one not in FOR_STAFF]
    if not wanted or wanted - set(open_to):
        raise WebhookFaulty(
            _("Choose at least one: {events}.").format(events=", ".join(open_to)), field="events"
        )
    return [event for event in open_to if event in wanted]


def clean_url(url: str) -> str:
    """Return the address that a webhook is sent to.

    Raises
    ------
    WebhookFaulty
        It is none that messages may go to.
    """
    plain = url.strip()
    if len(plain) > LONGEST_URL:
        raise WebhookFaulty(
            _("Write an address of at most {n} letters.").format(n=LONGEST_URL), field="url"
        )
    try:
        check_address(plain)
    except Unsafe as error:
        raise WebhookFaulty(str(error), field="url") from error
    return plain
