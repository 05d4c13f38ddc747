"""How far a file is read that a form brings along."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

MARK = "decapolis.upload_too_large"  # in ``META``, where nobody can set it from outside


class LimitHandler(FileUploadHandler):
    """Stops at the first file that is larger than allowed; the form sees none of it.

    What stood before the file in the form is kept, so that a page can show it again.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count; hand on.

        Raises
        ------
        StopUpload
            There is more than allowed.
        """
        if self.request and start + len(raw_data) > settings.UPLOAD_MB * 1_000_000:
            self.request.META[MARK] = "1"
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handler that comes after."""


def was_too_large(request: HttpRequest) -> bool:
    """Tell whether a file of this request was left out since it is too large."""
    return MARK in request.META
