"""One city against others, figure by figure: what makes each near, what differs, what is unknown.

Which figures weigh most is worked out for all cities at once; figures and sentences are made for
those alone that are told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from decapolis.engines import peers as engine
from decapolis.indicators.queries import Figure
from decapolis.peers.bridge.atlas import Atlas, Bools, Floats, Ints, facet_weights, parts_of
from decapolis.peers.choices import FACETS, WORDS
from decapolis.peers.queries import (
    SIMILAR,
    SOMEWHAT,
    PairFigure,
    Told,
    UnknownFacet,
    pair_sentence,
)

MOST_NEAR, MOST_DIFFER = 3, 2
Columns = list[list[int]]  # of each other city, numbers of columns


class Asked:
    """One city against k others for a theme; what they have in common is made once."""

    def __init__(self, atlas: Atlas, row: int, others: Ints, theme: str | None) -> None:
        heaviest_first = sorted(facet_weights(atlas, theme).items(), key=lambda item: -item[1])
        self.atlas, self.row, self.others = atlas, row, others
        self.weights: Mapping[str, float] = dict(heaviest_first)
        self.parts: engine.Parts = parts_of(atlas, row, others, theme)
        self.used: Bools = self.parts.weight > 0
        total = self.parts.weight.sum(axis=1, keepdims=True)
        self.weight: Floats = self.parts.weight / np.where(total > 0, total, 1.0)
        measures = atlas.columns.measures
        self._classes = atlas.columns.classes
        self._facets = [measure.facet for measure in measures]
        self._own = np.array([measure.quality >= 1 for measure in measures])
        nobody = np.zeros(len(atlas.columns.places), dtype=bool)
        self._has_own = np.array([atlas.own.get(facet, nobody) for facet in self.weights])
        self._mine: dict[int, Figure] = {}
        self._unknown: dict[bytes, tuple[UnknownFacet, ...]] = {}

    @cached_property
    def near(self) -> Columns:
        """The figures that make each city near, those that do most first."""
        gap = self.parts.partial
        return _in_order(self.weight * (SOMEWHAT - gap), self.used & (gap < SIMILAR))

    @cached_property
    def differ(self) -> Columns:
        """The figures in which each city differs, those that do most first."""
        gap = self.parts.partial
        return _in_order(self.weight * gap, self.used & (gap >= SIMILAR))

    def mine(self, column: int) -> Figure:
        """Return a figure of the city that asks."""
        if column not in self._mine:
            self._mine[column] = self.atlas.columns.figure(self.row, column)
        return self._mine[column]

    def pair(self, at: int, column: int) -> PairFigure:
        """Return one figure of a pair; the pair must have been met on it."""
        atlas, other = self.atlas, int(self.others[at])
        measure = atlas.columns.measures[column]
        gap = float(self.parts.partial[at, column])
        first, second = atlas.percentiles[self.row, column], atlas.percentiles[other, column]
        return PairFigure(
            facet=measure.facet,
            noun=WORDS[measure.code].noun,
            mine=self.mine(column),
            theirs=atlas.columns.figure(other, column),
            gap=gap,
            weight=float(self.weight[at, column]),
            my_place=None if np.isnan(first) else float(first),
            their_place=None if np.isnan(second) else float(second),
            of_n=int(atlas.known[column]),
            counted=measure.counted,
            sentence=self._sentence(at, column),
        )

    def pairs(self, at: int, columns: Iterable[int]) -> tuple[PairFigure, ...]:
        """Return several figures of a pair."""
        return tuple(self.pair(at, column) for column in columns)

    def met_on(self, at: int) -> list[int]:
        """Return the columns on which a pair was met, in the order of the facets."""
        columns: list[int] = np.flatnonzero(self.used[at]).tolist()
        return columns

    def alike(self, at: int) -> tuple[str, ...]:
        """Return up to three likenesses in sentences, what weighs most first.

        What is alike only because both lie in one country or region says nothing new and is left to
        the country's own sentence. A pair that neither this nor `unlike` tells of has its closest
        figures instead, so that there is always a reason.
        """
        told = [column for column in self.near[at] if not self.follows_from_place(at, column)]
        told.sort(key=lambda column: self._facets[column] == "place")
        if not told and not self._unlike(at):
            gap, measures = self.parts.partial[at], self.atlas.columns.measures
            told = sorted(
                self.met_on(at), key=lambda column: (not measures[column].counted, gap[column])
            )
        return self._sentences(at, told[:MOST_NEAR])

    def unlike(self, at: int) -> tuple[str, ...]:
        """Return up to two differences in sentences, what weighs most first."""
        return self._sentences(at, self._unlike(at))

    def follows_from_place(self, at: int, column: int) -> bool:
        """Tell whether a figure is alike because of where the two cities lie."""
        facet = self._facets[column]
        if facet in {"latitude", "place"}:
            return facet == "latitude"
        return bool(self.parts.partial[at, column] == 0) and self.mine(column).is_fallback

    def unknown(self, at: int) -> tuple[UnknownFacet, ...]:
        """Return the questions that the cities' own figures do not answer, weightiest first.

        Cities of which the same is known share one answer.
        """
        theirs = self._has_own[:, self.others[at]]
        pattern = self.used[at].tobytes() + theirs.tobytes()
        if pattern not in self._unknown:
            self._unknown[pattern] = self._unknown_facets(self.used[at], theirs)
        return self._unknown[pattern]

    def _unlike(self, at: int) -> list[int]:
        differ = self.differ[at]
        return [column for column in differ if self._facets[column] != "place"][:MOST_DIFFER]

    def _sentences(self, at: int, columns: Sequence[int]) -> tuple[str, ...]:
        return tuple(self._sentence(at, column) for column in columns)

    def _sentence(self, at: int, column: int) -> str:
        columns = self.atlas.columns
        return pair_sentence(
            columns.measures[column],
            self._told(self.row, column),
            self._told(int(self.others[at]), column),
            gap=float(self.parts.partial[at, column]),
            my_city=columns.places[self.row].name,
        )

    def _told(self, row: int, column: int) -> Told:
        value, classes = float(self.atlas.columns.values[row, column]), self._classes[column]
        unit = self.mine(column).unit
        return Told(None, classes[int(value)], unit) if classes else Told(value, "", unit)

    def _unknown_facets(self, used: Bools, theirs: Bools) -> tuple[UnknownFacet, ...]:
        answered = {self._facets[column]: self._own[column] for column in np.flatnonzero(used)}
        total = sum(self.weights.values())
        mine = self._has_own[:, self.row]
        return tuple(
            UnknownFacet(
                facet=facet,
                name=FACETS[facet],
                mine=bool(mine[place]),
                theirs=bool(theirs[place]),
                fallback=facet in answered,
                weight=weight / total,
            )
            for place, (facet, weight) in enumerate(self.weights.items())
            # Where nobody has a figure of the city itself, a fallback is all there is to know.
            if not answered.get(facet) and (facet in self.atlas.own or facet not in answered)
        )


@dataclass(frozen=True, slots=True)
class PairOf:
    """The figures of one of the pairs, made when they are asked for."""

    asked: Asked
    at: int

    def near(self, most: int) -> tuple[PairFigure, ...]:
        """Return up to so many that make it near, those that do most first."""
        return self.asked.pairs(self.at, self.asked.near[self.at][:most])

    def differ(self, most: int) -> tuple[PairFigure, ...]:
        """Return up to so many in which it differs, those that do most first."""
        return self.asked.pairs(self.at, self.asked.differ[self.at][:most])


def _in_order(score: Floats, chosen: NDArray[np.bool_]) -> Columns:
    """Return the chosen columns of every row, the highest score first, else from the left."""
    order = np.argsort(np.where(chosen, -score, np.inf), axis=1, kind="stable").tolist()
    counts = chosen.sum(axis=1).tolist()
    return [columns[:count] for columns, count in zip(order, counts, strict=True)]
