"""Entries of the index; each has words of its own and no vectors until they are asked for."""

from collections.abc import Iterable
from itertools import count

from decapolis.search.actions import put_entries, refresh_vectors
from decapolis.search.validators import EntryDraft

_numbers = count(1)


def draft(title: str = "Night bus", **fields: object) -> EntryDraft:
    """Return a draft of a public practice in Dayton that went well."""
    values = {
        "kind": "practice",
        "slug": f"entry-{next(_numbers)}",
        "title": title,
        "paragraphs": ("Buses run late.",),
        "city_id": 1,
        "city_name": "Dayton",
        "region": "Ohio",
        "country": "US",
        "population": 137_000,
        "status": "operating",
        "went": "well",
        "evidence": 2,
        "started": 2018,
    } | fields
    return EntryDraft(**values)


def indexed(*drafts: EntryDraft, vectors: bool = False) -> list[EntryDraft]:
    """Put drafts into the index, with vectors where meaning is to be matched."""
    put_entries(by=None, drafts=drafts)
    if vectors:
        refresh_vectors(by=None)
    return list(drafts)


def keys(hits: Iterable[object]) -> list[str]:
    """Return the keys of hits, in order."""
    return [hit.key for hit in hits]
