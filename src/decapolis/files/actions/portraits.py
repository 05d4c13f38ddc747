"""The photo of a person, and what goes with somebody who leaves."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from decapolis.files.actions.keeping import Upload, hold, keep_upload, remove_file
from decapolis.files.models import File, Portrait
from decapolis.kernel.errors import NotFound
from decapolis.kernel.jobs import later
from decapolis.kernel.permissions import Reader, Visibility


def set_photo(*, by: Reader, upload: Upload) -> Portrait:
    """Show a photo of oneself, cut square; it replaces the one before. Nobody does it for another.

    Raises
    ------
    Forbidden, FileTooLarge, TooManyFiles, FileRefused
        As for `keep_upload`.
    """
    file = keep_upload(by=by, upload=upload, visibility=Visibility.NETWORK, how="square")
    return _show(by, file)


@transaction.atomic
def remove_photo(*, by: Reader) -> None:
    """Take one's photo away.

    Raises
    ------
    NotFound
        There is none.
    """
    portrait = Portrait.objects.filter(person=getattr(by, "pk", None)).first()
    if portrait is None:
        raise NotFound(_("There is no photo."))
    file = portrait.file
    portrait.delete()
    remove_file(by=by, file=file)


@transaction.atomic
def forget_person(*, by: Reader | None, person: AbstractBaseUser) -> None:
    """Take away somebody's photo and what they handed in without giving it a place.

    Called by the erasure of a person. Files of documents stay, as the documents do, with the
    former member as who gave them; the names that they had are part of the documents.
    """
    own = File.objects.filter(by=person.pk)
    faces = Portrait.objects.filter(person=person.pk).values("file")
    gone = own.filter(is_held=False) | File.objects.filter(pk__in=faces)
    for file in list(gone.defer("text")):
        remove_file(by=by, file=file)


@transaction.atomic
def _show(by: Reader, file: File) -> Portrait:
    key = int(getattr(by, "pk", 0))
    before = Portrait.objects.select_for_update().filter(person=key).first()
    if before:
        gone = before.file
        before.delete()
        remove_file(by=by, file=gone)
    held = hold(by=by, file=file, visibility=Visibility.NETWORK)
    made = Portrait.objects.create(person_id=key, file=held)
    if settings.CLAMD_URL:
        later("files.tasks.look_at", key=f"look-{held.key}", file_key=held.key)
    return made
