"""How sure places are, also among some of the cities alone: intervals, who is first, groups."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decapolis.benchmarks.bridge.building import spec_of
from decapolis.benchmarks.bridge.lately import lately
from decapolis.benchmarks.bridge.running import doubts_of
from decapolis.benchmarks.bridge.tables import from_json
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.models import Run
from decapolis.engines.composite import uncertainty
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.ranks import above_next, place_counts, ranks, spread

Floats = NDArray[np.float64]

SURE = 0.9  # the first of a group stands above the first of the next in more than this


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one city stands, and how sure that is.

    Attributes
    ----------
    rank
        As published, among the cities asked for; ties share the best.
    low, high
        Places in 90 % of the draws; None without draws.
    first
        The part of the draws in which no other stood above it.
    over_next
        The probability that it stands above the next one, ties counted half; None for the last.
    group
        From 1. A city that is below the first of a group in more than 90 % of the draws begins
        another.
    """

    code: str
    rank: int
    low: int | None
    high: int | None
    first: float | None
    over_next: float | None
    group: int


def stands(run: Run, among: Collection[str] | None = None) -> tuple[Stand, ...]:
    """Return where cities stand, best first; those without a score are left out.

    The draws are those of the run, made again from its recipe; kept for the next who asks.

    Parameters
    ----------
    among
        Codes of the cities that are ranked; all unless given.

    Raises
    ------
    NotBuilt
        This program cannot make the run again.
    """
    asked = None if among is None else frozenset(among)
    return lately(run, ("stands", asked), lambda: _stands(run, asked))


def _stands(run: Run, among: Collection[str] | None) -> tuple[Stand, ...]:
    units, published = run.result["units"], run.result["ranks"]
    chosen = [
        at
        for at, unit in enumerate(units)
        if published[at] is not None and (among is None or unit in among)
    ]
    if not chosen:
        return ()
    place = ranks(-np.array([published[at] for at in chosen], dtype=np.float64))
    order = np.argsort(place, kind="stable")
    drawn = _drawn(run)
    if drawn is None:
        return tuple(
            Stand(units[chosen[row]], int(place[row]), None, None, None, None, 1)
            for row in order.tolist()
        )
    some = drawn[:, chosen].astype(np.float64)
    places = ranks(np.where(some > 0, -some, np.nan).T).T
    held = spread(place_counts(places))
    over = [*above_next(places, order).tolist(), None]
    groups = _groups(places, order)
    first = np.nanmean(np.where(np.isnan(places), np.nan, places == 1), axis=0)
    return tuple(
        Stand(
            code=units[chosen[row]],
            rank=int(place[row]),
            low=int(held.low[row]) or None,
            high=int(held.high[row]) or None,
            first=float(first[row]),
            over_next=over[at],
            group=groups[at],
        )
        for at, row in enumerate(order.tolist())
    )


def _groups(places: Floats, order: NDArray[np.intp]) -> list[int]:
    """Return the number of each city's group, in the order given."""
    found: list[int] = []
    leader = order[0]
    for row in order.tolist():
        won = (places[:, leader] < places[:, row]) + 0.5 * (places[:, leader] == places[:, row])
        if row != order[0] and won.mean() > SURE:
            leader = row
            found.append(found[-1] + 1)
        else:
            found.append(found[-1] if found else 1)
    return found


def _drawn(run: Run) -> NDArray[np.uint16] | None:
    """Return the place in each draw, (draws, units), 0 for none; None where there are no draws."""
    return lately(run, "drawn", lambda: _draw(run)) if "low" in run.result else None


def _draw(run: Run) -> NDArray[np.uint16]:
    table = from_json(run.inputs)
    try:
        made = uncertainty.run(
            table,
            spec_of(run.spec),
            doubts_of(run.doubt["inputs"]),
            draws=run.draws,
            seed=run.seed,
        )
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    columns = [table.units.index(unit) for unit in run.result["units"]]
    return np.nan_to_num(made.places[:, columns]).astype(np.uint16)
