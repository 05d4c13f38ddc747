"""Make a framework and an edition of a spreadsheet that network staff hand in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.benchmarks.bridge.building import built_of, spec_of
from decapolis.benchmarks.bridge.running import check_size
from decapolis.benchmarks.bridge.tables import table_of_given
from decapolis.benchmarks.choices import Hand, Kind
from decapolis.benchmarks.errors import RecordRefused
from decapolis.benchmarks.models import Criterion, Edition, Entrant, Framework, Mark, Proof
from decapolis.benchmarks.rules import may_manage
from decapolis.benchmarks.validators import Given, read_columns, read_data, read_sheets
from decapolis.benchmarks.validators.cells import Sheet, column_letters
from decapolis.benchmarks.validators.tables import AGGREGATE, INDICATOR
from decapolis.cities.bridge import match_cities
from decapolis.cities.models import City
from decapolis.kernel.permissions import Visibility, require
from decapolis.people.models import Person

COLUMN_SHEETS = ("meta", "columns", "indicators")  # by these names a workbook describes columns
COUNTRY, REGION = "country", "region"  # columns that help to find a city by its name
LONGEST_NAME = 200
LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """What was handed in.

    Attributes
    ----------
    data
        CSV, or XLSX; a workbook may hold a second sheet ``meta`` that describes the columns.
    name
        The name of the index.
    columns
        A file that describes the columns, where the workbook does not. Without either, every
        column with numbers is an indicator of equal weight, and more is better.
    shown_as
        How the file was called when it was handed in.
    """

    data: Path
    name: str
    columns: Path | None = None
    shown_as: str = ""
    about: str = ""
    year: int | None = None
    visibility: Visibility = Visibility.NETWORK


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a spreadsheet became, with what was left out or not recognised.

    Attributes
    ----------
    ignored
        Columns that nothing describes.
    strangers
        Units that are no city of the gazetteer, by name.
    """

    edition: Edition
    ignored: tuple[str, ...]
    strangers: tuple[str, ...]


@transaction.atomic
def take_in_spreadsheet(*, by: Person, given: Spreadsheet) -> TakenIn:
    """Make a framework and a draft of its edition; nothing is written where a cell is wrong.

    Each value is kept as a settled mark whose proof is its cell.

    Raises
    ------
    Forbidden
        They are not of network staff.
    Unreadable
        The file cannot be read at all.
    TableFaulty
        Cells that will not do, each with line and column.
    NotBuilt
        No index can be made of these values.
    RecordRefused
        The name is missing or too long.
    TooLarge
        There are more units or values than can be drawn.
    """
    require(may_manage(by))
    name = given.name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise RecordRefused(_("Give it a name of at most 200 letters."), field="name")
    sheet, table = _read(given)
    check_size(len(table.units), len(table.of_type(INDICATOR)))
    # Seen now, so that nobody publishes later what cannot be built.
    columns_in = given.columns.name if given.columns else sheet.name
    built_of(table_of_given(table, name=columns_in), spec_of({}))
    framework, criteria = _framework(by, given, name, table)
    edition = Edition.objects.create(
        framework=framework,
        slug=str(given.year or "first"),
        name=str(given.year or _("First edition")),
        year=given.year,
        kind=Kind.UPLOADED,
        visibility=given.visibility,
        made_by=by,
    )
    entrants = _entrants(edition, table, _cities(sheet, table))
    _marks(by, edition, entrants, criteria, (table, given.shown_as or given.data.name))
    new = {"units": len(entrants), "criteria": len(criteria), "visibility": given.visibility}
    audit(
        by=by,
        act="benchmarks.spreadsheet_taken_in",
        subject=edition,
        change=Change({}, new),
        note=given.shown_as or given.data.name,
    )
    strangers = tuple(entrant.name for entrant in entrants.values() if entrant.city_id is None)
    ignored = tuple(name for name in table.ignored if name.lower() not in {COUNTRY, REGION})
    return TakenIn(edition, ignored, strangers)


def _read(given: Spreadsheet) -> tuple[Sheet, Given]:
    sheets = read_sheets(given.data)
    described = next(
        (sheet for title, sheet in sheets.items() if title.lower() in COLUMN_SHEETS), None
    )
    if given.columns:
        described = next(iter(read_sheets(given.columns).values()))
    sheet = next(one for one in sheets.values() if one is not described or len(sheets) == 1)
    columns = read_columns(described) if described else None
    return sheet, read_data(sheet, columns)


def _framework(
    by: Person, given: Spreadsheet, name: str, table: Given
) -> tuple[Framework, dict[str, Criterion]]:
    framework = Framework.objects.create(
        slug=_free_slug(name),
        name=name,
        about=given.about.strip(),
        visibility=given.visibility,
        made_by=by,
    )
    top = next(one.code for one in table.of_type(AGGREGATE) if not one.parent)
    listed = [one for one in table.of_type(INDICATOR, AGGREGATE) if one.code != top]
    Criterion.objects.bulk_create(
        Criterion(
            framework=framework,
            code=one.code,
            name=one.name,
            position=position,
            weight=one.weight,
            direction=one.direction,
            unit=one.unit,
            target=one.target,
            denominator=one.denominator,
        )
        for position, one in enumerate(listed)
    )
    made = {one.code: one for one in framework.criteria.all()}
    for one in listed:
        made[one.code].parent = made.get(one.parent)
    Criterion.objects.bulk_update(made.values(), ["parent"])
    return framework, made


def _entrants(edition: Edition, table: Given, cities: Mapping[str, int]) -> dict[str, Entrant]:
    Entrant.objects.bulk_create(
        Entrant(
            edition=edition,
            city_id=cities.get(unit.code),
            code=unit.code,
            name=unit.name,
            groups=dict(unit.groups),
            sizes=dict(unit.sizes),
        )
        for unit in table.units
    )
    return {one.code: one for one in Entrant.objects.filter(edition=edition)}


def _marks(
    by: Person,
    edition: Edition,
    entrants: Mapping[str, Entrant],
    criteria: Mapping[str, Criterion],
    origin: tuple[Given, str],
) -> None:
    table, file = origin
    marks, cells = [], {}
    for unit in table.units:
        for code, value in unit.values.items():
            entrant, criterion = entrants[unit.code], criteria[code]
            marks.append(
                Mark(
                    edition=edition,
                    entrant=entrant,
                    criterion=criterion,
                    hand=Hand.SETTLED,
                    value=value,
                    by=by,
                )
            )
            letter = column_letters(table.places[code])
            cells[entrant.pk, criterion.pk] = f"{file}, {letter}{unit.line}"[:300]
    Mark.objects.bulk_create(marks, batch_size=500)
    Proof.objects.bulk_create(
        [
            Proof(mark=mark, file=cells[mark.entrant_id, mark.criterion_id])
            for mark in Mark.objects.filter(edition=edition)
        ],
        batch_size=500,
    )


def _cities(sheet: Sheet, table: Given) -> dict[str, int]:
    """Return the city of each unit whose code is a GeoNames id, or whose name and country fit."""
    ids = {unit.code: int(unit.code) for unit in table.units if unit.code.isdecimal()}
    there = set(City.objects.filter(pk__in=ids.values()).values_list("pk", flat=True))
    found = {code: pk for code, pk in ids.items() if pk in there}
    at = {name.lower(): place for place, name in enumerate(sheet.header)}
    if COUNTRY not in at:
        return found
    named = {}
    for unit, line in zip(table.units, sheet.lines, strict=True):
        region = line.cells[at[REGION]] if REGION in at else ""
        named[unit.code] = (unit.name, line.cells[at[COUNTRY]].upper(), region)
    matched = match_cities(set(named.values()))
    return _once({code: matched[key] for code, key in named.items() if key in matched} | found)


def _once(cities: Mapping[str, int]) -> dict[str, int]:
    """Leave out cities that two units would be: neither can be told to be it."""
    keys = list(cities.values())
    return {code: key for code, key in cities.items() if keys.count(key) == 1}


def _free_slug(name: str) -> str:
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "index"
    taken = set(Framework.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbers = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbers) if slug not in taken)
