"""What can go wrong with tables of figures."""

from collections.abc import Sequence

from decapolis.kernel.errors import DomainError, NotFound
from decapolis.kernel.records import Rejection


class UnknownIndicator(NotFound):
    """No indicator has this code."""

    code = "indicators.unknown"


class UnknownUpload(NotFound):
    """There is no such upload, or it is not theirs to see."""

    code = "indicators.unknown_upload"


class FileMissing(DomainError):
    """No file, an empty one, or one that is too large."""

    code = "indicators.file_missing"


class TableFaulty(DomainError):
    """Rows that will not do; nothing was written.

    Attributes
    ----------
    faults
        No more than a person can use.
    more
        How many are left out.
    """

    code = "indicators.table_faulty"

    def __init__(self, message: str, *, faults: Sequence[Rejection], more: int = 0) -> None:
        super().__init__(message, field="file")
        self.faults = tuple(faults)
        self.more = more


class UploadDecided(DomainError):
    """It was written, or taken back, already; or it was never written."""

    code = "indicators.upload_decided"


class UploadBuried(DomainError):
    """A later upload wrote over some of its rows."""

    code = "indicators.upload_buried"


class StillInUse(DomainError):
    """What the upload brought is used by others by now."""

    code = "indicators.still_in_use"
