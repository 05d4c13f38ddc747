"""Take in record files: the starter library's and a network's own, by the same way."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from pydantic import BaseModel

from decapolis.cities import actions as cities
from decapolis.cities.validators import CityIdentifiersRecord, CityNamesRecord, CityRecord, CountryRecord
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
}
MOST_REJECTIONS = 1000


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
    rows = iter(read_rows(path))
    first = next(rows, None)
    kind = kind or _kind_of(path, first)
    schema, put = KINDS[kind]
    records, rejected = _checked(_chain(first, rows), schema)
    with transaction.atomic():
        if not rejected:
            rejected = put(by=None, records=records)
        if rejected or dry_run:
            transaction.set_rollback(True)
    rejected = sorted(rejected, key=lambda rejection: rejection.line)
    return Report(str(path), 0 if rejected else len(records), tuple(rejected), kind)


def starter_files() -> list[Path]:
    """Return the files of the starter library in the order in which they load."""
    files = [path for path in STARTER.iterdir() if path.suffix in {".csv", ".jsonl"}]
    return in_order(files)


def in_order(files: Iterable[Path]) -> list[Path]:
    """Return files so that each comes after those it stands on."""
    order = list(KINDS)
    return sorted(files, key=lambda path: (order.index(_named_kind(path) or order[-1]), path.name))


def _chain(first: Row | Rejection | None, rest: Iterator[Row | Rejection]) -> Iterator[Row | Rejection]:
    if first is not None:
        yield first
        yield from rest


def _checked(
    rows: Iterable[Row | Rejection], schema: type[BaseModel]
) -> tuple[list[tuple[int, BaseModel]], list[Rejection]]:
    """Check every row; a key that comes twice is refused, since one would hide the other."""
    records: list[tuple[int, BaseModel]] = []
    rejected: list[Rejection] = []
    seen: dict[object, int] = {}
    key = next(iter(schema.model_fields)) if "observation" not in schema.__name__.lower() else None
    for row in rows:
        if len(rejected) >= MOST_REJECTIONS:
            rejected.append(Rejection(0, "", f"More than {MOST_REJECTIONS} faults: the rest was not read."))
            break
        checked = row if isinstance(row, Rejection) else validate(row, schema)
        if isinstance(checked, Rejection):
            rejected.append(checked)
        elif isinstance(checked, list):
            rejected.extend(checked)
        else:
            value = getattr(checked, key) if key else _observation_key(checked)
            if value in seen:
                rejected.append(Rejection(row.line, key or "indicator", f"This record stands in line {seen[value]} too. Keep one."))
            seen[value] = row.line
            records.append((row.line, checked))
    return records, rejected


def _observation_key(record: Any) -> tuple[object, ...]:  # noqa: ANN401 -- an ObservationRecord
    return record.city_id, record.country_iso2, record.indicator, record.year, record.source


def _named_kind(path: Path) -> str:
    """Return the kind that a file's name begins with, the longest that fits."""
    fits = [kind for kind in KINDS if path.stem == kind or path.stem.startswith((kind + "-", kind + "_", kind + "."))]
    return max(fits, key=len, default="")


def _kind_of(path: Path, first: Row | Rejection | None) -> str:
    """Tell the kind by the name, else by the schema that knows most of the fields and misses none."""
    named = _named_kind(path)
    if named:
        return named
    fields = {name.split(".")[0] for name in first.values} if isinstance(first, Row) else set()
    fits = {}
    for kind, (schema, _put) in KINDS.items():
        needed = {name for name, field in schema.model_fields.items() if field.is_required()}
        fits[kind] = len(needed & fields) / len(needed) + len(fields & set(schema.model_fields)) / (len(fields) or 1)
    best = max(fits, key=lambda kind: fits[kind])
    if fits[best] < 1:
        raise Unreadable(
            f"{path.name}: what it holds cannot be told. Begin the file's name with one of "
            f"{', '.join(KINDS)}, or say --kind."
        )
    return best
