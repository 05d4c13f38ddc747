"""Where something was read: the numbered sources of a record, and sentences that cite them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SourceRef:
    """One source of a record, with its number on that record's page, from 1."""

    number: int
    title: str
    url: str
    publisher: str = ""
    year: int | None = None  # None: undated


@dataclass(frozen=True, slots=True)
class Sourced:
    """A sentence and where it was read; no source: the record as a whole says it."""

    text: str
    source: SourceRef | None


def numbered(sources: Sequence[Mapping[str, Any]]) -> tuple[SourceRef, ...]:
    """Return a record's sources as they are numbered for readers.

    Examples
    --------
    >>> numbered([{"url": "https://a.example/", "title": "A", "publisher": None, "year": 2018}])
    (SourceRef(number=1, title='A', url='https://a.example/', publisher='', year=2018),)
    """
    return tuple(
        SourceRef(
            number=number,
            title=source.get("title") or source.get("url") or "",
            url=source.get("url") or "",
            publisher=source.get("publisher") or "",
            year=source.get("year"),
        )
        for number, source in enumerate(sources, start=1)
    )


def cited(sources: Sequence[SourceRef], place: int | None) -> SourceRef | None:
    """Return the source at a place counted from 0, as records count; None where there is none."""
    return sources[place] if place is not None and 0 <= place < len(sources) else None


def sourced(text: str, sources: Sequence[SourceRef], place: int | None) -> Sourced | None:
    """Return a sentence with its source, or None where the record holds no such sentence."""
    return Sourced(text, cited(sources, place)) if text else None
