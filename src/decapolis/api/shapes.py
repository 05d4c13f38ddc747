"""Shapes that several areas share. Unknown is null, never zero or an empty guess."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from decapolis.kernel.sources import SourceRef

SEVERAL = "May be repeated: any of these."
LARGEST_ID = 2**63 - 1  # what a database can hold

CityId = Annotated[int, Field(ge=1, le=LARGEST_ID)]
CountryCode = Annotated[str, Field(pattern=r"^[A-Za-z]{2}$"), AfterValidator(str.upper)]
RowId = Annotated[int, Field(ge=1, le=LARGEST_ID)]


def slug_of(record: object) -> object:
    """Return the slug of a record; other values are left as they are."""
    return getattr(record, "slug", record)


SlugOf = BeforeValidator(slug_of)


def plain(value: object) -> Any:  # noqa: ANN401 -- JSON is any
    """Return a value of any kind as JSON has it: amounts as numbers, days as text.

    Examples
    --------
    >>> plain({"amount": Decimal("5.50"), "on": date(2027, 1, 2), "after": (1, 2)})
    {'amount': 5.5, 'on': '2027-01-02', 'after': [1, 2]}
    """
    match value:
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case dict():
            return {name: plain(one) for name, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(one) for one in value]
        case _:
            return value


class In(Schema):
    """Something that is sent; a field that there is not is refused, so that none is misspelt."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    """Something that the API tells; made from a record whose fields have the same names."""

    model_config = ConfigDict(from_attributes=True)


def taken(model: type[BaseModel], record: object, **more: object) -> dict[str, Any]:
    """Return what a record has of the fields of a model, and what is told beside."""
    names = (name for name in model.model_fields if hasattr(record, name))
    return {name: getattr(record, name) for name in names} | more


def source_number(source: object) -> object:
    """Return the number of a cited page; other values are left as they are."""
    return source.number if isinstance(source, SourceRef) else source


Cited = Annotated[
    int | None,
    BeforeValidator(source_number),
    Field(description="Number in `sources` of the same record; null: the record as a whole."),
]


class CitedPage(Out):
    """A public page that a record was read from."""

    number: int = Field(description="From 1; what the other fields cite.")
    title: str
    url: str
    publisher: str
    year: int | None = Field(description="Null: undated.")


class Sentence(Out):
    """A sentence and where it was read."""

    text: str
    source: Cited


class Place(Out):
    """Where something is."""

    city_id: int | None = Field(description="GeoNames id; null: not in the gazetteer.")
    city: str = Field(description="Empty: the record names none.")
    region: str = Field(description="State or province; may be empty.")
    country: str
    country_code: str = Field(description="ISO 3166-1 alpha-2, or empty.")
    lat: float | None = Field(description="Degrees, WGS 84.")
    lon: float | None = Field(description="Degrees, WGS 84.")
