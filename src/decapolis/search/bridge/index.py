"""The index in memory: columns and vectors of all entries, read again when it changed."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.db import connection

from decapolis.engines.retrieval.fuse import Bools, Columns, Floats, Ints, Rows
from decapolis.engines.retrieval.labels import Labels
from decapolis.engines.retrieval.spelling import Vocabulary
from decapolis.engines.text import fold
from decapolis.search.bridge.embedding import embedder
from decapolis.search.bridge.middles import Middles, middle, middles_of, unpack
from decapolis.search.models import Entry, IndexState, Vectors, Word

MOST_ROWS = 60_000  # above, vectors of the best candidates alone are read, by their middles
COARSE_AXES = 128
LARGE = 20_000
_CHUNK = 2000
_FIELDS = (
    "id", "kind", "slug", "title", "language", "themes", "city_id", "city_name", "region",
    "country", "population", "status", "went", "subkind", "evidence", "level", "started", "ended",
    "cost", "visibility",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Index:
    """All entries, in the order of their ids; ``by_key`` is each one's place by kind and slug.

    ``rows`` are the vectors of passages and of hints, None where there are too many to hold;
    ``middles`` tells which entries are near each other.
    """

    version: int
    ids: Ints
    slugs: list[str]
    titles: list[str]
    city_names: list[str]
    subkinds: Labels
    visibility: Labels
    by_key: Ints
    evidence: Floats
    level: Floats
    columns: Columns
    vocabulary: Vocabulary
    common: frozenset[str]
    held_cities: frozenset[int]
    regions: frozenset[tuple[str, str]]
    middles: Middles
    rows: tuple[Rows, Rows] | None
    hinted: bool = True  # whether the hints may be matched by words
    texts: dict[int, str] = field(default_factory=dict)  # visible words of some entries, folded

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def has_vectors(self) -> bool:
        """Whether entries can be matched by meaning."""
        return self.middles.dim > 1

    def places(self, ids: Ints) -> Ints:
        """Return the rows of entries by their ids, which must be of the index."""
        return np.searchsorted(self.ids, ids).astype(np.int64)

    def readable(self, visibilities: list[str]) -> Bools:
        """Return the entries of these visibilities."""
        return self.visibility.among(visibilities)


Table = dict[str, tuple[Any, ...]]

_held: dict[str, Index] = {}
_lock = threading.Lock()


def current_index() -> Index:
    """Return the index as it stands in the database; read once for every change of it.

    A large one is read beside the questions, which meanwhile are answered from the one before.
    """
    name = str(connection.settings_dict["NAME"])
    version = latest_version()
    held = _held.get(name)
    if held is not None and held.version == version:
        return held
    if held is not None and len(held) > LARGE:
        if not _lock.locked():
            threading.Thread(target=_read_beside, args=(name, version), daemon=True).start()
        return held
    return _renewed(name, version)


def latest_version() -> int:
    """Return the version of the index in the database: a new one for every change of a record.

    Asked several times for each page, hence without Django's making of the query.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT version FROM {IndexState._meta.db_table} ORDER BY id LIMIT 1")  # noqa: S608 -- our own table
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _renewed(name: str, version: int) -> Index:
    with _lock:
        held = _held.get(name)
        if held is None or held.version != version:
            held = _held[name] = read_index(version)
    return held


def _read_beside(name: str, version: int) -> None:
    try:
        _renewed(name, version)
    finally:
        connection.close()


def forget() -> None:
    """Drop what is held in memory."""
    with _lock:
        _held.clear()


def read_index(version: int) -> Index:
    """Read the whole index."""
    rows = list(Entry.objects.order_by("id").values_list(*_FIELDS).iterator(_CHUNK))
    table: Table = dict.fromkeys(_FIELDS, ())
    if rows:
        table.update(zip(_FIELDS, zip(*rows, strict=True), strict=True))
    ids = np.array(table["id"], dtype=np.int64)
    middles, held_rows = _read_vectors(ids)
    words = list(Word.objects.values_list("word", "entries", "small").iterator(_CHUNK))
    columns = _columns(table)
    return Index(
        version=version,
        ids=ids,
        slugs=list(table["slug"]),
        titles=list(table["title"]),
        city_names=list(table["city_name"]),
        subkinds=Labels.of(table["subkind"]),
        visibility=Labels.of(table["visibility"]),
        by_key=_by_key(table["kind"], table["slug"]),
        evidence=_numbers(table["evidence"]),
        level=_numbers(table["level"]),
        columns=columns,
        vocabulary=Vocabulary({word: entries for word, entries, _small in words}),
        common=frozenset(word for word, _entries, small in words if small),
        held_cities=frozenset(columns.city.tolist()) - {0},
        regions=frozenset(zip(table["country"], table["region"], strict=True)),
        middles=middles_of(middles, axes=None if held_rows else COARSE_AXES),
        rows=held_rows,
    )


def without_hints(index: Index) -> Index:
    """Return the index as it would be without hints, to measure what they bring."""
    if index.rows is None:
        return replace(index, hinted=False)
    passages, _hints = index.rows
    none = Rows(passages.vectors[:0], np.zeros_like(passages.starts))
    parts = np.split(passages.vectors, passages.starts[1:-1])
    nothing = np.zeros(index.middles.dim, dtype=np.float32)
    middles = np.array([middle(part, len(part)) if len(part) else nothing for part in parts])
    return replace(index, rows=(passages, none), middles=middles_of(middles), hinted=False)


def _columns(table: Table) -> Columns:
    themes: dict[str, Bools] = {}
    for place, of_entry in enumerate(table["themes"]):
        for theme in of_entry:
            themes.setdefault(theme, np.zeros(len(table["id"]), dtype=bool))[place] = True
    titles: dict[str, list[int]] = {}
    for place, title in enumerate(table["title"]):
        titles.setdefault(fold(title), []).append(place)
    return Columns(
        kind=Labels.of(table["kind"]),
        country=Labels.of(table["country"]),
        region=Labels.of(table["region"]),
        status=Labels.of(table["status"]),
        went=Labels.of(table["went"]),
        city=np.array([city or 0 for city in table["city_id"]], dtype=np.int64),
        population=_numbers(table["population"]),
        started=_numbers(table["started"]),
        cost=_numbers(table["cost"]),
        themes=themes,
        titles=titles,
    )


def _by_key(kinds: Sequence[str], slugs: Sequence[str]) -> Ints:
    keys = sorted(range(len(slugs)), key=lambda place: (kinds[place], slugs[place]))
    places = np.empty(len(keys), dtype=np.int64)
    places[keys] = np.arange(len(keys))
    return places


def _numbers(values: tuple[object, ...]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float32)


def _read_vectors(ids: Ints) -> tuple[Floats, tuple[Rows, Rows] | None]:
    """Read middles, and all rows where there are not too many."""
    stored = Vectors.objects.filter(model=embedder().id).order_by("entry_id")
    sizes = list(stored.values_list("entry_id", "passages", "hints").iterator(_CHUNK))
    dim = _dim(stored.values_list("centroid", flat=True).first())
    middles = np.zeros((len(ids), dim), dtype=np.float32)
    for entry, blob in stored.values_list("entry_id", "centroid").iterator(_CHUNK):
        middles[np.searchsorted(ids, entry)] = unpack(blob, dim)[0]
    if sum(passages + hints for _entry, passages, hints in sizes) > MOST_ROWS:
        return middles, None
    return middles, read_rows(ids, dim=dim)


def read_rows(ids: Ints, *, dim: int) -> tuple[Rows, Rows]:
    """Read the passages and hints of the entries with these ids, which are in order."""
    stored = Vectors.objects.filter(model=embedder().id).order_by("entry_id")
    if len(ids) < _CHUNK:
        stored = stored.filter(entry_id__in=ids.tolist())
    counts = np.zeros((2, len(ids)), dtype=np.int64)
    parts: tuple[list[Floats], list[Floats]] = ([], [])
    for entry, passages, blob in stored.values_list("entry_id", "passages", "data").iterator(
        _CHUNK
    ):
        rows = unpack(blob, dim)
        counts[:, np.searchsorted(ids, entry)] = passages, len(rows) - passages
        parts[0].append(rows[:passages])
        parts[1].append(rows[passages:])
    return _rows(parts[0], counts[0], dim), _rows(parts[1], counts[1], dim)


def _rows(parts: list[Floats], counts: Ints, dim: int) -> Rows:
    vectors = np.concatenate(parts) if parts else np.zeros((0, dim), dtype=np.float32)
    return Rows(vectors, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))


def _dim(centroid: bytes | memoryview | None) -> int:
    return len(bytes(centroid)) // 2 if centroid else 1
