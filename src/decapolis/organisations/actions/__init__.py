"""Write organisations, who speaks for them, and who is invited."""

from decapolis.organisations.actions.domains import remove_domain, set_domain
from decapolis.organisations.actions.forgetting import forget_invitations, forget_person
from decapolis.organisations.actions.hats import (
    claim_hat,
    end_hat,
    put_on_again,
    refuse_hat,
    verify_by_domain,
    verify_hat,
)
from decapolis.organisations.actions.invitations import (
    Issued,
    accept_invitation,
    invite,
    invite_link,
    invite_many,
    revoke_invitation,
)
from decapolis.organisations.actions.memberships import end_membership, renew
from decapolis.organisations.actions.records import FIELDS, put_organisations

__all__ = [
    "FIELDS",
    "Issued",
    "accept_invitation",
    "claim_hat",
    "end_hat",
    "end_membership",
    "forget_invitations",
    "forget_person",
    "invite",
    "invite_link",
    "invite_many",
    "put_on_again",
    "put_organisations",
    "refuse_hat",
    "remove_domain",
    "renew",
    "revoke_invitation",
    "set_domain",
    "verify_by_domain",
    "verify_hat",
]
