"""What a file is, how far it is looked at, and why one is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from decapolis.kernel.permissions import Visibility

# What a record of its own opens, such as a board: nobody gets it by its key alone, not even who
# handed it in or network staff.
CLOSED = "closed"
VISIBILITIES = (*Visibility.choices, (CLOSED, _("Only where it belongs")))


class Kind(models.TextChoices):
    """What a file is by its content; its name has no say."""

    PDF = "pdf", "PDF"
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel workbook")
    PPTX = "pptx", _("PowerPoint presentation")
    ODT = "odt", _("OpenDocument text")
    ODS = "ods", _("OpenDocument table")
    ODP = "odp", _("OpenDocument presentation")
    PNG = "png", _("PNG picture")
    JPEG = "jpeg", _("JPEG picture")
    WEBP = "webp", _("WebP picture")


IMAGES = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP})
# What a browser may show by itself; everything else is saved.
MEDIA_TYPES: dict[str, str] = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Kind.ODP: "application/vnd.oasis.opendocument.presentation",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
}


class State(models.TextChoices):
    """How far a file is looked at; only a ready one is handed out."""

    WAITING = "waiting", _("being looked at")
    READY = "ready", _("ready")
    REFUSED = "refused", _("refused")


class Refusal(models.TextChoices):
    """Why a file is not taken, and what to do."""

    EMPTY = "empty", _("This file is empty. Choose another one.")
    UNKNOWN = (
        "unknown",
        _(
            "This is no PDF, no Office document and no picture, whatever its name says. "
            "Save it as PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, PNG, JPEG or WebP."
        ),
    )
    NO_PICTURE = "no_picture", _("This is no picture. Choose a PNG, JPEG or WebP file.")
    OLD = (
        "old",
        _(
            "This file is protected by a password, or in the old format of Office. "
            "Save it without a password, as DOCX, XLSX or PPTX."
        ),
    )
    ENCRYPTED = (
        "encrypted",
        _("This file is encrypted, so that nobody can look into it. Save it without protection."),
    )
    MACROS = "macros", _("This file holds macros, which are programs. Save it without them.")
    EMBEDDED = (
        "embedded",
        _("This file holds another file or a program inside. Take that out, or save it as PDF."),
    )
    SCRIPTS = (
        "scripts",
        _("This PDF runs scripts or starts programs. Print it into a new PDF and choose that."),
    )
    REMOTE = (
        "remote",
        _(
            "This file loads something from elsewhere when it is opened. "
            "Take that out, or save it as PDF."
        ),
    )
    BOMB = "bomb", _("Unpacked, this file is far too large. Make it smaller, or save it as PDF.")
    TWO_IN_ONE = (
        "two_in_one",
        _("This file is two kinds of file in one. Save it anew and choose that."),
    )
    BROKEN = "broken", _("This file is damaged. Open it, save it anew, and choose that.")
    HUGE = "huge", _("This picture has too many pixels. Make it smaller.")
    UNREADABLE = (
        "unreadable",
        _("We could not look into this file. Save it anew, perhaps in a simpler form."),
    )
    VIRUS = "virus", _("The virus scanner found something in this file. It was thrown away.")
