"""A framework over its editions: how cities moved from one to the next, and what moved them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from decapolis.benchmarks.bridge.building import built_of, spec_of
from decapolis.benchmarks.bridge.lately import lately, runs_lately
from decapolis.benchmarks.bridge.running import scale_of
from decapolis.benchmarks.bridge.tables import from_json
from decapolis.benchmarks.choices import State
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.models import Run
from decapolis.benchmarks.queries.editions import EditionFacts, editions
from decapolis.engines.composite import panel
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.panel import Parts
from decapolis.kernel.permissions import Reader

MOST_STAYED = 300  # cities in both editions: each is several builds of the index
CAUSES = ("own", "others", "entry", "method")


@dataclass(frozen=True, slots=True)
class Causes:
    """A change taken apart; the four sum to it.

    Attributes
    ----------
    own
        What the city's own data did.
    others
        What the data of those that stayed did.
    entry
        What was done by cities that came in or left.
    method
        What recipe, weights and criteria did.
    """

    own: float
    others: float
    entry: float
    method: float

    @property
    def total(self) -> float:
        """The whole change."""
        return self.own + self.others + self.entry + self.method

    def part(self, name: str) -> float:
        """Return one of `CAUSES`."""
        return float(getattr(self, name))


@dataclass(frozen=True, slots=True)
class Move:
    """How one city moved between two editions; of places, above 0 is a loss."""

    code: str
    score_before: float
    score_after: float
    score: Causes
    rank_before: int
    rank_after: int
    rank: Causes


@dataclass(frozen=True, slots=True)
class Step:
    """From one edition to the next.

    Attributes
    ----------
    moves
        Of the cities that have a place in both, in the order of the later one.
    came, left
        Codes of those that have a place in one alone.
    field
        How far the cities moved on the average, up or down, and by what: the share of each cause
        in all that moved, by places. None where nothing moved, or it cannot be told.
    why_not
        Why the moves cannot be taken apart; empty: they are.
    """

    before: EditionFacts
    after: EditionFacts
    moves: tuple[Move, ...]
    came: tuple[str, ...]
    left: tuple[str, ...]
    mean_move: float
    field: Causes | None
    why_not: str = ""

    def of(self, code: str) -> Move | None:
        """Return the move of one city."""
        return next((one for one in self.moves if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Point:
    """Where a city stood in one edition."""

    rank: int
    score: float
    of: int


@dataclass(frozen=True, slots=True)
class Track:
    """One city over all editions; None where it has no place in one."""

    code: str
    name: str
    points: tuple[Point | None, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A framework over its published editions, the oldest first; there may be one, or none."""

    framework: str
    name: str
    editions: tuple[EditionFacts, ...]
    decimals: tuple[int, ...]  # with which the scores of each edition are written
    tracks: tuple[Track, ...]  # in the order of the newest edition, then by name
    steps: tuple[Step, ...]

    def track(self, code: str) -> Track | None:
        """Return one city."""
        return next((one for one in self.tracks if one.code == code), None)


def panel_to_read(framework: str, name: str, *, reader: Reader | None) -> Panel:
    """Return a framework over those of its published editions that a reader may see.

    Parameters
    ----------
    framework, name
        Slug and name of one that the reader may see.
    """
    listed = editions(reader=reader, framework=framework)
    found = [facts for facts in listed if facts.state == State.PUBLISHED]
    runs = runs_lately((facts.edition_id for facts in found), reader=reader)
    shown = sorted(
        (facts for facts in found if facts.edition_id in runs),
        key=lambda one: (one.year or 0, one.edition_id),
    )
    made = [runs[facts.edition_id] for facts in shown]
    return Panel(
        framework=framework,
        name=name,
        editions=tuple(shown),
        decimals=tuple(int(run.doubt["decimals"]) for run in made),
        tracks=_tracks(made),
        steps=tuple(
            _step(shown[at : at + 2], (made[at], made[at + 1])) for at in range(len(made) - 1)
        ),
    )


def _tracks(runs: Sequence[Run]) -> tuple[Track, ...]:
    points = [_points(run) for run in runs]
    names: dict[str, str] = {}
    for run in reversed(runs):
        for code, name in zip(run.inputs["units"], run.inputs["unit_names"], strict=True):
            names.setdefault(code, name)
    last: Mapping[str, Point] = points[-1] if points else {}

    def order(code: str) -> tuple[bool, int, str]:
        return (code not in last, last[code].rank if code in last else 0, names[code])

    known = sorted({code for of in points for code in of}, key=order)
    return tuple(Track(code, names[code], tuple(of.get(code) for of in points)) for code in known)


def _points(run: Run) -> dict[str, Point]:
    result = run.result
    known = [
        (code, int(rank), float(score))
        for code, rank, score in zip(
            result["units"], result["ranks"], result["scores"], strict=True
        )
        if rank is not None and score is not None
    ]
    return {code: Point(rank, score, len(known)) for code, rank, score in known}


def _step(of: Sequence[EditionFacts], runs: tuple[Run, Run]) -> Step:
    before, after = of
    was, now = (_points(run) for run in runs)
    stayed = [code for code in now if code in was]
    moves: tuple[Move, ...] = ()
    why_not = ""
    if len(stayed) > MOST_STAYED:
        why_not = f"More than {MOST_STAYED} cities are in both; their moves are not taken apart."
    elif stayed:
        try:
            moves = lately(runs[1], ("moves", runs[0].pk), lambda: moves_between(*runs))
        except NotBuilt as error:
            why_not = str(error)
    return Step(
        before=before,
        after=after,
        moves=moves,
        came=tuple(code for code in now if code not in was),
        left=tuple(code for code in was if code not in now),
        mean_move=fmean(abs(now[code].rank - was[code].rank) for code in stayed) if stayed else 0,
        field=_field(moves),
        why_not=why_not,
    )


def moves_between(before: Run, after: Run) -> tuple[Move, ...]:
    """Take the moves of those that are in both apart.

    Raises
    ------
    NotBuilt
        The index cannot be made of a mixture of both, or their criteria differ.
    """
    was, now = (panel.Edition(from_json(run.inputs), spec_of(run.spec)) for run in (before, after))
    try:
        found = panel.explain(was, now)
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    built = built_of(now.table, now.spec)
    scale = scale_of(now.table.structure, after.doubt["shown"], built.weights)
    scores, places = found.scores, found.places
    return tuple(
        Move(
            code=unit,
            score_before=float(scores.before[row]) * scale,
            score_after=float(scores.after[row]) * scale,
            score=_causes(scores, row, scale),
            rank_before=int(places.before[row]),
            rank_after=int(places.after[row]),
            rank=_causes(places, row),
        )
        for row, unit in enumerate(found.units)
        if np.isfinite([scores.own[row], scores.others[row], scores.method[row]]).all()
    )


def _causes(parts: Parts, row: int, scale: float = 1.0) -> Causes:
    entry = float(parts.entry[row])
    return Causes(
        own=float(parts.own[row]) * scale,
        others=(float(parts.others[row]) - entry) * scale,
        entry=entry * scale,
        method=float(parts.method[row]) * scale,
    )


def _field(moves: Sequence[Move]) -> Causes | None:
    """Return what share of all that moved places each cause has, whichever way it moved them."""
    moved = {name: sum(abs(one.rank.part(name)) for one in moves) for name in CAUSES}
    whole = sum(moved.values())
    return Causes(**{name: part / whole for name, part in moved.items()}) if whole > 0 else None
