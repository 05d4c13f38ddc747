"""The brief as the API tells it: every sentence and cell with the numbers of its sources."""

from datetime import date

from ninja import Schema
from pydantic import Field

from decapolis.api.shapes import Out


class BriefQuery(Schema):
    """A city and a question."""

    city: str = Field(max_length=120, description="By name in any script, or GeoNames id.")
    q: str = Field(max_length=1000, description="What the city wants to know, in any language.")
    quantity: float | None = Field(
        None, description="How many units you need (lamps, buses): prices are multiplied by it."
    )


class Said(Out):
    """A sentence or cell and where it was read."""

    text: str
    sources: list[int] = Field(description="Numbers of `sources`.")
    strong: str = Field(description="The stretch of `text` that carries it; may be empty.")


class ChartTable(Out):
    """A chart as its sentence and its table."""

    says: str
    headers: list[str]
    rows: list[list[str]]


class BriefCity(Out):
    """The city that the brief is for."""

    city_id: int
    name: str
    label: str
    country: str
    country_name: str


class FigureRow(Out):
    """One figure of the city against its peers."""

    code: str
    label: str
    value: Said
    median: str
    range: str
    strip: ChartTable
    sources: list[int]


class PeerRow(Out):
    """One peer and why it is one."""

    city_id: int
    name: str
    place: str
    rank: int
    why: Said


class PracticeRow(Out):
    """One practice: what was done, its cost, what came of it, what went wrong, how near."""

    slug: str
    title: str
    city: str
    place: str
    country: str
    is_own: bool = Field(description="Of the city itself.")
    what: Said
    years: str
    status: str
    failed: bool
    cost: Said
    cost_note: str
    more_costs: list[Said]
    result: Said
    kind: str = Field(description="forecast, reported, measured, checked; empty: none stated.")
    level: int | None = Field(
        description="The level of evidence by review, 1 to 5; null: nobody has reviewed it."
    )
    setback: Said
    nearness: Said
    rank: int | None
    of_n: int


class CostRow(Out):
    """What one unit cost."""

    what: str
    n: int = Field(description="How many programmes.")
    price: Said
    names: str
    at_quantity: Said | None


class CostRows(Out):
    """The costs of one unit, apart by what they cover."""

    unit: str
    lead: Said
    lines: list[CostRow]
    chart: ChartTable | None
    note: Said


class ContactRow(Out):
    """A body to call, and the question for it. No person is named."""

    name: str
    about: str
    ask: Said
    website: str
    practice: str
    has_interest: bool


class DocumentRow(Out):
    """A document to read."""

    slug: str
    title: str
    about: str
    url: str
    summary: Said


class BriefSource(Out):
    """One source, numbered from 1."""

    number: int
    title: str
    publisher: str
    year: str
    url: str


class BriefOut(Out):
    """A sourced brief for a city and a question. Nothing in it is generated."""

    title: str
    question: str
    city: BriefCity
    day: date
    language: str
    standing: str = Field(description="full, thin or empty.")
    weakness: list[Said] = Field(description="Why the answer is thin or empty.")
    todo: list[str] = Field(description="What to try where nothing was found.")
    summary: list[Said]
    theme: str
    figures_say: Said
    figures: list[FigureRow]
    peers_say: Said
    peers: list[PeerRow]
    practices_say: Said
    practices: list[PracticeRow]
    costs: list[CostRows]
    quantity: float | None
    contacts: list[ContactRow]
    documents: list[DocumentRow]
    questions: list[Said]
    unknown: list[Said]
    sources: list[BriefSource]
