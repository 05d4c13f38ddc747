"""Practices as records: read, correct, add, suggest, put back; their versions and provenance."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
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
from decapolis.api.contribute.suggestions import suggestion_out
from decapolis.api.scopes import writes
from decapolis.api.shapes import RowId
from decapolis.kernel.errors import DomainError, NotFound
from decapolis.library import actions
from decapolis.library.models import Practice, Version
from decapolis.library.queries.records import record_of
from decapolis.library.queries.versions import (
    compare_versions,
    practice_to_write,
    provenance_of,
    versions_of,
)
from decapolis.library.queries.written import record_or_faults

NEW_SLUG = "new-practice"  # until the practice is written and gets its own
TAG = re.compile(r'(?:W/)?"v(\d{1,9})"')

router = Router(tags=["Contribution"])
WRITES = writes(Scope.CONTRIBUTE)


class BaseMissing(DomainError):
    """Nobody may write over what they have not read."""

    code = "api.base_missing"


@router.get("/practices/{slug}/record", response=RecordOut, operation_id="get_record")
def get_record(request: HttpRequest, slug: str, response: HttpResponse) -> RecordOut:
    """A practice as a record: take it, change it, and send it back with its ETag as If-Match."""
    practice = practice_to_write(slug, reader=request.user)
    response["ETag"] = f'"v{practice.version}"'
    return RecordOut(version=practice.version, record=record_of(practice))


@router.get("/practices/{slug}/versions", response=list[VersionOut], operation_id="list_versions")
def list_versions(request: HttpRequest, slug: str) -> list[VersionOut]:
    """The versions of a practice that you may see, the newest first."""
    practice = practice_to_write(slug, reader=request.user)
    rows = versions_of(practice, reader=request.user)
    return [VersionOut.model_validate(row) for row in rows]


@router.get(
    "/practices/{slug}/versions/{int:number}", response=RecordOut, operation_id="get_version"
)
def get_version(request: HttpRequest, slug: str, number: Path[RowId]) -> RecordOut:
    """One version of a practice, as a record."""
    practice = practice_to_write(slug, reader=request.user)
    found = _version(practice, number, request)
    return RecordOut(version=found.number, record=found.record)


@router.get(
    "/practices/{slug}/differences",
    response=list[DifferenceOut],
    operation_id="compare_versions",
)
def list_differences(
    request: HttpRequest, slug: str, asked: Query[CompareQuery]
) -> list[DifferenceOut]:
    """What two versions of a practice tell differently, in plain words."""
    practice = practice_to_write(slug, reader=request.user)
    told = compare_versions(practice, asked.before, asked.after, reader=request.user)
    return [DifferenceOut.model_validate(row) for row in told.rows]


@router.get(
    "/practices/{slug}/provenance",
    response=list[ProvenanceOut],
    operation_id="list_provenance",
)
def list_provenance(request: HttpRequest, slug: str) -> list[ProvenanceOut]:
    """For every figure since when it stands so, by whom, and where it was read."""
    practice = practice_to_write(slug, reader=request.user)
    rows = provenance_of(practice, reader=request.user)
    return [ProvenanceOut.model_validate(row) for row in rows]


@router.post(
    "/practices",
    response={201: WrittenOut},
    operation_id="add_practice",
    openapi_extra=WRITES,
)
def add_practice(request: HttpRequest, body: PracticeIn) -> Status[WrittenOut]:
    """Add a practice of a city that you speak for; others propose it."""
    me, record = caller(request), _new_record(body)
    if not me.is_staff:
        record.pop("visibility", None)
    made = actions.add_practice(by=me, record=record_or_faults(record), note=body.note)
    return Status(201, WrittenOut(practice=made.practice.slug, version=made.number))


@router.put(
    "/practices/{slug}",
    response=WrittenOut,
    operation_id="correct_practice",
    openapi_extra=WRITES,
)
def correct_practice(request: HttpRequest, slug: str, body: CorrectionIn) -> WrittenOut:
    """Write a practice anew, whole; it is kept as its next version."""
    practice = practice_to_write(slug, reader=request.user)
    made = actions.correct_practice(
        by=caller(request),
        practice=practice,
        record=record_or_faults({**body.record, "slug": practice.slug}),
        base=base_of(request, body.base),
        note=body.note,
    )
    return WrittenOut(practice=practice.slug, version=made.number)


@router.post(
    "/practices/{slug}/versions/{int:number}/restore",
    response={201: WrittenOut},
    operation_id="restore_version",
    openapi_extra=WRITES,
)
def restore_version(
    request: HttpRequest, slug: str, number: Path[RowId], body: RestoreIn
) -> Status[WrittenOut]:
    """Put an earlier version back as the newest; those between are kept."""
    practice = practice_to_write(slug, reader=request.user)
    made = actions.restore_version(
        by=caller(request),
        practice=practice,
        number=min(number, 2**31 - 1),
        base=base_of(request, body.base),
        note=body.note,
    )
    return Status(201, WrittenOut(practice=practice.slug, version=made.number))


@router.post(
    "/practices/{slug}/suggestions",
    response={201: SuggestionOut},
    operation_id="suggest_change",
    openapi_extra=WRITES,
)
def suggest_change(request: HttpRequest, slug: str, body: CorrectionIn) -> Status[SuggestionOut]:
    """Propose a change to those who may write the practice."""
    practice = practice_to_write(slug, reader=request.user)
    made = actions.suggest_change(
        by=caller(request),
        practice=practice,
        record=record_or_faults({**body.record, "slug": practice.slug}),
        base=base_of(request, body.base),
        note=body.note,
    )
    return Status(201, suggestion_out(made, request))


@router.post(
    "/suggestions",
    response={201: SuggestionOut},
    operation_id="propose_practice",
    openapi_extra=WRITES,
)
def propose_practice(request: HttpRequest, body: PracticeIn) -> Status[SuggestionOut]:
    """Propose a new practice of a city that you do not speak for."""
    made = actions.suggest_change(
        by=caller(request),
        practice=None,
        record=record_or_faults(_new_record(body)),
        note=body.note,
    )
    return Status(201, suggestion_out(made, request))


def _new_record(body: PracticeIn) -> dict[str, Any]:
    """Return what was sent as the record of a practice that has no address yet."""
    return {**body.record, "slug": NEW_SLUG}


def _version(practice: Practice, number: int, request: HttpRequest) -> Version:
    """Return a version that the reader may see.

    Raises
    ------
    NotFound
        There is none.
    """
    rows = Version.objects.visible_to(request.user).filter(practice=practice)
    found: Version | None = rows.filter(number=min(number, 2**31 - 1)).first()
    if found is None:
        raise NotFound("There is no such version of this practice.")
    return found


def base_of(request: HttpRequest, base: int | None) -> int:
    """Return the version that the writer began from: of If-Match, else of the body.

    Raises
    ------
    BaseMissing
        Neither says.
    """
    shown = request.headers.get("If-Match")
    if shown is not None:
        tag = TAG.fullmatch(shown.strip())
        if tag is None:
            raise BaseMissing(
                'Send the ETag of the record that you began from, such as "v3".', field="If-Match"
            )
        return int(tag[1])
    if base is None:
        raise BaseMissing(
            "Say which version you began from: send base, or its ETag as If-Match.", field="base"
        )
    return base
