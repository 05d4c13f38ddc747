"""Who may wear which hat, who may say that it is true, and who may invite whom."""

from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.kernel.permissions import ALLOWED, Reader, Verdict, denied
from decapolis.organisations.models import Body, Hat, Invitation
from decapolis.organisations.queries.hats import speaks_for

UNDO_DAYS = 1  # of a hat that was taken off, counted in dates


def may_claim(person: Reader | None) -> Verdict:
    """Whoever has signed in says what they are; whether it is true is looked at by others."""
    if not _is_here(person):
        return denied(_("Sign in to say what you are."))
    return ALLOWED


def may_verify(person: Reader | None, hat: Hat) -> Verdict:
    """Network staff, or someone who speaks for the body, but nobody of the body for themselves."""
    if _is_staff(person):
        return ALLOWED
    if not _is_here(person):
        return denied(_("Sign in to confirm what someone says."))
    if hat.person_id == getattr(person, "pk", None):
        return denied(_("Somebody else must confirm what you say of yourself."))
    if hat.body is None or not speaks_for(person, hat.body):
        return denied(
            _("Only network staff, or someone who speaks for this body, can confirm this.")
        )
    return ALLOWED


def may_end(person: Reader | None, hat: Hat) -> Verdict:
    """One's own; else who may confirm it may also take it off."""
    if _is_here(person) and hat.person_id == getattr(person, "pk", None):
        return ALLOWED
    verdict = may_verify(person, hat)
    if not verdict:
        return denied(_("You can take off your own hats only."))
    return ALLOWED


def may_put_on_again(person: Reader | None, hat: Hat) -> Verdict:
    """Whoever took it off, on that day or the next; network staff at any time."""
    if _is_staff(person):
        return ALLOWED
    if not _is_here(person) or hat.ended_by_id != getattr(person, "pk", None):
        return denied(_("Only who took this off can put it on again. Say anew what you are."))
    if hat.until is None or (timezone.localdate() - hat.until).days > UNDO_DAYS:
        return denied(_("This was taken off some days ago. Say anew what you are."))
    return ALLOWED


def may_invite(person: Reader | None, body: Body | None) -> Verdict:
    """Network staff invite anybody; who speaks for a body invites people of that body."""
    if _is_staff(person):
        return ALLOWED
    if not _is_here(person):
        return denied(_("Sign in to invite someone."))
    if body is None:
        return denied(_("Say for which city or organisation they come; you invite for yours only."))
    if not speaks_for(person, body):
        return denied(
            _(
                "Only network staff, or someone who speaks for {body}, can invite its people."
            ).format(body=body.label if isinstance(body, City) else body.name)
        )
    return ALLOWED


def may_accept(person: Reader | None) -> Verdict:
    """Whoever has signed in comes in by a link that they hold."""
    return ALLOWED if _is_here(person) else denied(_("Sign in or join, then accept."))


def may_revoke(person: Reader | None, invitation: Invitation) -> Verdict:
    """Whoever invited, and network staff."""
    if _is_staff(person):
        return ALLOWED
    if _is_here(person) and invitation.by_id == getattr(person, "pk", None):
        return ALLOWED
    return denied(_("Only who made an invitation, or network staff, can revoke it."))


def may_set_domain(person: Reader | None) -> Verdict:
    """Network staff say which e-mail domains belong to whom."""
    if _is_staff(person):
        return ALLOWED
    return denied(_("Only network staff can say to whom an e-mail domain belongs."))


def may_keep_desk(person: Reader | None) -> Verdict:
    """Network staff work at the network's desk."""
    return ALLOWED if _is_staff(person) else denied(_("This desk is for network staff."))


def _is_here(person: Reader | None) -> bool:
    return bool(person and person.is_authenticated and getattr(person, "is_active", False))


def _is_staff(person: Reader | None) -> bool:
    return _is_here(person) and bool(person and person.is_staff)
