"""What pages of cities show of the whole library, kept until a record changes."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.kept import Kept
from decapolis.library.queries.cities import (
    CityCounts,
    CityQuestion,
    PracticeCount,
    city_counts,
    practice_counts,
)
from decapolis.library.queries.city import CityDot, CityLibrary, city_library, practice_map

Key = TypeVar("Key", int, str, CityQuestion)
Value = TypeVar("Value")

_COUNTS: Kept[str, Mapping[int, PracticeCount]] = Kept()
_MAP: Kept[str, tuple[CityDot, ...]] = Kept()
_SIZES: Kept[CityQuestion, CityCounts] = Kept(200)
_LIBRARIES: Kept[int, CityLibrary] = Kept(500)
_ALL = "all"


def counts_of(reader: Reader | None) -> Mapping[int, PracticeCount]:
    """Return how many practices each city has."""
    return _one(_COUNTS, _ALL, lambda: practice_counts(reader=reader), reader)


def map_of(reader: Reader | None) -> tuple[CityDot, ...]:
    """Return every city with a practice."""
    return _one(_MAP, _ALL, lambda: practice_map(reader=reader), reader)


def sizes_of(asked: CityQuestion, reader: Reader | None) -> CityCounts:
    """Return how many cities fit a question, by country and size."""
    return _one(_SIZES, asked, lambda: city_counts(asked, reader=reader), reader)


def library_of(city_id: int, reader: Reader | None) -> CityLibrary:
    """Return what the library holds of a city."""
    return _one(_LIBRARIES, city_id, lambda: city_library(city_id, reader=reader), reader)


def _one(
    kept: Kept[Key, Value], key: Key, make: Callable[[], Value], reader: Reader | None
) -> Value:
    def made(_keys: Sequence[Key]) -> Mapping[Key, Value]:
        return {key: make()}

    return kept.get([key], made, reader=reader)[key]
