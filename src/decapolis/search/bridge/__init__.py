"""From a question to answers: embedding, the index in memory, ranking."""

from decapolis.engines.retrieval.question import CityRef, Lexicon, names_in
from decapolis.search.bridge.embedding import Embedder, embedder, packaged
from decapolis.search.bridge.finding import find, find_many, forget_questions
from decapolis.search.bridge.index import current_index, forget, latest_version
from decapolis.search.errors import EmbeddingFailed

__all__ = [
    "CityRef",
    "Embedder",
    "Lexicon",
    "current_index",
    "embedder",
    "find",
    "find_many",
    "forget",
    "forget_questions",
    "latest_version",
    "names_in",
    "packaged",
    "warm",
]


def warm() -> None:
    """Load the model and the index, so that the first question need not wait for them."""
    current_index()
    try:
        embedder().embed(["warm"])
    except EmbeddingFailed:
        return
