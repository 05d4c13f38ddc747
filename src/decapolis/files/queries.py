"""Read files: what is told of one, and its bytes for who may have them."""

import hashlib
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from decapolis.files.choices import CLOSED, Refusal, State
from decapolis.files.models import File, Portrait
from decapolis.kernel import numbers
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader

STORAGE = "files"  # its name in the settings


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a page tells of a file."""

    key: str
    name: str
    kind: str
    kind_label: str
    size: int  # bytes
    pages: int | None
    state: str
    reason: str  # why it was refused, and what to do

    @property
    def url(self) -> str:
        """Where it is handed out."""
        return f"/files/{self.key}"

    @property
    def is_ready(self) -> bool:
        """Whether it can be had."""
        return self.state == State.READY

    @property
    def is_waiting(self) -> bool:
        """Whether it is still being looked at."""
        return self.state == State.WAITING


def storage() -> Storage:
    """Return where files lie; another one can be named in the settings."""
    return storages[STORAGE]


def too_large() -> str:
    """Return what is said of a file that is too large."""
    most = numbers.number(settings.UPLOAD_MB)
    return _("This file is too large. At most {most} MB can be handed in.").format(most=most)


def file_facts(file_id: int | None, *, reader: Reader | None) -> FileFacts | None:
    """Return what may be told of a file; None where there is none for this reader."""
    if file_id is None:
        return None
    file = File.objects.visible_to(reader).filter(pk=file_id).defer("text").first()
    if file is None:
        return None
    return FileFacts(
        key=file.key,
        name=file.name,
        kind=file.kind,
        kind_label=str(file.get_kind_display()),
        size=file.size,
        pages=file.pages,
        state=file.state,
        reason=str(Refusal(file.refusal).label) if file.refusal else "",
    )


def ready_file(key: str, *, reader: Reader | None) -> File:
    """Return a file that may be handed out to this reader.

    Raises
    ------
    NotFound
        There is none, it is not for them, or it is not looked at yet; the three are not told apart.
    """
    found: File | None = (
        File.objects.visible_to(reader)
        .filter(key=key, state=State.READY, is_held=True)
        .defer("text")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such file, or it is not open to you."))
    return found


def closed_file(file_id: int) -> File:
    """Return a file that is handed out only where it belongs.

    Whoever calls has seen that what it belongs to is open to the reader.

    Raises
    ------
    NotFound
        There is none, it is not closed, or it is not looked at yet.
    """
    asked = File.objects.filter(pk=file_id, visibility=CLOSED, state=State.READY, is_held=True)
    found: File | None = asked.defer("text").first()
    if found is None:
        raise NotFound(_("There is no such file, or it is not open to you."))
    return found


def bytes_of(file: File) -> bytes:
    """Return what is kept of a file, as it was when it was looked at.

    Raises
    ------
    NotFound
        It is not in the storage any more, or is not what was looked at.
    """
    try:
        with open_stored(file) as source:
            data: bytes = source.read()
    except FileNotFoundError as error:
        raise NotFound(_("This file is lost. Tell the operator.")) from error
    if hashlib.sha256(data).hexdigest() != file.digest:
        raise NotFound(_("This file is not what it was. Tell the operator."))
    return data


def open_stored(file: File) -> IO[bytes]:
    """Open what is kept of a file."""
    opened: IO[bytes] = storage().open(file.stored)
    return opened


def photo_url(person_id: int, *, reader: Reader | None) -> str:
    """Return the address of somebody's photo, or nothing."""
    portrait = Portrait.objects.filter(person=person_id).select_related("file").first()
    if portrait is None:
        return ""
    facts = file_facts(portrait.file_id, reader=reader)
    return facts.url if facts and facts.is_ready else ""
