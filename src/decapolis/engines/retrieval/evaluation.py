"""How good an order of answers is."""

import math
from collections.abc import Mapping, Sequence


def ndcg(results: Sequence[str], grades: Mapping[str, int], *, at: int = 10) -> float:
    """Return the normalised discounted cumulative gain of the first answers.

    The gain of grade g is 2^g - 1, the discount of place i (from 1) is log2(i + 1): Järvelin and
    Kekäläinen (2002), with the gain of Burges et al. (2005).

    Parameters
    ----------
    results
        Keys, best first; one that comes again gains nothing.
    grades
        From 1 (touches the subject) to 3 (answers it); what is not judged has 0.

    Returns
    -------
    float
        From 0 to 1; 0 where nothing is judged.

    Examples
    --------
    >>> ndcg(["a", "b"], {"a": 3, "b": 1})
    1.0
    >>> round(ndcg(["b", "a"], {"a": 3, "b": 1}), 3)
    0.71
    """
    ideal = _gain(sorted(grades.values(), reverse=True)[:at])
    shown = results[:at]
    placed = [0 if key in shown[:place] else grades.get(key, 0) for place, key in enumerate(shown)]
    return _gain(placed) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(float(2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
