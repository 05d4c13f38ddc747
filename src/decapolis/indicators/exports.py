"""The catalogue and the values of an indicator as CSV, and templates of tables to hand in."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from decapolis.indicators.bridge import Entry
from decapolis.indicators.choices import Table
from decapolis.indicators.models import Indicator, Observation
from decapolis.indicators.validators import IndicatorRecord, ObservationRecord, SourceRecord
from decapolis.kernel.permissions import Reader

Cell = str | int | float | None
# A cell that begins so is run as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
CATALOGUE_COLUMNS = (
    "code", "name", "unit", "direction", "theme", "level", "definition", "origin", "cities",
    "countries", "values", "first_year", "last_year", "sources", "licences", "visibility",
)  # fmt: skip
VALUE_COLUMNS = (
    "city_id", "city", "region", "country", "indicator", "period", "value", "word", "unit",
    "source", "attribution", "licence",
)  # fmt: skip
LEAVE_OUT = "Write one row for each; leave out rows whose value is unknown."
# What a template shows in its first row; it names no real city, so that it cannot be loaded as is.
EXAMPLES: dict[str, dict[str, str]] = {
    Table.OBSERVATIONS: {
        "city_id": "0", "indicator": "street_lights_led", "year": "2024", "value": "81.5",
        "unit": "%", "source": "example-census",
    },
    Table.INDICATORS: {
        "code": "street_lights_led", "name": "Street lights that are LED", "unit": "%",
        "direction": "higher-is-better", "theme": "energy", "level": "city",
        "licence": "CC BY 4.0", "definition": "LED lamps among all lamps that the city keeps.",
        "visibility": "public",
    },
    Table.SOURCES: {
        "id": "example-census", "title": "City census",
        "attribution": "Example Statistics Office, city census, CC BY 4.0",
        "licence": "CC BY 4.0", "url": "https://example.org/census", "visibility": "public",
    },
}  # fmt: skip
SCHEMAS: dict[str, type[Any]] = {
    Table.OBSERVATIONS: ObservationRecord,
    Table.INDICATORS: IndicatorRecord,
    Table.SOURCES: SourceRecord,
}


def catalogue_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the catalogue line by line."""
    return _lines(CATALOGUE_COLUMNS, map(_entry, entries))


def values_csv(indicator: Indicator, *, reader: Reader | None = None) -> Iterator[str]:
    """Yield every value of an indicator, all years, with its place and source."""
    rows = (
        Observation.objects.visible_to(reader)
        .filter(indicator=indicator)
        .select_related("city__country", "country", "source")
        .order_by("subject", "year", "period", "source_id")
    )
    return _lines(VALUE_COLUMNS, map(_value, rows.iterator(2000)))


def template_csv(table: str) -> str:
    """Return the columns of a table and one example, as CSV."""
    columns = tuple(SCHEMAS[table].model_fields)
    example = [EXAMPLES[table].get(name, "") for name in columns]
    return "".join(_lines(columns, [example]))


def template_xlsx(table: str) -> bytes:
    """Return the same as a workbook, with what may be written in a second sheet."""
    fields = SCHEMAS[table].model_fields
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import
    from openpyxl.styles import Font  # noqa: PLC0415 -- slow import
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- slow import

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = table
    sheet.append(list(fields))
    sheet.append([EXAMPLES[table].get(name, "") for name in fields])
    sheet.freeze_panes = "A2"
    for number, name in enumerate(fields, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = max(12, len(name) + 4)
    about = book.create_sheet("about")
    about.append(["column", "needed"])
    for name, field in fields.items():
        about.append([name, "yes" if field.is_required() else "no"])
    about.append([LEAVE_OUT])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _entry(entry: Entry) -> Sequence[Cell]:
    one, reach = entry.indicator, entry.coverage
    return (
        one.code, one.name, one.unit, one.direction, one.theme, one.level, one.definition,
        one.origin, reach.cities, reach.countries, reach.values, reach.first, reach.last,
        "; ".join(part.source.pk for part in reach.sources),
        "; ".join(dict.fromkeys(part.source.licence for part in reach.sources)), one.visibility,
    )  # fmt: skip


def _value(row: Observation) -> Sequence[Cell]:
    city, country = row.city, row.country
    place = city.country if city else country
    return (
        row.city_id, city.name if city else "", city.admin1_name if city else "",
        place.iso2 if place else "", row.indicator_id, row.period, row.value, row.word, row.unit,
        row.source_id, row.source.attribution, row.source.licence,
    )  # fmt: skip


def _lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    held = io.StringIO()
    writer = csv.writer(held)
    for row in chain([columns], rows):
        writer.writerow([_plain(cell) for cell in row])
        yield held.getvalue()
        held.seek(0)
        held.truncate()


def _plain(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
