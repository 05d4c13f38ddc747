"""Time the comparing of cities."""

from decapolis.cities.models import City
from decapolis.ops.bench.figures import Figure
from decapolis.ops.bench.timing import by_turns, some
from decapolis.peers.bridge import closeness, peers_of

CITIES = 6
WARM = 1


def peers() -> list[Figure]:
    """Time one city against all, all explained, beside the ranking without explanations.

    Each city is asked for once, so that no ranking is found ready-made.
    """
    known = some(list(City.objects.order_by("pk").values_list("pk", flat=True)), 2 * CITIES)
    pairs = list(zip(known[::2], known[1::2], strict=False))
    explained, ranked = by_turns(
        pairs,
        lambda pair: peers_of(pair[0], limit=0),
        lambda pair: closeness(pair[1]),
        warm=WARM,
    )
    shown, _again = by_turns(
        pairs, lambda pair: peers_of(pair[1]), lambda pair: closeness(pair[1]), warm=WARM
    )
    size = f"{explained.n} cities against {City.objects.count():,}"
    return [
        Figure(
            section="peers",
            name="one city against all, all explained",
            size=size,
            unit="ms",
            value=explained.p95,
            p50=explained.p50,
            baseline="the ranking alone",
            baseline_value=ranked.p95,
        ),
        Figure(
            section="peers",
            name="the ten nearest, explained, ranking at hand",
            size=size,
            unit="ms",
            value=shown.p95,
            p50=shown.p50,
            baseline="the ranking alone",
            baseline_value=ranked.p95,
        ),
    ]
