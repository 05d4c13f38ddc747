"""Take in record files: the starter library's and a network's own, by the same way."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.db import transaction
from pydantic import BaseModel

from decapolis.benchmarks import actions as benchmarks
from decapolis.benchmarks.validators import EditionRecord, FrameworkRecord
from decapolis.cities import actions as cities
from decapolis.cities.validators import (
    CityIdentifiersRecord,
    CityNamesRecord,
    CityRecord,
    CountryRecord,
)
from decapolis.indicators import actions as indicators
from decapolis.indicators.validators import IndicatorRecord, ObservationRecord, SourceRecord
from decapolis.kernel.records import Rejection, Row, Unreadable, read_rows, validate
from decapolis.library import actions as library
from decapolis.library.validators import DocumentRecord, PracticeRecord, TechnologyRecord
from decapolis.organisations import actions as organisations
from decapolis.organisations.validators import OrganisationRecord

STARTER = Path(__file__).resolve().parents[1] / "starter"

Put = Callable[..., list[Rejection]]

# In the order in which they stand on each other; a file's name begins with its kind.
KINDS: dict[str, tuple[type[BaseModel], Put]] = {
    "countries": (CountryRecord, cities.put_countries),
    "cities": (CityRecord, cities.put_cities),
    "city-names": (CityNamesRecord, cities.put_city_names),
    "city-identifiers": (CityIdentifiersRecord, cities.put_city_identifiers),
    "sources": (SourceRecord, indicators.put_sources),
    "indicators": (IndicatorRecord, indicators.put_indicators),
    "observations": (ObservationRecord, indicators.put_observations),
    "technologies": (TechnologyRecord, library.put_technologies),
    "organisations": (OrganisationRecord, organisations.put_organisations),
    "practices": (PracticeRecord, library.put_practices),
    "documents": (DocumentRecord, library.put_documents),
    "frameworks": (FrameworkRecord, benchmarks.put_frameworks),
    "editions": (EditionRecord, benchmarks.put_editions),
}
MOST_REJECTIONS = 1000
AT_ONCE = 1000
ENOUGH = 1.5  # of 2: all that is needed is there, and all that is there is known


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one file: all of its records were taken, or none."""

    file: str
    accepted: int
    rejected: tuple[Rejection, ...]
    kind: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the report in the shape that ``load --json`` prints."""
        return {
            "file": self.file,
            "accepted": self.accepted,
            "rejected": [asdict(rejection) for rejection in self.rejected],
        }


def load_file(path: Path, *, kind: str = "", dry_run: bool = False) -> Report:
    """Take in one file, wholly or not at all; loading it again changes nothing.

    Records are checked and written some at a time, so that a large file needs little memory, and
    all in one transaction, so that one fault leaves nothing behind.

    Parameters
    ----------
    kind
        One of `KINDS`; empty: told by the file's name, else by its fields.
    dry_run
        Check everything, write nothing.

    Raises
    ------
    Unreadable
        The file cannot be read, or its kind cannot be told.
    """
    rows = read_rows(path)
    head = _until_a_row(rows)
    kind = kind or _kind_of(path, head)
    schema, put = KINDS[kind]
    checked = _checked(chain(head, rows), schema)
    accepted = 0
    rejected: list[Rejection] = []
    with transaction.atomic():
        while (batch := list(islice(checked, AT_ONCE))) and len(rejected) < MOST_REJECTIONS:
            records = [item for item in batch if not isinstance(item, Rejection)]
            rejected += [item for item in batch if isinstance(item, Rejection)]
            rejected += put(by=None, records=records)
            accepted += len(records)
        if rejected or dry_run:
            transaction.set_rollback(True)
    return Report(str(path), 0 if rejected else accepted, _told(rejected), kind)


def starter_files() -> list[Path]:
    """Return the files of the starter library in the order in which they load."""
    files = [path for path in STARTER.iterdir() if path.suffix in {".csv", ".jsonl"}]
    return in_order(files)


def in_order(files: Iterable[Path]) -> list[Path]:
    """Return files so that each comes after those it stands on."""
    order = list(KINDS)
    return sorted(files, key=lambda path: (order.index(_named_kind(path) or order[-1]), path.name))


def _until_a_row(rows: Iterator[Row | Rejection]) -> list[Row | Rejection]:
    """Return the rows up to the first that can be parsed: its fields tell what the file holds."""
    head = []
    for row in rows:
        head.append(row)
        if isinstance(row, Row):
            break
    return head


def _told(rejected: list[Rejection]) -> tuple[Rejection, ...]:
    """Return the faults by line, no more than a person can use."""
    ordered = sorted(rejected, key=lambda rejection: rejection.line)
    if len(ordered) >= MOST_REJECTIONS:
        rest = f"The list ends at {MOST_REJECTIONS} faults. Mend these first."
        ordered = [*ordered[:MOST_REJECTIONS], Rejection(0, "", rest)]
    return tuple(ordered)


def _checked(
    rows: Iterable[Row | Rejection], schema: type[BaseModel]
) -> Iterator[tuple[int, BaseModel] | Rejection]:
    """Check every row; a key that comes twice is refused, since one would hide the other."""
    seen: dict[object, int] = {}
    field, key_of = _key(schema)
    for row in rows:
        checked = row if isinstance(row, Rejection) else validate(row, schema)
        if isinstance(checked, Rejection):
            yield checked
        elif isinstance(checked, list):
            yield from checked
        else:
            first = seen.setdefault(key_of(checked), row.line)
            if first == row.line:
                yield row.line, checked
            else:
                reason = f"This record stands in line {first} too. Keep one."
                yield Rejection(row.line, field, reason)


def _key(schema: type[BaseModel]) -> tuple[str, Callable[[BaseModel], object]]:
    """Return the field that names a record, and how to read it."""
    if schema is ObservationRecord:
        return "indicator", attrgetter("city_id", "country_iso2", "indicator", "year", "source")
    if schema is EditionRecord:
        return "slug", attrgetter("framework", "slug")
    field = next(iter(schema.model_fields))
    return field, attrgetter(field)


def _named_kind(path: Path) -> str:
    """Return the kind that a file's name begins with, the longest that fits."""
    name = path.stem.lower()
    fits = [kind for kind in KINDS if re.match(rf"{kind}(?![a-z0-9])", name)]
    return max(fits, key=len, default="")


def _kind_of(path: Path, head: list[Row | Rejection]) -> str:
    """Tell the kind by the name, else by the schema whose fields fit best.

    Raises
    ------
    Unreadable
        No schema fits.
    """
    named = _named_kind(path)
    if named:
        return named
    row = head[-1] if head else None
    fields = {name.split(".")[0] for name in row.values} if isinstance(row, Row) else set()
    best = max(KINDS, key=lambda kind: _fit(fields, KINDS[kind][0]))
    if _fit(fields, KINDS[best][0]) < ENOUGH:
        raise Unreadable(
            f"{path.name}: what it holds cannot be told. Begin the file's name with one of "
            f"{', '.join(KINDS)}, or say --kind."
        )
    return best


def _fit(fields: set[str], schema: type[BaseModel]) -> float:
    """Return the share of needed fields that are there plus the share of fields that are known."""
    needed = {name for name, field in schema.model_fields.items() if field.is_required()}
    known = fields & set(schema.model_fields)
    return len(needed & fields) / len(needed) + len(known) / (len(fields) or 1)
