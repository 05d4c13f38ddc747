"""Invite people, take an invitation back, come in by one."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.audit.actions import Change, record
from decapolis.cities.models import City
from decapolis.kernel.jobs import later
from decapolis.kernel.permissions import require
from decapolis.organisations.actions.hats import give_hat
from decapolis.organisations.bridge import Invitee, read_invitations
from decapolis.organisations.choices import Ground
from decapolis.organisations.errors import (
    InvitationForOther,
    InvitationGone,
    InvitationNotValid,
    InvitationsFaulty,
)
from decapolis.organisations.models import Acceptance, Hat, Invitation, fields_of
from decapolis.organisations.queries.hats import confirmed_addresses
from decapolis.organisations.queries.invitations import (
    digest_of,
    in_part,
    invitation_of,
    secret_of,
    state_of,
)
from decapolis.organisations.rules import may_accept, may_invite, may_revoke
from decapolis.organisations.validators import check_role, is_email
from decapolis.people.actions import ask_to_be_let_in, let_in
from decapolis.people.models import Person
from decapolis.people.queries import request_of

USUAL_DAYS = 14
MOST_DAYS = 365
MOST_USES = 1000
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation with its secret, which is known here and now, and never again."""

    invitation: Invitation
    secret: str


@transaction.atomic
def invite(*, by: Person, to: Invitee, days: int = USUAL_DAYS) -> Issued:
    """Invite one person by mail; the link works for that address only, and once.

    Raises
    ------
    Forbidden
        Neither network staff, nor someone who speaks for the body.
    RoleDoesNotFit
        With the field to mend.
    InvitationNotValid
        The address or the days cannot be.
    """
    require(may_invite(by, to.body))
    if not is_email(to.email):
        told = _("“{email}” is not an e-mail address.").format(email=to.email[:80])
        raise InvitationNotValid(told, field="email")
    return _make(by, to, days=days, most_uses=1)


@transaction.atomic
def invite_many(*, by: Person, text: str, days: int = USUAL_DAYS) -> list[Issued]:
    """Invite everyone in a CSV text of email, name, role, city or organisation, and title.

    Raises
    ------
    InvitationsFaulty
        Something is wrong in it; ``faults`` says what by line and field, and nobody was invited.
    InvitationNotValid
        The days are out of range.
    """
    invitees, faults = read_invitations(text, by=by)
    for body in {invitee.body for invitee in invitees}:
        require(may_invite(by, body))
    if faults:
        told = ngettext(
            "Nobody was invited: mend one thing first.",
            "Nobody was invited: mend {n} things first.",
            len(faults),
        )
        raise InvitationsFaulty(told.format(n=len(faults)), faults=faults)
    return [_make(by, invitee, days=days, most_uses=1) for invitee in invitees]


@transaction.atomic
def invite_link(*, by: Person, to: Invitee, most_uses: int = 1, days: int = USUAL_DAYS) -> Issued:
    """Make a link that lets in whoever has it, a limited number of times.

    Raises
    ------
    Forbidden
        Neither network staff, nor someone who speaks for the body.
    RoleDoesNotFit
        With the field to mend.
    InvitationNotValid
        The days or the number of uses cannot be.
    """
    require(may_invite(by, to.body))
    if not 1 <= most_uses <= MOST_USES:
        told = _("Let between 1 and {most} people in by one link.").format(most=MOST_USES)
        raise InvitationNotValid(told, field="most_uses")
    open_to_anyone = Invitee(role=to.role, title=to.title, body=to.body)
    return _make(by, open_to_anyone, days=days, most_uses=most_uses)


@transaction.atomic
def revoke_invitation(*, by: Person, invitation: Invitation) -> Invitation:
    """Take an invitation back; who came in by it before stays.

    Raises
    ------
    Forbidden
        Neither network staff nor who made it.
    InvitationGone
        It is revoked already.
    """
    require(may_revoke(by, invitation))
    now = timezone.now()
    if not Invitation.objects.filter(pk=invitation.pk, revoked=None).update(revoked=now):
        raise InvitationGone(_("This invitation was revoked already."))
    invitation.revoked = now
    record(
        by=by,
        act="organisations.invitation_revoked",
        subject=invitation,
        change=Change({"revoked": None}, {"revoked": now}),
        concerns=[invitation.by, invitation.body],
    )
    return invitation


@transaction.atomic
def accept_invitation(*, by: Person, secret: str) -> Acceptance:
    """Come in by a link: become a member, and wear the hat that it gives.

    Where whoever invited may not invite any more, or staff have turned this person away and
    someone else invites them, the link lets nobody in by itself: it becomes a request that waits
    for network staff, and the hat waits, too. The uses of a link are counted in the database, so
    that of two at once only as many get in as it has room for. Coming twice counts once.

    Raises
    ------
    Forbidden
        Not signed in.
    InvitationGone
        Unknown, expired, used up or revoked.
    InvitationForOther
        It is for an address that the person has not confirmed.
    """
    require(may_accept(by))
    Person.objects.select_for_update().get(pk=by.pk)  # who clicks twice comes in once
    invitation = invitation_of(secret)
    if invitation is None:
        raise InvitationGone(_("This link is not known here. Look whether all of it was copied."))
    before = Acceptance.objects.filter(invitation=invitation, person=by).first()
    if before and not invitation.revoked:
        return before
    if invitation.email and invitation.email not in confirmed_addresses(by):
        raise InvitationForOther(
            _(
                "This invitation is for another address. Sign in with the address that it was "
                "sent to, or add that address to your account."
            )
        )
    usable = Invitation.objects.usable(timezone.now()).filter(pk=invitation.pk)
    if not usable.update(uses=F("uses") + 1):
        invitation.refresh_from_db()
        raise InvitationGone(_gone(invitation))
    accepted = Acceptance.objects.create(invitation=invitation, person=by)
    record(
        by=by,
        act="organisations.invitation_accepted",
        subject=invitation,
        concerns=[by, invitation.by, invitation.body],
    )
    trusted = _trusted_inviter(invitation, by)
    if trusted:
        let_in(by=None, person=by, note=_("By invitation."))
    else:
        ask_to_be_let_in(by=by, note=_("By an invitation that staff should look at."))
    if invitation.role:
        _give_hat(invitation, by, verifier=trusted)
    return accepted


def _trusted_inviter(invitation: Invitation, person: Person) -> Person | None:
    """Return who invited, where their word is enough now."""
    inviter = invitation.by
    if inviter is None or not may_invite(inviter, invitation.body):
        return None
    asked = request_of(person)
    was_refused = asked is not None and asked.accepted is False and not person.is_member
    return None if was_refused and not inviter.is_staff else inviter


def _make(by: Person, to: Invitee, *, days: int, most_uses: int) -> Issued:
    """Write an invitation, and hand its mail to the worker.

    The secret has 256 bits and is nowhere stored: the mail's job is told a number from which it
    comes only with the key of this installation.

    Raises
    ------
    InvitationNotValid
        The days are out of range.
    RoleDoesNotFit
        No such body has that role.
    """
    if not 1 <= days <= MOST_DAYS:
        told = _("Let the link work for 1 to {most} days.").format(most=MOST_DAYS)
        raise InvitationNotValid(told, field="days")
    if to.role or to.body:
        is_city = isinstance(to.body, City)
        check_role(to.role, has_city=is_city, has_organisation=bool(to.body) and not is_city)
    nonce = secrets.token_hex(32)
    secret = secret_of(nonce)
    invitation = Invitation.objects.create(
        digest=digest_of(secret),
        email=to.email.lower(),
        name=to.name.strip()[:LONGEST],
        role=to.role,
        title=to.title.strip()[:LONGEST],
        by=by,
        ground=Ground.STAFF if by.is_staff else Ground.INVITATION,
        most_uses=most_uses,
        expires=timezone.now() + timedelta(days=days),
        **fields_of(to.body),
    )
    record(
        by=by,
        act="organisations.invited",
        subject=invitation,
        change=Change(
            {},
            {
                "to": in_part(invitation.email),
                "role": invitation.role,
                "body": str(to.body) if to.body else None,
                "most_uses": most_uses,
                "expires": invitation.expires,
            },
        ),
        concerns=[by, to.body],
    )
    if invitation.email:
        later("organisations.tasks.send_invitation", invitation_id=invitation.pk, nonce=nonce)
    return Issued(invitation, secret)


def _give_hat(invitation: Invitation, person: Person, *, verifier: Person | None) -> None:
    """Put the hat on that the invitation gives."""
    hat = Hat(
        person=person,
        role=invitation.role,
        city=invitation.city,
        organisation=invitation.organisation,
        title=invitation.title or person.title,
        ground=invitation.ground,
    )
    give_hat(by=person, person=person, hat=hat, verifier=verifier)


def _gone(invitation: Invitation) -> str:
    """Say why an invitation lets nobody in."""
    return {
        "revoked": _("This invitation was taken back. Ask who sent it for another."),
        "used": _("This invitation has been used. Ask who sent it for another."),
        "expired": _("This invitation is too old. Ask who sent it for another."),
    }.get(state_of(invitation), _("This invitation could not be used. Try again."))
