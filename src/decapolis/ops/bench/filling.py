"""Time the loading of the whole starter library into an empty home."""

import time

from decapolis.kernel.records import read_rows
from decapolis.ops.bench.figures import Figure, Limits
from decapolis.ops.bench.timing import peak_memory, took
from decapolis.ops.loading import starter_files
from decapolis.ops.preparing import (
    bar,
    bring_tables,
    index_meaning,
    load_starter,
    prepare,
    prepare_search,
)
from decapolis.search.bridge import embedder


def load() -> list[Figure]:
    """Return how long tables, records and search index take, and how much memory.

    The baseline is reading the same files without checking or writing anything.
    """
    bare = took(_read_all) / 1000
    began = time.perf_counter()
    bring_tables()
    taken = load_starter(bar("Starter library"))
    loaded = time.perf_counter()
    index_meaning(bar("Search index"))
    indexed = time.perf_counter()
    prepare()  # these find all done
    prepare_search()
    size = f"{taken:,} records"
    figures = [
        Figure(
            section="starter",
            name="load all",
            size=size,
            unit="s",
            value=time.perf_counter() - began,
            baseline="reading the files",
            baseline_value=bare,
            limits=Limits(most=30),
        ),
        Figure("starter", "of it checking and indexing records", size, "s", loaded - began),
        Figure("starter", "of it the vectors of the search index", size, "s", indexed - loaded),
    ]
    held = peak_memory()
    if held is not None:
        figures.append(Figure("starter", "peak memory of loading", size, "MB", held))
    return figures


def embedding_model() -> list[Figure]:
    """Return the memory of a process that embeds one sentence and does nothing else."""
    embedder().embed(["How can we light our streets for less?"])
    held = peak_memory()
    return [] if held is None else [Figure("embedder", "the embedding model alone", "", "MB", held)]


def _read_all() -> None:
    for path in starter_files():
        for _row in read_rows(path):
            pass
