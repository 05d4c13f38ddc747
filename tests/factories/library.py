"""Valid practices with their parts, documents and technologies."""

from decimal import Decimal
from itertools import count

from decapolis.kernel.permissions import Visibility
from decapolis.library.choices import (
    DocumentKind,
    FundingKind,
    Maturity,
    Nature,
    OutcomeKind,
    Status,
    Went,
)
from decapolis.library.models import Cost, Document, Funding, Outcome, Partner, Practice, Technology
from decapolis.organisations.choices import Sector
from tests.factories.cities import country

_numbers = count(1)
SOURCES = [
    {"url": "https://paper.example/2018", "title": "Lamps", "publisher": "The Paper", "year": 2018},
    {"url": "https://city.example/", "title": "Report", "publisher": None, "year": None},
]


def practice(**fields: object) -> Practice:
    """Return a new public practice in the United States; it has no city unless one is given."""
    number = next(_numbers)
    where = fields.get("city")
    values = {
        "slug": f"practice-{number}",
        "title": f"Practice {number}",
        "city_name": where.name if where else "Smallville",
        "country": where.country if where else country(),
        "lead_name": "City of Smallville",
        "lead_sector": Sector.PUBLIC,
        "themes": ["energy"],
        "problem": "The lamps were dark.",
        "approach": "The city replaced them.",
        "started": 2016,
        "status": Status.OPERATING,
        "went": Went.WELL,
        "result": "The lamps use half the power.",
        "result_source": 0,
        "sources": SOURCES,
    } | fields
    return Practice.objects.create(**values)


def cost(of: Practice, amount: float = 7_590_000, **fields: object) -> Cost:
    """Return a cost in US dollars, dated by its source of 2018."""
    values = {
        "practice": of,
        "amount": Decimal(str(amount)),
        "currency": "USD",
        "covers": "All lamps",
        "nature": Nature.SPENT,
        "source": 0,
    } | fields
    return Cost.objects.create(**values)


def funding(of: Practice, amount: float | None = 1_000_000, **fields: object) -> Funding:
    """Return one payer."""
    values = {
        "practice": of,
        "kind": FundingKind.MUNICIPAL,
        "name": "City budget",
        "amount": None if amount is None else Decimal(str(amount)),
        "currency": "" if amount is None else "USD",
    } | fields
    return Funding.objects.create(**values)


def partner(of: Practice, name: str = "Lamp Institute", **fields: object) -> Partner:
    """Return a body that took part."""
    values = {"practice": of, "name": name, "sector": Sector.ACADEMIA} | fields
    return Partner.objects.create(**values)


def outcome(of: Practice, **fields: object) -> Outcome:
    """Return a measured good outcome."""
    values = {
        "practice": of,
        "metric": "Electricity used",
        "value": 50,
        "unit": "%",
        "text": "Electricity use fell by half.",
        "kind": OutcomeKind.MEASURED,
        "is_good": True,
        "source": 0,
    } | fields
    return Outcome.objects.create(**values)


def technology(name: str = "", **fields: object) -> Technology:
    """Return a new entry of the technology catalogue."""
    number = next(_numbers)
    values = {
        "slug": f"technology-{number}",
        "name": name or f"Technology {number}",
        "what": "It lights streets.",
        "solves": ["energy"],
        "maturity": Maturity.PROVEN,
        "sources": SOURCES,
    } | fields
    return Technology.objects.create(**values)


def document(**fields: object) -> Document:
    """Return a new public document."""
    number = next(_numbers)
    where = fields.get("city")
    values = {
        "city_name": where.name if where else "",
        "country": where.country if where else None,
        "slug": f"document-{number}",
        "title": f"Document {number}",
        "kind": DocumentKind.TOOLKIT,
        "publisher": "The Network",
        "year": 2020,
        "url": f"https://documents.example/{number}",
        "language": "en",
        "themes": ["energy"],
        "summary": "How to choose lamps.",
        "sources": SOURCES,
    } | fields
    return Document.objects.create(**values)


HIDDEN = {"visibility": Visibility.NETWORK}
