"""Show how well the search ranks the judged questions, beside plain BM25."""

from collections.abc import Sequence

from decapolis.ops.bench.figures import Figure, Limits
from decapolis.ops.bench.relevance import HALVES, judged, measure

BASELINE, OURS = "plain BM25", "ours"
LIMITS = Limits(least=0.70)


def relevance() -> list[Figure]:
    """Return nDCG@10 over the judged questions; empty where the repository is not there."""
    return beside_bm25(measure())


def beside_bm25(rows: Sequence[tuple[str, float]]) -> list[Figure]:
    """Return what was measured as figures: whole halves beside BM25 in the same half.

    Parameters
    ----------
    rows
        Named ``half: way`` or ``half: way, group``, with nDCG@10.
    """
    plain = {name.split(": ")[0]: value for name, value in rows if name.endswith(BASELINE)}
    sizes = {half: f"{len(judged(half))} questions" for half in HALVES}
    figures = []
    for name, value in rows:
        half, _colon, way = name.partition(": ")
        if way == BASELINE:
            continue
        is_whole = "," not in way
        figures.append(
            Figure(
                section="relevance",
                name=name,
                size=sizes.get(half, "") if is_whole else "a part of them",
                unit="nDCG@10",
                value=value,
                baseline=BASELINE if is_whole else "",
                baseline_value=plain.get(half) if is_whole else None,
                limits=LIMITS if way == OURS else Limits(),
            )
        )
    return figures
