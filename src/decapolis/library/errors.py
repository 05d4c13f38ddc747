"""What can go wrong when people write in the library."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from decapolis.kernel.errors import DomainError, NotFound

if TYPE_CHECKING:
    from decapolis.library.queries.comparing import Difference
    from decapolis.library.validators import Fault


class RecordFaulty(DomainError):
    """What was written is no whole record yet; ``faults`` says at which fields and why."""

    code = "library.record_faulty"

    def __init__(self, message: str, *, faults: "Sequence[Fault]") -> None:
        super().__init__(message, field=faults[0].field if faults else None)
        self.faults = tuple(faults)


class ChangedMeanwhile(DomainError):
    """Somebody else changed the practice since; nothing was written, and nothing is lost.

    ``mine`` is what was to be written, ``theirs`` what stands now as version ``current``, and
    ``differences`` compares the two, field by field.
    """

    code = "library.changed_meanwhile"

    def __init__(
        self,
        message: str,
        *,
        mine: Mapping[str, Any],
        theirs: Mapping[str, Any],
        current: int,
        differences: "Sequence[Difference]",
    ) -> None:
        super().__init__(message)
        self.mine = mine
        self.theirs = theirs
        self.current = current
        self.differences = tuple(differences)


class DocumentChanged(DomainError):
    """Somebody else changed the document since; nothing was written."""

    code = "library.document_changed"


class NothingChanged(DomainError):
    """What was handed in is what stands there already."""

    code = "library.nothing_changed"


class TooLong(DomainError):
    """More text than any practice has."""

    code = "library.too_long"


class TooManyDrafts(DomainError):
    """Somebody keeps more drafts than can be looked after."""

    code = "library.too_many_drafts"


class AlreadyDecided(DomainError):
    """A suggestion that nobody waits for any more."""

    code = "library.already_decided"


class ReasonMissing(DomainError):
    """Who declines says why."""

    code = "library.reason_missing"


class LevelNotGiven(DomainError):
    """A level that nobody can give, or that a yes is missing for."""

    code = "library.level_not_given"


class NothingCounts(DomainError):
    """The record states no result that counts: none, expectations, or a supplier's claims."""

    code = "library.nothing_counts"


class ReasonsTooShort(DomainError):
    """Who grades says why in a whole sentence."""

    code = "library.reasons_too_short"


class AnotherVersion(DomainError):
    """The practice was changed while its reviewer read it."""

    code = "library.another_version"


class AlreadyAsked(DomainError):
    """A review is asked for already."""

    code = "library.already_asked"


class AlreadyWithdrawn(DomainError):
    """It does not stand any more."""

    code = "library.already_withdrawn"


class RunsInCircle(DomainError):
    """A practice cannot follow one that came from it."""

    code = "library.runs_in_circle"


class NotAnAdoption(DomainError):
    """A practice of another city, or of the city that was followed itself."""

    code = "library.not_an_adoption"


class AlreadyAdopted(DomainError):
    """The same city or practice says so already."""

    code = "library.already_adopted"


class AdoptionFaulty(DomainError):
    """A field of an adoption holds nothing, or what cannot be."""

    code = "library.adoption_faulty"


class NobodyFree(DomainError):
    """Nobody who agreed to be called can be asked now.

    ``since`` is the day from which somebody can be; None: nobody else has agreed.
    """

    code = "library.nobody_free"

    def __init__(self, message: str, *, since: date | None) -> None:
        super().__init__(message)
        self.since = since


class AskedTooOften(DomainError):
    """Somebody waits for as many answers as one may, or asks too often in a day."""

    code = "library.asked_too_often"


class AskedAlready(DomainError):
    """Somebody waits for an answer about the same practice, or was asked the same lately."""

    code = "library.asked_already"


class CallTextMissing(DomainError):
    """There is no question, or no answer; ``field`` names which."""

    code = "library.call_text_missing"


class LimitOutOfRange(DomainError):
    """How often someone may be asked is off the scale, or a day lies behind."""

    code = "library.limit_out_of_range"


class CallEnded(DomainError):
    """A request that nobody waits for any more, or that went on to somebody else."""

    code = "library.call_ended"


class LinkSpent(NotFound):
    """A link out of a mail that was cut, is too old, or is not ours."""

    code = "library.link_spent"


class NamesRemain(DomainError):
    """What was to be told without its name would still give it away; ``words`` says by what."""

    code = "library.names_remain"

    def __init__(self, message: str, *, words: Sequence[str]) -> None:
        super().__init__(message)
        self.words = tuple(words)
