"""Read a ranking: places with their intervals, and who cannot be told apart."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from decapolis.benchmarks.models import Edition, Entrant, Run
from decapolis.benchmarks.queries.editions import EntrantFacts, entrant_facts
from decapolis.kernel.errors import NotFound

LEAST, MOST = 2, 6  # cities in a comparison


@dataclass(frozen=True, slots=True)
class Place:
    """Where one city stands.

    Attributes
    ----------
    rank
        1 for the best, ties share the best; None without a score.
    score
        As it is written: a mean or a sum, rounded.
    low, high
        Ends of the interval in which 90 % of the draws put it: best and worst place.
    median
        The place in the middle of the draws.
    first
        The part of the draws in which no other stood above it.
    group
        From 1: cities that cannot be told from the first of their group
        (`engines.composite.ranks.alike`).
    """

    city: EntrantFacts
    rank: int | None
    score: float | None
    low: int | None
    high: int | None
    median: int | None
    group: int | None
    first: float | None = None

    @property
    def width(self) -> int:
        """How many places the interval is wide: 0 where the place is certain."""
        return self.high - self.low if self.high and self.low else 0


@dataclass(frozen=True, slots=True)
class Group:
    """Cities that cannot be told from the first of them: where exactly they stand is chance."""

    number: int
    first: int  # places
    last: int
    cities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A ranking as it is drawn.

    Attributes
    ----------
    left_out
        Cities with too little data, by name.
    median_width
        How many places the interval of the city in the middle is wide.
    draws
        How many times the index was made anew for the intervals; 0 without intervals.
    agreement
        Of the two reviewers: see `bridge.agreement`; empty where there were none.
    """

    places: tuple[Place, ...]
    groups: tuple[Group, ...]
    left_out: tuple[str, ...]
    median_width: float
    draws: int
    doubt: tuple[str, ...]
    agreement: Mapping[str, Any]
    imputed: int
    treated: int
    at: datetime
    digest: str
    engine: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A city on one criterion, pillar or the index, against its peers.

    Attributes
    ----------
    value
        On the scale of the index; of a criterion ``raw`` is the value as it was reported.
    place, of
        Its place among all that have a value.
    peer_low, peer_median, peer_high
        Least, middle and greatest value of the peers; None where none has one.
    """

    code: str
    name: str
    level: int
    parent: str
    unit: str
    value: float | None
    raw: float | None
    place: int | None
    of: int
    peer_low: float | None
    peer_median: float | None
    peer_high: float | None
    is_imputed: bool


@dataclass(frozen=True, slots=True)
class CityCard:
    """A city in an edition: its place, then the index, every pillar and criterion against peers."""

    place: Place
    standings: tuple[Standing, ...]
    peers: tuple[EntrantFacts, ...]

    def at_level(self, least: int) -> tuple[Standing, ...]:
        """Return the standings of a level or above: 2 for pillars."""
        return tuple(one for one in self.standings if one.level >= least)


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion, pillar or the index for several cities; the best may be several."""

    code: str
    name: str
    level: int
    parent: str
    unit: str
    values: tuple[float | None, ...]
    raw: tuple[float | None, ...]
    places: tuple[int | None, ...]
    best: tuple[int, ...]  # which of the cities, from 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to six cities side by side.

    Attributes
    ----------
    above
        The probability that the row's city stands above the column's; empty where it is not kept.
    """

    cities: tuple[Place, ...]
    lines: tuple[Line, ...]
    above: tuple[tuple[float | None, ...], ...]


def ranking(edition: Edition, run: Run) -> Ranking:
    """Return the ranking that a run holds; the run was read with `editions.run_to_read`."""
    places = tuple(sorted(_places(edition, run), key=_by_rank))
    result = run.result
    names = dict(zip(run.inputs["units"], run.inputs["unit_names"], strict=True))
    widths = [place.width for place in places if place.low]
    return Ranking(
        places=places,
        groups=_groups(places),
        left_out=tuple(names[unit] for unit in result["left_out"]),
        median_width=float(median(widths)) if widths else 0.0,
        draws=run.draws if "low" in result else 0,
        doubt=tuple(doubt_in_words(run.doubt.get("inputs", ()))),
        agreement=run.agreement,
        imputed=len(result["imputed"]),
        treated=len(result["treated"]),
        at=run.at,
        digest=run.digest,
        engine=run.engine,
    )


def city_card(
    edition: Edition, run: Run, code: str, *, peers: Collection[str] | None = None
) -> CityCard:
    """Return one city against others.

    Parameters
    ----------
    peers
        Codes of entrants; all others unless given.

    Raises
    ------
    NotFound
        It is not in the ranking.
    """
    places = {place.city.code: place for place in _places(edition, run)}
    units = run.result["units"]
    if code not in places or code not in units:
        raise NotFound(_("It has no place in this edition."))
    others = [unit for unit in units if unit != code and (peers is None or unit in peers)]
    sheet = _Sheet.of(run)
    return CityCard(
        place=places[code],
        standings=tuple(sheet.standing(each, code, others) for each in sheet.downwards()),
        peers=tuple(places[unit].city for unit in others if unit in places),
    )


def comparison(edition: Edition, run: Run, codes: Sequence[str]) -> Comparison:
    """Put two to six cities side by side, in the order given; those without a place are left out.

    Raises
    ------
    NotFound
        Fewer than two are left, or there are more than six.
    """
    units = run.result["units"]
    chosen = [code for code in dict.fromkeys(codes) if code in units]
    if not LEAST <= len(chosen) <= MOST:
        raise NotFound(_("Choose from two to six cities of this edition."))
    places = {place.city.code: place for place in _places(edition, run)}
    sheet = _Sheet.of(run)
    pairs = run.result.get("above")
    at = [units.index(code) for code in chosen]
    return Comparison(
        cities=tuple(places[code] for code in chosen),
        lines=tuple(sheet.line(each, chosen) for each in sheet.downwards()),
        above=tuple(tuple(pairs[row][column] for column in at) for row in at) if pairs else (),
    )


def doubt_in_words(inputs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say what the intervals allow for, one sentence each."""
    return [_doubt(one) for one in inputs]


def _doubt(one: Mapping[str, Any]) -> str:
    share = one.get("share", 0.0)
    if one["kind"] == "noise":
        if share == 1:
            return _("Every weight could be anything from nothing to double.")
        return _("Every weight could be up to {share:.0%} more or less.").format(share=share)
    if one["kind"] == "error":
        return _("Every value could be wrong, as a rule by up to {share:.0%}.").format(share=share)
    return _("{name}: any of {number} ways, each as likely.").format(
        name=one["name"], number=len(one["options"])
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The numbers of a run, by code and unit."""

    names: Mapping[str, tuple[str, int, str, str]]  # name, level, parent, unit of measurement
    index: str
    codes: Sequence[str]
    rows: Mapping[str, int]
    raw: Mapping[str, Mapping[str, float | None]]
    values: Sequence[Sequence[float | None]]
    places: Sequence[Sequence[float | None]]
    imputed: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, run: Run) -> "_Sheet":
        inputs, result = run.inputs, run.result
        leaves = {
            one["code"]: (one["name"], 1, one["parent"], one["unit"])
            for one in inputs["indicators"]
        }
        above = {
            one["code"]: (one["name"], one["level"], one["parent"], "")
            for one in inputs["aggregates"]
        }
        raw = {
            unit: dict(zip(leaves, row, strict=True))
            for unit, row in zip(inputs["units"], inputs["values"], strict=True)
        }
        return cls(
            names=leaves | above,
            index=result["index"],
            codes=result["codes"],
            rows={unit: row for row, unit in enumerate(result["units"])},
            raw=raw,
            values=result["values"],
            places=result["places"],
            imputed=frozenset((unit, code) for unit, code, _value in result["imputed"]),
        )

    def downwards(self) -> list[str]:
        """Return the codes from the index down, each pillar before what it is made of."""
        below: dict[str, list[str]] = {}
        for code, (_name, _level, parent, _unit) in self.names.items():
            below.setdefault(parent, []).append(code)
        found, waiting = [], [self.index]
        while waiting:
            code = waiting.pop()
            found.append(code)
            waiting += reversed(below.get(code, []))
        return found

    def value(self, code: str, unit: str) -> float | None:
        return self.values[self.rows[unit]][self.codes.index(code)]

    def place(self, code: str, unit: str) -> int | None:
        place = self.places[self.rows[unit]][self.codes.index(code)]
        return None if place is None else int(place)

    def standing(self, code: str, unit: str, peers: Sequence[str]) -> Standing:
        name, level, parent, measure = self.names[code]
        there = [value for one in peers if (value := self.value(code, one)) is not None]
        known = sum(self.value(code, one) is not None for one in self.rows)
        return Standing(
            code=code,
            name=name,
            level=level,
            parent=parent,
            unit=measure,
            value=self.value(code, unit),
            raw=self.raw[unit].get(code),
            place=self.place(code, unit),
            of=known,
            peer_low=min(there, default=None),
            peer_median=median(there) if there else None,
            peer_high=max(there, default=None),
            is_imputed=(unit, code) in self.imputed,
        )

    def line(self, code: str, units: Sequence[str]) -> Line:
        name, level, parent, measure = self.names[code]
        values = tuple(self.value(code, unit) for unit in units)
        known = [value for value in values if value is not None]
        return Line(
            code=code,
            name=name,
            level=level,
            parent=parent,
            unit=measure,
            values=values,
            raw=tuple(self.raw[unit].get(code) for unit in units),
            places=tuple(self.place(code, unit) for unit in units),
            best=tuple(at for at, value in enumerate(values) if known and value == max(known)),
        )


def _places(edition: Edition, run: Run) -> list[Place]:
    rows = Entrant.objects.filter(edition=edition).select_related("city__country")
    cities = {row.code: entrant_facts(row) for row in rows}
    result = run.result
    columns = [
        result.get(name) or [None] * len(result["units"])
        for name in ("ranks", "scores", "low", "high", "median", "group", "first")
    ]
    return [
        Place(
            city=cities.get(unit) or EntrantFacts(0, unit, unit, unit, None, "", ()),
            rank=None if rank is None else int(rank),
            score=score,
            low=low,
            high=high,
            median=middle,
            group=group,
            first=first,
        )
        for unit, rank, score, low, high, middle, group, first in zip(
            result["units"], *columns, strict=True
        )
    ]


def _groups(places: Sequence[Place]) -> tuple[Group, ...]:
    found: dict[int, list[Place]] = {}
    for place in places:
        if place.group and place.rank:
            found.setdefault(place.group, []).append(place)
    return tuple(
        Group(
            number=number,
            first=min(place.rank or 0 for place in of),
            last=max(place.rank or 0 for place in of),
            cities=tuple(place.city.name for place in of),
        )
        for number, of in sorted(found.items())
    )


def _by_rank(place: Place) -> tuple[float, int, str]:
    return (inf if place.rank is None else place.rank, place.group or 0, place.city.name)
