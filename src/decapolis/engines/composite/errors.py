"""What can be wrong with an index, in sentences that say what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

NAMED = 5  # codes that a message lists before it says how many more there are


@dataclass(frozen=True, slots=True)
class Where:
    """The place a fault was found; empty where it does not apply.

    Attributes
    ----------
    step
        ``table``, ``denominate``, ``screen``, ``impute``, ``treat``, ``normalise``, ``weights``,
        ``aggregate`` ...
    code
        The indicator or aggregate.
    unit
        The city.
    path
        Inside a spec, such as ``normalise.per.LPI.low``.
    """

    step: str = ""
    code: str = ""
    unit: str = ""
    path: str = ""


class CompositeError(ValueError):
    """An index cannot be built as asked; the message says why and what to do.

    Attributes
    ----------
    code
        The kind of fault, for programs.
    where
        The place (see `Where`).
    """

    code = "composite"

    def __init__(self, message: str, where: Where | None = None) -> None:
        super().__init__(message)
        self.where = where or Where()


class TableError(CompositeError):
    """The table or the structure of the index does not hold together."""

    code = "table"


class SpecError(CompositeError):
    """A step or an option of the recipe is not known, or its value is not possible."""

    code = "spec"


class NotFinite(CompositeError):
    """A value is infinite, or became so."""

    code = "not-finite"


class AllMissing(CompositeError):
    """A column holds no value at all where a step needs one."""

    code = "all-missing"


class Constant(CompositeError):
    """All values of a column are equal where a step needs a spread."""

    code = "constant"


class TooFewUnits(CompositeError):
    """A step needs more units than there are."""

    code = "too-few-units"


class NotPositive(CompositeError):
    """A method needs values above zero: logarithms, geometric and harmonic means."""

    code = "not-positive"


class WeightsError(CompositeError):
    """Weights are negative, missing, all zero or cannot be found."""

    code = "weights"


def named(codes: Iterable[str]) -> str:
    """Return codes as words, the first few of many.

    Examples
    --------
    >>> named(["A", "B"])
    'A, B'
    >>> named("ABCDEFGH")
    'A, B, C, D, E and 3 more'
    """
    listed = list(codes)
    more = len(listed) - NAMED
    return ", ".join(listed[:NAMED]) + (f" and {more} more" if more > 0 else "")
