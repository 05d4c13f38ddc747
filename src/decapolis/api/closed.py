"""What is closed to others is answered to few, and kept by no cache."""

from django.http import HttpResponse

from decapolis.library.choices import CLOSED
from decapolis.library.models import Practice

NOWHERE = "private, no-store"


def keep_close(response: HttpResponse, practice: Practice) -> None:
    """Let no cache, the browser's neither, keep an answer that tells of a closed practice."""
    if practice.visibility in CLOSED:
        response["Cache-Control"] = NOWHERE
