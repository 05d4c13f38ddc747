"""What organisations do later: the mail of an invitation; and old invitations are forgotten."""

from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.kernel.jobs import every, task
from decapolis.kernel.mail import Letter, Link, Refused, send
from decapolis.organisations import actions
from decapolis.organisations.queries import (
    InvitationFacts,
    invitation_facts,
    invitation_of,
    secret_of,
)


@task
def send_invitation(invitation_id: int, nonce: str) -> None:
    """Send the link to whom it is for, unless it no longer counts."""
    secret = secret_of(nonce)
    invitation = invitation_of(secret)
    if invitation is None or invitation.pk != invitation_id:
        return
    facts = invitation_facts(invitation)
    if facts.state == "open" and facts.email:
        with suppress(Refused):  # nobody is there; the list of invitations shows that it is open
            send(letter(facts, secret))


def letter(facts: InvitationFacts, secret: str) -> Letter:
    """Return the mail of an invitation."""
    who = facts.by_name or _("Your network")
    says = _("{name} invites you to join the network.").format(name=who)
    if facts.role_label and facts.body:
        says = _("{name} invites you to join the network for {body}, as: {role}.").format(
            name=who, body=facts.body.label, role=facts.role_label
        )
    greeting = _("Hello {name},").format(name=facts.name) if facts.name else _("Hello,")
    return Letter(
        to=facts.email,
        subject=_("{name} invites you to Decapolis").format(name=who),
        title=greeting,
        lead=says,
        action=Link(_("Look at the invitation"), f"/invitations/{secret}"),
        foot=_(
            "The link works once, for this address alone, until {day}. If you did not expect it, "
            "do nothing; nothing was made in your name."
        ).format(day=numbers.day(facts.expires.date())),
        reference=f"invitation {facts.invitation_id}",
    )


@every(days=1)
@task
def forget_invitations() -> int:
    """Forget invitations that ended longer ago than they are kept; return how many."""
    kept = timedelta(days=settings.KEEP_INVITATIONS_DAYS)
    return actions.forget_invitations(by=None, before=timezone.now() - kept)
