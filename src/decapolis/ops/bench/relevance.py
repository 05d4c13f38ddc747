"""Hold the order of answers against judged questions: `tests/relevance` in the repository."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from decapolis.library.bridge.find import find_many_in_library, graded
from decapolis.library.bridge.places import places_in
from decapolis.search.bridge import measuring
from decapolis.search.queries import Look

JUDGED = Path(__file__).resolve().parents[4] / "tests" / "relevance"
HALVES = ("development", "test")
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the grades (1 to 3) of what answers it."""

    id: str
    kind: str
    language: str
    query: str
    judgements: dict[str, int]


def judged(half: str) -> list[Judged]:
    """Return the questions of a half; none where the repository is not there."""
    path = JUDGED / f"{half}.jsonl"
    if not path.exists():
        return []
    return [Judged(**json.loads(line)) for line in path.read_text("utf-8").splitlines() if line]


def ways() -> dict[str, Callable[[Sequence[str]], list[list[str]]]]:
    """Return the ways of finding that are compared, the simplest first."""
    return {
        "plain BM25": measuring.by_plain_bm25,
        "embedding alone": measuring.by_meaning_alone,
        "ours without asked_as": lambda texts: measuring.ours_without_hints(
            texts, reader=None, places=places_in
        ),
        "ours": _ours,
    }


def measure() -> list[tuple[str, float]]:
    """Return nDCG@10 by half and way, and for ours by kind of question and by language."""
    figures = []
    for half in HALVES:
        questions = judged(half)
        if not questions:
            continue
        for name, way in ways().items():
            scores = scored(questions, way)
            figures.append((f"{half}: {name}", _mean(scores)))
            if name == "ours":
                figures += [
                    (f"{half}: ours, {group}", _mean(values))
                    for group, values in _grouped(questions, scores).items()
                ]
    return figures


def scored(
    questions: Sequence[Judged], way: Callable[[Sequence[str]], list[list[str]]]
) -> list[float]:
    """Return the nDCG@10 of each question."""
    answers = way([question.query for question in questions])
    return [
        graded(answer, question.judgements)
        for question, answer in zip(questions, answers, strict=True)
    ]


def _ours(texts: Sequence[str]) -> list[list[str]]:
    found = find_many_in_library(texts, Look(limit=SHOWN), reader=None)
    return [[hit.key for hit in one.hits] for one in found]


def _grouped(questions: Sequence[Judged], scores: Sequence[float]) -> dict[str, list[float]]:
    groups: defaultdict[str, list[float]] = defaultdict(list)
    for question, score in zip(questions, scores, strict=True):
        groups[f"{question.kind} questions"].append(score)
    for question, score in zip(questions, scores, strict=True):
        groups[f"in {question.language}"].append(score)
    return dict(sorted(groups.items()))


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores)
