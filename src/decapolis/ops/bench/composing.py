"""Time the composite engine, on one thread, beside plain NumPy."""

import time
from collections.abc import Callable
from pathlib import Path

from decapolis.benchmarks.bridge.pace import rebuilding, weighing
from decapolis.ops.bench.figures import Figure, Limits

SECTION = "composite"
GOLDEN = Path(__file__).resolve().parents[4] / "tests" / "data" / "coinr-asem"
DRAWS = 10_000
SIZES = ((50, 10, 2.5, 9), (1_000, 50, 1.6, 5))  # cities, criteria, at most, times
REBUILDS, TIMES = 640, 3
LEAST = 1_000  # rebuilds a second
SECOND = 1_000  # milliseconds


def composite() -> list[Figure]:
    """Return how long many draws take, and how many rebuilds a second holds."""
    return [*(_drawn(*size) for size in SIZES), *_rebuilt()]


def _drawn(cities: int, criteria: int, most: float, times: int) -> Figure:
    ours, plain = weighing(cities, criteria, DRAWS)
    value, base = _least(ours, plain, times)
    return Figure(
        section=SECTION,
        name=f"{DRAWS:,} draws of weights, with places and intervals",
        size=f"{cities:,} cities, {criteria} criteria",
        unit="ms",
        value=value,
        baseline="matrix product, argsort",
        baseline_value=base,
        limits=Limits(most_ratio=most),
    )


def _rebuilt() -> list[Figure]:
    """Return rebuilds of COINr's example; none where the repository is not there."""
    data, meta = GOLDEN / "asem_idata.csv", GOLDEN / "asem_imeta.csv"
    if not data.exists():
        return []
    ours, plain, (units, columns) = rebuilding(data, meta, REBUILDS)
    value, base = _least(ours, plain, TIMES)
    figure = Figure(
        section=SECTION,
        name="whole rebuilds, one in each draw",
        size=f"{units} countries, {columns} indicators",
        unit="a second",
        value=REBUILDS * SECOND / value,
        baseline="fill, scale, mean, argsort",
        baseline_value=REBUILDS * SECOND / base,
        limits=Limits(least=LEAST),
    )
    return [figure]


def _least(ours: Callable[[], object], plain: Callable[[], object], times: int) -> list[float]:
    """Return the least of several times of each, in milliseconds of the one thread, by turns."""
    pairs = [(_spent(ours), _spent(plain)) for _turn in range(times)]
    return [min(of) for of in zip(*pairs, strict=True)]


def _spent(call: Callable[[], object]) -> float:
    """Return the processor's time for one call: on one thread the clock's, but for other work."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * SECOND
