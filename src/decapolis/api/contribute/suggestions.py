"""Drafts of one's own, and suggestions to decide."""

from django.http import HttpRequest
from ninja import Path, Query, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.contribute.schemas import (
    DifferenceOut,
    DraftIn,
    DraftOut,
    SavedOut,
    SuggestionDetail,
    SuggestionFilters,
    SuggestionOut,
    WhyIn,
    WrittenOut,
)
from decapolis.api.scopes import ScopedRouter, own
from decapolis.api.shapes import RowId
from decapolis.initiatives.actions import becoming
from decapolis.kernel.errors import NotFound
from decapolis.library import actions
from decapolis.library.actions import Written
from decapolis.library.models import Draft, Suggestion, Version
from decapolis.library.queries.contributions import (
    own_suggestions,
    suggestion_facts,
    suggestion_to_read,
    suggestions_waiting,
)
from decapolis.library.queries.versions import practice_to_write

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Contribution"])
READS = own(Scope.CONTRIBUTE)
MOST = 100


@router.get("/drafts", response=list[DraftOut], openapi_extra=READS)
def list_drafts(request: HttpRequest) -> list[DraftOut]:
    """Your drafts, also those that you threw away within a month."""
    rows = Draft.objects.visible_to(request.user).select_related("practice")[:MOST]
    return [DraftOut.model_validate(row) for row in rows]


@router.post("/drafts", response={201: SavedOut})
def begin_draft(request: HttpRequest, body: DraftIn) -> Status[SavedOut]:
    """Begin a draft of a new practice; nothing that is missing in it is refused."""
    return Status(201, _saved(actions.save_draft(by=caller(request), written=_written(body))))


@router.get("/drafts/{int:draft_id}", response=DraftOut, openapi_extra=READS)
def get_draft(request: HttpRequest, draft_id: Path[RowId]) -> DraftOut:
    """One draft of yours."""
    return DraftOut.model_validate(_draft(request, draft_id))


@router.put("/drafts/{int:draft_id}", response=SavedOut)
def save_draft(request: HttpRequest, draft_id: Path[RowId], body: DraftIn) -> SavedOut:
    """Save a draft; of two that save, the last wins and is told so."""
    held = _draft(request, draft_id)
    return _saved(
        actions.save_draft(
            by=caller(request), written=_written(body), practice=held.practice, draft=held
        )
    )


@router.put("/practices/{slug}/draft", response=SavedOut)
def save_draft_of_practice(request: HttpRequest, slug: str, body: DraftIn) -> SavedOut:
    """Save your draft of a change to a practice; there is one for each practice."""
    practice = practice_to_write(slug, reader=request.user)
    return _saved(actions.save_draft(by=caller(request), written=_written(body), practice=practice))


@router.post("/drafts/{int:draft_id}/publish", response={201: WrittenOut})
def publish_draft(request: HttpRequest, draft_id: Path[RowId]) -> Status[WrittenOut]:
    """Hand in a draft as the next version of its practice, or as a new practice."""
    made = becoming.publish_draft(by=caller(request), draft=_draft(request, draft_id))
    return Status(201, written_out(made))


@router.post("/drafts/{int:draft_id}/suggest", response={201: SuggestionOut})
def suggest_draft(request: HttpRequest, draft_id: Path[RowId]) -> Status[SuggestionOut]:
    """Hand in a draft as a suggestion to who may write the practice."""
    made = becoming.suggest_draft(by=caller(request), draft=_draft(request, draft_id))
    return Status(201, suggestion_out(made, request))


@router.post("/drafts/{int:draft_id}/discard", response=DraftOut)
def discard_draft(request: HttpRequest, draft_id: Path[RowId]) -> DraftOut:
    """Throw a draft away; it can be taken back within a month."""
    gone = actions.discard_draft(by=caller(request), draft=_draft(request, draft_id))
    return DraftOut.model_validate(gone)


@router.post("/drafts/{int:draft_id}/keep", response=DraftOut)
def keep_draft(request: HttpRequest, draft_id: Path[RowId]) -> DraftOut:
    """Take back a draft that was thrown away."""
    kept = actions.keep_draft(by=caller(request), draft=_draft(request, draft_id))
    return DraftOut.model_validate(kept)


@router.get("/suggestions", response=list[SuggestionOut], openapi_extra=READS)
def list_suggestions(
    request: HttpRequest, filters: Query[SuggestionFilters]
) -> list[SuggestionOut]:
    """What you suggested, or what you can decide; at most a hundred."""
    find = suggestions_waiting if filters.waiting else own_suggestions
    return [SuggestionOut.model_validate(row) for row in find(request.user)]


@router.get("/suggestions/{int:number}", response=SuggestionDetail, openapi_extra=READS)
def get_suggestion(request: HttpRequest, number: Path[RowId]) -> SuggestionDetail:
    """A suggestion with what it would change."""
    held = suggestion_to_read(number, reader=request.user)
    facts = suggestion_facts(held, reader=request.user)
    return SuggestionDetail(
        **suggestion_out(held, request).model_dump(),
        record=held.record,
        base=held.base,
        differences=[DifferenceOut.model_validate(row) for row in facts.rows],
    )


@router.post("/suggestions/{int:number}/accept", response={201: WrittenOut})
def accept_suggestion(request: HttpRequest, number: Path[RowId], body: WhyIn) -> Status[WrittenOut]:
    """Write what was suggested as the next version, by the name of who suggested it."""
    held = suggestion_to_read(number, reader=request.user)
    made = becoming.accept_suggestion(by=caller(request), suggestion=held, reason=body.reason)
    return Status(201, written_out(made))


@router.post("/suggestions/{int:number}/decline", response=SuggestionOut)
def decline_suggestion(request: HttpRequest, number: Path[RowId], body: WhyIn) -> SuggestionOut:
    """Leave the practice as it is, and say why."""
    held = suggestion_to_read(number, reader=request.user)
    made = actions.decline_suggestion(by=caller(request), suggestion=held, reason=body.reason)
    return suggestion_out(made, request)


@router.post("/suggestions/{int:number}/withdraw", response=SuggestionOut)
def withdraw_suggestion(request: HttpRequest, number: Path[RowId]) -> SuggestionOut:
    """Take your own suggestion back."""
    held = suggestion_to_read(number, reader=request.user)
    return suggestion_out(actions.withdraw_suggestion(by=caller(request), suggestion=held), request)


def suggestion_out(suggestion: Suggestion, request: HttpRequest) -> SuggestionOut:
    """Return a suggestion as its reader may know it."""
    return SuggestionOut.model_validate(suggestion_facts(suggestion, reader=request.user).row)


def written_out(version: Version) -> WrittenOut:
    """Return which version was written."""
    return WrittenOut(practice=version.practice.slug, version=version.number)


def _draft(request: HttpRequest, draft_id: int) -> Draft:
    """Return a draft of one's own.

    Raises
    ------
    NotFound
        There is none.
    """
    rows = Draft.objects.visible_to(request.user).select_related("practice__city__country")
    found: Draft | None = rows.filter(pk=draft_id).first()
    if found is None:
        raise NotFound("You have no such draft.")
    return found


def _written(body: DraftIn) -> Written:
    return Written(body.record, body.base or 0, body.note, body.seen)


def _saved(saved: actions.SavedDraft) -> SavedOut:
    told = DraftOut.model_validate(saved.draft).model_dump()
    return SavedOut(**told, was_overtaken=saved.was_overtaken)
