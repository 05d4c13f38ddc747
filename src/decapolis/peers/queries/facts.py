"""Frozen records of peers and comparisons; units, years and sources travel with every figure."""

from dataclasses import dataclass, field
from typing import Protocol

from decapolis.indicators.queries import Figure

MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A city as it is named; ``country`` is the ISO 3166-1 code."""

    city_id: int
    name: str
    country: str
    country_name: str
    label: str


@dataclass(frozen=True, slots=True)
class PairFigure:
    """One figure known for both cities.

    Attributes
    ----------
    facet, noun
        The question that it answers, and how the figure is spoken of.
    mine, theirs
        The figures themselves.
    gap
        Partial distance, from 0 (alike) to 1.
    weight
        Its part of all that is known for both; these add up to 1 over a comparison.
    my_place, their_place
        Percentile among the cities of which it is known, 0 to 100; None for a class.
    of_n
        How many cities these are.
    counted
        False for geography (country, latitude), which is no shared evidence.
    sentence
        What the figure says of the pair.
    """

    facet: str
    noun: str
    mine: Figure
    theirs: Figure
    gap: float
    weight: float
    my_place: float | None
    their_place: float | None
    of_n: int
    counted: bool
    sentence: str

    @property
    def is_fallback(self) -> bool:
        """Whether it is of the region or country and tells nothing of the cities themselves."""
        return self.mine.is_fallback


@dataclass(frozen=True, slots=True)
class UnknownFacet:
    """A question of the theme that could not be answered for both, or only by a fallback.

    ``mine`` and ``theirs`` say whether the city's own figure is known; ``fallback`` whether both
    were compared by region or country instead. ``weight`` is its part of the theme's whole weight.
    """

    facet: str
    name: str
    mine: bool
    theirs: bool
    fallback: bool
    weight: float


class PairFigures(Protocol):
    """The figures of one pair of cities, made when they are asked for."""

    def near(self, most: int) -> tuple[PairFigure, ...]:
        """Return up to so many that make it near, those that do most first."""

    def differ(self, most: int) -> tuple[PairFigure, ...]:
        """Return up to so many in which it differs, those that do most first."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near a city is: its place among those that can be compared, and how much is shared."""

    rank: int
    of_n: int
    closeness: float
    shared: int


@dataclass(frozen=True, slots=True)
class Peer:
    """A city like mine, and why.

    ``closeness`` is 1 - ``distance``; ``rank`` of ``of_n`` counts the cities that share enough;
    ``shared`` the figures compared; ``evidence`` is the part of the theme's weight known for both.
    ``alike`` and ``unlike`` are its weightiest likenesses and differences in sentences, ``missing``
    says what is not known of the cities themselves; ``pairs`` makes the figures when asked.
    """

    city_id: int
    name: str
    country: str
    label: str
    distance: float
    closeness: float
    rank: int
    of_n: int
    shared: int
    evidence: float
    alike: tuple[str, ...]
    unlike: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[UnknownFacet, ...]
    pairs: PairFigures = field(compare=False, repr=False)

    @property
    def reasons(self) -> tuple[str, ...]:
        """All that is told of it: likenesses, differences, what is missing."""
        return (*self.alike, *self.unlike, *self.missing)

    @property
    def near(self) -> tuple[PairFigure, ...]:
        """The figures that make it near, those that do most first."""
        return self.pairs.near(MOST_SHOWN)

    @property
    def differ(self) -> tuple[PairFigure, ...]:
        """The figures in which it differs, those that do most first."""
        return self.pairs.differ(MOST_SHOWN)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two cities, figure by figure, closest first.

    ``distance``, ``closeness`` and ``rank`` (the place of the other city seen from mine) are None
    where the two share too little; ``says`` tells so.
    """

    mine: Place
    theirs: Place
    theme: str | None
    distance: float | None
    closeness: float | None
    rank: int | None
    of_n: int
    shared: int
    evidence: float
    says: str
    reasons: tuple[str, ...]
    figures: tuple[PairFigure, ...]
    near: tuple[PairFigure, ...]
    differ: tuple[PairFigure, ...]
    unknown: tuple[UnknownFacet, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """The questions that a city's own figures leave open, the weightiest first.

    ``fallback`` are answered by region or country only, ``unknown`` not at all; ``sentence`` is
    empty where there are none.
    """

    fallback: tuple[str, ...]
    unknown: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class PeerValue:
    """One peer's value in a peer strip."""

    city_id: int
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class PeerRange:
    """One figure of a city against the same figure of its nearest peers, lowest first."""

    figure: Figure
    peers: tuple[PeerValue, ...]
    low: float
    lower_quartile: float
    median: float
    upper_quartile: float
    high: float
    sentence: str
