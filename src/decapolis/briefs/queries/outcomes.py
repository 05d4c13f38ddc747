"""How the one-line results of practices are known."""

import re

from decapolis.library.models import Practice

FIGURE = re.compile(r"\d[\d.,]*")


def result_kind(practice: Practice) -> str:
    """Return the kind of the outcome that a practice's result sentence is taken from.

    A sentence is taken from the outcome with which it shares most figures, and of these the one of
    the same source. Empty where it shares no figure with any outcome. No query where the outcomes
    were fetched.
    """
    best, kind = (0, False), ""
    told = _figures(practice.result)
    for outcome in practice.outcomes.all():
        shared = told & (_figures(outcome.text) | _value(outcome.value))
        score = (len(shared), outcome.source == practice.result_source)
        if shared and score > best:
            best, kind = score, outcome.kind
    return kind


def _figures(text: str) -> set[str]:
    """Return the figures of a text without grouping: ``22.7M`` and ``22,700`` as 22.7, 22700."""
    return {found.replace(",", "").rstrip(".") for found in FIGURE.findall(text)}


def _value(value: float | None) -> set[str]:
    if value is None:
        return set()
    scaled = (value, value / 1e3, value / 1e6, value / 1e9)
    return {f"{one:g}" for one in scaled if one >= 1 or one == value}
