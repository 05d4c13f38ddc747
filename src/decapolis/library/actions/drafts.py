"""Keep, hand in and throw away what people write before it is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Only
from decapolis.audit.actions import record as audit
from decapolis.kernel.permissions import require
from decapolis.library.actions.suggestions import suggest_change
from decapolis.library.actions.versions import add_practice, correct_practice
from decapolis.library.choices import Disclosure
from decapolis.library.errors import TooLong, TooManyDrafts
from decapolis.library.models import Draft, Practice, Suggestion, Version
from decapolis.library.queries.comparing import Record, merged
from decapolis.library.queries.records import record_of
from decapolis.library.queries.written import NEW_SLUG, record_or_faults
from decapolis.library.rules import may_draft, may_keep, may_write
from decapolis.library.validators import PracticeRecord, Values, letters_of, plain_values
from decapolis.people.models import Person

MOST_LETTERS = 400_000
MOST_NOTE = 2000
FOR_NEW = (Disclosure.PUBLIC, Disclosure.NETWORK, Disclosure.TEAM)  # others on its page
MOST_NEW = 30  # drafts of new practices that one person keeps


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A draft as it was saved; ``was_overtaken``: it had been saved elsewhere in between."""

    draft: Draft
    was_overtaken: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody has written so far, in whatever state."""

    record: Mapping[str, Any]
    base: int = 0  # the version that they began from
    note: str = ""
    seen: int | None = None  # how often the draft had been saved when they last saw it


@transaction.atomic
def save_draft(
    *, by: Person, written: Written, practice: Practice | None = None, draft: Draft | None = None
) -> SavedDraft:
    """Keep what somebody writes; nothing that is missing or wrong in it is refused.

    Of two tabs the last that saves wins, and is told so.

    Parameters
    ----------
    practice
        The practice that is to be changed; None for a new one.
    draft
        The draft of a new practice to go on with; None begins one.

    Raises
    ------
    Forbidden
        They are no member, may not see the practice, or the draft is not theirs.
    TooLong
        It is more text than any practice has.
    TooManyDrafts
        They keep too many drafts of new practices.
    """
    require(may_draft(by, practice) if practice else may_write(by))
    if letters_of(written.record) > MOST_LETTERS or len(written.note) > MOST_NOTE * 10:
        raise TooLong(
            _("This is more than {most} letters. Shorten it; the last draft is kept.").format(
                most=MOST_LETTERS
            )
        )
    held = _held(by, practice, draft)
    was_overtaken = written.seen is not None and bool(held.pk) and held.saves != written.seen
    held.record = plain_values(written.record)
    held.note = plain_values(written.note)[:MOST_NOTE]
    held.base = written.base
    held.discarded = None
    held.saves += 1
    held.save()
    if held.saves == 1:
        audit(by=by, act="library.draft_begun", subject=held, concerns=Only([by]))
    return SavedDraft(held, was_overtaken)


def _held(by: Person, practice: Practice | None, draft: Draft | None) -> Draft:
    """Return the draft to write in, new where there is none.

    Raises
    ------
    TooManyDrafts
        They keep too many drafts of new practices.
    """
    drafts = Draft.objects.select_for_update()
    if draft is not None:
        require(may_keep(by, draft))
        return drafts.get(pk=draft.pk)
    if practice is not None:
        Person.objects.select_for_update().get(pk=by.pk)  # two tabs begin one draft, not two
        found = drafts.filter(person=by, practice=practice).first()
        return found or Draft(person=by, practice=practice)
    if Draft.objects.filter(person=by, practice=None, discarded=None).count() >= MOST_NEW:
        raise TooManyDrafts(
            _("You keep {most} drafts of new practices. Hand some in, or throw some away.").format(
                most=MOST_NEW
            )
        )
    return Draft(person=by, practice=None)


@transaction.atomic
def discard_draft(*, by: Person, draft: Draft) -> Draft:
    """Throw a draft away; `keep_draft` takes it back within a month.

    Raises
    ------
    Forbidden
        It is not theirs.
    """
    return _discarded(by, draft, timezone.now(), act="library.draft_discarded")


@transaction.atomic
def keep_draft(*, by: Person, draft: Draft) -> Draft:
    """Take back a draft that was thrown away.

    Raises
    ------
    Forbidden
        It is not theirs.
    """
    return _discarded(by, draft, None, act="library.draft_kept")


def _discarded(by: Person, draft: Draft, at: datetime | None, *, act: str) -> Draft:
    require(may_keep(by, draft))
    draft.discarded = at
    draft.save(update_fields=["discarded"])
    audit(by=by, act=act, subject=draft, concerns=Only([by]))
    return draft


@transaction.atomic
def forget_discarded(*, by: Person | None, before: datetime) -> int:
    """Forget drafts that were thrown away before a time; return how many."""
    gone, _by_model = Draft.objects.filter(discarded__lt=before).delete()
    return gone


@transaction.atomic
def publish_draft(*, by: Person, draft: Draft) -> Version:
    """Hand in a draft as the next version of its practice, or as a new practice; it is then gone.

    Raises
    ------
    Forbidden
        It is not theirs, or they may not write this practice.
    RecordFaulty
        It is no whole record yet; the error says where and why.
    ChangedMeanwhile
        There is a newer version than the draft began from; the draft is kept.
    NothingChanged
        It says what stands there already.
    """
    require(may_keep(by, draft))
    record = _whole(draft)
    if draft.practice is None:
        version = add_practice(by=by, record=record, note=draft.note)
    else:
        version = correct_practice(
            by=by, practice=draft.practice, record=record, base=draft.base, note=draft.note
        )
    draft.delete()
    return version


@transaction.atomic
def suggest_draft(*, by: Person, draft: Draft) -> Suggestion:
    """Hand in a draft as a suggestion to who may write the practice; it is then gone.

    Raises
    ------
    Forbidden
        It is not theirs, or they may not suggest.
    RecordFaulty
        It is no whole record yet; the error says where and why.
    NothingChanged
        It says what stands there already.
    """
    require(may_keep(by, draft))
    made = suggest_change(
        by=by, practice=draft.practice, record=_whole(draft), base=draft.base, note=draft.note
    )
    draft.delete()
    return made


@transaction.atomic
def take_over(*, by: Person, draft: Draft, fields: list[str]) -> Draft:
    """Bring a draft up to the newest version: what stands there now in some fields, else the draft.

    Parameters
    ----------
    fields
        Names of the fields to take from what stands there now.

    Raises
    ------
    Forbidden
        It is not theirs.
    """
    require(may_keep(by, draft))
    practice = draft.practice
    if practice is not None:
        require(may_draft(by, practice))
        theirs: Record = record_of(practice)
        made = merged(mine=draft.record, theirs=theirs, take=fields)
        told = Written(made, practice.version, draft.note)
        return save_draft(by=by, practice=practice, written=told).draft
    return draft


def _whole(draft: Draft) -> PracticeRecord:
    slug = draft.practice.slug if draft.practice else NEW_SLUG
    values: Values = {**draft.record, "slug": slug}
    if draft.practice is None and values.get("visibility") not in FOR_NEW:
        values.pop("visibility", None)
    return record_or_faults(values)
