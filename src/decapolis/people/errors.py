"""What can go wrong with people."""

from decapolis.kernel.errors import DomainError, NotFound


class ValueRefused(DomainError):
    """A field of a profile holds what it cannot."""

    code = "people.value_refused"


class AddressTaken(DomainError):
    """Another account has this address."""

    code = "people.address_taken"


class AccountClosed(DomainError):
    """The account of this address may not be used."""

    code = "people.account_closed"


class LastAddress(DomainError):
    """The address to which mail goes cannot be taken away."""

    code = "people.last_address"


class NothingWaits(DomainError):
    """There is no request to decide."""

    code = "people.nothing_waits"


class ReasonMissing(DomainError):
    """Whoever must go is told why."""

    code = "people.reason_missing"


class NoSuchPerson(NotFound):
    """No account has the address; said to the operator alone."""

    code = "people.no_such_person"


class NoSuchCircle(NotFound):
    """There is no such circle, or it is not theirs."""

    code = "people.no_such_circle"


class CircleNamed(DomainError):
    """Another circle goes by this name."""

    code = "people.circle_named"


class CircleFull(DomainError):
    """More people than a circle holds."""

    code = "people.circle_full"


class NoLeadLeft(DomainError):
    """A team keeps somebody who owns it."""

    code = "people.no_lead_left"
