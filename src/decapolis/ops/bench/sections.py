"""The sections of the benchmark: which there are, and on which home each is measured."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from decapolis.ops.bench import homes, serving
from decapolis.ops.bench.briefing import briefs
from decapolis.ops.bench.composing import composite
from decapolis.ops.bench.counting import queries
from decapolis.ops.bench.documenting import documents
from decapolis.ops.bench.figures import Figure
from decapolis.ops.bench.filling import embedding_model, load
from decapolis.ops.bench.paging import pages
from decapolis.ops.bench.peering import peers
from decapolis.ops.bench.questions import questions
from decapolis.ops.bench.ranking import relevance
from decapolis.ops.bench.searching import search
from decapolis.ops.bench.sliding import ranked, slider
from decapolis.ops.bench.writing import boards

SEARCHES = 50
STARTER_ALONE = ("search", "pages", "queries", "peers", "brief", "documents", "relevance", "live")
NAMES = ("starter", *STARTER_ALONE, "composite", "large")

NOTHING: Mapping[str, str] = MappingProxyType({})
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

# What `bench --here` does: in this process, on the home at hand.
HERE: dict[str, Callable[[], list[Figure]]] = {
    "load": load,
    "embedder": embedding_model,
    "search": search,
    "pages": pages,
    "queries": queries,
    "peers": peers,
    "brief": briefs,
    "documents": documents,
    "relevance": relevance,
    "live": boards,
    "composite": composite,
    "ranked": ranked,
}


def measured(names: Sequence[str], *, scale: int) -> Iterator[tuple[str, list[Figure]]]:
    """Yield each section with its figures, in a fixed order; each runs in a program of its own."""
    for name in (name for name in NAMES if name in names):
        if name == "starter":
            yield name, whole_program()
        elif name == "large":
            yield name, here("search", homes.large_home(scale))
        elif name == "composite":
            yield name, index()
        else:
            yield name, here(name, homes.starter_home())


def whole_program() -> list[Figure]:
    """Load the starter library into a fresh home, serve it and look from outside."""
    draft = homes.fresh("starter")
    figures = here("load", draft)
    home = homes.place("starter")
    homes.keep(draft, home)
    figures.append(serving.start_up(home))
    held = serving.memory(home, questions(SEARCHES), alone=here("embedder", home))
    return [*figures, *held]


def index() -> list[Figure]:
    """Time the engine of indices by itself, then a ranking of many cities in a browser."""
    home = homes.ranked_home()
    return [*here("composite", home, more=ONE_THREAD), *slider(home)]


def here(name: str, home: Path, *, more: Mapping[str, str] = NOTHING) -> list[Figure]:
    """Measure one thing in a program of its own on a home; ``more`` is added to its environment."""
    printed = homes.run(home, "bench", "--here", name, more=more)
    return [Figure.from_json(values) for values in json.loads(printed)]
