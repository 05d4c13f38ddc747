"""The sections of the benchmark: which there are, and on which home each is measured."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from decapolis.ops.bench import homes, serving
from decapolis.ops.bench.briefing import briefs
from decapolis.ops.bench.counting import queries
from decapolis.ops.bench.figures import Figure
from decapolis.ops.bench.filling import embedding_model, load
from decapolis.ops.bench.paging import pages
from decapolis.ops.bench.peering import peers
from decapolis.ops.bench.questions import questions
from decapolis.ops.bench.ranking import relevance
from decapolis.ops.bench.searching import search

SEARCHES = 50
STARTER_ALONE = ("search", "pages", "queries", "peers", "brief", "relevance")
NAMES = ("starter", *STARTER_ALONE, "large")

# What `bench --here` does: in this process, on the home at hand.
HERE: dict[str, Callable[[], list[Figure]]] = {
    "load": load,
    "embedder": embedding_model,
    "search": search,
    "pages": pages,
    "queries": queries,
    "peers": peers,
    "brief": briefs,
    "relevance": relevance,
}


def measured(names: Sequence[str], *, scale: int) -> Iterator[tuple[str, list[Figure]]]:
    """Yield each section with its figures, in a fixed order; each runs in a program of its own."""
    for name in (name for name in NAMES if name in names):
        if name == "starter":
            yield name, whole_program()
        elif name == "large":
            yield name, here("search", homes.large_home(scale))
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


def here(name: str, home: Path) -> list[Figure]:
    """Measure one thing in a program of its own on a home."""
    printed = homes.run(home, "bench", "--here", name)
    return [Figure.from_json(values) for values in json.loads(printed)]
