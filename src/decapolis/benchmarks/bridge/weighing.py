"""Weigh a run anew at once: other weights, criteria switched off, fewer cities."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from decapolis.benchmarks.bridge.building import built_of, spec_of
from decapolis.benchmarks.bridge.running import scale_of
from decapolis.benchmarks.bridge.tables import from_json
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.models import Run
from decapolis.engines.composite.aggregate import Method, aggregate
from decapolis.engines.composite.build import Built
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.ranks import ranks

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One city under other weights.

    Attributes
    ----------
    score
        On the scale of the run, not rounded; None where nothing that counts is known.
    rank, published
        Its place now, among the cities asked for, and in the run.
    """

    code: str
    score: float | None
    rank: int | None
    published: int | None


@dataclass(frozen=True, slots=True)
class Sliders:
    """What a page needs to weigh anew by itself, where every mean is arithmetic.

    Attributes
    ----------
    values
        By unit, then by code of an indicator: normalised, more is better; None where missing.
    parents
        Of every code its parent; empty for the index.
    weights
        Of every code its share within its parent.
    scale
        By what the index is multiplied to be written.
    is_linear
        False: the page asks the server, since the means are of another kind.
    """

    units: tuple[str, ...]
    codes: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    parents: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    scale: float = 1.0
    is_linear: bool = True


def reweighed(
    run: Run,
    *,
    weights: Mapping[str, float] | None = None,
    off: Collection[str] = (),
    among: Collection[str] | None = None,
) -> tuple[Weighed, ...]:
    """Return scores and places under other weights, best first.

    Values stay normalised as in the run: by all its cities, and with what is switched off.

    Parameters
    ----------
    weights
        By code of an indicator or a pillar, relative within its parent; the others keep theirs.
    off
        Codes that count nothing.
    among
        Codes of the cities that are ranked; all unless given.

    Raises
    ------
    NotBuilt
        A code is unknown, a weight negative, or nothing is left that counts.
    """
    made = _built(run)
    given = _weights(made, weights or {}, off)
    try:
        whole = aggregate(
            made.stages["normalised"].values, made.table.structure, given, _methods(made)
        )
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    stage = made.stages["aggregated"]
    rows = [at for at, unit in enumerate(stage.units) if among is None or unit in among]
    scores = whole[rows, -1] * scale_of(made.table.structure, run.doubt["shown"], made.weights)
    published = run.result["ranks"]
    found = [
        Weighed(
            code=stage.units[row],
            score=None if np.isnan(score) else score,
            rank=None if np.isnan(rank) else int(rank),
            published=None if published[row] is None else int(published[row]),
        )
        for row, score, rank in zip(rows, scores.tolist(), ranks(scores).tolist(), strict=True)
    ]
    last = len(found) + 1
    return tuple(sorted(found, key=lambda one: (one.rank or last, one.code)))


def sliders(run: Run) -> Sliders:
    """Return what a page needs to weigh a run anew by itself."""
    made = _built(run)
    stage, structure = made.stages["normalised"], made.table.structure
    methods = made.spec.aggregate
    above = {at: structure.codes[parent] for at, parent in enumerate(structure.parent.tolist())}
    return Sliders(
        units=stage.units,
        codes=stage.codes,
        values=tuple(
            tuple(None if np.isnan(value) else value for value in row)
            for row in stage.values.tolist()
        ),
        parents={
            code: above[at] if structure.parent[at] >= 0 else ""
            for at, code in enumerate(structure.codes)
        },
        weights=dict(made.weights),
        scale=scale_of(structure, run.doubt["shown"], made.weights),
        is_linear=all(method.name == "amean" and not method.least for method in methods),
    )


def _built(run: Run) -> Built:
    return built_of(from_json(run.inputs), spec_of(run.spec))


def _methods(made: Built) -> Method | tuple[Method, ...]:
    methods = made.spec.aggregate
    return methods[0] if len(methods) == 1 else methods


def _weights(made: Built, asked: Mapping[str, float], off: Collection[str]) -> Floats:
    codes = made.table.structure.codes
    unknown = [code for code in (*asked, *off) if code not in codes]
    if unknown:
        raise NotBuilt(f"There is no criterion {unknown[0]!r} in this index.")
    if not all(np.isfinite(weight) and weight >= 0 for weight in asked.values()):
        raise NotBuilt("A weight is a number from zero up.")
    found = np.array([made.weights[code] for code in codes])
    structure = made.table.structure
    for node in structure.nodes:
        below = [codes[column] for column in node.children]
        named = [code for code in below if code in asked]
        # Weights that are asked for are relative to the others as they stand in the table.
        if named:
            found[node.children] = structure.weights[node.children]
    for code, weight in asked.items():
        found[codes.index(code)] = weight
    for code in off:
        found[codes.index(code)] = 0.0
    _drop_empty(made, found)
    return found


def _drop_empty(made: Built, weights: Floats) -> None:
    """Let a pillar of which nothing counts count nothing itself.

    Raises
    ------
    NotBuilt
        Nothing counts at all.
    """
    structure = made.table.structure
    for node in structure.nodes:
        if weights[node.children].any():
            continue
        if node.column == structure.top:
            raise NotBuilt("Nothing is left that counts. Leave at least one criterion on.")
        weights[node.column] = 0.0
        weights[node.children] = 1.0
