"""What can go wrong with initiatives and their plans."""

from collections.abc import Mapping
from typing import Any

from decapolis.kernel.errors import DomainError, NotFound


class NoSuchInitiative(NotFound):
    """There is no such initiative, or it is not theirs."""

    code = "initiatives.no_such_initiative"


class NoSuchLine(NotFound):
    """There is no such line in this plan."""

    code = "initiatives.no_such_line"


class ValueRefused(DomainError):
    """Something that was written will not do; ``field`` names it."""

    code = "initiatives.value_refused"


class LineFaulty(DomainError):
    """A line cannot be written as it is; ``faults`` says what is wrong at which field."""

    code = "initiatives.line_faulty"

    def __init__(self, faults: Mapping[str, str]) -> None:
        field, message = next(iter(faults.items()))
        super().__init__(message, field=field)
        self.faults = dict(faults)


class ChangedMeanwhile(DomainError):
    """Somebody else saved the same thing meanwhile; nothing was written.

    ``mine`` is what was sent and ``theirs`` what stands there now, by each field in which they
    differ; ``current`` is the version of that.
    """

    code = "initiatives.changed_meanwhile"

    def __init__(
        self, message: str, *, current: int, mine: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> None:
        super().__init__(message, field=next(iter(mine), None))
        self.current, self.mine, self.theirs = current, dict(mine), dict(theirs)


class TooMuch(DomainError):
    """More lines, seats or practices than a plan or a team holds."""

    code = "initiatives.too_much"


class WhyMissing(DomainError):
    """Who stops an initiative says why."""

    code = "initiatives.why_missing"


class NoOwnerLeft(DomainError):
    """A team keeps one who owns it."""

    code = "initiatives.no_owner_left"


class NoBoard(DomainError):
    """The initiative has no board to take from."""

    code = "initiatives.no_board"


class NoSuchAmount(NotFound):
    """There is no such amount in the library, or it is not open to them."""

    code = "initiatives.no_such_amount"


class NoSuchCondition(NotFound):
    """There is no such condition in what the initiative draws on."""

    code = "initiatives.no_such_condition"


class NoteTooLong(DomainError):
    """A note is too long."""

    code = "initiatives.note_too_long"


class NothingSaid(DomainError):
    """A review or a report says nothing."""

    code = "initiatives.nothing_said"


class AnsweredAlready(DomainError):
    """The review was answered already."""

    code = "initiatives.answered_already"


class LinkSpent(NotFound):
    """The link of a letter was cut, is not ours, is too old, or was meant for another time."""

    code = "initiatives.link_spent"


class NotEnded(DomainError):
    """What becomes a practice is done or stopped first."""

    code = "initiatives.not_ended"


class DraftTaken(DomainError):
    """Somebody else of the team writes the draft."""

    code = "initiatives.draft_taken"
