"""What the API tells of rankings."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from decapolis.api.shapes import In, Out
from decapolis.benchmarks.validators.marks import MOST_LETTERS
from decapolis.kernel.permissions import Visibility

LONGEST = 120
MOST_MARKS = 200
MOST_PROOFS = 8


class FrameworkItem(Out):
    """What is judged."""

    slug: str
    name: str
    about: str
    attribution: str
    licence: str
    url: str
    visibility: str
    criteria: int = Field(description="How many have scores of their own.")
    editions: int = Field(description="How many of them you may see.")


class StepOut(Out):
    """What one score means."""

    score: float
    meaning: str


class CriterionOut(Out):
    """One criterion, or a pillar of several."""

    code: str
    name: str
    parent: str = Field(description="Code of the pillar; empty: directly under the index.")
    definition: str
    share: float = Field(description="Its part of its parent, from 0 to 1.")
    direction: int = Field(description="1: more is better; -1: less is.")
    unit: str
    low: float | None
    high: float | None
    target: float | None
    indicator: str = Field(description="Code of the indicator; empty: none.")
    steps: list[StepOut]
    is_leaf: bool


class EditionItem(Out):
    """A round of a framework."""

    framework: str
    slug: str
    name: str
    year: int | None
    kind: str
    state: str
    about: str
    attribution: str
    licence: str
    visibility: str
    cities: int
    published_at: datetime | None
    withdrawn_at: datetime | None
    why_withdrawn: str


class FrameworkDetail(FrameworkItem):
    """A framework with its criteria, each pillar before what is below it."""

    criteria_listed: list[CriterionOut]
    editions_listed: list[EditionItem]


class CityInRanking(Out):
    """Who takes part."""

    code: str
    name: str
    label: str
    city_id: int | None = Field(description="Null: no city of the gazetteer.")
    country: str
    one_reader: str = Field(
        description="Why one reviewer was enough; empty: two marked it, or it is not marked."
    )


class PlaceOut(Out):
    """Where a city stands; the interval holds its place in 90 % of the draws."""

    city: CityInRanking
    rank: int | None = Field(description="1 is best; ties share the best.")
    score: float | None
    low: int | None
    high: int | None
    median: int | None
    group: int | None = Field(
        description="From 1: cities that are below the first of their group in at most 90 % of the "
        "draws."
    )
    first: float | None = Field(description="The part of the draws in which none is above it.")


class RankingOut(Out):
    """A ranking with its intervals."""

    places: list[PlaceOut]
    left_out: list[str]
    draws: int
    doubt: list[str] = Field(description="What the intervals allow for, in words.")
    agreement: dict[str, Any] = Field(
        description="How far the two reviewers agree (Krippendorff's alpha), and which cities one "
        "alone has marked; empty: it is not marked by reviewers."
    )
    at: datetime
    digest: str = Field(description="SHA-256 of what it was made of.")
    engine: str


class StandingOut(Out):
    """A city on one criterion, pillar or the index, against the others."""

    code: str
    name: str
    level: int
    parent: str
    unit: str
    value: float | None
    raw: float | None = Field(description="As it was reported.")
    place: int | None
    of: int
    peer_low: float | None
    peer_median: float | None
    peer_high: float | None
    is_imputed: bool


class CardOut(Out):
    """One city in a ranking."""

    place: PlaceOut
    standings: list[StandingOut]


class LineOut(Out):
    """One criterion for several cities, in their order."""

    code: str
    name: str
    level: int
    unit: str
    values: list[float | None]
    raw: list[float | None]
    places: list[int | None]


class ComparisonOut(Out):
    """Two to six cities side by side."""

    cities: list[PlaceOut]
    lines: list[LineOut]
    above: list[list[float | None]] = Field(
        description="The probability that the row's city stands above the column's."
    )


class WeightsIn(In):
    """How a ranking is weighed anew. Nothing of it is kept."""

    weights: dict[str, float] = Field(
        default_factory=dict, max_length=500, description="By code, relative within its pillar."
    )
    off: list[str] = Field(default_factory=list, max_length=500)
    among: list[str] = Field(
        default_factory=list, max_length=2_000, description="Codes of cities; empty: all."
    )


class WeighedOut(Out):
    """One city under other weights."""

    code: str
    score: float | None
    rank: int | None
    published: int | None
    low: int | None = Field(description="Of 90 % of the draws around these weights; see PlaceOut.")
    high: int | None
    first: float | None
    group: int | None


class ProofOut(Out):
    """Where a mark can be looked up."""

    document: str
    url: str
    page: str
    note: str
    file: str


class MarkOut(Out):
    """One mark that counts, as far as you may read it."""

    criterion: str
    hand: str
    value: float | None
    note: str
    by: str
    at: datetime
    proofs: list[ProofOut]


class ProofIn(In):
    """Where a mark can be looked up: a document of the library, an address, or both."""

    document: str = Field("", max_length=LONGEST)
    url: str = Field("", max_length=1_000)
    page: str = Field("", max_length=40)
    note: str = Field("", max_length=MOST_LETTERS)


class MarkIn(In):
    """A mark on one criterion."""

    criterion: str = Field(max_length=LONGEST)
    value: float | None = Field(description="Null: it cannot be judged.")
    note: str = Field("", max_length=MOST_LETTERS)
    document: str = Field("", max_length=LONGEST, description="The first proof.")
    url: str = Field("", max_length=1_000)
    page: str = Field("", max_length=40)
    proofs: list[ProofIn] = Field(
        default_factory=list, max_length=MOST_PROOFS, description="Further proofs."
    )


class MarksIn(In):
    """Marks of one hand; all are taken or none."""

    hand: str = Field(pattern="^(self|blind)$", description="For your own city, or as a reviewer.")
    marks: list[MarkIn] = Field(min_length=1, max_length=MOST_MARKS)


class ReplyOut(Out):
    """What a city says of a score, and what came of it."""

    number: int = Field(validation_alias="reply_id")
    entrant: str
    city: str
    criterion: str
    text: str
    wants: float | None
    document: str
    url: str
    page: str
    at: datetime
    state: str
    answer: str
    answered_at: datetime | None


class ReplyIn(In):
    """What a city says of a score of its own."""

    criterion: str = Field(max_length=LONGEST)
    text: str = Field(max_length=MOST_LETTERS)
    wants: float | None = None
    document: str = Field("", max_length=LONGEST)
    url: str = Field("", max_length=1_000)
    page: str = Field("", max_length=40)


class BoxOut(Out):
    """One thing of a theory of change."""

    id: str = Field(description="Stays from version to version.")
    text: str
    indicator: str
    indicator_name: str
    leads_to: list[str] = Field(
        description="Ids in the next column; of an assumption: what it must hold for."
    )


class TheoryItem(Out):
    """A theory of change in a list."""

    city_id: int
    slug: str = Field(description="Of an initiative-to-be; empty: the city's own.")
    version: int
    title: str
    visibility: str
    at: datetime


class TheoryOut(TheoryItem):
    """A theory of change: inputs, activities, outputs, outcomes, impact, assumptions."""

    columns: dict[str, list[BoxOut]]


class BoxIn(In):
    """One thing of a theory of change."""

    text: str = Field(max_length=300)
    indicator: str = Field("", max_length=LONGEST)
    leads_to: list[Annotated[str, StringConstraints(max_length=20)]] = Field(
        default_factory=list, max_length=60, description="Ids in the next column."
    )
    id: str = Field("", max_length=20, description="Small letters, digits; empty: the next free.")


class TheoryIn(In):
    """A whole theory of change; it becomes the next version."""

    title: str = Field(max_length=200)
    columns: dict[str, list[BoxIn]] = Field(max_length=6)
    visibility: Visibility = Visibility.PUBLIC
    base: int = Field(0, ge=0, description="The version that it was written from; 0: none.")


class AnswerIn(In):
    """What network staff say to a reply."""

    is_upheld: bool
    text: str = Field(max_length=MOST_LETTERS)
    value: float | None = Field(None, description="The score from now on; null: as asked.")
