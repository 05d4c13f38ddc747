"""Lists as CSV: one row a record, amounts with their recipe in words, addresses of all sources."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from decapolis.kernel.money import ATTRIBUTION, round_figures
from decapolis.kernel.permissions import Reader
from decapolis.kernel.sources import Sourced, SourceRef
from decapolis.library.queries.cities import CityRow
from decapolis.library.queries.costs import CostFacts, NoFigure
from decapolis.library.queries.document import DocumentRow, document_rows
from decapolis.library.queries.rows import PracticeRow, practice_rows
from decapolis.library.queries.technology import TechnologyRow, technology_rows
from decapolis.organisations.queries import OrganisationRow, PlaceFacts, organisations_of

CHUNK = 500
# A cell that begins so is run as a formula by a spreadsheet; the wide forms by some of them.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

GAZETTEER = "City names, places and populations: GeoNames (geonames.org), CC BY 4.0"

Cell = str | int | float | Decimal | bool | None
Line = Mapping[str, Cell]


def practices_csv(slugs: Sequence[str], *, reader: Reader | None) -> Iterator[str]:
    """Yield a CSV of practices line by line, in the given order, without those not to be seen."""
    rows = (row for some in _chunks(slugs) for row in practice_rows(some, reader=reader))
    return _csv(PRACTICE_COLUMNS, map(_practice, rows))


def documents_csv(slugs: Sequence[str], *, reader: Reader | None) -> Iterator[str]:
    """Yield a CSV file of documents line by line."""
    rows = (row for some in _chunks(slugs) for row in document_rows(some, reader=reader))
    return _csv(DOCUMENT_COLUMNS, map(_document, rows))


def technologies_csv(slugs: Sequence[str], *, reader: Reader | None) -> Iterator[str]:
    """Yield a CSV file of technologies line by line."""
    rows = (row for some in _chunks(slugs) for row in technology_rows(some, reader=reader))
    return _csv(TECHNOLOGY_COLUMNS, map(_technology, rows))


def organisations_csv(slugs: Sequence[str], *, reader: Reader | None) -> Iterator[str]:
    """Yield a CSV file of organisations line by line."""
    rows = (row for some in _chunks(slugs) for row in organisations_of(some, reader=reader))
    return _csv(ORGANISATION_COLUMNS, map(_organisation, rows))


def cities_csv(rows: Iterable[CityRow]) -> Iterator[str]:
    """Yield a CSV file of cities line by line; populations are GeoNames' and have no year."""
    return _csv(CITY_COLUMNS, map(_city, rows))


def records_csv(kind: str, slugs: Sequence[str], *, reader: Reader | None) -> Iterator[str]:
    """Yield a CSV file of records of one kind: practice, document, technology or organisation.

    Raises
    ------
    KeyError
        There is no such kind.
    """
    return {
        "practice": practices_csv,
        "document": documents_csv,
        "technology": technologies_csv,
        "organisation": organisations_csv,
    }[kind](slugs, reader=reader)


def mixed_csv(keys: Sequence[tuple[str, str]], *, reader: Reader | None) -> Iterator[str]:
    """Yield a CSV file of records of several kinds, in the given order, with what all of them have.

    Parameters
    ----------
    keys
        Kind and slug.
    """
    return _csv(MIXED_COLUMNS, _mixed(keys, reader))


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    Examples
    --------
    >>> harmless("=HYPERLINK(1)"), harmless("-40% energy"), harmless(-40)
    ("'=HYPERLINK(1)", "'-40% energy", -40)
    """
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


PLACE_COLUMNS = ("city", "city_id", "region", "country", "country_code")
COST_COLUMNS = (
    "cost", "currency", "price_year", "price_year_basis", "cost_covers", "cost_nature",
    "cost_recurrence", "cost_part", "cost_is_sellers_claim", "cost_source",
    "constant_international_dollars", "constant_year", "recipe", "per_resident",
    "per_resident_constant", "per_resident_note", "residents", "residents_year",
    "residents_source", "quantity", "unit", "unit_scope", "quantity_read_from", "per_unit",
    "per_unit_constant", "attribution",
)  # fmt: skip
PRACTICE_COLUMNS = (
    "slug", "title", *PLACE_COLUMNS, "lead", "themes", "technologies", "started", "ended",
    "status", "went", "evidence", "evidence_level", "own_results", "result", "result_source",
    "setback", "setback_source", *COST_COLUMNS, "sources",
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "slug", "title", "kind", "publisher", *PLACE_COLUMNS, "year", "language", "themes", "summary",
    "url", "sources",
)  # fmt: skip
TECHNOLOGY_COLUMNS = ("slug", "name", "what", "solves", "maturity", "practices", "sources")
ORGANISATION_COLUMNS = (
    "slug", "name", "sector", "kind", *PLACE_COLUMNS, "website", "about", "sources",
)  # fmt: skip

MIXED_COLUMNS = (
    "kind", "slug", "title", *PLACE_COLUMNS, "themes", "year", "ended", "status", "went",
    "evidence", "summary", "setback", "url", "sources",
)  # fmt: skip

CITY_COLUMNS = (
    "city_id", "name", "region", "country", "country_code", "lat", "lon", "population", "practices",
    "failed_practices", "source",
)  # fmt: skip


def _chunks(slugs: Sequence[str]) -> Iterator[Sequence[str]]:
    return (slugs[start : start + CHUNK] for start in range(0, len(slugs), CHUNK))


def _csv(columns: Sequence[str], lines: Iterable[Line]) -> Iterator[str]:
    """Write lines one by one, so that a long list needs no memory."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, restval="")
    writer.writeheader()
    for line in lines:
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        writer.writerow({name: harmless(_written(cell)) for name, cell in line.items()})
    yield buffer.getvalue()


def _mixed(keys: Sequence[tuple[str, str]], reader: Reader | None) -> Iterator[Line]:
    """Yield a line for each record, fetched a few hundred at a time."""
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        slugs = {kind: [slug for other, slug in part if other == kind] for kind, _slug in part}
        rows: dict[tuple[str, str], Line] = {}
        for one in practice_rows(slugs.get("practice", ()), reader=reader):
            rows["practice", one.slug] = _mixed_practice(one)
        for two in document_rows(slugs.get("document", ()), reader=reader):
            rows["document", two.slug] = _only_mixed(_document(two), year=two.year)
        for three in technology_rows(slugs.get("technology", ()), reader=reader):
            rows["technology", three.slug] = _only_mixed(
                _technology(three), title=three.name, themes="|".join(three.solves),
                summary=three.what,
            )  # fmt: skip
        for four in organisations_of(slugs.get("organisation", ()), reader=reader):
            rows["organisation", four.slug] = _only_mixed(
                _organisation(four), title=four.name, summary=four.about, url=four.website
            )
        yield from ({**rows[key], "kind": key[0]} for key in part if key in rows)


def _mixed_practice(row: PracticeRow) -> Line:
    result = row.result.text if row.result else ""
    return _only_mixed(_practice(row), year=row.started, summary=result)


def _only_mixed(line: Line, **more: Cell) -> Line:
    return {name: cell for name, cell in {**line, **more}.items() if name in MIXED_COLUMNS}


def _written(cell: Cell) -> Cell:
    """Write yes and no in words, and amounts without an exponent."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:f}" if isinstance(cell, Decimal) else cell


def _practice(row: PracticeRow) -> Line:
    return {
        "slug": row.slug,
        "title": row.title,
        **_place(row.place),
        "lead": row.lead,
        "themes": "|".join(row.themes),
        "technologies": "|".join(one.slug for one in row.technologies),
        "started": row.started,
        "ended": row.ended,
        "status": row.status,
        "went": row.went,
        "evidence": row.evidence_words,
        "evidence_level": row.evidence_level,
        "own_results": row.evidence_label,
        **_sentence("result", row.result),
        **_sentence("setback", row.setback),
        **(_cost(row.cost) if row.cost else {}),
        "sources": _addresses(row.sources),
    }


def _document(row: DocumentRow) -> Line:
    return {
        "slug": row.slug,
        "title": row.title,
        "kind": row.kind,
        "publisher": row.publisher,
        **_place(row.place),
        "year": row.year,
        "language": row.language,
        "themes": "|".join(row.themes),
        "summary": row.summary,
        "url": row.url,
        "sources": _addresses(row.sources),
    }


def _technology(row: TechnologyRow) -> Line:
    return {
        "slug": row.slug,
        "name": row.name,
        "what": row.what,
        "solves": "|".join(row.solves),
        "maturity": row.maturity,
        "practices": row.practices,
        "sources": _addresses(row.sources),
    }


def _organisation(row: OrganisationRow) -> Line:
    return {
        "slug": row.slug,
        "name": row.name,
        "sector": row.sector,
        "kind": row.kind,
        **_place(row.place),
        "website": row.website,
        "about": row.about,
        "sources": _addresses(row.sources),
    }


def _place(place: PlaceFacts) -> Line:
    return {
        "city": place.city,
        "city_id": place.city_id,
        "region": place.region,
        "country": place.country,
        "country_code": place.country_code,
    }


def _sentence(name: str, sentence: Sourced | None) -> Line:
    source = sentence.source if sentence else None
    return {name: sentence.text if sentence else "", f"{name}_source": source.url if source else ""}


def _cost(cost: CostFacts) -> Line:
    recipe = cost.recipe
    return {
        "cost": cost.amount,
        "currency": cost.currency,
        "price_year": cost.price_year.year if cost.price_year else None,
        "price_year_basis": cost.price_year.basis_words if cost.price_year else "",
        "cost_covers": cost.covers,
        "cost_nature": cost.nature,
        "cost_recurrence": cost.recurrence,
        "cost_part": cost.part,
        "cost_is_sellers_claim": cost.is_claim,
        "cost_source": cost.source.url if cost.source else "",
        "constant_international_dollars": recipe.shown if recipe else None,
        "constant_year": recipe.reference_year if recipe else None,
        "recipe": recipe.words if recipe else getattr(cost.constant, "reason", ""),
        "attribution": ATTRIBUTION if recipe else "",
        **_per_resident(cost),
        **_per_unit(cost),
    }


def _per_resident(cost: CostFacts) -> Line:
    share = cost.per_resident
    if isinstance(share, NoFigure):
        return {"per_resident_note": share.reason}
    return {
        "per_resident": round_figures(share.amount, 4),
        "per_resident_constant": share.constant,
        "residents": share.residents.count,
        "residents_year": share.residents.year,
        "residents_source": share.residents.source,
    }


def _per_unit(cost: CostFacts) -> Line:
    price = cost.per_unit
    if price is None:
        return {}
    return {
        "quantity": price.quantity,
        "unit": price.unit,
        "unit_scope": price.scope,
        "quantity_read_from": price.read_from,
        "per_unit": round_figures(price.amount, 6),
        "per_unit_constant": price.constant,
    }


def _addresses(sources: Sequence[SourceRef]) -> str:
    return " ".join(source.url for source in sources)


def _city(row: CityRow) -> Line:
    return {
        "city_id": row.city_id,
        "name": row.name,
        "region": row.region,
        "country": row.country,
        "country_code": row.country_code,
        "lat": row.lat,
        "lon": row.lon,
        "population": row.population,
        "practices": row.practices,
        "failed_practices": row.failed,
        "source": GAZETTEER,
    }
