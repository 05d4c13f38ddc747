"""What the API tells of what people write in the library, and takes from them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from decapolis.api.shapes import CityId, In, Out, Place, RowId, SlugOf
from decapolis.kernel.permissions import Visibility
from decapolis.library.choices import Check, Disclosure, Wanted

NOTE, LONG = 2000, 10_000
BASE = "Number of the version that you began from; or send it as If-Match."
RECORD = "A practice of the open import format: docs/reference/records.md."


class RecordOut(Out):
    """A practice as a record: what `PUT` takes back, changed."""

    version: int = Field(description="Its number; the ETag holds it too.")
    record: dict[str, Any] = Field(description=RECORD)


class AuthorOut(Out):
    """Who wrote, as far as you may know."""

    name: str = Field(description="Empty: names are for members, or nobody in particular wrote.")
    body: str = Field(description="What they spoke for then; may be empty.")


class VersionOut(Out):
    """One version of a practice."""

    number: int
    at: datetime
    author: AuthorOut
    origin: str
    restored: int | None = Field(description="The version that was put back, if one was.")
    note: str
    is_current: bool


class ProvenanceOut(Out):
    """Since when a figure stands as it does, by whom, and where it was read."""

    field: str = Field(description="Path in the record: costs.0.")
    words: str
    number: int = Field(description="Of the version.")
    says: str


class StretchOut(Out):
    """A piece of text."""

    text: str
    is_new: bool = Field(description="The other side lacks it.")


class DifferenceOut(Out):
    """One thing that two versions tell differently."""

    field: str
    label: str
    before: list[StretchOut]
    after: list[StretchOut]


class PracticeIn(In):
    """A new practice; its address is made of city and title."""

    record: dict[str, Any] = Field(description=RECORD)
    note: str = Field("", max_length=NOTE, description="Why, in your words.")


class CorrectionIn(PracticeIn):
    """A practice as it shall stand, whole."""

    base: int | None = Field(None, ge=0, le=2**31 - 1, description=BASE)


class RestoreIn(In):
    """An earlier version is to stand again."""

    base: int | None = Field(None, ge=0, le=2**31 - 1, description=BASE)
    note: str = Field("", max_length=NOTE)


class DraftIn(CorrectionIn):
    """What you have written so far, whole or not."""

    seen: int | None = Field(
        None, ge=0, le=2**31 - 1, description="`saves` when you last saw it: tells overtaking."
    )


class DraftOut(Out):
    """A draft of yours."""

    id: int
    practice: Annotated[str | None, SlugOf] = Field(description="Slug; null: a new one.")
    record: dict[str, Any]
    note: str
    base: int
    saves: int
    saved: datetime
    discarded: datetime | None


class SavedOut(DraftOut):
    """A draft as it was saved."""

    was_overtaken: bool = Field(description="It had been saved elsewhere in between.")


class SuggestionOut(Out):
    """A change, or a new practice, that was proposed."""

    suggestion_id: int
    title: str
    practice: str = Field(description="Slug; empty: a new practice.")
    by: str
    made: datetime
    state: str
    reason: str
    note: str


class SuggestionDetail(SuggestionOut):
    """A suggestion with what it would change."""

    record: dict[str, Any]
    base: int
    differences: list[DifferenceOut]


class WrittenOut(Out):
    """The version that was written."""

    practice: str = Field(description="Slug.")
    version: int


class WhyIn(In):
    """Why, in a sentence."""

    reason: str = Field("", max_length=NOTE)


class ReviewIn(In):
    """What you hold the evidence to be worth, of the version that you read."""

    level: int = Field(ge=1, le=5)
    reasons: str = Field(max_length=4000)
    version: int = Field(ge=0, le=2**31 - 1)
    checks: list[Check] = Field([], max_length=len(Check), description="What you answer yes.")


class ReviewOut(Out):
    """One review that stands."""

    number: int
    level: int
    level_label: str
    version: int
    by: str
    at: datetime
    reasons: str
    checks: list[str]


class GradeOut(Out):
    """How well it is known that a practice works, with the ground of it."""

    level: int = Field(description="1 described to 5 replicated elsewhere; 0: not reviewed.")
    label: str
    ground: str
    counts: bool = Field(description="The record states a result that counts as evidence.")
    version: int
    is_asked: bool
    reviews: list[ReviewOut] = Field(description="The newest first; the first counts.")


class AskReviewIn(In):
    """A review is asked for."""

    note: str = Field("", max_length=NOTE)


class DoneOut(Out):
    """It is done."""

    done: bool = True


class AdoptionIn(In):
    """How a city followed a practice."""

    city: CityId = Field(description="GeoNames id of the city that followed.")
    practice: str | None = Field(None, max_length=120, description="Slug of its own page, if any.")
    changed: str = Field(max_length=4000, description="What was done otherwise.")
    gave: str = Field("", max_length=4000)
    year: int | None = Field(None, ge=0, le=9999)
    source: str = Field("", max_length=1000, description="Address where it can be read.")


class AdoptionOut(Out):
    """One city that followed a practice."""

    number: int
    origin: str = Field(description="Slug of what was followed.")
    city_id: int
    city: str
    practice: str = Field(description="Slug; empty: it has no page yet.")
    year: int | None
    changed: str
    gave: str
    source: str
    at: datetime


class CallIn(In):
    """What you would like to know."""

    question: str = Field(max_length=NOTE)
    wants: Wanted = Wanted.CALL
    times: str = Field("", max_length=300, description="When you could talk, in your words.")
    keep: bool = Field(
        default=False, description="Keep it for later where nobody can be asked now."
    )


class SharingOut(Out):
    """What the two sides of an answer agree to keep."""

    mine: str
    mine_named: bool
    theirs: bool
    kept_for: str


class CallOut(Out):
    """A request to talk, as you may read it."""

    call_id: int
    practice: str = Field(description="Slug; empty: it is not open to you.")
    title: str
    state: str
    question: str
    times: str
    asker: str
    asker_from: str
    asked: str
    address: str = Field(description="Of who accepted, for you who asked; else empty.")
    word: str
    answer: str
    made: datetime
    due: datetime | None
    is_mine: bool
    is_at_me: bool
    sharing: SharingOut | None


class CallsOut(Out):
    """Your requests to talk."""

    asked_of_me: list[CallOut]
    asked_by_me: list[CallOut]


class WordIn(In):
    """A word to who asked; may be empty."""

    word: str = Field("", max_length=1000)


class AnswerIn(In):
    """Your answer."""

    text: str = Field(max_length=LONG)


class PassOnIn(In):
    """To whom a request goes on."""

    to: RowId | None = Field(None, description="A person; null: the next who agreed.")


class ShareIn(In):
    """For whom you let the answer be kept."""

    level: Visibility | None = Field(None, description="public or network; null: for nobody.")
    named: bool = False


class ContactIn(In):
    """On what terms you may be called."""

    most_a_month: int = Field(2, ge=0, le=20)
    note: str = Field("", max_length=200)
    paused_until: date | None = None


class ContactOut(Out):
    """On what terms you agreed to be called."""

    practice: Annotated[str, SlugOf]
    most_a_month: int
    note: str
    paused_until: date | None
    consented_at: datetime


class KeptOut(Out):
    """A question and its answer, kept on a practice with the consent of both sides."""

    call_id: int
    question: str
    answer: str
    asker: str
    answerer: str
    at: datetime


class CompareQuery(Schema):
    """Two versions."""

    before: int = Field(ge=1, le=2**31 - 1, description="Number of the earlier version.")
    after: int = Field(ge=1, le=2**31 - 1, description="Number of the later version.")


class SuggestionFilters(Schema):
    """Which suggestions are asked for."""

    waiting: bool = Field(
        default=False, description="Those that you can decide; else those you made."
    )


class FileOut(Out):
    """A file that you handed in."""

    key: str = Field(description="To be named in a document.")
    name: str
    kind: str
    size: int = Field(description="Bytes.")


class DocumentIn(In):
    """A document as it shall stand, whole."""

    record: dict[str, Any] = Field(description=RECORD.replace("practice", "document"))
    city: CityId | None = Field(None, description="GeoNames id of the city whose it is.")
    file: str | None = Field(None, max_length=32, description="Key of a file that you handed in.")
    drops_file: bool = Field(default=False, description="Take away the file that is there.")


class DocumentRecordOut(Out):
    """A document as a record: what `PUT` takes back, changed."""

    record: dict[str, Any]
    city: int | None = Field(description="GeoNames id of the city whose it is.")


class DocumentWrittenOut(Out):
    """The document that was written."""

    document: str = Field(description="Slug.")


LEVEL = (
    "public, network, nameless (members read it without its city's name), circle, team, or staff."
)


class ReadersIn(In):
    """Who may read a practice from now on."""

    level: Disclosure = Field(description=LEVEL)
    circle: str | None = Field(
        None, max_length=120, description="Slug of a circle in which you sit, for circle alone."
    )


class ReadersOut(WrittenOut):
    """Who may read a practice now, and the version that says so."""

    level: str = Field(description=LEVEL)
    circle: str | None = Field(description="Slug; null: it is for none.")
    retelling: str | None = Field(
        description="Slug of what members read without its name; null: nothing."
    )


class RetoldCost(Out):
    """A rounded amount, converted by what money buys."""

    amount: Decimal
    currency: str
    price_year: int | None
    recurrence: str
    nature: str
    part: str
    is_claim: bool


class RetoldOutcome(Out):
    """One thing that came of it, rounded."""

    metric: str
    value: float | None
    unit: str
    text: str
    kind: str
    is_good: bool | None
    baseline: float | None
    expected: float | None
    is_claim: bool


class RetellingOut(Out):
    """What members would read of a practice without its name, and what was taken out for that."""

    title: str
    place: str
    problem: str
    approach: str
    result: str
    setback: str
    lessons: list[str]
    barriers: list[str]
    costs: list[RetoldCost]
    outcomes: list[RetoldOutcome]
    hidden: list[str] = Field(description="Each word or figure that was taken out, once.")
    remains: list[str] = Field(
        description="Names that can still be read out of it; while there are any, it is not shared."
    )


class ClosedOut(Out):
    """A practice that is closed to others."""

    slug: str
    title: str
    place: Place
    level: str = Field(description="nameless, circle or team.")
    circle: str = Field(description="Name of the circle that reads it; empty: none.")
    is_team: bool = Field(description="You speak for its city or its lead; else you sit there.")
