"""How sturdy an index is: what moves its places, and what it would be without each criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from decapolis.benchmarks.bridge.building import built_of, spec_of
from decapolis.benchmarks.bridge.running import doubts_of
from decapolis.benchmarks.bridge.tables import from_json
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.models import Run
from decapolis.engines.composite import uncertainty
from decapolis.engines.composite.analysis import cronbach, leave_one_out
from decapolis.engines.composite.build import Built
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.weights import effective_weights

POINTS = 128  # each input costs as many draws again, and two more
# What somebody else might have done: other weights, another scale, slightly other data.
OTHERWISE: tuple[Mapping[str, Any], ...] = (
    {"kind": "noise", "share": 0.5, "name": "weights"},
    {
        "kind": "choice",
        "name": "normalisation",
        "options": [
            {},
            {"normalise": {"method": "zscore", "per": {}}},
            {"normalise": {"method": "rank", "per": {}}},
        ],
    },
    {"kind": "error", "share": 0.1, "of": "spread", "name": "data"},
)


@dataclass(frozen=True, slots=True)
class Mover:
    """How much of the movement of places one choice accounts for, from 0 to 1 but for noise.

    Attributes
    ----------
    alone
        By itself (first-order index).
    together
        With all that it does only along with others (total index).
    """

    name: str
    alone: float
    together: float


@dataclass(frozen=True, slots=True)
class Without:
    """What leaving one criterion out would do.

    Attributes
    ----------
    weight
        What it makes up of the index, from 0 to 1.
    moved
        Mean over the cities of the places that they would move.
    most
        The most that one would.
    """

    code: str
    name: str
    weight: float
    moved: float
    most: int


def movers(
    run: Run, *, otherwise: Sequence[Mapping[str, Any]] = OTHERWISE, points: int = POINTS
) -> tuple[Mover, ...]:
    """Return what moves the places of a run, the strongest first (Sobol indices).

    Raises
    ------
    NotBuilt
        The index cannot be made with one of the choices.
    """
    table, spec = from_json(run.inputs), spec_of(run.spec)
    try:
        found = uncertainty.run(
            table, spec, doubts_of(otherwise), draws=points, seed=run.seed, design="sobol"
        )
        indices = found.indices()
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    parts = zip(found.names, indices.first.tolist(), indices.total.tolist(), strict=True)
    return tuple(sorted((Mover(*part) for part in parts), key=lambda one: -one.together))


def without_each(run: Run) -> tuple[Without, ...]:
    """Return what the places would be without each criterion, the most moving first.

    An index of one criterion has nothing to leave out.

    Raises
    ------
    NotBuilt
        The index cannot be made without one of them.
    """
    made = built_of(from_json(run.inputs), spec_of(run.spec))
    structure = made.table.structure
    if structure.count == 1:
        return ()
    weights = np.array([made.weights[code] for code in structure.codes])
    methods = made.spec.aggregate
    each = methods[0] if len(methods) == 1 else methods
    try:
        found = leave_one_out(made.stages["normalised"].values, structure, 1, weights, each)
        share = effective_weights(structure, weights)
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    rows = [
        Without(
            code=structure.codes[column],
            name=made.table.indicators[column].name,
            weight=float(share[column]),
            moved=float(found.mean_moved[at]),
            most=int(np.nanmax(np.abs(found.moved[:, at]))),
        )
        for at, column in enumerate(found.columns.tolist())
    ]
    return tuple(sorted(rows, key=lambda one: -one.moved))


def consistency(run: Run) -> float | None:
    """Return Cronbach's alpha of the criteria: whether they go together; None where undefined."""
    return _alpha(built_of(from_json(run.inputs), spec_of(run.spec)))


def _alpha(made: Built) -> float | None:
    try:
        alpha = cronbach(made.stages["normalised"].values)
    except CompositeError:
        return None
    return alpha if np.isfinite(alpha) else None
