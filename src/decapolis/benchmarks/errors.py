"""What can go wrong with benchmarks."""

from collections.abc import Sequence

from decapolis.kernel.errors import DomainError, NotFound
from decapolis.kernel.records import Rejection

TOLD = 5  # faults that the message itself lists


class TableFaulty(DomainError):
    """A table cannot be taken in; ``rejections`` says at which lines and columns, and why."""

    code = "benchmarks.table_faulty"

    def __init__(self, name: str, rejections: Sequence[Rejection]) -> None:
        ordered = tuple(sorted(rejections, key=lambda fault: fault.line))
        told = "\n".join(_told(fault) for fault in ordered[:TOLD])
        more = len(ordered) - TOLD
        rest = f"\nThere are {more} more faults like these." if more > 0 else ""
        super().__init__(f"{name} cannot be taken in.\n{told}{rest}", field=ordered[0].field)
        self.rejections = ordered


def _told(fault: Rejection) -> str:
    column = f", column {fault.field}" if fault.field else ""
    return f"Line {fault.line}{column}: {fault.reason}"


class NotBuilt(DomainError):
    """The index cannot be made of these values by this recipe; the message says why."""

    code = "benchmarks.not_built"


class RecordRefused(DomainError):
    """A framework or an edition is not whole; the message says what to mend."""

    code = "benchmarks.record_refused"


class NameTaken(DomainError):
    """There is a framework or an edition of that address already."""

    code = "benchmarks.name_taken"


class NoEntrants(DomainError):
    """An edition without cities, or with more than one of a code."""

    code = "benchmarks.no_entrants"


class TooLarge(DomainError):
    """More cities or criteria than one index can be drawn for."""

    code = "benchmarks.too_large"


class MarkOutOfRange(DomainError):
    """A mark is not on the scale of its criterion."""

    code = "benchmarks.mark_out_of_range"


class MarkFixed(DomainError):
    """Both reviewers have marked: from now on the difference is settled, not changed."""

    code = "benchmarks.mark_fixed"


class NoSeat(DomainError):
    """Two others review this city already."""

    code = "benchmarks.no_seat"


class NotSettled(DomainError):
    """Marks still differ, or wait for a second reviewer."""

    code = "benchmarks.not_settled"


class WrongState(DomainError):
    """The edition is not at the step where this can be done."""

    code = "benchmarks.wrong_state"


class TextMissing(DomainError):
    """A reason, a reply or an answer is empty or too long."""

    code = "benchmarks.text_missing"


class ProofRefused(DomainError):
    """What is given as proof cannot be looked up."""

    code = "benchmarks.proof_refused"


class ReplyOpen(DomainError):
    """A reply to this mark waits for an answer already."""

    code = "benchmarks.reply_open"


class AlreadyAnswered(DomainError):
    """Nobody waits for an answer to this reply any more."""

    code = "benchmarks.already_answered"


class WiderThanData(DomainError):
    """An edition would be read by more people than the figures that it is made of."""

    code = "benchmarks.wider_than_data"


class TheoryFaulty(DomainError):
    """A theory of change is not whole; ``field`` names column and place: ``outputs-2``."""

    code = "benchmarks.theory_faulty"


class TheoryChanged(DomainError):
    """Somebody else saved a newer version meanwhile; nothing of theirs was lost."""

    code = "benchmarks.theory_changed"


class NoRun(NotFound):
    """The edition was never made, so that there is nothing to show or to check."""

    code = "benchmarks.no_run"
