"""Show how well the search ranks, beside plain BM25."""

from decapolis.ops.bench.figures import Figure


def relevance() -> list[Figure]:
    """placeholder"""
    return []
