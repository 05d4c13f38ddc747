"""Read invitations: one by its secret, and the list of those that were made."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import Reader
from decapolis.organisations.models import Invitation
from decapolis.organisations.queries.hats import BodyRef, body_ref

LONGEST_SECRET = 100


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """An invitation as it is shown; never its secret, which nobody knows any more."""

    invitation_id: int
    email: str  # empty: a link for anyone
    name: str
    role_label: str  # empty: it gives no hat
    title: str
    body: BodyRef | None
    by_name: str
    most_uses: int
    uses: int
    made: datetime
    expires: datetime
    state: str  # open, used, expired, revoked
    state_label: str


def digest_of(secret: str) -> str:
    """Return what is stored of a link's secret: its SHA-256."""
    return hashlib.sha256(secret[:LONGEST_SECRET].encode("utf-8", "replace")).hexdigest()


def secret_of(nonce: str) -> str:
    """Return the secret of a link from what its mail's job was told.

    It takes the key of this installation: nothing in the database lets anyone in.
    """
    return salted_hmac("decapolis.invitation", nonce, algorithm="sha256").hexdigest()


def invitation_of(secret: str) -> Invitation | None:
    """Return the invitation that a link stands for, also one that no longer counts."""
    found: Invitation | None = (
        Invitation.objects.select_related("city__country", "organisation", "by")
        .filter(digest=digest_of(secret))
        .first()
    )
    return found


def invitations(reader: Reader | None) -> QuerySet[Invitation]:
    """Return the invitations that a reader may see, newest first."""
    found: QuerySet[Invitation] = Invitation.objects.visible_to(reader)
    return found.select_related("city__country", "organisation", "by")


def invitation_facts(invitation: Invitation) -> InvitationFacts:
    """Return what is shown of an invitation; no query where `invitations` fetched it."""
    state = state_of(invitation)
    return InvitationFacts(
        invitation_id=invitation.pk,
        email=invitation.email,
        name=invitation.name,
        role_label=str(invitation.get_role_display()) if invitation.role else "",
        title=invitation.title,
        body=body_ref(invitation.body) if invitation.body else None,
        by_name=str(invitation.by) if invitation.by else "",
        most_uses=invitation.most_uses,
        uses=invitation.uses,
        made=invitation.made,
        expires=invitation.expires,
        state=state,
        state_label={
            "open": _("Open"),
            "used": _("Used"),
            "expired": _("Expired"),
            "revoked": _("Revoked"),
        }[state],
    )


def in_part(email: str) -> str:
    """Return as much of an address as tells its owner which one is meant: ``a…@dayton.gov``."""
    user, _at, host = email.partition("@")
    return f"{user[:1]}…@{host}" if host else ""


def state_of(invitation: Invitation) -> str:
    """Return whether an invitation still lets someone in, or why not."""
    if invitation.revoked:
        return "revoked"
    if invitation.uses >= invitation.most_uses:
        return "used"
    return "expired" if invitation.expires <= timezone.now() else "open"
