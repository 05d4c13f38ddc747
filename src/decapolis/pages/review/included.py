"""What the page of a practice says of how well it is known to work, and of who followed it."""

from dataclasses import dataclass

from decapolis.kernel.permissions import Reader
from decapolis.library.models import Practice
from decapolis.pages.review.contexts.lineage import Adopted, adopted_part
from decapolis.pages.review.contexts.standing import Standing, standing_of


@dataclass(frozen=True, slots=True)
class Trust:
    """The mark of a practice, and its lineage."""

    standing: Standing
    adopted: Adopted


def trust_of(practice: Practice, *, reader: Reader | None) -> Trust:
    """Return what the page of a practice, which its reader may see, needs."""
    return Trust(standing_of(practice, reader=reader), adopted_part(practice, reader=reader))
