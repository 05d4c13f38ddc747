"""Write the index."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from django.db import transaction

from decapolis.kernel.permissions import Reader
from decapolis.kernel.rows import put_rows
from decapolis.search.bridge import indexing
from decapolis.search.models import Entry, IndexState, Vectors, Word
from decapolis.search.validators import EntryDraft, words_digest

T = TypeVar("T")

BATCH = 500
EMBEDDED_AT_ONCE = 120


@transaction.atomic
def put_entries(*, by: Reader | None, drafts: Iterable[EntryDraft]) -> int:
    """Add or replace entries by kind and slug; return how many changed.

    An entry whose fields are all the same is left alone, so that the same drafts may come again.
    """
    changed = 0
    for batch in _batches(drafts, BATCH):
        latest = {(draft.kind, draft.slug): draft for draft in batch}
        held = _held(latest)
        fresh = {
            key: Entry(**draft.columns())
            for key, draft in latest.items()
            if key not in held or held[key].digest != draft.digest
        }
        if not fresh:
            continue
        _count_words([held[key] for key in fresh if key in held], list(fresh.values()))
        for key in fresh.keys() & held.keys():
            fresh[key].pk = held[key].pk
        fields = [field.name for field in Entry._meta.concrete_fields if field.name != "id"]
        Entry.objects.bulk_create([entry for entry in fresh.values() if entry.pk is None])
        Entry.objects.bulk_update(
            [entry for entry in fresh.values() if entry.pk in {one.pk for one in held.values()}],
            fields,
            batch_size=100,
        )
        _drop_vectors([(held[key], fresh[key]) for key in fresh.keys() & held.keys()])
        changed += len(fresh)
    if changed:
        _has_changed()
    return changed


@transaction.atomic
def remove_entries(*, by: Reader | None, keys: Iterable[tuple[str, str]]) -> int:
    """Remove entries by kind and slug, with their vectors; return how many there were."""
    gone = list(_held(set(keys)).values())
    _count_words(gone, [])
    Entry.objects.filter(pk__in=[entry.pk for entry in gone]).delete()
    if gone:
        _has_changed()
    return len(gone)


def _held(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Entry]:
    """Return the entries of these kinds and slugs; naming the kind lets the index be used."""
    kinds, slugs = ({key[part] for key in keys} for part in (0, 1))
    found = Entry.objects.filter(kind__in=kinds, slug__in=slugs)
    return {(entry.kind, entry.slug): entry for entry in found if (entry.kind, entry.slug) in keys}


def _drop_vectors(pairs: Iterable[tuple[Entry, Entry]]) -> None:
    """Forget what entries meant whose words are others now."""
    moved = [new.pk for old, new in pairs if _digest(old) != _digest(new)]
    Vectors.objects.filter(entry_id__in=moved).delete()


def _digest(entry: Entry) -> str:
    return words_digest(entry.title, entry.text, entry.hints)


def refresh_vectors(
    *, by: Reader | None, progress: Callable[[Iterable[int]], Iterable[int]] | None = None
) -> int:
    """Embed the entries whose words changed since, or were never embedded; return how many.

    Parameters
    ----------
    progress
        Is handed the steps and hands them on, to show how far they are.

    Raises
    ------
    EmbeddingFailed
        The model cannot be loaded or the service does not answer. What was embedded is kept.
    """
    stale = _stale()
    steps: Iterable[int] = range(0, len(stale), EMBEDDED_AT_ONCE)
    for start in progress(steps) if progress else steps:
        entries = Entry.objects.filter(pk__in=stale[start : start + EMBEDDED_AT_ONCE])
        rows = indexing.embedded([(e.pk, e.title, e.text, e.hints) for e in entries])
        with transaction.atomic():
            Vectors.objects.filter(entry_id__in=[row.entry_id for row in rows]).delete()
            Vectors.objects.bulk_create(rows)
    if stale:
        with transaction.atomic():
            _has_changed()
    return len(stale)


def _stale() -> list[int]:
    model = indexing.model_id()
    held = dict(Vectors.objects.filter(model=model).values_list("entry_id", "digest"))
    words = Entry.objects.order_by("pk").values_list("pk", "title", "text", "hints")
    return [
        pk
        for pk, title, text, hints in words.iterator(BATCH)
        if held.get(pk) != words_digest(title, text, hints)
    ]


@transaction.atomic
def mark_changed(*, by: Reader | None) -> None:
    """Let all that was made of the records be made again: figures changed that are not in it."""
    _has_changed()


def _has_changed() -> None:
    """Give the index a version that it never had, also where an older copy was put back."""
    state, _created = IndexState.objects.select_for_update().get_or_create(pk=1)
    state.version = max(state.version + 1, time.time_ns())
    state.save(update_fields=["version"])


def _count_words(before: Sequence[Entry], after: Sequence[Entry]) -> None:
    """Bring the counts of words in step with entries that go and come."""
    entries: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for sign, group in ((-1, before), (1, after)):
        for entry in group:
            said = indexing.words_of(entry.title, entry.text, entry.keywords, entry.hints)
            for word, is_small in said.items():
                entries[word] += sign
                small[word] += sign * is_small
    moved = [word for word in entries if entries[word] or small[word]]
    for batch in _batches(moved, BATCH):
        rows = Word.objects.filter(word__in=batch).values_list("word", "entries", "small")
        held = {word: (had, had_small) for word, had, had_small in rows}
        counts = ((word, *held.get(word, (0, 0))) for word in batch)
        put_rows(
            Word,
            fields=("word", "entries", "small"),
            unique=("word",),
            rows=(
                (word, max(0, had + entries[word]), max(0, had_small + small[word]))
                for word, had, had_small in counts
            ),
        )
    Word.objects.filter(entries=0).delete()


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
