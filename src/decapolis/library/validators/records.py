"""The record files of practices, documents and technologies: what the loader accepts."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from babel.numbers import list_currencies
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

from decapolis.cities.validators import (
    Counted,
    Iso2,
    Label,
    Listed,
    Name,
    Record,
    Text,
    Year,
    split_bars,
    split_list,
)
from decapolis.kernel.permissions import Visibility
from decapolis.library.choices import (
    Disclosure,
    DocumentKind,
    FundingKind,
    Maturity,
    Nature,
    OutcomeKind,
    Part,
    Recurrence,
    Status,
    Theme,
    Tool,
    Went,
)
from decapolis.organisations.choices import Sector
from decapolis.organisations.validators import Prose, Slug, SourceRef, WebAddress


class PlacedError(ValueError):
    """Something that concerns several fields; ``field`` is the one to mend, as a path."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


@cache
def currencies() -> frozenset[str]:
    """Return the codes of ISO 4217, also of money that is not in use any more."""
    return frozenset(list_currencies())


def _known_currency(code: str) -> str:
    if code not in currencies():
        raise ValueError(
            f"There is no currency {code!r}. Write its three letters, such as USD or EUR."
        )
    return code


def _as_written(amount: Decimal) -> str:
    """Write an amount in one way alone: 2400000 whether it came as 2400000 or as 2400000.00."""
    return format(amount.normalize(), "f")


Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_known_currency)]
Amount = Annotated[
    Decimal,
    Field(gt=0, lt=Decimal("1e15"), decimal_places=2),
    PlainSerializer(_as_written, return_type=str, when_used="json"),
]
# Nothing is below zero by nothing: -0.0 would come back from a database as 0.0.
Number = Annotated[float, Field(allow_inf_nan=False), AfterValidator(lambda value: value + 0.0)]
Place = Counted
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Sentences = Annotated[list[Prose], BeforeValidator(split_bars)]
Themes = Annotated[list[Theme], BeforeValidator(split_list)]
Word = Annotated[str, StringConstraints(max_length=60)]


class SourcedSentence(Record):
    """One sentence and the place of its source in ``sources``, from 0; empty: the whole record."""

    text: Sentence
    source: Place = None


class LeadRecord(Record):
    """Who led a practice."""

    name: Name
    sector: Sector


class CostRecord(Record):
    """An amount as published; quantity and unit only where the record says what it bought."""

    amount: Amount
    currency: Currency
    covers: Prose | None = None
    source: Place = None
    price_year: Year = None
    recurrence: Recurrence = Recurrence.ONCE
    nature: Nature = Nature.UNCLEAR
    part: Part = Part.TOTAL
    quantity: Annotated[float, Field(allow_inf_nan=False, gt=0)] | None = None
    unit: Word | None = None
    scope: Word | None = None
    read_from: Prose | None = None
    claim: bool = False

    @model_validator(mode="after")
    def _quantity_with_unit(self) -> "CostRecord":
        if (self.quantity is None) != (not self.unit):
            raise PlacedError(
                "Give quantity and unit together, or neither.",
                field="unit" if self.quantity is not None else "quantity",
            )
        return self


class FundingRecord(Record):
    """One payer."""

    kind: FundingKind
    name: Name | None = None
    amount: Amount | None = None
    currency: Currency | None = None

    @model_validator(mode="after")
    def _amount_with_currency(self) -> "FundingRecord":
        if (self.amount is None) != (self.currency is None):
            raise PlacedError(
                "Give amount and currency together, or neither.",
                field="amount" if self.amount is None else "currency",
            )
        return self


class PartnerRecord(Record):
    """One body that took part."""

    name: Name
    sector: Sector


class OutcomeRecord(Record):
    """One thing that came of it."""

    metric: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    value: Number | None = None
    unit: Annotated[str, StringConstraints(max_length=80)] | None = None
    text: Prose
    source: Place = None
    kind: OutcomeKind = OutcomeKind.REPORTED
    good: bool | None = None
    baseline: Number | None = None
    expected: Number | None = None
    year: Year = None
    claim: bool = False


class PracticeRecord(Record):
    """One practice a row. ``source`` numbers are places in ``sources``, from 0."""

    slug: Slug
    title: Text
    city: Label
    country: Iso2
    region: Label | None = None
    lead: LeadRecord | None = None
    themes: Annotated[Themes, Field(min_length=1)]
    tools: Annotated[list[Tool], BeforeValidator(split_list)] = []
    problem: Prose
    approach: Prose
    technologies: Listed = []
    technology_slugs: Annotated[list[Slug], BeforeValidator(split_list)] = []
    started: Year = None
    ended: Year = None
    status: Status
    costs: list[CostRecord] = []
    funding: list[FundingRecord] = []
    partners: list[PartnerRecord] = []
    outcomes: list[OutcomeRecord] = []
    result: SourcedSentence | None = None
    setback: SourcedSentence | None = None
    went: Went = Went.UNCLEAR
    lessons: Sentences = []
    barriers: Sentences = []
    sources: Annotated[list[SourceRef], Field(min_length=1)]
    asked_as: Listed = []
    visibility: Disclosure = Disclosure.PUBLIC
    circle: Slug | None = None

    @model_validator(mode="after")
    def _circle_where_one_reads(self) -> "PracticeRecord":
        if (self.visibility == Disclosure.CIRCLE) != (self.circle is not None):
            raise PlacedError(
                "Name the circle where one circle reads it, and nowhere else.", field="circle"
            )
        return self

    @model_validator(mode="after")
    def _sources_exist_and_years_follow(self) -> "PracticeRecord":
        for field, place in self._named_sources():
            if place is not None and place >= len(self.sources):
                raise PlacedError(
                    f"Source {place} is named, but there are {len(self.sources)} sources, "
                    "numbered from 0.",
                    field=field,
                )
        if self.started and self.ended and self.ended < self.started:
            raise PlacedError(
                f"ended ({self.ended}) lies before started ({self.started}).", field="ended"
            )
        return self

    def _named_sources(self) -> Iterator[tuple[str, int | None]]:
        """Yield every place where a source is named, with its path."""
        for name, said in (("result", self.result), ("setback", self.setback)):
            if said:
                yield f"{name}.source", said.source
        for number, cost in enumerate(self.costs):
            yield f"costs.{number}.source", cost.source
        for number, outcome in enumerate(self.outcomes):
            yield f"outcomes.{number}.source", outcome.source

    def as_json(self) -> dict[str, Any]:
        """Return the record as a version keeps it: what is not said is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


class DocumentRecord(Record):
    """One document a row."""

    slug: Slug
    title: Text
    kind: DocumentKind
    publisher: Name | None = None
    city: Label | None = None
    country: Iso2 | None = None
    year: Year = None
    url: WebAddress
    language: Annotated[
        str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$", max_length=8)
    ]
    themes: Themes = []
    summary: Prose
    sources: Annotated[list[SourceRef], Field(min_length=1)]
    asked_as: Listed = []
    visibility: Visibility = Visibility.PUBLIC


class TechnologyRecord(Record):
    """One kind of technology a row."""

    slug: Slug
    name: Name
    what: Prose
    solves: Themes = []
    maturity: Maturity
    typical_cost: Prose | None = None
    prerequisites: Sentences = []
    risks: Sentences = []
    questions_to_ask: Sentences = []
    standards: Listed = []
    sources: Annotated[list[SourceRef], Field(min_length=1)]
    asked_as: Listed = []
    visibility: Visibility = Visibility.PUBLIC
