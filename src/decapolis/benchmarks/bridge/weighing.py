"""Weigh a run anew at once: other weights, criteria switched off, fewer cities.

Intervals and groups are drawn anew as well, around the weights that are asked for.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from decapolis.benchmarks.bridge.building import built_of, spec_of
from decapolis.benchmarks.bridge.chances import Stand, drawn_with, has_draws, standing
from decapolis.benchmarks.bridge.running import doubts_of, scale_of
from decapolis.benchmarks.bridge.tables import from_json
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.models import Run
from decapolis.engines.composite.aggregate import Method, aggregate
from decapolis.engines.composite.build import Built
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.ranks import ranks
from decapolis.engines.composite.uncertainty import Noise

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
    low, high, first, group
        As of `chances.Stand`, by draws around these weights; None without draws or score.
    """

    code: str
    score: float | None
    rank: int | None
    published: int | None
    low: int | None = None
    high: int | None = None
    first: float | None = None
    group: int | None = None


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
    levels
        Of every code, 1 for an indicator.
    noises
        What draws move: a share, and the levels that it concerns (none: all). Empty without draws;
        None where they move more than weights, so that the page asks the server for intervals.
    """

    units: tuple[str, ...]
    codes: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    parents: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    scale: float = 1.0
    is_linear: bool = True
    levels: Mapping[str, int] = field(default_factory=dict)
    noises: tuple[tuple[float, tuple[int, ...]], ...] | None = ()


def reweighed(
    run: Run,
    *,
    weights: Mapping[str, float] | None = None,
    off: Collection[str] = (),
    among: Collection[str] | None = None,
) -> tuple[Weighed, ...]:
    """Return scores, places and intervals under other weights, best first.

    Intervals are of the doubt of the run, in at most `chances.MOST_DRAWS` draws. Values stay
    normalised as in the run: by all its cities, and with what is switched off.

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
    structure = made.table.structure
    column = _weights(made, weights or {}, off)
    given = dict(zip(structure.codes, column.tolist(), strict=True))
    try:
        whole = aggregate(made.stages["normalised"].values, structure, column, _methods(made))
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    stage = made.stages["aggregated"]
    rows = [at for at, unit in enumerate(stage.units) if among is None or unit in among]
    scores = whole[rows, -1] * scale_of(structure, run.doubt["shown"], made.weights)
    published = run.result["ranks"]
    stood = _stood(run, given, rows, scores)
    found = []
    for row, score in zip(rows, scores.tolist(), strict=True):
        code, was = stage.units[row], published[row]
        stand = stood.get(code)
        found.append(
            Weighed(
                code=code,
                score=None if np.isnan(score) else score,
                rank=stand.rank if stand else None,
                published=None if was is None else int(was),
                low=stand.low if stand else None,
                high=stand.high if stand else None,
                first=stand.first if stand else None,
                group=stand.group if stand and stand.low else None,
            )
        )
    last = len(found) + 1
    return tuple(sorted(found, key=lambda one: (one.rank or last, one.group or 0, one.code)))


def _stood(
    run: Run, weights: Mapping[str, float], rows: Sequence[int], scores: Floats
) -> dict[str, Stand]:
    """Return by code where those with a score stand, with draws around the weights given."""
    units, place = run.result["units"], ranks(scores)
    known = [at for at in range(len(rows)) if not np.isnan(scores[at])]
    drawn = drawn_with(run, weights) if known else None
    chosen = [rows[at] for at in known]
    found = standing(
        [units[row] for row in chosen],
        place[known],
        None if drawn is None else drawn[:, chosen],
    )
    return {one.code: one for one in found}


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
        levels=dict(zip(structure.codes, structure.level.tolist(), strict=True)),
        noises=_noises(run),
    )


def _noises(run: Run) -> tuple[tuple[float, tuple[int, ...]], ...] | None:
    if not has_draws(run):
        return ()
    doubts = doubts_of(run.doubt["inputs"])
    noises = [(one.share, one.levels) for one in doubts if isinstance(one, Noise)]
    return tuple(noises) if len(noises) == len(doubts) else None


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
