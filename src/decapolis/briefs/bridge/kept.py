"""What is told of practices and cities, kept while the records and figures stay as they are.

A page, its PDF and its Word file tell the same, and so do the briefs of other cities on the same
subject. Reading and weighing a practice takes longer than writing it down.
"""

from collections.abc import Sequence
from typing import NamedTuple

from decapolis.briefs.queries.advice import Advice, advice_on
from decapolis.briefs.queries.practices import Candidate, Told, candidates, told_of
from decapolis.indicators.bridge import figure_table
from decapolis.indicators.queries import Figure
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.kept import Kept
from decapolis.library.queries.costs import UnitCost, unit_costs
from decapolis.library.queries.document import DocumentRow, document_rows
from decapolis.library.queries.rows import visible
from decapolis.peers.bridge import peer_ranges, peers_of
from decapolis.peers.queries import Peer, PeerRange

MOST_CITIES = 200
MOST_REASONS = 1  # of each kind: what makes a city alike, and in what it differs

CityKey = tuple[object, ...]


class Neighbour(NamedTuple):
    """A city like the reader's, the sentences that say why, and the figures in them."""

    peer: Peer
    reasons: tuple[str, ...]
    figures: tuple[Figure, ...]


_candidates: Kept[str, Candidate] = Kept()
_practices: Kept[str, Told] = Kept()
_prices: Kept[str, tuple[UnitCost, ...]] = Kept()
_documents: Kept[str, DocumentRow] = Kept()
_advice: Kept[str, Advice] = Kept()
_counts: Kept[str, int] = Kept()
_neighbours: Kept[CityKey, tuple[Neighbour, ...]] = Kept(MOST_CITIES)
_ranges: Kept[CityKey, tuple[PeerRange, ...]] = Kept(MOST_CITIES)


def kept_candidates(slugs: Sequence[str], *, reader: Reader | None) -> tuple[Candidate, ...]:
    """Return the practices that the reader may see, as far as the choice among them needs it."""

    def read(missing: Sequence[str]) -> dict[str, Candidate]:
        return {one.slug: one for one in candidates(missing, reader=reader)}

    return tuple(_candidates.get(slugs, read, reader=reader).values())


def kept_practices(slugs: Sequence[str], *, reader: Reader | None) -> tuple[Told, ...]:
    """Return what the brief tells of practices that the reader may see, in the given order."""

    def read(missing: Sequence[str]) -> dict[str, Told]:
        return {one.row.slug: one for one in told_of(missing, reader=reader)}

    return tuple(_practices.get(slugs, read, reader=reader).values())


def kept_prices(slugs: Sequence[str], *, reader: Reader | None) -> tuple[UnitCost, ...]:
    """Return the prices of one unit among practices that the reader may see, by title."""

    def read(missing: Sequence[str]) -> dict[str, tuple[UnitCost, ...]]:
        found: dict[str, tuple[UnitCost, ...]] = dict.fromkeys(missing, ())
        for one in unit_costs(visible(reader).filter(slug__in=missing)):
            found[one.slug] += (one,)
        return found

    held = _prices.get(slugs, read, reader=reader).values()
    return tuple(sorted((one for prices in held for one in prices), key=lambda one: one.title))


def kept_documents(slugs: Sequence[str], *, reader: Reader | None) -> tuple[DocumentRow, ...]:
    """Return documents that the reader may see, in the given order."""

    def read(missing: Sequence[str]) -> dict[str, DocumentRow]:
        return {one.slug: one for one in document_rows(missing, reader=reader)}

    return tuple(_documents.get(slugs, read, reader=reader).values())


def kept_advice(slugs: Sequence[str], *, reader: Reader | None) -> tuple[Advice, ...]:
    """Return the advice on technologies that the reader may see, in the given order."""

    def read(missing: Sequence[str]) -> dict[str, Advice]:
        return {one.slug: one for one in advice_on(missing, reader=reader)}

    return tuple(_advice.get(slugs, read, reader=reader).values())


def kept_count(reader: Reader | None) -> int:
    """Return how many practices the reader may see."""
    held = _counts.get(["practices"], lambda _keys: {"practices": visible(reader).count()},
                       reader=reader)  # fmt: skip
    return held["practices"]


def kept_neighbours(city_id: int, *, theme: str | None, limit: int) -> tuple[Neighbour, ...]:
    """Return the cities nearest to a city, each with its reasons."""
    key = (figure_table().version, city_id, theme, limit)

    def read(_keys: Sequence[CityKey]) -> dict[CityKey, tuple[Neighbour, ...]]:
        return {key: tuple(map(_neighbour, peers_of(city_id, theme=theme, limit=limit)))}

    return _neighbours.get([key], read, reader=None)[key]


def kept_ranges(city_id: int, *, theme: str | None, among: int) -> tuple[PeerRange, ...]:
    """Return a city's own figures against those of its nearest peers."""
    key = (figure_table().version, city_id, theme, among)

    def read(_keys: Sequence[CityKey]) -> dict[CityKey, tuple[PeerRange, ...]]:
        return {key: peer_ranges(city_id, theme=theme, among=among)}

    return _ranges.get([key], read, reader=None)[key]


def _neighbour(peer: Peer) -> Neighbour:
    """Choose a city's first likeness and its first difference."""
    near = {pair.sentence: pair for pair in peer.near}
    differ = {pair.sentence: pair for pair in peer.differ}
    chosen = [
        *[reason for reason in peer.reasons if reason in near][:MOST_REASONS],
        *[reason for reason in peer.reasons if reason in differ][:MOST_REASONS],
    ] or list(peer.reasons[:MOST_REASONS])
    pairs = near | differ
    told = [pairs[reason] for reason in chosen if reason in pairs]
    return Neighbour(
        peer, tuple(chosen), tuple(f for pair in told for f in (pair.mine, pair.theirs))
    )
