"""Read what somebody writes and suggests, and what waits for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import SuggestionState
from decapolis.library.models import Draft, Practice, Suggestion, Version
from decapolis.library.queries.comparing import Difference, compare_records
from decapolis.library.queries.concerned import names_seen
from decapolis.library.queries.records import record_of
from decapolis.people.models import FORMER

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list of one's own."""

    draft_id: int
    title: str  # empty: none is written yet
    practice: str  # slug; empty: a new one
    practice_title: str
    saved: datetime
    is_behind: bool  # the practice was changed since the draft began


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """A suggestion in a list."""

    suggestion_id: int
    title: str
    practice: str  # slug; empty: a new practice
    by: str  # as far as the reader may know
    made: datetime
    state: str
    state_label: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class SuggestionFacts:
    """A suggestion with what it would change."""

    row: SuggestionRow
    decided_by: str
    decided_at: datetime | None
    rows: tuple[Difference, ...]
    is_behind: bool  # the practice was changed since the suggestion began


def drafts_of(person: Reader | None) -> tuple[DraftRow, ...]:
    """Return the drafts that somebody keeps, the last saved first; one query."""
    return _drafts(Draft.objects.visible_to(person).open(), person)


def discarded_drafts(person: Reader | None) -> tuple[DraftRow, ...]:
    """Return the drafts that somebody threw away and can take back; one query."""
    return _drafts(Draft.objects.visible_to(person).exclude(discarded=None), person)


def _drafts(found: QuerySet[Draft], person: Reader | None) -> tuple[DraftRow, ...]:
    """Return rows of drafts; of a practice that is not open any more, no title."""
    is_open = Exists(Practice.objects.open_to(person).filter(pk=OuterRef("practice")))
    return tuple(
        DraftRow(
            draft_id=draft.pk,
            title=str(draft.record.get("title") or ""),
            practice=draft.practice.slug if draft.practice else "",
            practice_title=draft.practice.title if draft.practice and draft.is_open else "",
            saved=draft.saved,
            is_behind=bool(draft.practice and draft.practice.version != draft.base),
        )
        for draft in found.annotate(is_open=is_open).select_related("practice")[:MOST_SHOWN]
    )


def own_suggestions(person: Reader | None) -> tuple[SuggestionRow, ...]:
    """Return what somebody has suggested, the newest first; two queries."""
    found = suggestions(person).filter(by=getattr(person, "pk", None))
    return _rows(found, person)


def suggestions_waiting(person: Reader | None) -> tuple[SuggestionRow, ...]:
    """Return what somebody can decide, that which waits longest first."""
    found = Suggestion.objects.waiting_for(person).exclude(by=getattr(person, "pk", None))
    return _rows(found.order_by("made"), person)


def suggestions(reader: Reader | None) -> QuerySet[Suggestion]:
    """Return the suggestions that a reader may see."""
    found: QuerySet[Suggestion] = Suggestion.objects.visible_to(reader)
    return found


def suggestion_to_read(number: int, *, reader: Reader | None) -> Suggestion:
    """Return one suggestion.

    Raises
    ------
    NotFound
        There is none of that number, or it may not be seen.
    """
    related = ("practice__city__country", "city__country", "by", "decided_by")
    found = suggestions(reader).select_related(*related).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such suggestion, or it is not open to you."))
    return found


def suggestion_facts(suggestion: Suggestion, *, reader: Reader | None) -> SuggestionFacts:
    """Return a suggestion and how it differs: from what it began from, or from what stands now.

    Where it waits, from what stands now; where it is decided, from what it began from, as far as
    the reader may see that version.
    """
    practice = suggestion.practice
    before: Mapping[str, object] = {}
    if practice and suggestion.state == SuggestionState.OPEN:
        before = record_of(practice)
    elif practice:
        seen = Version.objects.visible_to(reader).filter(practice=practice)
        began = seen.filter(number=suggestion.base).first()
        before = began.record if began else {}
    names = names_seen((suggestion.by_id, suggestion.decided_by_id), reader=reader)
    return SuggestionFacts(
        row=_row(suggestion, names),
        decided_by=names.get(suggestion.decided_by_id or 0, ""),
        decided_at=suggestion.decided_at,
        rows=compare_records(before, suggestion.record),
        is_behind=bool(practice and practice.version != suggestion.base),
    )


def _rows(found: QuerySet[Suggestion], reader: Reader | None) -> tuple[SuggestionRow, ...]:
    rows = list(found.select_related("practice")[:MOST_SHOWN])
    names = names_seen((row.by_id for row in rows), reader=reader)
    return tuple(_row(row, names) for row in rows)


def _row(row: Suggestion, names: Mapping[int, str]) -> SuggestionRow:
    return SuggestionRow(
        suggestion_id=row.pk,
        title=str(row.record.get("title") or ""),
        practice=row.practice.slug if row.practice else "",
        by=names.get(row.by_id or 0, str(_(FORMER))),
        made=row.made,
        state=row.state,
        state_label=str(row.get_state_display()),
        reason=row.reason,
        note=row.note,
    )
