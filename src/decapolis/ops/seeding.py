"""Write sample practices and make them findable without reading them all with the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from decapolis.library.actions import put_practices
from decapolis.library.models import Practice
from decapolis.library.search import practice_drafts
from decapolis.ops.generating import Generator, Sample, known_towns, starter_practices
from decapolis.ops.preparing import Progress
from decapolis.search.actions import put_entries
from decapolis.search.bridge.embedding import embedder
from decapolis.search.bridge.middles import middle, pack, unpack
from decapolis.search.models import Entry, Vectors
from decapolis.search.validators import words_digest

AT_ONCE = 1000
NOISE = 0.01  # of each number; a row of 512 keeps a cosine of about 0.975 with what it copies
KIND = "practice"


class Bar(Protocol):
    """Makes a progress bar with a title."""

    def __call__(self, title: str, /) -> Progress:
        """Return what shows how far the steps are."""
        ...


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a practice means to the model: rows of its passages, and of each hint by its words."""

    passages: NDArray[np.float32]
    hints: Mapping[str, NDArray[np.float32]]


def put_samples(*, count: int, seed: int, progress: Bar) -> int:
    """Add or replace so many sample practices of a seed, and make them findable; return how many.

    Each thousand is written wholly or not at all. The vectors of a sample are those of the starter
    practice that it was made from with a little noise, always the same.
    """
    practices = starter_practices()
    generator = Generator(practices, known_towns(), seed=seed)
    meanings = meanings_of([record.slug for record in practices])
    samples = generator.samples(count)
    for _start in progress("Sample practices")(range(0, count, AT_ONCE)):
        _put(list(islice(samples, AT_ONCE)), meanings)
    return count


def meanings_of(slugs: Sequence[str]) -> dict[str, Meaning]:
    """Return what practices mean, by slug, as far as they are embedded."""
    stored = Vectors.objects.filter(model=embedder().id, entry__kind=KIND, entry__slug__in=slugs)
    found = {}
    for one in stored.select_related("entry"):
        rows = unpack(bytes(one.data), len(bytes(one.centroid)) // 2)
        lines = [line for line in one.entry.hints.split("\n") if line]
        asked = zip(lines, rows[one.passages :], strict=False)
        found[one.entry.slug] = Meaning(rows[: one.passages], dict(asked))
    return found


@transaction.atomic
def _put(samples: Sequence[Sample], meanings: Mapping[str, Meaning]) -> None:
    """Write practices, entries and vectors together: no reader meets one without the others.

    Raises
    ------
    ValueError
        A sample was refused; this is a fault of the generator.
    """
    records = [(line, sample.record) for line, sample in enumerate(samples, start=1)]
    rejected = put_practices(by=None, records=records)
    if rejected:
        raise ValueError(f"A sample was refused: {rejected[0].field}: {rejected[0].reason}")
    bases = {sample.record.slug: meanings.get(sample.base) for sample in samples}
    put_entries(by=None, drafts=practice_drafts(Practice.objects.filter(slug__in=bases)))
    entries = Entry.objects.filter(kind=KIND, slug__in=bases)
    Vectors.objects.bulk_create(
        [_vectors(entry, base) for entry in entries if (base := bases[entry.slug])],
        500,
        update_conflicts=True,
        unique_fields=["entry", "model"],
        update_fields=["digest", "passages", "hints", "data", "centroid"],
    )


def _vectors(entry: Entry, base: Meaning) -> Vectors:
    """Return an entry's vectors, copied from those of its base with noise; not saved."""
    dice = np.random.default_rng(list(entry.slug.encode()))
    lines = [line for line in entry.hints.split("\n") if line]
    hints = [base.hints.get(line, base.passages[0]) for line in lines]
    rows = np.vstack([base.passages, *hints])
    moved = rows + dice.normal(0, NOISE, rows.shape).astype(np.float32)
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return Vectors(
        entry=entry,
        model=embedder().id,
        digest=words_digest(entry.title, entry.text, entry.hints),
        passages=len(base.passages),
        hints=len(lines),
        data=pack(moved),
        centroid=pack(middle(moved, len(base.passages))),
    )
