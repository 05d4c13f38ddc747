"""How sure places are: intervals, who is first, groups; whole, among some cities, weighed anew."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

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
from decapolis.engines.composite.ranks import (
    SURE,
    above_next,
    alike,
    firsts,
    place_counts,
    ranks,
    spread,
)
from decapolis.engines.composite.spec import Weights
from decapolis.engines.composite.uncertainty import Choice, Input

MOST_DRAWS = 1_000  # around weights that somebody tries out
Floats = NDArray[np.float64]
Drawn = NDArray[np.uint16]  # the place of each unit in each draw, 0 for none


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
        another (`engines.composite.ranks.alike`).
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

    Of all cities that is what the run keeps. For some of them its draws are made again from its
    recipe, and places counted among these; kept for the next who asks.

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


def standing(codes: Sequence[str], places: Floats, drawn: Drawn | None) -> tuple[Stand, ...]:
    """Return where some cities stand among themselves, best first.

    Parameters
    ----------
    codes
        Of the n cities.
    places : (n,) array
        Where each stands; none is NaN. They are counted anew among these cities.
    drawn : (draws, n) array
        None where there are no draws.
    """
    if not codes:
        return ()
    place = ranks(-places)
    order = np.argsort(place, kind="stable")
    if drawn is None:
        return tuple(
            Stand(codes[row], int(place[row]), None, None, None, None, 1) for row in order.tolist()
        )
    some = drawn.astype(np.float64)
    among = ranks(np.where(some > 0, -some, np.nan).T).T
    held = spread(place_counts(among))
    first, groups = firsts(among), alike(among, order)
    over = [*above_next(among, order).tolist(), None]
    return tuple(
        Stand(
            code=codes[row],
            rank=int(place[row]),
            low=int(held.low[row]) or None,
            high=int(held.high[row]) or None,
            first=float(first[row]),
            over_next=over[at],
            group=int(groups[at]) + 1,
        )
        for at, row in enumerate(order.tolist())
    )


def drawn_with(run: Run, weights: Mapping[str, float]) -> Drawn | None:
    """Return places in draws of the doubt of a run around other weights; at most a thousand.

    Parameters
    ----------
    weights
        Of every code. A choice between weights that the run's doubt names is left out, since it
        would set aside those asked for.

    Raises
    ------
    NotBuilt
        This program cannot make the run again.
    """
    doubts = [_without_weights(one) for one in doubts_of(run.doubt["inputs"])]
    return _draw(run, Weights(values=dict(weights)), doubts) if has_draws(run) else None


def has_draws(run: Run) -> bool:
    """Tell whether a run has intervals."""
    return "low" in run.result


def _stands(run: Run, among: Collection[str] | None) -> tuple[Stand, ...]:
    units, published = run.result["units"], run.result["ranks"]
    if among is None and has_draws(run) and "first" in run.result:
        return _kept(run)
    chosen = [
        at
        for at, unit in enumerate(units)
        if published[at] is not None and (among is None or unit in among)
    ]
    drawn = lately(run, "drawn", lambda: _draw(run)) if chosen and has_draws(run) else None
    return standing(
        [units[at] for at in chosen],
        np.array([published[at] for at in chosen], dtype=np.float64),
        None if drawn is None else drawn[:, chosen],
    )


def _kept(run: Run) -> tuple[Stand, ...]:
    """Return what a run keeps of the whole field."""
    names = ("units", "ranks", "low", "high", "first", "over_next", "group")
    rows = zip(*(run.result[name] for name in names), strict=True)
    found = [
        Stand(unit, int(rank), low, high, first, over, group)
        for unit, rank, low, high, first, over, group in rows
        if rank is not None
    ]
    return tuple(sorted(found, key=lambda one: one.rank))


def _draw(run: Run, weights: Weights | None = None, doubts: Sequence[Input] | None = None) -> Drawn:
    table, spec = from_json(run.inputs), spec_of(run.spec)
    try:
        made = uncertainty.run(
            table,
            spec if weights is None else replace(spec, weights=weights),
            doubts or doubts_of(run.doubt["inputs"]),
            draws=run.draws if weights is None else min(run.draws, MOST_DRAWS),
            seed=run.seed,
        )
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    columns = [table.units.index(unit) for unit in run.result["units"]]
    return np.nan_to_num(made.places[:, columns]).astype(np.uint16)


def _without_weights(doubt: Input) -> Input:
    if not isinstance(doubt, Choice):
        return doubt
    options = tuple(
        {step: of for step, of in option.items() if step != "weights"} for option in doubt.options
    )
    return replace(doubt, options=options)


__all__ = ["SURE", "Stand", "drawn_with", "has_draws", "standing", "stands"]
