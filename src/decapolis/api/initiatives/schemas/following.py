"""What the API tells of documents and of what came of a plan, and takes of it."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from decapolis.api.library.schemas import Amount
from decapolis.api.shapes import In, Out, RowId, plain, taken
from decapolis.initiatives.exports.blocks import Block
from decapolis.initiatives.exports.documents import Which
from decapolis.initiatives.queries.progress import MeasureFacts

ON_TRACK = "Null: not said."


class ReviewIn(In):
    """The answer to a review, once."""

    on_track: bool | None = Field(None, description=ON_TRACK)
    went_well: str = ""
    went_wrong: str = ""
    changes: str = Field("", description="What is done otherwise from now on.")


class ReviewOut(Out):
    """A look back, with its answer."""

    day: int = Field(description="After approval.")
    due: date
    answered: datetime | None = Field(description="Null: it waits.")
    by: str
    on_track: bool | None
    went_well: str
    went_wrong: str
    changes: str


class ReportIn(In):
    """How it goes."""

    on_track: bool | None = Field(None, description=ON_TRACK)
    done: str = ""
    stuck: str = ""
    needs: str = ""


class ReportOut(Out):
    """A few words on how it goes."""

    at: datetime
    by: str
    on_track: bool | None
    done: str
    stuck: str
    needs: str


class ReadingIn(In):
    """A value of a measure, on a day."""

    on: date
    value: float
    source: str = Field("", description="Where it is from.")


class ReadingOut(Out):
    """A value that was written."""

    on: date
    value: float
    source: str
    by: str


class TargetIn(In):
    """Another target, with the reason; the old one stays."""

    target: float
    due: date | None = None
    why: str


class TargetChangeOut(Out):
    """A target that became another, and why."""

    before: float | None
    before_due: date | None
    after: float | None
    after_due: date | None
    why: str
    by: str
    at: datetime


class MeasureOut(Out):
    """A measure with what came of it."""

    line: int
    title: str
    unit: str
    direction: str
    baseline: float | None
    target: float | None
    due: date | None
    readings: list[ReadingOut]
    changes: list[TargetChangeOut]

    @model_validator(mode="before")
    @classmethod
    def _from_facts(cls, facts: Any) -> Any:  # noqa: ANN401 -- pydantic's signature
        if not isinstance(facts, MeasureFacts):
            return facts
        of = facts.shown
        return taken(cls, of, line=of.id, readings=facts.readings, changes=facts.changes)


class ProgressOut(Out):
    """What was planned, and what came of it."""

    currency: str
    planned: Amount = Field(description="All costs of all years.")
    spent: Amount | None = Field(description="Of budget lines that say it; null: none does.")
    activities: int
    done: int
    milestones: int
    reached: int
    reviews: list[ReviewOut]
    reports: list[ReportOut] = Field(description="The newest first.")
    measures: list[MeasureOut]


class DocumentLine(Out):
    """A document that can be made of the plan now."""

    which: Which
    title: str
    gaps: list[str] = Field(description="What it will lack.")
    warnings: list[str]
    url: str = Field(description="As JSON; with .pdf or .docx behind it as a file.")


def _told(block: object) -> object:
    """Return a block with its name."""
    if not isinstance(block, Block):
        return block
    return {"block": type(block).__name__.lower(), **plain(asdict(block))}


class SourceLineOut(Out):
    """A source that the document names by its number."""

    number: int
    label: str
    url: str


class PaperOut(Out):
    """A document, in the order in which it is read."""

    kind: str
    title: str
    about: str
    day: date
    language: str
    blocks: list[Annotated[dict[str, Any], BeforeValidator(_told)]] = Field(
        description="Each names itself: heading, words, points, facts, rows, picture, missing."
    )
    sources: list[SourceLineOut]


class CalendarOut(Out):
    """Where your calendar reads the days of a plan."""

    url: str = Field(description="Told once: whoever has it reads these days, and nothing else.")


class DraftMade(Out):
    """The draft of a practice that an initiative became."""

    draft: int = Field(description="Read and hand it in at `/drafts/{draft_id}`.")


class BecameIn(In):
    """The practice that tells of the initiative."""

    practice: str = Field(description="Slug; a practice of the same city.")


class HandIn(In):
    """Who takes over the sponsor's seat."""

    person: RowId = Field(description="Their number; they must be a member.")
