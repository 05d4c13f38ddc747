"""The schema of record files, as JSON Schema and as a page, made from what the loader checks by."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from decapolis.ops.loading import KINDS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "records.md"

SOURCE = {
    "url": "https://example.org/street-lights",
    "title": "Street lighting report",
    "publisher": "City of Dayton",
    "year": 2019,
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "countries": {
        "iso2": "US", "iso3": "USA", "name": "United States", "region": "Americas",
        "subregion": "Northern America", "income_group": "High income",
        "languages": ["English", "Spanish"], "currency": "USD",
    },
    "cities": {
        "id": 4509884, "name": "Dayton", "ascii_name": "Dayton", "country_iso2": "US",
        "admin1_code": "OH", "admin1_name": "Ohio", "lat": 39.75895, "lon": -84.19161,
        "population": 135512, "elevation_m": 225, "timezone": "America/New_York",
    },
    "city-names": {"city_id": 4509884, "names": ["Gem City", "Дейтон", "デイトン"]},
    "city-identifiers": {
        "city_id": 4509884, "wikidata_id": "Q34739", "us_census_geoid": "3921000",
    },
    "sources": {
        "id": "example-census", "title": "City census",
        "attribution": "Example Statistics Office, city census, CC BY 4.0",
        "licence": "CC BY 4.0", "url": "https://example.org/census",
    },
    "indicators": {
        "code": "street_lights_led", "name": "Street lights that are LED", "unit": "%",
        "direction": "higher-is-better", "theme": "energy", "level": "city",
        "licence": "CC BY 4.0", "definition": "LED lamps among all lamps that the city keeps.",
        "origin": "Counted by the cities",
    },
    "observations": {
        "city_id": 4509884, "indicator": "street_lights_led", "year": "2024", "value": "81.5",
        "unit": "%", "source": "example-census",
    },
    "technologies": {
        "slug": "led-street-lighting", "name": "LED street lighting",
        "what": "Street lamps that use light-emitting diodes.",
        "solves": ["energy", "public-safety"], "maturity": "proven",
        "typical_cost": "200 to 500 US dollars a lamp, fitted.",
        "prerequisites": ["A list of the lamps."], "risks": ["Glare."],
        "questions_to_ask": ["Who owns the poles?"], "standards": ["EN 13201"],
        "sources": [SOURCE],
    },
    "organisations": {
        "slug": "example-lighting-agency", "name": "Example Lighting Agency", "sector": "public",
        "kind": "agency", "city": "Dayton", "country": "US",
        "about": "Runs the street lamps of twelve cities.",
        "works_with": [
            {"name": "City of Dayton", "relation": "partner-of", "project": "Street lights"}
        ],
        "website": "https://example.org", "sources": [SOURCE],
    },
    "practices": {
        "slug": "dayton-led-street-lights", "title": "LED street lights", "city": "Dayton",
        "country": "US", "region": "Ohio",
        "lead": {"name": "City of Dayton", "sector": "public"}, "themes": ["energy"],
        "problem": "Old lamps cost more every year.", "approach": "The city changed all of them.",
        "technology_slugs": ["led-street-lighting"], "started": 2017, "status": "operating",
        "costs": [
            {
                "amount": 2400000, "currency": "USD", "price_year": 2017, "source": 0,
                "covers": "Lamps and their fitting", "quantity": 4200, "unit": "lamp",
                "read_from": "4,200 lamps for 2.4 million dollars",
            },
            {
                "amount": 90000, "currency": "USD", "price_year": 2018, "source": 0,
                "covers": "Care for the lamps", "recurrence": "yearly", "part": "running",
            },
        ],
        "outcomes": [
            {
                "metric": "Electricity", "value": -53, "unit": "%", "kind": "measured",
                "text": "Use fell by 53 % within a year.", "good": True, "source": 0,
            }
        ],
        "setback": {"text": "Some streets were too bright.", "source": 0},
        "lessons": ["Ask residents first.", "Keep a list of every lamp."], "sources": [SOURCE],
    },
    "documents": {
        "slug": "example-lighting-guide", "title": "A guide to public lighting", "kind": "toolkit",
        "publisher": "Example Lighting Agency", "country": "US", "year": 2021,
        "url": "https://example.org/guide", "language": "en", "themes": ["energy"],
        "summary": "How to buy, fit and keep street lamps.", "sources": [SOURCE],
    },
    "frameworks": {
        "slug": "example-lighting-index", "name": "Street lighting index",
        "about": "How far cities are with their street lamps.", "licence": "CC BY 4.0",
        "criteria": [
            {
                "code": "led", "name": "Lamps that are LED", "unit": "%", "low": 0, "high": 100,
                "indicator": "street_lights_led",
                "steps": [{"score": 100, "meaning": "Every lamp is LED."}],
            }
        ],
    },
    "editions": {
        "framework": "example-lighting-index", "slug": "2024", "name": "2024", "year": 2024,
        "source": "example-census", "spec": {"normalise": "none"},
        "decimals": 1,
    },
}  # fmt: skip

HEAD = """# Record files

What `decapolis load FILE...` accepts. The tables are made from the models that the loader itself
checks by. `decapolis schema KIND` prints the same as JSON Schema; `decapolis schema --write` makes
this page.

- A file is **JSON Lines** (`.jsonl`: one object a line), **CSV** (`.csv`) or **XLSX** (`.xlsx`, its
  first sheet), in UTF-8, up to 200 MB. The first row of CSV and XLSX names the columns. CSV may
  part its cells by comma, semicolon or tab.
- The file's name begins with its kind: `practices-2026.csv`, `city-names.jsonl`. Otherwise say
  `--kind`.
- A file is taken in **wholly or not at all**. Every fault is told with its line and field.
  `--dry-run` checks and writes nothing. Loading a file again changes nothing; a record with the
  same key replaces the one before.
- Cities, countries, indicators, sources and technologies are loaded before the files that name
  them. Files named in one command are put in the right order.
- An unknown value is left out: an empty cell, no field, or `null`. It is never zero.
- In CSV and XLSX a column `lead.name` holds one part of a record, `a|b` two values of a list, and
  a cell that begins with `[` or `{` holds JSON: that is how a list of parts such as `costs`,
  `outcomes` or `sources` is written.
- A field that the schema does not know is refused, so that a misspelt name loses nothing.
- In XLSX a formula needs its saved result, and a cell that shows an error is refused.
"""


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one kind of record."""
    return KINDS[kind][0].model_json_schema()


def records_page() -> str:
    """Return the reference page of all kinds, in Markdown."""
    parts = [HEAD]
    for kind, (model, _put) in KINDS.items():
        parts += [f"## {kind}\n", f"{_first_line(model)}\n", *_tables(model.model_json_schema())]
        parts.append(_examples(kind))
    return "\n".join(parts)


def as_csv(record: dict[str, Any]) -> str:
    """Write one record as a header row and a row of cells."""
    cells = dict(_cells(record, ""))
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([list(cells), list(cells.values())])
    return table.getvalue()


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").partition("\n")[0]


def _cells(record: dict[str, Any], group: str) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _cells(value, f"{group}{name}.")
        elif isinstance(value, list) and all(isinstance(part, str) for part in value):
            yield group + name, "|".join(value)
        else:
            plain = json.dumps(value, ensure_ascii=False)
            yield group + name, value if isinstance(value, str) else plain


def _examples(kind: str) -> str:
    line = json.dumps(EXAMPLES[kind], ensure_ascii=False)
    return (
        f"As JSON Lines:\n\n```json\n{line}\n```\n\n"
        f"As CSV:\n\n```csv\n{as_csv(EXAMPLES[kind])}```\n"
    )


def _tables(schema: dict[str, Any]) -> Iterator[str]:
    """Yield the table of a record and of each of its parts."""
    yield _table(schema)
    for name, part in schema.get("$defs", {}).items():
        if part["type"] == "object":
            yield f"Each **{_part_name(name)}**: {part['description'].partition(chr(10))[0]}\n"
            yield _table(part)
    lists = {name: part for name, part in schema.get("$defs", {}).items() if "enum" in part}
    for name, part in lists.items():
        words = ", ".join(f"`{word}`" for word in part["enum"])
        yield f"**{_part_name(name)}** is one of {words}.\n"


def _table(schema: dict[str, Any]) -> str:
    needed = schema.get("required", [])
    rows = [
        f"| `{name}` | {'yes' if name in needed else 'no'} | {_kind_of_value(field)} |"
        for name, field in schema["properties"].items()
    ]
    return "\n".join(["| field | needed | value |", "|---|---|---|", *rows, ""])


def _part_name(name: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.strip().removesuffix(" record")


def _kind_of_value(field: dict[str, Any]) -> str:
    """Say in words what a field takes."""
    if "anyOf" in field:
        kinds = [_kind_of_value(kind) for kind in field["anyOf"] if kind.get("type") != "null"]
        return (
            kinds[0] if "number" in kinds[0] else " or ".join(kinds)
        )  # a decimal may stand as text
    if "$ref" in field:
        return f"*{_part_name(field['$ref'].rpartition('/')[2])}*"
    if field["type"] == "array":
        least = ", at least one" if field.get("minItems") else ""
        return f"list of {_kind_of_value(field['items'])}{least}"
    return {"string": _text, "integer": _number, "number": _number}.get(field["type"], _plain)(
        field
    )


def _plain(field: dict[str, Any]) -> str:
    return "`true` or `false`" if field["type"] == "boolean" else str(field["type"])


def _text(field: dict[str, Any]) -> str:
    said = "text"
    if "maxLength" in field:
        said += f", up to {field['maxLength']:,} letters"
    if "pattern" in field:
        pattern = field["pattern"].replace("|", "\\|")
        said += f", of the form `{pattern}`"
    return said


def _number(field: dict[str, Any]) -> str:
    said = "whole number" if field["type"] == "integer" else "number"
    limits = {
        "minimum": "from {}", "exclusiveMinimum": "over {}",
        "maximum": "to {}", "exclusiveMaximum": "under {}",
    }  # fmt: skip
    told = [
        words.format(f"{int(field[limit]):,}") for limit, words in limits.items() if limit in field
    ]
    return " ".join([said, *told])
