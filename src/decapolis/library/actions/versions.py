"""Write versions of practices: corrections, new practices, earlier versions put back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, Only
from decapolis.audit.actions import record as audit
from decapolis.kernel.permissions import Reader, require
from decapolis.library.actions.records import Stamp, let_be_found, put_practices
from decapolis.library.actions.retelling import retell
from decapolis.library.actions.telling import tell_written
from decapolis.library.choices import CLOSED, Disclosure, VersionOrigin
from decapolis.library.errors import ChangedMeanwhile, NothingChanged
from decapolis.library.models import Practice, Version
from decapolis.library.queries.authors import authors_of, lead_of, spoken_for
from decapolis.library.queries.comparing import compare_records, same
from decapolis.library.queries.concerned import people_concerned
from decapolis.library.queries.entries import practice_drafts
from decapolis.library.queries.records import record_from_rows, record_of
from decapolis.library.queries.written import (
    as_open_as,
    city_of,
    free_slug,
    none_rejected,
    record_or_faults,
)
from decapolis.library.rules import may_add, may_correct, may_disclose
from decapolis.library.validators import PracticeRecord
from decapolis.people.models import Circle, Person
from decapolis.search.actions import remove_entries


@transaction.atomic
def correct_practice(
    *, by: Person, practice: Practice, record: PracticeRecord, base: int, note: str = ""
) -> Version:
    """Write a practice anew and keep it as its next version.

    Parameters
    ----------
    base
        The number of the version that the writer began from.
    note
        Why, in their words.

    Raises
    ------
    Forbidden
        They may not correct this practice, or not move it to another city.
    ChangedMeanwhile
        There is a newer version than ``base``; the error holds both.
    NothingChanged
        The record says what stands there already.
    RecordFaulty
        It names a country or technology that is not known.
    """
    require(may_correct(by, practice))
    if by.is_staff and practice.visibility not in CLOSED:
        require(may_disclose(by, practice, record.visibility))
    else:
        record = as_open_as(practice, record)
    stamp = Stamp(VersionOrigin.CORRECTED, by.pk, spoken_for(by, practice), note)
    return write_version(by=by, practice=practice, record=record, base=base, stamp=stamp)


@transaction.atomic
def add_practice(*, by: Person, record: PracticeRecord, note: str = "") -> Version:
    """Add a practice as its first version; it gets a free address made of title and city.

    Raises
    ------
    Forbidden
        They do not speak for its city, or cannot choose who reads it so.
    RecordFaulty
        It names a country, technology or circle that is not known.
    """
    require(may_add(by, city_of(record)))
    version = write_first(by=by, record=record, note=note, author=by)
    practice: Practice = version.practice
    require(may_disclose(by, practice, record.visibility, practice.circle))
    return version


@transaction.atomic
def disclose(
    *, by: Person, practice: Practice, level: Disclosure, circle: Circle | None = None
) -> Version:
    """Say who may read a practice from now on; nothing else of it changes.

    Whoever could read it until now may have read it: what was public is not made secret by this.

    Parameters
    ----------
    circle
        Who reads it beside the team, for `Disclosure.CIRCLE` alone.

    Raises
    ------
    Forbidden
        They may not close it, or not open it to this circle.
    NothingChanged
        The same people read it already.
    NamesRemain
        It was to be told without its name, and the name would still be read out of it.
    """
    named = circle if level == Disclosure.CIRCLE else None
    require(may_disclose(by, practice, level, named))
    held = record_or_faults(record_of(practice))
    record = held.model_copy(update={"visibility": level, "circle": named.slug if named else None})
    stamp = Stamp(VersionOrigin.DISCLOSED, by.pk, spoken_for(by, practice))
    return write_version(
        by=by, practice=practice, record=record, base=practice.version, stamp=stamp
    )


@transaction.atomic
def restore_version(
    *, by: Person, practice: Practice, number: int, base: int, note: str = ""
) -> Version:
    """Put an earlier version back as the newest; those between are kept.

    Parameters
    ----------
    base
        The number of the version that stood when this was asked for.

    Raises
    ------
    Forbidden
        They may not correct this practice.
    Version.DoesNotExist
        There is no such version that they may see.
    ChangedMeanwhile, NothingChanged, RecordFaulty
        As for `correct_practice`.
    """
    require(may_correct(by, practice))
    earlier = Version.objects.visible_to(by).get(practice=practice, number=number)
    now = {"slug": practice.slug, "visibility": Disclosure.PUBLIC, "circle": None}
    record = as_open_as(practice, record_or_faults({**earlier.record, **now}))
    body = spoken_for(by, practice)
    return write_version(
        by=by,
        practice=practice,
        record=record,
        base=base,
        stamp=Stamp(VersionOrigin.RESTORED, by.pk, body, note, restored=number),
    )


@transaction.atomic
def write_version(
    *, by: Person, practice: Practice, record: PracticeRecord, base: int, stamp: Stamp
) -> Version:
    """Write the next version for the acts that have asked whether they may, and tell of it.

    They have asked as well whether those may read it of whom the record says so.

    Raises
    ------
    ChangedMeanwhile
        There is a newer version than ``base``; the error holds both.
    NothingChanged
        The record says what stands there already.
    RecordFaulty
        It names a country or technology that is not known.
    Forbidden
        The record moves the practice to a city of which they may add none.
    """
    held = Practice.objects.select_for_update().get(pk=practice.pk)
    before = record_of(held)
    written = record.model_copy(update={"slug": held.slug})
    after = written.as_json()
    if base != held.version:
        raise ChangedMeanwhile(
            _("Somebody changed this practice while you wrote. Your text is kept: look at both."),
            mine=after,
            theirs=before,
            current=held.version,
            differences=compare_records(before, after),
        )
    if same(after) == same(before):
        raise NothingChanged(_("Nothing is different from what stands there. Change something."))
    _keep_first(held)
    if _place(before) != _place(after):
        require(may_add(by, city_of(written)))
    concerned, people = [held.city, lead_of(held), *authors_of(held)], people_concerned(held)
    _put(by, written, stamp)
    practice.refresh_from_db()
    audit(
        by=by,
        act=f"library.practice_{stamp.origin}",
        subject=practice,
        change=Change.between(before, after),
        note=stamp.note,
        concerns=_told(practice, [*concerned, practice.city]),
    )
    version: Version = practice.versions.get(number=practice.version)
    tell_written(by=by, version=version, before=people)
    return version


@transaction.atomic
def write_first(*, by: Person, record: PracticeRecord, note: str, author: Person | None) -> Version:
    """Write a new practice for the acts that have asked whether they may.

    Raises
    ------
    RecordFaulty
        It names a country or technology that is not known.
    """
    slug = free_slug(f"{record.city} {record.title}", of=Practice)
    written = record.model_copy(update={"slug": slug})
    origin = VersionOrigin.CORRECTED if author == by else VersionOrigin.SUGGESTED
    stamp = Stamp(origin, author.pk if author else None, "", note)
    _put(by, written, stamp)
    practice = Practice.objects.get(slug=written.slug)
    version: Version = practice.versions.get()
    version.spoke_for = spoken_for(author, practice)
    version.save(update_fields=["spoke_for"])
    audit(
        by=by,
        act="library.practice_added",
        subject=practice,
        change=Change({}, written.as_json()),
        note=note,
        concerns=_told(practice, [practice.city, lead_of(practice), author]),
    )
    return version


def _told(practice: Practice, concerned: list[Model | None]) -> Iterable[Model | None]:
    """Return whom the log tells of a practice: of a closed one, its bodies alone."""
    if practice.visibility == Disclosure.STAFF:
        return ()
    bodies = Only(one for one in concerned if not isinstance(one, Person))
    return bodies if practice.visibility in CLOSED else concerned


def _put(by: Reader | None, record: PracticeRecord, stamp: Stamp) -> None:
    """Write a record by the loader's own function, and let it be found as it is now.

    Raises
    ------
    RecordFaulty
        It names a country or technology that is not known.
    """
    none_rejected(put_practices(by=by, records=[(1, record)], stamp=stamp))
    practice = Practice.objects.get(slug=record.slug)
    if practice.visibility in CLOSED:
        remove_entries(by=by, keys=[("practice", practice.slug)])
    else:
        let_be_found(by=by, drafts=practice_drafts(Practice.objects.filter(pk=practice.pk)))
    retell(by=by, practice=practice)


def _keep_first(practice: Practice) -> None:
    """Keep what was there before versions were kept."""
    if practice.version == 0:
        practice.versions.create(
            number=1,
            record=record_from_rows(practice),
            origin=VersionOrigin.LOADED,
            visibility=practice.visibility,
        )
        Practice.objects.filter(pk=practice.pk).update(version=1)


def _place(record: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(record.get(name) for name in ("city", "region", "country"))
