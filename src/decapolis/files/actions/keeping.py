"""Take a file in, give it its place, take it away."""

import hashlib
import io
import logging
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from django.conf import settings
from django.core.files.base import File as DjangoFile
from django.core.files.storage import Storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, record
from decapolis.files.bridge.apart import How, Look, look
from decapolis.files.choices import IMAGES, Kind, Refusal, State
from decapolis.files.errors import FileRefused, FileTooLarge, TooManyFiles
from decapolis.files.models import File
from decapolis.files.queries import storage, too_large
from decapolis.files.rules import may_hold, may_show_face, may_upload
from decapolis.files.validators.names import shown_name
from decapolis.kernel.permissions import Reader, Visibility, require

CHUNK = 65_536
MEGABYTE = 1_000_000
MOST_A_DAY = 60  # files that one person hands in
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody hands in: the name that it had there, and its bytes, read from the start."""

    name: str
    content: IO[bytes]


def keep_upload(
    *, by: Reader, upload: Upload, visibility: Visibility | str, how: How = "check"
) -> File:
    """Look at what was handed in, and keep it where nothing in it is harmful.

    It lies there unheld, and is handed to nobody, until an action gives it a place by `hold`. Not
    in a transaction: looking takes seconds.

    Parameters
    ----------
    how
        ``square`` cuts a person's photo out of a picture.

    Raises
    ------
    Forbidden
        They may hand nothing in.
    FileTooLarge, TooManyFiles
        As said.
    FileRefused
        It breaks a rule; nothing of it is kept.
    """
    require(may_show_face(by) if how == "square" else may_upload(by))
    _check_patience(by)
    with tempfile.TemporaryFile() as copy:
        _copy(upload.content, copy)
        seen = look(copy, how)
        if seen.refused:
            log.warning("A file was refused: %s, by %s", seen.refused, getattr(by, "pk", None))
            why = Refusal(seen.refused)
            raise FileRefused(str(why.label), why=why)
        kept: IO[bytes] = io.BytesIO(seen.made) if seen.kind in IMAGES else copy
        return _keep(by, upload.name, kept, seen, visibility)


@transaction.atomic
def hold(
    *,
    by: Reader,
    file: File,
    visibility: Visibility | str,
    concerns: Iterable[models.Model | None] = (),
) -> File:
    """Give a file its place: from now on it is handed out to who may see what holds it.

    Called by the action that lets a record refer to it.

    Parameters
    ----------
    concerns
        Who may read of it in the log, as `audit.actions.record` has it.

    Raises
    ------
    Forbidden
        It is not theirs, or has a place already.
    """
    held = File.objects.select_for_update().get(pk=file.pk)
    require(may_hold(by, held))
    held.is_held, held.visibility = True, visibility
    held.save(update_fields=["is_held", "visibility"])
    told = {"name": held.name, "kind": held.kind, "size": held.size, "sha256": held.digest}
    new = Change({}, told)
    record(by=by, act="files.file_added", subject=held, change=new, concerns=concerns)
    return held


@transaction.atomic
def remove_file(*, by: Reader | None, file: File) -> None:
    """Take a file away, with its bytes. Called by the action that no longer refers to it."""
    if file.is_held:
        told = {"name": file.name, "kind": file.kind, "sha256": file.digest}
        record(by=by, act="files.file_removed", subject=file, change=Change(told, {}))
    where = file.stored
    File.objects.filter(pk=file.pk).delete()
    transaction.on_commit(lambda: storage().delete(where))


@transaction.atomic
def set_visibility(*, by: Reader | None, files: models.QuerySet[File], to: Visibility) -> int:
    """Let files be seen by those who see what holds them; return how many changed."""
    return files.exclude(visibility=to).update(visibility=to)


def sweep(*, by: Reader | None, before: datetime) -> int:
    """Forget files that got no place, and bytes that no file tells of; return how many."""
    unheld = list(File.objects.filter(is_held=False, at__lt=before).defer("text"))
    for file in unheld:
        remove_file(by=by, file=file)
    known = {file.stored for file in File.objects.only("key", "digest")}
    lost = [
        name
        for name in _names(storage())
        if name not in known and storage().get_modified_time(name) < before
    ]
    for name in lost:
        storage().delete(name)
    return len(unheld) + len(lost)


def _names(where: Storage) -> Iterator[str]:
    if not where.exists(""):
        return
    folders, _files = where.listdir("")
    for folder in folders:
        yield from (f"{folder}/{name}" for name in where.listdir(folder)[1])


def _check_patience(by: Reader) -> None:
    """Refuse who hands files in all day.

    Raises
    ------
    TooManyFiles
        As said.
    """
    lately = File.objects.filter(
        by=getattr(by, "pk", None), at__gt=timezone.now() - timedelta(days=1)
    )
    if lately.count() >= MOST_A_DAY:
        raise TooManyFiles(
            _("You handed in {n} files within a day. Go on tomorrow.").format(n=MOST_A_DAY),
            field="file",
        )


def _copy(source: IO[bytes], copy: IO[bytes]) -> None:
    """Copy what was handed in, and no more than is allowed, whatever its sender says of it.

    Raises
    ------
    FileTooLarge
        There is more.
    FileRefused
        There is nothing.
    """
    source.seek(0)
    left = settings.UPLOAD_MB * MEGABYTE
    while chunk := source.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            raise FileTooLarge(too_large(), field="file")
        copy.write(chunk)
    if not copy.tell():
        raise FileRefused(str(Refusal.EMPTY.label), why=Refusal.EMPTY)


def _keep(by: Reader, name: str, kept: IO[bytes], seen: Look, visibility: Visibility | str) -> File:
    kept.seek(0)
    digest = hashlib.file_digest(kept, "sha256").hexdigest()  # type: ignore[arg-type]
    size = kept.seek(0, 2)
    needs_look = seen.kind not in IMAGES or bool(settings.CLAMD_URL)
    file = File(
        name=shown_name(name, Kind(seen.kind)),
        kind=seen.kind,
        size=size,
        digest=digest,
        by_id=getattr(by, "pk", None),
        visibility=visibility,
        state=State.WAITING if needs_look else State.READY,
    )
    with _stored(file, kept):
        file.save()
    return file


@contextmanager
def _stored(file: File, kept: IO[bytes]) -> Iterator[None]:
    """Write the bytes; take them back where the row cannot be written, or they not wholly."""
    kept.seek(0)
    try:
        storage().save(file.stored, DjangoFile(kept))
        yield
    except BaseException:
        storage().delete(file.stored)
        raise
