"""What would lift a city most, and what changed between two editions."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from decapolis.benchmarks.bridge.building import built_of, spec_of
from decapolis.benchmarks.bridge.running import scale_of
from decapolis.benchmarks.bridge.tables import from_json
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.models import Run
from decapolis.engines.composite.build import Built
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.lift import best_peer, lift, next_level
from decapolis.engines.composite.table import Bools

Goal = Literal["next", "peer"]


@dataclass(frozen=True, slots=True)
class Lifted:
    """What one criterion would do for a city, if it alone moved and all others stayed.

    Attributes
    ----------
    now, goal
        Values as reported, where the goal is one that a peer has; None where it cannot be told.
    score, gain
        The index then, and how much more that is, as it is written.
    rank, climb
        The place then, and how many places better that is.
    holders
        Codes of the cities that have the goal, at most five: whom to ask.
    """

    code: str
    name: str
    unit: str
    now: float | None
    goal: float | None
    score: float
    gain: float
    rank: int
    climb: int
    holders: tuple[str, ...]


MOST_HOLDERS = 5


def lifts(
    run: Run, code: str, *, goal: Goal = "next", peers: Collection[str] | None = None
) -> tuple[Lifted, ...]:
    """Return what would lift a city, the greatest gain first; what gains nothing is left out.

    Parameters
    ----------
    goal
        ``next``: each criterion moves to the next better value that a peer has; ``peer``: to the
        best value of the peers.
    peers
        Codes; all others unless given.

    Raises
    ------
    NotBuilt
        The city has no place in this run.
    """
    made = built_of(from_json(run.inputs), spec_of(run.spec))
    stage = made.stages["normalised"]
    if code not in stage.units:
        raise NotBuilt("It has no place in this edition.")
    row = stage.units.index(code)
    among = np.array([unit != code and (peers is None or unit in peers) for unit in stage.units])
    goals = _goals(made, row, among, goal)
    try:
        methods = made.spec.aggregate
        weights = np.array([made.weights[each] for each in made.table.structure.codes])
        each = methods[0] if len(methods) == 1 else methods
        found = lift(stage.values, made.table.structure, row, goals, weights, each)
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    scale = scale_of(made.table.structure, run.doubt["shown"], made.weights)
    lifted = []
    for column in found.order.tolist():
        if not found.gain[column] > 0:
            continue
        holders = _holders(made, column, goals[column], among)
        indicator = made.table.indicators[column]
        lifted.append(
            Lifted(
                code=indicator.code,
                name=indicator.name,
                unit=indicator.unit,
                now=_raw(made, code, column),
                goal=_raw(made, holders[0], column) if holders else None,
                score=float(found.scores[column]) * scale,
                gain=float(found.gain[column]) * scale,
                rank=int(found.places[column]),
                climb=int(found.climb[column]),
                holders=holders,
            )
        )
    return tuple(lifted)


def _goals(made: Built, row: int, among: Bools, goal: Goal) -> NDArray[np.float64]:
    values = made.stages["normalised"].values
    if goal == "peer":
        return best_peer(values, row, among)
    kept = among.copy()
    kept[row] = True
    at = int(np.flatnonzero(np.flatnonzero(kept) == row)[0])
    return next_level(values[kept], at)


def _holders(made: Built, column: int, goal: float, among: Bools) -> tuple[str, ...]:
    stage = made.stages["normalised"]
    has = among & np.isclose(stage.values[:, column], goal, rtol=1e-12, atol=0)
    return tuple(stage.units[row] for row in np.flatnonzero(has)[:MOST_HOLDERS])


def _raw(made: Built, unit: str, column: int) -> float | None:
    value = float(made.table.values[made.table.units.index(unit), column])
    return None if np.isnan(value) else value
