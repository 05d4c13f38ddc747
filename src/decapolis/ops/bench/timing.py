"""Time calls: all warm, subject and baseline by turns, so that both meet the same machine."""

import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

KIB = 1024


@dataclass(frozen=True, slots=True)
class Spread:
    """How long calls took, in milliseconds."""

    p50: float
    p95: float
    n: int

    @classmethod
    def of(cls, times: Sequence[float]) -> "Spread":
        """Return the spread of times in milliseconds; at least one."""
        return cls(percentile(times, 50), percentile(times, 95), len(times))


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that so many percent of all do not exceed (nearest rank).

    Examples
    --------
    >>> percentile([5.0, 1.0, 4.0, 2.0, 3.0], 50), percentile([5.0, 1.0, 4.0, 2.0, 3.0], 95)
    (3.0, 5.0)
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def took(call: Callable[..., object], *given: object) -> float:
    """Return how long one call takes, in milliseconds."""
    start = time.perf_counter()
    call(*given)
    return (time.perf_counter() - start) * 1000


def by_turns(
    items: Sequence[T],
    subject: Callable[[T], object],
    baseline: Callable[[T], object],
    *,
    warm: int | None = None,
) -> tuple[Spread, Spread]:
    """Time two calls with each item, by turns, after a round that only warms up.

    Parameters
    ----------
    warm
        So many items, the first, only warm up and are not timed; None: all items do first, and all
        are timed then.
    """
    for item in items[:warm]:
        subject(item)
        baseline(item)
    pairs = [(took(subject, item), took(baseline, item)) for item in items[warm or 0 :]]
    return Spread.of([one for one, _other in pairs]), Spread.of([other for _one, other in pairs])


def some(items: Sequence[T], most: int) -> list[T]:
    """Return at most so many items, evenly from all.

    Examples
    --------
    >>> some([1, 2, 3, 4, 5, 6], 3)
    [1, 3, 5]
    """
    if len(items) <= most:
        return list(items)
    return [items[place * len(items) // most] for place in range(most)]


def peak_memory(pid: int | str = "self") -> float | None:
    """Return the most memory that a process ever held, in MB (10^6 bytes), as Linux counts it.

    None where the system does not say (``/proc`` is Linux).
    """
    if sys.platform != "linux":
        return None
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * KIB / 1_000_000
    return None
