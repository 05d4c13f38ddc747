"""Find in the library: the gazetteer and the index put together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from decapolis.cities.models import City
from decapolis.engines.retrieval.evaluation import ndcg as graded
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.places import country_words, places_in
from decapolis.peers.queries import Closeness
from decapolis.search import bridge as search
from decapolis.search.queries import Filters, Found, Look


class ClosenessShares(Mapping[int, float]):
    """How near each city is to the reader's, from 0 to 1, read only for those that are asked for.

    The reader's own city comes last: its own records are no advice to it.

    Parameters
    ----------
    own
        GeoNames id of the reader's city.
    near
        What `decapolis.peers.bridge.closeness` gives for it.
    """

    def __init__(self, own: int, near: Mapping[int, Closeness]) -> None:
        self._own = own
        self._near = near

    def within(self, share: float) -> tuple[int, ...]:
        """Return the city itself and the nearest share of all others, from 0 to 1."""
        most = share * len(self._near)
        return (self._own, *(pk for pk, found in self._near.items() if found.rank <= most))

    def __getitem__(self, city_id: int) -> float:
        return -1.0 if city_id == self._own else self._near[city_id].closeness

    def __iter__(self) -> Iterator[int]:
        return iter(self._near)

    def __len__(self) -> int:
        return len(self._near)


def find_in_library(
    text: str, look: Look | None = None, *, reader: Reader | None, city: City | None = None
) -> Found:
    """Return what the library holds on a question.

    Parameters
    ----------
    text
        The question, in any language; empty to browse.
    look
        Filters, page, order, and ``near``: the closeness of cities to the reader's, which weighs.
    reader
        Who asks; None is the public.
    city
        The reader's own city. Its own records are no advice to it: they come last among equals.

    Raises
    ------
    QuestionTooLong
        With a sentence for the reader.
    """
    look = look or Look()
    if city is not None:
        look = replace(look, near={**(look.near or {}), city.pk: -1.0})
    return search.find(text, look, reader=reader, places=places_in)


def find_many_in_library(
    texts: Sequence[str], look: Look | None = None, *, reader: Reader | None
) -> list[Found]:
    """Return what the library holds on each of several questions, embedded at once."""
    return search.find_many(texts, look, reader=reader, places=places_in)


def warm() -> None:
    """Load all that the first question would wait for."""
    country_words()
    search.warm()


__all__ = [
    "ClosenessShares",
    "Filters",
    "Found",
    "Look",
    "find_in_library",
    "find_many_in_library",
    "graded",
    "warm",
]
