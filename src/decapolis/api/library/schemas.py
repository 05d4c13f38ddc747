"""What the API tells of practices, documents and technologies, and how they are filtered."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field, model_validator

from decapolis.api.shapes import (
    SEVERAL,
    Cited,
    CitedPage,
    CityId,
    CountryCode,
    Out,
    Place,
    Sentence,
)
from decapolis.kernel.money import NotConverted, Recipe
from decapolis.library.choices import DocumentKind, Maturity, Status, Theme, Went
from decapolis.library.queries.costs import CostFacts, NoFigure

Amount = Annotated[
    float, BeforeValidator(lambda value: float(value) if isinstance(value, Decimal) else value)
]
SizeClass = Literal["small", "medium", "large", "very-large"]
SIZE = "Size class of its city: under 100,000 people, to 500,000, to 2 million, over 2 million."


class Constant(Out):
    """An amount in constant international dollars, with the recipe; see /about/method/money."""

    amount: Amount = Field(
        description="Rounded to three figures, since the method carries no more."
    )
    year: int = Field(description="The year of these dollars.")
    price_year: int = Field(description="The year of the published amount.")
    ppp: Amount = Field(
        description="Units of the currency for one international dollar, in the price year."
    )
    inflation: Amount = Field(
        description="US consumer prices of `year` over those of the price year."
    )
    recipe: str = Field(description="The same in words.")
    attribution: str


class PerResident(Out):
    """A whole cost over the number of residents."""

    amount: Amount = Field(description="In the currency of the cost.")
    constant: Amount | None = Field(description="In constant international dollars.")
    residents: int
    residents_year: int | None = Field(description="Null: undated.")
    residents_source: str


class PerUnit(Out):
    """What one unit cost, where the record itself says how many the amount bought."""

    amount: Amount = Field(description="In the currency of the cost.")
    constant: Amount | None = Field(description="In constant international dollars.")
    quantity: float
    unit: str = Field(description="Singular: lamp, bus, km of fibre.")
    scope: str = Field(description="What the price of one covers; compare only like with like.")
    read_from: str = Field(description="The record's own words that give the quantity.")


class Cost(Out):
    """One amount as published, and what may honestly be made of it."""

    amount: Amount
    currency: str = Field(description="ISO 4217.")
    covers: str
    price_year: int | None
    price_year_basis: str | None = Field(
        description="stated, or source: the year of the cited page."
    )
    recurrence: str = Field(description="once or yearly.")
    nature: str = Field(description="planned, spent or unclear.")
    part: str = Field(description="total, share, or funding (which is no cost).")
    scope: str
    is_claim: bool = Field(description="Whether the source sells the thing.")
    source: Cited
    constant: Constant | None
    not_converted: str | None = Field(description="Why there is no `constant`.")
    per_resident: PerResident | None
    not_per_resident: str | None = Field(description="Why there is no `per_resident`.")
    per_unit: PerUnit | None

    @model_validator(mode="before")
    @classmethod
    def _from_facts(cls, facts: Any) -> Any:  # noqa: ANN401 -- pydantic's signature
        return _cost(facts) if isinstance(facts, CostFacts) else facts


def _cost(facts: CostFacts) -> dict[str, Any]:
    plain = (
        "amount",
        "currency",
        "covers",
        "recurrence",
        "nature",
        "part",
        "scope",
        "is_claim",
        "source",
    )
    stands, share = facts.constant, facts.per_resident
    return {
        **{name: getattr(facts, name) for name in plain},
        "price_year": facts.price_year.year if facts.price_year else None,
        "price_year_basis": facts.price_year.basis if facts.price_year else None,
        "constant": _constant(stands) if isinstance(stands, Recipe) else None,
        "not_converted": stands.reason if isinstance(stands, NotConverted) else None,
        "per_resident": None
        if isinstance(share, NoFigure)
        else {
            "amount": share.amount,
            "constant": share.constant,
            "residents": share.residents.count,
            "residents_year": share.residents.year,
            "residents_source": share.residents.source,
        },
        "not_per_resident": share.reason if isinstance(share, NoFigure) else None,
        "per_unit": facts.per_unit,
    }


def _constant(recipe: Recipe) -> dict[str, Any]:
    return {
        "amount": recipe.shown,
        "year": recipe.reference_year,
        "price_year": recipe.price_year.year,
        "ppp": recipe.ppp,
        "inflation": recipe.inflation,
        "recipe": recipe.words,
        "attribution": recipe.attribution,
    }


class TechnologyName(Out):
    """An entry of the technology catalogue."""

    slug: str
    name: str


class PracticeItem(Out):
    """What a city did, as lists tell it."""

    slug: str
    title: str
    place: Place
    lead: str
    themes: list[str]
    technologies: list[TechnologyName]
    started: int | None
    ended: int | None
    status: str
    went: str = Field(description="well, mixed, badly or unclear, as read from the record.")
    has_failed: bool = Field(description="Cancelled, or went badly.")
    evidence: int = Field(
        description="How its own results are known: 0 none stated, or only claims of a supplier; "
        "1 expected, 2 reported, 3 measured, 4 independently checked."
    )
    evidence_level: int | None = Field(
        description="The level of evidence by review, 1 to 5; null: nobody has reviewed it."
    )
    evidence_words: str = Field(description="The mark that the pages show, of these two.")
    result: Sentence | None
    setback: Sentence | None
    cost: Cost | None = Field(description="The first, where there are several.")
    sources: list[CitedPage]
    is_nameless: bool = Field(
        description="A city tells this without its name: rounded figures, and no sources."
    )


class Partner(Out):
    """A body that took part."""

    name: str
    sector: str = Field(description="public, private, nonprofit, academia, citizens, or empty.")
    role: str = Field(description="lead, payer or partner.")
    organisation: str = Field(description="Slug of its record; empty: none.")
    website: str
    has_interest: bool = Field(description="A firm: it earns by the practice.")


class Payer(Out):
    """Who paid."""

    kind: str
    name: str
    amount: Amount | None
    currency: str


class Funding(Out):
    """The payers, and whether their shares make up the cost."""

    payers: list[Payer]
    total: Amount | None
    currency: str
    unstated: int = Field(description="Payers without an amount.")
    fit: str = Field(description="equal, more, less or unknown, against the cost.")
    says: str


class Outcome(Out):
    """One thing that came of it, and how it is known."""

    metric: str
    value: float | None
    unit: str
    text: str
    kind: str = Field(description="forecast, reported, measured or checked.")
    is_good: bool | None = Field(description="Null: neither.")
    baseline: float | None = Field(description="Before, in the same unit.")
    expected: float | None = Field(description="Planned, in the same unit.")
    year: int | None
    is_claim: bool
    source: Cited


class Contact(Out):
    """A body to call, and what to ask. No person is named unless one agreed to be."""

    body: Partner
    role_label: str
    ask: str


class Related(Out):
    """Another practice, and what ties it to this one."""

    slug: str
    title: str
    place: Place
    line: Sentence | None
    has_failed: bool
    tie: str
    why: str


class WentWrong(Out):
    """What failed or hindered. Empty: the record says nothing of trouble."""

    setback: Sentence | None
    barriers: list[str]
    outcomes: list[Outcome]


class PracticeDetail(PracticeItem):
    """Everything that the library holds of a practice."""

    readers: str = Field(
        description="Who may read it: public, network, nameless, circle, team or staff."
    )
    tools: list[str]
    problem: str
    approach: str
    costs: list[Cost]
    funding: Funding
    lead_body: Partner | None
    partners: list[Partner]
    technologies_named: list[str] = Field(description="As the record writes them.")
    outcomes: list[Outcome]
    went_wrong: WentWrong
    lessons: list[str]
    contacts: list[Contact]
    related: list[Related]


class DocumentItem(Out):
    """A strategy, toolkit, report, ordinance, video and so on."""

    slug: str
    title: str
    kind: str
    publisher: str
    place: Place
    year: int | None
    url: str
    language: str
    themes: list[str]
    summary: str
    sources: list[CitedPage]


class DocumentDetail(DocumentItem):
    """A document with what stands near it."""

    practices: list[PracticeItem]
    related: list[DocumentItem]


class TechnologyItem(Out):
    """A kind of technology, never a product."""

    slug: str
    name: str
    what: str
    solves: list[str]
    maturity: str
    practices: int = Field(description="How many practices use it.")
    sources: list[CitedPage]


class UnitCost(Out):
    """One programme's price of one unit."""

    slug: str
    title: str
    place: Place
    cost: Cost


class TechnologyDetail(Out):
    """A technology, who used it, and what a unit cost."""

    slug: str
    name: str
    what: str
    solves: list[str]
    maturity: str
    typical_cost: str
    prerequisites: list[str]
    risks: list[str]
    questions_to_ask: list[str]
    standards: list[str]
    went: dict[str, int] = Field(description="Practices by how they went.")
    practices: list[PracticeItem]
    unit_costs: list[UnitCost]
    documents: list[DocumentItem]
    sources: list[CitedPage]


class PracticeFilters(Schema):
    """Which practices are asked for."""

    theme: list[Theme] = Field([], description=f"Theme. {SEVERAL}")
    country: list[CountryCode] = Field([], description=f"ISO 3166-1 alpha-2. {SEVERAL}")
    city: CityId | None = Field(None, description="GeoNames id.")
    size: list[SizeClass] = Field([], description=f"{SIZE} {SEVERAL}")
    status: list[Status] = Field([], description=f"Where it stands. {SEVERAL}")
    went: list[Went] = Field([], description=f"How it went. {SEVERAL}")
    failed: bool | None = Field(
        None, description="Only those that failed (true) or did not (false)."
    )
    evidence: int | None = Field(
        None, ge=0, le=4, description="Its own results are known at least so well."
    )
    technology: str | None = Field(None, max_length=120, description="Slug of a technology.")
    unit: str | None = Field(
        None, max_length=60, description="Only with a price of this unit: lamp."
    )
    since: int | None = Field(None, ge=1800, le=2100, description="Started in this year or later.")
    until: int | None = Field(None, ge=1800, le=2100, description="Started in this year or before.")
    order: Literal["title", "newest", "evidence"] = Field(
        "title",
        description="What comes first; `evidence`: the highest level that a review gave, then what "
        "nobody has reviewed, by how its own results are known.",
    )


class DocumentFilters(Schema):
    """Which documents are asked for."""

    theme: list[Theme] = Field([], description=f"Theme. {SEVERAL}")
    kind: list[DocumentKind] = Field([], description=f"Kind. {SEVERAL}")
    country: list[CountryCode] = Field([], description=f"ISO 3166-1 alpha-2. {SEVERAL}")
    city: CityId | None = Field(None, description="GeoNames id.")
    language: list[str] = Field([], description=f"ISO 639-1. {SEVERAL}")
    since: int | None = Field(None, ge=1800, le=2100, description="Of this year or later.")


class TechnologyFilters(Schema):
    """Which technologies are asked for."""

    theme: list[Theme] = Field([], description=f"What it helps with. {SEVERAL}")
    maturity: list[Maturity] = Field([], description=f"How proven it is. {SEVERAL}")
