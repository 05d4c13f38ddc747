"""What the page of a practice says of how well it is known to work, and of who followed it."""

from dataclasses import dataclass

from decapolis.kernel.permissions import Reader
from decapolis.library.queries.versions import practice_to_write
from decapolis.pages.review.contexts.lineage import Adopted, adopted_part
from decapolis.pages.review.contexts.standing import Standing, standing_of


@dataclass(frozen=True, slots=True)
class Trust:
    """The mark of a practice, and its lineage."""

    standing: Standing
    adopted: Adopted


def trust_of(slug: str, *, reader: Reader | None) -> Trust:
    """Return what the page of a practice needs.

    Raises
    ------
    NotFound
        There is none of that slug, or it may not be seen.
    """
    practice = practice_to_write(slug, reader=reader)
    return Trust(standing_of(practice, reader=reader), adopted_part(practice, reader=reader))
