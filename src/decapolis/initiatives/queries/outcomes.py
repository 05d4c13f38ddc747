"""How the one-line results of practices are known."""

import re
from collections.abc import Sequence

from decapolis.kernel.permissions import Reader
from decapolis.library.models import Outcome
from decapolis.library.queries.rows import visible

FIGURE = re.compile(r"\d[\d.,]*")


def result_kinds(slugs: Sequence[str], *, reader: Reader | None) -> dict[str, str]:
    """Return the kind of the outcome that each practice's result sentence is taken from, by slug.

    A sentence is taken from the outcome with which it shares most figures, and of these the one of
    the same source. A practice whose sentence shares no figure with any outcome is left out. One
    query.
    """
    outcomes = (
        Outcome.objects.filter(practice__in=visible(reader).filter(slug__in=slugs))
        .select_related("practice")
        .only("kind", "text", "value", "source", "practice__slug", "practice__result",
              "practice__result_source")
        .order_by("pk")
    )  # fmt: skip
    best: dict[str, tuple[tuple[int, bool], str]] = {}
    for outcome in outcomes:
        practice = outcome.practice
        shared = _figures(practice.result) & (_figures(outcome.text) | _value(outcome.value))
        score = (len(shared), outcome.source == practice.result_source)
        if shared and score > best.get(practice.slug, ((0, False), ""))[0]:
            best[practice.slug] = (score, outcome.kind)
    return {slug: kind for slug, (_score, kind) in best.items()}


def _figures(text: str) -> set[str]:
    """Return the figures of a text without grouping: ``22.7M`` and ``22,700`` as 22.7, 22700."""
    return {found.replace(",", "").rstrip(".") for found in FIGURE.findall(text)}


def _value(value: float | None) -> set[str]:
    if value is None:
        return set()
    scaled = (value, value / 1e3, value / 1e6, value / 1e9)
    return {f"{one:g}" for one in scaled if one >= 1 or one == value}
