"""The longer look at a file: the virus scanner, and its words."""

import logging
import shutil
import tempfile

from django.conf import settings
from django.db import transaction

from decapolis.audit.actions import Change, record
from decapolis.files.bridge.apart import Look, look
from decapolis.files.bridge.scanner import scan
from decapolis.files.choices import Refusal, State
from decapolis.files.models import File
from decapolis.files.queries import open_stored, storage
from decapolis.kernel.permissions import Reader

log = logging.getLogger(__name__)


def examine(*, by: Reader | None, key: str) -> File | None:
    """Let a file that waits be scanned and its words be taken out; return it, ready or refused.

    None where it is gone. For jobs: it takes long, and may come again.

    Raises
    ------
    ScannerSilent
        There is a scanner, and it does not answer: the file goes on waiting.
    """
    file = File.objects.filter(key=key).first()
    if file is None or file.state != State.WAITING:
        return file
    with tempfile.TemporaryFile() as copy:
        with open_stored(file) as source:
            shutil.copyfileobj(source, copy)
        found = scan(copy, address=settings.CLAMD_URL) if settings.CLAMD_URL else ""
        seen = Look() if found or file.is_picture else look(copy, "read")
    return _refuse(by, file, found) if found else _open(file, seen)


@transaction.atomic
def _open(file: File, seen: Look) -> File:
    """Let it be handed out; without words where they could not be taken out."""
    file.state, file.pages = State.READY, seen.pages
    file.text = "" if seen.refused else seen.made.decode("utf-8", "ignore")
    File.objects.filter(pk=file.pk, state=State.WAITING).update(
        state=file.state, pages=file.pages, text=file.text
    )
    return file


@transaction.atomic
def _refuse(by: Reader | None, file: File, found: str) -> File:
    """Throw the bytes away; the row stays to say why."""
    log.error("The virus scanner found %s in file %s", found[:200], file.key)
    file.state, file.refusal = State.REFUSED, Refusal.VIRUS
    file.save(update_fields=["state", "refusal"])
    after = {"state": file.state, "found": found[:200]}
    record(
        by=by,
        act="files.file_refused",
        subject=file,
        change=Change({}, after),
        concerns=[file.by] if file.by else [],
    )
    where = file.stored
    transaction.on_commit(lambda: storage().delete(where))
    return file
