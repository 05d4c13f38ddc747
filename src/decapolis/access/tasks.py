"""What webhooks wait for: the log is looked through, messages are sent, old ones forgotten."""

from http import HTTPStatus

from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.access import actions
from decapolis.access.choices import DeliveryState
from decapolis.access.models import Webhook
from decapolis.kernel import outbound
from decapolis.kernel.jobs import every, task


class NotDelivered(Exception):
    """The other side did not take a message; the job is tried again."""


@every(minutes=1)
@task
def tell_webhooks() -> int:
    """Make messages of what happened since the last turn; return how many."""
    now = timezone.now()
    hooks = list(Webhook.objects.on())
    return sum(actions.hand_over(by=None, webhook=hook, now=now) for hook in hooks)


@task
def send_message(delivery_id: int) -> str:
    """Send one message; return what became of it.

    Raises
    ------
    NotDelivered
        It did not arrive, and will be tried again.
    """
    prepared = actions.prepare_delivery(by=None, delivery_id=delivery_id, now=timezone.now())
    if prepared is None:
        return "not to be sent"
    went = _sent(prepared)
    state = actions.end_delivery(by=None, delivery_id=delivery_id, went=went, now=timezone.now())
    if state == DeliveryState.WAITING:
        raise NotDelivered(went.said)
    return str(state)


def _sent(prepared: actions.Prepared) -> actions.Went:
    try:
        status = outbound.post(prepared.url, body=prepared.body, headers=prepared.headers)
    except (outbound.Unsafe, outbound.NoAnswer) as error:
        return actions.Went(said=str(error))
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return actions.Went(status, _("It leads elsewhere; messages follow no redirect."))
    return actions.Went(status, _("It answered {status}.").format(status=status))


@every(days=1)
@task
def forget_old_messages() -> int:
    """Forget what was sent a month ago; return how many messages."""
    return actions.forget_old_deliveries(by=None, now=timezone.now())
