"""Who may let programs in, and who may be told by webhook."""

from django.utils.translation import gettext as _

from decapolis.access.models import Token, Webhook
from decapolis.cities.models import City
from decapolis.kernel.permissions import ALLOWED, Reader, Verdict, denied, is_member
from decapolis.organisations.models import Body
from decapolis.organisations.queries import speaks_for
from decapolis.people.models import Person


def may_make_token(person: Reader | None) -> Verdict:
    """Whoever has signed in; a token never does more than they may."""
    return ALLOWED if _is_here(person) else denied(_("Sign in to make a token."))


def may_revoke_token(person: Reader | None, token: Token) -> Verdict:
    """Whose it is."""
    if _is_here(person) and token.person_id == getattr(person, "pk", None):
        return ALLOWED
    return denied(_("Only whose token it is can revoke it."))


def may_be_told(person: Reader | None, body: Body | None) -> Verdict:
    """Network staff of the whole network; who speaks for a body of what concerns that body."""
    if not _is_here(person):
        return denied(_("Sign in to be told."))
    if person is not None and person.is_staff:
        return ALLOWED
    if body is None:
        return denied(_("Only network staff are told of the whole network. Choose a body."))
    if not is_member(person) or not speaks_for(person, body):
        name = body.label if isinstance(body, City) else body.name
        return denied(_("Only who speaks for {body} is told of it.").format(body=name))
    return ALLOWED


def may_keep_webhook(person: Reader | None, webhook: Webhook) -> Verdict:
    """Whose it is."""
    if _is_here(person) and webhook.owner_id == getattr(person, "pk", None):
        return ALLOWED
    return denied(_("Only whose webhook it is can change it."))


def may_stop_webhook(person: Reader | None, webhook: Webhook) -> Verdict:
    """Whose it is, and network staff."""
    if _is_here(person) and person is not None and person.is_staff:
        return ALLOWED
    return may_keep_webhook(person, webhook)


def _is_here(person: Reader | None) -> bool:
    return isinstance(person, Person) and person.is_active and person.left is None
