"""What the API answers to a question."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from decapolis.api.shapes import SEVERAL, CountryCode, Out
from decapolis.library.choices import Theme

Kind = Literal["practice", "document", "technology", "organisation"]
SizeClass = Literal["small", "medium", "large", "very-large"]
Near = Literal["very-close", "close", "fairly-close"]
Sort = Literal["relevance", "title", "newest", "cheapest", "evidence", "nearest"]
Word = Annotated[str, StringConstraints(max_length=60)]


class FindQuery(Schema):
    """The question, and what an answer must be."""

    q: str = Field("", max_length=1000, description="The question, in any language; empty: all.")
    city: str | None = Field(
        None,
        max_length=120,
        description="Your city, by name or GeoNames id: nearness to it is told, and weighs.",
    )
    kind: list[Kind] = Field([], description=f"Kind of record. {SEVERAL}")
    theme: list[Theme] = Field([], description=f"Theme. {SEVERAL}")
    country: list[CountryCode] = Field([], description=f"ISO 3166-1 alpha-2. {SEVERAL}")
    size: list[SizeClass] = Field([], description=f"Size class of its city. {SEVERAL}")
    status: list[Word] = Field(
        [], description=f"Status of a practice; failed: cancelled or went badly. {SEVERAL}"
    )
    subkind: list[Word] = Field(
        [], description=f"Kind of document, sector of organisation, maturity. {SEVERAL}"
    )
    cost_low: float | None = Field(
        None,
        ge=0,
        le=1e15,
        description="Constant international dollars; unknown costs are left out.",
    )
    cost_high: float | None = Field(
        None,
        ge=0,
        le=1e15,
        description="Constant international dollars; unknown costs are left out.",
    )
    evidence: int | None = Field(
        None, ge=1, le=4, description="Its own results are known at least so well."
    )
    near: Near | None = Field(
        None, description="Only of the nearest 2%, 10% or 30% of cities to yours; needs city."
    )
    since: int | None = Field(None, ge=1800, le=2100, description="Began in this year or later.")
    until: int | None = Field(None, ge=1800, le=2100, description="Began in this year or before.")
    without: list[Word] = Field(
        [], description="Keys of `understood` that are to be passed over. May be repeated."
    )
    mend: bool = Field(default=True, description="Whether typing errors are mended.")
    sort: Sort = Field(
        "relevance",
        description="What comes first; `evidence`: the highest level that a review gave, then what "
        "nobody has reviewed, by how its own results are known.",
    )


class Understood(Out):
    """One thing that was read from the question."""

    kind: str
    words: str = Field(description="The words of the question.")
    says: str = Field(description="What was understood, for people.")
    key: str = Field(description="Send it as `without` to pass it over.")
    mode: str = Field(description="Whether it filters or weighs.")


class HitItem(Out):
    """One answer, and why it was found."""

    kind: str
    slug: str
    title: str
    url: str = Field(description="Address of its record in this interface.")
    city: str
    country: str
    score: float = Field(description="The best answer's share, from 0 to 1.")
    reasons: list[str]


class CountItem(Out):
    """How many answers have a value."""

    value: str
    count: int
    chosen: bool


class FoundPage(Out):
    """One part of the answers."""

    question: str
    corrected: str = Field(description="The question with its typing errors mended; may be empty.")
    understood: list[Understood]
    notices: list[str] = Field(description="What you must know, such as that only words matched.")
    items: list[HitItem]
    facets: dict[str, list[CountItem]]
    total: int
    limit: int
    offset: int
    next: str | None
    previous: str | None
