"""What can go wrong with hats, domains and invitations."""

from collections.abc import Sequence

from decapolis.kernel.errors import DomainError, NotFound
from decapolis.kernel.records import Rejection


class RoleDoesNotFit(DomainError):
    """The role is not one of such a body, or needs a body."""

    code = "organisations.role_does_not_fit"


class HatThere(DomainError):
    """They wear this hat already, or too many."""

    code = "organisations.hat_there"


class HatNotWaiting(DomainError):
    """The hat was taken off, or is decided already."""

    code = "organisations.hat_not_waiting"


class ReasonMissing(DomainError):
    """A refusal without a reason."""

    code = "organisations.reason_missing"


class DateOutOfRange(DomainError):
    """A date that cannot be."""

    code = "organisations.date_out_of_range"


class DomainNotOfABody(DomainError):
    """Not a domain, or one under which anybody gets an address."""

    code = "organisations.domain_not_of_a_body"


class DomainTaken(DomainError):
    """Another body has this domain."""

    code = "organisations.domain_taken"


class UnknownOrganisation(NotFound):
    """No organisation goes by that name."""

    code = "organisations.unknown"


class UnknownMember(NotFound):
    """No member, or more than one, goes by a name or address."""

    code = "organisations.unknown_member"


class InvitationNotValid(DomainError):
    """What is asked to be invited cannot be."""

    code = "organisations.invitation_not_valid"


class InvitationsFaulty(DomainError):
    """A file of invitations has faults; nobody was invited."""

    code = "organisations.invitations_faulty"

    def __init__(self, message: str, *, faults: Sequence[Rejection]) -> None:
        super().__init__(message, field="file")
        self.faults = tuple(faults)


class InvitationGone(DomainError):
    """The link no longer lets anyone in: expired, used up, revoked or never made."""

    code = "organisations.invitation_gone"


class InvitationForOther(DomainError):
    """The link is for another address than those that the person has confirmed."""

    code = "organisations.invitation_for_other"
