"""Practices as records: read, correct, add, suggest, put back; their versions and provenance."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.closed import keep_close
from decapolis.api.contribute.bases import base_of
from decapolis.api.contribute.schemas import (
    CompareQuery,
    CorrectionIn,
    DifferenceOut,
    PracticeIn,
    ProvenanceOut,
    RecordOut,
    RestoreIn,
    SuggestionOut,
    VersionOut,
    WrittenOut,
)
from decapolis.api.contribute.suggestions import suggestion_out, written_out
from decapolis.api.scopes import ScopedRouter
from decapolis.api.shapes import RowId
from decapolis.kernel.errors import NotFound
from decapolis.library import actions
from decapolis.library.models import Practice, Version
from decapolis.library.queries.records import record_of
from decapolis.library.queries.versions import (
    compare_versions,
    practice_to_write,
    practice_with_versions,
    provenance_of,
    versions_of,
)
from decapolis.library.queries.written import NEW_SLUG, record_or_faults

Made = TypeVar("Made")

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Contribution"])


@router.get("/practices/{slug}/record", response=RecordOut)
def get_record(request: HttpRequest, slug: str, response: HttpResponse) -> RecordOut:
    """A practice as a record: take it, change it, and send it back with its ETag as If-Match."""
    practice = _with_record(slug, request)
    keep_close(response, practice)
    response["ETag"] = f'"v{practice.version}"'
    return RecordOut(version=practice.version, record=record_of(practice))


@router.get("/practices/{slug}/versions", response=list[VersionOut])
def list_versions(request: HttpRequest, slug: str, response: HttpResponse) -> list[VersionOut]:
    """The versions of a practice that you may see, the newest first."""
    practice = practice_with_versions(slug, reader=request.user)
    keep_close(response, practice)
    rows = versions_of(practice, reader=request.user)
    return [VersionOut.model_validate(row) for row in rows]


@router.get("/practices/{slug}/versions/{int:number}", response=RecordOut)
def get_version(
    request: HttpRequest, slug: str, number: Path[RowId], response: HttpResponse
) -> RecordOut:
    """One version of a practice, as a record."""
    practice = practice_with_versions(slug, reader=request.user)
    keep_close(response, practice)
    found = _version(practice, number, request)
    return RecordOut(version=found.number, record=found.record)


@router.get(
    "/practices/{slug}/differences", response=list[DifferenceOut], operation_id="compare_versions"
)
def list_differences(
    request: HttpRequest, slug: str, asked: Query[CompareQuery], response: HttpResponse
) -> list[DifferenceOut]:
    """What two versions of a practice tell differently, in plain words."""
    practice = practice_with_versions(slug, reader=request.user)
    keep_close(response, practice)
    told = compare_versions(practice, asked.before, asked.after, reader=request.user)
    return [DifferenceOut.model_validate(row) for row in told.rows]


@router.get("/practices/{slug}/provenance", response=list[ProvenanceOut])
def list_provenance(request: HttpRequest, slug: str, response: HttpResponse) -> list[ProvenanceOut]:
    """For every figure since when it stands so, by whom, and where it was read."""
    practice = practice_with_versions(slug, reader=request.user)
    keep_close(response, practice)
    rows = provenance_of(practice, reader=request.user)
    return [ProvenanceOut.model_validate(row) for row in rows]


@router.post("/practices", response={201: WrittenOut})
def add_practice(request: HttpRequest, body: PracticeIn) -> Status[WrittenOut]:
    """Add a practice of a city that you speak for; others propose it."""
    record = record_or_faults({**body.record, "slug": NEW_SLUG})
    made = actions.add_practice(by=caller(request), record=record, note=body.note)
    return Status(201, written_out(made))


@router.put("/practices/{slug}", response=WrittenOut)
def correct_practice(request: HttpRequest, slug: str, body: CorrectionIn) -> WrittenOut:
    """Write a practice anew, whole; it is kept as its next version."""
    return written_out(_handed_in(request, slug, body, actions.correct_practice))


@router.post("/practices/{slug}/versions/{int:number}/restore", response={201: WrittenOut})
def restore_version(
    request: HttpRequest, slug: str, number: Path[RowId], body: RestoreIn
) -> Status[WrittenOut]:
    """Put an earlier version back as the newest; those between are kept."""
    practice = practice_to_write(slug, reader=request.user)
    made = actions.restore_version(
        by=caller(request),
        practice=practice,
        number=number,
        base=base_of(request, body.base),
        note=body.note,
    )
    return Status(201, written_out(made))


@router.post("/practices/{slug}/suggestions", response={201: SuggestionOut})
def suggest_change(request: HttpRequest, slug: str, body: CorrectionIn) -> Status[SuggestionOut]:
    """Propose a change to those who may write the practice."""
    made = _handed_in(request, slug, body, actions.suggest_change)
    return Status(201, suggestion_out(made, request))


@router.post("/suggestions", response={201: SuggestionOut})
def propose_practice(request: HttpRequest, body: PracticeIn) -> Status[SuggestionOut]:
    """Propose a new practice of a city that you do not speak for."""
    record = record_or_faults({**body.record, "slug": NEW_SLUG})
    made = actions.suggest_change(by=caller(request), practice=None, record=record, note=body.note)
    return Status(201, suggestion_out(made, request))


def _handed_in(
    request: HttpRequest, slug: str, body: CorrectionIn, act: Callable[..., Made]
) -> Made:
    """Hand a practice in as it shall stand: to be written, or to be decided on."""
    practice = practice_to_write(slug, reader=request.user)
    return act(
        by=caller(request),
        practice=practice,
        record=record_or_faults({**body.record, "slug": practice.slug}),
        base=base_of(request, body.base),
        note=body.note,
    )


def _with_record(slug: str, request: HttpRequest) -> Practice:
    """Return a practice that is a record of its own.

    Raises
    ------
    NotFound
        There is none, or it is told without its name.
    """
    practice = practice_to_write(slug, reader=request.user)
    if practice.retells_id:
        raise NotFound("What is told without its name has no record to take and change.")
    return practice


def _version(practice: Practice, number: int, request: HttpRequest) -> Version:
    """Return a version that the reader may see.

    Raises
    ------
    NotFound
        There is none.
    """
    rows = Version.objects.visible_to(request.user).filter(practice=practice)
    found: Version | None = rows.filter(number=number).first()
    if found is None:
        raise NotFound("There is no such version of this practice.")
    return found
