"""How the criteria of an index hang together: correlations, and what each makes up of it."""

from dataclasses import dataclass

import numpy as np

from decapolis.benchmarks.bridge.building import built_of, spec_of
from decapolis.benchmarks.bridge.lately import lately
from decapolis.benchmarks.bridge.tables import from_json, plain
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.models import Run
from decapolis.engines.composite.analysis import correlations
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.weights import effective_weights


@dataclass(frozen=True, slots=True)
class Relation:
    """One criterion or pillar.

    Attributes
    ----------
    weight
        What it makes up of the index by its weights, from 0 to 1.
    with_index
        Its correlation with the index (Pearson); None where it is constant.
    with_others
        The same with each criterion, in the order of the criteria; empty of a pillar.
    """

    code: str
    name: str
    level: int
    weight: float
    with_index: float | None
    with_others: tuple[float | None, ...]


def relations(run: Run) -> tuple[Relation, ...]:
    """Return the criteria in their order, then the pillars.

    Raises
    ------
    NotBuilt
        Fewer than three cities, or the run cannot be made again.
    """
    return lately(run, "relations", lambda: _relations(run))


def _relations(run: Run) -> tuple[Relation, ...]:
    made = built_of(from_json(run.inputs), spec_of(run.spec))
    structure = made.table.structure
    whole = made.stages["aggregated"].values
    weights = np.array([made.weights[code] for code in structure.codes])
    try:
        index = correlations(whole, whole[:, -1:])[:, 0]
        others = correlations(whole[:, : structure.count])
        share = effective_weights(structure, weights)
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    names = [one.name for one in made.table.indicators]
    names += [{one.code: one.name for one in made.table.aggregates}[code]
              for code in structure.codes[structure.count :]]  # fmt: skip
    return tuple(
        Relation(
            code=code,
            name=names[at],
            level=int(structure.level[at]),
            weight=float(share[at]),
            with_index=plain(float(index[at])),
            with_others=tuple(plain(others[at])) if at < structure.count else (),
        )
        for at, code in enumerate(structure.codes[:-1])
    )
