"""Put what speaks for an entry into one number.

For n entries and one question::

    topic  = p + h + 2 m + 3 w + 0.8 s
    score  = topic + 0.5 neighbours(topic) + sum of agreements

p is the best cosine of the question with the entry's passages, h with its hints (how people ask
for it), m the mean of the three best hints, w the BM25 score over the sum of the inverse document
frequencies of the question's words, s the same for the terms that the thesaurus has for what was
said. An agreement is +1 where the entry is what the question says (in that country, of that size,
gone that way), -1 where it is known to be otherwise, 0 where nothing is known, times its weight.
``neighbours`` lets an entry share in the score of the entries most like it, so that the report on a
programme stands near the programme.

The weights were set on half of the judged questions (``tests/relevance``) as round numbers on a
plateau; see ``docs/engines/retrieval.md``.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from decapolis.engines.retrieval.labels import Labels
from decapolis.engines.retrieval.question import Question, Understood
from decapolis.engines.text import fold

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

BEST_HINTS = 3
CANDIDATES = 200
NEIGHBOURS = 3
ENDED = re.compile(
    r"cancel|scrap|stop|abandon|axed|shut|closed|dropped|halt|shelved|discontinu|called off|pulled"
    r"|walked|annul|eingestellt|abgebrochen|gestoppt|parali|suspend|iptal|отмен"
)
CHEAP, DEAR = 5.0, 8.0  # powers of ten of international dollars
BAD = {"badly": 1.0, "mixed": 0.5, "well": -0.5}
GOOD = {"well": 1.0, "badly": -1.0}
OVER = {"cancelled": 1.0, "ended": 0.6}
GOING = -0.3  # any other known status, where what was stopped is asked for


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign weighs, against a cosine of 1."""

    passage: float = 1.0
    hint: float = 1.0
    hints: float = 2.0
    words: float = 3.0
    subject: float = 0.8
    neighbours: float = 0.5
    city: float = 0.3
    area: float = 0.8
    size: float = 0.8
    price: float = 0.8
    cheap: float = 0.4
    years: float = 0.8
    badly: float = 1.0
    ended: float = 0.6
    well: float = 0.3
    kind: float = 0.15
    theme: float = 0.1
    near: float = 0.15
    name: float = 2.0


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of n entries, one row each; unknown numbers are NaN, unknown words empty.

    Attributes
    ----------
    kind, country, region, status, went
        country is ISO 3166-1 alpha-2, region a state's or province's name.
    city
        (n,) GeoNames ids, 0 where unknown.
    population, started, cost
        (n,) of the city; year; constant international dollars.
    themes
        For every theme the (n,) entries that have it.
    titles
        The rows of each title, folded.
    """

    kind: Labels
    country: Labels
    region: Labels
    status: Labels
    went: Labels
    city: Ints
    population: Floats
    started: Floats
    cost: Floats
    themes: Mapping[str, Bools] = field(default_factory=dict)
    titles: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.city)


@dataclass(frozen=True, slots=True)
class Rows:
    """Vectors of n entries, the rows of each together: entry i has starts[i] to starts[i + 1]."""

    vectors: Floats
    starts: Ints

    def cosines(self, questions: Floats) -> Floats:
        """Return the cosine of every row with each wording of a question: (k, d) gives (m, k)."""
        return np.asarray(self.vectors @ questions.T, dtype=np.float32)

    def best(self, cosines: Floats, *, mean_of: int = 1) -> Floats:
        """Return for each entry the mean of its highest cosines, (n,); 0 for one without rows.

        Parameters
        ----------
        cosines : (m, k) array
            Of the rows with k wordings of one question. The highest are taken for each wording,
            then the mean over the wordings: any of them may miss the point, seldom all.
        mean_of
            How many of the highest count; an entry with fewer rows uses those it has.
        """
        counts = np.diff(self.starts)
        found = np.zeros(len(counts), dtype=np.float32)
        some = counts > 0
        if not some.any():
            return found
        if mean_of == 1:
            found[some] = np.maximum.reduceat(cosines, self.starts[:-1][some]).mean(axis=1)
            return found
        places = self.starts[:-1, None] + np.arange(int(counts.max()))
        inside = places < self.starts[1:, None]
        table = np.where(inside[:, :, None], cosines[np.where(inside, places, 0)], -np.inf)
        highest = -np.sort(-table, axis=1)[:, :mean_of]
        known = np.isfinite(highest)
        sums = np.where(known, highest, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        return np.asarray(sums.mean(axis=1), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for the subject of each entry: (n,) arrays.

    ``passage`` and ``hint`` are the best cosines, ``hints`` the mean of the best hints, ``words``
    and ``subject`` the scores by words, of the question and of the thesaurus.
    """

    passage: Floats
    hint: Floats
    hints: Floats
    words: Floats
    subject: Floats

    def topic(self, weights: Weights = Weights()) -> Floats:
        """Return how well each entry's subject fits, (n,) array."""
        return np.asarray(
            weights.passage * self.passage
            + weights.hint * self.hint
            + weights.hints * self.hints
            + weights.words * self.words
            + weights.subject * self.subject,
            dtype=np.float32,
        )


def neighbours(scores: Floats, directions: Callable[[Ints], Floats]) -> Floats:
    """Return what each of the best entries gains from the entries most like it.

    Parameters
    ----------
    scores : (n,) array
        How well the subject of each entry fits.
    directions
        Gives, for some entries, the middles of their vectors, of unit length, the mean of all
        entries taken away.

    Returns
    -------
    (n,) array
        For the best `CANDIDATES`: the highest, over their `NEIGHBOURS` nearest, of the cosine times
        the neighbour's score above that of the last candidate; 0 for the others.
    """
    gain = np.zeros_like(scores)
    if len(scores) <= NEIGHBOURS:
        return gain
    best = top(scores, CANDIDATES)
    above = scores[best] - scores[best[-1]]
    middles = directions(best)
    near = middles @ middles.T
    np.fill_diagonal(near, 0)
    least = np.partition(near, len(near) - NEIGHBOURS, axis=1)[:, -NEIGHBOURS][:, None]
    near = np.where((near >= least) & (near > 0), near, 0)
    gain[best] = (near * above).max(axis=1)
    return gain


def agreement(question: Question, columns: Columns, weights: Weights = Weights()) -> Floats:
    """Return the weighed agreement of each entry with what the question says, (n,) array."""
    total = (
        weights.area * places(question, columns)
        if _has_area(question)
        else (weights.city * places(question, columns))
    )
    for item in question.items:
        total = total + _agreed(item, columns, weights)
    return np.asarray(total, dtype=np.float32)


def places(question: Question, columns: Columns) -> Floats:
    """Return 1 for entries in a place that the question names, -1 for those elsewhere."""
    items = [*question.of("place"), *question.of("country"), *question.of("region")]
    found = np.zeros(len(columns), dtype=np.float32)
    if items:
        found[columns.country.known] = -1
        found[np.logical_or.reduce([inside(item, columns) for item in items])] = 1
    return found


def inside(item: Understood, columns: Columns) -> Bools:
    """Return the entries of the city, country or region of an item."""
    if item.kind == "place":
        return np.asarray(columns.city == int(item.values[0]))
    found = columns.country.among(value for value in item.values if ":" not in value)
    for country, states in _by_country(item.values).items():
        found = found | (columns.country.among([country]) & columns.region.among(states))
    return np.asarray(found)


def named(core: str, columns: Columns) -> Floats:
    """Return 1 for entries whose title is the whole question."""
    found = np.zeros(len(columns), dtype=np.float32)
    found[list(columns.titles.get(fold(core), ()))] = 1
    return found


def within(values: Floats, low: float, high: float) -> Floats:
    """Return 1 where a value lies in a range, -1 where it lies outside, 0 where it is unknown."""
    found = np.where((values >= low) & (values <= high), 1.0, -1.0)
    return np.where(np.isnan(values), 0.0, found).astype(np.float32)


def _by_country(values: Sequence[str]) -> dict[str, list[str]]:
    """Return the states of ``US:Ohio``, ... by country."""
    states: dict[str, list[str]] = {}
    for value in values:
        country, _colon, state = value.partition(":")
        if state:
            states.setdefault(country, []).append(state)
    return states


def _has_area(question: Question) -> bool:
    return bool(question.of("country") or question.of("region"))


def _agreed(item: Understood, columns: Columns, weights: Weights) -> Floats | float:
    ranges = {
        "size": (weights.size, columns.population),
        "years": (weights.years, columns.started),
    }
    if item.kind in ranges:
        weight, values = ranges[item.kind]
        return weight * within(values, item.low, item.high)
    if item.kind == "price":
        return _price(item, columns, weights)
    if item.kind == "outcome":
        return _outcome(item, columns, weights)
    if item.kind == "record-kind":
        return np.asarray(weights.kind * columns.kind.among(item.values), dtype=np.float32)
    if item.kind == "theme" and item.values[0] in columns.themes:
        return np.asarray(weights.theme * columns.themes[item.values[0]], dtype=np.float32)
    return 0.0


def _price(item: Understood, columns: Columns, weights: Weights) -> Floats | float:
    if not item.values:
        return weights.price * within(columns.cost, item.low, item.high)
    if item.values[0] == "asked":
        return 0.0
    with np.errstate(divide="ignore"):
        power = np.log10(np.maximum(columns.cost, 1.0))
    dear = np.clip((power - CHEAP) / (DEAR - CHEAP) * 2 - 1, -1, 1)
    sign = 1.0 if item.values[0] == "high" else -1.0
    return weights.cheap * sign * np.where(np.isnan(columns.cost), 0, dear).astype(np.float32)


def _outcome(item: Understood, columns: Columns, weights: Weights) -> Floats | float:
    if item.values[0] == "badly":
        total = weights.badly * columns.went.valued(BAD)
        if ENDED.search(fold(item.words)):
            status = columns.status
            going = OVER | {str(name): GOING for name in status.names if name and name not in OVER}
            total = total + weights.ended * status.valued(going)
        return np.asarray(total, dtype=np.float32)
    good = GOOD if item.values[0] == "well" else {item.values[0]: 1.0}
    return np.asarray(weights.well * columns.went.valued(good), dtype=np.float32)


def top(scores: Floats, count: int) -> Ints:
    """Return the places of the best scores, best first; equal ones in their order."""
    if len(scores) > count:
        worst = np.partition(scores, len(scores) - count)[len(scores) - count]
        places = np.flatnonzero(scores >= worst)
    else:
        places = np.arange(len(scores))
    best = places[np.argsort(-scores[places], kind="stable")]
    return np.asarray(best[:count], dtype=np.int64)


def order(scores: Floats, tie_break: NDArray[np.int64]) -> Ints:
    """Return places from the best score to the worst; equal scores by the numbers given."""
    rounded = np.round(scores.astype(np.float64), 6)
    return np.lexsort((tie_break, -rounded)).astype(np.int64)


def idf(entries: float, of: float) -> float:
    """Return the inverse document frequency of a word that stands in ``entries`` of ``of``."""
    return math.log(1 + (of - entries + 0.5) / (entries + 0.5))
