"""Suggest changes, and decide on them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.cities.models import City
from decapolis.kernel.permissions import require
from decapolis.library.actions.records import Stamp
from decapolis.library.actions.telling import tell_added, tell_decided, tell_suggested
from decapolis.library.actions.versions import write_first, write_version
from decapolis.library.choices import CLOSED, Disclosure, SuggestionState, VersionOrigin
from decapolis.library.errors import (
    AlreadyDecided,
    NothingChanged,
    ReasonMissing,
    RecordFaulty,
)
from decapolis.library.models import Practice, Suggestion, Version
from decapolis.library.queries.authors import lead_of, spoken_for
from decapolis.library.queries.comparing import changed_fields, merged, same
from decapolis.library.queries.records import record_of
from decapolis.library.queries.written import as_open_as, city_of, record_or_faults
from decapolis.library.rules import may_decide, may_suggest, may_withdraw, may_write
from decapolis.library.validators import Fault, PracticeRecord
from decapolis.organisations.models import Organisation
from decapolis.people.models import Person

MOST_REASON = 2000
FOR_FEWER = (Disclosure.NETWORK, *CLOSED)


@transaction.atomic
def suggest_change(
    *, by: Person, practice: Practice | None, record: PracticeRecord, base: int = 0, note: str = ""
) -> Suggestion:
    """Propose a change of a practice, or a new practice, to those who may write it.

    Raises
    ------
    Forbidden
        They are no member, or may not see the practice.
    NothingChanged
        The record says what stands there already.
    RecordFaulty
        A new practice is to be for fewer people than those who would read the proposal.
    """
    require(may_suggest(by, practice) if practice else may_write(by))
    if practice is None:
        _check_level(record)
    before = record_of(practice) if practice else {}
    told = record.model_copy(
        update={
            "slug": practice.slug if practice else record.slug,
            "visibility": Disclosure(practice.visibility) if practice else Disclosure.PUBLIC,
            "circle": None,
        }
    ).as_json()
    if same(told) == same(before):
        raise NothingChanged(_("Nothing is different from what stands there. Change something."))
    city = practice.city if practice else city_of(record)
    made = Suggestion.objects.create(
        practice=practice, city=city, by=by, record=told, base=base, note=note
    )
    audit(
        by=by,
        act="library.change_suggested" if practice else "library.practice_proposed",
        subject=made,
        change=Change.between(before, told),
        note=note,
        concerns=_concerned(made),
    )
    tell_suggested(by=by, suggestion=made)
    return made


@transaction.atomic
def accept_suggestion(*, by: Person, suggestion: Suggestion, reason: str = "") -> Version:
    """Write what was suggested as the next version, by the name of who suggested it.

    They are told of it, and those whom the practice concerns, as of a correction. Where the
    practice was changed since, both changes are kept if they touch different fields.

    Raises
    ------
    Forbidden
        They may not write this practice.
    AlreadyDecided
        Somebody was faster.
    ChangedMeanwhile
        The same fields were changed since; the suggestion still waits.
    NothingChanged
        What was suggested stands there already.
    RecordFaulty
        It names a country or technology that is no longer known.
    """
    held = _waiting(suggestion)
    require(may_decide(by, held))
    record = record_or_faults(held.record)
    is_new = held.practice is None
    if held.practice is None:
        version = write_first(by=by, record=record, note=held.note, author=held.by)
        held.practice = version.practice
        tell_added(by=by, version=version)
    else:
        base, record = _brought_up(held, held.practice, record)
        record = as_open_as(held.practice, record)
        author = held.by.pk if held.by else None
        stamp = Stamp(
            VersionOrigin.SUGGESTED, author, spoken_for(held.by, held.practice), held.note
        )
        version = write_version(
            by=by, practice=held.practice, record=record, base=base, stamp=stamp
        )
    _decide(by, held, SuggestionState.ACCEPTED, reason)
    tell_decided(by=by, suggestion=held, is_new=is_new)
    return version


def _brought_up(
    suggestion: Suggestion, practice: Practice, record: PracticeRecord
) -> tuple[int, PracticeRecord]:
    """Return what to write, and on which version: with what others changed since, if that is apart.

    Where both changed the same, the suggestion is left as it is, on the version it began from.
    """
    began = practice.versions.filter(number=suggestion.base).first()
    if suggestion.base == practice.version or began is None:
        return suggestion.base, record
    theirs = record_of(practice)
    ours = changed_fields(began.record, suggestion.record)
    since = changed_fields(began.record, theirs)
    if (ours & since) - {"sources"}:
        return suggestion.base, record
    made = merged(mine=suggestion.record, theirs=theirs, take=since)
    return practice.version, record_or_faults(made)


@transaction.atomic
def decline_suggestion(*, by: Person, suggestion: Suggestion, reason: str) -> Suggestion:
    """Leave the practice as it is, and say why.

    Raises
    ------
    Forbidden
        They may not write this practice.
    AlreadyDecided
        Somebody was faster.
    ReasonMissing
        Who suggested it is owed a sentence.
    """
    held = _waiting(suggestion)
    require(may_decide(by, held))
    if not reason.strip():
        raise ReasonMissing(
            _("Say in a sentence why, so that they can do better next time."), field="reason"
        )
    _decide(by, held, SuggestionState.DECLINED, reason)
    tell_decided(by=by, suggestion=held, is_new=held.practice is None)
    return held


@transaction.atomic
def withdraw_suggestion(*, by: Person, suggestion: Suggestion) -> Suggestion:
    """Take one's own suggestion back.

    Raises
    ------
    Forbidden
        It is not theirs.
    AlreadyDecided
        It was decided meanwhile.
    """
    held = _waiting(suggestion)
    require(may_withdraw(by, held))
    return _decide(by, held, SuggestionState.WITHDRAWN, "")


def _waiting(suggestion: Suggestion) -> Suggestion:
    """Return a suggestion that waits, held until the act is done.

    Raises
    ------
    AlreadyDecided
        It does not wait any more.
    """
    held: Suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if held.state != SuggestionState.OPEN:
        raise AlreadyDecided(_("This is decided already. Load the page again."))
    return held


def _decide(by: Person, held: Suggestion, state: SuggestionState, reason: str) -> Suggestion:
    held.state = state
    held.decided_by, held.decided_at = by, timezone.now()
    held.reason = reason.strip()[:MOST_REASON]
    held.save(update_fields=["state", "decided_by", "decided_at", "reason", "practice"])
    audit(
        by=by,
        act=f"library.suggestion_{state}",
        subject=held,
        note=held.reason,
        concerns=_concerned(held),
    )
    return held


def _concerned(suggestion: Suggestion) -> tuple[Person | City | Organisation | None, ...]:
    lead = lead_of(suggestion.practice) if suggestion.practice else None
    if suggestion.practice and suggestion.practice.visibility == Disclosure.STAFF:
        return (suggestion.by,)
    return suggestion.by, suggestion.city, lead


def _check_level(record: PracticeRecord) -> None:
    """Go on where a new practice is for everyone, as what is proposed always is.

    Raises
    ------
    RecordFaulty
        It is to be for fewer: who wrote so shall not find it read by all.
    """
    if record.visibility in FOR_FEWER:
        message = _(
            "You do not speak for this city, so that it would be proposed, and a proposal is for "
            "everyone. Choose Everyone, or look at the city."
        )
        raise RecordFaulty(message, faults=[Fault("visibility", message)])
